/** Tests of the wrapped `model.fit`: it stops on the signal and lets the next fit in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { InterruptError } from "./errors";
import { hostSymbol, type NotebookHost } from "./display";
import { tf } from "./tf";

function makeModel() {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

async function inCell(work: (stop: () => void) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const host: Partial<NotebookHost> = { signal: () => controller.signal, runToEnd: (inner) => inner() };
  Object.assign(globalThis, { [hostSymbol]: host });
  try {
    await work(() => controller.abort());
  } finally {
    delete (globalThis as { [hostSymbol]?: unknown })[hostSymbol];
  }
}

test("an interrupt ends the plain fit within its batch, and a second fit is not refused", async () => {
  const [x, y] = [tf.ones([64, 1]), tf.ones([64, 1])];
  const model = makeModel();
  let batches = 0;
  await inCell(async (stop) => {
    const callbacks = { onBatchEnd: () => Promise.resolve(void (++batches === 5 && stop())) };
    await assert.rejects(model.fit(x, y, { epochs: 1000, verbose: 0, callbacks }), InterruptError);
  });
  assert.equal(batches, 5);
  const history = await model.fit(x, y, { epochs: 2, verbose: 0 });
  assert.equal(history.epoch.length, 2);
  tf.dispose([x, y]);
  model.dispose();
});

test("a plain fit that was stopped dead does not block the model, one that is still running does", async () => {
  const [x, y] = [tf.ones([4, 1]), tf.ones([4, 1])];
  const model = makeModel();
  await inCell(async (stop) => {
    void model.fit(x, y, { verbose: 0, callbacks: { onBatchEnd: () => new Promise(() => undefined) } });
    await assert.rejects(model.fit(x, y, { verbose: 0 }), /another fit\(\) call is ongoing/);
    stop();
  });
  assert.equal((await model.fit(x, y, { epochs: 1, verbose: 0 })).epoch.length, 1);
  tf.dispose([x, y]);
  model.dispose();
});
