/** Turns the name of a data set, or a CSV, JSON or Excel file, into a frame. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DownloadError, cannot } from "../core/errors";
import { loadTable } from "../datasets";
import type { ColumnType, DatasetColumns, DatasetName, ReadOptions, Table } from "../datasets";
import { textPieces } from "../datasets/byte-source";
import { csvLayout } from "../datasets/csv-layout";
import { forEachRow } from "../datasets/csv-read";
import { locateFile } from "../datasets/folder";
import { readCsvFile, readJsonFile } from "../datasets/load";
import { typeOfDtype } from "./cells";
import { takeTable } from "./concat";
import { TypedFrame } from "./data-frame";
import type { DataFrame } from "./data-frame";
import { readWorkbook } from "./excel";
import type { FrameOptions } from "./frame-data";
import { range } from "./locate";
import { checkedIndex } from "./row-index";

/** What danfo's readers share. */
export interface FileOptions {
  /** Names of columns and rows, and types, in place of those that the file gives. */
  frameConfig?: FrameOptions;
  /** For a file on a server: what is sent along. */
  headers?: Readonly<Record<string, string>>;
  /** For a file on a server: the method (`"GET"`). */
  method?: string;
}

/** How CSV is read: this library's options, and those of danfo that have another name there. */
export interface CsvInput extends Omit<ReadOptions, "header">, FileOptions {
  /** Names for a file without a heading line; `false` calls its columns 0, 1, 2 … */
  header?: boolean | readonly string[];
  /** Texts that stand for "not known", in place of the usual ones; empty cells always do. */
  missing?: readonly string[];
  /** As `comment`. */
  comments?: string | false;
  /** As `skipRows`. */
  skipFirstNLines?: number;
  /** So many rows at most. */
  preview?: number;
  /** With `false` all columns are text, as they stand. */
  dynamicTyping?: boolean;
  /** Taken for danfo's sake: empty lines are passed over. */
  skipEmptyLines?: boolean | "greedy";
}

/** How an Excel file is read. */
export interface ExcelInput extends FileOptions {
  /** Which sheet, by its number or its name (0). */
  sheet?: number | string;
  /** Options of the package xlsx. */
  parsingOptions?: object;
}

/**
 * Reads a data set of the course as a frame; the editor knows its columns.
 *
 * @param name - A name in the catalogue: penguins, cars, movies, seattle-weather, co2-concentration, sp500-2000, stocks.
 * @throws UnknownNameError, FileError, DataError as `loadTable` does.
 * @example
 * const penguins = readDataset("penguins");
 * assert.deepEqual(penguins.shape, [344, 7]);
 * assert.equal(penguins.dropNa({ subset: ["Sex"] }).shape[0], 333);
 */
export function readDataset<Name extends DatasetName>(name: Name): DataFrame<DatasetColumns<Name>> {
  const { rows, columns } = loadTable(name);
  return TypedFrame.of({ rows, columns });
}

/**
 * Reads a CSV file as a frame, packed with gzip or not, of any size. Codes with leading zeros and whole numbers beyond
 * 2^53 stay text, as they stand.
 *
 * @param filePath - A path from the notebook's folder, the name of a file in `data/` or `NEURAL_NOTEBOOKS_DATA`, or a
 * `http(s)` address.
 * @param options - Delimiter (guessed unless told), comments, types, texts for "missing", decimal sign and thousands,
 * words for true and false, form of dates, encoding, `frameConfig`.
 * @throws FileError, DataError, UnknownNameError as `readTable` does; DownloadError when the server does not give it.
 * @example
 * const weather = await readCSV("seattle-weather.csv");
 * assert.deepEqual(weather.shape, [1461, 6]);
 * assert.equal(weather.types.date, "date");
 */
export async function readCSV(filePath: string, options: CsvInput = {}): Promise<DataFrame> {
  const { frameConfig = {}, headers, method, preview, ...rest } = options;
  return withFile(filePath, { headers, method }, (file) => {
    const table = readCsvFile(file, csvOptions(file, { frameConfig, ...rest }));
    const rows = Math.min(preview ?? Infinity, table.rows);
    return framed(rows < table.rows ? takeTable(table, range(0, rows)) : table, frameConfig);
  });
}

/**
 * Reads a JSON file as a frame: an array of objects (rows), or an object of arrays (columns). Whole numbers beyond 2^53
 * are read as text.
 *
 * @param filePath - As for {@link readCSV}.
 * @param options - Types, texts for "missing", `frameConfig`.
 * @throws FileError, DataError as `readTable` does; DownloadError when the server does not give it.
 */
export async function readJSON(
  filePath: string,
  options: Omit<ReadOptions, "header"> & FileOptions = {},
): Promise<DataFrame> {
  const { frameConfig = {}, headers, method, ...rest } = options;
  return withFile(filePath, { headers, method }, (file) => framed(readJsonFile(file, rest), frameConfig));
}

/**
 * Reads a sheet of an Excel file as a frame; its first row holds the names. Cells are of the types that Excel gave them.
 *
 * @param filePath - As for {@link readCSV}.
 * @param options - `sheet` (0), `frameConfig`, `parsingOptions`.
 * @throws FileError when the file is missing; DataError when there is no such sheet; DownloadError when the server
 * does not give it.
 */
export async function readExcel(filePath: string, options: ExcelInput = {}): Promise<DataFrame> {
  const { sheet = 0, frameConfig = {}, parsingOptions = {}, headers, method } = options;
  const { index, ...frame } = frameConfig;
  return withFile(filePath, { headers, method }, (file) =>
    framed(readWorkbook(file, { sheet, frame, options: parsingOptions }), { ...(index ? { index } : {}) }),
  );
}

function framed(table: Table, { columns, index, config }: FrameOptions): DataFrame {
  const named = columns
    ? {
        rows: table.rows,
        columns: table.columns.map((column, at) => ({ ...column, name: columns[at] ?? column.name })),
      }
    : table;
  const frame = TypedFrame.of(named, index && checkedIndex(index, table.rows));
  return config ? new TypedFrame(frame, { config, index: frame.index }) : frame;
}

/** danfo's words for options, in those of this library. */
function csvOptions(file: string, { frameConfig = {}, ...options }: CsvInput): ReadOptions {
  const { header, comments, skipFirstNLines, dynamicTyping = true, skipEmptyLines: _, ...own } = options;
  const reading: ReadOptions = {
    ...own,
    ...(typeof comments === "string" && { comment: comments }),
    ...(skipFirstNLines !== undefined && { skipRows: skipFirstNLines }),
    ...(Array.isArray(header) && { header: header as readonly string[] }),
  };
  const { dtypes } = frameConfig;
  if (header !== false && dynamicTyping && !dtypes) return reading;
  const first = header === false || !reading.header ? firstRow(file, reading) : reading.header;
  const names = header === false ? first.map((_name, at) => String(at)) : first;
  const types = names.map((name, at): [string, ColumnType | undefined] => {
    const dtype = dtypes?.[at];
    const given = dtype === undefined || dtype === "undefined" ? undefined : typeOfDtype(dtype);
    return [name, dynamicTyping ? given : "string"];
  });
  const known = types.filter((pair): pair is [string, ColumnType] => pair[1] !== undefined);
  return {
    ...reading,
    ...(header === false && { header: names }),
    types: { ...Object.fromEntries(known), ...reading.types },
  };
}

function firstRow(file: string, { encoding, ...options }: ReadOptions): string[] {
  const pieces = textPieces(file, { encoding });
  const cells: string[] = [];
  forEachRow(pieces, {
    ...csvLayout(pieces, options),
    visit: (row) => {
      if (row.isBlank) return true;
      for (let cell = 0; cell < row.count; cell++) cells.push(row.textOf(cell).trim());
      return false;
    },
  });
  return cells;
}

/** Finds a file, or fetches it into a folder of its own that is gone afterwards. */
async function withFile<T>(
  filePath: string,
  { headers, method = "GET" }: Pick<FileOptions, "headers" | "method">,
  work: (file: string) => T,
): Promise<T> {
  if (!/^https?:\/\//i.test(filePath)) return work(locateFile(filePath).path);
  const folder = mkdtempSync(join(tmpdir(), "neural-notebooks-"));
  try {
    const name = new URL(filePath).pathname.split("/").at(-1) ?? "";
    const file = join(folder, name.replace(/[^\w.-]/g, "_") || "file");
    writeFileSync(file, await fetched(filePath, { method, ...(headers && { headers }) }));
    return work(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetched(url: string, options: RequestInit): Promise<Uint8Array> {
  try {
    const response = await fetch(url, options);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw cannot("read the file", {
      argument: "filePath",
      must: "an address that a server answers",
      received: url,
      hint: (cause as Error).message,
      as: DownloadError,
      cause,
    });
  }
}
