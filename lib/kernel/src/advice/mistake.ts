/** What a mistake of the table is: how it is recognised, what is said about it, and cells that show it. */
import type { Cell, Problem } from "./cell";
import type { Failure } from "./failure";

/** What a learner is told. */
export interface Advice {
  /** One or two plain sentences that say what to do. */
  readonly summary: string;
  /** The name of the mistake in the table. */
  readonly mistake: string;
}

/** Cells that show a mistake; the tests run all of them. */
interface Shown {
  /** In kebab case, unique in the table. */
  readonly name: string;
  /** Cells that make the mistake. */
  readonly examples: readonly string[];
  /** Cells that look like it and must not get its advice. */
  readonly nearMisses?: readonly string[];
  /** Cells that make it and that only a compiler which takes a cell as a module of its own refuses. */
  readonly modulesOnly?: readonly string[];
}

/** A mistake that the compiler finds. */
export interface Mistake extends Shown {
  /**
   * Looks whether a problem is this mistake.
   *
   * @returns What to do, or `undefined` when it is another mistake.
   */
  advise(problem: Problem, cell: Cell): string | undefined;
}

/** A mistake that is found when the cell runs. */
export interface RuntimeMistake extends Shown {
  /**
   * Looks whether what was thrown is this mistake.
   *
   * @returns What to do, or `undefined` when it is another mistake.
   */
  advise(failure: Failure): string | undefined;
}

/** Writes code within a sentence, on one line and not too long. */
export function code(text: string, limit = 60): string {
  const line = text.trim().replace(/\s+/g, " ");
  const short = line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
  return short.includes("`") ? `\`\` ${short} \`\`` : `\`${short}\``;
}

/** Writes a list as a sentence does: `a, b and c`. */
export function listed(items: readonly string[], word = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1) as string}`;
}
