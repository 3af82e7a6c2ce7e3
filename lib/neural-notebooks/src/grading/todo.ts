/** The placeholder that stands where a learner's answer belongs, and how a check finds it again. */

/**
 * Stands for an answer that is still to be written. It fits every type, so an untouched exercise compiles;
 * a check that meets it says "not attempted".
 *
 * @example
 * const margin: number = todo;
 * assert.ok(holdsTodo(margin));
 */
export const todo: never = Symbol.for("neural-notebooks.todo") as never;

/**
 * Tells whether {@link todo} is the value, or lies in it at any depth.
 *
 * @param value - Anything; arrays and plain objects are searched.
 */
export function holdsTodo(value: unknown): boolean {
  return search(value, new Set());
}

function search(value: unknown, seen: Set<object>): boolean {
  if (value === todo) return true;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || seen.has(value))
    return false;
  seen.add(value);
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return plain && Object.values(value).some((inner) => search(inner, seen));
}
