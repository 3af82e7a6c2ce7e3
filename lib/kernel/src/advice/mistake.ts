/** The type of an entry in the table of mistakes: how it is recognised, its advice, and cells that show it. */
import type { FailedCell, Problem } from "./failed-cell";
import type { Failure } from "./failure";

/** The advice that a learner gets. */
export interface Advice {
  /** One or two plain sentences that say what to do. */
  readonly summary: string;
  /** The name of the mistake in the table. */
  readonly mistake: string;
}

/** Cells that show a mistake; the tests run all of them. */
interface MistakeExamples {
  /** In kebab case, unique in the table. */
  readonly name: string;
  /** Cells that make the mistake. */
  readonly examples: readonly string[];
  /** Cells that look like it and must not get its advice. */
  readonly nearMisses?: readonly string[];
  /** Cells that make the mistake, but have errors only where each cell is compiled as a module of its own. */
  readonly modulesOnly?: readonly string[];
}

/** A mistake that the compiler finds. */
export interface Mistake extends MistakeExamples {
  /**
   * Checks whether a problem is this mistake.
   *
   * @returns What to do, or `undefined` when it is another mistake.
   */
  advise(problem: Problem, cell: FailedCell): string | undefined;
}

/** A mistake that is found when the cell runs. */
export interface RuntimeMistake extends MistakeExamples {
  /**
   * Checks whether what was thrown is this mistake.
   *
   * @returns What to do, or `undefined` when it is another mistake.
   */
  advise(failure: Failure): string | undefined;
}

/** Formats code within a sentence: in backticks, on one line, truncated. */
export function code(text: string, limit = 60): string {
  const line = text.trim().replace(/\s+/g, " ");
  const short = line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
  return short.includes("`") ? `\`\` ${short} \`\`` : `\`${short}\``;
}

/** Joins words as a sentence does: `a, b and c`. */
export function joinWords(items: readonly string[], word = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1) as string}`;
}
