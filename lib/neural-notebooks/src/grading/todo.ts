/** The placeholder for a learner's answer, and a search for it in an answer. */

/**
 * A placeholder for an answer that is still to be written. It has every type, so an untouched exercise compiles; for a check
 * the answer is then "not attempted".
 *
 * @example
 * const margin: number = todo;
 * assert.ok(containsTodo(margin));
 */
export const todo: never = Symbol.for("neural-notebooks.todo") as never;

/**
 * Whether {@link todo} is the value, or is in it at any depth.
 *
 * @param value - Anything; arrays and plain objects are searched.
 */
export function containsTodo(value: unknown): boolean {
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
