/**
 * Turns rows or columns into a frame: a table that is never changed, that the editor knows the columns of, and
 * that shows itself as a cell's value. The file is long because the class is what learners look things up in.
 */
import { inspect } from "node:util";
import { randomFrom } from "../core/global-seed";
import type { Seed } from "../core/random";
import { DataError, ShapeError, cannot } from "../core/errors";
import { loadTf } from "../core/load-tf";
import { unknownName } from "../core/suggest";
import { displaySymbol } from "../core/display";
import type { Displayable, MimeBundle } from "../core/display";
import { checkInteger } from "../core/shape";
import type { Tensor2D } from "../core/tensor-types";
import { parseCsv, parseJsonTable, tableFromCells } from "../datasets";
import type { ColumnType, CsvOptions, RawCell, Table, TableColumn, TableOptions } from "../datasets";
import { csvPieces, jsonPieces } from "../datasets/table-text";
import type { CsvTextOptions } from "../datasets/table-text";
import { countValues, describeTable } from "./describe";
import { Groups } from "./group";
import { joinTables } from "./join";
import type { JoinKind } from "./join";
import { orderRows } from "./order";
import { isMissing, takeValues, withValues } from "./schema";
import type {
  Cell,
  CellOf,
  ColumnOf,
  ColumnsSchema,
  ColumnValues,
  NameOf,
  Renamed,
  Row,
  RowsSchema,
  Schema,
  TypeOf,
} from "./schema";

export type { ColumnsSchema, Renamed, RowsSchema } from "./schema";
import { tableHtml, tableText } from "./view";

/** What a new column may be made of. */
export type NewValues = ArrayLike<number> | readonly (string | null)[] | readonly (boolean | null)[];

/**
 * A table in memory. Methods return new frames; this one stays as it is.
 *
 * Numbers are kept in `Float64Array`s with `NaN` for missing; text, dates (ISO text) and truth values in arrays
 * with `null` for missing.
 *
 * @example
 * const frame = Frame.fromRows([{ kind: "a", size: 1 }, { kind: "b", size: 3 }]);
 * assert.deepEqual(frame.shape, [2, 2]);
 * assert.deepEqual(frame.filter((row) => row.size > 2).column("kind"), ["b"]);
 */
export class Frame<S extends Schema = Schema> implements Displayable {
  private readonly byName: ReadonlyMap<string, TableColumn>;

  private constructor(private readonly table: Table) {
    this.byName = new Map(table.columns.map((column) => [column.name, column]));
  }

  /**
   * Makes a frame from a table that a reader gave.
   *
   * @throws ShapeError when columns differ in length; DataError when a name comes twice.
   */
  static fromTable<S extends Schema = Schema>(table: Table): Frame<S> {
    const columns = table.columns.map((column) => withValues(column, column.values.slice() as ColumnValues));
    return Frame.own({ rows: table.rows, columns });
  }

  /**
   * Makes a frame from rows.
   *
   * @param rows - Objects: column name → cell. A key that a row lacks is missing there.
   * @param options - Types by column, where the guess would be wrong.
   * @throws DataError when a cell does not fit the type given.
   */
  static fromRows<R extends Readonly<Record<string, RawCell>>>(
    rows: readonly R[],
    options: TableOptions = {},
  ): Frame<RowsSchema<R>> {
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    // A row that lacks the key "constructor" must not give the one that all objects have.
    const cellOf = (row: R, name: string): RawCell => (Object.hasOwn(row, name) ? row[name] : undefined);
    const cells = names.map((name) => rows.map((row) => cellOf(row, name)));
    return Frame.own({
      ...tableFromCells(names, cells, { missing: [], types: textTypes(names, cells), ...options }),
      rows: rows.length,
    });
  }

  /**
   * Makes a frame from columns.
   *
   * @param columns - Column name → cells; all columns equally long.
   * @param options - Types by column, where the guess would be wrong.
   * @throws ShapeError when columns differ in length; DataError when a cell does not fit the type given.
   * @example
   * const frame = Frame.fromColumns({ x: [1, 2], y: new Float32Array([3, 4]) });
   * assert.deepEqual(frame.columns, ["x", "y"]);
   */
  static fromColumns<C extends Readonly<Record<string, ArrayLike<number> | readonly RawCell[]>>>(
    columns: C,
    options: TableOptions = {},
  ): Frame<ColumnsSchema<C>> {
    const names = Object.keys(columns);
    const cells = Object.values(columns).map((values) => Array.from<RawCell>(values));
    const wrong = cells.findIndex((values) => values.length !== cells[0]?.length);
    if (wrong > 0) {
      throw cannot("make a frame", {
        argument: `column "${names[wrong]}"`,
        must: `${cells[0]?.length} cells long, as "${names[0]}"`,
        received: cells[wrong]?.length,
        as: ShapeError,
      });
    }
    return Frame.own(
      tableFromCells(names, cells, { missing: [], types: textTypes(names, cells), ...options }),
    );
  }

  /** Makes a frame from CSV text; see `parseCsv`. Files are read by `readFrame`. */
  static fromCsv(text: string, options: CsvOptions = {}): Frame {
    return Frame.own(parseCsv(text, options));
  }

  /** Makes a frame from JSON text: an array of objects, or an object of arrays; see `parseJsonTable`. */
  static fromJson(text: string, options: TableOptions = {}): Frame {
    return Frame.own(parseJsonTable(text, options));
  }

  /**
   * For the readers of this library, whose tables nobody else holds: takes the columns without a copy.
   *
   * @internal
   */
  static adopt<S extends Schema = Schema>(table: Table): Frame<S> {
    return Frame.own(table);
  }

  /** For tables that nobody else holds: takes the columns without a copy. */
  private static own<T extends Schema>(table: Table): Frame<T> {
    const names = table.columns.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined)
      throw cannot("make a frame", {
        argument: "the column names",
        must: "different from each other",
        received: twice,
        as: DataError,
      });
    const uneven = table.columns.find(({ values }) => values.length !== table.rows);
    if (uneven) {
      throw cannot("make a frame", {
        argument: `column "${uneven.name}"`,
        must: `${table.rows} cells long`,
        received: uneven.values.length,
        as: ShapeError,
      });
    }
    return new Frame<T>(table);
  }

  /** `[rows, columns]`. */
  get shape(): [rows: number, columns: number] {
    return [this.table.rows, this.table.columns.length];
  }

  /** How many rows there are. */
  get length(): number {
    return this.table.rows;
  }

  /** The columns' names, in order. */
  get columns(): NameOf<S>[] {
    return this.table.columns.map(({ name }) => name as NameOf<S>);
  }

  /** The columns' types by name. */
  get types(): Record<NameOf<S>, ColumnType> {
    return Object.fromEntries(this.table.columns.map(({ name, type }) => [name, type])) as Record<
      NameOf<S>,
      ColumnType
    >;
  }

  /**
   * Gives a copy of a column's values.
   *
   * @param name - The column.
   * @returns A `Float64Array` (`NaN` = missing) for numbers, otherwise an array (`null` = missing).
   * @throws UnknownNameError, naming close columns.
   */
  column<N extends NameOf<S>>(name: N): ColumnOf<S[N]> {
    return this.find(name, "take the column").values.slice() as ColumnOf<S[N]>;
  }

  /**
   * Gives a copy of a number column.
   *
   * @returns One number per row; `NaN` = missing. Truth values come as 0 and 1.
   * @throws UnknownNameError; DataError when the column holds text or dates.
   */
  numbers(name: NameOf<S>): Float64Array {
    return toNumbers(this.find(name, "take the numbers"), "take the numbers");
  }

  /**
   * Gives a copy of a column as text; numbers are written out.
   *
   * @returns One text per row.
   * @throws UnknownNameError; DataError when a value is missing.
   */
  strings(name: NameOf<S>): string[] {
    const { values } = this.find(name, "take the texts");
    return Array.from<Cell, string>(values, (cell, row) => {
      if (!isMissing(cell)) return String(cell);
      throw cannot("take the texts", {
        argument: `column "${name}", row ${row},`,
        must: "not missing",
        received: null,
        hint: "Use dropMissing or fillMissing first.",
        as: DataError,
      });
    });
  }

  /** The distinct values of a column in their order; missing ones are left out. */
  unique<N extends NameOf<S>>(name: N): NonNullable<CellOf<S[N]>>[] {
    const found = countValues<Cell>(this.find(name, "list the values").values).map(
      ([value]) => value as never,
    );
    return found.sort((a, b) => (a < b ? -1 : 1));
  }

  /** The row at a place, counted from 0, as an object. */
  row(index: number): Row<S> {
    checkInteger(index, { verb: "take the row", argument: "index", min: 0, max: this.table.rows - 1 });
    return this.rowAt(index);
  }

  /**
   * Keeps some columns, in the order given.
   *
   * @throws UnknownNameError, naming close columns.
   */
  select<N extends NameOf<S>>(names: readonly N[]): Frame<Pick<S, N>> {
    return Frame.own({
      rows: this.table.rows,
      columns: names.map((name) => this.find(name, "select columns")),
    });
  }

  /** Leaves some columns out. */
  drop<N extends NameOf<S>>(names: readonly N[]): Frame<Omit<S, N>> {
    for (const name of names) this.find(name, "drop columns");
    return Frame.own({
      rows: this.table.rows,
      columns: this.table.columns.filter(({ name }) => !names.includes(name as N)),
    });
  }

  /**
   * Keeps the rows for which the test holds.
   *
   * @param test - Called with each row as an object, and its place.
   * @example
   * const frame = Frame.fromColumns({ x: [1, 2, 3] });
   * assert.deepEqual([...frame.filter((row) => row.x !== 2).numbers("x")], [1, 3]);
   */
  filter(test: (row: Row<S>, index: number) => boolean): Frame<S> {
    const kept: number[] = [];
    for (let index = 0; index < this.table.rows; index++)
      if (test(this.rowAt(index), index)) kept.push(index);
    return this.take(kept);
  }

  /**
   * Sorts rows; equal ones keep their order, missing values come last.
   *
   * @param by - A column, or several: the next breaks the ties of the one before.
   * @param options - `descending` (false), for all columns or for each.
   */
  sort(
    by: NameOf<S> | readonly NameOf<S>[],
    options: { descending?: boolean | readonly boolean[] } = {},
  ): Frame<S> {
    const { descending = false } = options;
    const columns = asArray(by).map((name) => this.find(name, "sort the frame"));
    if (columns.length === 0)
      throw cannot("sort the frame", { argument: "by", must: "at least one column name", received: by });
    if (typeof descending !== "boolean" && descending.length !== columns.length) {
      throw cannot("sort the frame", {
        argument: "descending",
        must: `${columns.length} long, as by`,
        received: descending,
      });
    }
    return this.take(
      orderRows(
        columns,
        columns.map((_, index) =>
          typeof descending === "boolean" ? descending : (descending[index] ?? false),
        ),
      ),
    );
  }

  /** The first rows, five unless told. */
  head(count = 5): Frame<S> {
    return this.slice(0, checkInteger(count, { verb: "take the first rows", argument: "count", min: 0 }));
  }

  /** The last rows, five unless told. */
  tail(count = 5): Frame<S> {
    return this.slice(
      Math.max(
        0,
        this.table.rows - checkInteger(count, { verb: "take the last rows", argument: "count", min: 0 }),
      ),
    );
  }

  /** The rows from `start` up to, not including, `end`; as for arrays, negative places count from the end. */
  slice(start = 0, end = this.table.rows): Frame<S> {
    const columns = this.table.columns.map((column) => withValues(column, column.values.slice(start, end)));
    const rows = columns[0]?.values.length ?? new Uint8Array(this.table.rows).subarray(start, end).length;
    return Frame.own({ rows, columns });
  }

  /**
   * The rows at the given places, in that order.
   *
   * @throws ArgumentError when a place is not in the frame.
   */
  take(rows: ArrayLike<number>): Frame<S> {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (!Number.isInteger(row) || row < 0 || row >= this.table.rows) {
        throw cannot("take rows", {
          argument: `rows[${i}]`,
          must: `a whole number from 0 to ${this.table.rows - 1}`,
          received: row,
        });
      }
    }
    return Frame.own({
      rows: rows.length,
      columns: this.table.columns.map((column) => withValues(column, takeValues(column.values, rows))),
    });
  }

  /** Some rows drawn by chance without repetition, in the order drawn. */
  sample(count: number, options: { seed?: Seed } = {}): Frame<S> {
    const { seed } = options;
    checkInteger(count, { verb: "draw rows", argument: "count", min: 0, max: this.table.rows });
    return this.take(randomFrom(seed).permutation(this.table.rows).subarray(0, count));
  }

  /**
   * Groups rows that share the keys; missing keys form a group.
   *
   * @param keys - A column, or several.
   * @returns The groups, to be counted, averaged or aggregated.
   * @example
   * const frame = Frame.fromColumns({ kind: ["b", "a", "b"], size: [1, 2, 3] });
   * assert.deepEqual(frame.groupBy("kind").mean().toRows(), [{ kind: "a", size: 2 }, { kind: "b", size: 2 }]);
   */
  groupBy(keys: NameOf<S> | readonly NameOf<S>[]): Groups<S> {
    return new Groups<S>(this.table, { keys: asArray(keys), make: (table) => Frame.own(table) });
  }

  /**
   * Joins another frame's columns to the rows where the keys are equal; missing keys match nothing.
   *
   * @param other - The right side.
   * @param options - `on`: key columns on both sides; `how`: `"inner"` (only rows with a partner), `"left"`, `"outer"`;
   * `suffix`: put behind a right column's name that the left side has too.
   * @throws UnknownNameError when a side lacks a key; ArgumentError when a key's type differs.
   * @example
   * const left = Frame.fromColumns({ id: [1, 2], x: [10, 20] });
   * const right = Frame.fromColumns({ id: [2, 3], y: ["b", "c"] });
   * assert.deepEqual(left.join(right, { on: "id" }).toRows(), [{ id: 2, x: 20, y: "b" }]);
   */
  join<T extends Schema>(
    other: Frame<T>,
    options: {
      on: (NameOf<S> & NameOf<T>) | readonly (NameOf<S> & NameOf<T>)[];
      how?: JoinKind;
      suffix?: string;
    },
  ): Frame<S & T> {
    const { on, how = "inner", suffix = " (right)" } = options;
    const keys = asArray<string>(on);
    if (keys.length === 0)
      throw cannot("join the frames", { argument: "on", must: "at least one column name", received: on });
    if (!["inner", "left", "outer"].includes(how))
      throw cannot("join the frames", { argument: "how", must: '"inner", "left" or "outer"', received: how });
    for (const key of keys) {
      this.find(key, "join the frames");
      other.find(key, "join the frames");
    }
    return Frame.own(joinTables(this.table, other.table, { on: keys, how, suffix }));
  }

  /** Counts the missing values of each column. */
  missing(): Record<NameOf<S>, number> {
    const counts = this.table.columns.map(({ name, values }) => [name, countMissing(values)] as const);
    return Object.fromEntries(counts) as Record<NameOf<S>, number>;
  }

  /** Leaves out the rows in which one of the columns (all unless told) is missing. */
  dropMissing(columns: readonly NameOf<S>[] = this.columns): Frame<S> {
    const checked = columns.map((name) => this.find(name, "drop missing values").values);
    const kept: number[] = [];
    for (let row = 0; row < this.table.rows; row++)
      if (!checked.some((values) => isMissing(values[row]))) kept.push(row);
    return this.take(kept);
  }

  /**
   * Puts a fixed value where one is missing. To fill with a mean or median learned from the training part,
   * use an imputer of `tensors`.
   *
   * @param fills - Column name → value of the column's type.
   * @throws UnknownNameError; ArgumentError when the value is of another type.
   */
  fillMissing(fills: { readonly [N in NameOf<S>]?: NonNullable<CellOf<S[N]>> }): Frame<S> {
    const filled = new Map<string, TableColumn>();
    for (const [name, fill] of Object.entries(fills) as [string, Cell][]) {
      const column = this.find(name, "fill missing values");
      const wanted = column.type === "date" ? "string" : column.type;
      if (typeof fill !== wanted || isMissing(fill)) {
        throw cannot("fill missing values", {
          argument: `the value for "${name}"`,
          must: `a ${column.type}`,
          received: fill,
        });
      }
      const values =
        column.values instanceof Float64Array
          ? column.values.map((value) => (Number.isNaN(value) ? (fill as number) : value))
          : (column.values as Cell[]).map((value) => value ?? fill);
      filled.set(name, withValues(column, values as ColumnValues));
    }
    return Frame.own({
      rows: this.table.rows,
      columns: this.table.columns.map((column) => filled.get(column.name) ?? column),
    });
  }

  /**
   * Adds a column, or replaces the one of that name.
   *
   * @param name - Its name.
   * @param values - One value per row, or a function from a row to its value.
   * @throws ShapeError when there are more or fewer values than rows; DataError when the values are of several types.
   * @example
   * const frame = Frame.fromColumns({ km: [1, 2] }).withColumn("m", (row) => row.km * 1000);
   * assert.deepEqual([...frame.column("m")], [1000, 2000]);
   */
  withColumn<N extends string, V extends Cell>(
    name: N,
    values: (row: Row<S>, index: number) => V,
  ): Frame<Omit<S, N> & Readonly<Record<N, TypeOf<V>>>>;
  withColumn<N extends string, V extends NewValues>(
    name: N,
    values: V,
  ): Frame<Omit<S, N> & Readonly<Record<N, TypeOf<V[number]>>>>;
  withColumn(name: string, values: NewValues | ((row: Row<S>, index: number) => Cell)): Frame {
    const cells =
      typeof values === "function"
        ? Array.from({ length: this.table.rows }, (_, row) => values(this.rowAt(row), row))
        : Array.from<Cell>(values);
    if (cells.length !== this.table.rows) {
      throw cannot("add a column", {
        argument: "values",
        must: `${this.table.rows} long, one per row`,
        received: cells.length,
        as: ShapeError,
      });
    }
    const kinds = new Set(cells.filter((cell) => !isMissing(cell)).map((cell) => typeof cell));
    if (kinds.size > 1)
      throw cannot("add a column", {
        argument: "values",
        must: "of one type",
        received: [...kinds],
        as: DataError,
      });
    const [column] = tableFromCells([name], [cells], { missing: [], types: textTypes([name], [cells]) })
      .columns as [TableColumn];
    const columns = this.byName.has(name)
      ? this.table.columns.map((old) => (old.name === name ? column : old))
      : [...this.table.columns, column];
    return Frame.own({ rows: this.table.rows, columns });
  }

  /**
   * Gives columns other names.
   *
   * @param names - Old name → new name.
   * @throws UnknownNameError when an old name is not there; DataError when a new one comes twice.
   */
  rename<const M extends { readonly [N in NameOf<S>]?: string }>(names: M): Frame<Renamed<S, M>> {
    const renames = new Map(Object.entries(names) as [string, string][]);
    for (const name of renames.keys()) this.find(name, "rename columns");
    return Frame.own({
      rows: this.table.rows,
      columns: this.table.columns.map((column) => ({
        ...column,
        name: renames.get(column.name) ?? column.name,
      })),
    });
  }

  /**
   * Describes the number columns, one row for each: count, missing, mean, standard deviation (n − 1), smallest,
   * quartiles, largest. A frame without numbers is described by counts of its texts.
   */
  describe(): Frame {
    return Frame.own(describeTable(this.table));
  }

  /** Counts the distinct values of a column, the most frequent first; missing values are left out. */
  valueCounts<N extends NameOf<S>>(name: N): Frame<Readonly<Record<N, S[N]>> & { readonly count: "number" }> {
    const column = this.find(name, "count the values");
    const counted = countValues<Cell>(column.values);
    const values = counted.map(([value]) => value);
    const distinct =
      column.values instanceof Float64Array
        ? Float64Array.from(values as number[])
        : (values as ColumnValues);
    const count = {
      name: "count",
      type: "number",
      values: Float64Array.from(counted, ([, times]) => times),
    } as const;
    return Frame.own({ rows: values.length, columns: [withValues(column, distinct), count] });
  }

  /**
   * Gives number columns as rows of numbers; truth values as 0 and 1.
   *
   * @param columns - Which, in what order; all unless told.
   * @param options - `missing`: `"refuse"`, or `"nan"` to let missing values through as `NaN`, for an imputer.
   * @returns Array of shape `[rows, columns]`.
   * @throws DataError when a column holds text, or a value is missing.
   */
  toMatrix(
    columns: readonly NameOf<S>[] = this.columns,
    options: { missing?: "refuse" | "nan" } = {},
  ): number[][] {
    const taken = this.numberColumns(columns, { verb: "make a matrix", ...options });
    return Array.from({ length: this.table.rows }, (_, row) => taken.map((values) => values[row] as number));
  }

  /**
   * Gives number columns as a tensor; truth values as 0 and 1. The caller disposes of it.
   *
   * @param columns - Which, in what order; all unless told.
   * @param options - `missing`: `"refuse"`, or `"nan"`.
   * @returns Tensor of shape `[rows, columns]`, float32.
   * @throws DataError when a column holds text, or a value is missing.
   */
  toTensor(
    columns: readonly NameOf<S>[] = this.columns,
    options: { missing?: "refuse" | "nan" } = {},
  ): Tensor2D {
    const taken = this.numberColumns(columns, { verb: "make a tensor", ...options });
    const flat = new Float32Array(this.table.rows * taken.length);
    for (const [column, values] of taken.entries()) {
      for (let row = 0; row < values.length; row++) flat[row * taken.length + column] = values[row] as number;
    }
    return loadTf().tensor2d(flat, [this.table.rows, taken.length]);
  }

  /** All rows as objects. */
  toRows(): Row<S>[] {
    return Array.from({ length: this.table.rows }, (_, row) => this.rowAt(row));
  }

  /** All columns as a table of plain arrays, copied. */
  toTable(): Table {
    return {
      rows: this.table.rows,
      columns: this.table.columns.map((column) => withValues(column, column.values.slice() as ColumnValues)),
    };
  }

  /**
   * Writes the frame as CSV text; files are written by `writeFrame`. Text that looks like something else, an empty
   * text and `NA` stand in quotes; a missing cell is empty (`NA` where there is one column only).
   *
   * @param options - `delimiter` (`","`).
   * @returns Text that gives an equal frame when it is read with `{ types: frame.types, quotedIsText: true }`.
   * @example
   * const frame = Frame.fromColumns({ code: ["007", "8", null], size: [0.1, NaN, 3] });
   * assert.equal(frame.toCsv(), 'code,size\n007,0.1\n"8",\n,3\n');
   * const back = Frame.fromCsv(frame.toCsv(), { types: frame.types, quotedIsText: true });
   * assert.deepEqual(back.toTable(), frame.toTable());
   */
  toCsv(options: CsvTextOptions = {}): string {
    return [...csvPieces(this.table, options)].join("");
  }

  /**
   * Writes the frame as JSON text, an array of objects; files are written by `writeFrame`.
   *
   * @returns Text that gives an equal frame when it is read with `{ types: frame.types, quotedIsText: true }`.
   * @example
   * assert.deepEqual(JSON.parse(Frame.fromColumns({ x: [1, NaN] }).toJson()), [{ x: 1 }, { x: null }]);
   */
  toJson(): string {
    return [...jsonPieces(this.table)].join("");
  }

  /** The first rows as aligned text; a notebook shows the frame as a table instead. */
  toString(): string {
    return tableText(this.table);
  }

  /** How a notebook shows the frame: an HTML table, or aligned text. */
  [displaySymbol](): MimeBundle {
    return { "text/html": tableHtml(this.table), "text/plain": tableText(this.table) };
  }

  /** How `console.log` shows the frame. */
  [inspect.custom](): string {
    return tableText(this.table);
  }

  private find(name: string, verb: string): TableColumn {
    const column = this.byName.get(name);
    if (column) return column;
    throw unknownName(verb, { argument: "column", received: name, known: this.columns });
  }

  private rowAt(index: number): Row<S> {
    // Assigned, a column "__proto__" would become the object's prototype.
    if (this.byName.has("__proto__"))
      return Object.fromEntries(
        this.table.columns.map(({ name, values }) => [name, values[index] as Cell]),
      ) as Row<S>;
    const row: Record<string, Cell> = {};
    for (const { name, values } of this.table.columns) row[name] = values[index] as Cell;
    return row as Row<S>;
  }

  private numberColumns(
    names: readonly string[],
    options: { verb: string; missing?: "refuse" | "nan" },
  ): Float64Array[] {
    const { verb, missing = "refuse" } = options;
    return names.map((name) => {
      const values = toNumbers(this.find(name, verb), verb);
      const row = missing === "refuse" ? values.findIndex((value) => !Number.isFinite(value)) : -1;
      if (row < 0) return values;
      throw cannot(verb, {
        argument: `column "${name}", row ${row},`,
        must: "a finite number",
        received: values[row],
        hint: "Use dropMissing or fillMissing first, or an imputer.",
        as: DataError,
      });
    });
  }
}

/** Values that come from code are not guessed at: text stays text, also when it reads like a number. */
function textTypes(
  names: readonly string[],
  cells: readonly (readonly RawCell[])[],
): Record<string, ColumnType> {
  const isText = (column: readonly RawCell[]): boolean =>
    column.some((cell) => typeof cell === "string") &&
    !column.every((cell) => !cell || /^\d{4}-\d{2}-\d{2}/.test(String(cell)));
  return Object.fromEntries(
    names.filter((_, index) => isText(cells[index] ?? [])).map((name) => [name, "string" as const]),
  );
}

function toNumbers({ name, type, values }: TableColumn, verb: string): Float64Array {
  if (values instanceof Float64Array) return values.slice();
  if (type === "boolean")
    return Float64Array.from<Cell>(values, (cell) => (cell === null ? NaN : Number(cell)));
  throw cannot(verb, {
    argument: `column "${name}"`,
    must: "numbers",
    received: `a ${type} column`,
    hint: "Select number columns, or encode this one first.",
    as: DataError,
  });
}

function countMissing(values: ColumnValues): number {
  let count = 0;
  for (const cell of values) if (isMissing(cell)) count++;
  return count;
}

function asArray<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
