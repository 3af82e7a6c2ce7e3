/** Turns pictures and labels into tensors that a network takes. */
import { loadTf } from "../core/load-tf";
import type { Tensor2D, Tensor4D } from "../core/tensor-types";
import { checkInteger } from "../core/shape";
import { checkImages } from "../datasets";
import type { ImageSet } from "../datasets";

/**
 * Gives pictures as a tensor of numbers from 0 to 1. The caller disposes of it.
 *
 * @param set - Pictures of bytes.
 * @returns Tensor of shape `[count, height, width, channels]`, float32.
 * @throws ShapeError when the pixels do not fit the shape.
 * @example
 * const x = imagesToTensor({ images: new Uint8Array([0, 255]), labels: new Uint8Array(1), shape: [1, 1, 2, 1] });
 * assert.deepEqual([...x.dataSync()], [0, 1]);
 * x.dispose();
 */
export function imagesToTensor(set: ImageSet): Tensor4D {
  const { images, shape } = checkImages(set, "make a tensor of pictures");
  const values = new Float32Array(images.length);
  for (let i = 0; i < images.length; i++) values[i] = (images[i] as number) / 255;
  return loadTf().tensor4d(values, shape);
}

/**
 * Gives class numbers as one-hot rows. The caller disposes of the tensor.
 *
 * @param labels - Whole numbers from 0.
 * @param classes - How many classes there are.
 * @returns Tensor of shape `[labels, classes]`, float32.
 * @throws ArgumentError when a label is not from 0 to classes − 1.
 * @example
 * const y = labelsToTensor([1, 0], 2);
 * assert.deepEqual(y.arraySync(), [[0, 1], [1, 0]]);
 * y.dispose();
 */
export function labelsToTensor(labels: ArrayLike<number>, classes: number): Tensor2D {
  checkInteger(classes, { verb: "make a tensor of labels", argument: "classes", min: 1 });
  const values = new Float32Array(labels.length * classes);
  for (let row = 0; row < labels.length; row++) {
    const label = checkInteger(labels[row] as number, {
      verb: "make a tensor of labels",
      argument: `labels[${row}]`,
      min: 0,
      max: classes - 1,
    });
    values[row * classes + label] = 1;
  }
  return loadTf().tensor2d(values, [labels.length, classes]);
}
