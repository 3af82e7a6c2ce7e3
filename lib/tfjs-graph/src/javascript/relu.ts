/** The gradient of ReLU on the JavaScript back end: one loop in place of two operations. */
import { CPU, type Tools } from "./cpu";
import { bitsOf, isNaNByBits, INFINITY_BITS } from "./elementwise";
import type { Tensor } from "@tensorflow/tfjs-node";
import { replaceGradientOf, type Restore } from "../replace";

/**
 * Swaps the gradient of `Relu`: dx = dy where x > 0, else 0.
 *
 * @returns Puts the stock gradient back.
 */
export function replaceReluGradient({ tf }: Tools): Restore {
  const fast = {
    gradient: (dy: Tensor, [x]: Tensor[]) => {
      if (x === undefined || dy.dtype !== "float32" || x.dtype !== "float32") return undefined;
      const given = { x: x.dataSync() as Float32Array, dy: dy.dataSync() as Float32Array };
      return given.x.length === given.dy.length
        ? { x: () => tf.tensor(reluGradient(given), dy.shape, "float32") }
        : undefined;
    },
  };
  return replaceGradientOf(tf, fast, { kernelName: "Relu", backendName: CPU });
}

/** By bits, for the reason that elementwise.ts gives. As dy is multiplied by 0 in tfjs, an infinite one gives NaN. */
function reluGradient({ x, dy }: { x: Float32Array; dy: Float32Array }): Float32Array {
  const result = new Float32Array(x.length);
  const [xBits, dyBits, bits] = [bitsOf(x), bitsOf(dy), bitsOf(result)];
  for (let i = 0; i < bits.length; i += 1) {
    const [own, slope] = [xBits[i] as number, dyBits[i] as number];
    const isAbove = (-own & ~own) >> 31;
    if (isNaNByBits(own) || (slope & INFINITY_BITS) === INFINITY_BITS)
      result[i] = isNaNByBits(own) ? NaN : (dy[i] as number) * (isAbove & 1);
    else bits[i] = slope & isAbove;
  }
  return result;
}
