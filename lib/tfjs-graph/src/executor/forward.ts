/** The forward pass of a model as one graph: for predictions, and with loss and metrics for evaluation. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { nativeBackend, type Tf } from "../internals";
import { Session, signature, type Signature } from "../graph/session";
import { emitModel, type LoweringContext } from "../lowering/emit";
import type { CompiledModel, Container, Weight } from "../lowering/model";
import { asFloat, add } from "../ops/basic";
import { Program, Unsupported, type Value } from "../ops/program";
import { lossNameOf, metricNameOf } from "./builtin-losses";
import { lossOf, metricOf, type Comparison } from "./losses";
import { castBatch, feedName, feedsOf, matchesFeeds, placeholders, type Feed } from "./feeds";
import type { BatchSpec } from "./step-executor";

type Tensor = TensorFlow.Tensor;

/** Elements of the largest value that are computed at once (16 MB), and the most rows. */
const MAX_ELEMENTS = 4e6;
const MAX_ROWS = 1024;

/** A model without training, for batches of one form; its weights are handed over at each run. */
export class ForwardGraph {
  private readonly program: Program;
  private readonly feeds: readonly Feed[];
  private readonly weights: readonly Weight[];
  private readonly compiled: readonly unknown[];
  private readonly session: Session;
  private readonly signature: Signature;
  private readonly measured: boolean;

  /**
   * Builds and loads the graph.
   *
   * @param tf - TensorFlow.js.
   * @param model - Any model; a compiled one where `measured`.
   * @param options - `batch`: inputs and, where `measured`, targets.
   * @throws Unsupported when something of the model has no graph.
   */
  constructor(
    private readonly tf: Tf,
    private readonly model: Container,
    { batch, measured }: { batch: BatchSpec; measured: boolean },
  ) {
    this.measured = measured;
    this.compiled = this.compiledParts();
    this.feeds = feedsOf(batch.tensors);
    this.program = new Program({ training: false, rows: Math.min(batch.rows, MAX_ROWS) });
    const writer = new ForwardWriter(tf, this.program);
    const results = writer.write(model, { feeds: this.feeds, measured });
    this.weights = writer.weights;
    const inputs = [...this.feeds.map((_, i) => feedName(i)), ...this.weights.map((_, i) => weightName(i))];
    // An output may be an input: a node of its own gives it a tensor of its own.
    const outputs = results.map((edge) => this.program.node("Identity", [edge]));
    this.signature = signature(inputs, outputs);
    this.session = new Session(nativeBackend(tf).binding, this.program.graph);
  }

  /** Whether the model is still what the graph was made from, and such a batch fits it. */
  matches(batch: readonly Tensor[]): boolean {
    const parts = this.compiledParts();
    return (
      matchesFeeds(this.feeds, batch) &&
      this.program.isValid &&
      parts.every((part, i) => part === this.compiled[i])
    );
  }

  /** How many rows to take at once: more than a small batch where that costs little memory. */
  rowsAtOnce(batchSize: number): number {
    return Math.max(batchSize, Math.min(MAX_ROWS, Math.floor(MAX_ELEMENTS / this.program.widest)));
  }

  /** Runs it; the results are the caller's. */
  run(batch: readonly Tensor[]): Tensor[] {
    const backend = nativeBackend(this.tf);
    return this.tf.tidy(() => {
      const ids = backend.getInputTensorIds([
        ...castBatch(batch),
        ...this.weights.map((weight) => weight.read()),
      ]);
      const results = this.session.run(this.signature, ids);
      return results.map((result) => backend.createOutputTensor(result));
    });
  }

  /** Ends the session. */
  release(): void {
    this.session.close();
  }

  /** What `compile` sets anew and measuring rests on. */
  private compiledParts(): readonly unknown[] {
    const { lossFunctions, metricsTensors } = this.model as CompiledModel;
    return this.measured ? [lossFunctions, metricsTensors] : [];
  }
}

/** Writes one such graph. */
export class ForwardWriter {
  /** The weights that the graph takes, in the order of their placeholders. */
  readonly weights: Weight[] = [];
  private readonly values = new Map<number, Value>();

  constructor(
    private readonly tf: Tf,
    private readonly program: Program,
  ) {}

  /**
   * Writes a model.
   *
   * @param options - `feeds`: inputs and, where `measured`, targets.
   * @returns The edges of its outputs; where `measured`, those of its losses and metrics.
   * @throws Unsupported when something of the model has no graph.
   */
  write(model: Container, { feeds, measured }: { feeds: readonly Feed[]; measured: boolean }): string[] {
    const { program: p } = this;
    const values = placeholders(p, feeds);
    const outputs = emitModel(model, values.slice(0, model.inputs.length), this.loweringContext());
    if (measured)
      return this.measures(model as CompiledModel, { outputs, targets: values.slice(model.inputs.length) });
    return outputs.map(({ edge, type }) => (type === "float32" ? edge : refuse(`outputs of type ${type}`)));
  }

  private loweringContext(): LoweringContext {
    return {
      program: this.program,
      tf: this.tf,
      weight: (weight) => {
        const value = this.values.get(weight.id) ?? this.weight(weight);
        this.values.set(weight.id, value);
        return value;
      },
      update: () => refuse("changes of weights without training"),
      seed: () => refuse("randomness without training"),
    };
  }

  private weight(weight: Weight): Value {
    const { shape, dtype } = weight;
    if (dtype !== "float32") return refuse(`weights of type ${dtype}`);
    const { program: p } = this;
    const name = weightName(this.weights.push(weight) - 1);
    return p.value(p.graph.placeholder(name, { type: "float32", shape }), shape);
  }

  /** What tfjs' test function gives: the running total of the losses, then the metrics. */
  private measures(
    model: CompiledModel,
    { outputs, targets }: { outputs: readonly Value[]; targets: readonly Value[] },
  ): string[] {
    const { program: p, tf } = this;
    if (targets.length !== outputs.length) return refuse("weights of samples");
    const pairs = outputs.map((output, i) => ({ target: asFloat(p, targets[i] as Value), output }));
    const losses = pairs.map((pair, i) => lossOf(p, lossNameOf(tf, model, i), pair));
    const totals = losses.map((_, i) =>
      losses.slice(1, i + 1).reduce((sum, loss) => add(p, sum, loss), losses[0] as Value),
    );
    const metrics = model.metricsTensors.map(([metric, index]) =>
      metricOf(p, metricNameOf(tf, metric), pairs[index] as Comparison),
    );
    return [...totals.map(({ edge }) => edge), ...metrics];
  }
}

/** The name of a weight's placeholder. */
function weightName(index: number): string {
  return `weight${index}`;
}

function refuse(what: string): never {
  throw new Unsupported(what);
}
