/** Turns rows with dates into one row for each day, week, month, year or hour: pandas' `resample`. */
import { DataError, cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import { dateProblem, parseDate } from "../datasets";
import type { Table, TableColumn } from "../datasets";
import type { DataFrame } from "./data-frame";
import { numbersOf } from "./elementwise";
import { groupSizes, groupedCount, groupedStatistic } from "./grouped-statistics";
import type { Grouping } from "./grouping";
import { makeFrame } from "./makers";
import { isMissing } from "./schema";
import type { StatisticName } from "./statistics";

/** `"h"` hours, `"D"` days, `"W"` weeks that end on Sunday, `"MS"` months and `"YS"` years by their first day. */
export type ResampleRule = "h" | "D" | "W" | "MS" | "YS";

const rules: readonly ResampleRule[] = ["h", "D", "W", "MS", "YS"];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** More periods than this come from a wrong date, such as the year 0024. */
const MOST = 5_000_000;

/**
 * Rows by periods of time; made by `frame.resample({ rule, on })`. Every period from the first date to the last has a
 * row; where nothing was measured it is missing (0 for `sum`, `count` and `size`).
 */
export class Resampler {
  private readonly grouping: Grouping;
  private readonly column: TableColumn;

  /** @throws UnknownNameError when the column is not there; DataError when it holds no dates; ArgumentError for the rule. */
  constructor(
    private readonly table: Table,
    { rule, on }: { rule: ResampleRule; on: string },
  ) {
    if (!rules.includes(rule))
      throw cannot("resample", { argument: "rule", must: `one of ${rules.join(", ")}`, received: rule });
    const column = table.columns.find(({ name }) => name === on);
    if (!column)
      throw unknownName("resample", {
        argument: "on",
        received: on,
        known: table.columns.map(({ name }) => name),
      });
    this.column = column;
    this.grouping = groupTimes(column, rule);
  }

  /** The mean of each number column; missing values are left out. */
  mean(): DataFrame {
    return this.each("mean");
  }

  /** The sum of each number column. */
  sum(): DataFrame {
    return this.each("sum");
  }

  /** The smallest number of each column. */
  min(): DataFrame {
    return this.each("min");
  }

  /** The largest number of each column. */
  max(): DataFrame {
    return this.each("max");
  }

  /** The number in the middle of each column. */
  median(): DataFrame {
    return this.each("median");
  }

  /** The standard deviation (n − 1) of each number column. */
  std(): DataFrame {
    return this.each("std");
  }

  /** How many values of each column are not missing. */
  count(): DataFrame {
    const columns = this.table.columns.filter(({ name }) => name !== this.column.name);
    return this.finish(
      columns.map(({ name, values }) => ({
        name,
        type: "number",
        values: groupedCount((row) => !isMissing(values[row]), this.grouping),
      })),
    );
  }

  /** How many rows each period has, as `size`. */
  size(): DataFrame {
    return this.finish([{ name: "size", type: "number", values: groupSizes(this.grouping) }]);
  }

  private each(by: StatisticName): DataFrame {
    const columns = this.table.columns.filter(
      ({ name, type }) => type === "number" && name !== this.column.name,
    );
    return this.finish(
      columns.map((column) => ({
        name: column.name,
        type: "number",
        values: groupedStatistic(numbersOf(column, "resample"), this.grouping, by),
      })),
    );
  }

  private finish(columns: TableColumn[]): DataFrame {
    return makeFrame({ rows: this.grouping.size, columns: [...this.grouping.keys, ...columns] });
  }
}

function groupTimes({ name, type, values }: TableColumn, rule: ResampleRule): Grouping {
  if (type === "number" || type === "boolean")
    throw cannot("resample", {
      argument: `column "${name}"`,
      must: "dates",
      received: `a ${type} column`,
      as: DataError,
    });
  const periods = Float64Array.from(values as (string | null)[], (text, row) => {
    if (text === null) return NaN;
    const iso = parseDate(text);
    if (iso !== undefined) return periodOf(wallTime(iso), rule);
    throw cannot("resample", {
      argument: `column "${name}", row ${row},`,
      ...dateProblem(text),
      received: text,
      as: DataError,
    });
  });
  const present = periods.filter((period) => !Number.isNaN(period));
  if (present.length === 0)
    return { codes: new Int32Array(periods.length).fill(-1), size: 0, keys: [dates(name, [])] };
  const first = present.reduce((a, b) => Math.min(a, b));
  const size = present.reduce((a, b) => Math.max(a, b)) - first + 1;
  if (size > MOST)
    throw cannot("resample", {
      argument: `column "${name}"`,
      must: `within ${MOST.toLocaleString("en")} periods`,
      received: size,
      hint: "Is one of the dates wrong?",
      as: DataError,
    });
  const codes = Int32Array.from(periods, (period) => (Number.isNaN(period) ? -1 : period - first));
  const starts = Array.from({ length: size }, (_, step) => startOf(first + step, rule));
  return { codes, size, keys: [dates(name, starts)] };
}

function dates(name: string, values: string[]): TableColumn {
  return { name, type: "date", values };
}

/** Milliseconds as the clock on the wall shows them: a time zone behind them is left out. */
function wallTime(iso: string): number {
  const plain = iso.replace(/(Z|[+-]\d{2}:?\d{2})$/, (zone) => (iso.includes("T") ? "" : zone));
  return Date.parse(plain.includes("T") ? `${plain}Z` : plain);
}

/** The number of the period that holds a time. */
function periodOf(time: number, rule: ResampleRule): number {
  if (rule === "h") return Math.floor(time / HOUR);
  if (rule === "D") return Math.floor(time / DAY);
  // 4 January 1970 was a Sunday: day 3 ends week 0.
  if (rule === "W") return Math.ceil((Math.floor(time / DAY) - 3) / 7);
  const date = new Date(time);
  const year = date.getUTCFullYear();
  return rule === "YS" ? year : year * 12 + date.getUTCMonth();
}

/** The date that names a period. */
function startOf(period: number, rule: ResampleRule): string {
  if (rule === "h") return new Date(period * HOUR).toISOString().slice(0, 19);
  if (rule === "D") return day(period * DAY);
  if (rule === "W") return day((period * 7 + 3) * DAY);
  return day(rule === "YS" ? Date.UTC(period, 0) : Date.UTC(Math.floor(period / 12), period % 12));
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
