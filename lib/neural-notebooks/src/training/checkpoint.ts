/** Saves a training run to a file and goes on from it, also after the kernel was killed. */
import { existsSync } from "node:fs";
import { ArgumentError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { tf, type LayersModel, type Tensor } from "../core/tf";
import { readTensorFile, writeTensorFile, type NamedTensor } from "../models/tensor-file";
import type { BestSoFar } from "./early-stopping";
import type { EpochRecord } from "./history";

/** Where and how often a run is saved. */
export interface CheckpointOptions {
  /** Path of the file; it is replaced as a whole. */
  file: string;
  /** Epochs between two savings. */
  every?: number;
  /** Goes on from the file where it exists (true), or starts anew (false). */
  resume?: boolean;
}

/** What identifies a run: a file of another run is refused. */
export interface RunIdentity {
  readonly model: LayersModel;
  readonly epochs: number;
  readonly seed: number;
  readonly batchSize: number;
}

/** What a checkpoint holds besides the weights, which go straight into the model. */
export interface SavedRun {
  readonly records: readonly EpochRecord[];
  readonly best: BestSoFar;
  /** Weights of the best epoch, if the run kept them; the caller disposes of them. */
  readonly bestWeights: Tensor[] | undefined;
}

/**
 * Saves weights, the optimizer's state, the history and the best weights.
 *
 * @throws FileError when the file cannot be written.
 */
export async function saveCheckpoint(options: CheckpointOptions, run: RunIdentity & SavedRun): Promise<void> {
  checkInteger(options.every ?? 1, { verb: "save a checkpoint", argument: "checkpoint.every", min: 1 });
  const { model, seed, batchSize, records, best, bestWeights = [] } = run;
  const state = await model.optimizer.getWeights();
  try {
    const tensors = [
      ...model.getWeights().map((tensor, i) => ({ name: `weight/${i}`, tensor })),
      ...bestWeights.map((tensor, i) => ({ name: `best/${i}`, tensor })),
      ...state.map(({ name, tensor }, i) => ({ name: `optimizer/${i}/${name}`, tensor })),
    ];
    // JSON has no Infinity, the value of "best" before the first epoch; a saved run has a first epoch.
    const header = {
      kind: "checkpoint",
      seed,
      batchSize,
      optimizer: model.optimizer.getClassName(),
      shapes: shapesOf(model),
      records,
      best,
    };
    await writeTensorFile(options.file, { header, tensors });
  } finally {
    disposeIterations(state);
  }
}

/**
 * Loads a run into a model and its optimizer.
 *
 * @returns The rest of the run; `undefined` when there is no file.
 * @throws DataError when the file is damaged.
 * @throws ArgumentError when it belongs to another run (other shapes, seed, batch size or optimizer).
 */
export async function loadCheckpoint(
  options: CheckpointOptions,
  run: RunIdentity,
): Promise<SavedRun | undefined> {
  if (!existsSync(options.file)) return undefined;
  const { header, tensors } = await readTensorFile(options.file);
  const part = (prefix: string) => tensors.filter(({ name }) => name.startsWith(prefix));
  let bestWeights: Tensor[] | undefined;
  try {
    checkSameRun(header, run, options.file);
    run.model.setWeights(part("weight/").map(({ tensor }) => tensor));
    const state = part("optimizer/").map(({ name, tensor }) => ({
      name: name.split("/").slice(2).join("/"),
      tensor,
    }));
    await run.model.optimizer.setWeights(state);
    const best = part("best/").map(({ tensor }) => tf.keep(tensor.clone()));
    bestWeights = best.length > 0 ? best : undefined;
  } finally {
    tf.dispose(tensors.map(({ tensor }) => tensor));
  }
  return { records: header["records"] as EpochRecord[], best: header["best"] as BestSoFar, bestWeights };
}

function checkSameRun(header: Readonly<Record<string, unknown>>, run: RunIdentity, file: string): void {
  const hint = "Give another file, delete this one, or set resume: false.";
  if (header["kind"] !== "checkpoint")
    throw cannot("resume", { argument: "checkpoint.file", must: "a checkpoint", received: file, hint });
  const wanted = {
    seed: run.seed,
    batchSize: run.batchSize,
    optimizer: run.model.optimizer.getClassName(),
    shapes: shapesOf(run.model),
  };
  for (const [name, value] of Object.entries(wanted)) {
    if (JSON.stringify(header[name]) === JSON.stringify(value)) continue;
    throw new ArgumentError(
      `Cannot resume: checkpoint.file must be of the same run (${name}: ${JSON.stringify(value)}); received ${name}: ${JSON.stringify(header[name])}. ${hint}`,
    );
  }
}

function shapesOf(model: LayersModel): number[][] {
  return model.getWeights().map((weight) => [...weight.shape]);
}

/** The count of steps is made anew by getWeights; the rest of the state is the optimizer's own. */
function disposeIterations(state: readonly NamedTensor[]): void {
  for (const { name, tensor } of state) if (name === "iter") tensor.dispose();
}
