/** Lets `fit`, `fitDataset` and `trainOnBatch` of eager tfjs models train by graphs, where a model has one. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import { innerModel, type CompiledModel } from "../lowering/model";
import { isEager, reasonOf } from "../execution-mode";
import { needsNoCast } from "./feeds";
import { TrainingStep } from "./step";

type Tensor = TensorFlow.Tensor;
/** A batch as tfjs hands it over: inputs, targets, and weights of samples, of which `fit` gives `null` for none. */
type Batch = readonly (Tensor | null | undefined)[];

/**
 * Trains on some rows of data: inputs and targets, and the numbers of the rows.
 *
 * @returns Loss and metrics.
 */
export type ByRows = (data: readonly Tensor[], rows: Int32Array) => number[];

/** tfjs' function that trains on a batch, with its loss and metrics as scalars, and what is added to it here. */
export type TrainFunction = ((batch: Batch) => Tensor[]) & { byRows?: ByRows };

/** A kind of batches: tensors of its shapes and types, with any number of rows, and how many rows a batch has. */
export interface Kind {
  readonly tensors: readonly Tensor[];
  readonly rows: number;
}

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
    const attempt = <T>(batch: Kind, work: (step: TrainingStep) => T): T | undefined => {
      const step = isEager() ? undefined : stepOf(tf, this, batch);
      if (!step) return undefined;
      try {
        return tf.tidy(() => work(step) as TensorFlow.TensorContainer) as T;
      } catch (error) {
        // A library that loads the graph and cannot run it, or labels that TensorFlow refuses and tfjs passes over.
        if (!step.unchanged) throw error;
        known.set(this, { step: undefined, reason: reasonOf(error), compiled: this.metricsTensors });
        return undefined;
      }
    };
    const byBatch = (batch: Batch): Tensor[] => {
      const tensors = batch.filter((tensor): tensor is Tensor => tensor !== null && tensor !== undefined);
      const kind = { tensors, rows: tensors[0]?.shape[0] ?? 0 };
      return attempt(kind, (step) => step.train(tensors)) ?? train(batch);
    };
    const byRows: ByRows = (data, rows) => {
      const kind = { tensors: data, rows: rows.length };
      const direct = needsNoCast(data) ? attempt(kind, (step) => step.trainOnRows(data, rows)) : undefined;
      return direct ?? numbersOf(tf, () => byBatch(pick(tf, data, rows)));
    };
    return Object.assign(byBatch, { byRows });
  };
  return () => {
    prototype.makeTrainFunction = stock;
  };
}

/** Whether a model trains by a graph on batches of such a kind. */
export function hasGraph(tf: Tf, model: CompiledModel, batch: Kind): boolean {
  return !isEager() && stepOf(tf, model, batch) !== undefined;
}

function pick(tf: Tf, data: readonly Tensor[], rows: Int32Array): Tensor[] {
  const indices = tf.tensor1d(rows, "int32");
  return data.map((tensor) => tf.gather(tensor, indices));
}

/** The numbers of scalars, some of which tfjs keeps beyond a tidy. */
function numbersOf(tf: Tf, work: () => Tensor[]): number[] {
  const scalars = tf.tidy(work);
  const numbers = scalars.map((scalar) => scalar.dataSync()[0] as number);
  tf.dispose(scalars);
  return numbers;
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

function stepOf(tf: Tf, model: CompiledModel, batch: Kind): TrainingStep | undefined {
  const entry = known.get(model);
  if (entry?.step?.suits(batch.tensors)) return entry.step;
  if (entry && !entry.step && entry.compiled === model.metricsTensors) return undefined;
  const fresh = build(tf, model, batch);
  known.set(model, fresh);
  return fresh.step;
}

/** Whatever stands in the way of a graph, the eager road is open. */
function build(tf: Tf, model: CompiledModel, batch: Kind): Known {
  const compiled = model.metricsTensors;
  try {
    return { step: new TrainingStep(tf, model, batch), reason: undefined, compiled };
  } catch (error) {
    return { step: undefined, reason: reasonOf(error), compiled };
  }
}
