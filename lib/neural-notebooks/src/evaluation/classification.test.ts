/** Tests of what the classification metrics refuse; their figures stand beside scikit-learn's in oracle.test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError, ShapeError } from "../core/errors";
import { logLoss, rocCurve } from "./classification";

test("a probability of 0 for what happened gives a large, finite log loss", () => {
  assert.ok(Number.isFinite(logLoss([1], [0])));
});

test("bad input is refused", () => {
  assert.throws(() => rocCurve({ yTrue: [1, 1], scores: [0.1, 0.2] }), /of both classes/);
  assert.throws(() => rocCurve({ yTrue: [0, 2], scores: [0.1, 0.2] }), DataError);
  assert.throws(() => rocCurve({ yTrue: [0, 1], scores: [0.1, NaN] }), DataError);
  assert.throws(() => logLoss([2], [[0.5, 0.5]]), DataError);
  assert.throws(() => logLoss([0], [[1.5, -0.5]]), DataError);
  assert.throws(() => logLoss([], []), ShapeError);
});
