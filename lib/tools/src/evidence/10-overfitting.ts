/** Evidence for lesson 10: stopping early or training on, networks of several sizes on few cars, wide and deep networks on three targets. */
import { Random, setRandomSeed, tf, type Sequential } from "neural-notebooks/core";
import { readDataset } from "neural-notebooks/frames";
import { denseNet, leastSquares, predictLinear } from "neural-notebooks/models";
import { split as splitRows, StandardScaler } from "neural-notebooks/tensors";
import { evidence, type EvidenceResult, type EvidenceRun } from "../evidence-spec";

const COLUMNS = ["Weight_in_lbs", "Horsepower", "Acceleration", "Cylinders", "Displacement", "Model_year"];
const MPG = ["Miles_per_Gallon"];

interface Rows {
  x: tf.Tensor2D;
  y: tf.Tensor2D;
}
interface Parts {
  train: Rows;
  validation: Rows;
  test: Rows;
}

/** The lesson's cars: 78 to learn from, 157 for validation and 157 for the test, by the seed of the split. */
function carsOf(split: number): Parts & { mpgPerUnit: number } {
  const complete = readDataset("cars").dropNa({ axis: 1 });
  const years = complete.column("Year").values.map((date) => Number(String(date).slice(0, 4)));
  const cars = complete.addColumn("Model_year", years);
  const places = splitRows(cars, { validation: 0.4, test: 0.4, seed: split });
  const known = cars.iloc({ rows: places.train });
  const xScaler = new StandardScaler().fit(known.loc({ columns: COLUMNS }));
  const yScaler = new StandardScaler().fit(known.loc({ columns: MPG }));
  const rowsOf = (rows: Int32Array): Rows => {
    const part = cars.iloc({ rows });
    return {
      x: xScaler.toTensor(part.loc({ columns: COLUMNS })),
      y: yScaler.toTensor(part.loc({ columns: MPG })),
    };
  };
  return {
    train: rowsOf(places.train),
    validation: rowsOf(places.validation),
    test: rowsOf(places.test),
    mpgPerUnit: yScaler.std[0] as number,
  };
}

interface Training {
  hidden: readonly number[];
  seed: number;
  epochs: number;
  stops: boolean;
  rate?: number;
}

async function trained(
  { train, validation }: Parts,
  { hidden, seed, epochs, stops, rate = 0.01 }: Training,
): Promise<Sequential> {
  setRandomSeed(seed);
  const model = denseNet({ inputs: train.x.shape[1], hidden: [...hidden], seed });
  model.compile({ optimizer: tf.train.adam(rate), loss: "meanSquaredError" });
  const stop = { monitor: "val_loss", minDelta: 0.001, patience: 20, restoreBestWeights: true };
  await model.fit(train.x, train.y, {
    epochs,
    batchSize: 32,
    seed,
    verbose: 0,
    validationData: [validation.x, validation.y],
    callbacks: stops ? [tf.callbacks.earlyStopping(stop)] : [],
  });
  return model;
}

function dispose({ train, validation, test }: Parts): void {
  for (const { x, y } of [train, validation, test]) tf.dispose([x, y]);
}

const meanSquare = (model: Sequential, { x, y }: Rows): number =>
  tf.tidy(() => tf.losses.meanSquaredError(y, model.predict(x) as tf.Tensor).dataSync()[0] as number);

/** Test error in mpg of a network, with an early stop or after all epochs. */
function onCars(hidden: readonly number[], stops: boolean) {
  return async ({ seed, split }: EvidenceRun): Promise<number> => {
    const { mpgPerUnit, ...parts } = carsOf(split);
    const model = await trained(parts, { hidden, seed, epochs: 300, stops });
    const { x, y } = parts.test;
    const error = tf.tidy(() => tf.mean(tf.abs(tf.sub(model.predict(x) as tf.Tensor, y))).dataSync()[0]);
    model.dispose();
    dispose(parts);
    return mpgPerUnit * (error as number);
  };
}

function lineOnCars({ split }: EvidenceRun): number {
  const { train, test, mpgPerUnit } = carsOf(split);
  const unit = leastSquares({ x: train.x.arraySync(), y: Array.from(train.y.dataSync()) });
  const yPred = predictLinear(test.x.arraySync(), unit);
  const yTrue = test.y.dataSync();
  return (
    (mpgPerUnit * yPred.reduce((sum, yHat, i) => sum + Math.abs(yHat - (yTrue[i] as number)), 0)) /
    yPred.length
  );
}

type Target = (x: readonly number[]) => number;

const TARGETS: Readonly<Record<string, Target>> = {
  "nearly linear": ([a = 0, b = 0, c = 0, d = 0]) => a + 0.5 * b - 0.5 * c + 0.25 * d + 0.1 * a * a,
  curved: ([a = 0, b = 0, c = 0, d = 0]) => Math.sin(3 * a * b) + c * d,
  nested: ([a = 0, b = 0, c = 0, d = 0]) => Math.sin(3 * Math.sin(2 * a + b) * Math.cos(2 * c - d)),
};
const WIDE = [64];
const DEEP = [12, 12, 12];
const RATES = [0.003, 0.01, 0.03, 0.1];

/** The lesson's rows: four inputs from −1.7 to 1.7, noise of standard deviation 0.2. */
function rowsOf(target: Target, { count, seed }: { count: number; seed: number }): Rows {
  const random = new Random(seed);
  const x: number[][] = [];
  const y: number[][] = [];
  for (let i = 0; i < count; i++) {
    const row = [0, 1, 2, 3].map(() => random.uniform(-1.7, 1.7));
    x.push(row);
    y.push([target(row) + random.normal(0, 0.2)]);
  }
  return { x: tf.tensor2d(x), y: tf.tensor2d(y) };
}

/** Test error of a network whose learning rate was chosen by the validation rows. */
function onTarget(name: string, hidden: readonly number[]) {
  return async ({ seed, split }: EvidenceRun): Promise<number> => {
    const target = TARGETS[name] as Target;
    const parts = {
      train: rowsOf(target, { count: 500, seed: 10 * split + 1 }),
      validation: rowsOf(target, { count: 300, seed: 10 * split + 2 }),
      test: rowsOf(target, { count: 1000, seed: 10 * split + 3 }),
    };
    let best = { validation: Infinity, test: NaN };
    for (const rate of RATES) {
      const model = await trained(parts, { hidden, seed, epochs: 200, stops: true, rate });
      const validation = meanSquare(model, parts.validation);
      if (validation < best.validation) best = { validation, test: meanSquare(model, parts.test) };
      model.dispose();
    }
    dispose(parts);
    return best.test;
  };
}

const SEEDS = [1, 2, 3, 4, 5];
const mpg = ({ of }: EvidenceResult, name: string): string => of(name).mean.toFixed(2);

/** In how many of the paired runs the first is lower. */
function wins({ of }: EvidenceResult, [better, than]: readonly [string, string]): number {
  return of(better).values.filter((value, i) => value < (of(than).values[i] as number)).length;
}

interface Row {
  target: string;
  digits: number;
  better: "wide" | "deep";
}

/** A row of the lesson's table: the two means, and in how many runs the better one is lower. */
function rowOf(result: EvidenceResult, { target, digits, better }: Row): string {
  const mean = (shape: string) => result.of(`${target}, ${shape}`).mean.toFixed(digits);
  const other = better === "wide" ? "deep" : "wide";
  const lower = wins(result, [`${target}, ${better}`, `${target}, ${other}`]);
  return `| ${target} | ${mean("wide")} | ${mean("deep")} | the ${better} one in ${lower} of 15 |`;
}

export default evidence("10-overfitting", [
  {
    id: "cars",
    question: "How far off are networks on new cars that stopped early, and that trained on for 300 epochs?",
    measure: "mean absolute error on test cars",
    unit: "mpg",
    runs: { seeds: SEEDS, splits: SEEDS },
    contenders: {
      "linear unit": lineOnCars,
      "64-64, stopped": onCars([64, 64], true),
      "64-64, 300 epochs": onCars([64, 64], false),
      "4, stopped": onCars([4], true),
      "64-64-64, stopped": onCars([64, 64, 64], true),
    },
    claims: [
      { better: "64-64, stopped", than: "64-64, 300 epochs", when: "lower", inAtLeast: 20 },
      { better: "64-64, stopped", than: "linear unit", when: "lower" },
      { better: "64-64-64, stopped", than: "4, stopped", when: "lower", inAtLeast: 17 },
    ],
    quotes: (result) => [
      `| linear unit, least squares | ${mpg(result, "linear unit")} |`,
      `| 64-64, all 300 epochs | ${mpg(result, "64-64, 300 epochs")} |`,
      `| 64-64, stopped early | ${mpg(result, "64-64, stopped")} |`,
      `in ${wins(result, ["64-64, stopped", "64-64, 300 epochs"])} of the 25 pairs`,
      `4 units were off by ${mpg(result, "4, stopped")} mpg`,
      `64-64-64 units by ${mpg(result, "64-64-64, stopped")} mpg`,
      `in ${wins(result, ["64-64-64, stopped", "4, stopped"])} of the 25 pairs`,
    ],
  },
  {
    id: "wide-deep",
    question: "Does a wide network suit a nearly linear target better, and a deep one a curved target?",
    measure: "mean squared error on test rows",
    runs: { seeds: SEEDS, splits: [1, 2, 3] },
    contenders: Object.fromEntries(
      Object.keys(TARGETS).flatMap((name) => [
        [`${name}, wide`, onTarget(name, WIDE)],
        [`${name}, deep`, onTarget(name, DEEP)],
      ]),
    ),
    claims: [
      { better: "curved, wide", than: "curved, deep", when: "lower" },
      { better: "nested, deep", than: "nested, wide", when: "lower", inAtLeast: 11 },
      {
        claim: "on the nearly linear target the means lie within 0.002",
        holds: ({ of }) => Math.abs(of("nearly linear, wide").mean - of("nearly linear, deep").mean) < 0.002,
      },
    ],
    quotes: (result) => [
      rowOf(result, { target: "nearly linear", digits: 3, better: "wide" }),
      rowOf(result, { target: "curved", digits: 2, better: "wide" }),
      rowOf(result, { target: "nested", digits: 2, better: "deep" }),
    ],
  },
]);
