/** `npm run bench -- NAME`: measures beside peers in one run and prints a table; nothing is asserted. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchFrames } from "./frames";
import { benchKernel } from "./kernel";
import { benchOracles } from "./oracles";
import { benchTraining } from "./training";
import { MODELS, QUICK_MODELS, isModelName, type ModelName } from "./training-task";

/** One bench: measures, prints its table, returns what it measured for `--json`. */
export type Bench = (options: BenchOptions) => Promise<unknown>;

/** What every bench understands. */
export interface BenchOptions {
  /** How often each peer is measured, in turn. */
  rounds: number;
  /** The sizes to measure, for benches of tables. */
  rows: readonly number[];
  /** The models to train, for the bench of training. */
  models: readonly ModelName[];
  /** Measures less, for a look in between. */
  quick: boolean;
}

const benches: Record<string, Bench> = {
  kernel: benchKernel,
  frames: benchFrames,
  oracles: benchOracles,
  training: benchTraining,
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "string" },
      rounds: { type: "string" },
      models: { type: "string" },
      quick: { type: "boolean", default: false },
      rows: { type: "string", multiple: true, default: ["100000"] },
    },
  });
  const [name] = positionals;
  const bench = name === undefined ? undefined : benches[name];
  const { quick } = values;
  const rounds = Number(values.rounds ?? (quick ? 2 : 5));
  const models = values.models?.split(",") ?? (quick ? QUICK_MODELS : MODELS);
  const rows = values.rows.map(Number);
  const areCounts = [rounds, ...rows].every((value) => Number.isSafeInteger(value) && value >= 1);
  if (!bench || !areCounts || !models.every(isModelName)) {
    process.stdout.write(
      `Usage: npm run bench -- ${Object.keys(benches).join("|")} [--rounds N] [--json FILE]
  frames:    [--rows N]...
  training:  [--models ${MODELS.join(",")}] [--quick]
`,
    );
    return 2;
  }
  const result = await bench({ rounds, rows, models, quick });
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
