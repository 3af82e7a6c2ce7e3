/** Chooses, for each model and each kind of work, between graph and eager execution: the one place where this is done. */
import type { Tf } from "../internals";
import { isEager, reasonOf } from "../execution-mode";
import type { Container } from "../lowering/model";
import { tryToLower } from "./can-lower";
import { EagerExecutor } from "./eager-executor";
import { GraphExecutor } from "./graph-executor";
import type { BatchSpec, StepExecutor, StockMethods, Work } from "./step-executor";

/**
 * A graph for predictions is made after this many batches: many models predict once. Measuring has one at once, so
 * that a run which is taken up again measures as the first run did, to the last bit.
 */
const WARMUP_BATCHES = 4;

/** The answer for work that a model has not done yet. */
const NOT_YET: Readonly<Record<Work, string>> = {
  train: "it was not trained yet",
  evaluate: "it was not evaluated yet",
  predict: "there was too little work for a graph",
};

/** The executors of one model. */
interface ModelExecutors {
  /** `undefined` where the back end runs no graphs. */
  readonly graph: GraphExecutor | undefined;
  readonly eager: EagerExecutor;
  /** By which each kind of work was done last: `"graph"`, or why not. */
  readonly modes: Map<Work, string>;
  predictedBatches: number;
}

/** The executors of all models of one TensorFlow.js. */
export class Executors {
  private readonly models = new WeakMap<object, ModelExecutors>();

  /**
   * @param tf - TensorFlow.js.
   * @param stock - Its methods, as they were before they were replaced.
   * @param options - `graphs`: whether its back end runs graphs.
   */
  constructor(
    private readonly tf: Tf,
    private readonly stock: StockMethods,
    private readonly options: { graphs: boolean },
  ) {}

  /**
   * Does some work by the executor that fits; where a graph turns out not to run, again by the eager one.
   *
   * @param model - The model that does the work, not a Sequential around it.
   * @param request - What is done, on batches of which kind, and how many of them (default 1).
   * @param use - The work.
   * @returns What it gives.
   */
  run<T>(
    model: Container,
    request: { work: Work; batch: BatchSpec; batches?: number },
    use: (executor: StepExecutor) => T,
  ): T {
    const executors = this.of(model);
    const { graph, eager, modes } = executors;
    const { work, batch } = request;
    // A gradient that is being recorded wants to see the operations.
    const isRecorded = work !== "train" && this.tf.engine().isTapeOn();
    if (isEager() || isRecorded) return use(eager);
    const answer = this.answer(executors, request);
    modes.set(work, answer === true ? "graph" : answer);
    if (answer !== true || !graph) return use(eager);
    try {
      return use(graph);
    } catch (error) {
      const reason = graph.giveUp(work, batch, error);
      if (reason === undefined) throw error;
      modes.set(work, reason);
      return use(eager);
    }
  }

  /** Whether a model has a graph for some work: `true`, or the first reason why not. */
  canLower(model: Container, work: Work): true | string {
    if (!this.options.graphs) return this.noGraphs();
    try {
      tryToLower(this.tf, model, work);
      return true;
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** How some work of a model was done last: `"graph"`, or why not. */
  modeOf(model: Container, work: Work): string {
    return this.models.get(model)?.modes.get(work) ?? NOT_YET[work];
  }

  /** Whether a batch has a graph: it is made if it pays. */
  private answer(
    executors: ModelExecutors,
    { work, batch, batches = 1 }: { work: Work; batch: BatchSpec; batches?: number },
  ): true | string {
    const { graph } = executors;
    if (!graph) return this.noGraphs();
    const known = graph.answer(work, batch);
    if (known !== undefined) return known;
    if (work === "predict") {
      executors.predictedBatches += batches;
      if (executors.predictedBatches <= WARMUP_BATCHES) return NOT_YET.predict;
    }
    return graph.lower(work, batch);
  }

  private noGraphs(): string {
    return `the back end ${this.tf.getBackend()} runs no graphs`;
  }

  private of(model: Container): ModelExecutors {
    const known = this.models.get(model);
    if (known) return known;
    const fresh: ModelExecutors = {
      graph: this.options.graphs ? new GraphExecutor(this.tf, model) : undefined,
      eager: new EagerExecutor(this.tf, model, this.stock),
      modes: new Map(),
      predictedBatches: 0,
    };
    this.models.set(model, fresh);
    return fresh;
  }
}
