/**
 * Turns rows or columns into a frame: danfo's `DataFrame` over typed columns, that the editor knows the columns of and
 * that shows itself as a cell's value.
 */
import { inspect } from "node:util";
import { displaySymbol } from "../core/display";
import type { Displayable, MimeBundle } from "../core/display";
import { cannot, DataError } from "../core/errors";
import { loadTf } from "../core/load-tf";
import type { Tensor2D } from "../core/tensor-types";
import type { ColumnType, RawCell, Table } from "../datasets";
import { checkConcat, concatColumns, concatRows } from "./concat";
import { numbersOf } from "./elementwise";
import { checkedTable } from "./frame-data";
import type { FrameOptions } from "./frame-data";
import { FrameStatistics } from "./frame-statistics";
import type { Merged, MergeOptions } from "./frame-types";
import { Groupby } from "./groupby";
import { tableBundle } from "./live-table";
import { registerFrames } from "./makers";
import type { FrameLike } from "./makers";
import { mergeTables } from "./merge";
import { plotsOf } from "./plots";
import type { Plots } from "./plots";
import { Resampler } from "./resample";
import type { ResampleRule } from "./resample";
import { rowMajor } from "./row-major";
import { labelAt } from "./row-index";
import type { RowIndex } from "./row-index";
import type { AllOf, Cell, ColumnsSchema, NameOf, Row, RowsSchema, Schema, TypeOf } from "./schema";
import { Series } from "./series";
import { tableText } from "./view";
import type { ViewOptions } from "./view";
import { csvText, jsonValue, writeExcel, writeTable } from "./write";
import type { CsvOutput, ExcelOutput, JsonOutput } from "./write";

export { Series };

/** A frame's columns as properties, where the editor knows them: `frame.size`, `frame["beak length"]`. */
export type ColumnAccess<S extends Schema> =
  string extends NameOf<S>
    ? unknown
    : { readonly [N in NameOf<S> as N extends keyof TypedFrame ? never : N]: Series<S[N]> };

/** A table in memory; see the constructor. A frame whose columns are not known beforehand is a `DataFrame` alone. */
export type DataFrame<S extends Schema = Schema> = TypedFrame<S> & ColumnAccess<S>;

/**
 * A table in memory: danfo's `DataFrame`, with pandas' results. Methods give new frames and leave this one as it is,
 * unless they are told `{ inplace: true }`.
 *
 * Its methods stand in layers, one file for each theme: `FrameBase` ← `FrameSelection` ← `FrameColumns` ← `FrameMissing`
 * ← `FrameArithmetic` ← `FrameStatistics` ← this class, which groups, merges, converts and shows.
 *
 * Numbers are kept in 64 bits with `NaN` for missing; text, dates (ISO text) and truth values have `null` there.
 *
 * @example
 * const frame = new DataFrame([{ kind: "a", size: 1 }, { kind: "b", size: 3 }]);
 * assert.deepEqual(frame.shape, [2, 2]);
 * assert.deepEqual(frame.query(frame.column("size").gt(2)).values, [["b", 3]]);
 * assert.deepEqual(frame.groupby(["kind"]).col(["size"]).mean().columns, ["kind", "size_mean"]);
 */
export class TypedFrame<S extends Schema = Schema> extends FrameStatistics<S> implements Displayable {
  /**
   * Makes a frame of a table that nobody else changes.
   *
   * @internal
   */
  static of<T extends Schema>(table: Table, index?: RowIndex): DataFrame<T> {
    const frame = new TypedFrame<T>();
    frame.$become(checkedTable(table), index);
    return frame as DataFrame<T>;
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
    return new Groupby<S>(this.$table, { keys: [col].flat(), dropNa: options.dropNa ?? true });
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
    return new Resampler(this.$table, options);
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
    return this.$make(mergeTables(this.$table, right.$table, { on: keys, how, suffixes }), undefined);
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
    const verb = "make a tensor";
    const taken = columns.map((name) => numbersOf(this.$find(name, verb), verb));
    const { flat, finite } = rowMajor(taken);
    // Says which column and row; to look for them first would be a second way through all numbers.
    if (!finite) for (const name of columns) this.#finite(name, { verb, ...options });
    return loadTf().tensor2d(flat, [this.$table.rows, taken.length]);
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
    return Array.from({ length: this.$table.rows }, (_, row) => taken.map((values) => values[row] ?? NaN));
  }

  /** All rows as objects. */
  toRows(): Row<S>[] {
    return Array.from({ length: this.$table.rows }, (_, row) => this.$rowAt(row));
  }

  /**
   * Draws the frame; the methods' names and settings are danfo's.
   *
   * @param _div - Where danfo draws in a browser; here charts are values, so it may be left out.
   * @returns `line`, `bar`, `scatter`, `hist`, `box`, `violin`, `pie` and `table`; each gives a chart.
   * @example
   * const frame = new DataFrame({ year: [2023, 2024], rain: [3, 5] });
   * const chart = frame.plot().line({ config: { x: "year", y: "rain" }, layout: { title: "More rain" } });
   * assert.equal(chart.title, "More rain");
   */
  plot(_div?: string): Plots<NameOf<S>> {
    return plotsOf({ table: this.$table, index: this.index });
  }

  /** Writes the frame as CSV text, or into a file; see the function `toCSV`. */
  toCSV(options: CsvOutput & { filePath: string }): undefined;
  toCSV(options?: CsvOutput): string;
  toCSV(options: CsvOutput = {}): string | undefined {
    if (options.filePath === undefined) return csvText(this.$table, options);
    return writeTable(this.$table, { kind: "csv", ...options, filePath: options.filePath });
  }

  /** Gives the rows as objects (`"column"`) or the columns as arrays (`"row"`), or writes them; see the function `toJSON`. */
  toJSON(options: JsonOutput & { filePath: string }): undefined;
  toJSON(options: JsonOutput & { format: "row" }): Record<string, Cell[]>;
  toJSON(options?: JsonOutput | string): Record<string, Cell>[];
  toJSON(options: JsonOutput | string = {}): unknown {
    // JSON.stringify passes the name under which the frame stands.
    const asked = typeof options === "string" ? {} : options;
    if (asked.filePath === undefined) return jsonValue(this.$table, asked);
    return writeTable(this.$table, { kind: "json", ...asked, filePath: asked.filePath });
  }

  /** Writes the frame as an Excel file; see the function `toExcel`. */
  toExcel(options: ExcelOutput = {}): void {
    writeExcel(this.$table, options);
  }

  /** The first rows as aligned text. */
  override toString(): string {
    return tableText(this.$table, this.#view());
  }

  /** Prints the first rows. */
  print(): void {
    console.log(this.toString());
  }

  /** How a notebook shows the frame: an HTML table, or aligned text. */
  [displaySymbol](): MimeBundle {
    return tableBundle(this.$table, this.#view());
  }

  /** How `console.log` shows the frame. */
  [inspect.custom](): string {
    return this.toString();
  }

  #finite(
    name: string,
    { verb, missing = "refuse" }: { verb: string; missing?: "refuse" | "nan" },
  ): Float64Array {
    const values = numbersOf(this.$find(name, verb), verb);
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

  #view(): ViewOptions {
    const { tableMaxRow, tableMaxColInConsole } = this.config;
    return {
      ...(tableMaxRow === undefined ? {} : { rows: tableMaxRow }),
      ...(tableMaxColInConsole === undefined ? {} : { columns: tableMaxColInConsole }),
      ...(this.$rowIndex ? { label: (row) => labelAt(this.$rowIndex, row) } : {}),
    };
  }
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
