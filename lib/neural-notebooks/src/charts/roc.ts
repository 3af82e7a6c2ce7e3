/** Turns ROC curves into a picture of what a threshold costs and brings. */
import { cannot } from "../core/errors";
import type { RocCurve } from "../evaluation/classification";
import { axesLayout } from "./axes";
import { Chart } from "./chart";
import type { Trace } from "./figure";
import { colorOf, dashOf, roles, symbolOf } from "./theme";
import { formatNumber } from "./alt-text";

/** How curves are drawn. */
export interface RocOptions {
  /** The claim that the chart makes. */
  title: string;
  /** Marks the point of this threshold on each curve. */
  threshold?: number;
  /** Height in pixels (460). */
  height?: number;
}

/**
 * Draws true positive rate over false positive rate for every threshold; the dashed line is guessing.
 *
 * @param curves - What `rocCurve` gives, or several by name.
 * @param options - Title, a threshold to mark.
 * @returns The chart; its description tells the area under each curve.
 * @throws ArgumentError when there is no curve.
 */
export function rocChart(curves: RocCurve | Readonly<Record<string, RocCurve>>, options: RocOptions): Chart {
  const entries = readCurves(curves);
  const { title, threshold, height = 460 } = options ?? {};
  const layout = axesLayout(
    { title, xTitle: "false positive rate", yTitle: "true positive rate", height },
    VERB,
  );
  const lines = entries.map(([name, curve], i) => curveTrace(curve, { name, index: i }));
  const guess: Trace = {
    type: "scatter",
    mode: "lines",
    name: "guessing (area 0.5)",
    x: [0, 1],
    y: [0, 1],
    line: { color: roles.baseline.color, dash: "longdash", width: 1.5 },
    hoverinfo: "skip",
  };
  const marks =
    threshold === undefined ? [] : entries.map(([, curve], i) => markTrace(curve, { threshold, index: i }));
  const found = marks
    .map(({ words }, i) => ` At threshold ${formatNumber(threshold as number)} ${entries[i]?.[0]} ${words}.`)
    .join("");
  const alt = `${title}. Area under the curve: ${entries.map(([name, { auc }]) => `${name} ${formatNumber(auc)}`).join(", ")}; guessing 0.5.${found}`;
  // Both rates count alike: a unit is as long upwards as to the right, and guessing runs at 45 degrees.
  const share = { range: [-0.02, 1.02], constrain: "domain", dtick: 0.2 };
  const square = {
    xaxis: { ...(layout["xaxis"] as object), ...share, constraintoward: "left" },
    yaxis: { ...(layout["yaxis"] as object), ...share, scaleanchor: "x", scaleratio: 1 },
    margin: { ...(layout["margin"] as object), t: 88 },
    legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom" },
  };
  return new Chart(
    { data: [...lines, guess, ...marks.map(({ trace }) => trace)], layout: { ...layout, ...square } },
    { alt },
  );
}

const VERB = "draw a ROC curve";

/** Curves by name; a single one is the model's. */
function readCurves(
  curves: RocCurve | Readonly<Record<string, RocCurve>>,
): (readonly [name: string, curve: RocCurve])[] {
  const single = Array.isArray((curves as RocCurve | undefined)?.points);
  const entries = single
    ? [["model", curves as RocCurve] as const]
    : Object.entries((curves ?? {}) as Readonly<Record<string, RocCurve>>);
  const bad = entries.find(([, curve]) => !Array.isArray(curve?.points) || curve.points.length < 2);
  if (entries.length === 0 || bad)
    throw cannot(VERB, {
      argument: "curves",
      must: "what rocCurve gives, or several by name",
      received: bad?.[1] ?? curves,
    });
  return entries;
}

function curveTrace({ points, auc }: RocCurve, { name, index }: { name: string; index: number }): Trace {
  return {
    type: "scatter",
    mode: "lines",
    name: `${name} (area ${formatNumber(auc)})`,
    x: points.map((point) => point.falsePositiveRate),
    y: points.map((point) => point.truePositiveRate),
    customdata: points.map((point) =>
      Number.isFinite(point.threshold) ? formatNumber(point.threshold) : "above all",
    ),
    hovertemplate: "threshold %{customdata}: %{y:.3f} found, %{x:.3f} false alarms<extra></extra>",
    line: { color: colorOf(index), dash: dashOf(index), width: 2.5, shape: "linear" },
  };
}

/** Rows with a score of at least the threshold are called 1: the last point whose threshold is not below it. */
function markTrace(
  { points }: RocCurve,
  { threshold, index }: { threshold: number; index: number },
): { trace: Trace; words: string } {
  const point = [...points].reverse().find((candidate) => candidate.threshold >= threshold) ?? points[0];
  const { truePositiveRate: found = 0, falsePositiveRate: alarms = 0 } = point ?? {};
  return {
    trace: {
      type: "scatter",
      mode: "markers",
      name: `threshold ${formatNumber(threshold)}`,
      x: [alarms],
      y: [found],
      marker: { color: colorOf(index), symbol: symbolOf(index), size: 13 },
      showlegend: index === 0,
    },
    words: `finds ${percent(found)} of class 1 and gives a false alarm for ${percent(alarms)} of class 0`,
  };
}

function percent(share: number): string {
  return `${formatNumber(100 * share)} %`;
}
