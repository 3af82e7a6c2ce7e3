/** Turns values into what all methods of a series stand on: one typed column with the names of its rows, and danfo's own fields. */
import { cannot, ShapeError } from "../core/errors";
import type { ColumnType, TableColumn } from "../datasets";
import { columnFromCells, convertColumn, dtypeOf } from "./cells";
import { loadDanfo, withoutConstructor } from "./danfo-loader";
import { numbersOf } from "./elementwise";
import type { Operand } from "./elementwise";
import type { FrameConfig, FrameOptions } from "./frame-data";
import type { Selection } from "./locate";
import { makeSeries } from "./makers";
import { checkedIndex, labelsOf, takeLabels } from "./row-index";
import type { RowIndex } from "./row-index";
import { listOf, takeValues, withValues } from "./schema";
import type { Cell, CellOf, ColumnValues, DType, Label } from "./schema";
import type { Series } from "./series";
import type { Inplace } from "./text-methods";

/** The other side of a computation: a number, or one for each row. */
export type NumberOperand = number | ArrayLike<number> | Series;

/** The other side of a comparison: a value, or one for each row. */
export type CellOperand = Cell | ArrayLike<Cell> | Series;

const Base = withoutConstructor(loadDanfo().Series);

/** What a series is: one typed column and the names of its rows. The methods come in layers above it, one theme each. */
export abstract class SeriesBase<T extends ColumnType = ColumnType> extends Base {
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

  /** A copy. */
  copy(): Series<T> {
    return this.$with(this.#column.values);
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
    this.$become(
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
    this.$become(convertColumn(this.#column, dtypes[0] ?? "undefined"), this.#index);
  }

  /** The values as numbers. */
  protected $numbers(verb: string): Float64Array {
    return numbersOf(this.#column, verb);
  }

  /** A series of the same name and rows with numbers. */
  protected $withNumbers(values: Float64Array, options: Inplace = {}): Series<"number"> {
    const column: TableColumn = { name: this.#column.name, type: "number", values };
    return this.$finish(column, { index: this.#index, inplace: options.inplace });
  }

  /** A series of the same name and rows with truth values. */
  protected $withTruths(values: boolean[]): Series<"boolean"> {
    return makeSeries({ name: this.#column.name, type: "boolean", values }, this.#index);
  }

  /** A series of the same name, type and rows with other values. */
  protected $with(values: ColumnValues, options: Inplace = {}): Series<T> {
    return this.$finish(withValues(this.#column, values), { index: this.#index, inplace: options.inplace });
  }

  /** A series of some rows. */
  protected $take(rows: Int32Array, options: Inplace = {}): Series<T> {
    const column = withValues(this.#column, takeValues(this.#column.values, rows));
    return this.$finish(column, { index: takeLabels(this.#index, rows), inplace: options.inplace });
  }

  /** A new series, or this one with other contents. */
  protected $finish<U extends ColumnType>(
    column: TableColumn,
    { index, inplace = false }: Inplace & { index: RowIndex },
  ): Series<U> {
    if (inplace) {
      this.$become(column, index);
      return this as unknown as Series<U>;
    }
    const series = makeSeries<U>(column, index);
    series.#config = this.#config;
    return series;
  }

  /** Puts other contents in place of these. */
  protected $become(column: TableColumn, index: RowIndex): void {
    this.#column = column;
    this.#index = index;
    this.#values = undefined;
  }
}

/** What a series or an array holds, or the value itself. */
export function operandOf(other: CellOperand): Operand {
  if (other instanceof SeriesBase) return other.$column.values;
  const foreign = (other as { values?: unknown } | null)?.values;
  return Array.isArray(foreign) ? (foreign as Cell[]) : other;
}

/** What rows are chosen by, out of a series or an array. */
export function selectionOf(rows: Selection | Series | Int32Array | undefined): Selection | undefined {
  if (rows instanceof Int32Array) return Array.from(rows);
  return rows instanceof SeriesBase ? (rows.$column.values as Selection) : rows;
}

function cellsOf(data: unknown): ArrayLike<unknown> {
  const tensor = data as { arraySync?: () => unknown };
  if (typeof tensor.arraySync === "function") return listOf(tensor.arraySync());
  if (data instanceof SeriesBase) return data.$column.values;
  if (Array.isArray(data) || ArrayBuffer.isView(data)) return data as ArrayLike<unknown>;
  const { values } = data as { values?: unknown };
  if (Array.isArray(values)) return values as unknown[];
  throw cannot("make a series", { argument: "data", must: "values or a tensor", received: data });
}
