/** Turns plain functions into a callback for `model.fit` that knows its run: epochs, batches, measures, and how to stop it. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { FitHistory } from "./fit-history";
import type { Logs } from "./format-logs";
import type { LayersModel } from "./fitted-types";
import { StateError } from "./errors";
import { EventRelay, type RawLogs } from "./event-relay";

/** One call of `model.fit` or `model.fitDataset`. */
export interface FitRun {
  /** The model that is trained; of a `tf.sequential` the model inside of it. */
  readonly model: LayersModel;
  /** Epochs to run at most. */
  readonly epochs: number;
  /** Batches in an epoch; `undefined` where a data set does not tell. */
  readonly batches: number | undefined;
  /** Training rows; `undefined` for a data set. */
  readonly rows: number | undefined;
  /** Names of the values that come with each epoch, e.g. `["loss", "acc", "val_loss", "val_acc"]`. */
  readonly metrics: readonly string[];
  /** Epochs that were run before, when a run goes on from a checkpoint. */
  readonly earlier: FitHistory | undefined;
  /** The run's early stopping, as far as it knows; `undefined` where there is none. */
  readonly earlyStopping: StoppingState | undefined;
  /** What broke the run off: the stop button, or an error; `undefined` where nothing did. */
  readonly brokenOffBy: "interrupt" | "error" | undefined;
}

/** What early stopping knows of its run; epochs from 0. */
export interface StoppingState {
  /** The epoch of the best value. */
  readonly bestEpoch: number | undefined;
  /** The epoch after which it ended the run. */
  readonly stoppedAt: number | undefined;
  /** True once the model was given the weights of `bestEpoch`. */
  readonly restored: boolean;
}

/** What early stopping remembers, for a run that goes on from a file. */
export interface StopMemory {
  readonly best: number | null;
  readonly bestEpoch: number | null;
  readonly wait: number;
  /** The weights of the best epoch; empty where they are not kept. */
  readonly weights: readonly TensorFlow.Tensor[];
}

/** Early stopping that can be taken up again. */
export interface Rememberer {
  /** What it knows; the tensors stay its own. */
  remember(): StopMemory;
  /** Goes on from there; the tensors become its own. */
  recall(memory: StopMemory): void;
}

/** A call of `fit` before its first epoch. */
export interface FitStart {
  readonly model: LayersModel;
  readonly seed: number | undefined;
  readonly batchSize: number | undefined;
  /** The run's early stopping, if it has one. */
  readonly stopping: Rememberer | undefined;
}

/** One finished batch. */
export interface FitBatch {
  /** Number of the epoch, from 0 as everywhere in TensorFlow.js. */
  readonly epoch: number;
  /** Number of the batch within the epoch, from 0. */
  readonly batch: number;
  /** Rows in it. */
  readonly size: number;
  /** Loss and metrics of this batch. */
  readonly logs: Logs;
  /** Means of loss and metrics over the rows of the epoch so far. */
  readonly means: Logs;
}

/** One finished epoch. */
export interface FitEpoch {
  /** Its number, from 0. */
  readonly epoch: number;
  /** Seconds it took, validation included. */
  readonly seconds: number;
  /** Loss and metrics; what is added to them here is kept in the history as well. */
  readonly logs: Record<string, number>;
  /** False when the epoch was cut short, by the stop button or a callback. */
  readonly isWhole: boolean;
}

/** What a callback does at the turns of a run; a promise is waited for. */
export interface FitEvents {
  /** Called before the run; gives the history of the epochs that need not be run again, if there are any. */
  onFit?(start: FitStart): Promise<FitHistory | undefined>;
  /** Called once before the first epoch. */
  onTrainBegin?(run: FitRun): void | Promise<void>;
  /** Called before each batch. */
  onBatchBegin?(batch: Pick<FitBatch, "epoch" | "batch">, run: FitRun): void | Promise<void>;
  /** Called after each batch; batches cost more for it, as their measures are read. */
  onBatchEnd?(batch: FitBatch, run: FitRun): void | Promise<void>;
  /** Called after each epoch and its validation. */
  onEpochEnd?(epoch: FitEpoch, run: FitRun): void | Promise<void>;
  /** Called however the run ends, also when another callback has failed. */
  onTrainEnd?(run: FitRun): void | Promise<void>;
}

/** A callback of TensorFlow.js that can be told that its run has failed. */
export type FitCallback = TensorFlow.CustomCallback & {
  /** Makes ready for a run; gives the history of epochs that were run before, if there are any. */
  begin(start: Omit<FitStart, "stopping">, callbacks: readonly object[]): Promise<FitHistory | undefined>;
  /** Ends what was begun, where an error broke the run off. */
  close(): Promise<void>;
};

/**
 * Makes a callback.
 *
 * @param events - What to do.
 * @returns For `callbacks` of `model.fit` and `model.fitDataset`.
 * @example
 * const seen: number[] = [];
 * const noting = fitCallback({ onEpochEnd: ({ epoch }) => void seen.push(epoch) });
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * await model.fit(tf.ones([4, 1]), tf.ones([4, 1]), { epochs: 2, verbose: 0, callbacks: [noting] });
 * assert.deepEqual(seen, [0, 1]);
 */
export function fitCallback(events: FitEvents): FitCallback {
  if (callbackClass === undefined)
    throw new StateError("Cannot make a callback: TensorFlow.js must be loaded first. Import core/tf.");
  return new callbackClass(events);
}

/** True for what {@link fitCallback} and its kind gave. */
export function isFitCallback(value: unknown): value is FitCallback {
  return typeof value === "object" && value !== null && "close" in value && "begin" in value;
}

let callbackClass: (new (events: FitEvents) => FitCallback) | undefined;

/**
 * Makes {@link fitCallback} possible.
 *
 * @param tf - TensorFlow.js, on whose class the callbacks rest.
 */
export function defineFitCallback(tf: typeof TensorFlow): void {
  callbackClass = defineClass(tf);
}

function defineClass(tf: typeof TensorFlow): new (events: FitEvents) => FitCallback {
  return class EventCallback extends tf.CustomCallback {
    private readonly relay: EventRelay;

    constructor(events: FitEvents) {
      super({}, "never");
      this.relay = new EventRelay(events);
    }

    async begin(start: Omit<FitStart, "stopping">, callbacks: readonly object[]) {
      return this.relay.begin(start, callbacks);
    }

    override setModel(model: unknown): void {
      this.relay.model = model as LayersModel;
    }

    override async onTrainBegin(): Promise<void> {
      return this.relay.beginTraining(this.params);
    }

    override async onEpochBegin(epoch: number): Promise<void> {
      this.relay.beginEpoch(epoch);
      return Promise.resolve();
    }

    override async onBatchBegin(batch: number): Promise<void> {
      return this.relay.beginBatch(batch);
    }

    override async onBatchEnd(batch: number, logs?: RawLogs): Promise<void> {
      return this.relay.endBatch(batch, logs);
    }

    override async onEpochEnd(epoch: number, logs?: RawLogs): Promise<void> {
      return this.relay.endEpoch(epoch, logs);
    }

    override async onTrainEnd(): Promise<void> {
      return this.relay.endTraining();
    }

    async close(): Promise<void> {
      return this.relay.close();
    }
  };
}
