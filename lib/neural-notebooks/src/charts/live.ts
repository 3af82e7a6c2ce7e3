/** Turns a training run, while it goes on, into one chart that is updated in place. */
import { display, inNotebook, type DisplayHandle } from "../core/display";
import {
  fitCallback,
  type FitBatch,
  type FitCallback,
  type FitEpoch,
  type FitEvents,
  type FitRun,
} from "../core/fit-callback";
import { historyValues } from "../core/fit-history";
import type { Logs } from "../core/format-logs";
import { loadTf } from "../core/load-tf";
import { showsProgress } from "../core/progress-bar";
import { checkNumber } from "../core/shape";
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
  /** Lets the values count by factors of ten (false). */
  logarithmic?: boolean;
  /** The unit of the values, for the axes: `"mpg"`. */
  unit?: string;
  /** Height in pixels (360). */
  height?: number;
}

/** A callback that draws; `chart` is the chart as it was shown last, `undefined` before the first run. */
export type LiveHistory = FitCallback & { readonly chart: Chart | undefined };

/** What a chart says of a run that was broken off. */
const ENDINGS = { interrupt: "interrupted", error: "ended by an error" } as const;
/** Points within the epochs that are kept; when there are more, every second one goes. */
const MAX_BATCH_POINTS = 400;

/**
 * Makes a callback for `model.fit`: it shows one chart and updates it in place, by batch within an epoch and by epoch.
 * The last state stays in the saved notebook. Where nothing draws, the words come at the end, once. One callback
 * serves one run after the other.
 *
 * @param options - Values to show, title, updates a second.
 * @returns To be handed to `model.fit(x, y, { callbacks: [liveHistory()] })`. After the run its `chart` is the last chart.
 * @throws ArgumentError when `updatesPerSecond` is not positive.
 */
export function liveHistory(options: LiveHistoryOptions = {}): LiveHistory {
  const drawing = new Drawing(options);
  loadTf(); // Its class of callbacks.
  const callback = showsProgress(fitCallback(drawing));
  return Object.defineProperty(callback, "chart", { get: () => drawing.chart }) as LiveHistory;
}

/** What is drawn of one run after the other. */
export class Drawing implements FitEvents {
  /** The chart as it was shown last. */
  chart: Chart | undefined;
  private readonly interval: number;
  private handle: DisplayHandle | undefined;
  private shownAt = -Infinity;
  private curves: Record<string, number[]> = {};
  private batches: { epoch: number[]; values: Record<string, number[]> } = { epoch: [], values: {} };
  private everyBatch = 1;
  private batchCount = 0;
  private seconds = 0;

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

  /** Shows the empty axes, or the epochs that were run before. */
  onTrainBegin({ epochs, metrics, earlier }: FitRun): void {
    this.handle = undefined;
    this.shownAt = -Infinity;
    const known = earlier ? historyValues(earlier) : {};
    this.curves = Object.fromEntries(metrics.map((name) => [name, known[name] ?? []]));
    this.batches = { epoch: [], values: {} };
    this.everyBatch = 1;
    this.batchCount = 0;
    this.seconds = 0;
    this.show(`${earlier?.epoch.length ?? 0} of ${epochs} epochs`, { epochs, force: true });
  }

  onBatchEnd({ epoch, batch, means }: FitBatch, { epochs, batches }: FitRun): void {
    const share = batches === undefined ? 0.5 : (batch + 1) / batches;
    if (this.batchCount++ % this.everyBatch === 0) this.addBatch(epoch + share, means);
    const of = batches === undefined ? "" : ` of ${batches}`;
    this.show(`epoch ${epoch + 1} of ${epochs}, batch ${batch + 1}${of}`, { epochs });
  }

  onEpochEnd({ epoch, seconds, logs }: FitEpoch, { epochs }: FitRun): void {
    for (const [name, value] of Object.entries(logs)) (this.curves[name] ??= []).push(value);
    this.seconds += seconds;
    this.show(`epoch ${epoch + 1} of ${epochs}, ${inSeconds(seconds)} each`, { epochs });
  }

  /** Draws what is not drawn yet. */
  onTrainEnd({ epochs, earlyStopping, brokenOffBy }: FitRun): void {
    const done = Math.max(0, ...Object.values(this.curves).map((values) => values.length));
    const mean = done > 0 ? `, ${inSeconds(this.seconds / done)} each` : "";
    const count = done === epochs ? `${done} epochs` : `${done} of ${epochs} epochs`;
    const { bestEpoch, stoppedAt, restored = false } = earlyStopping ?? {};
    const notes = [
      ...(brokenOffBy === undefined ? [] : [ENDINGS[brokenOffBy]]),
      ...(stoppedAt === undefined ? [] : ["stopped early"]),
      ...(restored && bestEpoch !== undefined ? [`weights of epoch ${bestEpoch + 1} kept`] : []),
    ];
    const best = bestEpoch === undefined ? {} : { bestEpoch: bestEpoch + 1 };
    this.show([count + mean, ...notes].join(", "), { epochs, force: true, end: true, ...best });
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
  private axisEnd(planned: number): number {
    const done = Math.max(0, ...Object.values(this.curves).map((values) => values.length));
    let end = 20;
    while (end < planned && end < done * 1.1) end *= 2;
    return Math.min(planned, end);
  }

  private show(
    subtitle: string,
    options: { epochs: number; force?: boolean; end?: boolean; bestEpoch?: number },
  ): void {
    const { epochs, force = false, end = false, bestEpoch } = options;
    const now = performance.now();
    if (!force && now - this.shownAt < this.interval) return;
    // Where nothing draws, the words come once, at the end.
    if (!end && !inNotebook()) return;
    const { title = "Learning curves", metrics, logarithmic, unit, height } = this.options;
    const { epoch, values } = this.batches;
    const batches = { epoch, values: values as Curves };
    const known = Object.keys(this.curves).length > 0 ? this.curves : { loss: [] };
    this.chart = historyChart(known, {
      title,
      metrics,
      logarithmic,
      unit,
      height,
      subtitle,
      bestEpoch,
      batches,
      epochs: end ? undefined : this.axisEnd(epochs),
    });
    if (this.handle) this.handle.update(this.chart);
    else this.handle = display(this.chart);
    // Measured after the work, so that a slow link is not flooded.
    this.shownAt = performance.now();
  }
}

function inSeconds(value: number): string {
  if (!isNumber(value)) return "? s";
  return value < 0.1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(1)} s`;
}
