/** Chooses between the two ways in which a model runs: as a graph, or operation by operation. */
let eager = false;

/**
 * Lets models train, predict and measure operation by operation while some work is done: for comparisons.
 *
 * @param work - What to do.
 * @returns What the work gives.
 */
export async function runEagerly<T>(work: () => T | Promise<T>): Promise<T> {
  eager = true;
  try {
    return await work();
  } finally {
    eager = false;
  }
}

/** Whether graphs are off. */
export function isEager(): boolean {
  return eager;
}

/** What stood in the way of a graph, in words. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
