/** Training by graphs beside training operation by operation: same numbers, same state, nothing leaked. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AdamW, tf, type LayersModel, type SymbolicTensor, type Tensor } from "../tf.testing";
import {
  assertClose,
  cases,
  compile,
  dataOf,
  dense,
  init,
  modelOf,
  skip,
  withoutRuns,
  type Case,
} from "../models.testing";
import { Graph } from "../graph/graph";
import { runEagerly } from "../execution-mode";
import { executionMode } from "./inspect";

async function train(
  model: LayersModel,
  kase: Case,
): Promise<{ losses: number[]; weights: number[][]; state: number[][] }> {
  const [x, y] = dataOf(kase, 9);
  const [x2, y2] = dataOf(kase, 4);
  const losses: number[] = [];
  for (let i = 0; i < (kase.steps ?? 2); i++)
    losses.push(...[await model.trainOnBatch(x, y), await model.trainOnBatch(x2, y2)].flat());
  tf.dispose([x, y, x2, y2]);
  const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
  const state = (await model.optimizer.getWeights()).map(({ tensor }) => Array.from(tensor.dataSync()));
  return { losses, weights, state };
}

/** Does some work with graphs for so many threads. */
async function withThreads(threads: string, work: () => Promise<void>): Promise<void> {
  const key = "TF_NUM_INTEROP_THREADS";
  const before = process.env[key];
  process.env[key] = threads;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env[key];
    else process.env[key] = before;
  }
}

/** Does some work and notes the operations of the graphs that it builds. */
async function watchingNodes<T>(nodes: string[], work: () => Promise<T>): Promise<T> {
  const { add } = Graph.prototype;
  Graph.prototype.add = function (op, inputs, options) {
    nodes.push(op);
    return add.call(this, op, inputs, options);
  };
  try {
    return await work();
  } finally {
    Graph.prototype.add = add;
  }
}

describe("training by graphs", { skip }, () => {
  for (const [name, kase] of Object.entries(cases)) {
    test(`${name}: losses, weights and the optimizer's state as operation by operation`, async () => {
      const models = [modelOf(kase), modelOf(kase)] as const;
      models[1].setWeights(models[0].getWeights());
      models.forEach((model) => compile(model, kase));
      const graph = await train(models[0], kase);
      const expected = await runEagerly(() => train(models[1], kase));
      assert.equal(executionMode(models[0]), "graph");
      assertClose(graph.losses, expected.losses, "losses");
      graph.weights.forEach((weight, i) =>
        assertClose(weight, expected.weights[i] as number[], `weight ${i}`),
      );
      assert.equal(graph.state.length, expected.state.length);
      graph.state.forEach((values, i) => assertClose(values, expected.state[i] as number[], `state ${i}`));
      models.forEach((model) => model.dispose());
    });
  }
});

describe("models trained by graphs stay eager models", { skip }, () => {
  const small = (options: { units?: number; rate?: number; seed?: number } = {}): LayersModel => {
    const { units = 6, rate, seed: dropSeed } = options;
    const drop =
      rate === undefined
        ? []
        : [tf.layers.dropout({ rate, ...(dropSeed === undefined ? {} : { seed: dropSeed }) })];
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units, inputShape: [4], activation: "tanh", kernelInitializer: init() }),
        ...drop,
        dense(1),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
    return model;
  };
  const x = () => tf.randomUniform([8, 4], -1, 1, "float32", 3);
  const y = () => tf.randomUniform([8, 1], -1, 1, "float32", 4);
  const values = (model: LayersModel): number[][] =>
    model.getWeights().map((weight) => Array.from(weight.dataSync()));

  test("a copy taken during training keeps its numbers", async () => {
    const [model, a, b] = [small(), x(), y()];
    await model.trainOnBatch(a, b);
    const weight = model.getWeights()[0] as Tensor;
    const copy = weight.clone();
    const before = Array.from(weight.dataSync());
    await model.trainOnBatch(a, b);
    assert.deepEqual(Array.from(copy.dataSync()), before);
    assert.notDeepEqual(Array.from((model.getWeights()[0] as Tensor).dataSync()), before);
    tf.dispose([copy, a, b]);
    model.dispose();
  });

  test("weights set between steps are trained on from there", async () => {
    const [model, reference, a, b] = [small(), small(), x(), y()];
    await model.trainOnBatch(a, b);
    model.setWeights(reference.getWeights());
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    reference.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await model.trainOnBatch(a, b);
    await runEagerly(() => reference.trainOnBatch(a, b));
    values(model).forEach((weight, i) =>
      assertClose(weight, values(reference)[i] as number[], `weight ${i}`),
    );
    const changed = reference.getWeights().map((weight) => weight.mul(2));
    model.setWeights(changed);
    reference.setWeights(changed);
    await model.trainOnBatch(a, b);
    await runEagerly(() => reference.trainOnBatch(a, b));
    values(model).forEach((weight, i) =>
      assertClose(weight, values(reference)[i] as number[], `weight ${i}`),
    );
    tf.dispose([a, b, ...changed]);
    [model, reference].forEach((each) => each.dispose());
  });

  test("fit gives the same history as operation by operation, callbacks see the weights of their moment", async () => {
    const [model, reference, a, b] = [
      small(),
      small(),
      tf.randomUniform([50, 4], -1, 1, "float32", 8),
      tf.randomUniform([50, 1], -1, 1, "float32", 9),
    ];
    reference.setWeights(model.getWeights());
    const run = async (each: LayersModel): Promise<{ loss: number[]; seen: number[] }> => {
      const seen: number[] = [];
      const onBatchEnd = (): Promise<void> =>
        Promise.resolve(void seen.push((each.getWeights()[0] as Tensor).dataSync()[0] as number));
      const history = await each.fit(a, b, {
        epochs: 3,
        batchSize: 16,
        shuffle: false,
        validationSplit: 0.2,
        verbose: 0,
        callbacks: { onBatchEnd },
      });
      return {
        loss: [...(history.history["loss"] as number[]), ...(history.history["val_loss"] as number[])],
        seen,
      };
    };
    const graph = await run(model);
    const expected = await runEagerly(() => run(reference));
    assert.equal(executionMode(model), "graph");
    assertClose(graph.loss, expected.loss, "loss");
    assertClose(graph.seen, expected.seen, "weight at the end of each batch");
    tf.dispose([a, b]);
    [model, reference].forEach((each) => each.dispose());
  });

  test("a saved model is the trained one, its optimizer's state too", async () => {
    const [model, a, b] = [small(), x(), y()];
    for (let i = 0; i < 3; i++) await model.trainOnBatch(a, b);
    let saved: Parameters<typeof tf.io.fromMemory>[0] | undefined;
    await model.save(
      tf.io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({
          modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" as const },
        });
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved as never));
    assert.deepEqual(values(loaded), values(model));
    assert.equal((await model.optimizer.getWeights()).length, 1 + 2 * 4);
    tf.dispose([a, b]);
    [model, loaded].forEach((each) => each.dispose());
  });

  test("an optimizer's state that is set is the one that trains on", async () => {
    const [model, reference, a, b] = [small(), small(), x(), y()];
    for (let i = 0; i < 4; i++) await model.trainOnBatch(a, b);
    await reference.trainOnBatch(a, b);
    reference.setWeights(model.getWeights());
    const state = (await model.optimizer.getWeights()).map(({ name, tensor }) => ({
      name,
      tensor: tensor.clone(),
    }));
    await reference.optimizer.setWeights(state);
    const [one, other] = [await model.trainOnBatch(a, b), await reference.trainOnBatch(a, b)];
    assertClose([one as number], [other as number], "loss");
    values(model).forEach((weight, i) =>
      assertClose(weight, values(reference)[i] as number[], `weight ${i}`),
    );
    tf.dispose([a, b]);
    [model, reference].forEach((each) => each.dispose());
  });

  test("frozen layers stay, shared layers learn from both models", async () => {
    const [a, b] = [x(), y()];
    const input = tf.input({ shape: [4] });
    const shared = dense(5, { activation: "tanh" });
    const middle = shared.apply(input) as SymbolicTensor;
    const models = [1, 2].map(() =>
      tf.model({ inputs: input, outputs: dense(1).apply(middle) as SymbolicTensor }),
    ) as [LayersModel, LayersModel];
    models.forEach((model) => model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" }));
    const kernel = (): number[] => Array.from((shared.getWeights()[0] as Tensor).dataSync());
    const seen = [kernel()];
    for (const model of [models[0], models[1], models[0]]) {
      await model.trainOnBatch(a, b);
      seen.push(kernel());
    }
    assert.equal(new Set(seen.map(String)).size, 4);
    shared.trainable = false;
    models[0].compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
    const before = kernel();
    await models[0].trainOnBatch(a, b);
    assert.deepEqual(kernel(), before);
    assert.deepEqual(
      models.map((each) => executionMode(each)),
      ["graph", "graph"],
    );
    tf.dispose([a, b]);
    // The shared layer goes with the second model.
    models[1].dispose();
    models[0].layers.at(-1)?.dispose();
  });

  test("branches, sums, products, and models within models", async () => {
    const build = (): LayersModel => {
      const inner = tf.sequential({
        layers: [
          tf.layers.dense({ units: 5, inputShape: [4], activation: "tanh", kernelInitializer: init() }),
        ],
      });
      const one = tf.input({ shape: [4] });
      const two = tf.input({ shape: [4] });
      const [a, b] = [inner.apply(one), inner.apply(two)] as SymbolicTensor[];
      const parts = [
        tf.layers.add().apply([a, b] as SymbolicTensor[]),
        tf.layers.multiply().apply([a, b] as SymbolicTensor[]),
        tf.layers.average().apply([a, b] as SymbolicTensor[]),
      ];
      const joined = tf.layers.concatenate().apply(parts as SymbolicTensor[]) as SymbolicTensor;
      const outputs = [
        dense(1).apply(joined),
        dense(2, { activation: "softmax" }).apply(joined),
      ] as SymbolicTensor[];
      const model = tf.model({ inputs: [one, two], outputs });
      model.compile({
        optimizer: tf.train.sgd(0.1),
        loss: ["meanSquaredError", "categoricalCrossentropy"],
        metrics: ["mse"],
      });
      return model;
    };
    const [model, reference] = [build(), build()];
    reference.setWeights(model.getWeights());
    const inputs = [x(), tf.randomUniform([8, 4], -1, 1, "float32", 10)];
    const targets = [
      y(),
      tf.tidy(() => tf.oneHot(tf.tensor1d([0, 1, 0, 1, 1, 0, 1, 0], "int32"), 2).toFloat()),
    ];
    for (let i = 0; i < 2; i++) {
      const got = (await model.trainOnBatch(inputs, targets)) as number[];
      const expected = (await runEagerly(() => reference.trainOnBatch(inputs, targets))) as number[];
      assertClose(got, expected, "losses");
    }
    assert.equal(executionMode(model), "graph");
    values(model).forEach((weight, i) =>
      assertClose(weight, values(reference)[i] as number[], `weight ${i}`),
    );
    tf.dispose([inputs, targets]);
    [model, reference].forEach((each) => each.dispose());
  });

  test("dropout drops the share it should, anew at each step, and the same with the same seed", async () => {
    const a = tf.ones([400, 50]);
    const masks = async (dropSeed: number): Promise<number[]> => {
      // The gradient of the kernel's one row at constant inputs shows the mask: what fell out does not learn.
      const model = tf.sequential({
        layers: [
          tf.layers.dropout({ rate: 0.3, seed: dropSeed, inputShape: [50] }),
          tf.layers.dense({ units: 1, kernelInitializer: "zeros", useBias: false }),
        ],
      });
      model.compile({ optimizer: tf.train.sgd(1), loss: "meanSquaredError" });
      const target = tf.ones([400, 1]);
      const seen: number[] = [];
      for (let i = 0; i < 2; i++) {
        model.setWeights([tf.zeros([50, 1])]);
        await model.trainOnBatch(a, target);
        seen.push(...Array.from((model.getWeights()[0] as Tensor).dataSync()));
      }
      assert.equal(executionMode(model), "graph");
      target.dispose();
      model.dispose();
      return seen;
    };
    const [one, same, other] = [await masks(7), await masks(7), await masks(8)];
    assert.deepEqual(one, same);
    assert.notDeepEqual(one, other);
    assert.notDeepEqual(one.slice(0, 50), one.slice(50));
    // Each weight's step is twice the mean of its mask: 2 with a spread of 2·√(0.3 / 0.7 / 400).
    const mean = one.reduce((sum, value) => sum + value, 0) / one.length;
    assert.ok(Math.abs(mean - 2) < 0.04, `mean ${mean}`);
    one.forEach((value) => assert.ok(Math.abs(value - 2) < 0.35, `share ${value / 2}`));
    a.dispose();
  });

  test("what a graph cannot do is trained operation by operation, and says why", async () => {
    const [a, b] = [x(), y()];
    const own = (
      loss: string | ((t: Tensor, p: Tensor) => Tensor),
      change: (model: LayersModel) => void = () => undefined,
    ): LayersModel => {
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] }), dense(1)] });
      model.compile({ optimizer: tf.train.sgd(0.1), loss });
      change(model);
      return model;
    };
    const loss = (t: Tensor, p: Tensor): Tensor => t.sub(p).square().mean();
    const clipped = (model: LayersModel): void => {
      const optimizer = model.optimizer as unknown as { applyGradients: (gradients: unknown) => void };
      optimizer.applyGradients = optimizer.applyGradients.bind(optimizer);
    };
    const called = (model: LayersModel): void => {
      const layer = model.layers[0] as unknown as { call: (...args: unknown[]) => unknown };
      layer.call = layer.call.bind(layer);
    };
    const found = [
      own(loss),
      own("meanSquaredError", clipped),
      own("meanSquaredError", called),
      own("meanSquaredError"),
    ];
    for (const model of found) await model.trainOnBatch(a, b);
    assert.match(executionMode(found[0] as LayersModel), /loss that is a function/);
    assert.match(executionMode(found[1] as LayersModel), /the optimizer/);
    assert.match(executionMode(found[2] as LayersModel), /a call of its own/);
    assert.equal(executionMode(found[3] as LayersModel), "graph");
    found.forEach((model) => model.dispose());
    tf.dispose([a, b]);
  });

  test("a graph that cannot run is given up, and nothing is lost", async () => {
    const [model, reference, a, b] = [small(), small(), x(), y()];
    reference.setWeights(model.getWeights());
    const steps = async (each: LayersModel): Promise<number[]> => [
      (await each.trainOnBatch(a, b)) as number,
      (await each.trainOnBatch(a, b)) as number,
    ];
    const found = await withoutRuns(() => steps(model));
    assert.equal(executionMode(model), "this library runs no graphs");
    assert.deepEqual(found, await runEagerly(() => steps(reference)));
    assert.deepEqual(values(model), values(reference));
    tf.dispose([a, b]);
    [model, reference].forEach((each) => each.dispose());
  });

  test("an LSTM whose rows are cut into parts computes as a whole one, for any number of rows", () =>
    withThreads("3", async () => {
      const kase: Case = {
        input: [20, 5],
        layers: () => [
          tf.layers.lstm({ units: 48, recurrentActivation: "sigmoid", returnSequences: true }),
          tf.layers.lstm({ units: 32, recurrentActivation: "sigmoid" }),
        ],
      };
      const [model, reference] = [modelOf(kase), modelOf(kase)];
      reference.setWeights(model.getWeights());
      const run = async (each: LayersModel): Promise<number[]> => {
        compile(each, kase);
        const results: number[] = [];
        for (const rows of [40, 1, 2, 41, 3]) {
          const [a, b] = dataOf(kase, rows);
          results.push(...[await each.trainOnBatch(a, b)].flat());
          const outputs = each.predict(a, { batchSize: 7 }) as Tensor;
          results.push(...outputs.dataSync());
          tf.dispose([a, b, outputs]);
        }
        return results;
      };
      const nodes: string[] = [];
      const found = await watchingNodes(nodes, () => run(model));
      assert.equal(executionMode(model), "graph");
      assert.equal(nodes.filter((op) => op === "BlockLSTMGradV2").length, 6);
      assertClose(found, await runEagerly(() => run(reference)), "losses and predictions");
      values(model).forEach((weight, i) =>
        assertClose(weight, values(reference)[i] as number[], `weight ${i}`),
      );
      [model, reference].forEach((each) => each.dispose());
    }));

  test("a dense layer that is kept in columns learns as a whole one: its weights are read, set and penalized", () =>
    withThreads("3", async () => {
      const regularizer = () => tf.regularizers.l1l2({ l1: 1e-4, l2: 1e-4 });
      const kase: Case = {
        input: [1200],
        layers: () => [
          dense(200, { activation: "tanh", kernelRegularizer: regularizer() }),
          dense(700, { activation: "tanh" }),
        ],
      };
      const [model, reference] = [modelOf(kase), modelOf(kase)];
      reference.setWeights(model.getWeights());
      const run = async (each: LayersModel): Promise<number[]> => {
        compile(each, { ...kase, optimizer: () => new AdamW({ learningRate: 0.001 }, 0.01) });
        const results: number[] = [];
        for (const rows of [90, 3, 1]) {
          const [a, b] = dataOf(kase, rows);
          results.push(...[await each.trainOnBatch(a, b)].flat());
          const halves = each.getWeights().map((weight) => tf.tidy(() => weight.mul(0.5)));
          each.setWeights(halves);
          results.push(...[await each.trainOnBatch(a, b)].flat());
          tf.dispose([a, b, ...halves]);
        }
        const state = (await each.optimizer.getWeights()).flatMap(({ tensor }) =>
          Array.from(tensor.dataSync()),
        );
        return [...results, ...values(each).flat(), ...state];
      };
      const nodes: string[] = [];
      const found = await watchingNodes(nodes, () => run(model));
      assert.equal(executionMode(model), "graph");
      // Three parts of the first matrix, two of the second; the output layer and three biases have one.
      assert.equal(nodes.filter((op) => op === "ResourceApplyAdam").length, 3 + 2 + 1 + 3);
      assertClose(found, await runEagerly(() => run(reference)), "losses, weights and state");
      [model, reference].forEach((each) => each.dispose());
    }));

  test("labels that no class has are passed over, as operation by operation", async () => {
    const kase: Case = { input: [5], layers: () => [dense(4)], loss: "sparse", units: 3 };
    const [model, reference] = [modelOf(kase), modelOf(kase)];
    reference.setWeights(model.getWeights());
    const [a, right] = dataOf(kase, 6);
    const wrong = tf.tensor2d([0, 1, 2, 3, -1, 1], [6, 1]);
    const steps = async (each: LayersModel): Promise<number[]> => {
      compile(each, { ...kase, optimizer: () => tf.train.adam(0.1) });
      const results = [];
      for (const labels of [right, wrong, right]) results.push(await each.trainOnBatch(a, labels));
      return results.flat();
    };
    assertClose(await steps(model), await runEagerly(() => steps(reference)), "losses");
    values(model).forEach((weight, i) =>
      assertClose(weight, values(reference)[i] as number[], `weight ${i}`),
    );
    assert.match(executionMode(model), /label/i);
    tf.dispose([a, right, wrong]);
    [model, reference].forEach((each) => each.dispose());
  });

  test("a rate of dropout that is changed takes effect", async () => {
    const [model, a, b] = [small({ rate: 0.5, seed: 1 }), x(), y()];
    await model.trainOnBatch(a, b);
    (model.layers[1] as unknown as { rate: number }).rate = 0;
    const reference = small();
    reference.setWeights(model.getWeights());
    const got = await model.trainOnBatch(a, b);
    assertClose(
      [got as number],
      [(await runEagerly(() => reference.trainOnBatch(a, b))) as number],
      "loss without dropout",
    );
    tf.dispose([a, b]);
    [model, reference].forEach((each) => each.dispose());
  });

  test("10,000 steps leave no tensor and no memory behind; disposing of the model frees all", async () => {
    const start = tf.memory().numTensors;
    const [model, a, b] = [small(), x(), y()];
    for (let i = 0; i < 500; i++) await model.trainOnBatch(a, b);
    const [tensors, memory] = [tf.memory().numTensors, process.memoryUsage().rss];
    for (let i = 0; i < 10_000; i++) await model.trainOnBatch(a, b);
    assert.equal(tf.memory().numTensors, tensors);
    assert.ok(
      process.memoryUsage().rss - memory < 60e6,
      `${((process.memoryUsage().rss - memory) / 1e6).toFixed(0)} MB more`,
    );
    model.dispose();
    (model.optimizer as unknown as { dispose(): void }).dispose();
    tf.dispose([a, b]);
    assert.equal(tf.memory().numTensors, start);
  });
});
