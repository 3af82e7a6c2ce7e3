/** Tests of the switch that makes long trainings shorter. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { atEffort, effort, effortVariable } from "./training-scale";
import { ArgumentError } from "./errors";

const before = process.env[effortVariable];

afterEach(() => {
  if (before === undefined) delete process.env[effortVariable];
  else process.env[effortVariable] = before;
});

test("without the variable, or with an empty one, everything is done in full", () => {
  delete process.env[effortVariable];
  assert.deepEqual([effort(), atEffort(6000), atEffort(1)], [1, 6000, 1]);
  process.env[effortVariable] = "";
  assert.equal(effort(), 1);
});

test("a share makes counts smaller, whole, and 1 at least", () => {
  process.env[effortVariable] = "0.05";
  assert.deepEqual([effort(), atEffort(24_000), atEffort(30), atEffort(3)], [0.05, 1200, 2, 1]);
});

test("what is no share is refused by the variable's name", () => {
  for (const wish of ["0", "-0.5", "1.5", "half", "Infinity", "NaN"]) {
    process.env[effortVariable] = wish;
    assert.throws(() => atEffort(10), {
      constructor: ArgumentError,
      message: `Cannot choose the effort: NEURAL_NOTEBOOKS_EFFORT must be a number in (0, 1]; received "${wish}".`,
    });
  }
});
