/** Checks labels against the loss and the output that they are compared with. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { ArgumentError, DataError, cannot } from "./errors";

/** The loss and the output that labels are compared with. */
interface Compared {
  verb: string;
  /** The name of a loss of TensorFlow.js; labels of other losses are not checked. */
  loss: string | undefined;
  /** The symbolic output. */
  output: TensorFlow.SymbolicTensor;
}

/** Labels that have passed the check, with the loss and units that they were checked for. */
const checked = new WeakMap<object, string>();

/**
 * Checks labels.
 *
 * @param labels - One output's labels: class numbers `[rows, 1]`, or numbers of the output's shape.
 * @param compared - The loss and the output.
 * @throws ArgumentError when the output does not suit the loss.
 * @throws DataError when a label is none that the loss knows.
 */
export function checkLabelsForLoss(labels: TensorFlow.Tensor, { verb, loss = "", output }: Compared): void {
  const units = output.shape.at(-1) ?? 0;
  const activation = activationOf(output);
  checkOutput({ verb, loss, units, activation });
  const key = `${loss} ${units}`;
  if (checked.get(labels.dataId) === key) return;
  if (loss === "sparseCategoricalCrossentropy") checkClassNumbers(labels, { verb, units });
  if (loss === "categoricalCrossentropy") checkShares(labels, { verb, units });
  if (loss === "binaryCrossentropy") checkProbabilities(labels, verb);
  checked.set(labels.dataId, key);
}

interface Output {
  verb: string;
  loss: string;
  units: number;
  /** `undefined` where the last layer has none, or is not known. */
  activation: string | undefined;
}

function checkOutput({ verb, loss, units, activation }: Output): void {
  const isCategorical = loss === "categoricalCrossentropy" || loss === "sparseCategoricalCrossentropy";
  const argument = "the model's output";
  const as = ArgumentError;
  if (activation === "softmax" && units === 1) {
    const must = "of at least 2 units for softmax, which makes one unit always 1";
    const hint =
      'For yes or no take one unit with "sigmoid" and the loss "binaryCrossentropy"; for a number, "linear".';
    throw cannot(verb, { argument, must, received: 1, hint, as });
  }
  if (isCategorical && units === 1) {
    const must = `one unit for each class, at least 2, for the loss "${loss}"`;
    const hint = 'For yes or no take one unit with "sigmoid" and the loss "binaryCrossentropy".';
    throw cannot(verb, { argument, must, received: 1, hint, as });
  }
  if (isCategorical && (activation === "linear" || activation === "sigmoid")) {
    const must = `made by the activation "softmax" for the loss "${loss}", which needs shares that add up to 1`;
    const hint =
      activation === "sigmoid"
        ? 'Where a row may be of several classes, keep "sigmoid" and take the loss "binaryCrossentropy".'
        : undefined;
    throw cannot(verb, { argument, must, received: activation, hint, as });
  }
  if (loss === "binaryCrossentropy" && activation === "linear") {
    const must =
      'made by the activation "sigmoid" for the loss "binaryCrossentropy", which needs probabilities';
    throw cannot(verb, { argument, must, received: activation, as });
  }
}

/** Whole numbers from 0 to one less than there are units. */
function checkClassNumbers(
  labels: TensorFlow.Tensor,
  { verb, units }: { verb: string; units: number },
): void {
  const values = labels.dataSync<"float32">();
  const row = values.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= units);
  if (row < 0) return;
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const fromOne = values.every((value) => value >= 1) && largest === units;
  const hint = fromOne
    ? "Classes are counted from 0: subtract 1 from each."
    : `For class ${largest} the output needs ${Math.floor(largest) + 1} units.`;
  throw cannot(verb, {
    argument: `y, row ${row},`,
    must: `a class number from 0 to ${units - 1}, as the output has ${units} units`,
    received: values[row],
    hint: Number.isInteger(values[row]) && (values[row] ?? 0) >= 0 ? hint : "Class numbers are 0, 1, 2, …",
    as: DataError,
  });
}

/** Rows of shares that add up to 1, as one-hot rows do. */
function checkShares(labels: TensorFlow.Tensor, { verb, units }: { verb: string; units: number }): void {
  const values = labels.dataSync<"float32">();
  for (let start = 0; start < values.length; start += units) {
    const row = values.subarray(start, start + units);
    let sum = 0;
    let isShare = true;
    for (const value of row) {
      sum += value;
      isShare &&= value >= 0;
    }
    if (isShare && Math.abs(sum - 1) < 1e-3) continue;
    throw cannot(verb, {
      argument: `y, row ${start / units},`,
      must: "one-hot, or shares ≥ 0 that add up to 1",
      received: Array.from(row),
      hint: "Where a row may be of several classes, take sigmoid outputs and the loss binaryCrossentropy.",
      as: DataError,
    });
  }
}

/** Numbers from 0 to 1. */
function checkProbabilities(labels: TensorFlow.Tensor, verb: string): void {
  const values = labels.dataSync<"float32">();
  const at = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (at < 0) return;
  const isPair = values.every((value) => value === 1 || value === 2 || value === -1);
  throw cannot(verb, {
    argument: `y[${at}]`,
    must: 'between 0 and 1 for the loss "binaryCrossentropy"',
    received: values[at],
    hint: isPair
      ? "Write the two classes as 0 and 1."
      : "For classes with numbers take softmax outputs and sparseCategoricalCrossentropy.",
    as: DataError,
  });
}

/** The activation of an output's layer, where it is known. */
function activationOf(output: TensorFlow.SymbolicTensor): string | undefined {
  const layer = output.sourceLayer as unknown as {
    getClassName(): string;
    activation?: { getClassName?(): string };
  };
  if (layer.getClassName() === "Softmax") return "softmax";
  return layer.activation?.getClassName?.();
}
