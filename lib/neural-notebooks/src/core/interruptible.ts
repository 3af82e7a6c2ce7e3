/** Makes TensorFlow.js' own `model.fit` hear the stop button, and not block the model for the next fit. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { InterruptError } from "./errors";
import { interruptSignal, runToEnd } from "./display";

/** What is changed on the class; `isTraining` is protected in its types. */
interface Trainable {
  isTraining: boolean;
  stopTraining: boolean;
}

type Fit = (this: Trainable, ...args: unknown[]) => Promise<unknown>;

/**
 * Wraps `fit` and `fitDataset` of every layers model: an interrupt ends training with the running batch, throws
 * an InterruptError, and leaves the model usable. Without a notebook nothing changes.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function makeFitInterruptible(tf: Pick<typeof TensorFlow, "LayersModel">): void {
  // A Sequential hands its work to a LayersModel, so this one class covers both.
  const prototype = tf.LayersModel.prototype as unknown as Record<"fit" | "fitDataset", Fit>;
  const signals = new WeakMap<Trainable, AbortSignal>();
  for (const name of ["fit", "fitDataset"] as const) {
    const original = prototype[name];
    prototype[name] = function (...args) {
      const signal = interruptSignal();
      // A fit whose cell was stopped dead never came to its end and would be "ongoing" for ever.
      if (this.isTraining && signals.get(this)?.aborted) this.isTraining = false;
      if (!this.isTraining) signals.set(this, signal);
      return runToEnd(() => stopOnSignal(this, signal, () => original.apply(this, args)));
    };
  }
}

async function stopOnSignal(
  model: Trainable,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const stop = () => (model.stopTraining = true);
  signal.addEventListener("abort", stop);
  try {
    const history = await work();
    if (signal.aborted)
      throw new InterruptError("Interrupted: training was stopped; the model can be used and trained on.");
    return history;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
