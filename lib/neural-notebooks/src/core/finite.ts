/** Checks that a tensor holds no NaN and no infinity. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { DataError, cannot } from "./errors";

/**
 * Checks a tensor's numbers; types that hold no NaN pass.
 *
 * @param tensor - Of any shape.
 * @param context - What could not be done, and the argument's name, for the message.
 * @throws DataError with the index of the first one.
 */
export function checkTensorFinite(
  tensor: TensorFlow.Tensor,
  { verb, argument }: { verb: string; argument: string },
): void {
  if (tensor.dtype !== "float32" || isFiniteSum(tensor)) return;
  // The sum may overflow although all numbers are finite.
  const values = tensor.dataSync();
  const flatIndex = values.findIndex((value) => !Number.isFinite(value));
  if (flatIndex < 0) return;
  throw cannot(verb, {
    argument: `${argument}[${indexOf(flatIndex, tensor.shape).join(", ")}]`,
    must: "a finite number",
    received: values[flatIndex],
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

/** The index in each axis of a flat, row-major index. */
function indexOf(flatIndex: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = flatIndex;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
