/** Turns the record of a training run into learning curves. */
import { cannot } from "../core/errors";
import { historyValues, isFitHistory, type FitHistory } from "../core/fit-history";
import { OVER_PLOT, titleLayout } from "./axes";
import { Chart } from "./chart";
import type { Layout, Numbers, Trace } from "./figure";
import { drawable, lonePoints } from "./gaps";
import { logScale } from "./log-axis";
import { colorOf, dashOf, roles, symbolOf, withOpacity } from "./theme";
import { counted, extentOf, formatNumber, isNumber } from "./alt-text";
import { DEFAULT_HEIGHT } from "./rendering";

/** Values by name, one per epoch, such as `{ loss: [2, 1], val_loss: [2.1, 1.4] }`. */
export type Curves = Readonly<Record<string, Numbers>>;

/** How learning curves are drawn. */
export interface HistoryChartOptions {
  /** The claim that the chart makes. */
  title: string;
  /** Which values get a panel, without `val_` (all but the learning rate). */
  metrics?: readonly string[];
  /** Epochs planned; the axis goes as far, so that a live chart does not jump. */
  epochs?: number;
  /** A line of small text under the title. */
  subtitle?: string;
  /** The epoch to mark, from 1. */
  bestEpoch?: number;
  /** Number of the first epoch (1). */
  firstEpoch?: number;
  /** Values within the epochs by their (broken) epoch number; drawn faintly. */
  batches?: { readonly epoch: readonly number[]; readonly values: Curves };
  /** Lets the values count by factors of ten, so that a late part far below the beginning is seen (false). */
  logarithmic?: boolean;
  /** The unit of the values, for the axes: `"mpg"`. */
  unit?: string;
  /** Height in pixels (360). */
  height?: number;
}

/** What the axes call the values. */
const axisNames: Readonly<Record<string, string>> = {
  acc: "accuracy",
  mse: "mean squared error",
  mae: "mean absolute error",
  meanSquaredError: "mean squared error",
  meanAbsoluteError: "mean absolute error",
  learningRate: "learning rate",
};

/** What a schedule adds to the history; it is drawn where it is asked for. */
const RATE = "learningRate";

/** Of many epochs not each has its mark, or the marks would be a band; an epoch alone between gaps must have it. */
function marksOf(values: Numbers): { maxdisplayed?: number } {
  return lonePoints(values).length > 0 ? {} : { maxdisplayed: 40 };
}

/**
 * Draws training and validation curves, one panel for each value: training blue and solid, validation orange
 * and dashed, as in the whole course.
 *
 * @param history - What `model.fit` returned, or values by name.
 * @param options - Title, which values, what to mark.
 * @returns The chart; its description tells start, end and best of each curve.
 * @throws ArgumentError when there is nothing to draw or a metric is not in the history.
 * @example
 * const chart = historyChart({ loss: [2, 1], val_loss: [2.2, 1.5] }, { title: "It learns" });
 * assert.match(chart.alt, /validation loss from 2.2 to 1.5/);
 */
export function historyChart(history: FitHistory | Curves, options: HistoryChartOptions): Chart {
  const verb = "draw learning curves";
  const curves = curvesOf(history);
  const { title, subtitle, firstEpoch = 1, height = 360, batches, logarithmic = false } = options ?? {};
  const known = [...new Set(Object.keys(curves).map(plainName))].filter((name) => name !== RATE);
  const { metrics = known } = options;
  const strange = metrics.find((name) => !known.includes(name) && !curves[name]);
  if (strange !== undefined || metrics.length === 0) {
    const must = known.length > 0 ? `some of ${known.join(", ")}` : "values of at least one epoch";
    throw cannot(verb, { argument: "metrics", must, received: strange ?? metrics });
  }
  const done = Math.max(
    0,
    ...metrics.map((name) => curves[name]?.length ?? curves[`val_${name}`]?.length ?? 0),
  );
  const { epochs = firstEpoch + done - 1, bestEpoch, unit } = options;
  const traces = metrics.flatMap((name, panel) => panelTraces(curves, { name, panel, firstEpoch, batches }));
  const layout: Layout = {
    ...titleLayout(title, verb),
    // plotly.js 4.1.1 puts its own subtitle above the title after a change of theme; a small second line stays.
    ...(subtitle === undefined
      ? {}
      : { title: { text: `${title}<br><span style="font-size:13px">${subtitle}</span>` } }),
    ...panels(metrics, {
      epochs: Math.max(1, epochs),
      unit,
      scales: metrics.map((name) => (logarithmic ? factorsOfTen(curves, name) : {})),
    }),
    shapes: bestEpoch ? metrics.map((_, panel) => bestLine(bestEpoch, panel)) : [],
    annotations: bestEpoch ? [bestNote(bestEpoch, epochs)] : [],
    legend: OVER_PLOT,
    margin: { t: subtitle === undefined ? 72 : 88, r: 24, b: 56, l: 64 },
    hovermode: "x unified",
    height,
  };
  const best = bestEpoch ? ` Epoch ${bestEpoch} was best.` : "";
  const words = metrics.map((name) => metricLabel(curves, { name, firstEpoch })).join(" ");
  const within = metrics.reduce((sum, name) => sum + extentOf(batches?.values[name] ?? []).missing, 0);
  const gaps =
    within === 0
      ? ""
      : ` ${counted(within, "value")} within the epochs ${within === 1 ? "is" : "are"} not finite.`;
  return new Chart(
    { data: traces, layout },
    { alt: `${title}. ${counted(done, "epoch")}. ${words}${best}${gaps}`.replace(/\. +\./g, ".") },
  );
}

/**
 * Draws one value of several runs over each other: a change beside its control run.
 *
 * @param runs - Histories, or values by name, by the run's name.
 * @param options - Title; `metric`: the value to compare, such as `"val_loss"`; `unit` of the value, for the axis;
 *   `firstColor` of the palette (0), to give a run the colour that its name has in another chart.
 * @returns The chart; its description tells start, end and best of each run.
 * @throws ArgumentError when a run has no such value.
 */
export function compareHistories(
  runs: Readonly<Record<string, FitHistory | Curves>>,
  options: { title: string; metric: string; unit?: string; height?: number; firstColor?: number },
): Chart {
  const verb = "compare runs";
  const { title, metric, unit, height = DEFAULT_HEIGHT, firstColor = 0 } = options ?? {};
  const entries = Object.entries(runs ?? {}).map(([name, run]) => [name, curvesOf(run)] as const);
  const lacking = entries.find(([, curves]) => (curves[metric]?.length ?? 0) === 0);
  if (entries.length === 0 || lacking) {
    throw cannot(verb, {
      argument: "runs",
      must: `runs that recorded ${metric}`,
      received: lacking ? `${lacking[0]} with ${Object.keys(lacking[1]).join(", ")}` : runs,
    });
  }
  const label = `${metric.startsWith("val_") ? "validation " : "training "}${axisNames[plainName(metric)] ?? plainName(metric)}`;
  const traces = entries.map(([name, curves], i): Trace => {
    const values = curves[metric] as Numbers;
    return {
      type: "scatter",
      mode: "lines+markers",
      name,
      x: Array.from(values, (_, epoch) => epoch + 1),
      y: drawable(values),
      line: { color: colorOf(i + firstColor), dash: dashOf(i), width: 2 },
      marker: { color: colorOf(i + firstColor), symbol: symbolOf(i), size: 5, ...marksOf(values) },
      hovertemplate: "%{y:.4g}",
    };
  });
  const words = entries
    .map(([name, curves]) =>
      describeMetricCurve(name, { values: curves[metric] as Numbers, firstEpoch: 1, name: metric }),
    )
    .join("; ");
  const layout = {
    ...titleLayout(title, verb),
    xaxis: { title: { text: "epoch" } },
    yaxis: { title: { text: withUnit(label, unit) } },
    hovermode: "x unified",
    height,
  };
  return new Chart(
    { data: traces, layout },
    { alt: `${title}. ${label} of ${counted(entries.length, "run")}: ${words}.` },
  );
}

/** The values of a history by name. */
export function curvesOf(history: FitHistory | Curves): Curves {
  return isFitHistory(history) ? historyValues(history) : (history ?? {});
}

function plainName(name: string): string {
  return name.replace(/^val_/, "");
}

function panelTraces(
  curves: Curves,
  options: { name: string; panel: number; firstEpoch: number; batches: HistoryChartOptions["batches"] },
): Trace[] {
  const { name, panel, firstEpoch, batches } = options;
  const axes = { xaxis: `x${axisNumber(panel)}`, yaxis: `y${axisNumber(panel)}` };
  const within = batches?.values[name];
  const faint: Trace = {
    type: "scatter",
    mode: "lines",
    name: "train, within the epoch",
    legendrank: 1001,
    showlegend: panel === 0 && (within?.length ?? 0) > 0,
    hoverinfo: "skip",
    x: batches?.epoch ?? [],
    y: drawable(within ?? []),
    line: { color: withOpacity(roles.train.color, 0.5), width: 1.5 },
    ...axes,
  };
  // A live chart keeps its traces from the first to the last update, so that the renderer can change them in place.
  const lines = (["train", "validation"] as const).map((role): Trace => {
    const values = curves[role === "train" ? name : `val_${name}`];
    const { color, dash, symbol } = roles[role];
    return {
      type: "scatter",
      mode: "lines+markers",
      name: role,
      legendgroup: role,
      showlegend: panel === 0 && values !== undefined,
      x: Array.from(values ?? [], (_, i) => firstEpoch + i),
      y: drawable(values ?? []),
      line: { color, dash, width: 2 },
      marker: { color, symbol, size: 5, ...marksOf(values ?? []) },
      hovertemplate: "%{y:.4g}",
      ...axes,
    };
  });
  return [faint, ...lines];
}

function withUnit(name: string, unit: string | undefined): string {
  return unit === undefined ? name : `${name} (${unit})`;
}

/** Panels side by side, each with its own pair of axes. */
function panels(
  metrics: readonly string[],
  { epochs, unit, scales }: { epochs: number; unit: string | undefined; scales: readonly Layout[] },
): Layout {
  const width = 1 / metrics.length;
  const gap = metrics.length > 1 ? 0.05 : 0;
  const entries = metrics.flatMap((name, panel) => {
    const domain = [
      panel * width + (panel > 0 ? gap : 0),
      (panel + 1) * width - (panel < metrics.length - 1 ? gap : 0),
    ];
    const number = axisNumber(panel);
    const xaxis = {
      title: { text: "epoch" },
      domain,
      anchor: `y${number}`,
      range: [0, epochs + 0.5],
      dtick: tickStep(epochs),
      tick0: 0,
      zeroline: false,
    };
    const yaxis: Layout = {
      title: { text: withUnit(axisNames[name] ?? name, unit) },
      anchor: `x${number}`,
      ...scales[panel],
    };
    return [
      [`xaxis${number}`, xaxis],
      [`yaxis${number}`, yaxis],
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** The axis of a value that counts by factors of ten; a live chart begins without any value. */
function factorsOfTen(curves: Curves, name: string): Layout {
  const values = [name, `val_${name}`].flatMap((each) => Array.from<number | null>(curves[each] ?? []));
  if (!values.some(isNumber)) return { type: "log" };
  return logScale(values, { letter: "y", name }).axis;
}

function axisNumber(panel: number): string {
  return panel === 0 ? "" : String(panel + 1);
}

/** Whole epochs, about eight ticks: 1, 2, 5, 10, 20, 50, … */
function tickStep(epochs: number): number {
  const wanted = Math.max(1, epochs / 8);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= wanted) ?? 1;
}

function bestLine(epoch: number, panel: number) {
  const number = axisNumber(panel);
  return {
    type: "line",
    xref: `x${number}`,
    yref: `y${number} domain`,
    x0: epoch,
    x1: epoch,
    y0: 0,
    y1: 1,
    line: { dash: "dot", width: 1.5 },
  };
}

/** On the side of the line where there is room: at the last epoch a note to the right covers the next panel. */
function bestNote(epoch: number, epochs: number) {
  const side =
    epoch > epochs / 2
      ? ({ xanchor: "right", xshift: -4 } as const)
      : ({ xanchor: "left", xshift: 4 } as const);
  return {
    text: `best: epoch ${epoch}`,
    x: epoch,
    y: 1,
    yref: "y domain",
    ...side,
    yanchor: "top",
    showarrow: false,
    font: { size: 12 },
  };
}

/** `loss from 2.3 to 0.4 (lowest 0.4 at epoch 12); validation loss …` */
function metricLabel(curves: Curves, options: { name: string; firstEpoch: number }): string {
  const { name, firstEpoch } = options;
  const label = axisNames[name] ?? name;
  const parts = [
    [`training ${label}`, curves[name]],
    [`validation ${label}`, curves[`val_${name}`]],
  ] as const;
  const words = parts.flatMap(([part, values]) =>
    values && values.length > 0 ? [describeMetricCurve(part, { values, firstEpoch, name })] : [],
  );
  return words.length > 0 ? `${words.join("; ")}.` : "";
}

function describeMetricCurve(
  part: string,
  options: { values: Numbers; firstEpoch: number; name: string },
): string {
  const { values, firstEpoch, name } = options;
  const { min, max, argMin, argMax, missing } = extentOf(values);
  const text = (value: number | null | undefined) =>
    isNumber(value) ? formatNumber(value) : "no finite number";
  const first = `${part} from ${text(values[0])} to ${text(values[values.length - 1])}`;
  // Of an accuracy the highest is best, of a loss or an error the lowest.
  const high = /acc|precision|recall|f1|auc|r2/i.test(name);
  const best = high
    ? `highest ${text(max)} at epoch ${firstEpoch + argMax}`
    : `lowest ${text(min)} at epoch ${firstEpoch + argMin}`;
  const lost = missing > 0 ? `, not finite in ${counted(missing, "epoch")}` : "";
  return missing === values.length ? `${part} is never finite` : `${first} (${best})${lost}`;
}
