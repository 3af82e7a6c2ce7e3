/** One training run: epochs and batches in order, listeners, early stopping, checkpoints, and a clean end. */
import { ArgumentError, StateError } from "../core/errors";
import { interruptSignal } from "../core/display";
import { Random } from "../core/random";
import { checkInteger } from "../core/shape";
import { tf, type LayersModel, type Tensor } from "../core/tf";
import type { BatchRecord, RunControl, TrainingCallback } from "./callbacks";
import { loadCheckpoint, saveCheckpoint, type CheckpointOptions } from "./checkpoint";
import { checkRows, splitRows, type Rows, type TrainingData } from "./data";
import { reseedDropout } from "./dropout";
import { BestTracker } from "./early-stopping";
import { DivergenceError, TrainingInterruptedError, type FitOptions } from "./fit-options";
import { History, formatLogs, type EpochRecord, type Logs, type StopReason } from "./history";
import { Means, measureRows } from "./metric-accumulator";
import { progressCallback } from "./progress";
import { learningRateOf, setLearningRate } from "./schedules";
import {
  clipGradients,
  innerModel,
  optimizerOf,
  trainStep,
  type ClipOptions,
  type InnerModel,
} from "./steps";

/** How long a run may keep the event loop to itself: within it a stop is not heard. */
const YIELD_AFTER_MS = 50;

/** The signal of the cell that trains a model: a run whose cell was stopped dead no longer blocks the model. */
const running = new WeakMap<InnerModel, AbortSignal>();

/** One call of `fit`. */
export class Run {
  private readonly signal = interruptSignal();
  private readonly callbacks: TrainingCallback[];
  private readonly records: EpochRecord[] = [];
  private readonly names: string[];
  private readonly inner: InnerModel;
  private readonly epochs: number;
  private readonly batchSize: number;
  private readonly baseRate: number;
  private bestWeights: Tensor[] | undefined;
  private restoredBest = false;
  private stopAsked = false;
  private notFinite: string | undefined;
  private yieldedAt = performance.now();
  private tracker!: BestTracker; // Set by train(), when the names of the values are known.

  constructor(
    private readonly model: LayersModel,
    private readonly data: TrainingData,
    private readonly options: FitOptions,
  ) {
    const {
      epochs = 10,
      batchSize = 32,
      progress = "auto",
      monitor,
      callbacks = [],
      onEpoch,
      onBatch,
    } = options;
    this.epochs = checkInteger(epochs, { verb: "fit the model", argument: "epochs", min: 1 });
    this.batchSize = checkInteger(batchSize, { verb: "fit the model", argument: "batchSize", min: 1 });
    this.inner = innerModel(model, "fit the model");
    this.names = this.inner.getDedupedMetricsNames();
    this.baseRate = learningRateOf(optimizerOf(model));
    const text = progressCallback(monitor && progress === "auto" ? "none" : progress);
    this.callbacks = [...(text ? [text] : []), ...(monitor ? [monitor] : []), ...callbacks];
    if (onEpoch || onBatch) this.callbacks.push({ onEpochEnd: onEpoch, onBatchEnd: onBatch });
  }

  async train(): Promise<History> {
    const { inner, model, options } = this;
    const held = running.get(inner);
    if (inner.isTraining && !held?.aborted) {
      throw new StateError(
        "Cannot fit the model: it is being trained by another fit. Wait for that one (did you forget await?).",
      );
    }
    const undo: (() => void)[] = [];
    inner.isTraining = true;
    inner.stopTraining_ = false;
    running.set(inner, this.signal);
    try {
      const { rows, validation } = this.prepare(undo);
      if (options.clip) undo.push(clipGradients(optimizerOf(model), checkClip(options.clip)));
      undo.push(() => setLearningRate(optimizerOf(model), this.baseRate));
      return await this.loop(rows, validation);
    } finally {
      for (const step of undo.reverse()) step();
      tf.dispose(this.bestWeights ?? []);
      inner.isTraining = false;
      running.delete(inner);
    }
  }

  private prepare(undo: (() => void)[]): { rows: Rows; validation: Rows | undefined } {
    const { model, inner, options } = this;
    const verb = "fit the model";
    let rows = checkRows(model, this.data, { inner, verb });
    undo.push(rows.dispose);
    let validation: Rows | undefined;
    if (typeof options.validation === "number") {
      const parts = splitRows(rows, options.validation);
      undo.push(parts.train.dispose, parts.validation.dispose);
      rows = parts.train;
      validation = parts.validation;
    } else if (options.validation) {
      validation = checkRows(model, options.validation, { inner, verb, prefix: "validation." });
      undo.push(validation.dispose);
    }
    const names = validation ? [...this.names, ...this.names.map((name) => `val_${name}`)] : this.names;
    this.tracker = new BestTracker(options.earlyStopping ?? {}, names);
    return { rows, validation };
  }

  private async loop(rows: Rows, validation: Rows | undefined): Promise<History> {
    const { epochs, options, model } = this;
    const { seed = 0, checkpoint } = options;
    const shuffles = new Random(seed);
    const batches = Math.ceil(rows.count / this.batchSize);
    const info = { model, epochs, seed, batchSize: this.batchSize };
    if (checkpoint?.resume ?? true)
      this.resume(checkpoint ? await loadCheckpoint(checkpoint, info) : undefined);
    const epochsDone = this.records.length;
    const names = [...this.names, ...(validation ? this.names.map((name) => `val_${name}`) : [])];
    await this.tell((callback) =>
      callback.onTrainBegin?.({
        epochs,
        epochsDone,
        records: [...this.records],
        batches,
        rows: rows.count,
        names,
      }),
    );
    let reason: StopReason = "all epochs done";
    try {
      for (let epoch = 1; epoch <= epochs; epoch++) {
        // Every epoch has its own generator, so that a resumed run draws what the whole run would have drawn.
        const random = shuffles.fork();
        if (epoch <= epochsDone) continue;
        const stopped = await this.epoch(epoch, { rows, validation, batches, random });
        if (stopped) {
          reason = stopped;
          break;
        }
        const every = checkpoint?.every ?? 1;
        if (checkpoint && (epoch % every === 0 || epoch === epochs)) await this.save(checkpoint, info);
      }
    } catch (error) {
      // A listener failed: tell the others that the run is over, and let the first error through.
      await this.end("asked to stop").catch(() => undefined);
      throw error;
    }
    return this.end(reason);
  }

  /** Runs one epoch; gives the reason when the run shall end with it. */
  private async epoch(
    epoch: number,
    context: { rows: Rows; validation: Rows | undefined; batches: number; random: Random },
  ): Promise<StopReason | undefined> {
    const { rows, validation, batches, random } = context;
    const { shuffle = true, schedule, earlyStopping } = this.options;
    const optimizer = optimizerOf(this.model);
    const began = performance.now();
    const train = trainStep(this.inner, this.names);
    const order = shuffle
      ? random.permutation(rows.count)
      : Int32Array.from({ length: rows.count }, (_, i) => i);
    const sums = new Means(this.names);
    const control: RunControl = { stop: () => (this.stopAsked = true) };
    for (let batch = 0; batch < batches; batch++) {
      if (schedule) {
        const point = {
          step: (epoch - 1) * batches + batch,
          steps: this.epochs * batches,
          epoch: epoch - 1 + batch / batches,
        };
        setLearningRate(optimizer, schedule({ ...point, epochs: this.epochs, base: this.baseRate }));
      }
      reseedDropout(this.model, random);
      const start = batch * this.batchSize;
      const size = Math.min(this.batchSize, rows.count - start);
      const logs: Logs = train(rows.tensors, order.subarray(start, start + size));
      sums.add(logs, size);
      if (!Number.isFinite(logs["loss"])) {
        this.notFinite = `the loss became ${logs["loss"]} in epoch ${epoch}, batch ${batch + 1} of ${batches}`;
        return "loss not finite";
      }
      const record: BatchRecord = { epoch, batch: batch + 1, size, logs, means: sums.values() };
      await this.tell((callback) => callback.onBatchEnd?.(record, control));
      await this.breathe();
      if (this.signal.aborted) return "interrupted";
      if (this.isStopAsked()) return "asked to stop";
    }
    const measured = validation ? await this.measure(validation) : {};
    if (this.signal.aborted) return "interrupted";
    const logs: Logs = { ...sums.values(), ...measured };
    const record: EpochRecord = {
      epoch,
      seconds: (performance.now() - began) / 1000,
      learningRate: learningRateOf(optimizer),
      logs,
    };
    this.records.push(record);
    const { improved, exhausted } = this.tracker.update(epoch, logs);
    if (improved && (validation || earlyStopping)) this.keepWeights();
    await this.tell((callback) => callback.onEpochEnd?.(record, control));
    if (this.isStopAsked()) return "asked to stop";
    return earlyStopping && exhausted ? "early stopping" : undefined;
  }

  /** Validation: the same means as training's, in inference mode, named `val_…`. */
  private async measure(rows: Rows): Promise<Logs> {
    const means = await measureRows(this.inner, rows, {
      names: this.names,
      batchSize: this.batchSize,
      between: async () => {
        await this.breathe();
        return !this.signal.aborted;
      },
    });
    return Object.fromEntries(Object.entries(means).map(([name, value]) => [`val_${name}`, value]));
  }

  private async end(reason: StopReason): Promise<History> {
    const { earlyStopping, whenNotFinite = "throw" } = this.options;
    const wanted = earlyStopping
      ? (earlyStopping.restoreBest ?? true)
      : reason === "interrupted" || reason === "loss not finite";
    const isLast =
      this.tracker.best.epoch === this.records.length &&
      (reason === "all epochs done" || reason === "early stopping");
    if (wanted && this.bestWeights) {
      if (!isLast) this.model.setWeights(this.bestWeights);
      this.restoredBest = true;
    }
    const { monitor, best } = this.tracker;
    const history = new History({
      epochs: this.records,
      stoppedBecause: reason,
      monitor,
      bestEpoch: best.epoch,
      restoredBest: this.restoredBest,
    });
    await this.tell((callback) => callback.onTrainEnd?.(history));
    const kept = this.restoredBest
      ? ` The model has the weights of epoch ${best.epoch} (${formatLogs(history.best?.logs ?? {})}).`
      : "";
    if (reason === "interrupted") {
      const where = `in epoch ${this.records.length + 1} of ${this.epochs}`;
      throw new TrainingInterruptedError(
        `Interrupted: training was stopped ${where}; the model can be used and trained on.${kept}`,
        history,
      );
    }
    if (reason === "loss not finite" && whenNotFinite === "throw") {
      throw new DivergenceError(
        `Cannot go on training: ${this.notFinite}. Is the learning rate too high, or the data not scaled?${kept}`,
        history,
      );
    }
    return history;
  }

  private keepWeights(): void {
    const old = this.bestWeights;
    // Clones share memory; the optimizer's step makes new tensors, so these keep their numbers.
    this.bestWeights = this.model.getWeights().map((weight) => tf.keep(weight.clone()));
    tf.dispose(old ?? []);
  }

  private resume(saved: Awaited<ReturnType<typeof loadCheckpoint>>): void {
    if (!saved) return;
    this.records.push(...saved.records);
    Object.assign(this.tracker.best, saved.best);
    this.bestWeights = saved.bestWeights;
  }

  private save(
    checkpoint: CheckpointOptions,
    info: { model: LayersModel; epochs: number; seed: number; batchSize: number },
  ): Promise<void> {
    return saveCheckpoint(checkpoint, {
      ...info,
      records: this.records,
      best: this.tracker.best,
      bestWeights: this.bestWeights,
    });
  }

  private isStopAsked(): boolean {
    return this.stopAsked || this.inner.stopTraining_;
  }

  private async tell(event: (callback: TrainingCallback) => void | Promise<void> | undefined): Promise<void> {
    for (const callback of this.callbacks) {
      const answer = event(callback);
      if (answer) await answer;
    }
  }

  /** Lets the event loop run now and then, so that the stop button's message and the charts' can pass. */
  private async breathe(): Promise<void> {
    if (performance.now() - this.yieldedAt < YIELD_AFTER_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.yieldedAt = performance.now();
  }
}

function checkClip(clip: ClipOptions): ClipOptions {
  for (const [name, value] of Object.entries(clip)) {
    if (value !== undefined && !(value > 0))
      throw new ArgumentError(`Cannot fit the model: clip.${name} must be a number > 0; received ${value}.`);
  }
  return clip;
}
