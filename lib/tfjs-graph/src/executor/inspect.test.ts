/** Whether models have graphs, and what stands in the way of one. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tf, type LayersModel, type SymbolicTensor, type Tensor } from "../tf.testing";
import { cases, compile, dense, modelOf, skip } from "../models.testing";
import { runEagerly } from "../execution-mode";
import { canLower, executionMode } from "./inspect";

class Mine extends tf.layers.Layer {
  static readonly className = "Mine";
  override call(inputs: Tensor | Tensor[]): Tensor {
    return ([inputs].flat()[0] as Tensor).clone();
  }
}

function make(layers: object[], compiled: object = {}): LayersModel {
  const model = tf.sequential({ layers: layers as never });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError", ...compiled });
  return model;
}

const input = { inputShape: [4] };

describe("canLower", { skip }, () => {
  test("says true for all that graphs know, and leaves the model as it was", () => {
    for (const [name, kase] of Object.entries(cases)) {
      const model = modelOf(kase);
      compile(model, kase);
      const tensors = tf.memory().numTensors;
      const sessions = tf.node.getNumOfSavedModels();
      for (const work of ["train", "evaluate", "predict"] as const)
        assert.equal(canLower(model, { work }), true, `${name}, ${work}`);
      assert.equal(tf.memory().numTensors, tensors, name);
      assert.equal(tf.node.getNumOfSavedModels(), sessions, name);
      assert.equal(executionMode(model), "it was not trained yet");
      model.dispose();
    }
  });

  test("says what has no graph: layer, setting, activation, loss, metric, optimizer", () => {
    const ownLoss = (truth: Tensor, output: Tensor): Tensor => tf.losses.absoluteDifference(truth, output);
    const reasons: [LayersModel, RegExp][] = [
      [make([dense(3, input), new Mine()]), /layers of class Mine/],
      [make([dense(3, { ...input, activation: "swish" })]), /the activation swish/],
      [
        make([tf.layers.lstm({ units: 2, inputShape: [3, 2], recurrentDropout: 0.5 })]),
        /recurrentDropout = 0.5 of the layer lstm/,
      ],
      [make([dense(3, input)], { loss: ownLoss }), /a loss that is a function/],
      [make([dense(3, input)], { metrics: [ownLoss] }), /a metric that is a function/],
      [make([dense(3, input)], { optimizer: tf.train.adadelta() }), /AdadeltaOptimizer/],
      [make([dense(3, input)], { loss: "categoricalCrossentropy" }), /outputs that no softmax makes/],
    ];
    for (const [model, reason] of reasons) {
      assert.match(String(canLower(model)), reason);
      model.dispose();
    }
  });

  test("asks only for what the work needs", () => {
    const model = tf.sequential({ layers: [dense(3, input)] });
    assert.equal(canLower(model), "a model that is not compiled");
    assert.equal(canLower(model, { work: "predict" }), true);
    model.compile({ optimizer: tf.train.adadelta(), loss: "meanSquaredError" });
    assert.equal(canLower(model, { work: "evaluate" }), true);
    assert.notEqual(canLower(model), true);
    assert.equal(canLower(tf.sequential()), "a model without layers");
    model.dispose();
  });

  test("agrees with what training then does", async () => {
    const [x, y] = [tf.ones([4, 4]), tf.ones([4, 3])];
    for (const model of [make([dense(3, input)]), make([dense(3, input), new Mine()])]) {
      const answer = canLower(model);
      await model.trainOnBatch(x, y);
      assert.equal(executionMode(model), answer === true ? "graph" : answer);
      model.dispose();
    }
    tf.dispose([x, y]);
  });
});

describe("executionMode", { skip }, () => {
  test("tells how each kind of work was done last; runEagerly is not recorded", async () => {
    const model = make([dense(3, input)]);
    const [x, y] = [tf.ones([4, 4]), tf.ones([4, 3])];
    assert.equal(executionMode(model), "it was not trained yet");
    assert.equal(executionMode(model, "evaluate"), "it was not evaluated yet");
    await runEagerly(() => model.trainOnBatch(x, y));
    assert.equal(executionMode(model), "it was not trained yet");
    await model.trainOnBatch(x, y);
    tf.dispose(model.evaluate(x, y));
    tf.dispose(model.predict(x));
    assert.equal(executionMode(model), "graph");
    assert.equal(executionMode(model, "evaluate"), "graph");
    assert.match(executionMode(model, "predict"), /too little work/);
    tf.dispose([x, y]);
    model.dispose();
  });

  test("fitDataset, evaluateDataset and predictOnBatch go the same ways", async () => {
    const model = make([dense(3, input)]);
    const data = tf.data.zip({ xs: tf.data.array([[1, 2, 3, 4]]), ys: tf.data.array([[1, 2, 3]]) }).batch(1);
    await model.fitDataset(data, { epochs: 1, verbose: 0 });
    tf.dispose(await model.evaluateDataset(data as never, {}));
    assert.equal(executionMode(model), "graph");
    assert.equal(executionMode(model, "evaluate"), "graph");
    const x = tf.ones([4, 4]);
    for (let i = 0; i < 6; i++) tf.dispose(model.predictOnBatch(x));
    assert.equal(executionMode(model, "predict"), "graph");
    x.dispose();
    model.dispose();
  });

  test("a model that is compiled again and again keeps one session, and its weights", async () => {
    const shared = dense(3, input);
    const x = tf.input({ shape: [4] });
    const model = tf.model({ inputs: x, outputs: shared.apply(x) as SymbolicTensor });
    const [a, b] = [tf.ones([4, 4]), tf.ones([4, 3])];
    const before = tf.node.getNumOfSavedModels();
    const losses: number[] = [];
    for (let i = 0; i < 5; i++) {
      model.compile({ optimizer: tf.train.sgd(0.01), loss: "meanSquaredError" });
      losses.push((await model.trainOnBatch(a, b)) as number);
    }
    assert.equal(tf.node.getNumOfSavedModels(), before + 1);
    assert.deepEqual(
      losses,
      [...losses].sort((one, other) => other - one),
    );
    tf.dispose([a, b]);
    model.dispose();
    assert.equal(tf.node.getNumOfSavedModels(), before);
  });
});
