/** tfjs' optimizers as operations of TensorFlow, one for each weight; their state stays in tfjs' own variables. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { nativeBackend, type Tf } from "../internals";
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { Unsupported, type Program } from "../ops/program";
import { builtinClasses, type StepRuleName } from "./step-capability";
import {
  MIN_DECAY,
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
  /** The learning rate of the coming step. */
  rate(): number;
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
  readonly gradient: Edge;
  /** Scalars, as {@link FusedRule.hyper} gives them. */
  readonly hyper: readonly Edge[];
  /** Control edges (`"^node"`) of what must be done before. */
  readonly before: readonly Edge[];
}

/**
 * The fused form of an update.
 *
 * @param name - The rule that the optimizer declares.
 * @param optimizer - Holds settings and state: an instance of TensorFlow.js' class of that rule.
 * @throws Unsupported when it is not, or has settings that the fused operations do not know.
 */
export function fusedRule(tf: Tf, name: StepRuleName, optimizer: TensorFlow.Optimizer): FusedRule {
  const rule = name === "adamw" ? "adam" : name;
  const classes = builtinClasses(tf);
  if (!Object.hasOwn(classes, rule)) throw new Unsupported(`a step by the rule ${String(name)}`);
  const own = optimizer.constructor.name;
  // Not instanceof, by which tfjs takes any optimizer for one of any class.
  if (!Object.prototype.isPrototypeOf.call(classes[rule].prototype, optimizer))
    throw new Unsupported(
      `the optimizer ${own}, which declares the rule ${name} and is no ${classes[rule].name}`,
    );
  return RULES[rule](tf, optimizer as never);
}

const RULES: Readonly<Record<Exclude<StepRuleName, "adamw">, (tf: Tf, optimizer: never) => FusedRule>> = {
  sgd: (_tf, optimizer) => sgd(optimizer),
  momentum,
  adagrad,
  rmsprop,
  adam,
};

interface Sgd {
  /** −η, as a tensor: the number that tfjs steps with. */
  readonly c: TensorFlow.Tensor;
}

function sgd(optimizer: Sgd): FusedRule {
  const rate = rateReader(optimizer);
  return {
    hyperCount: 1,
    lists: () => [],
    rate,
    hyper: () => [rate()],
    slots: () => [],
    apply: (p, { weight, gradient, hyper: [eta], before }) =>
      p.node("ResourceApplyGradientDescent", [weight, eta as Edge, gradient, ...before], unlocked),
    after: () => undefined,
  };
}

function momentum(tf: Tf, optimizer: Momentum): FusedRule {
  const rate = rateReader(optimizer);
  return {
    hyperCount: 2,
    lists: () => [optimizer.accumulations, optimizer.useNesterov],
    rate,
    hyper: () => [rate(), optimizer.momentum],
    slots: (weight, i) => [
      slotOf(tf, optimizer.accumulations, { variable: weight, index: i, suffix: "momentum" }),
    ],
    apply: (p, { weight, slots: [sum], gradient, hyper: [eta, m], before }) =>
      p.node("ResourceApplyMomentum", [weight, sum as Edge, eta as Edge, gradient, m as Edge, ...before], {
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
    rate: () => optimizer.learningRate,
    hyper: () => [optimizer.learningRate],
    slots: (weight, i) => {
      const start = optimizer.initialAccumulatorValue;
      return [
        slotOf(tf, optimizer.accumulatedGrads, { variable: weight, index: i, suffix: "accumulator", start }),
      ];
    },
    apply(p, { weight, slots: [sum], gradient, hyper: [eta], before }) {
      const old = p.graph.add("ReadVariableOp", [sum as Edge], { attributes: type });
      const squares = p.node("AddV2", [old, p.node("Square", [gradient])]);
      const kept = p.graph.add("AssignVariableOp", [sum as Edge, squares], { attributes: type });
      const root = p.node("Rsqrt", [
        p.node("AddV2", [squares, p.graph.constant("float32", ADAGRAD_EPSILON)]),
      ]);
      const change = p.node("Mul", [p.node("Mul", [gradient, root]), eta as Edge]);
      return p.graph.add("AssignSubVariableOp", [weight, change, `^${kept}`, ...before], {
        attributes: type,
      });
    },
    after: () => undefined,
  };
}

function rmsprop(tf: Tf, optimizer: RmsProp): FusedRule {
  if (optimizer.centered) throw new Unsupported("RMSprop that is centered");
  if (optimizer.decay < MIN_DECAY) throw new Unsupported(`RMSprop with a decay below ${MIN_DECAY}`);
  return {
    hyperCount: 4,
    lists: () => [optimizer.accumulatedMeanSquares, optimizer.accumulatedMoments],
    rate: () => optimizer.learningRate,
    hyper: () => rmspropNumbers(optimizer),
    slots: (weight, i) => [
      slotOf(tf, optimizer.accumulatedMeanSquares, { variable: weight, index: i, suffix: "rms" }),
      slotOf(tf, optimizer.accumulatedMoments, { variable: weight, index: i, suffix: "momentum" }),
    ],
    apply: (p, { weight, slots, gradient, hyper, before }) =>
      p.node("ResourceApplyRMSProp", [weight, ...slots, ...hyper, gradient, ...before], unlocked),
    after: () => undefined,
  };
}

function adam(tf: Tf, optimizer: Adam): FusedRule {
  if (optimizer.beta2 < MIN_DECAY) throw new Unsupported(`Adam with a beta2 below ${MIN_DECAY}`);
  const powers = [
    new ScalarVariable(tf, optimizer.accBeta1),
    new ScalarVariable(tf, optimizer.accBeta2),
  ] as const;
  return {
    hyperCount: 6,
    lists: () => [optimizer.accumulatedFirstMoment, optimizer.accumulatedSecondMoment],
    rate: () => optimizer.learningRate,
    hyper() {
      const [power1, power2] = [powers[0].read(), powers[1].read()];
      const { beta1, beta2 } = optimizer;
      const { rate, epsilon } = adamNumbers(optimizer, power2);
      return [power1, power2, rate, beta1, beta2, epsilon];
    },
    slots: (weight, i) => [
      slotOf(tf, optimizer.accumulatedFirstMoment, { variable: weight, index: i, suffix: "m" }),
      slotOf(tf, optimizer.accumulatedSecondMoment, { variable: weight, index: i, suffix: "v" }),
    ],
    apply: (p, { weight, slots, gradient, hyper, before }) =>
      p.node("ResourceApplyAdam", [weight, ...slots, ...hyper, gradient, ...before], {
        ...unlocked,
        use_nesterov: attribute.bool(false),
      }),
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
