/** Turns a gradient into the next step down: the optimizers on plain numbers, their state kept by the caller. */
import { ShapeError, UnknownNameError, cannot } from "../core/errors";
import { checkInteger, checkNumber } from "../core/shape";

/** What an optimizer remembers between two steps: lists as long as the weights, and the number of steps done. */
export interface OptimizerState {
  /** Steps done. */
  readonly steps: number;
  /** Velocity, sums of squares, …, by name; each as long as the weights. */
  readonly memory: Readonly<Record<string, readonly number[]>>;
}

/** Weights and memory after a step. */
export interface OptimizerStep {
  readonly w: number[];
  readonly state: OptimizerState;
}

/** A rule for the next step. It keeps nothing itself: state goes in, new state comes out. */
export interface PlainOptimizer {
  readonly name: OptimizerName;
  /** The memory before the first step, for so many weights. */
  start(size: number): OptimizerState;
  /** One step against the gradient; nothing given is changed. */
  step(w: readonly number[], gradient: readonly number[], state: OptimizerState): OptimizerStep;
}

/** Names that {@link optimizer} knows. */
export type OptimizerName = "sgd" | "momentum" | "nesterov" | "adagrad" | "rmsprop" | "adam" | "adamw";

/** Settings; each optimizer takes those that its formula names. */
export interface OptimizerOptions {
  /** η > 0. */
  learningRate?: number;
  /** μ in [0, 1): momentum, Nesterov. */
  momentum?: number;
  /** ρ in [0, 1): how long RMSprop remembers. */
  decay?: number;
  /** β₁ in [0, 1): Adam's memory of gradients. */
  beta1?: number;
  /** β₂ in [0, 1): Adam's memory of squares. */
  beta2?: number;
  /** ε > 0, added to the root so that nothing is divided by zero. */
  epsilon?: number;
  /** λ ≥ 0: AdamW's pull towards zero. */
  weightDecay?: number;
}

/** Computes step and memory of one weight. */
type Rule = (
  weight: { w: number; g: number; t: number },
  memory: Readonly<Record<string, number>>,
) => { w: number; memory: Record<string, number> };

/**
 * An optimizer by name, with PyTorch's formulas (g gradient, t number of the step from 1):
 *
 * - `sgd`: w ← w − ηg
 * - `momentum`: v ← μv + g; w ← w − ηv (Polyak, 1964)
 * - `nesterov`: v ← μv + g; w ← w − η(g + μv) (Nesterov, 1983; Sutskever and others, 2013)
 * - `adagrad`: s ← s + g²; w ← w − ηg/(√s + ε) (Duchi, Hazan and Singer, 2011)
 * - `rmsprop`: s ← ρs + (1 − ρ)g²; w ← w − ηg/(√s + ε) (Hinton, 2012)
 * - `adam`: m ← β₁m + (1 − β₁)g; s ← β₂s + (1 − β₂)g²; w ← w − η·m̂/(√ŝ + ε), m̂ = m/(1 − β₁ᵗ), ŝ = s/(1 − β₂ᵗ)
 *   (Kingma and Ba, 2014)
 * - `adamw`: w ← w − ηλw, then as Adam (Loshchilov and Hutter, 2017)
 *
 * @param name - Which rule.
 * @param options - Its settings.
 * @returns The rule.
 * @throws UnknownNameError when there is none of that name.
 * @throws ArgumentError when a setting is out of range.
 * @example
 * const sgd = optimizer("sgd", { learningRate: 0.1 });
 * assert.deepEqual(sgd.step([1], [2], sgd.start(1)).w, [0.8]);
 */
export function optimizer(name: OptimizerName, options: OptimizerOptions = {}): PlainOptimizer {
  const settings = checkOptions(name, options);
  const rules: Record<OptimizerName, { rule: Rule; memoryKeys: readonly string[] }> = {
    sgd: { rule: ({ w, g }) => ({ w: w - settings.learningRate * g, memory: {} }), memoryKeys: [] },
    momentum: { rule: momentumRule(settings, { ahead: false }), memoryKeys: ["velocity"] },
    nesterov: { rule: momentumRule(settings, { ahead: true }), memoryKeys: ["velocity"] },
    adagrad: { rule: adagradRule(settings), memoryKeys: ["squares"] },
    rmsprop: { rule: rmspropRule(settings), memoryKeys: ["squares"] },
    adam: { rule: adamRule({ ...settings, weightDecay: 0 }), memoryKeys: ["mean", "squares"] },
    adamw: { rule: adamRule(settings), memoryKeys: ["mean", "squares"] },
  };
  const { rule, memoryKeys } = rules[name];
  return {
    name,
    start(size) {
      checkInteger(size, { verb: "start the optimizer", argument: "size", min: 0 });
      return {
        steps: 0,
        memory: Object.fromEntries(memoryKeys.map((key) => [key, Array<number>(size).fill(0)])),
      };
    },
    step: (w, gradient, state) => stepAll({ rule, memoryKeys }, { w, gradient, state }),
  };
}

/** Applies a rule to every weight. */
function stepAll(
  kind: { rule: Rule; memoryKeys: readonly string[] },
  at: { w: readonly number[]; gradient: readonly number[]; state: OptimizerState },
): OptimizerStep {
  const { w, gradient, state } = at;
  const lengths = [gradient.length, ...Object.values(state.memory).map((list) => list.length)];
  if (lengths.some((length) => length !== w.length)) {
    const must = `as long as w (${w.length}), like the state`;
    throw cannot("take a step", {
      argument: "gradient",
      must,
      received: { shape: [gradient.length] },
      as: ShapeError,
    });
  }
  const t = state.steps + 1;
  const memory: Record<string, number[]> = Object.fromEntries(kind.memoryKeys.map((key) => [key, []]));
  const next = w.map((weight, i) => {
    const own = Object.fromEntries(kind.memoryKeys.map((key) => [key, state.memory[key]?.[i] ?? 0]));
    const result = kind.rule({ w: weight, g: gradient[i] as number, t }, own);
    for (const key of kind.memoryKeys) (memory[key] as number[]).push(result.memory[key] as number);
    return result.w;
  });
  return { w: next, state: { steps: t, memory } };
}

function momentumRule(
  { learningRate, momentum }: Required<OptimizerOptions>,
  { ahead }: { ahead: boolean },
): Rule {
  return ({ w, g }, { velocity: old = 0 }) => {
    const velocity = momentum * old + g;
    return { w: w - learningRate * (ahead ? g + momentum * velocity : velocity), memory: { velocity } };
  };
}

function adagradRule({ learningRate, epsilon }: Required<OptimizerOptions>): Rule {
  return ({ w, g }, { squares: old = 0 }) => {
    const squares = old + g * g;
    return { w: w - (learningRate * g) / (Math.sqrt(squares) + epsilon), memory: { squares } };
  };
}

function rmspropRule({ learningRate, decay, epsilon }: Required<OptimizerOptions>): Rule {
  return ({ w, g }, { squares: old = 0 }) => {
    const squares = decay * old + (1 - decay) * g * g;
    return { w: w - (learningRate * g) / (Math.sqrt(squares) + epsilon), memory: { squares } };
  };
}

function adamRule({ learningRate, beta1, beta2, epsilon, weightDecay }: Required<OptimizerOptions>): Rule {
  return ({ w, g, t }, { mean: oldMean = 0, squares: oldSquares = 0 }) => {
    const mean = beta1 * oldMean + (1 - beta1) * g;
    const squares = beta2 * oldSquares + (1 - beta2) * g * g;
    const meanHat = mean / (1 - beta1 ** t);
    const squaresHat = squares / (1 - beta2 ** t);
    const decayed = w - learningRate * weightDecay * w;
    return {
      w: decayed - (learningRate * meanHat) / (Math.sqrt(squaresHat) + epsilon),
      memory: { mean, squares },
    };
  };
}

const USUAL_RATE: Readonly<Record<OptimizerName, number>> = {
  sgd: 0.01,
  momentum: 0.01,
  nesterov: 0.01,
  adagrad: 0.01,
  rmsprop: 0.001,
  adam: 0.001,
  adamw: 0.001,
};

function checkOptions(name: OptimizerName, options: OptimizerOptions): Required<OptimizerOptions> {
  const verb = "make the optimizer";
  if (!(name in USUAL_RATE)) {
    throw cannot(verb, {
      argument: "name",
      must: `one of ${Object.keys(USUAL_RATE).join(", ")}`,
      received: name,
      as: UnknownNameError,
    });
  }
  const {
    learningRate = USUAL_RATE[name],
    momentum = 0.9,
    decay = 0.9,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
    weightDecay = 0.01,
  } = options;
  checkNumber(learningRate, { verb, argument: "learningRate", min: 0 });
  checkNumber(epsilon, { verb, argument: "epsilon", min: 0 });
  checkNumber(weightDecay, { verb, argument: "weightDecay", min: 0 });
  for (const [argument, value] of Object.entries({ momentum, decay, beta1, beta2 })) {
    checkNumber(value, { verb, argument, min: 0, max: 1 - Number.EPSILON });
  }
  return { learningRate, momentum, decay, beta1, beta2, epsilon, weightDecay };
}

/** Options of {@link descend}. */
export interface DescendOptions {
  /** The rule. */
  optimizer: PlainOptimizer;
  /** Steps to take. */
  steps?: number;
  /** Stops when a number leaves ±limit: a run that flies off gives a path that can still be drawn. */
  limit?: number;
}

/**
 * Walks down a surface: the path of a climber in the fog who feels only the slope under the feet.
 *
 * @param gradient - The gradient at a point, as long as the point.
 * @param start - Where to begin.
 * @param options - Optimizer, steps, limit.
 * @returns Every point of the path, the start included.
 * @example
 * const path = descend(([x]) => [2 * x!], [1], { optimizer: optimizer("sgd", { learningRate: 0.25 }), steps: 2 });
 * assert.deepEqual(path, [[1], [0.5], [0.25]]);
 */
export function descend(
  gradient: (point: readonly number[]) => number[],
  start: readonly number[],
  options: DescendOptions,
): number[][] {
  const { optimizer: rule, steps = 100, limit = 1e6 } = options;
  checkInteger(steps, { verb: "descend", argument: "steps", min: 0 });
  const path = [[...start]];
  let at: OptimizerStep = { w: [...start], state: rule.start(start.length) };
  for (let i = 0; i < steps; i++) {
    at = rule.step(at.w, gradient(at.w), at.state);
    if (at.w.some((value) => !(Math.abs(value) <= limit))) break;
    path.push(at.w);
  }
  return path;
}
