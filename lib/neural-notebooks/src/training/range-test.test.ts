/** Tests of the learning-rate range test and of the progress lines. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError } from "../core/errors";
import { hostSymbol, type MimeBundle, type NotebookHost } from "../core/display";
import { tf, type Sequential } from "../core/tf";
import { freshOptimizer, tfOptimizer } from "./tfjs-optimizers";
import { rangeTest } from "./range-test";

function makeLine(): {
  model: Sequential;
  x: ReturnType<typeof tf.tensor2d>;
  y: ReturnType<typeof tf.tensor2d>;
} {
  const x = tf.tensor2d(Array.from({ length: 64 }, (_, i) => [(i % 8) / 4 - 1]));
  const y = tf.tidy<typeof x>(() => x.mul(3).add(1));
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })],
  });
  model.compile({
    optimizer: tfOptimizer("adamw", { learningRate: 0.01 }),
    loss: "meanSquaredError",
    metrics: ["mae"],
  });
  return { model, x, y };
}

test("the loss falls, then bursts, and the model is as it was", async () => {
  const { model, x, y } = makeLine();
  model.compile({ optimizer: tf.train.sgd(0.01), loss: "meanSquaredError" });
  await model.fit(x, y, { epochs: 1, verbose: 0 });
  const weights = model.getWeights().map((w) => [...w.dataSync()]);
  const before = tf.memory().numTensors;
  const result = await rangeTest(model, { x, y }, { from: 1e-4, to: 100, steps: 80, batchSize: 64 });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(
    model.getWeights().map((w) => [...w.dataSync()]),
    weights,
  );
  assert.ok(result.burst);
  // Gradient descent on this parabola diverges above 2 / (largest curvature) = 2 / 2 = 1 (b: 2, w: below 2).
  assert.ok(
    result.steepest > 1e-3 && result.steepest < 1 && result.lowest >= result.steepest && result.lowest < 10,
    `${result.steepest} ${result.lowest}`,
  );
  assert.ok(
    result.rates.length < 80 &&
      result.rates.every((rate, i) => i === 0 || rate > (result.rates[i - 1] as number)),
  );
  assert.deepEqual(
    await rangeTest(model, { x, y }, { from: 1e-4, to: 100, steps: 80, batchSize: 64 }),
    result,
  );
  tf.dispose([x, y]);
  model.dispose();
});

test("the optimizer's memory is not touched", async () => {
  const [a, b] = [makeLine(), makeLine()];
  const run = async ({ model, x, y }: typeof a, epochs: number) =>
    (await model.fit(x, y, { epochs, seed: 0, verbose: 0 })).history["loss"];
  await run(a, 1);
  await run(b, 1);
  await rangeTest(b.model, b, { steps: 10 });
  assert.deepEqual(await run(b, 2), await run(a, 2));
  for (const line of [a, b]) {
    tf.dispose([line.x, line.y]);
    line.model.dispose();
  }
});

test("a fresh optimizer has the same settings", () => {
  for (const name of ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] as const) {
    const rule = tfOptimizer(name, { learningRate: 0.125 });
    const copy = freshOptimizer(rule);
    assert.deepEqual(copy.getConfig(), rule.getConfig(), name);
    assert.equal(copy.constructor, rule.constructor);
  }
});

test("bad ranges are refused", async () => {
  const { model, x, y } = makeLine();
  await assert.rejects(rangeTest(model, { x, y }, { from: 1, to: 0.1 }), ArgumentError);
  await assert.rejects(rangeTest(model, { x, y }, { from: 0 }), ArgumentError);
  await assert.rejects(rangeTest(model, { x, y }, { steps: 2 }), ArgumentError);
  tf.dispose([x, y]);
  model.dispose();
});

test("in a plain run one line comes at the end, on stdout; in a notebook one display is updated", async () => {
  const { model, x, y } = makeLine();
  const written: string[] = [];
  const { write } = process.stdout;
  // Node's own reports of tests pass here as bytes in between; they must go on, or tests would be lost.
  process.stdout.write = (chunk: string | Uint8Array) =>
    typeof chunk === "string" ? written.push(chunk) > 0 : write.call(process.stdout, chunk);
  try {
    await model.fit(x, y, { epochs: 2 });
  } finally {
    process.stdout.write = write;
  }
  const lines = written.filter((text) => text.includes("epochs in"));
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^2 epochs in \d+\.\d s: loss \d\.\d+, mae \d/);
  const published: { text: unknown; id: string; update: boolean }[] = [];
  const host: Partial<NotebookHost> = {
    publish: (data: MimeBundle, { id, update }) =>
      void published.push({ text: data["text/plain"], id, update }),
    signal: () => new AbortController().signal,
    runToEnd: (inner) => inner(),
  };
  Object.assign(globalThis, { [hostSymbol]: host });
  try {
    await model.fit(x, y, { epochs: 2 });
  } finally {
    delete (globalThis as { [hostSymbol]?: unknown })[hostSymbol];
  }
  assert.equal(new Set(published.map(({ id }) => id)).size, 1);
  assert.match(String(published[0]?.text), /^epoch 1\/2 █/);
  assert.match(String(published.at(-1)?.text), /^2 epochs in/);
  assert.deepEqual(
    published.map(({ update }) => update),
    published.map((_, i) => i > 0),
  );
  tf.dispose([x, y]);
  model.dispose();
});
