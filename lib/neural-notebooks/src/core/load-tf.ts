/** Loads TensorFlow.js at its first use, for code that is also useful without it and should not wait for it. */
import type * as Door from "./tf";

/**
 * Loads TensorFlow.js through its one door; the first call takes about a second.
 *
 * @returns The `tf` of `neural-notebooks/core`.
 */
export function loadTf(): (typeof Door)["tf"] {
  return (require("./tf") as typeof Door).tf;
}
