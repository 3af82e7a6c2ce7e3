/** What tfjs' optimizers keep, and the numbers that make TensorFlow's fused operations take tfjs' steps. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "./internals";

type Variable = TensorFlow.Variable;

/** State that an optimizer keeps for one variable, in tfjs' own form: `getWeights` and `setWeights` rest on it. */
export interface Slot {
  readonly originalName: string;
  readonly variable: Variable;
}

/** What tfjs' Adam holds, AdamW too. */
export interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** β₁ and β₂ to the power of the coming step. */
  readonly accBeta1: Variable;
  readonly accBeta2: Variable;
  readonly accumulatedFirstMoment: Slot[];
  readonly accumulatedSecondMoment: Slot[];
}

/** What tfjs' momentum holds; the rate is −η as a tensor, the number that tfjs steps with. */
export interface Momentum {
  readonly c: TensorFlow.Tensor;
  readonly m: TensorFlow.Tensor;
  readonly momentum: number;
  readonly useNesterov: boolean;
  readonly accumulations: Slot[];
}

/** What tfjs' RMSprop holds. */
export interface RmsProp {
  readonly learningRate: number;
  readonly decay: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
  readonly accumulatedMeanSquares: Slot[];
  readonly accumulatedMoments: Slot[];
}

/**
 * The least share of the old mean from which on the fused operations are used: they compute s + (g² − s)(1 − ρ), and
 * little is left of a small g² where s is large and almost forgotten.
 */
export const MIN_DECAY = 0.5;

/** η and ε for `ResourceApplyAdam`; `power2` is β₂ to the power of the coming step. */
export function adamNumbers(
  { learningRate, beta1, beta2, epsilon }: Adam,
  power2: number,
): { rate: number; epsilon: number } {
  const grown = Math.sqrt(growth(beta2));
  // TensorFlow adds ε to √v before the bias of v is mended, tfjs after.
  const uncorrected = epsilon * Math.sqrt(1 - power2);
  return { rate: (learningRate * grown) / growth(beta1), epsilon: uncorrected * grown };
}

/** η, ρ, momentum and ε for `ResourceApplyRMSProp`. */
export function rmspropNumbers({ learningRate, decay, momentum, epsilon }: RmsProp): number[] {
  const grown = growth(decay);
  return [learningRate * Math.sqrt(grown), decay, momentum, epsilon * grown];
}

/**
 * The state for a variable; tfjs makes it at the variable's first step, under this name, so that a saved optimizer
 * stays readable.
 *
 * @param slots - Where the optimizer keeps states of this kind.
 * @param key - The variable and its place in the list; the kind's name; the number that it starts with.
 */
export function slotOf(
  tf: Tf,
  slots: Slot[],
  key: { variable: Variable; index: number; suffix: string; start?: number },
): Variable {
  const { variable, index, suffix, start = 0 } = key;
  slots[index] ??= {
    originalName: `${variable.name}/${suffix}`,
    variable: tf.tidy(() => tf.fill(variable.shape, start).variable(false)),
  };
  return slots[index].variable;
}

/**
 * How much larger a running mean grows in TensorFlow's operations than in tfjs: they weigh the new value by 1 − ρ
 * computed in 32 bits, 0.00100005 for ρ = 0.999, tfjs by 0.001. All of it is larger by this factor, so that η and ε,
 * changed alike, give tfjs' steps.
 */
function growth(rho: number): number {
  return rho < 1 ? Math.fround(1 - Math.fround(rho)) / (1 - rho) : 1;
}
