import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { FileError } from "../core/errors";
import { parseCsv, parseJsonTable } from "../datasets";
import type { Table } from "../datasets";
import { writeWhole } from "../datasets/whole-file";
import { DataFrame, TypedFrame, merge } from "./data-frame";
import { readCSV, readJSON } from "./read";
import { toCSV, toJSON } from "./write";

let folder = "";
before(() => (folder = mkdtempSync(join(tmpdir(), "write-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

const everything = (): Table => ({
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

const back = (frame: TypedFrame) => ({ types: frame.types, quotedIsText: true });
const csvBack = (frame: TypedFrame): Table => parseCsv(toCSV(frame), back(frame));

describe("toCSV and toJSON", () => {
  it("write files that read back equal", async () => {
    const frame = TypedFrame.of(everything());
    toCSV(frame, { filePath: join(folder, "new", "a.csv") });
    toCSV(frame, { filePath: join(folder, "b"), sep: "||" });
    toJSON(frame, { filePath: join(folder, "a.json") });
    for (const read of [
      await readCSV(join(folder, "new", "a.csv"), back(frame)),
      await readCSV(join(folder, "b.csv"), { ...back(frame), delimiter: "||" }),
      await readJSON(join(folder, "a.json"), back(frame)),
    ])
      assert.deepEqual(read.$table, frame.$table);
  });

  it("refuse places that cannot be written", () => {
    writeFileSync(join(folder, "file"), "");
    assert.throws(
      () => toCSV(new DataFrame({ a: [1] }), { filePath: join(folder, "file", "a.csv") }),
      (error) => error instanceof FileError && /file must be a path that can be written/.test(error.message),
    );
  });

  it("leave the old file as it was when the new one does not come to its end", () => {
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

  it("write one column with missing values, no rows, no columns", () => {
    const frames = [
      new DataFrame({ x: ["", null, "NA", null] }),
      new DataFrame({ x: [NaN, 1, NaN] }),
      new DataFrame({ x: [] as number[], y: [] as number[] }),
    ];
    for (const frame of frames as DataFrame[]) assert.deepEqual(csvBack(frame), frame.$table);
    assert.deepEqual(toJSON(new DataFrame()), []);
  });

  it("need no types in CSV where a column holds something", () => {
    const frame = TypedFrame.of(everything()).drop({ columns: ["gone"] });
    assert.deepEqual(parseCsv(toCSV(frame), { quotedIsText: true }), frame.$table);
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
        const frame = new DataFrame(
          {
            s: records.map(({ s }) => s),
            n: records.map(({ n }) => n),
            b: records.map(({ b }) => b),
          },
          { dtypes: ["string", "float32", "boolean"] },
        );
        assert.deepEqual(csvBack(frame), frame.$table);
        const rowsOfJson = parseJsonTable(JSON.stringify(toJSON(frame)), back(frame));
        const finite = records.every(({ n }) => Number.isFinite(n) || Number.isNaN(n));
        // JSON has no sign for infinity, nor for -0.
        if (finite && !records.some(({ n }) => Object.is(n, -0))) assert.deepEqual(rowsOfJson, frame.$table);
      }),
    );
  });
});

describe("columns with names that objects know already", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const frame = (): DataFrame => TypedFrame.of(parseCsv(`${names.join(",")}\n1,2,3,4\n5,6,7,8\n`));

  it("are columns like others: in rows, selections, groups, merges, new columns and fills", () => {
    assert.deepEqual(frame().columns, names);
    for (const [index, name] of names.entries()) {
      assert.deepEqual(frame().column(name).values, [index + 1, index + 5], name);
      assert.equal(Object.getOwnPropertyDescriptor(frame().toRows()[0], name)?.value, index + 1, name);
      assert.equal(frame().query((row) => row[name] === index + 1).shape[0], 1, name);
      assert.deepEqual(frame().loc({ columns: [name] }).columns, [name]);
      assert.equal(frame().groupby([name]).count().shape[0], 2);
      assert.equal(merge({ left: frame(), right: frame(), on: [name] }).shape[0], 2);
      assert.equal(frame().isNa().sum({ axis: 0 }).at(name), 0);
      assert.equal(Object.getOwnPropertyDescriptor(frame().types, name)?.value, "number");
      assert.deepEqual(frame().addColumn(name, [8, 9]).column(name).values, [8, 9]);
      assert.deepEqual(frame().rename(Object.fromEntries([[name, "x"]])).columns[index], "x");
      assert.deepEqual(
        frame()
          .fillNa(Object.fromEntries([[name, 0]]))
          .column(name).values[0],
        index + 1,
      );
    }
    const rows = new DataFrame([
      Object.fromEntries([
        ["__proto__", 1],
        ["a", 2],
      ]),
      { a: 3 },
      { toString: 4 },
    ] as object[]);
    assert.deepEqual(rows.columns, ["__proto__", "a", "toString"]);
    assert.deepEqual(rows.column("toString").values, [NaN, NaN, 4]);
    assert.deepEqual(rows.column("__proto__").values, [1, NaN, NaN]);
  });
});
