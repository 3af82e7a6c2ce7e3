/** `tf.losses.softmaxCrossEntropy` with value and gradient from one `SoftmaxCrossEntropyWithLogits`. */
import type { Tensor } from "@tensorflow/tfjs-node";
import { NATIVE, type Tf } from "../internals";
import { operations, type Restore } from "./native";

/*
 * Milliseconds, median of 40, stock beside ours: the value at [8, 3] 0.185, 0.064, [128, 10] 0.173, 0.071,
 * [128, 999] 0.772, 0.666; with gradient 0.396, 0.213; 0.419, 0.234; 1.88, 1.03.
 */

type Loss = Tf["losses"]["softmaxCrossEntropy"];

/**
 * Puts a faster loss into `tf.losses`; label smoothing and shapes other than [batch, classes] take the stock one.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @returns Puts the stock loss back.
 */
export function registerCrossEntropy(tf: Tf): Restore {
  const { many, floatType } = operations(tf);
  const attributes = [floatType("T")];
  const losses = tf.losses as { softmaxCrossEntropy: Loss };
  const stock = losses.softmaxCrossEntropy;
  const perExample = tf.customGrad((labels, logits, save) => {
    const [value, gradient] = many(
      "SoftmaxCrossEntropyWithLogits",
      attributes,
      [logits as Tensor, labels as Tensor],
      2,
    );
    if (value === undefined || gradient === undefined) throw new Error("two tensors must come");
    (save as (tensors: Tensor[]) => void)([gradient]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => {
      const dLogits = tf.mul(tf.expandDims(dy, -1), saved as Tensor);
      // tfjs gives the labels the negative of the logits' gradient; so that nothing changes, so do we.
      return [tf.neg(dLogits), dLogits];
    };
    return { value, gradFunc };
  });
  losses.softmaxCrossEntropy = (...args: Parameters<Loss>) => {
    const [labels, logits, weights, labelSmoothing = 0, reduction] = args;
    const fits =
      labelSmoothing === 0 && tf.getBackend() === NATIVE && isMatrix(tf, labels) && isMatrix(tf, logits);
    if (!fits || logits.dtype !== "float32" || labels.shape.join() !== logits.shape.join())
      return stock(...args);
    return tf.tidy(() =>
      tf.losses.computeWeightedLoss(perExample(tf.cast(labels, "float32"), logits), weights, reduction),
    );
  };
  return () => {
    losses.softmaxCrossEntropy = stock;
  };
}

function isMatrix(tf: Tf, value: unknown): value is Tensor {
  return value instanceof tf.Tensor && value.rank === 2 && value.size > 0;
}
