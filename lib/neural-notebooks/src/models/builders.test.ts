/** Tests of the tfjs builders: shapes, parameters counted by hand, seeds, and that each learns its small task. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, ShapeError, UnknownNameError } from "../core/errors";
import { Random } from "../core/random";
import { tf, type Sequential, type Tensor } from "../core/tf";
import { activation } from "./activations";
import { denseNet, toSequential } from "./dense";
import { headFor, type Task } from "./heads";
import { orthonormalRows } from "./initializers";
import { Mlp, createMlp } from "./mlp";
import { conv1dNet, recurrentNet } from "./recurrent";
import { assertClose } from "../core/oracle.testing";

function weightsOf(model: Sequential): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}

test("a dense net has the parameters counted by hand, for each kind of batch normalisation", () => {
  const count = (options: Parameters<typeof denseNet>[0]) => {
    const model = denseNet(options);
    const parameters = model.countParams();
    model.dispose();
    return parameters;
  };
  assert.equal(
    count({ inputs: 4, hidden: [8, 5], outputs: 3, task: "multiclass" }),
    4 * 8 + 8 + 8 * 5 + 5 + 5 * 3 + 3,
  );
  assert.equal(count({ inputs: 4, hidden: [], outputs: 1 }), 5);
  assert.equal(count({ inputs: 4, hidden: [8], batchNorm: "hidden" }), 4 * 8 + 4 * 8 + 9);
  assert.equal(count({ inputs: 4, hidden: [8], batchNorm: "first" }), 4 * 4 + 4 * 8 + 8 + 9);
});

test("each task has its output, loss and metrics", () => {
  const heads = (["regression", "binary", "multilabel"] as const)
    .map((task) => headFor(task))
    .map(({ activation: f, loss }) => [f, loss]);
  assert.deepEqual(heads, [
    ["linear", "meanSquaredError"],
    ["sigmoid", "binaryCrossentropy"],
    ["sigmoid", "binaryCrossentropy"],
  ]);
  assert.throws(() => headFor("multiclass", { outputs: 1 }), /task binary/);
  assert.throws(() => headFor("binary", { outputs: 2 }), ArgumentError);
  assert.throws(() => headFor("guess" as Task), UnknownNameError);
});

test("the same seed gives the same weights for every builder", () => {
  const builders: ((seed: number) => Sequential)[] = [
    (seed) => denseNet({ inputs: 3, seed }),
    (seed) => recurrentNet({ inputShape: [5, 2], cell: "lstm", units: [4, 3], seed }),
    (seed) => recurrentNet({ inputShape: [5, 2], cell: "gru", seed }),
    (seed) => conv1dNet({ inputShape: [8, 2], seed }),
  ];
  const before = tf.memory().numTensors;
  for (const build of builders) {
    const [a, b, c] = [build(1), build(1), build(2)];
    assert.deepEqual(weightsOf(a), weightsOf(b));
    assert.notDeepEqual(weightsOf(a), weightsOf(c));
    for (const model of [a, b, c]) model.dispose();
  }
  assert.equal(tf.memory().numTensors, before);
});

test("L1 and L2 enter the loss with their weights", () => {
  const model = denseNet({ inputs: 1, hidden: [1], outputs: 1, activation: "linear", l1: 0.5, l2: 0.25 });
  tf.tidy(() =>
    model.setWeights([tf.tensor2d([[2]]), tf.tensor1d([0]), tf.tensor2d([[1]]), tf.tensor1d([0])]),
  );
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const penalties = tf.tidy(() => model.calculateLosses().map((loss) => loss.dataSync()[0]));
  assert.deepEqual(penalties, [0.5 * 2 + 0.25 * 4]);
  model.dispose();
});

test("the tfjs twin of a network by hand gives the same answers", () => {
  for (const output of ["linear", "sigmoid", "softmax"] as const) {
    const mlp = createMlp([3, 4, 2], { hidden: "relu", output, seed: 8 });
    const model = toSequential(mlp);
    const x = [
      [0.1, -2, 3],
      [1, 1, 1],
    ];
    const own = tf.tidy(() => (model.predict(tf.tensor2d(x)) as Tensor).arraySync() as number[][]);
    assertClose(own, mlp.predict(x), { tolerance: 1e-6 });
    model.dispose();
  }
  assert.throws(
    () => toSequential(new Mlp([{ w: [[1]], b: [0], activation: activation("step") }])),
    ArgumentError,
  );
});

test("recurrent nets answer per window or per step, and take windows of any length", () => {
  const last = recurrentNet({ inputShape: [null, 2], cell: "gru", units: [3, 4], outputs: 2 });
  const each = recurrentNet({
    inputShape: [6, 2],
    cell: "rnn",
    units: [3],
    outputs: 5,
    task: "multiclass",
    answers: "each",
  });
  assert.deepEqual(last.outputShape, [null, 2]);
  assert.deepEqual(each.outputShape, [null, 6, 5]);
  const shapes = tf.tidy(() => [4, 9].map((steps) => (last.predict(tf.ones([1, steps, 2])) as Tensor).shape));
  assert.deepEqual(shapes, [
    [1, 2],
    [1, 2],
  ]);
  // LSTM: 4·((features + units)·units + units).
  const lstm = recurrentNet({ inputShape: [6, 2], cell: "lstm", units: [3] });
  assert.equal(lstm.countParams(), 4 * ((2 + 3) * 3 + 3) + 4);
  for (const model of [last, each, lstm]) model.dispose();
});

test("recurrent weights start with orthonormal rows and nothing is printed", () => {
  const { warn } = console;
  const said: unknown[] = [];
  console.warn = (...args: unknown[]) => void said.push(args);
  try {
    const model = recurrentNet({ inputShape: [5, 1], cell: "lstm", units: [32], seed: 4 });
    const product = tf.tidy(() => {
      const u = model.getWeights()[1] as Tensor;
      return u.matMul(u, false, true).sub(tf.eye(32)).abs().max().dataSync()[0] as number;
    });
    assert.ok(product < 1e-5);
    model.dispose();
  } finally {
    console.warn = warn;
  }
  assert.deepEqual(said, []);
  const [a = 0, b = 0, c = 0, d = 0] = orthonormalRows(new Random(1), { rows: 2, columns: 2 });
  assertClose([a * a + b * b, c * c + d * d, a * c + b * d], [1, 1, 0], { tolerance: 1e-6 });
});

test("an LSTM, a GRU and a 1-D CNN learn to name the larger end of a window", async () => {
  const random = new Random(3);
  const windows = Array.from({ length: 200 }, () => Array.from({ length: 6 }, () => [random.uniform(-1, 1)]));
  const x = tf.tensor3d(windows);
  const y = tf.tensor2d(windows.map((w) => [Number((w[0]?.[0] as number) > (w[5]?.[0] as number))]));
  const common = { inputShape: [6, 1] as const, task: "binary" as const, seed: 1 };
  for (const model of [
    recurrentNet({ ...common, cell: "lstm", units: [8] }),
    recurrentNet({ ...common, cell: "gru", units: [8] }),
    conv1dNet({ ...common, filters: [8, 8] }),
  ]) {
    model.compile({ optimizer: tf.train.adam(0.03), loss: "binaryCrossentropy", metrics: ["accuracy"] });
    const history = await model.fit(x, y, { epochs: 15, batchSize: 20, verbose: 0, shuffle: false });
    const accuracy = Number(history.history["acc"]?.at(-1));
    assert.ok(accuracy > 0.9, `${model.name}: ${accuracy}`);
    model.dispose();
  }
  tf.dispose([x, y]);
});

test("sizes that cannot work are refused", () => {
  assert.throws(() => denseNet({ inputs: 0 }), ArgumentError);
  assert.throws(() => denseNet({ inputs: 2, hidden: [0] }), ArgumentError);
  assert.throws(() => denseNet({ inputs: 2, dropout: 1 }), ArgumentError);
  assert.throws(() => recurrentNet({ inputShape: [0, 1] }), ShapeError);
  assert.throws(() => recurrentNet({ inputShape: [3, 1], units: [] }), ArgumentError);
  assert.throws(() => conv1dNet({ inputShape: [3, 1], filters: [4, 4, 4] }), /Each pooling halves the steps/);
});
