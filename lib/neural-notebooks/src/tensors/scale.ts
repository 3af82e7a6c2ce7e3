/** Turns columns of different size into columns of like size, by what the training part shows. */
import { ShapeError, StateError, cannot } from "../core/errors";
import { checkNumber } from "../core/shape";
import { readRows, writeRows } from "./rows";
import type { Matrix, Rows, SameKind } from "./rows";

/** What a fitted scaler learned, ready for `JSON.stringify`: x' = (x − shift) / scale, column by column. */
export interface ScalerState {
  kind: "standard" | "minmax";
  /** Subtracted from each column. */
  shift: number[];
  /** Each column is divided by it; 1 for a column that is constant. */
  scale: number[];
}

/** What both scalers do; they differ in what they learn. */
abstract class Scaler {
  private learned: { shift: Float64Array; scale: Float64Array } | undefined;
  protected abstract readonly kind: ScalerState["kind"];

  /** Learns from one column of the training part: what to subtract and what to divide by. */
  protected abstract learn(column: Float64Array): { shift: number; scale: number };

  /**
   * Learns from the training part only.
   *
   * @param x - Shape `[rows, columns]`.
   * @returns The scaler itself.
   * @throws ShapeError when there are no rows; DataError when a number is missing or infinite.
   */
  fit(x: Rows): this {
    const matrix = readRows(x, { verb: "fit the scaler" });
    if (matrix.rows === 0)
      throw cannot("fit the scaler", {
        argument: "x",
        must: "at least one row",
        received: x,
        as: ShapeError,
      });
    const columns = Array.from({ length: matrix.columns }, (_, column) =>
      this.learn(columnOf(matrix, column)),
    );
    this.learned = {
      shift: Float64Array.from(columns, ({ shift }) => shift),
      scale: Float64Array.from(columns, ({ scale }) => scale),
    };
    return this;
  }

  /**
   * Scales rows by what was learned.
   *
   * @param x - Shape `[rows, columns]`.
   * @returns New rows of the kind that came; a tensor is the caller's to dispose of.
   * @throws StateError before `fit`; ShapeError when the number of columns differs; DataError when a number is missing.
   */
  transform<X extends Rows>(x: X): SameKind<X> {
    const { shift, scale } = this.state("scale");
    return this.map(
      x,
      "scale",
      (value, column) => (value - (shift[column] as number)) / (scale[column] as number),
    );
  }

  /** Learns from rows and scales them; for the training part. */
  fitTransform<X extends Rows>(x: X): SameKind<X> {
    return this.fit(x).transform(x);
  }

  /**
   * Turns scaled rows back into their units.
   *
   * @param x - Shape `[rows, columns]`.
   * @returns New rows of the kind that came.
   * @throws StateError before `fit`; ShapeError when the number of columns differs.
   */
  inverse<X extends Rows>(x: X): SameKind<X> {
    const { shift, scale } = this.state("scale back");
    return this.map(
      x,
      "scale back",
      (value, column) => value * (scale[column] as number) + (shift[column] as number),
    );
  }

  /**
   * What was learned, for `JSON.stringify`.
   *
   * @throws StateError before `fit`.
   */
  toJSON(): ScalerState {
    const { shift, scale } = this.state("save the scaler");
    return { kind: this.kind, shift: [...shift], scale: [...scale] };
  }

  protected restore({ shift, scale }: ScalerState): this {
    this.learned = { shift: Float64Array.from(shift), scale: Float64Array.from(scale) };
    return this;
  }

  private state(verb: string): { shift: Float64Array; scale: Float64Array } {
    if (this.learned) return this.learned;
    throw cannot(verb, {
      argument: "the scaler",
      must: "fitted first",
      received: "one that is not",
      hint: "Call fit with the training part.",
      as: StateError,
    });
  }

  private map<X extends Rows>(
    x: X,
    verb: string,
    change: (value: number, column: number) => number,
  ): SameKind<X> {
    const matrix = readRows(x, { verb });
    const wanted = this.state(verb).shift.length;
    if (matrix.columns !== wanted && matrix.rows > 0) {
      throw cannot(verb, {
        argument: "x",
        must: `of shape [rows, ${wanted}], as the training part`,
        received: { shape: [matrix.rows, matrix.columns] },
        as: ShapeError,
      });
    }
    return writeRows(
      { ...matrix, values: matrix.values.map((value, i) => change(value, i % matrix.columns)) },
      x,
    );
  }
}

/**
 * Scales each column to mean 0 and standard deviation 1: x' = (x − μ) / σ, with σ = √(Σ(x − μ)² / n). A constant
 * column becomes 0.
 *
 * @example
 * const scaler = new StandardScaler().fit([[1], [3]]);
 * assert.deepEqual(scaler.transform([[1], [2], [3]]), [[-1], [0], [1]]);
 * assert.deepEqual(scaler.inverse([[0]]), [[2]]);
 */
export class StandardScaler extends Scaler {
  protected readonly kind = "standard";

  /** Makes a scaler from what another one learned. */
  static fromJSON(state: ScalerState): StandardScaler {
    return new StandardScaler().restore(checkState(state, "standard"));
  }

  /** The means of the training part, one per column. */
  get means(): number[] {
    return this.toJSON().shift;
  }

  /** The standard deviations of the training part, one per column; 1 for a constant column. */
  get deviations(): number[] {
    return this.toJSON().scale;
  }

  protected learn(column: Float64Array): { shift: number; scale: number } {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    // Rounding leaves a trace of variance in a constant column; dividing by it would blow up noise. The bound on
    // that trace is scikit-learn's.
    const trace = column.length * Number.EPSILON * variance + (column.length * mean * Number.EPSILON) ** 2;
    return { shift: mean, scale: variance <= trace ? 1 : usable(Math.sqrt(variance)) };
  }
}

/**
 * Scales each column to a range: the smallest value of the training part becomes `low`, the largest `high`. Values
 * outside the training part's range come out outside. A constant column becomes `low`.
 *
 * @example
 * const scaler = new MinMaxScaler().fit([[10], [20]]);
 * assert.deepEqual(scaler.transform([[10], [15], [25]]), [[0], [0.5], [1.5]]);
 */
export class MinMaxScaler extends Scaler {
  protected readonly kind = "minmax";
  private readonly low: number;
  private readonly high: number;

  /**
   * @param options - `low` (0) and `high` (1).
   * @throws ArgumentError when `low` is not below `high`.
   */
  constructor(options: { low?: number; high?: number } = {}) {
    super();
    const { low = 0, high = 1 } = options;
    this.low = checkNumber(low, { verb: "make a scaler", argument: "low" });
    this.high = checkNumber(high, { verb: "make a scaler", argument: "high" });
    if (low >= high)
      throw cannot("make a scaler", { argument: "low", must: `below high (${high})`, received: low });
  }

  /** Makes a scaler from what another one learned. */
  static fromJSON(state: ScalerState): MinMaxScaler {
    return new MinMaxScaler().restore(checkState(state, "minmax"));
  }

  protected learn(column: Float64Array): { shift: number; scale: number } {
    const min = column.reduce((a, b) => Math.min(a, b));
    const max = column.reduce((a, b) => Math.max(a, b));
    const scale = usable(max - min) / (this.high - this.low);
    return { shift: min - this.low * scale, scale };
  }
}

/** A number that can be divided by: 1 in place of 0, and of what is so small that the quotient would overflow. */
function usable(scale: number): number {
  return scale < 1e-300 ? 1 : scale;
}

function columnOf({ values, rows, columns }: Matrix, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => values[row * columns + column] as number);
}

function checkState(state: ScalerState, kind: ScalerState["kind"]): ScalerState {
  const right =
    state?.kind === kind &&
    Array.isArray(state.shift) &&
    Array.isArray(state.scale) &&
    state.shift.length === state.scale.length;
  if (!right)
    throw cannot("restore the scaler", {
      argument: "state",
      must: `what a ${kind} scaler's toJSON gave`,
      received: state,
    });
  const finite =
    [...state.shift, ...state.scale].every(Number.isFinite) && state.scale.every((value) => value !== 0);
  if (!finite)
    throw cannot("restore the scaler", {
      argument: "state",
      must: "finite numbers, no scale 0",
      received: [...state.shift, ...state.scale],
    });
  return state;
}
