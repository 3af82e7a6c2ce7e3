/** Turns a training run, while it goes on, into one chart that is updated in place. */
import { checkNumber } from "../core/shape";
import { display, inNotebook, type DisplayHandle } from "../core/display";
import type { BatchRecord, RunInfo, TrainingCallback } from "../training/callbacks";
import type { EpochRecord, History, Logs } from "../training/history";
import type { Chart } from "./chart";
import { historyChart, type Curves } from "./history";
import { isNumber } from "./alt-text";

/** How the live chart is drawn. */
export interface LiveHistoryOptions {
  /** Which values get a panel, without `val_` (all that come). */
  metrics?: readonly string[];
  /** The chart's title. */
  title?: string;
  /** Updates a second at most (4); what comes between is drawn with the next. */
  updatesPerSecond?: number;
  /** Height in pixels (360). */
  height?: number;
}

/** Points within the epochs that are kept; when there are more, every second one goes. */
const MAX_BATCH_POINTS = 400;

/**
 * Makes a monitor for `fit`: it shows one chart and updates it in place, by batch within an epoch and by epoch.
 * The last state stays in the saved notebook. Where nothing draws, the words come at the end, once.
 *
 * @param options - Values to show, title, updates a second.
 * @returns The monitor, to be handed to `fit(model, data, { monitor: liveHistory() })`. After the run its `chart` is the last chart.
 * @throws ArgumentError when `updatesPerSecond` is not positive.
 */
export function liveHistory(options: LiveHistoryOptions = {}): LiveHistory {
  return new LiveHistory(options);
}

/** A monitor that draws; made by {@link liveHistory}. One monitor serves one run after the other. */
export class LiveHistory implements Required<TrainingCallback> {
  private readonly interval: number;
  private handle: DisplayHandle | undefined;
  private shownAt = -Infinity;
  private curves: Record<string, number[]> = {};
  private batches: { epoch: number[]; values: Record<string, number[]> } = { epoch: [], values: {} };
  private everyBatch = 1;
  private batchCount = 0;
  private info: RunInfo | undefined;
  private seconds = 0;
  private latest: Chart | undefined;

  constructor(private readonly options: LiveHistoryOptions) {
    const { updatesPerSecond = 4 } = options;
    checkNumber(updatesPerSecond, {
      verb: "draw a training run",
      argument: "updatesPerSecond",
      min: 0.01,
      max: 60,
    });
    this.interval = 1000 / updatesPerSecond;
  }

  /** The chart as it was shown last; `undefined` before the first run. */
  get chart(): Chart | undefined {
    return this.latest;
  }

  /** Called by `fit` at the start: shows the empty axes, with the epochs of a resumed run. */
  onTrainBegin(info: RunInfo): void {
    this.info = info;
    this.handle = undefined;
    this.shownAt = -Infinity;
    this.curves = Object.fromEntries(info.names.map((name) => [name, []]));
    this.batches = { epoch: [], values: {} };
    this.everyBatch = 1;
    this.batchCount = 0;
    this.seconds = 0;
    for (const record of info.records) this.addEpoch(record);
    this.show(`0 of ${info.epochs} epochs`, { force: true });
  }

  /** Called by `fit` after each batch. */
  onBatchEnd(record: BatchRecord): void {
    const { epoch, batch, means } = record;
    const batchesPerEpoch = this.info?.batches ?? 1;
    if (this.batchCount++ % this.everyBatch === 0) this.addBatch(epoch - 1 + batch / batchesPerEpoch, means);
    this.show(`epoch ${epoch} of ${this.info?.epochs ?? epoch}, batch ${batch} of ${batchesPerEpoch}`);
  }

  /** Called by `fit` after each epoch. */
  onEpochEnd(record: EpochRecord): void {
    this.addEpoch(record);
    this.show(this.epochLine(record));
  }

  /** Called by `fit` however the run ends: draws what is not drawn yet. */
  onTrainEnd(history: History): void {
    const { epochs } = history;
    // A run that was stopped in its first epoch has no names of its own.
    if (epochs.length > 0)
      this.curves = Object.fromEntries(history.names.map((name) => [name, history.values(name)]));
    const mean = epochs.length > 0 ? `, ${seconds(history.seconds / epochs.length)} each` : "";
    const kept = history.restoredBest ? `, weights of epoch ${history.bestEpoch} kept` : "";
    const line = `${epochs.length} epochs${mean}: ${history.stoppedBecause}${kept}`;
    this.show(line, {
      force: true,
      end: true,
      bestEpoch: history.bestEpoch > 0 ? history.bestEpoch : undefined,
    });
  }

  private epochLine({ epoch, seconds: took }: EpochRecord): string {
    return `epoch ${epoch} of ${this.info?.epochs ?? epoch}, ${seconds(took)} each`;
  }

  private addEpoch({ logs, seconds: took }: EpochRecord): void {
    for (const [name, value] of Object.entries(logs)) (this.curves[name] ??= []).push(value);
    this.seconds += took;
  }

  private addBatch(at: number, means: Logs): void {
    this.batches.epoch.push(at);
    for (const [name, value] of Object.entries(means)) (this.batches.values[name] ??= []).push(value);
    if (this.batches.epoch.length < MAX_BATCH_POINTS) return;
    // Long runs keep their shape with half the points.
    const half = (values: number[]) => values.filter((_, i) => i % 2 === 1);
    this.batches = {
      epoch: half(this.batches.epoch),
      values: Object.fromEntries(
        Object.entries(this.batches.values).map(([name, values]) => [name, half(values)]),
      ),
    };
    this.everyBatch *= 2;
  }

  /** The planned epochs; where many are planned, the axis grows in steps, so that the curve fills it. */
  private axisEnd(): number {
    const planned = this.info?.epochs ?? 1;
    const done = Math.max(0, ...Object.values(this.curves).map((values) => values.length));
    let end = 20;
    while (end < planned && end < done * 1.1) end *= 2;
    return Math.min(planned, end);
  }

  private show(subtitle: string, options: { force?: boolean; end?: boolean; bestEpoch?: number } = {}): void {
    const { force = false, end = false, bestEpoch } = options;
    const now = performance.now();
    if (!force && now - this.shownAt < this.interval) return;
    // A plain run gets the words once, at the end; its progress line belongs to `fit`.
    if (!end && !inNotebook()) return;
    const { title = "Learning curves", metrics, height } = this.options;
    const { epoch, values } = this.batches;
    const batches = { epoch, values: values as Curves };
    const known = Object.keys(this.curves).length > 0 ? this.curves : { loss: [] };
    this.latest = historyChart(known, {
      title,
      metrics,
      height,
      subtitle,
      bestEpoch,
      batches,
      epochs: end ? undefined : this.axisEnd(),
    });
    if (this.handle) this.handle.update(this.latest);
    else this.handle = display(this.latest);
    // Measured after the work, so that a slow link is not flooded.
    this.shownAt = performance.now();
  }
}

function seconds(value: number): string {
  if (!isNumber(value)) return "? s";
  return value < 0.1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(1)} s`;
}
