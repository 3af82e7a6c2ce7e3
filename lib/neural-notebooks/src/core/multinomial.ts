/** Makes `tf.multinomial` repeatable by its seed: the native operation keeps its random state between calls. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { Random } from "./random";

const KERNEL = "Multinomial";
const NATIVE = "tensorflow";

/** What tfjs gives the kernel. */
interface Attributes {
  readonly numSamples: number;
  readonly seed: number;
  readonly normalized: boolean;
}

/**
 * Replaces the native kernel.
 *
 * @param tf - TensorFlow.js, changed in place; on another back end nothing changes.
 */
export function seedMultinomial(tf: typeof TensorFlow): void {
  if (!tf.getKernel(KERNEL, NATIVE)) return;
  tf.unregisterKernel(KERNEL, NATIVE);
  tf.registerKernel({
    kernelName: KERNEL,
    backendName: NATIVE,
    kernelFunc: ({ inputs, attrs }) => {
      const logits = inputs["logits"] as TensorFlow.Tensor2D; // [rows, outcomes]
      const { numSamples, seed, normalized } = attrs as unknown as Attributes;
      const values = tf.tidy(() => (normalized ? logits : tf.softmax(logits)).dataSync<"float32">());
      const [rows, outcomes] = logits.shape;
      // Without a seed, tfjs passes a random number below 1.
      const random = new Random(Number.isInteger(seed) ? seed : Math.floor(seed * 2 ** 31));
      const drawn = new Int32Array(rows * numSamples);
      for (let row = 0; row < rows; row++) {
        const shares = values.subarray(row * outcomes, (row + 1) * outcomes);
        for (let i = 0; i < numSamples; i++) drawn[row * numSamples + i] = draw(shares, random.uniform());
      }
      return tf.tensor2d(drawn, [rows, numSamples], "int32");
    },
  });
}

/** The first outcome at which the shares add up to more than `u`. */
function draw(shares: Float32Array, u: number): number {
  let sum = 0;
  for (const [outcome, share] of shares.entries()) {
    sum += share;
    if (u < sum) return outcome;
  }
  // Rounding may leave the sum just below 1.
  return shares.length - 1;
}
