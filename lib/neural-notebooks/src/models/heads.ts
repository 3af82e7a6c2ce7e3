/** Turns a task into the end of a network: output units, activation, and the loss and metrics that belong to it. */
import { cannot, UnknownNameError } from "../core/errors";
import { checkInteger } from "../core/shape";
import { tf } from "../core/tf";
import type { Initializer } from "./initializers";

/** What a network is to tell. */
export type Task = "regression" | "binary" | "multiclass" | "multilabel";

/** The end of a network for a task. */
export interface Head {
  readonly task: Task;
  /** Output units. */
  readonly units: number;
  /** Activation of the output. */
  readonly activation: "linear" | "sigmoid" | "softmax";
  /** The loss to compile with. */
  readonly loss: "meanSquaredError" | "binaryCrossentropy" | "categoricalCrossentropy";
  /** The metrics to compile with. */
  readonly metrics: string[];
}

/**
 * The output units, activation, loss and metrics of a task.
 *
 * @param task - `"regression"` (numbers), `"binary"` (yes or no, one unit), `"multiclass"` (one of several, one-hot)
 *   or `"multilabel"` (each of several, yes or no).
 * @param options - `outputs`: numbers or classes; 1 for binary.
 * @throws ArgumentError when the number of outputs does not suit the task.
 * @example
 * const { activation, loss } = headFor("multiclass", { outputs: 10 });
 * assert.deepEqual([activation, loss], ["softmax", "categoricalCrossentropy"]);
 */
export function headFor(task: Task, options: { outputs?: number } = {}): Head {
  const { outputs = 1 } = options;
  const verb = "choose the output";
  const range = {
    regression: [1, Infinity],
    binary: [1, 1],
    multiclass: [2, Infinity],
    multilabel: [1, Infinity],
  }[task];
  if (!range)
    throw cannot(verb, {
      argument: "task",
      must: "regression, binary, multiclass or multilabel",
      received: task,
      as: UnknownNameError,
    });
  const hint = task === "multiclass" ? "Two classes with one output are the task binary." : undefined;
  checkInteger(outputs, {
    verb: `${verb} for ${task}`,
    argument: "outputs",
    min: range[0],
    max: range[1],
    hint,
  });
  if (task === "regression")
    return { task, units: outputs, activation: "linear", loss: "meanSquaredError", metrics: ["mae"] };
  if (task === "multiclass")
    return {
      task,
      units: outputs,
      activation: "softmax",
      loss: "categoricalCrossentropy",
      metrics: ["accuracy"],
    };
  return { task, units: outputs, activation: "sigmoid", loss: "binaryCrossentropy", metrics: ["accuracy"] };
}

/** The dense output layer of a head. */
export function headLayer(
  head: Head,
  options: { kernelInitializer: Initializer; name?: string },
): ReturnType<typeof tf.layers.dense> {
  const { kernelInitializer, name = "output" } = options;
  return tf.layers.dense({ name, units: head.units, activation: head.activation, kernelInitializer });
}
