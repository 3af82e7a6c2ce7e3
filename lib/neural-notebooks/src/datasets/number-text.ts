/** Turns numbers as people and programs write them into numbers: decimal sign, signs between thousands, exponents. */
import { cannot } from "../core/errors";

/** The sign before the fraction. */
export type DecimalSign = "." | ",";

/** The sign between groups of digits; `" "` stands for every kind of blank, `"'"` for both apostrophes. */
export type ThousandsSign = "," | "." | " " | "'";

/** How numbers are written. */
export interface NumberFormat {
  /** The decimal sign, `"."` unless told. */
  decimal?: DecimalSign;
  /** The sign between thousands; none unless told. */
  thousands?: ThousandsSign;
}

/** Reads a text without outer blanks; `undefined` when it is no number. */
export type NumberReader = (text: string) => number | undefined;

// The narrow and the full non-breaking blank, and the thin one: spreadsheets and the SI write them between thousands.
const groupSigns: Readonly<Record<ThousandsSign, string>> = {
  ",": ",",
  ".": "\\.",
  " ": " \\u00a0\\u2009\\u202f",
  "'": "'\\u2019",
};

const plainNumber = /^[+-]?(0|[1-9]\d*)?(\.\d*)?(e[+-]?\d+)?$/i;
const infinite = /^[+-]?inf(inity)?$/i;

/**
 * Makes a reader of numbers. Leading zeros make a text no number (`"00123"` is a code), so that nothing is lost.
 *
 * @param format - `decimal` (`"."`), `thousands` (none).
 * @returns A function from text to number or `undefined`; `"inf"` and `"-Infinity"` are numbers as well.
 * @throws ArgumentError when a sign is not one of those known, or both are the same.
 * @example
 * const read = numberReader({ decimal: ",", thousands: "." });
 * assert.equal(read("1.234,5"), 1234.5);
 * assert.equal(read("1.23"), undefined);
 * assert.equal(numberReader({ decimal: "," })("1.234"), undefined);
 */
export function numberReader(format: NumberFormat = {}): NumberReader {
  const { decimal = ".", thousands } = format;
  checkSigns(decimal, thousands);
  const toPoint: NumberReader = decimal === "." ? plain : (text) => plain(fromComma(text));
  if (thousands === undefined) return toPoint;
  const sign = `[${groupSigns[thousands]}]`;
  const grouped = new RegExp(`^[+-]?[1-9]\\d{0,2}(${sign}\\d{2,3})*${sign}\\d{3}(?!\\d)`);
  const anySign = new RegExp(sign, "g");
  return (text) => {
    if (text.search(anySign) < 0) return toPoint(text);
    // Groups hold three digits, in India two: "1.23" and "1,2,3" are no thousands.
    const groups = grouped.exec(text)?.[0];
    if (groups === undefined) return undefined;
    return toPoint(groups.replace(anySign, "") + text.slice(groups.length));
  };
}

/** True for a number's text that has neither a fraction nor an exponent. */
export function isWholeText(text: string, decimal: DecimalSign): boolean {
  return !text.includes(decimal) && !/[a-z]/i.test(text);
}

/**
 * Drops leading zeros, for columns that are numbers because the caller says so.
 *
 * @param text - E.g. `"-007"`.
 * @returns E.g. `"-7"`.
 */
export function withoutLeadingZeros(text: string): string {
  return text.replace(/^([+-]?)0+(?=\d)/, "$1");
}

function plain(text: string): number | undefined {
  if (/\d/.test(text)) return plainNumber.test(text) ? Number(text) : undefined;
  if (!infinite.test(text)) return undefined;
  return text.startsWith("-") ? -Infinity : Infinity;
}

/** With a decimal comma a point is no decimal sign: "1.234" must not become 1.234. */
function fromComma(text: string): string {
  return text.includes(".") ? "no number" : text.replace(",", ".");
}

function checkSigns(decimal: DecimalSign, thousands: ThousandsSign | undefined): void {
  if (decimal !== "." && decimal !== ",")
    throw cannot("read numbers", { argument: "decimal", must: '"." or ","', received: decimal });
  if (thousands === undefined) return;
  if (!Object.hasOwn(groupSigns, thousands))
    throw cannot("read numbers", {
      argument: "thousands",
      must: '",", ".", " " or "\'"',
      received: thousands,
    });
  if (thousands === decimal)
    throw cannot("read numbers", {
      argument: "thousands",
      must: "another sign than decimal",
      received: thousands,
      hint: decimal === "." ? 'Did you mean decimal: ","?' : 'Did you mean decimal: "."?',
    });
}
