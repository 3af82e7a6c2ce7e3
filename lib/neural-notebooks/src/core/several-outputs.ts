/** Corrects the metrics of models with several outputs, to which TensorFlow.js adds running totals of the losses. */
import type * as TensorFlow from "@tensorflow/tfjs-node";

/** The members of LayersModel that are used and replaced; its public types lack them. */
interface ModelInternals {
  readonly outputs: readonly unknown[];
  testFunction: (batch: TensorFlow.Tensor[]) => TensorFlow.Tensor[];
  makeTestFunction(): void;
}

/**
 * Corrects `evaluate`, `evaluateDataset` and the `val_…` of `fit`. With n outputs TensorFlow.js 4.22 gives n running
 * totals of the losses where `metricsNames` has one, so that `val_loss` is the first output's loss and every later name is
 * shifted: the last total is the loss, and the others are removed.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function measureSeveralOutputs(tf: typeof TensorFlow): void {
  const prototype = tf.LayersModel.prototype as unknown as ModelInternals;
  const { makeTestFunction } = prototype;
  prototype.makeTestFunction = function () {
    makeTestFunction.call(this);
    const extra = this.outputs.length - 1;
    if (extra < 1) return;
    const stock = this.testFunction;
    this.testFunction = (batch) => {
      const measures = stock(batch);
      // The first total is the same tensor as the first output's loss, which is kept.
      const kept = measures.slice(extra);
      tf.dispose(measures.slice(0, extra).filter((tensor) => !kept.includes(tensor)));
      return kept;
    };
  };
}
