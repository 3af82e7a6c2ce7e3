/** Turns missing values into ones learned from the training part: its mean, median or most frequent value, or a constant. */
import { DataError, ShapeError, StateError, cannot } from "../core/errors";
import { checkNumber } from "../core/shape";
import { readRows, writeRows } from "./rows";
import type { Matrix, Rows, SameKind } from "./rows";

/** Where the filling value comes from. */
export type ImputeStrategy = "mean" | "median" | "mostFrequent" | "constant";

/** What a fitted imputer learned, ready for `JSON.stringify`. */
export interface ImputerState {
  strategy: ImputeStrategy;
  /** The value for each column. */
  fills: number[];
}

/**
 * Fills missing numbers (`NaN`), column by column.
 *
 * @example
 * const imputer = new Imputer({ strategy: "mean" }).fit([[1], [NaN], [3]]);
 * assert.deepEqual(imputer.transform([[NaN], [5]]), [[2], [5]]);
 */
export class Imputer {
  private readonly strategy: ImputeStrategy;
  private readonly value: number;
  private fills: Float64Array | undefined;

  /**
   * @param options - `strategy` (`"mean"`); `value` (0) for `"constant"`.
   * @throws ArgumentError when the strategy is not known.
   */
  constructor(options: { strategy?: ImputeStrategy; value?: number } = {}) {
    const { strategy = "mean", value = 0 } = options;
    if (!["mean", "median", "mostFrequent", "constant"].includes(strategy)) {
      throw cannot("make an imputer", {
        argument: "strategy",
        must: '"mean", "median", "mostFrequent" or "constant"',
        received: strategy,
      });
    }
    this.strategy = strategy;
    this.value = checkNumber(value, { verb: "make an imputer", argument: "value" });
  }

  /** Makes an imputer from what another one learned. */
  static fromJSON(state: ImputerState): Imputer {
    if (!Array.isArray(state?.fills) || !state.fills.every(Number.isFinite)) {
      throw cannot("restore the imputer", {
        argument: "state",
        must: "what an imputer's toJSON gave",
        received: state,
      });
    }
    const imputer = new Imputer({ strategy: state.strategy });
    imputer.fills = Float64Array.from(state.fills);
    return imputer;
  }

  /**
   * Learns the filling values from the training part only.
   *
   * @param x - Shape `[rows, columns]`; `NaN` = missing.
   * @returns The imputer itself.
   * @throws DataError when a column has no value at all (and the strategy is not `"constant"`), or a number is infinite.
   */
  fit(x: Rows): this {
    const matrix = readRows(x, { verb: "fit the imputer", missing: true });
    if (matrix.rows === 0)
      throw cannot("fit the imputer", {
        argument: "x",
        must: "at least one row",
        received: x,
        as: ShapeError,
      });
    this.fills = Float64Array.from({ length: matrix.columns }, (_, column) => this.learn(matrix, column));
    return this;
  }

  /**
   * Fills missing values by what was learned.
   *
   * @param x - Shape `[rows, columns]`.
   * @returns New rows of the kind that came; a tensor is the caller's to dispose of.
   * @throws StateError before `fit`; ShapeError when the number of columns differs.
   */
  transform<X extends Rows>(x: X): SameKind<X> {
    const fills = this.learned("fill missing values");
    const matrix = readRows(x, { verb: "fill missing values", missing: true });
    if (matrix.rows > 0 && matrix.columns !== fills.length) {
      throw cannot("fill missing values", {
        argument: "x",
        must: `of shape [rows, ${fills.length}], as the training part`,
        received: { shape: [matrix.rows, matrix.columns] },
        as: ShapeError,
      });
    }
    const values = matrix.values.map((value, i) =>
      Number.isNaN(value) ? (fills[i % matrix.columns] as number) : value,
    );
    return writeRows({ ...matrix, values }, x);
  }

  /** Learns from rows and fills them; for the training part. */
  fitTransform<X extends Rows>(x: X): SameKind<X> {
    return this.fit(x).transform(x);
  }

  /** What was learned, for `JSON.stringify`. */
  toJSON(): ImputerState {
    return { strategy: this.strategy, fills: [...this.learned("save the imputer")] };
  }

  private learn({ values, rows, columns }: Matrix, column: number): number {
    if (this.strategy === "constant") return this.value;
    const present = Float64Array.from(
      { length: rows },
      (_, row) => values[row * columns + column] as number,
    ).filter((value) => !Number.isNaN(value));
    if (present.length === 0) {
      throw cannot("fit the imputer", {
        argument: `column ${column}`,
        must: "known in at least one row",
        received: `${rows} missing values`,
        as: DataError,
      });
    }
    if (this.strategy === "mean") return present.reduce((sum, value) => sum + value, 0) / present.length;
    present.sort();
    if (this.strategy === "mostFrequent") return longestRun(present);
    const middle = (present.length - 1) / 2;
    return ((present[Math.floor(middle)] as number) + (present[Math.ceil(middle)] as number)) / 2;
  }

  private learned(verb: string): Float64Array {
    if (this.fills) return this.fills;
    throw cannot(verb, {
      argument: "the imputer",
      must: "fitted first",
      received: "one that is not",
      hint: "Call fit with the training part.",
      as: StateError,
    });
  }
}

/**
 * Fills missing names (`null`) with the most frequent of the training part, or a given one.
 *
 * @example
 * const imputer = new CategoryImputer().fit(["a", null, "b", "b"]);
 * assert.deepEqual(imputer.transform([null, "a"]), ["b", "a"]);
 */
export class CategoryImputer {
  private readonly value: string | undefined;
  private fill: string | undefined;

  /** @param options - `value`: the name to fill with; the most frequent of the training part unless given. */
  constructor(options: { value?: string } = {}) {
    this.value = options.value;
  }

  /** Makes an imputer from what another one learned. */
  static fromJSON(state: { fill: string }): CategoryImputer {
    if (typeof state?.fill !== "string")
      throw cannot("restore the imputer", {
        argument: "state",
        must: "what an imputer's toJSON gave",
        received: state,
      });
    return new CategoryImputer({ value: state.fill }).fit([]);
  }

  /**
   * Learns the most frequent name of the training part; of equally frequent ones the first by its characters.
   *
   * @throws DataError when there is no name at all.
   */
  fit(values: readonly (string | null)[]): this {
    const present = values.filter((value) => value !== null).sort();
    if (this.value === undefined && present.length === 0) {
      throw cannot("fit the imputer", {
        argument: "values",
        must: "known in at least one row",
        received: values,
        as: DataError,
      });
    }
    this.fill = this.value ?? longestRun(present);
    return this;
  }

  /**
   * Fills missing names.
   *
   * @throws StateError before `fit`.
   */
  transform(values: readonly (string | null)[]): string[] {
    const { fill } = this.toJSON();
    return values.map((value) => value ?? fill);
  }

  /** Learns from names and fills them; for the training part. */
  fitTransform(values: readonly (string | null)[]): string[] {
    return this.fit(values).transform(values);
  }

  /** What was learned, for `JSON.stringify`. */
  toJSON(): { fill: string } {
    if (this.fill !== undefined) return { fill: this.fill };
    throw cannot("fill missing values", {
      argument: "the imputer",
      must: "fitted first",
      received: "one that is not",
      as: StateError,
    });
  }
}

/** The most frequent of sorted values; the first of those that are equally frequent. */
function longestRun<T>(sorted: ArrayLike<T>): T {
  let best = sorted[0] as T;
  let most = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    if (end - start <= most) continue;
    most = end - start;
    best = sorted[start] as T;
  }
  return best;
}
