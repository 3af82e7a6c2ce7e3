/** Early stopping by Keras' rules, for `model.fit`. */
import type { EarlyStopping, EarlyStoppingArgs } from "../core/fitted-types";
import { tf } from "../core/tf";

/**
 * Makes the callback that ends a run when a value has not got better for a while: `tf.callbacks.earlyStopping`, which
 * follows the rules of Keras here. An epoch is best when its value is better by more than `minDelta` than the best
 * one before. A run that ends without an early stop, or by the stop button, gets its best weights as well.
 *
 * @param options - `monitor` (`"val_loss"`), `minDelta` (0), `patience` (0): epochs without getting better, `mode`
 * (`"auto"`, by the name), `baseline`, `restoreBestWeights` (false), `startFromEpoch` (0), `verbose` (0).
 * @returns For `callbacks` of `model.fit`.
 * @throws ArgumentError when a number is out of range; `fit` rejects with an UnknownNameError when `monitor` is not
 * among the run's values.
 * @example
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
 * const stopping = earlyStopping({ monitor: "loss", patience: 2 });
 * const { epoch } = await model.fit(tf.ones([4, 1]), tf.ones([4, 1]), { epochs: 9, verbose: 0, callbacks: [stopping] });
 * assert.deepEqual([epoch.length, stopping.bestEpoch, stopping.stoppedAt], [3, 0, 2]);
 */
export function earlyStopping(options: EarlyStoppingArgs = {}): EarlyStopping {
  return tf.callbacks.earlyStopping(options);
}
