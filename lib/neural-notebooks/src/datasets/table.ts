/** Turns raw cells, as a file holds them, into typed columns: numbers, text, truth values or dates. */
import type { ColumnType } from "./catalog";
import { cellRules } from "./cell-rules";
import { ColumnBuilder } from "./column";
import { checkColumns, givenType } from "./column-names";
import type { NumberFormat } from "./number-text";
import type { TruthWords } from "./truth-text";

export { defaultMissing } from "./cell-rules";

/** A cell as a file holds it. */
export type RawCell = string | number | boolean | null | undefined;

/** The values of a column: numbers (`NaN` = missing), text or dates, or truth values (`null` = missing). */
export type ColumnValues = Float64Array | (string | null)[] | (boolean | null)[];

/** A named column of one type. */
export interface TableColumn {
  name: string;
  type: ColumnType;
  /** One value per row. */
  values: ColumnValues;
}

/** Columns of equal length. */
export interface Table {
  rows: number;
  columns: TableColumn[];
}

/** How cells become values. */
export interface TableOptions extends NumberFormat, TruthWords {
  /** Types by column, where the guess would be wrong, e.g. `{ postcode: "string" }`. */
  types?: Readonly<Record<string, ColumnType>>;
  /** Texts that stand for "not known", instead of the {@link defaultMissing}; empty cells always do. */
  missing?: readonly string[];
  /**
   * The form of dates, e.g. `"DD/MM/YYYY"`, for every column or by column; those that are named are dates. Without it, dates such as `03/04/2024` are
   * read when another cell of their column shows which number is the day.
   */
  dateFormat?: string | Readonly<Record<string, string>>;
  /**
   * True when quotes mark text: a cell of CSV in quotes, or a text of JSON, is then text as it stands, also when it is
   * empty, reads `NA` or looks like a number. Many programs quote everything, so quotes mean nothing unless told.
   */
  quotedIsText?: boolean;
}

/**
 * Makes a table from columns of raw cells; types that are not given are guessed from all cells of a column.
 * Text is read as a number only when it has no leading zeros (a postcode stays text), and when its whole numbers
 * are at most 2^53 − 1 (larger ids stay text, so that no two of them become one); as a truth value when it is
 * `true` or `false`; as a date when all dates of the column are written in one way.
 *
 * @param names - Column names, each once.
 * @param cells - Columns of raw cells, all of the same length.
 * @param options - Types, texts for "missing", decimal sign and thousands, words for true and false, dates.
 * @returns The table.
 * @throws DataError when a name comes twice, or a cell does not fit the type given for its column.
 * @example
 * const table = tableFromCells(["n", "s"], [["1", ""], ["x", "y"]]);
 * assert.deepEqual(table.columns.map((column) => column.type), ["number", "string"]);
 * assert.ok(Number.isNaN(table.columns[0].values[1]));
 * @example
 * const { columns } = tableFromCells(["day"], [["31/01/2024", "03/02/2024"]]);
 * assert.deepEqual(columns[0].values, ["2024-01-31", "2024-02-03"]);
 */
export function tableFromCells(
  names: readonly string[],
  cells: readonly (readonly RawCell[])[],
  options: TableOptions = {},
): Table {
  const { quotedIsText = false } = options;
  const add = (column: ColumnBuilder, cell: RawCell): void => {
    if (quotedIsText && typeof cell === "string") column.addPlainText(cell);
    else column.add(cell);
  };
  checkColumns(names, options);
  const rules = cellRules(options);
  const columns = names.map((name, index): TableColumn => {
    const raw = cells[index] ?? [];
    const column = new ColumnBuilder({ name, type: givenType(name, options) }, rules);
    for (const cell of raw) add(column, cell);
    const { type, values, unread } = column.finish();
    if (unread > 0) {
      const texts = new ColumnBuilder({ name, type: "string" }, rules);
      for (const cell of raw.slice(0, unread)) add(texts, cell);
      for (const [row, text] of texts.finish().values.entries()) values[row] = text;
    }
    return { name, type, values };
  });
  return { rows: cells[0]?.length ?? 0, columns };
}
