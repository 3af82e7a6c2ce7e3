/** Words as points: nearest words, similarity and analogies, over vectors trained here or read from a GloVe file. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { DataError, FileError, ShapeError, UnknownNameError, cannot } from "../core/errors";
import { throwIfInterrupted } from "../core/display";
import { checkInteger } from "../core/shape";

/** A word and how near it is. */
export interface Neighbour {
  readonly word: string;
  /** Cosine of the angle, in [−1, 1]: 1 is the same direction. */
  readonly similarity: number;
}

/** A vector per word. */
export class WordVectors {
  /** The words, in the order of the vectors. */
  readonly words: readonly string[];
  /** Numbers per word. */
  readonly dimensions: number;
  private readonly rows: ReadonlyMap<string, number>;
  private readonly values: Float32Array;
  private readonly lengths: Float32Array;

  /**
   * @param words - Different words.
   * @param values - Row by row, shape `[words, dimensions]`; they are copied.
   * @throws ShapeError when the numbers do not divide evenly among the words, or a word comes twice.
   */
  constructor(words: readonly string[], values: ArrayLike<number>) {
    this.words = [...words];
    this.dimensions = values.length / words.length;
    this.rows = new Map(words.map((word, row) => [word, row]));
    if (!Number.isInteger(this.dimensions) || this.dimensions === 0 || this.rows.size !== words.length) {
      throw cannot("make word vectors", {
        argument: "values",
        must: `${words.length} equally long rows, one per different word`,
        received: { shape: [values.length] },
        as: ShapeError,
      });
    }
    this.values = Float32Array.from(values);
    this.lengths = Float32Array.from(words, (_, row) => Math.hypot(...this.row(row)) || 1);
  }

  /** True when the word is known. */
  has(word: string): boolean {
    return this.rows.has(word);
  }

  /**
   * A word's vector, length `dimensions`.
   *
   * @throws UnknownNameError when the word is not known.
   */
  vector(word: string): number[] {
    return [...this.row(this.rowOf(word))];
  }

  /** The cosine of the angle between two words, in [−1, 1]. */
  similarity(a: string, b: string): number {
    const [p, q] = [this.rowOf(a), this.rowOf(b)];
    return dot(this.row(p), this.row(q)) / ((this.lengths[p] as number) * (this.lengths[q] as number));
  }

  /**
   * The words nearest to a word or a point.
   *
   * @param target - A word (left out of the answer itself), or a vector.
   * @param options - `count` of words; `without` others.
   * @returns Nearest first.
   */
  nearest(
    target: string | ArrayLike<number>,
    options: { count?: number; without?: readonly string[] } = {},
  ): Neighbour[] {
    const { count = 5, without = [] } = options;
    checkInteger(count, { verb: "find near words", argument: "count", min: 1 });
    const point = Float32Array.from(typeof target === "string" ? this.row(this.rowOf(target)) : target);
    if (point.length !== this.dimensions)
      throw cannot("find near words", {
        argument: "target",
        must: `of shape [${this.dimensions}]`,
        received: { shape: [point.length] },
        as: ShapeError,
      });
    const length = Math.hypot(...point) || 1;
    const hidden = new Set(typeof target === "string" ? [target, ...without] : without);
    return this.words
      .map((word, row) => ({
        word,
        similarity: dot(point, this.row(row)) / (length * (this.lengths[row] as number)),
      }))
      .filter(({ word }) => !hidden.has(word))
      .sort((p, q) => q.similarity - p.similarity)
      .slice(0, count);
  }

  /**
   * "a is to b as c is to …": the words nearest to b − a + c, each vector brought to length 1 first.
   *
   * @param question - `{ a: "man", b: "king", c: "woman" }`.
   * @param options - `count` of answers.
   * @returns Nearest first, without the three words of the question.
   */
  analogy(question: { a: string; b: string; c: string }, options: { count?: number } = {}): Neighbour[] {
    const [a, b, c] = [question.a, question.b, question.c].map((word) => {
      const row = this.rowOf(word);
      return this.row(row).map((value) => value / (this.lengths[row] as number));
    }) as [Float32Array, Float32Array, Float32Array];
    const target = b.map((value, i) => value - (a[i] as number) + (c[i] as number));
    return this.nearest(target, { ...options, without: Object.values(question) });
  }

  /** All vectors, row by row; a copy. */
  toArray(): number[][] {
    return this.words.map((_, row) => [...this.row(row)]);
  }

  private row(row: number): Float32Array {
    return this.values.subarray(row * this.dimensions, (row + 1) * this.dimensions);
  }

  private rowOf(word: string): number {
    const row = this.rows.get(word);
    if (row === undefined) {
      const hint = this.rows.has(word.toLowerCase()) ? `"${word.toLowerCase()}" is.` : undefined;
      throw cannot("look up a word", {
        argument: "word",
        must: `one of the ${this.words.length} known words`,
        received: word,
        hint,
        as: UnknownNameError,
      });
    }
    return row;
  }
}

/**
 * Reads vectors in GloVe's text format: a word and its numbers per line, with blanks between (a word2vec header line
 * of two whole numbers is passed over).
 *
 * @param file - Path of the text file.
 * @param options - `limit`: most words to read (the files are sorted by frequency); `only`: words to keep.
 * @returns The vectors.
 * @throws FileError when the file cannot be read.
 * @throws DataError when a line has another number of values than the first, or one that is no number, by its number.
 */
export async function readGlove(
  file: string,
  options: { limit?: number; only?: Iterable<string> } = {},
): Promise<WordVectors> {
  const { limit = Infinity, only } = options;
  const verb = "read word vectors";
  const wanted = only && new Set(only);
  const words: string[] = [];
  const values: number[] = [];
  const seen = new Set<string>();
  let dimensions: number | undefined;
  let number = 0;
  const stream = createReadStream(file, "utf8");
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      if (words.length >= limit) break;
      if (++number % 10_000 === 0) throwIfInterrupted();
      const parts = line.trimEnd().split(" ");
      if (number === 1 && parts.length === 2 && parts.every((part) => /^\d+$/.test(part))) continue;
      if (parts.length === 1 && parts[0] === "") continue;
      dimensions ??= parts.length - 1;
      const row = parts.slice(-dimensions).map(Number);
      // Some words of the large files hold blanks themselves, so the numbers are taken from the end.
      const word = parts.slice(0, -dimensions).join(" ");
      const tooMany = word
        .split(" ")
        .slice(1)
        .some((part) => part !== "" && Number.isFinite(Number(part)));
      if (dimensions === 0 || word === "" || tooMany || !row.every(Number.isFinite)) {
        throw cannot(verb, {
          argument: `line ${number} of ${file}`,
          must: `a word and ${dimensions} numbers`,
          received: line.slice(0, 60),
          as: DataError,
        });
      }
      if (seen.has(word) || (wanted && !wanted.has(word))) continue;
      seen.add(word);
      words.push(word);
      for (const value of row) values.push(value);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw cannot(verb, {
      argument: "file",
      must: "a text file that can be read",
      received: file,
      as: FileError,
      cause: error,
    });
  } finally {
    stream.destroy();
  }
  if (words.length === 0)
    throw cannot(verb, { argument: "file", must: "a file with word vectors", received: file, as: DataError });
  return new WordVectors(words, values);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
