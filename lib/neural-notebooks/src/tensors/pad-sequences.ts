/** Turns sequences of different length into rows of one length, for a batch. */
import { cannot } from "../core/errors";
import { checkInteger } from "../core/shape";

/** Which end of a sequence. */
export type SequenceEnd = "pre" | "post";

/** How sequences get their length. */
export interface PadOptions {
  /** The length of every row (Keras' `maxlen`); that of the longest sequence unless told. */
  length?: number;
  /** Where `value` is put in shorter sequences: in front (`"pre"`) or behind. */
  padding?: SequenceEnd;
  /** Where longer sequences are cut: in front (`"pre"`) or behind. */
  truncating?: SequenceEnd;
  /** What fills the place. */
  value?: number;
}

/**
 * Gives every sequence the same length, by the rules of Keras' `pad_sequences`.
 *
 * @param sequences - Whole numbers, such as the places of words in a vocabulary; they stay as they are.
 * @param options - `length`, `padding` (`"pre"`), `truncating` (`"pre"`), `value` (0).
 * @returns Rows of int32, shape `[sequences, length]`.
 * @throws ArgumentError when an option is not known, or a number is not whole.
 * @example
 * const rows = padSequences([[1], [2, 3, 4]], { length: 2 });
 * assert.deepEqual(rows.map((row) => [...row]), [[0, 1], [3, 4]]);
 */
export function padSequences(
  sequences: readonly ArrayLike<number>[],
  options: PadOptions = {},
): Int32Array[] {
  const verb = "pad the sequences";
  const { padding = "pre", truncating = "pre", value = 0 } = options;
  const { length = sequences.reduce((longest, sequence) => Math.max(longest, sequence.length), 0) } = options;
  checkInteger(length, { verb, argument: "length", min: 0 });
  checkInteger(value, { verb, argument: "value" });
  for (const [argument, end] of Object.entries({ padding, truncating }))
    if (end !== "pre" && end !== "post")
      throw cannot(verb, { argument, must: '"pre" or "post"', received: end });
  return sequences.map((sequence, at) => {
    const kept = Math.min(length, sequence.length);
    const from = truncating === "pre" ? sequence.length - kept : 0;
    const to = padding === "pre" ? length - kept : 0;
    const row = new Int32Array(length).fill(value);
    for (let i = 0; i < kept; i++)
      row[to + i] = checkInteger(sequence[from + i] ?? NaN, {
        verb,
        argument: `sequences[${at}][${from + i}]`,
      });
    return row;
  });
}
