/** What a check says about an answer: a status, and what came, what was wanted and why. */
import { inspect } from "node:util";
import { displaySymbol, type Displayable, type MimeBundle } from "../core/display";
import { showButtons } from "./card";
import { write } from "./compare";

/** How an answer stands. */
export type VerdictStatus = "not attempted" | "wrong" | "right" | "error";

/** What a check found wrong with an answer. */
export interface Finding {
  /** What the learner's answer gave; leave it out where there is nothing to show. */
  came?: unknown;
  /** What a right answer gives, in words or as a value. */
  wanted?: unknown;
  /** Why, for this very mistake: one or two sentences. */
  why: string;
}

const MARKS: Readonly<Record<VerdictStatus, string>> = {
  "not attempted": "○",
  wrong: "✗",
  right: "✓",
  error: "!",
};
const WORDS: Readonly<Record<VerdictStatus, string>> = {
  "not attempted": "Not attempted yet",
  wrong: "Not right yet",
  right: "Right",
  error: "Your code stopped with an error",
};

/** A check's answer; as the last line of a cell it shows itself. */
export class Verdict implements Displayable {
  constructor(
    /** The exercise, e.g. `"02-perceptron/and-unit"`. */
    readonly problem: string,
    readonly status: VerdictStatus,
    /** For a wrong answer: what came, what was wanted, why; for the others: what to say. */
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
    const { came, wanted, why } = this.finding;
    const lines = [`${WORDS[this.status]}${this.status === "right" ? `. ${why}` : ""}`.trim()];
    if (came !== undefined) lines.push(`came: ${text(came)}`);
    if (wanted !== undefined) lines.push(`wanted: ${text(wanted)}`);
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
  return typeof value === "string" ? value : write(value);
}

function escape(line: string): string {
  return line.replace(/[<*_|[\]]/g, "\\$&");
}
