/** Loads TensorFlow.js lazily, for code that often runs without it. */
import type * as Door from "./tf";

/**
 * Loads TensorFlow.js as `core/tf` prepares it; the first call takes about a second.
 *
 * @returns The `tf` of `neural-notebooks/core`.
 */
export function loadTf(): (typeof Door)["tf"] {
  return (require("./tf") as typeof Door).tf;
}
