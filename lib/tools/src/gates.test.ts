/** Tests that the gates of exercises are measured as they are judged. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { trainingProblem } from "neural-notebooks/grading";
import { isAsWanted, lessonsThatTrain, measureGate, reportGate, trainingExercises } from "./gates";

/** An exercise whose answers are numbers that were "trained". */
function sample(right: () => number) {
  return trainingProblem<number, number>({
    id: "00-sample/number",
    variable: "answer",
    stub: "const answer: number = todo;",
    solution: "const answer: number = 9;",
    takeaway: "Enough.",
    hints: ["a", "b", "c"],
    data: () => 0,
    check: () => undefined,
    training: {
      metric: "loss",
      name: "points",
      gate: 5,
      direction: "above",
      measure: (answer) => answer,
      why: "More.",
    },
    right: [() => Promise.resolve(right()), () => Promise.resolve(8)],
    mistakes: [{ answer: () => 1, says: /More/ }],
  });
}

test("each answer is trained so many times, the worst first, and a gate that refuses some is told", async () => {
  const drawn = [9, 4, 7];
  const exercise = sample(() => drawn.shift() ?? NaN);
  const rows = await measureGate(exercise, 3);
  assert.deepEqual(rows, [
    { answer: "right 1", passed: 2, measured: [4, 7, 9], runs: 3 },
    { answer: "right 2", passed: 3, measured: [8, 8, 8], runs: 3 },
    { answer: "mistake 1", passed: 0, measured: [1], runs: 1 },
  ]);
  assert.deepEqual(rows.map(isAsWanted), [false, true, true]);
  const report = reportGate(exercise, rows);
  assert.match(report, /^00-sample\/number: points above 5\n/);
  assert.match(report, /✗ right 1 {4}right in 2 of 3; measured: worst 4, median 7, best 9/);
  assert.match(report, /✓ mistake 1 {2}right in 0 of 1/);
});

test("the lessons from 07 on have at least two exercises that train", () => {
  const lessons = lessonsThatTrain();
  assert.ok(lessons.includes("07-deep-networks") && lessons.includes("15-cnn"));
  for (const lesson of lessons) assert.ok(trainingExercises(lesson).length >= 2, lesson);
});
