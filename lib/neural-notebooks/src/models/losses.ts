/** Turns an answer and the truth into one number that says how wrong, each loss with its gradient. */
import { ShapeError, UnknownNameError, cannot } from "../core/errors";
import { sigmoid, softmax } from "./activations";

/** A loss of one row, with its gradient. */
export interface Loss {
  /** The name, as tfjs has it where it has one. */
  readonly name: string;
  /** The loss of one row: answers ŷ and truth y, equally long. */
  value(yHat: readonly number[], y: readonly number[]): number;
  /** ∂loss/∂ŷ, as long as ŷ. */
  gradient(yHat: readonly number[], y: readonly number[]): number[];
}

/** Probabilities are kept this far from 0 and 1, as in Keras, so that no logarithm is infinite. */
export const EPSILON = 1e-7;

/** Mean squared error: Σ(ŷ − y)²/n. */
export const meanSquaredError: Loss = {
  name: "meanSquaredError",
  value: (yHat, y) => mean(pairs(yHat, y, (a, b) => (a - b) ** 2)),
  gradient: (yHat, y) => pairs(yHat, y, (a, b) => (2 * (a - b)) / y.length),
};

/** Mean absolute error: Σ|ŷ − y|/n; the gradient at ŷ = y is taken as 0. */
export const meanAbsoluteError: Loss = {
  name: "meanAbsoluteError",
  value: (yHat, y) => mean(pairs(yHat, y, (a, b) => Math.abs(a - b))),
  gradient: (yHat, y) => pairs(yHat, y, (a, b) => Math.sign(a - b) / y.length),
};

/** Huber's loss: squared near zero, straight beyond ±1 (Huber, 1964, "Robust estimation of a location parameter"). */
export const huber: Loss = {
  name: "huber",
  value: (yHat, y) =>
    mean(pairs(yHat, y, (a, b) => (Math.abs(a - b) <= 1 ? 0.5 * (a - b) ** 2 : Math.abs(a - b) - 0.5))),
  gradient: (yHat, y) => pairs(yHat, y, (a, b) => Math.max(-1, Math.min(1, a - b)) / y.length),
};

/** Binary cross-entropy of probabilities: −Σ(y ln ŷ + (1 − y) ln(1 − ŷ))/n. */
export const binaryCrossentropy: Loss = {
  name: "binaryCrossentropy",
  value: (yHat, y) =>
    mean(pairs(yHat, y, (p, t) => -(t * Math.log(inside(p)) + (1 - t) * Math.log(1 - inside(p))))),
  gradient: (yHat, y) => pairs(yHat, y, (p, t) => (p === inside(p) ? (p - t) / (p * (1 - p)) / y.length : 0)),
};

/** Cross-entropy of class probabilities against a one-hot (or soft) truth: −Σ y ln ŷ. */
export const categoricalCrossentropy: Loss = {
  name: "categoricalCrossentropy",
  value: (yHat, y) =>
    pairs(yHat, y, (p, t) => (t === 0 ? 0 : -t * Math.log(inside(p)))).reduce((a, b) => a + b, 0),
  gradient: (yHat, y) => pairs(yHat, y, (p, t) => (p === inside(p) ? -t / p + 0 : 0)),
};

/** Names that {@link loss} knows. */
export type LossName =
  "meanSquaredError" | "meanAbsoluteError" | "huber" | "binaryCrossentropy" | "categoricalCrossentropy";

/** The losses by name. */
export const losses: Readonly<Record<LossName, Loss>> = {
  meanSquaredError,
  meanAbsoluteError,
  huber,
  binaryCrossentropy,
  categoricalCrossentropy,
};

/**
 * A loss by name.
 *
 * @param name - E.g. `"meanSquaredError"`; a loss is given back as it is.
 * @throws UnknownNameError when there is none of that name.
 */
export function loss(name: LossName | Loss): Loss {
  if (typeof name !== "string") return name;
  const found = losses[name];
  if (found) return found;
  throw cannot("find the loss", {
    argument: "name",
    must: `one of ${Object.keys(losses).join(", ")}`,
    received: name,
    as: UnknownNameError,
  });
}

/**
 * Sigmoid and binary cross-entropy in one, from the weighted sums z: the gradient is simply (σ(z) − y)/n.
 *
 * @param z - Weighted sums.
 * @param y - Truth, 0 or 1, as long as z.
 * @returns The loss, and its gradient with respect to z.
 * @example
 * assert.deepEqual(sigmoidCrossentropy([0], [1]).gradient, [-0.5]);
 */
export function sigmoidCrossentropy(
  z: readonly number[],
  y: readonly number[],
): { value: number; gradient: number[] } {
  const terms = pairs(z, y, (zi, t) => Math.max(zi, 0) - zi * t + Math.log1p(Math.exp(-Math.abs(zi))));
  return { value: mean(terms), gradient: pairs(z, y, (zi, t) => (sigmoid.f(zi) - t) / y.length) };
}

/**
 * Softmax and cross-entropy in one, from the scores z: the gradient is simply softmax(z)·Σy − y.
 *
 * @param z - Scores, length classes.
 * @param y - One-hot truth, length classes.
 * @returns The loss, and its gradient with respect to z.
 * @example
 * assert.deepEqual(softmaxCrossentropy([0, 0], [1, 0]).gradient, [-0.5, 0.5]);
 */
export function softmaxCrossentropy(
  z: readonly number[],
  y: readonly number[],
): { value: number; gradient: number[] } {
  const largest = Math.max(...z);
  const logSum = largest + Math.log(z.reduce((sum, value) => sum + Math.exp(value - largest), 0));
  const weight = y.reduce((sum, value) => sum + value, 0);
  const value = pairs(z, y, (zi, t) => t * (logSum - zi)).reduce((a, b) => a + b, 0);
  return { value, gradient: softmax(z).map((p, i) => p * weight - (y[i] as number)) };
}

function pairs(yHat: readonly number[], y: readonly number[], f: (a: number, b: number) => number): number[] {
  if (yHat.length !== y.length || y.length === 0) {
    throw cannot("measure the loss", {
      argument: "yHat",
      must: `of shape [${y.length}], as y, and not empty`,
      received: { shape: [yHat.length] },
      as: ShapeError,
    });
  }
  return yHat.map((a, i) => f(a, y[i] as number));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function inside(p: number): number {
  return Math.min(1 - EPSILON, Math.max(EPSILON, p));
}
