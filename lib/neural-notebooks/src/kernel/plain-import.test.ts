/** Who imports TensorFlow.js by its own name has the same errors, stop button and tools as who takes it from this library. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path = require("node:path");
import { after, before, test } from "node:test";
import { courseFolder, KernelClient, RUNS } from "../../../kernel/dist/client.testing";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start({ libraries: [courseFolder] });
  await run('import * as tf from "@tensorflow/tfjs-node"');
  await run(
    "const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });\n" +
      'model.compile({ loss: "meanSquaredError", optimizer: "sgd" });',
  );
});
after(() => kernel?.stop());

/** Runs a cell that must succeed. */
async function run(code: string): Promise<string> {
  const { error, result } = await kernel.execute(code);
  assert.equal(error, undefined, `${code}: ${error?.evalue}`);
  return result ?? "";
}

test("its errors teach", async () => {
  const cells: [code: string, message: RegExp][] = [
    ["tf.tensor([[1, 2], [3]])", /all rows must be of the same length/],
    ["tf.matMul(tf.ones([2, 3]), tf.ones([4, 5]))", /multiply matrices[^]*\[2, 3\] and \[4, 5\]/],
    ["model.predict(tf.ones([1, 3]))", /dense[^]*\[1, 3\]/],
    ['model.compile({ loss: "mse", optimizer: "sgd" })', /"meanSquaredError"/],
    ["await model.fit(tf.ones([4, 2]), tf.ones([4, 1]))", /compile/],
    [
      'model.compile({ loss: "meanSquaredError", optimizer: "sgd" });\nawait model.fit(tf.ones([4, 3]), tf.ones([4, 1]))',
      /\[3\]/,
    ],
  ];
  for (const [code, message] of cells) {
    const { error } = await kernel.execute(code);
    assert.match(error?.evalue ?? "no error", message, code);
  }
});

test("it is the same TensorFlow.js, however it is imported", async () => {
  // Inside of the clone, so that packages are found.
  const folder = mkdtempSync(path.join(__dirname, "..", "..", "..", "..", ".setup", "plain-import-"));
  const helper = path.join(folder, "helper.ts");
  writeFileSync(helper, 'import * as tf from "@tensorflow/tfjs-node";\nexport const tensor = tf.tensor;');
  try {
    await run(`import { tf as ours } from "neural-notebooks/core";\nimport { tensor } from "${helper}";`);
    assert.equal(await run("[ours.tensor === tf.tensor, tensor === tf.tensor]"), "[ true, true ]");
    const dynamic = '(await import("@tensorflow/tfjs-node"))';
    assert.equal(
      await run(
        `[${dynamic}.tensor, require("@tensorflow/tfjs-node").tensor].every((each) => each === tf.tensor)`,
      ),
      "true",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("its tensors are told by the cell that made them", async () => {
  await run("const kept = tf.ones([7, 7]);");
  await run('import { tensors } from "neural-notebooks/core";');
  assert.match(await run("tensors()"), /^\[\d+\] +1 × \[7, 7\] float32/m);
});

test("its training stops at the next batch", async () => {
  await run("let batches = 0;");
  const id = await kernel.start(
    `const onBatchEnd = () => { if (++batches === 3) ${RUNS} };\n` +
      "await model.fit(tf.ones([64, 2]), tf.ones([64, 1]), { epochs: 100_000, verbose: 0, callbacks: { onBatchEnd } });",
  );
  await kernel.control("interrupt_request", {});
  assert.equal((await kernel.result(id)).error?.ename, "InterruptError");
  const seen = await run("batches");
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(await run("batches"), seen);
});
