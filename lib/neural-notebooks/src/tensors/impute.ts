/** Turns missing values into ones learned from the training part: its mean, median or most frequent value, or a constant. */
import { DataError, cannot } from "../core/errors";
import type { Category } from "./categories";
import { copyOfNumbers, isMissingCell, labelOf, numbersOf } from "./rows";
import type { CellRows, SameKind } from "./rows";
import type { TableCell, Columns } from "./table";
import { Transformer } from "./transformer";
import type { TransformerState } from "./transformer";

/** Where the filling value comes from. */
export type ImputeStrategy = "mean" | "median" | "mostFrequent" | "constant";

/** What a fitted imputer learned, ready for `JSON.stringify`. */
export interface SimpleImputerState extends TransformerState {
  strategy: ImputeStrategy;
  /** The value for each column. */
  statistics: Category[];
}

/** Rows without missing values: the kind that came. */
export type Imputed<X> = X extends readonly (readonly (infer C)[])[]
  ? NonNullable<C>[][]
  : X extends readonly (infer C)[]
    ? NonNullable<C>[]
    : SameKind<X>;

const STRATEGIES: readonly ImputeStrategy[] = ["mean", "median", "mostFrequent", "constant"];

/**
 * Fills missing values (`NaN`, `null`), column by column. A column that is missing in every row is an error, where
 * scikit-learn leaves it out.
 *
 * @example
 * const imputer = new SimpleImputer({ strategy: "median" }).fit([[1], [NaN], [3], [8]]);
 * assert.deepEqual(imputer.transform([[NaN], [5]]), [[3], [5]]);
 * const words = new SimpleImputer({ strategy: "mostFrequent" }).fit(["a", null, "b", "b"]);
 * assert.deepEqual(words.transform([null, "a"]), ["b", "a"]);
 */
export class SimpleImputer extends Transformer {
  private readonly strategy: ImputeStrategy;
  private readonly fillValue: Category | undefined;
  private fills: readonly Category[] = [];

  /**
   * @param options - `strategy`: `"mean"` (the default) and `"median"` for numbers, `"mostFrequent"` (of equally frequent
   * values the smallest) and `"constant"` for text as well; `fillValue` for `"constant"`: 0 for columns of numbers and
   * `"missing_value"` for others unless told.
   * @throws ArgumentError when the strategy is not known, or `fillValue` is missing itself.
   */
  constructor(options: { strategy?: ImputeStrategy; fillValue?: Category } = {}) {
    super();
    const { strategy = "mean", fillValue } = options;
    if (!STRATEGIES.includes(strategy))
      throw cannot("make SimpleImputer", {
        argument: "strategy",
        must: '"mean", "median", "mostFrequent" or "constant"',
        received: strategy,
      });
    const isUsable = fillValue !== null && (typeof fillValue !== "number" || Number.isFinite(fillValue));
    if (!isUsable)
      throw cannot("make SimpleImputer", {
        argument: "fillValue",
        must: "a finite number, a text or a truth value",
        received: fillValue,
      });
    this.strategy = strategy;
    this.fillValue = fillValue;
  }

  /** Makes an imputer from what another one learned. */
  static fromJSON(state: SimpleImputerState): SimpleImputer {
    const { statistics, strategy, featureNamesIn } = state ?? {};
    if (state?.type !== "SimpleImputer" || !Array.isArray(statistics) || statistics.some(isMissingCell))
      throw cannot("restore SimpleImputer", {
        argument: "state",
        must: "what toJSON of a SimpleImputer gave",
        received: state,
      });
    const imputer = new SimpleImputer({ strategy }).restore(statistics.length, featureNamesIn);
    imputer.fills = [...statistics];
    return imputer;
  }

  /**
   * The value that fills each column.
   *
   * @throws StateError before `fit`.
   */
  get statistics(): Category[] {
    this.known("tell the statistics");
    return [...this.fills];
  }

  /**
   * Fills missing values by what was learned.
   *
   * @param x - A table with the training part's columns, or rows of shape `[rows, columns]`.
   * @returns New rows of the kind that came; a tensor is the caller's to dispose of.
   * @throws StateError before `fit`; ShapeError or UnknownNameError when the columns are others.
   */
  transform<X extends CellRows>(x: X): Imputed<X> {
    return this.transformed(x) as Imputed<X>;
  }

  /** Learns from the training part and fills it. */
  fitTransform<X extends CellRows>(x: X): Imputed<X> {
    return this.fitTransformed(x) as Imputed<X>;
  }

  /** What was learned, for `JSON.stringify`; see `fromJSON`. */
  override toJSON(): SimpleImputerState {
    return super.toJSON() as SimpleImputerState;
  }

  protected learned(): object {
    return { strategy: this.strategy, statistics: this.statistics };
  }

  protected learn(columns: Columns, verb: string): void {
    this.fills = columns.values.map((_, at) => this.fillOf(columns, at, verb));
  }

  protected change(columns: Columns, verb: string): Columns {
    const values = columns.values.map((cells, at) => {
      const fill = this.fills[at];
      if (typeof fill !== "number")
        return Array.from(cells, (cell): TableCell => (isMissingCell(cell) ? fill : cell));
      const numbers = copyOfNumbers(columns, at, { verb, missing: true });
      for (let row = 0; row < numbers.length; row++) if (Number.isNaN(numbers[row])) numbers[row] = fill;
      return numbers;
    });
    return { ...columns, values };
  }

  private fillOf(columns: Columns, at: number, verb: string): Category {
    const cells = columns.values[at] ?? [];
    const known = Array.from(cells).filter((cell) => !isMissingCell(cell)) as Category[];
    const isText = known.some((cell) => typeof cell === "string");
    if (this.strategy === "constant") return this.constantFor(known, { label: labelOf(columns, at), verb });
    if (known.length === 0)
      throw cannot(verb, {
        argument: labelOf(columns, at),
        must: "known in at least one row",
        received: `${columns.rows} missing values`,
        as: DataError,
      });
    if (this.strategy === "mostFrequent") return mostFrequent(known);
    if (isText)
      throw cannot(verb, {
        argument: labelOf(columns, at),
        must: `numbers for the strategy "${this.strategy}"`,
        received: known.find((cell) => typeof cell === "string"),
        hint: 'For text use new SimpleImputer({ strategy: "mostFrequent" }).',
        as: DataError,
      });
    const numbers = numbersOf(columns, at, { verb, missing: true }).filter((value) => !Number.isNaN(value));
    if (this.strategy === "mean") return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    numbers.sort();
    const middle = (numbers.length - 1) / 2;
    return ((numbers[Math.floor(middle)] as number) + (numbers[Math.ceil(middle)] as number)) / 2;
  }

  private constantFor(
    known: readonly Category[],
    { label, verb }: { label: string; verb: string },
  ): Category {
    const { fillValue } = this;
    if (fillValue === undefined) return known.every((cell) => typeof cell === "number") ? 0 : "missing_value";
    const other = known.find((cell) => typeof cell !== typeof fillValue);
    if (other === undefined) return fillValue;
    throw cannot(verb, {
      argument: "fillValue",
      must: `of the type of ${label}, a ${typeof other}`,
      received: fillValue,
      as: DataError,
    });
  }
}

/** The most frequent value; of those that are equally frequent the smallest. */
function mostFrequent(values: readonly Category[]): Category {
  const counts = new Map<Category, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first = ["", 0], ...others] = counts;
  let [best, most] = first;
  for (const [value, count] of others)
    if (count > most || (count === most && value < best)) [best, most] = [value, count];
  return best;
}
