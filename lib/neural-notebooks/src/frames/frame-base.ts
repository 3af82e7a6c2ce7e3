/** Turns rows or columns into what all methods of a frame stand on: typed columns with the names of rows, and danfo's own fields. */
import { unknownName } from "../core/suggest";
import type { ColumnType, Table, TableColumn } from "../datasets";
import { columnFromCells, dtypeOf } from "./cells";
import { takeTable } from "./concat";
import { loadDanfo, withoutConstructor } from "./danfo-loader";
import type { DataFrame } from "./data-frame";
import { checkedTable, tableFromData } from "./frame-data";
import type { FrameConfig, FrameOptions } from "./frame-data";
import type { NewValues } from "./frame-types";
import { makeFrame } from "./makers";
import { checkedIndex, labelsOf, takeLabels } from "./row-index";
import type { RowIndex } from "./row-index";
import type { AnyCell, Cell, ColumnValues, DType, Label, NameOf, Row, Schema } from "./schema";
import { Series } from "./series";
import type { Inplace } from "./text-methods";

const Base = withoutConstructor(loadDanfo().DataFrame);

/** What a frame is: typed columns and the names of rows. The methods come in layers above it, one theme each. */
export abstract class FrameBase<S extends Schema = Schema> extends Base {
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
    const frame = data instanceof FrameBase && !options.columns && !options.dtypes ? data : undefined;
    this.#table = frame ? frame.#table : tableFromData(plainData(data), options);
    this.#index = index ? checkedIndex(index, this.#table.rows) : frame && frame.#index;
    this.#config = config;
    this.#name();
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
   * Gives a column.
   *
   * @throws UnknownNameError, naming close columns.
   */
  column<N extends NameOf<S>>(column: N): Series<S[N]> {
    return Series.of<S[N]>(this.$find(column, "take the column"), this.#index);
  }

  /** A copy. */
  copy(): DataFrame<S> {
    return this.$make(this.#table, this.#index);
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
    const series = Series.of(this.$find(column, "take the column"), this.#index);
    return returnSeries ? series : series.values;
  }

  /** @internal */
  abstract $setColumnData(column: string, values: NewValues): void;

  /** @internal */
  $setValues(values: readonly (readonly Cell[])[]): void {
    const names = values[0]?.length === this.#table.columns.length ? { columns: this.columns } : {};
    const table = tableFromData(values, names);
    this.$become(table, table.rows === this.#table.rows ? this.#index : undefined);
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
    this.$become(checkedTable({ rows: this.#table.rows, columns }), this.#index);
  }

  /** The column of a name. */
  protected $find(name: string, verb: string): TableColumn {
    const column = this.#byName.get(name);
    if (column) return column;
    throw unknownName(verb, { argument: "column", received: name, known: this.columns });
  }

  /** The names given, each of them checked; all unless some are given. */
  protected $names(names: readonly string[] | undefined, verb: string): readonly string[] {
    for (const name of names ?? []) this.$find(name, verb);
    return names ?? this.columns;
  }

  /** The values of a function of each row. */
  protected $eachRow<V>(callable: (row: Row<S>, place: number) => V): V[] {
    return Array.from({ length: this.#table.rows }, (_, row) => callable(this.$rowAt(row), row));
  }

  /** One row as an object. */
  protected $rowAt(place: number): Row<S> {
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

  /** A frame of the same rows with another column in place of each. */
  protected $replaceColumns<U extends Schema>(
    change: (column: TableColumn, at: number) => TableColumn,
    options: Inplace = {},
  ): DataFrame<U> {
    const columns = this.#table.columns.map(change);
    return this.$finish(
      { rows: this.#table.rows, columns },
      { index: this.#index, inplace: options.inplace },
    );
  }

  /** A frame of some rows. */
  protected $take(rows: Int32Array, options: Inplace = {}): DataFrame<S> {
    return this.$finish(takeTable(this.#table, rows), {
      index: takeLabels(this.#index, rows),
      inplace: options.inplace,
    });
  }

  /** A new frame, or this one with other contents. */
  protected $finish<U extends Schema>(
    table: Table,
    { index, inplace = false }: Inplace & { index: RowIndex },
  ): DataFrame<U> {
    if (!inplace) return this.$make(table, index);
    this.$become(checkedTable(table), index);
    return this as unknown as DataFrame<U>;
  }

  /** A new frame with the same settings. */
  protected $make<U extends Schema>(table: Table, index: RowIndex): DataFrame<U> {
    const frame = makeFrame<U>(table, index);
    frame.#config = this.#config;
    return frame;
  }

  /** Puts other contents in place of these. */
  protected $become(table: Table, index: RowIndex): void {
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

/** All rows of a table as arrays. */
export function rowArrays({ rows, columns }: Table): Cell[][] {
  const lists: readonly ColumnValues[] = columns.map(({ values }) => values);
  return Array.from({ length: rows }, (_, row) => lists.map((values): Cell => values[row] ?? null));
}
