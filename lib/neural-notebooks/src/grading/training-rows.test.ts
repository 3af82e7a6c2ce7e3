/** Tests of the tensors that exercises carry. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { tf } from "../core/tf";
import { absoluteErrorOn, outputsOn, trainingRows } from "./training-rows";

test("inputs keep their columns, and targets become one column", () => {
  const learn = {
    x: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    y: [7, 8, 9],
  };
  const { x, y, xValidation, yValidation } = trainingRows(learn, { x: [[0, 1]], y: [2] });
  assert.deepEqual([x.arraySync(), y.arraySync()], [learn.x, [[7], [8], [9]]]);
  assert.deepEqual([xValidation.arraySync(), yValidation.arraySync()], [[[0, 1]], [[2]]]);
  for (const tensor of [x, y, xValidation, yValidation]) tensor.dispose();
});

test("a model is measured in the targets' unit, leaves no tensor behind, and a diverged one gives NaN", () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  const weights = (w: number[], b: number): void =>
    tf.tidy(() => model.setWeights([tf.tensor2d(w, [2, 1]), tf.tensor1d([b])]));
  const rows = {
    x: [
      [1, 2],
      [3, 4],
    ],
    y: [7, 10],
  };
  weights([1, 2], 1);
  const before = tf.memory().numTensors;
  assert.deepEqual(outputsOn(model, rows), [6, 12]);
  assert.equal(absoluteErrorOn(model, rows), 1.5);
  weights([NaN, 0], 0);
  assert.ok(Number.isNaN(absoluteErrorOn(model, rows)));
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});
