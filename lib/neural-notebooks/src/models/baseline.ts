/** The simplest predictions there are: whoever trains a network must beat these first. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { checkFinite, checkInteger } from "../core/shape";
import { leastSquares, predictLinear, type LinearUnit, type RegressionData } from "./linear";

/**
 * The most frequent class; of several, the smallest.
 *
 * @param y - Class indices.
 * @returns That class, and its share of the rows: the accuracy of always saying it.
 * @throws ShapeError when there is no row.
 * @example
 * assert.deepEqual(majorityBaseline([2, 0, 2, 1]), { label: 2, share: 0.5 });
 */
export function majorityBaseline(y: ArrayLike<number>): { label: number; share: number } {
  checkNotEmpty(y.length, { verb: "find the majority", argument: "y" });
  const counts = new Map<number, number>();
  for (let i = 0; i < y.length; i++) counts.set(y[i] as number, (counts.get(y[i] as number) ?? 0) + 1);
  const [label, count] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] as [number, number];
  return { label, share: count / y.length };
}

/**
 * The mean: the constant with the least squared error.
 *
 * @throws ShapeError or DataError when there is no row, or a number is not finite.
 * @example
 * assert.equal(meanBaseline([1, 2, 6]), 3);
 */
export function meanBaseline(y: ArrayLike<number>): number {
  checkSeries(y, { verb: "take the mean", argument: "y" });
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i] as number;
  return sum / y.length;
}

/**
 * The linear baseline: least squares on the inputs, as a function for new rows.
 *
 * @param data - Inputs `[rows, inputs]` and targets `[rows]`.
 * @param options - `ridge` ≥ 0 for columns that depend on each other.
 * @returns Weights, and `predict` from `[rows, inputs]` to `[rows]`.
 * @example
 * const { predict } = linearBaseline({ x: [[0], [1], [2]], y: [1, 3, 5] });
 * assert.ok(Math.abs(predict([[10]])[0]! - 21) < 1e-9);
 */
export function linearBaseline(
  data: RegressionData,
  options: { ridge?: number } = {},
): {
  /** Weights and bias. */
  unit: LinearUnit;
  /** From `[rows, inputs]` to `[rows]`. */
  predict: (x: readonly (readonly number[])[]) => number[];
} {
  const unit = leastSquares(data, options);
  return { unit, predict: (x) => predictLinear(x, unit) };
}

/**
 * Naive forecast: the next values are the last one.
 *
 * @param series - What happened, oldest first.
 * @param options - `horizon`: values to forecast.
 * @returns The forecast, length horizon.
 * @throws ShapeError or DataError when the series is empty or not finite.
 * @example
 * assert.deepEqual(naiveForecast([3, 5, 8], { horizon: 2 }), [8, 8]);
 */
export function naiveForecast(series: ArrayLike<number>, options: { horizon?: number } = {}): number[] {
  const { horizon = 1 } = options;
  checkSeries(series, { verb: "forecast", argument: "series" });
  checkInteger(horizon, { verb: "forecast", argument: "horizon", min: 1 });
  return Array<number>(horizon).fill(series[series.length - 1] as number);
}

/**
 * Seasonal naive forecast: the next values are those of one season ago.
 *
 * @param series - What happened, oldest first; at least one season.
 * @param options - `period`: values per season; `horizon`: values to forecast.
 * @returns The forecast, length horizon; beyond one season it repeats.
 * @throws ShapeError or DataError when the series is shorter than a season or not finite.
 * @example
 * assert.deepEqual(seasonalNaiveForecast([1, 2, 3, 4, 5, 6], { period: 4, horizon: 5 }), [3, 4, 5, 6, 3]);
 */
export function seasonalNaiveForecast(
  series: ArrayLike<number>,
  options: { period: number; horizon?: number },
): number[] {
  const { period, horizon = 1 } = options;
  checkSeries(series, { verb: "forecast", argument: "series" });
  checkInteger(period, { verb: "forecast", argument: "period", min: 1 });
  checkInteger(horizon, { verb: "forecast", argument: "horizon", min: 1 });
  if (series.length < period) {
    throw cannot("forecast", {
      argument: "series",
      must: `at least one season (${period}) long`,
      received: { shape: [series.length] },
      as: ShapeError,
    });
  }
  return Array.from({ length: horizon }, (_, h) => series[series.length - period + (h % period)] as number);
}

/**
 * Drift forecast: goes on in the straight line from the first to the last value.
 *
 * @param series - At least two values, oldest first.
 * @param options - `horizon`: values to forecast.
 * @example
 * assert.deepEqual(driftForecast([1, 4, 5], { horizon: 2 }), [7, 9]);
 */
export function driftForecast(series: ArrayLike<number>, options: { horizon?: number } = {}): number[] {
  const { horizon = 1 } = options;
  checkSeries(series, { verb: "forecast", argument: "series" });
  checkInteger(horizon, { verb: "forecast", argument: "horizon", min: 1 });
  if (series.length < 2)
    throw cannot("forecast", {
      argument: "series",
      must: "at least 2 long",
      received: { shape: [series.length] },
      as: DataError,
    });
  const last = series[series.length - 1] as number;
  const slope = (last - (series[0] as number)) / (series.length - 1);
  return Array.from({ length: horizon }, (_, h) => last + slope * (h + 1));
}

function checkSeries(values: ArrayLike<number>, context: { verb: string; argument: string }): void {
  checkNotEmpty(values.length, context);
  checkFinite(values, context);
}

function checkNotEmpty(length: number, { verb, argument }: { verb: string; argument: string }): void {
  if (length === 0) throw cannot(verb, { argument, must: "not empty", received: [], as: ShapeError });
}
