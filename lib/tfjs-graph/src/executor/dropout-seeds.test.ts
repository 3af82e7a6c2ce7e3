/** Dropout with a seed draws a new mask at every step, by graph and operation by operation, and each run draws the same ones. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runEagerly } from "../execution-mode";
import { tf, type LayersModel, type Optimizer, type Tensor } from "../tf.testing";

type Layer = InstanceType<typeof tf.layers.Layer>;

/** Each set of features has a sum of its own. */
const row = Array.from({ length: 8 }, (_, i) => 2 ** i);

/** A network that gives the sum of what its dropout lets through. */
function sumOfKept(dropout: () => Layer[], optimizer: Optimizer): LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.reshape({ targetShape: [1, 8], inputShape: [8] }),
      ...dropout(),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" }),
    ],
  });
  model.compile({ optimizer, loss: "meanAbsoluteError" });
  return model;
}

/** The losses of some steps on one row, with a learning rate of 0: they differ only where the masks do. */
async function lossesOf(model: LayersModel, steps = 8): Promise<number[]> {
  const x = tf.tensor2d([row]);
  const y = tf.zeros([1, 1]);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push(Number(await model.trainOnBatch(x, y)));
  tf.dispose([x, y]);
  return losses;
}

/** An optimizer that does not count its steps. */
class Uncounting extends tf.Optimizer {
  static readonly className = "Uncounting";
  applyGradients(): void {
    // Its learning rate is 0.
  }
  getConfig(): Record<string, never> {
    return {};
  }
}

const optimizers: Record<string, () => Optimizer> = {
  sgd: () => tf.train.sgd(0),
  "one that does not count its steps": () => new (Uncounting as unknown as new () => Optimizer)(),
};
const kinds = {
  Dropout: () => [tf.layers.dropout({ rate: 0.5, seed: 3 })],
  SpatialDropout1D: () => [tf.layers.spatialDropout1d({ rate: 0.5, seed: 3 })],
  "a layer around Dropout": () => [
    tf.layers.timeDistributed({ layer: tf.layers.dropout({ rate: 0.5, seed: 3 }) }),
  ],
};

describe("dropout with a seed", () => {
  for (const [layer, make] of Object.entries(kinds)) {
    for (const [name, optimizer] of Object.entries(optimizers)) {
      for (const [way, run] of Object.entries({
        "as it comes": <T>(work: () => T) => work(),
        eagerly: runEagerly,
      })) {
        test(`${layer}, ${name}, ${way}: new masks at every step, the same in every run`, async () => {
          const losses = await run(() => lossesOf(sumOfKept(make, optimizer())));
          assert.ok(new Set(losses).size >= 6, losses.join());
          assert.deepEqual(await run(() => lossesOf(sumOfKept(make, optimizer()))), losses);
        });
      }
    }
  }

  test("a run that is taken up again draws the masks that it would have drawn", async () => {
    await runEagerly(async () => {
      const whole = await lossesOf(sumOfKept(kinds.Dropout, tf.train.sgd(0)));
      const [first, second] = [tf.train.sgd(0), tf.train.sgd(0)];
      const begin = await lossesOf(sumOfKept(kinds.Dropout, first), 3);
      await second.setWeights(await first.getWeights());
      assert.deepEqual([...begin, ...(await lossesOf(sumOfKept(kinds.Dropout, second), 5))], whole);
    });
  });

  test("two layers of one seed, and one layer used twice, draw masks of their own", async () => {
    const once = tf.layers.dropout({ rate: 0.5, seed: 3 });
    const input = tf.input({ shape: [8] });
    const twin = tf.layers.dropout({ rate: 0.5, seed: 3 });
    const drops = [once, once, twin].map((layer) => layer.apply(input) as typeof input);
    const last = () => tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" });
    const outputs = drops.map((drop) => last().apply(drop) as typeof input);
    const model = tf.model({ inputs: input, outputs });
    model.compile({ optimizer: tf.train.sgd(0), loss: "meanAbsoluteError" });
    const x = tf.tensor2d([row]);
    const zeros = outputs.map(() => tf.zeros([1, 1]));
    const train = async (): Promise<number[]> => (await model.trainOnBatch(x, zeros)) as number[];
    for (const sums of [await train(), await runEagerly(train)]) {
      assert.equal(new Set(sums.slice(1)).size, 3, sums.join());
    }
  });

  test("outside of training it draws what its seed says, as TensorFlow.js does", () => {
    const layer = tf.layers.dropout({ rate: 0.5, seed: 1 });
    const draw = (): number[] =>
      Array.from((layer.apply(tf.tensor2d([[2, 4, 6, 8]]), { training: true }) as Tensor).dataSync());
    assert.deepEqual(draw(), draw());
    assert.equal(layer.getConfig()["seed"], 1);
  });
});
