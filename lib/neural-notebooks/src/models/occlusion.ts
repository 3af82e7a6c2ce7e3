/** Turns a classifier and a picture into a map of what the classifier needs to see. */
import { ShapeError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { tf, type LayersModel, type Tensor, type Tensor4D } from "../core/tf";
import { cover } from "../tensors/cover";
import { checkModelInput } from "./predict";

/** How a picture is covered, and which probability is noted. */
export interface OcclusionOptions {
  /** The class whose probability is noted, from 0. */
  label: number;
  /** Side of the square in pixels (7). */
  size?: number;
  /** The square is centred on every so many pixels (2). */
  step?: number;
}

/**
 * Covers a picture by a black square at one place after the other, and notes how probable a class remains.
 *
 * @param model - A classifier of pictures with output `[batch, classes]`.
 * @param x - One picture, shape `[1, height, width, channels]`.
 * @param options - Class, size of the square, step.
 * @returns The probabilities as a picture, `[1, height, width, 1]`: each number stands for the square centred there, and
 *   fills the pixels up to the next place. The caller disposes of it.
 * @throws ShapeError when x is not one picture as the model wants it.
 * @throws ArgumentError when the model has no such class, or size or step is no whole number from 1.
 */
export function occlusionMap(model: LayersModel, x: Tensor, options: OcclusionOptions): Tensor4D {
  const verb = "map the occlusion";
  const { label, size = 7, step = 2 } = options ?? {};
  checkModelInput(model, x, verb);
  if (x.shape.length !== 4 || x.shape[0] !== 1)
    throw cannot(verb, {
      argument: "x",
      must: "one picture, [1, height, width, channels]",
      received: x,
      as: ShapeError,
    });
  checkInteger(label, { verb, argument: "label", min: 0, max: (model.outputs[0]?.shape.at(-1) ?? 1) - 1 });
  checkInteger(size, { verb, argument: "size", min: 1 });
  checkInteger(step, { verb, argument: "step", min: 1 });
  const [, height, width] = x.shape as [number, number, number, number];
  const half = Math.floor((size - 1) / 2);
  return tf.tidy(() => {
    const covered: Tensor[] = [];
    for (let row = 0; row < height; row += step)
      for (let column = 0; column < width; column += step)
        covered.push(cover(x, { top: row - half, left: column - half, size }));
    const probabilities = model.predict(tf.concat(covered)) as Tensor;
    const places: [number, number] = [Math.ceil(height / step), Math.ceil(width / step)];
    const ofLabel = probabilities.slice([0, label], [-1, 1]).reshape<Tensor4D>([1, ...places, 1]);
    const large = tf.image.resizeNearestNeighbor(ofLabel, [places[0] * step, places[1] * step]);
    return large.slice([0, 0, 0, 0], [1, height, width, 1]);
  });
}
