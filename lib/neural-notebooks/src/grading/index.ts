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
export { firstDifference, formatValue, type Difference } from "./compare";
export { problem, Problem, unlessClose, type Mistake, type ProblemSpec } from "./problem";
export { containsTodo, todo } from "./todo";
export { Note, Verdict, type Finding, type VerdictStatus } from "./verdict";
