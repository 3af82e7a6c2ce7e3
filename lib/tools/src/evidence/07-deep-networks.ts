/** Evidence for lesson 07: networks and a linear unit on cars, two ReLU units that die, heads for the origin of a car. */
import { setRandomSeed, tf, type LayersModel } from "neural-notebooks/core";
import { meanAbsoluteError } from "neural-notebooks/evaluation";
import { readDataset } from "neural-notebooks/frames";
import { denseNet, leastSquares, predictLinear } from "neural-notebooks/models";
import { StandardScaler } from "neural-notebooks/tensors";
import { evidence, oncePerRun, type EvidenceResult, type EvidenceRun } from "../evidence-spec";

const COLUMNS = ["Weight_in_lbs", "Horsepower", "Acceleration", "Cylinders", "Displacement", "Model_year"];
const PLACES = ["Europe", "Japan", "USA"];
const FIFTHS = 5;
const RATE = 0.01;

interface Rows {
  x: number[][];
  mpg: number[];
  place: number[];
}
interface Cars {
  train: Rows;
  validation: Rows;
  test: Rows;
}

let read: { inputs: number[][]; mpg: number[]; place: number[] } | undefined;

function allCars() {
  if (read) return read;
  const complete = readDataset("cars").dropNa({ axis: 1 });
  const years = complete.column("Year").values.map((date) => Number(String(date).slice(0, 4)));
  const cars = complete.addColumn("Model_year", years);
  read = {
    inputs: cars.loc({ columns: COLUMNS }).values as number[][],
    mpg: cars.column("Miles_per_Gallon").values,
    place: cars.column("Origin").values.map((name) => PLACES.indexOf(String(name))),
  };
  return read;
}

/** The lesson's rows: every fifth car for the test, the one before it for validation; `split` says which fifth. */
function carsOf(split: number): Cars {
  const { inputs, mpg, place } = allCars();
  const fifth = (kind: number): number[] => mpg.flatMap((_, i) => (i % FIFTHS === kind % FIFTHS ? [i] : []));
  const [test, validation] = [fifth(split), fifth(split + FIFTHS - 1)];
  const others = mpg.flatMap((_, i) => (test.includes(i) || validation.includes(i) ? [] : [i]));
  const scaler = new StandardScaler().fit(others.map((i) => inputs[i] as number[]));
  const rowsOf = (places: number[]): Rows => ({
    x: scaler.transform(places.map((i) => inputs[i] as number[])),
    mpg: places.map((i) => mpg[i] as number),
    place: places.map((i) => place[i] as number),
  });
  return { train: rowsOf(others), validation: rowsOf(validation), test: rowsOf(test) };
}

function stack(
  hidden: readonly number[],
  head: { units: number; activation: "linear" | "sigmoid" | "softmax" },
) {
  const model = tf.sequential();
  hidden.forEach((units, i) => {
    const first = i === 0 ? { inputShape: [COLUMNS.length] } : {};
    model.add(tf.layers.dense({ units, activation: "relu", kernelInitializer: "heNormal", ...first }));
  });
  model.add(tf.layers.dense(head));
  return model;
}

const columnOf = (values: readonly number[]): tf.Tensor2D => tf.tensor2d([...values], [values.length, 1]);

function outputsOf(model: LayersModel, { x }: Rows): number[][] {
  return tf.tidy(() => (model.predict(tf.tensor2d(x)) as tf.Tensor2D).arraySync());
}

/** Test error of a network that stops early, as the lesson trains it. */
function network(...hidden: number[]) {
  return oncePerRun(async ({ seed, split }) => {
    const { train, validation, test } = carsOf(split);
    setRandomSeed(seed);
    const model = stack(hidden, { units: 1, activation: "linear" });
    model.compile({ optimizer: tf.train.adam(RATE), loss: "meanSquaredError" });
    const tensors = [
      tf.tensor2d(train.x),
      columnOf(train.mpg),
      tf.tensor2d(validation.x),
      columnOf(validation.mpg),
    ];
    const [x, y, xValidation, yValidation] = tensors as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const stop = { monitor: "val_loss", patience: 20, restoreBestWeights: true };
    await model.fit(x, y, {
      epochs: 300,
      batchSize: 32,
      validationData: [xValidation, yValidation],
      callbacks: [tf.callbacks.earlyStopping(stop)],
      verbose: 0,
    });
    const error = meanAbsoluteError({ yTrue: test.mpg, yPred: outputsOf(model, test).flat() });
    tf.dispose(tensors);
    model.dispose();
    return error;
  });
}

/** The lesson's network, for which two questions ask. */
const sixteenTwice = network(16, 16);

function line({ split }: EvidenceRun): number {
  const { train, test } = carsOf(split);
  const unit = leastSquares({ x: train.x, y: train.mpg });
  return meanAbsoluteError({ yTrue: test.mpg, yPred: predictLinear(test.x, unit) });
}

/**
 * How many of two hidden units are dead on all training cars after 60 epochs: on the plain target, on the centred one, and
 * on the plain one where the output's bias begins at the mean.
 */
function deadUnits(kind: "plain" | "centred" | "bias") {
  return async ({ seed, split }: EvidenceRun): Promise<number> => {
    const { train } = carsOf(split);
    const model = denseNet({ inputs: COLUMNS.length, hidden: [2], seed });
    model.compile({ optimizer: tf.train.adam(RATE), loss: "meanSquaredError" });
    const mean = train.mpg.reduce((sum, mpg) => sum + mpg, 0) / train.mpg.length;
    if (kind === "bias") startOutputAt(model, mean);
    const shift = kind === "centred" ? mean : 0;
    const [x, y] = [tf.tensor2d(train.x), columnOf(train.mpg.map((mpg) => mpg - shift))];
    await model.fit(x, y, { epochs: 60, batchSize: 32, seed, verbose: 0 });
    const hidden = tf.tidy(() => (model.layers.at(-2)?.apply(x) as tf.Tensor2D).arraySync());
    const dead = [0, 1].filter((unit) => hidden.every((row) => row[unit] === 0)).length;
    tf.dispose([x, y]);
    model.dispose();
    return dead;
  };
}

function startOutputAt(model: LayersModel, bias: number): void {
  const output = model.layers.at(-1);
  const [kernel] = output?.getWeights() ?? [];
  if (kernel) output?.setWeights([kernel, tf.tensor1d([bias])]);
}

interface HeadSpec {
  units: number;
  activation: "linear" | "sigmoid" | "softmax";
  loss: string;
  targets: (rows: Rows) => tf.Tensor2D;
  classOf: (output: number[]) => number;
}
const oneHot = ({ place }: Rows): tf.Tensor2D =>
  tf.tensor2d(place.map((kind) => PLACES.map((_, k) => Number(k === kind))));
const largest = (output: number[]): number => output.indexOf(Math.max(...output));

/** Share of test cars whose origin is told right, in percent. */
function origin({ units, activation, loss, targets, classOf }: HeadSpec) {
  return async ({ seed, split }: EvidenceRun): Promise<number> => {
    const { train, test } = carsOf(split);
    setRandomSeed(seed);
    const model = stack([16, 16], { units, activation });
    model.compile({ optimizer: tf.train.adam(RATE), loss });
    const [x, y] = [tf.tensor2d(train.x), targets(train)];
    await model.fit(x, y, { epochs: 60, batchSize: 32, verbose: 0 });
    const right = outputsOf(model, test).filter((output, i) => classOf(output) === test.place[i]).length;
    tf.dispose([x, y]);
    model.dispose();
    return (100 * right) / test.place.length;
  };
}

/** Share of test cars that were built in the USA: what always saying so is right for, in percent. */
function alwaysUsa({ split }: EvidenceRun): number {
  const { place } = carsOf(split).test;
  return (100 * place.filter((kind) => kind === PLACES.indexOf("USA")).length) / place.length;
}

/** One number for three classes in another order: how often the middle class is named for each time it is true. */
function middle(order: readonly [string, string, string]) {
  return async ({ seed, split }: EvidenceRun): Promise<number> => {
    const { train, test } = carsOf(split);
    const numberOf = ({ place }: Rows): number[] =>
      place.map((kind) => order.indexOf(PLACES[kind] as string));
    setRandomSeed(seed);
    const model = stack([16, 16], { units: 1, activation: "linear" });
    model.compile({ optimizer: tf.train.adam(RATE), loss: "meanSquaredError" });
    const [x, y] = [tf.tensor2d(train.x), columnOf(numberOf(train))];
    await model.fit(x, y, { epochs: 60, batchSize: 32, verbose: 0 });
    const named = outputsOf(model, test).filter(([value = 0]) => value > 0.5 && value < 1.5).length;
    tf.dispose([x, y]);
    model.dispose();
    return named / numberOf(test).filter((kind) => kind === 1).length;
  };
}

/** Each fifth as the test set, and three of them. */
const runs = { seeds: [1, 2, 3, 4, 5], splits: [0, 1, 2, 3, 4] };
const fewer = { ...runs, splits: [0, 2, 4] };
const SIZES = ["8", "48", "16 and 16", "128 and 128"];
const bothDead = ({ of }: EvidenceResult, name: string): number =>
  of(name).values.filter((count) => count === 2).length;

export default evidence("07-deep-networks", [
  {
    id: "cars",
    question: "How far off are a linear unit and a network on cars that they have not seen?",
    measure: "mean absolute error on test cars",
    unit: "mpg",
    runs,
    contenders: {
      "linear unit": line,
      "16 and 16": sixteenTwice,
    },
    claims: [{ better: "16 and 16", than: "linear unit", when: "lower" }],
    quotes: ({ of }) => [
      `off by ${of("16 and 16").mean.toFixed(1)} mpg (${of("16 and 16").min.toFixed(1)} to ${of("16 and 16").max.toFixed(1)}), the linear unit by ${of("linear unit").mean.toFixed(1)}`,
    ],
  },
  {
    id: "sizes",
    question: "How far off are networks of several sizes on cars that they have not seen?",
    measure: "mean absolute error on test cars",
    unit: "mpg",
    runs: fewer,
    contenders: {
      "8": network(8),
      "48": network(48),
      "16 and 16": sixteenTwice,
      "128 and 128": network(128, 128),
    },
    claims: [
      {
        claim: "the means lie within 0.15 mpg",
        holds: ({ of }) => {
          const means = SIZES.map((name) => of(name).mean);
          return Math.max(...means) - Math.min(...means) < 0.15;
        },
      },
    ],
    quotes: ({ of }) => [
      `between ${Math.min(...SIZES.map((name) => of(name).mean)).toFixed(2)} and ${Math.max(...SIZES.map((name) => of(name).mean)).toFixed(2)} mpg for the four sizes`,
    ],
  },
  {
    id: "two-units",
    question:
      "How often do two hidden ReLU units both die: on the plain target, on the centred one, with the output's bias at the mean?",
    measure: "dead units of two after 60 epochs",
    unit: "units",
    runs: { seeds: Array.from({ length: 10 }, (_, i) => i + 1), splits: [0, 2, 4] },
    contenders: { plain: deadUnits("plain"), centred: deadUnits("centred"), bias: deadUnits("bias") },
    claims: [
      {
        claim: "on the centred target the two units never die both, nor with the output's bias at the mean",
        holds: (result) => bothDead(result, "centred") + bothDead(result, "bias") === 0,
      },
      {
        claim: "on the plain target both die with some seeds on each split",
        holds: ({ of }) =>
          [0, 10, 20].every((i) =>
            of("plain")
              .values.slice(i, i + 10)
              .includes(2),
          ),
      },
    ],
    quotes: (result) => [
      `both units died in ${bothDead(result, "plain")} of 30 runs with the mpg, and in none with the centred target`,
    ],
  },
  {
    id: "origin",
    question: "With which head does a network tell best where a car was built?",
    measure: "accuracy on test cars",
    unit: "%",
    runs: fewer,
    contenders: {
      "always USA": alwaysUsa,
      softmax: origin({
        units: 3,
        activation: "softmax",
        loss: "categoricalCrossentropy",
        targets: oneHot,
        classOf: largest,
      }),
      "three sigmoids": origin({
        units: 3,
        activation: "sigmoid",
        loss: "binaryCrossentropy",
        targets: oneHot,
        classOf: largest,
      }),
      "one number": origin({
        units: 1,
        activation: "linear",
        loss: "meanSquaredError",
        targets: ({ place }) => columnOf(place),
        classOf: ([value = 0]) => Math.max(0, Math.min(2, Math.round(value))),
      }),
    },
    claims: [
      { better: "softmax", than: "one number", when: "higher", inAtLeast: 11 },
      { better: "softmax", than: "always USA", when: "higher" },
    ],
    quotes: ({ of }) => [
      `this network was right for ${of("softmax").mean.toFixed(0)} % of the test cars; always saying "USA" is right for ${of("always USA").mean.toFixed(0)} %`,
      `right for only ${of("one number").mean.toFixed(0)} % of the test cars`,
      `(${of("three sigmoids").mean.toFixed(0)} % in the 15 runs)`,
    ],
  },
  {
    id: "middle",
    question:
      "How often does a network that predicts a class number name the class in the middle, for each time it is true?",
    measure: "test cars called the middle class, for each that belongs to it",
    unit: "times",
    runs: fewer,
    contenders: {
      Japan: middle(["Europe", "Japan", "USA"]),
      Europe: middle(["Japan", "Europe", "USA"]),
      USA: middle(["Europe", "USA", "Japan"]),
    },
    claims: ["Japan", "Europe", "USA"].map((name) => ({
      claim: `${name} in the middle is named too often in every run`,
      holds: ({ of }: EvidenceResult) => of(name).min > 1,
    })),
    quotes: ({ of }) => [
      `Japan ${of("Japan").mean.toFixed(1)} times as often as it is true, Europe ${of("Europe").mean.toFixed(1)} times and the USA ${of("USA").mean.toFixed(1)} times`,
    ],
  },
]);
