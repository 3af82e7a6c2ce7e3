/** Sums, products and means of graph values, with their gradients. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { Unsupported, type Program, type Shape, type Value } from "./program";

/** a + b, of one shape. */
export function add(p: Program, a: Value, b: Value): Value {
  sameShape(a.shape, b.shape);
  const sum = p.value(p.node("AddV2", [a.edge, b.edge]), a.shape, { from: [a, b] });
  return p.record(sum, (dy) => {
    p.pass(a, () => dy);
    p.pass(b, () => dy);
  });
}

/** a − b, of one shape. */
export function subtract(p: Program, a: Value, b: Value): Value {
  sameShape(a.shape, b.shape);
  const difference = p.value(p.node("Sub", [a.edge, b.edge]), a.shape, { from: [a, b] });
  return p.record(difference, (dy) => {
    p.pass(a, () => dy);
    p.pass(b, () => p.node("Neg", [dy]));
  });
}

/** a · b, element by element, of one shape. */
export function multiply(p: Program, a: Value, b: Value): Value {
  sameShape(a.shape, b.shape);
  const product = p.value(p.node("Mul", [a.edge, b.edge]), a.shape, { from: [a, b] });
  return p.record(product, (dy) => {
    p.pass(a, () => p.node("Mul", [dy, b.edge]));
    p.pass(b, () => p.node("Mul", [dy, a.edge]));
  });
}

/** c · a with a number, or a scalar of the graph, that does not learn. */
export function scale(p: Program, a: Value, factor: number | Edge): Value {
  const c = typeof factor === "number" ? p.graph.constant("float32", factor) : factor;
  const scaled = p.value(p.node("Mul", [a.edge, c]), a.shape, { from: [a] });
  return p.record(scaled, (dy) => p.pass(a, () => p.node("Mul", [dy, c])));
}

/** a², element by element. */
export function square(p: Program, a: Value): Value {
  const result = p.value(p.node("Square", [a.edge]), a.shape, { from: [a] });
  return p.record(result, (dy) =>
    p.pass(a, () => p.node("Mul", [p.node("Mul", [dy, a.edge]), p.graph.constant("float32", 2)])),
  );
}

/** |a|, element by element; 0 has slope 0, as in tfjs. */
export function absolute(p: Program, a: Value): Value {
  const result = p.value(p.node("Abs", [a.edge]), a.shape, { from: [a] });
  return p.record(result, (dy) => p.pass(a, () => p.node("Mul", [dy, p.node("Sign", [a.edge])])));
}

/** The sum of all elements: a scalar. */
export function sumAll(p: Program, a: Value): Value {
  const sum = p.value(reduce(p, "Sum", { of: a, axes: a.shape.map((_, i) => i) }), [], { from: [a] });
  return p.record(sum, (dy) => p.pass(a, () => fill(p, a, dy)));
}

/** The mean of all elements: a scalar. */
export function meanAll(p: Program, a: Value): Value {
  const mean = p.value(reduce(p, "Mean", { of: a, axes: a.shape.map((_, i) => i) }), [], { from: [a] });
  return p.record(mean, (dy) => p.pass(a, () => fill(p, a, p.node("RealDiv", [dy, count(p, a)]))));
}

/** How many elements a value has, as a float32 scalar. */
export function count(p: Program, a: Pick<Value, "edge" | "type">): Edge {
  const size = p.node("Size", [a.edge], { T: attribute.type(a.type), out_type: attribute.type("int32") });
  return toFloat(p, size);
}

/** An int32 edge as float32. */
export function toFloat(p: Program, edge: Edge): Edge {
  return cast(p, edge, { from: "int32", to: "float32" });
}

/** A value as float32, as tfjs casts whole numbers wherever it computes with them. */
export function asFloat(p: Program, a: Value): Value {
  return a.type === "int32" ? p.value(toFloat(p, a.edge), a.shape) : a;
}

/** Another element type. */
export function cast(
  p: Program,
  edge: Edge,
  { from, to }: { from: "float32" | "int32" | "bool"; to: "float32" | "int32" | "bool" },
): Edge {
  if (from === to) return edge;
  const attributes = { SrcT: attribute.type(from), DstT: attribute.type(to) };
  return p.graph.add("Cast", [edge], { attributes });
}

/** Sum, Mean or Max over some axes. */
export function reduce(
  p: Program,
  op: "Sum" | "Mean" | "Max",
  { of, axes, keep = false }: { of: { edge: Edge }; axes: readonly number[]; keep?: boolean },
): Edge {
  const attributes = { Tidx: attribute.type("int32"), keep_dims: attribute.bool(keep) };
  return p.node(op, [of.edge, p.graph.constant("int32", axes)], attributes);
}

/** The sizes of a value when the graph runs: int32. */
export function shapeOf(p: Program, a: Value): Edge {
  return p.node("Shape", [a.edge], { T: attribute.type(a.type), out_type: attribute.type("int32") });
}

/** A value of another's shape, filled with a scalar. */
export function fill(p: Program, like: Value, scalar: Edge): Edge {
  return p.node("Fill", [shapeOf(p, like), scalar], { index_type: attribute.type("int32") });
}

function sameShape(a: Shape, b: Shape): void {
  if (a.length !== b.length || a.some((size, i) => size !== b[i]))
    throw new Unsupported(`values of shapes [${a.join(", ")}] and [${b.join(", ")}] in one operation`);
}
