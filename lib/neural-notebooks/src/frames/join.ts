/** Turns two tables that share key columns into one, row by row where the keys are equal. */
import { cannot } from "../core/errors";
import type { Table, TableColumn } from "../datasets";
import type { Cell, ColumnValues } from "./schema";
import { isMissing, takeValues, withValues } from "./schema";

/** Which rows without a partner stay: none, the left ones, or those of both sides. */
export type JoinKind = "inner" | "left" | "outer";

/** How two tables are joined. */
export interface JoinPlan {
  /** The key columns, present on both sides with the same type. */
  on: readonly string[];
  how: JoinKind;
  /** Put behind the name of a right column when the left side has that name too. */
  suffix: string;
}

/** Joins two tables; rows come in the left table's order, then right rows without a partner. Missing keys match nothing. */
export function joinTables(left: Table, right: Table, plan: JoinPlan): Table {
  const leftKeys = plan.on.map((name) => keyColumn(left, name));
  const rightKeys = plan.on.map((name) => keyColumn(right, name));
  for (const [index, key] of leftKeys.entries()) checkSameType(key, rightKeys[index] as TableColumn);
  const { leftRows, rightRows } = matchRows(
    { leftKeys, rightKeys, sizes: [left.rows, right.rows] },
    plan.how,
  );
  const taken = new Set(left.columns.map(({ name }) => name));
  const columns = left.columns.map((column) => {
    const key = plan.on.indexOf(column.name);
    const values = takeValues(column.values, leftRows);
    // A right row without a partner brings its key with it.
    if (key >= 0 && plan.how === "outer")
      fillFrom(values, { source: (rightKeys[key] as TableColumn).values, leftRows, rightRows });
    return withValues(column, values);
  });
  for (const column of right.columns) {
    if (plan.on.includes(column.name)) continue;
    const name = taken.has(column.name) ? `${column.name}${plan.suffix}` : column.name;
    if (taken.has(name))
      throw cannot("join the frames", {
        argument: "suffix",
        must: "one that makes new names",
        received: plan.suffix,
        hint: `"${name}" is there already.`,
      });
    taken.add(name);
    columns.push({ name, type: column.type, values: takeValues(column.values, rightRows) });
  }
  return { rows: leftRows.length, columns };
}

function keyColumn(table: Table, name: string): TableColumn {
  // The frame has checked that the names are there.
  return table.columns.find((column) => column.name === name) as TableColumn;
}

function checkSameType(left: TableColumn, right: TableColumn): void {
  if (left.type === right.type) return;
  throw cannot("join the frames", {
    argument: `column "${left.name}"`,
    must: "of one type on both sides",
    received: `${left.type} and ${right.type}`,
  });
}

interface Sides {
  leftKeys: readonly TableColumn[];
  rightKeys: readonly TableColumn[];
  sizes: readonly [left: number, right: number];
}

function matchRows(
  { leftKeys, rightKeys, sizes }: Sides,
  how: JoinKind,
): { leftRows: number[]; rightRows: number[] } {
  const partners = new Map<Cell, number[]>();
  for (let row = 0; row < sizes[1]; row++) {
    const key = keyAt(rightKeys, row);
    if (key === null) continue;
    const rows = partners.get(key);
    if (rows) rows.push(row);
    else partners.set(key, [row]);
  }
  const leftRows: number[] = [];
  const rightRows: number[] = [];
  const used = new Uint8Array(sizes[1]);
  for (let row = 0; row < sizes[0]; row++) {
    const key = keyAt(leftKeys, row);
    const found = key === null ? undefined : partners.get(key);
    for (const partner of found ?? (how === "inner" ? [] : [-1])) {
      leftRows.push(row);
      rightRows.push(partner);
      if (partner >= 0) used[partner] = 1;
    }
  }
  for (let row = 0; how === "outer" && row < sizes[1]; row++) {
    if (used[row]) continue;
    leftRows.push(-1);
    rightRows.push(row);
  }
  return { leftRows, rightRows };
}

/** One value for the key of a row; `null` when a part of it is missing. */
function keyAt(columns: readonly TableColumn[], row: number): Cell {
  const cells = columns.map(({ values }) => values[row] ?? null);
  if (cells.some(isMissing)) return null;
  return cells.length === 1 ? (cells[0] as Cell) : JSON.stringify(cells.map(String));
}

function fillFrom(
  values: ColumnValues,
  { source, leftRows, rightRows }: { source: ColumnValues; leftRows: number[]; rightRows: number[] },
): void {
  for (const [row, left] of leftRows.entries()) {
    if (left < 0) (values as Cell[])[row] = source[rightRows[row] as number] as Cell;
  }
}
