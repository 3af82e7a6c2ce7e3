/** Turns a weighted sum into an answer: the functions that bend the line, each with its derivative. */
import { UnknownNameError, cannot } from "../core/errors";

/** A function of one number, with its derivative. */
export interface Activation {
  /** The name, as tfjs has it where it has one. */
  readonly name: string;
  /** a = f(z). */
  f(z: number): number;
  /** da/dz at z; where the function has a corner or a step, the value that PyTorch and tfjs use there. */
  df(z: number): number;
}

/** f(z) = z. */
export const linear: Activation = { name: "linear", f: (z) => z, df: () => 1 };

/** Heaviside's step: 1 from zero upwards. Its derivative is zero, so no gradient passes. */
export const step: Activation = { name: "step", f: (z) => (z >= 0 ? 1 : 0), df: () => 0 };

/** The logistic function 1/(1 + e⁻ᶻ), in (0, 1). */
export const sigmoid: Activation = {
  name: "sigmoid",
  f: logistic,
  df: (z) => logistic(z) * logistic(-z),
};

/** The hyperbolic tangent, in (−1, 1). */
export const tanh: Activation = { name: "tanh", f: Math.tanh, df: (z) => 1 - Math.tanh(z) ** 2 };

/** max(0, z); its derivative at 0 is taken as 0. */
export const relu: Activation = { name: "relu", f: (z) => Math.max(0, z), df: (z) => (z > 0 ? 1 : 0) };

/** ln(1 + eᶻ), a smooth ReLU. */
export const softplus: Activation = {
  name: "softplus",
  // The form that neither overflows for large z nor loses digits for small ones.
  f: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  df: logistic,
};

/**
 * Leaky ReLU: z for z > 0, else α·z, so that a unit never dies
 * (Maas, Hannun and Ng, 2013, "Rectifier nonlinearities improve neural network acoustic models").
 *
 * @param options - Slope α below zero.
 * @example
 * assert.equal(leakyRelu({ alpha: 0.1 }).f(-2), -0.2);
 */
export function leakyRelu(options: { alpha?: number } = {}): Activation {
  const { alpha = 0.01 } = options;
  return { name: "leakyRelu", f: (z) => (z > 0 ? z : alpha * z), df: (z) => (z > 0 ? 1 : alpha) };
}

/**
 * Exponential linear unit: z for z > 0, else α(eᶻ − 1)
 * (Clevert, Unterthiner and Hochreiter, 2015, "Fast and accurate deep network learning by exponential linear units").
 *
 * @param options - α, minus the value far below zero.
 */
export function elu(options: { alpha?: number } = {}): Activation {
  const { alpha = 1 } = options;
  return {
    name: "elu",
    f: (z) => (z > 0 ? z : alpha * Math.expm1(z)),
    df: (z) => (z > 0 ? 1 : alpha * Math.exp(z)),
  };
}

/** Names that {@link activation} knows. */
export type ActivationName =
  "linear" | "step" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "elu" | "softplus";

/** The activations with their usual settings, by name. */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  linear,
  step,
  sigmoid,
  tanh,
  relu,
  leakyRelu: leakyRelu(),
  elu: elu(),
  softplus,
};

/**
 * An activation by name.
 *
 * @param name - E.g. `"tanh"`; an activation is given back as it is.
 * @throws UnknownNameError when there is none of that name.
 */
export function activation(name: ActivationName | Activation): Activation {
  if (typeof name !== "string") return name;
  const found = activations[name];
  if (found) return found;
  throw cannot("find the activation", {
    argument: "name",
    must: `one of ${Object.keys(activations).join(", ")}`,
    received: name,
    as: UnknownNameError,
  });
}

/**
 * Softmax: eᶻⁱ / Σ eᶻʲ, positive numbers that add up to 1.
 *
 * @param z - Scores, length classes.
 * @returns Probabilities, length classes.
 * @example
 * assert.deepEqual(softmax([1, 1]), [0.5, 0.5]);
 */
export function softmax(z: readonly number[]): number[] {
  // Subtracting the largest changes nothing, and keeps e^z from overflowing.
  const largest = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

/**
 * The derivatives of softmax: ∂aᵢ/∂zⱼ = aᵢ(δᵢⱼ − aⱼ).
 *
 * @param z - Scores, length classes.
 * @returns Row i, column j: shape `[classes, classes]`.
 */
export function softmaxJacobian(z: readonly number[]): number[][] {
  const a = softmax(z);
  return a.map((ai, i) => a.map((aj, j) => ai * ((i === j ? 1 : 0) - aj)));
}

/** 1/(1 + e⁻ᶻ) without overflow. */
function logistic(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const power = Math.exp(z);
  return power / (1 + power);
}
