/** Nodes that cut float32 values along an axis and put them together again. */
import { attribute } from "./attributes";
import type { Edge, Graph } from "./graph";

/** The i-th output of a node. */
export function output(edge: Edge, i: number): Edge {
  return i === 0 ? edge : `${edge}:${i}`;
}

/**
 * Cuts a value into parts.
 *
 * @param options - `sizes`: an edge of int32 [count], -1 for the rest; `axis` along which to cut.
 */
export function splitNode(
  graph: Graph,
  edge: Edge,
  { sizes, count, axis }: { sizes: Edge; count: number; axis: number },
): Edge[] {
  const attributes = {
    T: attribute.type("float32"),
    Tlen: attribute.type("int32"),
    num_split: attribute.int(count),
  };
  const first = graph.add("SplitV", [edge, sizes, graph.constant("int32", axis)], { attributes });
  return Array.from({ length: count }, (_, i) => output(first, i));
}

/** Puts values side by side along an axis. */
export function concatNode(graph: Graph, edges: readonly Edge[], axis: number): Edge {
  const attributes = {
    T: attribute.type("float32"),
    Tidx: attribute.type("int32"),
    N: attribute.int(edges.length),
  };
  return graph.add("ConcatV2", [...edges, graph.constant("int32", axis)], { attributes });
}
