/** What a page needs to draw a table: names and texts, and how it asks the kernel for other rows. Loads nothing else. */

/** The MIME type of tables that JupyterLab draws by the course's extension. */
export const TABLE_MIME = "application/vnd.neural-notebooks.table+json";
/** The comm target by which a page asks for other rows. */
export const TABLE_TARGET = "neural-notebooks.table";

/** The head of a column; a table that is too wide has `null` in the middle, for the columns that are left out. */
export interface TableHead {
  /** The column's place in the whole table. */
  readonly at: number;
  readonly name: string;
  /** `"number"`, `"string"`, `"date"` or `"boolean"`. */
  readonly type: string;
  /** True for numbers, which are aligned to the right. */
  readonly right: boolean;
}

/** Rows as texts. */
export interface TableRows {
  /** One text for each head; nothing for `null`. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** The names of the rows, where they are more than 0, 1, 2 … */
  readonly index?: readonly string[];
}

/** A table as it stands in an output. */
export interface TableContent extends TableRows {
  readonly heads: readonly (TableHead | null)[];
  /** How many rows the table has in all. */
  readonly total: number;
  /** The size in words, e.g. `"406 rows × 9 columns"`. */
  readonly size: string;
  /** The name by which a page asks for other rows, where the kernel keeps the table. */
  readonly table?: string;
}

/** What a page asks for. */
export interface TableRequest {
  readonly table: string;
  /** Rows that hold this text anywhere, in any letter case; all for an empty text. */
  readonly search: string;
  /** The column by which rows are sorted, missing values last; without it they keep their order. */
  readonly sort?: { readonly column: number; readonly descending: boolean };
  /** The first row, and how many. */
  readonly from: number;
  readonly count: number;
}

/** The reply; empty where the kernel no longer has the table. */
export interface TableReply extends TableRows {
  /** How many rows hold the text. */
  readonly matched: number;
}
