/** Turns dates written in several ways into ISO text, which sorts as it reads. */
import { cannot } from "../core/errors";

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** The ways of writing that are read without being told which, for error texts. */
export const dateForms =
  "2024-03-31, 2024/03/31, 31.03.2024, 31/03/2024, 03/31/2024, Mar 31, 2024 or 31 March 2024, a time such as 12:30 may follow";

/** A way of writing a date: its name, its pattern, and where its parts stand. */
interface Form {
  name: DateForm;
  pattern: RegExp;
  order: readonly [year: number, month: number, day: number];
}

/** The date formats; a column without a given type must have one format only to be read as dates. */
export type DateForm = "iso" | "year/month" | "day.month" | "named" | "slashes";

/** A date with the day or the month first: what it is either way, `undefined` when it is no date that way. */
export interface DateReadings {
  form: DateForm;
  dayFirst: string | undefined;
  monthFirst: string | undefined;
}

/** Ways of writing a date that mean one thing only. */
const forms: readonly Form[] = [
  { name: "iso", pattern: /^(\d{4})-(\d{1,2})-(\d{1,2})$/, order: [1, 2, 3] },
  { name: "year/month", pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, order: [1, 2, 3] },
  { name: "day.month", pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, order: [3, 2, 1] },
  { name: "named", pattern: /^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$/, order: [3, 1, 2] },
  { name: "named", pattern: /^(\d{1,2})\.? ([A-Za-z]{3,9})\.? (\d{4})$/, order: [3, 2, 1] },
];

/** Here the day may stand first, or the month. */
const slashes = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})$/;

const clock =
  /^(.*?\d)(?:T| +)(\d{1,2}:\d{2})(?:(:\d{2})(\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * Reads a date, with or without a time of day.
 *
 * @param text - E.g. `"2024-03-03"`, `"2024-03-03 12:30"`, `"Mar 3, 2024"`, `"3.3.2024"`, `"31/03/2024"`.
 * @param options - `format`: the order of a date's parts, e.g. `"DD/MM/YYYY"`; then that form and ISO are read.
 * @returns ISO text (`"2024-03-03"` or `"2024-03-03T12:30:00"`), or `undefined` when it is no date that can
 * mean one thing only.
 * @throws ArgumentError when the format does not hold `YYYY`, `MM` (or `MMM`) and `DD` once each.
 * @example
 * assert.equal(parseDate("Mar 3, 2024"), "2024-03-03");
 * assert.equal(parseDate("03/04/2024"), undefined);
 * assert.equal(parseDate("03/04/2024", { format: "DD/MM/YYYY" }), "2024-04-03");
 * assert.equal(parseDate("2023-02-29"), undefined);
 */
export function parseDate(text: string, options: { format?: string } = {}): string | undefined {
  const readings = readDate(text, options.format === undefined ? undefined : dateFormat(options.format));
  if (!readings) return undefined;
  const { dayFirst, monthFirst } = readings;
  if (dayFirst !== undefined && monthFirst !== undefined)
    return dayFirst === monthFirst ? dayFirst : undefined;
  return dayFirst ?? monthFirst;
}

/**
 * Says what a text would have to be that {@link parseDate} does not read, for error texts.
 *
 * @param text - No date, or one that can mean two days.
 * @returns The rule and, where one helps, a hint.
 * @example
 * assert.equal(dateProblem("03/04/2024").must, "a date that means one day only");
 */
export function dateProblem(text: string): { must: string; hint?: string } {
  const date = readDate(text);
  if (date)
    return {
      must: "a date that means one day only",
      hint: `It is ${date.dayFirst} as DD/MM/YYYY and ${date.monthFirst} as MM/DD/YYYY.`,
    };
  if (!hasTwoDigitYear(text)) return { must: `a date (${dateForms})` };
  return {
    must: `a date (${dateForms})`,
    hint: "Years of two digits are not read, as 24 can be 1924 or 2024: write all four.",
  };
}

/** A format that {@link dateFormat} has understood. */
export type DateFormat = Pick<Form, "pattern" | "order">;

/**
 * Understands the format of a date.
 *
 * @param format - `YYYY`, `MM` (a number) or `MMM` (a name) and `DD`, with other signs between them.
 * @returns What {@link readDate} takes.
 * @throws ArgumentError when a part is missing, comes twice, or the year has two digits.
 */
export function dateFormat(format: string): DateFormat {
  const parts: readonly string[] = format.match(/Y+|M+|D+/g) ?? [];
  const place = (...names: string[]): number => parts.findIndex((part) => names.includes(part)) + 1;
  const order = [place("YYYY"), place("MM", "MMM", "M"), place("DD", "D")] as const;
  if (parts.length !== 3 || order.includes(0)) {
    throw cannot("read dates", {
      argument: "dateFormat",
      must: 'made of YYYY, MM (or MMM) and DD, such as "DD/MM/YYYY" or "MM/DD/YYYY"',
      received: format,
      hint: parts.includes("YY") ? "Years of two digits are not read: 24 can be 1924 or 2024." : undefined,
    });
  }
  const source = format.replace(/Y+|M+|D+|[^A-Za-z0-9]/g, (part) => {
    if (part.startsWith("Y")) return "(\\d{4})";
    if (part === "MMM") return "([A-Za-z]{3,9})\\.?";
    return /[MD]/.test(part) ? "(\\d{1,2})" : `\\${part}`;
  });
  return { pattern: new RegExp(`^${source}$`), order };
}

/**
 * Reads a date in both orders of day and month where it is ambiguous.
 *
 * @param text - The date, without outer blanks.
 * @param format - The only form besides ISO, as {@link dateFormat} gives it.
 * @returns Both readings, equal where there is one; `undefined` when it is no date.
 */
export function readDate(text: string, format?: DateFormat): DateReadings | undefined {
  // A date has ten signs or so: longer text is not searched through.
  if (text.length < 8 || text.length > 60) return undefined;
  const whole = clock.exec(text);
  if (!whole) return readDay(text, format);
  const [, day = "", minutes = "", seconds = ":00", fraction = "", half = "", zone = ""] = whole;
  const time = clockTime(minutes, half);
  const readings = readDay(day, format);
  if (!readings || time === undefined || seconds > ":59") return undefined;
  const end = `T${time}${seconds}${fraction}${zone}`;
  const withTime = (iso: string | undefined): string | undefined => (iso === undefined ? iso : iso + end);
  return {
    form: readings.form,
    dayFirst: withTime(readings.dayFirst),
    monthFirst: withTime(readings.monthFirst),
  };
}

/** True for a date with a two-digit year, such as `31.03.24`. */
export function hasTwoDigitYear(text: string): boolean {
  return /^\d{1,2}([./-])\d{1,2}\1\d{2}(?!\d)/.test(text);
}

function readDay(text: string, format: DateFormat | undefined): DateReadings | undefined {
  for (const { name, pattern, order } of forms) {
    const match = format && name !== "iso" ? undefined : pattern.exec(text);
    if (match) return readings(name, dayOf(match, order));
  }
  if (format) {
    const match = format.pattern.exec(text);
    return match ? readings("slashes", dayOf(match, format.order)) : undefined;
  }
  const match = slashes.exec(text);
  if (!match) return undefined;
  const dayFirst = dayOf(match, [4, 3, 1]);
  const monthFirst = dayOf(match, [4, 1, 3]);
  return (dayFirst ?? monthFirst) ? { form: "slashes", dayFirst, monthFirst } : undefined;
}

function readings(form: DateForm, day: string | undefined): DateReadings | undefined {
  return day === undefined ? undefined : { form, dayFirst: day, monthFirst: day };
}

/** Hours on 24, as ISO writes them; `half` is the a of a.m. or the p of p.m. */
function clockTime(text: string, half: string): string | undefined {
  const [hour = NaN, minute = NaN] = text.split(":").map(Number);
  if (minute > 59 || hour > 23 || (half !== "" && (hour < 1 || hour > 12))) return undefined;
  const noonOffset = half.toLowerCase() === "p" ? 12 : 0;
  const hours = half === "" ? hour : (hour % 12) + noonOffset;
  return `${String(hours).padStart(2, "0")}:${text.slice(-2)}`;
}

function dayOf(match: RegExpExecArray, [y, m, d]: Form["order"]): string | undefined {
  const yearText = match[y] ?? "";
  const year = Number(yearText);
  const month = monthNumber(match[m] ?? "");
  const day = Number(match[d]);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return `${yearText}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function monthNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const name = text.toLowerCase();
  if (name === "sept") return 9;
  return months.findIndex((month) => month === name || (name.length >= 3 && month.startsWith(name))) + 1;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
