/** Turns numbers that cannot be drawn into gaps, and gives points that stand alone between gaps a mark. */
import { isNumber } from "./alt-text";
import type { Numbers, Trace } from "./figure";

/** Numbers to draw, with null in place of those that cannot be: NaN, infinite ones, those beyond all bounds. */
export function drawable(values: Numbers): (number | null)[] {
  return Array.from<number | null, number | null>(values, (value) => (isNumber(value) ? value : null));
}

/** The numbers as they are, so that typed arrays stay what they are; with gaps where some are infinite or beyond all bounds. */
export function withGaps<T extends Numbers>(values: T): T | (number | null)[] {
  const isDrawn = (value: unknown) => isNumber(value) || value === null || Number.isNaN(value);
  return Array.prototype.every.call(values, isDrawn) ? values : drawable(values);
}

/**
 * Which points stand alone between gaps, where a line would not show them.
 *
 * @param values - Heights, [points].
 * @returns Their indices.
 * @example
 * assert.deepEqual(lonePoints([1, NaN, 3, 4]), [0]);
 */
export function lonePoints(values: Numbers): number[] {
  const there = (i: number) => isNumber(values[i]);
  return Array.from({ length: values.length }, (_, i) => i).filter(
    (i) => there(i) && !there(i - 1) && !there(i + 1),
  );
}

/**
 * What a line needs so that points between gaps are seen: a mark on each of them. Nothing where there are none.
 *
 * @param values - Heights, [points].
 * @param look - Colour and symbol of the marks.
 */
export function lonePointMarks(values: Numbers, look: { color: string; symbol?: string }): Partial<Trace> {
  const alone = new Set(lonePoints(values));
  if (alone.size === 0) return {};
  const size = Array.from({ length: values.length }, (_, i) => (alone.has(i) ? 7 : 0));
  return { mode: "lines+markers", marker: { ...look, size, opacity: 1, line: { width: 0 } } };
}
