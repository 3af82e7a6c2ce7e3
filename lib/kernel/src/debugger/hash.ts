/** Hashes a cell's text as JupyterLab's debugger does to identify the cell (MurmurHash2, Austin Appleby, 2008). */

/** The seed that is sent to front ends; ipykernel's. */
export const HASH_SEED = 0xc70f6907;

const MULTIPLIER = 0x5bd1e995;

/**
 * The 32-bit MurmurHash2 of a text's UTF-8 bytes.
 *
 * @param text - The text.
 * @param seed - The seed; both sides must take the same.
 * @returns A whole number from 0 to 2³² − 1.
 */
export function murmur2(text: string, seed: number): number {
  const bytes = Buffer.from(text, "utf8");
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), MULTIPLIER);
    word = Math.imul(word ^ (word >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  if (whole < bytes.length) {
    for (let at = bytes.length - 1; at >= whole; at--) hash ^= (bytes[at] as number) << (8 * (at - whole));
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return (hash ^ (hash >>> 15)) >>> 0;
}
