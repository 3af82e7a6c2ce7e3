/** Turns the rows of a frame into groups that share a key, and each group into numbers: danfo's `Groupby`. */
import { DataError, cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import type { Table, TableColumn } from "../datasets";
import { columnFromCells } from "./cells";
import { concatRows, takeTable } from "./concat";
import { accumulate } from "./cumulative";
import type { CumulativeName } from "./cumulative";
import type { DataFrame } from "./data-frame";
import { numbersOf } from "./elementwise";
import { groupSizes, groupedCount, groupedStatistic } from "./grouped-statistics";
import { groupRows, membersOf } from "./grouping";
import type { Grouping } from "./grouping";
import { makeFrame } from "./makers";
import type { FrameLike } from "./makers";
import type { Cell, NameOf, Schema } from "./schema";
import { isMissing, takeValues, withValues } from "./schema";
import { Series } from "./series";
import type { Statistic, StatisticName } from "./statistics";

/** What becomes of a group's column: a statistic's name, or a function of the numbers that are not missing. */
export type Aggregation = StatisticName | "mode" | Statistic;

/** Column → what becomes of it, or a list of that. */
export type Aggregations<Name extends string = string> = {
  readonly [N in Name]?: Aggregation | readonly Aggregation[];
};

const statisticNames = ["count", "sum", "mean", "std", "var", "min", "max", "median", "mode"];

/**
 * The groups of a frame; made by `frame.groupby(keys)`. Groups come in the order of their keys; rows with a missing key
 * are left out unless told.
 */
export class Groupby<S extends Schema = Schema> {
  /** The group of each row, found once. */
  private grouping: Grouping | undefined;

  /** @internal */
  constructor(
    private readonly table: Table,
    private readonly options: {
      keys: readonly string[];
      dropNa: boolean;
      columns?: readonly string[] | undefined;
      grouping?: Grouping | undefined;
    },
  ) {
    const { keys, columns = [] } = options;
    if (keys.length === 0)
      throw cannot("group the frame", { argument: "col", must: "at least one column name", received: keys });
    for (const name of [...keys, ...columns]) this.columnOf(name);
    this.grouping = options.grouping;
  }

  /** How many groups there are. */
  get ngroups(): number {
    return this.groupingOnce().size;
  }

  /** The columns of each group, as arrays: `{ key: { column: values } }`; the cells of several keys are joined by "-". */
  get groups(): Record<string, Record<string, Cell[]>> {
    const result: Record<string, Record<string, Cell[]>> = {};
    for (const { key, frame } of this) {
      const cells = Object.values(key);
      const plain = cells.join("-");
      // Two keys may look alike, such as 1 and "1".
      const name = Object.hasOwn(result, plain) ? JSON.stringify(cells) : plain;
      result[name] = Object.fromEntries(frame.columns.map((column) => [column, frame.column(column).values]));
    }
    return result;
  }

  /**
   * Chooses the columns that become numbers; all but the keys unless told.
   *
   * @throws UnknownNameError when a column is not there.
   */
  col(columns?: readonly NameOf<S>[]): Groupby<S> {
    return new Groupby<S>(this.table, { ...this.options, columns, grouping: this.groupingOnce() });
  }

  /** How many values of each column are not missing, as `name_count`. */
  count(): DataFrame {
    return this.each("count", this.columnsFor("count"));
  }

  /** The sum of each number column, as `name_sum`. */
  sum(): DataFrame {
    return this.each("sum", this.columnsFor("sum"));
  }

  /** The mean of each number column, as `name_mean`; missing values are left out. */
  mean(): DataFrame {
    return this.each("mean", this.columnsFor("mean"));
  }

  /** The standard deviation (n − 1) of each number column, as `name_std`. */
  std(): DataFrame {
    return this.each("std", this.columnsFor("std"));
  }

  /** The variance (n − 1) of each number column, as `name_var`. */
  var(): DataFrame {
    return this.each("var", this.columnsFor("var"));
  }

  /** The smallest number of each column, as `name_min`. */
  min(): DataFrame {
    return this.each("min", this.columnsFor("min"));
  }

  /** The largest number of each column, as `name_max`. */
  max(): DataFrame {
    return this.each("max", this.columnsFor("max"));
  }

  /** The number in the middle of each column, as `name_median`. */
  median(): DataFrame {
    return this.each("median", this.columnsFor("median"));
  }

  /** The number that comes most often in each column, as `name_mode`. */
  mode(): DataFrame {
    return this.each("mode", this.columnsFor("mode"));
  }

  /** The running sum within each group, as `name_cumsum`; rows come group by group. */
  cumSum(): DataFrame {
    return this.along("sum", "cumsum");
  }

  /** The running product within each group, as `name_cumprod`. */
  cumProd(): DataFrame {
    return this.along("prod", "cumprod");
  }

  /** The smallest so far within each group, as `name_cummin`. */
  cumMin(): DataFrame {
    return this.along("min", "cummin");
  }

  /** The largest so far within each group, as `name_cummax`. */
  cumMax(): DataFrame {
    return this.along("max", "cummax");
  }

  /**
   * Makes new columns from each group.
   *
   * @param ops - Column → `"mean"`, `["min", "max"]`, or a function of the numbers that are not missing.
   * @returns A frame with the keys and columns such as `size_mean`, one row per group.
   * @throws UnknownNameError when a column or statistic is not known; DataError when a column holds no numbers.
   * @example
   * const frame = new DataFrame({ kind: ["a", "b", "a"], size: [1, 2, 4] });
   * const sizes = frame.groupby(["kind"]).agg({ size: ["mean", "max"] });
   * assert.deepEqual(sizes.columns, ["kind", "size_mean", "size_max"]);
   * assert.deepEqual(sizes.values, [["a", 2.5, 4], ["b", 2, 2]]);
   */
  agg(ops: Aggregations<NameOf<S>>): DataFrame {
    const pairs = Object.entries<Aggregation | readonly Aggregation[] | undefined>(ops).flatMap(
      ([name, by]) => [by ?? []].flat().map((one) => [name, one] as const),
    );
    return this.finish(pairs.map(([name, by]) => this.aggregated(name, by)));
  }

  /** The first row of each group; the keys stand before it as `name_Group`. */
  first(): DataFrame {
    return this.apply((frame) => frame.head(1));
  }

  /** The last row of each group; the keys stand before it as `name_Group`. */
  last(): DataFrame {
    return this.apply((frame) => frame.tail(1));
  }

  /** How many rows each group has, as `applyOps`; the key is called `name_Group`. */
  size(): DataFrame {
    const grouping = this.groupingOnce();
    const keys = grouping.keys.map((column) => ({ ...column, name: this.nameOfKey(column.name) }));
    const sizes: TableColumn = { name: "applyOps", type: "number", values: groupSizes(grouping) };
    return makeFrame({ rows: grouping.size, columns: [...keys, sizes] });
  }

  /**
   * The rows of one group.
   *
   * @param keys - One value for each key column.
   * @throws UnknownNameError when there is no such group.
   */
  getGroup(keys: readonly Cell[]): DataFrame<S> {
    const grouping = this.groupingOnce();
    const found = Array.from({ length: grouping.size }, (_, group) => group).find((group) =>
      grouping.keys.every(({ values }, at) => values[group] === keys[at]),
    );
    if (found === undefined)
      throw unknownName("take the group", {
        argument: "keys",
        received: keys.join("-"),
        known: Array.from({ length: Math.min(20, grouping.size) }, (_, group) =>
          grouping.keys.map(({ values }) => String(values[group])).join("-"),
        ),
      });
    const rows = Int32Array.from(grouping.codes.keys()).filter((row) => grouping.codes[row] === found);
    return makeFrame<S>(takeTable(this.chosenTable(), rows));
  }

  /**
   * Turns each group into a frame, or into a series that becomes a row, and puts them below each other.
   *
   * @param callable - Called with each group's frame.
   * @returns The keys (as `name_Group`, or by their names after `col`), then what the function gave.
   */
  apply(callable: (frame: DataFrame<S>) => FrameLike | Series | number): DataFrame {
    const parts: Table[] = [];
    for (const { key, frame } of this) {
      const { rows, columns } = tableOf(callable(frame));
      const keys = Object.entries(key).map(([name, cell]) =>
        columnFromCells(
          this.nameOfKey(name),
          Array.from({ length: rows }, () => cell),
        ),
      );
      const names = keys.map(({ name }) => name);
      parts.push({ rows, columns: [...keys, ...columns.filter(({ name }) => !names.includes(name))] });
    }
    return makeFrame(concatRows(parts.map((table) => ({ table, index: undefined }))));
  }

  /** Each group by itself: its key cells and its rows. */
  *[Symbol.iterator](): IterableIterator<{ key: Record<string, Cell>; frame: DataFrame<S> }> {
    const grouping = this.groupingOnce();
    for (const [group, rows] of membersOf(grouping).entries()) {
      const key = Object.fromEntries(
        grouping.keys.map(({ name, values }): [string, Cell] => [name, values[group] ?? null]),
      );
      yield { key, frame: makeFrame<S>(takeTable(this.chosenTable(), rows)) };
    }
  }

  private groupingOnce(): Grouping {
    const keys = this.options.keys.map((name) => this.columnOf(name));
    return (this.grouping ??= groupRows(keys, { keepMissing: !this.options.dropNa }));
  }

  private each(by: StatisticName | "mode", columns: readonly string[]): DataFrame {
    return this.finish(columns.map((name) => this.aggregated(name, by)));
  }

  private aggregated(name: string, by: Aggregation): TableColumn {
    const column = this.columnOf(name);
    const label = typeof by === "function" ? by.name || "apply" : by;
    if (typeof by === "string" && !statisticNames.includes(by))
      throw unknownName("group the frame", { argument: "statistic", received: by, known: statisticNames });
    const grouping = this.groupingOnce();
    const values =
      by === "count"
        ? groupedCount((row) => !isMissing(column.values[row]), grouping)
        : groupedStatistic(numbersOf(column, "group the frame"), grouping, by);
    return { name: `${name}_${label}`, type: "number", values };
  }

  private along(name: CumulativeName, label: string): DataFrame {
    const grouping = this.groupingOnce();
    const members = membersOf(grouping);
    const groups = Int32Array.from(members.flatMap((rows, group) => Array.from(rows, () => group)));
    const columns = this.columnsFor(label).map((column): TableColumn => {
      const numbers = numbersOf(this.columnOf(column), "group the frame");
      const parts = members.map((rows) => accumulate(takeValues(numbers, rows) as Float64Array, name));
      return {
        name: `${column}_${label}`,
        type: "number",
        values: Float64Array.from(parts.flatMap((part) => [...part])),
      };
    });
    const keys = grouping.keys.map((column) => withValues(column, takeValues(column.values, groups)));
    return makeFrame({ rows: groups.length, columns: [...keys, ...columns] });
  }

  /** The columns chosen; otherwise all that the statistic can take, besides the keys. */
  private columnsFor(by: string): readonly string[] {
    const { keys, columns } = this.options;
    if (columns) return columns;
    const fits = ({ type }: TableColumn): boolean =>
      by === "count" || type === "number" || type === "boolean";
    const names = this.table.columns.filter((column) => fits(column) && !keys.includes(column.name));
    if (names.length > 0) return names.map(({ name }) => name);
    throw cannot("group the frame", {
      argument: "the frame",
      must: `one with number columns besides the keys, for ${by}`,
      received: this.table.columns.map(({ name }) => name),
      as: DataError,
    });
  }

  private chosenTable(): Table {
    const { keys, columns } = this.options;
    if (!columns) return this.table;
    const kept = this.table.columns.filter(({ name }) => keys.includes(name) || columns.includes(name));
    return { rows: this.table.rows, columns: kept };
  }

  private nameOfKey(name: string): string {
    return this.options.columns ? name : `${name}_Group`;
  }

  private finish(columns: TableColumn[]): DataFrame {
    const { keys, size } = this.groupingOnce();
    return makeFrame({ rows: size, columns: [...keys, ...columns] });
  }

  private columnOf(name: string): TableColumn {
    const column = this.table.columns.find((other) => other.name === name);
    if (column) return column;
    throw unknownName("group the frame", {
      argument: "column",
      received: name,
      known: this.table.columns.map((other) => other.name),
    });
  }
}

/** A frame's own table; a series of several values as a row, of one value as `applyOps`. */
function tableOf(result: FrameLike | Series | number): Table {
  if (typeof result === "number") return { rows: 1, columns: [columnFromCells("applyOps", [result])] };
  if (!(result instanceof Series)) return result.$table;
  const names = result.length > 1 ? result.index.map(String) : ["applyOps"];
  return { rows: 1, columns: names.map((name, at) => columnFromCells(name, [result.values[at]])) };
}
