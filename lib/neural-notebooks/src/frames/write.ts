/** Turns a frame or a series into CSV, JSON or an Excel file. */
import { resolve } from "node:path";
import type { Table } from "../datasets";
import { csvPieces, jsonPieces } from "../datasets/table-text";
import { writeWhole } from "../datasets/whole-file";
import { writeWorkbook } from "./excel";
import type { FrameLike } from "./makers";
import type { Cell } from "./schema";
import { isMissing } from "./schema";
import type { Series } from "./series";

/** How CSV is written. */
export interface CsvOutput {
  /** A file, in place of text; `.csv` is put behind a name without an ending. */
  filePath?: string;
  /** The sign between cells (`","`). */
  sep?: string;
  /** Whether the names of columns stand in the first line (true). */
  header?: boolean;
}

/** How JSON is written. */
export interface JsonOutput {
  /** A file, in place of an object; `.json` is put behind a name without an ending. */
  filePath?: string;
  /** danfo's words: `"column"` gives an object for each row, `"row"` one object of arrays. */
  format?: "column" | "row";
}

/** How an Excel file is written. */
export interface ExcelOutput {
  /** The file (`"./output.xlsx"`). */
  filePath?: string;
  /** The name of its one sheet (`"Sheet1"`). */
  sheetName?: string;
  /** Options of the package xlsx. */
  writingOptions?: object;
}

/**
 * Writes a frame as CSV. Text that looks like something else, an empty text and `NA` stand in quotes; a missing cell is
 * empty.
 *
 * @param df - A frame, or a series (its values in one line, as in danfo).
 * @param options - `filePath`, `sep`, `header`.
 * @returns The text; nothing where a file was written.
 * @throws FileError when the file cannot be written.
 * @example
 * const frame = new DataFrame({ code: ["007", "8", null], size: [0.1, NaN, 3] });
 * assert.equal(toCSV(frame), 'code,size\n007,0.1\n"8",\n,3\n');
 */
export function toCSV(df: FrameLike | Series, options: CsvOutput & { filePath: string }): undefined;
export function toCSV(df: FrameLike | Series, options?: CsvOutput): string;
export function toCSV(df: FrameLike | Series, options: CsvOutput = {}): string | undefined {
  const { filePath } = options;
  if ("$table" in df)
    return filePath === undefined
      ? csvText(df.$table, options)
      : writeTable(df.$table, { kind: "csv", ...options, filePath });
  const text = df.toCSV(options);
  if (filePath === undefined) return text;
  writeWhole(resolve(withEnding(filePath, ".csv")), [text]);
  return undefined;
}

/**
 * Writes a frame as JSON.
 *
 * @param df - A frame, or a series.
 * @param options - `format`: `"column"` (an object for each row) or `"row"` (one object of arrays); `filePath`.
 * @returns What `JSON.stringify` takes, with `null` for missing; nothing where a file was written.
 * @throws FileError when the file cannot be written.
 * @example
 * assert.deepEqual(toJSON(new DataFrame({ x: [1, NaN] })), [{ x: 1 }, { x: null }]);
 * assert.deepEqual(toJSON(new DataFrame({ x: [1, NaN] }), { format: "row" }), { x: [1, null] });
 */
export function toJSON(df: FrameLike | Series, options: JsonOutput & { filePath: string }): undefined;
export function toJSON(df: Series, options?: JsonOutput): Record<string, Cell[]>;
export function toJSON(df: FrameLike, options: JsonOutput & { format: "row" }): Record<string, Cell[]>;
export function toJSON(df: FrameLike, options?: JsonOutput): Record<string, Cell>[];
export function toJSON(df: FrameLike | Series, options: JsonOutput = {}): unknown {
  const { filePath } = options;
  if ("$table" in df)
    return filePath === undefined
      ? jsonValue(df.$table, options)
      : writeTable(df.$table, { kind: "json", ...options, filePath });
  if (filePath === undefined) return df.toJSON();
  writeWhole(resolve(withEnding(filePath, ".json")), [`${JSON.stringify(df.toJSON())}\n`]);
  return undefined;
}

/**
 * Writes a frame or a series as an Excel file.
 *
 * @param options - `filePath` (`"./output.xlsx"`), `sheetName` (`"Sheet1"`), `writingOptions`.
 * @throws FileError when the file cannot be written.
 */
export function toExcel(df: FrameLike | Series, options: ExcelOutput = {}): void {
  writeExcel("$table" in df ? df.$table : { rows: df.length, columns: [df.$column] }, options);
}

/** A table as CSV text. */
export function csvText(table: Table, { sep = ",", header = true }: CsvOutput): string {
  return [...csvPieces(table, { delimiter: sep, header })].join("");
}

/** A table as what `JSON.stringify` takes. */
export function jsonValue(
  { rows, columns }: Table,
  { format = "column" }: JsonOutput,
): Record<string, Cell>[] | Record<string, Cell[]> {
  const present = (cell: Cell | undefined): Cell => (cell === undefined || isMissing(cell) ? null : cell);
  if (format === "row")
    return Object.fromEntries(
      columns.map(({ name, values }) => [name, Array.from<Cell, Cell>(values, present)]),
    );
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(({ name, values }): [string, Cell] => [name, present(values[row])])),
  );
}

/** Writes a table into a text file; the file is there whole or not at all. */
export function writeTable(
  table: Table,
  { kind, filePath, ...options }: { kind: "csv" | "json"; filePath: string } & CsvOutput & JsonOutput,
): undefined {
  const { sep = ",", header = true, format = "column" } = options;
  const file = resolve(withEnding(filePath, `.${kind}`));
  if (kind === "csv") writeWhole(file, csvPieces(table, { delimiter: sep, header }));
  else if (format === "column") writeWhole(file, jsonPieces(table));
  else writeWhole(file, [`${JSON.stringify(jsonValue(table, { format }))}\n`]);
}

/** Writes a table as an Excel file. */
export function writeExcel(
  table: Table,
  { filePath = "./output.xlsx", sheetName = "Sheet1", writingOptions = {} }: ExcelOutput,
): void {
  writeWorkbook(table, { file: withEnding(filePath, ".xlsx"), sheetName, options: writingOptions });
}

function withEnding(file: string, ending: string): string {
  return file.toLowerCase().endsWith(ending) ? file : `${file}${ending}`;
}
