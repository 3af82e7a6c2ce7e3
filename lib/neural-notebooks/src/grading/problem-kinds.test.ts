/** Tests of exercises that are judged by comparison with a value or with a reference function. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem } from "./problem";
import { functionProblem, valueProblem } from "./problem-kinds";
import { todo } from "./todo";

const line = valueProblem<{ w: number; b: number }>({
  id: "00-sample/line",
  variable: "line",
  stub: "const line = { w: todo, b: todo };",
  solution: "const line = { w: 2.5, b: 4 };",
  expected: { w: 2.5, b: 4 },
  takeaway: "Slope and intercept.",
  otherwise: "Look at the picture.",
  hints: ["a", "b", "c"],
  mistakes: [
    { answer: { w: 4, b: 2.5 }, why: "They have changed places (w and b)." },
    { answer: { w: -2.5, b: 4 }, why: "The line rises." },
  ],
  equivalents: [{ w: 5 / 2, b: 4 }],
  parts: { w: "What does one more kilometre add?" },
});

test("a field that is near enough is not shown as the wrong one", () => {
  const rounded = valueProblem<{ w: number; b: number }>({
    id: "00-sample/rounded",
    variable: "rounded",
    stub: "const rounded = { w: todo, b: todo };",
    solution: "const rounded = { w: 2.504, b: 400 };",
    expected: { w: 2.504, b: 400 },
    tolerance: 0.005,
    takeaway: "Two decimals will do.",
    otherwise: "Look at each number.",
    hints: ["a", "b", "c"],
    mistakes: [
      { answer: { w: 1, b: 1 }, why: "Ones." },
      { answer: { w: 0, b: 0 }, why: "Zeros." },
    ],
    equivalents: [{ w: 2.5, b: 401 }],
  });
  const verdict = String(rounded.check({ w: 2.5, b: 900 }));
  assert.match(verdict, /b: 900/);
  assert.doesNotMatch(verdict, /w: 2\.5/);
});

/** The largest minus the smallest value, after sorting. */
function spread(): Problem<(values: number[]) => number> {
  return functionProblem<[number[]], number>({
    id: "00-sample/spread",
    variable: "spread",
    stub: "function spread(values: number[]): number {\n  return todo;\n}",
    solution: "const spread = (values: number[]) => Math.max(...values) - Math.min(...values);",
    reference: (values) => Math.max(...values) - Math.min(...values),
    cases: [[[1, 4]], [[3]], [[-2, -2]]],
    fuzz: (random) => [Array.from({ length: random.integer(1, 10) }, () => random.uniform(-1e6, 1e6))],
    mayChangeInput: false,
    takeaway: "Largest minus smallest.",
    otherwise: "Find the largest and the smallest value.",
    hints: ["a", "b", "c"],
    mistakes: [
      { answer: (values) => (values.at(-1) ?? 0) - (values[0] ?? 0), why: "That is last minus first." },
      { answer: (values) => Math.max(...values), why: "The smallest value is missing." },
      {
        answer: () => {
          throw new Error("never right");
        },
        why: "This throws.",
      },
    ],
    equivalents: [
      (values) => {
        const [first = 0, ...rest] = [...values].sort((a, b) => a - b);
        return (rest.at(-1) ?? first) - first;
      },
    ],
  });
}

test("a value is right within the tolerance, and a known mistake is named by its own reason", () => {
  assert.ok(line.check({ w: 2.5 + 1e-9, b: 4 }).passed);
  assert.equal(line.check({ w: 4, b: 2.5 }).finding.why, "They have changed places (w and b).");
  assert.equal(line.check({ w: 1, b: 1 }).finding.why, "What does one more kilometre add?");
  assert.equal(line.check({ w: 2.5, b: 1 }).finding.why, "Look at the picture.");
});

test("a value that is right in one field hears which, and nothing tells the passing number", () => {
  const verdict = line.check({ w: 7, b: 4 });
  assert.equal(verdict.finding.why, "`b` is right. What does one more kilometre add?");
  assert.doesNotMatch(String(verdict), /2\.5/);
});

test("values are compared with their size in mind", () => {
  const large = valueProblem<number>({
    ...line.spec,
    expected: 1e9,
    otherwise: "no",
    mistakes: [
      { answer: 1, why: "one" },
      { answer: 2, why: "two" },
    ],
    equivalents: [1e9 + 1],
  });
  assert.ok(large.check(1e9 + 900).passed);
  assert.ok(!large.check(1e9 + 1100).passed);
  assert.ok(!large.check(Infinity).passed);
});

test("a function is right when it agrees with the reference everywhere, however it is written", () => {
  assert.ok(spread().check((values) => -Math.min(...values) + Math.max(...values)).passed);
});

test("a wrong function shows the first case and hears its mistake only when all cases agree with it", () => {
  const verdict = spread().check((values) => (values.at(-1) ?? 0) - (values[0] ?? 0));
  assert.equal(verdict.status, "wrong");
  assert.equal(verdict.finding.why, "That is last minus first.");
  const other = spread().check((values) =>
    values.length === 3 ? 0 : (values.at(-1) ?? 0) - (values[0] ?? 0),
  );
  assert.equal(other.finding.why, "Find the largest and the smallest value.");
  const shown = String(spread().check((values) => Math.max(...values)));
  assert.match(shown, /Received: spread\(\[1, 4\]\): 4\n {2}Expected: spread\(\[1, 4\]\): 3/);
});

test("a function that fails on random cases alone is refused", () => {
  const first = spread().check((values) =>
    values.length > 5 ? 0 : Math.max(...values) - Math.min(...values),
  );
  assert.equal(first.status, "wrong");
});

test("a function that changes its input is refused where it may not, and nothing else is said of it", () => {
  const verdict = spread().check((values) => {
    values.sort((a, b) => a - b);
    return (values.at(-1) ?? 0) - (values[0] ?? 0);
  });
  assert.equal(verdict.status, "wrong");
  assert.match(verdict.finding.why, /has changed what it received/);
});

test("a function without a return line, an untouched one and one that throws each hear of it", () => {
  const missing = spread().check((() => undefined) as never);
  assert.match(missing.finding.why, /returns nothing/);
  assert.equal(spread().check(() => todo).status, "not attempted");
  assert.equal(spread().check((values) => values.length * (todo as number)).status, "not attempted");
  const thrown = spread().check(() => {
    throw new RangeError("too far");
  });
  assert.equal(thrown.status, "error");
  assert.match(String(thrown), /RangeError: too far \(in spread\(\[1, 4\]\)\)/);
});

test("the learner's function never holds the lists that the next case is made of", () => {
  const kept: number[][] = [];
  assert.ok(
    spread().check((values) => {
      const result = Math.max(...values) - Math.min(...values);
      kept.forEach((list) => list.fill(0));
      kept.push(values);
      return result;
    }).passed,
  );
});

test("a right function may be used further, and for any other the reference steps in without an attempt", () => {
  const own = spread();
  const right = (values: number[]): number => Math.max(...values) - Math.min(...values);
  assert.equal(own.use(right), right);
  for (const other of [() => todo, () => 0, (values: number[]) => (values[0] as number) / 0])
    assert.equal(own.use(other)([1, 4]), 3);
  assert.match(String(own.solution()), /attempt/);
});
