/** A type guard for arrays that keeps the type of their items. */

/** `Array.isArray` for `readonly T[]`, which `Array.isArray` narrows to `any[]`. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
