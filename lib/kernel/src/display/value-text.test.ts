/** Values as text: tensors, models, promises, long texts. */
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { MAX_TEXT_LENGTH, valueText } from "./value-text";

test("a tensor shows its type, shape and values", () => {
  const tensor = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  const text = valueText(tensor);
  for (const part of ["dtype: float32", "shape: [2,2]", "[[1, 2],", "[3, 4]]"])
    assert.ok(text.includes(part), part);
  tensor.dispose();
  assert.match(valueText(tensor), /disposed/);
});

test("of a large tensor the edges are shown", () => {
  tf.tidy(() => {
    const text = valueText(tf.range(0, 100_000));
    assert.ok(text.length < 500);
    assert.match(text, /0, 1, 2, \.\.\., 99997, 99998, 99999/);
  });
});

test("a model shows its summary, also before it is built", () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2] })] });
  assert.match(valueText(model), /Total params: 9/);
  model.dispose();
  assert.match(valueText(tf.sequential()), /^Model, not built/);
});

test("a promise shows without the marks of its context", () => {
  new AsyncLocalStorage().run({ cell: 1 }, () => {
    assert.equal(valueText(Promise.resolve(3)), "Promise { 3 }");
    assert.equal(valueText(new Promise(() => undefined)), "Promise { <pending> }");
    assert.equal(valueText({ p: Promise.resolve(1) }), "{ p: Promise { 1 } }");
  });
});

test("a text longer than a megabyte is cut, with a sentence", () => {
  const text = valueText("\n".repeat(3 * MAX_TEXT_LENGTH));
  assert.ok(text.length < MAX_TEXT_LENGTH + 200);
  assert.match(text, /cut after 1,000,000 of 3,000,000 characters/);
});
