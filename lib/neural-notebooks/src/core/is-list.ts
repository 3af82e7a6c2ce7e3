/** Tells a list from all else, and leaves the compiler what it knows of its items. */

/** As `Array.isArray`, which makes a `readonly T[]` a list of `any`. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
