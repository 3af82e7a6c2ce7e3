/** Measures the course kernel beside stock tslab, ipykernel and Deno: start, cells, the TensorFlow import, memory, a long session. */
import { askKernels } from "./kernel-peers";
import type { BenchOptions } from "./main";
import { median, printTable } from "./table";

/** How many cells the long session has. */
const CELLS = 300;

interface Plan {
  trivial: string;
  tf: string | null;
  /** A cell that declares; `{i}` is its number. */
  declare: string;
}

const typescriptPlan: Plan = {
  trivial: "1 + 1",
  tf: "import * as tf from '@tensorflow/tfjs-node'",
  declare: "const value{i} = {i}; value{i} * 2",
};

/** Runs the bench; each figure is the median over the rounds, in ms or MB. */
export async function benchKernel({ rounds }: BenchOptions): Promise<unknown> {
  const plans = {
    ours: typescriptPlan,
    "stock tslab": typescriptPlan,
    Deno: typescriptPlan,
    ipykernel: { trivial: "1 + 1", tf: null, declare: "value{i} = {i}; value{i} * 2" },
  };
  const figures = askKernels<Plan, Record<string, number>[]>("kernel.py", {
    plans,
    settings: { rounds, cells: CELLS },
  });
  const medians = Object.fromEntries(figures.map(([peer, list]) => [peer, mediansOf(list)]));
  print(medians);
  return { node: process.version, rounds, medians, raw: Object.fromEntries(figures) };
}

function mediansOf(list: readonly Record<string, number>[]): Record<string, number> {
  const keys = [...new Set(list.flatMap((figures) => Object.keys(figures)))];
  return Object.fromEntries(
    keys.map((key) => {
      return [key, median(list.flatMap((figures) => figures[key] ?? []))];
    }),
  );
}

function print(medians: Record<string, Record<string, number>>): void {
  const columns = Object.keys(medians);
  const rows = [...new Set(columns.flatMap((column) => Object.keys(medians[column] ?? {})))];
  const unit = (row: string): string => {
    if (row.startsWith("idle")) return "of 300";
    return row.startsWith("memory") ? "MB" : "ms";
  };
  const cell = (value: number | undefined): string =>
    value === undefined ? "-" : value.toFixed(value < 100 ? 1 : 0);
  printTable(
    ["median", ...columns],
    rows.map((row) => [`${row}, ${unit(row)}`, ...columns.map((column) => cell(medians[column]?.[row]))]),
  );
}
