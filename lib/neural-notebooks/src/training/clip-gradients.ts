/** Lets an optimizer cut large gradients before it takes its step. */
import { declaredStep, stepCapability, type StepClip, type StepRule } from "tfjs-graph";
import { cannot } from "../core/errors";
import { checkNumber } from "../core/shape";
import { tf, type Optimizer, type Tensor } from "../core/tf";

type Gradients = Parameters<Optimizer["applyGradients"]>[0];

/** How optimizers clip, for copies of them. */
const clips = new WeakMap<Optimizer, StepClip>();

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
  return clipped(optimizer, { norm }, (gradients) => {
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
  return clipped(optimizer, { value }, (gradients) =>
    gradients.map((gradient) => gradient.clipByValue(-value, value)),
  );
}

function checkPositive(value: number, argument: string): void {
  checkNumber(value, { verb: "clip gradients", argument, min: Number.MIN_VALUE });
}

/**
 * Lets an optimizer clip as another one does.
 *
 * @param optimizer - It is changed in place where the other one clips.
 * @param other - Any optimizer.
 * @returns The optimizer itself.
 */
export function clippedAs<T extends Optimizer>(optimizer: T, other: Optimizer): T {
  const { norm, value } = clips.get(other) ?? {};
  if (norm !== undefined) return clipByNorm(optimizer, { norm });
  return value === undefined ? optimizer : clipByValue(optimizer, { value });
}

/** Clips in eager execution by `cut`; graphs clip themselves as the optimizer declares, where its own step is declared. */
function clipped<T extends Optimizer>(
  optimizer: T,
  clip: StepClip,
  cut: (gradients: readonly Tensor[]) => Tensor[],
): T {
  if (Object.hasOwn(optimizer, "applyGradients")) {
    throw cannot("clip gradients", {
      argument: "optimizer",
      must: "one that does not clip its gradients yet",
      received: optimizer,
    });
  }
  const isDeclared = declaredStep(optimizer) !== undefined;
  const target = optimizer as { applyGradients: (gradients: Gradients) => void };
  const apply = target.applyGradients.bind(optimizer);
  target.applyGradients = (gradients) => {
    const list = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    tf.tidy(() => {
      const gentle = cut(list.map(({ tensor }) => tensor));
      apply(list.map(({ name, tensor }, i) => ({ name, tensor: gentle[i] ?? tensor })));
    });
  };
  clips.set(optimizer, clip);
  if (isDeclared) declareClip(optimizer, clip);
  return optimizer;
}

/** The rest of the step, such as a decay that changes, is asked for at each step. */
function declareClip(optimizer: Optimizer, clip: StepClip): void {
  const kind = Object.getPrototypeOf(optimizer) as object;
  Object.defineProperty(optimizer, stepCapability, {
    get: (): StepRule => ({ ...(Reflect.get(kind, stepCapability, optimizer) as StepRule), clip }),
    configurable: true,
  });
}
