/** Reads the figures of independent oracles and compares with them; for tests and the table of deviations. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

/** Numbers, or words between them, nested to any depth; `null` stands for a missing cell. */
export type Nested = number | string | null | readonly Nested[];

/** One helper beside one oracle. */
export interface Comparison {
  /** What is compared, by its name in the library. */
  readonly helper: string;
  /** What it is compared with, with its version. */
  readonly source: string;
  /** Largest difference allowed, relative to numbers above 1; 0 for what must be the same. */
  readonly tolerance: number;
  /** Computes the helper's values and gives the oracle's beside them. */
  readonly values: () => { readonly actual: Nested; readonly expected: Nested };
}

/** How far values lie from those expected. */
export interface Deviation {
  /** How many values were compared. */
  readonly count: number;
  /** The largest absolute difference; infinite where words, lengths or missing cells differ. */
  readonly largest: number;
  /** The largest difference ÷ max(1, |expected|), which tolerances mean. */
  readonly scaled: number;
  /** Where `scaled` was found, e.g. `"[2][0]: 1.5 is not 1"`; empty when all is the same. */
  readonly where: string;
}

/**
 * Reads a file of `oracles`.
 *
 * @param name - Without `.json`.
 */
export function oracle<T>(name: string): T {
  // From dist/core to oracles.
  const file = join(__dirname, "..", "..", "oracles", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

/**
 * Says which program made a file of oracles.
 *
 * @param name - The file, without `.json`.
 * @param program - The program as the file names it, e.g. `"scikit-learn"`.
 * @returns Its name and version, e.g. `"scikit-learn 1.9.1"`.
 */
export function oracleSource(name: string, program: string): string {
  const file = oracle<Record<string, unknown> & { versions?: Record<string, unknown> }>(name);
  const version = file.versions?.[program] ?? file[program];
  assert.equal(typeof version, "string", `${name}.json names no version of ${program}`);
  return `${program} ${String(version)}`;
}

/** Measures how far nested values lie from those expected. */
export function deviationOf(actual: Nested, expected: Nested): Deviation {
  if (!Array.isArray(expected)) return leafDeviation(actual, expected as number | string | null);
  const length = Array.isArray(actual) ? actual.length : undefined;
  if (length !== expected.length) {
    const where = `: length ${length} is not ${expected.length}`;
    return { count: expected.length, largest: Infinity, scaled: Infinity, where };
  }
  let [count, largest, scaled, where] = [0, 0, 0, ""];
  expected.forEach((value: Nested, i) => {
    const part = deviationOf((actual as readonly Nested[])[i] as Nested, value);
    count += part.count;
    largest = Math.max(largest, part.largest);
    if (part.scaled > scaled) [scaled, where] = [part.scaled, `[${i}]${part.where}`];
  });
  return { count, largest, scaled, where };
}

/**
 * Asserts that nested values agree.
 *
 * @param tolerance - Largest difference allowed, relative to numbers above 1.
 */
export function assertClose(
  actual: Nested,
  expected: Nested,
  { tolerance = 1e-9, what = "value" }: { tolerance?: number; what?: string } = {},
): void {
  const { scaled, where } = deviationOf(actual, expected);
  assert.ok(scaled <= tolerance, `${what}${where} (difference ${scaled})`);
}

/**
 * Makes a test of each comparison.
 *
 * @param comparisons - Helpers beside oracles.
 * @param options.tensors - Counts the tensors in memory; given, a comparison may leave none behind.
 */
export function testComparisons(
  comparisons: readonly Comparison[],
  { tensors = () => 0 }: { tensors?: () => number } = {},
): void {
  for (const { helper, source, tolerance, values } of comparisons) {
    test(`${helper} equals ${source}, to ${formatTolerance(tolerance)}`, () => {
      const before = tensors();
      const { actual, expected } = values();
      assert.equal(tensors(), before, "tensors in memory");
      assert.ok(deviationOf(actual, expected).count > 0, "nothing is compared");
      assertClose(actual, expected, { tolerance, what: helper });
    });
  }
}

/** A tolerance as `1e-5`; `0` for "the same". */
export function formatTolerance(tolerance: number): string {
  return tolerance === 0 ? "0" : tolerance.toExponential();
}

function leafDeviation(actual: Nested, expected: number | string | null): Deviation {
  if (Object.is(actual, expected)) return { count: 1, largest: 0, scaled: 0, where: "" };
  const both = typeof actual === "number" && typeof expected === "number";
  const difference = both ? Math.abs(actual - expected) : Infinity;
  // A difference that is no number (NaN beside a number, or two infinities apart) must not pass as small.
  const largest = Number.isNaN(difference) ? Infinity : difference;
  const scaled = largest === Infinity ? Infinity : largest / Math.max(1, Math.abs(Number(expected)));
  return { count: 1, largest, scaled, where: `: ${String(actual)} is not ${String(expected)}` };
}
