/** Turns the progress of a run into the learning rate of its next step. */
import { cannot } from "../core/errors";
import { checkInteger, checkNumber } from "../core/shape";
import type { Optimizer } from "../core/tf";

/** Where a run stands. */
export interface SchedulePoint {
  /** Updates done, from 0. */
  readonly step: number;
  /** Updates of the whole run, if no early stop comes. */
  readonly steps: number;
  /** Epochs done, with the share of the running one: 1.5 is the middle of the second. */
  readonly epoch: number;
  /** Epochs of the whole run. */
  readonly epochs: number;
  /** The optimizer's learning rate when the run began. */
  readonly base: number;
}

/** Gives the learning rate for the next update. */
export type Schedule = (point: SchedulePoint) => number;

/**
 * Multiplies the learning rate by `factor` after every `every` epochs: η = η₀ · factor^⌊epoch / every⌋.
 *
 * @param options - `every` ≥ 1 epochs; `factor` in (0, 1].
 * @example
 * const schedule = stepDecay({ every: 10, factor: 0.5 });
 * assert.equal(schedule({ step: 0, steps: 100, epoch: 25, epochs: 30, base: 0.8 }), 0.2);
 */
export function stepDecay(options: { every: number; factor?: number }): Schedule {
  const { every, factor = 0.5 } = options;
  checkNumber(every, { verb: "make a schedule", argument: "every", min: Number.MIN_VALUE });
  checkNumber(factor, { verb: "make a schedule", argument: "factor", min: Number.MIN_VALUE, max: 1 });
  return ({ epoch, base }) => base * factor ** Math.floor(epoch / every);
}

/**
 * Falls by the same share in every epoch: η = η₀ · rate^epoch.
 *
 * @param options - `rate` in (0, 1].
 */
export function exponentialDecay(options: { rate?: number } = {}): Schedule {
  const { rate = 0.95 } = options;
  checkNumber(rate, { verb: "make a schedule", argument: "rate", min: Number.MIN_VALUE, max: 1 });
  return ({ epoch, base }) => base * rate ** epoch;
}

/**
 * Rises in a straight line over the first epochs, then falls along half a cosine to `final` · η₀
 * (Loshchilov and Hutter, 2016, "SGDR: Stochastic gradient descent with warm restarts").
 *
 * @param options - `warmup` epochs of rise; `final`, the last rate as a share of η₀.
 */
export function cosineDecay(options: { warmup?: number; final?: number } = {}): Schedule {
  const { warmup = 0, final = 0 } = options;
  checkNumber(warmup, { verb: "make a schedule", argument: "warmup", min: 0 });
  checkNumber(final, { verb: "make a schedule", argument: "final", min: 0, max: 1 });
  return ({ step, steps, epoch, epochs, base }) => {
    // The first update already has a rate above zero.
    if (epoch < warmup) return (base * (epoch + epochs / steps)) / (warmup + epochs / steps);
    const start = (warmup / epochs) * steps;
    const share = Math.min(1, (step - start) / Math.max(1, steps - 1 - start));
    return base * (final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * share)));
  };
}

/**
 * One cycle: from η₀/25 up to η₀ and down to η₀/10⁴, each along half a cosine
 * (Smith and Topin, 2017, "Super-convergence: very fast training of neural networks using large learning rates").
 *
 * @param options - `rise`: share of the run that goes upwards, in (0, 1).
 */
export function oneCycle(options: { rise?: number } = {}): Schedule {
  const { rise = 0.3 } = options;
  checkNumber(rise, { verb: "make a schedule", argument: "rise", min: 0.01, max: 0.99 });
  const between = (from: number, to: number, share: number) =>
    to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * share));
  return ({ step, steps, base }) => {
    const share = step / Math.max(1, steps - 1);
    if (share < rise) return between(base / 25, base, share / rise);
    return between(base, base / 1e4, (share - rise) / (1 - rise));
  };
}

/** What {@link reduceOnPlateau} can be told. */
export interface PlateauOptions {
  /** The value to watch must fall by at least this. */
  minDelta?: number;
  /** Epochs without a fall before the rate is cut. */
  patience?: number;
  /** What the rate is multiplied by, in (0, 1). */
  factor?: number;
  /** The smallest rate. */
  minRate?: number;
}

/**
 * The rate after a list of epochs' losses: cut by `factor` whenever the loss has not fallen for `patience` epochs.
 *
 * @param losses - One loss per finished epoch.
 * @param options - And `base`, the first rate.
 * @returns The rate for the next epoch.
 * @example
 * assert.equal(reduceOnPlateau([1, 0.9, 0.9, 0.9], { base: 0.1, patience: 2, factor: 0.5 }), 0.05);
 */
export function reduceOnPlateau(
  losses: readonly number[],
  options: PlateauOptions & { base: number },
): number {
  const { base, minDelta = 0, patience = 5, factor = 0.5, minRate = 0 } = options;
  checkInteger(patience, { verb: "cut the learning rate", argument: "patience", min: 1 });
  checkNumber(factor, { verb: "cut the learning rate", argument: "factor", min: Number.MIN_VALUE, max: 1 });
  let best = Infinity;
  let waited = 0;
  let rate = base;
  for (const loss of losses) {
    if (loss < best - minDelta) {
      best = loss;
      waited = 0;
    } else if (++waited >= patience) {
      rate = Math.max(minRate, rate * factor);
      waited = 0;
    }
  }
  return rate;
}

/**
 * Reads the learning rate of a tfjs optimizer.
 *
 * @returns The rate; NaN where the optimizer has none.
 */
export function learningRateOf(optimizer: Optimizer): number {
  return (optimizer as unknown as { learningRate?: number }).learningRate ?? NaN;
}

/**
 * Sets the learning rate of a tfjs optimizer.
 *
 * @throws ArgumentError when the rate is not a number ≥ 0.
 */
export function setLearningRate(optimizer: Optimizer, rate: number): void {
  if (!(rate >= 0) || !Number.isFinite(rate)) {
    throw cannot("set the learning rate", { argument: "rate", must: "a number ≥ 0", received: rate });
  }
  const target = optimizer as unknown as { learningRate: number; setLearningRate?: (rate: number) => void };
  // SGD and momentum keep the rate in a tensor as well, and have a method for it.
  if (target.setLearningRate) target.setLearningRate(rate);
  else target.learningRate = rate;
}
