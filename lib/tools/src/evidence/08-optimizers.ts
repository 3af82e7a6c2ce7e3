/** Evidence for lesson 08: a race from many places, five optimizers, a range test and three batch sizes on cars, a wave, a schedule. */
import { Random, setRandomSeed, tf, type LayersModel } from "neural-notebooks/core";
import { meanAbsoluteError } from "neural-notebooks/evaluation";
import { readDataset } from "neural-notebooks/frames";
import { descend, optimizer, type OptimizerName } from "neural-notebooks/models";
import { StandardScaler } from "neural-notebooks/tensors";
import { cosineDecay, learningRateSchedule, rangeTest, tfOptimizer } from "neural-notebooks/training";
import { evidence, type EvidenceResult, type EvidenceRun } from "../evidence-spec";

// The race: a curved valley with its lowest place at (1, 1).
const STEPS = 2000;
const ARRIVED = 0.01;
const RACE_RATES = Array.from({ length: 21 }, (_, i) => 10 ** (-4 + i / 4));
/** The same number of other starts, on which each batch size has chosen its rate. */
const TUNING = 1000;

const curved = ([w1 = 0, w2 = 0]: readonly number[]): number => (1 - w1) ** 2 + 5 * (w2 - w1 ** 2) ** 2;
function curvedGradient([w1 = 0, w2 = 0]: readonly number[]): number[] {
  const off = w2 - w1 ** 2;
  return [-2 * (1 - w1) - 20 * w1 * off, 10 * off];
}

function startOf(seed: number): number[] {
  const random = new Random(seed);
  return [random.uniform(-2, 2), random.uniform(-1, 3)];
}

/** Steps until the loss is below 0.01 for good; 2000 where that does not happen. */
function arrival(name: OptimizerName, { rate, seed }: { rate: number; seed: number }): number {
  const rule = optimizer(name, { learningRate: rate });
  const path = descend(curvedGradient, startOf(seed), { optimizer: rule, steps: STEPS, limit: 1e4 });
  if (path.length <= STEPS) return STEPS;
  let step = path.length;
  while (step > 0 && curved(path[step - 1] as number[]) < ARRIVED) step--;
  return Math.min(step, STEPS);
}

function bestOf(rates: readonly number[], scores: readonly number[]): number {
  return rates[scores.indexOf(Math.min(...scores))] as number;
}

const STARTS = Array.from({ length: 20 }, (_, i) => i + 1);
const fewestSteps =
  (name: OptimizerName) =>
  ({ seed }: EvidenceRun): number =>
    Math.min(...RACE_RATES.map((rate) => arrival(name, { rate, seed })));
const usableRates =
  (name: OptimizerName) =>
  ({ seed }: EvidenceRun): number =>
    RACE_RATES.filter((rate) => arrival(name, { rate, seed }) < STEPS).length;

// The cars of lesson 07, the target without its mean.
const COLUMNS = ["Weight_in_lbs", "Horsepower", "Acceleration", "Cylinders", "Displacement", "Model_year"];
const FIFTHS = 5;
const EPOCHS = 30;
const CAR_RATES = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1];
const TUNING_SEEDS = [101, 102];

interface Rows {
  x: number[][];
  mpg: number[];
}
let read: Rows | undefined;

function allCars(): Rows {
  if (read) return read;
  const complete = readDataset("cars").dropNa({ axis: 1 });
  const years = complete.column("Year").values.map((date) => Number(String(date).slice(0, 4)));
  const cars = complete.addColumn("Model_year", years);
  read = {
    x: cars.loc({ columns: COLUMNS }).values as number[][],
    mpg: cars.column("Miles_per_Gallon").values,
  };
  return read;
}

/** Every fifth car for the test, the one before it for validation; `split` says which fifth. */
function carsOf(split: number): { train: Rows; validation: Rows; test: Rows } {
  const { x, mpg } = allCars();
  const fifth = (kind: number): number[] => mpg.flatMap((_, i) => (i % FIFTHS === kind % FIFTHS ? [i] : []));
  const [test, validation] = [fifth(split), fifth(split + FIFTHS - 1)];
  const others = mpg.flatMap((_, i) => (test.includes(i) || validation.includes(i) ? [] : [i]));
  const scaler = new StandardScaler().fit(others.map((i) => x[i] as number[]));
  const mean = others.reduce((sum, i) => sum + (mpg[i] as number), 0) / others.length;
  const rowsOf = (places: number[]): Rows => ({
    x: scaler.transform(places.map((i) => x[i] as number[])),
    mpg: places.map((i) => (mpg[i] as number) - mean),
  });
  return { train: rowsOf(others), validation: rowsOf(validation), test: rowsOf(test) };
}

interface Setting {
  name: OptimizerName;
  rate: number;
  batchSize?: number;
  cosine?: boolean;
}

function network(name: OptimizerName, rate: number): tf.Sequential {
  const model = tf.sequential();
  const hidden = { units: 16, activation: "relu" as const, kernelInitializer: "heNormal" as const };
  model.add(tf.layers.dense({ ...hidden, inputShape: [COLUMNS.length] }));
  model.add(tf.layers.dense(hidden));
  model.add(tf.layers.dense({ units: 1 }));
  model.compile({ optimizer: tfOptimizer(name, { learningRate: rate }), loss: "meanSquaredError" });
  return model;
}

async function train({ x, mpg }: Rows, { setting, seed }: { setting: Setting; seed: number }) {
  const { name, rate, batchSize = 32, cosine = false } = setting;
  setRandomSeed(seed);
  const model = network(name, rate);
  const tensors = [tf.tensor2d(x), tf.tensor2d(mpg, [mpg.length, 1])] as const;
  const callbacks = cosine ? [learningRateSchedule(cosineDecay())] : [];
  await model.fit(...tensors, { epochs: EPOCHS, batchSize, verbose: 0, callbacks });
  tf.dispose([...tensors]);
  return model;
}

/** Mean absolute error; far off counts as 99, as in a training that has diverged. */
function errorOf(model: LayersModel, { x, mpg }: Rows): number {
  const yPred = tf.tidy(() => Array.from((model.predict(tf.tensor2d(x)) as tf.Tensor).dataSync()));
  const error = meanAbsoluteError({ yTrue: mpg, yPred: yPred.map((y) => (Number.isFinite(y) ? y : 99)) });
  model.optimizer.dispose();
  model.dispose();
  return error;
}

const carRates = new Map<string, number>();

/** The rate with the lowest mean validation error, over two seeds of its own. */
async function ownRate(setting: Omit<Setting, "rate">, split: number): Promise<number> {
  const key = JSON.stringify([setting, split]);
  const known = carRates.get(key);
  if (known !== undefined) return known;
  const { train: rows, validation } = carsOf(split);
  const scores: number[] = [];
  for (const rate of CAR_RATES) {
    let sum = 0;
    for (const seed of TUNING_SEEDS)
      sum += errorOf(await train(rows, { setting: { ...setting, rate }, seed }), validation);
    scores.push(sum);
  }
  const best = bestOf(CAR_RATES, scores);
  carRates.set(key, best);
  return best;
}

function atOwnRate(setting: Omit<Setting, "rate">) {
  return async ({ seed, split }: EvidenceRun): Promise<number> => {
    const rate = await ownRate(setting, split);
    const { train: rows, test } = carsOf(split);
    return errorOf(await train(rows, { setting: { ...setting, rate }, seed }), test);
  };
}

function atRate(setting: Setting) {
  return async ({ seed, split }: EvidenceRun): Promise<number> => {
    const { train: rows, test } = carsOf(split);
    return errorOf(await train(rows, { setting, seed }), test);
  };
}

/** A tenth of the rate with the lowest loss in a range test of Adam. */
async function testedRate({ seed, split }: EvidenceRun): Promise<number> {
  const { x, mpg } = carsOf(split).train;
  setRandomSeed(seed);
  const model = network("adam", 0.001);
  const data = { x: tf.tensor2d(x), y: tf.tensor2d(mpg, [mpg.length, 1]) };
  const { lowest } = await rangeTest(model, data, { from: 1e-5, to: 10, steps: 100, seed });
  tf.dispose(data);
  model.optimizer.dispose();
  model.dispose();
  return lowest / 10;
}

async function atTestedRate(run: EvidenceRun): Promise<number> {
  return atRate({ name: "adam", rate: await testedRate(run) })(run);
}

const TABLE_ROWS = 20_000;

/** Seconds of one epoch over a table of 20,000 rows, after one to warm up. */
function secondsPerEpoch(batchSize: number) {
  return async ({ seed }: EvidenceRun): Promise<number> => {
    setRandomSeed(seed);
    const model = network("adam", 0.001);
    const data = [tf.randomNormal([TABLE_ROWS, COLUMNS.length]), tf.randomNormal([TABLE_ROWS, 1])] as const;
    const options = { epochs: 1, batchSize, verbose: 0 };
    await model.fit(...data, options);
    const begin = performance.now();
    await model.fit(...data, options);
    const seconds = (performance.now() - begin) / 1000;
    tf.dispose([...data]);
    model.optimizer.dispose();
    model.dispose();
    return seconds;
  };
}

// The wave: y = sin(wx), where the loss has one deep and several shallow minima along w.
const WAVE_RATES = [0.01, 0.03, 0.05, 0.1, 0.2, 0.3];
const WAVE_STEPS = 400;
const FOUND = 0.1;
const WAVE = wave();
const WAVE_STARTS = Array.from({ length: 40 }, (_, i) => i + 1);

function wave(): { x: number[]; y: number[] } {
  const random = new Random(1);
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < 60; i++) {
    x.push(random.uniform(0, 6));
    y.push(Math.sin(2 * (x[i] as number)) + 0.1 * random.normal());
  }
  return { x, y };
}

function waveLoss(w: number): number {
  return (
    WAVE.x.reduce((sum, x, i) => sum + (Math.sin(w * x) - (WAVE.y[i] as number)) ** 2, 0) / WAVE.x.length
  );
}

/** 1 when the deep minimum was found, else 0. */
function findsWave(batchSize: number, { rate, seed }: { rate: number; seed: number }): number {
  const random = new Random(seed);
  let w = random.uniform(0, 4);
  for (let step = 0; step < WAVE_STEPS; step++) {
    let sum = 0;
    for (const i of drawRows(random, batchSize)) {
      const [x, y] = [WAVE.x[i] as number, WAVE.y[i] as number];
      sum += 2 * (Math.sin(w * x) - y) * Math.cos(w * x) * x;
    }
    w -= (rate * sum) / batchSize;
  }
  return Number(waveLoss(w) < FOUND);
}

function drawRows(random: Random, count: number): number[] {
  const rows = WAVE.x.map((_, i) => i);
  return count === rows.length ? rows : Array.from({ length: count }, () => random.integer(0, rows.length));
}

const waveRates = new Map<number, number>();

function findsWaveAtOwnRate(batchSize: number) {
  return ({ seed }: EvidenceRun): number => {
    const known = waveRates.get(batchSize);
    const missed = (rate: number): number =>
      WAVE_STARTS.reduce((sum, each) => sum - findsWave(batchSize, { rate, seed: TUNING + each }), 0);
    const rate = known ?? bestOf(WAVE_RATES, WAVE_RATES.map(missed));
    waveRates.set(batchSize, rate);
    return findsWave(batchSize, { rate, seed });
  };
}

const runs = { seeds: [1, 2, 3, 4, 5], splits: [0, 1, 2] };
const OPTIMIZERS = ["sgd", "momentum", "nesterov", "rmsprop", "adam"] as const;
const meanOf = ({ of }: EvidenceResult, names: readonly string[]): number[] =>
  names.map((name) => of(name).mean);
const spreadOf = (result: EvidenceResult, names: readonly string[]): number =>
  Math.max(...meanOf(result, names)) - Math.min(...meanOf(result, names));
const BATCHES = ["4", "32", "236"];
const mpg = ({ of }: EvidenceResult, name: string): string => of(name).mean.toFixed(2);
const count = ({ of }: EvidenceResult, name: string): number =>
  of(name).values.reduce((sum, value) => sum + value, 0);
const wins = ({ of }: EvidenceResult, better: string, than: string): number =>
  of(better).values.filter((value, i) => value < (of(than).values[i] as number)).length;

export default evidence("08-optimizers", [
  {
    id: "race",
    question:
      "How many steps does each optimizer need in the curved valley, at the best of 21 rates for each start?",
    measure: "steps until the loss stays below 0.01, at most 2000",
    unit: "steps",
    runs: { seeds: STARTS },
    contenders: Object.fromEntries(OPTIMIZERS.map((name) => [name, fewestSteps(name)])),
    claims: [
      { better: "nesterov", than: "momentum", when: "lower" },
      { better: "nesterov", than: "adam", when: "lower" },
    ],
  },
  {
    id: "usable-rates",
    question: "At how many of 21 learning rates does each optimizer arrive?",
    measure: "rates of 21 at which the loss stays below 0.01 within 2000 steps",
    unit: "rates",
    runs: { seeds: STARTS },
    contenders: Object.fromEntries(OPTIMIZERS.map((name) => [name, usableRates(name)])),
    claims: [
      { better: "adam", than: "momentum", when: "higher", inAtLeast: 17 },
      { better: "adam", than: "nesterov", when: "higher", inAtLeast: 17 },
      { better: "adam", than: "sgd", when: "higher", inAtLeast: 17 },
      { better: "adam", than: "rmsprop", when: "higher" },
    ],
    quotes: ({ of }) => [
      `${of("adam").mean.toFixed(1)} of the 21 rates on average and momentum at ${of("momentum").mean.toFixed(1)}`,
    ],
  },
  {
    id: "cars",
    question: "How far off are five optimizers on cars, each at its own learning rate?",
    measure: "mean absolute error on test cars after 30 epochs",
    unit: "mpg",
    runs,
    contenders: Object.fromEntries(OPTIMIZERS.map((name) => [name, atOwnRate({ name })])),
    claims: [
      {
        claim: "the means lie within 0.2 mpg",
        holds: (result) => spreadOf(result, OPTIMIZERS) < 0.2,
      },
    ],
    quotes: (result) => [
      `between ${Math.min(...meanOf(result, OPTIMIZERS)).toFixed(2)} and ${Math.max(...meanOf(result, OPTIMIZERS)).toFixed(2)} mpg`,
    ],
  },
  {
    id: "range-test",
    question: "How far off is Adam at the rate of a single range test, and at the best of six rates?",
    measure: "mean absolute error on test cars after 30 epochs",
    unit: "mpg",
    runs,
    contenders: { "range test": atTestedRate, "best of six": atOwnRate({ name: "adam" }) },
    claims: [
      {
        claim: "the means lie within 0.15 mpg",
        holds: (result) => spreadOf(result, ["range test", "best of six"]) < 0.15,
      },
    ],
    quotes: (result) => [`${mpg(result, "range test")} mpg, against ${mpg(result, "best of six")}`],
  },
  {
    id: "tested-rates",
    question: "Which rates does the range test choose for Adam?",
    measure: "a tenth of the rate with the lowest loss",
    runs,
    contenders: { rate: testedRate },
    claims: [],
    quotes: ({ of }) => [`between ${of("rate").min.toFixed(3)} and ${of("rate").max.toFixed(3)}`],
  },
  {
    id: "batches",
    question:
      "How far off are networks trained with batches of 4, 32 and all 236 cars, each at its own learning rate?",
    measure: "mean absolute error on test cars after 30 epochs",
    unit: "mpg",
    runs,
    contenders: Object.fromEntries(
      BATCHES.map((size) => [size, atOwnRate({ name: "adam", batchSize: Number(size) })]),
    ),
    claims: [
      {
        claim: "the means lie within 0.1 mpg",
        holds: (result) => spreadOf(result, BATCHES) < 0.1,
      },
    ],
    quotes: (result) => [`${mpg(result, "4")}, ${mpg(result, "32")} and ${mpg(result, "236")} mpg`],
  },
  {
    id: "clock",
    question: "How long does one pass over 20,000 rows take with small and with large batches?",
    measure: "time of one epoch on the machine named above",
    unit: "s",
    runs: { seeds: [1, 2, 3, 4, 5] },
    contenders: {
      "4 rows": secondsPerEpoch(4),
      "32 rows": secondsPerEpoch(32),
      "1000 rows": secondsPerEpoch(1000),
    },
    claims: [
      { better: "32 rows", than: "4 rows", when: "lower" },
      { better: "1000 rows", than: "32 rows", when: "lower" },
    ],
  },
  {
    id: "wave",
    question:
      "From how many of 40 starts do batches of several sizes find the deep minimum, each at its own rate?",
    measure: "1 when the loss on all rows ends below 0.1, else 0",
    runs: { seeds: WAVE_STARTS },
    contenders: Object.fromEntries([4, 16, 60].map((size) => [String(size), findsWaveAtOwnRate(size)])),
    claims: [
      {
        claim: "batches of 4 find the deep minimum from at least 8 starts more than the full batch",
        holds: (result) => count(result, "4") >= count(result, "60") + 8,
      },
    ],
    quotes: (result) => [
      `batches of 4 found it from ${count(result, "4")} of 40 starts, batches of 16 from ${count(result, "16")} and the full batch from ${count(result, "60")}`,
    ],
  },
  {
    id: "schedule",
    question:
      "How far off are SGD with batches of 8 and of 32 cars, and Adam with 32, at the rate 0.01, constant or falling along a cosine?",
    measure: "mean absolute error on test cars after 30 epochs",
    unit: "mpg",
    runs,
    contenders: {
      constant: atRate({ name: "sgd", rate: 0.01, batchSize: 8 }),
      cosine: atRate({ name: "sgd", rate: 0.01, batchSize: 8, cosine: true }),
      "SGD of 32 constant": atRate({ name: "sgd", rate: 0.01 }),
      "SGD of 32 cosine": atRate({ name: "sgd", rate: 0.01, cosine: true }),
      "Adam constant": atRate({ name: "adam", rate: 0.01 }),
      "Adam cosine": atRate({ name: "adam", rate: 0.01, cosine: true }),
    },
    claims: [
      { better: "cosine", than: "constant", when: "lower", inAtLeast: 12 },
      {
        claim: "the cosine gains less with batches of 32 than with batches of 8",
        holds: ({ of }) =>
          of("SGD of 32 constant").mean - of("SGD of 32 cosine").mean <
          of("constant").mean - of("cosine").mean,
      },
      {
        claim: "with Adam and batches of 32 the means lie within 0.1 mpg",
        holds: (result) => spreadOf(result, ["Adam constant", "Adam cosine"]) < 0.1,
      },
    ],
    quotes: (result) => [
      `the constant rate ended at ${mpg(result, "constant")} mpg and the cosine at ${mpg(result, "cosine")}, and the cosine was better in ${wins(result, "cosine", "constant")}`,
      `from ${mpg(result, "SGD of 32 constant")} to ${mpg(result, "SGD of 32 cosine")}`,
      `from ${mpg(result, "Adam constant")} to ${mpg(result, "Adam cosine")}`,
    ],
  },
]);
