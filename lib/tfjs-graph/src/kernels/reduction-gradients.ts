/** Gradients of sums and means: dy broadcast over the summed axes by one `BroadcastTo`. */
import { type Tf } from "../internals";
import { operations, replaceGradient, type Restore } from "./native";
import type { Tensor } from "@tensorflow/tfjs-node";

/*
 * Milliseconds per gradient, median of 60 (the least in brackets where the machine was busy), stock beside ours:
 *
 *                    [128, 10]      [128, 128]     [128, 26, 26, 32]
 *   Sum, all axes    0.052 0.024    0.068 0.038    20.6 (6.7)  3.0 (0.55)
 *   Sum, last axis   0.048 0.047    0.094 0.034    20.9 (8.4)  2.5 (0.72)
 *   Mean, all axes   0.058 0.035    0.110 0.057    30.5 (9.3)  3.9 (0.71)
 *   Mean, last axis  0.064 0.059    0.077 0.050    26.7 (9.4)  2.6 (0.92)
 */

/**
 * Registers the gradients of Sum and Mean. The stock ones fill an array of ones as large as the input, in
 * JavaScript, and multiply by it.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @returns Puts the stock gradients back.
 */
export function registerReductionGradients(tf: Tf): Restore {
  const { one, floatType, intType } = operations(tf);
  const attributes = [floatType("T"), intType("Tidx")];
  const broadcast = (dy: Tensor, x: Tensor, axes: readonly number[]): Tensor => {
    const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    // Broadcasting aligns from the right, so axes summed away on the left need no place of their own.
    const leading = axes.length === x.rank - dy.rank && axes.every((axis) => axis < axes.length);
    const aligned = leading || dy.rank === x.rank ? dy : tf.reshape(dy, kept);
    return one("BroadcastTo", attributes, [aligned, tf.tensor1d(x.shape, "int32")]);
  };
  const restores = ["Sum", "Mean"].map((kernel) =>
    replaceGradient(tf, kernel, {
      gradient: (dy, [x], { axis }) => {
        if (x === undefined) return undefined;
        const axes = tf.util.parseAxisParam(axis as number | number[], x.shape);
        const count = axes.reduce((product, each) => product * (x.shape[each] ?? 1), 1);
        return { x: () => broadcast(kernel === "Mean" ? tf.div(dy, count) : dy, x, axes) };
      },
    }),
  );
  return () => restores.forEach((restore) => restore());
}
