/** Tests of an exercise's four verdicts, its staged hints and its solution. */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import { ArgumentError, StateError } from "../core/errors";
import { bundleOf } from "../core/display";
import { problem, unlessClose, type Problem } from "./problem";
import { containsTodo, todo } from "./todo";

function sample(): Problem<(x: number) => number> {
  return problem<(x: number) => number>({
    id: "00-sample/double",
    takeaway: "Doubling adds a number to itself.",
    check: (double) => {
      const why =
        double(3) === 9 ? "That squares its argument." : "Twice a number is the number added to itself.";
      return unlessClose(double(3), 6, { why, of: "double(3)" });
    },
    hints: ["nudge", "more", "nearly all"],
    stub: "const double = (x: number): number => todo;",
    solution: "const double = (x: number): number => 2 * x;",
    variable: "double",
    equivalents: [(x) => x + x, (x) => x / 0.5],
    mistakes: [
      { answer: (x) => x * x, says: /squares/ },
      { answer: (x) => x, says: /added to itself/ },
    ],
  });
}

test("an untouched answer is not attempted, whether a value, a function or an object of them", () => {
  assert.equal(sample().check(todo).status, "not attempted");
  assert.equal(sample().check(() => todo).status, "not attempted");
  assert.equal(sample().check(undefined as never).status, "not attempted");
  assert.equal(sample().check((x) => x * (todo as number)).status, "not attempted");
  assert.ok(containsTodo({ w: [1, todo], b: 0 }));
  assert.ok(!containsTodo({ w: [1, 2], b: 0 }));
});

test("a search for the placeholder ends in circles too", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  assert.equal(containsTodo(circle), false);
});

test("a right answer is right and says what it shows", () => {
  const verdict = sample().check((x) => x * 2);
  assert.ok(verdict.passed);
  assert.equal(String(verdict), "✓ Right. Doubling adds a number to itself.");
});

test("a wrong answer shows the actual value, the expected one and why, for this mistake", () => {
  const verdict = sample().check((x) => x * x);
  assert.equal(verdict.status, "wrong");
  assert.equal(
    String(verdict),
    "✗ Not right yet\n  actual: { double(3): 9 }\n  expected: { double(3): 6 }\n  That squares its argument.",
  );
});

test("an answer that throws is an error with its name and message, and does not stop the notebook", () => {
  const verdict = sample().check(() => {
    throw new RangeError("too far");
  });
  assert.equal(verdict.status, "error");
  assert.match(String(verdict), /RangeError: too far/);
});

test("a TypeError of the learner's own is an error, not an untouched answer", () => {
  const missing = undefined as unknown as { length: number };
  assert.equal(sample().check(() => missing.length).status, "error");
});

test("a verdict is shown as markdown and as plain text, and marks cannot break the markdown", () => {
  const verdict = sample().check((x) => x - 1);
  const bundle = bundleOf(verdict);
  assert.match(String(bundle["text/markdown"]), /\*\*✗ Not right yet\*\*/);
  assert.equal(bundle["text/plain"], verdict.toString());
  assert.equal(inspect(verdict), verdict.toString());
});

test("hints come one after the other, stay at the last, and can be asked for by stage", () => {
  const exercise = sample();
  const given = [1, 2, 3, 4].map(() => exercise.hint().plain.split("\n")[0]);
  assert.deepEqual(given, [
    "Hint 1 of 3. nudge",
    "Hint 2 of 3. more",
    "Hint 3 of 3. nearly all",
    "Hint 3 of 3. nearly all",
  ]);
  assert.match(exercise.hint({ stage: 1 }).plain, /nudge/);
  assert.throws(() => exercise.hint({ stage: 4 }), ArgumentError);
});

test("the solution comes after an attempt, and an untouched check is none", () => {
  const exercise = sample();
  assert.match(exercise.solution().plain, /First an attempt/);
  exercise.check(todo);
  assert.doesNotMatch(exercise.solution().plain, /2 \* x/);
  assert.match(exercise.solution({ anyway: true }).plain, /2 \* x/);
  exercise.check((x) => x);
  assert.match(exercise.solution().plain, /2 \* x/);
});

test("an exercise without a lesson in its id is refused", () => {
  assert.throws(() => problem({ ...sample().spec, id: "double" }), StateError);
});
