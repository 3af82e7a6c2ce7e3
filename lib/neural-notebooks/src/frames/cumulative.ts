/** Turns numbers into running ones: sums, products, smallest and largest so far. */

/** What runs along. */
export type CumulativeName = "sum" | "prod" | "min" | "max";

const steps: Readonly<Record<CumulativeName, (before: number, value: number) => number>> = {
  sum: (before, value) => before + value,
  prod: (before, value) => before * value,
  min: Math.min,
  max: Math.max,
};

/**
 * Runs along numbers; a missing one stays missing and does not end the run.
 *
 * @returns As many numbers.
 */
export function accumulate(values: ArrayLike<number>, name: CumulativeName): Float64Array {
  const step = steps[name];
  const result = new Float64Array(values.length).fill(NaN);
  let total: number | undefined;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    total = total === undefined ? value : step(total, value);
    result[row] = total;
  }
  return result;
}
