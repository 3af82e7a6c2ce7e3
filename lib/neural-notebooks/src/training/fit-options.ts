/** What `fit` can be told, and the two ways in which a run can fail. */
import { InterruptError, NeuralNotebooksError } from "../core/errors";
import type { BatchRecord, TrainingCallback } from "./callbacks";
import type { CheckpointOptions } from "./checkpoint";
import type { TrainingData } from "./data";
import type { EarlyStoppingOptions } from "./early-stopping";
import type { EpochRecord, History } from "./history";
import type { ProgressStyle } from "./progress";
import type { Schedule } from "./schedules";
import type { ClipOptions } from "./steps";

/** What `fit` can be told. */
export interface FitOptions {
  /** Passes through the training rows. */
  epochs?: number;
  /** Rows per update. */
  batchSize?: number;
  /** Rows to measure after each epoch: data, or the share of the last rows to hold back, in (0, 1). */
  validation?: TrainingData | number;
  /** Start of the random order and of dropout: the same seed gives the same run. */
  seed?: number;
  /** Draws a new order of the rows in each epoch. */
  shuffle?: boolean;
  /** Stops when nothing gets better, and restores the best weights. */
  earlyStopping?: EarlyStoppingOptions;
  /** Learning rate by progress, e.g. `cosineDecay()`; the optimizer has its own rate again afterwards. */
  schedule?: Schedule;
  /** Cuts large gradients. */
  clip?: ClipOptions;
  /** Saves the run to a file every few epochs, and goes on from it. */
  checkpoint?: CheckpointOptions;
  /** When the loss becomes NaN or infinite: throw, or stop and return the history. */
  whenNotFinite?: "throw" | "stop";
  /** Text about the run. With a `monitor`, `"auto"` shows none. */
  progress?: ProgressStyle;
  /** A live chart, or anything else that listens. */
  monitor?: TrainingCallback;
  /** More listeners. */
  callbacks?: readonly TrainingCallback[];
  /** Called after each epoch. */
  onEpoch?: (record: EpochRecord) => void | Promise<void>;
  /** Called after each batch. */
  onBatch?: (record: BatchRecord) => void | Promise<void>;
}

/** The loss became NaN or infinite. */
export class DivergenceError extends NeuralNotebooksError {
  constructor(
    message: string,
    /** The epochs finished before. */
    readonly history: History,
  ) {
    super(message);
  }
}

/** Training was stopped by the learner; the model is usable, and can be trained again. */
export class TrainingInterruptedError extends InterruptError {
  constructor(
    message: string,
    /** The epochs finished before. */
    readonly history: History,
  ) {
    super(message);
    // A learner looks for one name, whatever was interrupted.
    this.name = "InterruptError";
  }
}
