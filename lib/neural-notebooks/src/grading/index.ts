/** Everything of `grading`: exercises with check, hints and solution, and assertions for a lesson's numbers. */
export {
  checkBetween,
  checkClose,
  checkEqual,
  CheckError,
  checkTrue,
  Assertion,
  statements,
  Statements,
  type AssertionOptions,
} from "./assertions";
export { ExerciseCard, type CardExercise } from "./card";
export {
  EXERCISE_MIME,
  EXERCISE_TARGET,
  type CardAction,
  type CardContent,
  type CardFact,
  type TrainingEvidence,
  type VerdictStatus,
} from "./card-content";
export { firstDifference, formatValue, type Difference, type Tolerances } from "./compare";
export { modelFinding, type ModelWish } from "./model-finding";
export {
  problem,
  Problem,
  unlessClose,
  type Mistake,
  type ProblemSpec,
  type TrainedAnswers,
} from "./problem";
export {
  functionProblem,
  valueProblem,
  type FunctionProblemSpec,
  type KnownMistake,
  type ValueProblemSpec,
} from "./problem-kinds";
export { containsTodo, todo } from "./todo";
export { type TrainingGate } from "./training-gate";
export { trainingProblem, TrainingProblem, type TrainingProblemSpec } from "./training-problem";
export { Verdict, type Finding } from "./verdict";
