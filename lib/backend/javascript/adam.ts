/** Adam's step on the JavaScript back end: one loop over each variable in place of fourteen operations. */
import { CPU, type Tools } from "./cpu";
import { slotOf, type Adam } from "../optimizers";
import { replaceStep, type Step, type Stepping } from "../steps";
import type { Restore } from "../replace";

/** The numbers of one step. */
interface Rates {
  readonly eta: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ, by which the running means are too small after t steps. */
  readonly growth1: number;
  readonly growth2: number;
}

/** A variable's weights, or one of its running means. */
interface Weights {
  readonly w: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
}

/**
 * Swaps the step of Adam, and with it that of AdamW.
 *
 * @returns Puts the stock step back.
 */
export function replaceAdam({ tf }: Tools): Restore {
  const step = (optimizer: Adam & Stepping, steps: readonly Step[]): boolean => {
    const { learningRate: eta, beta1, beta2, epsilon, accBeta1, accBeta2 } = optimizer;
    const [growth1 = 1, growth2 = 1] = [accBeta1, accBeta2].map((power) => 1 - (power.dataSync()[0] ?? 0));
    for (const { variable, gradient, index } of steps) {
      const m = slotOf(tf, optimizer.accumulatedFirstMoment, { variable, index, suffix: "m" });
      const v = slotOf(tf, optimizer.accumulatedSecondMoment, { variable, index, suffix: "v" });
      if (gradient === undefined) continue;
      const [w, mean, square, g] = [variable, m, v, gradient].map(
        (tensor) => tensor.dataSync() as Float32Array,
      );
      if (w === undefined || mean === undefined || square === undefined || g === undefined) continue;
      const next = stepped({ w, m: mean, v: square }, g, { eta, beta1, beta2, epsilon, growth1, growth2 });
      variable.assign(tf.tensor(next.w, variable.shape));
      m.assign(tf.tensor(next.m, variable.shape));
      v.assign(tf.tensor(next.v, variable.shape));
    }
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
    return true;
  };
  return replaceStep(tf, step, { kind: tf.AdamOptimizer, backendName: CPU });
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η·m̂ / (√v̂ + ε), with m̂ = m / growth₁, v̂ = v / growth₂. Rounded
 * to 32 bits where tfjs rounds, as far as it shows: a square that is too large or too small for them is ∞ or 0.
 */
function stepped({ w, m, v }: Weights, g: Float32Array, rates: Rates): Weights {
  const { eta, beta1, beta2, epsilon, growth1, growth2 } = rates;
  const next = {
    w: new Float32Array(w.length),
    m: new Float32Array(w.length),
    v: new Float32Array(w.length),
  };
  for (let i = 0; i < w.length; i += 1) {
    const slope = g[i] as number;
    const mean = Math.fround((m[i] as number) * beta1 + slope * (1 - beta1));
    const square = Math.fround((v[i] as number) * beta2 + Math.fround(slope * slope) * (1 - beta2));
    next.m[i] = mean;
    next.v[i] = square;
    next.w[i] = (w[i] as number) - (eta * (mean / growth1)) / (Math.sqrt(square / growth2) + epsilon);
  }
  return next;
}
