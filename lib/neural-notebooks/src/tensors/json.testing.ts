/** Sends what was learned through JSON, as a file would. */

/** What `toJSON` gives, after it was written as text and read again. */
export function throughJson<T>(learned: { toJSON(): T }): T {
  return JSON.parse(JSON.stringify(learned)) as T;
}
