/** Evidence for lesson 12: one unit beside a hidden layer and beside "tomorrow as today", over seeds and years; 2015 stays sealed. */
import { setRandomSeed, tf } from "neural-notebooks/core";
import { accuracy, logLoss } from "neural-notebooks/evaluation";
import { readDataset, type DataFrame } from "neural-notebooks/frames";
import { StandardScaler } from "neural-notebooks/tensors";
import { earlyStopping } from "neural-notebooks/training";
import { evidence, type EvidenceRun } from "../evidence-spec";

/** One year to learn from, one for early stopping, one to judge by, which chooses nothing; each year is judged once. */
const SPLITS: Readonly<Record<number, { learn: string; stop: string; judge: string }>> = {
  1: { learn: "2012", stop: "2013", judge: "2014" },
  2: { learn: "2013", stop: "2014", judge: "2012" },
  3: { learn: "2014", stop: "2012", judge: "2013" },
};
const INPUTS = ["wet_today", "precipitation", "temp_max", "temp_min", "wind", "summer", "spring"];

interface Part {
  rows: DataFrame;
  labels: number[];
  today: number[];
}

interface Forecast {
  yHat: number[];
  labels: number[];
}

function allDays(): { days: DataFrame; years: string[] } {
  const weather = readDataset("seattle-weather");
  const wet = weather.column("precipitation").values.map((mm) => Number(mm > 0));
  const count = wet.length - 1;
  const dates = weather.column("date").values.slice(0, count).map(String);
  const angles = dates.map((date) => (2 * Math.PI * (Number(date.slice(5, 7)) - 0.5)) / 12);
  const days = weather
    .head(count)
    .addColumn("wet_today", wet.slice(0, count))
    .addColumn(
      "summer",
      angles.map((angle) => -Math.cos(angle)),
    )
    .addColumn("spring", angles.map(Math.sin))
    .addColumn("wet_tomorrow", wet.slice(1));
  return { days, years: dates.map((date) => date.slice(0, 4)) };
}

function partsOf({ split }: EvidenceRun): { learn: Part; stop: Part; judge: Part } {
  const { days, years } = allDays();
  const { learn, stop, judge } = SPLITS[split] ?? { learn: "", stop: "", judge: "" };
  const part = (wanted: string): Part => {
    const rows = days.query(years.map((year) => year === wanted));
    const numbers = (name: string): number[] => rows.column(name).values as number[];
    return { rows, labels: numbers("wet_tomorrow"), today: numbers("wet_today") };
  };
  return { learn: part(learn), stop: part(stop), judge: part(judge) };
}

/** A network as the lesson trains it, but for the days of early stopping; without hidden units it is one unit. */
async function trained(run: EvidenceRun, hidden: number): Promise<Forecast> {
  const { learn, stop, judge } = partsOf(run);
  const scaler = new StandardScaler().fit(learn.rows.loc({ columns: INPUTS }));
  const tensors = (part: Part): [tf.Tensor2D, tf.Tensor2D] => [
    scaler.toTensor(part.rows.loc({ columns: INPUTS })),
    tf.tensor2d(part.labels, [part.labels.length, 1]),
  ];
  const [[x, y], [xStop, yStop], [xJudge, yJudge]] = [tensors(learn), tensors(stop), tensors(judge)];
  setRandomSeed(run.seed);
  const inputShape = [INPUTS.length];
  const model = tf.sequential();
  if (hidden > 0) model.add(tf.layers.dense({ units: hidden, activation: "relu", inputShape }));
  model.add(tf.layers.dense({ units: 1, activation: "sigmoid", ...(hidden > 0 ? {} : { inputShape }) }));
  model.compile({ optimizer: tf.train.adam(0.01), loss: "binaryCrossentropy" });
  await model.fit(x, y, {
    epochs: 80,
    batchSize: 32,
    verbose: 0,
    validationData: [xStop, yStop],
    callbacks: [earlyStopping({ minDelta: 0.001, patience: 20, restoreBestWeights: true })],
  });
  const yHat = tf.tidy(() => Array.from((model.predict(xJudge) as tf.Tensor).dataSync()));
  tf.dispose([x, y, xStop, yStop, xJudge, yJudge]);
  model.dispose();
  return { yHat, labels: judge.labels };
}

/** "Tomorrow as today", with the shares of the years of learning. */
function lazy(run: EvidenceRun): Forecast {
  const { learn, judge } = partsOf(run);
  const share = (today: number): number => {
    const labels = learn.labels.filter((_, i) => learn.today[i] === today);
    return labels.filter((label) => label === 1).length / labels.length;
  };
  return { yHat: judge.today.map(share), labels: judge.labels };
}

function rightShare({ yHat, labels }: Forecast): number {
  return accuracy({ yTrue: labels, yPred: yHat.map((p) => Number(p >= 0.5)) }).value;
}

/** A missed wet day costs four umbrellas. */
function cost({ yHat, labels }: Forecast, threshold: number): number {
  return labels.reduce((sum, label, i) => {
    const says = Number((yHat[i] ?? 0) >= threshold);
    if (says === label) return sum;
    return sum + (label === 1 ? 4 : 1);
  }, 0);
}

const runs = { seeds: [1, 2, 3, 4, 5], splits: [1, 2, 3] };

export default evidence("12-binary", [
  {
    id: "hidden-layer",
    question: "Does a hidden layer of 16 units lower the cross-entropy of the rain forecast?",
    measure: "binary cross-entropy on the year of judging",
    runs,
    contenders: {
      "one unit": async (run) => {
        const { labels, yHat } = await trained(run, 0);
        return logLoss(labels, yHat);
      },
      network: async (run) => {
        const { labels, yHat } = await trained(run, 16);
        return logLoss(labels, yHat);
      },
    },
    claims: [
      {
        claim: "the means differ by less than 0.015",
        holds: ({ of }) => Math.abs(of("one unit").mean - of("network").mean) < 0.015,
      },
    ],
    quotes: ({ of }) => [
      `${of("one unit").mean.toFixed(3)} for the unit and ${of("network").mean.toFixed(3)} for the network`,
    ],
  },
  {
    id: "right",
    question: 'Is one unit right more often than the forecast "as today"?',
    measure: "accuracy on the year of judging",
    runs,
    contenders: {
      "one unit": async (run) => rightShare(await trained(run, 0)),
      "as today": (run) => rightShare(lazy(run)),
    },
    claims: [
      {
        claim: "the means differ by less than 0.02",
        holds: ({ of }) => Math.abs(of("one unit").mean - of("as today").mean) < 0.02,
      },
    ],
    quotes: ({ of }) => [of("one unit"), of("as today")].map(({ mean }) => `${(100 * mean).toFixed(0)} %`),
  },
  {
    id: "cost",
    question: "What does a year cost when wet feet are four times as bad as an umbrella in vain?",
    measure: "cost of the year of judging",
    unit: "umbrellas in vain",
    runs,
    contenders: {
      "one unit at 0.2": async (run) => cost(await trained(run, 0), 0.2),
      "one unit at 0.5": async (run) => cost(await trained(run, 0), 0.5),
      "as today at 0.2": (run) => cost(lazy(run), 0.2),
      "umbrella every day": (run) => cost(lazy(run), -1),
    },
    claims: [
      { better: "one unit at 0.2", than: "umbrella every day", when: "lower" },
      { better: "one unit at 0.2", than: "as today at 0.2", when: "lower" },
      { better: "one unit at 0.2", than: "one unit at 0.5", when: "lower" },
    ],
    quotes: ({ of }) => {
      const saved = 1 - of("one unit at 0.2").mean / of("umbrella every day").mean;
      return [`${(100 * saved).toFixed(0)} %`];
    },
  },
]);
