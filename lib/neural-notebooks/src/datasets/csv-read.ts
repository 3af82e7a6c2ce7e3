/** Turns pieces of CSV text into rows, and finds out what stands between the cells. */
import { DataError, cannot } from "../core/errors";
import { throwIfInterrupted } from "../core/display";
import type { TextPieces } from "./byte-source";
import { RowReader } from "./csv-rows";

/** What stands around the cells. */
export interface CsvLayout {
  /** The sign between cells. */
  delimiter: string;
  /** Lines that begin with it are passed over. */
  comment?: string | undefined;
  /** Lines at the start that are passed over. */
  skipRows: number;
}

/** What is done with a row; `false` ends the reading. */
export type VisitRow = (row: RowReader, bytes: Buffer) => boolean | void;

/** A cell, or a row without line end, that is longer than this is a quote that was never closed. */
const longestRow = 1 << 28;

const candidates = [",", ";", "\t", "|"];

/**
 * Reads row after row; comment lines and skipped lines are none.
 *
 * @throws DataError when quotes are wrong, with the line; what `visit` throws.
 */
export function forEachRow(pieces: TextPieces, options: CsvLayout & { visit: VisitRow }): void {
  const { delimiter, comment, skipRows, visit } = options;
  const reader = new RowReader(Buffer.from(delimiter));
  const mark = comment === undefined ? undefined : Buffer.from(comment);
  const state = { skip: skipRows };
  const readBlock = (bytes: Buffer, last: boolean): number => {
    reader.last = last;
    let at = 0;
    while (at < bytes.length) {
      const plain = state.skip > 0 || (mark !== undefined && startsWith(bytes, at, mark));
      const next = plain ? reader.skipLine(bytes, at) : reader.next(bytes, at);
      if (next < 0) break;
      at = next;
      if (plain) state.skip = Math.max(0, state.skip - 1);
      else if (visit(reader, bytes) === false) return -1;
    }
    return at;
  };
  let rest = Buffer.alloc(0);
  let room = Buffer.alloc(0);
  let enough = 0;
  for (const piece of pieces()) {
    throwIfInterrupted();
    const length = rest.length + piece.length;
    if (length > longestRow) throw tooLong(reader.line, length);
    // The unread end moves to the front of the room, and the new piece stands behind it.
    const next = room.length >= length ? room : Buffer.allocUnsafeSlow(Math.max(length, room.length * 2));
    rest.copy(next);
    piece.copy(next, rest.length);
    room = next;
    const bytes = room.subarray(0, length);
    rest = bytes;
    if (length < enough) continue;
    const done = readBlock(bytes, false);
    if (done < 0) return;
    rest = bytes.subarray(done);
    // A row longer than a piece is looked at again when twice as much is there, not with each piece.
    enough = done === 0 ? length * 2 : 0;
  }
  readBlock(rest, true);
}

/**
 * Guesses the sign between cells: the one that cuts the first rows most alike.
 *
 * @param sample - The start of the text.
 * @param options - `comment`, `skipRows`, and `decimal`: a decimal comma hardly stands between cells as well.
 * @returns Comma, semicolon, tab or bar; one that does not occur when there is one column only.
 */
export function guessDelimiter(
  sample: Buffer,
  options: Omit<CsvLayout, "delimiter"> & { decimal: string; whole: boolean },
): string {
  const { decimal, whole, ...layout } = options;
  const scored = candidates.map((delimiter) => {
    const widths = firstWidths(sample, { ...layout, delimiter, whole });
    const steps = widths.slice(1).map((width, i) => Math.abs(width - (widths[i] ?? 0)));
    const mean = sum(widths) / widths.length;
    const isDecimal = delimiter === decimal;
    // Prose holds commas too: below a heading of one cell they cut only when they cut all rows alike, as they do
    // below a title.
    const cuts = mean > 1 && (widths[0] !== 1 || (!isDecimal && sum(steps.slice(1)) === 0));
    return { delimiter, uneven: sum(steps), mean, isDecimal, cuts };
  });
  const cutting = scored.filter(({ cuts }) => cuts);
  cutting.sort((a, b) => Number(a.isDecimal) - Number(b.isDecimal) || a.uneven - b.uneven || b.mean - a.mean);
  const absent = scored.find(({ mean }) => mean === 1);
  return (cutting[0] ?? absent)?.delimiter ?? ",";
}

/** How many cells the first rows have; none when a delimiter makes nonsense of the quotes. */
function firstWidths(sample: Buffer, options: CsvLayout & { whole: boolean }): number[] {
  const widths: number[] = [];
  const visit: VisitRow = (row) => {
    if (!row.isBlank) widths.push(row.count);
    return widths.length < 50;
  };
  // The last line of a sample may be cut, so it is left out.
  const end = options.whole ? sample.length : Math.max(sample.lastIndexOf(10), sample.lastIndexOf(13)) + 1;
  try {
    forEachRow(() => [end > 0 ? sample.subarray(0, end) : sample], { ...options, visit });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    if (widths.length === 0) return [];
  }
  return widths;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function startsWith(bytes: Buffer, at: number, mark: Buffer): boolean {
  return bytes.compare(mark, 0, mark.length, at, Math.min(bytes.length, at + mark.length)) === 0;
}

function tooLong(line: number, length: number): Error {
  return cannot("read the CSV text", {
    argument: `line ${line}`,
    must: `shorter than ${longestRow / 2 ** 20} MiB`,
    received: `a row that goes on for ${Math.round(length / 2 ** 20)} MiB`,
    hint: "Is a quote not closed there? Or does the text have no line ends?",
    as: DataError,
  });
}
