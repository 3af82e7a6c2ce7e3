/** Checks data where they enter `fit`, `evaluate`, `trainOnBatch` and `predict` of TensorFlow.js, and how they suit the loss. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { builtinLoss } from "tfjs-graph";
import { DataError, ShapeError, StateError, cannot } from "./errors";
import { checkTensorFinite } from "./finite";
import { checkLabelsForLoss } from "./labels";

type Tensor = TensorFlow.Tensor;

/** The parts of a model that its types hide. */
export interface CheckedModel {
  readonly feedInputNames: readonly string[];
  readonly feedOutputNames: readonly string[];
  readonly feedInputShapes: readonly (readonly (number | null)[])[];
  readonly feedOutputShapes: readonly (readonly (number | null)[])[];
  readonly lossFunctions: readonly unknown[];
  readonly outputs: readonly TensorFlow.SymbolicTensor[];
  /** A Sequential's model, which does the work. */
  readonly model?: CheckedModel;
}

type Standardize = (this: CheckedModel, x: unknown, y: unknown, ...rest: unknown[]) => [Tensor[], Tensor[]];
type Method = (this: CheckedModel, ...args: unknown[]) => unknown;

/** Data whose numbers were found finite: those of a tensor do not change. */
const finite = new WeakSet<object>();

/**
 * Puts the checks at the doors of all layers models.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function checkTrainingData(tf: typeof TensorFlow): void {
  const prototype = tf.LayersModel.prototype as unknown as Record<"evaluate" | "predict", Method> & {
    standardizeUserDataXY: Standardize;
  };
  const { standardizeUserDataXY: standardize, evaluate, predict } = prototype;
  let verb = "fit the model";
  prototype.standardizeUserDataXY = function (x, y, ...rest) {
    checkTensors(tf, { verb, argument: "x", data: x, ...inputsOf(this) });
    checkTensors(tf, { verb, argument: "y", data: y, ...outputsOf(this) });
    const [xs, ys] = standardize.call(this, x, y, ...rest);
    const given = new Set([x, y].flatMap(tensorsOf));
    const disposeMade = (tensors: readonly Tensor[]): void =>
      // TensorFlow.js makes columns of lists; what was given stays its owner's.
      tf.dispose(tensors.filter((tensor) => !given.has(tensor)));
    const losses = ys.map((_, i) => builtinLoss(tf, this.lossFunctions[i]));
    try {
      checkValues([xs, ys], { verb, losses, outputs: this.outputs });
    } catch (error) {
      disposeMade([...xs, ...ys]);
      throw error;
    }
    const floats = ys.map((labels, i) => withFloatClasses(labels, losses[i]));
    disposeMade(ys.filter((labels, i) => floats[i] !== labels));
    return [xs, floats];
  };
  prototype.evaluate = function (...args) {
    verb = "evaluate the model";
    try {
      return evaluate.apply(this, args);
    } finally {
      verb = "fit the model";
    }
  };
  prototype.predict = function (...args) {
    checkTensors(tf, { verb: "predict", argument: "x", data: args[0], ...inputsOf(this.model ?? this) });
    return predict.apply(this, args);
  };
}

function inputsOf({ feedInputNames, feedInputShapes }: CheckedModel): Pick<Given, "names" | "shapes"> {
  return { names: feedInputNames, shapes: feedInputShapes };
}

function outputsOf({ feedOutputNames, feedOutputShapes }: CheckedModel): Pick<Given, "names" | "shapes"> {
  return { names: feedOutputNames, shapes: feedOutputShapes };
}

/** Finite numbers, and labels that suit the loss of their output. */
function checkValues(
  [xs, ys]: readonly [xs: readonly Tensor[], ys: readonly Tensor[]],
  options: { verb: string; losses: readonly (string | undefined)[]; outputs: CheckedModel["outputs"] },
): void {
  const { verb, losses, outputs } = options;
  checkFinite(xs, { verb, argument: "x" });
  checkFinite(ys, { verb, argument: "y" });
  ys.forEach((labels, i) => {
    const output = outputs[i];
    if (output) checkLabelsForLoss(labels, { verb, loss: losses[i], output });
  });
}

/** TensorFlow.js' own loss takes class numbers as float32 alone, where no graph computes it. */
function withFloatClasses(labels: Tensor, loss: string | undefined): Tensor {
  return loss === "sparseCategoricalCrossentropy" && labels.dtype === "int32" ? labels.toFloat() : labels;
}

interface Given {
  verb: string;
  argument: string;
  data: unknown;
  names: readonly string[];
  shapes: readonly (readonly (number | null)[])[];
}

/** What stands in a tensor's place, a list's or an object's. */
function tensorsOf(data: unknown): unknown[] {
  if (Array.isArray(data)) return data;
  return typeof data === "object" && data !== null && !("dataId" in data) ? Object.values(data) : [data];
}

/** Tensors, alive, of numbers, with rows. */
function checkTensors(tf: typeof TensorFlow, { verb, argument, data, names, shapes }: Given): void {
  for (const [i, name] of names.entries()) {
    const [value, label] = partOf(tf, data, { name, index: i, count: names.length, argument });
    const context = { argument: label, received: value };
    if (!(value instanceof tf.Tensor)) {
      const shape = (shapes[i] ?? []).slice(1).map((size) => size ?? "any");
      const must = `a tensor of shape [${["rows", ...shape].join(", ")}]`;
      throw cannot(verb, { ...context, must, hint: hintFor(value), as: ShapeError });
    }
    if (value.isDisposed) {
      const hint = "Was it made inside of tf.tidy? Return it from there, or use tf.keep.";
      throw cannot(verb, {
        ...context,
        must: "a tensor that has not been disposed of",
        hint,
        as: StateError,
      });
    }
    if (value.dtype === "string") {
      const hint =
        argument === "y"
          ? "Number the classes from 0 (sparseCategoricalCrossentropy), or one-hot encode them (categoricalCrossentropy)."
          : "Turn words into numbers first, as OneHotEncoder of neural-notebooks/tensors does.";
      throw cannot(verb, { ...context, must: "a tensor of numbers, not of strings", hint, as: DataError });
    }
    if ((value as Tensor).rank > 0 && (value as Tensor).shape[0] === 0) {
      throw cannot(verb, {
        ...context,
        must: "of at least one row",
        hint: "Is the set empty after a split or a filter?",
        as: DataError,
      });
    }
  }
}

/** One input's or output's part of what was given: a tensor, a list, or an object by names. */
function partOf(
  tf: typeof TensorFlow,
  data: unknown,
  { name, index, count, argument }: { name: string; index: number; count: number; argument: string },
): [value: unknown, label: string] {
  if (Array.isArray(data) && (count > 1 || data[0] instanceof tf.Tensor))
    return [data[index], `${argument}[${index}]`];
  if (typeof data === "object" && data !== null && Object.hasOwn(data, name))
    return [(data as Record<string, unknown>)[name], `${argument}.${name}`];
  return [data, count > 1 ? `${argument}[${index}]` : argument];
}

function hintFor(value: unknown): string | undefined {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return "Make a tensor of it: tf.tensor(values).";
  if (typeof value === "object" && value !== null && "toTensor" in value)
    return "Take its columns as a tensor: frame.toTensor([…]).";
  if (typeof value === "object" && value !== null && "tensor" in value)
    return "Take its tensor: frame.tensor.";
  return undefined;
}

function checkFinite(
  tensors: readonly Tensor[],
  { verb, argument }: { verb: string; argument: string },
): void {
  for (const [i, tensor] of tensors.entries()) {
    if (finite.has(tensor.dataId)) continue;
    checkTensorFinite(tensor, { verb, argument: tensors.length > 1 ? `${argument}[${i}]` : argument });
    finite.add(tensor.dataId);
  }
}
