/** `npm run bench -- NAME`: measures beside peers in one run and prints a table; nothing is asserted. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchFrames } from "./frames";
import { benchKernel } from "./kernel";
import { benchOracles } from "./oracles";

/** One bench: measures, prints its table, returns what it measured for `--json`. */
export type Bench = (options: BenchOptions) => Promise<unknown>;

/** What every bench understands. */
export interface BenchOptions {
  /** How often each peer is measured, in turn. */
  rounds: number;
  /** The sizes to measure, for benches of tables. */
  rows: readonly number[];
}

const benches: Record<string, Bench> = { kernel: benchKernel, frames: benchFrames, oracles: benchOracles };

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "string" },
      rounds: { type: "string", default: "5" },
      rows: { type: "string", multiple: true, default: ["100000"] },
    },
  });
  const [name] = positionals;
  const bench = name === undefined ? undefined : benches[name];
  const rounds = Number(values.rounds);
  const rows = values.rows.map(Number);
  if (!bench || ![rounds, ...rows].every((value) => Number.isSafeInteger(value) && value >= 1)) {
    process.stdout.write(
      `Usage: npm run bench -- ${Object.keys(benches).join("|")} [--rounds N] [--rows N]... [--json FILE]\n`,
    );
    return 2;
  }
  const result = await bench({ rounds, rows });
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  return 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
