/** Makes of generated rows the tensors that an exercise hands to the learner: rows to learn from, and rows to watch by. */
import { tf } from "../core/tf";

/** Rows as lists: inputs, and one target each. */
export interface GeneratedRows {
  x: number[][];
  y: number[];
}

/** What an exercise that trains carries as its `data`. */
export interface TrainingRows {
  /** Inputs to learn from, [rows, inputs]. */
  x: tf.Tensor2D;
  /** Their targets, [rows, 1]. */
  y: tf.Tensor2D;
  /** Inputs to watch the training by. */
  xValidation: tf.Tensor2D;
  /** Their targets, [rows, 1]. */
  yValidation: tf.Tensor2D;
}

/** Tensors of both kinds of rows; the exercise keeps them. */
export function trainingRows(learn: GeneratedRows, watch: GeneratedRows): TrainingRows {
  return {
    x: tf.tensor2d(learn.x),
    y: tf.tensor2d(learn.y, [learn.y.length, 1]),
    xValidation: tf.tensor2d(watch.x),
    yValidation: tf.tensor2d(watch.y, [watch.y.length, 1]),
  };
}
