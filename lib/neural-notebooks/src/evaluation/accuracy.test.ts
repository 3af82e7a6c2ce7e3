/** Tests of accuracy; the Wilson interval stands beside scipy's in oracle.test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import { displaySymbol } from "../core/display";
import { tf, type SymbolicTensor } from "../core/tf";
import { accuracy, accuracyOf, wilsonInterval } from "./accuracy";

test("the accuracy is the share of right answers", () => {
  const { value, correct, count } = accuracy({ yTrue: [0, 1, 2, 2], yPred: Int32Array.of(0, 1, 1, 2) });
  assert.deepEqual([value, correct, count], [0.75, 3, 4]);
});

test("an accuracy is shown in words", () => {
  const yTrue = Array.from({ length: 100 }, () => 1);
  const shown = accuracy({ yTrue, yPred: yTrue.map((_, i) => (i < 84 ? 1 : 0)) });
  assert.equal(shown[displaySymbol]()["text/plain"], "84.0 % (95 % interval 75.6 % to 89.9 %, 84 of 100)");
});

test("the accuracy of a model takes one-hot targets and class numbers", async () => {
  const model = tf.sequential({ layers: [tf.layers.activation({ activation: "softmax", inputShape: [3] })] });
  const x = tf.tensor2d([
    [3, 1, 0],
    [0, 5, 1],
    [1, 2, 9],
    [4, 1, 1],
  ]);
  const [oneHot, numbers] = [
    tf.tensor2d([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
    ]),
    tf.tensor1d([0, 1, 2, 2]),
  ];
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

test("the accuracy of a model with two outputs is refused, with a way to measure one of them", async () => {
  const input = tf.input({ shape: [2] });
  const outputs = ["animal", "colour"].map(
    (name) => tf.layers.dense({ units: 3, activation: "softmax", name }).apply(input) as SymbolicTensor,
  );
  const model = tf.model({ inputs: input, outputs });
  const [x, y] = [tf.ones([2, 2]), tf.tensor1d([0, 1])];
  const before = tf.memory().numTensors;
  await assert.rejects(accuracyOf(model, { x, y }), (error) => {
    assert.ok(error instanceof ShapeError);
    assert.equal(
      error.message,
      'Cannot measure the accuracy: model must be of one output; received "2 outputs: animal, colour". Measure each output as a model of its own: tf.model({ inputs: model.inputs, outputs: model.getLayer("animal").output }).',
    );
    return true;
  });
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([x, y]);
});

test("the accuracy of a model with two inputs is refused", async () => {
  const inputs = ["left", "right"].map((name) => tf.input({ shape: [2], name }));
  const sum = tf.layers.add().apply(inputs) as SymbolicTensor;
  const model = tf.model({ inputs, outputs: tf.layers.softmax().apply(sum) as SymbolicTensor });
  const [x, y] = [tf.ones([2, 2]), tf.tensor1d([0, 1])];
  await assert.rejects(
    accuracyOf(model, { x, y }),
    /^ShapeError: Cannot measure the accuracy: model must be of one input; received "2 inputs: left, right"\.$/,
  );
  tf.dispose([x, y]);
});
