/** Turns a frame into a part of it: cells, rows and columns by place, by name or by a condition, in another order. */
import { cannot } from "../core/errors";
import { randomFrom } from "../core/global-seed";
import type { Seed } from "../core/random";
import { checkInteger } from "../core/shape";
import { checkDtype, columnFromCells, dtypeOf } from "./cells";
import { takeTable } from "./concat";
import type { DataFrame } from "./data-frame";
import { FrameBase } from "./frame-base";
import type { RowSelection, Unliteral } from "./frame-types";
import { placesByName, placesByPlace, placesOfTrue, range } from "./locate";
import type { Selection } from "./locate";
import { orderRows } from "./order";
import { finderOf, takeLabels } from "./row-index";
import type { Cell, CellOf, DType, Label, NameOf, Row, Schema } from "./schema";
import { Series } from "./series";
import { selectionOf } from "./series-base";
import type { Inplace } from "./text-methods";

/** What chooses cells, rows and columns, and puts rows in order. */
export abstract class FrameSelection<S extends Schema = Schema> extends FrameBase<S> {
  /** The value at a place; `undefined` where there is none. */
  iat(row: number, column: number): Cell | undefined {
    if (typeof row !== "number" || typeof column !== "number")
      throw cannot("take the value", {
        argument: "row and column",
        must: "places",
        received: [row, column],
        hint: "Use at for names.",
      });
    return this.$table.columns[column]?.values[row];
  }

  /** The value in the row and column of two names; `undefined` where the row is not there. */
  at<N extends NameOf<S>>(row: Label, column: N): CellOf<S[N]> | undefined {
    const { values } = this.$find(column, "take the value");
    return values[finderOf(this.$rowIndex, this.$table.rows)(row)] as CellOf<S[N]> | undefined;
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
    const { rows: count, columns: all } = this.$table;
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
    const { rows: count, columns: all } = this.$table;
    const places = placesByName(selectionOf(rows), {
      verb: "take rows",
      argument: "rows",
      length: count,
      find: finderOf(this.$rowIndex, count),
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
    return this.$take(range(0, Math.min(rows, this.$table.rows)));
  }

  /** The last rows, five unless told. */
  tail(rows = 5): DataFrame<S> {
    checkInteger(rows, { verb: "take the last rows", argument: "rows", min: 0 });
    return this.$take(range(Math.max(0, this.$table.rows - rows), this.$table.rows));
  }

  /**
   * Draws rows by chance without repetition.
   *
   * @param options - `seed`: a whole number; `setRandomSeed`'s unless told.
   */
  async sample(num = 5, options: { seed?: Seed } = {}): Promise<DataFrame<S>> {
    checkInteger(num, { verb: "draw rows", argument: "num", min: 0, max: this.$table.rows });
    return this.$take(randomFrom(options.seed).permutation(this.$table.rows).slice(0, num));
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
    const axis = { verb: "keep rows", argument: "rows", length: this.$table.rows } as const;
    const flags =
      typeof condition === "function" ? this.$eachRow(condition) : (selectionOf(condition) as Selection);
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
    return this.$take(rows, options);
  }

  /**
   * Keeps the columns of some of danfo's types.
   *
   * @param include - `"float32"`, `"int32"`, `"string"`, `"boolean"`, `"datetime"`.
   */
  selectDtypes(include: readonly DType[]): DataFrame {
    include.forEach(checkDtype);
    const columns = this.$table.columns.filter((column) => include.includes(dtypeOf(column)));
    return this.$make({ rows: this.$table.rows, columns }, this.$rowIndex);
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
    const columns = [column].flat().map((name) => this.$find(name, "sort the frame"));
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
    return this.$take(orderRows(columns, down), options);
  }

  /** Sorts rows by their names. */
  sortIndex(options: Inplace & { ascending?: boolean } = {}): DataFrame<S> {
    const { ascending = true } = options;
    const labels = columnFromCells("index", this.index);
    return this.$take(orderRows([labels], [!ascending]), options);
  }

  #part(rows: Int32Array | undefined, columns: Int32Array | undefined): DataFrame {
    const chosen = columns
      ? Array.from(columns).flatMap((at) => this.$table.columns[at] ?? [])
      : this.$table.columns;
    const table = { rows: this.$table.rows, columns: chosen };
    if (!rows) return this.$make(table, this.$rowIndex);
    return this.$make(takeTable(table, rows), takeLabels(this.$rowIndex, rows));
  }
}
