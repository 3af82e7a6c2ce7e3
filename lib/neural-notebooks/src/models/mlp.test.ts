/** Tests of the network by hand: training, shapes, errors; its gradients stand beside PyTorch's, tfjs's and finite differences in oracle.test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import { activation } from "./activations";
import { Mlp, createMlp } from "./mlp";
import { trainMlp } from "./mlp-training";
import { optimizer } from "./plain-optimizers";

test("XOR by a 2-2-1 net is learned by every optimizer", () => {
  const xor = {
    x: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    y: [[0], [1], [1], [0]],
  };
  const rates = {
    sgd: 0.5,
    momentum: 0.1,
    nesterov: 0.1,
    adagrad: 0.5,
    rmsprop: 0.05,
    adam: 0.05,
    adamw: 0.05,
  } as const;
  const start = new Mlp([
    {
      w: [
        [1, -0.7],
        [0.8, -1],
      ],
      b: [-0.3, 0.6],
      activation: activation("tanh"),
    },
    { w: [[0.9], [0.8]], b: [0], activation: activation("sigmoid") },
  ]);
  for (const [name, learningRate] of Object.entries(rates)) {
    const rule = optimizer(name as keyof typeof rates, { learningRate });
    const { model, losses } = trainMlp(start, {
      ...xor,
      loss: "binaryCrossentropy",
      optimizer: rule,
      epochs: 1500,
    });
    assert.deepEqual(
      model.predict(xor.x).map(([p]) => Math.round(p as number)),
      [0, 1, 1, 0],
      name,
    );
    assert.ok((losses.at(-1) as number) < 0.1, `${name}: ${losses.at(-1)}`);
  }
});

test("the same seed gives the same network and training; the start stays as it is", () => {
  const data = { x: [[0], [1], [2], [3]], y: [[0], [1], [4], [9]] };
  const start = createMlp([1, 4, 1], { seed: 2 });
  const flat = start.flatten();
  const run = (seed: number) =>
    trainMlp(createMlp([1, 4, 1], { seed: 2 }), { ...data, epochs: 5, batchSize: 2, seed }).model.flatten();
  assert.deepEqual(run(1), run(1));
  assert.notDeepEqual(run(1), run(2));
  trainMlp(start, { ...data, epochs: 1 });
  assert.deepEqual(start.flatten(), flat);
});

test("a snapshot comes with each epoch, and the gradient reaches the inputs", () => {
  const epochs: number[] = [];
  const data = { x: [[1, 2]], y: [[1]] };
  const network = new Mlp([{ w: [[3], [4]], b: [0], activation: activation("linear") }]);
  trainMlp(network, {
    ...data,
    epochs: 3,
    onEpoch: ({ epoch, model }) => void epochs.push(epoch, model.parameterCount),
  });
  assert.deepEqual(epochs, [1, 3, 2, 3, 3, 3]);
  // ŷ = 11, ∂(ŷ − 1)²/∂x = 2 · 10 · w.
  assert.deepEqual(network.gradients(data).x, [[60, 80]]);
});

test("shapes that do not fit and losses that fly off are named", () => {
  const linear = activation("linear");
  assert.throws(() => new Mlp([]), ShapeError);
  assert.throws(() => new Mlp([{ w: [[1, 2]], b: [1], activation: linear }]), ShapeError);
  assert.throws(
    () =>
      new Mlp([
        { w: [[1]], b: [1], activation: linear },
        { w: [[1], [2]], b: [1], activation: linear },
      ]),
    /layers\[1\]\.w must be of shape \[1, 1\]/,
  );
  assert.throws(
    () =>
      new Mlp([
        { w: [[1]], b: [1], activation: "softmax" },
        { w: [[1]], b: [1], activation: linear },
      ]),
    ArgumentError,
  );
  assert.throws(() => createMlp([2]), ArgumentError);
  assert.throws(() => createMlp([2, 0]), ArgumentError);
  const network = createMlp([2, 1]);
  assert.throws(() => network.forward([1]), ShapeError);
  assert.throws(() => network.gradients({ x: [[1, 2]], y: [[1, 2]] }), ShapeError);
  assert.throws(() => network.gradients({ x: [[1, NaN]], y: [[1]] }), DataError);
  assert.throws(() => network.withParameters([1]), ShapeError);
  const fast = { optimizer: optimizer("sgd", { learningRate: 1e10 }), epochs: 100 };
  assert.throws(
    () => trainMlp(network, { x: [[1, 2]], y: [[5]], ...fast }),
    /the loss became (Infinity|NaN) in epoch \d+\. Is the learning rate too high/,
  );
});
