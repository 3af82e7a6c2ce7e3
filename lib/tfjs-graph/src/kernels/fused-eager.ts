/** Steps of Adam, momentum and RMSprop by one TensorFlow operation for each variable, for plain `minimize` loops. */
import { inPlaceUpdates, type InPlace } from "./inplace";
import {
  MIN_DECAY,
  adamNumbers,
  rmspropNumbers,
  slotOf,
  type Adam,
  type Momentum,
  type RmsProp,
} from "../fused-params";
import { NATIVE, type Tf } from "../internals";
import { replaceStep, type Step, type Stepping } from "../steps";
import { operations, type Restore } from "./native";

/*
 * Milliseconds per step of one variable, median of 60, stock beside ours:
 *
 *             [10]           [128, 10]      [784, 128]     [1600, 128]
 *   Adam      0.356 0.163    0.227 0.193    1.071 0.315    1.969 0.412
 *   momentum  0.064 0.061    0.036 0.041    0.273 0.232    0.536 0.277
 *   Nesterov  0.062 0.044    0.054 0.043    0.383 0.239    0.808 0.316
 *   RMSprop   0.159 0.073    0.148 0.071    0.984 0.376    2.105 0.468
 *
 * Of Adam's time 0.1 is spent once a step, however many variables there are.
 */

/**
 * Registers the steps. SGD is left alone: its two operations took as long as the fused one with lending and back.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @returns Puts the stock steps back.
 */
export function registerOptimizers(tf: Tf): Restore {
  const inPlace = inPlaceUpdates(tf);
  const restores = [
    replaceStep(tf, adam(tf, inPlace), { kind: tf.AdamOptimizer, backendName: NATIVE }),
    replaceStep(tf, momentum(tf, inPlace), { kind: tf.MomentumOptimizer, backendName: NATIVE }),
    replaceStep(tf, rmsprop(tf, inPlace), { kind: tf.RMSPropOptimizer, backendName: NATIVE }),
  ];
  return () => {
    for (const restore of restores) restore();
    inPlace.release();
  };
}

/** m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η·m̂ / (√v̂ + ε), with m̂, v̂ corrected for the start at 0. */
function adam(tf: Tf, { update }: InPlace) {
  const { bool, floatType } = operations(tf);
  const attributes = [floatType("T"), bool("use_locking", false), bool("use_nesterov", false)];
  return (optimizer: Adam & Stepping, steps: readonly Step[]) => {
    const { beta1, beta2, accBeta1, accBeta2 } = optimizer;
    if (beta2 < MIN_DECAY) return false;
    const { rate, epsilon } = adamNumbers(optimizer, accBeta2.dataSync()[0] ?? 0);
    const numbers = [rate, beta1, beta2, epsilon].map((value) => tf.scalar(value));
    for (const { variable, gradient, index } of steps) {
      const m = slotOf(tf, optimizer.accumulatedFirstMoment, { variable, index, suffix: "m" });
      const v = slotOf(tf, optimizer.accumulatedSecondMoment, { variable, index, suffix: "v" });
      if (gradient === undefined) continue;
      const operands = [accBeta1, accBeta2, ...numbers, gradient];
      update([variable, m, v], { operation: "ResourceApplyAdam", attributes, operands });
    }
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
    return true;
  };
}

/** a ← m·a + g, w ← w − η·a, or with Nesterov w ← w − η·(g + m·a). */
function momentum(tf: Tf, { update }: InPlace) {
  const { bool, floatType } = operations(tf);
  const fixed = [floatType("T"), bool("use_locking", false)];
  return (optimizer: Momentum & Stepping, steps: readonly Step[]) => {
    const attributes = [...fixed, bool("use_nesterov", optimizer.useNesterov)];
    const eta = tf.neg(optimizer.c);
    for (const { variable, gradient, index } of steps) {
      const a = slotOf(tf, optimizer.accumulations, { variable, index, suffix: "momentum" });
      if (gradient === undefined) continue;
      const operands = [eta, gradient, optimizer.m];
      update([variable, a], { operation: "ResourceApplyMomentum", attributes, operands });
    }
    return true;
  };
}

/** s ← ρs + (1 − ρ)g², a ← m·a + η·g / √(s + ε), w ← w − a; the centred form, where tfjs has its own, stays. */
function rmsprop(tf: Tf, { update }: InPlace) {
  const { bool, floatType } = operations(tf);
  const attributes = [floatType("T"), bool("use_locking", false)];
  return (optimizer: RmsProp & Stepping, steps: readonly Step[]) => {
    if (optimizer.centered || optimizer.decay < MIN_DECAY) return false;
    const operands = rmspropNumbers(optimizer).map((value) => tf.scalar(value));
    for (const { variable, gradient, index } of steps) {
      const s = slotOf(tf, optimizer.accumulatedMeanSquares, { variable, index, suffix: "rms" });
      const a = slotOf(tf, optimizer.accumulatedMoments, { variable, index, suffix: "momentum" });
      if (gradient === undefined) continue;
      const options = { operation: "ResourceApplyRMSProp", attributes, operands: [...operands, gradient] };
      update([variable, s, a], options);
    }
    return true;
  };
}
