/** How far a learner has come in a lesson, from the map of the course and the progress. */
import type { CourseMap, ExerciseProgress, MappedLesson, Progress } from "neural-notebooks/core/course";

/** How far a learner is in one lesson. */
export interface LessonStatus {
  readonly state: "new" | "begun" | "done";
  /** One entry for each exercise, in order. */
  readonly exercises: readonly { readonly variable: string; readonly state: "open" | "tried" | "right" }[];
  readonly exercisesRight: number;
  readonly predictionsAnswered: number;
  readonly predictionsRight: number;
}

/** How far a learner is in the course. */
export interface CourseStatus {
  readonly lessons: ReadonlyMap<string, LessonStatus>;
  readonly exercises: { readonly right: number; readonly all: number };
  readonly predictions: { readonly right: number; readonly answered: number };
  readonly lessonsDone: number;
}

/** Where the learner goes on. */
export interface NextStep {
  readonly lesson: MappedLesson;
  /** The cell that ran last there; nothing in a lesson that is to be begun. */
  readonly cell: string | undefined;
  /** `"start"`: nothing was done yet; `"go on"`: in the lesson that was open last; `"next"`: that one is done. */
  readonly kind: "start" | "go on" | "next";
}

/** All lessons of the map, in order. */
export function lessonsOf(map: CourseMap): MappedLesson[] {
  return map.units.flatMap(({ lessons }) => lessons);
}

/** How far a learner is in each lesson and in all. */
export function courseStatus(map: CourseMap, progress: Progress): CourseStatus {
  const lessons = new Map(lessonsOf(map).map((lesson) => [lesson.name, lessonStatus(lesson, progress)]));
  const sum = (count: (status: LessonStatus) => number): number =>
    [...lessons.values()].reduce((total, status) => total + count(status), 0);
  return {
    lessons,
    exercises: { right: sum((each) => each.exercisesRight), all: sum((each) => each.exercises.length) },
    predictions: {
      right: sum((each) => each.predictionsRight),
      answered: sum((each) => each.predictionsAnswered),
    },
    lessonsDone: sum(({ state }) => Number(state === "done")),
  };
}

function lessonStatus(lesson: MappedLesson, { exercises, predictions, places }: Progress): LessonStatus {
  const states = lesson.exercises.map(({ id, variable }) => {
    return { variable, state: exerciseState(exercises.get(id)) };
  });
  const answered = [...(predictions.get(lesson.name)?.values() ?? [])];
  const exercisesRight = states.filter(({ state }) => state === "right").length;
  const begun =
    places.has(lesson.name) || answered.length > 0 || states.some(({ state }) => state !== "open");
  const notDone = begun ? "begun" : "new";
  const done = states.length > 0 && exercisesRight === states.length;
  return {
    state: done ? "done" : notDone,
    exercises: states,
    exercisesRight,
    predictionsAnswered: answered.length,
    predictionsRight: answered.filter(Boolean).length,
  };
}

function exerciseState(known: ExerciseProgress | undefined): "open" | "tried" | "right" {
  if (known?.right) return "right";
  return known?.attempts ? "tried" : "open";
}

/**
 * Says where the learner goes on: in the lesson that was open last, or, where its exercises are all right, in the first
 * one behind it that is not done.
 *
 * @returns Nothing once every lesson is done, and for a course without lessons.
 */
export function nextStep(map: CourseMap, progress: Progress): NextStep | undefined {
  const all = lessonsOf(map);
  const { lessons } = courseStatus(map, progress);
  const isOpen = ({ name }: MappedLesson): boolean => lessons.get(name)?.state !== "done";
  const at = all.findIndex(({ name }) => name === progress.last?.lesson);
  const last = all[at];
  if (last && isOpen(last)) return { lesson: last, cell: progress.last?.cell, kind: "go on" };
  const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(isOpen);
  return next && { lesson: next, cell: undefined, kind: last ? "next" : "start" };
}
