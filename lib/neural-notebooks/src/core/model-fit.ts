/** What `model.fit` gets beside TensorFlow.js' own arguments: a seed, and words for calls that cannot go well. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { StateError } from "./errors";
import { withRandomSeed } from "./global-seed";
import { checkInteger } from "./shape";

declare module "@tensorflow/tfjs-layers/dist/engine/training_tensors" {
  interface ModelFitArgs {
    /** The order of rows, dropout and noise follow from it; without it from `setRandomSeed`, or chance. */
    seed?: number;
  }
}

declare module "@tensorflow/tfjs-layers/dist/engine/training_dataset" {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the interface that is added to has it
  interface ModelFitDatasetArgs<T> {
    /** Dropout and noise follow from it; without it from `setRandomSeed`, or chance. */
    seed?: number;
  }
}

type Fit = (this: unknown, ...args: unknown[]) => Promise<unknown>;

/**
 * Wraps `fit` and `fitDataset` of all models.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function extendFit(tf: typeof TensorFlow): void {
  const prototype = tf.LayersModel.prototype as unknown as Record<"fit" | "fitDataset", Fit>;
  const wrap = (name: "fit" | "fitDataset", argsAt: number): void => {
    const original = prototype[name];
    prototype[name] = function (...given) {
      const { seed } = (given[argsAt] ?? {}) as { seed?: number };
      try {
        refuseTidy(tf);
        if (seed === undefined) return original.apply(this, given);
        checkInteger(seed, { verb: "fit the model", argument: "seed" });
        return withRandomSeed(seed, () => original.apply(this, given));
      } catch (error) {
        return Promise.reject(error);
      }
    };
  };
  wrap("fit", 2);
  wrap("fitDataset", 1);
}

/** Training waits, and tidy disposes of all tensors at the first wait. */
function refuseTidy(tf: typeof TensorFlow): void {
  const { activeScope } = (tf.engine() as unknown as { state: { activeScope: unknown } }).state;
  if (activeScope === null || activeScope === undefined) return;
  throw new StateError(
    "Cannot fit the model: fit must be called outside of tf.tidy, which would dispose of its tensors at the first await. " +
      "fit disposes of what it makes itself.",
  );
}
