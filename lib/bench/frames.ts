/** Measures this library's frames beside raw danfo and pandas on the same tables: every operation a lesson uses. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectRoot, pythonPath } from "../tools/project";
import { alternate, ratioToFastest, type Figures } from "./alternate";
import { benchTables } from "./frames-data";
import type { BenchOptions } from "./main";
import { ProgramPeer } from "./peer";
import { printTable } from "./table";

/** An operation that takes longer than `LONG` is run once; one longer than `LIMIT` is given up (milliseconds). */
const LONG = 30_000;
const LIMIT = 90_000;
const READ = "read CSV";
const PINNED = ["pandas==3.1.1", "numpy==2.4.6"];

/** In this order: danfo's `fillNa` changes the frame that it is called on, so it comes last. */
const OPERATIONS = [
  READ,
  "select 2 columns",
  "filter by number and text",
  "sort by a number",
  "sort by text, then a number",
  "group by text, mean",
  "join on a number",
  "describe 2 number columns",
  "count missing",
  "drop rows with missing",
  "2 columns to a tensor",
  "fill missing",
] as const;

/** Runs the bench, and prints one table for each size. */
export async function benchFrames({ rounds, rows: sizes }: BenchOptions): Promise<unknown> {
  const python = benchPython();
  const results = [];
  for (const rows of sizes) {
    const figures = await measure(rows, { rounds, python });
    process.stdout.write(
      `\n${rows.toLocaleString("en")} rows, median of ${rounds} rounds, ms (pandas makes an array where we make a tensor)\n`,
    );
    printFigures(figures);
    results.push({ rows, figures });
  }
  const versions = {
    node: process.version,
    danfo: versionOf("danfojs-node"),
    pandas: python && pandasVersion(python),
  };
  process.stdout.write(
    `\nNode ${versions.node}, danfo ${versions.danfo}, pandas ${versions.pandas ?? "skipped"}\n`,
  );
  return { ...versions, rounds, results };
}

async function measure(
  rows: number,
  { rounds, python }: { rounds: number; python: string | undefined },
): Promise<Figures> {
  const folder = mkdtempSync(path.join(tmpdir(), "neural-notebooks-bench-"));
  const files = ["main.csv", "other.csv"].map((name) => path.join(folder, name)) as [string, string];
  const tables = benchTables(rows);
  writeFileSync(files[0], tables.main);
  writeFileSync(files[1], tables.other);
  const peer = (name: string, program: readonly string[]): ProgramPeer =>
    new ProgramPeer(name, { command: [...program, ...files], first: READ, limit: LIMIT });
  const peers = [
    peer("ours", [process.execPath, path.join(__dirname, "frames-ours.js")]),
    peer("danfo", [process.execPath, path.join(__dirname, "frames-danfo.js")]),
    ...(python ? [peer("pandas", [python, path.join(projectRoot, "lib", "bench", "frames.py")])] : []),
  ];
  const report = (round: number): void =>
    void process.stderr.write(`${rows} rows, round ${round} of ${rounds}\n`);
  try {
    return await alternate(peers, { operations: OPERATIONS, rounds, long: LONG, report });
  } finally {
    peers.forEach((each) => each.close());
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Prints operations down, peers across, and below the table what a figure alone does not say.
 *
 * @param figures - As `alternate` gives them; the first peer is ours.
 */
function printFigures(figures: Figures): void {
  const names = Object.keys(Object.values(figures)[0] ?? {});
  const [ours = ""] = names;
  const rows = Object.entries(figures).map(([operation, byPeer]) => {
    const ratio = ratioToFastest(byPeer, ours);
    const cells = names.map(
      (name) => formatMilliseconds(byPeer[name]?.ms) + (byPeer[name]?.note ? "*" : " "),
    );
    return [operation, ...cells, ratio === undefined ? "-" : `${ratio.toFixed(2)}×`];
  });
  printTable(["operation", ...names.map((name) => `${name} `), "ours ÷ fastest peer"], rows);
  for (const [operation, byPeer] of Object.entries(figures))
    for (const [name, { note }] of Object.entries(byPeer))
      if (note) process.stdout.write(`* ${name}, ${operation}: ${note}\n`);
}

function formatMilliseconds(ms: number | undefined): string {
  if (ms === undefined) return "-";
  return ms < 10 ? ms.toFixed(2) : ms.toFixed(0);
}

/** A Python with pandas, in an environment of its own that this bench makes when it first runs; `undefined` when it is not to be had. */
function benchPython(): string | undefined {
  const folder = path.join(projectRoot, ".setup", "bench", "python");
  const python = path.join(
    folder,
    ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
  );
  if (pandasVersion(python)) return python;
  const skip = (why: string): undefined => void process.stdout.write(`pandas is skipped: ${why}\n`);
  let base: string;
  try {
    base = pythonPath();
  } catch (error) {
    return skip(error instanceof Error ? error.message : String(error));
  }
  process.stderr.write("pandas is being installed for this bench\n");
  rmSync(folder, { recursive: true, force: true });
  if (spawnSync(base, ["-m", "venv", folder]).status !== 0)
    return skip("Python could not make an environment for it.");
  const install = (packages: readonly string[]): boolean =>
    spawnSync(
      python,
      ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--quiet", ...packages],
      { timeout: 600_000 },
    ).status === 0;
  // An older Python takes the newest pandas that is made for it; the closing line tells which.
  if (install(PINNED) || install(["pandas"])) return python;
  return skip("its packages could not be installed.");
}

function pandasVersion(python: string): string | undefined {
  if (!existsSync(python)) return undefined;
  const { status, stdout } = spawnSync(python, ["-c", "import pandas; print(pandas.__version__)"], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
}

function versionOf(name: string): string {
  return (require(path.join(projectRoot, "node_modules", name, "package.json")) as { version: string })
    .version;
}
