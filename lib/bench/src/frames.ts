/** Measures this library's frames beside raw danfo and pandas on the same tables: every operation a lesson uses. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectRoot } from "neural-notebooks-tools/project";
import { alternate, ratioToFastest, type Figures } from "./alternate";
import { benchTables } from "./frames-data";
import type { BenchOptions } from "./main";
import { ProgramPeer } from "./peer";
import { benchPython, type PythonNeed } from "./python";
import { printTable } from "./table";

/** An operation that takes longer than `LONG` is run once; one longer than `LIMIT` is given up (milliseconds). */
const LONG = 30_000;
const LIMIT = 90_000;
const READ = "read CSV";
// An older Python takes the newest pandas that is made for it; the closing line tells which.
const PANDAS: PythonNeed = {
  peer: "pandas",
  distribution: "pandas",
  alternatives: [["pandas==3.1.1", "numpy==2.4.6"], ["pandas"]],
};

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
  const python = benchPython("python", { needs: [PANDAS] });
  const results = [];
  for (const rows of sizes) {
    const figures = await measure(rows, { rounds, python: python?.path });
    process.stdout.write(
      `\n${rows.toLocaleString("en")} rows, median of ${rounds} rounds, ms (pandas makes an array where we make a tensor)\n`,
    );
    printFigures(figures);
    results.push({ rows, figures });
  }
  const versions = {
    node: process.version,
    danfo: versionOf("danfojs-node"),
    pandas: python?.versions["pandas"],
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
    ...(python
      ? [peer("pandas", [python, path.join(projectRoot, "lib", "bench", "peers", "frames.py")])]
      : []),
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

function versionOf(name: string): string {
  return (require(path.join(projectRoot, "node_modules", name, "package.json")) as { version: string })
    .version;
}
