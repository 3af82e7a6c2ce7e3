/** Turns raw cells, as a file holds them, into typed columns: numbers, text, truth values or dates. */
import { DataError, cannot } from "../core/errors";
import type { ColumnType } from "./catalog";
import { parseDate } from "./date";

/** A cell as a file holds it. */
export type RawCell = string | number | boolean | null | undefined;

/** The values of a column: numbers (`NaN` = missing), text or dates, or truth values (`null` = missing). */
export type ColumnValues = Float64Array | (string | null)[] | (boolean | null)[];

/** A named column of one type. */
export interface TableColumn {
  name: string;
  type: ColumnType;
  /** One value per row. */
  values: ColumnValues;
}

/** Columns of equal length. */
export interface Table {
  rows: number;
  columns: TableColumn[];
}

/** How cells become values. */
export interface TableOptions {
  /** Types by column, where the guess would be wrong, e.g. `{ postcode: "string" }`. */
  types?: Readonly<Record<string, ColumnType>>;
  /** Texts that stand for "not known"; empty cells always do. */
  missing?: readonly string[];
  /** The decimal sign: `"."` or `","`. */
  decimal?: "." | ",";
}

/** What {@link tableFromCells} reads as missing unless told otherwise. */
export const defaultMissing: readonly string[] = ["NA", "N/A", "NaN", "nan", "null"];

/**
 * Makes a table from columns of raw cells; types that are not given are guessed from all cells of a column.
 * Text is read as a number only when it has no leading zeros (a postcode stays text), as a date only when
 * it is ISO text.
 *
 * @param names - Column names, each once.
 * @param cells - Columns of raw cells, all of the same length.
 * @param options - Types, texts for "missing", decimal sign.
 * @returns The table.
 * @throws DataError when a name comes twice, or a cell does not fit the type given for its column.
 * @example
 * const table = tableFromCells(["n", "s"], [["1", ""], ["x", "y"]]);
 * assert.deepEqual(table.columns.map((column) => column.type), ["number", "string"]);
 * assert.ok(Number.isNaN(table.columns[0].values[1]));
 */
export function tableFromCells(
  names: readonly string[],
  cells: readonly (readonly RawCell[])[],
  options: TableOptions = {},
): Table {
  const { types = {}, missing = defaultMissing, decimal = "." } = options;
  checkNames(names, types);
  const blanks = new Set(missing);
  const columns = names.map((name, index): TableColumn => {
    const raw = cells[index] ?? [];
    const given = Object.hasOwn(types, name) ? types[name] : undefined;
    const type = given ?? guessType(raw, { blanks, decimal });
    return { name, type, values: convert(raw, { name, type, blanks, decimal }) };
  });
  return { rows: cells[0]?.length ?? 0, columns };
}

function checkNames(names: readonly string[], types: Readonly<Record<string, ColumnType>>): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw cannot("read the table", {
      argument: "the column names",
      must: "different from each other",
      received: twice,
      as: DataError,
    });
  }
  const unknown = Object.keys(types).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw cannot("read the table", {
      argument: "types",
      must: `for columns that exist (${names.join(", ")})`,
      received: unknown,
      as: DataError,
    });
  }
}

interface Reading {
  blanks: ReadonlySet<string>;
  decimal: "." | ",";
}

function guessType(raw: readonly RawCell[], reading: Reading): ColumnType {
  const candidates = new Set<ColumnType>(["number", "boolean", "date"]);
  for (const cell of raw) {
    if (isBlank(cell, reading.blanks)) continue;
    for (const type of candidates) if (!looksLike(cell, type, reading)) candidates.delete(type);
    if (candidates.size === 0) return "string";
  }
  // A column with nothing in it is a column of missing numbers, as elsewhere.
  return [...candidates][0] ?? "string";
}

const numberText = /^[+-]?(0|[1-9]\d*)?(\.\d*)?(e[+-]?\d+)?$/i;
const isoDate = /^\d{4}-\d{2}-\d{2}/;

function looksLike(cell: RawCell, type: ColumnType, { decimal }: Reading): boolean {
  if (typeof cell !== "string") return typeof cell === type;
  const text = cell.trim();
  if (type === "number") return numberOf(text, decimal) !== undefined;
  if (type === "boolean") return /^(true|false)$/i.test(text);
  return type === "date" && isoDate.test(text) && parseDate(text) !== undefined;
}

function numberOf(text: string, decimal: "." | ","): number | undefined {
  const plain = decimal === "," ? text.replace(",", ".") : text;
  if (!/\d/.test(plain) || !numberText.test(plain)) return undefined;
  return Number(plain);
}

function isBlank(cell: RawCell, blanks: ReadonlySet<string>): boolean {
  if (cell === null || cell === undefined) return true;
  if (typeof cell === "number") return Number.isNaN(cell);
  return typeof cell === "string" && (cell.trim() === "" || blanks.has(cell.trim()));
}

function convert(
  raw: readonly RawCell[],
  column: Reading & { name: string; type: ColumnType },
): ColumnValues {
  const { name, type, blanks, decimal } = column;
  const fail = (row: number): Error => {
    const argument = `column "${name}", row ${row + 1},`;
    return cannot("read the table", {
      argument,
      must: `a ${type === "boolean" ? "true or false" : type}`,
      received: raw[row],
      as: DataError,
    });
  };
  const value = <T>(row: number, read: (cell: string | number | boolean) => T | undefined): T | null => {
    const cell = raw[row];
    if (isBlank(cell, blanks)) return null;
    const result = read(cell as string | number | boolean);
    if (result === undefined) throw fail(row);
    return result;
  };
  if (type === "number") {
    return Float64Array.from(raw, (_, row) => value(row, (cell) => toNumber(cell, decimal)) ?? NaN);
  }
  if (type === "boolean") return raw.map((_, row) => value(row, toBoolean));
  if (type === "date") return raw.map((_, row) => value(row, (cell) => parseDate(String(cell).trim())));
  return raw.map((_, row) => value(row, (cell) => String(cell)));
}

function toNumber(cell: string | number | boolean, decimal: "." | ","): number | undefined {
  if (typeof cell === "string") {
    // Leading zeros only count against the guess; where a number is asked for, "007" is 7.
    return numberOf(cell.trim().replace(/^([+-]?)0+(?=\d)/, "$1"), decimal);
  }
  return Number(cell);
}

function toBoolean(cell: string | number | boolean): boolean | undefined {
  const text = String(cell).trim().toLowerCase();
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  return undefined;
}
