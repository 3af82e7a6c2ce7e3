/** What a training run tells while it goes on: to a live chart, a progress line, or the learner's own function. */
import type { EpochRecord, History, Logs } from "./history";

/** What is known when a run begins. */
export interface RunInfo {
  /** Epochs to run at most. */
  readonly epochs: number;
  /** Epochs done before, when a run is resumed. */
  readonly epochsDone: number;
  /** Their records. */
  readonly records: readonly EpochRecord[];
  /** Batches per epoch. */
  readonly batches: number;
  /** Training rows. */
  readonly rows: number;
  /** Names of the values that come with each epoch, e.g. `["loss", "acc", "val_loss", "val_acc"]`. */
  readonly names: readonly string[];
}

/** One finished batch. */
export interface BatchRecord {
  /** Epoch, from 1. */
  readonly epoch: number;
  /** Batch within the epoch, from 1. */
  readonly batch: number;
  /** Rows in it. */
  readonly size: number;
  /** Loss and metrics of this batch. */
  readonly logs: Logs;
  /** Mean of loss and metrics over the epoch so far. */
  readonly means: Logs;
}

/** What a callback can do to the run. */
export interface RunControl {
  /** Ends the run after this batch or epoch. */
  stop(): void;
}

/** Listens to a run; every part is optional, and a promise is waited for. */
export interface TrainingCallback {
  /** Called once, before the first batch. */
  onTrainBegin?(info: RunInfo): void | Promise<void>;
  /** Called after each batch. */
  onBatchEnd?(record: BatchRecord, control: RunControl): void | Promise<void>;
  /** Called after each epoch, with its losses and metrics. */
  onEpochEnd?(record: EpochRecord, control: RunControl): void | Promise<void>;
  /** Called however the run ends, also after an interrupt. */
  onTrainEnd?(history: History): void | Promise<void>;
}
