/** The callbacks of a `fit`: TensorFlow.js' own list of them, and who of them listens to batches. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import type { FitLoopArguments, FittedModel, StockFitLoop } from "./fit-loop";

type Tensor = TensorFlow.Tensor;

/** The logs that a callback is given. */
export type Logs = Record<string, number | Tensor>;

/** A callback, as tfjs calls it. */
export interface FitCallback {
  onBatchBegin(batch: number, logs: Logs): Promise<void>;
  onBatchEnd(batch: number, logs: Logs): Promise<void>;
}

/** All callbacks of a training, called one after the other. */
export interface CallbackList {
  callbacks: FitCallback[];
  setParams(params: object): void;
  setModel(model: object): void;
  onTrainBegin(): Promise<void>;
  onEpochBegin(epoch: number): Promise<void>;
  onEpochEnd(epoch: number, logs: Logs): Promise<void>;
  onTrainEnd(): Promise<void>;
}

/** tfjs' record of a training. */
export interface FitHistory {
  syncData(): Promise<void>;
}

/**
 * Lets TensorFlow.js put the callbacks together, its logger, progress bar and history among them: their classes have no
 * public names. Its loop does so before anything else; here it has no epochs to run and nobody to call.
 *
 * @param tf - TensorFlow.js.
 * @param model - The model to be fitted; it is not touched.
 * @param options - tfjs' loop, and its arguments.
 * @returns The list, and the history, which is the last of the list.
 * @throws What TensorFlow.js refuses.
 */
export async function callbacksOf(
  tf: Tf,
  model: FittedModel,
  { stock, given }: { stock: StockFitLoop; given: FitLoopArguments },
): Promise<{ list: CallbackList; history: FitHistory }> {
  const prototype = tf.CallbackList.prototype as unknown as CallbackList;
  const { setParams } = prototype;
  let callbacks: FitCallback[] = [];
  let params: object = {};
  prototype.setParams = function (settings) {
    ({ callbacks } = this);
    params = settings;
    this.callbacks = [];
  };
  const [, , , , epochs, , , , , , , initialEpoch] = given;
  const noEpochs = [...given] as FitLoopArguments;
  noEpochs[INITIAL_EPOCH] = epochs ?? 1;
  let ended: Promise<unknown>;
  try {
    // It marks the model as one in training: a stand-in takes the marks.
    ended = stock.apply(Object.create(model) as FittedModel, noEpochs);
  } finally {
    prototype.setParams = setParams;
  }
  await ended;
  const list = new tf.CallbackList(callbacks as never) as unknown as CallbackList;
  list.setParams({ ...params, initialEpoch: initialEpoch ?? 0 });
  return { list, history: callbacks.at(-1) as unknown as FitHistory };
}

const INITIAL_EPOCH = 11;

/** How often the loop itself yields to the event loop: callbacks that ask for no more than that need not be called. */
export const YIELD_EVERY_MS = 50;

/** The fields of tfjs' callback that is made of functions. */
interface CustomCallback {
  readonly batchBegin?: unknown;
  readonly batchEnd?: unknown;
  readonly yield?: unknown;
  readonly yieldEvery: number | "batch" | "epoch" | "never";
  readonly nextFrameFunc: unknown;
}

/** The callbacks that do something at the beginning, or at the end, of a batch. */
export function batchListeners(
  tf: Tf,
  { callbacks }: CallbackList,
  turn: "onBatchBegin" | "onBatchEnd",
): FitCallback[] {
  const custom = tf.CustomCallback.prototype as unknown as FitCallback;
  const base = Object.getPrototypeOf(custom) as FitCallback;
  return callbacks.filter((callback) => {
    if (callback[turn] === base[turn]) return false;
    if (callback[turn] !== custom[turn]) return true;
    const own = callback as unknown as CustomCallback;
    if (turn === "onBatchBegin") return isGiven(own.batchBegin);
    return isGiven(own.batchEnd) || yieldsMore(tf, own);
  });
}

/** Whether a callback yields more often than the loop does, or in a manner of its own. */
function yieldsMore(tf: Tf, { yield: onYield, yieldEvery, nextFrameFunc }: CustomCallback): boolean {
  if (yieldEvery === "never" || yieldEvery === "epoch") return false;
  return (
    yieldEvery === "batch" ||
    yieldEvery < YIELD_EVERY_MS ||
    isGiven(onYield) ||
    nextFrameFunc !== tf.nextFrame
  );
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
