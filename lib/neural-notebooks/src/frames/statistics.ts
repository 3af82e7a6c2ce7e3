/** Turns the numbers of a column into one number; missing values are left out, as pandas and danfo do. */

/** The statistics that group and describe know by name. */
export type StatisticName = "count" | "sum" | "mean" | "std" | "var" | "min" | "max" | "median";

/** A statistic: numbers without missing values → one number. */
export type Statistic = (values: Float64Array) => number;

/** The statistics by name; all but `count` and `sum` give `NaN` for no numbers. */
export const statistics: Readonly<Record<StatisticName, Statistic>> = {
  count: (values) => values.length,
  sum,
  mean,
  std: (values) => Math.sqrt(variance(values)),
  var: variance,
  min: (values) => (values.length === 0 ? NaN : values.reduce((a, b) => Math.min(a, b))),
  max: (values) => (values.length === 0 ? NaN : values.reduce((a, b) => Math.max(a, b))),
  median,
};

/** The values that are not missing; the same array when none is. */
export function present(values: Float64Array): Float64Array {
  return values.includes(NaN) ? values.filter((value) => !Number.isNaN(value)) : values;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}

/** Found without sorting all numbers (quickselect; Hoare, 1961, "Algorithm 65: Find"). */
function median(values: Float64Array): number {
  if (values.length === 0) return NaN;
  const copy = values.slice();
  const half = copy.length >> 1;
  select(copy, half);
  const above = copy[half] as number;
  if (copy.length % 2 === 1) return above;
  let below = -Infinity;
  for (let i = 0; i < half; i++) below = Math.max(below, copy[i] as number);
  return below + (above - below) / 2;
}

/** Moves numbers so that the one at `place` stands where sorting would put it, with none above it before it. */
function select(values: Float64Array, place: number): void {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const held = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = held;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else return;
  }
}

function mean(values: Float64Array): number {
  return values.length === 0 ? NaN : sum(values) / values.length;
}

/** The sample's variance, s² = Σ(xᵢ − x̄)² / (n − 1); `NaN` for fewer than two numbers. */
function variance(values: Float64Array): number {
  if (values.length < 2) return NaN;
  const centre = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += ((values[i] as number) - centre) ** 2;
  return total / (values.length - 1);
}

/**
 * The values that come most often, the smallest first.
 *
 * @param values - Numbers without missing values.
 * @example
 * assert.deepEqual(modes(new Float64Array([3, 1, 3, 1, 2])), [1, 3]);
 */
export function modes(values: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Array.from(counts.values()).reduce((a, b) => Math.max(a, b), 0);
  return Array.from(counts.keys())
    .filter((value) => counts.get(value) === most)
    .sort((a, b) => a - b);
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
