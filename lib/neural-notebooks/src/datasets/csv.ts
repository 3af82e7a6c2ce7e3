/** Turns CSV text into a table: guesses the delimiter, takes quotes and a byte-order mark, refuses ragged rows. */
import type { TextPieces } from "./byte-source";
import { ByteColumn } from "./byte-column";
import { cellRules } from "./cell-rules";
import type { CellRules } from "./cell-rules";
import type { ColumnPlan } from "./column";
import { checkColumns, givenType } from "./column-names";
import { csvLayout } from "./csv-layout";
import type { CsvLayout } from "./csv-read";
import { forEachRecord } from "./csv-records";
import { Quoting } from "./csv-rows";
import type { RowReader } from "./csv-rows";
import type { Table, TableOptions } from "./table";

/** How CSV text is read. */
export interface CsvOptions extends TableOptions {
  /**
   * The sign between cells; guessed among comma, semicolon, tab and bar unless given. A first line `sep=;`, as Excel
   * writes it, is obeyed and passed over.
   */
  delimiter?: string;
  /** Column names for text that has no heading line. */
  header?: readonly string[];
  /** Lines that begin with this are passed over, e.g. `"#"`; none are unless told. */
  comment?: string;
  /** So many lines at the start are passed over, for titles above the heading (0). */
  skipRows?: number;
  /** What to do with column names that come twice: refuse them, or number them as `a`, `a.1`, `a.2`. */
  duplicateNames?: "refuse" | "number";
}

/**
 * Reads CSV text. Empty lines are passed over (in a table of one column they are missing values, unless they end the
 * text), and so is a delimiter too many at the end of a row. Codes with leading zeros and whole numbers beyond 2^53
 * stay text, as they stand.
 *
 * @param text - The whole file.
 * @param options - Delimiter, heading, comments, types, texts for "missing", decimal sign, dates.
 * @returns The table; empty cells are missing values.
 * @throws DataError when there is no heading, a row has more or fewer cells than the heading, or a quote is not closed.
 * @example
 * const table = parseCsv("name;mass\n\"Ann; B.\";1\nBob;\n");
 * assert.equal(table.rows, 2);
 * assert.deepEqual(table.columns[0].values, ["Ann; B.", "Bob"]);
 * @example
 * const text = "# Mai 2024\nOrt;Umsatz\nUlm;1.234,5\n";
 * const { columns } = parseCsv(text, { comment: "#", decimal: ",", thousands: "." });
 * assert.deepEqual([...columns[1].values], [1234.5]);
 * @example
 * const text = "zip,paid,day,n\n01067,ja,03/04/2024,-\n10115,nein,05/04/2024,7\n";
 * const { columns } = parseCsv(text, {
 *   trueValues: ["ja"],
 *   falseValues: ["nein"],
 *   dateFormat: "DD/MM/YYYY",
 *   missing: [...defaultMissing, "-"],
 * });
 * assert.deepEqual(columns.map((column) => column.values[0]), ["01067", true, "2024-04-03", NaN]);
 * @example
 * const text = 'sep=;\na;a\n"";"1"\n';
 * const { columns } = parseCsv(text, { duplicateNames: "number", quotedIsText: true });
 * assert.deepEqual(columns.map(({ name, values }) => [name, values[0]]), [["a", ""], ["a.1", "1"]]);
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  return readCsv(() => slices(text.replace(/^\uFEFF/, "")), options);
}

/**
 * Reads CSV text that comes in pieces, and holds no more of it than a piece: files of any size.
 *
 * @param pieces - The text in UTF-8, from the start each time it is asked for. A column that turns out to be text
 * in the middle of the file is read a second time.
 * @param options - As for {@link parseCsv}.
 * @returns The table.
 * @throws DataError as {@link parseCsv}.
 */
export function readCsv(pieces: TextPieces, options: CsvOptions = {}): Table {
  const reading: Reading = { pieces, layout: csvLayout(pieces, options), options, rules: cellRules(options) };
  const plan = (name: string): ColumnPlan => ({ name, type: givenType(name, options) });
  const { columns, records } = readColumns(reading, { plan });
  const finished = columns.map(({ name, column }) => ({ name, ...column.finish() }));
  const unread = new Map(
    finished.filter((column) => column.unread > 0).map((column) => [column.name, column.unread]),
  );
  if (unread.size > 0) {
    // These rows were numbers, dates or truth values until a later cell showed that the column is text.
    const until = Math.max(...unread.values());
    const asText = (name: string): ColumnPlan | undefined =>
      unread.has(name) ? { name, type: "string" } : undefined;
    const again = readColumns(reading, { plan: asText, until }).columns;
    const texts = new Map(again.map(({ name, column }) => [name, column.finish().values]));
    for (const { name, values } of finished) {
      const rows = (texts.get(name) ?? []).slice(0, unread.get(name));
      for (const [row, text] of rows.entries()) values[row] = text;
    }
  }
  return { rows: records, columns: finished.map(({ name, type, values }) => ({ name, type, values })) };
}

/** What both passes over a text share. */
interface Reading {
  pieces: TextPieces;
  layout: CsvLayout;
  options: CsvOptions;
  rules: CellRules;
}

interface PlacedColumn {
  name: string;
  /** Its place among the cells of a row. */
  cell: number;
  column: ByteColumn;
}

/** Reads the columns that have a plan, to the end of the text or `until` so many rows. */
function readColumns(
  { pieces, layout, options, rules }: Reading,
  { plan, until }: { plan: (name: string) => ColumnPlan | undefined; until?: number },
): { columns: PlacedColumn[]; records: number } {
  const { quotedIsText = false } = options;
  const columns: PlacedColumn[] = [];
  const begin = (names: readonly string[]): void => {
    checkColumns(names, options);
    for (const [cell, name] of names.entries()) {
      const planned = plan(name);
      if (planned)
        columns.push({
          name,
          cell,
          column: new ByteColumn(planned, { rules, slots: slotsFor(names.length) }),
        });
    }
  };
  const visit = (row: RowReader, bytes: Buffer): void => {
    for (let i = 0; i < columns.length; i++) {
      const { column, cell } = columns[i] as PlacedColumn;
      const quoting = row.quotingOf(cell);
      if (quoting !== Quoting.none && quotedIsText) column.addPlainText(row.textOf(cell));
      else if (quoting === Quoting.doubled) column.addText(row.textOf(cell));
      else column.addBytes(bytes, row.startOf(cell), row.endOf(cell));
    }
  };
  const blank = (): void => columns[0]?.column.addMissing();
  const { header, duplicateNames } = options;
  const heading = { header, duplicateNames, quotedIsText };
  const records = forEachRecord(pieces, { layout, ...heading, begin, visit, blank, until });
  return { columns, records };
}

/** How many cells each column remembers: many in a narrow table, few in one of thousands of columns. */
function slotsFor(width: number): number {
  return 2 ** Math.min(14, Math.max(4, 18 - Math.ceil(Math.log2(width + 1))));
}

/** Pieces of a text that is in memory; no sign is cut in two. */
function* slices(text: string): Iterable<Buffer> {
  for (let at = 0; at < text.length;) {
    let end = Math.min(text.length, at + 1_000_000);
    if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end = Math.min(text.length, end + 1);
    yield Buffer.from(text.slice(at, end));
    at = end;
  }
}
