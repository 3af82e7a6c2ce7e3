/** Turns the dates of a series into their parts; what is missing stays missing. */
import { DataError, cannot } from "../core/errors";
import { dateProblem, parseDate } from "../datasets";

/** How a series of numbers, or of texts, is made from parts of dates. */
export interface DateSource<Number, Text> {
  name: string;
  texts: readonly (string | number | null)[];
  numbers(values: readonly (number | null)[]): Number;
  words(values: readonly (string | null)[]): Text;
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
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

/** A date as it stands on the wall: no time zone moves it. */
interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  iso: string;
}

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/;

/**
 * Parts of dates: `series.dt`. The methods are danfo's, where `dayOfWeek` counts from Sunday; `day`, `weekday` (from
 * Monday), `dayOfYear` and `quarter` are those of pandas.
 */
export class DateMethods<Number, Text> {
  private readonly parts: readonly (Parts | null)[];

  /** @throws DataError when a text is no date. */
  constructor(private readonly source: DateSource<Number, Text>) {
    const known = new Map<string | number, Parts>();
    this.parts = source.texts.map((text, row) => {
      if (text === null || text === "") return null;
      let parts = known.get(text);
      if (!parts) known.set(text, (parts = this.read(text, row)));
      return parts;
    });
  }

  /** The year, e.g. 2024. */
  year(): Number {
    return this.numbers(({ year }) => year);
  }

  /** The month, from 1 (January). */
  month(): Number {
    return this.numbers(({ month }) => month);
  }

  /** The month's English name. */
  monthName(): Text {
    return this.words(({ month }) => months[month - 1] ?? "");
  }

  /** The day of the week from 0 (Sunday) to 6, as in JavaScript. */
  dayOfWeek(): Number {
    return this.numbers((parts) => sundayFirst(parts));
  }

  /** The day of the week from 0 (Monday) to 6, as in pandas. */
  weekday(): Number {
    return this.numbers((parts) => (sundayFirst(parts) + 6) % 7);
  }

  /** The English name of the day of the week. */
  dayOfWeekName(): Text {
    return this.words((parts) => weekdays[sundayFirst(parts)] ?? "");
  }

  /** The day of the month, from 1. */
  dayOfMonth(): Number {
    return this.numbers(({ day }) => day);
  }

  /** The day of the month, from 1; as pandas calls it. */
  day(): Number {
    return this.dayOfMonth();
  }

  /** The day of the year, from 1. */
  dayOfYear(): Number {
    return this.numbers(
      (parts) => Math.round((noon(parts) - noon({ ...parts, month: 1, day: 1 })) / 86_400_000) + 1,
    );
  }

  /** The quarter of the year, from 1. */
  quarter(): Number {
    return this.numbers(({ month }) => Math.ceil(month / 3));
  }

  /** The hour, from 0. */
  hours(): Number {
    return this.numbers(({ hour }) => hour);
  }

  /** The minute, from 0. */
  minutes(): Number {
    return this.numbers(({ minute }) => minute);
  }

  /** The second, from 0. */
  seconds(): Number {
    return this.numbers(({ second }) => second);
  }

  /** The date without its time of day, as ISO text. */
  date(): Text {
    return this.words(({ iso }) => iso.slice(0, 10));
  }

  private read(text: string | number, row: number): Parts {
    // Milliseconds since 1970, as Date.now() gives them.
    const iso = typeof text === "number" ? isoOf(text) : parseDate(text);
    const found = pattern.exec(iso ?? "");
    if (iso === undefined || !found)
      throw cannot("use dt", {
        argument: `column "${this.source.name}", row ${row},`,
        ...dateProblem(String(text)),
        received: text,
        as: DataError,
      });
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
      .slice(1)
      .map((part: string | undefined) => Number(part ?? 0));
    return { year, month, day, hour, minute, second, iso };
  }

  private numbers(part: (parts: Parts) => number): Number {
    return this.source.numbers(this.parts.map((parts) => parts && part(parts)));
  }

  private words(part: (parts: Parts) => string): Text {
    return this.source.words(this.parts.map((parts) => parts && part(parts)));
  }
}

function isoOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function noon({ year, month, day }: Pick<Parts, "year" | "month" | "day">): number {
  return Date.UTC(year, month - 1, day, 12);
}

function sundayFirst(parts: Parts): number {
  return new Date(noon(parts)).getUTCDay();
}
