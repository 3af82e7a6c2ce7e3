/** An optimizer's whole step in a graph: gradients are clipped, weights shrink, and the fused update is taken. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { output } from "../graph/nodes";
import type { Program } from "../ops/program";
import { fusedRule, type FusedRule } from "./fused-graph";
import { stepRuleOf, type StepRule } from "./step-capability";

type Optimizer = TensorFlow.Optimizer;
type Variable = TensorFlow.Variable;

/** The placeholder of the step's numbers. */
const HYPER = "hyper";
/** Numbers beside the update's own: the share of decay, and the limits of clipping. */
const SHARED = 3;

/** A weight, or a part of one, with its gradient. */
export interface Update {
  /** Resource handles of the weight and its slots. */
  readonly weight: Edge;
  readonly slots: readonly Edge[];
  /** The weight's value before the step. */
  readonly value: Edge;
  readonly gradient: Edge;
}

/** The step of one optimizer, as it declares it. */
export class OptimizerStep {
  /** Holds settings and state, and counts the steps. */
  readonly optimizer: Optimizer;
  private readonly fused: FusedRule;
  private readonly form: readonly unknown[];

  /**
   * @param tf - TensorFlow.js.
   * @param declaring - The optimizer that a model was compiled with.
   * @throws Unsupported when it declares no step that a graph can take.
   */
  constructor(
    tf: Tf,
    private readonly declaring: Optimizer,
  ) {
    const { rule, optimizer } = stepRuleOf(declaring);
    this.optimizer = optimizer;
    this.fused = fusedRule(tf, rule.rule, optimizer);
    this.form = formOf(rule, optimizer);
  }

  /** The placeholder that {@link hyper} is fed to. */
  get placeholder(): string {
    return HYPER;
  }

  /** Whether the optimizer still declares a step of this form. */
  get isValid(): boolean {
    try {
      const { rule, optimizer } = stepRuleOf(this.declaring);
      const form = formOf(rule, optimizer);
      return form.length === this.form.length && form.every((part, i) => part === this.form[i]);
    } catch {
      return false;
    }
  }

  /** The lists that hold the state; other lists mean another state. */
  lists(): readonly unknown[] {
    return this.fused.lists();
  }

  /** The numbers of the coming step: those of the update, then ηλ, the largest number, the largest norm. */
  hyper(): Float32Array {
    const { weightDecay = 0, clip = {} } = stepRuleOf(this.declaring).rule;
    const share = weightDecay === 0 ? 0 : this.fused.rate() * weightDecay;
    return Float32Array.of(...this.fused.hyper(), share, clip.value ?? 0, clip.norm ?? 0);
  }

  /** The variables that the optimizer keeps for a weight; made where missing. */
  slots(weight: Variable, index: number): Variable[] {
    return this.fused.slots(weight, index);
  }

  /** Writes the step of all weights; gives the nodes that take it. */
  write(p: Program, updates: readonly Update[]): Edge[] {
    const { rule } = stepRuleOf(this.declaring);
    const count = this.fused.hyperCount + SHARED;
    const numbers = p.graph.placeholder(HYPER, { type: "float32", shape: [count] });
    const split = p.node("Unpack", [numbers], { num: attribute.int(count), axis: attribute.int(0) });
    const scalars = Array.from({ length: count }, (_, i) => output(split, i));
    const hyper = scalars.slice(0, -SHARED);
    const [share = "", value = "", norm = ""] = scalars.slice(-SHARED);
    let gradients = updates.map(({ gradient }) => gradient);
    if (rule.clip?.value !== undefined) gradients = clipByValue(p, gradients, value);
    if (rule.clip?.norm !== undefined) gradients = clipByGlobalNorm(p, gradients, norm);
    return updates.map((update, i) => {
      const { weight, slots, gradient } = update;
      const before = decays(rule) ? [`^${shrink(p, update, share)}`] : [];
      return this.fused.apply(p, { weight, slots, gradient: gradients[i] ?? gradient, hyper, before });
    });
  }

  /** Does what is done once after each step. */
  after(): void {
    this.fused.after();
    (this.optimizer as unknown as { incrementIterations(): void }).incrementIterations();
  }
}

/** What of a declaration is built into a graph; numbers are fed at each step. */
function formOf(rule: StepRule, optimizer: Optimizer): readonly unknown[] {
  const { clip } = rule;
  return [optimizer, rule.rule, decays(rule), clip?.value !== undefined, clip?.norm !== undefined];
}

function decays({ weightDecay }: StepRule): boolean {
  return weightDecay !== undefined;
}

/** w ← w − ηλw */
function shrink(p: Program, { weight, value }: Update, share: Edge): Edge {
  return p.graph.add("AssignSubVariableOp", [weight, p.node("Mul", [value, share])], {
    attributes: { dtype: attribute.type("float32") },
  });
}

/** Each number within ±limit. */
function clipByValue(p: Program, gradients: readonly Edge[], limit: Edge): Edge[] {
  const least = p.node("Neg", [limit]);
  return gradients.map((gradient) => p.node("ClipByValue", [gradient, least, limit]));
}

/** All together at most as long as the limit: g · limit / max(‖g‖, limit), which is g itself where ‖g‖ ≤ limit. */
function clipByGlobalNorm(p: Program, gradients: readonly Edge[], limit: Edge): Edge[] {
  const halves = gradients.map((gradient) => p.node("L2Loss", [gradient]));
  const [first] = halves;
  if (first === undefined) return [];
  const half = halves.length === 1 ? first : p.node("AddN", halves, { N: attribute.int(halves.length) });
  const norm = p.node("Sqrt", [p.node("Mul", [half, p.graph.constant("float32", 2)])]);
  const factor = p.node("RealDiv", [limit, p.node("Maximum", [norm, limit])]);
  return gradients.map((gradient) => p.node("Mul", [gradient, factor]));
}
