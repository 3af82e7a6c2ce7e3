/** Lets an optimizer cut large gradients before it takes its step. */
import { cannot } from "../core/errors";
import { checkNumber } from "../core/shape";
import { tf, type Optimizer, type Tensor } from "../core/tf";

type Gradients = Parameters<Optimizer["applyGradients"]>[0];

/**
 * Scales all gradients of a step together down to a length, where they are longer
 * (Pascanu, Mikolov and Bengio, 2013, "On the difficulty of training recurrent neural networks").
 *
 * @param optimizer - Any optimizer of TensorFlow.js; it is changed in place.
 * @param options - `norm` (1): the largest Euclidean length of all gradients together, > 0.
 * @returns The optimizer itself.
 * @throws ArgumentError when `norm` is not positive, or the optimizer cuts its gradients already.
 * @example
 * const w = tf.variable(tf.tensor1d([0, 0]));
 * const optimizer = clipByNorm(tf.train.sgd(1), { norm: 5 });
 * optimizer.applyGradients({ [w.name]: tf.tensor1d([-300, 400]) });
 * assert.deepEqual([...w.dataSync()].map(Math.round), [3, -4]);
 */
export function clipByNorm<T extends Optimizer>(optimizer: T, options: { norm?: number } = {}): T {
  const { norm = 1 } = options;
  checkPositive(norm, "norm");
  return clipped(optimizer, (gradients) => {
    const squares = gradients.map((gradient) => gradient.square().sum());
    const length = Math.sqrt(squares.reduce((sum, square) => sum + (square.dataSync()[0] ?? 0), 0));
    return length <= norm ? [...gradients] : gradients.map((gradient) => gradient.mul(norm / length));
  });
}

/**
 * Cuts each number of the gradients to ±`value`.
 *
 * @param optimizer - Any optimizer of TensorFlow.js; it is changed in place.
 * @param options - `value` (1): the largest number that is let through, > 0.
 * @returns The optimizer itself.
 * @throws ArgumentError when `value` is not positive, or the optimizer cuts its gradients already.
 */
export function clipByValue<T extends Optimizer>(optimizer: T, options: { value?: number } = {}): T {
  const { value = 1 } = options;
  checkPositive(value, "value");
  return clipped(optimizer, (gradients) => gradients.map((gradient) => gradient.clipByValue(-value, value)));
}

function checkPositive(value: number, argument: string): void {
  checkNumber(value, { verb: "clip gradients", argument, min: Number.MIN_VALUE });
}

/** The graphs of `tfjs-graph` leave an optimizer alone that has a step of its own. */
function clipped<T extends Optimizer>(optimizer: T, clip: (gradients: readonly Tensor[]) => Tensor[]): T {
  if (Object.hasOwn(optimizer, "applyGradients")) {
    throw cannot("clip gradients", {
      argument: "optimizer",
      must: "one that does not clip its gradients yet",
      received: optimizer,
    });
  }
  const target = optimizer as { applyGradients: (gradients: Gradients) => void };
  const apply = target.applyGradients.bind(optimizer);
  target.applyGradients = (gradients) => {
    const list = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    tf.tidy(() => {
      const cut = clip(list.map(({ tensor }) => tensor));
      apply(list.map(({ name, tensor }, i) => ({ name, tensor: cut[i] ?? tensor })));
    });
  };
  return optimizer;
}
