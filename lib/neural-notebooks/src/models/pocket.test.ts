/** Tests of the best units that came up in a perceptron's training. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ShapeError } from "../core/errors";
import { trainPerceptron } from "./perceptron";
import { pocketPerceptron } from "./pocket";

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

test("of a training that converges the last units are kept", () => {
  const or = { x, y: [0, 1, 1, 1] };
  const run = trainPerceptron(or);
  const { model, mistakes, step } = pocketPerceptron(or, run);
  assert.deepEqual([model.units, mistakes, step], [run.model.units, 0, run.updates.length]);
});

test("of a training that never rests the fewest mistakes count, and the first of equals", () => {
  const data = { x: [[0], [2], [1], [1]], y: [0, 1, 0, 1] };
  const run = trainPerceptron(data, { maxEpochs: 12 });
  const { mistakes, step } = pocketPerceptron(data, run);
  const counted = run.updates.map(
    ({ w, b }) =>
      data.x.filter(([u], i) => Number((w[0] as number) * (u as number) + b >= 0) !== data.y[i]).length,
  );
  assert.equal(run.converged, false);
  assert.equal(mistakes, 1, "the two rows at 1 contradict each other");
  assert.equal(step, counted.indexOf(1) + 1);
});

test("where no update helps, the zero weights are kept", () => {
  const xor = { x, y: [0, 1, 1, 0] };
  const { model, mistakes, step } = pocketPerceptron(xor, trainPerceptron(xor, { maxEpochs: 12 }));
  assert.deepEqual([model.units, mistakes, step], [[{ w: [0, 0], b: 0 }], 2, 0]);
});

test("with several outputs the largest sum counts", () => {
  const data = {
    x: [[-1], [0], [1]],
    y: [
      [1, 0],
      [1, 0],
      [0, 1],
    ],
  };
  const { model, mistakes } = pocketPerceptron(data, trainPerceptron(data, { maxEpochs: 50 }));
  assert.equal(mistakes, 0);
  assert.deepEqual(Array.from(model.predict(data.x)), [0, 0, 1]);
});

test("without rows there is nothing to keep", () => {
  const run = trainPerceptron({ x, y: [0, 1, 1, 1] });
  assert.throws(() => pocketPerceptron({ x: [], y: [] }, run), ShapeError);
});
