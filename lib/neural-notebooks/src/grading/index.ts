/** Everything of `grading`: exercises with check, hints and solution, and the checks behind a lesson's claims. */
export {
  checkBetween,
  checkClose,
  checkEqual,
  CheckError,
  checkTrue,
  Claim,
  type ClaimOptions,
} from "./assertions";
export { firstDifference, write, type Difference } from "./compare";
export { problem, Problem, unlessClose, type Mistake, type ProblemSpec } from "./problem";
export { holdsTodo, todo } from "./todo";
export { Note, Verdict, type Finding, type VerdictStatus } from "./verdict";
