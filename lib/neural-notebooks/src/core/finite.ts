/** Checks that a tensor holds no NaN and no infinity. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { DataError, cannot } from "./errors";

/**
 * Checks a tensor's numbers; types that hold no NaN pass.
 *
 * @param tensor - Of any shape.
 * @param context - What could not be done, and the argument's name, for the message.
 * @throws DataError naming the first place.
 */
export function checkTensorFinite(
  tensor: TensorFlow.Tensor,
  { verb, argument }: { verb: string; argument: string },
): void {
  if (tensor.dtype !== "float32" || isFiniteSum(tensor)) return;
  // The sum of finite numbers may be too large.
  const values = tensor.dataSync();
  const place = values.findIndex((value) => !Number.isFinite(value));
  if (place < 0) return;
  throw cannot(verb, {
    argument: `${argument}[${indexOf(place, tensor.shape).join(", ")}]`,
    must: "a finite number",
    received: values[place],
    hint: "Fill or drop missing values first.",
    as: DataError,
  });
}

/** A sum that is finite proves all numbers finite, in one pass and without a copy. */
function isFiniteSum(tensor: TensorFlow.Tensor): boolean {
  const sum = tensor.sum();
  const [value] = sum.dataSync();
  sum.dispose();
  return Number.isFinite(value);
}

/** The index of a value by its place in row-major order. */
function indexOf(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = place;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
