/** The loop of `fit` beside the one that tfjs comes with: same callbacks, same logs, same history, same order of rows. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { seededRandom, tf, type LayersModel, type Tensor } from "../tf.testing";
import { Session } from "../graph/session";
import { assertClose, dense, skip } from "../models.testing";
import { runEagerly } from "../execution-mode";
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

/** Which ways graphs were trained: `"data0"` for rows that are picked on the way, `"feed0"` for batches. */
async function watchingRuns<T>(runs: Set<string>, work: () => Promise<T>): Promise<T> {
  const { run } = Session.prototype;
  Session.prototype.run = function (signature, ids) {
    // Measuring is no training: it has no learning rate.
    const way = /^(?:feed|data)0(?=.*hyper)/.exec(signature.inputs)?.[0];
    if (way) runs.add(way);
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
    model.fit(...data, { epochs: 3, batchSize: 8, verbose: 0, ...more, callbacks }),
  );
  return { events, numbers, history: result.history as Record<string, number[]> };
}

/** Trains twins by both loops and compares all that can be seen. */
async function compareLoops(
  data: [Tensor, Tensor],
  { more = () => ({}), way = "data0" }: { more?: (model: LayersModel) => FitArguments; way?: string } = {},
): Promise<Seen> {
  const [model, twin] = [makeModel(), makeModel()];
  twin.setWeights(model.getWeights());
  const runs = new Set<string>();
  const found = await watchingRuns(runs, () => train(model, data, more(model)));
  const wanted = await runEagerly(() => train(twin, data, more(twin)));
  assert.equal(executionMode(model), "graph");
  assert.deepEqual([...runs], [way]);
  assert.deepEqual(found.events, wanted.events);
  assertClose(found.numbers, wanted.numbers, "logs");
  assert.deepEqual(Object.keys(found.history), Object.keys(wanted.history));
  for (const [key, values] of Object.entries(wanted.history))
    assertClose(found.history[key] as number[], values, key);
  const weights = [model, twin].map((each) => each.getWeights().flatMap((w) => Array.from(w.dataSync())));
  assertClose(weights[0] as number[], weights[1] as number[], "weights");
  [model, twin].forEach((each) => each.dispose());
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
      { shuffle: false },
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

  test("a callback class of one's own gets tensors, from tfjs' loop", async () => {
    class Own extends tf.Callback {
      override onBatchEnd(_batch: number, logs?: unknown): Promise<void> {
        assert.ok((logs as Record<string, unknown>)["loss"] instanceof tf.Tensor);
        return Promise.resolve();
      }
    }
    const data = makeData(20);
    const model = makeModel();
    const runs = new Set<string>();
    await watchingRuns(runs, () => model.fit(...data, { verbose: 0, callbacks: [new Own()] as never }));
    assert.deepEqual([...runs], ["feed0"]);
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
