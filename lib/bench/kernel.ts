/** Measures the course kernel beside stock tslab, ipykernel and Deno: start, cells, the TensorFlow import, memory, a long session. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { installKernelspec } from "../kernel/install";
import { installStockKernelspec, STOCK_KERNEL_NAME } from "../kernel/stock";
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
      ...deno(prefix),
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
      "bench-deno": "deno",
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

/** Deno's kernel comes from its npm package, installed beside the set-up's files when this bench first runs. */
function deno(prefix: string): Record<string, Plan> {
  const folder = path.join(root, ".setup", "bench", "deno");
  const binary = path.join(folder, "node_modules", "deno", "bin.cjs");
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), '{"private":true}\n');
    const install = spawnSync(
      "npm",
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", "deno@2.9.6"],
      { cwd: folder, encoding: "utf8" },
    );
    if (install.status !== 0) {
      process.stdout.write("Deno's kernel is skipped: its npm package could not be installed.\n");
      return {};
    }
  }
  writeSpec(prefix, "bench-deno", [
    process.execPath,
    binary,
    "jupyter",
    "--kernel",
    "--conn",
    "{connection_file}",
  ]);
  return { "bench-deno": typescriptPlan };
}

function writeSpec(prefix: string, name: string, argv: string[]): void {
  const folder = path.join(prefix, "share", "jupyter", "kernels", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, "kernel.json"),
    JSON.stringify({ argv, display_name: name, language: "typescript" }),
  );
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
