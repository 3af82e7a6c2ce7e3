/** Turns a frame into one with other columns, rows, names or types. */
import { cannot, ShapeError } from "../core/errors";
import type { TableColumn } from "../datasets";
import { checkAxis } from "./axis";
import { checkDtype, columnFromCells, convertColumn } from "./cells";
import type { TypeOfDtype } from "./cells";
import { concatRows } from "./concat";
import type { DataFrame } from "./data-frame";
import { encodeTable } from "./dummies";
import type { DummyOptions } from "./dummies";
import { tableFromData } from "./frame-data";
import { rowArrays } from "./frame-base";
import { FrameSelection } from "./frame-selection";
import type { Along, NewValues, TypeOfValues } from "./frame-types";
import { placesByName, range } from "./locate";
import { isFrame } from "./makers";
import type { FrameLike } from "./makers";
import { checkReplaced, replaceCells } from "./replace";
import { checkedIndex, finderOf, labelAt } from "./row-index";
import type {
  AnyCell,
  Cell,
  DType,
  Label,
  NameOf,
  Renamed,
  Row,
  Schema,
  TypeOf,
  WithColumn,
  Without,
} from "./schema";
import { Series } from "./series";
import { operandOf } from "./series-base";
import type { Inplace } from "./text-methods";

/** What adds, drops, names, turns and puts other values in place. */
export abstract class FrameColumns<S extends Schema = Schema> extends FrameSelection<S> {
  /** Columns become rows: rows are called by the columns' names, columns by the rows'. */
  get T(): DataFrame {
    return this.transpose();
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
    const source = column === undefined ? undefined : this.$find(column, "name the rows");
    const labels = source ? (Array.from<Cell>(source.values) as Label[]) : (index ?? []);
    const kept = this.$table.columns.filter((own) => !drop || own !== source);
    const table = { rows: this.$table.rows, columns: kept };
    const { inplace = false } = options;
    return this.$finish(table, { index: checkedIndex(labels, table.rows), inplace });
  }

  /** Calls rows 0, 1, 2 … again. */
  resetIndex(options: Inplace = {}): DataFrame<S> {
    return this.$finish(this.$table, { index: undefined, inplace: options.inplace });
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
    const { atIndex = this.$table.columns.length } = options;
    if (typeof column !== "string" || column === "")
      throw cannot("add a column", { argument: "column", must: "a name", received: column });
    const added = this.#newColumn(column, values);
    if (added.values.length !== this.$table.rows)
      throw cannot("add a column", {
        argument: "values",
        must: `${this.$table.rows} long, one per row`,
        received: added.values.length,
        as: ShapeError,
      });
    const before =
      typeof atIndex === "number"
        ? atIndex
        : this.$table.columns.indexOf(this.$find(atIndex, "add a column"));
    const columns = this.$table.columns.some(({ name }) => name === column)
      ? this.$table.columns.map((own) => (own.name === column ? added : own))
      : [...this.$table.columns.slice(0, before), added, ...this.$table.columns.slice(before)];
    return this.$finish(
      { rows: this.$table.rows, columns },
      { index: this.$rowIndex, inplace: options.inplace },
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
      for (const name of names) this.$find(name, "drop columns");
      const kept = this.$table.columns.filter(({ name }) => !names.includes(name));
      const { inplace = false } = options;
      return this.$finish({ rows: this.$table.rows, columns: kept }, { index: this.$rowIndex, inplace });
    }
    const find = finderOf(this.$rowIndex, this.$table.rows);
    const dropped = new Set(
      placesByName([index ?? []].flat(), {
        verb: "drop rows",
        argument: "rows",
        length: this.$table.rows,
        find,
        names: () => this.index,
      }),
    );
    const kept = range(0, this.$table.rows).filter((row) => !dropped.has(row));
    return this.$take(kept, options);
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
      return this.$finish(this.$table, {
        index: checkedIndex(labels, this.$table.rows),
        inplace: options.inplace,
      });
    }
    for (const name of renames.keys()) this.$find(name, "rename columns");
    const columns = this.$table.columns.map((column) => ({
      ...column,
      name: String(renames.get(column.name) ?? column.name),
    }));
    return this.$finish(
      { rows: this.$table.rows, columns },
      { index: this.$rowIndex, inplace: options.inplace },
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
    const turned = convertColumn(this.$find(column, "turn into a type"), dtype);
    return this.$replaceColumns((own) => (own.name === column ? turned : own), options);
  }

  /** Puts one value in place of another: everywhere, or in some columns. */
  replace(
    oldValue: NonNullable<Cell>,
    newValue: NonNullable<Cell>,
    options: Inplace & { columns?: readonly NameOf<S>[] } = {},
  ): DataFrame<S> {
    checkReplaced(oldValue, newValue);
    const names = this.$names(options.columns, "replace");
    return this.$replaceColumns((column) => {
      if (!names.includes(column.name) || !column.values.includes(oldValue as never)) return column;
      return replaceCells(column, oldValue, newValue);
    }, options);
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
    const { columns } = this.$table;
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
      { table: this.$table, index: undefined },
      { table: added, index: undefined },
    ]);
    const labels = [...this.index, ...[index].flat()];
    return this.$finish(table, { index: checkedIndex(labels, table.rows), inplace: options.inplace });
  }

  /**
   * Encodes columns of categories as columns of 0 and 1, one for each category, sorted.
   *
   * @param options - `columns` (those with text), `prefix` (a column's name), `prefixSeparator` (`"_"`), `inplace`.
   * @throws UnknownNameError when a column is not there.
   */
  getDummies(options: Inplace & DummyOptions = {}): DataFrame {
    return this.$finish(encodeTable(this.$table, options), {
      index: this.$rowIndex,
      inplace: options.inplace,
    });
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
      return Series.of(columnFromCells("0", results), byRows ? this.$rowIndex : this.columns);
    }
    if (!byRows) {
      const columns = results.map((cells, at) => columnFromCells(this.columns[at] ?? String(at), cells));
      const rows = columns[0]?.values.length ?? 0;
      return this.$make({ rows, columns }, rows === this.$table.rows ? this.$rowIndex : undefined);
    }
    const width = results[0]?.length ?? 0;
    const names = width === this.$table.columns.length ? { columns: this.columns } : {};
    return this.$make(tableFromData(results, names), this.$rowIndex);
  }

  /** Turns each cell into the value of a function. */
  applyMap(callable: (cell: AnyCell<S>) => Cell | undefined, options: Inplace = {}): DataFrame {
    if (typeof callable !== "function")
      throw cannot("apply to the frame", { argument: "callable", must: "a function", received: callable });
    return this.$replaceColumns(
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
      columnFromCells(String(labelAt(this.$rowIndex, row)), cells),
    );
    const index: readonly Label[] = this.columns;
    return this.$finish({ rows: this.$table.columns.length, columns }, { index, inplace: options.inplace });
  }

  /** @internal */
  $setColumnData(column: string, values: NewValues): void {
    this.$find(column, "set the column");
    this.addColumn(column, values, { inplace: true });
  }

  #newColumn(name: string, values: NewValues | ((row: Row<S>, place: number) => Cell)): TableColumn {
    if (typeof values === "function") return columnFromCells(name, this.$eachRow(values));
    if (values instanceof Series) return { ...values.$column, name };
    const cells = operandOf(values);
    if (cells !== null && typeof cells === "object") return columnFromCells(name, cells);
    throw cannot("add a column", {
      argument: "values",
      must: "an array, a Series or a function of rows",
      received: values,
    });
  }
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
