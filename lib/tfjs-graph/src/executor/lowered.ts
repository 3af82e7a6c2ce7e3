/** Keeps a model's graph for one kind of work, or the reason why it has none, while the model stays what it was. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { reasonOf } from "../execution-mode";
import type { CompiledModel, Container } from "../lowering/model";

type Tensor = TensorFlow.Tensor;

/** A graph that knows what it was made for. */
interface Matching {
  /** Whether the model is still what the graph was made from, and such a batch fits it. */
  matches(batch: readonly Tensor[]): boolean;
  /** Ends it: another takes its place. */
  release(): void;
}

/** Why there is no graph, and for which state of the model and which batches. */
interface Refusal {
  readonly reason: string;
  readonly parts: readonly unknown[];
}

/** The graph of one model for one kind of work. */
export class Lowered<G extends Matching> {
  private made: G | undefined;
  private refusal: Refusal | undefined;

  constructor(private readonly model: Container) {}

  /** The graph. */
  get graph(): G {
    if (!this.made) throw new Error("the model was not lowered for this work");
    return this.made;
  }

  /** What is known for such batches: `true`, the reason against a graph, or nothing yet. */
  answer(batch: readonly Tensor[]): true | string | undefined {
    const { made, refusal } = this;
    if (made) return made.matches(batch) ? true : undefined;
    if (!refusal) return undefined;
    const parts = partsOf(this.model, batch);
    const isSame =
      parts.length === refusal.parts.length && parts.every((part, i) => part === refusal.parts[i]);
    return isSame ? refusal.reason : undefined;
  }

  /** Whatever stands in the way of a graph, the model can run operation by operation. */
  make(batch: readonly Tensor[], build: () => G): true | string {
    try {
      const graph = build();
      this.made?.release();
      this.made = graph;
      return true;
    } catch (error) {
      return this.giveUp(batch, error);
    }
  }

  /** Does without a graph until the model is another. */
  giveUp(batch: readonly Tensor[], error: unknown): string {
    const reason = reasonOf(error);
    this.made?.release();
    this.made = undefined;
    this.refusal = { reason, parts: partsOf(this.model, batch) };
    return reason;
  }
}

/** What `compile` sets anew, and the shapes and types of a batch. */
function partsOf(model: Container, batch: readonly Tensor[]): readonly unknown[] {
  const { optimizer_, lossFunctions, metricsTensors, collectedTrainableWeights } = model as CompiledModel;
  const kinds = batch.map(({ shape, dtype }) => `${dtype} ${shape.slice(1).join(" ")}`);
  return [optimizer_, lossFunctions, metricsTensors, collectedTrainableWeights, ...kinds];
}
