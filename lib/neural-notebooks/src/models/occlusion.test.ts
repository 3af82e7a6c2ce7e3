/** Tests of the occlusion map against a classifier whose answer is known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, ShapeError } from "../core/errors";
import { tf, type Sequential } from "../core/tf";
import { occlusionMap } from "./occlusion";

/** Two classes over 4 × 4 pixels; class 1 is the more probable, the brighter the pixel in row 1, column 2 is. */
function onePixelClassifier(): Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [4, 4, 1] }),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
  const kernel = Array.from({ length: 32 }, (_, i) => (i === 2 * 6 + 1 ? Math.log(9) : 0));
  tf.tidy(() => model.layers[1]?.setWeights([tf.tensor2d(kernel, [16, 2]), tf.zeros([2])]));
  return model;
}

test("the map is dark where the square hides the pixel that the class needs", () => {
  const model = onePixelClassifier();
  const x = tf.ones([1, 4, 4, 1]);
  const before = tf.memory().numTensors;
  const map = occlusionMap(model, x, { label: 1, size: 1, step: 1 });
  assert.deepEqual(map.shape, [1, 4, 4, 1]);
  // Hidden: softmax of 0 and 0; seen: of 0 and ln 9.
  map
    .dataSync()
    .forEach((value, i) => assert.ok(Math.abs(value - (i === 6 ? 0.5 : 0.9)) < 1e-6, `pixel ${i}`));
  map.dispose();
  assert.equal(tf.memory().numTensors, before);
  // A square of 3 centred on rows and columns 0 and 2 reaches row 1, column 2 from both rows, and from column 2 alone.
  const coarse = occlusionMap(model, x, { label: 1, size: 3, step: 2 });
  const half = [0.9, 0.9, 0.5, 0.5];
  coarse
    .dataSync()
    .forEach((value, i) => assert.ok(Math.abs(value - (half[i % 4] ?? 0)) < 1e-6, `pixel ${i}`));
  // A step that does not divide the sides still gives a map as large as the picture.
  assert.deepEqual(occlusionMap(model, x, { label: 0, step: 3 }).shape, [1, 4, 4, 1]);
  tf.dispose([x, coarse]);
});

test("what is no single picture, and a class that is not there, are refused", () => {
  const model = onePixelClassifier();
  assert.throws(() => occlusionMap(model, tf.ones([2, 4, 4, 1]), { label: 0 }), ShapeError);
  assert.throws(() => occlusionMap(model, tf.ones([4, 4, 1]), { label: 0 }), ShapeError);
  assert.throws(() => occlusionMap(model, tf.ones([1, 4, 4, 1]), { label: 2 }), ArgumentError);
  assert.throws(() => occlusionMap(model, tf.ones([1, 4, 4, 1]), { label: 0, size: 0 }), ArgumentError);
});
