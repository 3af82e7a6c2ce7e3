/** Turns pairs of numbers into a cloud of points, coloured by group. */
import { Chart } from "./chart";
import { axesLayout, type AxesOptions } from "./axes";
import type { Labels, Numbers, Trace } from "./figure";
import { colorOf, symbolOf } from "./theme";
import {
  checkColumns,
  checkLabels,
  counted,
  groupRows,
  isNumber,
  describeMissing,
  pick,
  describeRange,
} from "./alt-text";

/** Points to draw. */
export interface ScatterData {
  /** Horizontal places, [points]. */
  x: Numbers;
  /** Vertical places, [points]. */
  y: Numbers;
  /** A category for each point; each category gets its colour and symbol. */
  group?: Labels;
  /** A text for each point, shown when the pointer is over it. */
  text?: readonly string[];
}

/** How points are drawn. */
export interface ScatterOptions extends AxesOptions {
  /** What a point is, for the description (`"point"`), such as `"penguin"`. */
  noun?: string;
  /** Diameter of a point in pixels (8). */
  size?: number;
}

/**
 * Draws points. Those with a missing place are left out, and the description says how many.
 *
 * @param data - `x` and `y`, [points] each; `group` for colours.
 * @param options - Title and axis names with units.
 * @returns The chart.
 * @throws ArgumentError when nothing can be drawn or a title is missing.
 * @throws ShapeError when `x`, `y` and `group` differ in length.
 * @example
 * const penguins = { x: [181, 217], y: [3750, 5700], group: ["Adelie", "Gentoo"] };
 * const chart = scatterChart(penguins, { title: "Two penguins", xTitle: "flipper (mm)", yTitle: "mass (g)", noun: "penguin" });
 * assert.match(chart.alt, /mass \(g\) from 3750 to 5700/);
 */
export function scatterChart(data: ScatterData, options: ScatterOptions): Chart {
  const verb = "draw points";
  const { x, y, group, text } = data ?? {};
  checkColumns({ x, y }, verb);
  if (group !== undefined) checkLabels(group, { verb, argument: "group", rows: x.length, rowsName: "x" });
  if (text !== undefined) checkLabels(text, { verb, argument: "text", rows: x.length, rowsName: "x" });
  const layout = axesLayout(options, verb);
  const { noun = "point", size = 8, title, xTitle, yTitle } = options;
  const rows = wholeRows(x, y);
  const groups = group === undefined ? new Map([["", rows]]) : keep(groupRows(group), new Set(rows));
  const traces = [...groups].map(([name, members], i): Trace => {
    const words = text
      ? {
          text: members.map((row) => text[row]),
          hovertemplate: "%{text}<br>%{x}, %{y}<extra>%{fullData.name}</extra>",
        }
      : {};
    return {
      type: "scatter",
      mode: "markers",
      name,
      showlegend: group !== undefined,
      x: pick(x, members),
      y: pick(y, members),
      marker: { color: colorOf(i), symbol: symbolOf(i), size, opacity: 0.9 },
      ...words,
    };
  });
  const parts =
    group === undefined
      ? ""
      : ` ${[...groups].map(([name, members]) => `${name}: ${members.length}`).join(", ")}.`;
  const alt =
    `${title}. ${counted(rows.length, noun)}; ${describeRange(xTitle, pick(x, rows))}, ${describeRange(yTitle, pick(y, rows))}.` +
    `${parts}${describeMissing(x.length - rows.length)}`;
  return new Chart({ data: traces, layout }, { alt });
}

/** The rows in which both numbers are there. */
function wholeRows(x: Numbers, y: Numbers): number[] {
  return Array.from({ length: x.length }, (_, row) => row).filter(
    (row) => isNumber(x[row]) && isNumber(y[row]),
  );
}

function keep(groups: Map<string, number[]>, rows: ReadonlySet<number>): Map<string, number[]> {
  return new Map(
    [...groups]
      .map(([name, members]) => [name, members.filter((row) => rows.has(row))] as const)
      .filter(([, members]) => members.length > 0),
  );
}
