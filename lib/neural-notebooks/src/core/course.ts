/** What a page needs of the course: its map, and a learner's progress; loads nothing else. */
export {
  COURSE_FILE,
  type CourseMap,
  type CourseUnit,
  type MappedExercise,
  type MappedLesson,
} from "./course-map";
export {
  parseProgress,
  PROGRESS_FILE,
  progressOf,
  type ExerciseEvent,
  type ExerciseProgress,
  type PlaceEvent,
  type PredictionEvent,
  type Progress,
  type ProgressEvent,
} from "./progress-log";
