/** Measures training, evaluation and prediction beside stock tfjs-node, Keras and PyTorch on the same models, data and threads. */
import os from "node:os";
import path from "node:path";
import { projectRoot } from "neural-notebooks-tools/project";
import { alternate, type Figures } from "./alternate";
import type { BenchOptions } from "./main";
import { ProgramPeer, type Details } from "./peer";
import { benchPython, type BenchPython, type PythonNeed } from "./python";
import { growthOperations, modelOperations, optimizerOperations } from "./training-plan";
import { busyFigures, growthTable, memoryTable, notes, timesTable } from "./training-tables";

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
  const versions = await peerVersions(python);
  const machine = machineNow();
  print(
    `Batch 128, Adam, ${THREADS} threads, median of ${rounds} rounds; step, epoch, callbacks: ms per step; evaluate, predict: ms for 10,000 rows`,
  );
  const times: Figures = {};
  const memory: Figures = {};
  for (const model of models) {
    await withPeers(python, async (peers) => {
      Object.assign(memory, await alternate(peers, { operations: [`${model} memory`], rounds: 1 }));
      const operations = modelOperations(model, { quick });
      const measured = await alternate(peers, { operations, rounds, report: report(model, rounds) });
      Object.assign(times, measured);
      print(`\n${timesTable(measured)}`);
    });
  }
  print(`\nThe same in time of all threads\n${timesTable(busyFigures(times))}`);
  print(`\nPeak memory after one epoch, and the loss of the last epoch\n${memoryTable(memory, { times })}`);

  const more = async (title: string, operations: readonly string[], without = ""): Promise<Figures> => {
    if (quick || operations.length === 0) return {};
    return withPeers(python, (peers) =>
      alternate(
        peers.filter(({ name }) => name !== without),
        { operations, rounds, report: report(title, rounds) },
      ),
    );
  };
  const optimizers = await more("optimizers", optimizerOperations(models));
  if (Object.keys(optimizers).length > 0) print(`\nOptimizers, ms per step\n${timesTable(optimizers)}`);
  const growth = await more("growth", growthOperations(models), "stock");
  if (Object.keys(growth).length > 0)
    print(`\nGrowth with batch size, width and length\n${growthTable(growth)}`);

  print(["", ...notes({ ...times, ...optimizers, ...growth }), ""].join("\n"));
  const loads = [machine.load, os.loadavg()];
  printMachine({ ...machine, loads }, versions);
  return { ...machine, loads, threads: THREADS, versions, rounds, times, memory, optimizers, growth };
}

function machineNow(): { date: string; cpu: string; cores: number; load: number[]; node: string } {
  const cores = os.cpus();
  return {
    date: new Date().toISOString(),
    cpu: cores[0]?.model ?? "unknown",
    cores: cores.length,
    load: os.loadavg(),
    node: process.version,
  };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
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
    // As the course's kernel has it; Keras computes by the same library, and has it too.
    TF_ENABLE_ONEDNN_OPTS: "1",
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const peer = (name: string, command: readonly string[], more: NodeJS.ProcessEnv = {}): ProgramPeer =>
    new ProgramPeer(name, { command, first: "start", limit: LIMIT, env: { ...env, ...more } });
  const ours = [process.execPath, path.join(__dirname, "training-ours.js")];
  const script = path.join(projectRoot, "lib", "bench", "peers", "training.py");
  const peers = [
    peer("ours", ours, { TFJS_GRAPH: undefined }),
    peer("stock", ours, { TFJS_GRAPH: "plain" }),
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
  print(`${date}; ${cpu}, ${cores} cores, load ${load} at the end; Node ${node}, ${THREADS} threads each`);
  for (const [name, details] of Object.entries(versions))
    print(
      `${name}: ${Object.entries(details)
        .map((pair) => pair.join(" "))
        .join(", ")}`,
    );
}
