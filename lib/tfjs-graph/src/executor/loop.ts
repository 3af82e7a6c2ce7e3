/** The epochs of `model.fit` for models with a graph: rows are picked inside of the graph, and logs are numbers at once. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import type { CompiledModel } from "../lowering/model";
import { hasGraph, type ByRows, type TrainFunction } from "./train-executor";

type Tensor = TensorFlow.Tensor;
type Logs = Record<string, number | Tensor>;
type TestFunction = (batch: readonly Tensor[]) => Tensor[];

/** What tfjs calls at the turns of a training. */
interface CallbackList {
  readonly callbacks: readonly object[];
  setModel(model: object): void;
  onTrainBegin(): Promise<void>;
  onEpochBegin(epoch: number): Promise<void>;
  onBatchBegin(batch: number, logs: Logs): Promise<void>;
  onBatchEnd(batch: number, logs: Logs): Promise<void>;
  onEpochEnd(epoch: number, logs: Logs): Promise<void>;
  onTrainEnd(): Promise<void>;
}

/** A model while it is fitted. */
interface Fitting extends CompiledModel {
  stopTraining_: boolean;
  history: { syncData(): Promise<void> };
  testLoop(test: TestFunction, data: readonly Tensor[], batchSize: number): Tensor[];
}

/** tfjs' own arguments, in its order. */
type Arguments = [
  train: TrainFunction,
  data: readonly (Tensor | null | undefined)[],
  labels: readonly string[],
  batchSize?: number | null,
  epochs?: number | null,
  verbose?: unknown,
  callbacks?: unknown,
  test?: TestFunction | null,
  testData?: readonly Tensor[] | null,
  shuffle?: boolean | string | null,
  callbackMetrics?: unknown,
  initialEpoch?: number | null,
  stepsPerEpoch?: number | null,
  validationSteps?: number | null,
];

/** tfjs' batch size. */
const BATCH = 32;

/**
 * Replaces the loop of `fit` of all layers models.
 *
 * @param tf - TensorFlow.js with the native back end, changed in place.
 * @returns Undoes it.
 */
export function installFit(tf: Tf): () => void {
  const prototype = tf.LayersModel.prototype as unknown as {
    fitLoop(this: Fitting, ...given: Arguments): Promise<unknown>;
  };
  const stock = prototype.fitLoop;
  prototype.fitLoop = function (...given) {
    const { byRows } = given[0];
    const data = given[1].filter((tensor): tensor is Tensor => tensor !== null && tensor !== undefined);
    const kind = { tensors: data, rows: Math.min(given[3] ?? BATCH, data[0]?.shape[0] ?? 0) };
    if (!byRows || !isPlain(given) || !hasGraph(tf, this, kind)) return stock.apply(this, given);
    const callbacks = callbacksOf(tf, () => stock.apply(this, given));
    if (!callbacks || !takeNumbers(tf, callbacks)) return stock.apply(this, given);
    return fit(tf, { model: this, given, data, byRows, callbacks });
  };
  return () => {
    prototype.fitLoop = stock;
  };
}

/** Whether tfjs does what is asked for: it refuses the rest itself. */
function isPlain([, , , , , , , , , shuffle, , , stepsPerEpoch, validationSteps]: Arguments): boolean {
  return shuffle !== "batch" && (stepsPerEpoch ?? null) === null && (validationSteps ?? null) === null;
}

/**
 * The callbacks as tfjs puts them together, its progress bar and history among them. Its loop makes them before it
 * does anything else, and is left when it hands them the model.
 */
function callbacksOf(tf: Tf, begin: () => Promise<unknown>): CallbackList | undefined {
  const prototype = tf.CallbackList.prototype as unknown as CallbackList;
  const { setModel } = prototype;
  const found: CallbackList[] = [];
  prototype.setModel = function () {
    found.push(this);
    throw new Error("left on purpose");
  };
  try {
    begin().catch(() => undefined);
  } finally {
    prototype.setModel = setModel;
  }
  return found[0];
}

/** Whether no callback wants tensors: a class of one's own may, tfjs' classes take both. */
function takeNumbers(tf: Tf, { callbacks }: CallbackList): boolean {
  // The first one is tfjs' own, which adds the logs up; it has no public name.
  const known = [tf.CustomCallback, tf.EarlyStopping, tf.History];
  return callbacks.slice(1).every((each) => known.some((type) => each instanceof type));
}

async function fit(
  tf: Tf,
  context: {
    model: Fitting;
    given: Arguments;
    data: readonly Tensor[];
    byRows: ByRows;
    callbacks: CallbackList;
  },
): Promise<unknown> {
  const { model, given, data, byRows, callbacks } = context;
  const [, , labels, size, last, , , test, testData, shuffle, , first] = given;
  const batchSize = size ?? BATCH;
  const rows = data[0]?.shape[0] ?? 0;
  const history = callbacks.callbacks.at(-1) as Fitting["history"];
  callbacks.setModel(model);
  model.history = history;
  await callbacks.onTrainBegin();
  model.stopTraining_ = false;
  for (let epoch = first ?? 0; epoch < (last ?? 1) && !model.stopTraining_; epoch++) {
    await callbacks.onEpochBegin(epoch);
    const epochLogs: Logs = {};
    // Each epoch shuffles the rows as they were given, so that a run that goes on from a file has the orders of the whole.
    const order = Int32Array.from({ length: rows }, (_, i) => i);
    if (shuffle ?? true) tf.util.shuffle(order);
    for (let start = 0, batch = 0; start < rows; start += batchSize, batch++) {
      const logs: Logs = {};
      await callbacks.onBatchBegin(batch, logs);
      const picked = order.subarray(start, start + batchSize);
      const results = byRows(data, picked);
      Object.assign(logs, { batch, size: picked.length });
      labels.forEach((label, i) => (logs[label] = results[i] as number));
      if (start + batchSize >= rows && test && testData) {
        const measured = tf.tidy(() => model.testLoop(test, testData, batchSize));
        labels.forEach((label, i) => (epochLogs[`val_${label}`] = tf.keep(measured[i] as Tensor)));
      }
      await callbacks.onBatchEnd(batch, logs);
      if (model.stopTraining_) break;
    }
    await callbacks.onEpochEnd(epoch, epochLogs);
  }
  await callbacks.onTrainEnd();
  await history.syncData();
  return history;
}
