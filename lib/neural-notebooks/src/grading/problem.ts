/** An exercise: its check, three staged hints and its solution, for the learner, the grader and the tests. */
import { StateError } from "../core/errors";
import { checkInteger } from "../core/shape";
import { attachButtons } from "./card";
import { firstDifference } from "./compare";
import { containsTodo, todo } from "./todo";
import { Note, Verdict, type Finding, type VerdictStatus } from "./verdict";

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
  /** From a nudge to nearly the answer. */
  hints: readonly [string, string, string];
  /** The statements that stand in the lesson before an attempt; they declare `variable`. */
  stub: string;
  /** The statements that solve it; they declare `variable`. */
  solution: string;
  /** The name that stub and solution declare. */
  variable: string;
  /** The lesson's imports and earlier names that stub and solution use. */
  uses?: Readonly<Record<string, unknown>>;
  /** Other right answers: the check must accept each. */
  equivalents: readonly [Answer, Answer, ...Answer[]];
  /** Typical wrong answers: the check must refuse each with its own message. */
  mistakes: readonly [Mistake<Answer>, Mistake<Answer>, ...Mistake<Answer>[]];
}

/** An exercise in a lesson: {@link check}, {@link hint}, {@link solution}. */
export class Problem<Answer> {
  private attempted = false;
  private hintsGiven = 0;
  private lastAnswer: { value: Answer } | undefined;

  constructor(readonly spec: ProblemSpec<Answer>) {}

  /**
   * Checks an answer.
   *
   * @param answer - A value or a function, as the exercise asks.
   * @returns Not attempted, wrong, right or error, with the actual and the expected value and why they differ.
   */
  check(answer: Answer): Verdict {
    this.lastAnswer = { value: answer };
    return this.withButtons(this.judgeAndRecord(answer));
  }

  /**
   * Gives the next hint; there are three.
   *
   * @param options - `stage` (the next one): 1 to 3.
   * @throws ArgumentError when there is no such stage.
   */
  hint({ stage = Math.min(this.hintsGiven + 1, 3) }: { stage?: number } = {}): Note {
    return this.withButtons(this.hintNote(stage, "Run the cell again for the next hint."));
  }

  private hintNote(stage: number, next: string): Note {
    checkInteger(stage, { verb: "give a hint", argument: "stage", min: 1, max: 3 });
    this.hintsGiven = stage;
    const hint = this.spec.hints[stage - 1] ?? "";
    const more = stage < 3 ? next : "This is the last hint; after an attempt, solution() shows the answer.";
    return new Note(`**Hint ${stage} of 3.** ${hint}\n\n*${more}*`, `Hint ${stage} of 3. ${hint}\n${more}`);
  }

  /**
   * Shows the solution, after an attempt.
   *
   * @param options - `anyway` (false): also before an attempt.
   */
  solution({ anyway = false }: { anyway?: boolean } = {}): Note {
    return this.withButtons(this.solutionNote(anyway));
  }

  private solutionNote(anyway: boolean): Note {
    if (!this.attempted && !anyway) {
      return new Note(
        "**First an attempt**, please: write an answer, run its check, then come back. A wrong answer counts. (`solution({ anyway: true })` shows it now.)",
      );
    }
    const { solution } = this.spec;
    return new Note(
      `**A solution** (others are as good):\n\n\`\`\`typescript\n${solution}\n\`\`\``,
      `A solution (others are as good):\n\n${solution}`,
    );
  }

  /** Adds buttons for check, hint and solution, which a live notebook shows below. */
  private withButtons<Shown extends Verdict | Note>(shown: Shown): Shown {
    const last = this.lastAnswer;
    return attachButtons(shown, {
      ...(last ? { check: () => this.judgeAndRecord(last.value) } : {}),
      hint: () =>
        this.hintNote(Math.min(this.hintsGiven + 1, 3), "Press the button again for the next hint."),
      solution: () => this.solutionNote(false),
      hints: () => ({ given: this.hintsGiven, count: 3 }),
    });
  }

  private judgeAndRecord(answer: Answer): Verdict {
    const verdict = this.judge(answer);
    if (verdict.status !== "not attempted") this.attempted = true;
    return verdict;
  }

  private judge(answer: Answer): Verdict {
    if (answer === undefined || containsTodo(answer)) return this.notAttempted();
    try {
      const finding = this.spec.check(answer);
      if (!finding) return this.verdict("right", { why: this.spec.takeaway });
      if (containsTodo(finding.actual)) return this.notAttempted();
      return this.verdict("wrong", finding);
    } catch (error) {
      // `todo` in a sum or product throws this: the body of the function is still the untouched stub.
      if (error instanceof TypeError && /Symbol/.test(error.message)) return this.notAttempted();
      const actual = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return this.verdict("error", {
        actual,
        why: "The check called your code and it threw this. Mend it and run the cell again.",
      });
    }
  }

  private notAttempted(): Verdict {
    return this.verdict("not attempted", {
      why: "Replace todo by your answer and run the cell again. hint() helps.",
    });
  }

  private verdict(status: VerdictStatus, finding: Finding): Verdict {
    return new Verdict(this.spec.id, status, finding);
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

/**
 * The finding for values that differ from the expected ones.
 *
 * @param actual - The learner's value.
 * @param expected - The value worked out independently.
 * @param options - `why`: the reason for any difference; `tolerance` (1e-6); `of`: the name of the value.
 * @returns A finding with the first difference, or `undefined` when all agree.
 */
export function unlessClose(
  actual: unknown,
  expected: unknown,
  { why, tolerance = 1e-6, of = "" }: { why: string; tolerance?: number; of?: string },
): Finding | undefined {
  if (actual === todo) return { actual, why };
  const difference = firstDifference(actual, expected, { tolerance });
  if (!difference) return undefined;
  const name = `${of}${difference.path}`;
  if (!name) return { actual: difference.actual, expected: difference.expected, why };
  return { actual: { [name]: difference.actual }, expected: { [name]: difference.expected }, why };
}
