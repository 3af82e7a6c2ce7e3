/** Evidence for lesson 09: what each step of the preparation is worth to a network, what a leaking gap costs, and noise. */
import { Random, setRandomSeed, tf } from "neural-notebooks/core";
import { correlation } from "neural-notebooks/charts";
import { meanAbsoluteError } from "neural-notebooks/evaluation";
import { readDataset } from "neural-notebooks/frames";
import { leastSquares, predictLinear } from "neural-notebooks/models";
import { split } from "neural-notebooks/tensors";
import { evidence, type EvidenceRun } from "../evidence-spec";

interface Film {
  year: number;
  dollars: number;
  logBudget: number;
  logGross: number;
  gross: number;
  noted: number;
  rating: string;
  genre: string;
}

const LAST_YEAR = 2010;
let read: Film[] | undefined;

/** The lesson's films: budget and gross known, dates of the future repaired, without the unfinished year 2010. */
function allFilms(): Film[] {
  read ??= readDataset("movies")
    .toRows()
    .map((film) => {
      const written = Number(String(film["Release Date"]).slice(0, 4));
      return {
        year: written > 2011 ? written - 100 : written,
        dollars: film["Production Budget"],
        logBudget: Math.log10(film["Production Budget"]),
        logGross: Math.log10(film["Worldwide Gross"]),
        gross: film["Worldwide Gross"],
        noted: Number(film["Running Time min"] > 0),
        rating: film["MPAA Rating"] ?? "unknown",
        genre: film["Major Genre"] ?? "unknown",
      };
    })
    .filter(({ dollars, gross, year }) => dollars > 0 && gross > 0 && year < LAST_YEAR);
  return read;
}

const middleOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

type Encode = (film: Film) => number[];
interface Steps {
  numbers: readonly ("dollars" | "logBudget" | "noted")[];
  scale?: boolean;
  words?: "one-hot" | "none";
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
function standardised(values: readonly number[]): (value: number) => number {
  const m = mean(values);
  const s = Math.sqrt(mean(values.map((value) => (value - m) ** 2))) || 1;
  return (value) => (value - m) / s;
}

/** Learns the steps from the training films. */
function prepare(train: readonly Film[], { numbers, scale = true, words = "one-hot" }: Steps): Encode {
  const scalers = numbers.map((name) =>
    scale ? standardised(train.map((film) => film[name])) : (value: number) => value,
  );
  const coders = (["rating", "genre"] as const).map((name) => {
    const categories = [...new Set(train.map((film) => film[name]))].sort();
    return (film: Film) =>
      words === "none" ? [] : categories.map((category) => Number(category === film[name]));
  });
  return (film) => [
    ...numbers.map((name, j) => (scalers[j] as (value: number) => number)(film[name])),
    ...coders.flatMap((code) => code(film)),
  ];
}

interface Sets {
  train: Film[];
  validation: Film[];
  test: Film[];
}

/** `split` is the first year of the validation films, which are two years; later films are the test. */
function byTime(first: number): Sets {
  const films = allFilms();
  return {
    train: films.filter(({ year }) => year < first),
    validation: films.filter(({ year }) => year === first || year === first + 1),
    test: films.filter(({ year }) => year > first + 1),
  };
}

function typicalFactor(films: readonly Film[], yPred: number[]): number {
  return 10 ** meanAbsoluteError({ yTrue: films.map(({ logGross }) => logGross), yPred });
}

function linearFactor(train: readonly Film[], test: readonly Film[], steps: Steps): number {
  const encode = prepare(train, steps);
  const unit = leastSquares({ x: train.map(encode), y: train.map(({ logGross }) => logGross) }, { ridge: 1 });
  return typicalFactor(test, predictLinear(test.map(encode), unit));
}

/** Forecasts are kept between 1,000 and 10 billion dollars, or one that went astray would make the mean infinite. */
const [LEAST, MOST] = [3, 10];

/** Typical factor of the lesson's network on the test films; `inDollars` predicts millions of dollars, not powers of ten. */
function network(steps: Steps, { inDollars = false } = {}) {
  return async ({ seed, split: first }: EvidenceRun): Promise<number> => {
    const { train, validation, test } = byTime(first);
    setRandomSeed(seed);
    const encode = prepare(train, steps);
    const targetOf = (film: Film): number => (inDollars ? film.gross / 1e6 : film.logGross);
    const sorted = train.map(targetOf).sort((a, b) => a - b);
    const centre = sorted[Math.floor(sorted.length / 2)] as number;
    const x = (films: Film[]): tf.Tensor2D => tf.tensor2d(films.map(encode));
    const y = (films: Film[]): tf.Tensor2D => tf.tensor2d(films.map((film) => [targetOf(film) - centre]));
    const tensors = [x(train), y(train), x(validation), y(validation), x(test)] as const;
    const relu = { activation: "relu", kernelInitializer: "heNormal" } as const;
    const model = tf.sequential();
    model.add(tf.layers.dense({ ...relu, units: 32, inputShape: [tensors[0].shape[1]] }));
    model.add(tf.layers.dense({ ...relu, units: 16 }));
    model.add(tf.layers.dense({ units: 1 }));
    model.compile({ optimizer: tf.train.adam(0.003), loss: "meanSquaredError" });
    await model.fit(tensors[0], tensors[1], {
      epochs: 100,
      batchSize: 32,
      validationData: [tensors[2], tensors[3]],
      callbacks: [tf.callbacks.earlyStopping({ patience: 10, restoreBestWeights: true })],
      verbose: 0,
    });
    const outputs = tf.tidy(() => [...(model.predict(tensors[4]) as tf.Tensor).dataSync()]);
    tf.dispose([...tensors]);
    model.dispose();
    const asLog = (value: number): number => (inDollars ? Math.log10(Math.max(1, 1e6 * value)) : value);
    const kept = (log: number): number => Math.min(MOST, Math.max(LEAST, log));
    return typicalFactor(
      test,
      outputs.map((value) => kept(asLog(value + centre))),
    );
  };
}

/** A linear unit, with "noted" or without, on one year that comes after all training films. */
function newest(numbers: Steps["numbers"]) {
  return ({ split: year }: EvidenceRun): number => {
    const films = allFilms();
    return linearFactor(
      films.filter((film) => film.year < year),
      films.filter((film) => film.year === year),
      { numbers },
    );
  };
}

/** The same on a fifth of all films that is drawn at random. */
function drawn(numbers: Steps["numbers"]) {
  return ({ seed, split: year }: EvidenceRun): number => {
    const films = allFilms();
    const { train, test } = split(films, { test: 0.2, seed: 100 * year + seed });
    const at = (places: Int32Array): Film[] => Array.from(places, (place) => films[place] as Film);
    return linearFactor(at(train), at(test), { numbers });
  };
}

const ROWS = 60;
const labels = Array.from({ length: ROWS }, (_, i) => i % 2);

/** Accuracy on the test half of pure noise, in percent, when the first `seen` rows choose ten of 1,000 columns. */
function noise(seen: number) {
  return ({ seed }: EvidenceRun): number => {
    const random = new Random(1000 + seed);
    const half = ROWS / 2;
    const chosen = Array.from({ length: 1000 }, () => {
      const column = labels.map(() => random.normal());
      return { column, strength: Math.abs(correlation(column.slice(0, seen), labels.slice(0, seen))) };
    })
      .sort((a, b) => b.strength - a.strength)
      .slice(0, 10);
    const rows = labels.map((_, i) => chosen.map(({ column }) => column[i] as number));
    const unit = leastSquares({ x: rows.slice(0, half), y: labels.slice(0, half) }, { ridge: 1 });
    const scores = predictLinear(rows.slice(half), unit);
    const right = scores.filter((score, i) => Number(score > 0.5) === labels[half + i]).length;
    return (100 * right) / half;
  };
}

const full: Steps = { numbers: ["logBudget"] };
const seeds = [1, 2, 3, 4, 5];

export default evidence("09-data-preparation", [
  {
    id: "preparation",
    question: "What does the network lose on newer films when one step of the preparation is left out?",
    measure: "typical factor on test films",
    unit: "",
    runs: { seeds, splits: [2001, 2003, 2005] },
    contenders: {
      "as prepared": network(full),
      "budget in dollars": network({ numbers: ["dollars"] }),
      "budget in dollars, not scaled": network({ numbers: ["dollars"], scale: false }),
      "gross in dollars": network(full, { inDollars: true }),
      "without words": network({ numbers: ["logBudget"], words: "none" }),
      "linear unit": ({ split: first }) => {
        const { train, test } = byTime(first);
        return linearFactor(train, test, full);
      },
    },
    claims: [
      { better: "budget in dollars", than: "budget in dollars, not scaled", when: "lower" },
      { better: "as prepared", than: "gross in dollars", when: "lower" },
      { better: "as prepared", than: "linear unit", when: "lower", inAtLeast: 13 },
    ],
    quotes: ({ of }) => {
      const row = (text: string, name: Parameters<typeof of>[0]): string => {
        const { mean: middle, min, max } = of(name);
        return `| ${text} | ${middle.toFixed(2)} | ${min.toFixed(1)} to ${max.toFixed(1)} |`;
      };
      return [
        row("as above", "as prepared"),
        row("without rating and genre", "without words"),
        row("budget in dollars, scaled", "budget in dollars"),
        row("target in dollars", "gross in dollars"),
        row("a linear unit, prepared as above", "linear unit"),
        `${middleOf(of("budget in dollars, not scaled").values).toFixed(1)} (median) | ${of("budget in dollars, not scaled").min.toFixed(1)} to more than 1,000 |`,
      ];
    },
  },
  {
    id: "noted",
    question:
      "Does the column noted help a linear unit, on films drawn at random and on films of the newest years?",
    measure: "typical factor on test films",
    unit: "",
    runs: { seeds, splits: [2005, 2006, 2007, 2008, 2009] },
    contenders: {
      "random rows, without": drawn(["logBudget"]),
      "random rows, with noted": drawn(["logBudget", "noted"]),
      "newest year, without": newest(["logBudget"]),
      "newest year, with noted": newest(["logBudget", "noted"]),
    },
    claims: [
      { better: "random rows, with noted", than: "random rows, without", when: "lower", inAtLeast: 23 },
      {
        claim: "in three of the five newest years the column does harm, and on the mean of the five",
        holds: ({ of }) => {
          const [without, withNoted] = [of("newest year, without"), of("newest year, with noted")];
          const harmed = without.values.filter((factor, i) => factor < (withNoted.values[i] as number));
          return harmed.length === 3 * seeds.length && without.mean < withNoted.mean;
        },
      },
    ],
    quotes: ({ of }) => [
      `from ${of("random rows, without").mean.toFixed(1)} to ${of("random rows, with noted").mean.toFixed(1)}`,
    ],
  },
  {
    id: "noise",
    question: "How accurate is a linear unit on pure noise when all rows choose the columns?",
    measure: "accuracy on the test half",
    unit: "%",
    runs: { seeds: Array.from({ length: 20 }, (_, i) => i + 1) },
    contenders: { "all rows": noise(ROWS), "training rows": noise(ROWS / 2) },
    claims: [{ better: "all rows", than: "training rows", when: "higher", inAtLeast: 20 }],
    quotes: ({ of }) => [
      `${of("all rows").mean.toFixed(0)} % of the test rows are right if all rows choose, and ${of("training rows").mean.toFixed(0)} %`,
    ],
  },
]);
