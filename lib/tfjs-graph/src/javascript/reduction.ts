/** Sums and means over neighbouring axes, and softmax over the last one. */
import { floatsOf, floatTensor, type CpuCall, type CpuKernels, type Tools } from "./cpu";
import type { TensorInfo } from "../internals";

/** The kernels `Sum`, `Mean` and `Softmax`. */
export function reductionKernels(tools: Tools): CpuKernels {
  return {
    Sum: (call) => sum(call, tools, () => 1),
    Mean: (call) => sum(call, tools, (count) => count),
    Softmax: softmax,
  };
}

/** Sums, each divided by what `divisor` makes of its number of terms. */
function sum(call: CpuCall, { tf }: Tools, divisor: (count: number) => number): TensorInfo | undefined {
  const { x } = call.inputs;
  const values = floatsOf(call, x);
  if (x === undefined || values === undefined || values.length === 0) return undefined;
  const axes = tf.util.parseAxisParam(call.attributes["axis"] as number[], [...x.shape]);
  const isSummed = x.shape.map((_, axis) => axes.includes(axis));
  const parts = partsOf(x.shape, isSummed);
  if (parts === undefined) return undefined;
  const { outer, summed, inner } = parts;
  const result = new Float32Array(outer * inner);
  const by = divisor(summed);
  if (inner === 1) {
    for (let o = 0, i = 0; o < outer; o += 1) {
      let total = 0;
      for (const end = i + summed; i < end; i += 1) total += values[i] as number;
      result[o] = total / by;
    }
  } else {
    const totals = new Float64Array(inner);
    for (let o = 0, i = 0; o < outer; o += 1) {
      totals.fill(0);
      for (let s = 0; s < summed; s += 1)
        for (let k = 0; k < inner; k += 1, i += 1) totals[k] = (totals[k] as number) + (values[i] as number);
      for (let k = 0; k < inner; k += 1) result[o * inner + k] = (totals[k] as number) / by;
    }
  }
  const kept = x.shape.map((length, axis) => (isSummed[axis] ? 1 : length));
  const keepDims = call.attributes["keepDims"] === true;
  return floatTensor(call, keepDims ? kept : kept.filter((_, axis) => !isSummed[axis]), result);
}

/** Sizes before, along and behind the summed axes; `undefined` if another axis lies between them. */
function partsOf(
  shape: readonly number[],
  isSummed: readonly boolean[],
): { outer: number; summed: number; inner: number } | undefined {
  const parts = { outer: 1, summed: 1, inner: 1 };
  for (const [axis, length] of shape.entries()) {
    if (length === 1) continue;
    if (isSummed[axis] && parts.inner > 1) return undefined;
    if (isSummed[axis]) parts.summed *= length;
    else if (parts.summed > 1) parts.inner *= length;
    else parts.outer *= length;
  }
  return parts;
}

/** e^(x − max) / Σ e^(x − max) along each row. */
function softmax(call: CpuCall): TensorInfo | undefined {
  const { logits } = call.inputs;
  const x = floatsOf(call, logits);
  const { dim } = call.attributes;
  const length = logits?.shape.at(-1);
  if (logits === undefined || x === undefined || length === undefined) return undefined;
  if (dim !== -1 && dim !== logits.shape.length - 1) return undefined;
  const y = new Float32Array(x.length);
  for (let row = 0; row < x.length; row += length) {
    let largest = -Infinity;
    for (let i = row; i < row + length; i += 1) largest = Math.max(largest, x[i] as number);
    let total = 0;
    for (let i = row; i < row + length; i += 1) {
      const value = Math.exp((x[i] as number) - largest);
      y[i] = value;
      total += value;
    }
    for (let i = row; i < row + length; i += 1) y[i] = (y[i] as number) / total;
  }
  return floatTensor(call, logits.shape, y);
}
