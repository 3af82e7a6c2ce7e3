/** Measures training on the JavaScript back end: TensorFlow.js' kernels as published beside ours, in a process each. */
import path from "node:path";
import { alternate } from "./alternate";
import type { BenchOptions } from "./main";
import { ProgramPeer } from "./peer";
import { printTable } from "./table";
import type { ModelName } from "./training-task";

/** Milliseconds until an operation is given up: some stock steps take seconds, and each is done some times. */
const LIMIT = 300_000;
/** Rows of a batch: few where a stock step would take a minute. */
const BATCHES: Partial<Record<ModelName, number>> = { cnn: 2, conv1d: 8 };

/** Runs the bench, and prints its table. */
export async function benchJavaScript({ rounds, models }: BenchOptions): Promise<unknown> {
  const command = [process.execPath, path.join(__dirname, "training-ours.js")];
  const peer = (name: string, native: string | undefined): ProgramPeer => {
    const env = { ...process.env, NEURAL_NOTEBOOKS_BACKEND: "js", TFJS_GRAPH: native };
    return new ProgramPeer(name, { command, first: "start", limit: LIMIT, env });
  };
  const peers = [peer("ours", undefined), peer("stock", "plain")];
  const operations = models.map((model) => {
    const batch = BATCHES[model] ?? 32;
    return `${model} step batch=${batch} rows=${batch} warm=10 seconds=1.5`;
  });
  try {
    const figures = await alternate(peers, { operations, rounds });
    printTable(
      [`ms per step, ${rounds} rounds`, "stock", "ours", "stock / ours"],
      Object.entries(figures).map(([operation, { stock, ours }]) => [
        operation.split(" ").slice(0, 3).join(" "),
        ...[stock?.ms, ours?.ms].map((ms) => ms?.toFixed(1) ?? "–"),
        stock?.ms && ours?.ms ? (stock.ms / ours.ms).toFixed(1) : "–",
      ]),
    );
    return figures;
  } finally {
    peers.forEach((each) => each.close());
  }
}
