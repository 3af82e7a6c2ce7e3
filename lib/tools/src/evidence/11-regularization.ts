/** Evidence for lesson 11: a large network on 300 films with each regularisation method, the same on wines of which two measurements matter, a deep network with and without batch normalisation. */
import { Random, tf, withRandomSeed, type LayersModel } from "neural-notebooks/core";
import { readDataset } from "neural-notebooks/frames";
import { denseNet, leastSquares, predictLinear, type DenseOptions } from "neural-notebooks/models";
import { columnTransformer, OneHotEncoder, split, StandardScaler } from "neural-notebooks/tensors";
import { evidence, type EvidenceResult, type EvidenceRun } from "../evidence-spec";

interface Rows {
  x: number[][];
  y: number[];
}
interface Parts {
  train: Rows;
  validation: Rows;
  test: Rows;
}
interface Settings extends Partial<DenseOptions> {
  stop?: boolean;
  epochs?: number;
  learningRate?: number;
}

const TRAIN = 300;
const LATEST = 2011;

function films() {
  const yearOf = (date: unknown): number => {
    const year = Number(String(date).slice(0, 4));
    return year > LATEST ? year - 100 : year;
  };
  return readDataset("movies")
    .query((row) => Number(row["Worldwide Gross"]) > 0 && Number(row["Production Budget"]) > 0)
    .addColumn("log gross", (row) => Math.log10(Number(row["Worldwide Gross"])))
    .addColumn("log budget", (row) => Math.log10(Number(row["Production Budget"])))
    .addColumn("year", (row) => yearOf(row["Release Date"]))
    .fillNa({
      "MPAA Rating": "R",
      "Major Genre": "Drama",
      Source: "Original Screenplay",
      "Creative Type": "Contemporary Fiction",
    });
}

const filmParts = new Map<number, Parts>();

/** The lesson's films: 300 to learn from, 300 for validation, all others for the test. */
function filmsOf(number: number): Parts {
  const known = filmParts.get(number);
  if (known) return known;
  const all = films();
  const count = all.shape[0];
  const shares = { validation: TRAIN / count, test: (count - 2 * TRAIN) / count };
  const places = split(all, { ...shares, seed: number });
  const learned = all.iloc({ rows: places.train });
  const inputs = columnTransformer({
    numbers: [["log budget", "year"], new StandardScaler()],
    words: [
      ["MPAA Rating", "Major Genre", "Source", "Creative Type"],
      new OneHotEncoder({ handleUnknown: "ignore" }),
    ],
  }).fit(learned);
  const mean = meanOf(learned.column("log gross").values);
  const rowsOf = (rows: Int32Array): Rows => {
    const some = all.iloc({ rows });
    const x = tf.tidy(() => inputs.toTensor(some).arraySync());
    return { x, y: some.column("log gross").values.map((value) => value - mean) };
  };
  const parts = {
    train: rowsOf(places.train),
    validation: rowsOf(places.validation),
    test: rowsOf(places.test),
  };
  filmParts.set(number, parts);
  return parts;
}

const WINE_INPUTS = 40;

/** The lesson's wines: 40 measurements, of which the first two matter. */
function wines(seed: number, count: number): Rows {
  const random = new Random(seed);
  const rows: Rows = { x: [], y: [] };
  for (let i = 0; i < count; i++) {
    const measured = Array.from({ length: WINE_INPUTS }, () => random.normal());
    const [sweet = 0, sour = 0] = measured;
    rows.x.push(measured);
    rows.y.push(1.5 * Math.abs(sweet) + sour - 1.2 + random.normal(0, 0.3));
  }
  return rows;
}

const wineParts = new Map<number, Parts>();

function winesOf(number: number): Parts {
  const parts = wineParts.get(number) ?? {
    train: wines(number, 200),
    validation: wines(100 + number, 200),
    test: wines(200 + number, 1000),
  };
  wineParts.set(number, parts);
  return parts;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface Errors {
  squared: number;
  absolute: number;
}

function errorsOf(predicted: ArrayLike<number>, y: readonly number[]): Errors {
  const misses = y.map((value, i) => (predicted[i] as number) - value);
  return { squared: meanOf(misses.map((miss) => miss ** 2)), absolute: meanOf(misses.map(Math.abs)) };
}

interface Tensors {
  x: tf.Tensor2D;
  y: tf.Tensor2D;
}

const tensorsByRows = new WeakMap<Rows, Tensors>();

/** A part's rows as tensors, made once: every training of a split uses the same. */
function tensorsOf(rows: Rows): Tensors {
  const made = tensorsByRows.get(rows) ?? {
    x: tf.tensor2d(rows.x),
    y: tf.tensor2d(rows.y, [rows.y.length, 1]),
  };
  tensorsByRows.set(rows, made);
  return made;
}

function measured(model: LayersModel, rows: Rows): Errors {
  const { x } = tensorsOf(rows);
  return errorsOf(
    tf.tidy(() => (model.predict(x, { batchSize: 4096 }) as tf.Tensor).dataSync()),
    rows.y,
  );
}

/** Trains one network and measures it on all three parts. */
async function trained({ train, validation, test }: Parts, settings: Settings, seed: number) {
  const { stop, epochs = 60, learningRate = 0.005, ...options } = settings;
  const inputs = train.x[0]?.length ?? 0;
  const model = denseNet({ inputs, hidden: [64, 64], seed, ...options });
  const optimizer = tf.train.adam(learningRate);
  model.compile({ optimizer, loss: "meanSquaredError", metrics: ["mse"] });
  const { x, y } = tensorsOf(train);
  const others = tensorsOf(validation);
  const early = tf.callbacks.earlyStopping({ monitor: "val_mse", patience: 20, restoreBestWeights: true });
  await model.fit(x, y, {
    epochs,
    batchSize: 32,
    seed,
    verbose: 0,
    ...(stop ? { validationData: [others.x, others.y], callbacks: [early] } : {}),
  });
  const result = {
    train: measured(model, train),
    validation: measured(model, validation),
    test: measured(model, test),
  };
  model.dispose();
  optimizer.dispose();
  return result;
}

/** The best of several strengths by the validation rows, measured on the test rows. */
async function bestOf(parts: Parts, choices: readonly Settings[], seed: number): Promise<Errors> {
  let best = await trained(parts, choices[0] ?? {}, seed);
  for (const settings of choices.slice(1)) {
    const next = await trained(parts, settings, seed);
    if (next.validation.squared < best.validation.squared) best = next;
  }
  return best.test;
}

type Choices = readonly Settings[];
const L2: Choices = [{ l2: 0.01 }, { l2: 0.03 }, { l2: 0.1 }];
const L1: Choices = [{ l1: 0.003 }, { l1: 0.01 }, { l1: 0.03 }];
const DROPOUT: Choices = [{ dropout: 0.2 }, { dropout: 0.4 }, { dropout: 0.6 }];
const stopped = (choices: Choices): Choices => choices.map((settings) => ({ ...settings, stop: true }));

/** By which factor a film's gross is missed: ten to the power of the mean absolute error in powers of ten. */
const onFilms =
  (choices: Choices) =>
  async ({ seed, split: number }: EvidenceRun): Promise<number> =>
    10 ** (await bestOf(filmsOf(number), choices, seed)).absolute;

function lineOnFilms({ split: number }: EvidenceRun): number {
  const { train, validation, test } = filmsOf(number);
  const lines = [1, 10, 30, 100].map((ridge) => leastSquares(train, { ridge }));
  const errorOf = (line: (typeof lines)[number], { x, y }: Rows) => errorsOf(predictLinear(x, line), y);
  const squared = lines.map((line) => errorOf(line, validation).squared);
  const best = lines[squared.indexOf(Math.min(...squared))] as (typeof lines)[number];
  return 10 ** errorOf(best, test).absolute;
}

const onWines =
  (choices: Choices) =>
  async ({ seed, split: number }: EvidenceRun): Promise<number> =>
    (await bestOf(winesOf(number), choices, seed)).squared;

const TWELVE = Array<number>(12).fill(16);

/** The training error of twelve hidden layers as a share of what the mean leaves: 1 is a network that has learned nothing. */
const deep =
  (settings: Settings) =>
  async ({ seed, split: number }: EvidenceRun): Promise<number> => {
    const parts = filmsOf(number);
    const { train } = await withRandomSeed(seed, () =>
      trained(parts, { hidden: TWELVE, learningRate: 0.01, ...settings }, seed),
    );
    return train.squared / meanOf(parts.train.y.map((value) => value ** 2));
  };

const runs = { seeds: [1, 2, 3, 4, 5], splits: [1, 2, 3] };
const spread = ({ of }: EvidenceResult, name: string, digits: number): string => {
  const { mean, min, max } = of(name);
  return `${mean.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
};
/** In how many runs one contender is lower than another. */
const wins = ({ of }: EvidenceResult, better: string, than: string): number =>
  of(better).values.filter((value, i) => value < (of(than).values[i] as number)).length;
const PLAIN = ["plain, 0.001", "plain, 0.005", "plain, 0.01"];
const ROWS = {
  "nothing added": "control",
  "early stopping": "early stopping",
  "smaller network, stopped early": "small, stopped early",
  L2: "L2",
  L1: "L1",
  dropout: "dropout",
  "L2, stopped early": "L2, stopped early",
  "batch normalisation": "batch normalisation",
  "a linear unit with L2": "linear unit",
};

export default evidence("11-regularization", [
  {
    id: "films",
    question:
      "By which factor does a large network miss the gross of films, with which method against memorising?",
    measure: "typical factor on test films",
    unit: "times",
    runs,
    contenders: {
      control: onFilms([{}]),
      "early stopping": onFilms([{ stop: true }]),
      "small, stopped early": onFilms(stopped([{ hidden: [4] }, { hidden: [8] }, { hidden: [16] }])),
      L2: onFilms(L2),
      L1: onFilms(L1),
      dropout: onFilms(DROPOUT),
      "L2, stopped early": onFilms(stopped(L2)),
      "batch normalisation": onFilms([{ batchNorm: "hidden" }]),
      "linear unit": lineOnFilms,
    },
    claims: [
      ...["early stopping", "L2", "L1", "dropout", "L2, stopped early"].map((better) => ({
        better,
        than: "control",
        when: "lower" as const,
      })),
      { better: "L2, stopped early", than: "early stopping", when: "lower" },
      { better: "L2, stopped early", than: "linear unit", when: "lower", inAtLeast: 13 },
      {
        claim: "batch normalisation alone brings less than 0.2",
        holds: ({ of }) => of("control").mean - of("batch normalisation").mean < 0.2,
      },
      {
        claim: "dropout is no better than early stopping",
        holds: ({ of }) => of("dropout").mean > of("early stopping").mean,
      },
    ],
    quotes: (result) => [
      ...Object.entries(ROWS).map(([shown, name]) => `| ${shown} | ${spread(result, name, 2)} |`),
      `in ${wins(result, "L2, stopped early", "linear unit")} of 15 runs`,
    ],
  },
  {
    id: "wines",
    question: "Which method helps a large network where two of 40 inputs matter?",
    measure: "mean squared error on test wines",
    runs,
    contenders: {
      control: onWines([{}]),
      "early stopping": onWines([{ stop: true }]),
      L2: onWines(L2),
      L1: onWines(L1),
    },
    claims: ["control", "early stopping", "L2"].map((than) => ({
      better: "L1",
      than,
      when: "lower" as const,
    })),
    quotes: ({ of }) => [
      `${of("L1").mean.toFixed(2)} with L1, ${of("L2").mean.toFixed(2)} with L2, ${of("early stopping").mean.toFixed(2)} with early stopping and ${of("control").mean.toFixed(2)} with nothing added`,
    ],
  },
  {
    id: "deep",
    question: "Do twelve hidden layers of sigmoid units learn, with and without batch normalisation?",
    measure: "training error as a share of the mean's",
    runs,
    contenders: {
      ...Object.fromEntries(
        PLAIN.map((name) => [
          name,
          deep({ activation: "sigmoid", learningRate: Number(name.split(" ")[1]) }),
        ]),
      ),
      "batch normalisation": deep({ activation: "sigmoid", batchNorm: "hidden", epochs: 15 }),
      "ReLU, He": deep({ epochs: 15 }),
    },
    claims: [
      ...PLAIN.map((than) => ({ better: "batch normalisation", than, when: "lower" as const })),
      {
        claim: "without it the rates 0.001 and 0.01 leave 0.97 of the mean's error and more",
        holds: ({ of }) => ["plain, 0.001", "plain, 0.01"].every((name) => of(name).min > 0.97),
      },
      { better: "ReLU, He", than: "batch normalisation", when: "lower", inAtLeast: 12 },
    ],
    quotes: ({ of }) => [
      `in ${of("plain, 0.005").values.filter((share) => share < 0.9).length} of 15 runs`,
      `${(100 * of("batch normalisation").mean).toFixed(0)} % of the mean's error`,
      `${(100 * of("ReLU, He").mean).toFixed(0)} %`,
    ],
  },
]);
