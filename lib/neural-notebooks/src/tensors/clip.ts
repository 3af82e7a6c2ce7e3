/** Turns extreme values into the limits of what the training part holds as usual. */
import { ShapeError, cannot } from "../core/errors";
import { checkNumber } from "../core/shape";
import { sortedQuantile } from "../frames/statistics";
import { NumericTransformer, checkSaved } from "./numeric";
import type { TransformerState } from "./transformer";

/** What a fitted clipper learned, ready for `JSON.stringify`. */
export interface ClipperState extends TransformerState {
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
export class OutlierClipper extends NumericTransformer {
  protected override readonly missing = true;
  private readonly options: ClipOptions;
  private low: number[] = [];
  private high: number[] = [];

  /**
   * @param options - `by: "quartiles"` (the default) with `factor` (1.5), or `by: "quantiles"` with `low` (0.01) and `high` (0.99).
   * @throws ArgumentError when `factor` is negative, or `low` is not below `high`.
   */
  constructor(options: ClipOptions = {}) {
    super();
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
    checkSaved("OutlierClipper", state, ["low", "high"]);
    const clipper = new OutlierClipper().restore(state.low.length, state.featureNamesIn);
    [clipper.low, clipper.high] = [[...state.low], [...state.high]];
    return clipper;
  }

  /**
   * The smallest and the largest value let through, per column.
   *
   * @throws StateError before `fit`.
   */
  get limits(): { low: number[]; high: number[] } {
    return this.learned();
  }

  /** What was learned, for `JSON.stringify`; see `fromJSON`. */
  override toJSON(): ClipperState {
    return super.toJSON() as ClipperState;
  }

  protected learned(): { low: number[]; high: number[] } {
    this.known("tell the limits");
    return { low: [...this.low], high: [...this.high] };
  }

  protected forget(): void {
    [this.low, this.high] = [[], []];
  }

  protected learnColumn(column: Float64Array, label: string): void {
    const sorted = column.filter((value) => !Number.isNaN(value)).sort();
    if (sorted.length === 0)
      throw cannot("fit OutlierClipper", {
        argument: label,
        must: "known in at least one row",
        received: `${column.length} missing values`,
        as: ShapeError,
      });
    const { low, high } = this.limitsOf(sorted);
    this.low.push(low);
    this.high.push(high);
  }

  protected changeColumn(column: Float64Array, at: number): void {
    const [low = -Infinity, high = Infinity] = [this.low[at], this.high[at]];
    for (let row = 0; row < column.length; row++)
      column[row] = Math.min(high, Math.max(low, column[row] as number));
  }

  private limitsOf(sorted: Float64Array): { low: number; high: number } {
    if (this.options.by === "quantiles") {
      const { low = 0.01, high = 0.99 } = this.options;
      return { low: sortedQuantile(sorted, low), high: sortedQuantile(sorted, high) };
    }
    const { factor = 1.5 } = this.options;
    const [q1, q3] = [sortedQuantile(sorted, 0.25), sortedQuantile(sorted, 0.75)];
    return { low: q1 - factor * (q3 - q1), high: q3 + factor * (q3 - q1) };
  }
}
