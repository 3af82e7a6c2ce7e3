/** The names of rows: 0, 1, 2 … as long as nobody gives others, and what becomes of them when rows are taken. */
import { cannot, ShapeError } from "../core/errors";
import type { Label } from "./schema";

/** `undefined` stands for 0, 1, 2 …, so that a frame of a million rows keeps no names. */
export type RowIndex = Int32Array | readonly Label[] | undefined;

/** All names, as an array of the caller's own. */
export function labelsOf(index: RowIndex, rows: number): Label[] {
  if (index === undefined) return Array.from({ length: rows }, (_, row) => row);
  return Array.from<Label>(index);
}

/** The name of one row. */
export function labelAt(index: RowIndex, row: number): Label {
  return index?.[row] ?? row;
}

/** The names of some rows, in their order. */
export function takeLabels(index: RowIndex, rows: Int32Array): RowIndex {
  if (index === undefined) return isRange(rows) ? undefined : rows;
  if (index instanceof Int32Array) return rows.map((row) => index[row] ?? row);
  return Array.from(rows, (row) => index[row] ?? row);
}

/**
 * Checks names that somebody gives.
 *
 * @throws ShapeError when there are more or fewer than rows; ArgumentError when one comes twice.
 */
export function checkedIndex(labels: ArrayLike<Label>, rows: number): RowIndex {
  if (labels.length !== rows)
    throw cannot("name the rows", {
      argument: "index",
      must: `${rows} long, one name per row`,
      received: labels.length,
      as: ShapeError,
    });
  const known = new Set<Label>();
  for (const label of Array.from(labels)) {
    if (known.has(label) || label === null || label === undefined)
      throw cannot("name the rows", {
        argument: "index",
        must: "made of names that come once each",
        received: label,
      });
    known.add(label);
  }
  return isRange(labels) ? undefined : Array.from(labels);
}

/** Finds the place of a row by its name; −1 where there is none. */
export function finderOf(index: RowIndex, rows: number): (label: unknown) => number {
  if (index === undefined) {
    return (label) =>
      Number.isInteger(label) && Number(label) >= 0 && Number(label) < rows ? Number(label) : -1;
  }
  const places = new Map<unknown, number>();
  for (let row = 0; row < index.length; row++) places.set(index[row], row);
  return (label) => places.get(label) ?? -1;
}

function isRange(labels: ArrayLike<Label>): boolean {
  for (let row = 0; row < labels.length; row++) if (labels[row] !== row) return false;
  return true;
}
