/** Evidence for lesson 05: from how many random weights XOR is learned, and how many hidden units the moons need. */
import { Random } from "neural-notebooks/core";
import { moons } from "neural-notebooks/datasets";
import { activations, Mlp, optimizer, trainMlp, type MlpData } from "neural-notebooks/models";
import { evidence, type EvidenceRun } from "../evidence-spec";

const XOR: MlpData = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [[0], [1], [1], [0]],
};
const POINTS = 120;

/** The lesson's `randomNetwork([2, units, 1], seed)`: weights from −2 to 2, biases 0. */
function randomNetwork(units: number, seed: number): Mlp {
  const random = new Random(seed);
  const rows = (inputs: number, outputs: number) =>
    Array.from({ length: inputs }, () => Array.from({ length: outputs }, () => random.uniform(-2, 2)));
  return new Mlp([
    { w: rows(2, units), b: Array<number>(units).fill(0), activation: activations.sigmoid },
    { w: rows(units, 1), b: [0], activation: activations.linear },
  ]);
}

/** Examples on the right side of one half after 2,000 epochs of gradient descent on all rows. */
function rightAfterTraining(data: MlpData, { units, seed }: { units: number; seed: number }) {
  const { model } = trainMlp(randomNetwork(units, seed), {
    ...data,
    optimizer: optimizer("sgd", { learningRate: 0.3 }),
    epochs: 2000,
  });
  return model.predict(data.x).filter(([yHat = 0], i) => yHat > 0.5 === (data.y[i]?.[0] ?? 0) > 0.5).length;
}

const onXor =
  (units: number) =>
  ({ seed }: EvidenceRun) =>
    rightAfterTraining(XOR, { units, seed });

const onMoons =
  (units: number) =>
  ({ seed, split }: EvidenceRun) => {
    const { x, y } = moons({ count: POINTS, noise: 0.1, seed: split });
    const data = { x, y: y.map((label) => [label]) };
    return POINTS - rightAfterTraining(data, { units, seed });
  };

const learned = (values: readonly number[]) => values.filter((right) => right === XOR.y.length).length;

export default evidence("05-mlp", [
  {
    id: "xor",
    question: "From how many random initial weights does gradient descent learn XOR?",
    measure: "corners that are right after 2,000 epochs",
    unit: "of 4",
    runs: { seeds: Array.from({ length: 20 }, (_, i) => i + 1) },
    contenders: { one: onXor(1), two: onXor(2), three: onXor(3) },
    claims: [
      { claim: "one unit never learns it", holds: ({ of }) => learned(of("one").values) === 0 },
      {
        claim: "three units learn it from more seeds than two",
        holds: ({ of }) => learned(of("three").values) > learned(of("two").values),
      },
    ],
    quotes: ({ of }) => [
      `With two hidden units, ${learned(of("two").values)} of 20 seeds learn XOR`,
      `with three hidden units, ${learned(of("three").values)} of 20 do`,
      `with one, ${learned(of("one").values)} of 20`,
    ],
  },
  {
    id: "width",
    question: "How many hidden units do the moons need?",
    measure: "wrong points after 2,000 epochs, of 120 points that were trained on",
    unit: "points",
    runs: { seeds: [1, 2, 3, 4, 5], splits: [1, 2, 3] },
    contenders: {
      one: onMoons(1),
      two: onMoons(2),
      three: onMoons(3),
      four: onMoons(4),
      eight: onMoons(8),
    },
    claims: [
      { better: "four", than: "one", when: "lower" },
      { better: "four", than: "two", when: "lower", inAtLeast: 13 },
    ],
    quotes: ({ of }) =>
      ["one", "two", "three", "four", "eight"].map((name) => {
        const { mean, min, max } = of(name);
        return `| ${name} | ${mean.toFixed(1)} | ${min} to ${max} |`;
      }),
  },
]);
