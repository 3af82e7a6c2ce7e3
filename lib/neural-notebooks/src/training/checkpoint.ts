/** Saves a training run to a file after its epochs and goes on from it, also after the kernel was killed. */
import { existsSync } from "node:fs";
import { ArgumentError, cannot } from "../core/errors";
import { fitCallback, type FitCallback, type FitStart, type StopMemory } from "../core/fit-callback";
import type { FitHistory } from "../core/fit-history";
import { checkInteger } from "../core/shape";
import { tf, type LayersModel, type Tensor } from "../core/tf";
import { readTensorFile, writeTensorFile, type NamedTensor } from "../models/tensor-file";

/** How often a run is saved, and whether it goes on. */
export interface CheckpointOptions {
  /** Epochs between two savings (1). */
  every?: number;
  /** Goes on from the file where it exists (true), or starts anew (false). */
  resume?: boolean;
}

/** What a file says besides its tensors. */
interface Header {
  readonly kind: "checkpoint";
  readonly identity: Identity;
  readonly epoch: number[];
  readonly history: Record<string, number[]>;
  readonly stopping: Omit<StopMemory, "weights"> | undefined;
}

/** What identifies a run: a file of another run is refused. */
interface Identity {
  readonly seed: number | null;
  readonly batchSize: number | null;
  readonly optimizer: string;
  readonly shapes: readonly (readonly number[])[];
}

/**
 * Makes the callback that saves weights, the optimizer's state, the history so far and what early stopping remembers,
 * after every epoch. The same call of `fit` goes on from the file, with the epochs that are left, as if nothing had
 * happened: with the same `seed`, it learns the same.
 *
 * @param file - Path of the file; it is replaced as a whole.
 * @param options - `every`, `resume`.
 * @returns For `callbacks` of `model.fit`, which returns the history of all epochs.
 * @throws ArgumentError when an option is out of range; `fit` rejects with an ArgumentError when the file is of another
 * run (other shapes, seed, batch size or optimizer), and with a DataError when it is damaged.
 */
export function checkpoint(file: string, options: CheckpointOptions = {}): FitCallback {
  const { every = 1, resume = true } = options;
  const verb = "save a checkpoint";
  if (typeof file !== "string" || file === "")
    throw cannot(verb, { argument: "file", must: "the path of a file", received: file });
  checkInteger(every, { verb, argument: "every", min: 1 });
  let start: FitStart | undefined;
  const so: { epoch: number[]; history: Record<string, number[]> } = { epoch: [], history: {} };
  return fitCallback({
    async onFit(run) {
      start = run;
      Object.assign(so, { epoch: [], history: {} });
      const saved = resume && existsSync(file) ? await load(file, run) : undefined;
      if (saved) Object.assign(so, structuredClone(saved));
      return saved;
    },
    async onEpochEnd({ epoch, logs, isWhole }, { epochs }) {
      if (!isWhole || !start) return;
      so.epoch.push(epoch);
      for (const [name, value] of Object.entries(logs)) (so.history[name] ??= []).push(value);
      if ((epoch + 1) % every === 0 || epoch + 1 === epochs) await save(file, start, so);
    },
  });
}

async function save(file: string, run: FitStart, so: Pick<Header, "epoch" | "history">): Promise<void> {
  const { model, stopping } = run;
  const memory = stopping?.remember();
  const state = await model.optimizer.getWeights();
  try {
    const tensors = [
      ...model.getWeights().map((tensor, i) => ({ name: `weight/${i}`, tensor })),
      ...(memory?.weights ?? []).map((tensor, i) => ({ name: `best/${i}`, tensor })),
      ...state.map(({ name, tensor }, i) => ({ name: `optimizer/${i}/${name}`, tensor })),
    ];
    const { weights: _, ...stoppingState } = memory ?? { weights: [] };
    const header: Header = {
      kind: "checkpoint",
      identity: identityOf(run),
      ...so,
      stopping: memory ? (stoppingState as Header["stopping"]) : undefined,
    };
    await writeTensorFile(file, { header: { ...header }, tensors });
  } finally {
    disposeIterations(state);
  }
}

async function load(file: string, run: FitStart): Promise<FitHistory> {
  const { header, tensors } = await readTensorFile(file);
  const part = (prefix: string) => tensors.filter(({ name }) => name.startsWith(prefix));
  try {
    checkSameRun(header, { run, file });
    run.model.setWeights(part("weight/").map(({ tensor }) => tensor));
    const state = part("optimizer/").map(({ name, tensor }) => ({
      name: name.split("/").slice(2).join("/"),
      tensor,
    }));
    await run.model.optimizer.setWeights(state);
    const { stopping } = header as unknown as Header;
    const weights: Tensor[] = part("best/").map(({ tensor }) => tf.keep(tensor.clone()));
    if (stopping && run.stopping) run.stopping.recall({ ...stopping, weights });
    else tf.dispose(weights);
  } finally {
    tf.dispose(tensors.map(({ tensor }) => tensor));
  }
  const { epoch, history } = header as unknown as Header;
  return { epoch, history };
}

function identityOf({ model, seed, batchSize }: FitStart): Identity {
  return {
    seed: seed ?? null,
    batchSize: batchSize ?? null,
    optimizer: model.optimizer.getClassName(),
    shapes: shapesOf(model),
  };
}

function checkSameRun(
  header: Readonly<Record<string, unknown>>,
  { run, file }: { run: FitStart; file: string },
): void {
  const hint = "Give another file, delete this one, or set resume: false.";
  if (header["kind"] !== "checkpoint")
    throw cannot("resume", { argument: "file", must: "a checkpoint", received: file, hint });
  const saved = (header["identity"] ?? {}) as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(identityOf(run))) {
    if (JSON.stringify(saved[name]) === JSON.stringify(value)) continue;
    throw new ArgumentError(
      `Cannot resume: ${file} must be of the same run (${name}: ${JSON.stringify(value)}); received ${name}: ${JSON.stringify(saved[name])}. ${hint}`,
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
