/** Reads the figures of pandas and scikit-learn that `lib/tools/oracles/tables.py` wrote, for tests. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `tables.json` holds; `null` stands for a missing number. */
export interface TableOracle {
  tolerance: number;
  x: number[][];
  new: number[][];
  gaps: (number | null)[][];
  standard: Record<"train" | "new" | "back", number[][]>;
  minmax: Record<"train" | "new" | "back", number[][]>;
  minmaxRange: Record<"train" | "new" | "back", number[][]>;
  imputers: Record<"mean" | "median" | "mostFrequent", number[]>;
  words: string[];
  ordinal: number[];
  onehot: number[][];
  quantiles: Record<string, number>;
  describe: { columns: string[]; rows: Record<string, number[]> };
  grouped: { columns: string[]; data: (string | number)[][] };
  sorted: number[];
  joins: Record<"inner" | "left" | "outer", { columns: string[]; data: (string | number | null)[][] }>;
}

/** The oracle's file, from the source folder, wherever the compiled test lies. */
export function tableOracle(): TableOracle {
  return JSON.parse(readFileSync(join(__dirname, "../../tools/oracles/tables.json"), "utf8")) as TableOracle;
}

/** The largest distance between two arrays of numbers of the same shape. */
export function largestDifference(
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
): number {
  if (a.length !== b.length) return Infinity;
  return Math.max(
    0,
    ...a.map((row, i) =>
      row.length === b[i]?.length
        ? Math.max(...row.map((value, j) => Math.abs(value - (b[i]?.[j] as number))))
        : Infinity,
    ),
  );
}
