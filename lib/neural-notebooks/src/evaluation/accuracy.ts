/** Turns true and predicted classes into an accuracy, with the interval that chance leaves open. */
import { displaySymbol, type MimeBundle } from "../core/display";
import { checkInteger, checkNumber } from "../core/shape";
import { cannot } from "../core/errors";
import type { LayersModel, Tensor } from "../core/tf";
import {
  checkOneInputAndOutput,
  classesOf,
  predictClasses,
  type PredictClassesOptions,
} from "../models/predict";
import { checkClassPairs, type ClassPairs } from "./labels";

/** A share of right answers. */
export class Accuracy {
  /** Right answers ÷ rows, in [0, 1]. */
  readonly value: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;

  constructor(
    /** Right answers. */
    readonly correct: number,
    /** All answers. */
    readonly count: number,
    /** How sure the interval is, e.g. 0.95. */
    readonly confidence: number,
  ) {
    this.value = correct / count;
    [this.low, this.high] = wilsonInterval(correct, count, { confidence });
  }

  /** E.g. `"84.0 % (95 % interval 75.6 % to 89.9 %, 84 of 100)"`. */
  toString(): string {
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    const sure = `${+(this.confidence * 100).toFixed(2)} %`;
    return `${percent(this.value)} (${sure} interval ${percent(this.low)} to ${percent(this.high)}, ${this.correct} of ${this.count})`;
  }

  /** How a notebook shows it. */
  [displaySymbol](): MimeBundle {
    return { "text/plain": this.toString() };
  }
}

/**
 * The share of rows whose class was predicted rightly, with its Wilson interval.
 *
 * @param pairs - True and predicted class indices.
 * @param options - `confidence` of the interval, in (0, 1).
 * @returns Value, interval and counts.
 * @throws ShapeError or DataError when the lists are empty, differ in length or hold no class numbers.
 * @example
 * const { value, correct } = accuracy({ yTrue: [0, 1, 2, 2], yPred: [0, 1, 1, 2] });
 * assert.deepEqual([value, correct], [0.75, 3]);
 */
export function accuracy(pairs: ClassPairs, options: { confidence?: number } = {}): Accuracy {
  const { confidence = 0.95 } = options;
  checkClassPairs(pairs, "measure the accuracy");
  let correct = 0;
  for (let i = 0; i < pairs.yTrue.length; i++) if (pairs.yTrue[i] === pairs.yPred[i]) correct++;
  return new Accuracy(correct, pairs.yTrue.length, confidence);
}

/**
 * The accuracy of a classifier on data.
 *
 * @param model - A classifier with output `[batch, classes]` or `[batch, 1]`.
 * @param data - Inputs `[rows, …]` and targets: one-hot `[rows, classes]`, or class numbers `[rows]`, `[rows, 1]`.
 * @param options - Batch size, threshold, confidence.
 * @returns Value, interval and counts.
 * @throws ShapeError when the model has several inputs or outputs, or the data do not fit it.
 */
export async function accuracyOf(
  model: LayersModel,
  data: { x: Tensor; y: Tensor },
  options: PredictClassesOptions & { confidence?: number } = {},
): Promise<Accuracy> {
  const { confidence, ...rest } = options;
  checkOneInputAndOutput(model, "measure the accuracy");
  const yPred = await predictClasses(model, data.x, rest);
  return accuracy({ yTrue: classesOf(data.y), yPred }, { confidence });
}

/**
 * The Wilson score interval of a share (Wilson, 1927, "Probable inference, the law of succession, and statistical
 * inference"): unlike p ± z·√(p(1 − p)/n) it stays within [0, 1] and is right for small n too.
 *
 * @param correct - Hits, 0 … count.
 * @param count - Trials, ≥ 1.
 * @param options - `confidence` in (0, 1).
 * @returns Lower and upper end.
 * @throws ArgumentError when a number is out of range.
 * @example
 * const [low, high] = wilsonInterval(84, 100);
 * assert.deepEqual([low.toFixed(4), high.toFixed(4)], ["0.7558", "0.8990"]);
 */
export function wilsonInterval(
  correct: number,
  count: number,
  options: { confidence?: number } = {},
): [number, number] {
  const { confidence = 0.95 } = options;
  const verb = "make an interval";
  checkInteger(count, { verb, argument: "count", min: 1 });
  checkInteger(correct, { verb, argument: "correct", min: 0, max: count });
  checkNumber(confidence, { verb, argument: "confidence" });
  if (!(confidence > 0 && confidence < 1))
    throw cannot(verb, { argument: "confidence", must: "between 0 and 1", received: confidence });
  const z = normalQuantile(0.5 + confidence / 2);
  const share = correct / count;
  const middle = (share + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half =
    (z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count))) / (1 + (z * z) / count);
  // Rounding must not push the ends out of [0, 1].
  return [correct === 0 ? 0 : Math.max(0, middle - half), correct === count ? 1 : Math.min(1, middle + half)];
}

/** z with Φ(z) = p, for p in (0.5, 1): halving on Φ, which is exact enough for any interval. */
function normalQuantile(p: number): number {
  let low = 0;
  let high = 40;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Φ(z) for z ≥ 0: a series near zero, a continued fraction in the tail (Abramowitz and Stegun, 1964, 26.2.11 and 26.2.14). */
function normalCdf(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    let fraction = z;
    for (let k = 60; k >= 1; k--) fraction = z + k / fraction;
    return 1 - density / fraction;
  }
  let sum = z;
  let term = z;
  for (let k = 1; k < 60; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + density * sum;
}
