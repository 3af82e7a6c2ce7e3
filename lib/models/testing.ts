/** Reads the figures of independent oracles and compares with them; for tests only. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Numbers nested to any depth. */
export type Nested = number | readonly Nested[];

/**
 * Reads a file of `lib/tools/oracles`.
 *
 * @param name - Without `.json`.
 */
export function oracle<T>(name: string): T {
  // From lib/dist/models to lib/tools/oracles.
  return JSON.parse(
    readFileSync(join(__dirname, "..", "..", "tools", "oracles", `${name}.json`), "utf8"),
  ) as T;
}

/**
 * Asserts that nested numbers agree.
 *
 * @param tolerance - Largest difference allowed, relative to numbers above 1.
 */
export function assertClose(
  actual: Nested,
  expected: Nested,
  { tolerance = 1e-9, what = "value" }: { tolerance?: number; what?: string } = {},
): void {
  if (typeof expected !== "number") {
    const rows = actual as readonly Nested[];
    assert.equal(rows.length, expected.length, `${what}: length`);
    expected.forEach((value, i) =>
      assertClose(rows[i] as Nested, value, { tolerance, what: `${what}[${i}]` }),
    );
    return;
  }
  const difference = Math.abs((actual as number) - expected);
  assert.ok(
    difference <= tolerance * Math.max(1, Math.abs(expected)),
    `${what}: ${String(actual)} is not ${expected} (difference ${difference})`,
  );
}
