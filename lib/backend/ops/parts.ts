/** A value cut into parts along an axis; the parts' gradients are put together again. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import type { Program, Shape, Value } from "./program";

/** Parts of given sizes along an axis that they fill. */
export function split(
  p: Program,
  a: Value,
  { sizes, axis }: { sizes: readonly number[]; axis: number },
): Value[] {
  const axisEdge = p.graph.constant("int32", axis);
  const attributes = { num_split: attribute.int(sizes.length), Tlen: attribute.type("int32") };
  const edge = p.node("SplitV", [a.edge, p.graph.constant("int32", sizes), axisEdge], attributes);
  const shapes = sizes.map((size) => a.shape.map((old, i) => (i === axis ? size : old)));
  return parts(p, a, {
    edge,
    shapes,
    join: (gradients) =>
      p.node("ConcatV2", [...gradients, axisEdge], {
        N: attribute.int(sizes.length),
        Tidx: attribute.type("int32"),
      }),
  });
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

/** The i-th output of a node. */
export function output(edge: Edge, i: number): Edge {
  return i === 0 ? edge : `${edge}:${i}`;
}

function parts(
  p: Program,
  a: Value,
  { edge, shapes, join }: { edge: Edge; shapes: readonly Shape[]; join: (gradients: Edge[]) => Edge },
): Value[] {
  const gradients: (Edge | undefined)[] = [];
  // Recorded before the parts, so met after all of them on the way back.
  const whole = p.record(p.value(edge, a.shape, { from: [a] }), () =>
    p.pass(a, () => join(shapes.map((_, i) => gradients[i] ?? p.node("ZerosLike", [output(edge, i)])))),
  );
  return shapes.map((shape, i) => {
    const part = p.value(output(edge, i), shape, { from: [a] });
    return p.record(part, (dy) => {
      // Any gradient will do: it only says that there is one.
      if (gradients.every((gradient) => gradient === undefined)) p.pass(whole, () => dy);
      gradients[i] = dy;
    });
  });
}
