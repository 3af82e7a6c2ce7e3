/** The result of a check: a status, what was received and expected, and why they differ. */
import { inspect } from "node:util";
import { displaySymbol, type Displayable, type MimeBundle } from "../core/display";
import { bundleOfCard, showCardOf, textOfCard } from "./card";
import type { CardContent, CardFact, TrainingEvidence, VerdictStatus } from "./card-content";
import { formatValue } from "./compare";

export type { VerdictStatus } from "./card-content";

/** A difference that a check found. */
export interface Finding {
  /** The value of the learner's answer; left out where there is nothing to show. */
  actual?: unknown;
  /**
   * What a right answer gives in the same case, or a description of it. It is shown where the answer is a function; where
   * it is a value this would be the solution, and the kind of value is said instead.
   */
  expected?: unknown;
  /** The reason for this particular mistake: one or two sentences. */
  why: string;
  /** How the training came out, where the exercise trains. */
  training?: TrainingEvidence;
}

/** The result of a check; displayed as the last line of a cell. */
export class Verdict implements Displayable {
  constructor(
    /** The exercise, e.g. `"02-perceptron/and-unit"`. */
    readonly problem: string,
    readonly status: VerdictStatus,
    /** For a wrong answer: what was received and expected, and why; for other statuses: the text to show. */
    readonly finding: Finding,
  ) {}

  /** True for a right answer. */
  get passed(): boolean {
    return this.status === "right";
  }

  /** The verdict as text, one fact per line. */
  toString(): string {
    return textOfCard(contentOfVerdict(this));
  }

  /** How a notebook shows it: on its exercise's card, with buttons for hints and the solution. */
  [displaySymbol](): MimeBundle {
    return showCardOf(this) ?? bundleOfCard(contentOfVerdict(this));
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }
}

/** What a card shows of a verdict alone. */
export function contentOfVerdict({ problem, status, finding }: Verdict): CardContent {
  const { why, training } = finding;
  return {
    exercise: problem,
    status,
    message: why,
    facts: factsOf(status, finding),
    ...(training ? { training } : {}),
    hints: [],
    hintCount: 0,
  };
}

function factsOf(status: VerdictStatus, { actual, expected }: Finding): CardFact[] {
  const facts: CardFact[] = [];
  if (actual !== undefined)
    facts.push({ label: status === "error" ? "Error" : "Received", text: textOf(actual), code: true });
  if (expected !== undefined)
    facts.push({ label: "Expected", text: textOf(expected), code: typeof expected !== "string" });
  return facts;
}

/** A value that has a name, `{ "double(3)": 9 }`, is said with it. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const isNamed = typeof value === "object" && value !== null && !Array.isArray(value);
  const entries = isNamed ? Object.entries(value) : [];
  const [[name, named] = []] = entries;
  if (entries.length !== 1 || name === undefined || /^\w+$/.test(name)) return formatValue(value);
  return `${name}: ${formatValue(named)}`;
}
