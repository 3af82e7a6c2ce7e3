/** Turns named curves over one axis into lines. */
import { cannot } from "../core/errors";
import { Chart } from "./chart";
import { axesLayout, type AxesOptions } from "./axes";
import type { Layout, Numbers, Trace } from "./figure";
import { colorOf, dashOf, roles, type Role } from "./theme";
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
  /** `"lines"` (default), or `"lines+markers"` to show each point. */
  mode?: "lines" | "lines+markers";
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
  const verb = "draw lines";
  const { y } = data ?? {};
  if (typeof y !== "object" || y === null || Object.keys(y).length === 0) {
    throw cannot(verb, { argument: "y", must: "curves by name, such as { loss: [2, 1] }", received: y });
  }
  const dates = isDates(data.x) ? data.x : undefined;
  const numbers = isDates(data.x) ? undefined : data.x;
  checkColumns({ ...(numbers ? { x: numbers } : {}), ...y }, verb);
  const [first] = Object.entries(y);
  if (dates && first && dates.length !== first[1].length)
    checkColumns({ x: Array.from(dates, () => 0), [first[0]]: first[1] }, verb);
  const base = axesLayout(options, verb);
  const { title, xTitle, roles: given = {}, logarithmic = [], mode = "lines" } = options;
  const places = dates ?? numbers ?? Array.from({ length: first?.[1].length ?? 0 }, (_, i) => i);
  const traces = Object.entries(y).map(([name, values], i) =>
    lineTrace({ x: places, y: values }, { name, index: i, role: given[name], mode }),
  );
  const onAxis = {
    x: dates ? [] : Array.from<number | null>(places as Numbers),
    y: Object.values(y).flatMap((values) => Array.from<number | null>(values)),
  };
  const scaled = Object.fromEntries(
    logarithmic.map((letter) => [
      `${letter}axis`,
      {
        ...(base[`${letter}axis`] as object),
        type: "log",
        ...logTicks(onAxis[letter], letter),
      },
    ]),
  );
  const span = dates
    ? `${xTitle} from ${dates[0]} to ${dates[dates.length - 1]}`
    : describeRange(xTitle, places as Numbers);
  const alt = `${title}. ${span}. ${Object.entries(y)
    .map(([name, values]) => describeCurve(name, values))
    .join(" ")}`;
  return new Chart(
    { data: traces, layout: { ...base, ...scaled, showlegend: traces.length > 1, hovermode: "x unified" } },
    { alt },
  );
}

/** One curve in its colour and line style. */
export function lineTrace(
  points: { x: Numbers | readonly string[]; y: Numbers },
  options: { name: string; index: number; role?: Role; mode?: string },
): Trace {
  const { name, index, role, mode = "lines" } = options;
  const known = role ?? (name in roles ? (name as Role) : undefined);
  const style = known ? roles[known] : { color: colorOf(index), dash: dashOf(index) };
  return {
    type: "scatter",
    mode,
    name,
    x: points.x,
    y: points.y,
    line: { color: style.color, dash: style.dash, width: 2 },
    connectgaps: false,
  };
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

/** A tick of a logarithmic axis has at least this share of the axis to itself. */
const TICK_SHARE = 0.09;

/**
 * Few places along a logarithmic axis are its ticks themselves, as 4, 8, 16; over many powers of ten the powers are,
 * over less than two 1, 2 and 5 of each, and where those are too few plotly's own choice. Powers are written as 0.01
 * and 100 as long as they are short.
 */
function logTicks(values: readonly (number | null)[], letter: "x" | "y"): Layout {
  const places = [...new Set(values.filter((value): value is number => isNumber(value) && value > 0))].sort(
    (a, b) => a - b,
  );
  const [first = 1] = places;
  const last = places[places.length - 1] ?? first;
  const decades = Math.log10(last / first);
  const apart = places.every(
    (place, i) => i === 0 || Math.log10(place / (places[i - 1] as number)) >= TICK_SHARE * decades,
  );
  if (letter === "x" && places.length > 1 && places.length <= 7 && apart)
    return { tickvals: places, ticktext: places.map(formatNumber) };
  const exponentformat = first >= 1e-4 && last <= 1e5 ? "none" : "power";
  const minor = { dtick: "D1", ticks: "inside", ticklen: 3 };
  if (decades >= 2) return { exponentformat, dtick: Math.ceil(decades / 6), minor };
  // plotly would write 5 for 0.5, in small figures.
  const round = roundNumbers(first, last);
  return round.length > 1 ? { tickvals: round, ticktext: round.map(formatNumber) } : { exponentformat };
}

/** 1, 2 and 5 times the powers of ten between two numbers. */
function roundNumbers(first: number, last: number): number[] {
  const [from, to] = [Math.floor(Math.log10(first)), Math.floor(Math.log10(last))];
  const powers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return powers
    .flatMap((power) => [1, 2, 5].map((times) => Number(`${times}e${power}`)))
    .filter((number) => number >= first && number <= last);
}

function isDates(x: LineData["x"]): x is readonly string[] {
  return Array.isArray(x) && typeof x[0] === "string";
}
