/** Tests of layer outputs and filters against numbers worked by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ShapeError, UnknownNameError } from "../core/errors";
import { tf, type Sequential } from "../core/tf";
import { filtersOf, layerOf, layerOutputs, layerTable } from "./inspect";
import { classesOf, predictInBatches, predictClasses } from "./predict";

/** Two 2×2 filters over a 3×3 picture, then a flat layer of ones. */
function tinyCnn(): Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ name: "conv", inputShape: [3, 3, 1], filters: 2, kernelSize: 2 }),
      tf.layers.flatten({ name: "flat" }),
      tf.layers.dense({ name: "out", units: 1, kernelInitializer: "ones" }),
    ],
  });
  tf.tidy(() => {
    // Kernel [height, width, channels, filters]: filter 0 = [[1, 2], [3, 4]], filter 1 = [[0, 1], [0, -1]].
    layerOf(model, "conv").setWeights([
      tf.tensor4d([1, 0, 2, 1, 3, 0, 4, -1], [2, 2, 1, 2]),
      tf.tensor1d([0, 10]),
    ]);
  });
  return model;
}

const picture = [1, 2, 3, 4, 5, 6, 7, 8, 9];

test("layer outputs are those worked on paper, in the order asked for", () => {
  const model = tinyCnn();
  const x = tf.tensor4d(picture, [1, 3, 3, 1]);
  const before = tf.memory().numTensors;
  const [out, conv] = layerOutputs(model, x, { layers: ["out", 0] });
  assert.deepEqual(conv?.shape, [1, 2, 2, 2]);
  // Filter 0 at the top left: 1·1 + 2·2 + 4·3 + 5·4 = 37; filter 1: 2·1 − 5·1 + 10 = 7.
  assert.deepEqual([...(conv?.values ?? [])], [37, 7, 47, 7, 67, 7, 77, 7]);
  assert.deepEqual([...(out?.values ?? [])], [256]);
  assert.equal(tf.memory().numTensors, before);
  assert.equal(layerOutputs(model, x).length, 3);
  assert.deepEqual([...x.dataSync()], picture);
  assert.equal((model.predict(x) as typeof x).dataSync()[0], 256);
  x.dispose();
  model.dispose();
});

test("filters come one after the other, with their biases", () => {
  const model = tinyCnn();
  const filters = filtersOf(layerOf(model, "conv"));
  assert.deepEqual(filters.shape, [2, 2, 2, 1]);
  assert.deepEqual([...filters.values], [1, 2, 3, 4, 0, 1, 0, -1]);
  assert.deepEqual([...filters.bias], [0, 10]);
  assert.throws(() => filtersOf(layerOf(model, "out")), /must be a built conv2d layer/);
  model.dispose();
});

test("an unknown layer names those there are", () => {
  const model = tinyCnn();
  assert.throws(
    () => layerOf(model, "convv"),
    (error: unknown) => error instanceof UnknownNameError && /one of conv, flat, out/.test(error.message),
  );
  assert.throws(() => layerOf(model, 9), UnknownNameError);
  assert.equal(layerOf(model, -1).name, "out");
  assert.deepEqual(
    layerTable(model).map((line) => [line.layer, line.kind, line.parameters, line.trainable]),
    [
      ["conv", "Conv2D", 10, 10],
      ["flat", "Flatten", 0, 0],
      ["out", "Dense", 9, 9],
    ],
  );
  model.dispose();
});

test("prediction in batches equals prediction at once and leaks nothing", async () => {
  const model = tinyCnn();
  const x = tf.randomUniform([7, 3, 3, 1], -1, 1, "float32", 4);
  const before = tf.memory().numTensors;
  const parts = await predictInBatches(model, x, { batchSize: 3 });
  const whole = model.predict(x) as typeof parts;
  assert.deepEqual([...parts.dataSync()], [...whole.dataSync()]);
  tf.dispose([parts, whole]);
  assert.equal(tf.memory().numTensors, before);
  await assert.rejects(
    predictInBatches(
      model,
      tf.tidy(() => x.reshape([7, 9])),
    ),
    ShapeError,
  );
  x.dispose();
  model.dispose();
});

test("a picture without the batch axis is met with the hint", async () => {
  const model = tinyCnn();
  const x = tf.zeros([3, 3, 1]);
  await assert.rejects(
    predictInBatches(model, x),
    /must be of shape \[batch, 3, 3, 1\]; received shape \[3, 3, 1\]\. Did you forget the batch axis\?/,
  );
  x.dispose();
  model.dispose();
});

test("classes come from the largest output, the threshold, or labels", async () => {
  const [soft, sigmoid, labels] = [
    tf.tensor2d([
      [0.1, 0.7, 0.2],
      [0.5, 0.2, 0.3],
    ]),
    tf.tensor2d([[0.4], [0.6]]),
    tf.tensor1d([2, 0]),
  ];
  assert.deepEqual([...classesOf(soft)], [1, 0]);
  assert.deepEqual([...classesOf(sigmoid, { threshold: 0.5 })], [0, 1]);
  assert.deepEqual([...classesOf(labels)], [2, 0]);
  const cube = tf.zeros([2, 2, 2]);
  assert.throws(() => classesOf(cube), ShapeError);
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 1, inputShape: [1], activation: "sigmoid", kernelInitializer: "ones" }),
    ],
  });
  const x = tf.tensor2d([[-1], [0], [1]]);
  assert.deepEqual([...(await predictClasses(model, x))], [0, 1, 1]);
  assert.deepEqual([...(await predictClasses(model, x, { threshold: 0.7 }))], [0, 0, 1]);
  tf.dispose([soft, sigmoid, labels, cube, x]);
  model.dispose();
});
