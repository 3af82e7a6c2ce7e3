/** Turns columns of categories into columns of 0 and 1, one for each category. */
import { ShapeError, cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import type { Table, TableColumn } from "../datasets";
import type { Cell } from "./schema";
import { compareCells, isMissing } from "./schema";

/** How the new columns are chosen and named. */
export interface DummyOptions {
  /** The columns to encode; those with text unless told. */
  columns?: string | readonly string[];
  /** Put before each category, one for all columns or one for each; a column's name unless told. */
  prefix?: string | readonly string[];
  /** Stands between prefix and category (`"_"`). */
  prefixSeparator?: string | readonly string[];
}

/**
 * Encodes columns; the others come first and stay as they are. Categories are sorted, a missing cell is 0 in all of
 * the new columns.
 *
 * @throws UnknownNameError when a column is not there; ShapeError when there are more or fewer prefixes than columns.
 */
export function encodeTable(table: Table, options: DummyOptions = {}): Table {
  const { columns, prefix, prefixSeparator = "_" } = options;
  const texts = table.columns.filter(({ type }) => type === "string").map(({ name }) => name);
  const names = columns === undefined ? texts : [columns].flat();
  const prefixes = oneEach(prefix ?? names, { argument: "prefix", count: names.length });
  const separators = oneEach(prefixSeparator, { argument: "prefixSeparator", count: names.length });
  const encoded = names.flatMap((name, at) => {
    const column = table.columns.find((other) => other.name === name);
    const known = table.columns.map((other) => other.name);
    if (!column) throw unknownName("encode columns", { argument: "column", received: name, known });
    return encodeColumn(column, `${prefixes[at] ?? name}${separators[at] ?? ""}`);
  });
  const kept = table.columns.filter(({ name }) => !names.includes(name));
  return { rows: table.rows, columns: [...kept, ...encoded] };
}

/** One column of 0 and 1 for each category, named by the prefix and the category. */
export function encodeColumn({ values }: TableColumn, prefix: string): TableColumn[] {
  const places = new Map<Cell, number>();
  for (const cell of values) if (!isMissing(cell)) places.set(cell, 0);
  const categories = [...places.keys()].sort(compareCells);
  for (const [at, category] of categories.entries()) places.set(category, at);
  const columns = categories.map(() => new Float64Array(values.length));
  for (let row = 0; row < values.length; row++) {
    const column = columns[places.get(values[row] ?? null) ?? -1];
    if (column) column[row] = 1;
  }
  return categories.map((category, at) => ({
    name: `${prefix}${String(category)}`,
    type: "number",
    values: columns[at] ?? new Float64Array(values.length),
  }));
}

function oneEach(
  given: string | readonly string[],
  { argument, count }: { argument: string; count: number },
): readonly string[] {
  if (typeof given === "string") return Array.from({ length: count }, () => given);
  if (given.length === count) return given;
  throw cannot("encode columns", {
    argument,
    must: `one text, or ${count}, one for each column`,
    received: given,
    as: ShapeError,
  });
}
