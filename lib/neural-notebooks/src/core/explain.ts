/** Makes TensorFlow.js' own errors typed ones that name the layer, the shapes and what to do; works only when an error is on its way. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { NeuralNotebooksError, ShapeError } from "./errors";
import { explainName } from "./known-names";
import { explainShapes, inLayer, explainModelInput } from "./shape-errors";

/** A call that is watched. */
type Call = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Watches the doors of TensorFlow.js: operations, layers, models and the makers of layers.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function explainErrors(tf: typeof TensorFlow): void {
  const engine = tf.engine() as unknown as Record<string, Call>;
  watch(engine, "runKernel", (error, _self, [kernel, inputs, attributes]) =>
    explainShapes(error, {
      kernel: String(kernel),
      inputs: inputs as Record<string, unknown>,
      attributes: (attributes ?? {}) as Record<string, unknown>,
    }),
  );
  watch(tf.layers.Layer.prototype as unknown as Record<string, Call>, "apply", (error, layer, [inputs]) =>
    inLayer(error, layer as TensorFlow.layers.Layer, inputs),
  );
  const model = tf.LayersModel.prototype as unknown as Record<string, Call>;
  for (const name of ["fit", "fitDataset", "trainOnBatch", "evaluate", "predict", "predictOnBatch"])
    watch(model, name, (error, self) => explainModelInput(error, self as TensorFlow.LayersModel));
  watch(model, "compile", (error, self) => {
    // TensorFlow.js has set the optimizer by then and would take the model for compiled.
    (self as { optimizer_?: unknown }).optimizer_ = undefined;
    return explainName(error, "compile the model");
  });
  const factories = tf.layers as unknown as Record<string, Call>;
  for (const [name, make] of Object.entries(factories)) {
    // Classes keep their identity: a learner extends them.
    if (typeof make === "function" && /^[a-z]/.test(name))
      watch(factories, name, (error) => explainName(error, `make the layer tf.layers.${name}`));
  }
}

/** Translates what a method throws, or rejects with; an error that is typed already passes. */
function watch(
  owner: Record<string, Call>,
  name: string,
  explain: (error: Error, self: unknown, args: unknown[]) => NeuralNotebooksError | undefined,
): void {
  const original = owner[name] as Call;
  if (typeof original !== "function") return;
  const fail = (error: unknown, self: unknown, args: unknown[]): unknown => {
    if (
      !(error instanceof Error) ||
      (error instanceof NeuralNotebooksError && !(error instanceof ShapeError))
    )
      return error;
    const explained = explain(error, self, args);
    if (explained) keepFrames(explained, error);
    return explained ?? error;
  };
  owner[name] = function (...args) {
    try {
      const result = original.apply(this, args);
      if (!(result instanceof Promise)) return result;
      return result.catch((error: unknown) => {
        throw fail(error, this, args);
      });
    } catch (error) {
      throw fail(error, this, args);
    }
  };
}

/** The first error knows best which line of a cell led to it: after a wait the way back is lost. */
function keepFrames(explained: Error, original: Error): void {
  const frames = /\n\s+at [\s\S]*$/.exec(String(original.stack))?.[0];
  if (frames) explained.stack = `${explained.name}: ${explained.message}${frames}`;
}
