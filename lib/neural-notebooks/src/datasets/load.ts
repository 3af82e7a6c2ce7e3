/** Turns the name of a data set, or a CSV or JSON file, into a table. */
import { constants } from "node:buffer";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { DataError, FileError, cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import { catalog } from "./catalog";
import type { CatalogEntry, ColumnType, DatasetName } from "./catalog";
import { textPieces } from "./byte-source";
import type { TextPieces } from "./byte-source";
import { readCsv } from "./csv";
import type { CsvOptions } from "./csv";
import { findDataFile, locateFile } from "./folder";
import { tableFromCells } from "./table";
import type { RawCell, Table, TableOptions } from "./table";

/** A table, and what is known about the file it came from. */
export interface LoadedTable extends Table {
  /** The file's absolute path. */
  file: string;
  /** True when the file is, byte for byte, the one in the catalogue. */
  official: boolean;
  /** One sentence on where it came from, and on how it differs from the catalogue. */
  note: string;
}

/** How a file is read. */
export interface ReadOptions extends CsvOptions {
  /** The encoding of its text, e.g. `"windows-1252"` (`"utf-8"`); a byte-order mark wins. */
  encoding?: string;
}

/**
 * Loads a data set of the course by name. A file of that name in the folder `NEURAL_NOTEBOOKS_DATA` wins; it may
 * differ from the catalogue, and the result says so.
 *
 * @param name - A name in the catalogue.
 * @returns The table, its file and a note.
 * @throws UnknownNameError when the catalogue does not know the name; FileError when the file is missing;
 * DataError when the course's own file is damaged or a file cannot be read as a table.
 * @example
 * const penguins = loadTable("penguins");
 * assert.equal(penguins.rows, 344);
 * assert.equal(penguins.columns.length, 7);
 */
export function loadTable(name: DatasetName): LoadedTable {
  const entry = entryOf(name);
  const found = findDataFile(entry.file);
  if (!found) {
    const hint = `Restore it with: git checkout data/${entry.file}`;
    throw cannot(`load "${name}"`, {
      argument: `data/${entry.file}`,
      must: "there",
      received: "no such file",
      hint,
      as: FileError,
    });
  }
  const bytes = readFileSync(found.path);
  const official = createHash("sha256").update(bytes).digest("hex") === entry.sha256;
  if (!official && found.place === "course") {
    const hint = `Restore it with: git checkout data/${entry.file}`;
    throw cannot(`load "${name}"`, {
      argument: found.path,
      must: `the file in the catalogue (SHA-256 ${entry.sha256.slice(0, 12)}…)`,
      received: `${bytes.length} other bytes`,
      hint,
      as: DataError,
    });
  }
  const table = readFile(found.path, official ? tableOptions(entry) : {});
  const note = official
    ? `${entry.about} Source: ${entry.source}.`
    : `Read from ${found.path}, which differs from the catalogue's file.`;
  return { ...table, file: found.path, official, note };
}

/**
 * Reads a CSV, TSV or JSON file of the learner's own, packed with gzip or not. CSV may be of any size: no more than the
 * columns and a piece of the file are held at a time (what is packed is unpacked in memory).
 *
 * @param file - A path from the notebook's folder, or the name of a file in `data/` or `NEURAL_NOTEBOOKS_DATA`.
 * @param options - As for CSV text, and the encoding (UTF-8 unless told; a byte-order mark wins).
 * @returns The table, its file and a note.
 * @throws FileError when it is not there or is of another kind; DataError when it cannot be read as a table;
 * UnknownNameError when the encoding is not known.
 * @example
 * const { rows } = readTable("seattle-weather.csv", { types: { weather: "string" } });
 * assert.equal(rows, 1461);
 */
export function readTable(file: string, options: ReadOptions = {}): LoadedTable {
  const { path } = locateFile(file);
  const table = readFile(path, options);
  return { ...table, file: path, official: false, note: `Read from ${path}.` };
}

/**
 * Reads JSON text: an array of objects (rows), or an object of arrays (columns). Whole numbers beyond 2^53 are read as
 * text, so that no two ids become one.
 *
 * @param text - The whole file.
 * @param options - Types, texts for "missing".
 * @returns The table; keys that an object lacks are missing values.
 * @throws DataError when it is no JSON, of another form, or holds nested values.
 * @example
 * assert.equal(parseJsonTable('[{"a": 1}, {"a": null}]').rows, 2);
 */
export function parseJsonTable(text: string, options: TableOptions = {}): Table {
  const { names, cells } = cellsOf(parseJson(text));
  checkFlat(names, cells);
  return tableFromCells(names, cells, options);
}

function entryOf(name: string): CatalogEntry {
  if (Object.hasOwn(catalog, name)) return catalog[name as DatasetName];
  throw unknownName("load the data set", { argument: "name", received: name, known: Object.keys(catalog) });
}

function tableOptions(entry: CatalogEntry): TableOptions {
  const types: Record<string, ColumnType> = Object.fromEntries(
    entry.columns.map(({ name, type }) => [name, type]),
  );
  return { types, missing: entry.columns.flatMap(({ missing = [] }) => missing) };
}

/** What a file's ending says that it holds; what is packed with gzip has two endings. */
function kindOf(file: string): string {
  const plain = file.replace(/\.gz$/i, "");
  const kind = extname(plain).toLowerCase();
  if ([".csv", ".tsv", ".txt", ".json"].includes(kind)) return kind;
  throw cannot("read the file", {
    argument: "file",
    must: "a .csv, .tsv, .txt or .json file, or one of these with .gz behind",
    received: file,
    hint: kind.startsWith(".xls") || kind === ".ods" ? "Save the sheet as CSV." : undefined,
    as: FileError,
  });
}

function readFile(file: string, options: ReadOptions): Table {
  const kind = kindOf(file);
  if (kind === ".json") return readJsonFile(file, options);
  return readCsvFile(file, kind === ".tsv" ? { delimiter: "\t", ...options } : options);
}

/** Reads a file as CSV, whatever its ending says. */
export function readCsvFile(file: string, { encoding, ...options }: ReadOptions): Table {
  return naming(file, () => readCsv(textPieces(file, { encoding }), options));
}

/** Reads a file as JSON, whatever its ending says. */
export function readJsonFile(file: string, { encoding, ...options }: ReadOptions): Table {
  return naming(file, () => parseJsonTable(wholeText(textPieces(file, { encoding }), file), options));
}

/** Puts the file's name into errors about what stands in it. */
function naming<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DataError) || error.message.includes(basename(file))) throw error;
    throw new DataError(`${error.message} (In ${basename(file)}.)`, { cause: error });
  }
}

function wholeText(pieces: TextPieces, file: string): string {
  const parts: Buffer[] = [];
  let length = 0;
  for (const piece of pieces()) {
    length += piece.length;
    if (length > constants.MAX_STRING_LENGTH) {
      throw cannot("read the JSON text", {
        argument: basename(file),
        must: `at most ${Math.floor(constants.MAX_STRING_LENGTH / 2 ** 20)} MiB long, as text in memory can be`,
        received: "more",
        hint: "Write the table as CSV, which is read piece by piece, or in several files.",
        as: DataError,
      });
    }
    parts.push(Buffer.from(piece));
  }
  return Buffer.concat(parts).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(quoteLargeIntegers(text.replace(/^\uFEFF/, "")));
  } catch (cause) {
    const hint = `${(cause as Error).message}. ${jsonHint(text)}`;
    throw cannot("read the JSON text", {
      argument: "text",
      must: "JSON",
      received: `${text.length} characters`,
      hint,
      as: DataError,
      cause,
    });
  }
}

/** The usual reasons why text is no JSON. */
function jsonHint(text: string): string {
  if (/[:[,]\s*[+-]?(NaN|Infinity)\b/.test(text))
    return "JSON has no NaN and no Infinity: write null for what is missing.";
  if (/^\s*\{.*\}\s*\n\s*\{/.test(text))
    return "It looks like JSON Lines: put commas between the lines, and [ and ] around them.";
  return /[\]}]\s*$/.test(text) ? "Is a comma or a quote missing, or one too many?" : "Is the file cut off?";
}

/** Puts whole numbers that a number cannot hold in quotes: they are ids, and two of them must not become one. */
function quoteLargeIntegers(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}

function cellsOf(value: unknown): { names: string[]; cells: RawCell[][] } {
  if (
    Array.isArray(value) &&
    value.every((row) => typeof row === "object" && row !== null && !Array.isArray(row))
  ) {
    const rows = value as Record<string, RawCell>[];
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    // A row that lacks the key "constructor" must not give the one that all objects have.
    const cellOf = (row: Record<string, RawCell>, name: string): RawCell =>
      Object.hasOwn(row, name) ? row[name] : undefined;
    return { names, cells: names.map((name) => rows.map((row) => cellOf(row, name))) };
  }
  const columns: [string, unknown][] = Object.entries(
    typeof value === "object" && value !== null && !Array.isArray(value) ? value : { "": 0 },
  );
  const first = columns[0]?.[1];
  if (columns.every(([, cells]) => Array.isArray(cells) && cells.length === (first as RawCell[]).length)) {
    return { names: columns.map(([name]) => name), cells: columns.map(([, cells]) => cells as RawCell[]) };
  }
  throw cannot("read the JSON text", {
    argument: "text",
    must: "an array of objects, or an object of equally long arrays",
    received: value,
    as: DataError,
  });
}

function checkFlat(names: readonly string[], cells: readonly RawCell[][]): void {
  for (const [index, column] of cells.entries()) {
    const row = column.findIndex((cell) => typeof cell === "object" && cell !== null);
    if (row < 0) continue;
    throw cannot("read the JSON text", {
      argument: `column "${names[index]}", row ${row + 1},`,
      must: "a number, text, true, false or null",
      received: column[row],
      as: DataError,
    });
  }
}
