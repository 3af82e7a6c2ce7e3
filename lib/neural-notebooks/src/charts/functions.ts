/** Turns functions of one number, and their derivatives, into curves. */
import { cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { axesLayout, type AxesOptions } from "./axes";
import { Chart } from "./chart";
import type { Trace } from "./figure";
import { colorOf, dashOf, symbolOf } from "./theme";
import { extentOf, formatNumber, isNumber } from "./alt-text";

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
}

/**
 * Draws functions such as activations, and where given their derivatives.
 *
 * @param functions - By name.
 * @param options - Title, range, derivatives.
 * @returns The chart; its description tells the values at both ends and in the middle.
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
  if (!(range[0] < range[1]))
    throw cannot(VERB, { argument: "range", must: "two numbers, the smaller first", received: range });
  checkInteger(resolution, { verb: VERB, argument: "resolution", min: 2 });
  const layout = axesLayout({ title, xTitle, yTitle, height }, VERB);
  const x = Float64Array.from(
    { length: resolution },
    (_, i) => range[0] + ((range[1] - range[0]) * i) / (resolution - 1),
  );
  const slopes = Object.keys(derivatives).length > 0 ? " Derivatives are dashed." : "";
  const descriptions = Object.entries(functions).map(([name, f]) => describeFunction(f, { name, range }));
  return new Chart(
    { data: curves(functions, { derivatives, x }), layout: { ...layout, hovermode: "x unified" } },
    { alt: `${title}. ${descriptions.join("; ")}.${slopes}` },
  );
}

const VERB = "draw functions";

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
  const y = Array.from(x, (at) => (isNumber(f(at)) ? f(at) : null));
  if (extentOf(y).count === 0)
    throw cannot(VERB, { argument: label, must: "finite somewhere in the range", received: f });
  return {
    type: "scatter",
    mode: withSymbols ? "lines+markers" : "lines",
    ...(withSymbols ? { marker: { color, symbol: symbolOf(index), size: 7, maxdisplayed: 9 } } : {}),
    name: label,
    x,
    y,
    line: { color, dash, width: 2.5 },
    legendgroup: group,
  };
}

function describeFunction(
  f: (x: number) => number,
  { name, range: [from, to] }: { name: string; range: readonly [number, number] },
): string {
  const at = (place: number) => `${formatNumber(f(place))} at ${formatNumber(place)}`;
  return `${name} is ${at(from)}, ${at((from + to) / 2)} and ${at(to)}`;
}
