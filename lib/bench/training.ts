/** Measures training, evaluation and prediction beside stock tfjs-node, Keras and PyTorch on the same models, data and threads. */
import os from "node:os";
import path from "node:path";
import { projectRoot } from "../tools/project";
import { alternate, type Figures } from "./alternate";
import type { BenchOptions } from "./main";
import { ProgramPeer, type Details } from "./peer";
import { benchPython, type BenchPython, type PythonNeed } from "./python";
import { growthOperations, modelOperations, optimizerOperations } from "./training-plan";
import { printGrowth, printMemory, printNotes, printTimes } from "./training-tables";

/** Threads of every peer. */
const THREADS = 2;
/** Milliseconds until an operation is given up; the first one of a peer includes making the model. */
const LIMIT = 180_000;

const NEEDS: readonly PythonNeed[] = [
  {
    peer: "Keras",
    distribution: "keras",
    alternatives: [
      ["tensorflow-cpu==2.21.0", "keras==3.15.1"],
      ["tensorflow", "keras"],
    ],
  },
  { peer: "PyTorch", distribution: "torch", alternatives: [["torch==2.13.0"]] },
];

/** Runs the bench, and prints its tables. */
export async function benchTraining({ rounds, models, quick }: BenchOptions): Promise<unknown> {
  const python = benchPython("training", { needs: NEEDS, limit: 1_800_000 });
  const began = new Date();
  const versions = await peerVersions(python);
  const loads = [os.loadavg()];
  const [times, memory]: Figures[] = [{}, {}];
  const chosen = quick ? models.filter((model) => ["mlp", "cnn", "lstm"].includes(model)) : models;
  const title = `median of ${rounds} rounds; step, epoch, helper: ms per step; evaluate, predict: ms for 10,000 rows`;
  process.stdout.write(`Batch 128, Adam, ${THREADS} threads, ${title}\n`);
  for (const model of chosen) {
    const measured = await withPeers(python, async (peers) => {
      const taken = await alternate(peers, { operations: [`${model} memory`], rounds: 1 });
      const operations = modelOperations(model, { quick });
      return { taken, times: await alternate(peers, { operations, rounds, report: report(model, rounds) }) };
    });
    Object.assign(times, measured.times);
    Object.assign(memory, measured.taken);
    process.stdout.write("\n");
    printTimes(measured.times);
  }
  process.stdout.write("\nPeak memory after one epoch, and the loss after the last timed epoch or step\n");
  printMemory(memory, { times });

  const optimizers = quick
    ? {}
    : await withPeers(python, (peers) =>
        alternate(peers, {
          operations: optimizerOperations(models),
          rounds,
          report: report("optimizers", rounds),
        }),
      );
  if (Object.keys(optimizers).length > 0) {
    process.stdout.write("\nOptimizers, ms per step\n");
    printTimes(optimizers);
  }
  const growth = quick
    ? {}
    : await withPeers(python, (peers) =>
        alternate(
          peers.filter(({ name }) => name !== "stock"),
          { operations: growthOperations(models), rounds, report: report("growth", rounds) },
        ),
      );
  if (Object.keys(growth).length > 0) {
    process.stdout.write("\nGrowth with batch size, width and length, ms per step\n");
    printGrowth(growth);
  }
  loads.push(os.loadavg());
  printNotes({ ...times, ...optimizers, ...growth });
  const machine = {
    date: began.toISOString(),
    cpu: os.cpus()[0]?.model ?? "unknown",
    cores: os.cpus().length,
    threads: THREADS,
    loads,
    node: process.version,
  };
  printMachine(machine, versions);
  return { ...machine, versions, rounds, times, memory, optimizers, growth };
}

/** Starts every peer that is to be had, each in a process of its own, and ends them afterwards. */
async function withPeers<T>(
  python: BenchPython | undefined,
  work: (peers: readonly ProgramPeer[]) => Promise<T>,
): Promise<T> {
  const count = String(THREADS);
  const env = {
    ...process.env,
    TF_NUM_INTRAOP_THREADS: count,
    TF_NUM_INTEROP_THREADS: count,
    OMP_NUM_THREADS: count,
    TF_CPP_MIN_LOG_LEVEL: "3",
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const peer = (name: string, command: readonly string[], more: NodeJS.ProcessEnv = {}): ProgramPeer =>
    new ProgramPeer(name, { command, first: "start", limit: LIMIT, env: { ...env, ...more } });
  const ours = [process.execPath, path.join(__dirname, "training-ours.js")];
  const script = path.join(projectRoot, "lib", "bench", "training.py");
  const peers = [
    peer("ours", ours),
    peer("stock", ours, { NEURAL_NOTEBOOKS_NATIVE: "plain" }),
    ...(python?.versions["keras"] ? [peer("Keras", [python.path, script, "keras"])] : []),
    ...(python?.versions["torch"] ? [peer("PyTorch", [python.path, script, "torch"])] : []),
  ];
  try {
    return await work(peers);
  } finally {
    peers.forEach((each) => each.close());
  }
}

function peerVersions(python: BenchPython | undefined): Promise<Record<string, Details>> {
  return withPeers(python, async (peers) => {
    const entries = peers.map(async (each) => {
      const answer = await each.ask("start");
      return [each.name, "problem" in answer ? { problem: answer.problem } : (answer.details ?? {})] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  });
}

function report(title: string, rounds: number): (round: number) => void {
  return (round) => void process.stderr.write(`${title}, round ${round} of ${rounds}\n`);
}

function printMachine(
  machine: { date: string; cpu: string; cores: number; loads: readonly number[][]; node: string },
  versions: Readonly<Record<string, Details>>,
): void {
  const { date, cpu, cores, loads, node } = machine;
  const load = loads.map((each) => each[0]?.toFixed(1)).join(" at the start, ");
  process.stdout.write(`\n${date}; ${cpu}, ${cores} cores, load ${load} at the end; Node ${node}\n`);
  for (const [name, details] of Object.entries(versions)) {
    const words = Object.entries(details).map(([key, value]) => `${key} ${String(value)}`);
    process.stdout.write(`${name}: ${words.join(", ")}\n`);
  }
}
