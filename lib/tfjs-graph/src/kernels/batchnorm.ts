/** All five gradients of batch normalisation from one `FusedBatchNormGradV3`. */
import type { Tensor } from "@tensorflow/tfjs-node";
import { type Tf } from "../internals";
import { allFloat, operations, replaceGradient, type Restore } from "./native";

/*
 * Milliseconds for the five gradients, median of 40, stock beside ours: [32, 14, 14, 32] 2.59, 0.53;
 * [1, 1, 128, 64] 0.376, 0.368.
 */

/**
 * Registers the gradient of FusedBatchNorm. With r = 1/√(variance + ε), y = scale·r·(x − mean) + offset:
 * dOffset = Σ dy and dScale = Σ dy·r·(x − mean) come from the operation, and of them follow
 * dMean = −r·scale·dOffset and dVariance = −½·r²·scale·dScale.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @returns Puts the stock gradient back.
 */
export function registerBatchNorm(tf: Tf): Restore {
  const { many, floatType, float, text, bool } = operations(tf);
  const fixed = [floatType("T"), floatType("U"), text("data_format", "NHWC"), bool("is_training", false)];
  return replaceGradient(tf, "FusedBatchNorm", {
    gradient: (dy, [x, mean, variance, scale], { varianceEpsilon }) => {
      if (x === undefined || mean === undefined || variance === undefined || scale === undefined)
        return undefined;
      // One number per channel; tfjs also allows a whole tensor of means, and the operation knows no empty one.
      if (x.size === 0 || [mean, variance, scale].some((t) => t.rank !== 1 || t.size !== x.shape[3]))
        return undefined;
      if (!allFloat(dy, x, mean, variance, scale)) return undefined;
      const epsilon = varianceEpsilon as number;
      const inputs = [dy, x, scale, mean, variance, variance];
      const [dx, dScale, dOffset] = many(
        "FusedBatchNormGradV3",
        [...fixed, float("epsilon", epsilon)],
        inputs,
        5,
      );
      if (dx === undefined || dScale === undefined || dOffset === undefined) return undefined;
      const r = () => tf.rsqrt(tf.add(variance, epsilon));
      const times = (factor: number, ...tensors: Tensor[]) =>
        tensors.reduce((product, tensor) => tf.mul(product, tensor), tf.scalar(factor) as Tensor);
      return {
        // Cloned, because each derivative is made in a scope of its own and may be disposed of on its own.
        x: () => tf.clone(dx),
        mean: () => times(-1, r(), scale, dOffset),
        variance: () => times(-0.5, tf.square(r()), scale, dScale),
        scale: () => tf.clone(dScale),
        offset: () => tf.clone(dOffset),
      };
    },
  });
}
