/** Tests of `model.fit` with the course's callbacks: stopped, resumed, scheduled, watched, clipped, without leaks. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { executionMode, runEagerly } from "tfjs-graph";
import { hostSymbol, type NotebookHost } from "../core/display";
import { ArgumentError, DataError, InterruptError, StateError, UnknownNameError } from "../core/errors";
import { fitCallback, type FitRun } from "../core/fit-callback";
import type { EarlyStoppingArgs } from "../core/fitted-types";
import { tf, type ModelFitArgs, type Optimizer, type Sequential, type Tensor } from "../core/tf";
import { checkpoint } from "./checkpoint";
import { clipByNorm, clipByValue } from "./clip-gradients";
import { earlyStopping } from "./early-stopping";
import { historyFrame } from "./history-frame";
import { learningRateSchedule } from "./learning-rate-schedule";
import { cosineDecay, stepDecay } from "./schedules";
import { DivergenceError, stopOnDivergence } from "./stop-on-divergence";
import { tfOptimizer } from "./tfjs-optimizers";

const quiet = { verbose: 0 } as const;

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

/** The better the fit, the worse the validation. */
function contraryData(rows = 30): { x: Tensor; y: Tensor; validationData: [Tensor, Tensor] } {
  const { x, y } = makeData(rows);
  return { x, y, validationData: [x.neg(), y.clone()] };
}

describe("early stopping", () => {
  /** Feeds values as Keras' rules would see them; gives epochs from 1. */
  async function follow(values: readonly number[], options: EarlyStoppingArgs): Promise<number[]> {
    const stopping = earlyStopping({ monitor: "loss", ...options });
    const model = { stopTraining: false, getWeights: () => [], setWeights: () => undefined };
    Object.assign(stopping, { model });
    stopping.setParams({ metrics: ["loss"], samples: 1, batchSize: 1 });
    await stopping.onTrainBegin();
    for (const [epoch, loss] of values.entries()) {
      await stopping.onEpochBegin(epoch);
      await stopping.onBatchEnd(0);
      await stopping.onEpochEnd(epoch, { loss });
      if (model.stopTraining) break;
    }
    await stopping.onTrainEnd();
    return [(stopping.stoppedAt ?? -1) + 1, (stopping.bestEpoch ?? -1) + 1];
  }

  test("patience counts the epochs without an improvement", async () => {
    assert.deepEqual(await follow([5, 4, 4, 3, 3, 3, 1], { patience: 2 }), [6, 4]);
    assert.deepEqual(await follow([5, 4, 4, 3, 3, 3, 1], { patience: 3 }), [0, 7]);
    assert.deepEqual(await follow([5, 6, 1], {}), [2, 1], "the patience of Keras is 0");
  });

  test("the best epoch is the last one that improved by more than minDelta", async () => {
    assert.deepEqual(await follow([1, 0.95, 0.92, 0.91], { patience: 3, minDelta: 0.1 }), [4, 1]);
    // The small steps add up to more than minDelta below the best of 1.
    assert.deepEqual(await follow([1, 0.95, 0.89, 0.88], { patience: 3, minDelta: 0.1 }), [0, 3]);
  });

  test("mode, baseline and startFromEpoch are Keras'", async () => {
    assert.deepEqual(await follow([1, 2, 3, 2, 2], { patience: 2, mode: "max" }), [5, 3]);
    // Improvements that stay above the baseline do not renew the patience.
    assert.deepEqual(await follow([5, 4, 4, 4], { patience: 3, baseline: 1 }), [3, 2]);
    assert.deepEqual(await follow([1, 2, 3, 2.5, 2.6], { patience: 1, startFromEpoch: 2 }), [5, 4]);
    assert.deepEqual(await follow([NaN, NaN, 1, 2], { patience: 9 }), [0, 3]);
  });

  test("it ends the run and gives the weights of the best epoch back", async () => {
    const { x, y, validationData } = contraryData();
    const model = makeModel();
    const perEpoch: number[][] = [];
    const stopping = earlyStopping({ patience: 3, restoreBestWeights: true });
    const onEpochEnd = () => void perEpoch.push(weightsOf(model));
    const args = { epochs: 50, validationData, callbacks: [stopping, { onEpochEnd }], ...quiet };
    const { epoch, history } = await model.fit(x, y, args);
    const losses = history["val_loss"] ?? [];
    const best = losses.indexOf(Math.min(...losses));
    assert.deepEqual([stopping.bestEpoch, epoch.length, stopping.restored], [best, best + 4, true]);
    assert.deepEqual(weightsOf(model), perEpoch[best]);
    assert.notDeepEqual(weightsOf(model), perEpoch.at(-1));
    tf.dispose([x, y, validationData]);
    model.dispose();
  });

  test("without restoreBestWeights the model keeps the last weights, and nothing else is claimed", async () => {
    const { x, y, validationData } = contraryData();
    const model = makeModel();
    const stopping = earlyStopping({ patience: 2 });
    let last: number[] = [];
    const onEpochEnd = () => void (last = weightsOf(model));
    await model.fit(x, y, { epochs: 50, validationData, callbacks: [stopping, { onEpochEnd }], ...quiet });
    assert.equal(stopping.restored, false);
    assert.deepEqual(weightsOf(model), last);
    tf.dispose([x, y, validationData]);
    model.dispose();
  });

  test("a value that is not there is refused before the first epoch, and says what to do", async () => {
    const { x, y } = makeData();
    const model = makeModel();
    await assert.rejects(model.fit(x, y, { callbacks: earlyStopping(), ...quiet }), {
      constructor: UnknownNameError,
      message: /must be one of loss, acc; received "val_loss".*validationSplit/,
    });
    assert.throws(() => earlyStopping({ patience: 1.5 }), ArgumentError);
    assert.throws(() => earlyStopping({ mode: "best" as "min" }), ArgumentError);
    tf.dispose([x, y]);
    model.dispose();
  });

  test("is what tf.callbacks.earlyStopping gives", () => {
    const stopping = tf.callbacks.earlyStopping({ restoreBestWeights: true });
    assert.ok(stopping instanceof tf.EarlyStopping);
    assert.equal(stopping.constructor, earlyStopping().constructor);
  });
});

describe("an interrupt", () => {
  test("ends the run with the next batch; the best weights come back, and a second fit works", async () => {
    const { x, y } = makeData();
    const validationData = Object.values(makeData(20)) as [Tensor, Tensor];
    const model = makeModel();
    await model.fit(x, y, { epochs: 1, ...quiet }); // Makes the optimizer's state, which stays.
    const before = tf.memory().numTensors;
    const perEpoch: number[][] = [];
    let batches = 0;
    const stopping = earlyStopping({ patience: 1000, restoreBestWeights: true });
    const error = await inCell((stop) => {
      const noting = {
        onEpochEnd: () => void perEpoch.push(weightsOf(model)),
        onBatchEnd: () => {
          if (++batches === 8) stop(); // 3 batches an epoch: the middle of the third epoch.
        },
      };
      const args = { epochs: 1000, validationData, callbacks: [stopping, noting], ...quiet };
      return model.fit(x, y, args).catch((caught: unknown) => caught);
    });
    assert.ok(error instanceof InterruptError);
    assert.equal(batches, 8);
    assert.match(
      error.message,
      /can be used and trained on\. The model has the weights of epoch [12], its best/,
    );
    assert.deepEqual(weightsOf(model), perEpoch[stopping.bestEpoch ?? -1]);
    assert.equal(tf.memory().numTensors, before);
    assert.equal((await model.fit(x, y, { epochs: 1, ...quiet })).epoch.length, 1);
    tf.dispose([x, y, validationData]);
    model.dispose();
  });

  test("that is sent from a timer is heard long before training ends, whatever the callbacks", async () => {
    const { x, y } = makeData(2000);
    const model = makeModel();
    for (const callbacks of [undefined, [fitCallback({})]]) {
      const error = await inCell((stop) => {
        setTimeout(stop, 150);
        const args = { epochs: 100_000, batchSize: 500, callbacks, ...quiet };
        return model.fit(x, y, args).catch((caught: unknown) => caught);
      });
      assert.ok(error instanceof InterruptError);
    }
    tf.dispose([x, y]);
    model.dispose();
  });
});

describe("a checkpoint", () => {
  let folder = "";
  let file = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
    file = join(folder, "run.ckpt");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const name of ["sgd", "momentum", "adam", "rmsprop", "adagrad"] as const) {
    test(`lets a run with ${name} that was killed go on as if nothing had happened`, async () => {
      const { x, y } = makeData();
      const validationData = Object.values(makeData(20)) as [Tensor, Tensor];
      const make = () => {
        const model = makeModel({ dropout: 0.3, batchNorm: true });
        const optimizer = name === "momentum" ? tf.train.momentum(0.05, 0.9) : tf.train[name](0.05);
        model.compile({ optimizer, loss: "categoricalCrossentropy", metrics: ["accuracy"] });
        return model;
      };
      const [whole, killed, resumed] = [make(), make(), make()];
      const fit = (model: Sequential, ...callbacks: object[]) => {
        const stopping = earlyStopping({ patience: 6, restoreBestWeights: true });
        const args = { epochs: 6, seed: 1, validationData, callbacks: [stopping, ...callbacks], ...quiet };
        return model.fit(x, y, args);
      };
      const expected = await fit(whole);
      const dies = {
        onEpochEnd: (epoch: number) => (epoch === 3 ? Promise.reject(new Error("killed")) : undefined),
      };
      await assert.rejects(fit(killed, checkpoint(file), dies), /killed/);
      const { epoch, history } = await fit(resumed, checkpoint(file));
      assert.deepEqual(epoch, expected.epoch);
      assert.deepEqual(history, expected.history);
      assert.deepEqual(weightsOf(resumed), weightsOf(whole));
      for (const model of [whole, killed, resumed]) model.dispose();
      tf.dispose([x, y, validationData]);
    });
  }

  test("that is damaged, or of another run, is refused; with resume: false the run starts anew", async () => {
    const { x, y } = makeData();
    const model = makeModel();
    const fit = (seed: number, options = {}) =>
      model.fit(x, y, { epochs: 2, seed, callbacks: [checkpoint(file, options)], ...quiet });
    await fit(1);
    const before = tf.memory().numTensors;
    await assert.rejects(
      fit(9),
      (error: unknown) => error instanceof ArgumentError && /same run \(seed: 9\)/.test(error.message),
    );
    truncateSync(file, 200);
    await assert.rejects(fit(1), DataError);
    assert.equal(tf.memory().numTensors, before);
    assert.equal((await fit(1, { resume: false })).epoch.length, 2);
    assert.throws(() => checkpoint(""), ArgumentError);
    assert.throws(() => checkpoint(file, { every: 0 }), ArgumentError);
    tf.dispose([x, y]);
    model.dispose();
  });
});

describe("a learning-rate schedule", () => {
  test("sets the rate, keeps it in the history, and the optimizer has its own again afterwards", async () => {
    const { x, y } = makeData();
    for (const make of [() => tf.train.sgd(0.4), () => tf.train.adam(0.4)]) {
      const model = makeModel();
      model.compile({ optimizer: make(), loss: "categoricalCrossentropy" });
      const callbacks = [learningRateSchedule(stepDecay({ every: 2, factor: 0.5 }))];
      const { history } = await model.fit(x, y, { epochs: 4, callbacks, ...quiet });
      assert.deepEqual(history["learningRate"], [0.4, 0.4, 0.2, 0.2]);
      assert.equal((model.optimizer as unknown as { learningRate: number }).learningRate, 0.4);
      model.dispose();
    }
    tf.dispose([x, y]);
  });

  test("of zero does not move the weights", async () => {
    const { x, y } = makeData();
    const [still, moved] = [makeModel(), makeModel()];
    const start = weightsOf(still);
    for (const [model, schedule] of [
      [still, () => 0],
      [moved, cosineDecay()],
    ] as const) {
      model.compile({ optimizer: tf.train.sgd(0.4), loss: "categoricalCrossentropy" });
      await model.fit(x, y, { epochs: 1, callbacks: [learningRateSchedule(schedule)], ...quiet });
    }
    assert.deepEqual(weightsOf(still), start);
    assert.notDeepEqual(weightsOf(moved), start);
    await assert.rejects(
      still.fit(x, y, { callbacks: [learningRateSchedule(() => NaN)], ...quiet }),
      ArgumentError,
    );
    tf.dispose([x, y]);
    still.dispose();
    moved.dispose();
  });

  test("needs to know how long a run over a data set is", async () => {
    const data = tf.data
      .array([{ xs: [1, 2, 3], ys: [0, 1] }])
      .batch(1)
      .filter(() => true);
    const model = makeModel();
    const callbacks = [learningRateSchedule(cosineDecay())];
    await assert.rejects(model.fitDataset(data, { epochs: 1, callbacks, ...quiet }), {
      constructor: ArgumentError,
      message: /batchesPerEpoch must be given/,
    });
    model.dispose();
  });
});

describe("stopOnDivergence", () => {
  const fit = (callbacks: ModelFitArgs["callbacks"]) => {
    const [x, y] = [tf.tensor2d([[1], [2], [3], [4]]), tf.tensor2d([[1], [2], [3], [4]])];
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })],
    });
    model.compile({ optimizer: tf.train.sgd(1e15), loss: "meanSquaredError" });
    return model.fit(x, y, { epochs: 20, batchSize: 2, callbacks, ...quiet });
  };

  test("names the epoch and the batch of a loss that became NaN or infinite", async () => {
    let ended = 0;
    const noting = fitCallback({ onTrainEnd: () => void ended++ });
    await assert.rejects(fit([noting, stopOnDivergence()]), (error: unknown) => {
      assert.ok(error instanceof DivergenceError);
      assert.match(
        error.message,
        /the loss became (NaN|-?Infinity) in epoch \d+, batch \d of 2\. Is the learning rate too high/,
      );
      return true;
    });
    assert.equal(ended, 1, "the other callbacks hear that the run is over");
  });

  test("stops the run where that is wished", async () => {
    const { epoch } = await fit([stopOnDivergence({ action: "stop" })]);
    assert.ok(epoch.length < 20);
    assert.throws(() => stopOnDivergence({ action: "cry" as "stop" }), ArgumentError);
  });
});

test("clipping bounds the step of plain gradient descent", async () => {
  const x = tf.tensor2d([
    [1, 0],
    [0, 1],
  ]);
  const y = tf.tensor2d([[300], [-400]]);
  const steps = [
    // The gradient of the mean squared error is (−300, 400), length 500: cut to (−3, 4).
    [clipByNorm(tf.train.sgd(1), { norm: 5 }), [3, -4]],
    [clipByValue(tf.train.sgd(1), { value: 1 }), [1, -1]],
  ] as const;
  for (const [optimizer, expected] of steps) {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2], useBias: false, kernelInitializer: "zeros" })],
    });
    model.compile({ optimizer, loss: "meanSquaredError" });
    const before = tf.memory().numTensors;
    await model.fit(x, y, { epochs: 1, batchSize: 2, ...quiet });
    assert.deepEqual(
      weightsOf(model).map((w) => +w.toFixed(4)),
      expected,
    );
    assert.equal(tf.memory().numTensors, before);
    assert.throws(() => clipByNorm(optimizer), ArgumentError);
    model.dispose();
  }
  assert.throws(() => clipByNorm(tf.train.sgd(1), { norm: -1 }), ArgumentError);
  tf.dispose([x, y]);
});

describe("a clipped optimizer", () => {
  const kinds = {
    sgd: () => tf.train.sgd(0.5),
    adam: () => tf.train.adam(0.1),
    adamw: () => tfOptimizer("adamw", { learningRate: 0.1, weightDecay: 0.1 }),
    nesterov: () => tfOptimizer("nesterov", { learningRate: 0.1 }),
  };
  const clips = {
    norm: (optimizer: Optimizer) => clipByNorm(optimizer, { norm: 0.02 }),
    value: (optimizer: Optimizer) => clipByValue(optimizer, { value: 0.005 }),
  };
  for (const [kind, make] of Object.entries(kinds))
    for (const [clip, clipped] of Object.entries(clips))
      test(`${kind} by ${clip} trains as it does operation by operation, as a graph where there are graphs`, async () => {
        const { x, y } = makeData();
        const train = async (optimizer: Optimizer, isEager = false): Promise<[Sequential, number[]]> => {
          const model = makeModel();
          model.compile({ optimizer, loss: "categoricalCrossentropy" });
          const fit = () => model.fit(x, y, { epochs: 3, seed: 1, ...quiet });
          await (isEager ? runEagerly(fit) : fit());
          return [model, weightsOf(model)];
        };
        const [model, found] = await train(clipped(make()));
        const [, expected] = await train(clipped(make()), true);
        const [plain, free] = await train(make());
        found.forEach((weight, i) => assert.ok(Math.abs(weight - (expected[i] ?? NaN)) < 1e-4));
        assert.notDeepEqual(found, free);
        // Clipping takes no model its graph.
        assert.equal(executionMode(model), executionMode(plain));
        tf.dispose([x, y]);
      });
});

test("no tensor is leaked: not by a run with all callbacks, nor by an error", async () => {
  const { x, y } = makeData();
  const model = makeModel();
  await model.fit(x, y, { epochs: 1, ...quiet }); // Adam's moments stay with the optimizer.
  const before = tf.memory().numTensors;
  const callbacks = () => [
    earlyStopping({ patience: 1, restoreBestWeights: true }),
    learningRateSchedule(cosineDecay()),
    stopOnDivergence(),
  ];
  await model.fit(x, y, { epochs: 3, validationSplit: 0.2, callbacks: callbacks(), ...quiet });
  assert.equal(tf.memory().numTensors, before);
  const failing = { onEpochEnd: () => Promise.reject(new Error("mine")) };
  const fitting = model.fit(x, y, { validationSplit: 0.2, callbacks: [...callbacks(), failing], ...quiet });
  await assert.rejects(fitting, /mine/);
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([x, y]);
  model.dispose();
});

test("callbacks of all kinds stand side by side, and hear the run in order", async () => {
  const { x, y } = makeData(64);
  const model = makeModel();
  const events: string[] = [];
  const told = fitCallback({
    onTrainBegin: ({ epochs, batches, rows, metrics }: FitRun) =>
      void events.push(`begin ${epochs} ${batches} ${rows} ${metrics.join()}`),
    onBatchEnd: ({ epoch, batch, size }) => void events.push(`batch ${epoch}.${batch} ${size}`),
    onEpochEnd: ({ epoch, isWhole }, { model: trained }) => {
      events.push(`epoch ${epoch} ${isWhole}`);
      if (epoch === 1) trained.stopTraining = true;
    },
    onTrainEnd: () => void events.push("end"),
  });
  const plain = { onEpochBegin: (epoch: number) => void events.push(`begins ${epoch}`) };
  await model.fit(x, y, { epochs: 5, callbacks: [told, plain] as ModelFitArgs["callbacks"], ...quiet });
  assert.deepEqual(events, [
    "begin 5 2 64 loss,acc",
    "begins 0",
    "batch 0.0 32",
    "batch 0.1 32",
    "epoch 0 true",
    "begins 1",
    "batch 1.0 32",
    "batch 1.1 32",
    "epoch 1 true",
    "end",
  ]);
  await assert.rejects(model.fit(x, y, { callbacks: ["loud"] as never, ...quiet }), {
    constructor: ArgumentError,
    message: /callbacks\[0\] must be a callback/,
  });
  tf.dispose([x, y]);
  model.dispose();
});

test("a validation share that leaves no row on a side is refused", async () => {
  const { x, y } = makeData(4);
  const model = makeModel();
  for (const validationSplit of [1, 1.5, -0.2, 0.9, NaN])
    await assert.rejects(model.fit(x, y, { validationSplit, ...quiet }), {
      constructor: ArgumentError,
      message:
        /validationSplit must be a share in \(0, 1\) that leaves rows on both sides; received "?.* of 4 rows/,
    });
  tf.dispose([x, y]);
  model.dispose();
});

test("a model whose layers were frozen since it was compiled is refused", async () => {
  const { x, y } = makeData();
  const model = makeModel();
  (model.layers[0] as { trainable: boolean }).trainable = false;
  await assert.rejects(model.fit(x, y, quiet), { constructor: StateError, message: /compile\(…\) again/ });
  tf.dispose([x, y]);
  model.dispose();
});

test("the table of a history has a row for each epoch; what is none is refused", async () => {
  const { x, y } = makeData();
  const model = makeModel();
  const fitting = model.fit(x, y, { epochs: 2, ...quiet });
  assert.throws(() => historyFrame(fitting as never), /Did you forget await/);
  const history = await fitting;
  assert.deepEqual(historyFrame(history).column("loss").values, history.history["loss"]);
  assert.deepEqual(historyFrame(history).columns, ["epoch", "loss", "acc"]);
  tf.dispose([x, y]);
  model.dispose();
});
