/** Losses and metrics in a graph, from a model's outputs and the targets. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { absolute, cast, count, meanAll, reduce, square, subtract } from "../ops/basic";
import { output } from "../graph/nodes";
import { Unsupported, type Program, type Value } from "../ops/program";
import { reshape } from "../ops/shape";
import type { LossName, MetricName } from "./builtin-losses";

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
    return crossEntropy(p, y, rows(p, target, y.shape.at(-1) ?? null).edge);
  },

  /** As {@link crossEntropy} of one-hot targets, whose probability p is cut; TensorFlow has −log p and p − t in one. */
  sparseCategoricalCrossentropy(p, { target, output: y }) {
    const logits = rows(p, logitsOf(y, "softmax"), y.shape.at(-1) ?? null);
    const labels = cast(p, reshape(p, target, [null]).edge, { from: target.type as "float32", to: "int32" });
    const both = p.node("SparseSoftmaxCrossEntropyWithLogits", [logits.edge, labels], {
      Tlabels: attribute.type("int32"),
    });
    const bounds = [1 - EPSILON, EPSILON].map((bound) => -Math.log(Math.fround(bound)));
    const cut = p.node("ClipByValue", [both, ...bounds.map((bound) => p.graph.constant("float32", bound))]);
    const mean = p.value(reduce(p, "Mean", { of: { edge: cut }, axes: [0] }), [], { from: [logits] });
    return p.record(mean, (dy) =>
      p.pass(logits, () => {
        const taught = column(p, ones(p, p.node("Equal", [cut, both])));
        const each = p.node("RealDiv", [dy, count(p, { edge: both, type: "float32" })]);
        return p.node("Mul", [output(both, 1), p.node("Mul", [taught, each])]);
      }),
    );
  },

  binaryCrossentropy(p, { target, output: y }) {
    checkSame(target, y);
    const logits = logitsOf(y, "sigmoid");
    // tfjs cuts the probability to [ε, 1 − ε], learns nothing from what it cut, and goes back to logits from there.
    const probability = clipped(p, y.edge);
    const odds = p.node("RealDiv", [
      probability,
      p.node("Sub", [p.graph.constant("float32", 1), probability]),
    ]);
    const cut = p.node("Log", [odds]);
    // max(z, 0) − z·t + log(1 + e^−|z|), which never overflows.
    const linear = p.node("Sub", [p.node("Relu", [cut]), p.node("Mul", [cut, target.edge])]);
    const rest = p.node("Log1p", [p.node("Exp", [p.node("Neg", [p.node("Abs", [cut])])])]);
    const each = p.value(p.node("AddV2", [linear, rest]), y.shape, { from: [logits] });
    p.record(each, (dy) =>
      p.pass(logits, () => {
        const inside = ones(p, p.node("Equal", [probability, y.edge]));
        const slope = p.node("Mul", [p.node("Sub", [y.edge, target.edge]), inside]);
        return p.node("Mul", [dy, slope]);
      }),
    );
    return meanAll(p, each);
  },
};

/** tfjs keeps probabilities away from 0 and 1 by this much. */
const EPSILON = 1e-7;

/**
 * −Σ t·log p over classes, then the mean. As in tfjs, p is cut to [ε, 1 − ε], and what was cut teaches nothing; the
 * gradient starts at the logits, where it is p·Σt − t.
 */
function crossEntropy(p: Program, y: Value, target: Edge): Value {
  const classes = y.shape.at(-1) ?? null;
  const logits = rows(p, logitsOf(y, "softmax"), classes);
  const probability = rows(p, y, classes).edge;
  const cut = clipped(p, probability);
  const sum = reduce(p, "Sum", { of: { edge: p.node("Mul", [target, p.node("Log", [cut])]) }, axes: [1] });
  const each = p.value(p.node("Neg", [sum]), [null], { from: [logits] });
  p.record(each, (dy) =>
    p.pass(logits, () => {
      const taught = p.node("Mul", [target, ones(p, p.node("Equal", [cut, probability]))]);
      const total = reduce(p, "Sum", { of: { edge: taught }, axes: [1], keep: true });
      const slope = p.node("Sub", [p.node("Mul", [probability, total]), taught]);
      return p.node("Mul", [slope, column(p, dy)]);
    }),
  );
  return meanAll(p, each);
}

/** A probability that is not quite 0 or 1. */
function clipped(p: Program, probability: Edge): Edge {
  const bounds = [EPSILON, 1 - EPSILON].map((bound) => p.graph.constant("float32", bound));
  return p.node("ClipByValue", [probability, ...bounds]);
}

/** 1 where true, 0 elsewhere. */
function ones(p: Program, flags: Edge): Edge {
  return cast(p, flags, { from: "bool", to: "float32" });
}

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
