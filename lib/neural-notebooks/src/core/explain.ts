/** Replaces errors of TensorFlow.js by typed ones that name the layer, the shapes and what to do; costs nothing where nothing is thrown. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { NeuralNotebooksError, ShapeError } from "./errors";
import { explainName } from "./known-names";
import { explainShapes, explainInLayer, explainModelInput } from "./shape-errors";

/** A method of TensorFlow.js. */
type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Explains the errors of operations, layers, models and layer factories.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function explainErrors(tf: typeof TensorFlow): void {
  const engine = tf.engine() as unknown as Record<string, Method>;
  explainErrorsOf(engine, "runKernel", (error, _self, [kernel, inputs, attributes]) =>
    explainShapes(error, {
      kernel: String(kernel),
      inputs: inputs as Record<string, unknown>,
      attributes: (attributes ?? {}) as Record<string, unknown>,
    }),
  );
  explainErrorsOf(
    tf.layers.Layer.prototype as unknown as Record<string, Method>,
    "apply",
    (error, layer, [inputs]) => explainInLayer(error, layer as TensorFlow.layers.Layer, inputs),
  );
  const model = tf.LayersModel.prototype as unknown as Record<string, Method>;
  for (const name of ["fit", "fitDataset", "trainOnBatch", "evaluate", "predict", "predictOnBatch"])
    explainErrorsOf(model, name, (error, self) => explainModelInput(error, self as TensorFlow.LayersModel));
  explainErrorsOf(model, "compile", (error, self) => {
    // TensorFlow.js has set the optimizer before it throws, and would treat the model as compiled.
    (self as { optimizer_?: unknown }).optimizer_ = undefined;
    return explainName(error, "compile the model");
  });
  const factories = tf.layers as unknown as Record<string, Method>;
  for (const [name, make] of Object.entries(factories)) {
    // Classes are not wrapped, because learners extend them.
    if (typeof make === "function" && /^[a-z]/.test(name))
      explainErrorsOf(factories, name, (error) => explainName(error, `make the layer tf.layers.${name}`));
  }
}

/** Wraps a method so that what it throws, or rejects with, is explained; typed errors other than ShapeError are left. */
function explainErrorsOf(
  owner: Record<string, Method>,
  name: string,
  explain: (error: Error, self: unknown, args: unknown[]) => NeuralNotebooksError | undefined,
): void {
  const original = owner[name] as Method;
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

/** Keeps the frames of the original error: after an await a new error would have none of the cell's. */
function keepFrames(explained: Error, original: Error): void {
  const frames = /\n\s+at [\s\S]*$/.exec(String(original.stack))?.[0];
  if (frames) explained.stack = `${explained.name}: ${explained.message}${frames}`;
}
