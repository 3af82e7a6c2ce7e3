/** The switch that turns graphs off, and the reason when a model has none. */
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

/** Why there is no graph: the message of the error. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
