/** Turns what is known of nerve cells into two sketches: a neuron with its parts, and the columns of the cortex. */
import { checkInteger } from "../../core/shape";
import { Random } from "../../core/random";
import { axesLayout, heightLayout, minimumWidth, titleLayout } from "../axes";
import { Chart } from "../chart";
import type { Layout, Trace } from "../figure";
import { colorOf } from "../theme";
import { counted } from "../alt-text";
import { DEFAULT_HEIGHT } from "../rendering";

/** How a sketch is drawn. */
export interface SketchOptions {
  /** The claim that the picture makes. */
  title: string;
  /** Height in pixels. */
  height?: number;
  /** Which of many possible pictures (1). */
  seed?: number;
}

type Spot = readonly [number, number];

/** A line of a branching tree; depth 0 leaves the trunk. */
interface Twig {
  readonly from: Spot;
  readonly to: Spot;
  readonly depth: number;
}

const DENDRITE_DEPTH = 4;
const TERMINAL_DEPTH = 3;

/**
 * Sketches a nerve cell: dendrites take signals in, the cell body adds them up, the axon carries the answer, and
 * synapses hand it on. The branches are grown by a rule; no real cell is shown.
 *
 * @param options - Title, `height` (380), `seed`.
 * @returns The chart; its description names the four parts.
 * @throws ArgumentError when the title is missing.
 * @example
 * assert.match(neuronChart({ title: "A neuron" }).alt, /dendrites .* cell body .* axon .* synapses/);
 */
export function neuronChart(options: SketchOptions): Chart {
  const { title, height = DEFAULT_HEIGHT, seed = 1 } = options ?? {};
  const layout = titleLayout(title, "sketch a neuron");
  const random = new Random(seed);
  const dendrites = [115, 150, 180, 210, 245].flatMap((angle) =>
    grow([0, 0], { angle, length: 1.1, depths: DENDRITE_DEPTH, random }),
  );
  const axonEnd: Spot = [5.4, 0];
  const terminals = [-38, 0, 38].flatMap((angle) =>
    grow(axonEnd, { angle, length: 0.75, depths: TERMINAL_DEPTH, random }),
  );
  const tips = terminals.filter(({ depth }) => depth === TERMINAL_DEPTH - 1).map(({ to }) => to);
  const inputs = dendrites.filter(({ depth }) => depth === DENDRITE_DEPTH - 1).map(({ to }) => to);
  const data = [
    ...twigTraces(dendrites, { color: colorOf(0), width: 6 }),
    ...twigTraces(terminals, { color: colorOf(1), width: 4 }),
    line([[0, 0], axonEnd], { color: colorOf(1), width: 5 }),
    dots(inputs, { color: colorOf(3), size: 6, symbol: "triangle-right" }),
    dots(tips, { color: colorOf(2), size: 10, symbol: "circle" }),
    dots([[0, 0]], { color: colorOf(0), size: 52, symbol: "circle" }),
  ];
  const hidden = { visible: false, showgrid: false, zeroline: false, fixedrange: true };
  const frame = {
    xaxis: { ...hidden, range: [-5, 9] },
    yaxis: { ...hidden, range: [-3.6, 4] },
    margin: { t: 56, r: 8, b: 8, l: 8 },
    annotations: NEURON_PARTS.map((part) => ({ ...part, showarrow: false, align: "center" })),
    showlegend: false,
  };
  const alt =
    `${title}. A sketch from left to right: branched dendrites take signals in at ${counted(inputs.length, "place")}, the cell body adds them up, ` +
    `one long axon carries the answer away, and ${tips.length} synapses at its end hand it on to other cells.`;
  return new Chart(
    { data, layout: { ...layout, ...frame, ...minimumWidth(500), ...heightLayout(height) } },
    { alt },
  );
}

/** What stands beside the parts of the cell. */
const NEURON_PARTS = [
  { x: -2.4, y: 3.5, text: "<b>dendrites</b><br>signals come in" },
  { x: 0.7, y: -1.75, text: "<b>cell body</b><br>adds them up" },
  { x: 3.1, y: 0.75, text: "<b>axon</b><br>carries the answer away" },
  { x: 7, y: 3.3, text: "<b>synapses</b><br>hand it on" },
] as const;

/** Layers of the cortex from the surface down: share of the depth, and cells per millimetre of a thin slice as drawn. */
const LAYERS = [
  { name: "I", share: 0.1, cells: 3, size: 4 },
  { name: "II/III", share: 0.32, cells: 26, size: 5 },
  { name: "IV", share: 0.14, cells: 26, size: 4 },
  { name: "V", share: 0.22, cells: 12, size: 8 },
  { name: "VI", share: 0.22, cells: 18, size: 6 },
] as const;

/** A common depth of the cortex and width of a column (Mountcastle, 1997, "The columnar organization of the neocortex"). */
const DEPTH = 2.5;
const COLUMN = 0.5;

/**
 * Sketches a slice of the cortex: cell bodies in six layers (II and III drawn as one band), and columns of about half
 * a millimetre whose cells answer to the same place; one column is marked. Places of cells are drawn by lot.
 *
 * @param options - Title, `height` (420), `seed`, `columns` (6).
 * @returns The chart, with both axes in millimetres.
 * @throws ArgumentError when the title is missing or columns is no whole number above 0.
 * @example
 * assert.match(cortexChart({ title: "The cortex", columns: 4 }).alt, /2 mm wide .* 4 columns/);
 */
export function cortexChart(options: SketchOptions & { columns?: number }): Chart {
  const verb = "sketch the cortex";
  const { title, height = 420, seed = 1, columns = 6 } = options ?? {};
  checkInteger(columns, { verb, argument: "columns", min: 1, max: 20 });
  const base = axesLayout(
    { title, xTitle: "along the surface (mm)", yTitle: "depth below the surface (mm)", height },
    verb,
  );
  const width = columns * COLUMN;
  const marked = Math.floor(columns / 2);
  const bands = cortexBands(width, new Random(seed));
  const inMarked = ([x]: Spot) => Math.floor(x / COLUMN) === marked;
  const data = bands.flatMap(({ cells, size }) => [
    dots(
      cells.filter((cell) => !inMarked(cell)),
      { color: colorOf(0), size, symbol: "circle" },
    ),
    dots(cells.filter(inMarked), { color: colorOf(1), size: size + 2, symbol: "triangle-up" }),
  ]);
  const layout = {
    ...base,
    showlegend: false,
    shapes: [
      ...bands.slice(1).map(({ from }) => rule([0, from], [width, from], "dot")),
      ...[marked, marked + 1].map((i) => rule([i * COLUMN, 0], [i * COLUMN, DEPTH], "solid")),
    ],
    annotations: bands.map(bandName),
    margin: { t: 56, r: 56, b: 56, l: 64 },
    xaxis: { ...(base["xaxis"] as object), range: [0, width], showgrid: false, zeroline: false },
    yaxis: { ...(base["yaxis"] as object), range: [DEPTH, 0], showgrid: false, zeroline: false },
  };
  const alt = `${title}. A sketch ${width} mm wide and ${DEPTH} mm deep: cell bodies in layers ${bands.map(({ name }) => name).join(", ")}; of ${counted(columns, "column")}, each ${COLUMN} mm wide, one is marked from the surface to the bottom.`;
  return new Chart({ data, layout }, { alt });
}

/** A layer of the cortex, from one depth to another, with the places of its cells. */
interface Band {
  readonly name: string;
  readonly size: number;
  readonly from: number;
  readonly to: number;
  readonly cells: readonly Spot[];
}

function cortexBands(width: number, random: Random): Band[] {
  let top = 0;
  return LAYERS.map(({ name, share, cells: perMillimetre, size }) => {
    const from = top;
    top += share * DEPTH;
    const cells = Array.from({ length: Math.round(perMillimetre * width) }, (): Spot => [
      random.uniform(0, width),
      random.uniform(from + 0.02, top - 0.02),
    ]);
    return { name, size, from, to: top, cells };
  });
}

/** The layer's name, right of the slice. */
function bandName({ name, from, to }: Band): Layout {
  return {
    x: 1,
    xref: "paper",
    xanchor: "left",
    xshift: 8,
    y: (from + to) / 2,
    text: name,
    showarrow: false,
  };
}

function rule(from: Spot, to: Spot, dash: string): Layout {
  return {
    type: "line",
    x0: from[0],
    y0: from[1],
    x1: to[0],
    y1: to[1],
    line: { width: 1, dash },
  };
}

/** A tree that forks in two at each depth, with shorter twigs and a little chance. */
function grow(
  from: Spot,
  rule: { angle: number; length: number; depths: number; random: Random; depth?: number },
): Twig[] {
  const { angle, length, depths, random, depth = 0 } = rule;
  const turn = ((angle + random.uniform(-8, 8)) * Math.PI) / 180;
  const reach = length * random.uniform(0.85, 1.15);
  const to: Spot = [from[0] + reach * Math.cos(turn), from[1] + reach * Math.sin(turn)];
  const twig = { from, to, depth };
  if (depth + 1 === depths) return [twig];
  const forks = [-22, 22].map((fork) => ({
    angle: angle + fork,
    length: length * 0.82,
    depths,
    random,
    depth: depth + 1,
  }));
  return [twig, ...forks.flatMap((fork) => grow(to, fork))];
}

/** Twigs of one depth are one trace, the deeper the thinner. */
function twigTraces(twigs: readonly Twig[], { color, width }: { color: string; width: number }): Trace[] {
  const depths = [...new Set(twigs.map(({ depth }) => depth))].sort((a, b) => a - b);
  return depths.map((depth) => {
    const own = twigs.filter((twig) => twig.depth === depth);
    return line(
      own.flatMap(({ from, to }): (Spot | undefined)[] => [from, to, undefined]),
      { color, width: width / (1 + 0.6 * depth) },
    );
  });
}

/** A line through places; `undefined` lifts the pen. */
function line(
  places: readonly (Spot | undefined)[],
  { color, width }: { color: string; width: number },
): Trace {
  return {
    type: "scatter",
    mode: "lines",
    x: places.map((place) => place?.[0] ?? null),
    y: places.map((place) => place?.[1] ?? null),
    line: { color, width },
    hoverinfo: "skip",
  };
}

function dots(places: readonly Spot[], marker: { color: string; size: number; symbol: string }): Trace {
  return {
    type: "scatter",
    mode: "markers",
    x: places.map(([x]) => x),
    y: places.map(([, y]) => y),
    marker,
    hoverinfo: "skip",
  };
}
