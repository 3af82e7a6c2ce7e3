/** Words as points: nearest words, similarity and analogies, over vectors trained here or read from a GloVe file. */
import { ShapeError, UnknownNameError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { readWordRows } from "./word-vector-file";

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
    this.values = new Float32Array(values);
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
 * Reads vectors in GloVe's text format: a word and its numbers per line, with blanks between, packed with gzip or not.
 * A first line of two whole numbers, as word2vec writes it, must tell the truth about words and numbers per word. Of a
 * word that comes twice, the first vector is kept.
 *
 * @param file - Path of the text file.
 * @param options - `limit`: most words to read (the files are sorted by frequency); `only`: words to keep.
 * @returns The vectors.
 * @throws FileError when the file cannot be read.
 * @throws DataError when a line has another number of values than the first, or one that is no number, by its number;
 * when the first line says another number of words or values; when it is an archive or a binary file.
 */
export async function readGlove(
  file: string,
  options: { limit?: number; only?: Iterable<string> } = {},
): Promise<WordVectors> {
  const { words, values } = await readWordRows(file, options);
  return new WordVectors(words, values);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
