/** One seed for all: initialisers, shuffles, dropout and noise of TensorFlow.js, and generators of this library. */
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { ArgumentError } from "./errors";
import { randomFrom, setRandomSeed } from "./global-seed";
import { Random } from "./random";
import { tf, type Tensor, type Tensor2D } from "./tf";

afterEach(() => setRandomSeed(undefined));

/** Numbers drawn after the seed was set. */
function drawn(seed: number, draw: () => Tensor): number[] {
  setRandomSeed(seed);
  return tf.tidy(() => Array.from(draw().dataSync()));
}

describe("after setRandomSeed", () => {
  const draws: Record<string, () => Tensor> = {
    randomNormal: () => tf.randomNormal([5]),
    randomUniform: () => tf.randomUniform([5]),
    truncatedNormal: () => tf.truncatedNormal([5]),
    randomGamma: () => tf.randomGamma([5], 2),
    dropout: () => tf.dropout(tf.ones([50]), 0.5),
    multinomial: () => tf.multinomial(tf.zeros([40]).as1D(), 40),
    shuffle: () => {
      const order = Array.from({ length: 20 }, (_, i) => i);
      tf.util.shuffle(order);
      return tf.tensor1d(order);
    },
    "Math.random": () => tf.tensor1d([Math.random(), Math.random()]),
  };
  for (const [name, draw] of Object.entries(draws)) {
    test(`${name} repeats, and another seed gives other numbers`, () => {
      assert.deepEqual(drawn(3, draw), drawn(3, draw));
      assert.notDeepEqual(drawn(3, draw), drawn(4, draw));
    });
  }

  const initializers = [
    "glorotUniform",
    "heNormal",
    "leCunUniform",
    "randomNormal",
    "truncatedNormal",
    "orthogonal",
  ] as const;
  for (const kernelInitializer of initializers) {
    test(`layers with ${kernelInitializer} start alike in each run, and no two with the same numbers`, () => {
      const weights = (): number[][] => {
        setRandomSeed(1);
        const layers = [1, 2].map((i) =>
          tf.layers.dense({ units: 4, kernelInitializer, ...(i === 1 ? { inputShape: [4] } : {}) }),
        );
        const model = tf.sequential({ layers });
        const [first, , second] = model.getWeights().map((weight) => Array.from(weight.dataSync()));
        model.dispose();
        return [first ?? [], second ?? []];
      };
      const [first, second] = weights();
      assert.notDeepEqual(first, second);
      assert.deepEqual(weights(), [first, second]);
    });
  }

  test("a seed of one's own still counts", () => {
    const own = (): number[] => drawn(1, () => tf.randomNormal([3], 0, 1, "float32", 9));
    setRandomSeed(2);
    assert.deepEqual(
      tf.tidy(() => Array.from(tf.randomNormal([3], 0, 1, "float32", 9).dataSync())),
      own(),
    );
  });

  test("generators of this library that get no seed follow, one after the other", () => {
    setRandomSeed(5);
    const [a, b] = [randomFrom(undefined).uniform(), randomFrom(undefined).uniform()];
    assert.notEqual(a, b);
    setRandomSeed(5);
    assert.deepEqual([randomFrom(undefined).uniform(), randomFrom(undefined).uniform()], [a, b]);
    setRandomSeed(undefined);
    assert.equal(randomFrom(undefined).uniform(), new Random(0).uniform());
  });

  test("tf.multinomial draws by the shares of its logits, and by its own seed again", () => {
    const logits = tf.log<Tensor2D>(
      tf.tensor2d([
        [0.7, 0.2, 0.1],
        [0, 0, 1],
      ]),
    );
    const draw = (): number[] => tf.tidy(() => Array.from(tf.multinomial(logits, 4000, 7).dataSync()));
    const outcomes = draw();
    assert.deepEqual(draw(), outcomes);
    const share = (outcome: number): number =>
      outcomes.slice(0, 4000).filter((each) => each === outcome).length / 4000;
    // Three standard deviations of a share of 0.7 are 0.022.
    assert.ok(Math.abs(share(0) - 0.7) < 0.022 && Math.abs(share(1) - 0.2) < 0.02, `${share(0)} ${share(1)}`);
    assert.ok(outcomes.slice(4000).every((each) => each === 2));
  });

  test("a data set is shuffled alike", async () => {
    const order = async (): Promise<unknown[]> => {
      setRandomSeed(8);
      return tf.data
        .array(Array.from({ length: 30 }, (_, i) => i))
        .shuffle(30)
        .toArray();
    };
    assert.deepEqual(await order(), await order());
  });

  test("a seed that is no whole number is refused", () => {
    assert.throws(() => setRandomSeed(0.5), ArgumentError);
  });
});

describe("the seed of model.fit", () => {
  const x = tf.randomNormal([40, 3], 0, 1, "float32", 1);
  const y = tf.randomNormal([40, 1], 0, 1, "float32", 2);
  const fixed = { kernelInitializer: tf.initializers.glorotUniform({ seed: 4 }) };
  const hidden: Record<string, () => unknown[]> = {
    "order of rows": () => [],
    dropout: () => [tf.layers.dropout({ rate: 0.4 })],
    "Gaussian noise": () => [tf.layers.gaussianNoise({ stddev: 0.5 })],
    "Gaussian dropout": () => [tf.layers.gaussianDropout({ rate: 0.4 })],
    "alpha dropout": () => [tf.layers.alphaDropout({ rate: 0.4 })],
    "dropout within LSTM": () => [
      tf.layers.reshape({ targetShape: [2, 2] }),
      tf.layers.lstm({
        units: 4,
        dropout: 0.3,
        recurrentDropout: 0.3,
        ...fixed,
        recurrentInitializer: fixed.kernelInitializer,
      }),
    ],
    "dropout within GRU": () => [
      tf.layers.reshape({ targetShape: [2, 2] }),
      tf.layers.gru({
        units: 4,
        dropout: 0.3,
        recurrentDropout: 0.3,
        ...fixed,
        recurrentInitializer: fixed.kernelInitializer,
      }),
    ],
  };
  for (const [name, layers] of Object.entries(hidden)) {
    test(`${name}: the same seed gives the same losses, another one others`, async () => {
      const losses = async (seed: number): Promise<unknown> => {
        const first = tf.layers.dense({ units: 4, inputShape: [3], ...fixed });
        const last = tf.layers.dense({ units: 1, ...fixed });
        const model = tf.sequential({ layers: [first, ...(layers() as (typeof last)[]), last] });
        model.compile({ optimizer: tf.train.sgd(0.05), loss: "meanSquaredError" });
        const { history } = await model.fit(x, y, { epochs: 3, batchSize: 8, verbose: 0, seed });
        model.dispose();
        return history["loss"];
      };
      assert.deepEqual(await losses(1), await losses(1));
      assert.notDeepEqual(await losses(1), await losses(2));
    });
  }

  test("two fits side by side do not disturb each other", async () => {
    const fit = async (seed: number): Promise<unknown> => {
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3], ...fixed })] });
      model.compile({ optimizer: tf.train.sgd(0.05), loss: "meanSquaredError" });
      return (await model.fit(x, y, { epochs: 3, batchSize: 8, verbose: 0, seed })).history["loss"];
    };
    const alone = [await fit(1), await fit(2)];
    assert.deepEqual(await Promise.all([fit(1), fit(2)]), alone);
  });

  test("it must be a whole number", async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await assert.rejects(model.fit(x, y, { seed: 0.5 }), /Cannot fit the model: seed must be a whole number/);
  });
});
