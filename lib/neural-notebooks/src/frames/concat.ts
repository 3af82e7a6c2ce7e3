/** Turns several tables into one: below each other by the names of columns, or beside each other by the names of rows. */
import { cannot } from "../core/errors";
import type { ColumnType, Table, TableColumn } from "../datasets";
import { convertColumn } from "./cells";
import { finderOf, labelsOf } from "./row-index";
import type { RowIndex } from "./row-index";
import type { Cell, ColumnValues, Label } from "./schema";
import { isMissing, takeValues, withValues } from "./schema";

/** A table with the names of its rows. */
export interface IndexedTable {
  table: Table;
  index: RowIndex;
}

/** Puts tables below each other; a column that a table lacks is missing there. Rows are named anew from 0. */
export function concatRows(parts: readonly IndexedTable[]): Table {
  const names = new Set(parts.flatMap(({ table }) => table.columns.map(({ name }) => name)));
  const rows = parts.reduce((total, { table }) => total + table.rows, 0);
  const columns = Array.from(names, (name) => {
    const own = parts.map(({ table }) => table.columns.find((column) => column.name === name));
    const type = commonType(own);
    const sizes = parts.map(({ table }) => table.rows);
    return { name, type, values: joined({ type, columns: own, sizes }, rows) };
  });
  return { rows, columns };
}

/**
 * Puts tables beside each other, row by row of equal name; a row that a table lacks is missing there. A name that
 * comes again gets a number behind it, as in danfo.
 */
export function concatColumns(parts: readonly IndexedTable[]): IndexedTable {
  const allRanges = parts.every(({ index }) => index === undefined);
  const longest = Math.max(0, ...parts.map(({ table }) => table.rows));
  const labels: Label[] = allRanges
    ? []
    : [...new Set(parts.flatMap(({ table, index }) => labelsOf(index, table.rows)))];
  const rows = allRanges ? longest : labels.length;
  const columns: TableColumn[] = [];
  const times = new Map<string, number>();
  for (const { table, index } of parts) {
    const find = finderOf(index, table.rows);
    const places = Int32Array.from({ length: rows }, (_, row) => find(allRanges ? row : labels[row]));
    for (const column of table.columns) {
      const values = places.every((place, row) => place === row)
        ? column.values
        : takeValues(column.values, places);
      columns.push({ name: freeName(column.name, { times, columns }), type: column.type, values });
    }
  }
  return { table: { rows, columns }, index: allRanges ? undefined : labels };
}

function freeName(
  name: string,
  { times, columns }: { times: Map<string, number>; columns: readonly TableColumn[] },
): string {
  let free = name;
  while (columns.some((column) => column.name === free)) {
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    free = `${name}${time}`;
  }
  return free;
}

/** The type of all parts; text where they differ. A part in which all is missing has no type of its own. */
function commonType(columns: readonly (TableColumn | undefined)[]): ColumnType {
  const types = new Set<ColumnType>();
  for (const column of columns)
    if (column && column.values.some((cell: Cell) => !isMissing(cell))) types.add(column.type);
  const [first, second] = types;
  if (second !== undefined) return "string";
  return first ?? columns.find((column) => column)?.type ?? "number";
}

function joined(
  {
    type,
    columns,
    sizes,
  }: { type: ColumnType; columns: readonly (TableColumn | undefined)[]; sizes: readonly number[] },
  rows: number,
): ColumnValues {
  if (type === "number") {
    const values = new Float64Array(rows).fill(NaN);
    let at = 0;
    for (const [part, column] of columns.entries()) {
      if (column?.values instanceof Float64Array) values.set(column.values, at);
      at += sizes[part] ?? 0;
    }
    return values;
  }
  const values: Cell[] = [];
  for (const [part, column] of columns.entries()) {
    const fitting = column && type === "string" && column.type !== "string" ? asText(column) : column?.values;
    for (let row = 0; row < (sizes[part] ?? 0); row++) {
      const cell = fitting?.[row] ?? null;
      values.push(isMissing(cell) ? null : cell);
    }
  }
  return values as ColumnValues;
}

function asText(column: TableColumn): ColumnValues {
  return convertColumn(column, "string").values;
}

/**
 * Checks what `concat` is given.
 *
 * @throws ArgumentError when there is nothing to join, or the axis is not 0 or 1.
 */
export function checkConcat(list: readonly unknown[], axis: number): void {
  if (!Array.isArray(list) || list.length === 0)
    throw cannot("join the frames", {
      argument: "dfList",
      must: "a list of frames or series",
      received: list,
    });
  if (axis !== 0 && axis !== 1)
    throw cannot("join the frames", { argument: "axis", must: "0 (below) or 1 (beside)", received: axis });
}

/** A table of the same columns, rows in another order. */
export function takeTable(table: Table, rows: Int32Array): Table {
  const columns = table.columns.map((column) => withValues(column, takeValues(column.values, rows)));
  return { rows: rows.length, columns };
}
