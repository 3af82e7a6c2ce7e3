/** Turns columns of different size into columns of like size, by what the training part shows. */
import { cannot } from "../core/errors";
import { checkNumber } from "../core/shape";
import { NumericTransformer, checkSaved } from "./numeric";
import type { Rows, SameKind } from "./rows";
import type { Columns } from "./table";
import type { TransformerState } from "./transformer";

/** What a fitted StandardScaler learned. */
export interface StandardScalerState extends TransformerState {
  /** The means of the columns. */
  mean: number[];
  /** Their standard deviations; 1 for a column that is constant. */
  std: number[];
}

/** What a fitted MinMaxScaler learned. */
export interface MinMaxScalerState extends TransformerState {
  /** The smallest value of each column. */
  min: number[];
  /** The largest value of each column. */
  max: number[];
  featureRange: [low: number, high: number];
}

/** Scaling can be undone. Missing values are an error, where scikit-learn lets them through: fill them first. */
abstract class Scaler extends NumericTransformer {
  /** Turns one scaled column back, in place. */
  protected abstract changeColumnBack(column: Float64Array, at: number): void;

  /**
   * Turns scaled rows back into their units.
   *
   * @param x - A table, or rows of shape `[rows, columns]`.
   * @returns New rows of the kind that came.
   * @throws StateError before `fit`; ShapeError when the number of columns differs.
   */
  inverseTransform<X extends Rows>(x: X): SameKind<X> {
    return this.inverted(x) as SameKind<X>;
  }

  protected override changeBack(columns: Columns, verb: string): Columns {
    return this.map(columns, { verb, work: (column, at) => this.changeColumnBack(column, at) });
  }
}

/**
 * Scales each column to mean 0 and standard deviation 1: x' = (x − μ) / σ, with σ = √(Σ(x − μ)² / n). A constant
 * column becomes 0.
 *
 * @example
 * const scaler = new StandardScaler().fit([[1], [3]]);
 * assert.deepEqual(scaler.transform([[1], [2], [3]]), [[-1], [0], [1]]);
 * assert.deepEqual(scaler.inverseTransform([[0]]), [[2]]);
 * assert.deepEqual([scaler.mean, scaler.std], [[2], [1]]);
 */
export class StandardScaler extends Scaler {
  private means: number[] = [];
  private deviations: number[] = [];

  /** Makes a scaler from what another one learned. */
  static fromJSON(state: StandardScalerState): StandardScaler {
    checkSaved("StandardScaler", state, ["mean", "std"]);
    const { mean, std, featureNamesIn } = state;
    if (std.includes(0))
      throw cannot("restore StandardScaler", { argument: "std", must: "without 0", received: std });
    const scaler = new StandardScaler().restore(mean.length, featureNamesIn);
    [scaler.means, scaler.deviations] = [[...mean], [...std]];
    return scaler;
  }

  /**
   * The means of the training part, one per column.
   *
   * @throws StateError before `fit`.
   */
  get mean(): number[] {
    return this.learned().mean;
  }

  /**
   * The standard deviations of the training part, one per column; 1 for a constant column.
   *
   * @throws StateError before `fit`.
   */
  get std(): number[] {
    return this.learned().std;
  }

  /** What was learned, for `JSON.stringify`; see `fromJSON`. */
  override toJSON(): StandardScalerState {
    return super.toJSON() as StandardScalerState;
  }

  protected learned(): { mean: number[]; std: number[] } {
    this.known("tell mean and std");
    return { mean: [...this.means], std: [...this.deviations] };
  }

  protected forget(): void {
    [this.means, this.deviations] = [[], []];
  }

  protected learnColumn(column: Float64Array): void {
    const { mean, variance } = momentsOf(column);
    // Rounding leaves a trace of variance in a constant column; dividing by it would blow up noise. The bound on
    // that trace is scikit-learn's.
    const trace = column.length * Number.EPSILON * variance + (column.length * mean * Number.EPSILON) ** 2;
    this.means.push(mean);
    this.deviations.push(variance <= trace ? 1 : usable(Math.sqrt(variance)));
  }

  protected changeColumn(column: Float64Array, at: number): void {
    const [mean = 0, std = 1] = [this.means[at], this.deviations[at]];
    for (let row = 0; row < column.length; row++) column[row] = ((column[row] as number) - mean) / std;
  }

  protected changeColumnBack(column: Float64Array, at: number): void {
    const [mean = 0, std = 1] = [this.means[at], this.deviations[at]];
    for (let row = 0; row < column.length; row++) column[row] = (column[row] as number) * std + mean;
  }
}

/**
 * Scales each column to a range: the smallest value of the training part becomes its lower end, the largest its upper
 * one. Values outside of the training part's range come out outside. A constant column becomes the lower end.
 *
 * @example
 * const scaler = new MinMaxScaler().fit([[10], [20]]);
 * assert.deepEqual(scaler.transform([[10], [15], [25]]), [[0], [0.5], [1.5]]);
 * assert.deepEqual([scaler.min, scaler.max], [[10], [20]]);
 */
export class MinMaxScaler extends Scaler {
  private readonly range: readonly [low: number, high: number];
  private smallest: number[] = [];
  private largest: number[] = [];

  /**
   * @param options - `featureRange`: the ends of the range (0 and 1).
   * @throws ArgumentError when the lower end is not below the upper one.
   */
  constructor(options: { featureRange?: readonly [low: number, high: number] } = {}) {
    super();
    const { featureRange = [0, 1] } = options;
    const verb = "make a MinMaxScaler";
    const [low, high] = featureRange;
    checkNumber(low, { verb, argument: "featureRange[0]" });
    checkNumber(high, { verb, argument: "featureRange[1]" });
    if (low >= high)
      throw cannot(verb, { argument: "featureRange[0]", must: `below ${high}`, received: low });
    this.range = [low, high];
  }

  /** Makes a scaler from what another one learned. */
  static fromJSON(state: MinMaxScalerState): MinMaxScaler {
    checkSaved("MinMaxScaler", state, ["min", "max"]);
    const { min, max, featureRange, featureNamesIn } = state;
    const scaler = new MinMaxScaler({ featureRange }).restore(min.length, featureNamesIn);
    [scaler.smallest, scaler.largest] = [[...min], [...max]];
    return scaler;
  }

  /**
   * The smallest value of each column of the training part.
   *
   * @throws StateError before `fit`.
   */
  get min(): number[] {
    return this.learned().min;
  }

  /**
   * The largest value of each column of the training part.
   *
   * @throws StateError before `fit`.
   */
  get max(): number[] {
    return this.learned().max;
  }

  /** What was learned, for `JSON.stringify`; see `fromJSON`. */
  override toJSON(): MinMaxScalerState {
    return super.toJSON() as MinMaxScalerState;
  }

  protected learned(): { min: number[]; max: number[]; featureRange: [number, number] } {
    this.known("tell min and max");
    const [low, high] = this.range;
    return { min: [...this.smallest], max: [...this.largest], featureRange: [low, high] };
  }

  protected forget(): void {
    [this.smallest, this.largest] = [[], []];
  }

  protected learnColumn(column: Float64Array): void {
    let [min, max] = [Infinity, -Infinity];
    for (let row = 0; row < column.length; row++) {
      min = Math.min(min, column[row] as number);
      max = Math.max(max, column[row] as number);
    }
    this.smallest.push(min);
    this.largest.push(max);
  }

  protected changeColumn(column: Float64Array, at: number): void {
    const { min, scale, low } = this.factorsOf(at);
    for (let row = 0; row < column.length; row++) column[row] = ((column[row] as number) - min) / scale + low;
  }

  protected changeColumnBack(column: Float64Array, at: number): void {
    const { min, scale, low } = this.factorsOf(at);
    for (let row = 0; row < column.length; row++) column[row] = ((column[row] as number) - low) * scale + min;
  }

  private factorsOf(at: number): { min: number; scale: number; low: number } {
    const [min = 0, max = 1] = [this.smallest[at], this.largest[at]];
    const [low, high] = this.range;
    return { min, scale: usable(max - min) / (high - low), low };
  }
}

/** The mean, and the mean squared distance from it. */
function momentsOf(column: Float64Array): { mean: number; variance: number } {
  let sum = 0;
  for (let row = 0; row < column.length; row++) sum += column[row] as number;
  const mean = sum / column.length;
  let squares = 0;
  for (let row = 0; row < column.length; row++) squares += ((column[row] as number) - mean) ** 2;
  return { mean, variance: squares / column.length };
}

/** A number that can be divided by: 1 in place of 0, and of what is so small that the quotient would overflow. */
function usable(scale: number): number {
  return scale < 1e-300 ? 1 : scale;
}
