/** The stop button while a model is trained, over real sockets. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { courseFolder, KernelClient, RUNS } from "../../../kernel/dist/client.testing";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start({ libraries: [courseFolder] });
});
after(() => kernel?.stop());

/** A model and data so small that a batch takes a millisecond, and far more epochs than anybody waits for. */
const training = [
  "import { tf } from 'neural-notebooks/core';",
  "import { earlyStopping } from 'neural-notebooks/training';",
  "const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });",
  "model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });",
  "const x = tf.range(0, 64).reshape([64, 1]).div(64);",
  "const y = x.mul(2);",
  "let epochs = 0;",
  `const onEpochEnd = () => { if (++epochs === 3) ${RUNS} };`,
].join("\n");

for (const [name, code] of Object.entries({
  "fit with early stopping":
    "await model.fit(x, y, { epochs: 1_000_000, verbose: 0, callbacks: [earlyStopping({ monitor: 'loss', patience: 1e6 }), { onEpochEnd }] });",
  fit: "await model.fit(x, y, { epochs: 1_000_000, verbose: 0, callbacks: { onEpochEnd } });",
})) {
  test(`stops ${name}, keeps the model, and lets it be trained again`, async () => {
    await kernel.execute(training);
    const id = await kernel.start(code);
    await kernel.interrupt();
    assert.equal((await kernel.result(id)).error?.ename, "InterruptError");
    const after = await kernel.execute("epochs");
    assert.ok(Number(after.result) > 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal((await kernel.execute("epochs")).result, after.result, "no epoch runs on");
    const again = code.replace("1_000_000", "2").replace("await ", "const done = await ");
    assert.equal((await kernel.execute(again)).reply["status"], "ok");
    assert.equal((await kernel.execute("model.predict(x) instanceof tf.Tensor")).result, "true");
  });
}

test("what stopped training says of its weights reaches the learner", async () => {
  await kernel.execute(training);
  const id = await kernel.start(
    "const stopping = earlyStopping({ monitor: 'loss', patience: 1e6, restoreBestWeights: true });\n" +
      "await model.fit(x, y, { epochs: 1_000_000, verbose: 0, callbacks: [stopping, { onEpochEnd }] });",
  );
  await kernel.interrupt();
  const { error } = await kernel.result(id);
  assert.match(error?.evalue ?? "", /has the weights of epoch \d+, its best/);
});
