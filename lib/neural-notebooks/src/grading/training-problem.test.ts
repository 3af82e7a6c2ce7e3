/** Tests of exercises that carry data and are judged by a trained model: structure first, then the measurement. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { tf } from "../core/tf";
import { modelFinding, type ModelWish } from "./model-finding";
import { todo } from "./todo";
import { trainingProblem, type TrainingProblem } from "./training-problem";

interface Data {
  x: tf.Tensor2D;
  y: tf.Tensor2D;
}

const wish: ModelWish = { input: [1], outputs: 1, activation: "sigmoid", loss: "binaryCrossentropy" };

function data(): Data {
  const x = tf.tensor2d([-2, -1, 1, 2], [4, 1]);
  return { x, y: tf.tensor2d([0, 0, 1, 1], [4, 1]) };
}

function build({ units = 1, inputs = 1, activation = "sigmoid" } = {}): tf.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units, activation: activation as "sigmoid", inputShape: [inputs] }));
  return model;
}

async function train(train: Data, { loss = "binaryCrossentropy", epochs = 60 } = {}): Promise<tf.Sequential> {
  const model = build();
  model.compile({ optimizer: tf.train.adam(0.2), loss });
  if (epochs > 0) await model.fit(train.x, train.y, { epochs, verbose: 0 });
  return model;
}

function sign(): TrainingProblem<tf.Sequential, Data> {
  return trainingProblem<tf.Sequential, Data>({
    id: "00-sample/sign",
    variable: "sign",
    stub: "const sign: tf.Sequential = todo;",
    solution: "const sign = tf.sequential();",
    takeaway: "One unit is enough.",
    hints: ["a", "b", "c"],
    data,
    check: (model) => modelFinding(model, wish),
    training: {
      metric: "loss",
      name: "accuracy",
      gate: 0.9,
      direction: "above",
      why: "Train longer.",
      measure: (model) =>
        tf.tidy(() => {
          const low = (model.predict(tf.tensor2d([[-3]])) as tf.Tensor).dataSync()[0] ?? NaN;
          const high = (model.predict(tf.tensor2d([[3]])) as tf.Tensor).dataSync()[0] ?? NaN;
          return Number(low < 0.2 && high > 0.8);
        }),
    },
    right: [(given) => train(given)],
    mistakes: [{ answer: (given) => train(given, { epochs: 0 }), says: /not trained/ }],
  });
}

test("a model that was trained on the exercise's data passes, and its data are made once", async () => {
  const exercise = sign();
  assert.equal(exercise.data, exercise.data);
  const [right] = exercise.spec.trained?.right ?? [];
  const verdict = exercise.check((await right?.()) as tf.Sequential);
  assert.ok(verdict.passed, String(verdict));
  assert.equal(exercise.check(todo).status, "not attempted");
});

test("data whose tensors were disposed of are made anew", () => {
  const exercise = sign();
  tf.dispose([exercise.data.x, exercise.data.y]);
  assert.deepEqual(Array.from(exercise.data.x.dataSync()), [-2, -1, 1, 2]);
});

test("the solution finds the exercise under the name of its variable, and tf", () => {
  const exercise = sign();
  assert.deepEqual(exercise.spec.uses?.["exercises"], { sign: exercise });
  assert.equal(exercise.spec.uses["tf"], tf);
});

test("an answer of several values is asked for by its kind", () => {
  const { data: make, ...common } = sign().trainingSpec;
  const pair = trainingProblem<{ model: tf.Sequential; threshold: number }, Data>({
    ...common,
    data: make,
    kind: { is: "object", fields: { model: { is: "anything" }, threshold: { is: "number" } } },
    check: ({ model }) => modelFinding(model, wish),
    training: { metric: "loss", name: "loss", gate: 0.9, direction: "above", why: "", measure: () => 1 },
    right: [],
    mistakes: [],
  });
  const verdict = pair.check({ model: build() } as never);
  assert.match(String(verdict), /`threshold` is missing: it must be a number/);
});

test("what is wrong with a model is told, the first thing first", async () => {
  const given = data();
  const compiled = build();
  compiled.compile({ optimizer: "sgd", loss: "binaryCrossentropy" });
  const cases: readonly [unknown, RegExp][] = [
    [Promise.resolve(1), /put `await` in front/],
    [() => 1, /call it/],
    [7, /Give the model itself/],
    [tf.sequential(), /no layers yet/],
    [build({ inputs: 2 }), /One input has the shape \[1\]/],
    [build({ units: 3 }), /must give 1 number for each row/],
    [build({ activation: "relu" }), /needs `activation: "sigmoid"`/],
    [build(), /not compiled yet/],
    [compiled, /not trained yet/],
    [
      await train(given, { loss: "meanSquaredError" }),
      /loss that belongs to this question is `binaryCrossentropy`/,
    ],
  ];
  for (const [answer, why] of cases) assert.match(modelFinding(answer, wish)?.why ?? "", why);
  const trained = await train(given);
  assert.equal(modelFinding(trained, wish), undefined);
  assert.match(modelFinding(trained, { layers: ["Conv2D"] })?.why ?? "", /a layer of the kind Conv2D/);
  assert.equal(modelFinding(build(), { trained: false }), undefined);
});

test("a loss may be a function or a list, and softmax a layer of its own", () => {
  const mse = { loss: "meanSquaredError", trained: false };
  const losses: readonly [unknown, RegExp | undefined][] = [
    [tf.losses.meanSquaredError, undefined],
    [["meanSquaredError"], undefined],
    [[tf.losses.meanSquaredError], undefined],
    [tf.losses.absoluteDifference, /`meanSquaredError`/],
    [["hinge"], /`meanSquaredError`/],
    [() => tf.scalar(0), /`meanSquaredError`/],
  ];
  for (const [loss, why] of losses) {
    const model = build();
    model.compile({ optimizer: "sgd", loss: loss as string });
    if (why) assert.match(modelFinding(model, mse)?.why ?? "", why);
    else assert.equal(modelFinding(model, mse), undefined);
  }
  const model = build({ units: 3, activation: "linear" });
  model.add(tf.layers.softmax());
  assert.equal(modelFinding(model, { outputs: 3, activation: "softmax", trained: false }), undefined);
});

test("judging leaves no tensors behind", async () => {
  const exercise = sign();
  const model = await train(exercise.data);
  const before = tf.memory().numTensors;
  exercise.check(model);
  assert.equal(tf.memory().numTensors, before);
});
