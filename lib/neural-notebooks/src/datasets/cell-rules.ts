/** Turns the options of a reader into the rules by which every cell is read. */
import { cannot } from "../core/errors";
import { dateFormat } from "./date";
import type { DateFormat } from "./date";
import { numberReader } from "./number-text";
import type { DecimalSign, NumberReader } from "./number-text";
import type { TableOptions } from "./table";
import { truthReader, truthWordsText } from "./truth-text";
import type { TruthReader } from "./truth-text";

/** How the cells of every column are read. */
export interface CellRules {
  /** Texts that stand for "not known". */
  missing: ReadonlySet<string>;
  decimal: DecimalSign;
  thousands: boolean;
  /** Reads a number that has no leading zeros. */
  number: NumberReader;
  /** Reads the words that mean true or false in any column. */
  truth: TruthReader;
  /** Reads the words that mean true or false in a column that is said to hold truth values. */
  givenTruth: TruthReader;
  /** What those words are, for error texts. */
  truthWords: string;
  /** The form of a column's dates, where one is given. */
  datesOf: (column: string) => DateFormat | undefined;
}

/**
 * What is read as missing unless told otherwise, besides empty cells: the words of pandas, among them those of
 * Excel, R and SQL.
 */
export const defaultMissing: readonly string[] = [
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
];

/**
 * Makes the rules.
 *
 * @throws ArgumentError when an option has a value that is not known.
 */
export function cellRules(options: TableOptions): CellRules {
  const { missing = defaultMissing, decimal = ".", thousands, dateFormat: format } = options;
  if (typeof missing === "string" || !Array.isArray(missing))
    throw cannot("read the table", {
      argument: "missing",
      must: 'a list, e.g. ["-", "?"]',
      received: missing,
    });
  const formats = new Map<string, DateFormat>();
  const one = typeof format === "string" ? dateFormat(format) : undefined;
  if (typeof format === "object")
    for (const [name, text] of Object.entries(format)) formats.set(name, dateFormat(text));
  return {
    missing: new Set(missing.map((text: string) => text.trim())),
    decimal,
    thousands: thousands !== undefined,
    number: numberReader({ decimal, ...(thousands === undefined ? {} : { thousands }) }),
    truth: truthReader(options),
    givenTruth: truthReader(options, { given: true }),
    truthWords: truthWordsText(options),
    datesOf: (column) => one ?? formats.get(column),
  };
}
