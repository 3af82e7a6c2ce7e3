/** Makes the measures of models with several outputs come right: TensorFlow.js mixes running totals into them. */
import type * as TensorFlow from "@tensorflow/tfjs-node";

/** What is changed on the class; its types hide it. */
interface Measured {
  readonly outputs: readonly unknown[];
  testFunction: (batch: TensorFlow.Tensor[]) => TensorFlow.Tensor[];
  makeTestFunction(): void;
}

/**
 * Corrects `evaluate`, `evaluateDataset` and the `val_…` of `fit`. With n outputs TensorFlow.js 4.22 gives n running
 * totals of the losses where one is named, so that `val_loss` is the first output's and every later name is shifted:
 * the last total is the loss, and the others go.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function measureSeveralOutputs(tf: typeof TensorFlow): void {
  const prototype = tf.LayersModel.prototype as unknown as Measured;
  const { makeTestFunction } = prototype;
  prototype.makeTestFunction = function () {
    makeTestFunction.call(this);
    const extra = this.outputs.length - 1;
    if (extra < 1) return;
    const stock = this.testFunction;
    this.testFunction = (batch) => {
      const measures = stock(batch);
      // The first total is the first output's loss itself, which stands among the rest as well.
      const kept = measures.slice(extra);
      tf.dispose(measures.slice(0, extra).filter((tensor) => !kept.includes(tensor)));
      return kept;
    };
  };
}
