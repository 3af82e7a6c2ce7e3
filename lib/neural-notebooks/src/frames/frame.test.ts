import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { ArgumentError, DataError, ShapeError, UnknownNameError } from "../core/errors";
import { displaySymbol } from "../core/display";
import { tf } from "../core/tf";
import { Frame } from "./frame";
import { loadFrame, readFrame } from "./load";

const small = (): Frame<{ readonly kind: "string"; readonly size: "number" }> =>
  Frame.fromColumns({ kind: ["b", "a", null, "a"], size: [3, NaN, 1, 2] });

describe("making a frame", () => {
  it("keeps numbers in Float64Array, text with null for missing, dates as ISO text", () => {
    const frame = Frame.fromRows([
      { n: 1, s: "x", b: true, d: "2024-01-02" },
      { n: null, s: null, b: null, d: null },
    ]);
    assert.deepEqual(frame.types, { n: "number", s: "string", b: "boolean", d: "date" });
    assert.deepEqual(frame.column("n"), new Float64Array([1, NaN]));
    assert.deepEqual(frame.column("s"), ["x", null]);
    assert.deepEqual(frame.column("b"), [true, null]);
  });

  it("does not turn text from code into numbers", () => {
    assert.deepEqual(Frame.fromColumns({ code: ["1", "2"] }).column("code"), ["1", "2"]);
    assert.deepEqual(Frame.fromColumns({ word: ["NA", "true"] }).column("word"), ["NA", "true"]);
  });

  it("treats a key that a row lacks as missing", () => {
    assert.deepEqual(Frame.fromRows<Record<string, number>>([{ a: 1 }, { b: 2 }]).missing(), { a: 1, b: 1 });
  });

  it("reads CSV and JSON text", () => {
    assert.deepEqual(Frame.fromCsv("a,b\n1,x\n").toRows(), [{ a: 1, b: "x" }]);
    assert.deepEqual(Frame.fromJson('{"a": [1, 2]}').shape, [2, 1]);
  });

  it("refuses columns of different length and names that come twice", () => {
    assert.throws(
      () => Frame.fromColumns({ a: [1, 2], b: [1] }),
      (error) =>
        error instanceof ShapeError &&
        /column "b" must be 2 cells long, as "a"; received 1/.test(error.message),
    );
    assert.throws(
      () =>
        Frame.fromTable({ rows: 1, columns: [{ name: "a", type: "number", values: new Float64Array(2) }] }),
      ShapeError,
    );
    assert.throws(() => small().rename({ kind: "size" }), DataError);
    assert.throws(() => small().select(["size", "size"]), DataError);
  });
});

describe("a frame", () => {
  it("never changes: neither through what it was made of nor through what it gives", () => {
    const sizes = [1, 2];
    const frame = Frame.fromColumns({ size: sizes });
    sizes[0] = 99;
    frame.column("size")[1] = 99;
    const { columns } = frame.toTable();
    (columns[0]?.values as Float64Array)[0] = 99;
    assert.deepEqual([...frame.numbers("size")], [1, 2]);
    const given = new Float64Array([1]);
    const copied = Frame.fromTable({ rows: 1, columns: [{ name: "x", type: "number", values: given }] });
    given[0] = 99;
    assert.deepEqual([...copied.numbers("x")], [1]);
    const before = small();
    before.sort("size");
    before.withColumn("new", () => 1);
    before.fillMissing({ size: 0 });
    assert.deepEqual(before.toRows(), small().toRows());
  });

  it("says which column is not there, and which was meant", () => {
    const penguins = loadFrame("penguins");
    const wanted = /Did you mean "Flipper Length \(mm\)"/;
    for (const use of [
      () => penguins.column("flipper length" as never),
      () => penguins.numbers("Fliper Length (mm)" as never),
      () => penguins.select(["flipper" as never]),
      () => penguins.sort("flipper" as never),
      () => penguins.groupBy("flipper" as never),
      () => penguins.toTensor(["flipper" as never]),
      () => penguins.dropMissing(["flipper" as never]),
      () => penguins.fillMissing({ flipper: 1 } as never),
      () => penguins.rename({ flipper: "x" } as never),
      () => penguins.valueCounts("flipper" as never),
    ]) {
      assert.throws(use, (error) => error instanceof UnknownNameError && wanted.test(error.message));
    }
  });

  it("filters, slices and takes rows", () => {
    assert.deepEqual(
      small()
        .filter((row) => row.size > 1)
        .column("kind"),
      ["b", "a"],
    );
    assert.deepEqual(small().head(2).column("kind"), ["b", "a"]);
    assert.deepEqual(small().tail(1).column("kind"), ["a"]);
    assert.deepEqual(small().tail(0).length, 0);
    assert.deepEqual(small().slice(-2).length, 2);
    assert.deepEqual(small().take([2, 2]).column("kind"), [null, null]);
    assert.deepEqual(small().row(0), { kind: "b", size: 3 });
    assert.throws(() => small().take([4]), ArgumentError);
    assert.throws(() => small().row(-1), ArgumentError);
    assert.throws(() => small().head(-1), ArgumentError);
  });

  it("draws the same sample for the same seed, without repetition", () => {
    const frame = Frame.fromColumns({ x: Array.from({ length: 50 }, (_, i) => i) });
    assert.deepEqual(frame.sample(10, { seed: 3 }).toRows(), frame.sample(10, { seed: 3 }).toRows());
    assert.equal(new Set(frame.sample(50).numbers("x")).size, 50);
    assert.throws(() => frame.sample(51), ArgumentError);
  });

  it("adds, replaces, renames and drops columns", () => {
    const doubled = small().withColumn("double", (row) => row.size * 2);
    assert.deepEqual(doubled.columns, ["kind", "size", "double"]);
    assert.deepEqual([...doubled.column("double")], [6, NaN, 2, 4]);
    assert.deepEqual(small().withColumn("size", ["a", "b", "c", "d"]).columns, ["kind", "size"]);
    assert.deepEqual(small().withColumn("flag", [true, false, null, true]).types.flag, "boolean");
    assert.deepEqual(small().rename({ kind: "sort" }).columns, ["sort", "size"]);
    assert.deepEqual(small().drop(["kind"]).columns, ["size"]);
    assert.throws(() => small().withColumn("x", [1, 2]), /values must be 4 long, one per row; received 2/);
    assert.throws(() => small().withColumn("x", [1, "a", 2, 3] as never), DataError);
  });

  it("counts, drops and fills missing values", () => {
    assert.deepEqual(small().missing(), { kind: 1, size: 1 });
    assert.equal(small().dropMissing().length, 2);
    assert.equal(small().dropMissing(["size"]).length, 3);
    assert.deepEqual(small().fillMissing({ kind: "?", size: 0 }).toRows()[2], { kind: "?", size: 1 });
    assert.throws(
      () => small().fillMissing({ size: "0" } as never),
      /the value for "size" must be a number; received "0"/,
    );
    assert.throws(() => small().fillMissing({ size: NaN }), ArgumentError);
  });

  it("counts and lists distinct values", () => {
    assert.deepEqual(small().valueCounts("kind").toRows(), [
      { kind: "a", count: 2 },
      { kind: "b", count: 1 },
    ]);
    assert.deepEqual(small().unique("kind"), ["a", "b"]);
    assert.deepEqual(small().unique("size"), [1, 2, 3]);
  });

  it("sorts by several columns, each in its direction, missing values last", () => {
    assert.deepEqual(small().sort("kind").column("kind"), ["a", "a", "b", null]);
    assert.deepEqual(small().sort("kind", { descending: true }).column("kind"), ["b", "a", "a", null]);
    assert.deepEqual(
      [
        ...small()
          .sort(["kind", "size"], { descending: [false, true] })
          .numbers("size"),
      ],
      [2, NaN, 3, 1],
    );
    assert.throws(() => small().sort([]), ArgumentError);
    assert.throws(() => small().sort(["kind", "size"], { descending: [true] }), /descending must be 2 long/);
  });

  it("keeps infinite numbers apart from missing ones when it sorts", () => {
    const frame = Frame.fromColumns({ x: [NaN, Infinity, -Infinity, 0] });
    assert.deepEqual([...frame.sort("x").numbers("x")], [-Infinity, 0, Infinity, NaN]);
    assert.deepEqual([...frame.sort("x", { descending: true }).numbers("x")], [Infinity, 0, -Infinity, NaN]);
  });
});

describe("what the editor knows", () => {
  it("is each column's type, so that these lines compile and the wrong ones do not", () => {
    const penguins = loadFrame("penguins");
    const mass: Float64Array = penguins.column("Body Mass (g)");
    const species: (string | null)[] = penguins.column("Species");
    const heavy = penguins.filter((row) => row["Body Mass (g)"] > 6000).select(["Species", "Body Mass (g)"]);
    const kilograms: Float64Array = heavy.withColumn("kg", (row) => row["Body Mass (g)"] / 1000).column("kg");
    const renamed: (string | null)[] = heavy.rename({ Species: "species" }).column("species");
    // @ts-expect-error: a name that is not there
    assert.throws(() => penguins.column("Bodymass"), UnknownNameError);
    // @ts-expect-error: left out by select
    assert.throws(() => heavy.column("Sex"), UnknownNameError);
    assert.deepEqual([mass.length, species.length, kilograms[0], renamed[0]], [344, 344, 6.3, "Gentoo"]);
  });
});

describe("describe", () => {
  it("counts texts where there are no numbers", () => {
    const [kind] = small().select(["kind"]).describe().toRows();
    assert.deepEqual(kind, {
      column: "kind",
      count: 3,
      missing: 1,
      distinct: 2,
      "most frequent": "a",
      frequency: 2,
    });
    assert.deepEqual(
      Frame.fromColumns({ b: [true, true, null] })
        .describe()
        .row(0)["most frequent"],
      "true",
    );
    assert.equal(
      Frame.fromColumns({ s: [null, null] as (string | null)[] }, { types: { s: "string" } })
        .describe()
        .row(0)["most frequent"],
      null,
    );
  });
});

describe("conversion", () => {
  it("gives a matrix and a tensor of the columns asked for, in their order", () => {
    const before = tf.memory().numTensors;
    const frame = Frame.fromColumns({ a: [1, 2], b: [true, false], s: ["x", "y"] });
    assert.deepEqual(frame.toMatrix(["b", "a"]), [
      [1, 1],
      [0, 2],
    ]);
    const tensor = frame.toTensor(["b", "a"]);
    assert.deepEqual(tensor.shape, [2, 2]);
    assert.deepEqual(tensor.arraySync(), [
      [1, 1],
      [0, 2],
    ]);
    assert.equal(tensor.dtype, "float32");
    tensor.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it("refuses text and missing values, naming column and row", () => {
    assert.throws(
      () => small().toTensor(),
      (error) =>
        error instanceof DataError &&
        /column "kind" must be numbers; received "a string column"/.test(error.message),
    );
    assert.throws(
      () => small().toTensor(["size"]),
      (error) =>
        error instanceof DataError &&
        /column "size", row 1, must be a finite number; received NaN/.test(error.message),
    );
    assert.throws(() => small().toMatrix(["size"]), DataError);
    assert.deepEqual(small().toMatrix(["size"], { missing: "nan" })[1], [NaN]);
    assert.throws(() => small().strings("kind"), /column "kind", row 2, must be not missing/);
  });
});

describe("readFrame", () => {
  it("reads a file of the learner's own", () => {
    const folder = mkdtempSync(join(tmpdir(), "frame-"));
    try {
      writeFileSync(join(folder, "mine.csv"), "a;b\n1,5;x\n");
      assert.deepEqual(readFrame(join(folder, "mine.csv"), { decimal: "," }).toRows(), [{ a: 1.5, b: "x" }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("what is shown", () => {
  it("is an HTML table with names, types, first rows and shape, and aligned text", () => {
    const bundle = loadFrame("penguins")[displaySymbol]();
    const html = String(bundle["text/html"]);
    assert.match(html, /344 rows × 7 columns/);
    assert.match(html, /Species<br><small>string<\/small>/);
    assert.equal(html.match(/<tr>/g)?.length, 1 + 10 + 1);
    assert.doesNotMatch(html, /undefined|NaN|null/);
    const lines = String(bundle["text/plain"]).split("\n");
    assert.equal(lines.length, 2 + 10 + 2);
    assert.equal(
      lines[2],
      "Adelie   Torgersen              39.1             18.7                  181           3750  MALE",
    );
    assert.equal(lines.at(-1), "344 rows × 7 columns");
  });

  it("is escaped", () => {
    const html = String(
      Frame.fromColumns({ '<b onload="x">': ["<script>alert('1')</script>&"] })[displaySymbol]()["text/html"],
    );
    assert.doesNotMatch(html, /<script>|<b /);
    assert.match(html, /&lt;script&gt;alert\(&#39;1&#39;\)&lt;\/script&gt;&amp;/);
    assert.match(html, /&lt;b onload=&quot;x&quot;&gt;/);
  });

  it("is whole for a short frame, and leaves the middle columns of a wide one out", () => {
    const twenty = Frame.fromColumns({ x: Array.from({ length: 20 }, (_, i) => i) });
    assert.doesNotMatch(String(twenty), /…/);
    const wide = Frame.fromRows([Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, i]))]);
    assert.match(String(wide), /c17 +… +c29/);
    assert.match(String(wide), /1 row × 30 columns/);
  });

  it("is the text for console.log too, with line ends in cells as blanks and long text cut", () => {
    const text = inspect(Frame.fromColumns({ s: ["a\nb", "x".repeat(100)], n: [1e-9, 123456.789] }));
    assert.match(text, /^a b /m);
    assert.match(text, /x{31}… /);
    assert.match(text, /1e-9/);
    assert.match(
      String(Frame.fromColumns({ n: [0, 1e20, -Infinity] })),
      /\n +0\n100000000000000000000\n +-Infinity/,
    );
  });

  it("works for a frame without rows and one without columns", () => {
    assert.match(String(small().filter(() => false)), /0 rows × 2 columns/);
    assert.match(String(Frame.fromColumns({})), /0 rows × 0 columns/);
    assert.deepEqual(
      small()
        .filter(() => false)
        .describe()
        .numbers("count"),
      new Float64Array([0]),
    );
  });
});
