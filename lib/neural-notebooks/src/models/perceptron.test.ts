/** Tests of the perceptron against hand-worked updates and Novikoff's bound. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import {
  Perceptron,
  boundaryLine,
  heaviside,
  margin,
  tlu,
  trainPerceptron,
  updateBound,
  weightedSum,
} from "./perceptron";

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

test("the Heaviside step fires from zero upwards", () => {
  assert.deepEqual([-1e-9, -0, 0, 1e-9].map(heaviside), [0, 1, 1, 1]);
});

test("a unit adds up its weighted inputs", () => {
  assert.equal(weightedSum([2, -1], { w: [0.5, 3], b: 1 }), -1);
  assert.equal(tlu([2, -1], { w: [0.5, 3], b: 1 }), 0);
  assert.throws(() => weightedSum([1], { w: [1, 2], b: 0 }), ShapeError);
});

test("AND is learned by the corrections worked on paper", () => {
  const { updates, model, converged, epochs, updatesPerEpoch } = trainPerceptron({
    x: corners,
    y: [0, 0, 0, 1],
  });
  // From w = (0, 0), b = 0: (0,0) fires wrongly → b = −1; (1,1) does not fire → w = (1,1), b = 0; and so on.
  const steps = updates.map(({ epoch, row, error, w, b }) => [epoch, row, error, ...w, b]);
  assert.deepEqual(steps, [
    [1, 0, -1, 0, 0, -1],
    [1, 3, 1, 1, 1, 0],
    [2, 0, -1, 1, 1, -1],
    [2, 1, -1, 1, 0, -2],
    [2, 3, 1, 2, 1, -1],
    [3, 1, -1, 2, 0, -2],
    [3, 2, -1, 1, 0, -3],
    [3, 3, 1, 2, 1, -2],
    [4, 2, -1, 1, 1, -3],
    [4, 3, 1, 2, 2, -2],
    [5, 1, -1, 2, 1, -3],
  ]);
  assert.deepEqual(updatesPerEpoch, [2, 3, 3, 2, 1, 0]);
  assert.equal(epochs, 6);
  assert.ok(converged);
  assert.deepEqual(model.predict(corners), [0, 0, 0, 1]);
});

test("XOR ends after maxEpochs without converging", () => {
  const training = trainPerceptron({ x: corners, y: [0, 1, 1, 0] }, { maxEpochs: 25 });
  assert.equal(training.converged, false);
  assert.equal(training.epochs, 25);
  assert.ok(training.updatesPerEpoch.every((count) => count > 0));
});

test("several outputs learn one unit each and the largest sum gives the class", () => {
  const x = [
    [0, 5],
    [1, 6],
    [5, 0],
    [6, 1],
    [-5, -5],
    [-6, -4],
  ];
  const y = [
    [1, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 1],
  ];
  const { model, converged, updates } = trainPerceptron({ x, y });
  assert.ok(converged);
  assert.deepEqual(model.predict(x), [0, 0, 1, 1, 2, 2]);
  assert.deepEqual(model.fire(x), y);
  assert.deepEqual([...new Set(updates.map((update) => update.output))].sort(), [0, 1, 2]);
});

test("the learning rate scales the weights and changes no answer", () => {
  const data = { x: corners, y: [0, 1, 1, 1] };
  const one = trainPerceptron(data);
  const quarter = trainPerceptron(data, { eta: 0.25 });
  assert.deepEqual(
    quarter.model.units[0]?.w.map((w) => w * 4),
    one.model.units[0]?.w,
  );
  assert.equal(quarter.updates.length, one.updates.length);
});

test("the same seed gives the same order and the caller's arrays stay as they are", () => {
  const data = { x: corners.map((row) => [...row]), y: [0, 0, 0, 1] };
  const copy = structuredClone(data);
  assert.deepEqual(trainPerceptron(data, { seed: 3 }).updates, trainPerceptron(data, { seed: 3 }).updates);
  assert.notDeepEqual(trainPerceptron(data, { seed: 3 }).updates, trainPerceptron(data).updates);
  assert.deepEqual(data, copy);
});

test("training goes on from given weights", () => {
  const start = [{ w: [1, 1], b: -1.5 }];
  const { updates, model } = trainPerceptron({ x: corners, y: [0, 0, 0, 1] }, { start });
  assert.equal(updates.length, 0);
  assert.deepEqual(model.units, start);
});

test("the margin is the distance of the nearest point, negative on the wrong side", () => {
  const data = {
    x: [
      [0, 0],
      [3, 4],
    ],
    y: [0, 1],
  };
  assert.equal(margin(data, { w: [3, 4], b: -5 }), 1);
  assert.equal(margin(data, { w: [3, 4], b: 5 }), -1);
  assert.throws(() => margin(data, { w: [0, 0], b: 1 }), ArgumentError);
});

test("a separable set never needs more corrections than Novikoff's bound", () => {
  const point = fc.tuple(fc.integer({ min: -10, max: 10 }), fc.integer({ min: -10, max: 10 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 30 }), fc.nat(), (points, seed) => {
      const teacher = { w: [2, -1], b: 0.5 };
      const x = points.filter((p) => Math.abs(weightedSum(p, teacher)) > 0.4);
      if (x.length === 0) return;
      const data = { x, y: x.map((p) => tlu(p, teacher)) };
      const training = trainPerceptron(data, { seed, maxEpochs: 100_000 });
      assert.ok(training.converged);
      assert.ok(training.updates.length <= updateBound(data, teacher));
      assert.deepEqual(training.model.predict(x), data.y);
    }),
    { seed: 5, numRuns: 60 },
  );
});

test("the bound refuses a unit that does not separate", () => {
  assert.throws(
    () => updateBound({ x: [[0], [1]], y: [1, 0] }, { w: [1], b: -0.5 }),
    /strictly on its right side/,
  );
});

test("the boundary's line is cut at the box", () => {
  const box = { x1: [-1, 1], x2: [-1, 1] } as const;
  assert.deepEqual(boundaryLine({ w: [0, 2], b: -1 }, box), [
    [-1, 0.5],
    [1, 0.5],
  ]);
  assert.deepEqual(boundaryLine({ w: [4, 0], b: 1 }, box), [
    [-0.25, -1],
    [-0.25, 1],
  ]);
  assert.deepEqual(boundaryLine({ w: [1, 1], b: 9 }, box), []);
  assert.deepEqual(boundaryLine({ w: [0, 0], b: 1 }, box), []);
  assert.throws(() => boundaryLine({ w: [1], b: 0 }, box), ShapeError);
});

test("bad data is refused by the rule it breaks", () => {
  assert.throws(
    () => trainPerceptron({ x: [[1], [2]], y: [1] }),
    /x and y must be equally long; received x: 2, y: 1/,
  );
  assert.throws(() => trainPerceptron({ x: [[1], [2, 3]], y: [0, 1] }), ShapeError);
  assert.throws(() => trainPerceptron({ x: [], y: [] }), ShapeError);
  assert.throws(() => trainPerceptron({ x: [[NaN]], y: [1] }), /x\[0\]\[0\] must be a finite number/);
  assert.throws(() => trainPerceptron({ x: [[1]], y: [2] }), DataError);
  assert.throws(() => trainPerceptron({ x: [[1]], y: [1] }, { maxEpochs: 0 }), ArgumentError);
  assert.throws(() => trainPerceptron({ x: [[1]], y: [1] }, { eta: 0 }), ArgumentError);
  assert.throws(() => trainPerceptron({ x: [[1]], y: [1] }, { start: [{ w: [1, 2], b: 0 }] }), ShapeError);
  assert.throws(() => new Perceptron([]), ShapeError);
  assert.throws(() => new Perceptron([{ w: [NaN], b: 0 }]), DataError);
});
