/** tfjs' optimizers as operations of TensorFlow, one for each weight; their state stays in tfjs' own variables. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { nativeBackend, type Tf } from "../internals";
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import type { Program } from "../ops/program";
import {
  LEAST_MEMORY,
  adamNumbers,
  rmspropNumbers,
  slotOf,
  type Adam,
  type Momentum,
  type RmsProp,
  type Slot,
} from "../fused-params";

type Variable = TensorFlow.Variable;

/** The operations and the state of one optimizer. */
export interface FusedRule {
  /** How many numbers {@link hyper} gives. */
  readonly hyperCount: number;
  /** The lists that hold its state; other lists mean another state. */
  lists(): readonly unknown[];
  /** The numbers of the coming step, such as the learning rate. */
  hyper(): number[];
  /** The variables that the optimizer keeps for a weight; made where missing. */
  slots(weight: Variable, index: number): Variable[];
  /** Writes the operation that takes a step. */
  apply(p: Program, options: Application): Edge;
  /** Does what is done once after each step. */
  after(): void;
}

/** One weight's step. */
export interface Application {
  /** Resource handles of the weight and its slots. */
  readonly weight: Edge;
  readonly slots: readonly Edge[];
  /** The weight's value before the step. */
  readonly value: Edge;
  readonly gradient: Edge;
  /** Scalars, as {@link FusedRule.hyper} gives them. */
  readonly hyper: readonly Edge[];
}

/**
 * The fused form of an optimizer.
 *
 * @returns `undefined` for an optimizer that is not exactly one of tfjs' (or an AdamW): it steps by its own code then.
 */
export function fusedRule(tf: Tf, optimizer: TensorFlow.Optimizer): FusedRule | undefined {
  // Somebody put an own step on it, such as one that cuts gradients.
  if (Object.hasOwn(optimizer, "applyGradients")) return undefined;
  const kind = optimizer.constructor as unknown;
  if (kind === tf.SGDOptimizer) return sgd(optimizer as unknown as Sgd);
  if (kind === tf.MomentumOptimizer) return momentum(tf, optimizer as unknown as Momentum);
  if (kind === tf.RMSPropOptimizer) return rmsprop(tf, optimizer as unknown as RmsProp);
  if (kind === tf.AdagradOptimizer) return adagrad(tf, optimizer as unknown as Adagrad);
  if (kind === tf.AdamOptimizer) return adam(tf, optimizer as unknown as Adam);
  if (Object.getPrototypeOf(kind) === tf.AdamOptimizer && (kind as { fused?: unknown }).fused === "adamw")
    return adam(tf, optimizer as unknown as Adam);
  return undefined;
}

interface Sgd {
  /** −η, as a tensor: the number that tfjs steps with. */
  readonly c: TensorFlow.Tensor;
}

function sgd(optimizer: Sgd): FusedRule {
  const rate = rateReader(optimizer);
  return {
    hyperCount: 1,
    lists: () => [],
    hyper: () => [rate()],
    slots: () => [],
    apply: (p, { weight, gradient, hyper: [eta] }) =>
      p.node("ResourceApplyGradientDescent", [weight, eta as Edge, gradient], unlocked),
    after: () => undefined,
  };
}

function momentum(tf: Tf, optimizer: Momentum): FusedRule {
  const rate = rateReader(optimizer);
  return {
    hyperCount: 2,
    lists: () => [optimizer.accumulations, optimizer.useNesterov],
    hyper: () => [rate(), optimizer.momentum],
    slots: (weight, i) => [
      slotOf(tf, optimizer.accumulations, { variable: weight, index: i, suffix: "momentum" }),
    ],
    apply: (p, { weight, slots: [sum], gradient, hyper: [eta, m] }) =>
      p.node("ResourceApplyMomentum", [weight, sum as Edge, eta as Edge, gradient, m as Edge], {
        ...unlocked,
        use_nesterov: attribute.bool(optimizer.useNesterov),
      }),
    after: () => undefined,
  };
}

interface Adagrad {
  readonly learningRate: number;
  readonly initialAccumulatorValue: number;
  readonly accumulatedGrads: Slot[];
}

/** ε is under the root in tfjs; TensorFlow's own operations have none, or one beside the root. */
const ADAGRAD_EPSILON = 1e-7;

function adagrad(tf: Tf, optimizer: Adagrad): FusedRule {
  const type = { dtype: attribute.type("float32") };
  return {
    hyperCount: 1,
    lists: () => [optimizer.accumulatedGrads],
    hyper: () => [optimizer.learningRate],
    slots: (weight, i) => {
      const start = optimizer.initialAccumulatorValue;
      return [
        slotOf(tf, optimizer.accumulatedGrads, { variable: weight, index: i, suffix: "accumulator", start }),
      ];
    },
    apply(p, { weight, slots: [sum], gradient, hyper: [eta] }) {
      const old = p.graph.add("ReadVariableOp", [sum as Edge], { attributes: type });
      const squares = p.node("AddV2", [old, p.node("Square", [gradient])]);
      const kept = p.graph.add("AssignVariableOp", [sum as Edge, squares], { attributes: type });
      const root = p.node("Rsqrt", [
        p.node("AddV2", [squares, p.graph.constant("float32", ADAGRAD_EPSILON)]),
      ]);
      const change = p.node("Mul", [p.node("Mul", [gradient, root]), eta as Edge]);
      return p.graph.add("AssignSubVariableOp", [weight, change, `^${kept}`], { attributes: type });
    },
    after: () => undefined,
  };
}

function rmsprop(tf: Tf, optimizer: RmsProp): FusedRule | undefined {
  if (optimizer.centered || optimizer.decay < LEAST_MEMORY) return undefined;
  return {
    hyperCount: 4,
    lists: () => [optimizer.accumulatedMeanSquares, optimizer.accumulatedMoments],
    hyper: () => rmspropNumbers(optimizer),
    slots: (weight, i) => [
      slotOf(tf, optimizer.accumulatedMeanSquares, { variable: weight, index: i, suffix: "rms" }),
      slotOf(tf, optimizer.accumulatedMoments, { variable: weight, index: i, suffix: "momentum" }),
    ],
    apply: (p, { weight, slots, gradient, hyper }) =>
      p.node("ResourceApplyRMSProp", [weight, ...slots, ...hyper, gradient], unlocked),
    after: () => undefined,
  };
}

/** Of AdamW only: the weights shrink by the share ηλ before the step. */
interface Decay {
  readonly weightDecay?: number;
}

function adam(tf: Tf, optimizer: Adam & Decay): FusedRule | undefined {
  if (optimizer.beta2 < LEAST_MEMORY) return undefined;
  const powers = [
    new ScalarVariable(tf, optimizer.accBeta1),
    new ScalarVariable(tf, optimizer.accBeta2),
  ] as const;
  const decays = optimizer.weightDecay !== undefined;
  return {
    hyperCount: 7,
    lists: () => [optimizer.accumulatedFirstMoment, optimizer.accumulatedSecondMoment],
    hyper() {
      const [power1, power2] = powers.map((power) => power.read()) as [number, number];
      const { learningRate, beta1, beta2, weightDecay = 0 } = optimizer;
      const { rate, epsilon } = adamNumbers(optimizer, power2);
      return [power1, power2, rate, beta1, beta2, epsilon, learningRate * weightDecay];
    },
    slots: (weight, i) => [
      slotOf(tf, optimizer.accumulatedFirstMoment, { variable: weight, index: i, suffix: "m" }),
      slotOf(tf, optimizer.accumulatedSecondMoment, { variable: weight, index: i, suffix: "v" }),
    ],
    apply(p, { weight, slots, value, gradient, hyper }) {
      const share = hyper[6] as Edge;
      const before = decays
        ? [
            p.graph.add("AssignSubVariableOp", [weight, p.node("Mul", [value, share])], {
              attributes: { dtype: attribute.type("float32") },
            }),
          ]
        : [];
      const inputs = [weight, ...slots, ...hyper.slice(0, 6), gradient, ...before.map((edge) => `^${edge}`)];
      return p.node("ResourceApplyAdam", inputs, { ...unlocked, use_nesterov: attribute.bool(false) });
    },
    after() {
      // Products of float32, as tfjs has them: its powers after a load are the same to the last bit.
      powers[0].write(powers[0].read() * Math.fround(optimizer.beta1));
      powers[1].write(powers[1].read() * Math.fround(optimizer.beta2));
    },
  };
}

const unlocked = {
  get use_locking() {
    return attribute.bool(false);
  },
};

/** η of an optimizer that keeps it as a tensor; read again only when the tensor is another. */
function rateReader(optimizer: Sgd): () => number {
  let seen: TensorFlow.Tensor | undefined;
  let rate = NaN;
  return () => {
    if (seen !== optimizer.c) {
      seen = optimizer.c;
      rate = -(seen.dataSync()[0] as number);
    }
    return rate;
  };
}

/** A variable of one number that is renewed at each step without a native operation. */
class ScalarVariable {
  constructor(
    private readonly tf: Tf,
    private readonly variable: Variable,
  ) {}

  read(): number {
    const { values } = nativeBackend(this.tf).tensorMap.get(this.variable.dataId);
    return ((values ?? this.variable.dataSync()) as Float32Array)[0] as number;
  }

  write(number: number): void {
    const backend = nativeBackend(this.tf);
    const data = backend.tensorMap.get(this.variable.dataId);
    if (data.refCount > 1) {
      this.tf.tidy(() => this.variable.assign(this.tf.scalar(number)));
      return;
    }
    if (data.values === null && data.id >= 0) backend.binding.deleteTensor(data.id);
    data.id = -1;
    data.values = Float32Array.of(number);
  }
}
