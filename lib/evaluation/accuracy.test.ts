/** Tests of accuracy and the Wilson interval against published and scipy's figures. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import { displaySymbol } from "../core/notebook";
import { tf } from "../core/tf";
import { accuracy, accuracyOf, wilsonInterval } from "./accuracy";

test("the accuracy is the share of right answers", () => {
  const { value, correct, count } = accuracy({ yTrue: [0, 1, 2, 2], yPred: Int32Array.of(0, 1, 1, 2) });
  assert.deepEqual([value, correct, count], [0.75, 3, 4]);
});

test("the Wilson interval equals that of scipy 1.17.1, binomtest(k, n).proportion_ci(method='wilson')", () => {
  const cases: [number, number, number, number, number][] = [
    [84, 100, 0.95, 0.7557973061072976, 0.8990471151119521],
    [0, 10, 0.95, 0, 0.27753279986288926],
    [10, 10, 0.95, 0.7224672001371109, 1],
    [451, 600, 0.99, 0.7036464898392751, 0.7941817783531875],
    [9120, 10000, 0.95, 0.9062881269633114, 0.9173954583792512],
  ];
  for (const [correct, count, confidence, low, high] of cases) {
    const interval = wilsonInterval(correct, count, { confidence });
    assert.ok(Math.abs(interval[0] - low) < 1e-12 && Math.abs(interval[1] - high) < 1e-12, `${correct}/${count}: ${interval.join(" ")}`);
  }
});

test("an accuracy is shown in words", () => {
  const yTrue = Array.from({ length: 100 }, () => 1);
  const shown = accuracy({ yTrue, yPred: yTrue.map((_, i) => (i < 84 ? 1 : 0)) });
  assert.equal(shown[displaySymbol]()["text/plain"], "84.0 % (95 % interval 75.6 % to 89.9 %, 84 of 100)");
});

test("the accuracy of a model takes one-hot targets and class numbers", async () => {
  const model = tf.sequential({ layers: [tf.layers.activation({ activation: "softmax", inputShape: [3] })] });
  const x = tf.tensor2d([[3, 1, 0], [0, 5, 1], [1, 2, 9], [4, 1, 1]]);
  const [oneHot, numbers] = [tf.tensor2d([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]]), tf.tensor1d([0, 1, 2, 2])];
  const before = tf.memory().numTensors;
  for (const y of [oneHot, numbers]) assert.equal((await accuracyOf(model, { x, y })).value, 0.75);
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([x, oneHot, numbers]);
});

test("bad lists are refused", () => {
  assert.throws(() => accuracy({ yTrue: [], yPred: [] }), ShapeError);
  assert.throws(() => accuracy({ yTrue: [1], yPred: [1, 2] }), ShapeError);
  assert.throws(() => accuracy({ yTrue: [0.5], yPred: [1] }), DataError);
  assert.throws(() => wilsonInterval(5, 4), ArgumentError);
  assert.throws(() => wilsonInterval(1, 4, { confidence: 1 }), ArgumentError);
});
