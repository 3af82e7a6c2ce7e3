/** Into how many parts a batch is cut for operations of TensorFlow that keep to one thread. */
import { availableParallelism } from "node:os";
import type { Program } from "./program";

/** Diminishing returns above this number of parts. */
const MAX_PARTS = 4;
/** Fewer rows than this are not worth a part of their own. */
const MIN_ROWS = 8;

/**
 * The number of parts: 1 where cutting would not pay.
 *
 * @param p - The program, which knows how many rows it is built for.
 * @param options - `work`: multiplications for one row; `least`: how many a part must have to be worth its cutting.
 */
export function partsFor(p: Program, { work, least }: { work: number; least: number }): number {
  const threads = Number(process.env["TF_NUM_INTEROP_THREADS"]) || availableParallelism();
  const worthwhile = Math.min(p.rows / MIN_ROWS, (p.rows * work) / least);
  return Math.max(1, Math.floor(Math.min(threads, MAX_PARTS, worthwhile)));
}
