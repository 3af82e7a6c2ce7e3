/** Turns the numbers of each group into one number, in one or two passes over the column. */
import { countRows, membersOf } from "./grouping";
import type { Grouping } from "./grouping";
import { takeValues } from "./schema";
import { modes, present, statistics } from "./statistics";
import type { Statistic, StatisticName } from "./statistics";

/**
 * Computes a statistic of each group; missing values are left out.
 *
 * @param values - One number per row.
 * @param by - Its name, or a function of a group's numbers (without missing ones).
 * @returns One number per group.
 */
export function groupedStatistic(
  values: Float64Array,
  grouping: Grouping,
  by: StatisticName | "mode" | Statistic,
): Float64Array {
  if (by === "mode") return eachGroup(values, grouping, (numbers) => modes(numbers)[0] ?? NaN);
  if (typeof by === "function" || by === "median")
    return eachGroup(values, grouping, typeof by === "function" ? by : statistics.median);
  return passes[by](values, grouping);
}

/** How many cells of each group are not missing. */
export function groupedCount(isPresent: (row: number) => boolean, { codes, size }: Grouping): Float64Array {
  const counts = new Float64Array(size);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code >= 0 && isPresent(row)) counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

const passes: Readonly<
  Record<Exclude<StatisticName, "median">, (values: Float64Array, grouping: Grouping) => Float64Array>
> = {
  count: (values, grouping) => groupedCount((row) => !Number.isNaN(values[row]), grouping),
  sum: (values, grouping) => fold(values, grouping, { start: 0, step: (total, value) => total + value }),
  mean: means,
  var: variances,
  std: (values, grouping) => variances(values, grouping).map(Math.sqrt),
  min: (values, grouping) => fold(values, grouping, { start: NaN, step: smaller }),
  max: (values, grouping) => fold(values, grouping, { start: NaN, step: larger }),
};

function smaller(a: number, b: number): number {
  return a <= b ? a : b;
}

function larger(a: number, b: number): number {
  return a >= b ? a : b;
}

function fold(
  values: Float64Array,
  { codes, size }: Grouping,
  { start, step }: { start: number; step: (total: number, value: number) => number },
): Float64Array {
  const totals = new Float64Array(size).fill(start);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    const value = values[row] as number;
    if (code >= 0 && !Number.isNaN(value)) totals[code] = step(totals[code] as number, value);
  }
  return totals;
}

function means(values: Float64Array, grouping: Grouping): Float64Array {
  const counts = passes.count(values, grouping);
  return passes.sum(values, grouping).map((sum, group) => {
    const count = counts[group] ?? 0;
    return count === 0 ? NaN : sum / count;
  });
}

/** Σ(xᵢ − x̄)² / (n − 1) */
function variances(values: Float64Array, grouping: Grouping): Float64Array {
  const { codes, size } = grouping;
  const counts = passes.count(values, grouping);
  const centres = means(values, grouping);
  const squares = new Float64Array(size);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    const value = values[row] as number;
    if (code < 0 || Number.isNaN(value)) continue;
    squares[code] = (squares[code] as number) + (value - (centres[code] as number)) ** 2;
  }
  return squares.map((total, group) => {
    const count = counts[group] ?? 0;
    return count < 2 ? NaN : total / (count - 1);
  });
}

function eachGroup(values: Float64Array, grouping: Grouping, statistic: Statistic): Float64Array {
  return Float64Array.from(membersOf(grouping), (rows) =>
    statistic(present(takeValues(values, rows) as Float64Array)),
  );
}

/** How many rows each group has, as numbers of a column. */
export function groupSizes(grouping: Grouping): Float64Array {
  return Float64Array.from(countRows(grouping));
}
