/** Turns a formula into the data sets of the training bench; training.py has the same formula, and gives the same numbers. */
import type { ModelName } from "./training-task";

/** Rows of inputs and targets. */
export interface TrainingSet {
  readonly x: Float32Array | Int32Array;
  /** The inputs' shape, rows first. */
  readonly shape: readonly number[];
  readonly y: Float32Array;
  /** The targets' shape, rows first. */
  readonly targetShape: readonly number[];
}

const CLASSES = 10;
const VOCABULARY = 5000;
const TOKENS = 40;
const CHANNELS = 8;
const LABELS = 1;
const PATTERNS = 2;

/**
 * Makes a data set that the model can learn something from.
 *
 * @param model - The model it is for.
 * @param options.rows - How many rows.
 * @param options.length - Time steps of lstm and gru.
 */
export function trainingSet(
  model: ModelName,
  { rows, length }: { rows: number; length: number },
): TrainingSet {
  if (model === "mlp") return classes(rows, [784]);
  if (model === "cnn") return classes(rows, [28, 28, 1]);
  if (model === "conv1d") return classes(rows, [100, CHANNELS]);
  if (model === "embedding") return sentences(rows);
  return series(rows, length);
}

/** Each class has a pattern of its own, under noise. */
function classes(rows: number, shape: readonly number[]): TrainingSet {
  const size = shape.reduce((product, edge) => product * edge, 1);
  const y = Float32Array.from({ length: rows }, (_, row) => Math.floor(noise(LABELS, row) * CLASSES));
  const x = new Float32Array(rows * size);
  for (let row = 0, at = 0; row < rows; row++) {
    const label = y[row] ?? 0;
    for (let column = 0; column < size; column++, at++)
      x[at] = 0.75 * noise(0, at) + 0.25 * noise(PATTERNS, label * size + column);
  }
  return { x, shape: [rows, ...shape], y, targetShape: [rows, 1] };
}

/** The target is half the sum of two values of the last step. */
function series(rows: number, length: number): TrainingSet {
  const x = Float32Array.from({ length: rows * length * CHANNELS }, (_, at) => 2 * noise(0, at) - 1);
  const y = Float32Array.from({ length: rows }, (_, row) => {
    const last = (row * length + length - 1) * CHANNELS;
    return 0.5 * ((x[last] ?? 0) + (x[last + 1] ?? 0));
  });
  return { x, shape: [rows, length, CHANNELS], y, targetShape: [rows, 1] };
}

/** The target tells whether the tokens lie above the middle of the vocabulary on average. */
function sentences(rows: number): TrainingSet {
  const x = Int32Array.from({ length: rows * TOKENS }, (_, at) => Math.floor(noise(0, at) * VOCABULARY));
  const y = Float32Array.from({ length: rows }, (_, row) => {
    let total = 0;
    for (let token = 0; token < TOKENS; token++) total += x[row * TOKENS + token] ?? 0;
    return total > (TOKENS * (VOCABULARY - 1)) / 2 ? 1 : 0;
  });
  return { x, shape: [rows, TOKENS], y, targetShape: [rows, 1] };
}

/** A number in [0, 1) that looks random, for each whole number (the closing step of MurmurHash3; Appleby, 2011). */
function noise(stream: number, at: number): number {
  let bits = (at + Math.imul(stream, 0x9e3779b9)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}
