/** Batch normalization over the last axis, by TensorFlow's fused operation. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { output } from "../graph/nodes";
import type { Program, Value } from "./program";

/** Learned scale and shift, and the statistics to use or to renew. */
export interface BatchNorm {
  readonly scale: Value;
  readonly shift: Value;
  readonly mean: Edge;
  readonly variance: Edge;
  readonly epsilon: number;
}

/**
 * Normalizes x [n, h, w, c] by the batch's statistics in training, else by the given ones.
 *
 * @returns The value; in training also mean and variance (of n numbers, not n − 1) of the batch.
 */
export function batchNorm(
  p: Program,
  x: Value,
  norm: BatchNorm,
): { y: Value; statistics: { mean: Edge; variance: Edge } | undefined } {
  const attributes = {
    U: attribute.type("float32"),
    epsilon: attribute.float(norm.epsilon),
    data_format: attribute.text("NHWC"),
    is_training: attribute.bool(p.training),
  };
  const given = p.training ? [emptyEdge(p), emptyEdge(p)] : [norm.mean, norm.variance];
  const node = p.node("FusedBatchNormV3", [x.edge, norm.scale.edge, norm.shift.edge, ...given], {
    ...attributes,
    exponential_avg_factor: attribute.float(1),
  });
  const y = p.value(node, x.shape, { from: [x, norm.scale, norm.shift] });
  p.record(y, (dy) => {
    const reserved = [3, 4, 5].map((i) => output(node, i));
    const back = p.node("FusedBatchNormGradV3", [dy, x.edge, norm.scale.edge, ...reserved], attributes);
    p.pass(x, () => back);
    p.pass(norm.scale, () => output(back, 1));
    p.pass(norm.shift, () => output(back, 2));
  });
  if (!p.training) return { y, statistics: undefined };
  return { y, statistics: { mean: output(node, 1), variance: biased(p, { x, variance: output(node, 2) }) } };
}

/** The fused operation divides by n − 1; tfjs keeps the variance divided by n. */
function biased(p: Program, { x, variance }: { x: Value; variance: Edge }): Edge {
  const int = attribute.type("int32");
  const total = p.node("Size", [x.edge], { out_type: int });
  const size = p.graph.add("Cast", [total], { attributes: { SrcT: int, DstT: attribute.type("float32") } });
  const channels = p.graph.constant("float32", x.shape.at(-1) as number);
  const n = p.node("RealDiv", [size, channels]);
  const one = p.graph.constant("float32", 1);
  return p.node("Mul", [variance, p.node("RealDiv", [p.node("Maximum", [p.node("Sub", [n, one]), one]), n])]);
}

function emptyEdge(p: Program): Edge {
  return p.graph.add("Const", [], {
    attributes: {
      dtype: attribute.type("float32"),
      value: attribute.tensor("float32", { shape: [0], values: [] }),
    },
  });
}
