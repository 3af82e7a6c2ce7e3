/** Backs the numbers in a lesson's prose: a claim that does not hold stops the lesson with a typed error. */
import { inspect } from "node:util";
import { NeuralNotebooksError } from "../core/errors";
import { displaySymbol, type Displayable, type MimeBundle } from "../core/display";
import { firstDifference, write } from "./compare";

/** A claim of the lesson does not hold. */
export class CheckError extends NeuralNotebooksError {}

/** What a claim is about. */
export interface ClaimOptions {
  /** The claim's subject in words, e.g. `"the margin after the last update"`. */
  of: string;
}

/** A claim that held; shown as one line. */
export class Claim implements Displayable {
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
 * Claims that numbers (or arrays of them) equal those worked out by hand.
 *
 * @param actual - What the code gives.
 * @param wanted - What the prose says.
 * @param options - `of`: the subject; `tolerance` (1e-6): absolute, per number.
 * @returns A line that says so.
 * @throws CheckError with both values when they differ.
 * @example
 * checkClose(0.1 + 0.2, 0.3, { of: "the sum" });
 * assert.throws(() => checkClose([1, 2], [1, 3], { of: "w" }), /w\[1\] must be 3 .*; received 2/);
 */
export function checkClose(
  actual: unknown,
  wanted: unknown,
  { of, tolerance = 1e-6 }: ClaimOptions & { tolerance?: number },
): Claim {
  const difference = firstDifference(actual, wanted, { tolerance });
  if (difference) {
    const counted = difference.path.endsWith(".length");
    const within =
      typeof difference.wanted === "number" && tolerance > 0 && !counted ? ` (± ${tolerance})` : "";
    throw new CheckError(
      `The check failed: ${of}${difference.path} must be ${write(difference.wanted)}${within}; received ${write(difference.came)}.`,
    );
  }
  return new Claim(`${of}: ${write(actual)}`);
}

/**
 * Claims that two values are equal, numbers exactly.
 *
 * @param actual - What the code gives.
 * @param wanted - What the prose says.
 * @param options - `of`: the subject.
 * @throws CheckError with both values when they differ.
 */
export function checkEqual(actual: unknown, wanted: unknown, { of }: ClaimOptions): Claim {
  return checkClose(actual, wanted, { of, tolerance: 0 });
}

/**
 * Claims that a number lies in a range, ends included.
 *
 * @param actual - What the code gives.
 * @param range - Lowest and highest value allowed; `Infinity` leaves an end open.
 * @param options - `of`: the subject.
 * @throws CheckError when it lies outside or is not a number.
 * @example
 * checkBetween(0.87, [0.8, 1], { of: "the accuracy" });
 */
export function checkBetween(actual: number, range: readonly [number, number], { of }: ClaimOptions): Claim {
  const [low, high] = range;
  if (!(actual >= low && actual <= high)) {
    throw new CheckError(
      `The check failed: ${of} must be between ${write(low)} and ${write(high)}; received ${write(actual)}.`,
    );
  }
  return new Claim(`${of}: ${write(actual)}`);
}

/**
 * Claims that something holds.
 *
 * @param holds - The condition.
 * @param claim - The claim as a full sentence, e.g. `"no straight line separates XOR"`.
 * @throws CheckError when it does not hold.
 */
export function checkTrue(holds: boolean, claim: string): Claim {
  if (holds !== true) throw new CheckError(`The check failed: this must hold: ${claim}.`);
  return new Claim(claim);
}
