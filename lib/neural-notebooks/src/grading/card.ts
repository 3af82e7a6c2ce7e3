/** An exercise's card: verdict, hints and solution in one output, for JupyterLab and for front ends without it. */
import { inspect } from "node:util";
import { displaySymbol, type Displayable, type MimeBundle } from "../core/display";
import {
  EXERCISE_MIME,
  STATUS_MARKS,
  STATUS_WORDS,
  exerciseName,
  trainingSentence,
  type CardAction,
  type CardContent,
} from "./card-content";
import { showLive } from "./live-card";

/** The exercise behind a card: it counts hints and attempts, whichever of its cards asks. */
export interface CardExercise {
  /** What its newest verdict says, with the hints given so far. */
  content(): CardContent;
  /** Gives a hint or the solution. */
  take(action: CardAction): Pick<CardContent, "solution" | "notice">;
}

const cards = new WeakMap<object, ExerciseCard>();

/** The card of an exercise at one moment; a button pressed on it brings hints and the solution. */
export class ExerciseCard implements Displayable {
  constructor(
    private readonly exercise: CardExercise,
    /** What is shown first. */
    readonly content: CardContent,
  ) {}

  /** How a notebook shows it. */
  [displaySymbol](): MimeBundle {
    let shown = this.content;
    const press = (action: CardAction): CardContent => {
      const { solution = shown.solution, notice } = this.exercise.take(action);
      const { hints } = this.exercise.content();
      // The verdict stays that of this card's answer, whatever was checked since.
      const { notice: _, ...kept } = shown;
      shown = {
        ...kept,
        hints,
        ...(solution === undefined ? {} : { solution }),
        ...(notice ? { notice } : {}),
      };
      return shown;
    };
    const isLive = showLive({ exercise: shown.exercise, first: shown, press, bundle: bundleOfCard });
    // A card that can answer has been shown under an id of its own.
    return isLive ? {} : bundleOfCard(shown);
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return textOfCard(this.content);
  }

  /** The card as text. */
  toString(): string {
    return textOfCard(this.content);
  }
}

/** Has a verdict shown on a card. */
export function attachCard<Shown extends object>(verdict: Shown, card: ExerciseCard): Shown {
  cards.set(verdict, card);
  return verdict;
}

/** Shows the card of a verdict; `undefined` when it has none. */
export function showCardOf(verdict: object): MimeBundle | undefined {
  return cards.get(verdict)?.[displaySymbol]();
}

/** The formats of a card: for our own renderer, and as texts for all others. */
export function bundleOfCard(content: CardContent): MimeBundle {
  return {
    [EXERCISE_MIME]: content,
    "text/markdown": markdownOfCard(content),
    "text/plain": textOfCard(content),
  };
}

/** A card as text, one fact per line. */
export function textOfCard(content: CardContent): string {
  const { status, message, facts, training, hints, hintCount, solution, notice } = content;
  const head = `${STATUS_MARKS[status]} ${STATUS_WORDS[status]}`;
  if (status === "right") return [`${head}. ${message}`, ...rest()].join("\n");
  const lines = facts.map(({ label, text }) => `  ${label}: ${text}`);
  return [head, ...lines, `  ${message}`, ...rest()].join("\n");

  function rest(): string[] {
    return [
      ...(training ? [`  ${trainingSentence(training)}`] : []),
      ...hints.map((hint, i) => `  Hint ${i + 1} of ${hintCount}. ${hint}`),
      ...(solution === undefined ? [] : ["  A solution (others are as good):", "", solution]),
      ...(notice === undefined ? [] : [`  ${notice}`]),
    ];
  }
}

function markdownOfCard(content: CardContent): string {
  const { exercise, status, message, facts, training, hints, hintCount, solution, notice } = content;
  const list = facts.map(({ label, text, code }) => `- ${label}: ${code ? codeSpan(text) : escape(text)}`);
  const blocks = [
    `**${STATUS_MARKS[status]} ${STATUS_WORDS[status]}** · *exercise: ${escape(exerciseName(exercise))}*`,
    escape(message),
    list.join("\n"),
    training ? escape(trainingSentence(training)) : "",
    ...hints.map((hint, i) => `**Hint ${i + 1} of ${hintCount}.** ${escape(hint)}`),
    solution === undefined ? "" : `**A solution** (others are as good):\n\n${codeBlock(solution)}`,
    notice === undefined ? "" : `*${escape(notice)}*`,
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

function codeBlock(code: string): string {
  return `\`\`\`typescript\n${code}\n\`\`\``;
}

/** A span of code may hold backticks when its fence is longer than any of them. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${text.replace(/\s*\n\s*/g, " ")}${pad}${fence}`;
}

/** Signs of Markdown in a text are shown as they are; code between backticks stays code. */
function escape(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[\\<*_|[\]$~]/g, "\\$&")))
    .join("");
}
