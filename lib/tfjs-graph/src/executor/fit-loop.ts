/** The epochs of `model.fit`, for graph and eager execution alike: logs are numbers, and it yields to the event loop in between. */
import type { Tf } from "../internals";
import {
  YIELD_EVERY_MS,
  batchListeners,
  callbacksOf,
  type CallbackList,
  type FitCallback,
  type FitHistory,
  type Logs,
} from "./fit-callbacks";
import {
  tensorsOf,
  type Batch,
  type TestFunction,
  type TrainFunction,
  type TrainableModel,
} from "./step-executor";

/** A model while it is fitted. */
export interface FittedModel extends TrainableModel {
  stopTraining_: boolean;
  history: unknown;
}

/** The arguments of tfjs' loop, in its order. */
export type FitLoopArguments = [
  train: TrainFunction,
  data: Batch,
  labels: readonly string[],
  batchSize?: number | null,
  epochs?: number | null,
  verbose?: unknown,
  callbacks?: unknown,
  test?: TestFunction | null,
  testData?: Batch | null,
  shuffle?: boolean | string | null,
  callbackMetrics?: unknown,
  initialEpoch?: number | null,
  stepsPerEpoch?: number | null,
  validationSteps?: number | null,
];

/** tfjs' loop. */
export type StockFitLoop = (this: FittedModel, ...given: FitLoopArguments) => Promise<unknown>;

/** tfjs' batch size. */
export const DEFAULT_BATCH_SIZE = 32;

/** What a loop is made of. */
export interface FitLoopParts {
  readonly given: FitLoopArguments;
  readonly stock: StockFitLoop;
  /** Trains on some rows of the data; gives loss and metrics. */
  readonly trainRows: (rows: Int32Array) => number[];
  /** Measures data batch by batch. */
  readonly measure: (test: TestFunction, data: Batch, batchSize: number) => Iterator<void, number[]>;
}

/**
 * Trains as tfjs' loop does: the same callbacks in the same order, the same logs, the same history. One thing differs: each
 * epoch shuffles the rows as they were given, where tfjs shuffles the last epoch's order once more.
 *
 * @param tf - TensorFlow.js.
 * @param model - The model to fit.
 * @returns tfjs' history.
 * @throws What TensorFlow.js refuses, and what callbacks throw.
 */
export async function fitLoop(tf: Tf, model: FittedModel, parts: FitLoopParts): Promise<unknown> {
  const { given, stock } = parts;
  // Steps instead of rows, or an unknown way to shuffle: tfjs refuses them itself, after some calls of callbacks.
  if (!isKnown(given)) return stock.apply(model, given);
  const callbacks = await callbacksOf(tf, model, { stock, given });
  return new Fit(tf, model, { ...parts, ...callbacks }).run();
}

function isKnown([, , , , , , , , , shuffle, , , stepsPerEpoch, validationSteps]: FitLoopArguments): boolean {
  return shuffle !== "batch" && (stepsPerEpoch ?? validationSteps ?? null) === null;
}

/** One training. */
class Fit {
  private readonly list: CallbackList;
  private readonly beginListeners: readonly FitCallback[];
  private readonly endListeners: readonly FitCallback[];
  private readonly batchSize: number;
  private readonly rows: number;
  private yieldedAt = performance.now();

  constructor(
    private readonly tf: Tf,
    private readonly model: FittedModel,
    private readonly parts: FitLoopParts & { list: CallbackList; history: FitHistory },
  ) {
    const [, data, , batchSize] = parts.given;
    this.list = parts.list;
    this.beginListeners = batchListeners(tf, this.list, "onBatchBegin");
    this.endListeners = batchListeners(tf, this.list, "onBatchEnd");
    this.batchSize = batchSize ?? DEFAULT_BATCH_SIZE;
    this.rows = tensorsOf(data)[0]?.shape[0] ?? 0;
  }

  async run(): Promise<FitHistory> {
    const { list, model, parts } = this;
    const { given, history } = parts;
    const [, , , , epochs, , , , , , , initialEpoch] = given;
    list.setModel(model);
    model.history = history;
    await list.onTrainBegin();
    model.stopTraining_ = false;
    for (let epoch = initialEpoch ?? 0; epoch < (epochs ?? 1); epoch++) {
      await list.onEpochBegin(epoch);
      const logs = await this.runEpoch();
      await list.onEpochEnd(epoch, logs);
      if (model.stopTraining_) break;
    }
    await list.onTrainEnd();
    await history.syncData();
    return history;
  }

  /** Trains on all rows once, and measures the validation data after the last batch; gives what was measured. */
  private async runEpoch(): Promise<Logs> {
    const { batchSize, parts } = this;
    const [, , labels, , , , , , , shuffle] = parts.given;
    let epochLogs: Logs = {};
    // Each epoch shuffles the rows as they were given, so that a run that goes on from a file has the orders of the whole.
    const order = Int32Array.from({ length: this.rows }, (_, row) => row);
    if (shuffle ?? true) this.tf.util.shuffle(order);
    for (let start = 0, batch = 0; start < order.length; start += batchSize, batch++) {
      const logs: Logs = {};
      for (const callback of this.beginListeners) await callback.onBatchBegin(batch, logs);
      const rows = order.subarray(start, start + batchSize);
      const figures = parts.trainRows(rows);
      logs["batch"] = batch;
      logs["size"] = rows.length;
      labels.forEach((label, i) => (logs[label] = figures[i] ?? NaN));
      if (start + batchSize >= order.length) epochLogs = await this.validate();
      for (const callback of this.endListeners) await callback.onBatchEnd(batch, logs);
      if (this.model.stopTraining_) break;
      await this.yieldIfDue();
    }
    return epochLogs;
  }

  /** Measures the validation data, if there are any; one that is stopped in between gives nothing. */
  private async validate(): Promise<Logs> {
    const [, , labels, , , , , test, testData] = this.parts.given;
    if (!test || !testData) return {};
    const wasStopped = this.model.stopTraining_;
    const measuring = this.parts.measure(test, testData, this.batchSize);
    for (let step = measuring.next(); ; step = measuring.next()) {
      if (step.done)
        return Object.fromEntries(labels.map((label, i) => [`val_${label}`, step.value[i] ?? NaN]));
      await this.yieldIfDue();
      if (this.model.stopTraining_ && !wasStopped) return {};
    }
  }

  /** Yields to the event loop, so that messages such as an interrupt are handled, if that is due. */
  private async yieldIfDue(): Promise<void> {
    if (performance.now() - this.yieldedAt < YIELD_EVERY_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.yieldedAt = performance.now();
  }
}
