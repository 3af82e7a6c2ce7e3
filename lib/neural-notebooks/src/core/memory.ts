/** Measures the memory that the notebook's process uses, and the part of it in tensors. */
import { displaySymbol, type Displayable, type MimeBundle } from "./display";
import { bytesText, tableBundle } from "./small-table";
import { tensorCounts } from "./tensor-origins";

/** What {@link memory} gives; all sizes in bytes. */
export class MemoryUse implements Displayable {
  constructor(
    /** What the process holds in the machine's memory (resident set). */
    readonly process: number,
    /** JavaScript objects in use. */
    readonly heap: number,
    /** Values of live tensors, as `tf.memory()` counts them. */
    readonly tensorBytes: number,
    /** How many tensors are alive. */
    readonly tensorCount: number,
  ) {}

  /** A table with a row per part. */
  [displaySymbol](): MimeBundle {
    const rows = [
      ["process", bytesText(this.process)],
      ["JavaScript heap", bytesText(this.heap)],
      [`${this.tensorCount} ${this.tensorCount === 1 ? "tensor" : "tensors"}`, bytesText(this.tensorBytes)],
    ];
    return tableBundle({ head: ["memory", "size"], rows });
  }
}

/**
 * Measures the memory in use. It loads nothing: without TensorFlow.js there are no tensors.
 *
 * @returns Sizes in bytes.
 * @example
 * const before = memory().tensorBytes;
 * const x = tf.ones([100, 10]); // [100, 10]
 * assert.equal(memory().tensorBytes - before, 4000);
 * x.dispose();
 */
export function memory(): MemoryUse {
  const { rss, heapUsed } = process.memoryUsage();
  const { count, bytes } = tensorCounts();
  return new MemoryUse(rss, heapUsed, bytes, count);
}
