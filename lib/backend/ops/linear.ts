/** Products of matrices, and the addition of a bias to the last axis. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import type { Program, Value } from "./program";

/** x · w for matrices: [n, k] · [k, m] → [n, m]. */
export function matMul(p: Program, x: Value, w: Value): Value {
  const product = p.value(product2(p, [x.edge, w.edge]), [x.shape[0] ?? null, w.shape[1] ?? null], {
    from: [x, w],
  });
  return p.record(product, (dy) => {
    p.pass(w, () => product2(p, [x.edge, dy], { left: true }));
    p.pass(x, () => product2(p, [dy, w.edge], { right: true }));
  });
}

/** x + b with b along the last axis. */
export function biasAdd(p: Program, x: Value, b: Value): Value {
  const sum = p.value(p.node("BiasAdd", [x.edge, b.edge]), x.shape, { from: [x, b] });
  return p.record(sum, (dy) => {
    p.pass(b, () => p.node("BiasAddGrad", [dy]));
    p.pass(x, () => dy);
  });
}

/** A matrix product with either side turned. */
export function product2(
  p: Program,
  [a, b]: readonly [Edge, Edge],
  { left = false, right = false }: { left?: boolean; right?: boolean } = {},
): Edge {
  const attributes = { transpose_a: attribute.bool(left), transpose_b: attribute.bool(right) };
  return p.node("MatMul", [a, b], attributes);
}
