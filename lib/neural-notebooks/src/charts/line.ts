/** Turns named curves over one axis into lines. */
import { cannot } from "../core/errors";
import { Chart } from "./chart";
import { axesLayout, type AxesOptions } from "./axes";
import type { Numbers, Trace } from "./figure";
import { lonePointMarks, withGaps } from "./gaps";
import { logScale, notesLayout, type LogScale } from "./log-axis";
import { colorOf, dashOf, roles, symbolOf, type Role } from "./theme";
import { checkColumns, extentOf, formatNumber, isNumber, describeMissing, describeRange } from "./alt-text";

/** Curves to draw. */
export interface LineData {
  /** Places along the horizontal axis, shared by all curves; 0, 1, 2, … when left out. Dates go as text. */
  x?: Numbers | readonly string[];
  /** Heights by the curve's name. */
  y: Readonly<Record<string, Numbers>>;
}

/** How curves are drawn. */
export interface LineOptions extends AxesOptions {
  /** Curves that are a part of the data keep its colour: `{ mine: "train" }`. A curve named as a role has it anyway. */
  roles?: Readonly<Record<string, Role>>;
  /** Axes that count by factors of ten. */
  logarithmic?: readonly ("x" | "y")[];
  /** `"lines"` (default), `"lines+markers"` to show each point, `"markers"` for points that follow no order. */
  mode?: "lines" | "lines+markers" | "markers";
  /** Which colour of the palette comes first (0); paths on a map of colours begin at 1. */
  firstColor?: number;
}

/**
 * Draws curves. A missing value is a gap.
 *
 * @param data - Shared `x` and the curves `y` by name, [points] each.
 * @param options - Title and axis names with units.
 * @returns The chart.
 * @throws ArgumentError when nothing can be drawn or a title is missing.
 * @throws ShapeError when a curve and `x` differ in length.
 * @example
 * const chart = lineChart({ y: { loss: [2, 1, 0.5] } }, { title: "Learning", xTitle: "epoch", yTitle: "loss" });
 * assert.match(chart.alt, /loss goes from 2 to 0.5/);
 */
export function lineChart(data: LineData, options: LineOptions): Chart {
  const { places, y } = readLines(data);
  const base = axesLayout(options, VERB);
  const { title, xTitle, roles: given = {}, mode = "lines", firstColor = 0 } = options;
  const scales = scalesOf({ places, y }, options);
  const scaled = Object.fromEntries(
    scales.map(({ letter, axis }) => [`${letter}axis`, { ...(base[`${letter}axis`] as object), ...axis }]),
  );
  const shown = (letter: "x" | "y", values: Numbers) =>
    scales.some((scale) => scale.letter === letter && scale.isLog) ? positive(values) : values;
  const x = isDates(places) ? places : shown("x", places);
  const traces = Object.entries(y).map(([name, values], i) =>
    lineTrace({ x, y: shown("y", values) }, { name, index: i, role: given[name], mode, firstColor }),
  );
  const words = [
    describePlaces(places, xTitle),
    ...Object.entries(y).map(([name, values]) => describeCurve(name, values)),
    ...scales.map((scale) => scale.words),
  ];
  return new Chart(
    {
      data: traces,
      layout: {
        ...base,
        ...scaled,
        ...notesLayout(scales.map(({ note }) => note)),
        showlegend: traces.length > 1,
        hovermode: "x unified",
      },
    },
    { alt: `${title}. ${words.filter(Boolean).join(" ")}` },
  );
}

const VERB = "draw lines";

/** The curves, and the places that they share. */
function readLines(data: LineData): { places: Numbers | readonly string[]; y: LineData["y"] } {
  const { x, y } = data ?? {};
  if (typeof y !== "object" || y === null || Object.keys(y).length === 0)
    throw cannot(VERB, { argument: "y", must: "curves by name, such as { loss: [2, 1] }", received: y });
  // Dates are as many as the curves are long; all else about them is plotly's.
  const numbers = isDates(x) ? Array.from(x, () => 0) : x;
  checkColumns({ ...(numbers ? { x: numbers } : {}), ...y }, VERB);
  const [first] = Object.values(y);
  return { places: x ?? Array.from({ length: first?.length ?? 0 }, (_, i) => i), y };
}

/** The axes that count by factors of ten. */
function scalesOf(
  { places, y }: { places: Numbers | readonly string[]; y: LineData["y"] },
  { logarithmic = [], xTitle, yTitle }: LineOptions,
): (LogScale & { letter: "x" | "y" })[] {
  const onAxis = {
    x: isDates(places) ? [] : Array.from<number | null>(places),
    y: Object.values(y).flatMap((values) => Array.from<number | null>(values)),
  };
  return logarithmic.map((letter) => {
    const name = letter === "x" ? xTitle : yTitle;
    return { letter, ...logScale(onAxis[letter], { letter, name }) };
  });
}

function describePlaces(places: Numbers | readonly string[], xTitle: string): string {
  if (isDates(places)) return `${xTitle} from ${places[0]} to ${places[places.length - 1]}.`;
  return `${describeRange(xTitle, places)}.${describeMissing(extentOf(places).missing)}`;
}

/** One curve in its colour and line style. */
export function lineTrace(
  points: { x: Numbers | readonly string[]; y: Numbers },
  options: { name: string; index: number; role?: Role; mode?: string; firstColor?: number },
): Trace {
  const { name, index, role, firstColor = 0 } = options;
  const known = role ?? (name in roles ? (name as Role) : undefined);
  // A baseline is nothing that was measured point by point.
  const mode = known === "baseline" ? "lines" : (options.mode ?? "lines");
  const style = known ? roles[known] : { color: colorOf(index + firstColor), dash: dashOf(index) };
  const { x, y } = points;
  return {
    type: "scatter",
    mode,
    name,
    x: isDates(x) ? x : withGaps(x),
    y: withGaps(y),
    line: { color: style.color, dash: style.dash, width: 2 },
    connectgaps: false,
    ...(mode === "lines" ? lonePointMarks(isDates(x) ? y : within(y, x), { color: style.color }) : {}),
    ...markersOf(mode, { color: style.color, symbol: symbolOf(index) }),
  };
}

/** Points are told apart by their shape as well; without a line to join them they are larger. */
function markersOf(mode: string, look: { color: string; symbol: string }): object {
  if (mode === "lines") return {};
  return { marker: { ...look, size: mode === "markers" ? 9 : 7 } };
}

/**
 * Tells where a curve starts, ends, and how low and high it gets between.
 *
 * @example
 * assert.equal(describeCurve("loss", [2, 0.4, 0.5]), "loss goes from 2 to 0.5 (lowest 0.4, highest 2).");
 */
export function describeCurve(name: string, values: Numbers): string {
  const { min, max, missing } = extentOf(values);
  const there = Array.from<number | null>(values).filter(isNumber);
  const [start = NaN] = there;
  const end = there[there.length - 1] ?? NaN;
  const gap = describeMissing(missing);
  if (there.length === 1) return `${name} is ${formatNumber(start)}.${gap}`;
  return `${name} goes from ${formatNumber(start)} to ${formatNumber(end)} (lowest ${formatNumber(min)}, highest ${formatNumber(max)}).${gap}`;
}

/** Zero and less have no place on a logarithmic axis. */
function positive(values: Numbers): Numbers {
  const isWhole = Array.prototype.every.call(values, (value: unknown) => isNumber(value) && value > 0);
  return isWhole
    ? values
    : Array.from<number | null, number | null>(values, (value) =>
        isNumber(value) && value > 0 ? value : null,
      );
}

/** The heights of the points that have a place. */
function within(y: Numbers, x: Numbers): (number | null)[] {
  return Array.from<number | null, number | null>(y, (value, i) => (isNumber(x[i]) ? value : null));
}

function isDates(x: LineData["x"]): x is readonly string[] {
  return Array.isArray(x) && typeof x[0] === "string";
}
