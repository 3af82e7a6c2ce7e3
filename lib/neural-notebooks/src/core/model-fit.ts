/** What `model.fit` gets beside TensorFlow.js' own arguments: a seed, callbacks of all kinds, and words for calls that cannot go well. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { runToEnd } from "./display";
import { InterruptError, StateError, cannot } from "./errors";
import { noteRun } from "./event-relay";
import { isFitCallback, type FitCallback, type FitStart } from "./fit-callback";
import type { FitHistory } from "./fit-history";
import { withEpochSeeds } from "./global-seed";
import { isProgressShown, progressBar } from "./progress-bar";
import { checkInteger } from "./shape";

type Fit = (this: Fitted, ...args: unknown[]) => Promise<unknown>;
type Callback = TensorFlow.CustomCallback;

/** Parts of a model that its types hide. */
interface Fitted {
  readonly trainableWeights: readonly unknown[];
  readonly collectedTrainableWeights?: readonly unknown[];
}

/** The arguments of both fits. */
interface FitArguments {
  seed?: number;
  batchSize?: number;
  validationSplit?: number;
  verbose?: number;
  callbacks?: unknown;
  yieldEvery?: ConstructorParameters<typeof TensorFlow.CustomCallback>[1];
}

/**
 * Wraps `fit` and `fitDataset` of all models.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function extendFit(tf: typeof TensorFlow): void {
  const prototype = tf.LayersModel.prototype as unknown as Record<"fit" | "fitDataset", Fit>;
  const wrap = (name: "fit" | "fitDataset", argsAt: number): void => {
    const original = prototype[name];
    prototype[name] = async function (...given) {
      refuseTidy(tf);
      refuseStale(this);
      const args = (given[argsAt] ?? {}) as FitArguments;
      const { seed, batchSize, verbose = 1, yieldEvery = "auto" } = args;
      if (seed !== undefined) checkInteger(seed, { verb: "fit the model", argument: "seed" });
      if (name === "fit") checkSplit(given[0], args.validationSplit);
      const callbacks = callbacksOf(tf, args);
      if (verbose !== 0 && !isProgressShown(callbacks)) callbacks.push(progressBar());
      // What draws the run comes last, when all others know how it stands.
      callbacks.sort((a, b) => Number(isProgressShown([a])) - Number(isProgressShown([b])));
      // To the end: the kernel waits, after the stop button, until callbacks have given the best weights back.
      const run = async (onEpochBegin: (epoch: number) => void): Promise<unknown> => {
        // The first one gives time to the event loop too, without which no stop button is heard.
        const seeding = new tf.CustomCallback({ onEpochBegin }, yieldEvery);
        given[argsAt] = { ...args, verbose: 0, callbacks: [seeding, ...callbacks] };
        try {
          const earlier = await earlierEpochs(callbacks, { model: this as never, seed, batchSize });
          noteRun(this, { callbacks, earlier });
          if (earlier) Object.assign(given[argsAt] as object, { initialEpoch: earlier.epoch.length });
          const history = (await original.apply(this, given)) as FitHistory;
          return earlier ? prepend(earlier, history) : history;
        } catch (error) {
          for (const callback of callbacks)
            if ("close" in callback) await (callback as FitCallback).close().catch(() => undefined);
          throw error instanceof InterruptError ? withRestored(error, callbacks) : error;
        }
      };
      return runToEnd(() => withEpochSeeds(seed, run));
    };
  };
  wrap("fit", 2);
  wrap("fitDataset", 1);
}

/** Callbacks of classes and plain objects side by side, which TensorFlow.js takes one or the other of. */
function callbacksOf(
  tf: typeof TensorFlow,
  { callbacks = [], yieldEvery = "auto" }: FitArguments,
): Callback[] {
  const list: readonly unknown[] = Array.isArray(callbacks) ? callbacks : [callbacks];
  return list.map((callback, i) => {
    if (typeof callback === "object" && callback !== null && "setParams" in callback)
      return callback as Callback;
    if (typeof callback === "object" && callback !== null) return new tf.CustomCallback(callback, yieldEvery);
    throw cannot("fit the model", {
      argument: `callbacks[${i}]`,
      must: "a callback, or an object with functions such as onEpochEnd",
      received: callback,
    });
  });
}

/** The epochs that a callback has from before, such as those of a checkpoint. */
async function earlierEpochs(
  callbacks: readonly Callback[],
  start: Omit<FitStart, "stopping">,
): Promise<FitHistory | undefined> {
  for (const callback of callbacks.filter(isFitCallback)) {
    const earlier = await callback.begin(start, callbacks);
    if (earlier) return earlier;
  }
  return undefined;
}

/** Puts epochs that were run before in front; the history stays the object that it is. */
function prepend(earlier: FitHistory, history: FitHistory): FitHistory {
  const values = { ...earlier.history };
  for (const [name, later] of Object.entries(history.history))
    values[name] = [...(values[name] ?? []), ...later];
  return Object.assign(history, { epoch: [...earlier.epoch, ...history.epoch], history: values });
}

/** After the stop button: says whose weights the model has, where early stopping has given it the best ones. */
function withRestored(error: InterruptError, callbacks: readonly Callback[]): InterruptError {
  const stopping = callbacks.find((callback) => "restored" in callback && callback.restored === true);
  const { bestEpoch } = (stopping ?? {}) as { bestEpoch?: number };
  if (bestEpoch === undefined) return error;
  return new InterruptError(
    `${error.message} The model has the weights of epoch ${bestEpoch + 1}, its best.`,
  );
}

/** TensorFlow.js passes over a share that is none, and trains on no row where none is left. */
function checkSplit(x: unknown, share: number | undefined): void {
  if (share === undefined || share === 0) return;
  const inputs: unknown[] = typeof x === "object" && x !== null && !("shape" in x) ? Object.values(x) : [x];
  const rows = (inputs[0] as TensorFlow.Tensor | undefined)?.shape?.[0] ?? Infinity;
  const left = Math.floor(rows * (1 - share));
  if (share > 0 && share < 1 && left >= 1 && left < rows) return;
  throw cannot("fit the model", {
    argument: "validationSplit",
    must: "a share in (0, 1) that leaves rows on both sides",
    received: Number.isFinite(rows) ? `${share} of ${rows} rows` : share,
  });
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

/** TensorFlow.js trains the layers that could learn when the model was compiled, and warns on the console. */
function refuseStale({ trainableWeights, collectedTrainableWeights }: Fitted): void {
  if (!collectedTrainableWeights || trainableWeights.length === collectedTrainableWeights.length) return;
  throw new StateError(
    "Cannot fit the model: model must be compiled for the layers that are trainable now. Layers were frozen or thawed since: call model.compile(…) again.",
  );
}
