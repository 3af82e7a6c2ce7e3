/** Lets `predict` and `evaluate` of eager tfjs models run by graphs, where a model has one and there is work for it. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import { innerModel, type CompiledModel, type Container } from "../lowering/model";
import { isEager, reasonOf } from "../execution-mode";
import { Forward } from "./forward";

type Tensor = TensorFlow.Tensor;

/**
 * A graph for predictions is made after this many batches: many models predict once. Measuring has one at once, so
 * that a run which is taken up again measures as the whole run did, to the last bit.
 */
const PATIENCE = 4;

/** What is known of a model: its graph, or why it has none. */
interface Known {
  readonly forward: Forward | undefined;
  readonly reason: string;
  /** What the graph was made for; with another it may have one. */
  readonly made: readonly unknown[];
}

const predictions = new WeakMap<object, Known>();
const measurements = new WeakMap<object, Known>();

/**
 * Says by which road a model predicted or was evaluated last.
 *
 * @param model - A model.
 * @param work - What it did.
 * @returns `"graph"`, or why it went operation by operation.
 */
export function inferenceRoad(model: TensorFlow.LayersModel, work: "predict" | "evaluate"): string {
  const entry = (work === "predict" ? predictions : measurements).get(innerModel(model));
  return entry?.reason ?? "there was too little work for a graph";
}

/** The methods of tfjs' models that are replaced. */
interface Methods {
  testFunction: (batch: Tensor[]) => Tensor[];
  makeTestFunction(this: CompiledModel & Methods): void;
  predictLoop(
    this: Container,
    inputs: Tensor | Tensor[],
    batchSize?: number,
    verbose?: boolean,
  ): Tensor | Tensor[];
  testLoop(
    this: Container,
    test: (batch: Tensor[]) => Tensor[],
    data: Tensor | Tensor[],
    batchSize?: number,
    verbose?: number,
    steps?: number | null,
  ): Tensor[];
}

/**
 * Replaces `predictLoop`, `testLoop` and `makeTestFunction` of all layers models.
 *
 * @param tf - TensorFlow.js with the native back end, changed in place.
 * @returns Undoes it.
 */
export function installInference(tf: Tf): () => void {
  const prototype = tf.LayersModel.prototype as unknown as Methods;
  const { predictLoop, testLoop, makeTestFunction } = prototype;
  const forward = new Graphs(tf, { known: predictions, measured: false });
  const measuring = new Graphs(tf, { known: measurements, measured: true });

  prototype.predictLoop = function (inputs, batchSize = 32, verbose = false) {
    const given = Array.isArray(inputs) ? inputs : [inputs];
    const rows = given[0]?.shape[0] ?? 0;
    const regular = !verbose && rows > 0 && given.every(({ shape }) => shape[0] === rows);
    const batches = Math.ceil(rows / batchSize);
    const graph = regular ? forward.of(this, { batch: given, batches }) : undefined;
    const eager = (): Tensor | Tensor[] => predictLoop.call(this, inputs, batchSize, verbose);
    if (!graph) return eager();
    const size = graph.rowsAtOnce(batchSize);
    const predict = (): Tensor | Tensor[] => inBatches(tf, graph, { inputs: given, rows, batchSize: size });
    return forward.attempt(this, { work: predict, eager });
  };

  prototype.testLoop = function (test, data, batchSize, verbose = 0, steps = null) {
    const given = Array.isArray(data) ? data : [data];
    const rows = given[0]?.shape[0] ?? 0;
    const regular = !verbose && steps === null && batchSize !== undefined && rows > 0;
    const even = given.every(({ shape }) => shape[0] === rows);
    if (!regular || !even || isEager() || tf.engine().isTapeOn())
      return testLoop.call(this, test, data, batchSize, verbose, steps);
    const size = measuring.of(this, { batch: given, batches: 1 })?.rowsAtOnce(batchSize) ?? batchSize;
    return means(tf, test, { data: given, rows, batchSize: size });
  };

  prototype.makeTestFunction = function () {
    makeTestFunction.call(this);
    const eager = this.testFunction;
    this.testFunction = (batch) => {
      const graph = measuring.of(this, { batch, batches: 1 });
      if (!graph) return eager(batch);
      return measuring.attempt(this, {
        work: () => graph.run(batch),
        eager: () => eager(batch),
      });
    };
  };

  return () => Object.assign(prototype, { predictLoop, testLoop, makeTestFunction });
}

/** The graphs of all models, for one purpose. */
class Graphs {
  private readonly waiting = new WeakMap<object, number>();

  constructor(
    private readonly tf: Tf,
    private readonly options: { known: WeakMap<object, Known>; measured: boolean },
  ) {}

  /** The graph for a batch; `undefined` when it is to be computed operation by operation. */
  of(
    model: Container,
    { batch, batches }: { batch: readonly Tensor[]; batches: number },
  ): Forward | undefined {
    // A gradient that is being recorded wants to see the operations.
    if (isEager() || this.tf.engine().isTapeOn()) return undefined;
    const made = this.partsOf(model, batch);
    const entry = this.options.known.get(model);
    if (entry && made.length === entry.made.length && made.every((part, i) => part === entry.made[i])) {
      if (!entry.forward || entry.forward.current) return entry.forward;
    }
    const seen = (this.waiting.get(model) ?? 0) + batches;
    this.waiting.set(model, seen);
    if (seen <= PATIENCE && !this.options.measured) return undefined;
    const fresh = { ...this.build(model, batch), made };
    this.options.known.set(model, fresh);
    return fresh.forward;
  }

  /** Works by a graph; one that cannot run is given up. */
  attempt<T>(model: Container, { work, eager }: { work: () => T; eager: () => T }): T {
    try {
      return work();
    } catch (error) {
      const entry = this.options.known.get(model);
      if (!entry) throw error;
      this.options.known.set(model, { ...entry, forward: undefined, reason: reasonOf(error) });
      return eager();
    }
  }

  /** Whatever stands in the way of a graph, the eager road is open. */
  private build(model: Container, batch: readonly Tensor[]): Omit<Known, "made"> {
    try {
      const { measured } = this.options;
      return { forward: new Forward(this.tf, model, { batch, measured }), reason: "graph" };
    } catch (error) {
      return { forward: undefined, reason: reasonOf(error) };
    }
  }

  private partsOf(model: Container, batch: readonly Tensor[]): readonly unknown[] {
    const kinds = batch.map(({ shape, dtype }) => `${dtype} ${shape.slice(1).join(" ")}`);
    const { lossFunctions, metricsTensors } = model as CompiledModel;
    return this.options.measured ? [lossFunctions, metricsTensors, ...kinds] : kinds;
  }
}

function inBatches(
  tf: Tf,
  forward: Forward,
  { inputs, rows, batchSize }: { inputs: readonly Tensor[]; rows: number; batchSize: number },
): Tensor | Tensor[] {
  return tf.tidy(() => {
    const parts = batches(tf, { data: inputs, rows, batchSize }, (batch) => forward.run(batch));
    const [first = []] = parts;
    const join = (i: number): Tensor => tf.concat(parts.map((part) => part[i] as Tensor));
    const whole = parts.length === 1 ? first : first.map((_, i) => join(i));
    return whole.length === 1 ? (whole[0] as Tensor) : whole;
  });
}

/** Figures of batches become those of all rows: means weighted by the rows of each batch. */
function means(
  tf: Tf,
  test: (batch: Tensor[]) => Tensor[],
  data: { data: readonly Tensor[]; rows: number; batchSize: number },
): Tensor[] {
  const sums: number[] = [];
  batches(tf, data, (batch, size) => {
    test(batch).forEach((figure, i) => (sums[i] = (sums[i] ?? 0) + size * (figure.dataSync()[0] as number)));
    return [];
  });
  return sums.map((sum) => tf.scalar(sum / data.rows));
}

/** Does something with each batch of rows, and forgets what else it made. */
function batches(
  tf: Tf,
  { data, rows, batchSize }: { data: readonly Tensor[]; rows: number; batchSize: number },
  work: (batch: Tensor[], size: number) => Tensor[],
): Tensor[][] {
  const results: Tensor[][] = [];
  for (let start = 0; start < rows; start += batchSize) {
    const size = Math.min(batchSize, rows - start);
    const cut = (each: Tensor): Tensor => (size === rows ? each : slice(tf, each, { start, size }));
    results.push(tf.tidy(() => work(data.map(cut), size)));
  }
  return results;
}

function slice(tf: Tf, input: Tensor, { start, size }: { start: number; size: number }): Tensor {
  const rest = input.shape.slice(1);
  return tf.slice(input, [start, ...rest.map(() => 0)], [size, ...rest]);
}
