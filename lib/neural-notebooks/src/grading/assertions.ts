/** Assertions for the numbers in a lesson's prose: one that fails stops the lesson with a typed error. */
import { inspect } from "node:util";
import { NeuralNotebooksError } from "../core/errors";
import { displaySymbol, type Displayable, type MimeBundle } from "../core/display";
import { firstDifference, formatValue } from "./compare";

/** An assertion of a lesson has failed. */
export class CheckError extends NeuralNotebooksError {}

/** Options of an assertion. */
export interface AssertionOptions {
  /** The name of the value, e.g. `"the margin after the last update"`. */
  of: string;
}

/** An assertion that passed; shown as one line. */
export class Assertion implements Displayable {
  constructor(readonly text: string) {}

  /** How a notebook shows it. */
  [displaySymbol](): MimeBundle {
    return { "text/markdown": `✓ ${this.text}`, "text/plain": `✓ ${this.text}` };
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return `✓ ${this.text}`;
  }
}

/**
 * Asserts that numbers (or arrays of them) equal those worked out by hand.
 *
 * @param actual - The value that the code gives.
 * @param expected - The value that the prose gives.
 * @param options - `of`: the name of the value; `tolerance` (1e-6): absolute, per number.
 * @returns The passed assertion, shown as one line.
 * @throws CheckError with both values when they differ.
 * @example
 * checkClose(0.1 + 0.2, 0.3, { of: "the sum" });
 * assert.throws(() => checkClose([1, 2], [1, 3], { of: "w" }), /w\[1\] must be 3 .*; received 2/);
 */
export function checkClose(
  actual: unknown,
  expected: unknown,
  { of, tolerance = 1e-6 }: AssertionOptions & { tolerance?: number },
): Assertion {
  const difference = firstDifference(actual, expected, { tolerance });
  if (difference) {
    const counted = difference.path.endsWith(".length");
    const within =
      typeof difference.expected === "number" && tolerance > 0 && !counted ? ` (± ${tolerance})` : "";
    throw new CheckError(
      `The check failed: ${of}${difference.path} must be ${formatValue(difference.expected)}${within}; received ${formatValue(difference.actual)}.`,
    );
  }
  return new Assertion(`${of}: ${formatValue(actual)}`);
}

/**
 * Asserts that two values are equal, numbers exactly.
 *
 * @param actual - The value that the code gives.
 * @param expected - The value that the prose gives.
 * @param options - `of`: the name of the value.
 * @throws CheckError with both values when they differ.
 */
export function checkEqual(actual: unknown, expected: unknown, { of }: AssertionOptions): Assertion {
  return checkClose(actual, expected, { of, tolerance: 0 });
}

/**
 * Asserts that a number lies in a range, ends included.
 *
 * @param actual - The value that the code gives.
 * @param range - Lowest and highest value allowed; `Infinity` leaves an end open.
 * @param options - `of`: the name of the value.
 * @throws CheckError when it lies outside or is not a number.
 * @example
 * checkBetween(0.87, [0.8, 1], { of: "the accuracy" });
 */
export function checkBetween(
  actual: number,
  range: readonly [number, number],
  { of }: AssertionOptions,
): Assertion {
  const [low, high] = range;
  if (!(actual >= low && actual <= high)) {
    throw new CheckError(
      `The check failed: ${of} must be between ${formatValue(low)} and ${formatValue(high)}; received ${formatValue(actual)}.`,
    );
  }
  return new Assertion(`${of}: ${formatValue(actual)}`);
}

/**
 * Asserts that a condition holds.
 *
 * @param holds - The condition.
 * @param claim - The claim as a full sentence, e.g. `"no straight line separates XOR"`.
 * @throws CheckError when it does not hold.
 */
export function checkTrue(holds: boolean, claim: string): Assertion {
  if (holds !== true) throw new CheckError(`The check failed: this must hold: ${claim}.`);
  return new Assertion(claim);
}
