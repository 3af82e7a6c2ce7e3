/** Reads a learner's progress out of its log: a line of JSON for each exercise checked, prediction answered and cell begun. */

/** An exercise was checked, or its help was used. */
export interface ExerciseEvent {
  readonly kind: "exercise";
  /** When, as ISO 8601. */
  readonly at: string;
  /** Lesson and exercise, e.g. `"02-perceptron/and-unit"`. */
  readonly id: string;
  /** What the check said; `"hint"` and `"solution"` for help. */
  readonly status: "right" | "wrong" | "error" | "hint" | "solution";
}

/** The answer to a prediction was shown. */
export interface PredictionEvent {
  readonly kind: "prediction";
  readonly at: string;
  /** The lesson, e.g. `"03-linear-unit"`. */
  readonly lesson: string;
  readonly question: string;
  readonly right: boolean;
}

/** A cell of a lesson began to run. */
export interface PlaceEvent {
  readonly kind: "place";
  readonly at: string;
  readonly lesson: string;
  /** The cell's name in its notebook. */
  readonly cell: string;
}

/** One line of the log. */
export type ProgressEvent = ExerciseEvent | PredictionEvent | PlaceEvent;

/** What is known of an exercise. */
export interface ExerciseProgress {
  /** True once an answer was right; a later try does not take that back. */
  readonly right: boolean;
  /** How many answers were checked. */
  readonly attempts: number;
  readonly hints: number;
  readonly solutionShown: boolean;
}

/** A learner's progress through the course. */
export interface Progress {
  /** By lesson and exercise. */
  readonly exercises: ReadonlyMap<string, ExerciseProgress>;
  /** By lesson, then question: whether the latest guess was right. */
  readonly predictions: ReadonlyMap<string, ReadonlyMap<string, boolean>>;
  /** By lesson: the cell that ran last. */
  readonly places: ReadonlyMap<string, PlaceEvent>;
  /** Where the learner was last. */
  readonly last: PlaceEvent | undefined;
}

/** The name of the log; it stands beside `course.json`. */
export const PROGRESS_FILE = "progress.jsonl";

const NOTHING: ExerciseProgress = { right: false, attempts: 0, hints: 0, solutionShown: false };

/**
 * Reads the events of a log. A line that a stopped program left unfinished, and lines of other versions, are passed over.
 *
 * @param text - The log.
 * @returns The events in the order in which they happened.
 */
export function parseProgress(text: string): ProgressEvent[] {
  return text.split("\n").flatMap((line) => {
    try {
      const event: unknown = JSON.parse(line);
      return isProgressEvent(event) ? [event] : [];
    } catch {
      return [];
    }
  });
}

/**
 * Adds events up to the state that they lead to.
 *
 * @param events - In the order in which they happened.
 * @example
 * const at = "2026-01-01T10:00:00.000Z";
 * const { exercises } = progressOf([
 *   { kind: "exercise", at, id: "00-start/sum", status: "right" },
 *   { kind: "exercise", at, id: "00-start/sum", status: "wrong" },
 * ]);
 * assert.equal(exercises.get("00-start/sum")?.right, true);
 */
export function progressOf(events: readonly ProgressEvent[]): Progress {
  const exercises = new Map<string, ExerciseProgress>();
  const predictions = new Map<string, Map<string, boolean>>();
  const places = new Map<string, PlaceEvent>();
  let last: PlaceEvent | undefined;
  for (const event of events) {
    if (event.kind === "exercise") {
      exercises.set(event.id, after(exercises.get(event.id) ?? NOTHING, event));
    } else if (event.kind === "prediction") {
      const known = predictions.get(event.lesson) ?? new Map<string, boolean>();
      predictions.set(event.lesson, known.set(event.question, event.right));
    } else {
      places.set(event.lesson, event);
      last = event;
    }
  }
  return { exercises, predictions, places, last };
}

function after(before: ExerciseProgress, { status }: ExerciseEvent): ExerciseProgress {
  if (status === "hint") return { ...before, hints: before.hints + 1 };
  if (status === "solution") return { ...before, solutionShown: true };
  return { ...before, attempts: before.attempts + 1, right: before.right || status === "right" };
}

/** The texts that an event of each kind must have. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  exercise: ["id", "status"],
  prediction: ["lesson", "question"],
  place: ["lesson", "cell"],
};

function isProgressEvent(value: unknown): value is ProgressEvent {
  if (typeof value !== "object" || value === null) return false;
  const event = value as Readonly<Record<string, unknown>>;
  const texts = Object.hasOwn(TEXTS, String(event["kind"])) ? TEXTS[String(event["kind"])] : undefined;
  return texts?.every((name) => typeof event[name] === "string") ?? false;
}
