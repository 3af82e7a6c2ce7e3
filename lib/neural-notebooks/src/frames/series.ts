/**
 * Turns values into a series: danfo's `Series` over one typed column. The file is long because the class is what
 * learners look things up in.
 */
import { inspect } from "node:util";
import { randomFrom } from "../core/global-seed";
import type { Seed } from "../core/random";
import { displaySymbol } from "../core/display";
import type { MimeBundle } from "../core/display";
import { DataError, ShapeError, cannot } from "../core/errors";
import { loadTf } from "../core/load-tf";
import { checkInteger } from "../core/shape";
import type { Tensor1D } from "../core/tensor-types";
import type { ColumnType, RawCell, TableColumn } from "../datasets";
import { columnFromCells, convertColumn, dtypeOf } from "./cells";
import { accumulate } from "./cumulative";
import type { CumulativeName } from "./cumulative";
import { loadDanfo, withoutConstructor } from "./danfo-loader";
import type { DataFrame } from "./data-frame";
import { DateMethods } from "./date-methods";
import { countValues, describeNumbers } from "./describe";
import { encodeColumn } from "./dummies";
import { duplicateFlags } from "./duplicates";
import type { Keep } from "./duplicates";
import { calculate, combine, compare, numbersOf, roundTo } from "./elementwise";
import type { ArithmeticName, ComparisonName, Operand } from "./elementwise";
import type { FrameConfig, FrameOptions } from "./frame-data";
import { placesByName, placesByPlace } from "./locate";
import type { Selection } from "./locate";
import { makeFrame } from "./makers";
import { completeRows, fillColumn, missingFlags } from "./missing";
import { orderRows } from "./order";
import { Rolling } from "./rolling";
import { checkedIndex, finderOf, labelAt, labelsOf, takeLabels } from "./row-index";
import type { RowIndex } from "./row-index";
import type { Cell, CellOf, ColumnValues, DType, Label, TypeOf } from "./schema";
import { isMissing, listOf, takeValues, withValues } from "./schema";
import { modes, present, quantile, statistics } from "./statistics";
import { TextMethods, checkTexts } from "./text-methods";
import type { Inplace } from "./text-methods";
import { tableHtml, tableText } from "./view";

/** The other side of a computation: a number, or one for each row. */
export type NumberOperand = number | ArrayLike<number> | Series;

/** The other side of a comparison: a value, or one for each row. */
export type CellOperand = Cell | ArrayLike<Cell> | Series;

const Base = withoutConstructor(loadDanfo().Series);

/**
 * One column with the names of its rows: danfo's `Series`, with pandas' results. Methods give new series and leave this
 * one as it is, unless they are told `{ inplace: true }`.
 *
 * Numbers are kept in 64 bits with `NaN` for missing; text, dates (ISO text) and truth values have `null` there.
 *
 * @example
 * const sizes = new Series([3, NaN, 1]);
 * assert.equal(sizes.mean(), 2);
 * assert.deepEqual(sizes.gt(2).values, [true, false, false]);
 */
export class TypedSeries<T extends ColumnType = ColumnType> extends Base {
  #column: TableColumn;
  #index: RowIndex;
  #values: CellOf<T>[] | undefined;
  #config: FrameConfig;

  /**
   * Makes a series.
   *
   * @param data - Values, a tensor of rank 1, or nothing; `null`, `undefined` and `NaN` are missing.
   * @param options - `index` (names of rows), `columns` (one name), `dtypes` (one type), `config`.
   * @throws ShapeError when there are not as many names as values; DataError when a value does not fit the type.
   */
  constructor(data: ArrayLike<CellOf<T> | undefined> | object = [], options: FrameOptions = {}) {
    super();
    const { index, columns, dtypes, config = {} } = options;
    const name = typeof columns === "string" ? columns : (columns?.[0] ?? "0");
    this.#column = columnFromCells(name, cellsOf(data), dtypes?.[0]);
    this.#index = index && checkedIndex(index, this.#column.values.length);
    this.#config = config;
  }

  /**
   * Makes a series of a column that nobody else changes.
   *
   * @internal
   */
  static of<T extends ColumnType>(column: TableColumn, index?: RowIndex): Series<T> {
    const series = new TypedSeries<T>();
    series.#column = column;
    series.#index = index;
    return series;
  }

  /**
   * The typed column itself; nobody may change it.
   *
   * @internal
   */
  get $column(): TableColumn {
    return this.#column;
  }

  /**
   * The names of rows as they are kept.
   *
   * @internal
   */
  get $rowIndex(): RowIndex {
    return this.#index;
  }

  /** The values as an array; a missing number is `NaN`, other missing values are `null`. */
  get values(): CellOf<T>[] {
    return (this.#values ??= Array.from<Cell>(this.#column.values) as CellOf<T>[]);
  }

  /** How many values there are. */
  get length(): number {
    return this.#column.values.length;
  }

  /** `[length, 1]`, as danfo has it. */
  get shape(): [rows: number, columns: 1] {
    return [this.length, 1];
  }

  /** How many values there are. */
  get size(): number {
    return this.length;
  }

  /** 1: a series has one dimension. */
  get ndim(): 1 {
    return 1;
  }

  /** The names of the rows. */
  get index(): Label[] {
    return labelsOf(this.#index, this.length);
  }

  /** The column's name, in a list. */
  get columns(): string[] {
    return [this.#column.name];
  }

  /** The names along both axes. */
  get axis(): { index: Label[]; columns: string[] } {
    return { index: this.index, columns: this.columns };
  }

  /** danfo's name for what the series holds. */
  get dtype(): DType {
    return dtypeOf(this.#column);
  }

  /** The same, in a list. */
  get dtypes(): DType[] {
    return [this.dtype];
  }

  /** How the series is shown. */
  get config(): FrameConfig {
    return this.#config;
  }

  /**
   * The values as a tensor; the caller disposes of it.
   *
   * @returns Tensor of shape `[length]`: int32 for whole numbers, string for text, bool or float32.
   */
  get tensor(): Tensor1D {
    const tf = loadTf();
    const { type } = this.#column;
    if (type === "boolean") return tf.tensor1d(this.values as boolean[], "bool");
    if (type !== "number") return tf.tensor1d(this.values.map(String), "string");
    return tf.tensor1d(Float32Array.from(this.#numbers("make a tensor")), this.dtype as "int32" | "float32");
  }

  /** What strings can do, for each text. */
  get str(): TextMethods<Series<"string">, Series<"number">, Series<"boolean">> {
    const { name, type, values } = this.#column;
    checkTexts(type, name);
    const finish = (cells: readonly Cell[], kind: ColumnType, inplace: boolean): Series => {
      const column = columnFromCells(name, cells, dtypeNames[kind]);
      return this.#finish(column, { index: this.#index, inplace });
    };
    return new TextMethods({ texts: values as (string | null)[], finish });
  }

  /** Parts of dates: year, month, weekday … */
  get dt(): DateMethods<Series<"number">, Series<"string">> {
    const { name, type, values } = this.#column;
    if (type === "boolean")
      throw cannot("use dt", { argument: `column "${name}"`, must: "dates", received: "a boolean column" });
    return new DateMethods({
      name,
      texts: Array.from<Cell, string | number | null>(values, (cell) =>
        isMissing(cell) ? null : (cell as string | number),
      ),
      numbers: (cells) => TypedSeries.of<"number">(columnFromCells(name, cells), this.#index),
      words: (cells) => TypedSeries.of<"string">(columnFromCells(name, cells, "string"), this.#index),
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
    return this.#column.values[row] as CellOf<T> | undefined;
  }

  /** The value in the row of a name; `undefined` where there is none. */
  at(row: Label): CellOf<T> | undefined {
    return this.#column.values[finderOf(this.#index, this.length)(row)] as CellOf<T> | undefined;
  }

  /**
   * Takes values by place.
   *
   * @param rows - Places, one slice `["from:to"]` (`to` is left out), or a truth value for each.
   * @throws ArgumentError when a place is not there.
   */
  iloc(rows: Selection | Series): Series<T> {
    const axis = { verb: "take rows", argument: "rows", length: this.length } as const;
    return this.#take(placesByPlace(selectionOf(rows), axis) ?? new Int32Array());
  }

  /**
   * Takes values by the names of their rows.
   *
   * @param rows - Names, one slice `["from:to"]` of names (both belong to it), or a truth value for each.
   * @throws UnknownNameError when a name is not there.
   */
  loc(rows: Selection | Series): Series<T> {
    const axis = { verb: "take rows", argument: "rows", length: this.length } as const;
    const find = finderOf(this.#index, this.length);
    const places = placesByName(selectionOf(rows), { ...axis, find, names: () => this.index });
    return this.#take(places ?? new Int32Array());
  }

  /** The first values, five unless told. */
  head(rows = 5): Series<T> {
    checkInteger(rows, { verb: "take the first rows", argument: "rows", min: 0 });
    return this.#take(range(0, Math.min(rows, this.length)));
  }

  /** The last values, five unless told. */
  tail(rows = 5): Series<T> {
    checkInteger(rows, { verb: "take the last rows", argument: "rows", min: 0 });
    return this.#take(range(Math.max(0, this.length - rows), this.length));
  }

  /**
   * Draws values by chance without repetition; −1 draws all.
   *
   * @param options - `seed`: a whole number; `setRandomSeed`'s unless told.
   */
  async sample(num = 5, options: { seed?: Seed } = {}): Promise<Series<T>> {
    const count = num === -1 ? this.length : num;
    checkInteger(count, { verb: "draw rows", argument: "num", min: 0, max: this.length });
    return this.#take(randomFrom(options.seed).permutation(this.length).slice(0, count));
  }

  /** A copy. */
  copy(): Series<T> {
    return this.#with(this.#column.values);
  }

  /** Adds a number, or one for each row. */
  add(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "add", options);
  }

  /** Takes a number away, or one from each row. */
  sub(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "sub", options);
  }

  /** Multiplies by a number, or by one for each row. */
  mul(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "mul", options);
  }

  /** Divides by a number, or by one for each row; by 0 it gives ±Infinity, or `NaN` for 0. */
  div(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "div", options);
  }

  /** Raises to a power, or to one for each row. */
  pow(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "pow", options);
  }

  /** What is left over by division; it has the sign of the divisor. */
  mod(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "mod", options);
  }

  /** The larger of the value and another, row by row. */
  maximum(other: NumberOperand): Series<"number"> {
    return this.#calculate(other, "maximum", {});
  }

  /** The smaller of the value and another, row by row. */
  minimum(other: NumberOperand): Series<"number"> {
    return this.#calculate(other, "minimum", {});
  }

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
    return completeRows([this.#column], this.length).length;
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

  /** Rounds to a number of decimals (1), what lies in the middle to the even neighbour. */
  round(dp = 1, options: Inplace = {}): Series<T> {
    checkInteger(dp, { verb: "round", argument: "dp" });
    const { values } = this.#column;
    if (!(values instanceof Float64Array)) return this.#with(values);
    return this.#with(
      values.map((value) => roundTo(value, dp)),
      options,
    );
  }

  /** The sizes without their signs. */
  abs(options: Inplace = {}): Series<"number"> {
    return this.#withNumbers(this.#numbers("take sizes").map(Math.abs), options);
  }

  /** The running sum; a missing value stays missing and the sum goes on. */
  cumSum(options: Inplace = {}): Series<"number"> {
    return this.#accumulate("sum", options);
  }

  /** The smallest so far. */
  cumMin(options: Inplace = {}): Series<"number"> {
    return this.#accumulate("min", options);
  }

  /** The largest so far. */
  cumMax(options: Inplace = {}): Series<"number"> {
    return this.#accumulate("max", options);
  }

  /** The running product. */
  cumProd(options: Inplace = {}): Series<"number"> {
    return this.#accumulate("prod", options);
  }

  /** Whether each value is below another. */
  lt(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "lt");
  }

  /** Whether each value is above another. */
  gt(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "gt");
  }

  /** Whether each value is at most another. */
  le(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "le");
  }

  /** Whether each value is at least another. */
  ge(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "ge");
  }

  /** Whether each value equals another; what is missing equals nothing. */
  eq(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "eq");
  }

  /** Whether each value differs from another. */
  ne(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "ne");
  }

  /** Whether both are true; what is missing counts as false. */
  and(other: CellOperand): Series<"boolean"> {
    return this.#withTruths(combine(this.#column.values, operandOf(other), "and"));
  }

  /** Whether one of both is true; what is missing counts as false. */
  or(other: CellOperand): Series<"boolean"> {
    return this.#withTruths(combine(this.#column.values, operandOf(other), "or"));
  }

  /** Whether each value is missing. */
  isNa(): Series<"boolean"> {
    return this.#withTruths(missingFlags(this.#column.values));
  }

  /**
   * Puts a value where one is missing.
   *
   * @throws DataError when it is of another type.
   */
  fillNa(value: NonNullable<CellOf<T>>, options: Inplace = {}): Series<T> {
    return this.#finish(fillColumn(this.#column, value as Cell), {
      index: this.#index,
      inplace: options.inplace,
    });
  }

  /** Leaves missing values out. */
  dropNa(options: Inplace = {}): Series<T> {
    return this.#take(completeRows([this.#column], this.length), options);
  }

  /** Sorts the values; equal ones keep their order, missing ones come last. */
  sortValues(options: Inplace & { ascending?: boolean } = {}): Series<T> {
    const { ascending = true } = options;
    return this.#take(orderRows([this.#column], [!ascending]), options);
  }

  /** The places of the values in sorted order. */
  argSort(options: { ascending?: boolean } = {}): Series<"number"> {
    const { ascending = true } = options;
    return TypedSeries.of(columnFromCells("0", Float64Array.from(orderRows([this.#column], [!ascending]))));
  }

  /** The place of the largest number. */
  argMax(): number {
    const numbers = this.#numbers("find the largest");
    return numbers.indexOf(statistics.max(present(numbers)));
  }

  /** The place of the smallest number. */
  argMin(): number {
    const numbers = this.#numbers("find the smallest");
    return numbers.indexOf(statistics.min(present(numbers)));
  }

  /** The distinct values in the order they come; a missing one is among them once. */
  unique(): Series<T> {
    const first = duplicateFlags([this.#column], "first");
    const rows = Int32Array.from(first.keys()).filter((row) => first[row] === false);
    return TypedSeries.of(withValues(this.#column, takeValues(this.#column.values, rows)));
  }

  /** How many distinct values there are; missing ones are left out. */
  nUnique(): number {
    return countValues<Cell>(this.#column.values).length;
  }

  /** How often each value comes, the most frequent first; missing ones are left out. The values name the rows. */
  valueCounts(): Series<"number"> {
    const counted = countValues<Cell>(this.#column.values);
    const column = columnFromCells(
      "count",
      Float64Array.from(counted, ([, times]) => times),
    );
    return TypedSeries.of(
      column,
      counted.map(([value]) => (typeof value === "number" ? value : String(value))),
    );
  }

  /** Marks the values that have come before (after, for `keep: "last"`). */
  duplicated(options: { keep?: Keep } = {}): Series<"boolean"> {
    return this.#withTruths(duplicateFlags([this.#column], options.keep ?? "first"));
  }

  /** Leaves out values that have come before (after, for `keep: "last"`). */
  dropDuplicates(options: Inplace & { keep?: Keep } = {}): Series<T> {
    const { keep = "first" } = options;
    if (keep !== "first" && keep !== "last")
      throw cannot("drop duplicates", { argument: "keep", must: '"first" or "last"', received: keep });
    const flags = duplicateFlags([this.#column], keep);
    return this.#take(
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
    const column = columnFromCells(this.#column.name, cells);
    return this.#finish(column, { index: this.#index, inplace: options.inplace });
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
    const cells = Array.from<Cell, Cell>(this.#column.values, (cell) =>
      cell === oldValue ? newValue : cell,
    );
    return this.#finish(columnFromCells(this.#column.name, cells), {
      index: this.#index,
      inplace: options.inplace,
    });
  }

  /**
   * Turns the values into another type; missing ones stay missing.
   *
   * @param dtype - `"float32"`, `"int32"` (cut off behind the point), `"string"`, `"boolean"` or `"datetime"`.
   * @throws DataError when a value cannot be turned.
   */
  asType<D extends DType>(dtype: D, options: Inplace = {}): Series<TypeOfDtype<D>> {
    checkDtype(dtype);
    return this.#finish(convertColumn(this.#column, dtype), { index: this.#index, inplace: options.inplace });
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
    const column = columnFromCells(this.#column.name, [...this.values, ...added]);
    return this.#finish(column, {
      index: checkedIndex(labels, column.values.length),
      inplace: options.inplace,
    });
  }

  /** The same values with rows named 0, 1, 2 … */
  resetIndex(options: Inplace = {}): Series<T> {
    return this.#finish(this.#column, { index: undefined, inplace: options.inplace });
  }

  /**
   * The same values with other names of rows.
   *
   * @throws ShapeError when there are not as many names as values; ArgumentError when one comes twice.
   */
  setIndex(index: readonly Label[], options: Inplace = {}): Series<T> {
    if (!Array.isArray(index))
      throw cannot("name the rows", { argument: "index", must: "a list of names", received: index });
    return this.#finish(this.#column, { index: checkedIndex(index, this.length), inplace: options.inplace });
  }

  /**
   * Describes numbers: count, mean, std, min, median, max, variance; missing ones are left out.
   *
   * @throws DataError when the series holds text.
   */
  describe(): Series<"number"> {
    const described = describeNumbers(this.#numbers("describe"));
    return TypedSeries.of(
      columnFromCells(this.#column.name, Float64Array.from(Object.values(described))),
      Object.keys(described),
    );
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
    const columns = encodeColumn(this.#column, `${prefix}${separator}`);
    return makeFrame({ rows: this.length, columns }, this.#index);
  }

  /**
   * Looks at so many values at a time, each with those before it.
   *
   * @example
   * assert.deepEqual(new Series([1, 3, 5]).rolling(2).mean().values, [NaN, 2, 4]);
   */
  rolling(window: number, options: { minPeriods?: number } = {}): Rolling<Series<"number">> {
    const numbers = this.#numbers("roll over the series");
    return new Rolling(numbers, { window, ...options, finish: (values) => this.#withNumbers(values) });
  }

  /** The values as CSV text in one line, as danfo has it; see the function `toCSV`. */
  toCSV(options: { sep?: string } = {}): string {
    const { sep = "," } = options;
    return this.values.map((value) => (isMissing(value) ? "" : String(value))).join(sep);
  }

  /** The values as an object: name → values; `null` where one is missing. */
  toJSON(): Record<string, (CellOf<T> | null)[]> {
    return { [this.#column.name]: this.values.map((value) => (isMissing(value) ? null : value)) };
  }

  /** The first values as aligned text. */
  override toString(): string {
    return tableText({ rows: this.length, columns: [this.#column] }, this.#view());
  }

  /** Prints the first values. */
  print(): void {
    console.log(this.toString());
  }

  /** How a notebook shows the series. */
  [displaySymbol](): MimeBundle {
    const table = { rows: this.length, columns: [this.#column] };
    return { "text/html": tableHtml(table, this.#view()), "text/plain": tableText(table, this.#view()) };
  }

  /** How `console.log` shows the series. */
  [inspect.custom](): string {
    return this.toString();
  }

  /**
   * What danfo's own code reads and writes.
   *
   * @internal
   */
  get $data(): CellOf<T>[] {
    return this.values;
  }

  /** @internal */
  get $dataIncolumnFormat(): CellOf<T>[] {
    return this.values;
  }

  /** @internal */
  get $isSeries(): true {
    return true;
  }

  /** @internal */
  get $index(): Label[] {
    return this.index;
  }

  /** @internal */
  get $columns(): string[] {
    return this.columns;
  }

  /** @internal */
  get $dtypes(): DType[] {
    return this.dtypes;
  }

  /** @internal */
  get $config(): object {
    return new (loadDanfo().Config)(this.#config);
  }

  /** @internal */
  $setValues(values: ArrayLike<unknown>, checkLength = true): void {
    if (checkLength && values.length !== this.length)
      throw cannot("set the values", {
        argument: "values",
        must: `${this.length} long`,
        received: values.length,
        as: ShapeError,
      });
    this.#become(
      columnFromCells(this.#column.name, values),
      values.length === this.length ? this.#index : undefined,
    );
  }

  /** @internal */
  $setIndex(index: readonly Label[]): void {
    this.#index = checkedIndex(index, this.length);
  }

  /** @internal */
  $resetIndex(): void {
    this.#index = undefined;
  }

  /** @internal */
  $setColumnNames(columns: readonly string[] | string): void {
    const name = typeof columns === "string" ? columns : (columns[0] ?? "0");
    this.#column = { ...this.#column, name };
  }

  /** @internal */
  $setDtypes(dtypes: readonly DType[]): void {
    this.#become(convertColumn(this.#column, dtypes[0] ?? "undefined"), this.#index);
  }

  #numbers(verb: string): Float64Array {
    return numbersOf(this.#column, verb);
  }

  #present(verb: string): Float64Array {
    return present(this.#numbers(verb));
  }

  #calculate(other: NumberOperand, name: ArithmeticName, options: Inplace): Series<"number"> {
    return this.#withNumbers(calculate(this.#column, operandOf(other), name), options);
  }

  #accumulate(name: CumulativeName, options: Inplace): Series<"number"> {
    return this.#withNumbers(accumulate(this.#numbers(`run along (${name})`), name), options);
  }

  #compare(other: CellOperand, name: ComparisonName): Series<"boolean"> {
    return this.#withTruths(compare(this.#column, operandOf(other), name));
  }

  #withNumbers(values: Float64Array, options: Inplace = {}): Series<"number"> {
    const column: TableColumn = { name: this.#column.name, type: "number", values };
    return this.#finish(column, { index: this.#index, inplace: options.inplace });
  }

  #withTruths(values: boolean[]): Series<"boolean"> {
    return TypedSeries.of({ name: this.#column.name, type: "boolean", values }, this.#index);
  }

  #with(values: ColumnValues, options: Inplace = {}): Series<T> {
    return this.#finish(withValues(this.#column, values), { index: this.#index, inplace: options.inplace });
  }

  #take(rows: Int32Array, options: Inplace = {}): Series<T> {
    const column = withValues(this.#column, takeValues(this.#column.values, rows));
    return this.#finish(column, { index: takeLabels(this.#index, rows), inplace: options.inplace });
  }

  #finish<U extends ColumnType>(
    column: TableColumn,
    { index, inplace = false }: Inplace & { index: RowIndex },
  ): Series<U> {
    if (inplace) {
      this.#become(column, index);
      return this as unknown as Series<U>;
    }
    const series = TypedSeries.of<U>(column, index);
    series.#config = this.#config;
    return series;
  }

  #become(column: TableColumn, index: RowIndex): void {
    this.#column = column;
    this.#index = index;
    this.#values = undefined;
  }

  #view(): { rows?: number; label: (row: number) => Label } {
    const { tableMaxRow } = this.#config;
    return {
      ...(tableMaxRow === undefined ? {} : { rows: tableMaxRow }),
      label: (row) => labelAt(this.#index, row),
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

/** The column type that danfo's name stands for. */
export type TypeOfDtype<D extends DType> = D extends "string" | "boolean"
  ? D
  : D extends "datetime"
    ? "date"
    : "number";

const dtypeNames = { number: "float32", string: "string", boolean: "boolean", date: "datetime" } as const;

/** What a series or an array holds, or the value itself. */
export function operandOf(other: CellOperand): Operand {
  if (other instanceof TypedSeries) return other.$column.values;
  const foreign = (other as { values?: unknown } | null)?.values;
  return Array.isArray(foreign) ? (foreign as Cell[]) : other;
}

/** What rows are chosen by, out of a series or an array. */
export function selectionOf(rows: Selection | Series | Int32Array | undefined): Selection | undefined {
  if (rows instanceof Int32Array) return Array.from(rows);
  return rows instanceof TypedSeries ? (rows.$column.values as Selection) : rows;
}

/** @throws ArgumentError when danfo has no such type. */
export function checkDtype(dtype: string): void {
  const known = ["float32", "int32", "string", "boolean", "datetime", "undefined"];
  if (!known.includes(dtype))
    throw cannot("turn into a type", {
      argument: "dtype",
      must: `one of ${known.join(", ")}`,
      received: dtype,
    });
}

/** @throws DataError when a value to be replaced, or its replacement, is missing. */
export function checkReplaced(oldValue: Cell | undefined, newValue: Cell | undefined): void {
  const hint = "Use fillNa for what is missing.";
  for (const [argument, received] of [
    ["oldValue", oldValue],
    ["newValue", newValue],
  ] as const)
    if (isMissing(received))
      throw cannot("replace", { argument, must: "a value", received, hint, as: DataError });
}

/** The whole numbers from one up to, not including, another. */
export function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step);
}

function cellsOf(data: unknown): ArrayLike<unknown> {
  const tensor = data as { arraySync?: () => unknown };
  if (typeof tensor.arraySync === "function") return listOf(tensor.arraySync());
  if (data instanceof TypedSeries) return data.$column.values;
  if (Array.isArray(data) || ArrayBuffer.isView(data)) return data as ArrayLike<unknown>;
  const { values } = data as { values?: unknown };
  if (Array.isArray(values)) return values as unknown[];
  throw cannot("make a series", { argument: "data", must: "values or a tensor", received: data });
}
