/** Trains a compiled tfjs model: seeded, stoppable, resumable, with early stopping, and returns the run's history. */
import { runToEnd } from "../core/display";
import type { LayersModel } from "../core/tf";
import type { TrainingData } from "./data";
import type { FitOptions } from "./fit-options";
import type { History } from "./history";
import { Run } from "./run";

/**
 * Trains a compiled model on inputs and targets.
 *
 * Loss and metrics are Keras': means over the epoch's batches weighted by their rows, validation after each epoch.
 * After an interrupt the run ends with the next batch; with validation rows the model gets the weights of its best
 * epoch, then a TrainingInterruptedError is thrown. The optimizer keeps its own state between runs.
 *
 * @param model - A compiled `tf.sequential` or `tf.model`; it is changed in place.
 * @param data - Inputs `[rows, …]` and targets `[rows, …]`; they stay as they are, and yours to dispose of.
 * @param options - Epochs, batch size, validation, seed, early stopping, schedule, clipping, checkpoint, progress.
 * @returns The history: one record per epoch, why it ended, the best epoch.
 * @throws StateError when the model is not compiled, or is being trained.
 * @throws ShapeError when a tensor does not fit the model.
 * @throws DataError when the data hold NaN.
 * @throws DivergenceError when the loss becomes NaN or infinite (unless `whenNotFinite` is `"stop"`).
 * @throws TrainingInterruptedError after the stop button.
 * @example
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
 * const [x, y] = [tf.tensor2d([[0], [1], [2]]), tf.tensor2d([[1], [3], [5]])];
 * const history = await fit(model, { x, y }, { epochs: 60, progress: "none" });
 * assert.ok(history.values("loss").at(-1)! < 0.01);
 * tf.dispose([x, y]);
 * model.dispose();
 */
export function fit(model: LayersModel, data: TrainingData, options: FitOptions = {}): Promise<History> {
  return runToEnd(async () => new Run(model, data, options).train());
}
