/** Writes the cells of a column: numbers with the same decimals below each other, and no more of them than say something. */
import type { Cell } from "./table-types";

/** Digits that a number keeps. */
const DIGITS = 4;
/** Below so much a number is written with a power of ten. */
const TINY = 1e-4;
const HUGE = 1e15;

/** True for a column of numbers, which stands to the right. */
export function isNumeric(values: readonly Cell[]): boolean {
  const there = values.filter((value) => value !== null);
  return there.length > 0 && there.every((value) => typeof value === "number");
}

/**
 * Writes the cells of a column.
 *
 * @param values - The cells.
 * @returns Their texts; gaps are dashes.
 */
export function columnTexts(values: readonly Cell[]): string[] {
  const decimals = sharedDecimals(values.filter((value) => typeof value === "number"));
  return values.map((value) => {
    if (value === null || value === "") return "–";
    return typeof value === "number" ? numberText(value, decimals) : value;
  });
}

/** The decimals that all numbers of a column get; nothing where they are too different for that. */
function sharedDecimals(values: readonly number[]): number | undefined {
  const sizes = values.filter((value) => value !== 0).map(Math.abs);
  if (sizes.length === 0) return 0;
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const needed = Math.max(...values.map(decimalsOf));
  return high >= HUGE || (needed > 0 && low < 10 ** -Math.min(needed, DIGITS) / 2) || high / low > 1e6
    ? undefined
    : Math.min(needed, DIGITS);
}

/** The decimals of a number of four digits, without zeros at the end. */
function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  const size = Math.floor(Math.log10(Math.abs(value)));
  const [, decimals = ""] = Math.abs(value)
    .toFixed(Math.min(20, Math.max(0, DIGITS - 1 - size)))
    .split(".");
  return decimals.replace(/0+$/, "").length;
}

function numberText(value: number, decimals: number | undefined): string {
  const size = Math.abs(value);
  const isExtreme = size >= HUGE || (size !== 0 && size < TINY);
  const text = isExtreme
    ? value.toExponential(DIGITS - 1).replace(/\.?0+e/, "e")
    : value.toFixed(decimals ?? decimalsOf(value));
  // The sign of typography is as wide as a digit, and read as "minus".
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replaceAll("-", "−");
}
