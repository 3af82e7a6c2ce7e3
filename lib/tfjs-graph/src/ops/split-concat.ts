/** A value cut into parts along an axis; the parts' gradients are put together again. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { splitNode, concatNode, output } from "../graph/nodes";
import type { Program, Shape, Value } from "./program";

/** Parts of given sizes along an axis that they fill. */
export function split(
  p: Program,
  a: Value,
  { sizes, axis }: { sizes: readonly number[]; axis: number },
): Value[] {
  const lengths = p.graph.constant("int32", sizes);
  const edges = splitNode(p.graph, a.edge, { sizes: lengths, count: sizes.length, axis });
  const shapes = sizes.map((size) => a.shape.map((old, i) => (i === axis ? size : old)));
  const join = (gradients: Edge[]): Edge => concatNode(p.graph, gradients, axis);
  return parts(p, a, { edge: edges[0] as Edge, shapes, join });
}

/** Rows cut into parts: values of one number of rows are cut alike. */
export interface RowSplits {
  /** int32 [count], the last of them -1: the rest. */
  readonly sizes: Edge;
  readonly count: number;
}

/** How to cut the rows of a value into parts of equal size; the last one takes what is left over. */
export function rowSplits(p: Program, a: Value, count: number): RowSplits {
  const int = attribute.type("int32");
  const [zero, axis] = [p.graph.constant("int32", 0), attribute.int(0)];
  const shape = p.node("Shape", [a.edge], { T: attribute.type(a.type), out_type: int });
  const rows = p.graph.add("GatherV2", [shape, zero, zero], {
    attributes: { Tparams: int, Tindices: int, Taxis: int },
  });
  const size = p.node("FloorDiv", [rows, p.graph.constant("int32", count)], { T: int });
  const sizes = [...Array<Edge>(count - 1).fill(size), p.graph.constant("int32", -1)];
  return { sizes: p.node("Pack", sizes, { T: int, N: attribute.int(count), axis }), count };
}

/** Cuts rows into parts; all but the last may be empty. */
export function splitRows(p: Program, a: Value, splits: RowSplits): Value[] {
  const [edge = ""] = splitEdge(p, a.edge, splits);
  const shapes = Array.from({ length: splits.count }, () => [null, ...a.shape.slice(1)]);
  return parts(p, a, { edge, shapes, join: (gradients) => concatNode(p.graph, gradients, 0) });
}

/** The opposite of {@link splitRows}. */
export function concatRows(p: Program, values: readonly Value[], splits: RowSplits): Value {
  const shape = [null, ...(values[0]?.shape.slice(1) ?? [])];
  const edges = values.map(({ edge }) => edge);
  const joined = p.value(concatNode(p.graph, edges, 0), shape, { from: values });
  return p.record(joined, (dy) => {
    const gradients = splitEdge(p, dy, splits);
    values.forEach((value, i) => p.pass(value, () => gradients[i] as Edge));
  });
}

/** As {@link splitRows}, without gradients. */
export function splitEdge(p: Program, edge: Edge, splits: RowSplits): Edge[] {
  return splitNode(p.graph, edge, { ...splits, axis: 0 });
}

/** One value for each index of the first axis, whose size must be known. */
export function unpack(p: Program, a: Value): Value[] {
  const [n] = a.shape as readonly number[];
  const axis = attribute.int(0);
  const number = n as number;
  const edge = p.node("Unpack", [a.edge], { num: attribute.int(number), axis });
  const shapes = Array.from({ length: number }, () => a.shape.slice(1));
  return parts(p, a, {
    edge,
    shapes,
    join: (gradients) => p.node("Pack", gradients, { N: attribute.int(number), axis }),
  });
}

/** The opposite of {@link unpack}: values of one shape along a new first axis. */
export function pack(p: Program, values: readonly Value[]): Value {
  const attributes = { axis: attribute.int(0) };
  const edge = p.node(
    "Pack",
    values.map((value) => value.edge),
    { ...attributes, N: attribute.int(values.length) },
  );
  const packed = p.value(edge, [values.length, ...(values[0]?.shape ?? [])], { from: values });
  return p.record(packed, (dy) => {
    const gradients = p.node("Unpack", [dy], { ...attributes, num: attribute.int(values.length) });
    values.forEach((value, i) => p.pass(value, () => output(gradients, i)));
  });
}

function parts(
  p: Program,
  a: Value,
  { edge, shapes, join }: { edge: Edge; shapes: readonly Shape[]; join: (gradients: Edge[]) => Edge },
): Value[] {
  const gradients: (Edge | undefined)[] = [];
  // Recorded before the parts, so that the backward pass meets it after all of them.
  const source = p.record(p.value(edge, a.shape, { from: [a] }), () =>
    p.pass(a, () => join(shapes.map((_, i) => gradients[i] ?? p.node("ZerosLike", [output(edge, i)])))),
  );
  return shapes.map((shape, i) => {
    const part = p.value(output(edge, i), shape, { from: [a] });
    return p.record(part, (dy) => {
      // Any gradient will do: it only says that there is one.
      if (gradients.every((gradient) => gradient === undefined)) p.pass(source, () => dy);
      gradients[i] = dy;
    });
  });
}
