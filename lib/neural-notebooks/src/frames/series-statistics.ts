/** Turns a series into single numbers, and into counts of what it holds. */
import type { ColumnType } from "../datasets";
import { columnFromCells } from "./cells";
import { countValues, describeNumbers } from "./describe";
import { duplicateFlags } from "./duplicates";
import { makeSeries } from "./makers";
import { completeRows } from "./missing";
import { takeValues, withValues } from "./schema";
import type { Cell } from "./schema";
import type { Series } from "./series";
import { SeriesArithmetic } from "./series-arithmetic";
import { modes, present, quantile, statistics } from "./statistics";

/** What sums a series up. */
export abstract class SeriesStatistics<T extends ColumnType = ColumnType> extends SeriesArithmetic<T> {
  /** The mean; missing values are left out, as in all statistics. */
  mean(): number {
    return statistics.mean(this.#present("take the mean"));
  }

  /** The number in the middle. */
  median(): number {
    return statistics.median(this.#present("take the median"));
  }

  /** The numbers that come most often, the smallest first. */
  mode(): number[] {
    return modes(this.#present("take the mode"));
  }

  /** The smallest number. */
  min(): number {
    return statistics.min(this.#present("take the smallest"));
  }

  /** The largest number. */
  max(): number {
    return statistics.max(this.#present("take the largest"));
  }

  /** The sum; 0 for no numbers. */
  sum(): number {
    return statistics.sum(this.#present("take the sum"));
  }

  /** How many values are not missing. */
  count(): number {
    return completeRows([this.$column], this.length).length;
  }

  /** The standard deviation, divided by n − 1. */
  std(): number {
    return statistics.std(this.#present("take the standard deviation"));
  }

  /** The variance, divided by n − 1. */
  var(): number {
    return statistics.var(this.#present("take the variance"));
  }

  /**
   * The value below which a share of the numbers lies.
   *
   * @param share - From 0 to 1 (0.5).
   */
  quantile(share = 0.5): number {
    return quantile(this.#present("take the quantile"), share);
  }

  /** The place of the largest number. */
  argMax(): number {
    const numbers = this.$numbers("find the largest");
    return numbers.indexOf(statistics.max(present(numbers)));
  }

  /** The place of the smallest number. */
  argMin(): number {
    const numbers = this.$numbers("find the smallest");
    return numbers.indexOf(statistics.min(present(numbers)));
  }

  /** The distinct values in the order they come; a missing one is among them once. */
  unique(): Series<T> {
    const first = duplicateFlags([this.$column], "first");
    const rows = Int32Array.from(first.keys()).filter((row) => first[row] === false);
    return makeSeries(withValues(this.$column, takeValues(this.$column.values, rows)));
  }

  /** How many distinct values there are; missing ones are left out. */
  nUnique(): number {
    return countValues<Cell>(this.$column.values).length;
  }

  /** How often each value comes, the most frequent first; missing ones are left out. The values name the rows. */
  valueCounts(): Series<"number"> {
    const counted = countValues<Cell>(this.$column.values);
    const column = columnFromCells(
      "count",
      Float64Array.from(counted, ([, times]) => times),
    );
    return makeSeries(
      column,
      counted.map(([value]) => (typeof value === "number" ? value : String(value))),
    );
  }

  /**
   * Describes numbers: count, mean, std, min, median, max, variance; missing ones are left out.
   *
   * @throws DataError when the series holds text.
   */
  describe(): Series<"number"> {
    const described = describeNumbers(this.$numbers("describe"));
    return makeSeries(
      columnFromCells(this.$column.name, Float64Array.from(Object.values(described))),
      Object.keys(described),
    );
  }

  #present(verb: string): Float64Array {
    return present(this.$numbers(verb));
  }
}
