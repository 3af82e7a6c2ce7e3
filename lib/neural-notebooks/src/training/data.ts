/** Checks training data against a model, and cuts it into batches in a seeded order. */
import { ArgumentError, ShapeError, cannot, describe } from "../core/errors";
import { checkTensorFinite } from "../core/finite";
import { checkSameLength } from "../core/shape";
import { tf, type LayersModel, type Tensor } from "../core/tf";
import type { InnerModel } from "./steps";

/** Inputs and targets; lists of tensors for models with several inputs or outputs. */
export interface TrainingData {
  /** Inputs, shape `[rows, …]`. */
  readonly x: Tensor | readonly Tensor[];
  /** Targets, shape `[rows, …]`; `[rows]` stands for `[rows, 1]`. */
  readonly y: Tensor | readonly Tensor[];
}

/** Checked data: every tensor has the same number of rows. */
export interface Rows {
  /** Inputs, then targets. */
  readonly tensors: readonly Tensor[];
  readonly count: number;
  /** Disposes of what was made here; the caller's tensors stay. */
  dispose(): void;
}

/**
 * Checks inputs and targets against a model.
 *
 * @param model - A compiled model.
 * @param data - Inputs and targets.
 * @param context - The inner model, the verb, and a prefix for the arguments' names.
 * @returns The rows, to be disposed of.
 * @throws ShapeError when a tensor does not fit the model, or row counts differ.
 * @throws DataError when a number is NaN or infinite.
 */
export function checkRows(
  model: LayersModel,
  data: TrainingData,
  context: { inner: InnerModel; verb: string; prefix?: string },
): Rows {
  const { inner, verb, prefix = "" } = context;
  const made: Tensor[] = [];
  const withColumn = (tensor: Tensor) => {
    if (tensor.rank !== 1) return tensor;
    const column = tensor.expandDims(1);
    made.push(column);
    return column;
  };
  const lists = { x: listOf(data.x), y: listOf(data.y) };
  try {
    for (const name of ["x", "y"] as const) {
      const wanted = name === "x" ? inner.feedInputShapes : inner.feedOutputShapes;
      const given = lists[name];
      if (given.length !== wanted.length || given.some((tensor) => !isTensor(tensor))) {
        const must = wanted.length === 1 ? "a tensor" : `a list of ${wanted.length} tensors`;
        throw cannot(verb, { argument: prefix + name, must, received: data[name] });
      }
    }
    const xs = lists.x.map(withColumn);
    const ys = lists.y.map(withColumn);
    xs.forEach((tensor, i) =>
      checkFit(tensor, inner.feedInputShapes[i] ?? [], { verb, argument: `${prefix}x` }),
    );
    ys.forEach((tensor, i) => {
      const shape = inner.feedOutputShapes[i] ?? [];
      checkFit(tensor, isSparse(model, i) ? [...shape.slice(0, -1), 1] : shape, {
        verb,
        argument: `${prefix}y`,
        target: true,
      });
    });
    const rowsOf = (name: string, list: readonly Tensor[]) =>
      list.map((t, i): [string, number] => [`${prefix}${name}${i || ""}`, t.shape[0] ?? 0]);
    checkSameLength(Object.fromEntries([...rowsOf("x", xs), ...rowsOf("y", ys)]), verb);
    xs.forEach((tensor) => checkTensorFinite(tensor, { verb, argument: `${prefix}x` }));
    ys.forEach((tensor) => checkTensorFinite(tensor, { verb, argument: `${prefix}y` }));
    return { tensors: [...xs, ...ys], count: xs[0]?.shape[0] ?? 0, dispose: () => tf.dispose(made) };
  } catch (error) {
    tf.dispose(made);
    throw error;
  }
}

/**
 * Cuts rows in two: the last share is held back for validation, before any shuffle.
 *
 * @param share - Between 0 and 1.
 * @throws ArgumentError when a part would have no row.
 */
export function splitRows(rows: Rows, share: number): { train: Rows; validation: Rows } {
  const held = Math.round(rows.count * share);
  if (!(share > 0 && share < 1) || held < 1 || held >= rows.count) {
    const must = "a share in (0, 1) that leaves rows on both sides";
    throw new ArgumentError(
      `Cannot fit the model: validation must be ${must}; received ${describe(share)} of ${rows.count} rows.`,
    );
  }
  const part = (start: number, count: number): Rows => {
    const tensors = rows.tensors.map((tensor) => tensor.slice(start, count));
    return { tensors, count, dispose: () => tf.dispose(tensors) };
  };
  return { train: part(0, rows.count - held), validation: part(rows.count - held, held) };
}

function checkFit(
  tensor: Tensor,
  wanted: readonly (number | null)[],
  context: { verb: string; argument: string; target?: boolean },
): void {
  const fits =
    tensor.shape.length === wanted.length &&
    wanted.every((size, axis) => axis === 0 || size === null || size === tensor.shape[axis]);
  if (fits && tensor.shape[0] > 0) return;
  const must = `of shape [rows, ${wanted
    .slice(1)
    .map((size) => size ?? "any")
    .join(", ")}]`;
  throw cannot(context.verb, {
    argument: context.argument,
    must,
    received: tensor,
    hint: fitHint(tensor, wanted, context),
    as: ShapeError,
  });
}

function fitHint(
  tensor: Tensor,
  wanted: readonly (number | null)[],
  context: { target?: boolean },
): string | undefined {
  if (context.target && tensor.shape.at(-1) === 1)
    return "Are these class numbers? One-hot encode them, or compile with loss sparseCategoricalCrossentropy.";
  if (context.target && wanted.at(-1) === 1) return "The model has one output.";
  return tensor.shape.length === wanted.length - 1 ? "Did you forget the channel or batch axis?" : undefined;
}

/** Class numbers as targets: then the target has one column whatever the output has. */
function isSparse(model: LayersModel, output: number): boolean {
  const loss = model.loss as unknown;
  const one = Array.isArray(loss) ? (loss[output] as unknown) : loss;
  const named =
    typeof one === "object" && one !== null
      ? (one as Record<string, unknown>)[model.outputNames[output] ?? ""]
      : one;
  const text = typeof named === "function" ? named.name : named;
  return text === "sparseCategoricalCrossentropy";
}

function listOf(value: Tensor | readonly Tensor[]): readonly Tensor[] {
  return Array.isArray(value) ? (value as readonly Tensor[]) : [value as Tensor];
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof tf.Tensor;
}
