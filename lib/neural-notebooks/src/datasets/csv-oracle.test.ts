/** Puts what is read from small CSV texts beside what pandas reads from them (lib/neural-notebooks/oracles/csv_text.py). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { oracle, oracleSource } from "../core/oracle.testing";
import { parseCsv } from "./csv";
import type { CsvOptions } from "./csv";

type Cell = number | string | boolean | null;

interface Case {
  name: string;
  text: string;
  options: CsvOptions;
  columns: string[];
  values: Cell[][];
}

const { cases } = oracle<{ cases: Case[] }>("csv_text");

/** JSON knows no infinity, and pandas gives no name to a column without one. */
const ours = (cell: Cell): Cell => {
  if (typeof cell !== "number" || Number.isFinite(cell)) return cell;
  return Number.isNaN(cell) ? null : String(cell);
};
const nameOf = (name: string): string =>
  name.replace(/^Unnamed: (\d+)$/, (_, place) => `column ${+place + 1}`);

for (const { name, text, options, columns, values } of cases) {
  test(`${name}: as ${oracleSource("csv_text", "pandas")}`, () => {
    const table = parseCsv(text, options);
    assert.deepEqual(
      table.columns.map((column) => column.name),
      columns.map(nameOf),
    );
    assert.deepEqual(
      table.columns.map((column) => Array.from<Cell, Cell>(column.values, ours)),
      values,
    );
  });
}
