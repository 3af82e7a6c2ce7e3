/** Turns the trials of a search into a picture of which settings gave which score. */
import { DataError, cannot } from "../core/errors";
import { isList } from "../core/is-list";
import { OVER_PLOT, titleLayout } from "./axes";
import { Chart } from "./chart";
import type { Layout, Trace } from "./figure";
import { colorOf, roles } from "./theme";
import { checkText, counted, describeMissing, extentOf, formatNumber, isNumber } from "./alt-text";

/** One trial of a search. */
export interface SearchTrial {
  /** What was set. */
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  /** The score that came of it, a mean where there were several seeds; not finite where the trial failed. */
  readonly mean: number;
  /** Standard deviation of the score over the seeds (0), drawn as a bar. */
  readonly spread?: number;
  /** What the trial was given to spend; only trials with the largest budget can be the best. */
  readonly budget?: number;
}

/** A finished search, such as those of `training/search`. */
export interface SearchOutcome {
  readonly trials: readonly SearchTrial[];
  /** Which scores are good. */
  readonly direction: "smaller" | "larger";
}

/** How trials are drawn. */
export interface SearchChartOptions {
  /** The claim that the chart makes. */
  title: string;
  /** Name of the score (`"score"`). */
  scoreTitle?: string;
  /** Which scores are good: the search's own direction, for bare trials `"larger"`. */
  direction?: "smaller" | "larger";
  /** Height in pixels (360). */
  height?: number;
}

/**
 * Draws every trial once for each setting that varied, side by side; a star marks the best. A setting whose
 * numbers span a factor of 50 or more gets an axis by factors of ten.
 *
 * @param search - A finished search, or its trials.
 * @param options - Title, name and direction of the score.
 * @returns The chart; its description tells the best trial.
 * @throws ArgumentError when there is no trial or no setting varied.
 * @throws DataError when no trial has a finite score.
 */
export function searchChart(
  search: SearchOutcome | readonly SearchTrial[],
  options: SearchChartOptions,
): Chart {
  const { trials, own } = readTrials(search);
  const { title, scoreTitle = "score", direction = own, height = 360 } = options ?? {};
  checkText(scoreTitle, { verb: VERB, argument: "scoreTitle" });
  const layout = titleLayout(title, VERB);
  const done = trials.filter(({ mean }) => isNumber(mean));
  const best = bestOf(trials, direction);
  const varied = variedSettings(trials);
  const others = done.filter((trial) => trial !== best);
  return new Chart(
    {
      data: varied.flatMap((name, panel) => panelTraces(others, { name, panel, best })),
      layout: {
        ...layout,
        ...panelAxes(done, { varied, scoreTitle }),
        legend: OVER_PLOT,
        height,
        hovermode: "closest",
      },
    },
    { alt: `${title}. ${describeSearch(trials, { best, varied, scoreTitle, direction })}` },
  );
}

const VERB = "draw a search";

function readTrials(search: SearchOutcome | readonly SearchTrial[]): {
  trials: readonly SearchTrial[];
  own: SearchOutcome["direction"];
} {
  const trials = "trials" in search ? search.trials : search;
  if (!isList(trials) || trials.length === 0)
    throw cannot(VERB, { argument: "trials", must: "one trial or more", received: trials });
  return { trials, own: "direction" in search ? search.direction : "larger" };
}

/** The best of those with the largest budget. */
function bestOf(trials: readonly SearchTrial[], direction: SearchOutcome["direction"]): SearchTrial {
  const done = trials.filter(({ mean }) => isNumber(mean));
  const largest = Math.max(...done.map(({ budget }) => budget ?? 0));
  const final = done.filter(({ budget }) => (budget ?? 0) === largest);
  const { argMax, argMin } = extentOf(final.map(({ mean }) => mean));
  const best = final[direction === "larger" ? argMax : argMin];
  if (!best)
    throw cannot(VERB, {
      argument: "trials",
      must: "with at least one finite score",
      received: trials.map(({ mean }) => mean),
      as: DataError,
    });
  return best;
}

function variedSettings(trials: readonly SearchTrial[]): string[] {
  const names = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))];
  const varied = names.filter((name) => new Set(trials.map(({ settings }) => settings[name])).size > 1);
  if (varied.length === 0)
    throw cannot(VERB, { argument: "trials", must: "trials in which a setting varies", received: names });
  return varied;
}

/** One setting's trials, and the best with a star. */
function panelTraces(
  others: readonly SearchTrial[],
  { name, panel, best }: { name: string; panel: number; best: SearchTrial },
): Trace[] {
  const marker = { color: colorOf(0), size: 8, opacity: 0.7 };
  const star = { color: roles.validation.color, symbol: "star", size: 15 };
  return [
    pointsTrace(others, { name, panel, label: "trial", marker }),
    pointsTrace([best], { name, panel, label: "best", marker: star }),
  ];
}

/** Settings side by side; all share the axis of scores. */
function panelAxes(
  done: readonly SearchTrial[],
  { varied, scoreTitle }: { varied: readonly string[]; scoreTitle: string },
): Layout {
  const width = 1 / varied.length;
  const axes = varied.flatMap((name, panel) => {
    const number = panel === 0 ? "" : String(panel + 1);
    const domain = [
      panel * width + (panel > 0 ? 0.03 : 0),
      (panel + 1) * width - (panel < varied.length - 1 ? 0.03 : 0),
    ];
    const values = done.flatMap(({ settings }) => (settings[name] === undefined ? [] : [settings[name]]));
    const xaxis = { title: { text: name }, domain, anchor: `y${number}`, ...scaleOf(values) };
    const yaxis: Layout =
      panel === 0
        ? { title: { text: scoreTitle } }
        : { matches: "y", showticklabels: false, anchor: `x${number}` };
    return [
      [`xaxis${number}`, xaxis],
      [`yaxis${number}`, yaxis],
    ] as const;
  });
  return Object.fromEntries(axes);
}

function describeSearch(
  trials: readonly SearchTrial[],
  found: {
    best: SearchTrial;
    varied: readonly string[];
    scoreTitle: string;
    direction: SearchOutcome["direction"];
  },
): string {
  const { best, varied, scoreTitle, direction } = found;
  const means = trials.map(({ mean }) => mean).filter(isNumber);
  const failed = trials.length - means.length;
  const chosen = varied.map((name) => `${name} ${write(best.settings[name])}`).join(", ");
  const { min, max } = extentOf(means);
  const others = trials.flatMap(({ settings, spread = 0 }) => [spread, ...Object.values(settings)]);
  const lost = others.filter((value) => typeof value === "number" && !isNumber(value)).length;
  return (
    `${counted(trials.length, "trial")} over ${varied.join(", ")}; ${scoreTitle} from ${formatNumber(min)} to ${formatNumber(max)}. ` +
    `Best (${direction === "larger" ? "highest" : "lowest"}): ${formatNumber(best.mean)} with ${chosen}.${failed > 0 ? ` ${counted(failed, "trial")} failed, with a score that is not finite.` : ""}${describeMissing(lost)}`
  );
}

function pointsTrace(
  trials: readonly SearchTrial[],
  options: { name: string; panel: number; label: string; marker: object },
): Trace {
  const { name, panel, label, marker } = options;
  const number = panel === 0 ? "" : String(panel + 1);
  return {
    type: "scatter",
    mode: "markers",
    name: label,
    legendgroup: label,
    showlegend: panel === 0,
    x: trials.map(({ settings }) => valueOf(settings[name])),
    y: trials.map(({ mean }) => mean),
    ...errorBars(trials),
    text: trials.map(({ settings }) =>
      Object.entries(settings)
        .map(([key, value]) => `${key} ${write(value)}`)
        .join("<br>"),
    ),
    hovertemplate: "%{text}<br><b>%{y}</b><extra></extra>",
    marker,
    xaxis: `x${number}`,
    yaxis: `y${number}`,
  };
}

/** The spread over seeds, where any trial has one. */
function errorBars(trials: readonly SearchTrial[]): object {
  const deviations = trials.map(({ spread }) => (isNumber(spread) ? spread : 0));
  return deviations.some((spread) => spread > 0)
    ? { error_y: { type: "data", array: deviations, thickness: 1, width: 3 } }
    : {};
}

function scaleOf(values: readonly (number | string | boolean)[]): Layout {
  if (!values.every((value) => typeof value === "number")) return { type: "category" };
  const { min, max } = extentOf(values);
  return min > 0 && max / min >= 50 ? { type: "log", exponentformat: "power", dtick: 1 } : {};
}

function valueOf(value: number | string | boolean | undefined): number | string | null {
  if (typeof value === "number") return isNumber(value) ? value : null;
  return typeof value === "boolean" ? String(value) : (value ?? null);
}

function write(value: number | string | boolean | undefined): string {
  if (typeof value === "number") return isNumber(value) ? formatNumber(value) : "not finite";
  return String(value ?? "not set");
}
