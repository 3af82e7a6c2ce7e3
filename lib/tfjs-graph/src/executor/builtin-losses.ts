/** tfjs' own loss and metric functions, found by asking it for them: their names say nothing, anybody may use them. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import type { BatchFunction, CompiledModel } from "../lowering/model";
import { Unsupported } from "../ops/program";

/** Losses that a graph knows. */
export type LossName =
  | "binaryCrossentropy"
  | "categoricalCrossentropy"
  | "meanAbsoluteError"
  | "meanSquaredError"
  | "sparseCategoricalCrossentropy";

/** Metrics that a graph knows: losses may be metrics too. */
export type MetricName = LossName | "binaryAccuracy" | "categoricalAccuracy" | "sparseCategoricalAccuracy";

/** Each loss with the metrics that "accuracy" and "crossentropy" mean beside it, for outputs of several classes. */
const LOSSES: readonly (readonly [LossName, MetricName, MetricName])[] = [
  ["binaryCrossentropy", "binaryAccuracy", "binaryCrossentropy"],
  ["categoricalCrossentropy", "categoricalAccuracy", "categoricalCrossentropy"],
  ["meanAbsoluteError", "categoricalAccuracy", "categoricalCrossentropy"],
  ["meanSquaredError", "categoricalAccuracy", "categoricalCrossentropy"],
  ["sparseCategoricalCrossentropy", "sparseCategoricalAccuracy", "sparseCategoricalCrossentropy"],
];

/** Functions and what they are. */
interface References {
  readonly losses: ReadonlyMap<BatchFunction, LossName>;
  readonly metrics: ReadonlyMap<BatchFunction, MetricName>;
}

/**
 * The name of a loss that is TensorFlow.js' own.
 *
 * @param tf - TensorFlow.js, on any back end.
 * @param loss - What a compiled model holds for one of its outputs.
 * @returns `undefined` for one that no graph knows, such as a function of somebody's own.
 */
export function builtinLoss(tf: Tf, loss: unknown): LossName | undefined {
  return references(tf).losses.get(loss as BatchFunction);
}

/**
 * The name of a compiled model's loss.
 *
 * @throws Unsupported when it is a function of somebody's own.
 */
export function lossNameOf(tf: Tf, model: CompiledModel, index: number): LossName {
  const name = builtinLoss(tf, model.lossFunctions[index]);
  if (!name) throw new Unsupported("a loss that is a function");
  return name;
}

/**
 * The name of a metric; a model of several outputs has its losses as metrics too.
 *
 * @throws Unsupported when it is a function of somebody's own.
 */
export function metricNameOf(tf: Tf, metric: BatchFunction): MetricName {
  const { metrics, losses } = references(tf);
  const name = metrics.get(metric) ?? losses.get(metric);
  if (!name) throw new Unsupported("a metric that is a function");
  return name;
}

let known: References | undefined;

/** Finds the functions: a tiny model is compiled with each, and shows them. */
function references(tf: Tf): References {
  return (known ??= find(tf));
}

function find(tf: Tf): References {
  const input = tf.input({ shape: [1] });
  const model = tf.model({
    inputs: input,
    outputs: tf.layers
      .dense({ units: 2, kernelInitializer: "zeros" })
      .apply(input) as TensorFlow.SymbolicTensor,
  });
  const inner = model as unknown as CompiledModel;
  const losses = new Map<BatchFunction, LossName>();
  const metrics = new Map<BatchFunction, MetricName>();
  try {
    for (const [loss, accuracy, entropy] of LOSSES) {
      model.compile({ optimizer: "sgd", loss, metrics: ["accuracy", "crossentropy", "mse", "mae"] });
      losses.set(inner.lossFunctions[0] as BatchFunction, loss);
      const names = [accuracy, entropy, "meanSquaredError", "meanAbsoluteError"] as const;
      names.forEach((name, i) => metrics.set(inner.metricsTensors[i]?.[0] as BatchFunction, name));
      model.optimizer.dispose();
    }
  } finally {
    model.dispose();
  }
  return { losses, metrics };
}
