/** Into how many parts a batch is cut for operations of TensorFlow that keep to one thread. */
import { availableParallelism } from "node:os";
import type { Program } from "./program";

/** More parts than this bring little: what remains is done once. */
const MOST = 4;
/** Fewer rows than this are not worth a part of their own. */
const ROWS = 8;
/** A part has at least so many multiplications, about 0.2 ms; cutting and joining takes less. */
const WORK = 1.5e6;

/**
 * The number of parts: 1 where cutting would not pay.
 *
 * @param p - The program, which knows how many rows it is built for.
 * @param work - Multiplications for one row, there and back left aside.
 */
export function partsFor(p: Program, work: number): number {
  const threads = Number(process.env["TF_NUM_INTEROP_THREADS"]) || availableParallelism();
  const worthwhile = Math.min(p.rows / ROWS, (p.rows * work) / WORK);
  return Math.max(1, Math.floor(Math.min(threads, MOST, worthwhile)));
}
