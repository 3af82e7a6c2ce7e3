/** Generated rows of an exercise that trains: the tensors that the learner gets, and a model measured on rows kept back. */
import { tf, type LayersModel, type Tensor } from "../core/tf";

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

/** What a model with one output unit says to rows, [rows]. */
export function outputsOn(model: Pick<LayersModel, "predict">, { x }: Pick<GeneratedRows, "x">): number[] {
  return tf.tidy(() => Array.from((model.predict(tf.tensor2d(x)) as Tensor).dataSync()));
}

/** The mean absolute error of a model with one output unit, in the targets' unit; NaN of a model that diverged. */
export function absoluteErrorOn(model: Pick<LayersModel, "predict">, rows: GeneratedRows): number {
  const outputs = outputsOn(model, rows);
  return rows.y.reduce((sum, y, i) => sum + Math.abs(y - (outputs[i] as number)), 0) / rows.y.length;
}
