/** Tests of the CNN builders: parameters counted by hand, shapes, seeds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, ShapeError } from "../core/errors";
import { tf, type Sequential } from "../core/tf";
import { leNet, smallCnn } from "./cnn";
import { layerTable } from "./inspect";

function weightsOf(model: Sequential): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}

test("LeNet has the parameters that its sizes ask for", () => {
  const model = leNet();
  // (5·5·1+1)·6, (5·5·6+1)·16, (400+1)·120, (120+1)·84, (84+1)·10
  assert.deepEqual(
    layerTable(model)
      .map((line) => line.parameters)
      .filter(Boolean),
    [156, 2416, 48_120, 10_164, 850],
  );
  model.dispose();
});

test("the small CNN stays under 100,000 parameters, with and without batch normalisation", () => {
  for (const [batchNorm, count] of [
    [false, 92_170],
    [true, 92_458],
  ] as const) {
    const model = smallCnn({ batchNorm });
    assert.equal(model.countParams(), count);
    model.dispose();
  }
});

test("outputs are probabilities for any picture size and number of classes", () => {
  const model = smallCnn({ inputShape: [20, 16, 3], classes: 4, filters: [4, 8], units: 0 });
  const sums = tf.tidy(() => [
    ...(model.predict(tf.ones([2, 20, 16, 3])) as ReturnType<typeof tf.ones>).sum(-1).dataSync(),
  ]);
  assert.ok(sums.every((sum) => Math.abs(sum - 1) < 1e-6));
  assert.deepEqual(model.outputShape, [null, 4]);
  model.dispose();
});

test("the same seed gives the same weights, another seed others", () => {
  for (const build of [smallCnn, leNet] as ((options: { seed: number }) => Sequential)[]) {
    const [a, b, c] = [build({ seed: 5 }), build({ seed: 5 }), build({ seed: 6 })];
    assert.deepEqual(weightsOf(a), weightsOf(b));
    assert.notDeepEqual(weightsOf(a), weightsOf(c));
    for (const model of [a, b, c]) model.dispose();
  }
});

test("disposing of a model gives all its tensors back", () => {
  const before = tf.memory().numTensors;
  smallCnn().dispose();
  leNet().dispose();
  assert.equal(tf.memory().numTensors, before);
});

test("sizes that cannot work are refused", () => {
  assert.throws(() => smallCnn({ inputShape: [4, 4, 1] }), ShapeError);
  assert.throws(() => leNet({ inputShape: [8, 8, 1] }), ShapeError);
  assert.throws(() => smallCnn({ classes: 1 }), ArgumentError);
  assert.throws(() => smallCnn({ dropout: 1 }), ArgumentError);
  assert.throws(() => smallCnn({ filters: [] }), ArgumentError);
});
