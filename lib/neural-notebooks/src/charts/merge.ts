/** Lays attributes of a figure over others, going into nested ones. */
import type { Layout } from "./figure";

/**
 * Lays layout attributes over others, going into nested ones; lists are replaced.
 *
 * @param base - The attributes below.
 * @param over - The attributes on top.
 * @returns A new layout.
 * @example
 * assert.deepEqual(mergeLayout({ xaxis: { title: "a", zeroline: true } }, { xaxis: { title: "b" } }), { xaxis: { title: "b", zeroline: true } });
 */
export function mergeLayout(base: Layout, over: Layout): Layout {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isPlainObject(below) && isPlainObject(value) ? mergeLayout(below, value) : value;
  }
  return merged;
}

/** True for an object of attributes; lists, typed arrays and class instances are none. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
