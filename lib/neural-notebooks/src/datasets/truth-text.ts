/** Turns words into true and false. */
import { cannot } from "../core/errors";

/** The words that mean true and false besides `true` and `false` themselves. */
export interface TruthWords {
  /** E.g. `["yes", "ja"]`. */
  trueValues?: readonly string[];
  /** E.g. `["no", "nein"]`. */
  falseValues?: readonly string[];
}

/** Reads a text without outer blanks; `undefined` when it is neither true nor false. */
export type TruthReader = (text: string) => boolean | undefined;

/** What is also understood in a column that the caller says to hold truth values. */
const givenWords = new Map<string, boolean>([
  ["1", true],
  ["0", false],
  ["yes", true],
  ["no", false],
  ["y", true],
  ["n", false],
  ["t", true],
  ["f", false],
  ["on", true],
  ["off", false],
]);

/**
 * Makes a reader of truth values: `true` and `false` in any letter case, and the words given.
 *
 * @param words - More words, in the letter case in which they stand.
 * @param options - `given`: the column is known to hold truth values, so `yes`, `no`, `1`, `0` and their like count.
 * @throws ArgumentError when a word means both.
 * @example
 * const read = truthReader({ trueValues: ["ja"], falseValues: ["nein"] });
 * assert.deepEqual(["TRUE", "nein", "yes"].map(read), [true, false, undefined]);
 * assert.equal(truthReader({}, { given: true })("yes"), true);
 */
export function truthReader(words: TruthWords, options: { given?: boolean } = {}): TruthReader {
  const { trueValues = [], falseValues = [] } = words;
  const both = trueValues.find((word) => falseValues.includes(word));
  if (both !== undefined)
    throw cannot("read truth values", {
      argument: "trueValues",
      must: "other words than falseValues",
      received: both,
    });
  const own = new Map<string, boolean>([
    ...trueValues.map((word) => [word.trim(), true] as const),
    ...falseValues.map((word) => [word.trim(), false] as const),
  ]);
  return (text) => {
    if (own.size > 0 && own.has(text)) return own.get(text);
    // The longest word that is known by itself has five letters.
    if (text.length > 5) return undefined;
    const word = text.toLowerCase();
    if (word === "true") return true;
    if (word === "false") return false;
    return options.given ? givenWords.get(word) : undefined;
  };
}

/** Names the words for true and false, for error texts. */
export function truthWordsText({ trueValues = [], falseValues = [] }: TruthWords): string {
  const own = [...trueValues, ...falseValues];
  const words = ["true or false", "yes or no", "1 or 0", ...(own.length > 0 ? [own.join(" or ")] : [])];
  return `true or false (${words.slice(1).join(", ")} are understood too)`;
}
