/** Turns the calls that TensorFlow.js makes of a callback into the events of `fitCallback`, with what is known of the run. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { interruptSignal } from "./display";
import type { FitEvents, FitRun, FitStart, Rememberer, StoppingState } from "./fit-callback";
import type { FitHistory } from "./fit-history";
import type { LayersModel } from "./fitted-types";
import type { Logs } from "./format-logs";

/** The numbers that `fit` hands over are tensors where no graph has read them. */
export type RawLogs = Record<string, number | TensorFlow.Tensor>;

/** What is known of a run beside what TensorFlow.js tells. */
interface RunNotes {
  readonly callbacks: readonly object[];
  /** Epochs that were run before. */
  readonly earlier: FitHistory | undefined;
}

/** The runs that go on now, by their models. */
const runs = new WeakMap<object, RunNotes>();

/** Says what callbacks hear a run, so that one can ask about another, and what was run before. */
export function noteRun(model: object, notes: RunNotes): void {
  runs.set(model, notes);
}

function stoppingOf(model: object): StoppingState | undefined {
  const { callbacks = [] } = runs.get(model) ?? {};
  return callbacks.find((callback): callback is StoppingState => "stoppedAt" in callback);
}

/** Tells one callback's events, run by run. */
export class EventRelay {
  /** TensorFlow.js sets it before a run begins. */
  model: LayersModel | undefined;
  private run: { -readonly [Key in keyof FitRun]: FitRun[Key] } | undefined;
  private epoch: EpochProgress = new EpochProgress(0);
  private isOpen = false;
  private interrupt: AbortSignal | undefined;

  constructor(private readonly events: FitEvents) {}

  async begin(
    start: Omit<FitStart, "stopping">,
    callbacks: readonly object[],
  ): Promise<FitHistory | undefined> {
    const stopping = callbacks.find((callback): callback is Rememberer => "remember" in callback);
    return this.events.onFit?.({ ...start, stopping });
  }

  async beginTraining(params: Readonly<Record<string, unknown>>): Promise<void> {
    this.run = runOf(this.model as LayersModel, params);
    this.interrupt = interruptSignal();
    this.isOpen = true;
    await this.events.onTrainBegin?.(this.run);
  }

  beginEpoch(epoch: number): void {
    this.epoch = new EpochProgress(epoch);
  }

  async beginBatch(batch: number): Promise<void> {
    if (this.run && this.events.onBatchBegin)
      await this.events.onBatchBegin({ epoch: this.epoch.number, batch }, this.run);
  }

  async endBatch(batch: number, raw: RawLogs = {}): Promise<void> {
    this.epoch.batches++;
    if (!this.run || !this.events.onBatchEnd) return;
    const { batch: _, size = 1, ...logs } = numbersOf(raw);
    const means = this.epoch.meansWith(logs, size);
    await this.events.onBatchEnd({ epoch: this.epoch.number, batch, size, logs, means }, this.run);
  }

  async endEpoch(epoch: number, raw: RawLogs = {}): Promise<void> {
    if (!this.run || !this.events.onEpochEnd) return;
    const logs = numbersOf(raw);
    const known = new Set(Object.keys(logs));
    const { seconds, batches } = this.epoch;
    const isWhole = batches >= (this.run.batches ?? 0);
    await this.events.onEpochEnd({ epoch, seconds, logs, isWhole }, this.run);
    for (const [name, value] of Object.entries(logs)) if (!known.has(name)) raw[name] = value;
  }

  async endTraining(): Promise<void> {
    if (!this.run || !this.isOpen) return;
    this.isOpen = false;
    if (this.interrupt?.aborted) this.run.brokenOffBy = "interrupt";
    await this.events.onTrainEnd?.(this.run);
  }

  /** Ends a run that an error broke off. */
  async close(): Promise<void> {
    if (this.run && this.isOpen) this.run.brokenOffBy = "error";
    await this.endTraining();
  }
}

/** How far an epoch has come. */
class EpochProgress {
  /** Batches that have ended. */
  batches = 0;
  private rows = 0;
  private readonly sums: Record<string, number> = {};
  private readonly began = performance.now();

  constructor(readonly number: number) {}

  /** Seconds since it began. */
  get seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  /** Adds a batch; gives the means over the rows so far. */
  meansWith(logs: Logs, size: number): Record<string, number> {
    this.rows += size;
    for (const [name, value] of Object.entries(logs)) this.sums[name] = (this.sums[name] ?? 0) + value * size;
    return Object.fromEntries(Object.entries(this.sums).map(([name, sum]) => [name, sum / this.rows]));
  }
}

/** A run as its parameters tell it; TensorFlow.js leaves out, or sets to null, what a data set does not tell. */
function runOf(model: LayersModel, params: Readonly<Record<string, unknown>>): FitRun {
  const { epochs, samples, batchSize, steps, metrics } = params as Record<string, number> & {
    metrics: string[];
  };
  const isSet = (value: number | undefined | null): value is number => typeof value === "number";
  const batches = isSet(samples) && isSet(batchSize) ? Math.ceil(samples / batchSize) : steps;
  return {
    model,
    earlier: runs.get(model)?.earlier,
    get earlyStopping() {
      return stoppingOf(model);
    },
    epochs: epochs ?? 1,
    batches: isSet(batches) ? batches : undefined,
    rows: isSet(samples) ? samples : undefined,
    metrics,
    brokenOffBy: undefined,
  };
}

/** Numbers stay as they are; a scalar is read. */
function numbersOf(logs: RawLogs): Record<string, number> {
  return Object.fromEntries(
    Object.entries(logs).map(([name, value]) => [
      name,
      typeof value === "number" ? value : (value.dataSync()[0] ?? NaN),
    ]),
  );
}
