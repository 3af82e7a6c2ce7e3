import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { ArgumentError, DataError, FileError, ShapeError, UnknownNameError } from "../core/errors";
import { displaySymbol } from "../core/display";
import { setRandomSeed } from "../core/global-seed";
import { tf } from "../core/tf";
import { DataFrame, Series, concat, merge } from "./data-frame";
import { readCSV, readDataset, readExcel, readJSON } from "./read";
import { toCSV, toExcel, toJSON } from "./write";

const small = () => new DataFrame({ kind: ["b", "a", null, "a"], size: [3, NaN, 1, 2] });

let folder = "";
before(() => (folder = mkdtempSync(join(tmpdir(), "frames-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("loading", () => {
  const run = (script: string): string =>
    execFileSync(process.execPath, ["-e", script], { encoding: "utf8", cwd: __dirname }).trim();
  const index = JSON.stringify(join(__dirname, "index.js"));
  const counted =
    "Object.keys(require.cache).filter((name) => /tfjs-node|tfjs-core|mathjs|xlsx|request.request/.test(name)).length";

  it("brings neither TensorFlow.js nor what danfo needs seldom", () => {
    const script = `const { DataFrame, Series, merge } = require(${index});
      const frame = new DataFrame({ a: [2, 1], b: ["x", "y"] });
      frame.sortValues("a").groupby(["b"]).mean(); frame.describe(); new Series([1, 2]).std();
      merge({ left: frame, right: frame, on: ["a"] });
      console.log(${counted});`;
    assert.equal(run(script), "0");
  });

  it("takes the danfo that somebody else has loaded, and is the one that others load after it", () => {
    const check =
      "console.log(new DataFrame([[1]]) instanceof dfd.DataFrame, new dfd.Series([1, 2, 4]).std() > 1.5)";
    assert.equal(
      run(`const dfd = require("danfojs-node"); const { DataFrame } = require(${index}); ${check}`),
      "true true",
    );
    assert.equal(
      run(
        `const { DataFrame } = require(${index}); new DataFrame(); const dfd = require("danfojs-node"); ${check}`,
      ),
      "true true",
    );
  });

  it("leaves the packages of danfo as they are for others", () => {
    const script = `const { DataFrame } = require(${index}); new DataFrame();
      const found = require("node:module").createRequire(require.resolve("danfojs-node"));
      console.log(typeof found("mathjs").std, found("mathjs").std([1, 2, 3]), typeof found("@tensorflow/tfjs-node").tensor);`;
    assert.equal(run(script), "function 1 function");
  });

  it("works from an ES module", () => {
    const script = `import { DataFrame } from ${index}; import dfd from "danfojs-node";
      console.log(new DataFrame([[1]]) instanceof dfd.DataFrame);`;
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
      cwd: __dirname,
    });
    assert.equal(said.trim(), "true");
  });

  it("lets danfo's own frames take tensors when TensorFlow.js is there, and be made when it is not", () => {
    const script = `const { DataFrame } = require(${index}); new DataFrame();
      const dfd = require("danfojs-node");
      const before = new dfd.DataFrame([[1, 2]]).shape.join();
      const { tf } = require(${JSON.stringify(join(__dirname, "..", "core", "tf.js"))});
      console.log(before, new dfd.DataFrame(tf.tensor2d([[1, 2], [3, 4]])).shape.join(), new dfd.DataFrame([[1]]).tensor.dtype);`;
    assert.equal(run(script), "1,2 2,2 float32");
  });
});

describe("making a frame", () => {
  it("keeps numbers in Float64Array, text with null for missing, dates as ISO text", () => {
    const frame = new DataFrame([
      { n: 1, s: "x", b: true, d: "2024-01-02", at: new Date("2024-05-06T00:00:00Z") },
      { n: null, s: null, b: null, d: null, at: null },
    ]);
    assert.deepEqual(frame.types, { n: "number", s: "string", b: "boolean", d: "date", at: "date" });
    assert.ok(frame.$table.columns[0]?.values instanceof Float64Array);
    assert.deepEqual(frame.values, [
      [1, "x", true, "2024-01-02", "2024-05-06"],
      [NaN, null, null, null, null],
    ]);
  });

  it("does not turn text from code into numbers, truth values or missing", () => {
    const frame = new DataFrame({
      code: ["1", "2"],
      word: ["NA", "true"],
      day: ["2023-02-30", "2024-01-01"],
    });
    assert.deepEqual(frame.types, { code: "string", word: "string", day: "string" });
    assert.deepEqual(frame.values[0], ["1", "NA", "2023-02-30"]);
  });

  it("makes text of a column of several types", () => {
    assert.deepEqual(
      new DataFrame([
        ["a", 1],
        ["b", "x"],
      ]).values,
      [
        ["a", "1"],
        ["b", "x"],
      ],
    );
    assert.deepEqual(new Series([1, { a: 2 }, [3, 4]] as never[]).values, ["1", '{"a":2}', "3,4"]);
  });

  it("refuses what does not fit, and says where", () => {
    assert.throws(
      () => new DataFrame({ a: [1, 2], b: [1] }),
      (error) =>
        error instanceof ShapeError &&
        /column "b" must be 2 cells long, as "a"; received 1/.test(error.message),
    );
    assert.throws(
      () => new DataFrame([[1, 2], [3]]),
      (error) => error instanceof ShapeError && /row 1 must be 2 cells long/.test(error.message),
    );
    assert.throws(() => new DataFrame([[1, 2]], { columns: ["a", "a"] }), DataError);
    assert.throws(() => new DataFrame([[1, 2]], { columns: ["a"] as string[] }), ShapeError);
    assert.throws(() => new DataFrame([[1]], { index: ["a", "b"] }), ShapeError);
    assert.throws(() => new DataFrame([[1], [2]], { index: ["a", "a"] }), ArgumentError);
    assert.throws(
      () => new DataFrame([["x"]], { dtypes: ["float32"] }),
      (error) => error instanceof DataError && /row 0, must be a number; received "x"/.test(error.message),
    );
    assert.throws(() => new DataFrame(5 as never), ArgumentError);
  });
});

describe("a frame", () => {
  it("never changes: neither through what it was made of nor through what it gives", () => {
    const sizes = new Float64Array([1, 2]);
    const frame = new DataFrame({ size: sizes, s: ["a", "b"] });
    sizes[0] = 99;
    frame.column("size").values[0] = 99;
    frame.column("s").values[0] = "changed";
    frame.getColumnData[0]?.fill(99);
    frame.index[0] = 7;
    frame.columns.pop();
    assert.deepEqual(frame.values, [
      [1, "a"],
      [2, "b"],
    ]);
    const before = small();
    before.sortValues("size");
    before.addColumn("new", () => 1);
    before.addColumn("size", [1, 2, 3, 4]);
    before.fillNa({ size: 0 });
    before.dropNa();
    before.query([true, false, true, false]);
    before.asType("size", "string");
    before.rename({ size: "x" });
    before.setIndex({ index: [4, 5, 6, 7] });
    before.replace("a", "z");
    before.append(["z", 9], "new");
    concat({ dfList: [before, before], axis: 0 });
    merge({ left: before, right: before, on: ["kind"], how: "outer" });
    assert.deepEqual(
      [before.values, before.index, before.columns],
      [small().values, small().index, small().columns],
    );
  });

  it("says which column is not there, and which was meant", () => {
    const penguins = readDataset("penguins");
    const wanted = /Did you mean "Flipper Length \(mm\)"/;
    const name = "flipper length" as never;
    for (const use of [
      () => penguins.column(name),
      () => penguins.at(0, name),
      () => penguins.loc({ columns: [name] }),
      () => penguins.drop({ columns: [name] }),
      () => penguins.sortValues(name),
      () => penguins.groupby([name]),
      () => penguins.groupby(["Species"]).col([name]),
      () => penguins.toTensor([name]),
      () => penguins.dropNa({ subset: [name] }),
      () => penguins.fillNa(0, { columns: [name] }),
      () => penguins.fillNa({ "flipper length": 1 } as never),
      () => penguins.rename({ "flipper length": "x" } as never),
      () => penguins.asType(name, "string"),
      () => penguins.setIndex({ column: name }),
      () => penguins.getDummies({ columns: [name] }),
      () => penguins.dropDuplicates({ subset: [name] }),
      () => penguins.resample({ rule: "D", on: name }),
      () => penguins.merge(penguins, { on: [name] }),
      () => penguins.agg({ "flipper length": "mean" } as never),
    ])
      assert.throws(
        use,
        (error) => error instanceof UnknownNameError && wanted.test(error.message),
        String(use),
      );
  });

  it("refuses what it cannot do, with the rule", () => {
    const tries: [() => unknown, RegExp][] = [
      [() => small().head(-1), /rows must be a whole number ≥ 0; received -1/],
      [() => small().query([true]), /rows must be 4 truth values, one for each; received 1/],
      [() => small().query([1, 2, 3, 4] as never), /condition must be a truth value for each row/],
      [() => small().iloc({ rows: [4] }), /whole numbers from 0 to 3; received 4/],
      [() => small().loc({ rows: ["x"] }), /row must be one of the 4 row names; received "x"/],
      [() => small().addColumn("x", [1, 2]), /values must be 4 long, one per row; received 2/],
      [() => small().add(1), /column "kind" must be numbers; received "a string column"/],
      [() => small().mean({ axis: 2 as never }), /axis must be 0 or 1; received 2/],
      [() => small().fillNa("x"), /the value for "size" must be a number; received "x"/],
      [() => small().fillNa(NaN), /values must be a value that is not missing/],
      [
        () => small().toTensor(["size"]),
        /column "size", row 1, must be a finite number; received NaN. Use dropNa/,
      ],
      [() => small().drop({} as never), /columns or index must be given/],
      [() => small().groupby([]), /col must be at least one column name/],
      [
        () =>
          small()
            .groupby(["kind"])
            .agg({ size: "men" as never }),
        /Did you mean "mean"/,
      ],
      [() => small().groupby(["kind"]).getGroup(["c"]), /keys must be one of "a", "b"/],
      [() => small().asType("kind", "int" as never), /dtype must be one of float32/],
      [() => small().asType("kind", "float32"), /row 0, must be a number; received "b"/],
      [() => small().column("kind").mean(), /must be numbers; received "a string column"/],
      [() => small().column("size").str, /must be text; received "a number column"/],
      [() => new Series(["x"]).dt, /row 0, must be a date \(2024-03-31, .*\); received "x"/],
      [
        () => new Series(["03/04/2024"]).dt,
        /must be a date that means one day only; .* It is 2024-04-03 as DD/,
      ],
      [
        () => new DataFrame({ d: ["foo"] }).asType("d", "datetime"),
        /must be a date \(2024-03-31, .*\); received "foo"/,
      ],
      [() => new DataFrame({ d: ["1.2.24"] }).asType("d", "datetime"), /Years of two digits/],
      [() => small().merge(small(), { on: [] }), /on must be at least one column name/],
      [
        () => small().merge(new DataFrame({ kind: [1] }), { on: ["kind"] }),
        /of one type on both sides; received "string and number"/,
      ],
      [() => small().setIndex({ index: [1, 1, 2, 3] }), /names that come once each; received 1/],
      [
        () => small().resample({ rule: "Q" as never, on: "kind" }),
        /rule must be one of h, D, W, MS, YS; received "Q"/,
      ],
      [() => concat({ dfList: [] }), /dfList must be a list of frames/],
    ];
    for (const [use, message] of tries) assert.throws(use, message, String(use));
  });

  it("shows itself with the names of its rows", () => {
    const frame = small().query([false, true, false, true]);
    const text =
      "        kind      size\n   string  number\n1  a            –\n3  a            2\n2 rows × 2 columns";
    assert.deepEqual(frame.toString().split("\n").slice(-3), text.split("\n").slice(-3));
    assert.equal(inspect(frame), frame.toString());
    assert.match(String(frame[displaySymbol]()["text/html"]), /<th scope="row"[^>]*>3<\/th><td[^>]*>a<\/td>/);
    assert.match(inspect(frame.column("size")), /^3 +2$/m);
  });

  it("has a column as a property unless that is a method's name", () => {
    const frame = new DataFrame({ head: [1], "beak length": [2], __proto__x: [3] });
    assert.equal(typeof frame.head, "function");
    assert.deepEqual(frame["beak length"].values, [2]);
    const named = new DataFrame([[1, 2]], { columns: ["__proto__", "constructor"] });
    assert.deepEqual([named.columns, named.values], [["__proto__", "constructor"], [[1, 2]]]);
    assert.deepEqual(
      named.toRows().map((row) => Object.entries(row)),
      [
        [
          ["__proto__", 1],
          ["constructor", 2],
        ],
      ],
    );
  });

  it("draws the same rows after the same setRandomSeed, and others later", async () => {
    const frame = new DataFrame({ x: Array.from({ length: 100 }, (_, at) => at) });
    setRandomSeed(5);
    const [first, second] = [await frame.sample(5), await frame.sample(5)];
    setRandomSeed(5);
    assert.deepEqual((await frame.sample(5)).values, first.values);
    assert.notDeepEqual(first.values, second.values);
    setRandomSeed(undefined);
  });

  it("draws each row equally often", async () => {
    const frame = new DataFrame({ x: [0, 1, 2, 3] });
    const counts = [0, 0, 0, 0];
    for (let seed = 0; seed < 400; seed++) {
      const row = (await frame.sample(1, { seed })).x.values[0] ?? 0;
      counts[row] = (counts[row] ?? 0) + 1;
    }
    assert.ok(
      counts.every((count) => count > 70 && count < 130),
      counts.join(),
    );
  });

  it("makes tensors without a copy of rows, and leaves none behind", () => {
    const { numTensors } = tf.memory();
    const tensor = new DataFrame({ a: [1, 2], b: [true, false] }).toTensor(["b", "a"]);
    assert.deepEqual(
      [tensor.shape, [...tensor.dataSync()]],
      [
        [2, 2],
        [1, 1, 0, 2],
      ],
    );
    tensor.dispose();
    assert.equal(tf.memory().numTensors, numTensors);
  });

  it("works empty", () => {
    const empty = small().query([false, false, false, false]);
    assert.deepEqual([empty.shape, empty.values, empty.index], [[0, 2], [], []]);
    assert.deepEqual(empty.sortValues("size").shape, [0, 2]);
    assert.deepEqual(empty.groupby(["kind"]).mean().shape, [0, 2]);
    assert.deepEqual(empty.dropNa().fillNa(0).dropDuplicates().head().shape, [0, 2]);
    assert.deepEqual(merge({ left: empty, right: small(), on: ["kind"], how: "right" }).shape, [4, 3]);
    assert.deepEqual(concat({ dfList: [empty, small()], axis: 0 }).shape, [4, 2]);
    assert.deepEqual([empty.column("size").mean(), empty.column("size").sum()], [NaN, 0]);
    assert.match(empty.toString(), /0 rows × 2 columns/);
  });

  it("changes in place wherever danfo does, and gives itself", () => {
    const tries: ((frame: ReturnType<typeof small>) => object)[] = [
      (frame) => frame.dropNa({ inplace: true }),
      (frame) => frame.fillNa(1, { columns: ["size"], inplace: true }),
      (frame) => frame.sortValues("size", { inplace: true }),
      (frame) => frame.sortIndex({ ascending: false, inplace: true }),
      (frame) => frame.resetIndex({ inplace: true }),
      (frame) => frame.setIndex({ index: [9, 8, 7, 6], inplace: true }),
      (frame) => frame.drop({ index: [0], inplace: true }),
      (frame) => frame.replace("a", "c", { inplace: true }),
      (frame) => frame.round(0, { inplace: true }),
      (frame) => frame.applyMap(String, { inplace: true }),
      (frame) => frame.getDummies({ inplace: true }),
      (frame) => frame.transpose({ inplace: true }),
      (frame) => frame.query([true, false, true, true], { inplace: true }),
      (frame) => frame.dropDuplicates({ subset: ["kind"], inplace: true }),
      (frame) => frame.append(["z", 1], "new", { inplace: true }),
      (frame) => frame.asType("size", "string", { inplace: true }),
    ];
    for (const change of tries) {
      const [changed, other] = [small(), small()];
      assert.equal(change(changed), changed, String(change));
      const copy = change(Object.assign(other, {})) as ReturnType<typeof small>;
      assert.deepEqual(
        [changed.values, changed.index, changed.columns],
        [copy.values, copy.index, copy.columns],
      );
    }
  });
});

describe("files", () => {
  const everything = () =>
    new DataFrame({
      // In the XML of an Excel file a line end is one sign.
      text: ['say "hi"', "two\nlines", "a,b;c\td", null],
      code: ["007", "1", "NA", ""],
      id: ["9007199254740993", null, "9007199254740992", "-1"],
      size: [0.1 + 0.2, NaN, -1.5, 2 ** 60],
      day: ["2024-01-31", null, "2024-02-03", "2024-01-31"],
      fresh: [true, false, null, true],
    });

  it("read back equal: CSV, JSON and Excel", async () => {
    const frame = everything();
    const back = { types: frame.types, quotedIsText: true };
    const csv = join(folder, "all.csv");
    assert.equal(frame.toCSV({ filePath: csv }), undefined);
    toJSON(frame, { filePath: join(folder, "all") });
    toExcel(frame, { filePath: join(folder, "all.xlsx"), sheetName: "birds" });
    for (const read of [
      await readCSV(csv, back),
      await readJSON(join(folder, "all.json"), back),
      await readExcel(join(folder, "all.xlsx"), { sheet: "birds" }),
    ])
      assert.deepEqual([read.types, read.values], [frame.types, frame.values]);
    toJSON(frame, { filePath: join(folder, "columns.json"), format: "row" });
    assert.deepEqual((await readJSON(join(folder, "columns.json"), back)).values, frame.values);
    toCSV(frame, { filePath: join(folder, "semi.csv"), sep: ";" });
    assert.deepEqual((await readCSV(join(folder, "semi.csv"), back)).values, frame.values);
  });

  it("take danfo's options: names, types, no heading, comments, first rows, plain text", async () => {
    const file = join(folder, "options.csv");
    writeFileSync(file, "# made by hand\n1;007\n2;008\n3;009\n");
    const frame = await readCSV(file, {
      delimiter: ";",
      header: false,
      comments: "#",
      preview: 2,
      frameConfig: { columns: ["n", "code"], index: ["a", "b"], dtypes: ["float32", "string"] },
    });
    assert.deepEqual(
      [frame.columns, frame.index, frame.values],
      [
        ["n", "code"],
        ["a", "b"],
        [
          [1, "007"],
          [2, "008"],
        ],
      ],
    );
    writeFileSync(file, "a,b\n1,x\n2,y\n");
    assert.deepEqual((await readCSV(file, { dynamicTyping: false })).values, [
      ["1", "x"],
      ["2", "y"],
    ]);
    assert.deepEqual((await readCSV(file, { header: ["p", "q"] })).values[0], ["a", "b"]);
  });

  it("come from a server", async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === "/table.csv" ? 200 : 404;
      response.end("a,b\n1,x\n");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      assert.deepEqual((await readCSV(`${base}/table.csv`)).values, [[1, "x"]]);
      await assert.rejects(readCSV(`${base}/none.csv`), /an address that a server answers.*404/);
    } finally {
      server.close();
    }
  });

  it("are missed with an error that says where they were looked for", async () => {
    await assert.rejects(readCSV("no-such-file.csv"), FileError);
    await assert.rejects(
      readExcel(join(folder, "all.xlsx"), { sheet: 3 }),
      /sheet must be a number from 0 to 0, or one of birds; received 3/,
    );
  });
});

describe("what danfo has not", () => {
  it("resample makes a row for each day, and for weeks, months and years", () => {
    const frame = new DataFrame({ date: ["2024-02-28", "2024-03-01", "2024-03-01", null], x: [1, 2, 4, 8] });
    const days = frame.resample({ rule: "D", on: "date" });
    assert.deepEqual(days.mean().values, [
      ["2024-02-28", 1],
      ["2024-02-29", NaN],
      ["2024-03-01", 3],
    ]);
    assert.deepEqual(
      days.sum().values.map((row) => row[1]),
      [1, 0, 6],
    );
    assert.deepEqual(days.size().column("size").values, [1, 0, 2]);
    assert.deepEqual(frame.resample({ rule: "MS", on: "date" }).max().values, [
      ["2024-02-01", 1],
      ["2024-03-01", 4],
    ]);
    assert.deepEqual(frame.resample({ rule: "YS", on: "date" }).count().values, [["2024-01-01", 3]]);
    const hours = new DataFrame({ t: ["2024-01-01T10:15:00", "2024-01-01T12:00:00"], x: [1, 2] });
    assert.deepEqual(hours.resample({ rule: "h", on: "t" }).mean().values[1], ["2024-01-01T11:00:00", NaN]);
  });

  it("agg of a frame gives a row for each statistic", () => {
    const told = new DataFrame({ a: [1, 3], b: [2, NaN], s: ["x", "y"] }).agg({
      a: ["mean", "max"],
      b: "mean",
    });
    assert.deepEqual(
      [told.index, told.values],
      [
        ["mean", "max"],
        [
          [2, 2],
          [3, NaN],
        ],
      ],
    );
  });
});

describe("the editor", () => {
  it("knows the columns and what they hold", () => {
    const penguins = readDataset("penguins");
    const mass: number | undefined = penguins.column("Body Mass (g)").values[0];
    const species: string | null | undefined = penguins["Species"].iat(0);
    const heavy = penguins.query(penguins.Island.eq("Dream")).loc({ columns: ["Species", "Sex"] });
    const longer = heavy.addColumn("n", heavy.Sex.eq("MALE"));
    const flag: boolean | null | undefined = longer.n.values[0];
    // @ts-expect-error: there is no such column
    assert.throws(() => penguins.column("mass"));
    // @ts-expect-error: it is not among those taken
    assert.throws(() => heavy.column("Island"));
    const any: DataFrame = longer;
    assert.deepEqual(
      [typeof mass, typeof species, typeof flag, any.columns],
      ["number", "string", "boolean", ["Species", "Sex", "n"]],
    );
  });
});
