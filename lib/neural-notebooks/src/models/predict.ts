/** Turns a model and inputs into outputs or classes, batch by batch, so that memory stays small and a stop is heard. */
import { InterruptError, ShapeError, cannot } from "../core/errors";
import { interruptSignal } from "../core/display";
import { checkInteger, checkNumber } from "../core/shape";
import { tf, type LayersModel, type Tensor } from "../core/tf";

/** Options of {@link predictInBatches}. */
export interface PredictOptions {
  /** Rows computed at a time; more is faster and takes more memory. */
  batchSize?: number;
}

/** Options of {@link predictClasses}. */
export interface PredictClassesOptions extends PredictOptions {
  /** With one sigmoid output: the probability from which a row counts as class 1. */
  threshold?: number;
}

/**
 * The outputs of a model with one input and one output.
 *
 * @param model - The model.
 * @param x - Inputs, shape `[rows, …]` as the model wants them.
 * @returns Outputs, shape `[rows, …]`; the caller disposes of them.
 * @throws ShapeError when the model has several inputs or outputs, or x does not fit its input.
 * @throws InterruptError when the running cell is stopped.
 */
export async function predictInBatches(
  model: LayersModel,
  x: Tensor,
  options: PredictOptions = {},
): Promise<Tensor> {
  const { batchSize = 256 } = options;
  checkInteger(batchSize, { verb: "predict", argument: "batchSize", min: 1 });
  checkOneInputAndOutput(model, "predict");
  checkModelInput(model, x, "predict");
  const rows = x.shape[0];
  const parts: Tensor[] = [];
  const signal = interruptSignal();
  try {
    for (let start = 0; start < rows; start += batchSize) {
      if (signal.aborted) throw new InterruptError();
      parts.push(
        tf.tidy(() => model.predictOnBatch(x.slice(start, Math.min(batchSize, rows - start))) as Tensor),
      );
      await nextTurn();
    }
    return parts.length === 1 ? (parts.pop() as Tensor) : tf.concat(parts);
  } finally {
    tf.dispose(parts);
  }
}

/**
 * The class of each row: the largest of several outputs, or with one output 1 from the threshold upwards, else 0.
 *
 * @param model - A classifier with output `[batch, classes]` or `[batch, 1]`.
 * @param x - Inputs, shape `[rows, …]`.
 * @returns Class indices, length rows.
 * @throws ShapeError when x does not fit, or the output has not the form of a classifier's.
 */
export async function predictClasses(
  model: LayersModel,
  x: Tensor,
  options: PredictClassesOptions = {},
): Promise<Int32Array> {
  const { threshold = 0.5, ...rest } = options;
  checkNumber(threshold, { verb: "predict classes", argument: "threshold", min: 0, max: 1 });
  const output = await predictInBatches(model, x, rest);
  try {
    return classesOf(output, { threshold });
  } finally {
    output.dispose();
  }
}

/**
 * Class indices from one-hot rows, probabilities or labels.
 *
 * @param values - `[rows, classes]`: index of the largest; `[rows, 1]` or `[rows]`: labels 0, 1, … or, where a
 *   `threshold` is given, 1 from it upwards.
 * @returns Class indices, length rows.
 * @throws ShapeError when the rank is not 1 or 2.
 * @example
 * const y = tf.tensor2d([[0, 1], [1, 0]]);
 * assert.deepEqual([...classesOf(y)], [1, 0]);
 * y.dispose();
 */
export function classesOf(values: Tensor, options: { threshold?: number } = {}): Int32Array {
  const { threshold } = options;
  if (values.rank !== 1 && values.rank !== 2) {
    throw cannot("find classes", {
      argument: "values",
      must: "of shape [rows], [rows, 1] or [rows, classes]",
      received: values,
      as: ShapeError,
    });
  }
  return tf.tidy(() => {
    if (values.rank === 2 && values.shape[1] !== 1) return values.argMax(-1).dataSync() as Int32Array;
    const flat = values.dataSync();
    return Int32Array.from(flat, (value) => (threshold === undefined ? value : Number(value >= threshold)));
  });
}

/**
 * Checks that a model has one input and one output.
 *
 * @param model - The model.
 * @param verb - For the message.
 * @throws ShapeError when it has several of either.
 * @example
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * checkOneInputAndOutput(model, "predict");
 * model.dispose();
 */
export function checkOneInputAndOutput(model: LayersModel, verb: string): void {
  const [output] = model.outputNames;
  const hint = `Measure each output as a model of its own: tf.model({ inputs: model.inputs, outputs: model.getLayer("${output}").output }).`;
  const sides = [
    { side: "input", names: model.inputNames, hint: undefined },
    { side: "output", names: model.outputNames, hint },
  ];
  for (const { side, names, hint } of sides) {
    if (names.length < 2) continue;
    const received = `${names.length} ${side}s: ${names.join(", ")}`;
    throw cannot(verb, { argument: "model", must: `of one ${side}`, received, hint, as: ShapeError });
  }
}

/**
 * Checks that a tensor fits the input of a model.
 *
 * @param model - A model with one input.
 * @param x - What shall go in, shape `[rows, …]`.
 * @param verb - For the message.
 * @throws ShapeError when rank or sizes differ, or there is no row.
 */
export function checkModelInput(model: LayersModel, x: Tensor, verb: string): void {
  const input = model.inputs[0];
  const expected = input?.shape ?? [];
  const fits =
    x.shape.length === expected.length &&
    expected.every((size, axis) => size === null || size === x.shape[axis]);
  if (fits && x.shape[0] !== 0) return;
  const must = `of shape [batch, ${expected
    .slice(1)
    .map((size) => size ?? "any")
    .join(", ")}]`;
  const hint = x.shape.length === expected.length - 1 ? "Did you forget the batch axis?" : undefined;
  throw cannot(verb, { argument: "x", must, received: x, hint, as: ShapeError });
}

/** Lets the event loop run, so that the stop button's message can come in. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
