/** Runs a model's steps operation by operation, by TensorFlow.js' own functions. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import type { CompiledModel, Container } from "../lowering/model";
import { StepNames, withMasksOf } from "./dropout-seeds";
import { gatherRows, numbersOf } from "./row-batches";
import type {
  Batch,
  StepExecutor,
  StockMethods,
  TestFunction,
  TrainFunction,
  TrainableModel,
} from "./step-executor";

type Tensor = TensorFlow.Tensor;

/** The steps of one model as TensorFlow.js runs them; every model has them. */
export class EagerExecutor implements StepExecutor {
  private trainFunction: TrainFunction | undefined;
  private testFunction: TestFunction | undefined;
  private readonly steps = new StepNames();

  /**
   * @param tf - TensorFlow.js.
   * @param model - The model that does the work, not a Sequential around it.
   * @param stock - TensorFlow.js' methods, as they were before they were replaced.
   */
  constructor(
    private readonly tf: Tf,
    private readonly model: Container,
    private readonly stock: StockMethods,
  ) {}

  train(batch: Batch): Tensor[] {
    const train = (this.trainFunction ??= this.stock.makeTrainFunction.call(this.model));
    const { optimizer_: optimizer } = this.model as CompiledModel;
    return withMasksOf(this.steps.next(optimizer), () => train(batch));
  }

  trainRows(data: Batch, rows: Int32Array): number[] {
    return numbersOf(this.tf, () => this.train(gatherRows(this.tf, data, rows)));
  }

  test(batch: readonly Tensor[]): Tensor[] {
    this.testFunction ??= this.makeTestFunction();
    return this.testFunction([...batch]);
  }

  predict(batch: readonly Tensor[]): Tensor[] {
    return [this.stock.predictLoop.call(this.model, [...batch], batch[0]?.shape[0])].flat();
  }

  rowsAtOnce(_work: "evaluate" | "predict", batchSize: number): number {
    return batchSize;
  }

  /** tfjs keeps the function at the model; the model's own must stay what it is. */
  private makeTestFunction(): TestFunction {
    const receiver = Object.create(this.model) as TrainableModel;
    this.stock.makeTestFunction.call(receiver);
    return receiver.testFunction;
  }
}
