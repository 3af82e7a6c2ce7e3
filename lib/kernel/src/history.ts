/** Remembers what was run, and answers tail, range and search. */
import type { Content } from "./protocol";

interface Entry {
  count: number;
  input: string;
  output: string | null;
}

type Row = [session: number, line: number, input: string | [string, string | null]];

/** The kernel's only session; front-ends ask for it as 0, too. */
const SESSION_NUMBER = 1;

/** The inputs and outputs of one session, in order. */
export class History {
  private readonly entries: Entry[] = [];

  /** Adds what was run; `output` is the result's text. */
  add(count: number, input: string, output: string | null): void {
    this.entries.push({ count, input, output });
  }

  /** Answers a `history_request`: rows of session, number and input (with `output`: input and result). */
  answer(request: Content): Row[] {
    const row = (entry: Entry): Row => [
      SESSION_NUMBER,
      entry.count,
      request["output"] === true ? [entry.input, entry.output] : entry.input,
    ];
    const limit = typeof request["n"] === "number" ? request["n"] : Infinity;
    switch (request["hist_access_type"]) {
      case "tail":
        return last(this.entries, limit).map(row);
      case "range":
        return this.range(request).map(row);
      case "search":
        return last(this.search(request), limit).map(row);
      default:
        return [];
    }
  }

  private range(request: Content): Entry[] {
    const session = typeof request["session"] === "number" ? request["session"] : 0;
    if (session !== 0 && session !== SESSION_NUMBER) return [];
    const start = typeof request["start"] === "number" ? request["start"] : 0;
    const stop = typeof request["stop"] === "number" ? request["stop"] : Infinity;
    return this.entries.filter((entry) => entry.count >= start && entry.count < stop);
  }

  private search(request: Content): Entry[] {
    const pattern = globPattern(typeof request["pattern"] === "string" ? request["pattern"] : "*");
    const found = this.entries.filter((entry) => pattern.test(entry.input));
    if (request["unique"] !== true) return found;
    const newest = new Map<string, Entry>();
    for (const entry of found) {
      newest.delete(entry.input);
      newest.set(entry.input, entry);
    }
    return [...newest.values()];
  }
}

function last<T>(items: readonly T[], count: number): T[] {
  return count === Infinity ? [...items] : items.slice(Math.max(0, items.length - count));
}

/** The regular expression of a glob pattern with `*` and `?`. */
function globPattern(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[\\s\\S]*")
    .replace(/\?/g, "[\\s\\S]");
  return new RegExp(`^${escaped}$`);
}
