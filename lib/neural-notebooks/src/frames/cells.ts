/** Turns cells that come from code into a typed column; nothing is guessed at: text stays text, whatever it looks like. */
import { DataError, cannot } from "../core/errors";
import { dateProblem, parseDate } from "../datasets";
import type { ColumnType, TableColumn } from "../datasets";
import type { Cell, ColumnValues, DType } from "./schema";
import { isMissing } from "./schema";

/** What kinds of values came, one bit each. */
const NUMBER = 1;
const TEXT = 2;
const TRUTH = 4;
const DATE = 8;
const OTHER = 16;

const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Makes a column. Numbers alone make a number column, truth values alone a boolean one, dates (`Date`, or ISO text in
 * every cell) a date column; all else becomes text, as a column holds one type.
 *
 * @param name - Its name.
 * @param cells - Values; `null`, `undefined` and `NaN` are missing.
 * @param dtype - danfo's name for the type, where the cells do not say it.
 * @throws DataError when a cell does not fit the type given.
 */
export function columnFromCells(name: string, cells: ArrayLike<unknown>, dtype?: DType): TableColumn {
  if (dtype !== undefined && dtype !== "undefined") return columnOfType({ name, cells }, typeOfDtype(dtype));
  if (cells instanceof Float64Array) return { name, type: "number", values: cells.slice() };
  const kinds = kindsOf(cells);
  if (kinds === 0 || kinds === NUMBER) return { name, type: "number", values: numbersFrom(cells) };
  if (kinds === TRUTH) return { name, type: "boolean", values: present<boolean>(cells) };
  if (kinds === DATE) return { name, type: "date", values: dayTexts(cells) };
  if (kinds === TEXT) {
    const values = present<string>(cells);
    const dates = values.every((text) => text === null || (iso.test(text) && parseDate(text) === text));
    return { name, type: dates ? "date" : "string", values };
  }
  return columnOfType({ name, cells }, "string");
}

/** The type of a column that danfo calls so. */
export function typeOfDtype(dtype: DType): ColumnType {
  if (dtype === "string" || dtype === "boolean") return dtype;
  return dtype === "datetime" ? "date" : "number";
}

/** What danfo calls a column: whole numbers, without a missing one, are `int32`, other numbers `float32`. */
export function dtypeOf({ type, values }: TableColumn): DType {
  if (type === "date") return "datetime";
  if (!(values instanceof Float64Array)) return type as DType;
  return values.length > 0 && values.every(Number.isInteger) ? "int32" : "float32";
}

/**
 * Turns a column into another type; missing cells stay missing.
 *
 * @throws DataError when a cell cannot be turned.
 */
export function convertColumn(column: TableColumn, dtype: DType): TableColumn {
  const type = typeOfDtype(dtype);
  if (dtype !== "int32") return columnOfType({ name: column.name, cells: column.values }, type);
  const numbers = columnOfType({ name: column.name, cells: column.values }, "number");
  return { ...numbers, values: (numbers.values as Float64Array).map(Math.trunc) };
}

function columnOfType(
  { name, cells }: { name: string; cells: ArrayLike<unknown> },
  type: ColumnType,
): TableColumn {
  const convert = converters[type];
  const values = Array.from<unknown, Cell>(cells, (cell, row) => {
    if (isMissing(cell as Cell)) return null;
    const value = convert(cell);
    if (value !== undefined) return value;
    throw cannot("make the column", {
      argument: `column "${name}", row ${row},`,
      ...(type === "date" ? dateProblem(String(cell)) : { must: `a ${type}` }),
      received: cell,
      as: DataError,
    });
  });
  if (type !== "number") return { name, type, values: values as (string | null)[] };
  return { name, type, values: Float64Array.from(values, (value) => (value === null ? NaN : Number(value))) };
}

/** A cell as a value of the type; `undefined` where it is none. */
const converters: Readonly<Record<ColumnType, (cell: unknown) => Cell | undefined>> = {
  number: (cell) => {
    if (typeof cell === "string" && cell.trim() === "") return undefined;
    const number = Number(cell);
    return Number.isNaN(number) ? undefined : number;
  },
  string: textOf,
  boolean: (cell) => {
    if (cell === "true" || cell === "false") return cell === "true";
    return typeof cell === "string" ? undefined : Boolean(cell);
  },
  date: (cell) => (cell instanceof Date ? isoText(cell) : parseDate(textOf(cell))),
};

function textOf(cell: unknown): string {
  if (cell instanceof Date) return isoText(cell) ?? "";
  if (typeof cell === "object" && cell !== null && !Array.isArray(cell)) return JSON.stringify(cell);
  return String(cell);
}

function isoText(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function kindsOf(cells: ArrayLike<unknown>): number {
  let kinds = 0;
  for (let row = 0; row < cells.length; row++) kinds |= kindOf(cells[row]);
  return kinds;
}

function kindOf(cell: unknown): number {
  if (typeof cell === "number") return Number.isNaN(cell) ? 0 : NUMBER;
  if (typeof cell === "string") return TEXT;
  if (cell === null || cell === undefined) return 0;
  if (typeof cell === "boolean") return TRUTH;
  return cell instanceof Date ? DATE : OTHER;
}

function numbersFrom(cells: ArrayLike<unknown>): Float64Array {
  const numbers = new Float64Array(cells.length);
  for (let row = 0; row < numbers.length; row++) {
    const cell = cells[row];
    numbers[row] = typeof cell === "number" ? cell : NaN;
  }
  return numbers;
}

/** The cells with `null` for all that is missing. */
function present<T>(cells: ArrayLike<unknown>): (T | null)[] {
  const values = new Array<T | null>(cells.length);
  for (let row = 0; row < values.length; row++) {
    const cell = cells[row] as Cell;
    values[row] = isMissing(cell) ? null : (cell as T);
  }
  return values;
}

/** Dates without a time of day as `2024-01-31`, those with one whole. */
function dayTexts(cells: ArrayLike<unknown>): ColumnValues {
  const texts = present<Date>(cells).map((date) => (date ? (isoText(date) ?? null) : null));
  const days = texts.every((text) => text === null || text.endsWith("T00:00:00.000Z"));
  return days ? texts.map((text) => text?.slice(0, 10) ?? null) : texts;
}

/** The column type that danfo's name stands for. */
export type TypeOfDtype<D extends DType> = D extends "string" | "boolean"
  ? D
  : D extends "datetime"
    ? "date"
    : "number";

/** @throws ArgumentError when danfo has no such type. */
export function checkDtype(dtype: string): void {
  const known = ["float32", "int32", "string", "boolean", "datetime", "undefined"];
  if (!known.includes(dtype))
    throw cannot("turn into a type", {
      argument: "dtype",
      must: `one of ${known.join(", ")}`,
      received: dtype,
    });
}
