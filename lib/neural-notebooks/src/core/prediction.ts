/** Predictions: a question before the answer is shown, the learner's guess, and whether it was right. */
import { inspect } from "node:util";
import { cannot } from "./errors";
import { recordProgress } from "./progress";
import { unknownName } from "./suggest";
import { display, displaySymbol, type Displayable, type DisplayHandle, type MimeBundle } from "./display";
import { checkNumber } from "./shape";
import { OutputPanel, hbox, vbox, type Panel } from "./widgets/boxes";
import { button } from "./widgets/button";
import { optionalRadioButtons } from "./widgets/choices";
import { number } from "./widgets/fields";
import { bindToCell, liveHost, type WidgetView } from "./widgets/model";

/** A guess that is one of several texts. */
export interface ChoicesOptions<Choice extends string> {
  /** The answers to choose from, two or more. */
  choices: readonly Choice[];
}

/** A guess that is a number. */
export interface RangeOptions {
  /** The lowest number allowed (no limit). */
  from?: number;
  /** The highest number allowed (no limit). */
  to?: number;
  /** The unit of the number, such as `"points"`. */
  unit?: string;
}

/** All predictions of the notebook, in order; a question that is asked again keeps its position. */
const predictions = new Map<string, Prediction<unknown>>();

/** How guesses of one kind are checked, shown and compared with the answer. */
export interface PredictionKind<T> {
  /** Throws unless the value can be a guess; the verb is for the message. */
  check(value: unknown, verb: string): T;
  /** A guess as text, with its unit. */
  text(value: T): string;
  /** Compares the guess with the answer; the feedback is a sentence for the learner. */
  assess(guess: T, truth: T): { right: boolean; feedback: string };
  /** How to answer without buttons. */
  howTo: string;
  /** Makes the controls for the guess; they call `answer` with it. */
  controls(first: T | undefined, answer: (value: T) => void): PredictionForm<T>;
  /** The answers to choose from. */
  choices?: readonly string[];
}

/** The controls for a guess. */
export interface PredictionForm<T> {
  /** The controls, one below the other. */
  rows: WidgetView[];
  /** Shows a guess that was recorded by code. */
  showGuess(value: T): void;
  /** Disables the controls. */
  lock(): void;
}

/** A question and the learner's guess, displayed where it is asked. */
export class Prediction<T> implements Displayable {
  private guessed: T | undefined;
  private truthValue: T | undefined;
  private readonly state = new OutputPanel();
  private readonly form: PredictionForm<T>;
  private readonly card: Panel;
  private result: { handle: DisplayHandle; execution: string | undefined } | undefined;
  private shownIn: string | undefined;
  private shown = false;

  constructor(
    /** The question, as asked. */
    readonly question: string,
    private readonly kind: PredictionKind<T>,
    earlier?: T,
  ) {
    this.guessed = earlier;
    const take = bindToCell((value: T) => this.record(value));
    this.form = kind.controls(earlier, take);
    this.card = vbox([...this.form.rows, this.state], { layout: CARD });
    this.updateState();
  }

  /** The guess; `undefined` while there is none. */
  get guess(): T | undefined {
    return this.guessed;
  }

  /** The true answer; `undefined` until it is revealed. */
  get truth(): T | undefined {
    return this.truthValue;
  }

  /**
   * Records a guess, as the buttons do.
   *
   * @param value - One of the choices, or a number.
   * @returns The prediction.
   * @throws UnknownNameError for a text that is no choice; ArgumentError for a number out of range.
   */
  answer(value: T): this {
    this.record(this.kind.check(value, "answer"));
    if (this.guessed !== undefined) this.form.showGuess(this.guessed);
    return this;
  }

  /**
   * Shows the true answer and whether the guess was right.
   *
   * @param value - The true answer.
   * @throws UnknownNameError or ArgumentError as {@link answer} does.
   */
  reveal(value: T): void {
    this.truthValue = this.kind.check(value, "reveal the answer");
    this.form.lock();
    this.updateState();
    if (this.right !== undefined)
      recordProgress({ kind: "prediction", question: this.question, right: this.right });
    const shown = new MarkdownView(this.verdict(), { plain: withoutMarkdown(this.verdict()) });
    const execution = liveHost()?.execution?.();
    if (this.result && this.result.execution === execution && liveHost()) this.result.handle.update(shown);
    else this.result = { handle: display(shown), execution };
  }

  /** True when the guess was right, false when it was not; `undefined` while guess or answer is open. */
  get right(): boolean | undefined {
    if (this.guessed === undefined || this.truthValue === undefined) return undefined;
    return this.kind.assess(this.guessed, this.truthValue).right;
  }

  /** One row of the summary: guess, answer and outcome as text. */
  row(): { question: string; guess: string; answer: string; outcome: string } {
    const { guessed, truthValue: truth, kind } = this;
    const text = (value: T | undefined) => (value === undefined ? "—" : kind.text(value));
    return { question: this.question, guess: text(guessed), answer: text(truth), outcome: this.outcome() };
  }

  /** Shows the question in the running cell, once. */
  show(): void {
    this.shownIn = liveHost()?.execution?.();
    this.shown = true;
    if (!liveHost()) return void display(new BundleView(this.bundle(this.card)));
    // The question is an output of its own, so that exports that draw no widgets still show it.
    display(new MarkdownView(`**Your prediction.** ${this.question}`));
    display(new BundleView(this.bundle(this.card)));
  }

  /** The question as text. */
  toString(): string {
    const choices = (this.kind.choices ?? []).map(
      (choice) => `  ${choice === this.guessed ? "●" : "○"} ${choice}`,
    );
    const guess = this.guessed === undefined ? this.kind.howTo : `Recorded: ${this.kind.text(this.guessed)}.`;
    return [`Your prediction. ${this.question}`, ...choices, guess].join("\n");
  }

  /** The formats for a notebook: the form, and text; none in the cell that has shown it already. */
  [displaySymbol](): MimeBundle {
    const here = liveHost()?.execution?.();
    if (this.shown && here !== undefined && here === this.shownIn) return {};
    const title = new OutputPanel([new MarkdownView(`**Your prediction.** ${this.question}`)]);
    return this.bundle(vbox([title, this.card]));
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }

  private bundle(panel: Panel): MimeBundle {
    const [head = "", ...lines] = this.toString().split("\n");
    const markdown = [
      head.replace("Your prediction.", "**Your prediction.**"),
      ...lines.map((line) => line.trim()),
    ];
    return panel.view.bundle(this.toString(), { "text/markdown": markdown.join("  \n") });
  }

  private record(value: T): void {
    if (this.truthValue !== undefined) return;
    this.guessed = value;
    this.updateState();
  }

  /** Shows in the form whether a guess is recorded, and the verdict. */
  private updateState(): void {
    const { guessed, truthValue: truth, kind } = this;
    if (truth !== undefined) this.state.show(new MarkdownView(this.verdict()));
    else if (guessed !== undefined)
      this.state.show(
        new MarkdownView(
          `✓ Recorded: **${kind.text(guessed)}**. You can change it until the answer is shown.`,
        ),
      );
    else this.state.show();
  }

  private verdict(): string {
    const { guessed, truthValue: truth, kind } = this;
    if (truth === undefined) return "";
    if (guessed === undefined)
      return `○ You made no prediction. ${kind.choices ? "The answer is" : "It is"} **${kind.text(truth)}**.`;
    const { right, feedback } = kind.assess(guessed, truth);
    return `${right ? "✓" : "✗"} You predicted **${kind.text(guessed)}**. ${feedback}`;
  }

  private outcome(): string {
    const { guessed, truthValue: truth, kind } = this;
    if (guessed === undefined) return truth === undefined ? "open" : "not answered";
    if (truth === undefined) return "recorded";
    const { right, feedback } = kind.assess(guessed, truth);
    return right
      ? "✓ right"
      : `✗ ${kind.choices ? "another" : (/off by [^.]*\S/.exec(feedback)?.[0].replace(/\.$/, "") ?? "")}`;
  }
}

/**
 * Asks for a prediction and shows the question: with radio buttons or a number field in a live notebook, else as text
 * that is answered by `answer`. Nothing waits for the guess. The same question asked again keeps its guess.
 *
 * @param question - The question.
 * @param options - `choices`, or `from`, `to` and `unit` for a number.
 * @returns The prediction; `reveal(value)` shows whether it was right.
 * @throws ArgumentError when the question is empty, there are fewer than two choices, or `from` is not below `to`.
 * @example
 * const guess = predict("How many of 10 coins show heads?", { from: 0, to: 10 });
 * guess.answer(5);
 * guess.reveal(6);
 * assert.equal(guess.right, false);
 */
export function predict<const Choice extends string>(
  question: string,
  options: ChoicesOptions<Choice>,
): Prediction<Choice>;
export function predict(question: string, options?: RangeOptions): Prediction<number>;
export function predict(
  question: string,
  options: ChoicesOptions<string> | RangeOptions = {},
): Prediction<string> | Prediction<number> {
  if (typeof question !== "string" || question.trim() === "")
    throw cannot("ask for a prediction", {
      argument: "question",
      must: "a text that is not empty",
      received: question,
    });
  return "choices" in options ? ask(question, choiceKind(options)) : ask(question, numberKind(options));
}

/**
 * Lists all predictions of the notebook with guess, answer and outcome, including open ones.
 *
 * @returns A displayable table.
 */
export function predictionSummary(): PredictionSummary {
  return new PredictionSummary([...predictions.values()].map((prediction) => prediction.row()));
}

/** The predictions of a notebook as a table. */
export class PredictionSummary implements Displayable {
  constructor(
    /** One row for each question, in the order of asking. */
    readonly rows: readonly { question: string; guess: string; answer: string; outcome: string }[],
  ) {}

  /** The table as text. */
  toString(): string {
    if (this.rows.length === 0) return "No predictions were asked for yet.";
    const lines = this.rows.map(
      ({ question, guess, answer, outcome }) =>
        `${question}\n  guess: ${guess} · answer: ${answer} · ${outcome}`,
    );
    return [this.head(), ...lines].join("\n");
  }

  /** The formats for a notebook: a markdown table, and text. */
  [displaySymbol](): MimeBundle {
    if (this.rows.length === 0) return { "text/plain": this.toString() };
    const lines = this.rows.map(
      (row) => `| ${[row.question, row.guess, row.answer, row.outcome].map(cellText).join(" | ")} |`,
    );
    const table = ["| Question | Your prediction | Answer | |", "|:--|:--|:--|:--|", ...lines].join("\n");
    return { "text/markdown": `**${this.head()}**\n\n${table}`, "text/plain": this.toString() };
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }

  private head(): string {
    const right = this.rows.filter(({ outcome }) => outcome.startsWith("✓")).length;
    const judged = this.rows.filter(({ outcome }) => /^[✓✗]/.test(outcome)).length;
    const open = this.rows.filter(({ guess }) => guess === "—").length;
    const parts = [
      ...(judged > 0 ? [`${right} of ${judged} right`] : []),
      ...(open > 0 ? [`${open} without a guess`] : []),
    ];
    return `Predictions: ${parts.join(", ") || `${this.rows.length} recorded`}`;
  }
}

/** The frame around a question. */
const CARD = { border_left: "4px solid #1976d2", padding: "2px 0 6px 12px", margin: "4px 0" } as const;

/** Displayable markdown. */
class MarkdownView implements Displayable {
  constructor(
    private readonly markdown: string,
    private readonly options: { plain?: string } = {},
  ) {}

  [displaySymbol](): MimeBundle {
    return {
      "text/markdown": this.markdown,
      "text/plain": this.options.plain ?? withoutMarkdown(this.markdown),
    };
  }
}

/** A displayable MIME bundle. */
class BundleView implements Displayable {
  constructor(private readonly data: MimeBundle) {}

  [displaySymbol](): MimeBundle {
    return this.data;
  }
}

function ask<T>(question: string, kind: PredictionKind<T>): Prediction<T> {
  const key = JSON.stringify([question, kind.choices ?? "number"]);
  const earlier = predictions.get(key) as Prediction<T> | undefined;
  const prediction = new Prediction(question, kind, earlier?.guess);
  predictions.set(key, prediction);
  prediction.show();
  return prediction;
}

function choiceKind({ choices }: ChoicesOptions<string>): PredictionKind<string> {
  if (!Array.isArray(choices) || choices.length < 2 || choices.some((choice) => typeof choice !== "string"))
    throw cannot("ask for a prediction", {
      argument: "choices",
      must: "a list of two or more texts",
      received: choices,
    });
  return {
    choices,
    howTo: `Answer with .answer(${JSON.stringify(choices[0])}), for example.`,
    check: (value, verb) => {
      if (!choices.includes(value))
        throw unknownName(verb, { argument: "value", received: value, known: choices });
      return value as string;
    },
    text: (value) => value,
    assess: (guess, truth) =>
      guess === truth
        ? { right: true, feedback: "That is right." }
        : { right: false, feedback: `The answer is **${truth}**.` },
    controls: (first, answer) => {
      const radio = optionalRadioButtons(choices, { first, onChoose: answer });
      const showGuess = (choice: string) => radio.view.set({ index: choices.indexOf(choice) });
      return { rows: [radio], showGuess, lock: () => radio.view.set({ disabled: true }) };
    },
  };
}

function numberKind({ from = -Infinity, to = Infinity, unit = "" }: RangeOptions): PredictionKind<number> {
  if (!(from < to))
    throw cannot("ask for a prediction", { argument: "to", must: `above from (${from})`, received: to });
  const text = (value: number) => `${Number(value.toPrecision(4))}${unit ? ` ${unit}` : ""}`;
  const start = Math.min(to, Math.max(from, 0));
  const example =
    Number.isFinite(from) && Number.isFinite(to) ? Number(((from + to) / 2).toPrecision(2)) : start;
  return {
    howTo: `Answer with .answer(${example}), for example.`,
    check: (value, verb) => checkNumber(value as number, { verb, argument: "value", min: from, max: to }),
    text,
    assess: (guess, truth) => {
      // A guess is right when the answer, rounded to the guess's own digits, is the guess.
      const right = Math.abs(guess - truth) <= 0.5 * 10 ** -decimalsOf(guess) + 1e-12;
      const off = `off by ${text(Math.abs(guess - truth))}`;
      return {
        right,
        feedback: right ? `That is right: it is **${text(truth)}**.` : `It is **${text(truth)}**: ${off}.`,
      };
    },
    controls: (first, answer) => {
      const ends = { ...(from > -Infinity ? { min: from } : {}), ...(to < Infinity ? { max: to } : {}) };
      const field = number({ ...ends, value: first ?? start, label: unit });
      const record = button("Record my prediction", { look: "primary", onPress: () => answer(field.value) });
      const lock = () => {
        field.view.set({ disabled: true });
        record.disabled = true;
      };
      return { rows: [hbox([field, record])], showGuess: (value) => (field.value = value), lock };
    },
  };
}

function decimalsOf(value: number): number {
  return value.toString().split(".")[1]?.length ?? 0;
}

function withoutMarkdown(markdown: string): string {
  return markdown.replaceAll("**", "");
}

/** Text for a cell of a markdown table, which a bar would end. */
function cellText(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
