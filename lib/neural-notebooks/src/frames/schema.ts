/** The types by which the editor knows a frame's columns, and small helpers on columns of values. */
import type { ColumnType, ColumnValues, TableColumn } from "../datasets";

export type { ColumnType, ColumnValues };

/** Column name → type. A frame whose columns are not known beforehand has the schema `Schema` itself. */
export type Schema = Readonly<Record<string, ColumnType>>;

/** The names of a schema's columns. */
export type NameOf<S extends Schema> = keyof S & string;

/** One cell of a column of a type; a missing number is `NaN`, other missing cells are `null`. */
export type CellOf<T extends ColumnType> = T extends "number"
  ? number
  : T extends "boolean"
    ? boolean | null
    : string | null;

/** Any cell. */
export type Cell = number | string | boolean | null;

/** One row as an object: column name → cell. */
export type Row<S extends Schema = Schema> = { [Name in keyof S]: CellOf<S[Name]> };

/** The column type that holds values of a type; missing ones (`null`, `undefined`) fit every type. */
export type TypeOf<V> = [NonNullable<V>] extends [never] ? ColumnType : PresentTypeOf<NonNullable<V>>;

/** The column type that holds values of a type, none of them missing. */
export type PresentTypeOf<V> = [V] extends [number]
  ? "number"
  : [V] extends [boolean]
    ? "boolean"
    : [V] extends [string]
      ? "string"
      : [V] extends [Date]
        ? "date"
        : ColumnType;

/** The schema of a frame that is made from columns. */
export type ColumnsSchema<C> = [keyof C & string] extends [never]
  ? Schema
  : { readonly [N in keyof C & string]: C[N] extends ArrayLike<infer V> ? TypeOf<V> : ColumnType };

/** The schema of a frame that is made from rows. */
export type RowsSchema<R> = [keyof R & string] extends [never]
  ? Schema
  : { readonly [N in keyof R & string]: TypeOf<R[N]> };

/** A schema after some columns got other names. */
export type Renamed<S extends Schema, M> = {
  readonly [N in NameOf<S> as N extends keyof M ? (M[N] extends string ? M[N] : N) : N]: S[N];
};

/** A schema without some columns; where the columns are not known, they are not known without them either. */
export type Without<S extends Schema, N extends string> = string extends NameOf<S> ? Schema : Omit<S, N>;

/** A schema with one column more, or with another type for one that is there. */
export type WithColumn<S extends Schema, N extends string, T extends ColumnType> =
  string extends NameOf<S> ? Schema : Omit<S, N> & Readonly<Record<N, T>>;

/** A schema with the same columns, all of one type. */
export type AllOf<S extends Schema, T extends ColumnType> =
  string extends NameOf<S> ? Schema : { readonly [N in NameOf<S>]: T };

/** Any cell of a frame. */
export type AnyCell<S extends Schema> = [NameOf<S>] extends [never] ? Cell : CellOf<S[NameOf<S>]>;

/** danfo's name for what a column holds. Numbers are kept in 64 bits whatever it says. */
export type DType = "float32" | "int32" | "string" | "boolean" | "datetime" | "undefined";

/** The name of a row. */
export type Label = string | number;

/** True when a cell is missing. */
export function isMissing(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || Number.isNaN(cell);
}

/** A copy of a column's values at the given rows, in their order; row −1 gives a missing value. */
export function takeValues(values: ColumnValues, rows: ArrayLike<number>): ColumnValues {
  if (values instanceof Float64Array) {
    const taken = new Float64Array(rows.length);
    for (let i = 0; i < taken.length; i++) taken[i] = values[rows[i] as number] ?? NaN;
    return taken;
  }
  const taken: Cell[] = new Array<Cell>(rows.length);
  for (let i = 0; i < taken.length; i++) taken[i] = values[rows[i] as number] ?? null;
  return taken as (string | null)[];
}

/** A column of the same name and type with other values. */
export function withValues(column: TableColumn, values: ColumnValues): TableColumn {
  return { name: column.name, type: column.type, values };
}

/**
 * Compares two cells: numbers by size, text by its characters, false before true, missing last.
 *
 * @returns Below 0 when `a` comes first, above 0 when `b` does, 0 when they are equal.
 */
export function compareCells(a: Cell | undefined, b: Cell | undefined): number {
  const missing = Number(isMissing(a)) - Number(isMissing(b));
  if (missing !== 0 || isMissing(a)) return missing;
  const [left, right] = [a as number, b as number];
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

/** A list as it is, one value as a list of one. */
export function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
