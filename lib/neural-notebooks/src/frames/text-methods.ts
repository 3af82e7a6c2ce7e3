/** Turns the texts of a series into others, one by one; what is missing stays missing. */
import { DataError, ShapeError, cannot } from "../core/errors";
import type { ColumnType } from "../datasets";
import type { Cell } from "./schema";
import { isMissing } from "./schema";

/** A series, as far as its texts need it. */
export interface TextSource<Result> {
  texts: readonly (string | null)[];
  /** Makes a series of the same rows; in place of the old values where told. */
  finish(values: readonly Cell[], type: ColumnType, inplace: boolean): Result;
}

/** Whether the series itself is changed. */
export interface Inplace {
  inplace?: boolean;
}

/** What strings can do, for each text of a series: `series.str`. */
export class TextMethods<Text, Number, Truth> {
  constructor(private readonly source: TextSource<Text | Number | Truth>) {}

  /** In small letters. */
  toLowerCase(options: Inplace = {}): Text {
    return this.texts((text) => text.toLowerCase(), options);
  }

  /** In capital letters. */
  toUpperCase(options: Inplace = {}): Text {
    return this.texts((text) => text.toUpperCase(), options);
  }

  /** The first letter a capital, the others small. */
  capitalize(options: Inplace = {}): Text {
    return this.texts((text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase(), options);
  }

  /** The sign at a place, from 0. */
  charAt(index = 0, options: Inplace = {}): Text {
    return this.texts((text) => text.charAt(index), options);
  }

  /**
   * Joins each text with another one, or with one of a list.
   *
   * @param position - 1 puts the other behind, 0 before.
   * @throws ShapeError when the list is not as long as the series.
   */
  concat(other: string | readonly (string | number)[], position: 0 | 1 = 1, options: Inplace = {}): Text {
    if (typeof other !== "string" && other.length !== this.source.texts.length)
      throw cannot("join texts", {
        argument: "other",
        must: `${this.source.texts.length} texts, one for each`,
        received: other.length,
        as: ShapeError,
      });
    return this.texts((text, row) => {
      const added = typeof other === "string" ? other : String(other[row]);
      return position === 1 ? text + added : added + text;
    }, options);
  }

  /** Whether each text begins so. */
  startsWith(start = "", options: Inplace = {}): Truth {
    return this.truths((text) => text.startsWith(start), options);
  }

  /** Whether each text ends so. */
  endsWith(end = "", options: Inplace = {}): Truth {
    return this.truths((text) => text.endsWith(end), options);
  }

  /** Whether each text holds another. */
  includes(part = "", options: Inplace = {}): Truth {
    return this.truths((text) => text.includes(part), options);
  }

  /** Where another text first stands in each; −1 where it does not. */
  indexOf(part = "", options: Inplace = {}): Number {
    return this.numbers((text) => text.indexOf(part), options);
  }

  /** Where another text last stands in each; −1 where it does not. */
  lastIndexOf(part = "", options: Inplace = {}): Number {
    return this.numbers((text) => text.lastIndexOf(part), options);
  }

  /** Where a pattern first fits; −1 where it does not. */
  search(pattern: string | RegExp = "", options: Inplace = {}): Number {
    return this.numbers((text) => text.search(pattern), options);
  }

  /** Puts a text in place of the first that is found, of all for a pattern with `g`. */
  replace(search: string | RegExp = "", replacement = "", options: Inplace = {}): Text {
    return this.texts((text) => text.replace(search, replacement), options);
  }

  /** Each text so many times. */
  repeat(times = 1, options: Inplace = {}): Text {
    return this.texts((text) => text.repeat(times), options);
  }

  /** From one place up to, not including, another; negative ones count from the end. */
  slice(start = 0, end: number | undefined = 1, options: Inplace = {}): Text {
    return this.texts((text) => text.slice(start, end), options);
  }

  /** From one place up to, not including, another. */
  substring(start = 0, end: number | undefined = 1, options: Inplace = {}): Text {
    return this.texts((text) => text.substring(start, end), options);
  }

  /** So many signs from a place on. */
  substr(start = 0, count = 1, options: Inplace = {}): Text {
    const from = (text: string): number => (start < 0 ? Math.max(0, text.length + start) : start);
    return this.texts((text) => text.slice(from(text), from(text) + count), options);
  }

  /** The parts between a separator, joined by commas. */
  split(separator = " ", options: Inplace = {}): Text {
    return this.texts((text) => text.split(separator).join(","), options);
  }

  /** Without blanks at both ends. */
  trim(options: Inplace = {}): Text {
    return this.texts((text) => text.trim(), options);
  }

  /** Each text, a separator, and another text. */
  join(other = "", separator = " ", options: Inplace = {}): Text {
    return this.texts((text) => `${text}${separator}${other}`, options);
  }

  /** How many signs each text has. */
  len(options: Inplace = {}): Number {
    return this.numbers((text) => text.length, options);
  }

  private texts(change: (text: string, row: number) => string, { inplace = false }: Inplace): Text {
    return this.source.finish(this.each(change), "string", inplace) as Text;
  }

  private numbers(measure: (text: string) => number, { inplace = false }: Inplace): Number {
    return this.source.finish(this.each(measure), "number", inplace) as Number;
  }

  private truths(test: (text: string) => boolean, { inplace = false }: Inplace): Truth {
    return this.source.finish(this.each(test), "boolean", inplace) as Truth;
  }

  private each<V extends Cell>(change: (text: string, row: number) => V): (V | null)[] {
    return this.source.texts.map((text, row) => (isMissing(text) ? null : change(text as string, row)));
  }
}

/**
 * Checks that a series holds text.
 *
 * @throws DataError when it does not.
 */
export function checkTexts(type: ColumnType, name: string): void {
  if (type === "string" || type === "date") return;
  throw cannot("use str", {
    argument: `column "${name}"`,
    must: "text",
    received: `a ${type} column`,
    hint: 'Turn it into text with asType("string").',
    as: DataError,
  });
}
