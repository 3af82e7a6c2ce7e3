/** Turns numbers into statistics of a window that moves along them. */
import { checkInteger } from "../core/shape";
import { present, statistics } from "./statistics";
import type { Statistic } from "./statistics";

/** How a window looks and what becomes of its numbers. */
export interface RollingOptions<Result> {
  /** How many numbers it holds. */
  window: number;
  /** With fewer that are not missing, the result is missing; `window` unless told. */
  minPeriods?: number;
  finish: (values: Float64Array) => Result;
}

/** A window that ends at each number; made by `series.rolling(window)`. */
export class Rolling<Result> {
  constructor(
    private readonly values: Float64Array,
    private readonly options: RollingOptions<Result>,
  ) {
    const { window, minPeriods = window } = options;
    checkInteger(window, { verb: "roll", argument: "window", min: 1 });
    checkInteger(minPeriods, { verb: "roll", argument: "minPeriods", min: 0, max: window });
  }

  /** The mean of each window. */
  mean(): Result {
    return this.each(statistics.mean);
  }

  /** The sum of each window. */
  sum(): Result {
    return this.each(statistics.sum);
  }

  /** The smallest number of each window. */
  min(): Result {
    return this.each(statistics.min);
  }

  /** The largest number of each window. */
  max(): Result {
    return this.each(statistics.max);
  }

  /** The standard deviation (n − 1) of each window. */
  std(): Result {
    return this.each(statistics.std);
  }

  /** The number in the middle of each window. */
  median(): Result {
    return this.each(statistics.median);
  }

  /** The value of a function of each window's numbers, which come without missing ones. */
  apply(statistic: Statistic): Result {
    return this.each(statistic);
  }

  private each(statistic: Statistic): Result {
    const { window, minPeriods = window, finish } = this.options;
    const results = this.values.map((_, end) => {
      const numbers = present(this.values.subarray(Math.max(0, end + 1 - window), end + 1));
      return numbers.length < minPeriods ? NaN : statistic(numbers);
    });
    return finish(results);
  }
}
