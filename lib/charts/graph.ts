/** Turns a computation into the graph of its steps: operands left, result right. */
import { ShapeError, cannot } from "../core/errors";
import { heightLayout, titleLayout } from "./axes";
import { Chart } from "./chart";
import { counted, formatNumber } from "./words";

/** A graph of values, as `value.graph()` gives it: operands come before results. */
export interface ComputationGraph {
  readonly nodes: readonly { readonly id: number; readonly label: string; readonly operation: string; readonly data: number; readonly gradient: number }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly slope: number }[];
}

const VERB = "draw a computation";

/**
 * Draws a computation: each box has a value and its gradient, each arrow the local derivative.
 *
 * @param graph - What `value.graph()` gives.
 * @param options - Title.
 * @returns The chart; its description tells the result and the gradient of each input.
 * @throws ShapeError when an edge leads to a node that is not there.
 */
export function graphChart(graph: ComputationGraph, options: { title: string; height?: number }): Chart {
  const { nodes, edges } = graph ?? {};
  if (!Array.isArray(nodes) || nodes.length === 0) throw cannot(VERB, { argument: "nodes", must: "one value or more", received: nodes });
  const depth = depthsOf(graph);
  const columns = Math.max(...depth.values()) + 1;
  const places = new Map<number, readonly [number, number]>();
  for (let column = 0; column < columns; column++) {
    const members = nodes.filter(({ id }) => depth.get(id) === column);
    members.forEach(({ id }, i) => places.set(id, [column, (members.length - 1) / 2 - i]));
  }
  const tallest = Math.max(...Array.from({ length: columns }, (_, c) => nodes.filter(({ id }) => depth.get(id) === c).length));
  const at = (id: number) => places.get(id) as readonly [number, number];
  const boxes = nodes.map((node) => {
    const [x, y] = at(node.id);
    const name = [node.label, node.operation].filter(Boolean).join(" = ") || "number";
    const text = `<b>${escape(name)}</b><br>${formatNumber(node.data)}<br>grad ${formatNumber(node.gradient)}`;
    return { x, y, text, showarrow: false, bordercolor: "#7d8085", borderwidth: 1, borderpad: 5, font: { size: 12 } };
  });
  const arrows = edges.map(({ from, to }) => {
    const [x0, y0] = at(from);
    const [x1, y1] = at(to);
    return { x: x1, y: y1, ax: x0, ay: y0, xref: "x", yref: "y", axref: "x", ayref: "y", text: "", showarrow: true, arrowhead: 2, arrowwidth: 1.5, standoff: 44, startstandoff: 44 };
  });
  const slopes = {
    type: "scatter",
    mode: "text",
    x: edges.map(({ from, to }) => (at(from)[0] + at(to)[0]) / 2),
    y: edges.map(({ from, to }) => (at(from)[1] + at(to)[1]) / 2 + 0.12),
    text: edges.map(({ slope }) => `×${formatNumber(slope)}`),
    textfont: { size: 11 },
    hoverinfo: "skip",
    showlegend: false,
  };
  const bare = { visible: false, showgrid: false, zeroline: false };
  const height = options?.height ?? Math.max(260, 100 + tallest * 90);
  const layout = {
    ...titleLayout(options?.title, VERB),
    xaxis: { ...bare, range: [-0.5, columns - 0.5] },
    yaxis: { ...bare, range: [-tallest / 2 - 0.2, tallest / 2 + 0.2] },
    margin: { t: 56, r: 8, b: 16, l: 8 },
    annotations: [...arrows, ...boxes],
    ...heightLayout(height),
  };
  return new Chart({ data: [slopes], layout }, { alt: `${options.title}. ${inWords(graph)}` });
}

/** Each value stands one column right of its rightmost operand. */
function depthsOf({ nodes, edges }: ComputationGraph): Map<number, number> {
  const depth = new Map(nodes.map(({ id }) => [id, 0]));
  const strange = edges.find(({ from, to }) => !depth.has(from) || !depth.has(to));
  if (strange) throw cannot(VERB, { argument: "edges", must: "between the nodes given", received: `${strange.from} → ${strange.to}`, as: ShapeError });
  for (let round = 0; round <= nodes.length; round++) {
    const late = edges.filter(({ from, to }) => (depth.get(to) as number) <= (depth.get(from) as number));
    if (late.length === 0) return depth;
    for (const { from, to } of late) depth.set(to, Math.max(depth.get(to) as number, (depth.get(from) as number) + 1));
  }
  throw cannot(VERB, { argument: "edges", must: "without a circle", received: `${edges.length} edges`, as: ShapeError });
}

function inWords({ nodes, edges }: ComputationGraph): string {
  const results = nodes.filter(({ id }) => !edges.some(({ from }) => from === id));
  const inputs = nodes.filter(({ id }) => !edges.some(({ to }) => to === id));
  const name = (node: ComputationGraph["nodes"][0]) => node.label || node.operation || "a number";
  const ends = results.map((node) => `${name(node)} = ${formatNumber(node.data)}`).join(", ");
  const starts = inputs.map((node) => `${name(node)} = ${formatNumber(node.data)} (gradient ${formatNumber(node.gradient)})`).join(", ");
  return `${counted(nodes.length, "value")}, ${counted(edges.length, "edge")}. From ${starts} to ${ends}.`;
}

/** Labels may hold < and &, which Plotly would take for markup. */
function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
