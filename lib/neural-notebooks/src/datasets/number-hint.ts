/** Says which option would make a number of a text that is none. */
import type { CellRules } from "./cell-rules";

/** Blanks and apostrophes by the sign that the option knows them by. */
const optionSigns: Readonly<Record<string, string>> = {
  "\u2019": "'",
  "\u00a0": " ",
  "\u2009": " ",
  "\u202f": " ",
};

/**
 * Hints at `decimal` and `thousands`.
 *
 * @param text - What was to be a number, without outer blanks.
 * @param rules - The signs that are in force.
 * @returns A sentence, or `undefined` when neither option would help.
 */
export function numberHint(text: string, { decimal, thousands }: CellRules): string | undefined {
  if (thousands) return undefined;
  if (/^[+-]?\d+,\d+$/.test(text) && decimal === ".")
    return 'Is the comma a decimal sign (decimal: ",") or does it group digits (thousands: ",")?';
  const sign = /^[+-]?\d{1,3}([.,' \u00a0\u2009\u202f\u2019]\d{3})+(?!\d)/.exec(text)?.[1]?.charAt(0);
  if (sign === "." && decimal === ",")
    return 'With decimal "," a point is no decimal sign: pass thousands: "." if it groups digits.';
  if (sign === undefined || sign === decimal) return undefined;
  return `Pass thousands: "${optionSigns[sign] ?? sign}" if it groups digits.`;
}
