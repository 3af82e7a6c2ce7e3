/** Turns graphs off for a while. */
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
