/** Turns texts into rows of numbers by a vocabulary, and back. */
import { DataError, StateError, cannot } from "../core/errors";
import { loadTf } from "../core/load-tf";
import { checkInteger } from "../core/shape";
import type { Tensor2D } from "../core/tensor-types";
import { padSequences } from "./pad-sequences";
import { isTensor } from "./rows";
import { splitText } from "./split-text";
import type { SplitAt, Standardize } from "./split-text";
import { isCells, isSeries, type SeriesLike } from "./table";

/** What `encode` gives: places of words in their order, or a number for each word of the vocabulary. */
export type OutputMode = "int" | "multiHot" | "count" | "tfIdf";

/** Texts: a list, or a series. */
export type Texts = ArrayLike<string> | SeriesLike;

/** Settings of a tokenizer. */
export interface TokenizerOptions<M extends OutputMode = OutputMode> {
  /** The largest vocabulary, padding and unknown words included; no limit unless told. */
  maxTokens?: number;
  /** What is taken off: capitals and punctuation unless told. */
  standardize?: Standardize;
  /** At what texts are split: at white space, or into characters. */
  split?: SplitAt;
  /** What comes out: `"int"` unless told. */
  outputMode?: M;
}

/** What a fitted tokenizer learned, ready for `JSON.stringify`. */
export interface TokenizerState {
  type: "Tokenizer";
  standardize: Standardize;
  split: SplitAt;
  outputMode: OutputMode;
  vocabulary: string[];
  /** For `"tfIdf"`: the weight of each word of the vocabulary. */
  idf?: number[];
}

/** Rows of a mode. */
export type TokenRows<M extends OutputMode> = M extends "int" ? Int32Array[] : Float32Array[];

const UNKNOWN = "[UNK]";
const MODES: readonly OutputMode[] = ["int", "multiHot", "count", "tfIdf"];
const STANDARDIZE: readonly Standardize[] = ["lowerAndStripPunctuation", "lower", "stripPunctuation", "none"];
const SPLITS: readonly SplitAt[] = ["whitespace", "character"];

/**
 * Learns a vocabulary from texts and gives each text as numbers, by the rules of Keras' `TextVectorization`: the most
 * frequent word first (of equally frequent ones the first by its characters); place 0 is padding, place 1 any word that
 * the training part did not have. The other modes need no padding: there place 0 is the unknown words.
 *
 * @example
 * const tokenizer = new Tokenizer().fit(["The cat sat.", "The dog!"]);
 * assert.deepEqual(tokenizer.vocabulary, ["", "[UNK]", "the", "cat", "dog", "sat"]);
 * const rows = tokenizer.encode(["the bird sat"], { length: 4 });
 * assert.deepEqual([...rows[0]], [2, 1, 5, 0]);
 * assert.deepEqual(tokenizer.decode(rows), ["the [UNK] sat"]);
 * const letters = new Tokenizer({ split: "character", standardize: "none" }).fit(["Mar 3"]);
 * assert.deepEqual(letters.decode(letters.encode(["Mar 3"])), ["Mar 3"]);
 */
export class Tokenizer<M extends OutputMode = "int"> {
  private readonly maxTokens: number;
  private readonly standardize: Standardize;
  private readonly split: SplitAt;
  private readonly outputMode: OutputMode;
  private words: readonly string[] | undefined;
  private places: ReadonlyMap<string, number> = new Map();
  private idf: readonly number[] = [];

  /**
   * @param options - `maxTokens`; `standardize` (`"lowerAndStripPunctuation"`), or `"lower"`, `"stripPunctuation"`,
   * `"none"`; `split` (`"whitespace"`) or `"character"`; `outputMode` (`"int"`), or for each word of the vocabulary
   * whether it is in the text (`"multiHot"`), how often (`"count"`), or that times ln(1 + texts / (1 + texts that have
   * it)) (`"tfIdf"`).
   * @throws ArgumentError when an option is not known.
   */
  constructor(options: TokenizerOptions<M> = {}) {
    const { maxTokens = Infinity, standardize = "lowerAndStripPunctuation" } = options;
    const { split = "whitespace", outputMode = "int" } = options;
    const verb = "make a tokenizer";
    checkOneOf(standardize, { verb, argument: "standardize", known: STANDARDIZE });
    checkOneOf(split, { verb, argument: "split", known: SPLITS });
    checkOneOf(outputMode, { verb, argument: "outputMode", known: MODES });
    if (maxTokens !== Infinity) checkInteger(maxTokens, { verb, argument: "maxTokens", min: 2 });
    this.maxTokens = maxTokens;
    this.standardize = standardize;
    this.split = split;
    this.outputMode = outputMode;
  }

  /**
   * Makes a tokenizer from what another one learned.
   *
   * @throws ArgumentError when it is not what `toJSON` gave.
   */
  static fromJSON<M extends OutputMode = "int">(state: TokenizerState): Tokenizer<M> {
    const { vocabulary, idf = [], standardize, split, outputMode } = state ?? {};
    const isRight =
      state?.type === "Tokenizer" &&
      Array.isArray(vocabulary) &&
      vocabulary.every((word) => typeof word === "string") &&
      (outputMode !== "tfIdf" || (idf.length === vocabulary.length && idf.every(Number.isFinite)));
    if (!isRight)
      throw cannot("restore the tokenizer", {
        argument: "state",
        must: "what toJSON of a Tokenizer gave",
        received: state,
      });
    const tokenizer = new Tokenizer<M>({ standardize, split, outputMode: outputMode as M });
    tokenizer.learn(vocabulary, idf);
    return tokenizer;
  }

  /**
   * The words in the order of their numbers.
   *
   * @throws StateError before `fit`.
   */
  get vocabulary(): string[] {
    return [...this.known("tell the vocabulary")];
  }

  /**
   * Learns the vocabulary from the training part only.
   *
   * @param texts - A list of texts, or a series.
   * @returns The tokenizer itself.
   * @throws DataError when a text is missing, or there is none.
   */
  fit(texts: Texts): this {
    const verb = "fit the tokenizer";
    const all = textsOf(texts, verb);
    if (all.length === 0)
      throw cannot(verb, { argument: "texts", must: "at least one text", received: texts, as: DataError });
    const counts = new Map<string, number>();
    const holders = new Map<string, number>();
    for (const text of all) {
      const words = this.wordsOf(text);
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
      for (const word of new Set(words)) holders.set(word, (holders.get(word) ?? 0) + 1);
    }
    // A text may hold the name of unknown words: it stays unknown.
    counts.delete(UNKNOWN);
    const special = this.outputMode === "int" ? ["", UNKNOWN] : [UNKNOWN];
    const words = [...counts]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, Math.max(0, this.maxTokens - special.length))
      .map(([word]) => word);
    const weights = words.map((word) => Math.log(1 + all.length / (1 + (holders.get(word) ?? 0))));
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.length);
    this.learn([...special, ...words], [...special.map(() => mean), ...weights]);
    return this;
  }

  /**
   * Gives texts as numbers; an unknown word never stops it.
   *
   * @param texts - A list of texts, or a series.
   * @param options - `length`, for the mode `"int"`: shorter texts are filled with 0 behind, longer ones cut; that of the
   * longest text unless told.
   * @returns One row for each text: places of words as int32, shape `[texts, length]`; in the other modes float32, shape
   * `[texts, vocabulary]`.
   * @throws StateError before `fit`; DataError when a text is missing.
   */
  encode(texts: Texts, options: { length?: number } = {}): TokenRows<M> {
    const verb = "encode the texts";
    this.known(verb);
    const { length } = options;
    if (length !== undefined) checkInteger(length, { verb, argument: "length", min: 1 });
    if (length !== undefined && this.outputMode !== "int")
      throw cannot(verb, {
        argument: "length",
        must: `left out with outputMode "${this.outputMode}", whose rows are as long as the vocabulary`,
        received: length,
      });
    const places = textsOf(texts, verb).map((text) => this.placesOf(text));
    const rows =
      this.outputMode === "int"
        ? padSequences(places, {
            padding: "post",
            truncating: "post",
            ...(length !== undefined && { length }),
          })
        : places.map((row) => this.bagOf(row));
    return rows as TokenRows<M>;
  }

  /**
   * The same as a tensor, ready for a network; the caller disposes of it.
   *
   * @param texts - A list of texts, or a series.
   * @param options - As of {@link Tokenizer.encode}.
   * @returns Tensor of shape `[texts, length]`, int32; in the other modes `[texts, vocabulary]`, float32.
   * @throws The errors of `encode`.
   */
  toTensor(texts: Texts, options: { length?: number } = {}): Tensor2D {
    const rows: readonly (Int32Array | Float32Array)[] = this.encode(texts, options);
    const isInt = this.outputMode === "int";
    const width = rows[0]?.length ?? (isInt ? (options.length ?? 0) : this.vocabulary.length);
    const flat = isInt ? new Int32Array(rows.length * width) : new Float32Array(rows.length * width);
    for (const [at, row] of rows.entries()) flat.set(row, at * width);
    return loadTf().tensor2d(flat, [rows.length, width], isInt ? "int32" : "float32");
  }

  /**
   * Gives numbers as texts: words with spaces between them, or characters one after another. Padding is left out.
   *
   * @param rows - Places of words, shape `[texts, length]`, as `encode` gives them in the mode `"int"`; or such a tensor.
   * @returns One text for each row; a word that was unknown is `[UNK]`.
   * @throws StateError before `fit`; ArgumentError when a number stands for no word, or the mode is another.
   */
  decode(rows: readonly ArrayLike<number>[] | Tensor2D): string[] {
    const verb = "decode";
    const words = this.known(verb);
    if (this.outputMode !== "int")
      throw cannot(verb, {
        argument: "outputMode",
        must: '"int"',
        received: this.outputMode,
        hint: "The other modes do not keep the order of the words.",
      });
    const between = this.split === "character" ? "" : " ";
    const lists: readonly ArrayLike<number>[] = isTensor(rows) ? rows.arraySync() : rows;
    return lists.map((row, at) => {
      const found = Array.from(row, (place, i) => {
        checkInteger(place, { verb, argument: `rows[${at}][${i}]`, min: 0, max: words.length - 1 });
        return words[place] ?? UNKNOWN;
      });
      return found.filter((word) => word !== "").join(between);
    });
  }

  /**
   * What was learned, for `JSON.stringify`.
   *
   * @throws StateError before `fit`.
   */
  toJSON(): TokenizerState {
    const { standardize, split, outputMode, vocabulary } = this;
    const state = { type: "Tokenizer", standardize, split, outputMode, vocabulary } as const;
    return outputMode === "tfIdf" ? { ...state, idf: [...this.idf] } : state;
  }

  private learn(words: readonly string[], idf: readonly number[]): void {
    this.words = [...words];
    this.places = new Map(words.map((word, place) => [word, place]));
    this.idf = [...idf];
  }

  private wordsOf(text: string): string[] {
    return splitText(text, { standardize: this.standardize, split: this.split });
  }

  private placesOf(text: string): number[] {
    const unknown = this.places.get(UNKNOWN) ?? 0;
    return this.wordsOf(text).map((word) => this.places.get(word) ?? unknown);
  }

  /** Numbers for the words of the vocabulary, whatever their order in the text. */
  private bagOf(places: readonly number[]): Float32Array {
    const bag = new Float32Array(this.places.size);
    for (const place of places) bag[place] = this.outputMode === "multiHot" ? 1 : (bag[place] ?? 0) + 1;
    return this.outputMode === "tfIdf" ? bag.map((count, place) => count * (this.idf[place] ?? 0)) : bag;
  }

  private known(verb: string): readonly string[] {
    if (this.words) return this.words;
    throw cannot(verb, {
      argument: "the tokenizer",
      must: "fitted first",
      received: "one that is not",
      hint: "Call fit with the texts of the training part.",
      as: StateError,
    });
  }
}

function textsOf(texts: Texts, verb: string): string[] {
  const cells: unknown = isSeries(texts) ? texts.values : texts;
  if (!isCells(cells))
    throw cannot(verb, {
      argument: "texts",
      must: "a list of texts",
      received: texts,
      hint: typeof texts === "string" ? "For one text write [text]." : undefined,
      as: DataError,
    });
  return Array.from(cells, (text, at) => {
    if (typeof text === "string") return text;
    throw cannot(verb, { argument: `texts[${at}]`, must: "a text", received: text, as: DataError });
  });
}

function checkOneOf(
  value: string,
  { verb, argument, known }: { verb: string; argument: string; known: readonly string[] },
): void {
  if (known.includes(value)) return;
  throw cannot(verb, { argument, must: known.map((name) => `"${name}"`).join(" or "), received: value });
}
