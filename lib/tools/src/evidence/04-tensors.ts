/** Evidence for lesson 04: how often the network of 25 weights separates the moons, by its initial weights and the points. */
import { Random, tf } from "neural-notebooks/core";
import { moons } from "neural-notebooks/datasets";
import { leastSquares, predictLinear } from "neural-notebooks/models";
import { evidence } from "../evidence-spec";

const UNITS = 6;

function pointsOf(split: number): { x: number[][]; targets: number[] } {
  const { x, y } = moons({ count: 60, noise: 0.1, seed: split });
  return { x, targets: y.map((label) => 2 * label - 1) };
}

function mistakes(yHat: ArrayLike<number>, targets: readonly number[]): number {
  return targets.filter((target, i) => !((yHat[i] ?? NaN) * target > 0)).length;
}

/** Weights between −2 and 2, drawn in the lesson's order. */
function initialWeights(seed: number): [tf.Variable, tf.Variable, tf.Variable, tf.Variable] {
  const random = new Random(seed);
  const drawn = (rows: number, columns: number): tf.Variable => {
    const values = Array.from({ length: rows * columns }, () => random.uniform(-2, 2));
    return tf.variable(tf.tensor2d(values, [rows, columns]));
  };
  return [drawn(2, UNITS), drawn(1, UNITS), drawn(UNITS, 1), drawn(1, 1)];
}

/** The lesson's training: 500 steps with η = 0.2. */
function network({ seed, split }: { seed: number; split: number }): number {
  const { x, targets } = pointsOf(split);
  const weights = initialWeights(seed);
  const [kernel1, bias1, kernel2, bias2] = weights;
  const wrong = tf.tidy(() => {
    const inputs = tf.tensor2d(x);
    const wanted = tf.tensor2d(targets, [targets.length, 1]);
    const predicted = () => inputs.matMul(kernel1).add(bias1).tanh().matMul(kernel2).add(bias2);
    const optimizer = tf.train.sgd(0.2);
    for (let step = 0; step < 500; step++)
      optimizer.minimize(() => predicted().sub(wanted).square().mean(), false, weights);
    return mistakes(predicted().dataSync(), targets);
  });
  tf.dispose(weights);
  return wrong;
}

export default evidence("04-tensors", [
  {
    id: "initial-weights",
    question: "How many of the 60 points lie on the wrong side after 500 steps, from other initial weights?",
    measure: "points on the wrong side of the boundary",
    unit: "points",
    runs: { seeds: Array.from({ length: 20 }, (_, i) => i + 1), splits: [1, 2, 3] },
    contenders: {
      network: (run) => network(run),
      line: ({ split }) => {
        const { x, targets } = pointsOf(split);
        return mistakes(predictLinear(x, leastSquares({ x, y: targets })), targets);
      },
    },
    claims: [
      { better: "network", than: "line", when: "lower", inAtLeast: 40 },
      {
        claim: "Most training runs end without a mistake, and some do not.",
        holds: ({ of }) => {
          const clean = of("network").values.filter((wrong) => wrong === 0).length;
          return clean >= 40 && clean < 60;
        },
      },
    ],
    quotes: ({ of }) => [`${of("network").values.filter((wrong) => wrong === 0).length} of 60 training runs`],
  },
]);
