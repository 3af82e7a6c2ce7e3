/** Gradients of activations by TensorFlow's own gradient operations: one operation in place of two to eight. */
import { type Tf } from "../internals";
import { allFloat, operations, replaceGradient, type Restore } from "./native";

/*
 * Milliseconds per gradient, median of 40, stock beside ours, one run on 2 cores:
 *
 *              [128, 10]      [128, 128]     [128, 26, 26, 32]
 *   Relu       0.227 0.015    0.162 0.011    21.1  2.2
 *   Relu6      0.312 0.060    0.379 0.093    41.4 11.0
 *   Sigmoid    0.043 0.010    0.033 0.010    10.3  3.3
 *   Tanh       0.041 0.010    0.032 0.010     9.0  3.2
 *   LeakyRelu  0.072 0.012    0.045 0.012     8.8  3.4
 *   Softplus   0.025 0.010    0.027 0.017    11.7  6.9
 *
 * Elu is left alone, tfjs calls EluGrad already; so is Selu, where SeluGrad and tfjs disagree at exactly 0.
 */

/** Kernels whose gradient operation takes (dy, saved) with no attribute but the type. */
const FROM_DY = { Relu: "ReluGrad", Softplus: "SoftplusGrad" } as const;
/** The same with the result first: (y, dy). */
const FROM_RESULT = { Sigmoid: "SigmoidGrad", Tanh: "TanhGrad" } as const;

/** The float after 6. `Relu6Grad` gives 0 at exactly 6 where tfjs gives 1; two ReluGrads can do as tfjs does. */
const AFTER_SIX = 6 + 2 ** -21;

/**
 * Registers the gradients of Relu, Relu6, Softplus, Sigmoid, Tanh and LeakyRelu.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @returns Puts the stock gradients back.
 */
export function registerActivations(tf: Tf): Restore {
  const { one, floatType, float } = operations(tf);
  const T = [floatType("T")];
  const restores = [
    ...Object.entries(FROM_DY).map(([kernel, operation]) =>
      replaceGradient(tf, kernel, {
        gradient: (dy, [x]) =>
          x !== undefined && allFloat(dy, x) ? { x: () => one(operation, T, [dy, x]) } : undefined,
      }),
    ),
    ...Object.entries(FROM_RESULT).map(([kernel, operation]) =>
      replaceGradient(tf, kernel, {
        gradient: (dy, [y]) =>
          y !== undefined && allFloat(dy, y) ? { x: () => one(operation, T, [y, dy]) } : undefined,
      }),
    ),
    replaceGradient(tf, "LeakyRelu", {
      gradient: (dy, [x], { alpha }) =>
        x !== undefined && allFloat(dy, x)
          ? { x: () => one("LeakyReluGrad", [float("alpha", alpha as number), ...T], [dy, x]) }
          : undefined,
    }),
    replaceGradient(tf, "Relu6", {
      gradient: (dy, [x]) =>
        x !== undefined && allFloat(dy, x)
          ? { x: () => one("ReluGrad", T, [one("ReluGrad", T, [dy, x]), tf.sub(AFTER_SIX, x)]) }
          : undefined,
    }),
  ];
  return () => restores.forEach((restore) => restore());
}
