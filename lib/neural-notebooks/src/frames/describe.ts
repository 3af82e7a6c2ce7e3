/** Turns the values of a column into what is told about them: statistics of numbers, counts of each value. */
import { isMissing } from "./schema";
import { present, statistics } from "./statistics";

/** Distinct values with how often they come, the most frequent first; missing values are left out. */
export function countValues<T extends string | number | boolean | null>(
  values: Iterable<T>,
): [value: T, count: number][] {
  const counts = new Map<T, number>();
  for (const value of values) if (!isMissing(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** What danfo's `describe` tells about numbers, in its order; missing ones are left out. */
export function describeNumbers(values: Float64Array): Record<string, number> {
  const numbers = present(values);
  const variance = statistics.var(numbers);
  return {
    count: numbers.length,
    mean: statistics.mean(numbers),
    std: Math.sqrt(variance),
    min: statistics.min(numbers),
    median: statistics.median(numbers),
    max: statistics.max(numbers),
    variance,
  };
}
