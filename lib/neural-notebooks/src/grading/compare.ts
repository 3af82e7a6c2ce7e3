/** Compares two values deeply: numbers within a tolerance, arrays of any kind element by element. */

/** The first difference between two values. */
export interface Difference {
  /** The path to it, e.g. `"[1][0]"` or `".bias"`; empty when the values themselves differ. */
  path: string;
  actual: unknown;
  expected: unknown;
}

/** How far numbers may lie apart. */
export interface Tolerances {
  tolerance?: number;
  relative?: number;
}

/**
 * Finds the first difference; typed arrays and plain arrays with the same numbers are the same.
 *
 * @param actual - The value to judge.
 * @param expected - The value to compare with.
 * @param options - `tolerance` (1e-6): how far numbers may lie apart, absolutely; `relative` (0): the same as a share of
 *   the expected number. The wider of both counts.
 * @returns The difference, or `undefined` when there is none.
 * @example
 * assert.equal(firstDifference([0.1 + 0.2], [0.3]), undefined);
 * assert.deepEqual(firstDifference({ w: [1, 2] }, { w: [1, 3] }), { path: ".w[1]", actual: 2, expected: 3 });
 */
export function firstDifference(
  actual: unknown,
  expected: unknown,
  { tolerance = 1e-6, relative = 0 }: Tolerances = {},
): Difference | undefined {
  if (typeof actual === "number" && typeof expected === "number") {
    const allowed = Math.max(tolerance, relative * Math.abs(expected));
    // Of two infinities the difference is no number, and of one it is no finite allowance.
    const same =
      Object.is(actual, expected) || (Number.isFinite(expected) && Math.abs(actual - expected) <= allowed);
    return same ? undefined : { path: "", actual, expected };
  }
  if (isList(actual) && isList(expected)) {
    // A wrong length is a better message than the first element that is missing.
    if (actual.length !== expected.length)
      return { path: ".length", actual: actual.length, expected: expected.length };
    return firstNestedDifference(
      Array.from(expected, (value, i) => ({ name: `[${i}]`, actual: actual[i], expected: value })),
      { tolerance, relative },
    );
  }
  if (isRecord(actual) && isRecord(expected)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return firstNestedDifference(
      keys.map((key) => ({ name: `.${key}`, actual: actual[key], expected: expected[key] })),
      { tolerance, relative },
    );
  }
  return Object.is(actual, expected) ? undefined : { path: "", actual, expected };
}

/** Formats a value for a verdict: numbers with at most 6 digits, arrays in full up to 12 values. */
export function formatValue(value: unknown): string {
  if (typeof value === "number")
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (isList(value)) {
    const shown = Array.from({ length: Math.min(value.length, 12) }, (_, i) => formatValue(value[i]));
    return `[${shown.join(", ")}${value.length > 12 ? `, … (${value.length} values)` : ""}]`;
  }
  if (isRecord(value))
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${formatValue(inner)}`)
      .join(", ")} }`;
  return String(value);
}

function firstNestedDifference(
  pairs: readonly { name: string; actual: unknown; expected: unknown }[],
  tolerances: Tolerances,
): Difference | undefined {
  for (const { name, actual, expected } of pairs) {
    const inner = firstDifference(actual, expected, tolerances);
    if (inner) return { ...inner, path: name + inner.path };
  }
  return undefined;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}
