/** Tests that `tf` holds the types that TensorFlow.js' documentation writes, beside its values. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { tf } from ".";

/** Compiles only while the types stand in `tf`. */
function sumOfWeights(model: tf.Sequential): tf.Scalar {
  const layers: tf.layers.Layer[] = model.layers;
  const kernels: tf.Tensor2D[] = layers.map((layer) => layer.getWeights()[0] as tf.Tensor2D);
  return kernels.reduce<tf.Scalar>((sum, kernel) => sum.add(kernel.sum()), tf.scalar(0));
}

test("types and values of tf stand side by side", () => {
  const model: tf.Sequential = tf.sequential();
  model.add(tf.layers.dense({ units: 2, inputShape: [3], kernelInitializer: "ones" }));
  const sum = tf.tidy(() => sumOfWeights(model).arraySync());
  assert.equal(sum, 6);
  const weights: tf.Variable = tf.variable(tf.ones([2]));
  assert.ok(weights instanceof tf.Variable);
  weights.dispose();
  model.dispose();
});
