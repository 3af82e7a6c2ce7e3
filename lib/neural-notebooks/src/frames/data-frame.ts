/**
 * Turns rows or columns into a frame: danfo's `DataFrame` over typed columns, that the editor knows the columns of and
 * that shows itself as a cell's value. The file is long because the class is what learners look things up in.
 */
import { inspect } from "node:util";
import { randomFrom } from "../core/global-seed";
import type { Seed } from "../core/random";
import { displaySymbol } from "../core/display";
import type { Displayable, MimeBundle } from "../core/display";
import { DataError, ShapeError, cannot } from "../core/errors";
import { loadTf } from "../core/load-tf";
import { checkInteger } from "../core/shape";
import { unknownName } from "../core/suggest";
import type { Tensor2D } from "../core/tensor-types";
import type { ColumnType, RawCell, Table, TableColumn } from "../datasets";
import { columnFromCells, convertColumn, dtypeOf } from "./cells";
import { checkConcat, concatColumns, concatRows, takeTable } from "./concat";
import { accumulate } from "./cumulative";
import type { CumulativeName } from "./cumulative";
import { loadDanfo, withoutConstructor } from "./danfo-loader";
import { describeNumbers } from "./describe";
import { encodeTable } from "./dummies";
import type { DummyOptions } from "./dummies";
import { duplicateFlags } from "./duplicates";
import type { Keep } from "./duplicates";
import { calculate, compare, numbersOf, roundTo } from "./elementwise";
import type { ArithmeticName, ComparisonName, Operand } from "./elementwise";
import { checkedTable, tableFromData } from "./frame-data";
import type { FrameConfig, FrameOptions } from "./frame-data";
import { Groupby } from "./groupby";
import type { Aggregation } from "./groupby";
import { placesByName, placesByPlace, placesOfTrue } from "./locate";
import type { Selection } from "./locate";
import { registerFrames } from "./makers";
import type { FrameLike } from "./makers";
import { mergeTables } from "./merge";
import type { MergeKind } from "./merge";
import { completeRows, countMissing, fillColumn, missingFlags } from "./missing";
import { orderRows } from "./order";
import { Resampler } from "./resample";
import type { ResampleRule } from "./resample";
import { checkedIndex, finderOf, labelAt, labelsOf, takeLabels } from "./row-index";
import type { RowIndex } from "./row-index";
import type {
  AllOf,
  AnyCell,
  Cell,
  CellOf,
  ColumnsSchema,
  ColumnValues,
  DType,
  Label,
  NameOf,
  Renamed,
  Row,
  RowsSchema,
  Schema,
  TypeOf,
  WithColumn,
  Without,
} from "./schema";
import { isMissing, listOf, withValues } from "./schema";
import { Series, checkDtype, checkReplaced, operandOf, range, selectionOf } from "./series";
import type { CellOperand, NumberOperand, TypeOfDtype } from "./series";
import { modes, present, quantile, statistics } from "./statistics";
import type { Statistic } from "./statistics";
import type { Inplace } from "./text-methods";
import { tableHtml, tableText } from "./view";
import type { ViewOptions } from "./view";
import { csvText, jsonValue, writeTable, writeExcel } from "./write";
import type { CsvOutput, ExcelOutput, JsonOutput } from "./write";

export { Series };

/** Along what a statistic runs: 0 gives one value for each column, 1 (danfo's choice unless told) one for each row. */
export interface Along {
  axis?: 0 | 1;
}

/** What a new column may be made of. */
export type NewValues = ArrayLike<number> | readonly (string | null)[] | readonly (boolean | null)[] | Series;

/** The type of what a new column is made of. */
export type TypeOfValues<V> =
  V extends Series<infer T> ? T : V extends ArrayLike<infer C> ? TypeOf<C> : ColumnType;

/** What rows are chosen by: places or names, one slice, or a truth value for each. */
export type RowSelection = Selection | Series | Int32Array;

/** Lets names through that the compiler does not know; one that it knows to be wrong is an error. */
export type Unliteral<C extends string, Otherwise> = string extends C ? unknown : Otherwise;

/** The other side of a computation: a number, one for each column (axis 1) or row (axis 0), or a frame. */
export type FrameOperand = NumberOperand | FrameLike;

/** A frame's columns as properties, where the editor knows them: `frame.size`, `frame["beak length"]`. */
export type ColumnAccess<S extends Schema> =
  string extends NameOf<S>
    ? unknown
    : { readonly [N in NameOf<S> as N extends keyof TypedFrame ? never : N]: Series<S[N]> };

/** A table in memory; see the constructor. A frame whose columns are not known beforehand is a `DataFrame` alone. */
export type DataFrame<S extends Schema = Schema> = TypedFrame<S> & ColumnAccess<S>;

const Base = withoutConstructor(loadDanfo().DataFrame);

/**
 * A table in memory: danfo's `DataFrame`, with pandas' results. Methods give new frames and leave this one as it is,
 * unless they are told `{ inplace: true }`.
 *
 * Numbers are kept in 64 bits with `NaN` for missing; text, dates (ISO text) and truth values have `null` there.
 *
 * @example
 * const frame = new DataFrame([{ kind: "a", size: 1 }, { kind: "b", size: 3 }]);
 * assert.deepEqual(frame.shape, [2, 2]);
 * assert.deepEqual(frame.query(frame.column("size").gt(2)).values, [["b", 3]]);
 * assert.deepEqual(frame.groupby(["kind"]).col(["size"]).mean().columns, ["kind", "size_mean"]);
 */
export class TypedFrame<S extends Schema = Schema> extends Base implements Displayable {
  #table: Table;
  #index: RowIndex;
  #config: FrameConfig;
  #byName: ReadonlyMap<string, TableColumn> = new Map();
  #rows: Cell[][] | undefined;

  /**
   * Makes a frame.
   *
   * @param data - Rows as objects, an object of columns, rows as arrays, a tensor, or nothing.
   * @param options - `columns`, `index` (names), `dtypes`, `config`.
   * @throws ShapeError when columns or rows differ in length; DataError when a name comes twice or a cell does not fit.
   */
  constructor(data?: unknown, options: FrameOptions = {}) {
    super();
    const { index, config = {} } = options;
    const frame = data instanceof TypedFrame && !options.columns && !options.dtypes ? data : undefined;
    this.#table = frame ? frame.#table : tableFromData(plainData(data), options);
    this.#index = index ? checkedIndex(index, this.#table.rows) : frame && frame.#index;
    this.#config = config;
    this.#name();
  }

  /**
   * Makes a frame of a table that nobody else changes.
   *
   * @internal
   */
  static of<T extends Schema>(table: Table, index?: RowIndex): DataFrame<T> {
    const frame = new TypedFrame<T>();
    frame.#become(checkedTable(table), index);
    return frame as DataFrame<T>;
  }

  /**
   * The typed columns themselves; nobody may change them.
   *
   * @internal
   */
  get $table(): Table {
    return this.#table;
  }

  /**
   * The names of rows as they are kept.
   *
   * @internal
   */
  get $rowIndex(): RowIndex {
    return this.#index;
  }

  /** `[rows, columns]`. */
  get shape(): [rows: number, columns: number] {
    return [this.#table.rows, this.#table.columns.length];
  }

  /** How many cells there are. */
  get size(): number {
    return this.#table.rows * this.#table.columns.length;
  }

  /** 2: a frame has two dimensions. */
  get ndim(): 2 {
    return 2;
  }

  /** The columns' names, in order. */
  get columns(): NameOf<S>[] {
    return this.#table.columns.map(({ name }) => name as NameOf<S>);
  }

  /** The rows' names: 0, 1, 2 … unless they were given others. */
  get index(): Label[] {
    return labelsOf(this.#index, this.#table.rows);
  }

  /** The names along both axes. */
  get axis(): { index: Label[]; columns: NameOf<S>[] } {
    return { index: this.index, columns: this.columns };
  }

  /** danfo's names for what the columns hold, in order. */
  get dtypes(): DType[] {
    return this.#table.columns.map(dtypeOf);
  }

  /** danfo's names for what the columns hold, by column. */
  get ctypes(): Series<"string"> {
    return Series.of(columnFromCells("0", this.dtypes), this.columns);
  }

  /** The columns' types by name: number, string, boolean or date. */
  get types(): Record<NameOf<S>, ColumnType> {
    return Object.fromEntries(this.#table.columns.map(({ name, type }) => [name, type])) as Record<
      NameOf<S>,
      ColumnType
    >;
  }

  /** How the frame is shown. */
  get config(): FrameConfig {
    return this.#config;
  }

  /** All rows as arrays; a missing number is `NaN`, other missing cells are `null`. */
  get values(): AnyCell<S>[][] {
    this.#rows ??= rowArrays(this.#table);
    return this.#rows as AnyCell<S>[][];
  }

  /** All columns as arrays. */
  get getColumnData(): Cell[][] {
    return this.#table.columns.map(({ values }) => Array.from<Cell>(values));
  }

  /**
   * The frame as a tensor; truth values as 0 and 1. The caller disposes of it.
   *
   * @returns Tensor of shape `[rows, columns]`, float32.
   * @throws DataError when a column holds text.
   */
  get tensor(): Tensor2D {
    return this.toTensor(this.columns, { missing: "nan" });
  }

  /** Columns become rows: rows are called by the columns' names, columns by the rows'. */
  get T(): DataFrame {
    return this.transpose();
  }

  /**
   * Gives a column.
   *
   * @throws UnknownNameError, naming close columns.
   */
  column<N extends NameOf<S>>(column: N): Series<S[N]> {
    return Series.of<S[N]>(this.#find(column, "take the column"), this.#index);
  }

  /** The value at a place; `undefined` where there is none. */
  iat(row: number, column: number): Cell | undefined {
    if (typeof row !== "number" || typeof column !== "number")
      throw cannot("take the value", {
        argument: "row and column",
        must: "places",
        received: [row, column],
        hint: "Use at for names.",
      });
    return this.#table.columns[column]?.values[row];
  }

  /** The value in the row and column of two names; `undefined` where the row is not there. */
  at<N extends NameOf<S>>(row: Label, column: N): CellOf<S[N]> | undefined {
    const { values } = this.#find(column, "take the value");
    return values[finderOf(this.#index, this.#table.rows)(row)] as CellOf<S[N]> | undefined;
  }

  /**
   * Takes rows and columns by place.
   *
   * @param chosen - `rows` and `columns`: places, one slice `["from:to"]` (`to` is left out), or a truth value for each.
   * @throws ArgumentError when a place is not there.
   * @example
   * const frame = new DataFrame({ a: [1, 2, 3], b: [4, 5, 6] });
   * assert.deepEqual(frame.iloc({ rows: ["1:3"], columns: [1] }).values, [[5], [6]]);
   */
  iloc(chosen: { rows?: RowSelection; columns?: undefined }): DataFrame<S>;
  iloc(chosen: { rows?: RowSelection; columns?: Selection }): DataFrame;
  iloc({ rows, columns }: { rows?: RowSelection; columns?: Selection }): unknown {
    const { rows: count, columns: all } = this.#table;
    const axis = { verb: "take rows", argument: "rows", length: count } as const;
    const places = placesByPlace(selectionOf(rows), axis);
    const chosen = placesByPlace(columns, { verb: "take columns", argument: "columns", length: all.length });
    return this.#part(places, chosen);
  }

  /**
   * Takes rows and columns by name.
   *
   * @param chosen - `rows` and `columns`: names, one slice `["from:to"]` of names (both belong to it), or a truth value
   * for each.
   * @throws UnknownNameError when a name is not there.
   * @example
   * const frame = new DataFrame({ a: [1, 2], b: [3, 4] }, { index: ["x", "y"] });
   * assert.deepEqual(frame.loc({ rows: ["y"], columns: ["b", "a"] }).values, [[4, 2]]);
   */
  loc<N extends NameOf<S>>(chosen: { rows?: RowSelection; columns: readonly N[] }): DataFrame<Pick<S, N>>;
  loc(chosen: { rows?: RowSelection; columns?: readonly (boolean | `${string}:${string}`)[] }): DataFrame<S>;
  loc<C extends string>(
    chosen: { rows?: RowSelection; columns: readonly C[] } & Unliteral<C, { columns: never }>,
  ): DataFrame;
  loc({ rows, columns }: { rows?: RowSelection; columns?: Selection }): unknown {
    const { rows: count, columns: all } = this.#table;
    const places = placesByName(selectionOf(rows), {
      verb: "take rows",
      argument: "rows",
      length: count,
      find: finderOf(this.#index, count),
      names: () => this.index,
    });
    const names = this.columns;
    const chosen = placesByName(columns, {
      verb: "take columns",
      argument: "columns",
      length: all.length,
      find: (name) => names.indexOf(name as NameOf<S>),
      names: () => names,
    });
    return this.#part(places, chosen);
  }

  /** The first rows, five unless told. */
  head(rows = 5): DataFrame<S> {
    checkInteger(rows, { verb: "take the first rows", argument: "rows", min: 0 });
    return this.#take(range(0, Math.min(rows, this.#table.rows)));
  }

  /** The last rows, five unless told. */
  tail(rows = 5): DataFrame<S> {
    checkInteger(rows, { verb: "take the last rows", argument: "rows", min: 0 });
    return this.#take(range(Math.max(0, this.#table.rows - rows), this.#table.rows));
  }

  /**
   * Draws rows by chance without repetition.
   *
   * @param options - `seed`: a whole number; `setRandomSeed`'s unless told.
   */
  async sample(num = 5, options: { seed?: Seed } = {}): Promise<DataFrame<S>> {
    checkInteger(num, { verb: "draw rows", argument: "num", min: 0, max: this.#table.rows });
    return this.#take(randomFrom(options.seed).permutation(this.#table.rows).slice(0, num));
  }

  /**
   * Keeps the rows for which a condition holds.
   *
   * @param condition - A truth value for each row (a list or a Series), or a function of a row and its place.
   * @throws ArgumentError when there are not as many truth values as rows.
   * @example
   * const frame = new DataFrame({ x: [1, 2, 3], s: ["a", "b", "b"] });
   * assert.deepEqual(frame.query(frame.x.gt(1).and(frame.s.eq("b"))).x.values, [2, 3]);
   * assert.deepEqual(frame.query((row) => row.x !== 2).x.values, [1, 3]);
   */
  query(
    condition: readonly (boolean | null)[] | Series | ((row: Row<S>, place: number) => boolean),
    options: Inplace = {},
  ): DataFrame<S> {
    const axis = { verb: "keep rows", argument: "rows", length: this.#table.rows } as const;
    const flags =
      typeof condition === "function" ? this.#eachRow(condition) : (selectionOf(condition) as Selection);
    if (!Array.isArray(flags))
      throw cannot("keep rows", {
        argument: "condition",
        must: "a truth value for each row",
        received: condition,
      });
    const rows =
      flags.length === 0 && axis.length === 0 ? new Int32Array() : placesOfTrue(flags as Selection, axis);
    if (!rows)
      throw cannot("keep rows", {
        argument: "condition",
        must: "a truth value for each row",
        received: flags as unknown,
      });
    return this.#take(rows, options);
  }

  /**
   * Keeps the columns of some of danfo's types.
   *
   * @param include - `"float32"`, `"int32"`, `"string"`, `"boolean"`, `"datetime"`.
   */
  selectDtypes(include: readonly DType[]): DataFrame {
    include.forEach(checkDtype);
    const columns = this.#table.columns.filter((column) => include.includes(dtypeOf(column)));
    return this.#make({ rows: this.#table.rows, columns }, this.#index);
  }

  /** A copy. */
  copy(): DataFrame<S> {
    return this.#make(this.#table, this.#index);
  }

  /**
   * Sorts rows; equal ones keep their order, missing values come last.
   *
   * @param column - A column, or several: the next breaks the ties of the one before.
   * @param options - `ascending` (true), for all columns or for each; `inplace`.
   * @throws UnknownNameError when a column is not there.
   */
  sortValues(
    column: NameOf<S> | readonly NameOf<S>[],
    options: Inplace & { ascending?: boolean | readonly boolean[] } = {},
  ): DataFrame<S> {
    const { ascending = true } = options;
    const columns = [column].flat().map((name) => this.#find(name, "sort the frame"));
    if (columns.length === 0)
      throw cannot("sort the frame", {
        argument: "column",
        must: "at least one column name",
        received: column,
      });
    const ups = typeof ascending === "boolean" ? columns.map(() => ascending) : ascending;
    if (ups.length !== columns.length)
      throw cannot("sort the frame", {
        argument: "ascending",
        must: `${columns.length} long, as column`,
        received: ascending,
      });
    const down = ups.map((up) => !up);
    return this.#take(orderRows(columns, down), options);
  }

  /** Sorts rows by their names. */
  sortIndex(options: Inplace & { ascending?: boolean } = {}): DataFrame<S> {
    const { ascending = true } = options;
    const labels = columnFromCells("index", this.index);
    return this.#take(orderRows([labels], [!ascending]), options);
  }

  /**
   * Gives rows other names.
   *
   * @param options - `index`: the names; or `column`: whose values become the names, and with `drop` is left out.
   * @throws ArgumentError when a name comes twice.
   */
  setIndex(
    options: Inplace & { index?: readonly Label[]; column?: NameOf<S>; drop?: boolean },
  ): DataFrame<S> {
    const { index, column, drop = false } = options;
    if (!index && column === undefined)
      throw cannot("name the rows", { argument: "index or column", must: "given", received: options });
    const source = column === undefined ? undefined : this.#find(column, "name the rows");
    const labels = source ? (Array.from<Cell>(source.values) as Label[]) : (index ?? []);
    const kept = this.#table.columns.filter((own) => !drop || own !== source);
    const table = { rows: this.#table.rows, columns: kept };
    const { inplace = false } = options;
    return this.#finish(table, { index: checkedIndex(labels, table.rows), inplace });
  }

  /** Calls rows 0, 1, 2 … again. */
  resetIndex(options: Inplace = {}): DataFrame<S> {
    return this.#finish(this.#table, { index: undefined, inplace: options.inplace });
  }

  /**
   * Adds a column, or replaces the one of that name.
   *
   * @param column - Its name.
   * @param values - One value per row, or a function from a row and its place to a value.
   * @param options - `atIndex`: before which column (a place or a name) a new one stands; `inplace`.
   * @throws ShapeError when there are more or fewer values than rows.
   * @example
   * const frame = new DataFrame({ km: [1, 2] });
   * assert.deepEqual(frame.addColumn("m", frame.km.mul(1000)).values, [[1, 1000], [2, 2000]]);
   */
  addColumn<N extends string, V extends Cell>(
    column: N,
    values: (row: Row<S>, place: number) => V,
    options?: Inplace & { atIndex?: number | NameOf<S> },
  ): DataFrame<WithColumn<S, N, TypeOf<V>>>;
  addColumn<N extends string, V extends NewValues>(
    column: N,
    values: V,
    options?: Inplace & { atIndex?: number | NameOf<S> },
  ): DataFrame<WithColumn<S, N, TypeOfValues<V>>>;
  addColumn(
    column: string,
    values: NewValues | ((row: Row<S>, place: number) => Cell),
    options: Inplace & { atIndex?: number | string } = {},
  ): unknown {
    const { atIndex = this.#table.columns.length } = options;
    if (typeof column !== "string" || column === "")
      throw cannot("add a column", { argument: "column", must: "a name", received: column });
    const added = this.#newColumn(column, values);
    if (added.values.length !== this.#table.rows)
      throw cannot("add a column", {
        argument: "values",
        must: `${this.#table.rows} long, one per row`,
        received: added.values.length,
        as: ShapeError,
      });
    const before =
      typeof atIndex === "number"
        ? atIndex
        : this.#table.columns.indexOf(this.#find(atIndex, "add a column"));
    const columns = this.#byName.has(column)
      ? this.#table.columns.map((own) => (own.name === column ? added : own))
      : [...this.#table.columns.slice(0, before), added, ...this.#table.columns.slice(before)];
    return this.#finish(
      { rows: this.#table.rows, columns },
      { index: this.#index, inplace: options.inplace },
    );
  }

  /**
   * Leaves out columns, or rows by their names.
   *
   * @throws UnknownNameError when one is not there.
   */
  drop<N extends NameOf<S>>(options: Inplace & { columns: N | readonly N[] }): DataFrame<Without<S, N>>;
  drop(options: Inplace & { index: Label | readonly Label[] }): DataFrame<S>;
  drop(
    options: Inplace & { columns?: string | readonly string[]; index?: Label | readonly Label[] },
  ): unknown {
    const { columns, index } = options;
    if ((columns === undefined) === (index === undefined))
      throw cannot("drop", { argument: "columns or index", must: "given, one of them", received: options });
    if (columns !== undefined) {
      const names = [columns].flat();
      for (const name of names) this.#find(name, "drop columns");
      const kept = this.#table.columns.filter(({ name }) => !names.includes(name));
      const { inplace = false } = options;
      return this.#finish({ rows: this.#table.rows, columns: kept }, { index: this.#index, inplace });
    }
    const find = finderOf(this.#index, this.#table.rows);
    const dropped = new Set(
      placesByName([index ?? []].flat(), {
        verb: "drop rows",
        argument: "rows",
        length: this.#table.rows,
        find,
        names: () => this.index,
      }),
    );
    const kept = range(0, this.#table.rows).filter((row) => !dropped.has(row));
    return this.#take(kept, options);
  }

  /**
   * Gives columns (axis 1) or rows (axis 0) other names.
   *
   * @param mapper - Old name → new name.
   * @throws UnknownNameError when an old column is not there; DataError when a new name comes twice.
   */
  rename<const M extends { readonly [N in NameOf<S>]?: string }>(
    mapper: M,
    options?: Inplace & { axis?: 1 },
  ): DataFrame<Renamed<S, M>>;
  rename(mapper: Readonly<Record<Label, Label>>, options?: Inplace & Along): DataFrame<S>;
  rename(mapper: Readonly<Record<Label, Label | undefined>>, options: Inplace & Along = {}): unknown {
    const renames = new Map(Object.entries(mapper));
    if (checkAxis(options.axis, "rename") === 0) {
      const labels = this.index.map((label) => renames.get(String(label)) ?? label);
      return this.#finish(this.#table, {
        index: checkedIndex(labels, this.#table.rows),
        inplace: options.inplace,
      });
    }
    for (const name of renames.keys()) this.#find(name, "rename columns");
    const columns = this.#table.columns.map((column) => ({
      ...column,
      name: String(renames.get(column.name) ?? column.name),
    }));
    return this.#finish(
      { rows: this.#table.rows, columns },
      { index: this.#index, inplace: options.inplace },
    );
  }

  /**
   * Turns a column into another type; missing cells stay missing.
   *
   * @param dtype - `"float32"`, `"int32"` (cut off behind the point), `"string"`, `"boolean"` or `"datetime"`.
   * @throws DataError when a cell cannot be turned.
   */
  asType<N extends NameOf<S>, D extends DType>(
    column: N,
    dtype: D,
    options: Inplace = {},
  ): DataFrame<WithColumn<S, N, TypeOfDtype<D>>> {
    checkDtype(dtype);
    const turned = convertColumn(this.#find(column, "turn into a type"), dtype);
    return this.#replaceColumns((own) => (own.name === column ? turned : own), options);
  }

  /** Puts one value in place of another: everywhere, or in some columns. */
  replace(
    oldValue: NonNullable<Cell>,
    newValue: NonNullable<Cell>,
    options: Inplace & { columns?: readonly NameOf<S>[] } = {},
  ): DataFrame<S> {
    checkReplaced(oldValue, newValue);
    const names = this.#names(options.columns, "replace");
    return this.#replaceColumns((column) => {
      if (!names.includes(column.name) || !column.values.includes(oldValue as never)) return column;
      const cells = Array.from<Cell, Cell>(column.values, (cell) => (cell === oldValue ? newValue : cell));
      return columnFromCells(column.name, cells);
    }, options);
  }

  /** For each cell, whether it is missing. */
  isNa(): TruthFrame<S> {
    return this.#replaceColumns(({ name, values }) => ({
      name,
      type: "boolean",
      values: missingFlags(values),
    }));
  }

  /**
   * Leaves out rows (axis 1, unless told) or columns (axis 0) with missing values.
   *
   * @param options - `subset`: only these columns count; `inplace`.
   * @example
   * const frame = new DataFrame({ a: [1, NaN, 3], b: ["x", "y", null] });
   * assert.deepEqual(frame.dropNa().values, [[1, "x"]]);
   * assert.deepEqual(frame.dropNa({ subset: ["a"] }).index, [0, 2]);
   */
  dropNa(options: Inplace & Along & { subset?: readonly NameOf<S>[] } = {}): DataFrame<S> {
    const { axis, subset } = options;
    if (checkAxis(axis, "drop missing values") === 0) {
      const columns = this.#table.columns.filter(({ values }) => countMissing(values) === 0);
      return this.#finish(
        { rows: this.#table.rows, columns },
        { index: this.#index, inplace: options.inplace },
      );
    }
    const names = this.#names(subset, "drop missing values");
    const checked = this.#table.columns.filter(({ name }) => names.includes(name));
    return this.#take(completeRows(checked, this.#table.rows), options);
  }

  /**
   * Puts values where some are missing. To fill with a mean or median learned from the training part, use an imputer.
   *
   * @param values - One value, a list with one for each of `columns`, or an object: column → value.
   * @param options - `columns`: where; all that lack a value unless told. `inplace`.
   * @throws UnknownNameError when a column is not there; DataError when a value is of another type.
   * @example
   * const frame = new DataFrame({ a: [1, NaN], b: [null, "y"] });
   * assert.deepEqual(frame.fillNa([0, "?"], { columns: ["a", "b"] }).values, [[1, "?"], [0, "y"]]);
   */
  fillNa(
    values:
      NonNullable<Cell> | readonly NonNullable<Cell>[] | { readonly [N in NameOf<S>]?: NonNullable<Cell> },
    options: Inplace & { columns?: readonly NameOf<S>[] } = {},
  ): DataFrame<S> {
    const fills = this.#fills(values, options.columns);
    return this.#replaceColumns((column) => {
      const fill = fills.get(column.name);
      if (fill === undefined) return column;
      // A value that is meant for all columns need not fit those that lack nothing.
      if (countMissing(column.values) === 0 && !options.columns) return column;
      return fillColumn(column, fill);
    }, options);
  }

  /** Marks the rows that have come before (after, for `keep: "last"`), in all columns or in some. */
  duplicated(options: { subset?: readonly NameOf<S>[]; keep?: Keep } = {}): Series<"boolean"> {
    const values = this.#duplicates(options);
    return Series.of({ name: "0", type: "boolean", values }, this.#index);
  }

  /**
   * Leaves out rows that have come before (after, for `keep: "last"`), in all columns or in some.
   *
   * @example
   * const frame = new DataFrame({ a: [1, 1, 2], b: ["x", "x", "x"] });
   * assert.deepEqual(frame.dropDuplicates().index, [0, 2]);
   * assert.deepEqual(frame.dropDuplicates({ subset: ["b"], keep: "last" }).index, [2]);
   */
  dropDuplicates(options: Inplace & { subset?: readonly NameOf<S>[]; keep?: Keep } = {}): DataFrame<S> {
    const flags = this.#duplicates(options);
    return this.#take(
      range(0, flags.length).filter((row) => flags[row] === false),
      options,
    );
  }

  /**
   * Puts rows below the others.
   *
   * @param newValues - One row or several, a Series (a row), or a frame of as many columns.
   * @param index - The names of the new rows.
   * @throws ShapeError when a row is too long or too short.
   */
  append(
    newValues: readonly Cell[] | readonly (readonly Cell[])[] | Series | FrameLike,
    index: Label | readonly Label[],
    options: Inplace = {},
  ): DataFrame<S> {
    const rows = rowsOf(newValues);
    const { columns } = this.#table;
    const wrong = rows.find((row) => row.length !== columns.length);
    if (wrong)
      throw cannot("append rows", {
        argument: "newValues",
        must: `${columns.length} cells in each row`,
        received: wrong,
        as: ShapeError,
      });
    const added = {
      rows: rows.length,
      columns: columns.map(({ name }, at) =>
        columnFromCells(
          name,
          rows.map((row) => row[at]),
        ),
      ),
    };
    const table = concatRows([
      { table: this.#table, index: undefined },
      { table: added, index: undefined },
    ]);
    const labels = [...this.index, ...[index].flat()];
    return this.#finish(table, { index: checkedIndex(labels, table.rows), inplace: options.inplace });
  }

  /**
   * Groups rows that share the keys; rows with a missing key are left out unless `dropNa` is false.
   *
   * @param col - A column, or several.
   * @returns The groups, to be counted, averaged or aggregated.
   * @example
   * const frame = new DataFrame({ kind: ["b", "a", "b"], size: [1, 2, 3] });
   * assert.deepEqual(frame.groupby(["kind"]).col(["size"]).mean().values, [["a", 2], ["b", 2]]);
   */
  groupby(col: NameOf<S> | readonly NameOf<S>[], options: { dropNa?: boolean } = {}): Groupby<S> {
    return new Groupby<S>(this.#table, { keys: [col].flat(), dropNa: options.dropNa ?? true });
  }

  /**
   * Groups rows by time: a row for each hour (`"h"`), day (`"D"`), week (`"W"`), month (`"MS"`) or year (`"YS"`), also
   * where nothing was measured.
   *
   * @param options - `rule`, and `on`: the column of dates.
   * @example
   * const frame = new DataFrame({ date: ["2024-01-01", "2024-01-03", "2024-01-03"], rain: [1, 2, 4] });
   * assert.deepEqual(frame.resample({ rule: "D", on: "date" }).mean().column("rain").values, [1, NaN, 3]);
   */
  resample(options: { rule: ResampleRule; on: NameOf<S> }): Resampler {
    return new Resampler(this.#table, options);
  }

  /**
   * Merges another frame's columns to the rows where the keys are equal; see the function `merge`.
   *
   * @example
   * const left = new DataFrame({ id: [1, 2], x: [10, 20] });
   * const right = new DataFrame({ id: [2, 3], y: ["b", "c"] });
   * assert.deepEqual(left.merge(right, { on: ["id"] }).values, [[2, 20, "b"]]);
   */
  merge<R extends Schema>(
    right: FrameLike<R>,
    options: MergeOptions<NameOf<S> & NameOf<R>>,
  ): DataFrame<Merged<S, R>> {
    const { on, how = "inner", suffixes = ["_x", "_y"] } = options;
    const kinds = ["inner", "left", "right", "outer"];
    if (!kinds.includes(how))
      throw cannot("merge the frames", { argument: "how", must: kinds.join(", "), received: how });
    const keys = [on ?? []].flat() as string[];
    return this.#make(mergeTables(this.#table, right.$table, { on: keys, how, suffixes }), undefined);
  }

  /**
   * Encodes columns of categories as columns of 0 and 1, one for each category, sorted.
   *
   * @param options - `columns` (those with text), `prefix` (a column's name), `prefixSeparator` (`"_"`), `inplace`.
   * @throws UnknownNameError when a column is not there.
   */
  getDummies(options: Inplace & DummyOptions = {}): DataFrame {
    return this.#finish(encodeTable(this.#table, options), { index: this.#index, inplace: options.inplace });
  }

  /**
   * Turns each row (axis 1, unless told) or column (axis 0) into a value or into a list of values.
   *
   * @param callable - Called with the cells as an array.
   * @returns A Series of values, or a frame of lists.
   */
  apply<V extends Cell>(callable: (cells: AnyCell<S>[]) => V, options?: Along): Series<TypeOf<V>>;
  apply<V extends Cell>(callable: (cells: AnyCell<S>[]) => V[], options?: Along): DataFrame;
  apply(callable: (cells: never[]) => Cell | Cell[], options: Along = {}): Series | DataFrame {
    if (typeof callable !== "function")
      throw cannot("apply to the frame", { argument: "callable", must: "a function", received: callable });
    const byRows = checkAxis(options.axis, "apply") === 1;
    const lists = byRows ? this.values : this.getColumnData;
    const results = lists.map((cells) => callable([...cells] as never[]));
    if (!results.every(Array.isArray)) {
      return Series.of(columnFromCells("0", results), byRows ? this.#index : this.columns);
    }
    if (!byRows) {
      const columns = results.map((cells, at) => columnFromCells(this.columns[at] ?? String(at), cells));
      const rows = columns[0]?.values.length ?? 0;
      return this.#make({ rows, columns }, rows === this.#table.rows ? this.#index : undefined);
    }
    const width = results[0]?.length ?? 0;
    const names = width === this.#table.columns.length ? { columns: this.columns } : {};
    return this.#make(tableFromData(results, names), this.#index);
  }

  /** Turns each cell into the value of a function. */
  applyMap(callable: (cell: AnyCell<S>) => Cell | undefined, options: Inplace = {}): DataFrame {
    if (typeof callable !== "function")
      throw cannot("apply to the frame", { argument: "callable", must: "a function", received: callable });
    return this.#replaceColumns(
      ({ name, values }) =>
        columnFromCells(
          name,
          Array.from<Cell, Cell | undefined>(values, (cell) => callable(cell as never)),
        ),
      options,
    );
  }

  /** Columns become rows: rows are called by the columns' names, columns by the rows'. */
  transpose(options: Inplace = {}): DataFrame {
    const columns = this.values.map((cells, row) =>
      columnFromCells(String(labelAt(this.#index, row)), cells),
    );
    const index: readonly Label[] = this.columns;
    return this.#finish({ rows: this.#table.columns.length, columns }, { index, inplace: options.inplace });
  }

  /** Adds a number, one for each column (axis 1, unless told) or row (axis 0), or a frame. */
  add(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "add", options);
  }

  /** Takes away a number, one for each column (axis 1, unless told) or row (axis 0), or a frame. */
  sub(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "sub", options);
  }

  /** Multiplies by a number, one for each column (axis 1, unless told) or row (axis 0), or a frame. */
  mul(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "mul", options);
  }

  /** Divides by a number, one for each column (axis 1, unless told) or row (axis 0), or a frame. */
  div(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "div", options);
  }

  /** As `div`, but what is divided by 0 becomes 0. */
  divNoNan(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "divNoNan", options);
  }

  /** Raises to a power, one for each column (axis 1, unless told) or row (axis 0), or a frame of powers. */
  pow(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "pow", options);
  }

  /** What is left over by division; it has the sign of the divisor. */
  mod(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "mod", options);
  }

  /** Whether each cell is below another. */
  lt(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "lt", options);
  }

  /** Whether each cell is above another. */
  gt(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "gt", options);
  }

  /** Whether each cell is at most another. */
  le(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "le", options);
  }

  /** Whether each cell is at least another. */
  ge(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "ge", options);
  }

  /** Whether each cell equals another; what is missing equals nothing. */
  eq(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "eq", options);
  }

  /** Whether each cell differs from another. */
  ne(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "ne", options);
  }

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
    const { rows, columns } = this.#table;
    if (checkAxis(options.axis, "count") === 0) {
      const counts = columns.map(({ values }) => rows - countMissing(values));
      return Series.of(columnFromCells("0", Float64Array.from(counts)), this.columns);
    }
    const counts = new Float64Array(rows);
    for (const { values } of columns)
      for (let row = 0; row < rows; row++)
        if (!isMissing(values[row])) counts[row] = (counts[row] as number) + 1;
    return Series.of(columnFromCells("0", counts), this.#index);
  }

  /** How many distinct values each row (axis 1, unless told) or column (axis 0) has; missing ones are left out. */
  nUnique(axis: 0 | 1 = 1): Series<"number"> {
    const byRows = checkAxis(axis, "count distinct values") === 1;
    const lists = byRows ? this.values : this.getColumnData;
    const counts = lists.map((cells) => new Set(cells.filter((cell) => !isMissing(cell))).size);
    return Series.of(columnFromCells("0", Float64Array.from(counts)), byRows ? this.#index : this.columns);
  }

  /** The sizes without their signs. */
  abs(options: Inplace = {}): NumberFrame<S> {
    return this.#numbers((values) => values.map(Math.abs), { verb: "take sizes", ...options });
  }

  /** Rounds numbers to so many decimals (1), what lies in the middle to the even neighbour. */
  round(dp = 1, options: Inplace = {}): DataFrame<S> {
    checkInteger(dp, { verb: "round", argument: "dp" });
    return this.#replaceColumns((column) => {
      const { values } = column;
      if (!(values instanceof Float64Array)) return column;
      return withValues(
        column,
        values.map((value) => roundTo(value, dp)),
      );
    }, options);
  }

  /** The running sum along each row (axis 1, unless told) or column (axis 0). */
  cumSum(options: Inplace & Along = {}): NumberFrame<S> {
    return this.#accumulate("sum", options);
  }

  /** The running product along each row (axis 1, unless told) or column (axis 0). */
  cumProd(options: Inplace & Along = {}): NumberFrame<S> {
    return this.#accumulate("prod", options);
  }

  /** The smallest so far along each row (axis 1, unless told) or column (axis 0). */
  cumMin(options: Inplace & Along = {}): NumberFrame<S> {
    return this.#accumulate("min", options);
  }

  /** The largest so far along each row (axis 1, unless told) or column (axis 0). */
  cumMax(options: Inplace & Along = {}): NumberFrame<S> {
    return this.#accumulate("max", options);
  }

  /**
   * The difference to what stands some rows above (axis 1, unless told) or some columns before (axis 0), or to others.
   *
   * @param other - How many rows; or a Series or frame to take away.
   */
  diff(
    other: number | Series | FrameLike | readonly number[],
    options: Inplace & Along = {},
  ): NumberFrame<S> {
    if (typeof other !== "number") return this.#calculate(other, "sub", options);
    return this.#shifted(other, {
      verb: "take differences",
      step: (now, before) => now - before,
      ...options,
    });
  }

  /**
   * The change as a share of what stands some rows above (axis 1, unless told) or some columns before (axis 0), or of
   * others.
   *
   * @param other - How many rows; or a Series or frame to compare with.
   */
  pctChange(
    other: number | Series | FrameLike | readonly number[],
    options: Inplace & Along = {},
  ): NumberFrame<S> {
    if (typeof other !== "number") {
      const shares = this.#calculate(other, "div", { ...options, inplace: false });
      return this.#finish(shares.sub(1).$table, { index: this.#index, inplace: options.inplace });
    }
    return this.#shifted(other, {
      verb: "take changes",
      step: (now, before) => now / before - 1,
      ...options,
    });
  }

  /**
   * Describes the number columns: count, mean, std, min, median, max, variance; missing values are left out.
   *
   * @returns A frame with a row for each of them and the columns of numbers.
   */
  describe(): DataFrame {
    const numeric = this.#table.columns.filter(({ values }) => values instanceof Float64Array);
    const described = numeric.map(({ name, values }) => ({
      name,
      ...{ told: describeNumbers(values as Float64Array) },
    }));
    const names = Object.keys(describeNumbers(new Float64Array()));
    const columns = described.map(({ name, told }) =>
      columnFromCells(name, Float64Array.from(Object.values(told))),
    );
    return this.#make({ rows: names.length, columns }, names);
  }

  /**
   * The correlation of each two number columns (Pearson's), over the rows where both are there.
   *
   * @returns A frame with a row and a column for each.
   */
  corr(): DataFrame {
    const numeric = this.#table.columns.filter(({ values }) => values instanceof Float64Array);
    const columns = numeric.map(({ name, values }) => {
      const own = values as Float64Array;
      const shares = numeric.map((other) => correlation(own, other.values as Float64Array));
      return columnFromCells(name, Float64Array.from(shares));
    });
    return this.#make(
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
    const numeric = this.#table.columns.filter(({ type }) => type === "number" || type === "boolean");
    const forAll = typeof ops === "string" || typeof ops === "function" || Array.isArray(ops);
    const pairs: [string, Aggregation | readonly Aggregation[] | undefined][] = forAll
      ? numeric.map(({ name }) => [name, ops as Aggregation | readonly Aggregation[]])
      : Object.entries(ops);
    const asked = new Map(pairs.map(([name, by]) => [name, listOf(by ?? [])]));
    const labels = [...new Set([...asked.values()].flat().map(nameOfAggregation))];
    const columns = Array.from(asked, ([name, list]) => {
      const numbers = present(numbersOf(this.#find(name, "aggregate"), "aggregate"));
      const known = new Map(list.map((by) => [nameOfAggregation(by), statisticOf(by)(numbers)]));
      return columnFromCells(
        name,
        Float64Array.from(labels, (label) => known.get(label) ?? NaN),
      );
    });
    return this.#make({ rows: labels.length, columns }, labels);
  }

  /** Counts the distinct values of a column, the most frequent first; missing ones are left out. */
  valueCounts(column: NameOf<S>): Series<"number"> {
    return this.column(column).valueCounts();
  }

  /**
   * Gives number columns as a tensor; truth values as 0 and 1. The caller disposes of it.
   *
   * @param columns - Which, in what order; all unless told.
   * @param options - `missing`: `"refuse"`, or `"nan"` to let missing values through as `NaN`, for an imputer.
   * @returns Tensor of shape `[rows, columns]`, float32.
   * @throws DataError when a column holds text, or a value is missing.
   */
  toTensor(
    columns: readonly NameOf<S>[] = this.columns,
    options: { missing?: "refuse" | "nan" } = {},
  ): Tensor2D {
    const taken = columns.map((name) => this.#finite(name, { verb: "make a tensor", ...options }));
    const width = taken.length;
    const flat = new Float32Array(this.#table.rows * width);
    for (const [column, values] of taken.entries())
      for (let row = 0, at = column; row < values.length; row++, at += width)
        flat[at] = values[row] as number;
    return loadTf().tensor2d(flat, [this.#table.rows, taken.length]);
  }

  /**
   * Gives number columns as rows of numbers; truth values as 0 and 1.
   *
   * @param columns - Which, in what order; all unless told.
   * @param options - `missing`: `"refuse"`, or `"nan"`.
   * @returns Array of shape `[rows, columns]`.
   * @throws DataError when a column holds text, or a value is missing.
   */
  toMatrix(
    columns: readonly NameOf<S>[] = this.columns,
    options: { missing?: "refuse" | "nan" } = {},
  ): number[][] {
    const taken = columns.map((name) => this.#finite(name, { verb: "make a matrix", ...options }));
    return Array.from({ length: this.#table.rows }, (_, row) => taken.map((values) => values[row] ?? NaN));
  }

  /** All rows as objects. */
  toRows(): Row<S>[] {
    return Array.from({ length: this.#table.rows }, (_, row) => this.#rowAt(row));
  }

  /** Writes the frame as CSV text, or into a file; see the function `toCSV`. */
  toCSV(options: CsvOutput & { filePath: string }): undefined;
  toCSV(options?: CsvOutput): string;
  toCSV(options: CsvOutput = {}): string | undefined {
    if (options.filePath === undefined) return csvText(this.#table, options);
    return writeTable(this.#table, { kind: "csv", ...options, filePath: options.filePath });
  }

  /** Gives the rows as objects (`"column"`) or the columns as arrays (`"row"`), or writes them; see the function `toJSON`. */
  toJSON(options: JsonOutput & { filePath: string }): undefined;
  toJSON(options: JsonOutput & { format: "row" }): Record<string, Cell[]>;
  toJSON(options?: JsonOutput | string): Record<string, Cell>[];
  toJSON(options: JsonOutput | string = {}): unknown {
    // JSON.stringify passes the name under which the frame stands.
    const asked = typeof options === "string" ? {} : options;
    if (asked.filePath === undefined) return jsonValue(this.#table, asked);
    return writeTable(this.#table, { kind: "json", ...asked, filePath: asked.filePath });
  }

  /** Writes the frame as an Excel file; see the function `toExcel`. */
  toExcel(options: ExcelOutput = {}): void {
    writeExcel(this.#table, options);
  }

  /** The first rows as aligned text. */
  override toString(): string {
    return tableText(this.#table, this.#view());
  }

  /** Prints the first rows. */
  print(): void {
    console.log(this.toString());
  }

  /** How a notebook shows the frame: an HTML table, or aligned text. */
  [displaySymbol](): MimeBundle {
    return { "text/html": tableHtml(this.#table, this.#view()), "text/plain": this.toString() };
  }

  /** How `console.log` shows the frame. */
  [inspect.custom](): string {
    return this.toString();
  }

  /**
   * What danfo's own code reads and writes.
   *
   * @internal
   */
  get $data(): Cell[][] {
    return this.values;
  }

  /** @internal */
  get $dataIncolumnFormat(): Cell[][] {
    return this.getColumnData;
  }

  /** @internal */
  get $isSeries(): false {
    return false;
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
  $getColumnData(column: string, returnSeries = true): Series | Cell[] {
    const series = Series.of(this.#find(column, "take the column"), this.#index);
    return returnSeries ? series : series.values;
  }

  /** @internal */
  $setColumnData(column: string, values: NewValues): void {
    this.#find(column, "set the column");
    this.addColumn(column, values, { inplace: true });
  }

  /** @internal */
  $setValues(values: readonly (readonly Cell[])[]): void {
    const names = values[0]?.length === this.#table.columns.length ? { columns: this.columns } : {};
    const table = tableFromData(values, names);
    this.#become(table, table.rows === this.#table.rows ? this.#index : undefined);
  }

  /** @internal */
  $setIndex(index: readonly Label[]): void {
    this.#index = checkedIndex(index, this.#table.rows);
  }

  /** @internal */
  $resetIndex(): void {
    this.#index = undefined;
  }

  /** @internal */
  $setColumnNames(names: readonly string[]): void {
    const columns = this.#table.columns.map((column, at) => ({ ...column, name: names[at] ?? column.name }));
    this.#become(checkedTable({ rows: this.#table.rows, columns }), this.#index);
  }

  #find(name: string, verb: string): TableColumn {
    const column = this.#byName.get(name);
    if (column) return column;
    throw unknownName(verb, { argument: "column", received: name, known: this.columns });
  }

  #names(names: readonly string[] | undefined, verb: string): readonly string[] {
    for (const name of names ?? []) this.#find(name, verb);
    return names ?? this.columns;
  }

  #newColumn(name: string, values: NewValues | ((row: Row<S>, place: number) => Cell)): TableColumn {
    if (typeof values === "function") return columnFromCells(name, this.#eachRow(values));
    if (values instanceof Series) return { ...values.$column, name };
    const cells = operandOf(values);
    if (cells !== null && typeof cells === "object") return columnFromCells(name, cells);
    throw cannot("add a column", {
      argument: "values",
      must: "an array, a Series or a function of rows",
      received: values,
    });
  }

  #eachRow<V>(callable: (row: Row<S>, place: number) => V): V[] {
    return Array.from({ length: this.#table.rows }, (_, row) => callable(this.#rowAt(row), row));
  }

  #rowAt(place: number): Row<S> {
    const { columns } = this.#table;
    // Assigned, a column "__proto__" would become the object's prototype.
    if (this.#byName.has("__proto__"))
      return Object.fromEntries(
        columns.map(({ name, values }): [string, Cell] => [name, values[place] ?? null]),
      ) as Row<S>;
    const row: Record<string, Cell> = {};
    for (const { name, values } of columns) row[name] = values[place] ?? null;
    return row as Row<S>;
  }

  #finite(
    name: string,
    { verb, missing = "refuse" }: { verb: string; missing?: "refuse" | "nan" },
  ): Float64Array {
    const values = numbersOf(this.#find(name, verb), verb);
    if (missing !== "refuse") return values;
    let row = 0;
    while (row < values.length && Number.isFinite(values[row])) row++;
    if (row === values.length) return values;
    throw cannot(verb, {
      argument: `column "${name}", row ${row},`,
      must: "a finite number",
      received: values[row],
      hint: "Use dropNa or fillNa first, or an imputer.",
      as: DataError,
    });
  }

  #fills(values: unknown, columns: readonly string[] | undefined): Map<string, Cell> {
    const verb = "fill missing values";
    const names = this.#names(columns, verb);
    if (Array.isArray(values)) {
      if (columns?.length === values.length)
        return new Map(names.map((name, at) => [name, (values as Cell[])[at] ?? null]));
      throw cannot(verb, {
        argument: "values",
        must: "one value, or a list with one for each of columns",
        received: values as unknown,
        as: ShapeError,
      });
    }
    if (isMissing(values as Cell))
      throw cannot(verb, { argument: "values", must: "a value that is not missing", received: values });
    if (typeof values !== "object") return new Map(names.map((name) => [name, values as Cell]));
    const fills = Object.entries(values as Record<string, Cell>);
    for (const [name] of fills) this.#find(name, verb);
    return new Map(fills);
  }

  #duplicates({ subset, keep = "first" }: { subset?: readonly string[]; keep?: Keep }): boolean[] {
    if (keep !== "first" && keep !== "last")
      throw cannot("find duplicates", { argument: "keep", must: '"first" or "last"', received: keep });
    const names = this.#names(subset, "find duplicates");
    if (names.length === 0) return Array.from({ length: this.#table.rows }, () => false);
    return duplicateFlags(
      names.map((name) => this.#find(name, "find duplicates")),
      keep,
    );
  }

  #calculate(other: FrameOperand, name: ArithmeticName, options: Inplace & Along): NumberFrame<S> {
    const operand = this.#operandFor(other, { verb: `compute ${name}`, axis: options.axis });
    return this.#replaceColumns((column, at) => {
      return { name: column.name, type: "number", values: calculate(column, operand(at), name) };
    }, options);
  }

  #compare(other: FrameOperand | CellOperand, name: ComparisonName, options: Along): TruthFrame<S> {
    const operand = this.#operandFor(other, { verb: `compare with ${name}`, axis: options.axis });
    return this.#replaceColumns((column, at) => {
      return { name: column.name, type: "boolean", values: compare(column, operand(at), name) };
    });
  }

  /** What stands on the other side of each column. */
  #operandFor(
    other: FrameOperand | CellOperand,
    { verb, axis }: { verb: string; axis: 0 | 1 | undefined },
  ): (column: number) => Operand {
    const byColumns = checkAxis(axis, verb) === 1;
    const { rows, columns } = this.#table;
    if (isFrame(other)) {
      const theirs = other.$table;
      if (theirs.rows !== rows || theirs.columns.length !== columns.length)
        throw cannot(verb, {
          argument: "other",
          must: `of shape [${rows}, ${columns.length}]`,
          received: other,
          as: ShapeError,
        });
      return (at) => theirs.columns[at]?.values ?? [];
    }
    const operand = operandOf(other);
    if (operand === null || typeof operand !== "object") return () => operand;
    const length = byColumns ? columns.length : rows;
    if (operand.length !== length)
      throw cannot(verb, {
        argument: "other",
        must: `${length} long, one for each ${byColumns ? "column" : "row"} (axis ${byColumns ? 1 : 0})`,
        received: operand.length,
        as: ShapeError,
      });
    return byColumns ? (at) => operand[at] ?? null : () => operand;
  }

  #along(statistic: Statistic, { verb, axis }: Along & { verb: string }): Series<"number"> {
    const { columns } = this.#table;
    if (checkAxis(axis, verb) === 0) {
      const results = columns.map((column) => {
        // Millions of truth values, as isNa makes them, are not turned into numbers to be counted.
        if (statistic === statistics.sum && column.type === "boolean") return countTrue(column.values);
        return statistic(present(numbersOf(column, verb)));
      });
      return Series.of(columnFromCells("0", Float64Array.from(results)), this.columns);
    }
    const numbers = columns.map((column) => numbersOf(column, verb));
    const results = new Float64Array(this.#table.rows);
    const row = new Float64Array(numbers.length);
    for (let at = 0; at < results.length; at++) {
      for (let column = 0; column < row.length; column++) row[column] = numbers[column]?.[at] ?? NaN;
      results[at] = statistic(present(row));
    }
    return Series.of(columnFromCells("0", results), this.#index);
  }

  #accumulate(name: CumulativeName, options: Inplace & Along): NumberFrame<S> {
    const verb = `run along (${name})`;
    if (checkAxis(options.axis, verb) === 0)
      return this.#numbers((values) => accumulate(values, name), { verb, ...options });
    const numbers = this.#table.columns.map((column) => numbersOf(column, verb));
    const results = numbers.map(() => new Float64Array(this.#table.rows));
    for (let row = 0; row < this.#table.rows; row++) {
      const line = accumulate(
        numbers.map((values) => values[row] ?? NaN),
        name,
      );
      for (const [at, column] of results.entries()) column[row] = line[at] ?? NaN;
    }
    return this.#replaceColumns(({ name: own }, at) => columnFromCells(own, results[at] ?? []), options);
  }

  #shifted(
    periods: number,
    {
      verb,
      step,
      axis,
      inplace = false,
    }: Inplace & Along & { verb: string; step: (now: number, before: number) => number },
  ): NumberFrame<S> {
    checkInteger(periods, { verb, argument: "other" });
    const numbers = this.#table.columns.map((column) => numbersOf(column, verb));
    // As in danfo, 1 looks at the rows above and 0 at the columns before.
    const byRows = checkAxis(axis, verb) === 1;
    return this.#replaceColumns(
      ({ name }, at) => {
        const before = byRows ? undefined : numbers[at - periods];
        const values = numbers[at]?.map((now, row) => {
          return step(now, byRows ? (numbers[at]?.[row - periods] ?? NaN) : (before?.[row] ?? NaN));
        });
        return columnFromCells(name, values ?? []);
      },
      { inplace },
    );
  }

  #numbers(
    change: (values: Float64Array) => Float64Array,
    options: Inplace & { verb: string },
  ): NumberFrame<S> {
    const { verb, ...rest } = options;
    return this.#replaceColumns((column) => {
      return { name: column.name, type: "number", values: change(numbersOf(column, verb)) };
    }, rest);
  }

  #replaceColumns<U extends Schema>(
    change: (column: TableColumn, at: number) => TableColumn,
    options: Inplace = {},
  ): DataFrame<U> {
    const columns = this.#table.columns.map(change);
    return this.#finish(
      { rows: this.#table.rows, columns },
      { index: this.#index, inplace: options.inplace },
    );
  }

  #part(rows: Int32Array | undefined, columns: Int32Array | undefined): DataFrame {
    const chosen = columns
      ? Array.from(columns).flatMap((at) => this.#table.columns[at] ?? [])
      : this.#table.columns;
    const table = { rows: this.#table.rows, columns: chosen };
    if (!rows) return this.#make(table, this.#index);
    return this.#make(takeTable(table, rows), takeLabels(this.#index, rows));
  }

  #take(rows: Int32Array, options: Inplace = {}): DataFrame<S> {
    return this.#finish(takeTable(this.#table, rows), {
      index: takeLabels(this.#index, rows),
      inplace: options.inplace,
    });
  }

  #finish<U extends Schema>(
    table: Table,
    { index, inplace = false }: Inplace & { index: RowIndex },
  ): DataFrame<U> {
    if (!inplace) return this.#make(table, index);
    this.#become(checkedTable(table), index);
    return this as unknown as DataFrame<U>;
  }

  #make<U extends Schema>(table: Table, index: RowIndex): DataFrame<U> {
    const frame = TypedFrame.of<U>(table, index);
    frame.#config = this.#config;
    return frame;
  }

  #become(table: Table, index: RowIndex): void {
    for (const name of this.#byName.keys()) if (Object.hasOwn(this, name)) Reflect.deleteProperty(this, name);
    this.#table = table;
    this.#index = index;
    this.#rows = undefined;
    this.#name();
  }

  /** Makes `frame.size` and `frame["beak length"]` of the columns; a column "head" does not hide the method. */
  #name(): void {
    this.#byName = new Map(this.#table.columns.map((column) => [column.name, column]));
    for (const { name } of this.#table.columns) {
      if (name in this) continue;
      Object.defineProperty(this, name, {
        configurable: true,
        get: () => this.column(name as NameOf<S>),
        set: (values: NewValues) => this.$setColumnData(name, values),
      });
    }
  }

  #view(): ViewOptions {
    const { tableMaxRow, tableMaxColInConsole } = this.#config;
    return {
      ...(tableMaxRow === undefined ? {} : { rows: tableMaxRow }),
      ...(tableMaxColInConsole === undefined ? {} : { columns: tableMaxColInConsole }),
      label: (row) => labelAt(this.#index, row),
    };
  }
}

/** A frame of the same columns, all of numbers. */
export type NumberFrame<S extends Schema> = DataFrame<AllOf<S, "number">>;

/** A frame of the same columns, all of truth values. */
export type TruthFrame<S extends Schema> = DataFrame<AllOf<S, "boolean">>;

/** The columns of two frames that were merged; where one side's are not known, those of both are not. */
export type Merged<L extends Schema, R extends Schema> = string extends NameOf<L> | NameOf<R>
  ? Schema
  : L & Omit<R, NameOf<L>>;

/** How two frames are merged. */
export interface MergeOptions<Name extends string = string> {
  /** The key columns, on both sides. */
  on: Name | readonly Name[];
  /** Which rows without a partner stay (`"inner"`: none). */
  how?: MergeKind;
  /** Put behind names that both sides have (`["_x", "_y"]`). */
  suffixes?: readonly [left: string, right: string];
}

/** How a frame is made; what is known of the data, the editor knows of the frame. */
export interface DataFrameConstructor {
  new <R extends { readonly [N in keyof R]: RawCell | Date }>(
    rows: readonly R[],
    options?: Omit<FrameOptions, "columns" | "dtypes">,
  ): DataFrame<RowsSchema<R>>;
  new <C extends Readonly<Record<string, ArrayLike<number> | readonly (RawCell | Date)[] | Series>>>(
    columns: C,
    options?: Omit<FrameOptions, "columns" | "dtypes">,
  ): DataFrame<ColumnsSchema<C>>;
  new <const N extends string, V extends RawCell | Date>(
    rows: readonly (readonly V[])[],
    options: Omit<FrameOptions, "columns" | "dtypes"> & { columns: readonly N[]; dtypes?: undefined },
  ): DataFrame<AllOf<Readonly<Record<N, ColumnType>>, TypeOf<V>>>;
  new (data?: object, options?: FrameOptions): DataFrame;
  readonly prototype: TypedFrame;
}

/** danfo's `DataFrame`, over typed columns; see {@link TypedFrame}. */
export const DataFrame = TypedFrame as unknown as DataFrameConstructor;
Object.defineProperty(TypedFrame, "name", { value: "DataFrame" });
registerFrames((table, index) => TypedFrame.of(table, index));

/**
 * Merges two frames row by row where the keys are equal; a missing key equals another one, as in pandas.
 *
 * @param options - `left` and `right`, `on` (key columns), `how` (`"inner"`), `suffixes` (`["_x", "_y"]`).
 * @returns Rows in the order of the left side (of the right one for `"right"`, of the keys for `"outer"`).
 * @throws UnknownNameError when a side lacks a key; ArgumentError when a key's types differ.
 * @example
 * const left = new DataFrame({ id: [1, 2], a: [10, 20] });
 * const right = new DataFrame({ id: [2, 3], a: [5, 6] });
 * const merged = merge({ left, right, on: ["id"], how: "outer" });
 * assert.deepEqual(merged.columns, ["id", "a_x", "a_y"]);
 * assert.deepEqual(merged.values, [[1, 10, NaN], [2, 20, 5], [3, NaN, 6]]);
 */
export function merge<L extends Schema, R extends Schema>(
  options: { left: FrameLike<L>; right: FrameLike<R> } & MergeOptions<NameOf<L> & NameOf<R>>,
): DataFrame<Merged<L, R>> {
  const { left, right, ...plan } = options;
  return TypedFrame.of<L>(left.$table).merge(right, plan);
}

/**
 * Puts frames and series below each other (axis 0, unless told), columns by their names, or beside each other (axis 1),
 * rows by their names. What a part lacks is missing.
 *
 * @returns A frame; rows that come below each other are named 0, 1, 2 …
 * @throws ArgumentError when there is nothing to join.
 * @example
 * const first = new DataFrame({ a: [1], b: ["x"] });
 * const second = new DataFrame({ b: ["y"], a: [2] });
 * assert.deepEqual(concat({ dfList: [first, second], axis: 0 }).values, [[1, "x"], [2, "y"]]);
 */
export function concat<T extends ColumnType>(options: { dfList: readonly Series<T>[]; axis?: 0 }): Series<T>;
export function concat<S extends Schema>(options: {
  dfList: readonly FrameLike<S>[];
  axis?: 0;
}): DataFrame<S>;
export function concat(options: { dfList: readonly (FrameLike | Series)[]; axis?: 0 | 1 }): DataFrame;
export function concat({
  dfList,
  axis = 0,
}: {
  dfList: readonly (FrameLike | Series)[];
  axis?: 0 | 1;
}): DataFrame | Series {
  checkConcat(dfList, axis);
  const parts = dfList.map((part) =>
    part instanceof Series
      ? { table: { rows: part.length, columns: [part.$column] }, index: part.$rowIndex }
      : { table: part.$table, index: part.$rowIndex },
  );
  if (axis === 0 && dfList.every((part) => part instanceof Series)) {
    const name = dfList[0]?.columns[0] ?? "0";
    const renamed = dfList.map((part) => ({ ...part.$column, name }));
    const tables = renamed.map((column) => ({
      table: { rows: column.values.length, columns: [column] },
      index: undefined,
    }));
    return TypedFrame.of(concatRows(tables)).column(name);
  }
  if (axis === 0) return TypedFrame.of(concatRows(parts));
  const { table, index } = concatColumns(parts);
  return TypedFrame.of(table, index);
}

function plainData(data: unknown): unknown {
  const danfo = data as { columns?: unknown; getColumnData?: unknown; $isSeries?: boolean };
  if (typeof data !== "object" || data === null) return data;
  if (data instanceof Series) return { [data.columns[0] ?? "0"]: data.$column.values };
  if (danfo.$isSeries !== false || !Array.isArray(danfo.columns) || !Array.isArray(danfo.getColumnData))
    return data;
  const cells = danfo.getColumnData as unknown[];
  return Object.fromEntries(danfo.columns.map((name, at) => [String(name), cells[at]]));
}

function rowArrays({ rows, columns }: Table): Cell[][] {
  const lists: readonly ColumnValues[] = columns.map(({ values }) => values);
  return Array.from({ length: rows }, (_, row) => lists.map((values): Cell => values[row] ?? null));
}

function rowsOf(values: readonly unknown[] | Series | FrameLike): readonly (readonly Cell[])[] {
  if (isFrame(values)) return rowArrays(values.$table);
  if (values instanceof Series) return [values.values];
  if (!Array.isArray(values) || values.length === 0)
    throw cannot("append rows", {
      argument: "newValues",
      must: "rows, a Series or a frame",
      received: values,
    });
  return (Array.isArray(values[0]) ? values : [values]) as Cell[][];
}

function isFrame(value: unknown): value is FrameLike {
  return typeof value === "object" && value !== null && "$table" in value;
}

function countTrue(values: ColumnValues): number {
  let count = 0;
  for (let row = 0; row < values.length; row++) if (values[row] === true) count++;
  return count;
}

function checkAxis(axis: number | undefined, verb: string): 0 | 1 {
  const given = axis ?? 1;
  if (given === 0 || given === 1) return given;
  throw cannot(verb, { argument: "axis", must: "0 or 1", received: axis });
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

/** r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²), over the rows where both are there. */
function correlation(x: Float64Array, y: Float64Array): number {
  const rows = range(0, x.length).filter((row) => !Number.isNaN(x[row]) && !Number.isNaN(y[row]));
  if (rows.length < 2) return NaN;
  const [xs, ys] = [x, y].map((values) => Float64Array.from(rows, (row) => values[row] ?? NaN)) as [
    Float64Array,
    Float64Array,
  ];
  const [xMean, yMean] = [statistics.mean(xs), statistics.mean(ys)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let at = 0; at < xs.length; at++) {
    const a = (xs[at] ?? NaN) - xMean;
    const b = (ys[at] ?? NaN) - yMean;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return xx === 0 || yy === 0 ? NaN : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}
