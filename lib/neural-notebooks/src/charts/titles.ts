/** Turns titles that are written as plain texts into the objects that plotly.js 3 and later reads. */
import type { Layout } from "./figure";
import { isPlainObject } from "./merge";

/**
 * Rewrites the titles of a layout and of its axes; everything else stays.
 *
 * @example
 * assert.deepEqual(titlesAsObjects({ title: "Up", xaxis: { title: "x" } }), {
 *   title: { text: "Up" },
 *   xaxis: { title: { text: "x" } },
 * });
 */
export function titlesAsObjects(layout: Layout): Layout {
  return Object.fromEntries(
    Object.entries(layout).map(([key, value]) => {
      if (key === "title" && typeof value === "string") return [key, { text: value }];
      return [
        key,
        /^([xyz]axis\d*|scene\d*)$/.test(key) && isPlainObject(value) ? titlesAsObjects(value) : value,
      ];
    }),
  );
}
