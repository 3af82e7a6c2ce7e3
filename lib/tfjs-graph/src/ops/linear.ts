/** Products of matrices, and the addition of a bias to the last axis. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { splitNode, concatNode } from "../graph/nodes";
import { splitEdge, rowSplits } from "./split-concat";
import type { Program, Value } from "./program";
import { partsFor } from "./workers";

/** x · w for matrices: [n, k] · [k, m] → [n, m]. */
export function matMul(p: Program, x: Value, w: Value): Value {
  if (w.columns) return byColumns(p, x, w.columns);
  const product = p.value(forward(p, x, w), [x.shape[0] ?? null, w.shape[1] ?? null], { from: [x, w] });
  return p.record(product, (dy) => {
    p.pass(w, () => matMulNode(p, [x.edge, dy], { left: true }));
    p.pass(x, () => matMulNode(p, [dy, w.edge], { right: true }));
  });
}

/** The product with a matrix in parts: each part is multiplied, and learns, on its own. */
function byColumns(p: Program, x: Value, columns: readonly Value[]): Value {
  const widths = columns.map(({ shape }) => shape[1] as number);
  const width = widths.reduce((sum, each) => sum + each, 0);
  const products = columns.map((w) => matMulNode(p, [x.edge, w.edge]));
  const edge = concatNode(p.graph, products, 1);
  const product = p.value(edge, [x.shape[0] ?? null, width], { from: [x, ...columns] });
  return p.record(product, (dy) => {
    const sizes = p.graph.constant("int32", widths);
    const parts = splitNode(p.graph, dy, { sizes, count: columns.length, axis: 1 });
    columns.forEach((w, i) => {
      const part = parts[i] as Edge;
      p.pass(w, () => matMulNode(p, [x.edge, part], { left: true }));
      p.pass(x, () => matMulNode(p, [part, w.edge], { right: true }));
    });
  });
}

/** oneDNN keeps a product to one thread while its matrices together are smaller than this (bytes). */
const ONE_THREAD = 16e6;
/** So many multiplications take about 0.1 ms. */
const MIN_MULTIPLICATIONS = 6e6;

/**
 * In how many parts a product of the batch with [k, m] is computed.
 *
 * @param p - The program, which knows how many rows it is built for.
 */
export function partsOfProduct(p: Program, [k, m]: readonly [number, number]): number {
  const small = 4 * (p.rows * (k + m) + k * m) < ONE_THREAD;
  return small ? partsFor(p, { work: k * m, least: MIN_MULTIPLICATIONS }) : 1;
}

/** The product with an unsplit matrix, computed for parts of the rows; its gradients are computed unsplit. */
function forward(p: Program, x: Value, w: Value): Edge {
  const count = x.shape[0] === null ? partsOfProduct(p, w.shape as readonly [number, number]) : 1;
  if (count === 1) return matMulNode(p, [x.edge, w.edge]);
  const parts = splitEdge(p, x.edge, rowSplits(p, x, count));
  const products = parts.map((part) => matMulNode(p, [part, w.edge]));
  return concatNode(p.graph, products, 0);
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
export function matMulNode(
  p: Program,
  [a, b]: readonly [Edge, Edge],
  { left = false, right = false }: { left?: boolean; right?: boolean } = {},
): Edge {
  const attributes = { transpose_a: attribute.bool(left), transpose_b: attribute.bool(right) };
  return p.node("MatMul", [a, b], attributes);
}
