/** Puts the executors behind TensorFlow.js' own methods: whatever trains, measures or predicts goes through them. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import type { Container } from "../lowering/model";
import { installDropoutSeeds } from "./dropout-seeds";
import { Executors } from "./executors";
import { DEFAULT_BATCH_SIZE, fitLoop, type StockFitLoop } from "./fit-loop";
import { isRegistered, registerExecutors } from "./inspect";
import { gatherRows, joinBatches, measureBatches, numbersOf } from "./row-batches";
import {
  specOf,
  tensorsOf,
  type Batch,
  type StockMethods,
  type TestFunction,
  type TrainFunction,
  type TrainableModel,
} from "./step-executor";

type Tensor = TensorFlow.Tensor;

/** The methods of tfjs' models that are replaced: all that train, measure or predict come down to these. */
type Methods = StockMethods & { fitLoop: StockFitLoop };

/**
 * Replaces the methods of all layers models behind `fit`, `fitDataset`, `trainOnBatch`, `evaluate`, `evaluateDataset`,
 * `predict` and `predictOnBatch`.
 *
 * @param tf - TensorFlow.js, changed in place.
 * @param options - `graphs`: whether its back end runs graphs.
 * @returns Undoes it. A second call changes nothing more.
 */
export function installExecutors(tf: Tf, options: { graphs: boolean }): () => void {
  const prototype = tf.LayersModel.prototype as unknown as Methods;
  if (isRegistered(prototype)) return () => undefined;
  const { makeTrainFunction, makeTestFunction, predictLoop, testLoop, fitLoop } = prototype;
  const stock: Methods = { makeTrainFunction, makeTestFunction, predictLoop, testLoop, fitLoop };
  const executors = new Executors(tf, stock, options);
  const unregister = registerExecutors(prototype, executors);
  const restoreDropout = installDropoutSeeds(tf);
  const context = { tf, executors, stock };
  Object.assign(prototype, trainingMethods(context), testMethods(context), predictMethods(context));
  return () => {
    Object.assign(prototype, stock);
    restoreDropout();
    unregister();
  };
}

/** What the new methods work with. */
interface Context {
  readonly tf: Tf;
  readonly executors: Executors;
  readonly stock: Methods;
}

function trainingMethods(context: Context): Pick<Methods, "makeTrainFunction" | "fitLoop"> {
  const { tf, executors, stock } = context;
  /** What {@link Methods.makeTrainFunction} has given: it can train on rows too. */
  const trainFunctions = new WeakSet<TrainFunction>();
  return {
    makeTrainFunction() {
      const train: TrainFunction = (batch) =>
        executors.run(this, { work: "train", batch: specOf(batch) }, (executor) => executor.train(batch));
      trainFunctions.add(train);
      return train;
    },

    fitLoop(...given) {
      const [train, data] = given;
      // A function of somebody's own takes batches.
      const trainRows = trainFunctions.has(train)
        ? (rows: Int32Array) => {
            const batch = { tensors: tensorsOf(data), rows: rows.length };
            return executors.run(this, { work: "train", batch }, (executor) =>
              executor.trainRows(data, rows),
            );
          }
        : (rows: Int32Array) => numbersOf(tf, () => train(gatherRows(tf, data, rows)));
      const measureData = (test: TestFunction, rows: Batch, batchSize: number) =>
        measure(context, { model: this, test, data: tensorsOf(rows), batchSize });
      return fitLoop(tf, this, { given, stock: stock.fitLoop, trainRows, measure: measureData });
    },
  };
}

function testMethods(context: Context): Pick<Methods, "makeTestFunction" | "testLoop"> {
  const { tf, executors, stock } = context;
  return {
    makeTestFunction() {
      (this as TrainableModel).testFunction = (batch) =>
        executors.run(this, { work: "evaluate", batch: specOf(batch) }, (executor) => executor.test(batch));
    },

    testLoop(test, inputs, batchSize, verbose = 0, steps = null) {
      const data = [inputs].flat();
      const isKnown = !verbose && steps === null && batchSize !== undefined && commonRows(data) > 0;
      // A gradient that is being recorded must not end at a number.
      if (!isKnown || tf.engine().isTapeOn())
        return stock.testLoop.call(this, test, inputs, batchSize, verbose, steps);
      const measuring = measure(context, { model: this, test, data, batchSize });
      let step = measuring.next();
      while (!step.done) step = measuring.next();
      return step.value.map((figure) => tf.scalar(figure));
    },
  };
}

function predictMethods({ tf, executors, stock }: Context): Pick<Methods, "predictLoop"> {
  return {
    predictLoop(inputs, batchSize = DEFAULT_BATCH_SIZE, verbose = false) {
      const data = [inputs].flat();
      const rows = commonRows(data);
      // What tfjs refuses it refuses itself.
      if (verbose || rows === 0) return stock.predictLoop.call(this, inputs, batchSize, verbose);
      const batch = { tensors: data, rows };
      const outputs = executors.run(
        this,
        { work: "predict", batch, batches: Math.ceil(rows / batchSize) },
        (executor) => {
          const cutting = { data, batchSize: executor.rowsAtOnce("predict", batchSize) };
          return joinBatches(tf, cutting, (part) => executor.predict(part));
        },
      );
      const [first] = outputs;
      return outputs.length === 1 && first ? first : outputs;
    },
  };
}

/** Measures all rows, more of them at once than asked for where that is quicker. */
function measure(
  { tf, executors }: Context,
  measured: { model: Container; test: TestFunction; data: readonly Tensor[]; batchSize: number },
): Generator<void, number[]> {
  const { model, test, data, batchSize } = measured;
  const size = executors.run(model, { work: "evaluate", batch: specOf(data) }, (executor) =>
    executor.rowsAtOnce("evaluate", batchSize),
  );
  return measureBatches(tf, test, { data, batchSize: size });
}

/** The number of rows; 0 where tensors differ in it. */
function commonRows(data: readonly Tensor[]): number {
  const rows = data[0]?.shape[0] ?? 0;
  return data.every(({ shape }) => shape[0] === rows) ? rows : 0;
}
