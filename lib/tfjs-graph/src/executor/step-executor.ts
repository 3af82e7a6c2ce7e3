/** What runs the steps of one model: the seam between TensorFlow.js' methods and the two ways to compute. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { CompiledModel, Container } from "../lowering/model";

type Tensor = TensorFlow.Tensor;

/** What a model does with a batch. */
export type Work = "train" | "evaluate" | "predict";

/** A batch as tfjs hands it over: inputs, targets, and weights of samples, of which `fit` gives `null` for none. */
export type Batch = readonly (Tensor | null | undefined)[];

/** What batches look like: tensors of their shapes and types, with any number of rows, and how many rows to expect. */
export interface BatchSpec {
  readonly tensors: readonly Tensor[];
  readonly rows: number;
}

/** Runs single steps of one model. What a step gives is the caller's to dispose of. */
export interface StepExecutor {
  /**
   * Trains on a batch: forward, loss, gradients, the optimizer's step.
   *
   * @param batch - Inputs [batch, …], then targets.
   * @returns Loss with penalties, then the metrics: scalars, some of them kept beyond a tidy.
   */
  train(batch: Batch): Tensor[];

  /**
   * Trains on some rows of data.
   *
   * @param data - Inputs [rows, …], then targets.
   * @param rows - Numbers of the rows that make the batch.
   * @returns Loss with penalties, then the metrics.
   */
  trainRows(data: Batch, rows: Int32Array): number[];

  /**
   * Measures a batch, in inference mode.
   *
   * @param batch - Inputs [batch, …], then targets.
   * @returns What tfjs' test function gives: running totals of the losses, then the metrics.
   */
  test(batch: readonly Tensor[]): Tensor[];

  /**
   * Predicts.
   *
   * @param batch - Inputs [batch, …].
   * @returns Outputs [batch, …].
   */
  predict(batch: readonly Tensor[]): Tensor[];

  /** How many rows of all to measure or predict at once; at least `batchSize`. */
  rowsAtOnce(work: "evaluate" | "predict", batchSize: number): number;
}

/** tfjs' function that trains on a batch. */
export type TrainFunction = (batch: Batch) => Tensor[];
/** tfjs' function that measures a batch. */
export type TestFunction = (batch: Tensor[]) => Tensor[];

/** A model with the methods that its class hides. */
export interface TrainableModel extends CompiledModel {
  testFunction: TestFunction;
}

/** tfjs' methods before they are replaced. */
export interface StockMethods {
  makeTrainFunction(this: Container): TrainFunction;
  makeTestFunction(this: Container): void;
  predictLoop(
    this: Container,
    inputs: Tensor | Tensor[],
    batchSize?: number,
    verbose?: boolean,
  ): Tensor | Tensor[];
  testLoop(
    this: Container,
    test: TestFunction,
    data: Tensor | Tensor[],
    batchSize?: number,
    verbose?: number,
    steps?: number | null,
  ): Tensor[];
}

/** The tensors of a batch: without the weights of samples that are not there. */
export function tensorsOf(batch: Batch): Tensor[] {
  return batch.filter((tensor): tensor is Tensor => tensor !== null && tensor !== undefined);
}

/** What a batch itself looks like. */
export function specOf(batch: Batch): BatchSpec {
  const tensors = tensorsOf(batch);
  return { tensors, rows: tensors[0]?.shape[0] ?? 0 };
}
