/** The product of two matrices by `MatMul`, which is made for rank 2, in place of `BatchMatMulV2`. */
import { type Tf } from "../internals";
import { allFloat, operations, replaceKernel, type Restore } from "./native";

/*
 * Milliseconds, median of 60, stock beside ours: [1, 4]·[4, 3] 0.026, 0.017; [128, 128]·[128, 10] 0.099, 0.026;
 * [128, 784]·[784, 128] 0.292, 0.187; [512, 512]·[512, 512] 1.89, 1.74. A batch of matrices by one matrix, reshaped
 * to rank 2 and back, won nothing ([128, 30, 32]·[32, 32]: 0.123 beside 0.133).
 */

/**
 * Registers the product; batches of matrices stay with the stock kernel.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @returns Puts the stock kernel back.
 */
export function registerMatMul(tf: Tf): Restore {
  const { one, floatType, bool } = operations(tf);
  const T = floatType("T");
  return replaceKernel(tf, "BatchMatMul", ({ inputs: { a, b }, attributes: { transposeA, transposeB } }) => {
    if (a === undefined || b === undefined || a.shape.length !== 2 || b.shape.length !== 2) return undefined;
    if (!allFloat(a, b)) return undefined;
    const turned = [bool("transpose_a", transposeA === true), bool("transpose_b", transposeB === true)];
    return one("MatMul", [T, ...turned], [a, b]);
  });
}
