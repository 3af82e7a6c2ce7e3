/** Turns tables into Excel files and back, by the package that danfo uses, which is loaded at the first use. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DataError, cannot } from "../core/errors";
import type { Table } from "../datasets";
import { writeWhole } from "../datasets/whole-file";
import { requireOfDanfo } from "./danfo-loader";
import { tableFromData } from "./frame-data";
import type { FrameOptions } from "./frame-data";
import type { Cell } from "./schema";
import { isMissing } from "./schema";

/** As much of SheetJS as is used here. */
interface SheetJs {
  utils: {
    aoa_to_sheet(rows: readonly unknown[][]): object;
    book_new(): object;
    book_append_sheet(book: object, sheet: object, name: string): void;
    sheet_to_json(sheet: object, options: object): unknown[][];
  };
  write(book: object, options: object): Uint8Array;
  read(bytes: Uint8Array, options: object): { SheetNames: string[]; Sheets: Record<string, object> };
}

const sheetJs = (): SheetJs => requireOfDanfo("xlsx") as SheetJs;

/** Writes a table as the one sheet of a new Excel file; the file is there whole or not at all. */
export function writeWorkbook(
  table: Table,
  { file, sheetName, options }: { file: string; sheetName: string; options: object },
): void {
  const { utils, write } = sheetJs();
  const names = table.columns.map(({ name }) => name);
  const rows = Array.from({ length: table.rows }, (_, row) =>
    table.columns.map(({ values }): Cell => {
      const cell = values[row] ?? null;
      return isMissing(cell) ? null : cell;
    }),
  );
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([names, ...rows]), sheetName);
  writeWhole(resolve(file), [write(book, { bookType: "xlsx", ...options, type: "buffer" })]);
}

/**
 * Reads a sheet of an Excel file; its first row holds the names. Cells are of the types that Excel gave them.
 *
 * @throws DataError when there is no such sheet.
 */
export function readWorkbook(
  file: string,
  { sheet, frame, options }: { sheet: number | string; frame: FrameOptions; options: object },
): Table {
  const { utils, read } = sheetJs();
  const book = read(readFileSync(file), { cellDates: true, ...options, type: "buffer" });
  const name = typeof sheet === "number" ? book.SheetNames[sheet] : sheet;
  const found = name === undefined ? undefined : book.Sheets[name];
  if (!found)
    throw cannot("read the Excel file", {
      argument: "sheet",
      must: `a number from 0 to ${book.SheetNames.length - 1}, or one of ${book.SheetNames.join(", ")}`,
      received: sheet,
      as: DataError,
    });
  const rows = utils.sheet_to_json(found, {
    header: 1,
    raw: true,
    defval: null,
    blankrows: false,
    UTC: true,
  });
  const [heading = [], ...cells] = rows;
  const width = Math.max(heading.length, ...cells.map((row) => row.length));
  const names = Array.from({ length: width }, (_, at) => String((heading[at] as Cell | undefined) ?? at));
  const filled = cells.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? null));
  const columns = frame.columns ?? names;
  if (filled.length === 0)
    return tableFromData(Object.fromEntries(names.map((column) => [column, []])), { ...frame });
  return tableFromData(filled, { ...frame, columns });
}
