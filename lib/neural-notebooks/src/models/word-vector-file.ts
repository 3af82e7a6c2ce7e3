/** Turns a text file of word vectors (GloVe, word2vec, fastText), packed with gzip or not, into words and numbers. */
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { createGunzip } from "node:zlib";
import { DataError, FileError, NeuralNotebooksError, cannot } from "../core/errors";
import { throwIfInterrupted } from "../core/display";
import { firstBytes, isGzip, refuseOtherKinds } from "../datasets/byte-source";

/** Words, and their numbers row by row. */
export interface WordRows {
  words: string[];
  /** Shape `[words, dimensions]`. */
  values: Float32Array;
}

/** Which words are read. */
export interface WordChoice {
  /** Most words to read; the files are sorted by frequency. */
  limit?: number;
  /** Words to keep. */
  only?: Iterable<string>;
}

const verb = "read word vectors";

/**
 * Reads a file line by line.
 *
 * @param file - Its path.
 * @param choice - `limit`, `only`.
 * @throws FileError when the file cannot be read; DataError that names the line, when one is wrong.
 */
export async function readWordRows(file: string, choice: WordChoice): Promise<WordRows> {
  const { limit = Infinity, only } = choice;
  const wanted = only && new Set(only);
  const rows = new Rows(file);
  try {
    for await (const line of linesOf(file)) {
      if (rows.words.length >= limit) return rows.finish();
      if (line.number % 10_000 === 0) throwIfInterrupted();
      rows.add(line, wanted);
    }
  } catch (error) {
    if (error instanceof NeuralNotebooksError) throw error;
    throw unreadable(file, error);
  }
  if (rows.words.length < limit) rows.checkCount();
  return rows.finish();
}

interface Line {
  text: string;
  /** Counted from 1. */
  number: number;
  /** False for a last line without a line end. */
  ended: boolean;
}

/** What has been read so far. */
class Rows {
  readonly words: string[] = [];
  private values = new Float32Array(1024);
  private dimensions = 0;
  /** What the first line says, as word2vec writes it: words, numbers per word. */
  private heading: { words: number; dimensions: number } | undefined;
  private count = 0;
  private readonly seen = new Set<string>();

  constructor(private readonly file: string) {}

  /** Takes a line; of a word that comes twice the first vector stays. */
  add(line: Line, wanted: ReadonlySet<string> | undefined): void {
    const parts = line.text.trimEnd().split(" ");
    if (parts.length === 1 && parts[0] === "") return;
    if (line.number === 1 && parts.length === 2 && parts.every((part) => /^\d+$/.test(part))) {
      this.heading = { words: Number(parts[0]), dimensions: Number(parts[1]) };
      return;
    }
    this.dimensions ||= this.dimensionsOf(parts, line);
    const row = parts.slice(-this.dimensions).map(Number);
    // Some words of the large files hold blanks themselves, so the numbers are taken from the end.
    const word = parts.slice(0, -this.dimensions).join(" ");
    const more = word.split(" ").slice(1).some(isNumber);
    if (word === "" || more || !row.every(Number.isFinite)) throw this.refuse(line);
    this.count++;
    if (this.seen.has(word) || (wanted && !wanted.has(word))) return;
    this.seen.add(word);
    this.keep(word, row);
  }

  /** A file that was fetched in part ends early; its heading knows. */
  checkCount(): void {
    if (!this.heading || this.count === this.heading.words) return;
    const fewer = this.count < this.heading.words;
    throw cannot(verb, {
      argument: basename(this.file),
      must: `${this.heading.words} words long, as its first line says`,
      received: `${this.count} words`,
      hint: fewer
        ? `Is it cut short? Fetch it again, or read what is there with { limit: ${this.count} }.`
        : `Correct the first line, or read the first words with { limit: ${this.heading.words} }.`,
      as: DataError,
    });
  }

  finish(): WordRows {
    if (this.words.length === 0)
      throw cannot(verb, {
        argument: "file",
        must: "a file with word vectors",
        received: this.file,
        as: DataError,
      });
    return { words: this.words, values: this.values.subarray(0, this.words.length * this.dimensions) };
  }

  private keep(word: string, row: readonly number[]): void {
    const start = this.words.length * this.dimensions;
    if (start + row.length > this.values.length) {
      const larger = new Float32Array(Math.max(this.values.length * 2, start + row.length));
      larger.set(this.values);
      this.values = larger;
    }
    this.values.set(row, start);
    this.words.push(word);
  }

  /** How many numbers the first vector has: all at the end of its line, behind at least one sign of a word. */
  private dimensionsOf(parts: readonly string[], line: Line): number {
    const notNumber = parts
      .slice(1)
      .reverse()
      .findIndex((part) => !isNumber(part));
    const count = notNumber < 0 ? parts.length - 1 : notNumber;
    const declared = this.heading?.dimensions;
    if (declared !== undefined && count !== declared) {
      throw cannot(verb, {
        argument: `line ${line.number} of ${basename(this.file)}`,
        must: `a word and ${declared} numbers, as the first line says`,
        received: `${count} numbers`,
        hint: "Is the first line right? Without it the file is read as well.",
        as: DataError,
      });
    }
    if (count === 0) throw this.refuse(line);
    return count;
  }

  private refuse(line: Line): Error {
    const numbers = this.dimensions === 0 ? "its numbers" : `${this.dimensions} numbers`;
    const read = this.words.length;
    return cannot(verb, {
      argument: `line ${line.number} of ${this.file}`,
      must: `a word and ${numbers}`,
      received: line.text.slice(0, 60),
      hint:
        line.ended || read === 0
          ? undefined
          : `It is the last line and cut short: fetch the file again, or read what is there with { limit: ${read} }.`,
      as: DataError,
    });
  }
}

function isNumber(part: string): boolean {
  return part !== "" && Number.isFinite(Number(part));
}

/** The lines of a file; only a line feed ends one, as words may hold every other sign. */
async function* linesOf(file: string): AsyncGenerator<Line> {
  const start = firstBytes(file, 512);
  const packed = isGzip(start);
  if (!packed) refuseOtherKinds(start, basename(file));
  const stream = createReadStream(file);
  const source = packed ? stream.pipe(createGunzip()) : stream;
  stream.on("error", (error) => source.destroy(error));
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  let number = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (number === 0) refuseBinary(chunk, file);
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) yield { text, number: ++number, ended: true };
    }
    rest += decoder.decode();
    if (rest !== "") yield { text: rest, number: number + 1, ended: false };
  } finally {
    stream.destroy();
    source.destroy();
  }
}

function refuseBinary(chunk: Buffer, file: string): void {
  if (!chunk.subarray(0, 4096).includes(0)) return;
  throw cannot(verb, {
    argument: basename(file),
    must: "text: a word and its numbers on each line",
    received: "zero bytes",
    hint: "word2vec's binary files (.bin) are written as text by gensim: save_word2vec_format(FILE, binary=False).",
    as: DataError,
  });
}

function unreadable(file: string, cause: unknown): Error {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  if (code.startsWith("Z_"))
    return cannot(verb, {
      argument: basename(file),
      must: "a whole gzip file",
      received: message,
      hint: "Is it cut short? Fetch it again.",
      as: DataError,
      cause,
    });
  return cannot(verb, {
    argument: "file",
    must: "a text file that can be read",
    received: file,
    as: FileError,
    cause,
  });
}
