/** Finds rows that have come before. */
import type { TableColumn } from "../datasets";
import { firstCodes } from "./grouping";

/** Which of equal rows is no duplicate. */
export type Keep = "first" | "last";

/**
 * Marks the rows whose cells have come before (after, for `"last"`) in all of the columns; missing cells are equal.
 *
 * @returns For each row, whether it is a duplicate.
 */
export function duplicateFlags(columns: readonly TableColumn[], keep: Keep): boolean[] {
  const { codes, firsts } = firstCodes(columns, true);
  const seen = new Uint8Array(firsts.length);
  const flags = new Array<boolean>(codes.length);
  for (let step = 0; step < codes.length; step++) {
    const row = keep === "first" ? step : codes.length - 1 - step;
    const code = codes[row] as number;
    flags[row] = seen[code] === 1;
    seen[code] = 1;
  }
  return flags;
}
