/** How an optimizer says what its step is, so that a graph can take it: a declaration under a symbol. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import { Unsupported } from "../ops/program";

type Optimizer = TensorFlow.Optimizer;

/** Where an optimizer keeps its {@link StepRule}: `Symbol.for("tfjs-graph.step")`, so that nobody has to import it. */
export const stepCapability: unique symbol = Symbol.for("tfjs-graph.step");

/** The update rules that graphs know, each with the formula and the state of TensorFlow.js' class of that name. */
export type StepRuleName = "sgd" | "momentum" | "adagrad" | "rmsprop" | "adam" | "adamw";

/** How gradients are cut before the update. */
export interface StepClip {
  /** Each number of each gradient is cut to ± this, before anything else. */
  readonly value?: number;
  /** All gradients together are then scaled down to at most this Euclidean length (the global norm). */
  readonly norm?: number;
}

/** What one step of an optimizer does: clip the gradients, shrink the weights, then the rule's update. */
export interface StepRule {
  /** The update; `"adamw"` is `"adam"` with `weightDecay`. Its settings are read from the optimizer at each step. */
  readonly rule: StepRuleName;
  /** λ of decoupled weight decay: each weight shrinks by the share ηλ (η: learning rate) before the update. */
  readonly weightDecay?: number;
  /** Numbers may change from step to step. */
  readonly clip?: StepClip;
  /** The optimizer that holds settings and state, for one that wraps another; by default the declaring one. */
  readonly optimizer?: Optimizer;
}

/** An optimizer, or a class of optimizers (through its prototype), that declares its step. */
export interface StepCapable {
  /** `undefined` where the step cannot be taken by a graph. */
  readonly [stepCapability]: StepRule | undefined;
}

/** Methods that make a step: whoever overrides one must declare anew what the step is. */
const STEPPING = ["minimize", "computeGradients", "applyGradients"] as const;

/**
 * What an optimizer declares. A declaration speaks for the methods that stand beside it or further up the chain of
 * prototypes: a subclass (or an instance) that overrides `applyGradients` and declares nothing has none.
 *
 * @param optimizer - Any optimizer.
 * @returns Its rule, and the optimizer that holds settings and state.
 * @throws Unsupported when it declares none.
 */
export function stepRuleOf(optimizer: Optimizer): { rule: StepRule; optimizer: Optimizer } {
  const rule = declarationOf(optimizer);
  if (!rule)
    throw new Unsupported(`the optimizer ${optimizer.constructor.name}, which declares no step rule`);
  return { rule, optimizer: rule.optimizer ?? optimizer };
}

/**
 * The step that an optimizer declares, for one that wraps it or adds to it.
 *
 * @param optimizer - Any optimizer.
 * @returns Its rule; `undefined` where it declares none, or where a method that stands closer does something else.
 */
export function declaredStep(optimizer: Optimizer): StepRule | undefined {
  try {
    return declarationOf(optimizer);
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

function declarationOf(optimizer: Optimizer): StepRule | undefined {
  for (let level: object | null = optimizer; level; level = Object.getPrototypeOf(level) as object | null) {
    if (Object.hasOwn(level, stepCapability)) return (optimizer as Partial<StepCapable>)[stepCapability];
    const owner = level;
    const method = STEPPING.find((name) => Object.hasOwn(owner, name));
    if (method)
      throw new Unsupported(
        `the optimizer ${optimizer.constructor.name}, whose ${method} no step rule describes`,
      );
  }
  return undefined;
}

/**
 * Declares the steps of TensorFlow.js' own optimizers.
 *
 * @param tf - TensorFlow.js, whose classes are changed in place.
 */
export function declareBuiltinRules(tf: Tf): void {
  for (const [rule, kind] of Object.entries(builtinClasses(tf)))
    Object.defineProperty(kind.prototype, stepCapability, {
      value: { rule },
      configurable: true,
      writable: true,
    });
}

/** The class that has the formula, the settings and the state of each rule. */
export function builtinClasses(tf: Tf): Readonly<Record<Exclude<StepRuleName, "adamw">, OptimizerClass>> {
  return {
    sgd: tf.SGDOptimizer,
    momentum: tf.MomentumOptimizer,
    adagrad: tf.AdagradOptimizer,
    rmsprop: tf.RMSPropOptimizer,
    adam: tf.AdamOptimizer,
  };
}

type OptimizerClass = { readonly prototype: Optimizer } & (abstract new (...settings: never[]) => Optimizer);
