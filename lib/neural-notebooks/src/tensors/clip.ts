/** Turns extreme values into the limits of what the training part holds as usual. */
import { ShapeError, StateError, cannot } from "../core/errors";
import { checkNumber } from "../core/shape";
import { sortedQuantile } from "../frames/statistics";
import { readRows, writeRows } from "./rows";
import type { Rows, SameKind } from "./rows";

/** What a fitted clipper learned, ready for `JSON.stringify`. */
export interface ClipperState {
  /** The smallest value let through, per column. */
  low: number[];
  /** The largest value let through, per column. */
  high: number[];
}

/** Where usual ends: at quantiles, or at a number of quartile distances beyond the quartiles. */
export type ClipOptions =
  { by?: "quartiles"; factor?: number } | { by: "quantiles"; low?: number; high?: number };

/**
 * Moves values beyond the limits onto them. By quartiles (Tukey, 1977, "Exploratory Data Analysis"):
 * low = q₁ − factor · (q₃ − q₁), high = q₃ + factor · (q₃ − q₁). What was clipped cannot be brought back.
 *
 * @example
 * const clipper = new OutlierClipper().fit([[1], [2], [3], [4], [100]]);
 * assert.deepEqual(clipper.transform([[3], [100]]), [[3], [7]]);
 */
export class OutlierClipper {
  private readonly options: ClipOptions;
  private limits: { low: Float64Array; high: Float64Array } | undefined;

  /**
   * @param options - `by: "quartiles"` (the default) with `factor` (1.5), or `by: "quantiles"` with `low` (0.01) and `high` (0.99).
   * @throws ArgumentError when `factor` is negative, or `low` is not below `high`.
   */
  constructor(options: ClipOptions = {}) {
    this.options = options;
    if (options.by === "quantiles") {
      const { low = 0.01, high = 0.99 } = options;
      checkNumber(low, { verb: "make a clipper", argument: "low", min: 0, max: 1 });
      checkNumber(high, { verb: "make a clipper", argument: "high", min: 0, max: 1 });
      if (low >= high)
        throw cannot("make a clipper", { argument: "low", must: `below high (${high})`, received: low });
    } else {
      checkNumber(options.factor ?? 1.5, { verb: "make a clipper", argument: "factor", min: 0 });
    }
  }

  /** Makes a clipper from what another one learned. */
  static fromJSON(state: ClipperState): OutlierClipper {
    const { low, high } = state ?? {};
    if (
      !Array.isArray(low) ||
      !Array.isArray(high) ||
      low.length !== high.length ||
      ![...low, ...high].every(Number.isFinite)
    ) {
      throw cannot("restore the clipper", {
        argument: "state",
        must: "what a clipper's toJSON gave",
        received: state,
      });
    }
    const clipper = new OutlierClipper();
    clipper.limits = { low: Float64Array.from(low), high: Float64Array.from(high) };
    return clipper;
  }

  /**
   * Learns the limits from the training part only.
   *
   * @param x - Shape `[rows, columns]`; missing values (`NaN`) are left out.
   * @returns The clipper itself.
   * @throws ShapeError when a column has no value.
   */
  fit(x: Rows): this {
    const { values, rows, columns } = readRows(x, { verb: "fit the clipper", missing: true });
    const limits = Array.from({ length: columns }, (_, column) => {
      const sorted = Float64Array.from(
        { length: rows },
        (_row, row) => values[row * columns + column] as number,
      )
        .filter((value) => !Number.isNaN(value))
        .sort();
      if (sorted.length === 0)
        throw cannot("fit the clipper", {
          argument: `column ${column}`,
          must: "known in at least one row",
          received: `${rows} missing values`,
          as: ShapeError,
        });
      return this.learn(sorted);
    });
    if (rows === 0)
      throw cannot("fit the clipper", {
        argument: "x",
        must: "at least one row",
        received: x,
        as: ShapeError,
      });
    this.limits = {
      low: Float64Array.from(limits, ({ low }) => low),
      high: Float64Array.from(limits, ({ high }) => high),
    };
    return this;
  }

  /**
   * Clips values by what was learned; missing values stay missing.
   *
   * @param x - Shape `[rows, columns]`.
   * @returns New rows of the kind that came; a tensor is the caller's to dispose of.
   * @throws StateError before `fit`; ShapeError when the number of columns differs.
   */
  transform<X extends Rows>(x: X): SameKind<X> {
    const { low, high } = this.learned("clip");
    const matrix = readRows(x, { verb: "clip", missing: true });
    if (matrix.rows > 0 && matrix.columns !== low.length) {
      throw cannot("clip", {
        argument: "x",
        must: `of shape [rows, ${low.length}], as the training part`,
        received: { shape: [matrix.rows, matrix.columns] },
        as: ShapeError,
      });
    }
    const values = matrix.values.map((value, i) =>
      Math.min(high[i % matrix.columns] as number, Math.max(low[i % matrix.columns] as number, value)),
    );
    return writeRows({ ...matrix, values }, x);
  }

  /** Learns from rows and clips them; for the training part. */
  fitTransform<X extends Rows>(x: X): SameKind<X> {
    return this.fit(x).transform(x);
  }

  /** What was learned, for `JSON.stringify`. */
  toJSON(): ClipperState {
    const { low, high } = this.learned("save the clipper");
    return { low: [...low], high: [...high] };
  }

  private learn(sorted: Float64Array): { low: number; high: number } {
    if (this.options.by === "quantiles") {
      const { low = 0.01, high = 0.99 } = this.options;
      return { low: sortedQuantile(sorted, low), high: sortedQuantile(sorted, high) };
    }
    const { factor = 1.5 } = this.options;
    const [q1, q3] = [sortedQuantile(sorted, 0.25), sortedQuantile(sorted, 0.75)];
    return { low: q1 - factor * (q3 - q1), high: q3 + factor * (q3 - q1) };
  }

  private learned(verb: string): { low: Float64Array; high: Float64Array } {
    if (this.limits) return this.limits;
    throw cannot(verb, {
      argument: "the clipper",
      must: "fitted first",
      received: "one that is not",
      hint: "Call fit with the training part.",
      as: StateError,
    });
  }
}
