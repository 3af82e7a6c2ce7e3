/** Turns true and predicted numbers into errors in their own unit, in percent, and against a baseline. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { checkFinite, checkSameLength } from "../core/shape";

/** True and predicted numbers, equally long. */
export interface NumberPairs {
  readonly yTrue: ArrayLike<number>;
  readonly yPred: ArrayLike<number>;
}

/** All errors of a regression at once. */
export interface RegressionReport {
  /** Mean absolute error, in y's unit. */
  readonly mae: number;
  /** Root of the mean squared error, in y's unit. */
  readonly rmse: number;
  /** Mean absolute error as a share of |y|: 0.1 is 10 %; `undefined` where a y is 0. */
  readonly mape: number | undefined;
  /** Share of y's variance that is explained: 1 is perfect, 0 as good as the mean; `undefined` where y is constant. */
  readonly r2: number | undefined;
  /** Mean of ŷ − y: above zero when the predictions are too high. */
  readonly bias: number;
  /** Rows. */
  readonly count: number;
}

/** Mean absolute error: Σ|ŷ − y|/n, in y's unit. */
export function meanAbsoluteError(pairs: NumberPairs): number {
  return meanOf(pairs, "measure the error", (yHat, y) => Math.abs(yHat - y));
}

/** Mean squared error: Σ(ŷ − y)²/n, in y's unit squared. */
export function meanSquaredError(pairs: NumberPairs): number {
  return meanOf(pairs, "measure the error", (yHat, y) => (yHat - y) ** 2);
}

/** Root mean squared error: √(Σ(ŷ − y)²/n), in y's unit; large errors count more than in the MAE. */
export function rootMeanSquaredError(pairs: NumberPairs): number {
  return Math.sqrt(meanSquaredError(pairs));
}

/**
 * Mean absolute percentage error: Σ|ŷ − y|/|y|/n, as a share (0.1 is 10 %).
 *
 * @throws DataError when a y is 0: then it is not defined.
 */
export function meanAbsolutePercentageError(pairs: NumberPairs): number {
  const zero = Array.prototype.findIndex.call(pairs.yTrue, (y: number) => y === 0);
  if (zero >= 0) {
    const hint = "Use the mean absolute error instead.";
    throw cannot("measure the percentage error", {
      argument: `yTrue[${zero}]`,
      must: "not 0",
      received: 0,
      hint,
      as: DataError,
    });
  }
  return meanOf(pairs, "measure the percentage error", (yHat, y) => Math.abs((yHat - y) / y));
}

/**
 * The coefficient of determination: R² = 1 − Σ(y − ŷ)²/Σ(y − ȳ)².
 *
 * @throws DataError when y is constant: then it is not defined.
 */
export function r2Score(pairs: NumberPairs): number {
  const error = meanSquaredError(pairs);
  const mean = meanOf(pairs, "measure R²", (_, y) => y);
  const variance = meanOf(pairs, "measure R²", (_, y) => (y - mean) ** 2);
  if (variance === 0)
    throw cannot("measure R²", {
      argument: "yTrue",
      must: "of different numbers",
      received: mean,
      as: DataError,
    });
  return 1 - error / variance;
}

/**
 * All errors of a regression.
 *
 * @param pairs - True and predicted numbers.
 * @returns MAE, RMSE, MAPE, R² and bias; those that are not defined are `undefined`.
 * @throws ShapeError when the lists are empty or differ in length.
 * @throws DataError when a number is not finite.
 * @example
 * const { mae, rmse, bias } = regressionReport({ yTrue: [1, 2, 3], yPred: [1, 2, 6] });
 * assert.deepEqual([mae, rmse, bias], [1, Math.sqrt(3), 1]);
 */
export function regressionReport(pairs: NumberPairs): RegressionReport {
  const orUndefined = (measure: (pairs: NumberPairs) => number): number | undefined => {
    try {
      return measure(pairs);
    } catch (error) {
      if (error instanceof DataError) return undefined;
      throw error;
    }
  };
  return {
    mae: meanAbsoluteError(pairs),
    rmse: rootMeanSquaredError(pairs),
    mape: orUndefined(meanAbsolutePercentageError),
    r2: orUndefined(r2Score),
    bias: meanOf(pairs, "measure the error", (yHat, y) => yHat - y),
    count: pairs.yTrue.length,
  };
}

/**
 * Skill against a baseline: 1 − error/baseline's error. 1 is perfect, 0 no better than the baseline, below 0 worse.
 *
 * @param error - An error ≥ 0 of the model, e.g. its MAE.
 * @param baselineError - The same error of the baseline on the same rows, > 0.
 * @throws DataError when an error is negative or the baseline's is 0.
 * @example
 * assert.equal(skill(1, 4), 0.75);
 */
export function skill(error: number, baselineError: number): number {
  if (!(error >= 0))
    throw cannot("measure the skill", { argument: "error", must: "≥ 0", received: error, as: DataError });
  if (!(baselineError > 0))
    throw cannot("measure the skill", {
      argument: "baselineError",
      must: "> 0",
      received: baselineError,
      as: DataError,
    });
  return 1 - error / baselineError;
}

function meanOf({ yTrue, yPred }: NumberPairs, verb: string, f: (yHat: number, y: number) => number): number {
  checkSameLength({ yTrue: yTrue.length, yPred: yPred.length }, verb);
  if (yTrue.length === 0)
    throw cannot(verb, { argument: "yTrue", must: "not empty", received: [], as: ShapeError });
  checkFinite(yTrue, { verb, argument: "yTrue" });
  checkFinite(yPred, { verb, argument: "yPred", hint: "Is the model's output NaN?" });
  let sum = 0;
  for (let i = 0; i < yTrue.length; i++) sum += f(yPred[i] as number, yTrue[i] as number);
  return sum / yTrue.length;
}
