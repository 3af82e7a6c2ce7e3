/** Rows of data in batches: picked by their numbers, or cut one after the other and put together again. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { Tf } from "../internals";
import type { Batch, TestFunction } from "./step-executor";

type Tensor = TensorFlow.Tensor;

/** Some rows of data, in an order of their own; the caller's tidy disposes of them. */
export function gatherRows(tf: Tf, data: Batch, rows: Int32Array): Batch {
  const indices = tf.tensor1d(rows, "int32");
  return data.map((tensor) => tensor && tf.gather(tensor, indices));
}

/** The numbers of scalars, some of which tfjs keeps beyond a tidy. */
export function numbersOf(tf: Tf, work: () => Tensor[]): number[] {
  const scalars = tf.tidy(work);
  const numbers = scalars.map((scalar) => scalar.dataSync()[0] ?? NaN);
  tf.dispose(scalars);
  return numbers;
}

/** How rows are cut. */
interface Cutting {
  readonly data: readonly Tensor[];
  readonly batchSize: number;
}

/** Does something with all rows, batch by batch; gives its outputs [rows, …]. */
export function joinBatches(tf: Tf, cutting: Cutting, work: (batch: Tensor[]) => Tensor[]): Tensor[] {
  return tf.tidy(() => {
    const parts = Array.from(
      batches(tf, cutting, (batch) => tf.tidy(() => work(batch))),
      ([part]) => part,
    );
    const [first = []] = parts;
    return parts.length === 1
      ? first
      : first.map((_, i) => tf.concat(parts.flatMap((part) => part[i] ?? [])));
  });
}

/**
 * Measures all rows; yields after each batch, so that the caller may let others work in between.
 *
 * @returns Means weighted by the rows of each batch.
 */
export function* measureBatches(tf: Tf, test: TestFunction, cutting: Cutting): Generator<void, number[]> {
  const sums: number[] = [];
  let rows = 0;
  for (const [figures, size] of batches(tf, cutting, (batch) => numbersOf(tf, () => test(batch)))) {
    figures.forEach((figure, i) => (sums[i] = (sums[i] ?? 0) + size * figure));
    rows += size;
    yield;
  }
  return sums.map((sum) => sum / rows);
}

function* batches<T>(
  tf: Tf,
  { data, batchSize }: Cutting,
  work: (batch: Tensor[]) => T,
): Generator<[result: T, size: number]> {
  const rows = data[0]?.shape[0] ?? 0;
  for (let start = 0; start < rows; start += batchSize) {
    const size = Math.min(batchSize, rows - start);
    // Nothing is copied where all rows make one batch.
    const batch = size === rows ? [...data] : data.map((tensor) => slice(tf, tensor, { start, size }));
    try {
      yield [work(batch), size];
    } finally {
      if (size < rows) tf.dispose(batch);
    }
  }
}

function slice(tf: Tf, tensor: Tensor, { start, size }: { start: number; size: number }): Tensor {
  const rest = tensor.shape.slice(1);
  return tf.slice(tensor, [start, ...rest.map(() => 0)], [size, ...rest]);
}
