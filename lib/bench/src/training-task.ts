/** Turns the name of a training measurement, such as `"mlp step batch=32"`, into what is to be measured. */
import { ArgumentError } from "neural-notebooks/core";

/** The models of the bench. */
export const MODELS = ["mlp", "cnn", "lstm", "gru", "conv1d", "embedding"] as const;

/** Those of them that a look in between measures. */
export const QUICK_MODELS = ["mlp", "cnn", "lstm"] as const;

/** A model's name. */
export type ModelName = (typeof MODELS)[number];

/** The optimizers of the bench. */
export const OPTIMIZERS = ["sgd", "momentum", "nesterov", "rmsprop", "adam"] as const;

/** An optimizer's name. */
export type OptimizerName = (typeof OPTIMIZERS)[number];

/**
 * What is timed: a step on one ready batch, an epoch through the library's own `fit`, an epoch through this course's
 * `fit` (each as ms per step), and one pass over all rows with `evaluate` or `predict`. `memory` is one epoch without
 * more ado, for what the process then has taken.
 */
export const MEASURES = ["memory", "step", "epoch", "callbacks", "evaluate", "predict"] as const;

/** A measure's name. */
export type MeasureName = (typeof MEASURES)[number];

/** One measurement. */
export interface Task {
  readonly model: ModelName;
  readonly measure: MeasureName;
  readonly optimizer: OptimizerName;
  /** Rows per batch. */
  readonly batch: number;
  /** Rows of the data set. */
  readonly rows: number;
  /** Units of the layer that the model is about (mlp: the hidden one; lstm and gru: the recurrent one; the others' first dense one). */
  readonly width: number;
  /** Time steps of lstm and gru. */
  readonly length: number;
  /** How long a measurement lasts at the least. */
  readonly seconds: number;
  /** Steps before the first measurement. */
  readonly warm: number;
}

const WIDTHS: Record<ModelName, number> = {
  mlp: 128,
  cnn: 128,
  lstm: 32,
  gru: 32,
  conv1d: 64,
  embedding: 16,
};

/**
 * Reads a measurement's name: model, measure, then `key=value` for what is not as usual.
 *
 * @throws ArgumentError for a name that says something else.
 */
export function parseTask(name: string): Task {
  const [model, measure, ...pairs] = name.split(" ");
  const wrong = (): never => {
    throw new ArgumentError(
      `Cannot measure training: the task must be a model, a measure and key=value pairs; received "${name}".`,
    );
  };
  if (!isOneOf(MODELS, model) || !isOneOf(MEASURES, measure)) return wrong();
  const numbers: Record<string, number> = {
    batch: 128,
    rows: 10_000,
    width: WIDTHS[model],
    length: 30,
    seconds: 1.5,
    warm: 20,
  };
  let optimizer: OptimizerName = "adam";
  for (const pair of pairs) {
    const [key = "", value = ""] = pair.split("=");
    if (key === "optimizer" && isOneOf(OPTIMIZERS, value)) optimizer = value;
    else if (key in numbers && Number(value) >= 0) numbers[key] = Number(value);
    else wrong();
  }
  return { model, measure, optimizer, ...(numbers as Omit<Task, "model" | "measure" | "optimizer">) };
}

/** Tells whether a text names a model. */
export function isModelName(text: string): text is ModelName {
  return isOneOf(MODELS, text);
}

function isOneOf<T extends string>(list: readonly T[], value: string | undefined): value is T {
  return (list as readonly (string | undefined)[]).includes(value);
}
