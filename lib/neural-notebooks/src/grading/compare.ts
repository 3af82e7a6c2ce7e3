/** Finds where two answers differ: numbers within a tolerance, arrays of any kind element by element. */

/** The first place where two values differ. */
export interface Difference {
  /** Where, e.g. `"[1][0]"` or `".bias"`; empty when the values themselves differ. */
  path: string;
  came: unknown;
  wanted: unknown;
}

/**
 * Finds the first difference; typed arrays and plain arrays with the same numbers are the same.
 *
 * @param came - The value to judge.
 * @param wanted - The value to compare with.
 * @param options - `tolerance` (1e-6): how far numbers may lie apart, absolutely.
 * @returns The difference, or `undefined` when there is none.
 * @example
 * assert.equal(firstDifference([0.1 + 0.2], [0.3]), undefined);
 * assert.deepEqual(firstDifference({ w: [1, 2] }, { w: [1, 3] }), { path: ".w[1]", came: 2, wanted: 3 });
 */
export function firstDifference(
  came: unknown,
  wanted: unknown,
  { tolerance = 1e-6 } = {},
): Difference | undefined {
  if (typeof came === "number" && typeof wanted === "number") {
    const same = Object.is(came, wanted) || Math.abs(came - wanted) <= tolerance;
    return same ? undefined : { path: "", came, wanted };
  }
  if (isList(came) && isList(wanted)) {
    // A length that is off says more than the element where the shorter list ends.
    if (came.length !== wanted.length) return { path: ".length", came: came.length, wanted: wanted.length };
    return firstOf(
      Array.from(wanted, (value, i) => ({ name: `[${i}]`, came: came[i], wanted: value })),
      tolerance,
    );
  }
  if (isRecord(came) && isRecord(wanted)) {
    const keys = [...new Set([...Object.keys(wanted), ...Object.keys(came)])];
    return firstOf(
      keys.map((key) => ({ name: `.${key}`, came: came[key], wanted: wanted[key] })),
      tolerance,
    );
  }
  return Object.is(came, wanted) ? undefined : { path: "", came, wanted };
}

/** Writes a value short enough for a verdict: numbers with at most 6 digits, arrays in full while they are small. */
export function write(value: unknown): string {
  if (typeof value === "number")
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (isList(value)) {
    const shown = Array.from({ length: Math.min(value.length, 12) }, (_, i) => write(value[i]));
    return `[${shown.join(", ")}${value.length > 12 ? `, … (${value.length} values)` : ""}]`;
  }
  if (isRecord(value))
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${write(inner)}`)
      .join(", ")} }`;
  return String(value);
}

function firstOf(
  pairs: readonly { name: string; came: unknown; wanted: unknown }[],
  tolerance: number,
): Difference | undefined {
  for (const { name, came, wanted } of pairs) {
    const inner = firstDifference(came, wanted, { tolerance });
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
