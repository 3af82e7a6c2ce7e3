/** Turns the numbers of a column into one number; missing values are left out, as pandas and danfo do. */

/** The statistics that group and describe know by name. */
export type StatisticName = "count" | "sum" | "mean" | "std" | "min" | "max" | "median";

/** A statistic: numbers without missing values → one number. */
export type Statistic = (values: Float64Array) => number;

/** The statistics by name; all but `count` and `sum` give `NaN` for no numbers. */
export const statistics: Readonly<Record<StatisticName, Statistic>> = {
  count: (values) => values.length,
  sum,
  mean,
  std,
  min: (values) => (values.length === 0 ? NaN : values.reduce((a, b) => Math.min(a, b))),
  max: (values) => (values.length === 0 ? NaN : values.reduce((a, b) => Math.max(a, b))),
  median: (values) => quantile(values, 0.5),
};

/** The values that are not missing; the same array when none is. */
export function present(values: Float64Array): Float64Array {
  return values.includes(NaN) ? values.filter((value) => !Number.isNaN(value)) : values;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: Float64Array): number {
  return values.length === 0 ? NaN : sum(values) / values.length;
}

/** The sample's standard deviation, s = √(Σ(xᵢ − x̄)² / (n − 1)); `NaN` for fewer than two numbers. */
function std(values: Float64Array): number {
  if (values.length < 2) return NaN;
  const centre = mean(values);
  return Math.sqrt(values.reduce((total, value) => total + (value - centre) ** 2, 0) / (values.length - 1));
}

/**
 * The value below which a share of the numbers lies, interpolated linearly between neighbours
 * (method 7 of Hyndman and Fan, 1996, "Sample quantiles in statistical packages").
 *
 * @param values - Numbers without missing values, in any order.
 * @param share - From 0 to 1.
 * @returns The quantile; `NaN` for no numbers.
 * @example
 * assert.equal(quantile(new Float64Array([4, 1, 2, 3]), 0.5), 2.5);
 */
export function quantile(values: Float64Array, share: number): number {
  return sortedQuantile(Float64Array.from(values).sort(), share);
}

/** As {@link quantile}, for numbers that are sorted already. */
export function sortedQuantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return NaN;
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}
