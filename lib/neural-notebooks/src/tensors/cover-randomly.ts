/** Turns pictures into the same pictures with a square of each covered, at another place each time. */
import { randomFrom } from "../core/global-seed";
import { loadTf } from "../core/load-tf";
import { checkInteger } from "../core/shape";
import type { Seed } from "../core/random";
import type { Tensor, Tensor4D } from "../core/tensor-types";
import { pictureSize } from "./cover";

/** How large the squares are, and where chance begins. */
export interface CoverRandomlyOptions {
  /** Side of the square in pixels; it lies within the picture. */
  size: number;
  /** Seed of the places (that of `setRandomSeed`, else 0). */
  seed?: Seed;
}

/**
 * Sets a square of each picture to 0, at a place of its own (T. DeVries and G. Taylor, 2017, "Improved regularization of
 * convolutional neural networks with cutout"). The caller disposes of the result; `x` stays as it is.
 *
 * @param x - Pictures, shape `[count, height, width, channels]`.
 * @param options - Side of the square; `seed`.
 * @returns Pictures of the same shape, float32.
 * @throws ShapeError when `x` is not of rank 4.
 * @throws ArgumentError when `size` is no whole number from 1 to the shorter side of the pictures.
 * @example
 * const x = tf.ones([5, 4, 4, 1]);
 * const covered = coverRandomly(x, { size: 2, seed: 1 });
 * assert.equal(covered.sum().dataSync()[0], 5 * (16 - 4));
 * tf.dispose([x, covered]);
 */
export function coverRandomly(x: Tensor, options: CoverRandomlyOptions): Tensor4D {
  const verb = "cover pictures";
  const [height, width] = pictureSize(x, verb);
  const { size, seed } = options ?? {};
  checkInteger(size, { verb, argument: "size", min: 1, max: Math.min(height, width) });
  const random = randomFrom(seed);
  const count = x.shape[0] ?? 0;
  const kept = new Float32Array(count * height * width).fill(1);
  for (let i = 0; i < count; i++) {
    const top = random.integer(0, height - size + 1);
    const left = random.integer(0, width - size + 1);
    for (let row = top; row < top + size; row++) {
      const start = (i * height + row) * width + left;
      kept.fill(0, start, start + size);
    }
  }
  const tf = loadTf();
  return tf.tidy(() => x.mul<Tensor4D>(tf.tensor4d(kept, [count, height, width, 1])));
}
