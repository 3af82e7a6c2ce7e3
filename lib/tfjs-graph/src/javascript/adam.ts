/** Adam's step on the JavaScript back end: one loop over each variable in place of fourteen operations. */
import { CPU, type Tools } from "./cpu";
import { slotOf, type Adam } from "../fused-params";
import { replaceStep, type Step, type Stepping } from "../steps";
import type { Restore } from "../replace";

/** The numbers of one step, rounded to 32 bits as tfjs does when it makes tensors of them. */
interface Rates {
  readonly eta: number;
  readonly epsilon: number;
  /** β₁ and β₂, and what they leave to the new value. */
  readonly beta1: number;
  readonly rest1: number;
  readonly beta2: number;
  readonly rest2: number;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ, by which the running means are too small after t steps. */
  readonly growth1: number;
  readonly growth2: number;
}

/** Rounds to 32 bits. */
const f = Math.fround;

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
    const { beta1, beta2, accBeta1, accBeta2 } = optimizer;
    const rates = ratesOf(optimizer);
    for (const { variable, gradient, index } of steps) {
      const m = slotOf(tf, optimizer.accumulatedFirstMoment, { variable, index, suffix: "m" });
      const v = slotOf(tf, optimizer.accumulatedSecondMoment, { variable, index, suffix: "v" });
      if (gradient === undefined) continue;
      const [w, mean, square, g] = [variable, m, v, gradient].map(
        (tensor) => tensor.dataSync() as Float32Array,
      );
      if (w === undefined || mean === undefined || square === undefined || g === undefined) continue;
      const next = stepped({ w, m: mean, v: square }, g, rates);
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

function ratesOf({ learningRate, epsilon, beta1, beta2, accBeta1, accBeta2 }: Adam): Rates {
  return {
    eta: f(learningRate),
    epsilon: f(epsilon),
    beta1: f(beta1),
    rest1: f(1 - beta1),
    beta2: f(beta2),
    rest2: f(1 - beta2),
    growth1: f(1 - (accBeta1.dataSync()[0] ?? 0)),
    growth2: f(1 - (accBeta2.dataSync()[0] ?? 0)),
  };
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η·m̂ / (√v̂ + ε), with m̂ = m / growth₁, v̂ = v / growth₂. Rounded
 * to 32 bits where tfjs rounds: where v is almost nothing, the last digit of m decides the step.
 */
function stepped({ w, m, v }: Weights, g: Float32Array, rates: Rates): Weights {
  const { eta, epsilon, beta1, rest1, beta2, rest2, growth1, growth2 } = rates;
  const next = {
    w: new Float32Array(w.length),
    m: new Float32Array(w.length),
    v: new Float32Array(w.length),
  };
  for (let i = 0; i < w.length; i += 1) {
    const slope = g[i] as number;
    const mean = f(f((m[i] as number) * beta1) + f(slope * rest1));
    const square = f(f((v[i] as number) * beta2) + f(f(slope * slope) * rest2));
    const root = f(f(Math.sqrt(f(square / growth2))) + epsilon);
    next.m[i] = mean;
    next.v[i] = square;
    next.w[i] = (w[i] as number) - f(f(f(mean / growth1) / root) * eta);
  }
  return next;
}
