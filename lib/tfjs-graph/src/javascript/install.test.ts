/** All fast kernels of the JavaScript back end: put in once, taken out again, and kept away from other back ends. */
import "./on-javascript.testing";
import assert from "node:assert/strict";
import { test } from "node:test";
import { CPU } from "./cpu";
import { installJavaScript } from "./index";
import { executionMode } from "../executor/inspect";
import { asStock, tf } from "../tf.testing";

function kernels(): Map<string, unknown> {
  return new Map(tf.getKernelsForBackend(CPU).map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]));
}

function changed(before: Map<string, unknown>, after: Map<string, unknown>): string[] {
  assert.deepEqual([...after.keys()].sort(), [...before.keys()].sort());
  return [...after].filter(([name, kernel]) => before.get(name) !== kernel).map(([name]) => name);
}

test("restore puts back every stock kernel; an old restore takes nothing out", () => {
  const ours = kernels();
  const restore = installJavaScript(tf);
  assert.deepEqual(changed(ours, kernels()), []);
  restore();
  const stock = kernels();
  for (const name of ["Conv2DBackpropFilter", "BatchMatMul", "Sum", "Add"])
    assert.ok(changed(stock, ours).includes(name), name);
  const again = installJavaScript(tf);
  restore();
  assert.notDeepEqual(changed(stock, kernels()), []);
  again();
  assert.deepEqual(changed(stock, kernels()), []);
});

test("another back end is refused", () => {
  const other = { getBackend: () => "tensorflow" } as typeof tf;
  assert.throws(() => installJavaScript(other), /must run on the back end "cpu"; received "tensorflow"/);
});

test("a small convolutional network trains as with the stock kernels", async () => {
  const train = async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({
          filters: 3,
          kernelSize: 3,
          padding: "same",
          activation: "relu",
          inputShape: [6, 6, 1],
          kernelInitializer: tf.initializers.heUniform({ seed: 1 }),
        }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({
          units: 2,
          activation: "softmax",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
        }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy" });
    const x = tf.randomUniform([16, 6, 6, 1], 0, 1, "float32", 3);
    const y = tf.tidy(() => tf.oneHot(tf.range(0, 16, 1, "int32").mod(2).toInt(), 2).toFloat());
    const before = tf.memory().numTensors;
    const { history } = await model.fit(x, y, { epochs: 5, batchSize: 4, shuffle: false, verbose: 0 });
    const after = tf.memory().numTensors;
    tf.dispose([x, y]);
    model.dispose();
    return { loss: history["loss"] as number[], more: after - before };
  };
  const stock = await train();
  const restore = installJavaScript(tf);
  const ours = await train();
  restore();
  ours.loss.forEach((value, epoch) => assert.ok(Math.abs(value - (stock.loss[epoch] ?? NaN)) < 1e-4));
  assert.equal(ours.more, stock.more);
});

test("fit has the loop that it has on the native back end: the same history as stock, and others get their turn", async () => {
  const run = async (more: object) => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" })],
    });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
    const [x, y] = [tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]), tf.tensor2d([1, 2, 3], [3, 1])];
    if ("yieldEvery" in more) setImmediate(() => (model.stopTraining = true));
    const options = { epochs: 3, batchSize: 2, shuffle: false, validationSplit: 0.4, verbose: 0, ...more };
    const { history, epoch } = await model.fit(x, y, options);
    const mode = executionMode(model);
    tf.dispose([x, y]);
    model.dispose();
    return { history, epochs: epoch.length, mode };
  };
  installJavaScript(tf);
  const ours = await run({});
  assert.match(ours.mode, /cpu runs no graphs/);
  const stock = await asStock(() => run({}));
  for (const [key, values] of Object.entries(stock.history))
    (values as number[]).forEach((value, i) => {
      const got = ours.history[key]?.[i] as number;
      assert.ok(Math.abs(got - value) <= 1e-5 * Math.abs(value), `${key}[${i}]: ${got} for ${value}`);
    });
  const { epochs } = await run({ epochs: 1_000_000, yieldEvery: "never" });
  assert.ok(epochs < 1_000_000);
});
