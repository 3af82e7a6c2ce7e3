/** Turns bytes of CSV into rows: where each cell begins and ends, which are quoted, and on what line a row stands. */
import { DataError, cannot } from "../core/errors";

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
const blank = 32;

/** A cell without quotes, in quotes, or in quotes with doubled quotes inside. */
export enum Quoting {
  none,
  quoted,
  doubled,
}

/**
 * Reads one row after the other. A cell is quoted when it begins with a quote; a quote inside an unquoted cell is a
 * sign like others. Lines end with LF, CRLF or CR.
 */
export class RowReader {
  /** How many cells the row has. */
  count = 0;
  /** The line the row begins on, counted from 1 as an editor does. */
  line = 1;
  /** True when no more text follows the one that is given. */
  last = false;
  private nextLine = 1;
  /** Line breaks within quotes of the row. */
  private breaks = 0;
  private starts = new Int32Array(64);
  private ends = new Int32Array(64);
  private quotings = new Uint8Array(64);
  private bytes: Buffer = Buffer.alloc(0);
  private readonly first: number;

  /** @param delimiter - The sign between cells, in UTF-8. */
  constructor(private readonly delimiter: Uint8Array) {
    this.first = delimiter[0] ?? 0;
  }

  /**
   * Reads the row that begins at a place.
   *
   * @param bytes - The text.
   * @param at - Where the row begins.
   * @returns Where the next row begins, or −1 when the row goes on behind the text.
   * @throws DataError when a quote is not closed, or something stands behind a closing quote.
   */
  next(bytes: Buffer, at: number): number {
    const end = bytes.length;
    this.bytes = bytes;
    this.line = this.nextLine;
    this.breaks = 0;
    for (let cell = 0; ; cell++) {
      if (cell === this.starts.length) this.grow();
      at = at < end && bytes[at] === quote ? this.readQuoted(cell, at) : this.readPlain(cell, at);
      if (at < 0 || (at >= end && !this.last)) return -1;
      if (at < end && this.isDelimiter(at)) {
        at += this.delimiter.length;
        continue;
      }
      if (at < end && bytes[at] === carriageReturn) {
        if (at + 1 >= end && !this.last) return -1;
        if (at + 1 < end && bytes[at + 1] === lineFeed) at++;
      }
      this.count = cell + 1;
      this.nextLine = this.line + this.breaks + 1;
      return Math.min(at + 1, end);
    }
  }

  /** Reads a cell without quotes; gives where it ends. */
  private readPlain(cell: number, at: number): number {
    const { bytes, first } = this;
    const end = bytes.length;
    this.starts[cell] = at;
    for (; at < end; at++) {
      const sign = bytes[at] as number;
      if (sign === lineFeed || sign === carriageReturn) break;
      if (sign === first && this.isDelimiter(at)) break;
    }
    this.ends[cell] = at;
    this.quotings[cell] = Quoting.none;
    return at;
  }

  /** Reads a cell in quotes; gives the place behind it and the blanks after it, or −1 when it goes on behind the text. */
  private readQuoted(cell: number, at: number): number {
    const { bytes, first, last } = this;
    const end = bytes.length;
    const line = this.line + this.breaks;
    const start = at + 1;
    const stop = this.closingQuote(cell, start);
    if (stop >= end || (stop + 1 >= end && !last)) {
      if (last) throw this.refuse({ line, received: "a quote that is not closed" });
      return -1;
    }
    this.starts[cell] = start;
    this.ends[cell] = stop;
    at = stop + 1;
    while (at < end && bytes[at] === blank && first !== blank) at++;
    if (at < end && !this.isDelimiter(at) && bytes[at] !== lineFeed && bytes[at] !== carriageReturn)
      throw this.refuse({ line, received: bytes.toString("utf8", start - 1, Math.min(end, at + 10)) });
    return at;
  }

  /** Where a cell's closing quote stands; counts the line breaks before it and notes whether quotes are doubled. */
  private closingQuote(cell: number, at: number): number {
    const { bytes } = this;
    const end = bytes.length;
    let quoting = Quoting.quoted;
    for (; at < end; at++) {
      const sign = bytes[at] as number;
      if (sign === quote) {
        if (bytes[at + 1] !== quote) break;
        quoting = Quoting.doubled;
        at++;
      } else if (sign === lineFeed || (sign === carriageReturn && bytes[at + 1] !== lineFeed)) this.breaks++;
    }
    this.quotings[cell] = quoting;
    return at;
  }

  /** Passes over a line; gives where the next one begins, or −1 when the line goes on behind the text. */
  skipLine(bytes: Buffer, at: number): number {
    const end = bytes.length;
    while (at < end && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at++;
    if (!this.last && (at >= end || (bytes[at] === carriageReturn && at + 1 >= end))) return -1;
    if (bytes[at] === carriageReturn && bytes[at + 1] === lineFeed) at++;
    this.nextLine++;
    return Math.min(at + 1, end);
  }

  /** Where a cell begins. */
  startOf(cell: number): number {
    return this.starts[cell] ?? 0;
  }

  /** Where a cell ends. */
  endOf(cell: number): number {
    return this.ends[cell] ?? 0;
  }

  /** Whether a cell stands in quotes. */
  quotingOf(cell: number): Quoting {
    return this.quotings[cell] ?? Quoting.none;
  }

  /** A cell's text, quotes taken off. */
  textOf(cell: number): string {
    const text = this.bytes.toString("utf8", this.startOf(cell), this.endOf(cell));
    return this.quotingOf(cell) === Quoting.doubled ? text.replaceAll('""', '"') : text;
  }

  /** All cells' texts. */
  texts(): string[] {
    return Array.from({ length: this.count }, (_, cell) => this.textOf(cell));
  }

  /** True when the line holds nothing but blanks. */
  get isBlank(): boolean {
    return this.count === 1 && this.quotings[0] === Quoting.none && this.textOf(0).trim() === "";
  }

  private isDelimiter(at: number): boolean {
    if (this.bytes[at] !== this.first) return false;
    for (let i = 1; i < this.delimiter.length; i++)
      if (this.bytes[at + i] !== this.delimiter[i]) return false;
    return true;
  }

  private grow(): void {
    const length = this.starts.length * 2;
    const longer = <T extends Int32Array | Uint8Array>(made: T, old: T): T => {
      made.set(old);
      return made;
    };
    this.starts = longer(new Int32Array(length), this.starts);
    this.ends = longer(new Int32Array(length), this.ends);
    this.quotings = longer(new Uint8Array(length), this.quotings);
  }

  private refuse({ line, received }: { line: number; received: string }): Error {
    return cannot("read the CSV text", {
      argument: `line ${line}`,
      must: "quoted rightly: a quote at a cell's start needs one at its end, and quotes inside are doubled",
      received,
      hint: "Is the delimiter right, or a quote missing?",
      as: DataError,
    });
  }
}
