/** Turns points and lines into a picture of how well the lines fit, and of a line on its way. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { animationControls, evenly, type AnimationOptions } from "./animation";
import { ANIMATION_HEIGHT, OVER_PLOT, axesLayout, type AxesOptions } from "./axes";
import { Chart, mergeLayout } from "./chart";
import { changesOf, type AnimationFrame, type Trace } from "./figure";
import { drawable } from "./gaps";
import { colorOf, dashOf } from "./theme";
import {
  counted,
  describeMissing,
  describeRange,
  extentOf,
  formatNumber,
  isNumber,
  listed,
} from "./alt-text";

/** A line over one input: ŷ = w·x + b. */
export interface FittedLine {
  /** The weight, shape [1]. */
  readonly w: readonly number[];
  readonly b: number;
}

/** Points to fit. */
export interface FitData {
  /** One input, shape [rows, 1]. */
  readonly x: readonly (readonly number[])[];
  /** Targets, shape [rows]. */
  readonly y: readonly number[];
}

/** How the fit is drawn. */
export interface FitOptions extends AxesOptions, AnimationOptions {
  /** Lines by name, or in the order of steps. */
  lines: Readonly<Record<string, FittedLine>> | readonly FittedLine[];
  /** True: one line after the other, with a slider and a Play button. */
  animated?: boolean;
  /** Sticks from each point to the line (drawn when there is one line, or in an animation). */
  residuals?: boolean;
  /** What a point is, for the description (`"point"`). */
  noun?: string;
  /** Pictures at most (60); of more lines some are left out, evenly. */
  maxFrames?: number;
}

const VERB = "draw a fit";
const GREY = "#7d8085";

/** Several lines are named, and so are a line and the sticks from which it must be told. */
function legendFor(
  named: readonly NamedLine[],
  { residuals, animated }: { residuals: boolean; animated: boolean },
): { lines: boolean; residuals: boolean } {
  return { lines: residuals || (named.length > 1 && !animated), residuals };
}

/**
 * Draws points, lines through them, and what is left between: the residuals.
 *
 * @param data - One input [rows, 1] and targets [rows].
 * @param options - Lines, titles; `animated` to see a line move.
 * @returns The chart; its description tells each line's mean squared error.
 * @throws ShapeError when there is more than one input, or x and y differ in length.
 * @throws ArgumentError when there is no line.
 * @example
 * const data = { x: [[1], [2]], y: [3, 7] };
 * const chart = fitChart(data, { lines: { guess: { w: [3], b: 0 } }, title: "A guess", xTitle: "x", yTitle: "y" });
 * assert.match(chart.alt, /Guess ŷ = 3x \+ 0 has a mean squared error of 0\.5/);
 */
export function fitChart(data: FitData, options: FitOptions): Chart {
  const base = axesLayout(options, VERB);
  const { x, y, missing } = readData(data);
  const named = readLines(options.lines);
  const { animated = false, noun = "point", maxFrames = 60, title, xTitle, yTitle } = options;
  const { residuals = animated || named.length === 1, prefix = "step ", duration } = options;
  const { min, max } = extentOf(x);
  const pad = (max - min || 1) * 0.08;
  const ends = [min - pad, max + pad] as const;
  const legend = legendFor(named, { residuals, animated });
  const points = pointsTrace({ x, y }, noun);
  const tracesOf = ([name, line]: NamedLine, index: number): Trace[] => [
    ...(residuals ? [sticks({ x, y }, line, legend.residuals && index === 0)] : []),
    lineThrough(line, { name: animated ? "line" : name, index, ends, named: legend.lines }),
  ];
  const error = ([name, line]: NamedLine) =>
    isDrawn(line)
      ? `${name} ${formula(line)} has a mean squared error of ${formatNumber(meanSquare({ x, y }, line))}`
      : `${name} is not drawn, as its numbers are not finite`;
  const description = `${title}. ${counted(x.length, noun)}; ${describeRange(xTitle, x)}, ${describeRange(yTitle, y)}.${describeMissing(missing)}`;
  const layout = mergeLayout(base, { xaxis: { range: [...ends], zeroline: false }, legend: OVER_PLOT });
  if (!animated) {
    const alt = `${description} ${capital(listed(named.map(error)))}.`;
    return new Chart({ data: [...named.flatMap(tracesOf), points], layout }, { alt });
  }
  const shown = evenly(named.length, maxFrames).map((i) => named[i] as NamedLine);
  const frames = shown.map((line): AnimationFrame => {
    const traces = tracesOf(line, 0);
    return { name: line[0], data: traces.map(changesOf), traces: traces.map((_, t) => t) };
  });
  const still = {
    height: options.height ?? ANIMATION_HEIGHT,
    yaxis: { range: heightRange({ y, ends }, named) },
  };
  const controls = animationControls(
    frames.map(({ name }) => name),
    { prefix, duration },
  );
  const [first, last] = [shown[0] as NamedLine, shown.at(-1) as NamedLine];
  const alt = `${description} An animation of ${counted(named.length, "line")}: at ${prefix}${error(first)}, at ${prefix}${error(last)}.`;
  const figure = {
    data: [...tracesOf(last, 0), points],
    layout: [still, controls].reduce(mergeLayout, layout),
    frames,
  };
  return new Chart(figure, { alt });
}

type NamedLine = readonly [name: string, line: FittedLine];

interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

function readData(data: FitData): Points & { missing: number } {
  const { x, y } = data ?? {};
  if (!Array.isArray(x) || x.length === 0 || !x.every((row) => Array.isArray(row) && row.length === 1)) {
    const hint = "A line can be drawn over one input only; write it [[1], [2], [3]].";
    throw cannot(VERB, { argument: "x", must: "rows of one number", received: x, hint, as: ShapeError });
  }
  if (!Array.isArray(y) || y.length !== x.length) {
    throw cannot(VERB, { argument: "y", must: `${x.length} numbers, as x`, received: y, as: ShapeError });
  }
  const flat = (x as readonly (readonly number[])[]).map(([value]) => value as number);
  const rows = flat.flatMap((value, i) => (isNumber(value) && isNumber(y[i]) ? [i] : []));
  // All of it missing is refused; single gaps are left out and told.
  if (rows.length === 0)
    throw cannot(VERB, {
      argument: "x and y",
      must: "finite in one row at least",
      received: x,
      as: DataError,
    });
  return {
    x: rows.map((i) => flat[i] as number),
    y: rows.map((i) => y[i] as number),
    missing: flat.length - rows.length,
  };
}

function readLines(lines: FitOptions["lines"]): NamedLine[] {
  const named = Object.entries<FittedLine>(lines ?? {});
  if (named.length === 0)
    throw cannot(VERB, { argument: "lines", must: "at least one line", received: lines });
  for (const [name, line] of named) {
    if (line.w.length !== 1) {
      const received = { shape: [line.w.length] };
      throw cannot(VERB, { argument: `lines.${name}.w`, must: "of shape [1]", received, as: ShapeError });
    }
  }
  return named;
}

function at({ w, b }: FittedLine, x: number): number {
  return (w[0] as number) * x + b;
}

/** A line whose training ran away has no finite numbers, and nothing to draw. */
function isDrawn({ w, b }: FittedLine): boolean {
  return isNumber(w[0]) && isNumber(b);
}

function meanSquare({ x, y }: Points, line: FittedLine): number {
  return x.reduce((sum, value, i) => sum + (at(line, value) - (y[i] as number)) ** 2, 0) / x.length;
}

function pointsTrace({ x, y }: Points, noun: string): Trace {
  const many = x.length > 50;
  return {
    type: "scatter",
    mode: "markers",
    name: `${noun}s`,
    x,
    y,
    marker: { color: colorOf(0), size: many ? 6 : 10, opacity: many ? 0.7 : 1 },
    showlegend: false,
  };
}

function lineThrough(
  line: FittedLine,
  look: { name: string; index: number; ends: readonly [number, number]; named: boolean },
): Trace {
  const { name, index, ends, named } = look;
  return {
    type: "scatter",
    mode: "lines",
    name,
    x: [...ends],
    y: drawable(ends.map((x) => at(line, x))),
    line: { color: colorOf(index + 1), dash: dashOf(index), width: 3 },
    hovertemplate: `${formula(line)}<extra></extra>`,
    showlegend: named,
  };
}

/** From each point straight up or down to the line; null lifts the pen. */
function sticks({ x, y }: Points, line: FittedLine, named: boolean): Trace {
  const heights = drawable(x.map((value) => at(line, value)));
  return {
    type: "scatter",
    mode: "lines",
    name: "residuals",
    legendrank: 1001,
    x: x.flatMap((value) => [value, value, null]),
    y: x.flatMap((_, i) => [heights[i] === null ? null : (y[i] as number), heights[i] ?? null, null]),
    line: { color: GREY, width: x.length > 50 ? 1 : 2, dash: x.length > 50 ? "dot" : "4px,4px" },
    hoverinfo: "skip",
    showlegend: named,
  };
}

/** Room for the points and for all lines, but a wild line may leave: the points must be seen. */
function heightRange(
  { y, ends }: Pick<Points, "y"> & { ends: readonly [number, number] },
  named: readonly NamedLine[],
): number[] {
  const { min, max } = extentOf(y);
  const room = max - min || 1;
  const heights = named.flatMap(([, line]) => ends.map((end) => at(line, end))).filter(isNumber);
  const low = Math.max(Math.min(min, ...heights), min - room);
  const high = Math.min(Math.max(max, ...heights), max + room);
  return [low - 0.05 * room, high + 0.05 * room];
}

function formula({ w, b }: FittedLine): string {
  const sign = b < 0 ? "−" : "+";
  return `ŷ = ${formatNumber(w[0] as number).replace("-", "−")}x ${sign} ${formatNumber(Math.abs(b))}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
