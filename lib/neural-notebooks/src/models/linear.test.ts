/** Tests of the linear unit: one step by hand, and least squares against scikit-learn 1.9.1 to 1e-9. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import { leastSquares, predictLinear, squaredError, trainLinear } from "./linear";
import { assertClose } from "../core/oracle.testing";

const line = { x: [[0], [1], [2]], y: [1, 3, 5] };

test("one gradient step is the one worked on paper", () => {
  // ŷ = 0: errors −1, −3, −5; L = 35/3; ∂L/∂w = 2(0 − 3 − 10)/3; ∂L/∂b = 2(−9)/3.
  assertClose(squaredError(line, { w: [0], b: 0 }).loss, 35 / 3);
  const { path, model } = trainLinear(line, { learningRate: 0.1, steps: 1 });
  assertClose(path[0]?.gradient.w ?? [], [-26 / 3]);
  assertClose([...model.w, model.b], [26 / 30, 0.6]);
});

test("the loss falls at a good rate and the run is called diverged at one too high", () => {
  const good = trainLinear(line, { learningRate: 0.2, steps: 300 });
  assertClose([...good.model.w, good.model.b], [2, 1], { tolerance: 1e-9 });
  assert.equal(good.path.length, 301);
  assert.equal(good.diverged, false);
  assert.equal(trainLinear(line, { learningRate: 0.7, steps: 20 }).diverged, true);
  const flown = trainLinear(line, { learningRate: 100, steps: 1000 });
  assert.ok(
    flown.diverged && flown.path.length < 1000 && flown.path.every(({ loss }) => Number.isFinite(loss)),
  );
});

test("least squares leaves the caller's rows alone", () => {
  const x = [[1], [2], [4]];
  leastSquares({ x, y: [1, 2, 3] }, { ridge: 1 });
  assert.deepEqual(x, [[1], [2], [4]]);
});

test("100,000 rows are no trouble", () => {
  const x = Array.from({ length: 100_000 }, (_, i) => [i / 1000, Math.sin(i)]);
  const { w, b } = leastSquares({ x, y: x.map(([p, q]) => 3 * (p as number) - (q as number) + 2) });
  assertClose([...w, b], [3, -1, 2], { tolerance: 1e-9 });
});

test("dependent columns and too few rows are named, a ridge helps", () => {
  const data = {
    x: [
      [1, 2],
      [2, 4],
      [3, 6],
    ],
    y: [1, 2, 3],
  };
  assert.throws(
    () => leastSquares(data),
    (error: unknown) => error instanceof DataError && /Column 1 follows from the others/.test(error.message),
  );
  assertClose(predictLinear([[2, 4]], leastSquares(data, { ridge: 1e-9 })), [2], { tolerance: 1e-6 });
  assert.throws(() => leastSquares({ x: [[1, 2]], y: [1] }), DataError);
});

test("bad data is refused by the rule it breaks", () => {
  assert.throws(() => trainLinear({ x: [[1]], y: [1, 2] }), ShapeError);
  assert.throws(() => trainLinear({ x: [[1], [1, 2]], y: [1, 2] }), ShapeError);
  assert.throws(() => trainLinear({ x: [[Infinity]], y: [1] }), DataError);
  assert.throws(() => trainLinear({ x: [], y: [] }), ShapeError);
  assert.throws(() => trainLinear(line, { learningRate: -1 }), ArgumentError);
  assert.throws(() => predictLinear([[1, 2]], { w: [1], b: 0 }), ShapeError);
});
