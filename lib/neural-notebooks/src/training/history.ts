/** Keeps what happened in a training run: one record per epoch, why it ended, which epoch was best. */
import { UnknownNameError, cannot } from "../core/errors";
import { displaySymbol, type MimeBundle } from "../core/display";

/** Loss and metrics by name, e.g. `{ loss: 0.4, acc: 0.85, val_loss: 0.5, val_acc: 0.82 }`. */
export type Logs = Readonly<Record<string, number>>;

/** One pass through the training rows. */
export interface EpochRecord {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Seconds it took, validation included. */
  readonly seconds: number;
  /** Learning rate at its end; NaN where the optimizer does not tell. */
  readonly learningRate: number;
  /** Mean loss and metrics over the epoch's rows; those of the validation rows start with `val_`. */
  readonly logs: Logs;
}

/** Why a run ended. */
export type StopReason =
  "all epochs done" | "early stopping" | "interrupted" | "loss not finite" | "asked to stop";

/** The plain form of a {@link History}, as JSON keeps it. */
export interface HistoryJson {
  readonly epochs: readonly EpochRecord[];
  readonly stoppedBecause: StopReason;
  readonly monitor: string;
  readonly bestEpoch: number;
  readonly restoredBest: boolean;
}

/** The record of a training run; `JSON.stringify` keeps all of it. */
export class History {
  /** One record per finished epoch. */
  readonly epochs: readonly EpochRecord[];
  /** Why the run ended. */
  readonly stoppedBecause: StopReason;
  /** The value by which epochs are compared, e.g. `"val_loss"`. */
  readonly monitor: string;
  /** Number of the best epoch by `monitor`, from 1; 0 when no epoch was finished. */
  readonly bestEpoch: number;
  /** True when the model has the weights of the best epoch, not of the last. */
  readonly restoredBest: boolean;

  constructor(json: HistoryJson) {
    this.epochs = json.epochs.map((record) => ({ ...record, logs: { ...record.logs } }));
    this.stoppedBecause = json.stoppedBecause;
    this.monitor = json.monitor;
    this.bestEpoch = json.bestEpoch;
    this.restoredBest = json.restoredBest;
  }

  /** The names of the recorded values, e.g. `["loss", "acc", "val_loss", "val_acc"]`. */
  get names(): string[] {
    return Object.keys(this.epochs[0]?.logs ?? {});
  }

  /** Seconds of all epochs together. */
  get seconds(): number {
    return this.epochs.reduce((sum, record) => sum + record.seconds, 0);
  }

  /** The record of the best epoch; `undefined` when no epoch was finished. */
  get best(): EpochRecord | undefined {
    return this.epochs.find((record) => record.epoch === this.bestEpoch);
  }

  /** The record of the last epoch; `undefined` when no epoch was finished. */
  get last(): EpochRecord | undefined {
    return this.epochs.at(-1);
  }

  /**
   * One value over the epochs.
   *
   * @param name - E.g. `"loss"` or `"val_acc"`.
   * @returns One number per epoch.
   * @throws UnknownNameError when that value was not recorded.
   * @example
   * const epoch = { epoch: 1, seconds: 2, learningRate: 0.1, logs: { loss: 0.5 } };
   * const history = new History({ epochs: [epoch], stoppedBecause: "all epochs done", monitor: "loss", bestEpoch: 1, restoredBest: false });
   * assert.deepEqual(history.values("loss"), [0.5]);
   */
  values(name: string): number[] {
    if (this.epochs.length > 0 && !this.names.includes(name)) {
      throw cannot("read the history", {
        argument: "name",
        must: `one of ${this.names.join(", ")}`,
        received: name,
        as: UnknownNameError,
      });
    }
    return this.epochs.map((record) => record.logs[name] as number);
  }

  /** The plain form, for `JSON.stringify`; `new History(json)` reads it back. */
  toJSON(): HistoryJson {
    const { epochs, stoppedBecause, monitor, bestEpoch, restoredBest } = this;
    return { epochs, stoppedBecause, monitor, bestEpoch, restoredBest };
  }

  /** Two lines in words: how the run ended, and its best epoch. */
  toString(): string {
    const { epochs, seconds, best, bestEpoch, stoppedBecause, restoredBest } = this;
    const end = `${epochs.length} epoch${epochs.length === 1 ? "" : "s"} in ${seconds.toFixed(1)} s (${stoppedBecause})`;
    if (!best) return end;
    const kept = restoredBest ? "; the model has its weights" : "";
    return `${end}\nbest epoch ${bestEpoch} by ${this.monitor}: ${formatLogs(best.logs)}${kept}`;
  }

  /** How a notebook shows it. */
  [displaySymbol](): MimeBundle {
    return { "text/plain": this.toString() };
  }
}

/**
 * Writes loss and metrics in one line.
 *
 * @param logs - Values by name.
 * @example
 * assert.equal(formatLogs({ loss: 0.41239, acc: 0.85 }), "loss 0.4124, acc 0.8500");
 */
export function formatLogs(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join(", ");
}

function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e5)) return value.toExponential(2);
  return size >= 100 ? value.toFixed(1) : value.toFixed(4);
}
