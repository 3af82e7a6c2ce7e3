/**
 * Dropout with a seed, operation by operation. TensorFlow.js draws the mask of the seed anew at every step, so the same
 * places of a batch are silenced from the first step to the last; here, as in Keras and in the graphs, the seed only
 * says where the drawing begins.
 */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import { declaredStep } from "./step-capability";

type Optimizer = TensorFlow.Optimizer;

/** The step that is being taken, and how many masks it has drawn. */
let current: { readonly step: string; masks: number } | undefined;

/** Names the steps of one model, each once. */
export class StepNames {
  private iterations = -1;
  private repeated = 0;

  /**
   * The name of the next step. The optimizer counts the steps, so that a run that is taken up again goes on; where an
   * optimizer does not, a second number tells them apart.
   */
  next(optimizer: Optimizer): string {
    // One that wraps another leaves it the counting.
    const { iterations } = declaredStep(optimizer)?.optimizer ?? optimizer;
    this.repeated = iterations === this.iterations ? this.repeated + 1 : 0;
    this.iterations = iterations;
    return `${iterations}.${this.repeated}`;
  }
}

/** Takes a step in which each dropout with a seed draws a mask of this step. */
export function withMasksOf<T>(step: string, work: () => T): T {
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
  /** TensorFlow.js draws from texts as from numbers. */
  seed?: number | string | null;
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
    if (!current || seed === undefined || seed === null) return call.call(this, inputs, options);
    this.seed = `${seed} ${current.step} ${current.masks++}`;
    try {
      return call.call(this, inputs, options);
    } finally {
      this.seed = seed;
    }
  };
  return () => void (prototype.call = call);
}
