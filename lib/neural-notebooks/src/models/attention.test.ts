/** Tests of attention on paper and in training; PyTorch's numbers stand beside it in oracle.test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, ShapeError } from "../core/errors";
import { tf, type LayersModel, type SymbolicTensor, type Tensor } from "../core/tf";
import { dotProductAttention, positionalEncoding } from "./attention";
import { assertClose } from "../core/oracle.testing";
import { MultiHeadAttention, PositionalEncoding, multiHeadAttention, transformerBlock } from "./transformer";

test("a query that fits one key takes its value, worked on paper", () => {
  const { scores, output } = dotProductAttention(
    {
      q: [[0, 100]],
      k: [
        [1, 0],
        [0, 1],
      ],
      v: [
        [5, 6],
        [7, 8],
      ],
    },
    { scale: false },
  );
  assert.deepEqual(scores, [[0, 100]]);
  assertClose(output, [[7, 8]], { tolerance: 1e-12 });
});

test("a causal query sees nothing after itself", () => {
  const table = [
    [1, 0],
    [0, 1],
    [1, 1],
  ];
  const { weights } = dotProductAttention({ q: table, k: table, v: table }, { causal: true });
  assert.deepEqual(weights[0], [1, 0, 0]);
  assert.equal(weights[1]?.[2], 0);
});

test("a second use of the layer leaves no tensor but its answer", () => {
  const layer = multiHeadAttention({ heads: 2, units: 8 });
  const input = tf.zeros([2, 5, 8]);
  tf.tidy(() => void layer.apply(input));
  const before = tf.memory().numTensors;
  tf.tidy(() => void [layer.apply(input), layer.attentionMap(input)]);
  assert.equal(tf.memory().numTensors, before);
  input.dispose();
  layer.dispose();
});

test("two inputs attend across, and gradients reach every weight", () => {
  const layer = multiHeadAttention({ heads: 2, units: 4, seed: 3 });
  const [queries, tokens] = [
    tf.randomNormal([2, 3, 5], 0, 1, "float32", 1),
    tf.randomNormal([2, 6, 7], 0, 1, "float32", 2),
  ];
  const shape = tf.tidy(() => (layer.apply([queries, tokens]) as Tensor).shape);
  assert.deepEqual(shape, [2, 3, 4]);
  const norms = tf.tidy(() => {
    const { grads } = tf.variableGrads(() =>
      (layer.apply([queries, tokens]) as Tensor).square().sum().asScalar(),
    );
    return Object.values(grads).map((g) => g.square().sum().dataSync()[0] as number);
  });
  assert.equal(norms.length, 8);
  // The key's bias shifts all scores of a query alike, and softmax does not see that; all others count.
  assert.equal(norms.filter((norm) => norm > 1e-8).length, 7);
  tf.dispose([queries, tokens]);
  layer.dispose();
});

test("places are marked by the published formula", () => {
  const marks = positionalEncoding(3, { units: 4 });
  assertClose(marks[1] as number[], [Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01)], {
    tolerance: 1e-12,
  });
  const layer = new PositionalEncoding();
  const sum = tf.tidy(() => (layer.apply(tf.zeros([1, 3, 4])) as Tensor).arraySync() as number[][][]);
  assertClose(sum[0] as number[][], marks, { tolerance: 1e-6 });
});

/** Tells for each token whether it is the same as the token before: it must look one place back. */
function makeTransformer(seed: number): LayersModel {
  const input = tf.input({ shape: [4], dtype: "int32" });
  const tokens = tf.layers
    .embedding({
      inputDim: 3,
      outputDim: 16,
      embeddingsInitializer: tf.initializers.randomNormal({ stddev: 0.5, seed }),
    })
    .apply(input) as SymbolicTensor;
  const placed = new PositionalEncoding().apply(tokens) as SymbolicTensor;
  const block = transformerBlock(placed, {
    heads: 2,
    dropout: 0.05,
    causal: true,
    seed,
    name: `tiny${seed}_${Math.round(performance.now() * 1000)}`,
  });
  const output = tf.layers
    .dense({ units: 1, activation: "sigmoid", kernelInitializer: tf.initializers.glorotUniform({ seed }) })
    .apply(block) as SymbolicTensor;
  return tf.model({ inputs: input, outputs: output });
}

test("a transformer block learns to compare neighbours, survives saving, and is seeded", async () => {
  const model = makeTransformer(5);
  const twin = makeTransformer(5);
  assert.deepEqual(
    model.getWeights().map((w) => [...w.dataSync()]),
    twin.getWeights().map((w) => [...w.dataSync()]),
  );
  const rows = Array.from({ length: 81 }, (_, i) => [0, 1, 2, 3].map((k) => Math.floor(i / 3 ** k) % 3));
  const x = tf.tensor2d(rows, [81, 4], "int32");
  const y = tf.tensor3d(rows.map((row) => row.map((token, i) => [Number(i > 0 && token === row[i - 1])])));
  model.compile({ optimizer: tf.train.adam(0.02), loss: "binaryCrossentropy", metrics: ["accuracy"] });
  const history = await model.fit(x, y, { epochs: 80, batchSize: 81, shuffle: false, verbose: 0 });
  assert.ok((history.history["acc"]?.at(-1) as number) > 0.95, `accuracy ${history.history["acc"]?.at(-1)}`);
  let saved: object = {};
  await model.save(
    tf.io.withSaveHandler(
      async (artifacts) => (
        (saved = artifacts),
        { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } }
      ),
    ),
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved));
  const [own, again] = tf.tidy(() => [model, loaded].map((m) => [...(m.predict(x) as Tensor).dataSync()]));
  assert.deepEqual(again, own);
  tf.dispose([x, y]);
  for (const m of [model, twin, loaded]) m.dispose();
});

test("shapes that do not fit are refused", () => {
  assert.throws(() => dotProductAttention({ q: [[1, 2]], k: [[1]], v: [[1]] }), ShapeError);
  assert.throws(() => dotProductAttention({ q: [[1]], k: [[1]], v: [[1], [2]] }), ShapeError);
  assert.throws(() => new MultiHeadAttention({ heads: 3, units: 8, causal: false }), ArgumentError);
  assert.throws(() => positionalEncoding(0, { units: 2 }), ArgumentError);
});
