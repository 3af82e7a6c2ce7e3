/** Turns a computation into the graph of its steps: operands left, result right. */
import { ShapeError, cannot } from "../core/errors";
import { isList } from "../core/is-list";
import { arrow, type Spot } from "./arrow";
import { heightLayout, minimumWidth, titleLayout } from "./axes";
import { Chart } from "./chart";
import type { Layout, Trace } from "./figure";
import { counted, formatNumber, isNumber } from "./alt-text";

/** A graph of values, as `value.graph()` gives it: operands come before results. */
export interface ComputationGraph {
  readonly nodes: readonly {
    readonly id: number;
    readonly label: string;
    readonly operation: string;
    readonly data: number;
    readonly gradient: number;
  }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly slope: number }[];
}

/** A number that knows which step made it and of which numbers: what a small engine of one's own consists of. */
export interface ComputationNode {
  /** Its name; may be empty. */
  readonly label: string;
  /** The step that made it, such as `"+"` or `"tanh"`; empty for a number that is given. */
  readonly operation: string;
  /** What it was made of, in the order of the step. */
  readonly inputs: readonly ComputationNode[];
  /** How far it moves for each of its inputs. */
  readonly slopes: readonly number[];
  readonly value: number;
  readonly gradient: number;
}

const VERB = "draw a computation";

/** The least width of a column, in pixels: an arrow and its number fit between two boxes. */
const COLUMN = 118;
/** How far edges between the same two boxes lie apart, in rows. */
const PARALLEL = 0.36;

/**
 * Draws a computation: each box has a value and its gradient, each arrow the local derivative.
 *
 * @param of - What `value.graph()` gives, or the result of a computation whose nodes know their inputs.
 * @param options - Title.
 * @returns The chart; its description tells the result and the gradient of each input.
 * @throws ShapeError when an edge leads to a node that is not there.
 * @example
 * const given = { label: "a", operation: "", inputs: [], slopes: [], value: 2, gradient: 4 };
 * const square = { label: "r", operation: "·", inputs: [given, given], slopes: [2, 2], value: 4, gradient: 1 };
 * assert.match(graphChart(square, { title: "A square" }).alt, /From a = 2 \(gradient 4\) to r = 4/);
 */
export function graphChart(
  of: ComputationGraph | ComputationNode,
  options: { title: string; height?: number },
): Chart {
  const graph = isNode(of) ? graphBehind(of) : of;
  const { nodes } = graph ?? {};
  if (!isList(nodes) || nodes.length === 0)
    throw cannot(VERB, { argument: "nodes", must: "one value or more", received: nodes });
  const { places, routes, columns, tallest } = arrange(graph);
  const boxes = nodes.map((node) => box(node, places.get(node.id) as Spot));
  const halves = new Map(nodes.map((node) => [node.id, halfWidth(node)]));
  const arrows = routes.flatMap((route) => linesOf(route, halves));
  const hidden = { visible: false, showgrid: false, zeroline: false };
  const height = options?.height ?? Math.max(260, 100 + tallest * 90);
  const layout = {
    ...titleLayout(options?.title, VERB),
    xaxis: { ...hidden, range: [-0.4, columns - 0.6] },
    yaxis: { ...hidden, range: [-tallest / 2 - 0.2, tallest / 2 + 0.2] },
    margin: { t: 56, r: 8, b: 16, l: 8 },
    annotations: [...arrows, ...boxes],
    // On a narrower page lines would run through the boxes.
    ...minimumWidth(COLUMN * columns),
    ...heightLayout(height),
  };
  return new Chart(
    { data: [slopesTrace(routes)], layout },
    { alt: `${options.title}. ${describeGraph(graph)}` },
  );
}

function isNode(of: ComputationGraph | ComputationNode): of is ComputationNode {
  return isList((of as ComputationNode | undefined)?.inputs);
}

/** All numbers behind a result, operands first: each is listed when all of its inputs are. */
function graphBehind(result: ComputationNode): ComputationGraph {
  const ids = new Map<ComputationNode, number>();
  const open: { node: ComputationNode; next: number }[] = [{ node: result, next: 0 }];
  const seen = new Set([result]);
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const input = top.node.inputs[top.next++];
    if (!input) ids.set((open.pop() as typeof top).node, ids.size);
    else if (!seen.has(input)) {
      seen.add(input);
      open.push({ node: input, next: 0 });
    }
  }
  return {
    nodes: Array.from(ids, ([node, id]) => {
      const { label, value: data, gradient } = node;
      return { id, label, operation: stepText(node), data, gradient };
    }),
    edges: Array.from(ids).flatMap(([{ inputs, slopes }, to]) =>
      inputs.map((input, i) => ({ from: ids.get(input) as number, to, slope: slopes[i] ?? NaN })),
    ),
  };
}

/** "a + b" where the inputs have names, "tanh(z)" for a step that is a word; else the step alone. */
function stepText({ operation, inputs }: ComputationNode): string {
  const names = inputs.map((input) => input.label || bracketed(input));
  if (operation === "" || names.length === 0 || names.some((name) => name === "")) return operation;
  return written(operation, names);
}

/** A step without a name of its own, such as a · b in a · b + c, where its inputs have names. */
function bracketed({ operation, inputs }: ComputationNode): string {
  const names = inputs.map(({ label }) => label);
  if (operation === "" || names.length === 0 || names.some((name) => name === "")) return "";
  const text = written(operation, names);
  return operation === "·" ? text : `(${text})`;
}

function written(operation: string, names: readonly string[]): string {
  if (!/^\w/.test(operation)) return names.join(` ${operation} `);
  return `${operation}(${names.join(", ").replace(/^\((.*)\)$/, "$1")})`;
}

/** A box's first line: the name of its value, and how it is made. */
function nameOf({ label, operation }: ComputationGraph["nodes"][0]): string {
  return [label, operation].filter(Boolean).join(" = ") || "number";
}

/** About half of the pixels that a box is wide. */
function halfWidth(node: ComputationGraph["nodes"][0]): number {
  const lines = [nameOf(node), formatNumber(node.data), `grad ${formatNumber(node.gradient)}`];
  return Math.round(Math.max(...lines.map((line) => line.length)) * 3.1) + 7;
}

/** A value's name, number and gradient. */
function box(node: ComputationGraph["nodes"][0], [x, y]: Spot): Layout {
  const { data, gradient } = node;
  const name = nameOf(node);
  return {
    x,
    y,
    text: `<b>${escape(name)}</b><br>${signed(data)}<br>grad ${signed(gradient)}`,
    showarrow: false,
    bordercolor: "#7d8085",
    borderwidth: 1,
    borderpad: 5,
    font: { size: 12 },
  };
}

/** A number as it is printed, with a minus sign as wide as a plus. */
function signed(value: number): string {
  return formatNumber(value).replaceAll("-", "−");
}

/** An edge as lines from place to place; over several columns it goes round the boxes between, and the last line is the arrow. */
function linesOf({ path, from, to }: Route, halves: ReadonlyMap<number, number>): object[] {
  return path.slice(1).map((end, i) => {
    const isLast = i === path.length - 2;
    return arrow([path[i] as Spot, end], {
      standoff: isLast ? (halves.get(to) as number) + 4 : 0,
      startstandoff: i === 0 ? (halves.get(from) as number) + 2 : 0,
      head: isLast,
    });
  });
}

/** The local derivatives, over the arrows. */
function slopesTrace(routes: readonly Route[]): Trace {
  return {
    type: "scatter",
    mode: "text",
    x: routes.map(({ path }) => middle(path, 0)),
    y: routes.map(({ path }) => middle(path, 1) + 0.13),
    text: routes.map(({ slope }) => `×${signed(slope)}`),
    textfont: { size: 11 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** One edge as the places it passes, from operand to result. */
interface Route {
  readonly from: number;
  readonly to: number;
  readonly slope: number;
  readonly path: readonly Spot[];
}

interface Arrangement {
  readonly places: ReadonlyMap<number, Spot>;
  readonly routes: readonly Route[];
  readonly columns: number;
  readonly tallest: number;
}

/** Columns by depth; an edge over several columns holds a place in each (Sugiyama, Tagawa and Toda, 1981). */
function arrange(graph: ComputationGraph): Arrangement {
  const depth = depthsOf(graph);
  const columns: string[][] = Array.from({ length: Math.max(...depth.values()) + 1 }, () => []);
  for (const { id } of graph.nodes) columns[depth.get(id) as number]?.push(`node ${id}`);
  const chains = graph.edges.map(({ from, to }, e) => {
    const [start, end] = [depth.get(from) as number, depth.get(to) as number];
    const between = Array.from({ length: end - start - 1 }, (_, k) => `edge ${e} ${k}`);
    between.forEach((key, k) => columns[start + 1 + k]?.push(key));
    return [`node ${from}`, ...between, `node ${to}`];
  });
  const rank = new Map<string, number>();
  columns.forEach((keys, c) => {
    // Each place as near as can be to the middle of what leads to it.
    const before = (key: string) =>
      chains.flatMap((chain) =>
        chain.indexOf(key) > 0 ? [rank.get(chain[chain.indexOf(key) - 1] as string) ?? 0] : [],
      );
    const meanHeightBefore = (key: string) => before(key).reduce((sum, y, _, all) => sum + y / all.length, 0);
    const sorted = c === 0 ? keys : [...keys].sort((a, b) => meanHeightBefore(b) - meanHeightBefore(a));
    sorted.forEach((key, i) => rank.set(key, (keys.length - 1) / 2 - i));
  });
  const column = new Map(columns.flatMap((keys, c) => keys.map((key) => [key, c] as const)));
  const spot = (key: string): Spot => [column.get(key) as number, rank.get(key) as number];
  return {
    places: new Map(graph.nodes.map(({ id }) => [id, spot(`node ${id}`)])),
    routes: chains.map((chain, e) => ({
      ...(graph.edges[e] as ComputationGraph["edges"][0]),
      path: shifted(chain.map(spot), sideOf(graph.edges, e)),
    })),
    columns: columns.length,
    tallest: Math.max(...columns.map((keys) => keys.length)),
  };
}

/** Edges between the same two nodes lie beside each other: how far from the middle the edge number `e` lies. */
function sideOf(edges: ComputationGraph["edges"], e: number): number {
  const same = edges.flatMap(({ from, to }, i) =>
    from === edges[e]?.from && to === edges[e]?.to ? [i] : [],
  );
  return (same.indexOf(e) - (same.length - 1) / 2) * -PARALLEL;
}

function shifted(path: readonly Spot[], by: number): Spot[] {
  return path.map(([x, y]) => [x, y + by]);
}

/** The middle of an edge's last part, along one axis. */
function middle(path: readonly Spot[], axis: 0 | 1): number {
  const [from, to] = path.slice(-2) as [Spot, Spot];
  return (from[axis] + to[axis]) / 2;
}

/** Each value stands one column right of its rightmost operand. */
function depthsOf({ nodes, edges }: ComputationGraph): Map<number, number> {
  const depth = new Map(nodes.map(({ id }) => [id, 0]));
  const strange = edges.find(({ from, to }) => !depth.has(from) || !depth.has(to));
  if (strange)
    throw cannot(VERB, {
      argument: "edges",
      must: "between the nodes given",
      received: `${strange.from} → ${strange.to}`,
      as: ShapeError,
    });
  for (let round = 0; round <= nodes.length; round++) {
    const tooShallow = edges.filter(
      ({ from, to }) => (depth.get(to) as number) <= (depth.get(from) as number),
    );
    if (tooShallow.length === 0) return depth;
    for (const { from, to } of tooShallow)
      depth.set(to, Math.max(depth.get(to) as number, (depth.get(from) as number) + 1));
  }
  throw cannot(VERB, {
    argument: "edges",
    must: "without a circle",
    received: `${edges.length} edges`,
    as: ShapeError,
  });
}

function describeGraph({ nodes, edges }: ComputationGraph): string {
  const results = nodes.filter(({ id }) => !edges.some(({ from }) => from === id));
  const inputs = nodes.filter(({ id }) => !edges.some(({ to }) => to === id));
  const name = (node: ComputationGraph["nodes"][0]) => node.label || node.operation || "a number";
  const ends = results.map((node) => `${name(node)} = ${formatNumber(node.data)}`).join(", ");
  const starts = inputs
    .map((node) => `${name(node)} = ${formatNumber(node.data)} (gradient ${formatNumber(node.gradient)})`)
    .join(", ");
  const numbers = [
    ...nodes.flatMap(({ data, gradient }) => [data, gradient]),
    ...edges.map(({ slope }) => slope),
  ];
  const lost = numbers.filter((value) => !isNumber(value)).length;
  const gaps = lost === 0 ? "" : ` ${counted(lost, "number")} ${lost === 1 ? "is" : "are"} not finite.`;
  return `${counted(nodes.length, "value")}, ${counted(edges.length, "edge")}. From ${starts} to ${ends}.${gaps}`;
}

/** Labels may hold < and &, which Plotly would take for markup. */
function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
