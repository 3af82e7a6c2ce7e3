/** Turns rows or columns of a frame into single numbers: means, counts, correlations. */
import { unknownName } from "../core/suggest";
import { checkAxis } from "./axis";
import { columnFromCells } from "./cells";
import { correlation } from "./correlation";
import type { DataFrame } from "./data-frame";
import { describeNumbers } from "./describe";
import { numbersOf } from "./elementwise";
import { FrameArithmetic } from "./frame-arithmetic";
import type { Along } from "./frame-types";
import type { Aggregation } from "./groupby";
import { countMissing } from "./missing";
import { isMissing, listOf } from "./schema";
import type { ColumnValues, NameOf, Schema } from "./schema";
import { Series } from "./series";
import { modes, present, quantile, statistics } from "./statistics";
import type { Statistic } from "./statistics";

/** What sums up rows and columns. */
export abstract class FrameStatistics<S extends Schema = Schema> extends FrameArithmetic<S> {
  /** The mean of each row (axis 1, unless told) or column (axis 0); missing values are left out. */
  mean(options: Along = {}): Series<"number"> {
    return this.#along(statistics.mean, { verb: "take the mean", ...options });
  }

  /** The number in the middle of each row (axis 1, unless told) or column (axis 0). */
  median(options: Along = {}): Series<"number"> {
    return this.#along(statistics.median, { verb: "take the median", ...options });
  }

  /** The number that comes most often in each row (axis 1, unless told) or column (axis 0); `keep` chooses among equals. */
  mode(options: Along & { keep?: number } = {}): Series<"number"> {
    const { keep = 0 } = options;
    return this.#along((values) => modes(values)[keep] ?? NaN, { verb: "take the mode", ...options });
  }

  /** The smallest number of each row (axis 1, unless told) or column (axis 0). */
  min(options: Along = {}): Series<"number"> {
    return this.#along(statistics.min, { verb: "take the smallest", ...options });
  }

  /** The largest number of each row (axis 1, unless told) or column (axis 0). */
  max(options: Along = {}): Series<"number"> {
    return this.#along(statistics.max, { verb: "take the largest", ...options });
  }

  /** The standard deviation (n − 1) of each row (axis 1, unless told) or column (axis 0). */
  std(options: Along = {}): Series<"number"> {
    return this.#along(statistics.std, { verb: "take the standard deviation", ...options });
  }

  /** The variance (n − 1) of each row (axis 1, unless told) or column (axis 0). */
  var(options: Along = {}): Series<"number"> {
    return this.#along(statistics.var, { verb: "take the variance", ...options });
  }

  /** The sum of each row (axis 1, unless told) or column (axis 0); 0 for no numbers. */
  sum(options: Along = {}): Series<"number"> {
    return this.#along(statistics.sum, { verb: "take the sum", ...options });
  }

  /** The value below which a share of each row (axis 1, unless told) or column (axis 0) lies. */
  quantile(share = 0.5, options: Along = {}): Series<"number"> {
    return this.#along((values) => quantile(values, share), { verb: "take the quantile", ...options });
  }

  /** How many cells of each row (axis 1, unless told) or column (axis 0) are not missing. */
  count(options: Along = {}): Series<"number"> {
    const { rows, columns } = this.$table;
    if (checkAxis(options.axis, "count") === 0) {
      const counts = columns.map(({ values }) => rows - countMissing(values));
      return Series.of(columnFromCells("0", Float64Array.from(counts)), this.columns);
    }
    const counts = new Float64Array(rows);
    for (const { values } of columns)
      for (let row = 0; row < rows; row++)
        if (!isMissing(values[row])) counts[row] = (counts[row] as number) + 1;
    return Series.of(columnFromCells("0", counts), this.$rowIndex);
  }

  /** How many distinct values each row (axis 1, unless told) or column (axis 0) has; missing ones are left out. */
  nUnique(axis: 0 | 1 = 1): Series<"number"> {
    const byRows = checkAxis(axis, "count distinct values") === 1;
    const lists = byRows ? this.values : this.getColumnData;
    const counts = lists.map((cells) => new Set(cells.filter((cell) => !isMissing(cell))).size);
    return Series.of(columnFromCells("0", Float64Array.from(counts)), byRows ? this.$rowIndex : this.columns);
  }

  /**
   * Describes the number columns: count, mean, std, min, median, max, variance; missing values are left out.
   *
   * @returns A frame with a row for each of them and the columns of numbers.
   */
  describe(): DataFrame {
    const numeric = this.$table.columns.filter(({ values }) => values instanceof Float64Array);
    const described = numeric.map(({ name, values }) => ({
      name,
      ...{ told: describeNumbers(values as Float64Array) },
    }));
    const names = Object.keys(describeNumbers(new Float64Array()));
    const columns = described.map(({ name, told }) =>
      columnFromCells(name, Float64Array.from(Object.values(told))),
    );
    return this.$make({ rows: names.length, columns }, names);
  }

  /**
   * The correlation of each two number columns (Pearson's), over the rows where both are there.
   *
   * @returns A frame with a row and a column for each.
   */
  corr(): DataFrame {
    const numeric = this.$table.columns.filter(({ values }) => values instanceof Float64Array);
    const columns = numeric.map(({ name, values }) => {
      const own = values as Float64Array;
      const shares = numeric.map((other) => correlation(own, other.values as Float64Array));
      return columnFromCells(name, Float64Array.from(shares));
    });
    return this.$make(
      { rows: numeric.length, columns },
      numeric.map(({ name }) => name),
    );
  }

  /**
   * Turns columns into numbers: one row for each statistic.
   *
   * @param ops - A statistic, a list of them, or column → statistics.
   * @returns A frame with a row for each statistic, named by it; what was not asked for is missing.
   * @example
   * const frame = new DataFrame({ a: [1, 2, 3], b: [4, 5, 9] });
   * assert.deepEqual(frame.agg(["min", "mean"]).values, [[1, 4], [2, 6]]);
   */
  agg(
    ops:
      | Aggregation
      | readonly Aggregation[]
      | { readonly [N in NameOf<S>]?: Aggregation | readonly Aggregation[] },
  ): DataFrame {
    const numeric = this.$table.columns.filter(({ type }) => type === "number" || type === "boolean");
    const forAll = typeof ops === "string" || typeof ops === "function" || Array.isArray(ops);
    const pairs: [string, Aggregation | readonly Aggregation[] | undefined][] = forAll
      ? numeric.map(({ name }) => [name, ops as Aggregation | readonly Aggregation[]])
      : Object.entries(ops);
    const asked = new Map(pairs.map(([name, by]) => [name, listOf(by ?? [])]));
    const labels = [...new Set([...asked.values()].flat().map(nameOfAggregation))];
    const columns = Array.from(asked, ([name, list]) => {
      const numbers = present(numbersOf(this.$find(name, "aggregate"), "aggregate"));
      const known = new Map(list.map((by) => [nameOfAggregation(by), statisticOf(by)(numbers)]));
      return columnFromCells(
        name,
        Float64Array.from(labels, (label) => known.get(label) ?? NaN),
      );
    });
    return this.$make({ rows: labels.length, columns }, labels);
  }

  /** Counts the distinct values of a column, the most frequent first; missing ones are left out. */
  valueCounts(column: NameOf<S>): Series<"number"> {
    return this.column(column).valueCounts();
  }

  #along(statistic: Statistic, { verb, axis }: Along & { verb: string }): Series<"number"> {
    const { columns } = this.$table;
    if (checkAxis(axis, verb) === 0) {
      const results = columns.map((column) => {
        // Millions of truth values, as isNa makes them, are not turned into numbers to be counted.
        if (statistic === statistics.sum && column.type === "boolean") return countTrue(column.values);
        return statistic(present(numbersOf(column, verb)));
      });
      return Series.of(columnFromCells("0", Float64Array.from(results)), this.columns);
    }
    const numbers = columns.map((column) => numbersOf(column, verb));
    const results = new Float64Array(this.$table.rows);
    const row = new Float64Array(numbers.length);
    for (let at = 0; at < results.length; at++) {
      for (let column = 0; column < row.length; column++) row[column] = numbers[column]?.[at] ?? NaN;
      results[at] = statistic(present(row));
    }
    return Series.of(columnFromCells("0", results), this.$rowIndex);
  }
}

function countTrue(values: ColumnValues): number {
  let count = 0;
  for (let row = 0; row < values.length; row++) if (values[row] === true) count++;
  return count;
}

function nameOfAggregation(by: Aggregation): string {
  return typeof by === "function" ? by.name || "apply" : by;
}

function statisticOf(by: Aggregation): Statistic {
  if (typeof by === "function") return by;
  if (by === "mode") return (values) => modes(values)[0] ?? NaN;
  if (Object.hasOwn(statistics, by)) return statistics[by];
  throw unknownName("aggregate", {
    argument: "statistic",
    received: by,
    known: [...Object.keys(statistics), "mode"],
  });
}
