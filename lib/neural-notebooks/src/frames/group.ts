/** Turns the rows of a frame into groups that share a key, and each group into numbers. */
import { cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import type { Table, TableColumn } from "../datasets";
import type { Frame } from "./frame";
import { orderRows } from "./order";
import type { Cell, NameOf, Schema } from "./schema";
import { takeValues, withValues } from "./schema";
import { present, statistics } from "./statistics";
import type { Statistic, StatisticName } from "./statistics";

/** New column name → which column becomes what number: a statistic's name, or a function of the group's numbers. */
export type Aggregation<Name extends string = string> = Readonly<
  Record<string, readonly [column: Name, by: StatisticName | Statistic]>
>;

/** How a frame is made from columns; given by the frame, so that this file does not import it. */
export type MakeFrame = (table: Table) => Frame;

/** The groups of a frame; made by `frame.groupBy(keys)`. Groups come in the order of their keys, missing keys last. */
export class Groups<S extends Schema = Schema> {
  /** One row per group, the key columns. */
  private readonly keyColumns: TableColumn[];
  /** The rows of each group, in the frame's order. */
  private readonly members: Int32Array[];

  constructor(
    private readonly table: Table,
    private readonly options: { keys: readonly string[]; make: MakeFrame },
  ) {
    const { keys } = options;
    if (keys.length === 0)
      throw cannot("group the frame", { argument: "keys", must: "at least one column name", received: keys });
    const columns = keys.map((key) => this.columnOf(key));
    const members = collect(columns, table.rows);
    const firsts = members.map((rows) => rows[0] as number);
    const heads = columns.map((column) => withValues(column, takeValues(column.values, firsts)));
    const order = orderRows(
      heads,
      keys.map(() => false),
    );
    this.members = Array.from(order, (group) => members[group] as Int32Array);
    this.keyColumns = heads.map((column) => withValues(column, takeValues(column.values, order)));
  }

  /** How many groups there are. */
  get size(): number {
    return this.members.length;
  }

  /** The number of rows in each group, as column `"count"`. */
  count(): Frame {
    return this.finish([
      { name: "count", type: "number", values: Float64Array.from(this.members, (rows) => rows.length) },
    ]);
  }

  /** The mean of each number column (or of those named) in each group; missing values are left out. */
  mean(columns?: readonly NameOf<S>[]): Frame {
    return this.each("mean", columns);
  }

  /** The sum of each number column (or of those named) in each group. */
  sum(columns?: readonly NameOf<S>[]): Frame {
    return this.each("sum", columns);
  }

  /** The smallest number in each group. */
  min(columns?: readonly NameOf<S>[]): Frame {
    return this.each("min", columns);
  }

  /** The largest number in each group. */
  max(columns?: readonly NameOf<S>[]): Frame {
    return this.each("max", columns);
  }

  /** The number in the middle of each group. */
  median(columns?: readonly NameOf<S>[]): Frame {
    return this.each("median", columns);
  }

  /** The standard deviation (n − 1) in each group. */
  std(columns?: readonly NameOf<S>[]): Frame {
    return this.each("std", columns);
  }

  /**
   * Makes new columns from each group.
   *
   * @param aggregation - New name → `[column, "mean"]`, or `[column, (values) => number]`; values come without missing ones.
   * @returns A frame with the keys and the new columns, one row per group.
   * @throws UnknownNameError when a column or statistic is not known; ArgumentError when a column holds no numbers.
   * @example
   * const frame = Frame.fromColumns({ kind: ["a", "b", "a"], size: [1, 2, 4] });
   * const ranges = frame.groupBy("kind").agg({ range: ["size", (sizes) => Math.max(...sizes) - Math.min(...sizes)] });
   * assert.deepEqual(ranges.toRows(), [{ kind: "a", range: 3 }, { kind: "b", range: 0 }]);
   */
  agg(aggregation: Aggregation<NameOf<S>>): Frame {
    const columns = Object.entries(aggregation).map(([name, [column, by]]): TableColumn => {
      const numbers = this.numbersOf(column);
      const statistic = typeof by === "function" ? by : statisticOf(by);
      const values = Float64Array.from(this.members, (rows) =>
        statistic(present(takeValues(numbers, rows) as Float64Array)),
      );
      return { name, type: "number", values };
    });
    return this.finish(columns);
  }

  /** Each group by itself: its key cells and its rows. */
  *[Symbol.iterator](): IterableIterator<{ key: Record<string, Cell>; frame: Frame<S> }> {
    for (const [group, rows] of this.members.entries()) {
      const key = Object.fromEntries(
        this.keyColumns.map(({ name, values }) => [name, values[group] ?? null]),
      );
      const columns = this.table.columns.map((column) => withValues(column, takeValues(column.values, rows)));
      yield { key, frame: this.options.make({ rows: rows.length, columns }) as unknown as Frame<S> };
    }
  }

  private each(by: StatisticName, columns?: readonly string[]): Frame {
    const { keys } = this.options;
    const numeric = this.table.columns
      .filter(({ name, type }) => type === "number" && !keys.includes(name))
      .map(({ name }) => name);
    return this.agg(
      Object.fromEntries((columns ?? numeric).map((name) => [name, [name as NameOf<S>, by] as const])),
    );
  }

  private finish(columns: TableColumn[]): Frame {
    const taken = columns.find(({ name }) => this.options.keys.includes(name));
    if (taken)
      throw cannot("group the frame", {
        argument: "a new column's name",
        must: "different from the keys",
        received: taken.name,
      });
    return this.options.make({ rows: this.members.length, columns: [...this.keyColumns, ...columns] });
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

  private numbersOf(name: string): Float64Array {
    const { values, type } = this.columnOf(name);
    if (values instanceof Float64Array) return values;
    throw cannot("group the frame", {
      argument: `column "${name}"`,
      must: "a number column",
      received: `a ${type} column`,
    });
  }
}

function statisticOf(name: StatisticName): Statistic {
  if (Object.hasOwn(statistics, name)) return statistics[name];
  throw unknownName("group the frame", {
    argument: "statistic",
    received: name,
    known: Object.keys(statistics),
  });
}

/** Collects the rows of each distinct key, one key column after the other. */
function collect(columns: readonly TableColumn[], rows: number): Int32Array[] {
  const groupOf = new Int32Array(rows);
  let groups = rows > 0 ? 1 : 0;
  for (const { values } of columns) {
    // Each column splits the groups made so far: (old group, cell) → new group.
    const seen = new Map<Cell, Map<number, number>>();
    let next = 0;
    for (let row = 0; row < rows; row++) {
      const cell = values[row] ?? null;
      let inner = seen.get(cell);
      if (!inner) seen.set(cell, (inner = new Map<number, number>()));
      const old = groupOf[row] as number;
      let group = inner.get(old);
      if (group === undefined) inner.set(old, (group = next++));
      groupOf[row] = group;
    }
    groups = next;
  }
  const sizes = new Int32Array(groups);
  for (const group of groupOf) sizes[group] = (sizes[group] as number) + 1;
  const members = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(groups);
  for (let row = 0; row < rows; row++) {
    const group = groupOf[row] as number;
    const place = filled[group] as number;
    (members[group] as Int32Array)[place] = row;
    filled[group] = place + 1;
  }
  return members;
}
