/** Turns columns into an order of rows: stable, missing values last whichever way it runs. */
import type { TableColumn } from "../datasets";
import { compareCells, isMissing } from "./schema";
import type { Cell } from "./schema";

/**
 * Orders rows by one or more columns; rows that are equal keep their order.
 *
 * @param columns - The first decides, the next breaks ties.
 * @param descending - For each column, whether the largest comes first.
 * @returns Row numbers in their new order.
 */
export function orderRows(columns: readonly TableColumn[], descending: readonly boolean[]): Int32Array {
  const count = columns[0]?.values.length ?? 0;
  const keys = columns.map((column, index) => ({ rank: ranks(column), sign: descending[index] ? -1 : 1 }));
  const compare = (a: number, b: number): number => {
    for (const { rank, sign } of keys) {
      const left = rank[a] as number;
      const right = rank[b] as number;
      if (left === right) continue;
      // Missing values have rank Infinity and stay last in both directions.
      if (left === Infinity) return 1;
      if (right === Infinity) return -1;
      return left < right ? -sign : sign;
    }
    return a - b;
  };
  return Int32Array.from({ length: count }, (_, row) => row).sort(compare);
}

/** Numbers that order as the cells do, so that the comparison runs on numbers alone. */
function ranks({ values }: TableColumn): Float64Array {
  if (values instanceof Float64Array)
    return values.map((value) => (Number.isNaN(value) ? Infinity : cap(value)));
  const distinct = [...new Set<Cell>(values)].filter((cell) => !isMissing(cell)).sort(compareCells);
  const rank = new Map(distinct.map((cell, index) => [cell, index]));
  return Float64Array.from<Cell>(values, (cell) => rank.get(cell) ?? Infinity);
}

/** Infinity itself is kept apart from missing. */
function cap(value: number): number {
  return value === Infinity ? Number.MAX_VALUE : value;
}
