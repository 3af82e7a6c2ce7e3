/** Makes errors for unknown names that suggest similar ones. */
import { distance } from "fastest-levenshtein";
import { UnknownNameError, cannot } from "./errors";

/**
 * Makes the error for a name that is not known; the hint offers close ones.
 *
 * @param verb - What could not be done, e.g. `"take the column"`.
 * @param options - The argument's name, what came, and the names there are.
 * @returns The error, to be thrown by the caller.
 * @example
 * const error = unknownName("take the column", { argument: "name", received: "flipper", known: ["Flipper Length (mm)", "Sex"] });
 * assert.match(error.message, /Did you mean "Flipper Length \(mm\)"\?/);
 */
export function unknownName(
  verb: string,
  options: { argument: string; received: unknown; known: readonly string[] },
): UnknownNameError {
  const { argument, received, known } = options;
  const close = closeNames(String(received), known);
  const hint =
    close.length > 0 ? `Did you mean ${close.map((name) => `"${name}"`).join(" or ")}?` : undefined;
  return cannot(verb, {
    argument,
    must: `one of ${known.map((name) => `"${name}"`).join(", ")}`,
    received,
    hint,
    as: UnknownNameError,
  });
}

/**
 * Finds the names that were probably meant, the closest first.
 *
 * @param name - What was typed.
 * @param known - The names there are.
 * @returns At most three names; none when nothing is close.
 */
export function closeNames(name: string, known: readonly string[]): string[] {
  const typed = normalize(name);
  if (typed === "") return [];
  const score = (candidate: string): number => {
    const other = normalize(candidate);
    if (typed.length > 2 && (other.includes(typed) || typed.includes(other))) return 0.1;
    return distance(typed, other) / Math.max(typed.length, other.length);
  };
  const scored = known.map((candidate) => ({ candidate, score: score(candidate) }));
  return scored
    .filter((item) => item.score < 0.45)
    .sort((a, b) => a.score - b.score)
    .slice(0, 3)
    .map((item) => item.candidate);
}

/** Removes letter case, spaces and punctuation, which are mistyped most. */
function normalize(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
