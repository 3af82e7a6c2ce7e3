/** Turns tables with missing values into tables without: rows left out, or values put in. */
import { DataError, cannot } from "../core/errors";
import type { Table, TableColumn } from "../datasets";
import type { Cell, ColumnValues } from "./schema";
import { isMissing, withValues } from "./schema";

/** For each cell, whether it is missing. */
export function missingFlags(values: ColumnValues): boolean[] {
  // Filled at once, and only what is missing written over: that is little, in most tables.
  const flags = new Array<boolean>(values.length).fill(false);
  if (values instanceof Float64Array) {
    for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) flags[row] = true;
    return flags;
  }
  const cells: readonly Cell[] = values;
  for (let row = cells.indexOf(null); row >= 0; row = cells.indexOf(null, row + 1)) flags[row] = true;
  return flags;
}

/** How many cells are missing. */
export function countMissing(values: ColumnValues): number {
  let count = 0;
  if (values instanceof Float64Array) {
    for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) count++;
    return count;
  }
  for (const cell of values) if (isMissing(cell)) count++;
  return count;
}

/** The rows in which none of the columns is missing. */
export function completeRows(columns: readonly TableColumn[], rows: number): Int32Array {
  const missing = new Uint8Array(rows);
  for (const { values } of columns) {
    if (values instanceof Float64Array) {
      for (let row = 0; row < rows; row++) if (Number.isNaN(values[row])) missing[row] = 1;
    } else {
      for (let row = 0; row < rows; row++) if (isMissing(values[row])) missing[row] = 1;
    }
  }
  const complete = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (missing[row] === 0) complete[count++] = row;
  return complete.slice(0, count);
}

/**
 * Puts a value where one is missing.
 *
 * @param fill - Of the column's type; a number in a text column is written as text.
 * @throws DataError when the value does not fit the column.
 */
export function fillColumn(column: TableColumn, fill: Cell): TableColumn {
  const { name, type, values } = column;
  if (values instanceof Float64Array) {
    if (typeof fill === "number" && !Number.isNaN(fill))
      return withValues(column, filledNumbers(values, fill));
  } else if (type === "string" && !isMissing(fill)) {
    return withValues(column, filled(values, String(fill)));
  } else if (typeof fill === (type === "boolean" ? "boolean" : "string")) {
    return withValues(column, filled(values, fill));
  }
  throw cannot("fill missing values", {
    argument: `the value for "${name}"`,
    must: `a ${type}`,
    received: fill,
    hint: "Name the columns that it is meant for: fillNa(value, { columns: [...] }).",
    as: DataError,
  });
}

/** Puts values into all columns that lack some; columns without a missing cell take any value. */
export function fillTable(table: Table, fills: ReadonlyMap<string, Cell>): Table {
  const columns = table.columns.map((column) => {
    const fill = fills.get(column.name);
    return fill === undefined || countMissing(column.values) === 0 ? column : fillColumn(column, fill);
  });
  return { rows: table.rows, columns };
}

function filledNumbers(values: Float64Array, fill: number): Float64Array {
  const result = values.slice();
  for (let row = 0; row < result.length; row++) if (Number.isNaN(result[row])) result[row] = fill;
  return result;
}

function filled(values: readonly Cell[], fill: Cell): ColumnValues {
  return values.map((value) => (isMissing(value) ? fill : value)) as ColumnValues;
}
