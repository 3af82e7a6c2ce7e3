/** The result of a check: a status, the actual and the expected value, and why they differ. */
import { inspect } from "node:util";
import { displaySymbol, type Displayable, type MimeBundle } from "../core/display";
import { showButtons } from "./card";
import { formatValue } from "./compare";

/** The status of an answer. */
export type VerdictStatus = "not attempted" | "wrong" | "right" | "error";

/** A difference that a check found. */
export interface Finding {
  /** The value of the learner's answer; left out where there is nothing to show. */
  actual?: unknown;
  /** The value of a right answer, or a description of it. */
  expected?: unknown;
  /** The reason for this particular mistake: one or two sentences. */
  why: string;
}

const MARKS: Readonly<Record<VerdictStatus, string>> = {
  "not attempted": "○",
  wrong: "✗",
  right: "✓",
  error: "!",
};
const STATUS_TEXT: Readonly<Record<VerdictStatus, string>> = {
  "not attempted": "Not attempted yet",
  wrong: "Not right yet",
  right: "Right",
  error: "Your code stopped with an error",
};

/** The result of a check; displayed as the last line of a cell. */
export class Verdict implements Displayable {
  constructor(
    /** The exercise, e.g. `"02-perceptron/and-unit"`. */
    readonly problem: string,
    readonly status: VerdictStatus,
    /** For a wrong answer: the actual value, the expected value, why; for other statuses: the text to show. */
    readonly finding: Finding,
  ) {}

  /** True for a right answer. */
  get passed(): boolean {
    return this.status === "right";
  }

  /** The verdict as text, one fact per line. */
  toString(): string {
    const [head, ...rest] = this.lines();
    return [`${MARKS[this.status]} ${head ?? ""}`, ...rest.map((line) => `  ${line}`)].join("\n");
  }

  /** How a notebook shows it. */
  [displaySymbol](): MimeBundle {
    const [head, ...rest] = this.lines();
    const list = rest.map((line) => `- ${escape(line)}`).join("\n");
    showButtons(this);
    const markdown = `**${MARKS[this.status]} ${head ?? ""}**${list && `\n\n${list}`}`;
    return { "text/markdown": markdown, "text/plain": this.toString() };
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }

  private lines(): string[] {
    const { actual, expected, why } = this.finding;
    const lines = [`${STATUS_TEXT[this.status]}${this.status === "right" ? `. ${why}` : ""}`.trim()];
    if (actual !== undefined) lines.push(`actual: ${text(actual)}`);
    if (expected !== undefined) lines.push(`expected: ${text(expected)}`);
    if (this.status !== "right") lines.push(why);
    return lines;
  }
}

/** A hint or a solution; shows itself as markdown. */
export class Note implements Displayable {
  constructor(
    readonly markdown: string,
    readonly plain: string = markdown,
  ) {}

  /** How a notebook shows it. */
  [displaySymbol](): MimeBundle {
    showButtons(this);
    return { "text/markdown": this.markdown, "text/plain": this.plain };
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.plain;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : formatValue(value);
}

function escape(line: string): string {
  return line.replace(/[<*_|[\]]/g, "\\$&");
}
