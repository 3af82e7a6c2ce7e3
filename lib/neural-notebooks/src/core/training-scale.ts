/** The share of its long trainings that a lesson runs, from `NEURAL_NOTEBOOKS_EFFORT`. */
import { cannot } from "./errors";

/** The environment variable with the share. */
export const effortVariable = "NEURAL_NOTEBOOKS_EFFORT";

/**
 * The share of its long trainings that a lesson is to do. With `NEURAL_NOTEBOOKS_EFFORT=0.1` a
 * lesson trains with a tenth of the rows.
 *
 * @param environment - Where the variable is looked up; the process's own unless told.
 * @returns A number in (0, 1]; 1 when the variable is not set.
 * @throws ArgumentError when the variable is no such number.
 * @example
 * assert.equal(effort({}), 1);
 * assert.equal(effort({ NEURAL_NOTEBOOKS_EFFORT: "0.1" }), 0.1);
 */
export function effort(environment: Readonly<Record<string, string | undefined>> = process.env): number {
  const wish = environment[effortVariable] ?? "";
  const share = wish.trim() === "" ? 1 : Number(wish);
  if (share > 0 && share <= 1) return share;
  throw cannot("choose the effort", { argument: effortVariable, must: "a number in (0, 1]", received: wish });
}

/**
 * A count of rows, epochs or trials at the effort that is asked for.
 *
 * @param full - The count at full effort, a whole number.
 * @returns The same at full effort, else that share of it, rounded, and 1 at least.
 * @throws ArgumentError when `NEURAL_NOTEBOOKS_EFFORT` is not a number in (0, 1].
 * @example
 * assert.equal(atEffort(6000), 6000);
 */
export function atEffort(full: number): number {
  return Math.max(1, Math.round(full * effort()));
}
