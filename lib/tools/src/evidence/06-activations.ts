/** Evidence for lesson 06: ten hidden layers on two spirals with several activation functions, and units that die. */
import { setRandomSeed, tf, type LayersModel } from "neural-notebooks/core";
import { spirals } from "neural-notebooks/datasets";
import { createMlp, optimizer, trainMlp } from "neural-notebooks/models";
import { evidence, type EvidenceResult, type EvidenceRun } from "../evidence-spec";

const LAYERS = 10;
const UNITS = 16;
const EPOCHS = 100;
const RATES = [0.03, 0.1, 0.3, 1];
/** Seeds of networks and points on which the learning rates are chosen; no figure is measured on them. */
const TUNING: readonly EvidenceRun[] = [101, 102, 103, 104, 105, 106].map((seed) => ({ seed, split: seed }));

interface Contender {
  activation: "sigmoid" | "tanh" | "relu" | "leaky" | "elu";
  /** A rule of the library, or the standard deviation itself. */
  initializer: "glorotNormal" | "heNormal" | number;
}
const CONTENDERS = {
  "sigmoid, Glorot": { activation: "sigmoid", initializer: "glorotNormal" },
  "sigmoid, 2": { activation: "sigmoid", initializer: 2 },
  "tanh, Glorot": { activation: "tanh", initializer: "glorotNormal" },
  "tanh, He": { activation: "tanh", initializer: "heNormal" },
  "ReLU, Glorot": { activation: "relu", initializer: "glorotNormal" },
  "ReLU, He": { activation: "relu", initializer: "heNormal" },
  "leaky ReLU, He": { activation: "leaky", initializer: "heNormal" },
  "ELU, He": { activation: "elu", initializer: "heNormal" },
} as const satisfies Record<string, Contender>;
type Name = keyof typeof CONTENDERS;

/** What a training reached on points that it did not see. */
interface Outcome {
  /** Mean squared error after each epoch. */
  losses: number[];
  /** Share of points on the right side, in percent, at the end. */
  accuracy: number;
}

const known = new Map<string, Promise<Outcome>>();

/** A training, done once. */
function trained(name: Name, rate: number, run: EvidenceRun): Promise<Outcome> {
  const key = JSON.stringify([name, rate, run]);
  const outcome = known.get(key) ?? train(CONTENDERS[name], rate, run);
  known.set(key, outcome);
  return outcome;
}

async function train(contender: Contender, rate: number, { seed, split }: EvidenceRun): Promise<Outcome> {
  setRandomSeed(seed);
  const model = network(contender);
  model.compile({ optimizer: tf.train.sgd(rate), loss: "meanSquaredError" });
  const learn = spirals({ count: 200, classes: 2, seed: split });
  const test = spirals({ count: 200, classes: 2, seed: 1000 + split });
  const [x, y] = [tf.tensor2d(learn.x), tf.tensor2d(learn.y, [learn.y.length, 1])];
  const [testX, testY] = [tf.tensor2d(test.x), tf.tensor2d(test.y, [test.y.length, 1])];
  const { history } = await model.fit(x, y, {
    epochs: EPOCHS,
    batchSize: 20,
    verbose: 0,
    validationData: [testX, testY],
  });
  const probabilities = tf.tidy(() => (model.predict(testX) as typeof testX).dataSync());
  const right = test.y.filter((label, i) => (probabilities[i] ?? NaN) > 0.5 === (label === 1)).length;
  tf.dispose([x, y, testX, testY]);
  model.dispose();
  return { losses: history["val_loss"] as number[], accuracy: (100 * right) / test.y.length };
}

function network({ activation, initializer }: Contender): LayersModel {
  const model = tf.sequential();
  for (let layer = 1; layer <= LAYERS; layer++) {
    model.add(
      tf.layers.dense({
        units: UNITS,
        kernelInitializer:
          typeof initializer === "number"
            ? tf.initializers.randomNormal({ stddev: initializer })
            : initializer,
        ...(layer === 1 ? { inputShape: [2] } : {}),
        ...(activation === "leaky" ? {} : { activation }),
      }),
    );
    if (activation === "leaky") model.add(tf.layers.leakyReLU({ alpha: 0.1 }));
  }
  model.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
  return model;
}

/** Measures a contender with the learning rate at which its error was lowest on the tuning points. */
function atBestRate(name: Name, measure: (outcome: Outcome) => number, epochs = EPOCHS) {
  let best: Promise<number> | undefined;
  return async (run: EvidenceRun): Promise<number> => {
    best ??= bestRate(name, epochs);
    return measure(await trained(name, await best, run));
  };
}

async function bestRate(name: Name, epochs: number): Promise<number> {
  const means: number[] = [];
  for (const rate of RATES) {
    let sum = 0;
    for (const run of TUNING) sum += lossAfter(epochs)(await trained(name, rate, run));
    // A training that diverged is the worst.
    means.push(Number.isFinite(sum) ? sum / TUNING.length : Infinity);
  }
  return RATES[means.indexOf(Math.min(...means))] as number;
}

const accuracyOf = ({ accuracy }: Outcome): number => accuracy;

const lossAfter =
  (epochs: number) =>
  ({ losses }: Outcome): number =>
    losses[epochs - 1] as number;

function byLoss(names: readonly Name[], epochs: number) {
  return Object.fromEntries(names.map((name) => [name, atBestRate(name, lossAfter(epochs), epochs)]));
}

/** Units of 20 that are silent on each point of the sine after 100 epochs. */
function deadUnits(learningRate: number): (run: EvidenceRun) => number {
  return ({ seed }) => {
    const places = Array.from({ length: 41 }, (_, i) => (i - 20) / 10);
    const data = { x: places.map((x) => [x]), y: places.map((x) => [Math.sin(2 * x)]) };
    const { model } = trainMlp(createMlp([1, 20, 1], { hidden: "relu", seed }), {
      ...data,
      epochs: 100,
      batchSize: 8,
      seed,
      optimizer: optimizer("sgd", { learningRate }),
    });
    const outputs = data.x.map((row) => model.forward(row).a[1] as number[]);
    return (outputs[0] as number[]).filter((_, unit) => outputs.every((row) => row[unit] === 0)).length;
  };
}

const runs = { seeds: [1, 2, 3, 4, 5], splits: [1, 2, 3] };

const whole = (value: number): string => Math.floor(value + 0.5).toFixed(0);

/** How many runs ended no better than a coin toss, in a word. */
const asCoin = (accuracies: readonly number[]): string =>
  ["none", "one"][accuracies.filter((value) => value <= 50).length] ?? "more than one";

/** In how many runs the ELU had the lower error. */
function winsOfElu({ of }: EvidenceResult): number {
  const relu = of("ReLU, He").values;
  return of("ELU, He").values.filter((value, i) => value < (relu[i] as number)).length;
}

export default evidence("06-activations", [
  {
    id: "ten-layers",
    question: "How well do ten hidden layers tell two spirals apart after 100 epochs?",
    measure: "accuracy on points that were not seen",
    unit: "%",
    runs,
    contenders: {
      "sigmoid, Glorot": atBestRate("sigmoid, Glorot", accuracyOf),
      "sigmoid, 2": atBestRate("sigmoid, 2", accuracyOf),
      "tanh, Glorot": atBestRate("tanh, Glorot", accuracyOf),
      "tanh, He": atBestRate("tanh, He", accuracyOf),
      "ReLU, Glorot": atBestRate("ReLU, Glorot", accuracyOf),
      "ReLU, He": atBestRate("ReLU, He", accuracyOf),
    },
    claims: [
      { better: "tanh, Glorot", than: "sigmoid, Glorot", when: "higher" },
      { better: "ReLU, He", than: "sigmoid, Glorot", when: "higher" },
      { better: "sigmoid, 2", than: "sigmoid, Glorot", when: "higher" },
      { better: "tanh, He", than: "tanh, Glorot", when: "higher", inAtLeast: 12 },
      { better: "ReLU, He", than: "ReLU, Glorot", when: "higher", inAtLeast: 12 },
    ],
    quotes: ({ of }) => [
      `| sigmoid | ${whole(of("sigmoid, Glorot").mean)} % |`,
      `| tanh | ${whole(of("tanh, Glorot").mean)} % | ${whole(of("tanh, He").mean)} % |`,
      `| ReLU | ${whole(of("ReLU, Glorot").mean)} % | ${whole(of("ReLU, He").mean)} % |`,
      `${asCoin(of("ReLU, Glorot").values)} of the 15 was still right for 50 %`,
      `it reached ${whole(of("sigmoid, 2").mean)} % on average`,
    ],
  },
  {
    id: "initialisation",
    question: "How much does the initialisation matter to ten layers of ReLU?",
    measure: "mean squared error on points that were not seen, after 30 epochs",
    runs,
    contenders: byLoss(["ReLU, Glorot", "ReLU, He"], 30),
    claims: [{ better: "ReLU, He", than: "ReLU, Glorot", when: "lower", inAtLeast: 12 }],
    quotes: ({ of }) => [
      `${of("ReLU, Glorot").mean.toFixed(2)} after 30 epochs, instead of ${of("ReLU, He").mean.toFixed(2)}`,
    ],
  },
  {
    id: "early",
    question: "Which activation function is ahead after 10 epochs?",
    measure: "mean squared error on points that were not seen, after 10 epochs",
    runs,
    contenders: byLoss(["tanh, Glorot", "ReLU, He", "leaky ReLU, He", "ELU, He"], 10),
    claims: [{ better: "ELU, He", than: "ReLU, He", when: "lower", inAtLeast: 12 }],
    quotes: (result) => [
      `${result.of("ELU, He").mean.toFixed(2)} for ELU and ${result.of("ReLU, He").mean.toFixed(2)} for ReLU`,
      `ahead in ${winsOfElu(result)} of the 15`,
    ],
  },
  {
    id: "late",
    question: "Which activation function is ahead after 100 epochs?",
    measure: "mean squared error on points that were not seen, after 100 epochs",
    runs,
    contenders: byLoss(["tanh, Glorot", "ReLU, He", "leaky ReLU, He", "ELU, He"], 100),
    claims: [{ better: "ELU, He", than: "ReLU, He", when: "lower", inAtLeast: 12 }],
    quotes: (result) => [
      `${result.of("ELU, He").mean.toFixed(3)} against ${result.of("ReLU, He").mean.toFixed(3)}`,
      `slightly ahead in ${winsOfElu(result)}`,
    ],
  },
  {
    id: "dying",
    question: "How many of 20 ReLU units are dead after training on a sine?",
    measure: "units that are silent on every point",
    unit: "units",
    runs: { seeds: [1, 2, 3, 4, 5, 6, 7] },
    contenders: { "rate 0.1": deadUnits(0.1), "rate 0.3": deadUnits(0.3), "rate 0.5": deadUnits(0.5) },
    claims: [{ better: "rate 0.1", than: "rate 0.3", when: "lower" }],
    quotes: ({ of }) => [
      `${of("rate 0.1").min} to ${of("rate 0.1").max} of the 20 units`,
      `${of("rate 0.3").min} to ${of("rate 0.3").max} at 0.3`,
    ],
  },
]);
