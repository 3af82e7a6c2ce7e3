/** Turns a table (danfo's `DataFrame`, or any other) into columns, and columns back into a table of the same class. */
import type { DataFrame } from "../frames";

/** One cell; a missing number may be `NaN`, other missing cells are `null` or `undefined`. */
export type TableCell = string | number | boolean | null | undefined;

/** A table: what has named columns whose values can be had, as danfo's `DataFrame`. */
export interface TableLike {
  readonly columns: readonly string[];
  /** `[rows, columns]`. */
  readonly shape: readonly number[];
  /** A column's values, or what has them. */
  column(name: string): ArrayLike<unknown> | { readonly values: ArrayLike<unknown> };
}

/** One column with its name, as danfo's `Series`. */
export interface SeriesLike {
  /** The column's name, in a list. */
  readonly columns: readonly string[];
  readonly values: ArrayLike<unknown>;
}

/** A table's type after its columns have changed: what the editor knew of the old ones is gone. */
export type OtherColumns<T extends TableLike> = T extends DataFrame ? DataFrame : T;

/** Rows as they are worked on: column by column. */
export interface Columns {
  readonly rows: number;
  readonly values: readonly ArrayLike<TableCell>[];
  /** The columns' names; nothing where the rows came without. */
  readonly names?: readonly string[];
}

/** What a class of tables or series is made by. */
interface Maker {
  new (data: unknown, options: { columns: readonly string[]; index?: readonly unknown[] }): unknown;
}

/** True when something is a table. */
export function isTable(x: unknown): x is TableLike {
  const table = x as Partial<TableLike> | null | undefined;
  return typeof table === "object" && Array.isArray(table?.columns) && typeof table.column === "function";
}

/** True when something is a series. */
export function isSeries(x: unknown): x is SeriesLike {
  const series = x as Partial<SeriesLike> | null | undefined;
  return (
    typeof series === "object" && Array.isArray(series?.columns) && isCells(series.values) && !isTable(x)
  );
}

/**
 * Reads a table's columns.
 *
 * @param table - It stays as it is; nobody may change what comes of it.
 * @returns Names and values, column by column.
 */
export function columnsOfTable(table: TableLike): Columns {
  const values = table.columns.map((name) => {
    const column = table.column(name);
    return (isCells(column) ? column : valuesOfSeries(column)) as ArrayLike<TableCell>;
  });
  return { names: [...table.columns], values, rows: table.shape[0] ?? 0 };
}

/**
 * Makes a table.
 *
 * @param columns - Names and values.
 * @param like - Gives the class, and the rows' names where the number of rows is the same.
 * @returns A new table of the class of `like`.
 */
export function tableOfColumns<T extends TableLike>(columns: Columns, like: T): T {
  const { values, rows, names = values.map((_, at) => `x${at}`) } = columns;
  const make = like.constructor as Maker;
  // An object lists keys such as "10" before all others, so the names come beside the cells.
  const cells = values.map((column, at) => [`column ${at}`, cellsFor(like, column)] as const);
  const options = { columns: names, ...namesOfRows(like, rows) };
  return new make(rows === 0 ? [] : Object.fromEntries(cells), options) as T;
}

/** Makes a series with other values. */
export function seriesOfValues<S extends SeriesLike>(values: ArrayLike<TableCell>, like: S): S {
  const make = like.constructor as Maker;
  return new make(cellsFor(like, values), {
    columns: like.columns,
    ...namesOfRows(like, values.length),
  }) as S;
}

/** A series' values; where it keeps a typed column (`$column`), that is taken as it is, without a list of its numbers. */
export function valuesOfSeries(series: { readonly values: ArrayLike<unknown> }): ArrayLike<TableCell> {
  const typed = (series as { $column?: { values?: unknown } }).$column?.values;
  return (isCells(typed) ? typed : series.values) as ArrayLike<TableCell>;
}

/** True for lists and typed arrays. */
export function isCells(x: unknown): x is ArrayLike<unknown> {
  return Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView));
}

/** danfo's own classes, which keep their cells in `$data`, want plain arrays; numbers in 64 bits suit all others. */
function cellsFor(like: object, values: ArrayLike<TableCell>): ArrayLike<TableCell> {
  const isPlain = Object.hasOwn(like, "$data");
  return values instanceof Float64Array && !isPlain ? values : Array.from(values);
}

/** The rows' names, where they are other than 0, 1, 2 … */
function namesOfRows(like: object, rows: number): { index?: readonly unknown[] } {
  const { index } = like as { index?: unknown };
  const isNamed = Array.isArray(index) && index.length === rows && index.some((name, row) => name !== row);
  return isNamed ? { index: index as unknown[] } : {};
}
