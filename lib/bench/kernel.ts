/** Measures the course kernel beside stock tslab, ipykernel and Deno: start, cells, the TensorFlow import, memory, a long session. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { installKernelspec } from "../kernel/install";
import { installStockKernelspec, STOCK_KERNEL_NAME } from "../kernel/stock";
import { DENO_KERNEL_NAME, installDenoKernelspec } from "./deno";
import type { BenchOptions } from "./main";
import { median, printTable } from "./table";

const root = path.join(__dirname, "..", "..", "..");
const python = path.join(root, ".venv", "bin", "python");

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
  if (!existsSync(python))
    throw new Error(`Cannot measure kernels: ${python} is missing; run npm run setup first.`);
  const prefix = mkdtempSync(path.join(tmpdir(), "neural-notebooks-bench-"));
  try {
    const kernels: Record<string, Plan> = {
      tslab: typescriptPlan,
      [STOCK_KERNEL_NAME]: typescriptPlan,
      ...(installDenoKernelspec({ prefix }) && { [DENO_KERNEL_NAME]: typescriptPlan }),
      python3: { trivial: "1 + 1", tf: null, declare: "value{i} = {i}; value{i} * 2" },
    };
    installKernelspec({ prefix });
    installStockKernelspec({ prefix });
    const env = {
      ...process.env,
      JUPYTER_PATH: path.join(prefix, "share", "jupyter"),
      JUPYTER_RUNTIME_DIR: prefix,
      IPYTHONDIR: prefix,
      JUPYTER_CONFIG_DIR: prefix,
    };
    // A file, because the kernels may print to the same stdout.
    const output = path.join(prefix, "figures.json");
    const script = path.join(root, "lib", "bench", "kernel.py");
    const run = spawnSync(python, [script], {
      cwd: root,
      env,
      input: JSON.stringify({ output, rounds, cells: CELLS, kernels }),
      stdio: ["pipe", "ignore", "inherit"],
    });
    if (run.status !== 0)
      throw new Error("Cannot measure kernels: the measuring script failed; its message is above.");
    const raw = JSON.parse(readFileSync(output, "utf8")) as Record<string, Record<string, number>[]>;
    const names: Record<string, string> = {
      tslab: "ours",
      [STOCK_KERNEL_NAME]: "stock tslab",
      [DENO_KERNEL_NAME]: "deno",
      python3: "ipykernel",
    };
    const medians = Object.fromEntries(
      Object.entries(raw).map(([kernel, list]) => [names[kernel] ?? kernel, mediansOf(list)]),
    );
    print(medians);
    return { node: process.version, rounds, medians, raw };
  } finally {
    rmSync(prefix, { recursive: true, force: true });
  }
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
