/** Tests of freezing, new heads, saving and loading. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ArgumentError, DataError, FileError, UnknownNameError } from "../core/errors";
import { tf, type LayersModel, type Tensor } from "../core/tf";
import { smallCnn } from "./cnn";
import { denseNet } from "./dense";
import { layerOf } from "./inspect";
import { loadModel, saveModel, weightChecksum } from "./saved";
import { readTensorFile, writeTensorFile } from "./tensor-file";
import { freeze, parameterCounts, replaceHead, thaw } from "./transfer";

const folder = mkdtempSync(join(tmpdir(), "models-"));
after(() => rmSync(folder, { recursive: true }));

function numbersOf(model: LayersModel): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}

async function train(model: LayersModel, classes: number): Promise<void> {
  const x = tf.randomUniform([12, 8, 8, 1], 0, 1, "float32", 1);
  const y = tf.tidy(() =>
    tf.oneHot(tf.range(0, 12, 1, "int32").mod(tf.scalar(classes, "int32")), classes).cast("float32"),
  );
  model.compile({ optimizer: tf.train.sgd(0.5), loss: "categoricalCrossentropy" });
  await model.fit(x, y, { epochs: 2, verbose: 0, shuffle: false });
  tf.dispose([x, y]);
}

test("only the new head moves while the base is frozen, batch normalisation included; all moves after thawing", async () => {
  const base = smallCnn({
    inputShape: [8, 8, 1],
    classes: 3,
    filters: [4, 4],
    units: 6,
    dropout: 0,
    batchNorm: true,
  });
  const model = replaceHead(base, { outputs: 2, keepUpTo: "pool2", units: 5, seed: 2 });
  assert.deepEqual(model.outputShape, [null, 2]);
  const counts = freeze(model, { upTo: "pool2" });
  assert.deepEqual(counts, {
    total: counts.total,
    trainable: 4 * 5 + 5 + 5 * 2 + 2,
    frozen: counts.total - 37,
  });
  const before = numbersOf(base);
  const head = [...(layerOf(model, -1).getWeights()[0] as Tensor).dataSync()];
  await train(model, 2);
  assert.deepEqual(numbersOf(base), before);
  assert.notDeepEqual([...(layerOf(model, -1).getWeights()[0] as Tensor).dataSync()], head);
  assert.equal(thaw(model).frozen, parameterCounts(model).frozen);
  await train(model, 2);
  assert.notDeepEqual(numbersOf(base), before);
});

test("a head can sit on any layer, for any task", () => {
  const base = denseNet({ inputs: 3, hidden: [4, 5], outputs: 1 });
  for (const [keepUpTo, task, outputs, shape] of [
    ["hidden1", "binary", 1, 4],
    [-2, "regression", 2, 5],
  ] as const) {
    const model = replaceHead(base, { keepUpTo, task, outputs });
    assert.deepEqual(layerOf(model, -1).getWeights()[0]?.shape, [shape, outputs]);
  }
  assert.throws(() => replaceHead(base, { outputs: 1 }), ArgumentError);
  assert.throws(() => replaceHead(base, { outputs: 2, keepUpTo: "none" }), UnknownNameError);
  assert.throws(() => freeze(base, { layers: ["none"] }), UnknownNameError);
});

test("a saved model loads with the same answers and checksum, and leaks nothing", async () => {
  const before = tf.memory().numTensors;
  const model = smallCnn({ inputShape: [8, 8, 1], classes: 3, filters: [4], batchNorm: true, seed: 4 });
  const saved = await saveModel(model, join(folder, "cnn"));
  const loaded = await loadModel(join(folder, "cnn"));
  const again = await loadModel(saved.file, { sha256: saved.sha256 });
  assert.equal(saved.bytes, model.countParams() * 4);
  assert.deepEqual(numbersOf(loaded), numbersOf(model));
  assert.equal(weightChecksum(loaded), weightChecksum(model));
  const [a, b] = tf.tidy(() =>
    [model, again].map((m) => [...(m.predict(tf.ones([1, 8, 8, 1])) as Tensor).dataSync()]),
  );
  assert.deepEqual(a, b);
  for (const m of [model, loaded, again]) m.dispose();
  assert.equal(tf.memory().numTensors, before);
});

test("the address that TensorFlow.js writes and reads is taken, and lies where it says", async () => {
  const model = denseNet({ inputs: 2, seed: 1 });
  const place = join(folder, "by address");
  const saved = await saveModel(model, `file://${place}`);
  assert.equal(saved.file, join(place, "model.json"));
  const loaded = await loadModel(`file://${join(place, "model.json")}`);
  assert.deepEqual(numbersOf(loaded), numbersOf(model));
  await assert.rejects(saveModel(model, "https://example.org/model"), ArgumentError);
  for (const m of [model, loaded]) m.dispose();
});

test("the folder is TensorFlow.js' own format: weights in several shards load too", async () => {
  const model = denseNet({ inputs: 2, hidden: [3], seed: 1 });
  const path = join(folder, "shards");
  await saveModel(model, path);
  const json = JSON.parse(readFileSync(join(path, "model.json"), "utf8")) as {
    weightsManifest: { paths: string[]; weights: object[] }[];
    userDefinedMetadata?: object;
  };
  const bytes = readFileSync(join(path, "weights.bin"));
  writeFileSync(join(path, "group1-shard1of2"), bytes.subarray(0, 10));
  writeFileSync(join(path, "group1-shard2of2"), bytes.subarray(10));
  (json.weightsManifest[0] as { paths: string[] }).paths = ["group1-shard1of2", "group1-shard2of2"];
  delete json.userDefinedMetadata;
  writeFileSync(join(path, "model.json"), JSON.stringify(json));
  const loaded = await loadModel(path);
  assert.deepEqual(numbersOf(loaded), numbersOf(model));
  for (const m of [model, loaded]) m.dispose();
});

test("checksums tell weights apart", () => {
  const [a, b, c] = [
    denseNet({ inputs: 2, seed: 1 }),
    denseNet({ inputs: 2, seed: 1 }),
    denseNet({ inputs: 2, seed: 2 }),
  ];
  assert.equal(weightChecksum(a), weightChecksum(b));
  assert.notEqual(weightChecksum(a), weightChecksum(c));
  for (const m of [a, b, c]) m.dispose();
});

test("missing, changed, short and foreign files are named", async () => {
  const model = denseNet({ inputs: 2 });
  const path = join(folder, "broken");
  const { sha256 } = await saveModel(model, path);
  const refused = (run: Promise<unknown>, kind: typeof DataError, text: RegExp) =>
    assert.rejects(run, (error: unknown) => error instanceof kind && text.test(error.message));
  await refused(loadModel(join(folder, "nowhere")), FileError, /must be a folder with model\.json/);
  await refused(
    loadModel(path, { sha256: sha256.replace(/^./, (c) => (c === "0" ? "1" : "0")) }),
    DataError,
    /SHA-256/,
  );
  const weights = readFileSync(join(path, "weights.bin"));
  writeFileSync(join(path, "weights.bin"), weights.subarray(0, 8));
  await refused(loadModel(path), DataError, /changed or cut short/);
  rmSync(join(path, "weights.bin"));
  await refused(loadModel(path), FileError, /weights\.bin/);
  writeFileSync(join(path, "model.json"), '{"format":"graph-model"}');
  await refused(loadModel(path), DataError, /graph model has no layers/);
  writeFileSync(join(path, "model.json"), "not json");
  await refused(loadModel(path), DataError, /must be JSON/);
  await refused(saveModel(model, join(path, "model.json", "below")), FileError, /can be written/);
  model.dispose();
});

test("tensor files keep shapes, kinds and the header, and notice a changed byte", async () => {
  const file = join(folder, "some", "tensors.bin");
  const tensors = [
    {
      name: "a",
      tensor: tf.tensor2d([
        [1.5, -2],
        [3, 4],
      ]),
    },
    { name: "b", tensor: tf.tensor1d([7, -8], "int32") },
    { name: "c", tensor: tf.tensor1d([true, false, true], "bool") },
    { name: "d", tensor: tf.scalar(5) },
  ] as { name: string; tensor: Tensor }[];
  const sha256 = await writeTensorFile(file, { header: { note: "päivä" }, tensors });
  const read = await readTensorFile(file);
  assert.deepEqual([read.header, read.sha256], [{ note: "päivä" }, sha256]);
  assert.deepEqual(
    read.tensors.map(({ name, tensor }) => [name, tensor.shape, tensor.dtype, [...tensor.dataSync()]]),
    tensors.map(({ name, tensor }) => [name, tensor.shape, tensor.dtype, [...tensor.dataSync()]]),
  );
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  writeFileSync(file, bytes);
  await assert.rejects(readTensorFile(file), /cut short or changed/);
  writeFileSync(file, "something else altogether, and long enough to hold a header");
  await assert.rejects(readTensorFile(file), DataError);
  await assert.rejects(readTensorFile(join(folder, "none")), FileError);
  tf.dispose([...tensors, ...read.tensors].map(({ tensor }) => tensor));
});
