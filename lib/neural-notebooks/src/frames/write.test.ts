import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { FileError } from "../core/errors";
import { writeWhole } from "../datasets/whole-file";
import { Frame } from "./frame";
import { readFrame } from "./load";
import { writeFrame } from "./write";

let folder = "";
before(() => (folder = mkdtempSync(join(tmpdir(), "write-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

const everything = (): Frame =>
  Frame.fromTable({
    rows: 4,
    columns: [
      {
        name: 'text, "quoted"\n',
        type: "string",
        values: ['say "hi"', "two\r\nlines", "a,b;c\td", " blanks "],
      },
      { name: "code", type: "string", values: ["007", "1", "NA", ""] },
      { name: "id", type: "string", values: ["9007199254740993", null, "9007199254740992", "-1"] },
      { name: "size", type: "number", values: Float64Array.of(0.1 + 0.2, NaN, -0, 2 ** 60) },
      {
        name: "large",
        type: "number",
        values: Float64Array.of(2 ** 53, 5e-324, -Infinity, 1.7976931348623157e308),
      },
      { name: "count", type: "number", values: Float64Array.of(2 ** 53, 3, NaN, -(2 ** 60)) },
      { name: "day", type: "date", values: ["2024-01-31", null, "2024-02-03", "2024-01-31"] },
      {
        name: "moment",
        type: "date",
        values: ["2024-01-31T12:30:00+02:00", "2024-01-31T12:30:00", null, null],
      },
      { name: "fresh", type: "boolean", values: [true, false, null, true] },
      { name: "words", type: "string", values: ["true", "2024-01-31", null, "31/01/2024"] },
      { name: "gone", type: "string", values: [null, null, null, null] },
      { name: "__proto__", type: "number", values: Float64Array.of(1, 2, 3, 4) },
      { name: "", type: "string", values: ["#", "sep=;", "\uFEFF", "😀"] },
    ],
  });

const back = (frame: Frame) => ({ types: frame.types, quotedIsText: true });

describe("writeFrame", () => {
  it("writes what reads back equal, in every kind of file", () => {
    const frame = everything();
    for (const name of ["a.csv", "a.tsv", "a.txt", "a.json"]) {
      writeFrame(frame, join(folder, "new", name));
      assert.deepEqual(readFrame(join(folder, "new", name), back(frame)).toTable(), frame.toTable(), name);
    }
    writeFrame(frame, join(folder, "b.csv"), { delimiter: "||" });
    assert.deepEqual(
      readFrame(join(folder, "b.csv"), { ...back(frame), delimiter: "||" }).toTable(),
      frame.toTable(),
    );
  });

  it("refuses other kinds of files, and places that cannot be written", () => {
    assert.throws(() => writeFrame(everything(), join(folder, "a.xlsx")), FileError);
    writeFileSync(join(folder, "file"), "");
    assert.throws(
      () => writeFrame(everything(), join(folder, "file", "a.csv")),
      (error) => error instanceof FileError && /file must be a path that can be written/.test(error.message),
    );
  });

  it("leaves the old file as it was when the new one does not come to its end", () => {
    const file = join(folder, "kept.csv");
    writeFileSync(file, "old");
    const broken = function* () {
      yield "new";
      assert.equal(readFileSync(file, "utf8"), "old");
      throw new RangeError("no more");
    };
    assert.throws(() => writeWhole(file, broken()), RangeError);
    assert.equal(readFileSync(file, "utf8"), "old");
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes("partial")),
      [],
    );
  });
});

describe("reading and writing files", () => {
  it("loads neither TensorFlow nor danfo", () => {
    const file = JSON.stringify(join(folder, "plain.csv"));
    const script = `const { Frame, readFrame, writeFrame } = require(${JSON.stringify(join(__dirname, "index.js"))});
      writeFrame(Frame.fromColumns({ x: [1, 2] }), ${file});
      console.log(readFrame(${file}).length, Object.keys(require.cache).filter((name) => /tfjs-|danfojs/.test(name)).length);`;
    const said = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" });
    assert.equal(said.trim(), "2 0");
  });
});

describe("Frame.toCsv and Frame.toJson", () => {
  it("write one column with missing values, no rows, no columns", () => {
    const frames = [
      Frame.fromColumns({ x: ["", null, "NA", null] }),
      Frame.fromColumns({ x: [NaN, 1, NaN] }),
      Frame.fromColumns({ x: [] as number[], y: [] as number[] }),
    ];
    for (const frame of frames as Frame[]) {
      assert.deepEqual(Frame.fromCsv(frame.toCsv(), back(frame)).toTable(), frame.toTable());
      assert.deepEqual(Frame.fromJson(frame.toJson(), back(frame)).toTable(), frame.toTable());
    }
    assert.deepEqual(Frame.fromJson(Frame.fromRows([]).toJson()).shape, [0, 0]);
  });

  it("need no types in CSV where a column holds something", () => {
    const frame = everything().drop(["gone"]);
    assert.deepEqual(Frame.fromCsv(frame.toCsv(), { quotedIsText: true }).toTable(), frame.toTable());
  });

  it("write what reads back equal (property)", () => {
    const text = fc.option(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("1", "NA", "", "true", "2024-01-01", "-", '"', "\r", " ", "1,5", "inf"),
      ),
    );
    const rows = fc.array(
      fc.record({ s: text, n: fc.oneof(fc.double(), fc.maxSafeInteger()), b: fc.option(fc.boolean()) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(rows, (records) => {
        const types = { s: "string", n: "number", b: "boolean" } as const;
        const frame: Frame = Frame.fromColumns(
          { s: records.map(({ s }) => s), n: records.map(({ n }) => n), b: records.map(({ b }) => b) },
          { types, quotedIsText: true },
        );
        assert.deepEqual(Frame.fromCsv(frame.toCsv(), back(frame)).toTable(), frame.toTable());
        assert.deepEqual(Frame.fromJson(frame.toJson(), back(frame)).toTable(), frame.toTable());
      }),
    );
  });
});

describe("columns with names that objects know already", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const frame = (): Frame => Frame.fromCsv(`${names.join(",")}\n1,2,3,4\n5,6,7,8\n`);

  it("are columns like others: in rows, selections, groups, joins, new columns and fills", () => {
    assert.deepEqual(frame().columns, names);
    for (const [index, name] of names.entries()) {
      assert.deepEqual([...frame().numbers(name)], [index + 1, index + 5], name);
      assert.equal(Object.getOwnPropertyDescriptor(frame().row(0), name)?.value, index + 1, name);
      assert.equal(frame().filter((row) => row[name] === index + 1).length, 1, name);
      assert.deepEqual(frame().select([name]).columns, [name]);
      assert.equal(frame().groupBy(name).mean().length, 2);
      assert.equal(frame().join(frame(), { on: name }).length, 2);
      assert.equal(Object.getOwnPropertyDescriptor(frame().missing(), name)?.value, 0);
      assert.equal(Object.getOwnPropertyDescriptor(frame().types, name)?.value, "number");
      assert.deepEqual([...frame().withColumn(name, [8, 9]).numbers(name)], [8, 9]);
      assert.equal(
        frame()
          .withColumn("new", (row) => row[name] ?? null)
          .numbers("new")[1],
        index + 5,
      );
      assert.deepEqual(frame().rename(Object.fromEntries([[name, "x"]])).columns[index], "x");
      assert.deepEqual(
        [
          ...frame()
            .fillMissing(Object.fromEntries([[name, 0]]))
            .numbers(name),
        ],
        [index + 1, index + 5],
      );
    }
    const rows = Frame.fromRows([
      Object.fromEntries([
        ["__proto__", 1],
        ["a", 2],
      ]),
      { a: 3 },
      { toString: 4 },
    ]);
    assert.deepEqual(rows.columns, ["__proto__", "a", "toString"]);
    assert.deepEqual([...rows.numbers("toString")], [NaN, NaN, 4]);
    assert.deepEqual([...rows.numbers("__proto__")], [1, NaN, NaN]);
    assert.equal(Frame.fromRows([{ a: 1 }]).toRows()[0]?.a, 1);
  });
});
