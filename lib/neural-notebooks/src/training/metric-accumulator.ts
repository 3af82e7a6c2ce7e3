/** Turns the figures of batches into those of all rows. */
import { tf } from "../core/tf";
import type { Rows } from "./data";
import type { Logs } from "./history";
import { testStep, type InnerModel } from "./steps";

/**
 * Loss and metrics over rows, in inference mode: means of the batches weighted by their rows.
 *
 * @param options - `between` is awaited after each batch; when it gives false, the measuring ends.
 */
export async function measureRows(
  inner: InnerModel,
  rows: Rows,
  options: { names: readonly string[]; batchSize: number; between: () => Promise<boolean> },
): Promise<Logs> {
  const { names, batchSize, between } = options;
  const test = testStep(inner, names);
  const means = new Means(names);
  for (let start = 0; start < rows.count; start += batchSize) {
    const size = Math.min(batchSize, rows.count - start);
    const tensors = rows.tensors.map((tensor) => tensor.slice(start, size));
    try {
      means.add(test(tensors), size);
    } finally {
      tf.dispose(tensors);
    }
    if (!(await between())) break;
  }
  return means.values();
}

/** Means weighted by the rows of each batch. */
export class Means {
  private readonly sums: Record<string, number> = {};
  private rows = 0;

  constructor(private readonly names: readonly string[]) {
    for (const name of names) this.sums[name] = 0;
  }

  add(logs: Logs, rows: number): void {
    this.rows += rows;
    for (const name of this.names)
      this.sums[name] = (this.sums[name] as number) + (logs[name] as number) * rows;
  }

  values(): Logs {
    return Object.fromEntries(this.names.map((name) => [name, (this.sums[name] as number) / this.rows]));
  }
}
