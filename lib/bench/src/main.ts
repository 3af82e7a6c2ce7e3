/** `npm run bench -- NAME`: measures beside peers in one run and prints a table; nothing is asserted. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
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

/** Each is loaded when it is asked for: some load TensorFlow, which others must not have beside what they measure. */
const benches: Record<string, () => Promise<Bench>> = {
  kernel: async () => (await import("./kernel.js")).benchKernel,
  frames: async () => (await import("./frames.js")).benchFrames,
  interact: async () => (await import("./interact.js")).benchInteract,
  javascript: async () => (await import("./javascript.js")).benchJavaScript,
  oracles: async () => (await import("./oracles.js")).benchOracles,
  pictures: async () => (await import("./pictures.js")).benchPictures,
  protocol: async () => (await import("./protocol.js")).benchProtocol,
  training: async () => (await import("./training.js")).benchTraining,
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "string" },
      rounds: { type: "string" },
      models: { type: "string" },
      quick: { type: "boolean", default: false },
      rows: { type: "string", multiple: true, default: [] },
    },
  });
  const [name] = positionals;
  const load = name === undefined ? undefined : benches[name];
  const { quick } = values;
  const rounds = Number(values.rounds ?? (quick ? 2 : 5));
  const models = values.models?.split(",") ?? (quick ? QUICK_MODELS : MODELS);
  const sizes = quick ? [1e5] : [1e5, 1e6];
  const rows = values.rows.length > 0 ? values.rows.map(Number) : sizes;
  const areCounts = [rounds, ...rows].every((value) => Number.isSafeInteger(value) && value >= 1);
  if (!load || !areCounts || !models.every(isModelName)) {
    process.stdout.write(
      `Usage: npm run bench -- ${Object.keys(benches).join("|")} [--rounds N] [--json FILE]
  frames:    [--rows N]... [--quick]
  javascript, training: [--models ${MODELS.join(",")}] [--quick]
`,
    );
    return 2;
  }
  const bench = await load();
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
