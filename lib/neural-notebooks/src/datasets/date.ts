/** Turns dates written in several ways into ISO text, which sorts as it reads. */

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Ways of writing a date that can mean one thing only; `03/04/2024` is none of them. */
const patterns: readonly { pattern: RegExp; order: readonly [year: number, month: number, day: number] }[] = [
  { pattern: /^(\d{4})-(\d{1,2})-(\d{1,2})$/, order: [1, 2, 3] },
  { pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, order: [1, 2, 3] },
  { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, order: [3, 2, 1] },
  { pattern: /^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$/, order: [3, 1, 2] },
  { pattern: /^(\d{1,2})\.? ([A-Za-z]{3,9})\.? (\d{4})$/, order: [3, 2, 1] },
];

/**
 * Reads a date, with or without a time of day.
 *
 * @param text - E.g. `"2024-03-03"`, `"2024-03-03 12:30"`, `"Mar 3, 2024"`, `"3.3.2024"`.
 * @returns ISO text (`"2024-03-03"` or `"2024-03-03T12:30:00"`), or `undefined` when it is no date that can
 * mean one thing only.
 * @example
 * assert.equal(parseDate("Mar 3, 2024"), "2024-03-03");
 * assert.equal(parseDate("03/04/2024"), undefined);
 * assert.equal(parseDate("2023-02-29"), undefined);
 */
export function parseDate(text: string): string | undefined {
  const time = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (time) {
    const [, day = "", minutes = "", seconds = ":00", fraction = "", zone = ""] = time;
    const valid =
      parseDate(day) !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(minutes) && seconds < ":60";
    return valid ? `${day}T${minutes}${seconds}${fraction}${zone}` : undefined;
  }
  for (const { pattern, order } of patterns) {
    const match = pattern.exec(text);
    if (match) return isoDay(match[order[0]] ?? "", match[order[1]] ?? "", match[order[2]] ?? "");
  }
  return undefined;
}

function isoDay(yearText: string, monthText: string, dayText: string): string | undefined {
  const year = Number(yearText);
  const month = monthNumber(monthText);
  const day = Number(dayText);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return `${yearText}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function monthNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const name = text.toLowerCase();
  const index = months.indexOf(name.slice(0, 3));
  const full =
    index < 0
      ? ""
      : new Date(Date.UTC(2000, index, 1))
          .toLocaleString("en", { month: "long", timeZone: "UTC" })
          .toLowerCase();
  return full.startsWith(name) || name === "sept" ? index + 1 : 0;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
