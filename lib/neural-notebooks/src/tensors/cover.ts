/** Turns pictures into the same pictures with a square of each covered. */
import { ShapeError, cannot } from "../core/errors";
import { loadTf } from "../core/load-tf";
import { checkInteger } from "../core/shape";
import type { Tensor, Tensor4D } from "../core/tensor-types";

/** Where the square lies. */
export interface CoverOptions {
  /** Its uppermost row, from 0; what lies outside of the picture covers nothing. */
  top: number;
  /** Its leftmost column, from 0. */
  left: number;
  /** Its side in pixels. */
  size: number;
}

/**
 * Sets a square of each picture to 0. The caller disposes of the result; `x` stays as it is.
 *
 * @param x - Pictures, shape `[count, height, width, channels]`.
 * @param options - Place and size of the square; parts outside of the picture are cut off.
 * @returns Pictures of the same shape and type.
 * @throws ShapeError when `x` is not of rank 4.
 * @throws ArgumentError when `top` or `left` is no whole number, or `size` none from 1.
 * @example
 * const x = tf.ones([1, 3, 3, 1]);
 * const covered = cover(x, { top: 1, left: 1, size: 5 });
 * assert.deepEqual([...covered.dataSync()], [1, 1, 1, 1, 0, 0, 1, 0, 0]);
 * tf.dispose([x, covered]);
 */
export function cover(x: Tensor, options: CoverOptions): Tensor4D {
  const verb = "cover pictures";
  const [height, width] = pictureSize(x, verb);
  const { top, left, size } = options ?? {};
  checkInteger(top, { verb, argument: "top" });
  checkInteger(left, { verb, argument: "left" });
  checkInteger(size, { verb, argument: "size", min: 1 });
  const tf = loadTf();
  return tf.tidy(() => {
    const isCovered = (i: number) => {
      const [row, column] = [Math.floor(i / width), i % width];
      return row >= top && row < top + size && column >= left && column < left + size;
    };
    const inside = Uint8Array.from({ length: height * width }, (_, i) => Number(isCovered(i)));
    const mask = tf
      .tensor4d(inside, [1, height, width, 1], "bool")
      .tile([x.shape[0] ?? 0, 1, 1, x.shape[3] ?? 0]);
    return tf.where(mask, tf.zerosLike(x), x) as Tensor4D;
  });
}

/**
 * Checks that a tensor holds pictures.
 *
 * @returns Their height and width.
 * @throws ShapeError when it is not of rank 4.
 */
export function pictureSize(x: Tensor, verb: string): [height: number, width: number] {
  const [, height = 0, width = 0] = (x as Partial<Tensor> | undefined)?.shape ?? [];
  if (x?.shape?.length === 4) return [height, width];
  const hint =
    x?.shape?.length === 3
      ? "Did you forget the batch axis? One picture has shape [1, height, width, channels]."
      : undefined;
  throw cannot(verb, {
    argument: "x",
    must: "pictures of shape [count, height, width, channels]",
    received: x,
    hint,
    as: ShapeError,
  });
}
