/** Predicting and measuring by graphs beside the same operation by operation. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tf, type LayersModel, type SymbolicTensor, type Tensor } from "../tf.testing";
import { assertClose, cases, compile, dataOf, dense, modelOf, skip, withoutRuns } from "../models.testing";
import { runEagerly } from "../execution-mode";
import { ForwardGraph } from "./forward";
import { executionMode } from "./inspect";

const numbers = (tensor: Tensor | Tensor[]): number[] =>
  [tensor].flat().flatMap((each) => {
    const values = Array.from(each.dataSync());
    each.dispose();
    return values;
  });

describe("predicting and measuring by graphs", { skip }, () => {
  for (const [name, kase] of Object.entries(cases)) {
    test(`${name}: the same as operation by operation, after training too`, async () => {
      const model = modelOf(kase);
      compile(model, kase);
      const [x, y] = dataOf(kase, 11);
      for (let round = 0; round < 2; round++) {
        const before = tf.memory().numTensors;
        const predict = (): number[] => numbers(model.predict(x, { batchSize: 2 }));
        const evaluate = (): number[] => numbers(model.evaluate(x, y, { batchSize: 2 }));
        const [predicted, measured] = [predict(), evaluate()];
        assert.equal(executionMode(model, "predict"), "graph");
        assert.equal(executionMode(model, "evaluate"), "graph");
        assertClose(predicted, await runEagerly(predict), "prediction");
        assertClose(measured, await runEagerly(evaluate), "measure");
        assert.equal(tf.memory().numTensors, before);
        await model.trainOnBatch(x, y);
      }
      tf.dispose([x, y]);
      model.dispose();
    });
  }
});

describe("what predict and evaluate have always done", { skip }, () => {
  const make = (): LayersModel => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 5, inputShape: [4], activation: "tanh" }), dense(1)],
    });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    return model;
  };
  const rows = (count: number): Tensor => tf.randomUniform([count, 4], -1, 1, "float32", 3);
  const warm = (model: LayersModel): void => {
    const x = rows(64);
    numbers(model.predict(x, { batchSize: 4 }));
    x.dispose();
    assert.equal(executionMode(model, "predict"), "graph");
  };

  test("a single prediction makes no graph, many do", () => {
    const [model, x] = [make(), rows(1)];
    numbers(model.predict(x));
    assert.match(executionMode(model, "predict"), /too little work/);
    for (let i = 0; i < 10; i++) numbers(model.predict(x));
    assert.equal(executionMode(model, "predict"), "graph");
    x.dispose();
    model.dispose();
  });

  test("new weights and other numbers of rows are seen at once", () => {
    const model = make();
    warm(model);
    const zeros = model.getWeights().map((weight) => tf.zerosLike(weight));
    model.setWeights(zeros);
    for (const count of [1, 3, 70]) {
      const x = rows(count);
      assert.deepEqual(numbers(model.predict(x) as Tensor), Array(count).fill(0));
      x.dispose();
    }
    tf.dispose(zeros);
    model.dispose();
  });

  test("a layer that was changed is computed as it is now", async () => {
    const [model, x] = [make(), rows(6)];
    warm(model);
    const layer = model.layers[0] as unknown as { call: (inputs: Tensor[]) => Tensor };
    layer.call = (inputs) => tf.zeros([(inputs[0] as Tensor).shape[0], 5]);
    const predict = (): number[] => numbers(model.predict(x, { batchSize: 1 }));
    const changed = predict();
    assert.match(executionMode(model, "predict"), /a call of its own/);
    assert.deepEqual(changed, await runEagerly(predict));
    x.dispose();
    model.dispose();
  });

  test("small batches are taken together, large numbers of rows are not taken at once", async () => {
    const [model, x] = [make(), rows(2500)];
    const y = tf.randomUniform([2500, 1], -1, 1, "float32", 5);
    const sizes: number[] = [];
    const { run } = ForwardGraph.prototype;
    ForwardGraph.prototype.run = function (batch) {
      sizes.push(batch[0]?.shape[0] ?? 0);
      return run.call(this, batch);
    };
    const work = (): number[] => [
      ...numbers(model.predict(x, { batchSize: 10 })),
      ...numbers(model.evaluate(x, y, { batchSize: 10 })),
    ];
    try {
      const found = work();
      assert.deepEqual(sizes, [1024, 1024, 452, 1024, 1024, 452]);
      assertClose(found, await runEagerly(work), "predictions and loss");
    } finally {
      ForwardGraph.prototype.run = run;
    }
    tf.dispose([x, y]);
    model.dispose();
  });

  test("gradients flow through predict", async () => {
    const [model, x] = [make(), rows(3)];
    warm(model);
    const slope = (): number[] =>
      numbers(tf.tidy(() => tf.grad((input: Tensor) => (model.predict(input) as Tensor).sum())(x)));
    const found = slope();
    assertClose(found, await runEagerly(slope), "gradient");
    assert.ok(found.some((value) => value !== 0));
    x.dispose();
    model.dispose();
  });

  test("several inputs and outputs come back in order", async () => {
    const [a, b] = [tf.input({ shape: [4] }), tf.input({ shape: [4] })];
    const joined = tf.layers.concatenate().apply([a, b]) as SymbolicTensor;
    const outputs = [dense(2), dense(3, { activation: "softmax" })].map(
      (layer) => layer.apply(joined) as SymbolicTensor,
    );
    const model = tf.model({ inputs: [a, b], outputs });
    model.compile({
      optimizer: "sgd",
      loss: ["meanSquaredError", "categoricalCrossentropy"],
      metrics: ["accuracy"],
    });
    const inputs = [rows(9), tf.randomUniform([9, 4], -1, 1, "float32", 4)];
    const targets = [
      tf.randomUniform([9, 2], -1, 1, "float32", 5),
      tf.oneHot(tf.tensor1d([0, 1, 2, 0, 1, 2, 0, 1, 2], "int32"), 3).toFloat(),
    ];
    const predict = (): number[] => numbers(model.predict(inputs, { batchSize: 1 }));
    const evaluate = (): number[] => numbers(model.evaluate(inputs, targets, { batchSize: 1 }));
    const found = [predict(), evaluate()];
    assert.equal(executionMode(model, "predict"), "graph");
    assert.equal(executionMode(model, "evaluate"), "graph");
    assertClose(found[0] as number[], await runEagerly(predict), "predictions");
    assertClose(found[1] as number[], await runEagerly(evaluate), "measures");
    tf.dispose([inputs, targets]);
    model.dispose();
  });

  test("an output that is an input is a tensor of its own", () => {
    const input = tf.input({ shape: [4] });
    const model = tf.model({ inputs: input, outputs: [input, dense(1).apply(input) as SymbolicTensor] });
    const x = rows(6);
    const expected = Array.from(x.dataSync());
    for (let i = 0; i < 6; i++) {
      const [same, other] = model.predict(x) as Tensor[];
      assert.deepEqual(numbers(same as Tensor), expected);
      other?.dispose();
    }
    assert.deepEqual(Array.from(x.dataSync()), expected);
    x.dispose();
    model.dispose();
  });

  test("a graph that cannot run is given up", async () => {
    const [model, x] = [make(), rows(9)];
    const y = tf.zeros([9, 1]);
    const predict = (): number[] => numbers(model.predict(x, { batchSize: 1 }));
    const evaluate = (): number[] => numbers(model.evaluate(x, y));
    const found = await withoutRuns(() => [...predict(), ...evaluate()]);
    assertClose(found, await runEagerly(() => [...predict(), ...evaluate()]), "numbers");
    assert.equal(executionMode(model, "predict"), "this library runs no graphs");
    assert.equal(executionMode(model, "evaluate"), "this library runs no graphs");
    tf.dispose([x, y]);
    model.dispose();
  });

  test("a batch of the wrong shape is refused as before", () => {
    const model = make();
    warm(model);
    assert.throws(
      () => model.predict(tf.zeros([2, 3])),
      /expected dense_\w+_input to have shape \[null,4\] but got array with shape \[2,3\]/,
    );
    model.dispose();
  });

  test("thousands of predictions leave no tensor and no memory behind", () => {
    const [model, x] = [make(), rows(8)];
    warm(model);
    for (let i = 0; i < 500; i++) numbers(model.predict(x));
    const [tensors, memory] = [tf.memory().numTensors, process.memoryUsage().rss];
    for (let i = 0; i < 10_000; i++) numbers(model.predict(x));
    assert.equal(tf.memory().numTensors, tensors);
    const grown = (process.memoryUsage().rss - memory) / 1e6;
    assert.ok(grown < 60, `${grown.toFixed(0)} MB more`);
    x.dispose();
    model.dispose();
  });
});
