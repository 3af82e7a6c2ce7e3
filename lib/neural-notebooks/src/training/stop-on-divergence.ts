/** Ends a training run whose loss has become NaN or infinite, and says where. */
import { NeuralNotebooksError, cannot } from "../core/errors";
import { fitCallback, type FitCallback } from "../core/fit-callback";

/** The loss of a training run became NaN or infinite. */
export class DivergenceError extends NeuralNotebooksError {
  constructor(
    message: string,
    /** Where: the epoch, from 0. */
    readonly epoch: number,
    /** And the batch within it, from 0. */
    readonly batch: number,
  ) {
    super(message);
  }
}

/**
 * Makes the callback that ends a run at the first batch whose loss is not finite.
 *
 * @param options - `action`: `"throw"` a DivergenceError (the default), or `"stop"` and let `fit` return its history.
 * @returns For `callbacks` of `model.fit`.
 * @throws ArgumentError when there is no such action.
 * @example
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * model.compile({ optimizer: tf.train.sgd(1e20), loss: "meanSquaredError" });
 * const fitting = model.fit(tf.ones([4, 1]), tf.fill([4, 1], 9), { epochs: 9, verbose: 0, callbacks: [stopOnDivergence()] });
 * await assert.rejects(fitting, DivergenceError);
 */
export function stopOnDivergence(options: { action?: "throw" | "stop" } = {}): FitCallback {
  const { action = "throw" } = options;
  if (action !== "throw" && action !== "stop")
    throw cannot("watch the loss", { argument: "action", must: '"throw" or "stop"', received: action });
  return fitCallback({
    onBatchEnd({ epoch, batch, logs }, { model, batches }) {
      const { loss } = logs;
      if (loss === undefined || Number.isFinite(loss)) return;
      if (action === "stop") {
        model.stopTraining = true;
        return;
      }
      const where = `epoch ${epoch + 1}, batch ${batch + 1}${batches === undefined ? "" : ` of ${batches}`}`;
      throw new DivergenceError(
        `Cannot go on training: the loss became ${loss} in ${where}. Is the learning rate too high, or the data not scaled?`,
        epoch,
        batch,
      );
    },
  });
}
