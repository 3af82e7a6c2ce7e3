/** Tests of exercises that train, with a model that really does: the curve, the gate, what is measured on hidden rows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleOf } from "../core/display";
import { tf, type LayersModel, type Tensor } from "../core/tf";
import { EXERCISE_MIME, trainingSentence, type CardContent } from "./card-content";
import { problem, type Problem, type ProblemSpec } from "./problem";
import { passesGate, trainingEvidence, type TrainingGate } from "./training-gate";

const rows = (from: number): Tensor => tf.tensor2d(Array.from({ length: 10 }, (_, i) => [from + i / 10]));

/** Trains a linear unit on y = 2x + 1. */
async function train(epochs: number, { learningRate = 0.1 } = {}): Promise<LayersModel> {
  const layer = tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: tf.train.sgd(learningRate), loss: "meanSquaredError" });
  const [x, y] = [rows(0), tf.tidy(() => rows(0).mul(2).add(1))];
  if (epochs > 0) await model.fit(x, y, { epochs, batchSize: 10, shuffle: false, verbose: 0 });
  tf.dispose([x, y]);
  return model;
}

/** The mean squared error on rows between those of the training. */
const measure = (model: LayersModel): number =>
  tf.tidy(() => {
    const x = rows(0.05);
    const prediction = model.predict(x) as Tensor;
    return tf.losses.meanSquaredError(x.mul(2).add(1), prediction).dataSync()[0] ?? NaN;
  });

const gate: TrainingGate<LayersModel> = {
  metric: "loss",
  name: "mean squared error",
  gate: 0.05,
  direction: "below",
  measure,
  why: "Train longer: the curve is still falling.",
};

function straightLine(change: Partial<ProblemSpec<LayersModel>> = {}): Problem<LayersModel> {
  const model = tf.sequential();
  return problem<LayersModel>({
    id: "00-start/straight-line",
    takeaway: "It fits.",
    check: () => undefined,
    training: gate,
    hints: ["one", "two", "three"],
    stub: "",
    solution: "await line.fit(x, y, { epochs: 80 });",
    variable: "line",
    equivalents: [model, model],
    mistakes: [
      { answer: model, says: /longer/ },
      { answer: model, says: /longer/ },
    ],
    ...change,
  });
}

test("a training that misses the gate is wrong, one that passes is right; both show curve, gate and measurement", async () => {
  for (const [epochs, status, message] of [
    [4, "wrong", "Train longer: the curve is still falling."],
    [80, "right", "It fits."],
  ] as const) {
    const model = await train(epochs);
    const before = tf.memory().numTensors;
    const shown = bundleOf(straightLine().check(model));
    assert.equal(tf.memory().numTensors, before, "no tensor stays behind");
    const content = shown[EXERCISE_MIME] as CardContent;
    assert.equal(content.status, status);
    assert.equal(content.message, message);
    const { curve = [], measured, ...line } = content.training ?? {};
    assert.deepEqual(line, {
      name: "mean squared error",
      gate: 0.05,
      direction: "below",
      measuredOn: "rows that the model has never seen",
    });
    assert.deepEqual([curve[0]?.epoch, curve.at(-1)?.epoch, curve.length], [1, epochs, epochs]);
    // Before the first update all predictions are 0: the mean of (2x + 1)² over x = 0, 0.1, …, 0.9 is 3.94.
    assert.ok(Math.abs((curve[0]?.value ?? NaN) - 3.94) < 1e-4);
    assert.ok(Math.abs((measured ?? NaN) - measure(model)) < 1e-5);
    assert.match(
      String(shown["text/plain"]),
      /Mean squared error: 3\.94 after epoch 1, [\d.]+ after epoch \d+\. On rows that the model has never seen: [\d.]+; the gate asks for less than 0\.05\./,
    );
    model.dispose();
  }
});

test("a curve of another quantity than the gate's has its own name; without the metric the loss is shown", async () => {
  const model = await train(4);
  for (const metric of ["loss", "val_acc"]) {
    const evidence = trainingEvidence(
      { ...gate, metric, name: "accuracy", ...(metric === "loss" ? { curveName: "training loss" } : {}) },
      model,
    );
    assert.equal(evidence.curveName, "training loss");
    assert.match(
      trainingSentence(evidence),
      /^Training loss: 3\.94 after epoch 1, [\d.]+ after epoch 4\. Accuracy on rows that the model has never seen: /,
    );
  }
});

test("what the check finds goes first: the curve is shown, and nothing is measured", async () => {
  const model = await train(4);
  const exercise = straightLine({
    check: () => ({ why: "Two layers, please." }),
    training: { ...gate, measure: () => assert.fail("an answer that cannot be used yet is not measured") },
  });
  const { training, message } = bundleOf(exercise.check(model))[EXERCISE_MIME] as CardContent;
  assert.equal(message, "Two layers, please.");
  assert.equal(training?.curve.length, 4);
  assert.equal(training?.measured, undefined);
  model.dispose();
});

test("a model that was not trained has no curve, and is measured all the same", async () => {
  const model = await train(0);
  const evidence = trainingEvidence(gate, model);
  assert.deepEqual(evidence.curve, []);
  assert.equal(passesGate(evidence), false);
  assert.match(trainingSentence(evidence), /^Mean squared error: no training is on record\. On rows/);
  model.dispose();
});

test("a training that blows up is wrong, and its curve holds no number that JSON cannot", async () => {
  const model = await train(60, { learningRate: 1e10 });
  const verdict = straightLine().check(model);
  assert.equal(verdict.status, "wrong");
  const { training } = bundleOf(verdict)[EXERCISE_MIME] as CardContent;
  assert.equal(training?.curve.at(-1)?.value, null);
  assert.equal(training?.measured, null);
  assert.deepEqual(JSON.parse(JSON.stringify(training)), training);
  assert.match(trainingSentence(training), /not a finite number/);
  model.dispose();
});

test("a long curve is thinned, its ends stay; the history may stand beside the model; a gate may lie above", () => {
  const history = { epoch: Array.from({ length: 1000 }, (_, i) => i), history: {} };
  Object.assign(history.history, { val_acc: history.epoch.map((i) => i / 1000) });
  const answer = { model: { history } };
  const evidence = trainingEvidence(
    {
      metric: "val_acc",
      name: "accuracy",
      unit: "%",
      gate: 90,
      direction: "above",
      measure: () => 91,
      why: "",
    },
    answer,
  );
  assert.ok(evidence.curve.length <= 201 && evidence.curve.length > 150, String(evidence.curve.length));
  assert.deepEqual(
    [evidence.curve[0], evidence.curve.at(-1)],
    [
      { epoch: 1, value: 0 },
      { epoch: 1000, value: 0.999 },
    ],
  );
  assert.ok(passesGate(evidence));
  assert.ok(!passesGate({ ...evidence, measured: 90 }), "the gate itself is not enough");
  assert.match(trainingSentence(evidence), /: 91 %; the gate asks for more than 90 %\.$/);
});
