/** Finds the name that was probably meant. */
import { distance } from "fastest-levenshtein";

/**
 * Finds the name that is closest to a typed one.
 *
 * @param typed - What was typed.
 * @param names - The names there are; of two that are as close, the first wins.
 * @returns `undefined` when none is close: a third of the letters may differ, one in any case.
 */
export function closest(typed: string, names: readonly string[]): string | undefined {
  const far = (name: string): number => distance(name.toLowerCase(), typed.toLowerCase());
  const limit = Math.max(1, Math.floor(typed.length / 3));
  const near = names.filter((name) => far(name) <= limit);
  return near.sort((a, b) => far(a) - far(b))[0];
}

/** True where two names are long enough, and similar enough in length, to be misspellings of each other. */
export function hasSimilarLength(a: string, b: string): boolean {
  return Math.abs(a.length - b.length) <= 2 && Math.min(a.length, b.length) > 2;
}
