/** Runs a model's steps as TensorFlow graphs, one for each kind of work, made when they are first wanted. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import type { CompiledModel, Container } from "../lowering/model";
import { needsNoCast } from "./feeds";
import { ForwardGraph } from "./forward";
import { Lowered } from "./lowered";
import { gatherRows, numbersOf } from "./row-batches";
import { TrainingStep } from "./step";
import { tensorsOf, type Batch, type BatchSpec, type StepExecutor, type Work } from "./step-executor";

type Tensor = TensorFlow.Tensor;

/** The graphs of one model; before a step, {@link lower} must have said `true` for such a batch. */
export class GraphExecutor implements StepExecutor {
  private readonly lowered: {
    readonly train: Lowered<TrainingStep>;
    readonly evaluate: Lowered<ForwardGraph>;
    readonly predict: Lowered<ForwardGraph>;
  };

  /**
   * @param tf - TensorFlow.js with the native back end.
   * @param model - The model that does the work, not a Sequential around it; a compiled one to train and measure.
   */
  constructor(
    private readonly tf: Tf,
    private readonly model: Container,
  ) {
    this.lowered = {
      train: new Lowered(model),
      evaluate: new Lowered(model),
      predict: new Lowered(model),
    };
  }

  /** What is known already for such batches: `true`, why there is no graph, or nothing. */
  answer(work: Work, { tensors }: BatchSpec): true | string | undefined {
    return this.lowered[work].answer(tensors);
  }

  /** Makes the graph for such batches; says `true`, or why there is none. */
  lower(work: Work, batch: BatchSpec): true | string {
    const { tf, lowered } = this;
    const model = this.model as CompiledModel;
    if (work === "train") return lowered.train.make(batch.tensors, () => new TrainingStep(tf, model, batch));
    const measured = work === "evaluate";
    return lowered[work].make(batch.tensors, () => new ForwardGraph(tf, model, { batch, measured }));
  }

  /**
   * Does without the graph that threw: a library that loads it and cannot run it, or labels that TensorFlow refuses and
   * tfjs passes over.
   *
   * @returns The reason; `undefined` where the step may have changed the model before it failed.
   */
  giveUp(work: Work, batch: BatchSpec, error: unknown): string | undefined {
    if (work === "train" && !this.lowered.train.graph.isUnchanged) return undefined;
    return this.lowered[work].giveUp(batch.tensors, error);
  }

  train(batch: Batch): Tensor[] {
    return this.tf.tidy(() => this.lowered.train.graph.train(tensorsOf(batch)));
  }

  trainRows(data: Batch, rows: Int32Array): number[] {
    const tensors = tensorsOf(data);
    if (needsNoCast(tensors)) return this.lowered.train.graph.trainOnRows(tensors, rows);
    return numbersOf(this.tf, () => this.train(gatherRows(this.tf, tensors, rows)));
  }

  test(batch: readonly Tensor[]): Tensor[] {
    return this.lowered.evaluate.graph.run(batch);
  }

  predict(batch: readonly Tensor[]): Tensor[] {
    return this.lowered.predict.graph.run(batch);
  }

  rowsAtOnce(work: "evaluate" | "predict", batchSize: number): number {
    return this.lowered[work].graph.rowsAtOnce(batchSize);
  }
}
