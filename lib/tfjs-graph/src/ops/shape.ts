/** Values of the same numbers in another arrangement. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { splitNode, concatNode } from "../graph/nodes";
import { shapeOf } from "./basic";
import { Unsupported, type Program, type Shape, type Value } from "./program";

/** Another shape of the same size; at most one size may be unknown. */
export function reshape(p: Program, a: Value, shape: Shape): Value {
  if (shape.filter((size) => size === null).length > 1) throw new Unsupported("several unknown sizes");
  const attributes = { T: attribute.type(a.type), Tshape: attribute.type("int32") };
  const target = p.graph.constant(
    "int32",
    shape.map((size) => size ?? -1),
  );
  const edge = p.graph.add("Reshape", [a.edge, target], { attributes });
  const result = p.value(edge, shape, { from: [a], type: a.type });
  return p.record(result, (dy) =>
    p.pass(a, () => p.node("Reshape", [dy, shapeOf(p, a)], { Tshape: attribute.type("int32") })),
  );
}

/** Axes in another order. */
export function transpose(p: Program, a: Value, order: readonly number[]): Value {
  const attributes = { Tperm: attribute.type("int32") };
  const shape = order.map((axis) => a.shape[axis] ?? null);
  const back = order.map((_, axis) => order.indexOf(axis));
  const edge = p.node("Transpose", [a.edge, p.graph.constant("int32", order)], attributes);
  const result = p.value(edge, shape, { from: [a] });
  return p.record(result, (dy) =>
    p.pass(a, () => p.node("Transpose", [dy, p.graph.constant("int32", back)], attributes)),
  );
}

/** Values side by side along one axis. */
export function concat(p: Program, values: readonly Value[], axis: number): Value {
  const [first] = values;
  if (!first || values.length < 2) throw new Unsupported("fewer than two values side by side");
  const sizes = values.map(({ shape }) => shape[axis] ?? null);
  if (sizes.some((size) => size === null)) throw new Unsupported("an unknown size side by side");
  const edges = values.map((value) => value.edge);
  const total = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const shape = first.shape.map((size, i) => (i === axis ? total : size));
  const result = p.value(concatNode(p.graph, edges, axis), shape, { from: values });
  return p.record(result, (dy) => {
    const lengths = p.graph.constant("int32", sizes as number[]);
    const parts = splitNode(p.graph, dy, { sizes: lengths, count: values.length, axis });
    values.forEach((value, i) => p.pass(value, () => parts[i] as Edge));
  });
}
