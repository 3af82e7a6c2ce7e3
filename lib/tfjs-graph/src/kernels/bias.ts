/** A sum over every axis but the last, which is what a bias' gradient is, by `BiasAddGrad`. */
import { type Tf } from "../internals";
import { allFloat, operations, replaceKernel, type Restore } from "./native";

/*
 * Milliseconds, median of 40, stock `Sum` beside `BiasAddGrad`: [128, 10] 0.017, 0.010; [128, 128] 0.017, 0.011;
 * [128, 26, 26, 32] 1.20, 0.59. The kernel is replaced, not the gradient of Add: so the gradient of the fused dense
 * and convolution layers, which sums by itself, and a learner's own column sum gain as well, and the second
 * derivative stays as it is. `BiasAdd` in place of `AddV2` won nothing ([128, 26, 26, 32]: 1.30 beside 1.23).
 */

/**
 * Registers the sum.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @returns Puts the stock kernel back.
 */
export function registerBias(tf: Tf): Restore {
  const { one, floatType, text } = operations(tf);
  const attributes = [floatType("T"), text("data_format", "NHWC")];
  return replaceKernel(tf, "Sum", ({ inputs: { x }, attributes: { axis, keepDims } }) => {
    if (x === undefined || keepDims === true || !allFloat(x) || x.shape.length < 2) return undefined;
    if (!isAllButLast(tf.util.parseAxisParam(axis as number | number[], x.shape), x.shape.length))
      return undefined;
    return one("BiasAddGrad", attributes, [x]);
  });
}

function isAllButLast(axes: readonly number[], rank: number): boolean {
  return axes.length === rank - 1 && new Set(axes).size === rank - 1 && !axes.includes(rank - 1);
}
