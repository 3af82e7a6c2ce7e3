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

/** Assertions that passed since {@link statements} was last called; one that fails empties the list. */
let passed: Assertion[] = [];

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

/** Assertions that passed, shown as one line that opens into the list of them. */
export class Statements implements Displayable {
  constructor(
    /** The assertions, in the order in which they were made. */
    readonly assertions: readonly Assertion[],
  ) {}

  /** How a notebook shows it: a line to open; programs without such lines show the list. */
  [displaySymbol](): MimeBundle {
    const list = this.assertions.map(({ text }) => `- ✓ ${text}`).join("\n");
    const folded = `<details>\n<summary>✓ ${this.title()}</summary>\n\n${list}\n\n</details>`;
    return {
      "text/markdown": this.assertions.length === 0 ? this.title() : folded,
      "text/plain": this.toString(),
    };
  }

  /** The list as text. */
  toString(): string {
    return [this.title(), ...this.assertions.map(({ text }) => `  ✓ ${text}`)].join("\n");
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }

  private title(): string {
    const { length } = this.assertions;
    if (length === 0) return "No statement was checked";
    return length === 1 ? "1 statement holds" : `${length} statements hold`;
  }
}

/**
 * Takes all assertions that passed since its last call, so that a cell that ends with it shows every one of them, not
 * the last alone. After an assertion that failed it begins anew.
 *
 * @returns The assertions, shown as one line that opens into the list.
 * @example
 * statements();
 * checkEqual(1 + 1, 2, { of: "the sum" });
 * checkTrue(2 > 1, "two is more than one");
 * assert.equal(statements().toString(), "2 statements hold\n  ✓ the sum: 2\n  ✓ two is more than one");
 */
export function statements(): Statements {
  const taken = new Statements(passed);
  passed = [];
  return taken;
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
    throw failed(
      `${of}${difference.path} must be ${formatValue(difference.expected)}${within}; received ${formatValue(difference.actual)}.`,
    );
  }
  return hold(`${of}: ${formatValue(actual)}`);
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
    throw failed(
      `${of} must be between ${formatValue(low)} and ${formatValue(high)}; received ${formatValue(actual)}.`,
    );
  }
  return hold(`${of}: ${formatValue(actual)}`);
}

/**
 * Asserts that a condition holds.
 *
 * @param holds - The condition.
 * @param claim - The claim as a full sentence, e.g. `"no straight line separates XOR"`.
 * @throws CheckError when it does not hold.
 */
export function checkTrue(holds: boolean, claim: string): Assertion {
  if (holds !== true) throw failed(`this must hold: ${claim}.`);
  return hold(claim);
}

function hold(text: string): Assertion {
  const assertion = new Assertion(text);
  passed.push(assertion);
  return assertion;
}

function failed(what: string): CheckError {
  passed = [];
  return new CheckError(`The check failed: ${what}`);
}
