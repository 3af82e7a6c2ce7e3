/** Lets `fit`, `fitDataset` and `trainOnBatch` of ordinary tfjs models train by graphs, where a model has one. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../binding";
import { innerModel, type CompiledModel } from "../layers/model";
import { isOrdinary, reasonOf } from "../ordinary";
import { TrainingStep } from "./step";

type Tensor = TensorFlow.Tensor;
/** A batch as tfjs hands it over: inputs, targets, and weights of samples, of which `fit` gives `null` for none. */
type Batch = readonly (Tensor | null | undefined)[];
type TrainFunction = (batch: Batch) => Tensor[];

/** What is known of a model: its step, or why it has none. */
interface Known {
  readonly step: TrainingStep | undefined;
  readonly reason: string | undefined;
  readonly compiled: unknown;
}

const known = new WeakMap<object, Known>();

/**
 * Replaces `makeTrainFunction` of all layers models.
 *
 * @param tf - TensorFlow.js with the native back end, changed in place.
 * @returns Undoes it.
 */
export function installTraining(tf: Tf): () => void {
  const prototype = tf.LayersModel.prototype as unknown as {
    makeTrainFunction(this: CompiledModel): TrainFunction;
  };
  const stock = prototype.makeTrainFunction;
  prototype.makeTrainFunction = function () {
    const train = stock.call(this);
    return (batch) => {
      const given = batch.filter((tensor): tensor is Tensor => tensor !== null && tensor !== undefined);
      const step = isOrdinary() ? undefined : stepOf(tf, this, given);
      if (!step) return train(batch);
      try {
        return tf.tidy(() => step.train(given));
      } catch (error) {
        // A library that loads the graph and cannot run it, or labels that TensorFlow refuses and tfjs passes over.
        if (!step.unchanged) throw error;
        known.set(this, { step: undefined, reason: reasonOf(error), compiled: this.metricsTensors });
        return train(batch);
      }
    };
  };
  return () => {
    prototype.makeTrainFunction = stock;
  };
}

/**
 * Says by which road a model was trained last.
 *
 * @param model - A model that was trained.
 * @returns `"graph"`, or why it was trained operation by operation.
 */
export function trainingRoad(model: TensorFlow.LayersModel): string {
  const entry = known.get(innerModel(model));
  if (!entry) return "it was not trained yet";
  return entry.step ? "graph" : (entry.reason ?? "");
}

function stepOf(tf: Tf, model: CompiledModel, batch: readonly Tensor[]): TrainingStep | undefined {
  const entry = known.get(model);
  if (entry?.step?.suits(batch)) return entry.step;
  if (entry && !entry.step && entry.compiled === model.metricsTensors) return undefined;
  const fresh = build(tf, model, batch);
  known.set(model, fresh);
  return fresh.step;
}

/** Whatever stands in the way of a graph, the ordinary road is open. */
function build(tf: Tf, model: CompiledModel, batch: readonly Tensor[]): Known {
  const compiled = model.metricsTensors;
  try {
    return { step: new TrainingStep(tf, model, batch), reason: undefined, compiled };
  } catch (error) {
    return { step: undefined, reason: reasonOf(error), compiled };
  }
}
