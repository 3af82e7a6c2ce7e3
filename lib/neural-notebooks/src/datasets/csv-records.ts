/** Turns rows of CSV into records: the heading's names first, then rows with a cell for each of them. */
import { DataError, cannot } from "../core/errors";
import type { TextPieces } from "./byte-source";
import { forEachRow } from "./csv-read";
import type { CsvLayout } from "./csv-read";
import { Quoting } from "./csv-rows";
import type { RowReader } from "./csv-rows";

/** What is done with names and rows. */
export interface RecordOptions {
  layout: CsvLayout;
  /** Names for text without a heading line. */
  header?: readonly string[] | undefined;
  duplicateNames?: "refuse" | "number" | undefined;
  /** Quoted names are kept unchanged. */
  quotedIsText: boolean;
  /** Takes the names, before the first row. */
  begin: (names: readonly string[]) => void;
  /** Takes a row that has a cell for each name; an empty cell more at its end means nothing. */
  visit: (row: RowReader, bytes: Buffer) => void;
  /** Takes an empty line in a table of one column. */
  blank: () => void;
  /** How many rows are read at most. */
  until?: number | undefined;
}

const verb = "read the CSV text";

/**
 * Reads names and rows.
 *
 * @returns How many rows there were.
 * @throws DataError when there is no heading, or a row has more or fewer cells than there are names.
 */
export function forEachRecord(pieces: TextPieces, options: RecordOptions): number {
  const { layout, begin, visit, blank, until = Infinity } = options;
  const numbered = options.duplicateNames === "number";
  let heading = options.header?.map((name, index) => name.trim() || placeName(index));
  let width = -1;
  /** The heading ends with a delimiter. */
  let nameless = false;
  let rows = 0;
  /** Empty lines that may be the end of the text. */
  let blanks = 0;
  const start = (cells: string[]): void => {
    begin(numbered ? numberNames(cells) : cells);
    width = cells.length;
  };
  const visitRow = (row: RowReader, bytes: Buffer): boolean => {
    if (row.isBlank) {
      if (heading?.length === 1) blanks++;
      return true;
    }
    if (heading === undefined) {
      heading = namesOf(row, options.quotedIsText);
      const end = row.count - 1;
      nameless = row.quotingOf(end) === Quoting.none && row.textOf(end).trim() === "";
      return true;
    }
    // "a,b," above "1,2": the heading has a delimiter too many, and no column without a name.
    if (width < 0 && nameless && row.count === heading.length - 1) heading.pop();
    if (width < 0) start(heading);
    for (; blanks > 0 && rows < until; blanks--, rows++) blank();
    if (rows >= until) return false;
    const extra = row.count === width + 1 && row.startOf(width) === row.endOf(width);
    if (row.count !== width && !extra) throw ragged(row, { width, heading, layout });
    visit(row, bytes);
    rows++;
    return rows < until;
  };
  forEachRow(pieces, { ...layout, visit: visitRow });
  if (heading === undefined || heading.length === 0)
    throw cannot(verb, {
      argument: "text",
      must: "at least one heading line",
      received: "no line but empty ones and comments",
      as: DataError,
    });
  if (width < 0) start(heading);
  return rows;
}

/** Names without outer blanks; `column 3` for one that is not there. */
function namesOf(row: RowReader, quotedIsText: boolean): string[] {
  return row.texts().map((text, cell) => {
    if (quotedIsText && row.quotingOf(cell) !== Quoting.none) return text;
    return text.trim() || placeName(cell);
  });
}

function placeName(index: number): string {
  return `column ${index + 1}`;
}

/** Gives an `a` that comes again the name `a.1`. */
function numberNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let copy = 1; seen.has(free) || (free !== name && taken.has(free)); copy++) free = `${name}.${copy}`;
    seen.add(free);
    return free;
  });
}

function ragged(
  row: RowReader,
  { width, heading, layout }: { width: number; heading: readonly string[]; layout: CsvLayout },
): Error {
  const cells = row.texts();
  return cannot(verb, {
    argument: `line ${row.line}`,
    must: `${countOf(width)}, as the heading`,
    received: `${countOf(cells.length)}: ${cells.slice(0, 3).join(" | ")}`,
    hint: raggedHint([heading[0] ?? "", cells[0] ?? ""], layout),
    as: DataError,
  });
}

/** The usual causes: comments or titles above the heading, another delimiter, an open quote. */
function raggedHint(firsts: readonly string[], { comment, delimiter }: CsvLayout): string {
  const mark = firsts.map((text) => /^\s*(#+|\/\/|%|!|--)/.exec(text)?.[1]?.replace(/#+/, "#")).find(Boolean);
  if (mark !== undefined && comment === undefined)
    return `Are lines that begin with ${mark} comments? Pass { comment: "${mark}" }.`;
  const sign = delimiter === "\t" ? "a tab" : `"${delimiter}"`;
  return `Is the delimiter right (${sign}), or a quote missing? Lines above the heading are passed over with { skipRows: 1 }.`;
}

function countOf(cells: number): string {
  return cells === 1 ? "1 cell" : `${cells} cells`;
}
