/** Models with several outputs: evaluate and validation agree with the numbers worked out from the predictions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { tf, type LayersModel, type Tensor } from "./tf";

function twoOutputs(): LayersModel {
  const input = tf.input({ shape: [2] });
  const outputs = ["a", "b"].map(
    (name) => tf.layers.dense({ units: 1, name, kernelInitializer: "ones" }).apply(input) as never,
  );
  const model = tf.model({ inputs: input, outputs });
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError", metrics: ["mae"] });
  return model;
}

/** Rows whose sums, the predictions of both outputs, are 3, 7 and 11. */
const x = tf.tensor2d([
  [1, 2],
  [3, 4],
  [5, 6],
]);
/** Errors of output a are 0, 0, 3 and of b 1, 1, 1. */
const y = [tf.tensor2d([[3], [7], [8]]), tf.tensor2d([[2], [6], [10]])];
/** Mean squares 3 and 1, mean absolute errors 1 and 1. */
const WANTED = { loss: 4, a_loss: 3, b_loss: 1, a_mae: 1, b_mae: 1 };

test("evaluate gives what its names say, and nothing more", () => {
  const model = twoOutputs();
  const before = tf.memory().numTensors;
  for (const batchSize of [1, 2, 32]) {
    const measures = model.evaluate(x, y, { batchSize }) as Tensor[];
    const found = Object.fromEntries(model.metricsNames.map((name, i) => [name, measures[i]?.dataSync()[0]]));
    assert.deepEqual(found, WANTED);
    assert.equal(measures.length, model.metricsNames.length);
    tf.dispose(measures);
  }
  assert.equal(tf.memory().numTensors, before);
});

test("validation of fit is the same, and val_loss is the sum", async () => {
  const { history } = await twoOutputs().fit(x, y, { epochs: 2, verbose: 0, validationData: [x, y] });
  for (const [name, value] of Object.entries(WANTED))
    assert.deepEqual(history[`val_${name}`], [value, value], name);
});

test("validation of fitDataset is the same", async () => {
  const rows = [0, 1, 2].map((row) => ({
    xs: x.slice(row, 1),
    ys: { a: y[0]?.slice(row, 1), b: y[1]?.slice(row, 1) },
  }));
  const data = tf.data.array(rows as never[]) as never;
  const { history } = await twoOutputs().fitDataset(data, { epochs: 1, verbose: 0, validationData: data });
  for (const [name, value] of Object.entries(WANTED)) {
    const [found] = history[`val_${name}`] as number[];
    assert.ok(Math.abs((found ?? NaN) - value) < 1e-5, `val_${name} ${found}`);
  }
});
