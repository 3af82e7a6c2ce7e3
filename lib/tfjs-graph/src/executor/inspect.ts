/** Tells how models run: whether they have a graph, and how they ran last. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { innerModel, type Container } from "../lowering/model";
import type { Executors } from "./executors";
import type { Work } from "./step-executor";

type LayersModel = TensorFlow.LayersModel;

const NOT_INSTALLED = "tfjs-graph is not installed";

/** The executors of a class of models, by its prototype. */
const registered = new WeakMap<object, Executors>();

/** Lets {@link canLower} and {@link executionMode} find the executors; undone by the returned function. */
export function registerExecutors(prototype: object, executors: Executors): () => void {
  registered.set(prototype, executors);
  return () => void registered.delete(prototype);
}

/** Whether a class of models has executors. */
export function isRegistered(prototype: object): boolean {
  return registered.has(prototype);
}

/**
 * Whether a model can be lowered: written as one graph, with its layers, loss, metrics and optimizer.
 *
 * @param model - A model; a compiled one to train or to evaluate.
 * @param options - `work`: what the graph is for.
 * @returns `true`, or the first reason why not, such as `"layers of class Mine"`. Nothing is built, and the model stays
 *   as it is; batches of unusual shapes may still run operation by operation.
 * @example
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * assert.equal(canLower(model), true);
 */
export function canLower(model: LayersModel, { work = "train" }: { work?: Work } = {}): true | string {
  const [executors, inner] = find(model);
  return executors?.canLower(inner, work) ?? NOT_INSTALLED;
}

/**
 * How a model trained, was evaluated, or predicted last.
 *
 * @param model - A model.
 * @param work - What it did.
 * @returns `"graph"`, or why it ran operation by operation.
 * @example
 * assert.equal(executionMode(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })), "it was not trained yet");
 */
export function executionMode(model: LayersModel, work: Work = "train"): string {
  const [executors, inner] = find(model);
  return executors?.modeOf(inner, work) ?? NOT_INSTALLED;
}

function find(model: LayersModel): [Executors | undefined, Container] {
  const inner = innerModel(model) as Container;
  for (let level: object | null = inner; level; level = Object.getPrototypeOf(level) as object | null) {
    const executors = registered.get(level);
    if (executors) return [executors, inner];
  }
  return [undefined, inner];
}
