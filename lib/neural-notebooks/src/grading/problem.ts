/** An exercise: its check, three staged hints and its solution, for the learner, the grader and the tests. */
import { StateError } from "../core/errors";
import { recordProgress } from "../core/progress";
import type { ExerciseEvent } from "../core/progress-log";
import { checkInteger } from "../core/shape";
import type { AnswerKind } from "./answer-kind";
import { ExerciseCard, attachCard } from "./card";
import type { CardAction, CardContent } from "./card-content";
import { firstDifference } from "./compare";
import { judge, notAttempted } from "./judge";
import { todo } from "./todo";
import type { TrainingGate } from "./training-gate";
import { contentOfVerdict, type Finding, type Verdict } from "./verdict";

/** A typical wrong answer; the tests pass it to the check. */
export interface Mistake<Answer> {
  answer: Answer;
  /** Matches the verdict's reason. */
  says: RegExp;
}

/** The definition of an exercise in a problem file. */
export interface ProblemSpec<Answer> {
  /** Lesson and exercise, e.g. `"02-perceptron/and-unit"`. */
  id: string;
  /** What the learner has seen with a right answer, one sentence; shown with the verdict "right". */
  takeaway: string;
  /** Returns what is wrong, or nothing. It may call the answer; what the answer throws becomes the verdict "error". */
  check: (answer: Answer) => Finding | undefined;
  /** What a training must reach, where the exercise trains; judged once `check` finds nothing wrong. */
  training?: TrainingGate<Answer>;
  /** From a nudge to nearly the answer, which stays for the learner to write. */
  hints: readonly [string, string, string];
  /** The statements that stand in the lesson before an attempt; they declare `variable`. */
  stub: string;
  /** The statements that solve it; they declare `variable`. */
  solution: string;
  /** The name that stub and solution declare. */
  variable: string;
  /** The lesson's imports and earlier names that stub and solution use. */
  uses?: Readonly<Record<string, unknown>>;
  /** Other right answers: the check must accept each. What they have in common is the kind of answer that a verdict asks for. */
  equivalents: readonly Answer[];
  /** The kind of answer, where no right answer is at hand to show it. */
  kind?: AnswerKind;
  /** Typical wrong answers: the check must refuse each with its own message. */
  mistakes: readonly Mistake<Answer>[];
  /** Right and wrong answers that have to be trained first. */
  trained?: TrainedAnswers<Answer>;
}

/** Answers that the tests train before they pass them to the check. */
export interface TrainedAnswers<Answer> {
  right: readonly (() => Promise<Answer>)[];
  mistakes: readonly { answer: () => Promise<Answer>; says: RegExp }[];
}

const ALL_SHOWN = "All 3 hints are shown already.";
const ATTEMPT_FIRST =
  "First an attempt, please: write an answer, run the cell, then come back. A wrong answer counts.";

/** An exercise in a lesson: {@link check}, {@link hint}, {@link solution}. */
export class Problem<Answer> {
  private attempted = false;
  private hintsGiven = 0;
  private last: Verdict | undefined;

  constructor(readonly spec: ProblemSpec<Answer>) {}

  /**
   * Checks an answer.
   *
   * @param answer - A value or a function, as the exercise asks.
   * @returns Not attempted, wrong, right or error: what was received, what is expected, and why they differ. In a notebook
   * it is shown as a card, with buttons for hints and the solution.
   */
  check(answer: Answer): Verdict {
    const verdict = this.record(judge(this.spec, answer));
    return attachCard(verdict, this.card());
  }

  /**
   * Gives a function that works, so that a lesson can go on with what the learner wrote. Nothing is recorded.
   *
   * @param answer - The learner's answer.
   * @returns The answer itself once its check says right, until then a right one of the course.
   */
  use(answer: Answer): Answer {
    if (judge(this.spec, answer).status === "right") return answer;
    return this.spec.equivalents[0] as Answer;
  }

  /**
   * Gives the next hint; there are three.
   *
   * @param options - `stage` (the next one): 1 to 3.
   * @returns The card, with the last verdict and all hints up to this one.
   * @throws ArgumentError when there is no such stage.
   */
  hint({ stage }: { stage?: number } = {}): ExerciseCard {
    if (stage !== undefined)
      checkInteger(stage, { verb: "give a hint", argument: "stage", min: 1, max: this.spec.hints.length });
    return this.card(this.recordHint(stage ?? this.hintsGiven + 1));
  }

  /**
   * Shows the solution, after an attempt.
   *
   * @param options - `anyway` (false): also before an attempt.
   * @returns The card, with the last verdict and the solution, or with a word on why it is not shown yet.
   */
  solution({ anyway = false }: { anyway?: boolean } = {}): ExerciseCard {
    if (!this.attempted && !anyway)
      return this.card({ notice: `${ATTEMPT_FIRST} \`solution({ anyway: true })\` shows it now.` });
    return this.card(this.recordSolution());
  }

  /** The one place through which each verdict passes. */
  private record(verdict: Verdict): Verdict {
    this.last = verdict;
    if (verdict.status === "not attempted") return verdict;
    this.attempted = true;
    this.keep(verdict.status);
    return verdict;
  }

  /** The one place through which each hint passes. */
  private recordHint(stage: number): Pick<CardContent, "notice"> {
    const { length } = this.spec.hints;
    if (stage > length) return { notice: ALL_SHOWN };
    if (stage > this.hintsGiven) this.keep("hint");
    this.hintsGiven = Math.max(this.hintsGiven, stage);
    return {};
  }

  /** The one place through which the solution passes. */
  private recordSolution(): Pick<CardContent, "solution"> {
    this.keep("solution");
    return { solution: this.spec.solution };
  }

  /** Keeps in the learner's progress what has happened. */
  private keep(status: ExerciseEvent["status"]): void {
    recordProgress({ kind: "exercise", id: this.spec.id, status });
  }

  private take(action: CardAction): Pick<CardContent, "solution" | "notice"> {
    if (action === "hint") return this.recordHint(this.hintsGiven + 1);
    return this.attempted ? this.recordSolution() : { notice: ATTEMPT_FIRST };
  }

  private card(more: Pick<CardContent, "solution" | "notice"> = {}): ExerciseCard {
    const content = (): CardContent => ({
      ...contentOfVerdict(this.last ?? notAttempted(this.spec.id)),
      hints: this.spec.hints.slice(0, this.hintsGiven),
      hintCount: this.spec.hints.length,
    });
    return new ExerciseCard({ content, take: (action) => this.take(action) }, { ...content(), ...more });
  }
}

/**
 * Makes an exercise from its definition.
 *
 * @param spec - Check, hints, stub, solution, other right answers, typical mistakes.
 * @throws StateError when the id is not `NN-lesson/exercise`.
 */
export function problem<Answer>(spec: ProblemSpec<Answer>): Problem<Answer> {
  if (!/^[\w-]+\/[\w-]+$/.test(spec.id))
    throw new StateError(`Cannot make the problem "${spec.id}": id must be "NN-lesson/exercise".`);
  return new Problem(spec);
}

interface UnlessCloseOptions {
  why: string;
  tolerance?: number;
  relative?: number;
  of?: string;
}

/**
 * The finding for values that differ from the expected ones.
 *
 * @param actual - The learner's value.
 * @param expected - The value worked out independently.
 * @param options - `why`: the reason for any difference; `tolerance` (1e-6), and `relative` (0), the same as a share of the
 *   expected number; `of`: the name of the value.
 * @returns A finding with the first difference, or `undefined` when all agree.
 */
export function unlessClose(
  actual: unknown,
  expected: unknown,
  { why, tolerance = 1e-6, relative = 0, of = "" }: UnlessCloseOptions,
): Finding | undefined {
  if (actual === todo) return { actual, why };
  const difference = firstDifference(actual, expected, { tolerance, relative });
  if (!difference) return undefined;
  const name = nameOf(of, difference.path);
  if (!name) return { actual: difference.actual, expected: difference.expected, why };
  return { actual: { [name]: difference.actual }, expected: { [name]: difference.expected }, why };
}

/** Where the values differ: `unit.w[0]`, or, of a description, `f′(a) = 2a, two steps, at [1]`. */
function nameOf(of: string, path: string): string {
  if (path === "" || /^[\w.]*$/.test(of)) return `${of}${path}`;
  return path === ".length" ? `length for ${of}` : `${of}, at ${path}`;
}
