/** The map of the course, as `npm run lessons` writes it into `notebooks/course.json` and the course's home reads it. */

/** An exercise of a lesson. */
export interface MappedExercise {
  /** Lesson and exercise, e.g. `"02-perceptron/and-unit"`. */
  readonly id: string;
  /** The name that the learner gives the answer, e.g. `"andUnit"`. */
  readonly variable: string;
}

/** A lesson on the map. */
export interface MappedLesson {
  /** File name without its ending, e.g. `"03-linear-unit"`. */
  readonly name: string;
  /** The two digits by which lessons are ordered, e.g. `"03"`. */
  readonly number: string;
  /** The title: a question, e.g. `"What is the best line?"`. */
  readonly question: string;
  /** Minutes of work: reading and exercises. */
  readonly minutes: number;
  /** Numbers of the lessons on which it builds. */
  readonly needs: readonly string[];
  /** What the learner will be able to do, as Markdown. */
  readonly aims: readonly string[];
  /** The lesson's picture as a path beside the map; `null` where there is none. */
  readonly picture: string | null;
  readonly exercises: readonly MappedExercise[];
  /** How many predictions the lesson asks for. */
  readonly predictions: number;
}

/** Lessons that belong together. */
export interface CourseUnit {
  readonly title: string;
  /** One sentence about it. */
  readonly about: string;
  readonly lessons: readonly MappedLesson[];
}

/** The map of the course. */
export interface CourseMap {
  readonly title: string;
  /** One sentence about the course. */
  readonly about: string;
  readonly units: readonly CourseUnit[];
}

/** The name of the map, in the folder above the lessons. */
export const COURSE_FILE = "course.json";
