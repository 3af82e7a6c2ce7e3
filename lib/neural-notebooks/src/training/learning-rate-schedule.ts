/** Sets the learning rate before each batch of `model.fit`, and gives the optimizer its own rate back at the end. */
import { cannot } from "../core/errors";
import { fitCallback, type FitCallback } from "../core/fit-callback";
import { learningRateOf, setLearningRate, type Schedule } from "./schedules";

/**
 * Makes the callback that follows a schedule. The rate at the end of each epoch is kept in the history as `learningRate`.
 *
 * @param schedule - Gives the rate for the next update, e.g. `cosineDecay()`.
 * @returns For `callbacks` of `model.fit`; for a data set, `batchesPerEpoch` must be known.
 * @throws ArgumentError when the schedule gives no number ≥ 0, or the number of batches is not known.
 * @example
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * model.compile({ optimizer: tf.train.sgd(0.4), loss: "meanSquaredError" });
 * const callbacks = [learningRateSchedule(stepDecay({ every: 1, factor: 0.5 }))];
 * const { history } = await model.fit(tf.ones([4, 1]), tf.ones([4, 1]), { epochs: 2, verbose: 0, callbacks });
 * assert.deepEqual(history["learningRate"], [0.4, 0.2]);
 */
export function learningRateSchedule(schedule: Schedule): FitCallback {
  if (typeof schedule !== "function") {
    throw cannot("follow a schedule", {
      argument: "schedule",
      must: "a function of the run's progress",
      received: schedule,
    });
  }
  let base = NaN;
  return fitCallback({
    onTrainBegin({ model, batches }) {
      if (batches === undefined) {
        throw cannot("follow a schedule", {
          argument: "batchesPerEpoch",
          must: "given to fitDataset, so that the run's length is known",
          received: undefined,
        });
      }
      base = learningRateOf(model.optimizer);
    },
    onBatchBegin({ epoch, batch }, { model, epochs, batches = 1 }) {
      const point = {
        step: epoch * batches + batch,
        steps: epochs * batches,
        epoch: epoch + batch / batches,
      };
      setLearningRate(model.optimizer, schedule({ ...point, epochs, base }));
    },
    onEpochEnd({ logs }, { model }) {
      logs["learningRate"] = learningRateOf(model.optimizer);
    },
    onTrainEnd({ model }) {
      if (!Number.isNaN(base)) setLearningRate(model.optimizer, base);
    },
  });
}
