/** Turns CSV text into a table: guesses the delimiter, takes quotes and a byte-order mark, refuses ragged rows. */
import * as Papa from "papaparse";
import { DataError, cannot } from "../core/errors";
import { tableFromCells } from "./table";
import type { Table, TableOptions } from "./table";

/** How CSV text is read. */
export interface CsvOptions extends TableOptions {
  /** The sign between cells; guessed among comma, semicolon, tab and bar unless given. */
  delimiter?: string;
  /** Column names for text that has no heading line. */
  header?: readonly string[];
}

/**
 * Reads CSV text.
 *
 * @param text - The whole file.
 * @param options - Delimiter, heading, types, texts for "missing", decimal sign.
 * @returns The table; empty cells are missing values.
 * @throws DataError when there is no heading, a row has more or fewer cells than the heading, or a quote is not closed.
 * @example
 * const table = parseCsv("name;mass\n\"Ann; B.\";1\nBob;\n");
 * assert.equal(table.rows, 2);
 * assert.deepEqual(table.columns[0].values, ["Ann; B.", "Bob"]);
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  const plain = text.replace(/^\uFEFF/, "");
  const { delimiter = guessDelimiter(plain), header, ...rest } = options;
  const { data, errors } = Papa.parse<string[]>(plain, { delimiter });
  const quote = errors.find((error) => error.type === "Quotes");
  if (quote) throw refuse(data, { row: quote.row ?? 0, must: "quoted rightly", received: quote.message });
  const names = (header ?? data[0] ?? []).map((name, index) => name.trim() || `column ${index + 1}`);
  if (names.length === 0 || plain.trim() === "") {
    throw cannot("read the CSV text", {
      argument: "text",
      must: "at least one heading line",
      received: text,
      as: DataError,
    });
  }
  return tableFromCells(names, columnsOf(data, { width: names.length, start: header ? 0 : 1 }), rest);
}

/** Blank lines count against every delimiter in the parser's guess, so they are taken out of the sample. */
function guessDelimiter(text: string): string {
  const sample = text.slice(0, 100_000).replace(/(\r\n|\r|\n)\s*(?=\r|\n|$)/g, "");
  return Papa.parse(sample, { delimitersToGuess: [",", ";", "\t", "|"], preview: 50 }).meta.delimiter;
}

function columnsOf(
  data: readonly string[][],
  { width, start }: { width: number; start: number },
): string[][] {
  const columns: string[][] = Array.from({ length: width }, () => []);
  for (let row = start; row < data.length; row++) {
    const cells = data[row] ?? [];
    const blank = cells.length === 1 && (cells[0] ?? "").trim() === "";
    // An empty line is no row, but in a table of one column it is a missing value, unless it ends the file.
    if (blank && (width > 1 || row === data.length - 1)) continue;
    if (cells.length !== width) {
      throw refuse(data, {
        row,
        must: `${width} cells, as the heading`,
        received: `${cells.length} cells: ${cells.slice(0, 3).join(" | ")}`,
      });
    }
    for (let column = 0; column < width; column++) columns[column]?.push(cells[column] ?? "");
  }
  return columns;
}

/** Names the line as an editor counts it: cells may hold line ends themselves. */
function refuse(data: readonly string[][], problem: { row: number; must: string; received: string }): Error {
  let line = 1;
  for (const cells of data.slice(0, problem.row)) {
    line += 1 + cells.reduce((count, cell) => count + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
  }
  const hint = "Is the delimiter right, or a quote missing?";
  return cannot("read the CSV text", {
    argument: `line ${line}`,
    must: problem.must,
    received: problem.received,
    hint,
    as: DataError,
  });
}
