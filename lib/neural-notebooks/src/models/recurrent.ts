/** Turns windows of a sequence into predictions: RNN, LSTM, GRU and 1-D convolution, built with tfjs layers. */
import { cannot, ShapeError } from "../core/errors";
import type { Seed } from "../core/random";
import { checkInteger } from "../core/shape";
import { tf, type Sequential } from "../core/tf";
import { headFor, headLayer, type Task } from "./heads";
import { orthogonalizeRecurrent, seededInitializers } from "./initializers";

/** What {@link recurrentNet} and {@link conv1dNet} have in common. */
interface SequenceOptions {
  /** Steps in a window and numbers per step; `null` steps accept any length (recurrent only). */
  inputShape: readonly [steps: number | null, features: number];
  /** Numbers or classes to predict. */
  outputs?: number;
  /** What the network is to tell. */
  task?: Task;
  /** Share of the answers before the output that dropout silences, in [0, 1). */
  dropout?: number;
  /** Start of all random numbers. */
  seed?: Seed;
}

/** Options of {@link recurrentNet}. */
export interface RecurrentOptions extends SequenceOptions {
  /** The kind of memory. */
  cell?: "rnn" | "lstm" | "gru";
  /** Units of each recurrent layer. */
  units?: readonly number[];
  /** One answer per window (`"last"`), or one per step (`"each"`). */
  answers?: "last" | "each";
}

/** Options of {@link conv1dNet}. */
export interface Conv1dOptions extends SequenceOptions {
  inputShape: readonly [steps: number, features: number];
  /** Filters of each convolution. */
  filters?: readonly number[];
  /** Steps that a filter spans. */
  kernelSize?: number;
}

let count = 0;

/**
 * A recurrent network: one or more RNN, LSTM or GRU layers and a dense output.
 *
 * @param options - Window shape, cell, units, task, answers per window or per step, seed.
 * @returns An uncompiled model `[batch, steps, features]` → `[batch, outputs]`, or `[batch, steps, outputs]` with
 *   `answers: "each"`; dispose of it when done.
 * @throws ArgumentError or ShapeError when an option is out of range.
 * @example
 * const model = recurrentNet({ inputShape: [24, 1], cell: "lstm", units: [16] });
 * assert.deepEqual(model.outputShape, [null, 1]);
 * model.dispose();
 */
export function recurrentNet(options: RecurrentOptions): Sequential {
  const {
    inputShape,
    cell = "lstm",
    units = [32],
    outputs = 1,
    task = "regression",
    answers = "last",
    dropout = 0,
    seed,
  } = options;
  const verb = "build the recurrent network";
  checkSequence(options, verb);
  if (units.length === 0)
    throw cannot(verb, { argument: "units", must: "one or more counts", received: units });
  units.forEach((size, i) => checkInteger(size, { verb, argument: `units[${i}]`, min: 1 }));
  const makeCell = { rnn: tf.layers.simpleRNN, lstm: tf.layers.lstm, gru: tf.layers.gru }[cell];
  if (!makeCell) throw cannot(verb, { argument: "cell", must: "rnn, lstm or gru", received: cell });
  const head = headFor(task, { outputs });
  const { next, random } = seededInitializers(seed);
  const model = tf.sequential({ name: `${cell}_net_${++count}` });
  units.forEach((size, i) => {
    const returnSequences = answers === "each" || i < units.length - 1;
    // Glorot's rule for the recurrent kernel is only a stand-in: orthogonalizeRecurrent replaces it below.
    const config = {
      name: `${cell}${i + 1}`,
      units: size,
      returnSequences,
      kernelInitializer: next(),
      recurrentInitializer: next(),
    };
    model.add(makeCell({ ...config, ...(i === 0 ? { inputShape: [...inputShape] } : {}) }));
  });
  if (dropout > 0) model.add(tf.layers.dropout({ name: "dropout", rate: dropout, seed: random.nextSeed() }));
  const output = headLayer(head, { kernelInitializer: next() });
  model.add(answers === "each" ? tf.layers.timeDistributed({ name: "each_step", layer: output }) : output);
  orthogonalizeRecurrent(model, random);
  return model;
}

/**
 * A 1-D convolutional network over a window: convolutions along time, each but the last followed by a pooling that
 * halves the steps, then a dense output over what is left.
 *
 * @param options - Window shape, filters, kernel size, task, seed.
 * @returns An uncompiled model `[batch, steps, features]` → `[batch, outputs]`; dispose of it when done.
 * @throws ArgumentError or ShapeError when an option is out of range.
 * @example
 * const model = conv1dNet({ inputShape: [24, 1], filters: [8, 8] });
 * assert.deepEqual(model.outputShape, [null, 1]);
 * model.dispose();
 */
export function conv1dNet(options: Conv1dOptions): Sequential {
  const {
    inputShape,
    filters = [16, 32],
    kernelSize = 3,
    outputs = 1,
    task = "regression",
    dropout = 0,
    seed,
  } = options;
  const verb = "build the 1-D CNN";
  checkSequence(options, verb);
  const [steps] = inputShape;
  if (filters.length === 0)
    throw cannot(verb, { argument: "filters", must: "one or more counts", received: filters });
  filters.forEach((size, i) => checkInteger(size, { verb, argument: `filters[${i}]`, min: 1 }));
  checkInteger(steps, {
    verb,
    argument: "inputShape[0]",
    min: 2 ** (filters.length - 1),
    hint: "Each pooling halves the steps.",
  });
  checkInteger(kernelSize, { verb, argument: "kernelSize", min: 1, max: steps });
  const head = headFor(task, { outputs });
  const { next, random } = seededInitializers(seed);
  const model = tf.sequential({ name: `conv1d_net_${++count}` });
  filters.forEach((size, i) => {
    const config = {
      name: `conv${i + 1}`,
      filters: size,
      kernelSize,
      padding: "same" as const,
      activation: "relu" as const,
    };
    model.add(
      tf.layers.conv1d({
        ...config,
        kernelInitializer: next("he"),
        ...(i === 0 ? { inputShape: [...inputShape] } : {}),
      }),
    );
    if (i < filters.length - 1)
      model.add(tf.layers.maxPooling1d({ name: `pool${i + 1}`, poolSize: 2, strides: 2 }));
  });
  model.add(tf.layers.flatten({ name: "flatten" }));
  if (dropout > 0) model.add(tf.layers.dropout({ name: "dropout", rate: dropout, seed: random.nextSeed() }));
  model.add(headLayer(head, { kernelInitializer: next() }));
  return model;
}

function checkSequence({ inputShape, dropout = 0 }: SequenceOptions, verb: string): void {
  const [steps, features] = inputShape;
  const whole = (size: number | null) => Number.isInteger(size) && (size as number) >= 1;
  if (inputShape.length !== 2 || !(steps === null || whole(steps)) || !whole(features)) {
    throw cannot(verb, {
      argument: "inputShape",
      must: "[steps, features], each ≥ 1",
      received: inputShape,
      as: ShapeError,
    });
  }
  if (!(dropout >= 0 && dropout < 1))
    throw cannot(verb, { argument: "dropout", must: "in [0, 1)", received: dropout });
}
