/** Turns functions of one number, and their derivatives, into curves. */
import { cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { OVER_PLOT, axesLayout, type AxesOptions } from "./axes";
import { Chart, mergeLayout } from "./chart";
import type { Layout, Numbers, Trace } from "./figure";
import { climbOn, type Climb } from "./function-paths";
import { lonePointMarks } from "./gaps";
import { samplesOf } from "./samples";
import { tangentTo } from "./tangent";
import { colorOf, dashOf, symbolOf } from "./theme";
import { describeMissing, extentOf, formatNumber, isNumber } from "./alt-text";

/** Functions by name. */
export type Functions = Readonly<Record<string, (x: number) => number>>;

/** How functions are drawn. */
export interface FunctionOptions extends Omit<AxesOptions, "xTitle" | "yTitle"> {
  /** From where to where (−5 to 5). */
  range?: readonly [number, number];
  /** Derivatives by the function's name; dashed, in its colour. Several functions then carry symbols, so that they differ without colour. */
  derivatives?: Functions;
  /** Name of the input (`"x"`). */
  xTitle?: string;
  /** Name of the value (`"f(x)"`). */
  yTitle?: string;
  /** Points of each curve (201: with an odd number the middle, often 0, is one of them). */
  resolution?: number;
  /** A place at which the first function gets its tangent, dashed. */
  tangentAt?: number;
  /** Places in the order in which a climber on the first function stood at them. */
  path?: readonly number[];
  /** Several climbers' places by their name. */
  paths?: Readonly<Record<string, readonly number[]>>;
}

/**
 * Draws functions such as activations, and where given their derivatives, a tangent, and the paths of climbers. A jump
 * is drawn as an upright step.
 *
 * @param functions - By name.
 * @param options - Title, range, derivatives, tangent, paths.
 * @returns The chart; its description tells the values at both ends and in the middle, the tangent's slope, and where
 *   each path ends.
 * @throws ArgumentError when there is no function, or a derivative belongs to none.
 * @example
 * const chart = functionChart({ relu: (x) => Math.max(0, x) }, { title: "A bend", range: [-2, 2] });
 * assert.match(chart.alt, /relu is 0 at -2, 0 at 0 and 2 at 2/);
 */
export function functionChart(functions: Functions, options: FunctionOptions): Chart {
  const names = Object.keys(functions ?? {});
  if (names.length === 0)
    throw cannot(VERB, { argument: "functions", must: "functions by name", received: functions });
  const { range = [-5, 5], derivatives = {}, resolution = 201, title, height } = options ?? {};
  const { xTitle = "x", yTitle = "f(x)" } = options ?? {};
  const strange = Object.keys(derivatives).find((name) => !names.includes(name));
  if (strange !== undefined)
    throw cannot(VERB, {
      argument: "derivatives",
      must: `named as the functions ${names.join(", ")}`,
      received: strange,
    });
  if (!(range[0] < range[1]) || !range.every(isNumber))
    throw cannot(VERB, { argument: "range", must: "two finite numbers, the smaller first", received: range });
  checkInteger(resolution, { verb: VERB, argument: "resolution", min: 2 });
  const layout = axesLayout({ title, xTitle, yTitle, height }, VERB);
  const x = Float64Array.from(
    { length: resolution },
    (_, i) => range[0] + ((range[1] - range[0]) * i) / (resolution - 1),
  );
  const slopes = Object.keys(derivatives).length > 0 ? " Derivatives are dashed." : "";
  const descriptions = Object.entries(functions).map(([name, f]) => describeFunction(f, { name, range }));
  const lines = curves(functions, { derivatives, x });
  const extras = onFirst(functions, { ...options, range, color: names.length });
  const missing = lines.reduce((sum, { y }) => sum + holesIn(y as Numbers), 0);
  const own = extras.traces.length > 0 ? windowOf(lines, range) : {};
  return new Chart(
    {
      data: [...lines, ...extras.traces],
      layout: mergeLayout({ ...layout, hovermode: extras.traces.length > 0 ? "closest" : "x unified" }, own),
    },
    { alt: `${title}. ${descriptions.join("; ")}.${slopes}${extras.description}${describeMissing(missing)}` },
  );
}

const VERB = "draw functions";

/** The tangent and the paths on the first function. */
function onFirst(
  functions: Functions,
  options: Pick<FunctionOptions, "tangentAt" | "path" | "paths"> & {
    range: readonly [number, number];
    color: number;
  },
): { traces: Trace[]; description: string } {
  const { tangentAt, path, paths = {}, range, color } = options;
  const [first] = Object.entries(functions);
  if (!first) return { traces: [], description: "" };
  const [name, f] = first;
  const all = { ...(path === undefined ? {} : { path }), ...paths };
  const tangent = tangentAt === undefined ? [] : [tangentTo(f, { at: tangentAt, range, name, color })];
  const climbs = climbOn(f, { paths: all, range, color: color + tangent.length });
  const parts: Climb[] = [...tangent, ...climbs];
  return {
    traces: parts.flatMap(({ traces }) => traces),
    description: parts.map(({ description }) => ` ${description}`).join(""),
  };
}

/** The curves fill the picture, whatever a tangent or a lost climber does. */
function windowOf(lines: readonly Trace[], range: readonly [number, number]): Layout {
  const { min, max } = extentOf(lines.flatMap(({ y }) => Array.from(y as (number | null)[])));
  const room = 0.12 * (max - min || 1);
  return {
    xaxis: { range: [...range] },
    yaxis: { range: [min - room, max + room] },
    legend: OVER_PLOT,
  };
}

/** Places at which the function has no finite value. */
function holesIn(y: Numbers): number {
  return extentOf(y).missing;
}

/** Each function, and behind it its derivative. */
function curves(
  functions: Functions,
  { derivatives, x }: { derivatives: Functions; x: Float64Array },
): Trace[] {
  const slopesToo = Object.keys(derivatives).length > 0;
  const entries = Object.entries(functions);
  const withSymbols = slopesToo && entries.length > 1;
  return entries.flatMap(([name, f], i) => {
    const style = { index: i, x, group: name, withSymbols };
    const slope = derivatives[name];
    return [
      curve(f, { ...style, label: name, dash: slopesToo ? "solid" : dashOf(i) }),
      ...(slope ? [curve(slope, { ...style, label: `${name}′`, dash: "dash" })] : []),
    ];
  });
}

function curve(
  f: (x: number) => number,
  options: {
    index: number;
    x: Float64Array;
    label: string;
    dash: string;
    group: string;
    withSymbols: boolean;
  },
): Trace {
  const { index, x, label, dash, group, withSymbols } = options;
  const color = colorOf(index);
  const samples = samplesOf(f, x);
  const y = samples.y;
  if (extentOf(y).count === 0)
    throw cannot(VERB, { argument: label, must: "finite somewhere in the range", received: f });
  return {
    type: "scatter",
    mode: withSymbols ? "lines+markers" : "lines",
    ...(withSymbols ? { marker: { color, symbol: symbolOf(index), size: 7, maxdisplayed: 9 } } : {}),
    name: label,
    // Where nothing was added the places stay one typed array, which a notebook keeps in few bytes.
    x: samples.x.length === x.length ? x : samples.x,
    y,
    line: { color, dash, width: 2.5 },
    legendgroup: group,
    ...(withSymbols ? {} : lonePointMarks(y, { color })),
  };
}

function describeFunction(
  f: (x: number) => number,
  { name, range: [from, to] }: { name: string; range: readonly [number, number] },
): string {
  const at = (place: number) =>
    `${isNumber(f(place)) ? formatNumber(f(place)) : "not finite"} at ${formatNumber(place)}`;
  return `${name} is ${at(from)}, ${at(from / 2 + to / 2)} and ${at(to)}`;
}
