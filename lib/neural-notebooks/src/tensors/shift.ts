/** Turns pictures into the same pictures moved by some pixels. */
import { loadTf } from "../core/load-tf";
import { checkInteger } from "../core/shape";
import type { Tensor, Tensor4D } from "../core/tensor-types";
import { pictureSize } from "./cover";

/** How far pictures are moved; negative numbers move up and to the left. */
export interface ShiftOptions {
  /** Pixels down (0). */
  down?: number;
  /** Pixels to the right (0). */
  right?: number;
}

/**
 * Moves each picture. What leaves is lost, and 0 comes in from the other side. The caller disposes of the result; `x`
 * stays as it is.
 *
 * @param x - Pictures, shape `[count, height, width, channels]`.
 * @param options - Pixels `down` and `right`.
 * @returns Pictures of the same shape and type.
 * @throws ShapeError when `x` is not of rank 4.
 * @throws ArgumentError when a distance is no whole number.
 * @example
 * const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
 * const moved = shift(x, { right: 1 });
 * assert.deepEqual([...moved.dataSync()], [0, 1, 0, 3]);
 * tf.dispose([x, moved]);
 */
export function shift(x: Tensor, options: ShiftOptions): Tensor4D {
  const verb = "shift pictures";
  const [height, width] = pictureSize(x, verb);
  const { down = 0, right = 0 } = options ?? {};
  checkInteger(down, { verb, argument: "down" });
  checkInteger(right, { verb, argument: "right" });
  const tf = loadTf();
  return tf.tidy(() => {
    const [rows, columns] = [height - Math.abs(down), width - Math.abs(right)];
    if (rows <= 0 || columns <= 0) return tf.zerosLike(x) as Tensor4D;
    const begin = [0, Math.max(0, -down), Math.max(0, -right), 0];
    const kept = x.slice(begin, [-1, rows, columns, -1]) as Tensor4D;
    return tf.pad4d(kept, [
      [0, 0],
      [Math.max(0, down), Math.max(0, -down)],
      [Math.max(0, right), Math.max(0, -right)],
      [0, 0],
    ]);
  });
}
