/**
 * Dropout with a seed, operation by operation. TensorFlow.js draws the mask of the seed anew at every step, so the same
 * places of a batch are silenced from the first step to the last; here, as in Keras and in the graphs, the seed only
 * says where the drawing begins.
 */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import { stepRuleOf } from "./step-capability";

type Optimizer = TensorFlow.Optimizer;

/** The step that is being taken, and how many masks it has drawn. */
let current: { readonly step: readonly number[]; masks: number } | undefined;

/** Gives the steps of one model their numbers. */
export class StepNumbers {
  private iterations = -1;
  private repeated = 0;

  /**
   * The number of the next step: the optimizer counts them, so that a run that is taken up again goes on; where an
   * optimizer does not, its steps are told apart by a second number.
   */
  next(optimizer: Optimizer): readonly number[] {
    const iterations = iterationsOf(optimizer);
    this.repeated = iterations === this.iterations ? this.repeated + 1 : 0;
    this.iterations = iterations;
    return [iterations, this.repeated];
  }
}

/** The steps that an optimizer has counted; one that wraps another leaves it the counting. */
function iterationsOf(optimizer: Optimizer): number {
  let counting = optimizer;
  try {
    counting = stepRuleOf(optimizer).optimizer;
  } catch {
    // It declares no step: it counts itself, or nobody does.
  }
  return (counting as unknown as { iterations?: number }).iterations ?? 0;
}

/** Takes a step in which each dropout with a seed draws a mask of this step. */
export function withMasksOf<T>(step: readonly number[], work: () => T): T {
  const outer = current;
  current = { step, masks: 0 };
  try {
    return work();
  } finally {
    current = outer;
  }
}

/** The class of dropout layers: one call with its seed. */
interface DropoutLayer {
  seed?: number | null;
  call(inputs: unknown, options: unknown): unknown;
}

/**
 * Lets dropout layers with a seed, and those that inherit from them, draw by {@link withMasksOf}. Outside of a step
 * they draw what their seed says.
 *
 * @param tf - TensorFlow.js, changed in place.
 * @returns Undoes it.
 */
export function installDropoutSeeds(tf: Tf): () => void {
  // A name of its own, so that the names of the learner's layers do not change.
  const probe = tf.layers.dropout({ rate: 0.5, name: "probe" });
  const prototype = Object.getPrototypeOf(probe) as DropoutLayer;
  const { call } = prototype;
  prototype.call = function (inputs, options) {
    const { seed } = this;
    if (!current || typeof seed !== "number") return call.call(this, inputs, options);
    this.seed = mixed([seed, ...current.step, current.masks++]);
    try {
      return call.call(this, inputs, options);
    } finally {
      this.seed = seed;
    }
  };
  return () => void (prototype.call = call);
}

/** One whole number of 32 bits from several: a small change of any of them changes half of the bits. */
function mixed(numbers: readonly number[]): number {
  return numbers.reduce((state, number) => {
    let bits = Math.imul(state ^ (number | 0), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return (bits ^ (bits >>> 16)) >>> 0;
  }, 0x9e3779b9);
}
