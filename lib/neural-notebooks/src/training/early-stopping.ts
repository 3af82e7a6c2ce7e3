/** Turns the epochs' values into a decision: go on, or stop because nothing got better for a while. */
import { UnknownNameError, cannot } from "../core/errors";
import { checkInteger, checkNumber } from "../core/shape";
import type { Logs } from "./history";

/** When to stop early. */
export interface EarlyStoppingOptions {
  /** The value to watch; `"val_loss"`, or `"loss"` where there is no validation. */
  monitor?: string;
  /** A change counts as better only from this size upwards. */
  minDelta?: number;
  /** Epochs without getting better before the run stops. */
  patience?: number;
  /** Gives the model the weights of its best epoch when the run ends. */
  restoreBest?: boolean;
  /** Whether smaller or larger is better; by the name when left out (`acc`, `precision`, … are better larger). */
  direction?: "smaller" | "larger";
  /** Epochs before the watch begins. */
  startAfter?: number;
}

/** What the watch keeps, so that a checkpoint can go on with it. */
export interface BestSoFar {
  /** The best value, by `monitor` alone. */
  value: number;
  /** Its epoch, from 1; 0 before the first. */
  epoch: number;
  /** The value that the next one must beat by `minDelta` for the patience to start anew. */
  reference: number;
  /** Epochs since the reference was beaten. */
  waited: number;
}

/** Follows one value over the epochs: which is best, and when it stopped getting better. */
export class BestTracker {
  readonly monitor: string;
  readonly direction: "smaller" | "larger";
  best: BestSoFar;
  private readonly minDelta: number;
  private readonly patience: number;
  private readonly startAfter: number;

  /**
   * @param options - As of {@link EarlyStoppingOptions}.
   * @param names - The values that the run records.
   * @throws UnknownNameError when `monitor` is none of them.
   * @throws ArgumentError when a number is out of range.
   */
  constructor(options: EarlyStoppingOptions, names: readonly string[]) {
    const {
      monitor = names.includes("val_loss") ? "val_loss" : "loss",
      minDelta = 0,
      patience = 10,
      startAfter = 0,
    } = options;
    const verb = "stop early";
    if (!names.includes(monitor)) {
      const hint =
        monitor.startsWith("val_") && !names.includes("val_loss") ? "Give fit a validation part." : undefined;
      throw cannot(verb, {
        argument: "monitor",
        must: `one of ${names.join(", ")}`,
        received: monitor,
        hint,
        as: UnknownNameError,
      });
    }
    this.monitor = monitor;
    this.direction = options.direction ?? directionOf(monitor);
    this.minDelta = checkNumber(minDelta, { verb, argument: "minDelta", min: 0 });
    this.patience = checkInteger(patience, { verb, argument: "patience", min: 1 });
    this.startAfter = checkInteger(startAfter, { verb, argument: "startAfter", min: 0 });
    const worst = this.direction === "smaller" ? Infinity : -Infinity;
    this.best = { value: worst, epoch: 0, reference: worst, waited: 0 };
  }

  /**
   * Takes in one epoch.
   *
   * @param epoch - Its number, from 1.
   * @param logs - Its values.
   * @returns `improved`: the best epoch so far; `exhausted`: the patience has run out.
   */
  update(epoch: number, logs: Logs): { improved: boolean; exhausted: boolean } {
    const value = logs[this.monitor] as number;
    const { best } = this;
    const improved = this.isBetter(value, best.value);
    if (improved) Object.assign(best, { value, epoch });
    if (epoch <= this.startAfter) return { improved, exhausted: false };
    const step = this.direction === "smaller" ? -this.minDelta : this.minDelta;
    if (this.isBetter(value, best.reference + step)) {
      Object.assign(best, { reference: value, waited: 0 });
      return { improved, exhausted: false };
    }
    best.waited++;
    return { improved, exhausted: best.waited >= this.patience };
  }

  private isBetter(value: number, than: number): boolean {
    return this.direction === "smaller" ? value < than : value > than;
  }
}

function directionOf(monitor: string): "smaller" | "larger" {
  return /acc|auc|precision|recall|f1|r2/i.test(monitor) ? "larger" : "smaller";
}
