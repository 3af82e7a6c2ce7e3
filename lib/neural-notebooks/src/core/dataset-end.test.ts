/** Tests that a data set which comes to its end too early is told with its place, and ends the training. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hostSymbol, type NotebookHost } from "./display";
import { DataError } from "./errors";
import { tf, type Sequential } from "./tf";

function makeModel(): Sequential {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

/** Batches of two rows. */
function batches(count: number): ReturnType<typeof tf.data.array> {
  const rows = Array.from({ length: 2 * count }, (_, i) => ({ xs: [i], ys: [2 * i] }));
  return tf.data.array(rows).batch(2);
}

/** What a cell shows while some work is done. */
async function shown(work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = [];
  const host: Partial<NotebookHost> = {
    publish: (data) => void texts.push(String(data["text/plain"])),
    signal: () => new AbortController().signal,
    runToEnd: (inner) => inner(),
  };
  Object.assign(globalThis, { [hostSymbol]: host });
  try {
    await work();
  } finally {
    delete (globalThis as { [hostSymbol]?: unknown })[hostSymbol];
  }
  return texts;
}

test("batchesPerEpoch that is too large is told with epoch and batch, and training ends there", async (t) => {
  const stock = t.mock.method(console, "warn", () => undefined);
  const model = makeModel();
  let history: { epoch: number[] } | undefined;
  const texts = await shown(async () => {
    history = await model.fitDataset(batches(5), { epochs: 4, batchesPerEpoch: 3, verbose: 0 });
  });
  assert.deepEqual(texts, [
    "Warning: The data set came to its end in epoch 2, after batch 2 of 3: training ends here. " +
      "Lower batchesPerEpoch, or go over the data again by dataset.repeat().",
  ]);
  assert.equal(history?.epoch.length, 2);
  assert.equal(stock.mock.callCount(), 0, "TensorFlow.js does not say it a second time");
  model.dispose();
});

test("a generator that is used up is told, and leaves no epoch without a loss in the history", async () => {
  const model = makeModel();
  const once = (function* () {
    for (let i = 0; i < 3; i++) yield { xs: tf.ones([2, 1]), ys: tf.ones([2, 1]) };
  })();
  const dataset = tf.data.generator((() => once) as never);
  let result: { epoch: number[]; history: Record<string, number[]> } | undefined;
  const texts = await shown(async () => {
    result = await model.fitDataset(dataset, { epochs: 4, verbose: 0 });
  });
  assert.match(
    texts.join(),
    /has no batch in epoch 2: training ends here\. Give tf\.data\.generator a function/,
  );
  assert.deepEqual([result?.epoch, result?.history["loss"]?.length], [[0], 1]);
  model.dispose();
});

test("a data set without a batch is refused", async () => {
  const model = makeModel();
  for (const batchesPerEpoch of [undefined, 2]) {
    const fitting = model.fitDataset(
      batches(3).filter(() => false),
      { epochs: 2, batchesPerEpoch, verbose: 0 },
    );
    await assert.rejects(fitting, { constructor: DataError, message: /must give at least one batch/ });
  }
  assert.equal((await model.fitDataset(batches(3), { epochs: 2, verbose: 0 })).epoch.length, 2);
  model.dispose();
});
