/** Turns a table into CSV or JSON text from which the reader makes the same table. */
import { readDate } from "./date";
import { cellRules } from "./cell-rules";
import type { Table, TableColumn } from "./table";

/** How CSV is written. */
export interface CsvTextOptions {
  /** The sign between cells, a comma unless told. */
  delimiter?: string;
  /** Whether the names of columns stand in the first line; they do unless told. */
  header?: boolean;
}

type Cell = number | string | boolean | null;

/** Text is joined up to about this length before it is handed on. */
const pieceLength = 1 << 20;

const rules = cellRules({});

/**
 * Writes a table as CSV, piece by piece. Text that would be read as something else without quotes stands in quotes.
 *
 * @returns Pieces of text; together the whole file, each line ended.
 */
export function* csvPieces(table: Table, options: CsvTextOptions = {}): Generator<string> {
  const { delimiter = ",", header = true } = options;
  const names = table.columns.map(({ name }) => quoted(name, delimiter));
  const cells = table.columns.map((column) =>
    csvCells(column, { delimiter, single: table.columns.length === 1 }),
  );
  yield* pieces(header ? `${names.join(delimiter)}\n` : "", {
    rows: table.rows,
    row: (row) => `${cells.map((cell) => cell(row)).join(delimiter)}\n`,
    end: "",
  });
}

/**
 * Writes a table as JSON, piece by piece: an array with an object for each row; a table without rows as an object
 * of empty arrays, so that its columns are kept.
 *
 * @returns Pieces of text; together the whole file.
 */
export function* jsonPieces(table: Table): Generator<string> {
  const names = table.columns.map(({ name }) => JSON.stringify(name));
  if (table.rows === 0) {
    yield `{${names.map((name) => `${name}: []`).join(", ")}}\n`;
    return;
  }
  const row = (at: number): string => {
    const fields = table.columns.map(
      ({ values }, index) => `${names[index]}: ${jsonCell(values[at] ?? null)}`,
    );
    return `${at === 0 ? "" : ",\n"}{ ${fields.join(", ")} }`;
  };
  yield* pieces("[\n", { rows: table.rows, row, end: "\n]\n" });
}

function* pieces(
  start: string,
  { rows, row, end }: { rows: number; row: (at: number) => string; end: string },
): Generator<string> {
  let text = start;
  for (let at = 0; at < rows; at++) {
    text += row(at);
    if (text.length < pieceLength) continue;
    yield text;
    text = "";
  }
  yield text + end;
}

function csvCells(
  { type, values }: TableColumn,
  { delimiter, single }: { delimiter: string; single: boolean },
): (row: number) => string {
  // An empty line would be no row where there is one column only.
  const missing = single ? "NA" : "";
  const special = new RegExp(`["\\r\\n]|${delimiter.replace(/[^\w\s]/g, "\\$&")}`);
  return (row) => {
    const cell: Cell = values[row] ?? null;
    if (cell === null || Number.isNaN(cell)) return missing;
    if (typeof cell === "number") return numberText(cell);
    if (typeof cell === "boolean" || type === "date") return String(cell);
    return special.test(cell) || !readsAsText(cell) ? quoted(cell) : cell;
  };
}

/** True for a text that cannot be read as a number, a truth value, a date or a missing value. */
function readsAsText(text: string): boolean {
  if (text.trim() !== text || text === "" || text.startsWith("\uFEFF") || rules.missing.has(text))
    return false;
  return rules.number(text) === undefined && rules.truth(text) === undefined && readDate(text) === undefined;
}

/** In quotes; a name only where it needs them. */
function quoted(text: string, delimiter?: string): string {
  const plain = delimiter !== undefined && !/["\r\n\uFEFF]/.test(text) && !text.includes(delimiter);
  return plain && text.trim() === text && text !== "" ? text : `"${text.replaceAll('"', '""')}"`;
}

function jsonCell(cell: Cell): string {
  if (typeof cell !== "number") return JSON.stringify(cell);
  if (Number.isNaN(cell)) return "null";
  // JSON has no infinity; the reader knows the word.
  return Number.isFinite(cell) ? numberText(cell) : `"${cell}"`;
}

/** The shortest text that reads as the same number; beyond 2^53 with an exponent, as digits alone would be an id. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return "-0";
  const large = Number.isFinite(value) && Number.isInteger(value) && !Number.isSafeInteger(value);
  return large ? value.toExponential() : String(value);
}
