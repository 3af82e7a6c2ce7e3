/** Makes `tf.tensor`, `tf.tensor1d` … refuse ragged nested arrays, which TensorFlow.js pads silently. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { DataError } from "./errors";

/** The functions that make tensors from nested arrays. */
const TENSOR_FACTORIES = [
  "tensor",
  "tensor1d",
  "tensor2d",
  "tensor3d",
  "tensor4d",
  "tensor5d",
  "tensor6d",
] as const;

type TensorFactory = (values: unknown, ...rest: unknown[]) => unknown;

/**
 * A copy of TensorFlow.js whose tensor factories check their rows.
 *
 * @param tf - TensorFlow.js, whose exports cannot be changed in place.
 * @returns The same functions by the same names.
 */
export function withCheckedRows(tf: typeof TensorFlow): typeof TensorFlow {
  const checked: Record<string, TensorFactory> = {};
  for (const name of TENSOR_FACTORIES) {
    const make = tf[name] as TensorFactory;
    checked[name] = (values, ...rest) => {
      if (Array.isArray(values)) checkRows(`tf.${name}`, values);
      return make(values, ...rest);
    };
  }
  return { ...tf, ...checked };
}

/** Compares each row with the first one of its depth; stops at the first that differs. */
function checkRows(maker: string, values: readonly unknown[]): void {
  const shape: number[] = [];
  for (let level: unknown = values; isRow(level); level = level[0]) shape.push(level.length);
  const check = (row: ArrayLike<unknown>, path: readonly number[]): void => {
    const depth = path.length + 1;
    // A typed array holds numbers only.
    if (ArrayBuffer.isView(row)) return;
    for (let i = 0; i < row.length; i++) {
      const item = row[i];
      if (depth === shape.length) {
        if (typeof item === "object" && isRow(item)) throw mixedDepthError(maker, [...path, i], true);
      } else if (!isRow(item)) throw mixedDepthError(maker, [...path, i], false);
      else if (item.length !== shape[depth])
        throw raggedError(maker, { path: [...path, i], length: item.length, first: shape[depth] as number });
      else check(item, [...path, i]);
    }
  };
  check(values, []);
}

function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function raggedError(
  maker: string,
  found: { path: readonly number[]; length: number; first: number },
): DataError {
  const { path, length, first } = found;
  const zeros = path.map(() => "[0]").join("");
  const at = path.map((index) => `[${index}]`).join("");
  const values = length === 1 ? "value" : "values";
  return new DataError(
    `Cannot make a tensor: all rows must be of the same length; values${at} has ${length} ${values}, and values${zeros} has ${first}. ` +
      `Fill or cut the row at ${at} before you call ${maker}.`,
  );
}

function mixedDepthError(maker: string, path: readonly number[], isDeep: boolean): DataError {
  const at = path.map((index) => `[${index}]`).join("");
  return new DataError(
    `Cannot make a tensor: all rows must be nested to the same depth; values${at} is ${isDeep ? "an array where others are numbers" : "a single value where others are arrays"}. ` +
      `Correct it before you call ${maker}.`,
  );
}
