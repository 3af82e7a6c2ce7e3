/** Turns layers of weights into the picture of a network: units as circles, weights as lines. */
import { ShapeError, cannot } from "../core/errors";
import { isList } from "../core/is-list";
import { checkInteger, shapeOf } from "../core/shape";
import { OVER_PLOT, heightLayout, minimumWidth, longestText, titleLayout } from "./axes";
import { Chart } from "./chart";
import type { Layout, Trace } from "./figure";
import { counted, describeMissing, formatNumber, isNumber } from "./alt-text";
import { READABLE } from "./path-look";

/** One layer's numbers. */
export interface NetworkLayer {
  /** Weights, shape [inputs, units]. */
  readonly w: readonly (readonly number[])[];
  /** Biases, shape [units]. */
  readonly b?: readonly number[];
}

/** How the network is drawn. */
export interface NetworkOptions {
  /** The claim that the chart makes. */
  title: string;
  /** Names of the inputs. */
  inputs?: readonly string[];
  /** The letter of hidden units (`"a"`). */
  hidden?: string;
  /** Names of the outputs. */
  outputs?: readonly string[];
  /** Units drawn in a layer at most (12); of more the first are drawn. */
  maxUnits?: number;
  /** What the numbers are: the legend, the hover texts and the description say it (`"weights"`). */
  values?: "weights" | "gradients";
  /** Which nodes are on, layer by layer, the inputs first: those are drawn bright, the others hollow. */
  on?: readonly (readonly boolean[])[];
  /** Whether the colours of the lines are explained over the plot (`true`). */
  legend?: boolean;
  /** Whether the lines carry their numbers (`true` up to 30 lines). */
  numbers?: boolean;
  /** Height in pixels (by the largest layer). */
  height?: number;
}

const VERB = "draw a network";
const POSITIVE = "#e0720b";
const NEGATIVE = "#2a7fd4";
const ZERO = "#7d8085";
const NODE = "#5c6370";
const LIT = "#f0a500";
const DARK = "#b4b9c1";
/** Names in bright and hollow circles. */
const INK = "#1f2328";
/** Up to so many lines carry their numbers; of more nobody reads them. */
const MAX_NUMBERS = 30;
/** What the numbers are called: one of them, and the letters before a line's and a unit's own. */
const WORDS = {
  weights: { one: "weight", line: "w", unit: "b" },
  gradients: { one: "gradient", line: "∂L/∂w", unit: "∂L/∂b" },
} as const;
/** Lines of equal width are one trace; five widths are as many as the eye tells apart. */
const WIDTHS = 5;

/**
 * Draws a network: positive weights orange and solid, negative ones blue and dashed, large ones thick. Up to 30 lines
 * carry their numbers, and the units their biases.
 *
 * @param layers - The layers in order, such as `mlp.layers`; each takes as many inputs as the one before has units.
 * @param options - Title and names; `values`: whether these are weights or gradients.
 * @returns The chart; its description tells sizes, parameters and the largest weight.
 * @throws ShapeError when layers do not fit together.
 * @throws ArgumentError when `values` is none of its two.
 * @example
 * const chart = networkChart([{ w: [[2], [-1]], b: [0.5] }], { title: "One unit" });
 * assert.match(chart.alt, /2 inputs, 1 output, 3 parameters/);
 */
export function networkChart(layers: readonly NetworkLayer[], options: NetworkOptions): Chart {
  const sizes = checkLayers(layers);
  const { title, maxUnits = 12, values = "weights", on, legend = true, numbers = true } = options ?? {};
  if (!(values in WORDS))
    throw cannot(VERB, { argument: "values", must: '"weights" or "gradients"', received: values });
  checkInteger(maxUnits, { verb: VERB, argument: "maxUnits", min: 1 });
  const names = sizes.map((size, layer) => unitNames(size, { layer, last: sizes.length - 1, options }));
  const shown = sizes.map((size) => Math.min(size, maxUnits));
  const edges = edgesOf(layers, { shown, names, values });
  const few = edges.length <= MAX_NUMBERS;
  const numbered = few && numbers;
  const { height = Math.max(280, 110 + Math.max(...shown) * (numbered ? 78 : 52)) } = options;
  return new Chart(
    {
      data: [
        ...edgeTraces(edges, { values, zeros: few }),
        middlesTrace(edges),
        ...nodeTraces(layers, { shown, names, values, on }),
        ...(numbered ? [numbersTrace(edges), biasesTrace(layers, { shown, values })] : []),
      ],
      layout: {
        ...titleLayout(title, VERB),
        ...networkLayout(sizes, { maxUnits, names }),
        ...(legend ? {} : { showlegend: false }),
        ...heightLayout(height),
      },
    },
    { alt: `${title}. ${describeNetwork(layers, { sizes, names, one: WORDS[values].one })}` },
  );
}

/** What is drawn: so many units of each layer, and their names. */
interface Drawn {
  readonly shown: readonly number[];
  readonly names: readonly (readonly string[])[];
}

interface Edge {
  readonly weight: number;
  /** Where its number stands, as a share of the way. */
  readonly numberAt: number;
  readonly from: Spot;
  readonly to: Spot;
  readonly text: string;
}

/** Layers stand side by side, units in the middle of the height. */
function placeOf(units: number, { layer, unit }: { layer: number; unit: number }): Spot {
  return [layer, (units - 1) / 2 - unit];
}

function edgesOf(
  layers: readonly NetworkLayer[],
  { shown, names, values }: Drawn & { values: keyof typeof WORDS },
): Edge[] {
  return layers.flatMap(({ w }, l) => {
    const [left = 0, right = 0] = shown.slice(l);
    return w.slice(0, left).flatMap((row, i) =>
      row.slice(0, right).map((weight, j) => ({
        weight,
        numberAt: numberPlace(j, right),
        from: placeOf(left, { layer: l, unit: i }),
        to: placeOf(right, { layer: l + 1, unit: j }),
        text: `${names[l]?.[i]} → ${names[l + 1]?.[j]}: ${WORDS[values].line} = ${formatNumber(weight)}`,
      })),
    );
  });
}

/**
 * Before the first crossing with a line of the next unit, all at the same distance; with many units this is too near to
 * the left, so that the numbers are staggered there, and do not cover each other.
 */
function numberPlace(unit: number, units: number): number {
  if (units === 1) return 0.4;
  return units <= 4 ? 1 / (units + 1) : 0.2 + (0.38 * unit) / (units - 1);
}

/** The legend's two lines, then the weights by sign and size. */
function edgeTraces(
  edges: readonly Edge[],
  { values, zeros }: { values: keyof typeof WORDS; zeros: boolean },
): Trace[] {
  const { one } = WORDS[values];
  const finite = edges.filter(({ weight }) => isNumber(weight));
  const largest = Math.max(...finite.map(({ weight }) => Math.abs(weight))) || 1;
  const lines = [1, -1].flatMap((sign) =>
    Array.from({ length: WIDTHS }, (_, k) =>
      edgeTrace(
        finite.filter((edge) => groupOf(edge.weight, largest) === sign * (k + 1)),
        { sign, width: zeros ? 0.5 + (k + 1) * 0.65 : k + 1, one, few: zeros },
      ),
    ),
  );
  const legend = [1, -1].map((sign) => ({
    ...edgeTrace([], { sign, width: 3, one, few: zeros }),
    x: [null],
    y: [null],
    showlegend: true,
  }));
  const none = finite.filter(({ weight }) => weight === 0);
  return [...legend, ...lines, ...(zeros && none.length > 0 ? [zeroTrace(none)] : [])];
}

/** A line whose number is printed is drawn even where it is 0. */
function zeroTrace(edges: readonly Edge[]): Trace {
  return {
    ...edgeTrace(edges, { sign: 1, width: 1, one: "", few: true }),
    name: "0",
    legendgroup: "0",
    line: { color: ZERO, dash: "dot", width: 1 },
  };
}

/** The numbers on their lines. */
function numbersTrace(edges: readonly Edge[]): Trace {
  const at = (axis: 0 | 1) =>
    edges.map(({ from, to, numberAt }) => from[axis] + (to[axis] - from[axis]) * numberAt);
  return {
    type: "scatter",
    mode: "text",
    x: at(0),
    y: at(1),
    text: edges.map(({ weight }) => printed(weight)),
    textposition: "top center",
    textfont: { size: 12, ...READABLE },
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** The biases, below their circles. */
function biasesTrace(
  layers: readonly NetworkLayer[],
  { shown, values }: { shown: readonly number[]; values: keyof typeof WORDS },
): Trace {
  const biases = layers.flatMap(({ b = [] }, l) =>
    b.slice(0, shown[l + 1]).map((bias, unit) => {
      const count = shown[l + 1] as number;
      return { at: placeOf(count, { layer: l + 1, unit }), text: `${WORDS[values].unit} = ${printed(bias)}` };
    }),
  );
  return {
    type: "scatter",
    mode: "markers+text",
    x: biases.map(({ at }) => at[0]),
    y: biases.map(({ at }) => at[1]),
    text: biases.map(({ text }) => text),
    textposition: "bottom center",
    textfont: { size: 11, ...READABLE },
    // As large as the circles, so that the text stands below them.
    marker: { size: 34, opacity: 0 },
    hoverinfo: "skip",
    showlegend: false,
    cliponaxis: false,
  };
}

/** A number in three digits; what a training left that ran away is said to be none. */
function printed(value: number): string {
  return isNumber(value) ? String(Number(value.toPrecision(3))).replace("-", "−") : "not finite";
}

/** Lines themselves have no hover text; points that nobody sees have it for them. */
function middlesTrace(edges: readonly Edge[]): Trace {
  return {
    type: "scatter",
    mode: "markers",
    x: edges.map(({ from, to }) => from[0] + (to[0] - from[0]) * 0.35),
    y: edges.map(({ from, to }) => from[1] + (to[1] - from[1]) * 0.35),
    text: edges.map(({ text }) => text),
    hovertemplate: "%{text}<extra></extra>",
    marker: { size: 10, opacity: 0 },
    showlegend: false,
  };
}

function nodeTraces(
  layers: readonly NetworkLayer[],
  { shown, names, values, on }: Drawn & { values: keyof typeof WORDS; on: NetworkOptions["on"] },
): Trace[] {
  return shown.map((count, l) => {
    const units = Array.from({ length: count }, (_, u) => ({
      at: placeOf(count, { layer: l, unit: u }),
      name: names[l]?.[u] ?? "",
      bias: layers[l - 1]?.b?.[u],
      ...(on === undefined ? {} : { on: on[l]?.[u] ?? false }),
    }));
    return nodeTrace(units, { side: sideOf(l, shown.length - 1), unit: WORDS[values].unit });
  });
}

function networkLayout(
  sizes: readonly number[],
  { maxUnits, names }: { maxUnits: number; names: Drawn["names"] },
): Layout {
  const hidden = sizes.flatMap((size, l) =>
    size > maxUnits
      ? [{ x: l, y: -(maxUnits / 2) - 0.2, text: `… ${size - maxUnits} more`, showarrow: false }]
      : [],
  );
  const invisible = { visible: false, showgrid: false, zeroline: false };
  const reach = Math.min(Math.max(...sizes), maxUnits) / 2 + 0.4;
  const [left, right] = [roomFor(names[0]), roomFor(names[sizes.length - 1])];
  return {
    xaxis: { ...invisible, range: [0, sizes.length - 1] },
    yaxis: { ...invisible, range: [-reach, reach] },
    margin: { t: 56, r: right, b: 16, l: left },
    legend: OVER_PLOT,
    annotations: hidden,
    hovermode: "closest",
    ...minimumWidth(left + right + 80 * (sizes.length - 1)),
  };
}

function checkLayers(layers: readonly NetworkLayer[]): number[] {
  if (!isList(layers) || layers.length === 0)
    throw cannot(VERB, { argument: "layers", must: "one layer or more", received: layers });
  const sizes: number[] = [];
  layers.forEach(({ w, b }, l) => {
    const [inputs = 0, units = 0] = shapeOf(w, { verb: VERB, argument: `layers[${l}].w` });
    const before = sizes[sizes.length - 1] ?? inputs;
    if (units === 0 || inputs !== before || (b !== undefined && b.length !== units)) {
      const must = `of shape [${before}, units], with one bias per unit`;
      throw cannot(VERB, {
        argument: `layers[${l}]`,
        must,
        received: { shape: [inputs, units] },
        as: ShapeError,
      });
    }
    if (sizes.length === 0) sizes.push(inputs);
    sizes.push(units);
  });
  return sizes;
}

function unitNames(
  size: number,
  context: { layer: number; last: number; options: NetworkOptions },
): string[] {
  const { layer, last, options } = context;
  const ends = new Map([
    [last, options?.outputs],
    [0, options?.inputs],
  ]);
  const given = ends.get(layer);
  if (given && given.length !== size) {
    throw cannot(VERB, {
      argument: layer === 0 ? "inputs" : "outputs",
      must: `${size} names`,
      received: given,
      as: ShapeError,
    });
  }
  // Of several hidden layers the small figure above says which.
  const { hidden: own = "a" } = options;
  const hidden = last > 2 ? `${own}${digits(layer, "⁰¹²³⁴⁵⁶⁷⁸⁹")}` : own;
  const letter = layer === 0 ? "x" : hidden;
  return Array.from(
    { length: size },
    (_, i) => given?.[i] ?? `${layer === last ? "y" : letter}${digits(i + 1, "₀₁₂₃₄₅₆₇₈₉")}`,
  );
}

/** ±1 … ±WIDTHS by the weight's size; 0 has no line. */
function groupOf(weight: number, largest: number): number {
  return Math.sign(weight) * Math.ceil((Math.abs(weight) / largest) * WIDTHS);
}

type Spot = readonly [number, number];

function edgeTrace(
  edges: readonly { from: Spot; to: Spot }[],
  { sign, width, one, few }: { sign: number; width: number; one: string; few: boolean },
): Trace {
  // null lifts the pen between two lines of one trace.
  return {
    type: "scatter",
    mode: "lines",
    name: `${sign > 0 ? "positive" : "negative"} ${one}`,
    legendgroup: String(sign),
    showlegend: false,
    x: edges.flatMap(({ from, to }) => [from[0], to[0], null]),
    y: edges.flatMap(({ from, to }) => [from[1], to[1], null]),
    line: { color: sign > 0 ? POSITIVE : NEGATIVE, dash: sign > 0 ? "solid" : "dash", width },
    // Among many lines the thin ones step back; of few, each can be seen on a dark ground, too.
    opacity: few ? Math.min(1, 0.65 + 0.1 * width) : 0.35 + 0.13 * width,
    hoverinfo: "skip",
  };
}

/** The names stand beside their circles, so the margin is as wide as half a circle and the longest. */
function roomFor(names: readonly string[] = []): number {
  return 30 + longestText(names);
}

/** Names of inputs and outputs may be long and stand outside; those of hidden units fit into the circle. */
function sideOf(layer: number, last: number): "left" | "center" | "right" {
  if (layer === 0) return "left";
  return layer === last ? "right" : "center";
}

function nodeTrace(
  nodes: readonly { at: Spot; name: string; bias: number | undefined; on?: boolean }[],
  { side, unit }: { side: "left" | "center" | "right"; unit: string },
): Trace {
  const isSwitched = nodes.some(({ on }) => on !== undefined);
  return {
    type: "scatter",
    mode: "markers+text",
    x: nodes.map(({ at }) => at[0]),
    y: nodes.map(({ at }) => at[1]),
    text: nodes.map(({ name }) => name),
    textposition: `middle ${side}`,
    textfont: side === "center" ? { color: isSwitched ? INK : "white", size: 12 } : { size: 13 },
    customdata: nodes.map(({ bias }) => (bias === undefined ? "no bias" : `${unit} = ${formatNumber(bias)}`)),
    hovertemplate: "%{text}: %{customdata}<extra></extra>",
    marker: isSwitched
      ? { size: 34, color: nodes.map(({ on }) => (on ? LIT : DARK)), line: { width: 2, color: NODE } }
      : { size: 34, color: NODE, line: { width: 0 } },
    showlegend: false,
    // Circles and names of the ends stand half outside of the axes.
    cliponaxis: false,
  };
}

function describeNetwork(
  layers: readonly NetworkLayer[],
  { sizes, names, one }: { sizes: readonly number[]; names: readonly (readonly string[])[]; one: string },
): string {
  const hidden = sizes.slice(1, -1).map((size) => `${counted(size, "hidden unit")}, `);
  const parameters = layers.reduce(
    (sum, { w, b }) => sum + w.length * (w[0]?.length ?? 0) + (b?.length ?? 0),
    0,
  );
  const all = layers.flatMap(({ w }, l) =>
    w.flatMap((row, i) =>
      row.map((weight, j) => ({ weight, path: `${names[l]?.[i]} to ${names[l + 1]?.[j]}` })),
    ),
  );
  const finite = all.filter(({ weight }) => isNumber(weight));
  const largest = finite.reduce<(typeof all)[0] | undefined>(
    (best, edge) => (best && Math.abs(edge.weight) <= Math.abs(best.weight) ? best : edge),
    undefined,
  );
  const negative = all.filter(({ weight }) => weight < 0).length;
  const biases = layers.flatMap(({ b = [] }) => b).filter((bias) => !isNumber(bias)).length;
  const lost = all.length - finite.length + biases;
  const most = largest
    ? `largest ${one} ${formatNumber(largest.weight)} from ${largest.path}`
    : `no ${one} is finite`;
  return (
    `${counted(sizes[0] as number, "input")}, ${hidden.join("")}${counted(sizes[sizes.length - 1] as number, "output")}, ${counted(parameters, "parameter")}; ` +
    `${negative} of ${counted(all.length, one)} ${negative === 1 ? "is" : "are"} negative; ${most}.${describeMissing(lost)}`
  );
}

/** A whole number in raised or lowered figures. */
function digits(value: number, figures: string): string {
  return String(value).replace(/\d/g, (digit) => figures[Number(digit)] as string);
}
