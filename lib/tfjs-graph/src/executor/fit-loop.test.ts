/** The loop of `fit` beside the one that tfjs comes with: same callbacks, same logs, same history, same order of rows. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { asStock, seededRandom, tf, type LayersModel, type SymbolicTensor, type Tensor } from "../tf.testing";
import { Session } from "../graph/session";
import { assertClose, dense, skip } from "../models.testing";
import { batchListeners } from "./fit-callbacks";
import { executionMode } from "./inspect";

type FitArguments = Parameters<LayersModel["fit"]>[2];
type Logs = Record<string, number>;

/** What one training did. */
interface Seen {
  readonly events: string[];
  readonly numbers: number[];
  readonly history: Record<string, number[]>;
}

const classes = 3;

function makeModel(options: { metrics?: boolean } = {}): LayersModel {
  const model = tf.sequential({
    layers: [dense(6, { inputShape: [4], activation: "tanh" }), dense(classes, { activation: "softmax" })],
  });
  compile(model, options);
  return model;
}

function compile(model: LayersModel, { metrics = true }: { metrics?: boolean } = {}): void {
  model.compile({
    optimizer: tf.train.adam(0.05),
    loss: "sparseCategoricalCrossentropy",
    metrics: metrics ? ["accuracy"] : [],
  });
}

function makeData(rows: number): [Tensor, Tensor] {
  const labels = Array.from({ length: rows }, (_, i) => (i * 5) % classes);
  return [tf.randomUniform([rows, 4], -1, 1, "float32", 7), tf.tensor2d(labels, [rows, 1])];
}

/** How training graphs were fed: `"data0"` for all rows, which the graph gathers from, `"feed0"` for batches. */
async function watchingRuns<T>(runs: Set<string>, work: () => Promise<T>): Promise<T> {
  const { run } = Session.prototype;
  Session.prototype.run = function (signature, ids) {
    // Measuring is no training: it has no learning rate.
    const feed = /^(?:feed|data)0(?=.*hyper)/.exec(signature.inputs)?.[0];
    if (feed) runs.add(feed);
    return run.call(this, signature, ids);
  };
  try {
    return await work();
  } finally {
    Session.prototype.run = run;
  }
}

/** The same dice for every run: tfjs shuffles by Math.random. */
async function withDice<T>(work: () => Promise<T>): Promise<T> {
  const { random } = Math;
  const uniform = seededRandom(11);
  Math.random = () => uniform();
  try {
    return await work();
  } finally {
    Math.random = random;
  }
}

async function train(model: LayersModel, data: [Tensor, Tensor], more: FitArguments = {}): Promise<Seen> {
  const events: string[] = [];
  const numbers: number[] = [];
  const note = (event: string) => (at?: unknown, logs?: unknown) => {
    const entries = Object.entries(((typeof at === "object" ? at : logs) ?? {}) as Logs);
    events.push(`${event} ${typeof at === "number" ? at : ""} ${entries.map(([key]) => key).join(",")}`);
    numbers.push(...entries.map(([, value]) => value));
    return Promise.resolve();
  };
  const noting = new tf.CustomCallback({
    onTrainBegin: note("train begins"),
    onEpochBegin: note("epoch begins"),
    onBatchBegin: note("batch begins"),
    onBatchEnd: note("batch ends"),
    onEpochEnd: note("epoch ends"),
    onTrainEnd: note("train ends"),
  });
  const callbacks = [noting, ...((more?.callbacks as object[] | undefined) ?? [])] as never;
  const result = await withDice(() =>
    model.fit(...data, { epochs: 3, batchSize: 8, verbose: 0, shuffle: false, ...more, callbacks }),
  );
  return { events, numbers, history: result.history as Record<string, number[]> };
}

/** Trains equal models by both loops and compares all that can be seen; tfjs shuffles an epoch's order anew from the last one's. */
async function compareLoops(
  data: [Tensor, Tensor],
  options: {
    more?: (model: LayersModel) => FitArguments;
    /** How graphs are fed; nothing for a model without graphs. */
    feed?: string | undefined;
    make?: () => LayersModel;
  } = {},
): Promise<Seen> {
  const { more = () => ({}), make = makeModel } = options;
  const feed = "feed" in options ? options.feed : "data0";
  const [model, reference] = [make(), make()];
  reference.setWeights(model.getWeights());
  const runs = new Set<string>();
  const found = await watchingRuns(runs, () => train(model, data, more(model)));
  const expected = await asStock(() => train(reference, data, more(reference)));
  assert.equal(executionMode(model) === "graph", feed !== undefined);
  assert.deepEqual([...runs], [feed].filter(Boolean));
  assert.deepEqual(found.events, expected.events);
  assertClose(found.numbers, expected.numbers, "logs");
  assert.deepEqual(Object.keys(found.history), Object.keys(expected.history));
  for (const [key, values] of Object.entries(expected.history))
    assertClose(found.history[key] as number[], values, key);
  const weights = [model, reference].map((each) =>
    each.getWeights().flatMap((w) => Array.from(w.dataSync())),
  );
  assertClose(weights[0] as number[], weights[1] as number[], "weights");
  [model, reference].forEach((each) => each.dispose());
  return found;
}

describe("the loop of fit", { skip }, () => {
  // What is loaded at the first graph throws dice too.
  before(async () => {
    const [model, data] = [makeModel(), makeData(8)];
    await model.fit(...data, { verbose: 0 });
    tf.dispose(data);
    model.dispose();
  });

  test("calls everybody as tfjs does, with the same numbers, in the same order of rows", async () => {
    const data = makeData(27);
    const { events, history } = await compareLoops(data);
    assert.equal(events.length, 2 + 3 * (2 + 2 * 4));
    assert.deepEqual(Object.keys(history), ["loss", "acc"]);
    tf.dispose(data);
  });

  test("shuffles or not, validates, begins at a later epoch, takes tfjs' defaults", async () => {
    const data = makeData(70);
    const validationData = makeData(13);
    for (const more of [
      { shuffle: true, epochs: 1 },
      { validationSplit: 0.3 },
      { validationData },
      { initialEpoch: 2, epochs: 4 },
      { batchSize: undefined as never, epochs: undefined as never },
    ] satisfies FitArguments[])
      await compareLoops(data, { more: () => more });
    tf.dispose([...data, ...validationData]);
  });

  test("ends in the middle of an epoch or after it, when a callback says so", async () => {
    const data = makeData(40);
    const stopping = (when: "onBatchEnd" | "onEpochEnd") => (model: LayersModel) => ({
      callbacks: [
        new tf.CustomCallback({
          [when]: (at: number) => {
            if (at === 1) model.stopTraining = true;
            return Promise.resolve();
          },
        }),
      ] as never,
    });
    await compareLoops(data, { more: stopping("onBatchEnd") });
    await compareLoops(data, { more: stopping("onEpochEnd") });
    const early = () => ({
      epochs: 30,
      validationSplit: 0.25,
      callbacks: [tf.callbacks.earlyStopping({ monitor: "val_loss" })] as never,
    });
    const { history } = await compareLoops(data, { more: early });
    assert.ok((history["loss"] as number[]).length < 30);
    tf.dispose(data);
  });

  test("a callback class of one's own gets numbers too", async () => {
    const seen: unknown[] = [];
    class Own extends tf.Callback {
      override onBatchEnd(_batch: number, logs?: unknown): Promise<void> {
        seen.push((logs as Record<string, unknown>)["loss"]);
        return Promise.resolve();
      }
      override onEpochEnd(_epoch: number, logs?: unknown): Promise<void> {
        seen.push((logs as Record<string, unknown>)["val_loss"]);
        return Promise.resolve();
      }
    }
    const data = makeData(20);
    const model = makeModel();
    const more = { verbose: 0, validationSplit: 0.5, callbacks: [new Own()] as never };
    await model.fit(...data, more);
    assert.deepEqual(
      seen.map((value) => typeof value),
      ["number", "number"],
    );
    tf.dispose(data);
    model.dispose();
  });

  test("a model with a layer of somebody's own has the same loop, and the same history as stock tfjs", async () => {
    class Doubled extends tf.layers.Layer {
      static readonly className = "Doubled";
      override computeOutputShape(shape: number[]): number[] {
        return shape;
      }
      override call(inputs: Tensor | Tensor[]): Tensor {
        return tf.tidy(() => tf.mul([inputs].flat()[0] as Tensor, 2));
      }
    }
    const make = (): LayersModel => {
      const model = tf.sequential({
        layers: [
          dense(6, { inputShape: [4], activation: "tanh" }),
          new Doubled(),
          dense(classes, { activation: "softmax" }),
        ],
      });
      compile(model);
      return model;
    };
    const data = makeData(27);
    const options: FitArguments[] = [{}, { validationSplit: 0.3 }, { shuffle: false, initialEpoch: 1 }];
    for (const more of options) {
      const tensors = tf.memory().numTensors;
      const { history } = await compareLoops(data, { more: () => more, feed: undefined, make });
      assert.equal(history["loss"]?.length, more?.initialEpoch ? 2 : 3);
      // The optimizers are not disposed of with their models: two powers of β, and two moments of four weights each.
      assert.equal(tf.memory().numTensors - tensors, 2 * (2 + 2 * 4));
    }
    tf.dispose(data);
  });

  test("class weights of the second output alone are the second output's", async () => {
    const make = (): LayersModel => {
      const input = tf.input({ shape: [4] });
      const outputs = ["first", "second"].map(
        (name) => dense(classes, { activation: "softmax", name }).apply(input) as SymbolicTensor,
      );
      const model = tf.model({ inputs: input, outputs });
      compile(model, { metrics: false });
      return model;
    };
    const [x, y] = makeData(20);
    const [model, other] = [make(), make()];
    other.setWeights(model.getWeights());
    const weights = [null, { 0: 5, 1: 1, 2: 1 }];
    const run = (each: LayersModel) =>
      each.fit(x, [y, y], { epochs: 2, verbose: 0, shuffle: false, classWeight: weights as never });
    const found = await run(model);
    assert.equal(executionMode(model), "weights of samples");
    const expected = await asStock(() => run(other));
    for (const [key, values] of Object.entries(expected.history))
      assertClose(found.history[key] as number[], values as number[], key);
    tf.dispose([x, y]);
    [model, other].forEach((each) => each.dispose());
  });

  test("a train function of somebody's own is the one that trains", async () => {
    const model = makeModel();
    const inner = (model as unknown as { model: { makeTrainFunction(): unknown } }).model;
    const sizes: number[] = [];
    inner.makeTrainFunction = () => (batch: Tensor[]) => {
      sizes.push(batch[0]?.shape[0] ?? 0);
      return [tf.scalar(sizes.length), tf.scalar(0)];
    };
    const data = makeData(20);
    const { history } = await model.fit(...data, { batchSize: 8, verbose: 0 });
    assert.deepEqual(sizes, [8, 8, 4]);
    assert.ok(Math.abs((history["loss"]?.[0] as number) - (8 * 1 + 8 * 2 + 4 * 3) / 20) < 1e-6);
    tf.dispose(data);
    model.dispose();
  });

  test("types that graphs do not take are cast batch by batch", async () => {
    const model = makeModel();
    const x = tf.randomUniform([20, 4], 0, 2, "bool", 3);
    const [unused, y] = makeData(20);
    const runs = new Set<string>();
    await watchingRuns(runs, () => model.fit(x, y, { verbose: 0 }));
    assert.deepEqual([...runs], ["feed0"]);
    tf.dispose([x, y, unused]);
    model.dispose();
  });

  test(
    "others get their turn during a training that never yields by itself",
    { timeout: 60_000 },
    async () => {
      const data = makeData(64);
      for (const optimizer of [tf.train.adam(0.05), tf.train.adadelta(0.05)]) {
        const model = makeModel();
        model.compile({ optimizer, loss: "sparseCategoricalCrossentropy" });
        setImmediate(() => (model.stopTraining = true));
        const { epoch } = await model.fit(...data, { epochs: 1_000_000, verbose: 0, yieldEvery: "never" });
        assert.ok(epoch.length < 1_000_000);
        model.dispose();
      }
      tf.dispose(data);
    },
  );

  test(
    "a stop that comes during validation ends it, without figures of a part of it",
    { timeout: 60_000 },
    async () => {
      const data = makeData(8);
      const validationData = makeData(2000);
      const model = makeModel();
      // Each batch of validation takes long enough for others to have their turn.
      const inner = (model as unknown as { model: { makeTestFunction(): void } }).model;
      let batches = 0;
      inner.makeTestFunction = function (this: { testFunction?: unknown }) {
        this.testFunction = () => {
          const start = performance.now();
          while (performance.now() - start < 60);
          batches += 1;
          setImmediate(() => (model.stopTraining = true));
          return [tf.scalar(1), tf.scalar(1)];
        };
      };
      const { history } = await model.fit(...data, { epochs: 3, verbose: 0, validationData });
      assert.ok(batches < 2000 / 32);
      assert.deepEqual(Object.keys(history), ["loss", "acc"]);
      tf.dispose([...data, ...validationData]);
      model.dispose();
    },
  );

  test("onYield and yieldEvery are heard", async () => {
    const data = makeData(40);
    const model = makeModel();
    const yields: unknown[] = [];
    const callbacks = {
      onYield: (epoch: number, batch: number, logs: Logs) => {
        yields.push([epoch, batch, typeof logs["loss"]]);
        return Promise.resolve();
      },
    } as never;
    await model.fit(...data, { batchSize: 20, epochs: 1, verbose: 0, callbacks, yieldEvery: 1 });
    assert.deepEqual(yields[0], [0, 0, "number"]);
    tf.dispose(data);
    model.dispose();
  });

  test("batches cost callbacks nothing that do not ask for them", () => {
    const custom = (functions: object, yieldEvery?: never) => new tf.CustomCallback(functions, yieldEvery);
    const silent = [
      custom({ onEpochEnd: () => undefined }),
      custom({}, "never" as never),
      custom({}, "epoch" as never),
      new tf.History(),
      tf.callbacks.earlyStopping(),
    ];
    const listening = [
      custom({ onBatchEnd: () => undefined }),
      custom({ onYield: () => undefined }),
      custom({}, "batch" as never),
      custom({}, 10 as never),
    ];
    const list = new tf.CallbackList([...silent, ...listening] as never) as never;
    assert.deepEqual(batchListeners(tf, list, "onBatchEnd"), listening);
    assert.deepEqual(batchListeners(tf, list, "onBatchBegin"), []);
  });

  test("a callback that throws ends the training, and the model can be trained again", async () => {
    const data = makeData(20);
    const model = makeModel();
    const onBatchEnd = (): Promise<void> => Promise.reject(new Error("no more"));
    await assert.rejects(model.fit(...data, { verbose: 0, callbacks: { onBatchEnd } }), /no more/);
    const { history } = await model.fit(...data, { verbose: 0 });
    assert.equal(history["loss"]?.length, 1);
    tf.dispose(data);
    model.dispose();
  });

  test("what tfjs refuses it still refuses", async () => {
    const data = makeData(20);
    const model = makeModel();
    await assert.rejects(model.fit(...data, { verbose: 0, shuffle: "batch" as never }), /not implemneted/);
    tf.dispose(data);
    model.dispose();
  });

  test("a learning rate that is changed between epochs takes effect", async () => {
    const data = makeData(24);
    const more = (model: LayersModel): FitArguments => ({
      callbacks: [
        new tf.CustomCallback({
          onEpochBegin: (epoch) => {
            if (epoch === 1) (model.optimizer as unknown as { learningRate: number }).learningRate = 0.001;
            return Promise.resolve();
          },
        }),
      ] as never,
    });
    await compareLoops(data, { more });
    tf.dispose(data);
  });

  test("no tensor is left behind", async () => {
    const data = makeData(40);
    const model = makeModel({ metrics: false });
    const once = () => model.fit(...data, { epochs: 2, validationSplit: 0.2, verbose: 0 });
    await once();
    const before = tf.memory().numTensors;
    await once();
    assert.equal(tf.memory().numTensors, before);
    tf.dispose(data);
    model.dispose();
  });
});
