/** Losses and metrics in a graph, from a model's outputs and the targets. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { absolute, cast, meanAll, reduce, square, subtract } from "../ops/basic";
import { output } from "../ops/parts";
import { Unsupported, type Program, type Value } from "../ops/program";
import { reshape } from "../ops/shape";
import type { LossName, MetricName } from "./references";

/** What a loss compares. */
export interface Comparison {
  readonly target: Value;
  readonly output: Value;
}

/**
 * The mean loss of a batch.
 *
 * @throws Unsupported when shapes need broadcasting, or a cross-entropy does not follow a softmax or sigmoid.
 */
export function lossOf(p: Program, name: LossName, comparison: Comparison): Value {
  return losses[name](p, comparison);
}

/** A metric's mean over a batch. */
export function metricOf(p: Program, name: MetricName, comparison: Comparison): Edge {
  if (name === "categoricalAccuracy") return categoricalAccuracy(p, comparison);
  if (name === "sparseCategoricalAccuracy") return sparseAccuracy(p, comparison);
  if (name === "binaryAccuracy") return binaryAccuracy(p, comparison);
  return losses[name](p, comparison).edge;
}

const losses: Readonly<Record<LossName, (p: Program, comparison: Comparison) => Value>> = {
  meanSquaredError(p, { target, output: y }) {
    checkSame(target, y);
    return meanAll(p, square(p, subtract(p, y, target)));
  },

  meanAbsoluteError(p, { target, output: y }) {
    checkSame(target, y);
    return meanAll(p, absolute(p, subtract(p, y, target)));
  },

  categoricalCrossentropy(p, { target, output: y }) {
    checkSame(target, y);
    const classes = y.shape.at(-1) ?? null;
    const logits = rows(p, logitsOf(y, "softmax"), classes);
    const labels = rows(p, target, classes);
    const node = p.node("SoftmaxCrossEntropyWithLogits", [logits.edge, labels.edge]);
    const each = p.value(node, [null], { from: [logits] });
    p.record(each, (dy) =>
      p.pass(logits, () => {
        // The operation's own gradient is softmax − labels, which is right only where labels add up to 1.
        const probability = p.node("AddV2", [output(node, 1), labels.edge]);
        const total = reduce(p, "Sum", { of: labels, axes: [1], keep: true });
        const slope = p.node("Sub", [p.node("Mul", [probability, total]), labels.edge]);
        return p.node("Mul", [slope, column(p, dy)]);
      }),
    );
    return meanAll(p, each);
  },

  sparseCategoricalCrossentropy(p, { target, output: y }) {
    const logits = rows(p, logitsOf(y, "softmax"), y.shape.at(-1) ?? null);
    const labels = cast(p, reshape(p, target, [null]).edge, { from: target.type as "float32", to: "int32" });
    const node = p.node("SparseSoftmaxCrossEntropyWithLogits", [logits.edge, labels], {
      Tlabels: attribute.type("int32"),
    });
    const each = p.value(node, [null], { from: [logits] });
    p.record(each, (dy) => p.pass(logits, () => p.node("Mul", [output(node, 1), column(p, dy)])));
    return meanAll(p, each);
  },

  binaryCrossentropy(p, { target, output: y }) {
    checkSame(target, y);
    const logits = logitsOf(y, "sigmoid");
    // max(z, 0) − z·t + log(1 + e^−|z|), which never overflows.
    const linear = p.node("Sub", [p.node("Relu", [logits.edge]), p.node("Mul", [logits.edge, target.edge])]);
    const rest = p.node("Log1p", [p.node("Exp", [p.node("Neg", [p.node("Abs", [logits.edge])])])]);
    const each = p.value(p.node("AddV2", [linear, rest]), y.shape, { from: [logits] });
    p.record(each, (dy) => p.pass(logits, () => p.node("Mul", [dy, p.node("Sub", [y.edge, target.edge])])));
    return meanAll(p, each);
  },
};

function categoricalAccuracy(p: Program, { target, output: y }: Comparison): Edge {
  checkSame(target, y);
  return share(p, { a: largest(p, target), b: largest(p, y), rank: y.shape.length - 1 });
}

function sparseAccuracy(p: Program, { target, output: y }: Comparison): Edge {
  const labels = cast(p, reshape(p, target, [null]).edge, { from: target.type as "float32", to: "int32" });
  const classes = p.value(largest(p, y), y.shape.slice(0, -1), { type: "int32" });
  return share(p, { a: labels, b: reshape(p, classes, [null]).edge, rank: 1 });
}

function binaryAccuracy(p: Program, { target, output: y }: Comparison): Edge {
  checkSame(target, y);
  const yes = p.node("Greater", [y.edge, p.graph.constant("float32", 0.5)]);
  const guess = cast(p, yes, { from: "bool", to: "float32" });
  return share(p, { a: target.edge, b: guess, rank: y.shape.length, type: "float32" });
}

/** How many of two are equal. */
function share(
  p: Program,
  { a, b, rank, type = "int32" }: { a: Edge; b: Edge; rank: number; type?: "int32" | "float32" },
): Edge {
  const equal = p.node("Equal", [a, b], { T: attribute.type(type) });
  const ones = cast(p, equal, { from: "bool", to: "float32" });
  return reduce(p, "Mean", { of: { edge: ones }, axes: Array.from({ length: rank }, (_, i) => i) });
}

function largest(p: Program, value: Value): Edge {
  const axis = p.graph.constant("int32", value.shape.length - 1);
  return p.node("ArgMax", [value.edge, axis], {
    Tidx: attribute.type("int32"),
    output_type: attribute.type("int32"),
  });
}

function logitsOf(y: Value, kind: "softmax" | "sigmoid"): Value {
  if (y.logits?.kind !== kind) throw new Unsupported(`a cross-entropy of outputs that no ${kind} makes`);
  return y.logits.value;
}

function rows(p: Program, value: Value, classes: number | null): Value {
  return value.shape.length === 2 ? value : reshape(p, value, [null, classes]);
}

function column(p: Program, edge: Edge): Edge {
  return p.node("ExpandDims", [edge, p.graph.constant("int32", 1)], { Tdim: attribute.type("int32") });
}

function checkSame(target: Value, y: Value): void {
  const same = target.shape.length === y.shape.length && target.shape.every((size, i) => size === y.shape[i]);
  if (!same)
    throw new Unsupported(`targets [${target.shape.join(", ")}] for outputs [${y.shape.join(", ")}]`);
}
