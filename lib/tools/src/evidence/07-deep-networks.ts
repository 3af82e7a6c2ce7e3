/** Evidence for lesson 07: networks and a linear unit on cars, two ReLU units that die, heads for the origin of a car. */
import { setRandomSeed, tf, type LayersModel } from "neural-notebooks/core";
import { meanAbsoluteError } from "neural-notebooks/evaluation";
import { readDataset } from "neural-notebooks/frames";
import { leastSquares, predictLinear } from "neural-notebooks/models";
import { StandardScaler } from "neural-notebooks/tensors";
import { evidence, type EvidenceResult, type EvidenceRun } from "../evidence-spec";

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
  return async ({ seed, split }: EvidenceRun): Promise<number> => {
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
  };
}

function line({ split }: EvidenceRun): number {
  const { train, test } = carsOf(split);
  const unit = leastSquares({ x: train.x, y: train.mpg });
  return meanAbsoluteError({ yTrue: test.mpg, yPred: predictLinear(test.x, unit) });
}

/** How many of two hidden units are dead on all training cars after 60 epochs; `centre` takes the mean off the target. */
function deadUnits(centre: boolean) {
  return async ({ seed, split }: EvidenceRun): Promise<number> => {
    const { train } = carsOf(split);
    setRandomSeed(seed);
    const model = stack([2], { units: 1, activation: "linear" });
    model.compile({ optimizer: tf.train.adam(RATE), loss: "meanSquaredError" });
    const mean = centre ? train.mpg.reduce((sum, mpg) => sum + mpg, 0) / train.mpg.length : 0;
    const [x, y] = [tf.tensor2d(train.x), columnOf(train.mpg.map((mpg) => mpg - mean))];
    await model.fit(x, y, { epochs: 60, batchSize: 32, verbose: 0 });
    const hidden = tf.tidy(() => (model.layers[0]?.apply(x) as tf.Tensor2D).arraySync());
    const dead = [0, 1].filter((unit) => hidden.every((row) => row[unit] === 0)).length;
    tf.dispose([x, y]);
    model.dispose();
    return dead;
  };
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

const runs = { seeds: [1, 2, 3, 4, 5], splits: [0, 1, 2, 3, 4] };
const WIDE = ["8", "32", "256", "16 and 16", "128 and 128"];
const bothDead = ({ of }: EvidenceResult, name: string): number =>
  of(name).values.filter((count) => count === 2).length;

export default evidence("07-deep-networks", [
  {
    id: "cars",
    question: "How far off are a linear unit and networks of several sizes on cars that they have not seen?",
    measure: "mean absolute error on test cars",
    unit: "mpg",
    runs,
    contenders: {
      "linear unit": line,
      "2": network(2),
      "8": network(8),
      "32": network(32),
      "256": network(256),
      "16 and 16": network(16, 16),
      "128 and 128": network(128, 128),
    },
    claims: [
      { better: "16 and 16", than: "linear unit", when: "lower" },
      {
        claim: "from 8 units on the means lie within 0.15 mpg",
        holds: ({ of }) => {
          const means = WIDE.map((name) => of(name).mean);
          return Math.max(...means) - Math.min(...means) < 0.15;
        },
      },
    ],
    quotes: ({ of }) => [
      `off by ${of("16 and 16").mean.toFixed(1)} mpg (${of("16 and 16").min.toFixed(1)} to ${of("16 and 16").max.toFixed(1)}), the linear unit by ${of("linear unit").mean.toFixed(1)}`,
      `between ${Math.min(...WIDE.map((name) => of(name).mean)).toFixed(2)} and ${Math.max(...WIDE.map((name) => of(name).mean)).toFixed(2)} for all sizes from 8 units on`,
    ],
  },
  {
    id: "two-units",
    question:
      "How often do two hidden ReLU units both die, on the plain target and on one with the mean taken off?",
    measure: "dead units of two after 60 epochs",
    unit: "units",
    runs: { seeds: Array.from({ length: 20 }, (_, i) => i + 1), splits: [0, 2, 4] },
    contenders: { plain: deadUnits(false), centred: deadUnits(true) },
    claims: [
      {
        claim: "with the mean taken off, the two units never die both",
        holds: (result) => bothDead(result, "centred") === 0,
      },
      {
        claim: "on the plain target they do in more than one run of twenty",
        holds: (result) => bothDead(result, "plain") > 3,
      },
    ],
    quotes: (result) => [`in ${bothDead(result, "plain")} of 60 runs, with the mean taken off in none`],
  },
  {
    id: "origin",
    question: "With which head does a network tell best where a car was built?",
    measure: "accuracy on test cars",
    unit: "%",
    runs,
    contenders: {
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
    claims: [{ better: "softmax", than: "one number", when: "higher", inAtLeast: 18 }],
    quotes: ({ of }) => [
      `this network was right for ${of("softmax").mean.toFixed(0)} % of the test cars`,
      `right for only ${of("one number").mean.toFixed(0)} % of the test cars`,
      `(${of("three sigmoids").mean.toFixed(0)} % in the 25 runs)`,
    ],
  },
]);
