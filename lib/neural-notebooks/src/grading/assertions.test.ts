/** Tests of the assertions of lessons, and of the comparison that they use. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NeuralNotebooksError } from "../core/errors";
import { bundleOf } from "../core/display";
import { CheckError, checkBetween, checkClose, checkEqual, checkTrue, statements } from "./assertions";
import { firstDifference, formatValue } from "./compare";

function message(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof CheckError && error instanceof NeuralNotebooksError);
    return error.message;
  }
  throw new assert.AssertionError({ message: "the assertion passed" });
}

test("an assertion that passes shows one line with its value", () => {
  const assertion = checkClose(0.1 + 0.2, 0.3, { of: "the sum" });
  assert.deepEqual(bundleOf(assertion), {
    "text/markdown": "✓ the sum: 0.3",
    "text/plain": "✓ the sum: 0.3",
  });
});

test("an assertion that fails names the expected value, the actual one, and where they differ", () => {
  assert.equal(
    message(() => checkClose([1, 2.5], [1, 2], { of: "w" })),
    "The check failed: w[1] must be 2 (± 0.000001); received 2.5.",
  );
  assert.equal(
    message(() => checkEqual("cat", "dog", { of: "the label" })),
    'The check failed: the label must be "dog"; received "cat".',
  );
  assert.equal(
    message(() => checkClose([[1, 2]], [[1]], { of: "x" })),
    "The check failed: x[0].length must be 1; received 2.",
  );
});

test("the tolerance is a limit on both sides", () => {
  checkClose(1.01, 1, { of: "a", tolerance: 0.011 });
  checkClose(0.99, 1, { of: "a", tolerance: 0.011 });
  message(() => checkClose(1.02, 1, { of: "a", tolerance: 0.011 }));
  message(() => checkClose(0.98, 1, { of: "a", tolerance: 0.011 }));
});

test("NaN never passes for a number", () => {
  message(() => checkClose(NaN, 1, { of: "a", tolerance: 100 }));
  message(() => checkBetween(NaN, [-Infinity, Infinity], { of: "a" }));
});

test("a range includes its ends and says itself when broken", () => {
  checkBetween(0.8, [0.8, 1], { of: "accuracy" });
  checkBetween(1, [0.8, 1], { of: "accuracy" });
  assert.equal(
    message(() => checkBetween(0.79, [0.8, 1], { of: "accuracy" })),
    "The check failed: accuracy must be between 0.8 and 1; received 0.79.",
  );
});

test("a condition that does not hold is quoted", () => {
  assert.equal(checkTrue(true, "zero is even").text, "zero is even");
  assert.equal(
    message(() => checkTrue(false, "one is even")),
    "The check failed: this must hold: one is even.",
  );
});

test("typed arrays and plain arrays with the same numbers are the same", () => {
  assert.equal(firstDifference(Float32Array.of(0.5, 1), [0.5, 1]), undefined);
  assert.deepEqual(firstDifference({ w: [[1], [2]], b: 0 }, { w: [[1], [3]], b: 0 }), {
    path: ".w[1][0]",
    actual: 2,
    expected: 3,
  });
  assert.deepEqual(firstDifference({ a: 1 }, { a: 1, b: 2 }), { path: ".b", actual: undefined, expected: 2 });
  assert.deepEqual(firstDifference({ a: 1, b: 2 }, { a: 1 }), { path: ".b", actual: 2, expected: undefined });
});

test("any nested numbers equal themselves and differ after a change beyond the tolerance", () => {
  const rows = fc.array(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(rows, fc.nat(), fc.double({ min: 1e-3, max: 10, noNaN: true }), (values, pick, shift) => {
      assert.equal(firstDifference(values, structuredClone(values)), undefined);
      const changed = structuredClone(values);
      const r = pick % changed.length;
      const row = changed[r] ?? [];
      row[row.length - 1] = (row[row.length - 1] ?? 0) + shift;
      assert.equal(firstDifference(changed, values)?.path, `[${r}][${row.length - 1}]`);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("values are written short", () => {
  assert.equal(formatValue(1 / 3), "0.333333");
  assert.equal(formatValue([1, [2, "a"]]), '[1, [2, "a"]]');
  assert.equal(formatValue(new Float32Array(100)), "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … (100 values)]");
  assert.equal(formatValue({ w: [1], b: undefined }), "{ w: [1], b: undefined }");
});

test("statements shows every assertion since it was last called, as one line to open", () => {
  statements();
  checkEqual(1 + 1, 2, { of: "the sum" });
  checkBetween(0.87, [0.8, 1], { of: "the accuracy" });
  checkTrue(true, "no line separates XOR");
  const shown = bundleOf(statements());
  assert.equal(
    shown["text/markdown"],
    "<details>\n<summary>✓ 3 statements hold</summary>\n\n- ✓ the sum: 2\n- ✓ the accuracy: 0.87\n- ✓ no line separates XOR\n\n</details>",
  );
  assert.equal(
    shown["text/plain"],
    "3 statements hold\n  ✓ the sum: 2\n  ✓ the accuracy: 0.87\n  ✓ no line separates XOR",
  );
  assert.equal(String(statements()), "No statement was checked", "what was shown is not shown again");
});

test("one statement is told in the singular", () => {
  statements();
  checkTrue(true, "it holds");
  assert.match(String(statements()), /^1 statement holds\n/);
});

test("an assertion that fails takes those before it along: the next list begins anew", () => {
  statements();
  checkTrue(true, "before");
  message(() => checkEqual(1, 2, { of: "one" }));
  checkTrue(true, "behind");
  assert.equal(String(statements()), "1 statement holds\n  ✓ behind");
});
