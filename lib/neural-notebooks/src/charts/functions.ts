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
  const verb = "draw functions";
  const names = Object.keys(functions ?? {});
  if (names.length === 0)
    throw cannot(verb, { argument: "functions", must: "functions by name", received: functions });
  const {
    range = [-5, 5],
    derivatives = {},
    xTitle = "x",
    yTitle = "f(x)",
    resolution = 201,
    title,
    height,
  } = options ?? {};
  const strange = Object.keys(derivatives).find((name) => !names.includes(name));
  if (strange !== undefined)
    throw cannot(verb, {
      argument: "derivatives",
      must: `named as the functions ${names.join(", ")}`,
      received: strange,
    });
  if (!(range[0] < range[1]))
    throw cannot(verb, { argument: "range", must: "two numbers, the smaller first", received: range });
  checkInteger(resolution, { verb, argument: "resolution", min: 2 });
  const layout = axesLayout({ title, xTitle, yTitle, height }, verb);
  const x = Float64Array.from(
    { length: resolution },
    (_, i) => range[0] + ((range[1] - range[0]) * i) / (resolution - 1),
  );
  const slopesToo = Object.keys(derivatives).length > 0;
  const traces = names.flatMap((name, i): Trace[] => {
    const marks =
      slopesToo && names.length > 1
        ? {
            mode: "lines+markers",
            marker: { color: colorOf(i), symbol: symbolOf(i), size: 7, maxdisplayed: 9 },
          }
        : { mode: "lines" };
    const curve = (f: (x: number) => number, label: string, dash: string): Trace => {
      const y = Array.from(x, (at) => (isNumber(f(at)) ? f(at) : null));
      if (extentOf(y).count === 0)
        throw cannot(verb, { argument: label, must: "finite somewhere in the range", received: f });
      return {
        type: "scatter",
        ...marks,
        name: label,
        x,
        y,
        line: { color: colorOf(i), dash, width: 2.5 },
        legendgroup: name,
      };
    };
    const f = functions[name] as (x: number) => number;
    const slope = derivatives[name];
    return [
      curve(f, name, slopesToo ? "solid" : dashOf(i)),
      ...(slope ? [curve(slope, `${name}′`, "dash")] : []),
    ];
  });
  const middle = (range[0] + range[1]) / 2;
  const descriptions = names.map((name) => {
    const at = (place: number) =>
      `${formatNumber((functions[name] as (x: number) => number)(place))} at ${formatNumber(place)}`;
    return `${name} is ${at(range[0])}, ${at(middle)} and ${at(range[1])}`;
  });
  const slopes = slopesToo ? " Derivatives are dashed." : "";
  return new Chart(
    { data: traces, layout: { ...layout, hovermode: "x unified" } },
    { alt: `${title}. ${descriptions.join("; ")}.${slopes}` },
  );
}
