/** Tests of an exercise's four verdicts, its staged hints and its solution. */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import { ArgumentError, StateError } from "../core/errors";
import { bundleOf } from "../core/display";
import { EXERCISE_MIME, type CardContent } from "./card-content";
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

test("a lesson goes on with a right answer, and until then with one of the course", () => {
  const own = (x: number): number => x * 2;
  assert.equal(sample().use(own), own);
  assert.equal(sample().use(() => todo)(4), 8);
  assert.equal(sample().use((x) => x * x)(4), 8);
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
    "✗ Not right yet\n  Received: double(3): 9\n  Expected: double(3): 6\n  That squares its argument.",
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
  assert.match(String(bundle["text/markdown"]), /^\*\*✗ Not right yet\*\*/);
  assert.equal(bundle["text/plain"], verdict.toString());
  assert.equal(inspect(verdict), verdict.toString());
});

test("hints come one after the other, beside the verdict, and the third is not repeated", () => {
  const exercise = sample();
  exercise.check((x) => x * x);
  const given = [1, 2, 3, 4].map(() => exercise.hint().content);
  assert.deepEqual(
    given.map(({ hints }) => hints),
    [["nudge"], ["nudge", "more"], ["nudge", "more", "nearly all"], ["nudge", "more", "nearly all"]],
  );
  assert.deepEqual(
    given.map(({ notice }) => notice),
    [undefined, undefined, undefined, "All 3 hints are shown already."],
  );
  for (const { status, message } of given) {
    assert.equal(status, "wrong");
    assert.match(message, /squares/);
  }
});

test("a hint can be asked for by its stage; a new check keeps those given", () => {
  const exercise = sample();
  assert.deepEqual(exercise.hint({ stage: 2 }).content.hints, ["nudge", "more"]);
  assert.deepEqual(exercise.hint({ stage: 1 }).content.hints, ["nudge", "more"]);
  assert.equal(exercise.hint({ stage: 1 }).content.status, "not attempted");
  const bundle = bundleOf(exercise.check((x) => x)) as { [EXERCISE_MIME]: CardContent };
  assert.deepEqual(bundle[EXERCISE_MIME].hints, ["nudge", "more"]);
  assert.throws(() => exercise.hint({ stage: 4 }), ArgumentError);
});

test("the solution comes after an attempt, and an untouched check is none", () => {
  const exercise = sample();
  assert.match(String(exercise.solution().content.notice), /^First an attempt.*anyway: true/);
  exercise.check(todo);
  assert.equal(exercise.solution().content.solution, undefined);
  assert.match(String(exercise.solution({ anyway: true })), /2 \* x/);
  exercise.check((x) => x);
  const { status, solution, notice } = exercise.solution().content;
  assert.deepEqual([status, solution, notice], ["wrong", sample().spec.solution, undefined]);
});

test("of lists of any length the kind is not said to who gave one: it helps nobody", () => {
  const { training: _training, trained: _trained, ...others } = sample().spec;
  const anyLength = problem<{ w: number }[]>({
    ...others,
    id: "00-sample/any-length",
    check: (units) => unlessClose(units.length % 2, 1, { why: "An odd number, please.", of: "rest" }),
    equivalents: [[{ w: 1 }], [{ w: 1 }, { w: 2 }, { w: 3 }]],
    mistakes: [{ answer: [{ w: 1 }, { w: 2 }], says: /odd/ }],
  });
  assert.doesNotMatch(String(anyLength.check([{ w: 1 }, { w: 2 }])), /Expected/);
});

test("of a value the verdict says the kind that is expected where it is another, never the right value", () => {
  const { training: _training, trained: _trained, ...others } = sample().spec;
  const step = problem<{ w: number[]; b: number }>({
    ...others,
    id: "00-sample/step",
    check: (unit) => unlessClose(unit, { w: [7.25], b: 3.5 }, { why: "Not so.", of: "unit" }),
    equivalents: [
      { w: [7.25], b: 3.5 },
      { w: [7.25], b: 3.5 },
    ],
    mistakes: [
      { answer: { w: [1], b: 3.5 }, says: /Not so/ },
      { answer: { w: [7.25], b: 1 }, says: /Not so/ },
    ],
  });
  const kind = "an object with w (list of 1 number) and b (number)";
  const told = (answer: unknown) => String(step.check(answer as never));
  assert.equal(told({ w: [1], b: 3.5 }), "✗ Not right yet\n  Received: unit.w[0]: 1\n  Not so.");
  assert.equal(
    told({ w: [1] }),
    `✗ Not right yet\n  Received: { w: [1] }\n  Expected: ${kind}\n  \`b\` is missing: it must be a number.`,
  );
  assert.match(told({ w: [1, 2], b: 3.5 }), new RegExp(kind.replaceAll(/[()]/g, "\\$&")));
  assert.match(told(null), /The answer must be an object/);
  assert.match(told({ w: 7, b: 1 }), /`w` must be a list of 1 number/);
});

test("a value in the place of a function is wrong, and the verdict says what to give", () => {
  const verdict = sample().check(6 as never);
  assert.equal(verdict.status, "wrong");
  assert.equal(
    String(verdict),
    "✗ Not right yet\n  Received: 6\n  Expected: a function of 1 argument\n  Give the function itself, without calling it.",
  );
});

test("an exercise without a lesson in its id is refused", () => {
  assert.throws(() => problem({ ...sample().spec, id: "double" }), StateError);
});
