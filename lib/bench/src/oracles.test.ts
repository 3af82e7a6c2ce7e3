/** Tests that the table of deviations tells a helper that agrees from one that does not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Comparison } from "../../neural-notebooks/dist/core/oracle.testing";
import { oracleRows } from "./oracles";

const comparison = (actual: number[], tolerance: number): Comparison => ({
  helper: "mean",
  source: "paper 1",
  tolerance,
  values: () => ({ actual, expected: [1, 200] }),
});

test("a row holds the count, the largest deviation, absolute and relative, and whether it is allowed", () => {
  const [close, far, short] = oracleRows("models", [
    comparison([1, 201], 0.005),
    comparison([1, 201], 0.004),
    comparison([1], 1),
  ]);
  assert.deepEqual(close, {
    stage: "models",
    helper: "mean",
    source: "paper 1",
    tolerance: 0.005,
    count: 2,
    largest: 1,
    scaled: 0.005,
    where: "[1]: 201 is not 200",
    agrees: true,
  });
  assert.equal(far?.agrees, false);
  assert.equal(short?.agrees, false);
});
