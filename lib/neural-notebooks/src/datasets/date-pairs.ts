/** Turns a seed into dates written as people write them, with the ISO form to be learned. */
import { randomFrom } from "../core/global-seed";
import type { Random, Seed } from "../core/random";
import { checkInteger } from "../core/shape";
import { cannot } from "../core/errors";

/** Dates in two writings. */
export interface DatePairs {
  /** As people write, e.g. `"Mar 3, 2024"`. */
  written: string[];
  /** ISO form, always ten signs, e.g. `"2024-03-03"`. */
  iso: string[];
  /** Every sign that can come in either, sorted; sequences are encoded by their places. */
  alphabet: string[];
  /** The longest that a written date can be. */
  longest: number;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const writings: readonly ((date: Date) => string)[] = [
  (date) => `${shortMonth(date)} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
  (date) => `${longMonth(date)} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
  (date) => `${date.getUTCDate()} ${shortMonth(date)} ${date.getUTCFullYear()}`,
  (date) => `${date.getUTCDate()} ${longMonth(date).toLowerCase()} ${date.getUTCFullYear()}`,
  (date) => `${date.getUTCDate()}.${date.getUTCMonth() + 1}.${date.getUTCFullYear()}`,
  (date) => `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`,
  (date) => `${date.getUTCFullYear()}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}`,
  (date) =>
    `${weekdays[date.getUTCDay()]}, ${shortMonth(date)} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
];

/**
 * Draws dates and writes each in one of eight ways.
 *
 * @param options - `count` (1,000), `firstYear` (1950), `lastYear` (2049), `seed` (that of `setRandomSeed`, else 0).
 * @returns The pairs, in random order; dates may repeat.
 * @throws ArgumentError when `count` < 1, or the years do not have four digits or do not rise.
 * @example
 * const { written, iso } = datePairs({ count: 3, seed: 1 });
 * assert.equal(written.length, 3);
 * assert.match(iso[0], /^\d{4}-\d{2}-\d{2}$/);
 */
export function datePairs(
  options: { count?: number; firstYear?: number; lastYear?: number; seed?: Seed } = {},
): DatePairs {
  const { count = 1000, firstYear = 1950, lastYear = 2049, seed } = options;
  checkInteger(count, { verb: "draw dates", argument: "count", min: 1 });
  checkInteger(firstYear, { verb: "draw dates", argument: "firstYear", min: 1000, max: 9999 });
  checkInteger(lastYear, { verb: "draw dates", argument: "lastYear", max: 9999 });
  if (lastYear < firstYear)
    throw cannot("draw dates", { argument: "lastYear", must: `${firstYear} or later`, received: lastYear });
  const random = randomFrom(seed);
  const dates = Array.from({ length: count }, () => drawDate(random, { firstYear, lastYear }));
  return {
    written: dates.map((date) => random.choice(writings)(date)),
    iso: dates.map((date) => date.toISOString().slice(0, 10)),
    alphabet: [
      ...new Set([
        ..." ,-./0123456789",
        ...months.join(""),
        ...months.join("").toLowerCase(),
        ...weekdays.join(""),
      ]),
    ].sort(),
    longest: "Wednesday, Mar 30, 2024".length,
  };
}

function drawDate(random: Random, { firstYear, lastYear }: { firstYear: number; lastYear: number }): Date {
  const day = 24 * 60 * 60 * 1000;
  const first = Date.UTC(firstYear, 0, 1);
  const days = Math.round((Date.UTC(lastYear + 1, 0, 1) - first) / day);
  return new Date(first + random.integer(0, days) * day);
}

function longMonth(date: Date): string {
  return months[date.getUTCMonth()] as string;
}

function shortMonth(date: Date): string {
  return longMonth(date).slice(0, 3);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
