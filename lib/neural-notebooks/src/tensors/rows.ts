/** Turns the forms that rows come in (tables, arrays, flat arrays, tensors) into columns, and back into the form that came. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { loadTf } from "../core/load-tf";
import { shapeOf, type CheckContext } from "../core/shape";
import type { Tensor, Tensor1D, Tensor2D } from "../core/tensor-types";
import {
  columnsOfTable,
  isCells,
  isSeries,
  isTable,
  seriesOfValues,
  tableOfColumns,
  valuesOfSeries,
} from "./table";
import type { TableCell, Columns, OtherColumns, SeriesLike, TableLike } from "./table";

/**
 * Rows of numbers, one column per feature: a table, nested arrays of shape `[rows, columns]`, a tensor of that shape,
 * or one column alone as a series, a flat array of shape `[rows]` or a tensor of rank 1.
 */
export type Rows =
  | TableLike
  | SeriesLike
  | readonly (readonly number[])[]
  | readonly number[]
  | Float32Array
  | Float64Array
  | Tensor2D
  | Tensor1D;

/** Rows of any cells: numbers, text, truth values, missing ones. */
export type CellRows = Rows | readonly ArrayLike<TableCell>[] | ArrayLike<TableCell>;

/** The form in which rows of numbers are given back: the kind that came. */
export type SameKind<X> = X extends TableLike | SeriesLike | Tensor2D | Tensor1D | Float32Array | Float64Array
  ? X
  : X extends readonly (readonly unknown[])[]
    ? number[][]
    : number[];

/** What a column must be for the work at hand. */
export interface ColumnContext {
  /** What is being done, for messages. */
  verb: string;
  /** Whether missing values may come. */
  missing?: boolean;
  /** The argument's name (`"x"`). */
  argument?: string;
}

/**
 * Reads rows of any form.
 *
 * @param x - The rows; they stay as they are, and nobody may change what comes of them.
 * @param verb - What is being done, and the argument's name, for messages.
 * @throws ShapeError when rows differ in length or the rank is not 1 or 2.
 */
export function readColumns(x: CellRows, verb: string, argument = "x"): Columns {
  if (isTable(x)) return columnsOfTable(x);
  if (isSeries(x)) {
    const values = valuesOfSeries(x);
    return { names: x.columns, values: [values], rows: values.length };
  }
  if (isTensor(x)) return readTensor(x, { verb, argument });
  if (!isCells(x))
    throw cannot(verb, {
      argument,
      must: "a table, rows or a tensor",
      received: x,
      as: ShapeError,
    });
  if (x.length === 0) return { values: [], rows: 0 };
  return isCells(x[0])
    ? readNested(x as ArrayLike<ArrayLike<TableCell>>, { verb, argument })
    : { values: [x as ArrayLike<TableCell>], rows: x.length };
}

/** What a step gives whose columns may be others than those that came: a table for a table, a tensor for a tensor, otherwise rows. */
export type Transformed<X> = X extends TableLike
  ? OtherColumns<X>
  : X extends Tensor2D | Tensor1D
    ? Tensor2D
    : number[][];

/**
 * In what form columns are given back: the kind that came; always as rows, of rank 2; the kind that came, or lists where
 * that cannot hold text; a flat list where there is one column. A table is given for a table in any case.
 */
export type Form = "same" | "rows" | "cells" | "list";

/**
 * Gives columns back in the form that came.
 *
 * @param columns - As many rows as there are.
 * @param like - What the caller gave.
 * @returns A table for a table; with the form `"same"` arrays for arrays, typed arrays for typed arrays, a new tensor
 * (the caller disposes of it) for a tensor.
 */
export function writeColumns(columns: Columns, like: CellRows, form: Form = "same"): unknown {
  if (isTable(like)) return tableOfColumns(columns, like);
  const { rows, values } = columns;
  const [first] = values;
  const only = values.length === 1 && form !== "rows" ? first : undefined;
  if (only && form === "list") return Array.from(only);
  if (isTensor(like) && (form === "same" || form === "rows"))
    return like.shape.length === 1 && only ? tensorOfColumn(only) : tensorOfColumns(columns);
  if (only && isSeries(like)) return seriesOfValues(only, like);
  if (only && form === "same" && (like instanceof Float32Array || like instanceof Float64Array))
    return (like.constructor as Float64ArrayConstructor).from(only as ArrayLike<number>);
  if (only && !isNested(like)) return Array.from(only);
  return Array.from({ length: rows }, (_, row) => values.map((column) => column[row]));
}

/**
 * Writes columns of numbers into one tensor, one after another. The caller disposes of it.
 *
 * @param columns - Numbers; with a context any cells, which are checked.
 * @returns Tensor of shape `[rows, columns]`, float32.
 * @throws DataError when a column that is checked holds text, or a missing value where none may come.
 */
export function tensorOfColumns(columns: Columns, context?: ColumnContext): Tensor2D {
  const { rows, values } = columns;
  const width = values.length;
  const flat = new Float32Array(rows * width);
  for (const [at, cells] of values.entries()) {
    const column = context ? numbersOf(columns, at, context) : cells;
    for (let row = 0; row < rows; row++) flat[row * width + at] = column[row] as number;
  }
  return loadTf().tensor2d(flat, [rows, width]);
}

/**
 * Reads a column as numbers; truth values as 0 and 1.
 *
 * @param columns - Where it stands.
 * @param at - Its place.
 * @returns `NaN` = missing. It may be the column itself, so nobody may change it; see {@link copyOfNumbers}.
 * @throws DataError when the column holds text, an infinite number, or a missing one where none may come.
 */
export function numbersOf(columns: Columns, at: number, context: ColumnContext): Float64Array {
  const { verb, missing = false, argument = "x" } = context;
  const cells = columns.values[at] ?? [];
  const numbers = cells instanceof Float64Array ? cells : numbersFrom(cells, labelOf(columns, at), verb);
  // A difference with itself is 0 but for what is not finite, which is then looked at closely.
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row] as number;
    if (value - value === 0 || (missing && Number.isNaN(value))) continue;
    throw cannot(verb, {
      argument: columns.names
        ? `${labelOf(columns, at)}, row ${row},`
        : `${argument}, row ${row}, column ${at},`,
      must: missing ? "finite or missing" : "a finite number",
      received: cells[row],
      hint: missing ? undefined : "Fill missing values first, by SimpleImputer, or drop them.",
      as: DataError,
    });
  }
  return numbers;
}

/** Reads a column as {@link numbersOf} does, into an array that may be changed. */
export function copyOfNumbers(columns: Columns, at: number, context: ColumnContext): Float64Array {
  const numbers = numbersOf(columns, at, context);
  return numbers === columns.values[at] ? numbers.slice() : numbers;
}

function numbersFrom(cells: ArrayLike<TableCell>, label: string, verb: string): Float64Array {
  const numbers = new Float64Array(cells.length);
  for (let row = 0; row < numbers.length; row++) {
    const cell = cells[row];
    if (typeof cell === "string" || (typeof cell === "object" && cell !== null))
      throw notNumbers(label, { verb, cell });
    numbers[row] = typeof cell === "number" ? cell : Number(cell ?? NaN);
  }
  return numbers;
}

/** A column's name for messages. */
export function labelOf({ names }: Columns, at: number): string {
  return names ? `column "${names[at] ?? at}"` : `column ${at}`;
}

function tensorOfColumn(values: ArrayLike<TableCell>): Tensor1D {
  return loadTf().tensor1d(Float32Array.from(values as ArrayLike<number>));
}

/** True for lists of lists, and tensors of rank 2. */
function isNested(x: CellRows): boolean {
  return isTensor(x) ? x.shape.length > 1 : isCells(x) && isCells(x[0]);
}

/** True when rows are a tensor. */
export function isTensor(x: unknown): x is Tensor {
  return typeof x === "object" && x !== null && "dataSync" in x && "shape" in x;
}

/** True when a cell is missing. */
export function isMissingCell(cell: TableCell): cell is null | undefined {
  return cell === null || cell === undefined || Number.isNaN(cell);
}

function notNumbers(argument: string, { verb, cell }: { verb: string; cell: unknown }): DataError {
  const hint =
    "Turn text into numbers first, by OneHotEncoder (or OrdinalEncoder, where the words have an order).";
  return cannot(verb, {
    argument,
    must: "numbers",
    received: cell,
    hint: typeof cell === "string" ? hint : undefined,
    as: DataError,
  });
}

function readTensor(x: Tensor, { verb, argument }: CheckContext): Columns {
  const [rows = 0, width = 1] = x.shape;
  if (x.shape.length < 1 || x.shape.length > 2)
    throw cannot(verb, { argument, must: "of shape [rows, columns]", received: x, as: ShapeError });
  const flat = x.dataSync();
  const values = Array.from({ length: width }, (_, at) => {
    // A tensor may hold text: words to be encoded.
    const column = x.dtype === "string" ? new Array<TableCell>(rows) : new Float64Array(rows);
    for (let row = 0; row < rows; row++) column[row] = flat[row * width + at];
    return column;
  });
  return { values, rows };
}

function readNested(x: ArrayLike<ArrayLike<TableCell>>, { verb, argument }: CheckContext): Columns {
  const [rows = 0, width, deeper] = shapeOf(x, { verb, argument });
  if (width === undefined || deeper !== undefined)
    throw cannot(verb, { argument, must: "of shape [rows, columns]", received: x, as: ShapeError });
  const values = Array.from({ length: width }, (): TableCell[] => new Array<TableCell>(rows));
  for (let row = 0; row < rows; row++) {
    const cells = x[row] ?? [];
    for (const [at, column] of values.entries()) column[row] = cells[at];
  }
  return { values, rows };
}
