/** Turns a compiled tfjs model into functions that train on, or measure, one batch and give plain numbers. */
import { StateError, cannot } from "../core/errors";
import { tf, type LayersModel, type Optimizer, type Tensor, type Variable } from "../core/tf";

/** Parts of a tfjs model that its types do not show. The version is pinned, and the tests compare with `model.fit`. */
export interface InnerModel {
  isTraining: boolean;
  stopTraining_: boolean;
  readonly collectedTrainableWeights: readonly unknown[];
  readonly trainableWeights: readonly { read(): Variable }[];
  readonly feedInputShapes: readonly (readonly (number | null)[])[];
  readonly feedOutputShapes: readonly (readonly (number | null)[])[];
  readonly loss: unknown;
  testFunction: (batch: Tensor[]) => Tensor[];
  makeTrainFunction(): TrainFunction;
  makeTestFunction(): void;
  getDedupedMetricsNames(): string[];
}

/** Trains on a batch; `byRows`, where tfjs-graph has added it, picks the rows of the batch itself and gives numbers. */
type TrainFunction = ((batch: Tensor[]) => Tensor[]) & {
  byRows?: (data: readonly Tensor[], rows: Int32Array) => number[];
};

/** How large gradients are cut. */
export interface ClipOptions {
  /** All gradients together are scaled down to at most this Euclidean length. */
  norm?: number;
  /** Each number is cut to ± this. */
  value?: number;
}

/**
 * The model that does the work: a `Sequential` wraps one.
 *
 * @param model - A compiled model.
 * @param verb - For the message.
 * @throws StateError when the model is not compiled, or layers were frozen or thawed since.
 */
export function innerModel(model: LayersModel, verb: string): InnerModel {
  if ((model as { optimizer?: unknown }).optimizer === undefined) {
    const hint = 'Call model.compile({ optimizer, loss, metrics: ["accuracy"] }) first.';
    throw cannot(verb, { argument: "model", must: "compiled", received: model, hint, as: StateError });
  }
  const inner = ((model as unknown as { model?: LayersModel }).model ?? model) as unknown as InnerModel;
  if (inner.trainableWeights.length !== inner.collectedTrainableWeights.length) {
    const hint = "Layers were frozen or thawed since: call model.compile(…) again.";
    throw cannot(verb, {
      argument: "model",
      must: "compiled for the layers that are trainable now",
      received: model,
      hint,
      as: StateError,
    });
  }
  return inner;
}

/** The optimizer of a compiled model. */
export function optimizerOf(model: LayersModel): Optimizer {
  return model.optimizer;
}

/**
 * Makes the function that trains on one batch: forward, loss, gradients, optimizer's step.
 *
 * @param inner - From {@link innerModel}.
 * @param names - Names of what comes back: `"loss"`, then the metrics.
 * @returns A function from all data, inputs and targets, and the numbers of the rows that make the batch, to loss
 *   (regularizers included) and metrics of that batch, before the step.
 */
export function trainStep(
  inner: InnerModel,
  names: readonly string[],
): (data: readonly Tensor[], rows: Int32Array) => Record<string, number> {
  const train = inner.makeTrainFunction();
  const byBatch = (data: readonly Tensor[], rows: Int32Array): number[] =>
    readAll(
      tf.tidy(() => {
        const indices = tf.tensor1d(rows, "int32");
        return train(data.map((tensor) => tensor.gather(indices)));
      }),
    );
  const byRows = train.byRows ?? byBatch;
  return (data, rows) => named(names, byRows(data, rows));
}

/**
 * Makes the function that measures one batch in inference mode.
 *
 * @param inner - From {@link innerModel}.
 * @param names - Names of what comes back.
 */
export function testStep(
  inner: InnerModel,
  names: readonly string[],
): (batch: Tensor[]) => Record<string, number> {
  inner.makeTestFunction();
  return (batch) => named(names, readAll(inner.testFunction(batch)));
}

/**
 * Cuts the gradients of an optimizer until the returned function is called.
 *
 * @param optimizer - The optimizer.
 * @param options - `norm` (all together) or `value` (each number); both: value first.
 * @returns Undoes it.
 */
export function clipGradients(optimizer: Optimizer, options: ClipOptions): () => void {
  type Gradients = Parameters<Optimizer["applyGradients"]>[0];
  const target = optimizer as { applyGradients: (gradients: Gradients) => void };
  const apply = target.applyGradients.bind(optimizer);
  target.applyGradients = (gradients) => {
    tf.tidy(() => {
      const list = Array.isArray(gradients)
        ? gradients
        : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
      const clipped = clipTensors(
        list.map((entry) => entry.tensor),
        options,
      );
      apply(list.map(({ name }, i) => ({ name, tensor: clipped[i] as Tensor })));
    });
    // minimize() disposes of the gradients it made, the clipped copies went with the tidy.
  };
  return () => {
    // The class's own method shows again.
    delete (target as { applyGradients?: unknown }).applyGradients;
  };
}

/**
 * Cuts tensors: each number to ±`value`, then all together to Euclidean length `norm`.
 *
 * @param tensors - Any shapes; left as they are.
 * @returns New tensors of the same shapes; the caller disposes of them.
 */
export function clipTensors(tensors: readonly Tensor[], options: ClipOptions): Tensor[] {
  const { norm, value } = options;
  return tf.tidy(() => {
    const cut = tensors.map((tensor) =>
      value === undefined ? tensor.clone() : tensor.clipByValue(-value, value),
    );
    if (norm === undefined) return cut;
    const squares = cut.map((tensor) => tensor.square().sum());
    const length = Math.sqrt(squares.reduce((sum, square) => sum + (square.dataSync()[0] as number), 0));
    return length <= norm ? cut : cut.map((tensor) => tensor.mul(norm / length));
  });
}

function named(names: readonly string[], values: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] as number]));
}

function readAll(tensors: Tensor[]): number[] {
  const values = tensors.map((tensor) => tensor.dataSync()[0] as number);
  tf.dispose(tensors);
  return values;
}
