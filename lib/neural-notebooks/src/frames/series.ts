/** Turns values into a series: danfo's `Series` over one typed column. */
import { inspect } from "node:util";
import { displaySymbol } from "../core/display";
import type { MimeBundle } from "../core/display";
import { cannot } from "../core/errors";
import { randomFrom } from "../core/global-seed";
import { loadTf } from "../core/load-tf";
import type { Seed } from "../core/random";
import { checkInteger } from "../core/shape";
import type { Tensor1D } from "../core/tensor-types";
import type { ColumnType, RawCell, TableColumn } from "../datasets";
import { checkDtype, columnFromCells, convertColumn } from "./cells";
import type { TypeOfDtype } from "./cells";
import type { DataFrame } from "./data-frame";
import { DateMethods } from "./date-methods";
import { encodeColumn } from "./dummies";
import { duplicateFlags } from "./duplicates";
import type { Keep } from "./duplicates";
import type { FrameOptions } from "./frame-data";
import { tableBundle } from "./live-table";
import { placesByName, placesByPlace, range } from "./locate";
import type { Selection } from "./locate";
import { makeFrame, registerSeries } from "./makers";
import { completeRows, fillColumn, missingFlags } from "./missing";
import { orderRows } from "./order";
import { checkReplaced, replaceCells } from "./replace";
import { plotsOf } from "./plots";
import type { Plots } from "./plots";
import { Rolling } from "./rolling";
import { checkedIndex, finderOf, labelAt } from "./row-index";
import type { RowIndex } from "./row-index";
import { isMissing } from "./schema";
import type { Cell, CellOf, DType, Label, TypeOf } from "./schema";
import { operandOf, selectionOf } from "./series-base";
import { SeriesStatistics } from "./series-statistics";
import { checkTexts, TextMethods } from "./text-methods";
import type { Inplace } from "./text-methods";
import { tableText } from "./view";
import type { ViewOptions } from "./view";

const dtypeNames = { number: "float32", string: "string", boolean: "boolean", date: "datetime" } as const;

/**
 * One column with the names of its rows: danfo's `Series`, with pandas' results. Methods give new series and leave this
 * one as it is, unless they are told `{ inplace: true }`.
 *
 * Its methods stand in layers, one file for each theme: `SeriesBase` ← `SeriesArithmetic` ← `SeriesStatistics` ← this
 * class, which selects, fills, turns and shows.
 *
 * Numbers are kept in 64 bits with `NaN` for missing; text, dates (ISO text) and truth values have `null` there.
 *
 * @example
 * const sizes = new Series([3, NaN, 1]);
 * assert.equal(sizes.mean(), 2);
 * assert.deepEqual(sizes.gt(2).values, [true, false, false]);
 */
export class TypedSeries<T extends ColumnType = ColumnType> extends SeriesStatistics<T> {
  /**
   * Makes a series of a column that nobody else changes.
   *
   * @internal
   */
  static of<T extends ColumnType>(column: TableColumn, index?: RowIndex): Series<T> {
    const series = new TypedSeries<T>();
    series.$become(column, index);
    return series;
  }

  /**
   * The values as a tensor; the caller disposes of it.
   *
   * @returns Tensor of shape `[length]`: int32 for whole numbers, string for text, bool or float32.
   */
  get tensor(): Tensor1D {
    const tf = loadTf();
    const { type } = this.$column;
    if (type === "boolean") return tf.tensor1d(this.values as boolean[], "bool");
    if (type !== "number") return tf.tensor1d(this.values.map(String), "string");
    return tf.tensor1d(Float32Array.from(this.$numbers("make a tensor")), this.dtype as "int32" | "float32");
  }

  /** What strings can do, for each text. */
  get str(): TextMethods<Series<"string">, Series<"number">, Series<"boolean">> {
    const { name, type, values } = this.$column;
    checkTexts(type, name);
    const finish = (cells: readonly Cell[], kind: ColumnType, inplace: boolean): Series => {
      const column = columnFromCells(name, cells, dtypeNames[kind]);
      return this.$finish(column, { index: this.$rowIndex, inplace });
    };
    return new TextMethods({ texts: values as (string | null)[], finish });
  }

  /** Parts of dates: year, month, weekday … */
  get dt(): DateMethods<Series<"number">, Series<"string">> {
    const { name, type, values } = this.$column;
    if (type === "boolean")
      throw cannot("use dt", { argument: `column "${name}"`, must: "dates", received: "a boolean column" });
    return new DateMethods({
      name,
      texts: Array.from<Cell, string | number | null>(values, (cell) =>
        isMissing(cell) ? null : (cell as string | number),
      ),
      numbers: (cells) => TypedSeries.of<"number">(columnFromCells(name, cells), this.$rowIndex),
      words: (cells) => TypedSeries.of<"string">(columnFromCells(name, cells, "string"), this.$rowIndex),
    });
  }

  /** The value at a place, from 0; `undefined` where there is none. */
  iat(row: number): CellOf<T> | undefined {
    if (typeof row !== "number")
      throw cannot("take the value", {
        argument: "row",
        must: "a place",
        received: row,
        hint: "Use at for a name.",
      });
    return this.$column.values[row] as CellOf<T> | undefined;
  }

  /** The value in the row of a name; `undefined` where there is none. */
  at(row: Label): CellOf<T> | undefined {
    return this.$column.values[finderOf(this.$rowIndex, this.length)(row)] as CellOf<T> | undefined;
  }

  /**
   * Takes values by place.
   *
   * @param rows - Places, one slice `["from:to"]` (`to` is left out), or a truth value for each.
   * @throws ArgumentError when a place is not there.
   */
  iloc(rows: Selection | Series): Series<T> {
    const axis = { verb: "take rows", argument: "rows", length: this.length } as const;
    return this.$take(placesByPlace(selectionOf(rows), axis) ?? new Int32Array());
  }

  /**
   * Takes values by the names of their rows.
   *
   * @param rows - Names, one slice `["from:to"]` of names (both belong to it), or a truth value for each.
   * @throws UnknownNameError when a name is not there.
   */
  loc(rows: Selection | Series): Series<T> {
    const axis = { verb: "take rows", argument: "rows", length: this.length } as const;
    const find = finderOf(this.$rowIndex, this.length);
    const places = placesByName(selectionOf(rows), { ...axis, find, names: () => this.index });
    return this.$take(places ?? new Int32Array());
  }

  /** The first values, five unless told. */
  head(rows = 5): Series<T> {
    checkInteger(rows, { verb: "take the first rows", argument: "rows", min: 0 });
    return this.$take(range(0, Math.min(rows, this.length)));
  }

  /** The last values, five unless told. */
  tail(rows = 5): Series<T> {
    checkInteger(rows, { verb: "take the last rows", argument: "rows", min: 0 });
    return this.$take(range(Math.max(0, this.length - rows), this.length));
  }

  /**
   * Draws values by chance without repetition; −1 draws all.
   *
   * @param options - `seed`: a whole number; `setRandomSeed`'s unless told.
   */
  async sample(num = 5, options: { seed?: Seed } = {}): Promise<Series<T>> {
    const count = num === -1 ? this.length : num;
    checkInteger(count, { verb: "draw rows", argument: "num", min: 0, max: this.length });
    return this.$take(randomFrom(options.seed).permutation(this.length).slice(0, count));
  }

  /** Whether each value is missing. */
  isNa(): Series<"boolean"> {
    return this.$withTruths(missingFlags(this.$column.values));
  }

  /**
   * Puts a value where one is missing.
   *
   * @throws DataError when it is of another type.
   */
  fillNa(value: NonNullable<CellOf<T>>, options: Inplace = {}): Series<T> {
    return this.$finish(fillColumn(this.$column, value as Cell), {
      index: this.$rowIndex,
      inplace: options.inplace,
    });
  }

  /** Leaves missing values out. */
  dropNa(options: Inplace = {}): Series<T> {
    return this.$take(completeRows([this.$column], this.length), options);
  }

  /** Sorts the values; equal ones keep their order, missing ones come last. */
  sortValues(options: Inplace & { ascending?: boolean } = {}): Series<T> {
    const { ascending = true } = options;
    return this.$take(orderRows([this.$column], [!ascending]), options);
  }

  /** The places of the values in sorted order. */
  argSort(options: { ascending?: boolean } = {}): Series<"number"> {
    const { ascending = true } = options;
    return TypedSeries.of(columnFromCells("0", Float64Array.from(orderRows([this.$column], [!ascending]))));
  }

  /** Marks the values that have come before (after, for `keep: "last"`). */
  duplicated(options: { keep?: Keep } = {}): Series<"boolean"> {
    return this.$withTruths(duplicateFlags([this.$column], options.keep ?? "first"));
  }

  /** Leaves out values that have come before (after, for `keep: "last"`). */
  dropDuplicates(options: Inplace & { keep?: Keep } = {}): Series<T> {
    const { keep = "first" } = options;
    if (keep !== "first" && keep !== "last")
      throw cannot("drop duplicates", { argument: "keep", must: '"first" or "last"', received: keep });
    const flags = duplicateFlags([this.$column], keep);
    return this.$take(
      Int32Array.from(flags.keys()).filter((row) => flags[row] === false),
      options,
    );
  }

  /**
   * Puts another value in place of each.
   *
   * @param callable - A function of value and place, or an object: value → new value, the others stay.
   */
  map<V extends Cell | undefined>(
    callable: ((value: CellOf<T>, place: number) => V) | Readonly<Record<string, Cell>>,
    options: Inplace = {},
  ): Series<TypeOf<V>> {
    const change =
      typeof callable === "function"
        ? callable
        : (value: CellOf<T>): Cell =>
            Object.hasOwn(callable, String(value)) ? (callable[String(value)] ?? null) : value;
    if (typeof change !== "function" || callable === null)
      throw cannot("map the series", {
        argument: "callable",
        must: "a function or an object",
        received: callable,
      });
    const cells = this.values.map((value, place) => change(value, place));
    const column = columnFromCells(this.$column.name, cells);
    return this.$finish(column, { index: this.$rowIndex, inplace: options.inplace });
  }

  /** Puts the value of a function in place of each. */
  apply<V extends Cell | undefined>(
    callable: (value: CellOf<T>) => V,
    options: Inplace = {},
  ): Series<TypeOf<V>> {
    if (typeof callable !== "function")
      throw cannot("apply to the series", { argument: "callable", must: "a function", received: callable });
    return this.map((value) => callable(value), options);
  }

  /** Puts one value in place of another, everywhere. */
  replace(oldValue: CellOf<T>, newValue: CellOf<T>, options: Inplace = {}): Series<T> {
    checkReplaced(oldValue, newValue);
    const column = replaceCells(this.$column, oldValue, newValue);
    return this.$finish(column, { index: this.$rowIndex, inplace: options.inplace });
  }

  /**
   * Turns the values into another type; missing ones stay missing.
   *
   * @param dtype - `"float32"`, `"int32"` (cut off behind the point), `"string"`, `"boolean"` or `"datetime"`.
   * @throws DataError when a value cannot be turned.
   */
  asType<D extends DType>(dtype: D, options: Inplace = {}): Series<TypeOfDtype<D>> {
    checkDtype(dtype);
    return this.$finish(convertColumn(this.$column, dtype), {
      index: this.$rowIndex,
      inplace: options.inplace,
    });
  }

  /**
   * Puts values behind the others.
   *
   * @param index - Their names, as many.
   */
  append(
    newValue: Cell | ArrayLike<Cell> | Series,
    index: Label | readonly Label[],
    options: Inplace = {},
  ): Series<T> {
    const operand = operandOf(newValue);
    const added = operand !== null && typeof operand === "object" ? Array.from(operand) : [operand];
    const labels = [...this.index, ...[index].flat()];
    const column = columnFromCells(this.$column.name, [...this.values, ...added]);
    return this.$finish(column, {
      index: checkedIndex(labels, column.values.length),
      inplace: options.inplace,
    });
  }

  /** The same values with rows named 0, 1, 2 … */
  resetIndex(options: Inplace = {}): Series<T> {
    return this.$finish(this.$column, { index: undefined, inplace: options.inplace });
  }

  /**
   * The same values with other names of rows.
   *
   * @throws ShapeError when there are not as many names as values; ArgumentError when one comes twice.
   */
  setIndex(index: readonly Label[], options: Inplace = {}): Series<T> {
    if (!Array.isArray(index))
      throw cannot("name the rows", { argument: "index", must: "a list of names", received: index });
    return this.$finish(this.$column, { index: checkedIndex(index, this.length), inplace: options.inplace });
  }

  /**
   * Encodes the values as columns of 0 and 1, one for each, sorted; a missing value is 0 in all of them.
   *
   * @param options - `prefix` and `prefixSeparator` (`"_"`) stand before the value in a column's name.
   */
  getDummies(
    options: { prefix?: string | readonly string[]; prefixSeparator?: string | readonly string[] } = {},
  ): DataFrame {
    const prefix = [options.prefix ?? ""].flat()[0] ?? "";
    const separator = prefix === "" ? "" : ([options.prefixSeparator ?? "_"].flat()[0] ?? "");
    const columns = encodeColumn(this.$column, `${prefix}${separator}`);
    return makeFrame({ rows: this.length, columns }, this.$rowIndex);
  }

  /**
   * Looks at so many values at a time, each with those before it.
   *
   * @example
   * assert.deepEqual(new Series([1, 3, 5]).rolling(2).mean().values, [NaN, 2, 4]);
   */
  rolling(window: number, options: { minPeriods?: number } = {}): Rolling<Series<"number">> {
    const numbers = this.$numbers("roll over the series");
    return new Rolling(numbers, { window, ...options, finish: (values) => this.$withNumbers(values) });
  }

  /**
   * Draws the series over the names of its rows; see {@link DataFrame}'s `plot`.
   *
   * @example
   * const counts = new Series(["a", "b", "a"]).valueCounts();
   * assert.match(counts.plot().bar().alt, /most: a \(2\), least: b \(1\)/);
   */
  plot(_div?: string): Plots {
    return plotsOf({ table: { rows: this.length, columns: [this.$column] }, index: this.index });
  }

  /** The values as CSV text in one line, as danfo has it; see the function `toCSV`. */
  toCSV(options: { sep?: string } = {}): string {
    const { sep = "," } = options;
    return this.values.map((value) => (isMissing(value) ? "" : String(value))).join(sep);
  }

  /** The values as an object: name → values; `null` where one is missing. */
  toJSON(): Record<string, (CellOf<T> | null)[]> {
    return { [this.$column.name]: this.values.map((value) => (isMissing(value) ? null : value)) };
  }

  /** The first values as aligned text. */
  override toString(): string {
    return tableText({ rows: this.length, columns: [this.$column] }, this.#view());
  }

  /** Prints the first values. */
  print(): void {
    console.log(this.toString());
  }

  /** How a notebook shows the series. */
  [displaySymbol](): MimeBundle {
    return tableBundle({ rows: this.length, columns: [this.$column] }, this.#view());
  }

  /** How `console.log` shows the series. */
  [inspect.custom](): string {
    return this.toString();
  }

  #view(): ViewOptions {
    const { tableMaxRow } = this.config;
    return {
      ...(tableMaxRow === undefined ? {} : { rows: tableMaxRow }),
      ...(this.$rowIndex ? { label: (row: number) => labelAt(this.$rowIndex, row) } : {}),
    };
  }
}

/** One column with the names of its rows; see {@link TypedSeries}. */
export type Series<T extends ColumnType = ColumnType> = TypedSeries<T>;

/** How a series is made; what is known of the values, the editor knows of the series. */
export interface SeriesConstructor {
  new <D extends DType>(
    data: ArrayLike<unknown>,
    options: FrameOptions & { dtypes: readonly [D] },
  ): Series<TypeOfDtype<D>>;
  new <V extends RawCell | Date>(data: ArrayLike<V>, options?: FrameOptions): Series<TypeOf<V>>;
  new (data?: object, options?: FrameOptions): Series;
  readonly prototype: TypedSeries;
  /** @internal */
  of<T extends ColumnType>(column: TableColumn, index?: RowIndex): Series<T>;
}

/** danfo's `Series`, over a typed column; see {@link TypedSeries}. */
export const Series = TypedSeries as unknown as SeriesConstructor;
Object.defineProperty(TypedSeries, "name", { value: "Series" });
registerSeries((column, index) => TypedSeries.of(column, index));
