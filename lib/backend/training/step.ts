/** One training step of a tfjs model as one run of a graph: forward, loss, metrics, gradients, optimizer. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { nativeBackend, type OutputInfo, type Tf } from "../binding";
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { Session, signature, type Signature } from "../graph/session";
import { allLayers, emitModel, type Surroundings } from "../layers/emit";
import type { CompiledModel, Layer, Weight } from "../layers/model";
import { add, asFloat } from "../ops/basic";
import { partsOfProduct } from "../ops/linear";
import { output } from "../ops/parts";
import { Program, Unsupported, annotate, type Value } from "../ops/program";
import { concat } from "../ops/shape";
import { lossOf, metricOf, type Comparison } from "./losses";
import { fusedRule, type FusedRule } from "./optimizers";
import { penaltiesOf } from "./penalties";
import { lossNameOf, metricNameOf } from "./references";
import { Residents, resourceNodes, type ResourceNodes } from "./residents";
import { ROWS, castBatch, dataName, feedName, feedsOf, fits, pickedFeeds, type Feed } from "./signature";

type Tensor = TensorFlow.Tensor;
type Variable = TensorFlow.Variable;

const HYPER = "hyper";
/** The placeholder of randomness: int32 [1 + calls of dropout], the step and the seeds at it. */
const SEEDS = "seeds";

/** A compiled model's training step, for batches of one kind. */
export class TrainingStep {
  private readonly program: Program;
  private readonly feeds: readonly Feed[];
  private readonly optimizer: TensorFlow.Optimizer;
  private readonly lists: readonly unknown[];
  private readonly compiled: readonly unknown[];
  private readonly session: Session;
  private readonly residents: Residents;
  private readonly onBatch: Signature;
  private readonly onRows: Signature;
  private readonly rule: FusedRule;
  private readonly dropouts: readonly Layer[];
  private ran = false;
  /** Whether all that a run writes waits for one loss, so that a run that fails has written nothing. */
  private readonly whole: boolean;

  /**
   * Builds and loads the graph; the model is not touched yet.
   *
   * @param tf - TensorFlow.js.
   * @param model - A compiled model.
   * @param batch - The kind to train on: inputs, then targets; `rows` that a batch has.
   * @throws Unsupported when something of the model has no graph.
   */
  constructor(
    private readonly tf: Tf,
    private readonly model: CompiledModel,
    batch: { tensors: readonly Tensor[]; rows: number },
  ) {
    this.optimizer = model.optimizer_;
    const rule = fusedRule(tf, this.optimizer);
    if (!rule) throw new Unsupported("the optimizer");
    this.rule = rule;
    this.feeds = feedsOf(batch.tensors);
    this.program = new Program({ training: true, rows: batch.rows });
    this.compiled = compiledParts(model);
    const builder = new StepBuilder(tf, { program: this.program, model, feeds: this.feeds, rule });
    const outputs = builder.build();
    this.lists = rule.lists();
    this.dropouts = builder.dropouts;
    this.whole = builder.whole;
    const always = [HYPER, ...(this.dropouts.length > 0 ? [SEEDS] : [])];
    this.onBatch = signature([...this.feeds.map((_, i) => feedName(i)), ...always], outputs);
    this.onRows = signature([...this.feeds.map((_, i) => dataName(i)), ROWS, ...always], outputs);
    this.session = new Session(nativeBackend(tf).binding, this.program.graph);
    this.residents = new Residents(tf, this.session, builder.resources());
  }

  /** Whether variables and optimizer are certain to be as they were when a run has failed. */
  get unchanged(): boolean {
    return this.whole || !this.ran;
  }

  /** Whether the model is still what the graph was built from, and a batch of this kind fits it. */
  suits(batch: readonly Tensor[]): boolean {
    return (
      fits(this.feeds, batch) &&
      this.program.current &&
      same(this.compiled, compiledParts(this.model)) &&
      same(this.lists, this.rule.lists()) &&
      !Object.hasOwn(this.optimizer, "applyGradients")
    );
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
   * Trains on a batch of rows that are picked from data on the way.
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

  private run(kind: Signature, ids: readonly number[]): OutputInfo[] {
    const { binding } = nativeBackend(this.tf);
    this.residents.upload();
    this.residents.adopt();
    const made = [
      binding.createTensor([this.rule.hyperCount], binding.TF_FLOAT, Float32Array.from(this.rule.hyper())),
    ];
    if (this.dropouts.length > 0) {
      const seeds = this.seeds();
      made.push(binding.createTensor([seeds.length], binding.TF_INT32, seeds));
    }
    try {
      const results = this.session.run(kind, [...ids, ...made]);
      this.ran = true;
      this.rule.after();
      (this.optimizer as unknown as { incrementIterations(): void }).incrementIterations();
      return results;
    } finally {
      made.forEach((id) => binding.deleteTensor(id));
    }
  }

  /** What dropout draws from: the optimizer counts the steps, so that a run that is taken up again goes on. */
  private seeds(): Int32Array {
    const { iterations } = this.optimizer as unknown as { iterations: number };
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

/** A weight in the graph: whole, and in the parts that learn. */
interface Entry {
  readonly weight: Weight;
  readonly nodes: ResourceNodes;
  readonly widths: readonly number[] | undefined;
  readonly value: Value;
  readonly parts: readonly Value[];
}

/** Writes the graph of a training step. */
class StepBuilder {
  private readonly weights = new Map<number, Entry>();
  private readonly slots: { variable: Variable; nodes: ResourceNodes }[] = [];
  private readonly updates: Edge[] = [];
  private readonly trainable: ReadonlySet<number>;
  /** The layer of each call of dropout. */
  readonly dropouts: Layer[] = [];

  constructor(
    private readonly tf: Tf,
    private readonly options: {
      program: Program;
      model: CompiledModel;
      feeds: readonly Feed[];
      rule: FusedRule;
    },
  ) {
    this.trainable = new Set(options.model.collectedTrainableWeights.map(({ id }) => id));
  }

  /** Writes all; gives the edges to fetch. */
  build(): Edge[] {
    const { program: p, model, feeds } = this.options;
    const values = pickedFeeds(p, feeds);
    const inputs = values.slice(0, model.inputs.length);
    const targets = values.slice(model.inputs.length);
    if (targets.length !== model.outputs.length) throw new Unsupported("weights of samples");
    const around = this.surroundings();
    const outputs = emitModel(model, inputs, around);
    const compared = outputs.map((out, i) => ({ target: asFloat(p, targets[i] as Value), output: out }));
    const losses = compared.map((comparison, i) => lossOf(p, lossNameOf(this.tf, model, i), comparison));
    const metrics = model.metricsTensors.map(([metric, index], i) => {
      if (outputs.length > 1 && i < outputs.length) return (losses[i] as Value).edge;
      return metricOf(p, metricNameOf(this.tf, metric), compared[index] as Comparison);
    });
    const total = [...losses, ...penaltiesOf(allLayers(model), around)].reduce((sum, loss) =>
      add(p, sum, loss),
    );
    const done = this.steps(total);
    // The results wait for the steps, so that one run does all.
    const identity = (edge: Edge): Edge => p.node("Identity", [edge, ...done.map((each) => `^${each}`)]);
    return [identity(total.edge), ...metrics];
  }

  /** Whether everything that is written waits for one loss. */
  get whole(): boolean {
    return this.options.model.outputs.length === 1 && this.updates.length === 0;
  }

  /** Every variable of the session. */
  resources(): { variable: Variable; nodes: ResourceNodes }[] {
    const weights = [...this.weights.values()].map(({ weight, nodes }) => ({
      variable: weight.read(),
      nodes,
    }));
    return [...weights, ...this.slots];
  }

  private steps(total: Value): Edge[] {
    const { program: p, model, rule } = this.options;
    const learning = model.collectedTrainableWeights.map((weight) => this.entry(weight));
    const gradients = p.differentiate(
      total,
      learning.flatMap(({ parts }) => parts),
    );
    const hyper = p.graph.placeholder(HYPER, { type: "float32", shape: [rule.hyperCount] });
    const split = p.node("Unpack", [hyper], { num: attribute.int(rule.hyperCount), axis: attribute.int(0) });
    const scalars = Array.from({ length: rule.hyperCount }, (_, i) => output(split, i));
    let next = 0;
    const steps = learning.flatMap(({ weight, nodes, widths, parts }, i) => {
      const slots = rule.slots(weight.read(), i).map((variable, k) => {
        const name = `slot${i}_${k}`;
        const slot = { variable, nodes: resourceNodes(p.graph, { name, shape: weight.shape, widths }) };
        this.slots.push(slot);
        return slot.nodes.handles;
      });
      return parts.flatMap(({ edge }, part) => {
        const gradient = gradients[next++];
        if (gradient === undefined) return [];
        const [handle, ...own] = [nodes.handles, ...slots].map((handles) => handles[part] as Edge);
        const options = { weight: handle as Edge, slots: own, value: edge, gradient, hyper: scalars };
        return [rule.apply(p, options)];
      });
    });
    return [...steps, ...this.updates];
  }

  private surroundings(): Surroundings {
    const { program } = this.options;
    return {
      program,
      tf: this.tf,
      weight: (weight, use) => this.entry(weight, use).value,
      update: (weight, value) => {
        const attributes = { dtype: attribute.type("float32") };
        const [handle] = this.entry(weight).nodes.handles as [Edge];
        this.updates.push(program.graph.add("AssignVariableOp", [handle, value], { attributes }));
      },
      seed: (layer) => {
        const { graph } = program;
        if (this.dropouts.length === 0) graph.placeholder(SEEDS, { type: "int32", shape: [null] });
        this.dropouts.push(layer);
        const int = attribute.type("int32");
        return graph.add(
          "GatherV2",
          [SEEDS, graph.constant("int32", [0, this.dropouts.length]), graph.constant("int32", 0)],
          { attributes: { Tparams: int, Tindices: int, Taxis: int } },
        );
      },
    };
  }

  private entry(weight: Weight, use?: "product"): Entry {
    const known = this.weights.get(weight.id);
    if (known) return known;
    if (weight.dtype !== "float32") throw new Unsupported(`weights of type ${weight.dtype}`);
    const { program: p } = this.options;
    const { shape } = weight;
    const learns = this.trainable.has(weight.id);
    const widths = use === "product" && learns ? widthsOf(p, shape) : undefined;
    const nodes = resourceNodes(p.graph, { name: `weight${this.weights.size}`, shape, widths });
    const parts = nodes.handles.map((handle, i): Value => {
      const attributes = { dtype: attribute.type("float32") };
      const edge = p.graph.add("ReadVariableOp", [handle], { attributes });
      const own = widths ? [...shape.slice(0, -1), widths[i] as number] : shape;
      return { edge, shape: own, type: "float32", learns };
    });
    const value = widths ? annotate(concat(p, parts, 1), { columns: parts }) : (parts[0] as Value);
    const entry = { weight, nodes, widths, value, parts };
    this.weights.set(weight.id, entry);
    return entry;
  }
}

/** Columns of a part are a multiple of this: a whole number of the processor's vectors. */
const VECTOR = 16;

/** The widths of the parts of a matrix that is worth being kept in parts: the last one takes what is left over. */
function widthsOf(p: Program, shape: readonly number[]): number[] | undefined {
  const [k, m] = shape as readonly [number, number];
  const count = shape.length === 2 ? partsOfProduct(p, [k, m]) : 1;
  const width = Math.floor(m / count / VECTOR) * VECTOR;
  if (count === 1 || width === 0) return undefined;
  return Array.from({ length: count }, (_, i) => (i < count - 1 ? width : m - width * (count - 1)));
}
