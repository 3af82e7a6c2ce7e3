/** Pooling over windows, and over whole pictures. */
import { attribute } from "../graph/attributes";
import { reduce, shapeOf } from "./basic";
import { windowAttributes, type Windowing } from "./conv";
import type { Program, Value } from "./program";

/** The largest of each window of x [n, h, w, c]. */
export function maxPool(
  p: Program,
  x: Value,
  options: Windowing & { size: readonly [number, number] },
): Value {
  const attributes = { ...windowAttributes(options), ksize: attribute.ints([1, ...options.size, 1]) };
  const y = p.value(p.node("MaxPool", [x.edge], attributes), options.shape, { from: [x] });
  return p.record(y, (dy) => p.pass(x, () => p.node("MaxPoolGrad", [x.edge, y.edge, dy], attributes)));
}

/** The mean of each window of x [n, h, w, c]. */
export function averagePool(
  p: Program,
  x: Value,
  options: Windowing & { size: readonly [number, number] },
): Value {
  const attributes = { ...windowAttributes(options), ksize: attribute.ints([1, ...options.size, 1]) };
  const y = p.value(p.node("AvgPool", [x.edge], attributes), options.shape, { from: [x] });
  return p.record(y, (dy) => p.pass(x, () => p.node("AvgPoolGrad", [shapeOf(p, x), dy], attributes)));
}

/** The mean over some axes, which go. */
export function meanOver(p: Program, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.filter((_, axis) => !axes.includes(axis));
  const y = p.value(reduce(p, "Mean", { of: x, axes }), shape, { from: [x] });
  return p.record(y, (dy) =>
    p.pass(x, () => {
      const number = axes.reduce((product, axis) => product * (x.shape[axis] as number), 1);
      const share = p.node("Mul", [keepAxes(p, dy, axes), p.graph.constant("float32", 1 / number)]);
      return p.node("BroadcastTo", [share, shapeOf(p, x)], { Tidx: attribute.type("int32") });
    }),
  );
}

/** The largest over some axes, which go; equal ones each take the whole gradient, as in tfjs. */
export function maxOver(p: Program, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.filter((_, axis) => !axes.includes(axis));
  const y = p.value(reduce(p, "Max", { of: x, axes }), shape, { from: [x] });
  return p.record(y, (dy) =>
    p.pass(x, () => {
      const largest = p.node("Equal", [x.edge, keepAxes(p, y.edge, axes)]);
      const attributes = { SrcT: attribute.type("bool"), DstT: attribute.type("float32") };
      const mask = p.graph.add("Cast", [largest], { attributes });
      return p.node("Mul", [mask, keepAxes(p, dy, axes)]);
    }),
  );
}

/** Puts axes of size 1 back; they must be given in rising order. */
function keepAxes(p: Program, edge: string, axes: readonly number[]): string {
  return axes.reduce(
    (result, axis) =>
      p.node("ExpandDims", [result, p.graph.constant("int32", axis)], { Tdim: attribute.type("int32") }),
    edge,
  );
}
