/** Turns the three forms that rows of numbers come in (arrays, flat arrays, tensors) into one, and back into the form that came. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { loadTf } from "../core/load-tf";
import { shapeOf } from "../core/shape";
import type { Tensor, Tensor1D, Tensor2D } from "../core/tensor-types";

/**
 * Rows of numbers, one column per feature: nested arrays of shape `[rows, columns]`, a tensor of that shape, or
 * one column alone as a flat array of shape `[rows]` or a tensor of rank 1.
 */
export type Rows =
  readonly (readonly number[])[] | readonly number[] | Float32Array | Float64Array | Tensor2D | Tensor1D;

/** The form in which rows are given back: the kind that came. */
export type SameKind<X extends Rows> = X extends Tensor2D
  ? Tensor2D
  : X extends Tensor1D
    ? Tensor1D
    : X extends Float32Array
      ? Float32Array
      : X extends Float64Array
        ? Float64Array
        : X extends readonly number[]
          ? number[]
          : number[][];

/** Rows as they are worked on: flat, row by row. */
export interface Matrix {
  values: Float64Array;
  rows: number;
  columns: number;
}

/**
 * Reads rows of any form.
 *
 * @param x - The rows; they stay as they are.
 * @param context - Verb for messages; `missing`: whether `NaN` may come.
 * @returns A copy as float64.
 * @throws ShapeError when rows differ in length or the rank is not 1 or 2; DataError when a number is not finite.
 */
export function readRows(x: Rows, context: { verb: string; missing?: boolean }): Matrix {
  const { verb, missing = false } = context;
  const matrix = isTensor(x) ? readTensor(x, verb) : readArray(x, verb);
  for (let i = 0; i < matrix.values.length; i++) {
    const value = matrix.values[i] as number;
    if (Number.isFinite(value) || (missing && Number.isNaN(value))) continue;
    const argument = `x, row ${Math.floor(i / matrix.columns)}, column ${i % matrix.columns},`;
    throw cannot(verb, {
      argument,
      must: missing ? "finite or NaN (missing)" : "a finite number",
      received: value,
      hint: missing ? undefined : "Fill or drop missing values first.",
      as: DataError,
    });
  }
  return matrix;
}

/**
 * Gives rows back in the form that came.
 *
 * @param matrix - The numbers.
 * @param like - What the caller gave.
 * @returns Arrays for arrays, typed arrays for typed arrays, a new tensor (the caller disposes of it) for a tensor.
 */
export function writeRows<X extends Rows>(matrix: Matrix, like: X): SameKind<X> {
  return write(matrix, like) as SameKind<X>;
}

/** True when rows are a tensor. */
export function isTensor(x: unknown): x is Tensor {
  return typeof x === "object" && x !== null && "dataSync" in x && "shape" in x;
}

function write({ values, rows, columns }: Matrix, like: Rows): Rows {
  if (isTensor(like)) {
    const tf = loadTf();
    const numbers = Float32Array.from(values);
    return like.shape.length === 1 && columns === 1
      ? tf.tensor1d(numbers)
      : tf.tensor2d(numbers, [rows, columns]);
  }
  if (like instanceof Float32Array && columns === 1) return Float32Array.from(values);
  if (like instanceof Float64Array && columns === 1) return values;
  if (isFlat(like) && columns === 1) return Array.from(values);
  return Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns)),
  );
}

function isFlat(x: Rows): boolean {
  return ArrayBuffer.isView(x) || typeof (x as readonly unknown[])[0] === "number";
}

function readTensor(x: Tensor, verb: string): Matrix {
  const [rows = 0, columns = 1] = x.shape;
  if (x.shape.length < 1 || x.shape.length > 2)
    throw cannot(verb, { argument: "x", must: "of shape [rows, columns]", received: x, as: ShapeError });
  return { values: Float64Array.from(x.dataSync()), rows, columns };
}

function readArray(x: Exclude<Rows, Tensor>, verb: string): Matrix {
  if (!Array.isArray(x) && !ArrayBuffer.isView(x))
    throw cannot(verb, { argument: "x", must: "rows of numbers or a tensor", received: x, as: ShapeError });
  if (isFlat(x as Rows))
    return { values: Float64Array.from(x as ArrayLike<number>), rows: x.length, columns: 1 };
  const shape = shapeOf(x, { verb, argument: "x" });
  if (x.length === 0) return { values: new Float64Array(), rows: 0, columns: 0 };
  if (shape.length !== 2)
    throw cannot(verb, {
      argument: "x",
      must: "of shape [rows, columns]",
      received: { shape },
      as: ShapeError,
    });
  const [rows = 0, columns = 0] = shape;
  const values = new Float64Array(rows * columns);
  for (const [row, numbers] of (x as readonly ArrayLike<number>[]).entries())
    values.set(numbers, row * columns);
  return { values, rows, columns };
}
