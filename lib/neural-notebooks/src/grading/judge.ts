/** Judges an answer by its exercise: not attempted, wrong, right, or stopped with an error. */
import { commonKind, describeKind, kindMismatch, type AnswerKind, type KindMismatch } from "./answer-kind";
import type { ProblemSpec } from "./problem";
import { containsTodo } from "./todo";
import { passesGate, trainingEvidence } from "./training-gate";
import { Verdict, type Finding, type VerdictStatus } from "./verdict";

/**
 * Judges an answer.
 *
 * @param spec - The exercise.
 * @param answer - The learner's answer.
 * @returns The verdict. Of an answer that is a value it never says which value is right, only of what kind.
 */
export function judge<Answer>(spec: ProblemSpec<Answer>, answer: Answer): Verdict {
  const { status, finding } = outcomeOf(spec, answer);
  return new Verdict(spec.id, status, finding);
}

/** The verdict before anything was answered. */
export function notAttempted(id: string): Verdict {
  return new Verdict(id, NOT_ATTEMPTED.status, NOT_ATTEMPTED.finding);
}

interface Outcome {
  readonly status: VerdictStatus;
  readonly finding: Finding;
}

const NOT_ATTEMPTED: Outcome = {
  status: "not attempted",
  finding: { why: "Replace `todo` by your answer and run the cell again." },
};

function outcomeOf<Answer>(spec: ProblemSpec<Answer>, answer: Answer): Outcome {
  if (answer === undefined || containsTodo(answer)) return NOT_ATTEMPTED;
  const kind = spec.kind ?? commonKind(spec.equivalents);
  const mismatch = kindMismatch(answer, kind);
  if (mismatch)
    return wrong(kind, { actual: answer, expected: describeKind(kind), why: whyMismatch(mismatch) });
  try {
    return checked(spec, answer, kind);
  } catch (error) {
    return failed(error, { kind, answer });
  }
}

function checked<Answer>(spec: ProblemSpec<Answer>, answer: Answer, kind: AnswerKind): Outcome {
  const found = spec.check(answer);
  if (found && containsTodo(found.actual)) return NOT_ATTEMPTED;
  const training = spec.training && trainingEvidence(spec.training, answer, { measure: !found });
  const told = training ? { training } : {};
  if (found) {
    // Beside the right answers, since of one list alone nobody can say whether any other length is as good.
    const isOfKind = describeKind(commonKind([...spec.equivalents, answer])) === describeKind(kind);
    return wrong(kind, { ...found, ...told }, { isOfKind });
  }
  if (training && !passesGate(training))
    return { status: "wrong", finding: { why: whyMissed(spec, answer), ...told } };
  return { status: "right", finding: { why: spec.takeaway, ...told } };
}

/** What helps when the gate is missed. The answer was of the right kind, so that is not said. */
function whyMissed<Answer>({ training }: ProblemSpec<Answer>, answer: Answer): string {
  const why = training?.why ?? "";
  return typeof why === "string" ? why : why(answer);
}

/**
 * A difference; of a value the expected one would be the solution, so its kind is said instead, unless the answer is of
 * that kind: "expected: a number" helps nobody who gave one.
 */
function wrong(kind: AnswerKind, finding: Finding, { isOfKind = false } = {}): Outcome {
  const { expected: _, ...others } = finding;
  // A function's failing case shows what it should have given; that a function was expected, the kind says.
  if (kind.is === "function") return { status: "wrong", finding };
  // Of a model the kind says nothing.
  if (kind.is === "anything") return { status: "wrong", finding: others };
  return { status: "wrong", finding: isOfKind ? others : { ...others, expected: describeKind(kind) } };
}

function failed(error: unknown, { kind, answer }: { kind: AnswerKind; answer: unknown }): Outcome {
  // A value runs no code: the check could not read it.
  if (kind.is !== "function" && kind.is !== "anything")
    return wrong(kind, {
      actual: answer,
      why: "This answer cannot be read. Compare it with what is expected.",
    });
  // `todo` in a sum or product throws this: the body of the function is still the untouched stub.
  if (error instanceof TypeError && /Symbol/.test(error.message)) return NOT_ATTEMPTED;
  return {
    status: "error",
    finding: {
      actual: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      why: "The check called your code and it threw this. Correct it and run the cell again.",
    },
  };
}

function whyMismatch({ path, kind, actual }: KindMismatch): string {
  if (kind.is === "function") return "Give the function itself, without calling it.";
  const place = path === "" ? "The answer" : `\`${path}\``;
  if (actual === undefined) return `${place} is missing: it must be ${describeKind(kind)}.`;
  return `${place} must be ${describeKind(kind)}.`;
}
