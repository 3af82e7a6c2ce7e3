/** One training step of a tfjs model as one run of a graph: forward, loss, metrics, gradients, optimizer. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { nativeBackend, type OutputInfo, type Tf } from "../internals";
import { Session, signature, type Signature } from "../graph/session";
import type { CompiledModel, Layer } from "../lowering/model";
import { Program } from "../ops/program";
import { SEEDS, StepBuilder } from "./builder";
import { OptimizerStep } from "./optimizer-step";
import { SessionVariables } from "./session-variables";
import type { BatchSpec } from "./step-executor";
import { ROWS, castBatch, dataName, feedName, feedsOf, matchesFeeds, type Feed } from "./feeds";

type Tensor = TensorFlow.Tensor;

/** A compiled model's training step, for batches of one form. */
export class TrainingStep {
  private readonly program: Program;
  private readonly feeds: readonly Feed[];
  private readonly lists: readonly unknown[];
  private readonly compiled: readonly unknown[];
  private readonly session: Session;
  private readonly variables: SessionVariables;
  private readonly onBatch: Signature;
  private readonly onRows: Signature;
  private readonly step: OptimizerStep;
  private readonly dropouts: readonly Layer[];
  private ran = false;
  /** Whether all that a run changes waits for one loss, so that a run that fails has changed nothing. */
  private readonly waitsForLoss: boolean;

  /**
   * Builds and loads the graph; the model is not touched yet.
   *
   * @param tf - TensorFlow.js.
   * @param model - A compiled model.
   * @param batch - What batches look like: inputs, then targets.
   * @throws Unsupported when something of the model has no graph.
   */
  constructor(
    private readonly tf: Tf,
    private readonly model: CompiledModel,
    batch: BatchSpec,
  ) {
    this.step = new OptimizerStep(tf, model.optimizer_);
    this.feeds = feedsOf(batch.tensors);
    this.program = new Program({ training: true, rows: batch.rows });
    this.compiled = compiledParts(model);
    const builder = new StepBuilder(tf, { program: this.program, model, feeds: this.feeds, step: this.step });
    const outputs = builder.build();
    this.lists = this.step.lists();
    this.dropouts = builder.dropouts;
    this.waitsForLoss = builder.waitsForLoss;
    const always = [this.step.placeholder, ...(this.dropouts.length > 0 ? [SEEDS] : [])];
    this.onBatch = signature([...this.feeds.map((_, i) => feedName(i)), ...always], outputs);
    this.onRows = signature([...this.feeds.map((_, i) => dataName(i)), ROWS, ...always], outputs);
    this.session = new Session(nativeBackend(tf).binding, this.program.graph);
    this.variables = new SessionVariables(tf, this.session, builder.weights.resources());
  }

  /** Whether variables and optimizer are certain to be as they were when a run has failed. */
  get isUnchanged(): boolean {
    return this.waitsForLoss || !this.ran;
  }

  /** Whether the model is still what the graph was made from, and such a batch fits it. */
  matches(batch: readonly Tensor[]): boolean {
    return (
      matchesFeeds(this.feeds, batch) &&
      this.program.isValid &&
      same(this.compiled, compiledParts(this.model)) &&
      same(this.lists, this.step.lists()) &&
      this.step.isValid
    );
  }

  /** Leaves the weights to the model, and ends the session. */
  release(): void {
    this.variables.release();
  }

  /**
   * Trains on one batch.
   *
   * @param batch - Inputs, then targets.
   * @returns Loss with penalties, then the metrics: scalars.
   */
  train(batch: readonly Tensor[]): Tensor[] {
    const backend = nativeBackend(this.tf);
    const ids = backend.getInputTensorIds(castBatch(batch));
    return this.run(this.onBatch, ids).map((result) => backend.createOutputTensor(result));
  }

  /**
   * Trains on a batch of rows that the graph gathers from all data.
   *
   * @param data - Inputs, then targets: all rows, of types that need no cast.
   * @param rows - Which rows make the batch.
   * @returns Loss with penalties, then the metrics.
   */
  trainOnRows(data: readonly Tensor[], rows: Int32Array): number[] {
    const backend = nativeBackend(this.tf);
    const { binding } = backend;
    const picked = binding.createTensor([rows.length], binding.TF_INT32, rows);
    try {
      const results = this.run(this.onRows, [...backend.getInputTensorIds(data), picked]);
      return results.map(({ id }) => {
        const [number = NaN] = binding.tensorDataSync(id);
        binding.deleteTensor(id);
        return number;
      });
    } finally {
      binding.deleteTensor(picked);
    }
  }

  private run(signature: Signature, ids: readonly number[]): OutputInfo[] {
    const { binding } = nativeBackend(this.tf);
    this.variables.upload();
    this.variables.adopt();
    const hyper = this.step.hyper();
    const made = [binding.createTensor([hyper.length], binding.TF_FLOAT, hyper)];
    if (this.dropouts.length > 0) {
      const seeds = this.seeds();
      made.push(binding.createTensor([seeds.length], binding.TF_INT32, seeds));
    }
    try {
      const results = this.session.run(signature, [...ids, ...made]);
      this.ran = true;
      this.step.after();
      return results;
    } finally {
      made.forEach((id) => binding.deleteTensor(id));
    }
  }

  /** What dropout draws from: the optimizer counts the steps, so that a run that is taken up again goes on. */
  private seeds(): Int32Array {
    const { iterations } = this.step.optimizer;
    const seeds = this.dropouts.map((layer, call) => seedOf(layer) + call * 0x9e3779b9);
    return Int32Array.from([iterations, ...seeds], (seed) => seed | 0);
  }
}

/** A layer without a seed drops differently at every step of every session. */
function seedOf(layer: Layer): number {
  const seed = layer["seed"] as number | null | undefined;
  return seed ?? Math.floor(Math.random() * 2 ** 31);
}

/** What `compile` sets anew. */
function compiledParts(model: CompiledModel): readonly unknown[] {
  return [model.optimizer_, model.lossFunctions, model.metricsTensors, model.collectedTrainableWeights];
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
