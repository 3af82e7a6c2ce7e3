/** The way forward through a model as one graph: for predictions, and with loss and metrics for measuring. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { nativeBackend, type Tf } from "../internals";
import { Session, signature, type Signature } from "../graph/session";
import { emitModel, type Surroundings } from "../lowering/emit";
import type { CompiledModel, Container, Weight } from "../lowering/model";
import { asFloat, add } from "../ops/basic";
import { Program, Unsupported, type Value } from "../ops/program";
import { lossNameOf, metricNameOf } from "./builtin-losses";
import { lossOf, metricOf, type Comparison } from "./losses";
import { castBatch, feedName, feedsOf, placeholders, type Feed } from "./feeds";

type Tensor = TensorFlow.Tensor;

/** Numbers of the largest value that are computed at once (16 MB), and the most rows. */
const AT_ONCE = 4e6;
const MOST_ROWS = 1024;

/** A model without training, for batches of one kind; its weights are handed over at each run. */
export class Forward {
  private readonly program: Program;
  private readonly feeds: readonly Feed[];
  private readonly weights: Weight[] = [];
  private readonly session: Session;
  private readonly signature: Signature;

  /**
   * @param tf - TensorFlow.js.
   * @param model - Any model; a compiled one where `measured`.
   * @param options - `batch`: of the kind to come, inputs and, where `measured`, targets; all rows, or some.
   * @throws Unsupported when something of the model has no graph.
   */
  constructor(
    private readonly tf: Tf,
    model: Container,
    { batch, measured }: { batch: readonly Tensor[]; measured: boolean },
  ) {
    const p = new Program({ training: false, rows: Math.min(batch[0]?.shape[0] ?? 0, MOST_ROWS) });
    this.program = p;
    this.feeds = feedsOf(batch);
    const names = this.feeds.map((_, i) => feedName(i));
    const values = placeholders(p, this.feeds);
    const outputs = emitModel(model, values.slice(0, model.inputs.length), this.surroundings());
    const results = measured
      ? measures({ tf, p, model: model as CompiledModel }, outputs, values.slice(model.inputs.length))
      : outputs.map((output) =>
          output.type === "float32" ? output.edge : refuse(`outputs of type ${output.type}`),
        );
    // An output may be an input: a node of its own gives it a tensor of its own.
    const edges = results.map((edge) => p.node("Identity", [edge]));
    this.signature = signature([...names, ...this.weights.map((_, i) => `weight${i}`)], edges);
    this.session = new Session(nativeBackend(tf).binding, p.graph);
  }

  /** Whether the model's layers are still what the graph was built from. */
  get current(): boolean {
    return this.program.current;
  }

  /** How many rows to take at once: more than a small batch where that costs little memory. */
  rowsAtOnce(batchSize: number): number {
    return Math.max(batchSize, Math.min(MOST_ROWS, Math.floor(AT_ONCE / this.program.widest)));
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

  private surroundings(): Surroundings {
    const { program: p, weights } = this;
    const known = new Map<number, Value>();
    return {
      program: p,
      tf: this.tf,
      weight: (weight) => {
        const value = known.get(weight.id) ?? this.weight(weight);
        known.set(weight.id, value);
        return value;
      },
      update: () => refuse("changes of weights without training"),
      seed: () => refuse(`randomness without training (${weights.length} weights)`),
    };
  }

  private weight(weight: Weight): Value {
    if (weight.dtype !== "float32") return refuse(`weights of type ${weight.dtype}`);
    const { program: p } = this;
    const name = `weight${this.weights.push(weight) - 1}`;
    return p.value(p.graph.placeholder(name, { type: "float32", shape: weight.shape }), weight.shape);
  }
}

/** What tfjs' test function gives: the running total of the losses, then the metrics. */
function measures(
  { tf, p, model }: { tf: Tf; p: Program; model: CompiledModel },
  outputs: readonly Value[],
  targets: readonly Value[],
): string[] {
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

function refuse(what: string): never {
  throw new Unsupported(what);
}
