/** Tests of fit: equal to tfjs' own loop, seeded, stoppable, resumable, without leaks. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  ArgumentError,
  DataError,
  InterruptError,
  ShapeError,
  StateError,
  UnknownNameError,
} from "../core/errors";
import { hostSymbol, type NotebookHost } from "../core/display";
import { tf, type Sequential, type Tensor } from "../core/tf";
import { fit } from "./fit";
import { DivergenceError, TrainingInterruptedError, type FitOptions } from "./fit-options";
import { History } from "./history";
import { cosineDecay, stepDecay } from "./schedules";

const quiet = { progress: "none" } as const;

/** Rows whose class depends on the sum of three numbers; the count is no multiple of the batch size. */
function makeData(rows = 70): { x: Tensor; y: Tensor } {
  return tf.tidy(() => {
    const x = tf.randomNormal([rows, 3], 0, 1, "float32", 11);
    const y = tf.oneHot(x.sum(1).greater(0).cast("int32"), 2).cast("float32");
    return { x, y };
  });
}

function makeModel(options: { dropout?: number; optimizer?: string; batchNorm?: boolean } = {}): Sequential {
  const { dropout = 0, optimizer = "adam", batchNorm = false } = options;
  const kernel = (seed: number) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential();
  model.add(
    tf.layers.dense({
      units: 8,
      inputShape: [3],
      activation: "tanh",
      kernelInitializer: kernel(1),
      kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }),
    }),
  );
  if (batchNorm) model.add(tf.layers.batchNormalization());
  if (dropout > 0) model.add(tf.layers.dropout({ rate: dropout }));
  model.add(tf.layers.dense({ units: 2, activation: "softmax", kernelInitializer: kernel(2) }));
  model.compile({ optimizer, loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}

function weightsOf(model: Sequential): number[] {
  return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
}

/** Runs work in a cell that can be interrupted. */
async function inCell<T>(work: (stop: () => void) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const host: Partial<NotebookHost> = {
    publish: () => undefined,
    signal: () => controller.signal,
    runToEnd: (inner) => inner(),
  };
  Object.assign(globalThis, { [hostSymbol]: host });
  try {
    return await work(() => controller.abort());
  } finally {
    delete (globalThis as { [hostSymbol]?: unknown })[hostSymbol];
  }
}

test("loss, metrics and validation equal tfjs' own fit to 1e-6", async () => {
  const data = makeData();
  const held = makeData(33);
  const [ours, theirs] = [makeModel({ batchNorm: true }), makeModel({ batchNorm: true })];
  const history = await fit(ours, data, {
    epochs: 4,
    batchSize: 16,
    shuffle: false,
    validation: held,
    ...quiet,
  });
  const stock = await theirs.fit(data.x, data.y, {
    epochs: 4,
    batchSize: 16,
    shuffle: false,
    validationData: [held.x, held.y],
    verbose: 0,
  });
  assert.deepEqual(history.names.sort(), Object.keys(stock.history).sort());
  for (const name of history.names) {
    history
      .values(name)
      .forEach((value, i) =>
        assert.ok(
          Math.abs(value - ((stock.history[name] ?? [])[i] as number)) < 1e-6,
          `${name} of epoch ${i + 1}`,
        ),
      );
  }
  weightsOf(ours).forEach((weight, i) =>
    assert.ok(Math.abs(weight - (weightsOf(theirs)[i] as number)) < 1e-6),
  );
  tf.dispose([data, held]);
  ours.dispose();
  theirs.dispose();
});

test("the same seed gives identical losses and weights, dropout included; another seed does not", async () => {
  const data = makeData();
  const run = async (seed: number) => {
    const model = makeModel({ dropout: 0.4 });
    const history = await fit(model, data, { epochs: 3, seed, ...quiet });
    const result = { losses: history.values("loss"), weights: weightsOf(model) };
    model.dispose();
    return result;
  };
  assert.deepEqual(await run(3), await run(3));
  assert.notDeepEqual((await run(3)).losses, (await run(4)).losses);
  tf.dispose(data);
});

test("dropout draws a new mask in every batch", async () => {
  // One row over and over, dropout straight into the output: the loss is one of few values, by the mask.
  const model = tf.sequential({
    layers: [
      tf.layers.dropout({ rate: 0.5, seed: 1, inputShape: [1] }),
      tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const [x, y] = [tf.ones([40, 1]), tf.zeros([40, 1])];
  const losses: number[] = [];
  await fit(
    model,
    { x, y },
    { epochs: 1, batchSize: 1, onBatch: ({ logs }) => void losses.push(logs["loss"] as number), ...quiet },
  );
  assert.deepEqual([...new Set(losses)].sort(), [0, 4]);
  tf.dispose([x, y]);
  model.dispose();
});

test("early stopping ends the run and restores the weights of the best epoch", async () => {
  const data = makeData(30);
  const held = tf.tidy(() => ({ x: data.x.neg(), y: data.y.clone() })); // The better the fit, the worse here.
  const model = makeModel();
  const perEpoch: number[][] = [];
  const options: FitOptions = {
    epochs: 50,
    validation: held,
    earlyStopping: { patience: 3 },
    onEpoch: () => void perEpoch.push(weightsOf(model)),
    ...quiet,
  };
  const history = await fit(model, data, options);
  const losses = history.values("val_loss");
  assert.equal(history.stoppedBecause, "early stopping");
  assert.equal(history.bestEpoch, losses.indexOf(Math.min(...losses)) + 1);
  assert.equal(history.epochs.length, history.bestEpoch + 3);
  assert.ok(history.restoredBest);
  assert.deepEqual(weightsOf(model), perEpoch[history.bestEpoch - 1]);
  assert.notDeepEqual(weightsOf(model), perEpoch.at(-1));
  tf.dispose([data, held]);
  model.dispose();
});

test("with restoreBest false the model keeps the last weights", async () => {
  const data = makeData(30);
  const held = tf.tidy(() => ({ x: data.x.neg(), y: data.y.clone() }));
  const model = makeModel();
  let last: number[] = [];
  const history = await fit(model, data, {
    epochs: 50,
    validation: held,
    earlyStopping: { patience: 2, restoreBest: false },
    onEpoch: () => void (last = weightsOf(model)),
    ...quiet,
  });
  assert.equal(history.restoredBest, false);
  assert.deepEqual(weightsOf(model), last);
  tf.dispose([data, held]);
  model.dispose();
});

test("an interrupt ends the run with the next batch, the best weights come back, and a second fit works", async () => {
  const data = makeData();
  const held = makeData(20);
  const model = makeModel();
  await fit(model, data, { epochs: 1, ...quiet }); // Makes the optimizer's state, which stays.
  const before = tf.memory().numTensors;
  const perEpoch: number[][] = [];
  let batches = 0;
  const error = await inCell(async (stop) => {
    const run = fit(model, data, {
      epochs: 1000,
      validation: held,
      onEpoch: () => void perEpoch.push(weightsOf(model)),
      onBatch: () => {
        if (++batches === 8) stop(); // 3 batches an epoch: the middle of the third epoch.
      },
      ...quiet,
    });
    return run.catch((caught: unknown) => caught);
  });
  assert.ok(error instanceof TrainingInterruptedError && error instanceof InterruptError);
  assert.equal(error.name, "InterruptError");
  assert.equal(batches, 8);
  assert.equal(error.history.stoppedBecause, "interrupted");
  assert.equal(error.history.epochs.length, 2);
  assert.deepEqual(weightsOf(model), perEpoch[error.history.bestEpoch - 1]);
  assert.match(error.message, /epoch 3 of 1000.*can be used and trained on/);
  assert.equal((model as unknown as { model: { isTraining: boolean } }).model.isTraining, false);
  assert.equal(tf.memory().numTensors, before);
  assert.equal((await fit(model, data, { epochs: 1, ...quiet })).epochs.length, 1);
  tf.dispose([data, held]);
  model.dispose();
});

test("a signal sent from a timer is heard long before training ends", async () => {
  const data = makeData(2000);
  const model = makeModel();
  const began = performance.now();
  const error = await inCell(async (stop) => {
    setTimeout(stop, 150);
    return fit(model, data, { epochs: 100_000, batchSize: 500, ...quiet }).catch((caught: unknown) => caught);
  });
  assert.ok(error instanceof InterruptError);
  assert.ok(performance.now() - began < 30_000);
  tf.dispose(data);
  model.dispose();
});

test("a fit whose cell was stopped dead does not block the model", async () => {
  const data = makeData();
  const model = makeModel();
  await inCell(async (stop) => {
    // The first fit never gets past its first batch, as when its timers are dropped.
    void fit(model, data, { epochs: 1, onBatch: () => new Promise(() => undefined), ...quiet });
    await assert.rejects(
      fit(model, data, quiet),
      (error: unknown) => error instanceof StateError && /did you forget await/.test(error.message),
    );
    stop();
  });
  assert.equal((await fit(model, data, { epochs: 1, ...quiet })).epochs.length, 1);
  tf.dispose(data);
  model.dispose();
});

test("a run that was killed goes on from its checkpoint as if nothing had happened", async () => {
  const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
  const file = join(folder, "run.ckpt");
  const data = makeData();
  const held = makeData(20);
  for (const optimizer of ["sgd", "momentum", "adam", "rmsprop", "adagrad"]) {
    rmSync(file, { force: true });
    const make = () => {
      const model = makeModel({ dropout: 0.3, batchNorm: true });
      const rate = 0.05;
      const made = {
        sgd: tf.train.sgd(rate),
        momentum: tf.train.momentum(rate, 0.9),
        adam: tf.train.adam(rate),
        rmsprop: tf.train.rmsprop(rate),
        adagrad: tf.train.adagrad(rate),
      };
      model.compile({
        optimizer: made[optimizer as keyof typeof made],
        loss: "categoricalCrossentropy",
        metrics: ["accuracy"],
      });
      return model;
    };
    const [whole, killed, resumed] = [make(), make(), make()];
    const options: FitOptions = { epochs: 6, validation: held, earlyStopping: { patience: 6 }, ...quiet };
    const expected = await fit(whole, data, options);
    const dies = fit(killed, data, {
      ...options,
      checkpoint: { file },
      onEpoch: ({ epoch }) => (epoch === 4 ? Promise.reject(new Error("killed")) : undefined),
    });
    await assert.rejects(dies, /killed/);
    const history = await fit(resumed, data, { ...options, checkpoint: { file } });
    assert.deepEqual(
      history.epochs.map((record) => record.logs),
      expected.epochs.map((record) => record.logs),
      optimizer,
    );
    assert.deepEqual(weightsOf(resumed), weightsOf(whole), optimizer);
    for (const model of [whole, killed, resumed]) model.dispose();
  }
  tf.dispose([data, held]);
  rmSync(folder, { recursive: true });
});

test("a damaged checkpoint, or one of another run, is refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
  const file = join(folder, "run.ckpt");
  const data = makeData();
  const model = makeModel();
  await fit(model, data, { epochs: 1, checkpoint: { file }, ...quiet });
  const before = tf.memory().numTensors;
  await assert.rejects(
    fit(model, data, { epochs: 2, seed: 9, checkpoint: { file }, ...quiet }),
    (error: unknown) => error instanceof ArgumentError && /same run \(seed: 9\)/.test(error.message),
  );
  truncateSync(file, 200);
  await assert.rejects(fit(model, data, { epochs: 2, checkpoint: { file }, ...quiet }), DataError);
  assert.equal(tf.memory().numTensors, before);
  assert.equal(
    (await fit(model, data, { epochs: 2, checkpoint: { file, resume: false }, ...quiet })).epochs.length,
    2,
  );
  tf.dispose(data);
  model.dispose();
  rmSync(folder, { recursive: true });
});

test("a schedule sets the learning rate and the optimizer has its own again afterwards", async () => {
  const data = makeData();
  for (const make of [() => tf.train.sgd(0.4), () => tf.train.adam(0.4)]) {
    const model = makeModel();
    model.compile({ optimizer: make(), loss: "categoricalCrossentropy" });
    const history = await fit(model, data, {
      epochs: 4,
      schedule: stepDecay({ every: 2, factor: 0.5 }),
      ...quiet,
    });
    assert.deepEqual(
      history.epochs.map((record) => record.learningRate),
      [0.4, 0.4, 0.2, 0.2],
    );
    assert.equal((model.optimizer as unknown as { learningRate: number }).learningRate, 0.4);
    model.dispose();
  }
  const [still, moved] = [makeModel(), makeModel()];
  const start = weightsOf(still);
  for (const [model, schedule] of [
    [still, () => 0],
    [moved, cosineDecay()],
  ] as const) {
    model.compile({ optimizer: tf.train.sgd(0.4), loss: "categoricalCrossentropy" });
    await fit(model, data, { epochs: 1, schedule, ...quiet });
  }
  assert.deepEqual(weightsOf(still), start);
  assert.notDeepEqual(weightsOf(moved), start);
  tf.dispose(data);
  still.dispose();
  moved.dispose();
});

test("clipping by norm bounds the step of plain gradient descent", async () => {
  const [x, y] = [
    tf.tensor2d([
      [1, 0],
      [0, 1],
    ]),
    tf.tensor2d([[300], [-400]]),
  ];
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2], useBias: false, kernelInitializer: "zeros" })],
  });
  model.compile({ optimizer: tf.train.sgd(1), loss: "meanSquaredError" });
  const before = tf.memory().numTensors;
  await fit(model, { x, y }, { epochs: 1, batchSize: 2, clip: { norm: 5 }, ...quiet });
  // The gradient of the mean squared error is (−300, 400), length 500: cut to (−3, 4).
  assert.deepEqual(
    weightsOf(model).map((w) => +w.toFixed(4)),
    [3, -4],
  );
  await fit(model, { x, y }, { epochs: 1, batchSize: 2, clip: { value: 1 }, ...quiet });
  assert.deepEqual(
    weightsOf(model).map((w) => +w.toFixed(4)),
    [4, -5],
  );
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([x, y]);
  model.dispose();
});

test("no tensor is leaked: not by a run, a held-back share, or an error", async () => {
  const data = makeData();
  const labels = tf.tidy(() => data.y.argMax(-1).cast("float32"));
  const model = makeModel();
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  await fit(model, { x: data.x, y: labels }, { epochs: 1, ...quiet }); // Adam's moments stay with the optimizer.
  const before = tf.memory().numTensors;
  await fit(
    model,
    { x: data.x, y: labels },
    { epochs: 3, validation: 0.2, earlyStopping: { patience: 1 }, clip: { norm: 1 }, ...quiet },
  );
  await assert.rejects(
    fit(model, { x: data.x, y: labels }, { earlyStopping: { monitor: "val_loss" }, ...quiet }),
    UnknownNameError,
  );
  await assert.rejects(
    fit(model, { x: data.x, y: labels }, { onEpoch: () => Promise.reject(new Error("mine")), ...quiet }),
    /mine/,
  );
  assert.equal(tf.memory().numTensors, before);
  assert.equal(data.x.isDisposed, false);
  tf.dispose([data, labels]);
  model.dispose();
});

test("a loss that becomes NaN or infinite is named with epoch and batch, or stops the run where wished", async () => {
  const [x, y] = [tf.tensor2d([[1], [2], [3], [4]]), tf.tensor2d([[1], [2], [3], [4]])];
  const make = () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })],
    });
    model.compile({ optimizer: tf.train.sgd(1e15), loss: "meanSquaredError" });
    return model;
  };
  await assert.rejects(fit(make(), { x, y }, { epochs: 20, batchSize: 2, ...quiet }), (error: unknown) => {
    assert.ok(error instanceof DivergenceError);
    assert.match(
      error.message,
      /the loss became (NaN|Infinity) in epoch \d+, batch \d of 2\. Is the learning rate too high/,
    );
    return error.history.stoppedBecause === "loss not finite";
  });
  const history = await fit(make(), { x, y }, { epochs: 20, batchSize: 2, whenNotFinite: "stop", ...quiet });
  assert.equal(history.stoppedBecause, "loss not finite");
  tf.dispose([x, y]);
});

test("shapes that do not fit, NaN in the data and an uncompiled model are refused with a reason", async () => {
  const data = makeData(4);
  const model = makeModel();
  const bad = tf.tidy(() => ({
    wide: tf.zeros([4, 5]),
    flat: tf.zeros([3]),
    short: tf.zeros([3, 2]),
    labels: tf.zeros([4, 1]),
    holes: tf.tensor2d([
      [1, 2, 3],
      [1, NaN, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]),
  }));
  const refused = (run: Promise<unknown>, kind: typeof ShapeError, text: RegExp) =>
    assert.rejects(run, (error: unknown) => error instanceof kind && text.test(error.message));
  await refused(
    fit(model, { x: bad.wide, y: data.y }, quiet),
    ShapeError,
    /x must be of shape \[rows, 3\]; received shape \[4, 5\]/,
  );
  await refused(
    fit(model, { x: data.x, y: bad.short }, quiet),
    ShapeError,
    /x and y must be equally long; received x: 4, y: 3/,
  );
  await refused(fit(model, { x: data.x, y: bad.labels }, quiet), ShapeError, /One-hot encode them/);
  await refused(fit(model, { x: data.x, y: bad.flat }, quiet), ShapeError, /One-hot/);
  await refused(
    fit(model, { x: bad.holes, y: data.y }, quiet),
    DataError,
    /x\[1, 1\] must be a finite number; received NaN/,
  );
  await refused(
    fit(model, data, { validation: { x: bad.wide, y: data.y }, ...quiet }),
    ShapeError,
    /validation\.x must be/,
  );
  await refused(fit(model, data, { validation: 1.5, ...quiet }), ArgumentError, /validation must be a share/);
  await refused(
    fit(model, data, { epochs: 0, ...quiet }),
    ArgumentError,
    /epochs must be a whole number ≥ 1/,
  );
  await refused(fit(model, data, { clip: { norm: -1 }, ...quiet }), ArgumentError, /clip.norm/);
  const raw = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
  await refused(fit(raw, data, quiet), StateError, /must be compiled/);
  (model.layers[0] as { trainable: boolean }).trainable = false;
  await refused(fit(model, data, quiet), StateError, /compile\(…\) again/);
  tf.dispose([data, bad]);
  model.dispose();
  raw.dispose();
});

test("listeners hear the run in order, and can end it", async () => {
  const data = makeData(64);
  const model = makeModel();
  const events: string[] = [];
  const history = await fit(model, data, {
    epochs: 5,
    monitor: {
      onTrainBegin: ({ epochs, batches, rows, names }) =>
        void events.push(`begin ${epochs} ${batches} ${rows} ${names.join()}`),
      onBatchEnd: ({ epoch, batch, size }) => void events.push(`batch ${epoch}.${batch} ${size}`),
      onEpochEnd: ({ epoch }, control) => {
        events.push(`epoch ${epoch}`);
        if (epoch === 2) control.stop();
      },
      onTrainEnd: ({ stoppedBecause }) => void events.push(`end ${stoppedBecause}`),
    },
  });
  assert.deepEqual(events, [
    "begin 5 2 64 loss,acc",
    "batch 1.1 32",
    "batch 1.2 32",
    "epoch 1",
    "batch 2.1 32",
    "batch 2.2 32",
    "epoch 2",
    "end asked to stop",
  ]);
  assert.deepEqual(
    new History(JSON.parse(JSON.stringify(history)) as ReturnType<History["toJSON"]>),
    history,
  );
  const stopped = await fit(model, data, {
    epochs: 5,
    onEpoch: () => void (model.stopTraining = true),
    ...quiet,
  });
  assert.deepEqual([stopped.epochs.length, stopped.stoppedBecause], [1, "asked to stop"]);
  tf.dispose(data);
  model.dispose();
});
