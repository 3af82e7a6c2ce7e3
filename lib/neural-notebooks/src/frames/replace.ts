/** Turns a column into one with one value in place of another. */
import { DataError, cannot } from "../core/errors";
import type { TableColumn } from "../datasets";
import { columnFromCells } from "./cells";
import type { Cell } from "./schema";
import { isMissing } from "./schema";

/** Puts one value in place of another; the column's type is that of what it holds then. */
export function replaceCells(column: TableColumn, oldValue: Cell, newValue: Cell): TableColumn {
  const cells = Array.from<Cell, Cell>(column.values, (cell) => (cell === oldValue ? newValue : cell));
  return columnFromCells(column.name, cells);
}

/** @throws DataError when a value to be replaced, or its replacement, is missing. */
export function checkReplaced(oldValue: Cell | undefined, newValue: Cell | undefined): void {
  const hint = "Use fillNa for what is missing.";
  for (const [argument, received] of [
    ["oldValue", oldValue],
    ["newValue", newValue],
  ] as const)
    if (isMissing(received))
      throw cannot("replace", { argument, must: "a value", received, hint, as: DataError });
}
