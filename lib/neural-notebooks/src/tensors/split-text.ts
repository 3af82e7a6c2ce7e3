/** Turns a text into its words or characters, in a form in which equal ones are the same. */

/** What is taken off a text before it is split. */
export type Standardize = "lowerAndStripPunctuation" | "lower" | "stripPunctuation" | "none";

/** At what a text is split. */
export type SplitAt = "whitespace" | "character";

/** Unicode's punctuation, and the signs of ASCII that Keras counts as such. */
const PUNCTUATION = /[\p{P}$+<=>^`|~]/gu;

/**
 * Splits a text. Letters that can be written in two ways (ä as one sign, or as a and two dots) come as one (NFC).
 *
 * @returns Words without white space; or characters by Unicode's code points, white space among them.
 */
export function splitText(
  text: string,
  { standardize, split }: { standardize: Standardize; split: SplitAt },
): string[] {
  let plain = text.normalize("NFC");
  if (standardize === "lower" || standardize === "lowerAndStripPunctuation")
    plain = plain.toLowerCase().normalize("NFC");
  if (standardize === "stripPunctuation" || standardize === "lowerAndStripPunctuation")
    plain = plain.replace(PUNCTUATION, "");
  return split === "character" ? Array.from(plain) : plain.split(/\s+/u).filter((word) => word !== "");
}
