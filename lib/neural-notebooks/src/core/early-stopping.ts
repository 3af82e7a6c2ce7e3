/** Gives TensorFlow.js' early stopping the rules of Keras: the best weights come back, and a wrong `monitor` is told. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { UnknownNameError, cannot } from "./errors";
import type { EarlyStoppingArgs } from "./fitted-types";
import type { Rememberer, StopMemory } from "./fit-callback";
import { checkInteger, checkNumber } from "./shape";

type Options = EarlyStoppingArgs;
type RawLogs = Record<string, number | TensorFlow.Tensor>;

/** Which epoch was best, and how long ago; what Keras' EarlyStopping keeps. */
export class ImprovementTracker {
  /** The best value so far. */
  best: number | undefined;
  /** Its epoch, from 0. */
  bestEpoch: number | undefined;
  /** Epochs since a value was better than the one before by more than `minDelta` (and than the baseline). */
  wait = 0;

  constructor(
    private readonly options: {
      mode: "min" | "max";
      minDelta: number;
      patience: number;
      baseline: number | undefined;
    },
  ) {}

  /**
   * Takes in one epoch.
   *
   * @param epoch - Its number, from 0.
   * @param value - Its value.
   * @returns `improved`: it is the best one; `exhausted`: the patience has run out.
   */
  update(epoch: number, value: number): { improved: boolean; exhausted: boolean } {
    const { baseline, patience } = this.options;
    this.wait++;
    const improved = this.isBetter(value, this.best);
    if (improved) {
      this.best = value;
      this.bestEpoch = epoch;
      if (this.isBetter(value, baseline)) this.wait = 0;
    }
    return { improved, exhausted: !improved && epoch > 0 && this.wait >= patience };
  }

  private isBetter(value: number, than: number | undefined): boolean {
    const { mode, minDelta } = this.options;
    if (Number.isNaN(value)) return false;
    if (than === undefined) return true;
    return mode === "min" ? value < than - minDelta : value > than + minDelta;
  }
}

/**
 * Replaces `tf.callbacks.earlyStopping`.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function extendEarlyStopping(tf: typeof TensorFlow): void {
  /** An epoch is best when its value is better by more than `minDelta` than the best one before, as in Keras. */
  class KerasEarlyStopping extends tf.EarlyStopping implements Rememberer {
    private tracker: ImprovementTracker;
    private weights: TensorFlow.Tensor[] = [];
    private stopped: number | undefined;
    private hasRestored = false;
    private batches = 0;
    private memory: StopMemory | undefined;
    private readonly settings: Options;

    constructor({ restoreBestWeights = false, startFromEpoch = 0, ...options }: Options = {}) {
      super(options);
      this.settings = { ...options, restoreBestWeights, startFromEpoch };
      checkOptions(this.settings);
      this.tracker = this.newTracker();
    }

    get bestEpoch(): number | undefined {
      return this.tracker.bestEpoch;
    }

    get stoppedAt(): number | undefined {
      return this.stopped;
    }

    get restored(): boolean {
      return this.hasRestored;
    }

    override async onTrainBegin(): Promise<void> {
      const { metrics } = this.params as { metrics: string[] };
      if (!metrics.includes(this.monitor)) {
        const hint =
          this.monitor.startsWith("val_") && !metrics.some((name) => name.startsWith("val_"))
            ? 'Give fit validationData or validationSplit; on training values alone, write monitor: "loss".'
            : undefined;
        throw cannot("stop early", {
          argument: "monitor",
          must: `one of ${metrics.join(", ")}`,
          received: this.monitor,
          hint,
          as: UnknownNameError,
        });
      }
      this.forgetWeights();
      this.tracker = this.newTracker();
      this.stopped = undefined;
      this.hasRestored = false;
      if (this.memory) {
        const { best, bestEpoch, wait, weights } = this.memory;
        Object.assign(this.tracker, { best: best ?? undefined, bestEpoch: bestEpoch ?? undefined, wait });
        this.weights = [...weights];
        this.memory = undefined;
      }
      return Promise.resolve();
    }

    override async onEpochBegin(): Promise<void> {
      this.batches = 0;
      return Promise.resolve();
    }

    override async onBatchEnd(): Promise<void> {
      this.batches++;
      return Promise.resolve();
    }

    override async onEpochEnd(epoch: number, logs: RawLogs = {}): Promise<void> {
      const value = logs[this.monitor];
      const isCut = this.model.stopTraining && this.batches < batchesOf(this.params);
      if (isCut || value === undefined || epoch < (this.settings.startFromEpoch ?? 0)) return;
      const number = typeof value === "number" ? value : ((await value.data())[0] ?? NaN);
      const { improved, exhausted } = this.tracker.update(epoch, number);
      if (improved && this.settings.restoreBestWeights) this.keepWeights();
      if (!exhausted) return;
      this.stopped = epoch;
      this.model.stopTraining = true;
    }

    override async onTrainEnd(): Promise<void> {
      if (this.weights.length > 0) {
        this.model.setWeights(this.weights);
        this.hasRestored = true;
      }
      this.forgetWeights();
      if (this.stopped !== undefined && this.verbose)
        console.log(
          `Epoch ${this.stopped + 1}: early stopping, best was epoch ${(this.bestEpoch ?? 0) + 1}.`,
        );
      return Promise.resolve();
    }

    remember(): StopMemory {
      const { best = null, bestEpoch = null, wait } = this.tracker;
      return { best, bestEpoch, wait, weights: this.weights };
    }

    recall(memory: StopMemory): void {
      this.memory = memory;
    }

    /** For a run that failed. */
    async close(): Promise<void> {
      tf.dispose([...(this.memory?.weights ?? [])]);
      this.memory = undefined;
      await this.onTrainEnd();
    }

    private newTracker(): ImprovementTracker {
      const { mode = "auto", baseline } = this.settings;
      const { patience, monitor } = this;
      const direction = mode === "auto" ? modeOf(monitor) : mode;
      return new ImprovementTracker({
        mode: direction,
        minDelta: Math.abs(this.minDelta),
        patience,
        baseline,
      });
    }

    private keepWeights(): void {
      this.forgetWeights();
      // Clones share memory; the optimizer's step makes new tensors, so these keep their numbers.
      this.weights = this.model.getWeights().map((weight) => tf.keep(weight.clone()));
    }

    private forgetWeights(): void {
      tf.dispose(this.weights);
      this.weights = [];
    }
  }
  tf.callbacks.earlyStopping = (options) => new KerasEarlyStopping(options);
}

/** Whether a larger value is better, by its name. */
export function modeOf(monitor: string): "min" | "max" {
  return /acc|auc|precision|recall|f1|r2/i.test(monitor) ? "max" : "min";
}

function checkOptions({
  minDelta = 0,
  patience = 0,
  startFromEpoch = 0,
  mode = "auto",
  baseline,
}: Options): void {
  const verb = "stop early";
  checkNumber(minDelta, { verb, argument: "minDelta", min: 0 });
  checkInteger(patience, { verb, argument: "patience", min: 0 });
  checkInteger(startFromEpoch, { verb, argument: "startFromEpoch", min: 0 });
  if (baseline !== undefined) checkNumber(baseline, { verb, argument: "baseline" });
  if (!["auto", "min", "max"].includes(mode))
    throw cannot(verb, { argument: "mode", must: '"auto", "min" or "max"', received: mode });
}

/** Batches of a whole epoch; 0 where a data set does not tell. */
function batchesOf(params: Record<string, unknown>): number {
  const { samples, batchSize, steps } = params as Record<string, number | null | undefined>;
  return samples && batchSize ? Math.ceil(samples / batchSize) : (steps ?? 0);
}
