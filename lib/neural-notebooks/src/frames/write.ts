/** Turns a frame into a file. */
import { extname, resolve } from "node:path";
import { FileError, cannot } from "../core/errors";
import { csvPieces, jsonPieces } from "../datasets/table-text";
import type { CsvTextOptions } from "../datasets/table-text";
import { writeWhole } from "../datasets/whole-file";
import type { Frame } from "./frame";
import type { Schema } from "./schema";

/**
 * Writes a frame to a CSV, TSV or JSON file, in UTF-8. The file is there whole or not at all.
 *
 * A file knows no types. Read with `{ types: frame.types, quotedIsText: true }` it gives an equal frame: numbers to
 * the last digit, text with quotes, line ends and leading zeros, large ids, dates, truth values, and what is missing.
 *
 * @param frame - The frame.
 * @param file - A path from the notebook's folder that ends in `.csv`, `.txt`, `.tsv` or `.json`; folders are made.
 * @param options - `delimiter` of CSV (`","`; a tab in `.tsv`).
 * @throws FileError when the ending is another one or the file cannot be written.
 */
export function writeFrame<S extends Schema>(
  frame: Frame<S>,
  file: string,
  options: CsvTextOptions = {},
): void {
  const kind = extname(file).toLowerCase();
  if (![".csv", ".txt", ".tsv", ".json"].includes(kind))
    throw cannot("write the frame", {
      argument: "file",
      must: "a .csv, .txt, .tsv or .json file",
      received: file,
      as: FileError,
    });
  const table = frame.toTable();
  const csv = kind === ".tsv" ? { delimiter: "\t", ...options } : options;
  writeWhole(resolve(file), kind === ".json" ? jsonPieces(table) : csvPieces(table, csv));
}
