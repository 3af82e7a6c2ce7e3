/** An exercise: its check, three staged hints and its solution, each said once and used by learner, grader and tests. */
import { StateError } from "../core/errors";
import { checkInteger } from "../core/shape";
import { giveButtons } from "./card";
import { firstDifference } from "./compare";
import { holdsTodo, todo } from "./todo";
import { Note, Verdict, type Finding, type VerdictStatus } from "./verdict";

/** A typical wrong answer, kept so that the tests feed it to the check. */
export interface Mistake<Answer> {
  answer: Answer;
  /** What the verdict must say about it. */
  says: RegExp;
}

/** What a problem file writes down. */
export interface ProblemSpec<Answer> {
  /** Lesson and exercise, e.g. `"02-perceptron/and-unit"`. */
  id: string;
  /** What a right answer shows, one sentence; said with the verdict "right". */
  lesson: string;
  /** Says what is wrong, or nothing. It may call the answer; what the answer throws becomes the verdict "error". */
  check: (answer: Answer) => Finding | undefined;
  /** From a nudge to nearly the answer. */
  hints: readonly [string, string, string];
  /** The statements that stand in the lesson before an attempt; they declare `variable`. */
  stub: string;
  /** The statements that solve it; they declare `variable`. */
  solution: string;
  /** The name that stub and solution declare. */
  variable: string;
  /** What stub and solution use of the lesson's imports and earlier names. */
  uses?: Readonly<Record<string, unknown>>;
  /** Other right answers: the check must accept each. */
  equivalents: readonly [Answer, Answer, ...Answer[]];
  /** Typical wrong answers: the check must refuse each with its own message. */
  mistakes: readonly [Mistake<Answer>, Mistake<Answer>, ...Mistake<Answer>[]];
}

/** An exercise as the learner meets it: {@link check}, {@link hint}, {@link solution}. */
export class Problem<Answer> {
  private attempted = false;
  private hintsGiven = 0;
  private lastAnswer: { value: Answer } | undefined;

  constructor(readonly spec: ProblemSpec<Answer>) {}

  /**
   * Judges an answer.
   *
   * @param answer - A value or a function, as the exercise asks.
   * @returns Not attempted, wrong, right or error, with what came, what was wanted and why.
   */
  check(answer: Answer): Verdict {
    this.lastAnswer = { value: answer };
    return this.withButtons(this.judged(answer));
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

  /** In a live notebook, buttons that do what the calls do stand below. */
  private withButtons<Shown extends Verdict | Note>(shown: Shown): Shown {
    const last = this.lastAnswer;
    return giveButtons(shown, {
      ...(last ? { check: () => this.judged(last.value) } : {}),
      hint: () =>
        this.hintNote(Math.min(this.hintsGiven + 1, 3), "Press the button again for the next hint."),
      solution: () => this.solutionNote(false),
      hints: () => ({ given: this.hintsGiven, count: 3 }),
    });
  }

  private judged(answer: Answer): Verdict {
    const verdict = this.judge(answer);
    if (verdict.status !== "not attempted") this.attempted = true;
    return verdict;
  }

  private judge(answer: Answer): Verdict {
    if (answer === undefined || holdsTodo(answer)) return this.notAttempted();
    try {
      const finding = this.spec.check(answer);
      if (!finding) return this.verdict("right", { why: this.spec.lesson });
      if (holdsTodo(finding.came)) return this.notAttempted();
      return this.verdict("wrong", finding);
    } catch (error) {
      // `todo` in a sum or product throws this: the body of the function is still the untouched stub.
      if (error instanceof TypeError && /Symbol/.test(error.message)) return this.notAttempted();
      const came = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return this.verdict("error", {
        came,
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
 * Makes an exercise from what its problem file writes down.
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
 * The finding for numbers that differ from those wanted.
 *
 * @param came - The learner's value.
 * @param wanted - The value worked out independently.
 * @param options - `why`: said for any difference; `tolerance` (1e-6); `of`: the name of the value.
 * @returns A finding with the first place that differs, or `undefined` when all agree.
 */
export function unlessClose(
  came: unknown,
  wanted: unknown,
  { why, tolerance = 1e-6, of = "" }: { why: string; tolerance?: number; of?: string },
): Finding | undefined {
  if (came === todo) return { came, why };
  const difference = firstDifference(came, wanted, { tolerance });
  if (!difference) return undefined;
  const name = `${of}${difference.path}`;
  if (!name) return { came: difference.came, wanted: difference.wanted, why };
  return { came: { [name]: difference.came }, wanted: { [name]: difference.wanted }, why };
}
