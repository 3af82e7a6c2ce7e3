/** Activation functions of graph values, with TensorFlow's own operations for their gradients. */
import type { Edge } from "../graph/graph";
import { reduce } from "./basic";
import { Unsupported, annotate, type Program, type Value } from "./program";

type Activation = (p: Program, x: Value) => Value;

/** Activations by tfjs' class names. */
const activations: Readonly<Record<string, Activation>> = {
  linear: (_p, x) => x,
  relu: unary("Relu", (p, { dy, y }) => p.node("ReluGrad", [dy, y])),
  relu6: unary("Relu6", (p, { dy, y }) => p.node("Relu6Grad", [dy, y])),
  elu: unary("Elu", (p, { dy, y }) => p.node("EluGrad", [dy, y])),
  selu: unary("Selu", (p, { dy, y }) => p.node("SeluGrad", [dy, y])),
  tanh: unary("Tanh", (p, { dy, y }) => p.node("TanhGrad", [y, dy])),
  softplus: unary("Softplus", (p, { dy, x }) => p.node("SoftplusGrad", [dy, x])),
  softsign: unary("Softsign", (p, { dy, x }) => p.node("SoftsignGrad", [dy, x])),
  sigmoid: (p, x) => annotate(sigmoid(p, x), { logits: { kind: "sigmoid", value: x } }),
  softmax,
  hardSigmoid,
};

const sigmoid = unary("Sigmoid", (p, { dy, y }) => p.node("SigmoidGrad", [y, dy]));

/**
 * Applies an activation.
 *
 * @param name - tfjs' class name, such as `"relu"`.
 * @throws Unsupported when the graph does not know it.
 */
export function activate(p: Program, x: Value, name: string): Value {
  const activation = Object.hasOwn(activations, name) ? activations[name] : undefined;
  if (!activation) throw new Unsupported(`the activation ${name}`);
  return activation(p, x);
}

/** x where positive, else αx. */
export function leakyRelu(p: Program, x: Value, alpha: number): Value {
  const slope = p.graph.constant("float32", alpha);
  // α may exceed 1, where max(x, αx) is not the function.
  const positive = p.node("Relu", [x.edge]);
  const negative = p.node("Relu", [p.node("Neg", [x.edge])]);
  const y = p.value(p.node("Sub", [positive, p.node("Mul", [slope, negative])]), x.shape, { from: [x] });
  return p.record(y, (dy) =>
    p.pass(x, () => {
      const above = p.node("ReluGrad", [dy, positive]);
      return p.node("AddV2", [above, p.node("Mul", [slope, p.node("Sub", [dy, above])])]);
    }),
  );
}

function unary(
  op: string,
  gradient: (p: Program, edges: { dy: Edge; x: Edge; y: Edge }) => Edge,
): Activation {
  return (p, x) => {
    const y = p.value(p.node(op, [x.edge]), x.shape, { from: [x] });
    return p.record(y, (dy) => p.pass(x, () => gradient(p, { dy, x: x.edge, y: y.edge })));
  };
}

/** Up to so many classes the way through the logarithm is faster: oneDNN's softmax begins with 80 µs. */
const FEW_CLASSES = 32;

/** Along the last axis. */
function softmax(p: Program, x: Value): Value {
  const last = x.shape.length - 1;
  const few = last === 1 && (x.shape[last] ?? Infinity) <= FEW_CLASSES;
  const edge = few ? p.node("Exp", [p.node("LogSoftmax", [x.edge])]) : p.node("Softmax", [x.edge]);
  const y = p.value(edge, x.shape, { from: [x] });
  const recorded = p.record(y, (dy) =>
    p.pass(x, () => {
      const weighted = p.node("Mul", [dy, y.edge]);
      const sum = reduce(p, "Sum", { of: { edge: weighted }, axes: [last], keep: true });
      return p.node("Mul", [p.node("Sub", [dy, sum]), y.edge]);
    }),
  );
  return annotate(recorded, { logits: { kind: "softmax", value: x } });
}

/** max(0, min(1, 0.2x + 0.5)). */
function hardSigmoid(p: Program, x: Value): Value {
  const c = (number: number): Edge => p.graph.constant("float32", number);
  const line = p.node("AddV2", [p.node("Mul", [x.edge, c(0.2)]), c(0.5)]);
  const y = p.value(p.node("ClipByValue", [line, c(0), c(1)]), x.shape, { from: [x] });
  return p.record(y, (dy) =>
    p.pass(x, () => {
      // y(1 − y) is 0 exactly where the line is cut.
      const inside = p.node("Sign", [p.node("Mul", [y.edge, p.node("Sub", [c(1), y.edge])])]);
      return p.node("Mul", [p.node("Mul", [dy, inside]), c(0.2)]);
    }),
  );
}
