import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import * as Papa from "papaparse";
import { DataError } from "../core/errors";
import { parseCsv } from "./csv";

const values = (text: string, options = {}): unknown[][] =>
  parseCsv(text, options).columns.map((column) => [...column.values]);

describe("parseCsv", () => {
  it("reads names, numbers, text, truth values and dates, with empty cells as missing", () => {
    const { rows, columns } = parseCsv("n,s,b,d\n1,x,true,2024-01-31\n-2.5e3,,false,\n,y,,2024-02-01\n");
    assert.equal(rows, 3);
    assert.deepEqual(
      columns.map(({ type }) => type),
      ["number", "string", "boolean", "date"],
    );
    assert.deepEqual(
      columns.map((column) => [...column.values]),
      [
        [1, -2500, NaN],
        ["x", null, "y"],
        [true, false, null],
        ["2024-01-31", null, "2024-02-01"],
      ],
    );
  });

  it("takes quotes, doubled quotes and line ends in cells, a byte-order mark and Windows line ends", () => {
    assert.deepEqual(values('\uFEFFa,b\r\n"x, ""y""","two\r\nlines"\r\n'), [['x, "y"'], ["two\r\nlines"]]);
  });

  it("guesses comma, semicolon, tab and bar, also with blank lines and few rows", () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      assert.deepEqual(
        values(`a${delimiter}b\n1${delimiter}2\n\n3${delimiter}4\n`),
        [
          [1, 3],
          [2, 4],
        ],
        JSON.stringify(delimiter),
      );
    }
    assert.deepEqual(values('name;mass\n"Ann; B.";1\n'), [["Ann; B."], [1]]);
  });

  it("reads decimal commas when told", () => {
    assert.deepEqual(values("a;b\n1,5;2\n2,5;3\n", { decimal: "," }), [
      [1.5, 2.5],
      [2, 3],
    ]);
    assert.deepEqual(values("a;b\n1,5;2\n2,5;3\n"), [
      ["1,5", "2,5"],
      [2, 3],
    ]);
  });

  it("reads one column, where a blank line is a missing value", () => {
    assert.deepEqual(values("x\n1\n\n3\n"), [[1, NaN, 3]]);
  });

  it("reads NA and its relatives as missing, and other texts when told", () => {
    assert.deepEqual(values("a,b\nNA,1\nx,N/A\n"), [
      [null, "x"],
      [1, NaN],
    ]);
    assert.deepEqual(values("a\n-99\n1\n", { missing: ["-99"] }), [[NaN, 1]]);
  });

  it("keeps text with leading zeros as text, unless a number is asked for", () => {
    assert.deepEqual(values("zip\n02134\n10001\n"), [["02134", "10001"]]);
    assert.deepEqual(values("zip\n02134\n0.5\n", { types: { zip: "number" } }), [[2134, 0.5]]);
  });

  it("names columns without a heading, and takes names given for text that has none", () => {
    assert.deepEqual(
      parseCsv(",b\n0,1\n").columns.map(({ name }) => name),
      ["column 1", "b"],
    );
    assert.deepEqual(values("1,2\n3,4\n", { header: ["a", "b"] }), [
      [1, 3],
      [2, 4],
    ]);
  });

  it("refuses ragged rows, naming the line as an editor counts it", () => {
    assert.throws(
      () => parseCsv("a,b\n1,2\n3\n"),
      (error) =>
        error instanceof DataError &&
        /line 3 must be 2 cells, as the heading; received "1 cells: 3"/.test(error.message),
    );
    assert.throws(() => parseCsv('a,b\n"x\ny",2\n\n3,4,5\n'), /line 5 must be 2 cells/);
  });

  it("refuses a quote that is not closed, no text, names that come twice and cells of another type", () => {
    assert.throws(() => parseCsv('a,b\n1,"2\n3,4\n'), /line 2 must be quoted rightly/);
    assert.throws(() => parseCsv(""), DataError);
    assert.throws(() => parseCsv("\n \n"), DataError);
    assert.throws(
      () => parseCsv("a,a\n1,2\n"),
      /column names must be different from each other; received "a"/,
    );
    assert.throws(
      () => parseCsv("a\n1\nx\n", { types: { a: "number" } }),
      /column "a", row 2, must be a number; received "x"/,
    );
    assert.throws(
      () => parseCsv("a\n1\n", { types: { b: "number" } }),
      /types must be for columns that exist/,
    );
  });

  it("reads back what a writer wrote (property)", () => {
    // Texts that mean themselves: not missing, not another type, no outer blanks.
    const text = fc.stringMatching(/^[a-z][a-z",;\n| ]{0,10}[a-z]$/);
    const rows = fc.array(
      fc.tuple(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(",", ";", "\t")),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(rows, (cells) => {
        const delimiter = cells[0]?.[2] ?? ",";
        const written = Papa.unparse(
          { fields: ["s", "n"], data: cells.map(([s, n]) => [s, n]) },
          { delimiter },
        );
        const { columns } = parseCsv(written, { delimiter });
        assert.deepEqual(
          columns[0]?.values,
          cells.map(([s]) => s),
        );
        cells.forEach(([, n], i) => assert.equal((columns[1]?.values[i] as number) + 0, n + 0));
      }),
    );
  });
});
