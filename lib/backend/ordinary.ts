/** The road without graphs: chosen for a while, or taken for a reason. */
let ordinary = false;

/**
 * Lets models train, predict and measure operation by operation while some work is done: for comparisons.
 *
 * @param work - What to do.
 * @returns What the work gives.
 */
export async function ordinarily<T>(work: () => T | Promise<T>): Promise<T> {
  ordinary = true;
  try {
    return await work();
  } finally {
    ordinary = false;
  }
}

/** Whether graphs are off. */
export function isOrdinary(): boolean {
  return ordinary;
}

/** What stood in the way of a graph, in words. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
