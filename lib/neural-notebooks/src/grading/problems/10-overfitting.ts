/** The exercises of lesson 10: what noise leaves, capacity, rows, two curves, early stopping, and two networks to train. */
import { Random } from "../../core/random";
import { tf } from "../../core/tf";
import { noisySine } from "../../datasets/synthetic";
import { linear } from "../../models/activations";
import { Mlp } from "../../models/mlp";
import { trainMlp } from "../../models/mlp-training";
import { optimizer } from "../../models/plain-optimizers";
import { modelFinding } from "../model-finding";
import { functionProblem, valueProblem } from "../problem-kinds";
import { trainingProblem } from "../training-problem";
import { outputsOn, trainingRows, type GeneratedRows, type TrainingRows } from "../training-rows";
import type { Finding } from "../verdict";

interface NoiseErrors {
  best: number;
  memoriser: number;
  memoriserOnTraining: number;
}

/** What noise of standard deviation 0.4 leaves to the best model and to a memoriser. */
export const noise = valueProblem<NoiseErrors>({
  id: "10-overfitting/noise",
  variable: "noise",
  stub: "const noise: { best: number; memoriser: number; memoriserOnTraining: number } = {\n  best: todo,\n  memoriser: todo,\n  memoriserOnTraining: todo,\n};",
  solution: `const noise: { best: number; memoriser: number; memoriserOnTraining: number } = {
  best: 0.4 ** 2,
  memoriser: 2 * 0.4 ** 2,
  memoriserOnTraining: 0,
};`,
  expected: { best: 0.16, memoriser: 0.32, memoriserOnTraining: 0 },
  parts: {
    best: "The best model knows the signal and misses each new row by its noise. What is the mean of the squared noise?",
    memoriser: "The memoriser repeats an old noise, and the new row has one of its own. Both count, squared.",
    memoriserOnTraining: "On its own rows the memoriser looks up exactly what it was given.",
  },
  takeaway:
    "One noise for the best model, two for the memoriser, and no error at all on the rows that it knows. The training error puts the worse of the two first.",
  otherwise:
    "Ask for each model which noises are left in the difference of prediction and truth, and square them.",
  hints: [
    "Which part of a new row can even the best model not know?",
    "The mean of the squared noise is the square of its standard deviation. That is for one noise.",
    "For the memoriser on new rows two noises add up, each squared. On its own rows prediction and truth are the same number.",
  ],
  mistakes: [
    {
      answer: { best: 0.4, memoriser: 0.8, memoriserOnTraining: 0 },
      why: "You took the standard deviation itself. The loss is a mean of squares, so the noise has to be squared.",
    },
    {
      answer: { best: 0, memoriser: 0.32, memoriserOnTraining: 0 },
      why: "Even the best model cannot foresee the noise of a new row, so some error remains.",
    },
    {
      answer: { best: 0.16, memoriser: 0.16, memoriserOnTraining: 0 },
      why: "The memoriser's prediction is noisy as well. Count the noise of the row that it repeats, and that of the new row.",
    },
    {
      answer: { best: 0.16, memoriser: 0.64, memoriserOnTraining: 0 },
      why: "You have added the two noises before squaring them. They are independent, so it is their squares that add up.",
    },
    {
      answer: { best: 0.16, memoriser: 0, memoriserOnTraining: 0 },
      why: "The memoriser makes no mistake on the rows that it knows. New rows have noise of their own.",
    },
    {
      answer: { best: 0.16, memoriser: 0.32, memoriserOnTraining: 0.16 },
      why: "On its training rows the memoriser repeats their own noise, so prediction and truth agree.",
    },
  ],
  equivalents: [{ best: 0.4 * 0.4, memoriser: 0.4 ** 2 + 0.4 ** 2, memoriserOnTraining: 0 }],
});

interface NoisyRows extends GeneratedRows {
  /** The target without its noise. */
  signal: number[];
}

interface Drawn {
  seed: number;
  count: number;
  inputs: number;
  noise: number;
  signal: (row: readonly number[]) => number;
}

function drawRows({ seed, count, inputs, noise: deviation, signal }: Drawn): NoisyRows {
  const random = new Random(seed);
  const rows: NoisyRows = { x: [], y: [], signal: [] };
  for (let i = 0; i < count; i++) {
    const row = Array.from({ length: inputs }, () => random.uniform(-2, 2));
    rows.x.push(row);
    rows.signal.push(signal(row));
    rows.y.push(signal(row) + random.normal(0, deviation));
  }
  return rows;
}

/** The mean squared error against the signal, which no learner sees. */
function errorOnSignal(model: Pick<tf.LayersModel, "predict">, { x, signal }: NoisyRows): number {
  const predicted = outputsOn(model, { x });
  return signal.reduce((sum, y, i) => sum + (y - (predicted[i] as number)) ** 2, 0) / signal.length;
}

interface Plan {
  hidden?: readonly number[];
  activation?: "relu" | "tanh" | "linear";
  epochs?: number;
  learningRate?: number;
  patience?: number;
}

/** Trains a stack of dense layers for the tests; with `patience` it stops early and takes the best weights. */
async function trainStack(data: TrainingRows, plan: Plan): Promise<tf.Sequential> {
  const { hidden = [], activation = "relu", epochs = 300, learningRate = 0.01, patience } = plan;
  const model = stack(data.x.shape[1], { hidden, activation });
  model.compile({ optimizer: tf.train.adam(learningRate), loss: "meanSquaredError" });
  const stopping =
    patience === undefined ? [] : [tf.callbacks.earlyStopping({ patience, restoreBestWeights: true })];
  await model.fit(data.x, data.y, {
    epochs,
    verbose: 0,
    validationData: [data.xValidation, data.yValidation],
    callbacks: stopping,
  });
  return model;
}

function stack(inputs: number, { hidden = [], activation = "relu" }: Plan): tf.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [inputs] }));
  for (const units of hidden) model.add(tf.layers.dense({ units, activation }));
  model.add(tf.layers.dense({ units: 1 }));
  return model;
}

const ENOUGH = {
  inputs: 2,
  noise: 0.4,
  signal: ([a = 0, b = 0]: readonly number[]) => Math.sin(2 * a) + 0.5 * a * b,
};
const enoughHidden = (): NoisyRows => drawRows({ ...ENOUGH, seed: 13, count: 1000 });

/**
 * Two inputs, curved and with little capacity out of reach. Mean squared error against the signal of 1,000 rows, five seeds
 * each: 16 units after 100 epochs with Adam's rate 0.01 0.03 to 0.05, with its default 0.001 after 300 epochs 0.12 to 0.19;
 * 16-16 after 50 epochs 0.03 to 0.05, with 0.001 after 100 epochs 0.15 to 0.26; eight units 0.04 to 0.35; tanh 0.02 to 0.03;
 * 64-64 with an early stop 0.02 to 0.04, 128-128 after 300 epochs 0.05 to 0.08. A line 0.88; two units 0.41 to 0.74 over 24 seeds, on rows with noise 0.58 to 0.93.
 */
export const enough = trainingProblem<tf.Sequential, TrainingRows>({
  id: "10-overfitting/enough",
  variable: "enough",
  stub: "const enough: tf.Sequential = todo;",
  solution: `const enough: tf.Sequential = tf.sequential();
enough.add(tf.layers.dense({ units: 16, activation: "relu", inputShape: [2] }));
enough.add(tf.layers.dense({ units: 16, activation: "relu" }));
enough.add(tf.layers.dense({ units: 1 }));
enough.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });

const enoughData = exercises.enough.data;
await enough.fit(enoughData.x, enoughData.y, {
  epochs: 60,
  validationData: [enoughData.xValidation, enoughData.yValidation],
});`,
  takeaway:
    "More capacity was what the network lacked. Against the noisy targets themselves nobody gets below 0.16 here; against the signal, which no learner sees, you can come closer to 0.",
  data: () =>
    trainingRows(
      drawRows({ ...ENOUGH, seed: 11, count: 150 }),
      drawRows({ ...ENOUGH, seed: 12, count: 150 }),
    ),
  check: (model) =>
    modelFinding(model, { input: [2], outputs: 1, activation: "linear", loss: "meanSquaredError" }),
  training: {
    metric: "val_loss",
    name: "mean squared error",
    curveName: "validation loss (with noise)",
    gate: 0.36,
    direction: "below",
    measuredOn: "the signal of 1,000 other rows",
    measure: (model) => errorOnSignal(model, enoughHidden()),
    why: "Look at both losses. If they are high and close together, the network underfits: give it a hidden layer with more units, train for more epochs, or raise the learning rate to 0.01. If the validation loss rises at the end, stop earlier.",
  },
  hints: [
    "Both errors of the colleague's network are high. Which side of the valley is that?",
    "One or two hidden layers of 16 ReLU units have enough capacity; the first needs `inputShape: [2]`. At the end stands one unit without an activation function.",
    'Compile with `tf.train.adam(0.01)` and `loss: "meanSquaredError"`, then `await` a `fit` of 60 epochs on x and y from `exercises.enough.data`. Give it the validation data, too, and the card draws the curve.',
  ],
  right: [
    (data) => trainStack(data, { hidden: [16, 16], epochs: 60 }),
    (data) => trainStack(data, { hidden: [16], learningRate: 0.001, epochs: 400 }),
    (data) => trainStack(data, { hidden: [64, 64], patience: 20 }),
    (data) => trainStack(data, { hidden: [16], activation: "tanh", epochs: 200 }),
  ],
  mistakes: [
    { answer: (data) => trainStack(data, { epochs: 60 }), says: /underfits/ },
    { answer: (data) => trainStack(data, { hidden: [1], epochs: 60 }), says: /underfits/ },
    { answer: (data) => trainStack(data, { hidden: [2], epochs: 150 }), says: /underfits/ },
    {
      answer: (data) => trainStack(data, { hidden: [16], learningRate: 0.001, epochs: 2 }),
      says: /more epochs/,
    },
    { answer: () => stack(2, { hidden: [16] }), says: /not compiled/ },
    {
      answer: () => {
        const model = stack(2, { hidden: [16] });
        model.compile({ optimizer: "adam", loss: "meanSquaredError" });
        return model;
      },
      says: /not trained/,
    },
  ],
});

type Advice = "more rows" | "more capacity" | "nothing, it is as good as it gets";
interface AdviceForTeams {
  bakery: Advice;
  harbour: Advice;
  clinic: Advice;
}

const SOUND_ADVICE: AdviceForTeams = {
  bakery: "more capacity",
  harbour: "more rows",
  clinic: "nothing, it is as good as it gets",
};

/** What helps, by training error, validation error and noise floor. */
export const advice = valueProblem<AdviceForTeams>({
  id: "10-overfitting/advice",
  variable: "advice",
  stub: `type Advice = "more rows" | "more capacity" | "nothing, it is as good as it gets";
const advice: { bakery: Advice; harbour: Advice; clinic: Advice } = {
  bakery: todo,
  harbour: todo,
  clinic: todo,
};`,
  solution: `type Advice = "more rows" | "more capacity" | "nothing, it is as good as it gets";
const advice: { bakery: Advice; harbour: Advice; clinic: Advice } = {
  bakery: "more capacity",
  harbour: "more rows",
  clinic: "nothing, it is as good as it gets",
};`,
  expected: SOUND_ADVICE,
  parts: {
    bakery: "The bakery's two errors are close together, and far above what the noise alone would leave.",
    harbour: "The harbour's training error is below the noise floor, and its gap is wide.",
    clinic: "Compare both errors of the clinic with the noise floor: how much is left to gain?",
  },
  takeaway:
    "The height of the training error against the noise floor tells about capacity, the gap tells about rows, and at the floor there is nothing left to gain.",
  otherwise:
    "Look at two things for each team: how wide is the gap, and how far above the noise floor do the errors lie?",
  hints: [
    "Begin with the gap, validation error minus training error. Which team has a wide one?",
    "More rows close a gap. Where there is no gap, ask how far both errors lie above the noise floor.",
    "One team has a wide gap, one has none and lies far above 0.09, and one has none and lies at 0.09.",
  ],
  mistakes: [
    {
      answer: { ...SOUND_ADVICE, bakery: "more rows" },
      why: "More rows pull the two errors together, and the bakery's are together already, far above the floor. A model that cannot follow its training rows needs something else.",
    },
    {
      answer: { ...SOUND_ADVICE, harbour: "more capacity" },
      why: "The harbour's model follows its training rows all too well: its training error is below the noise floor. Even more capacity would help it to memorise.",
    },
    {
      answer: { ...SOUND_ADVICE, clinic: "more rows" },
      why: "The clinic has hardly any gap, so more rows have little to close. Compare its errors with the noise floor.",
    },
    {
      answer: { ...SOUND_ADVICE, bakery: "more rows", harbour: "more capacity" },
      why: "Bakery and harbour have changed places. A wide gap asks for rows, two high errors for capacity.",
    },
  ],
  equivalents: [{ ...SOUND_ADVICE }],
});

interface Reading {
  bestEpoch: number;
  gapThere: number;
  gapAtEnd: number;
}

/** Two curves, read from a table. */
export const reading = valueProblem<Reading>({
  id: "10-overfitting/reading",
  variable: "reading",
  stub: "const reading: { bestEpoch: number; gapThere: number; gapAtEnd: number } = {\n  bestEpoch: todo,\n  gapThere: todo,\n  gapAtEnd: todo,\n};",
  solution: `const reading: { bestEpoch: number; gapThere: number; gapAtEnd: number } = {
  bestEpoch: 4,
  gapThere: 0.56 - 0.42,
  gapAtEnd: 0.75 - 0.15,
};`,
  expected: { bestEpoch: 4, gapThere: 0.14, gapAtEnd: 0.6 },
  parts: {
    bestEpoch: "Best for new rows is the epoch in which the validation loss is lowest. Count from 1.",
    gapThere: "The gap is the validation loss minus the training loss, here in the best epoch.",
    gapAtEnd: "The gap is the validation loss minus the training loss, here in the last epoch.",
  },
  takeaway:
    "There is a gap at the best epoch already. It is not the gap that tells when to stop but the lowest point of the validation loss.",
  otherwise: "Find the lowest validation loss first. The gap is the validation loss minus the training loss.",
  hints: [
    "Which of the two losses is measured on rows that the network has not learned from?",
    "The best epoch is where that loss is lowest. The gap of an epoch is the difference of the two numbers in its column.",
    "Subtract the training loss from the validation loss in the best column, and again in the last column.",
  ],
  mistakes: [
    {
      answer: { bestEpoch: 7, gapThere: 0.6, gapAtEnd: 0.6 },
      why: "In the last epoch the training loss is lowest. How the network does on new rows, the validation loss tells.",
    },
    {
      answer: { bestEpoch: 3, gapThere: 0.07, gapAtEnd: 0.6 },
      why: "The list counts from 1 here, not from 0.",
    },
    {
      answer: { bestEpoch: 4, gapThere: -0.14, gapAtEnd: -0.6 },
      why: "You have subtracted the other way round. The gap is the validation loss minus the training loss.",
    },
    {
      answer: { bestEpoch: 2, gapThere: -0.02, gapAtEnd: 0.6 },
      why: "In this epoch the two losses are closest together. Best is where the validation loss is lowest, whatever the gap.",
    },
  ],
  equivalents: [{ bestEpoch: 4, gapThere: 0.56 - 0.42, gapAtEnd: 0.75 - 0.15 }],
});

/** Where early stopping ends a training run: after how many epochs, and which was best. */
export interface Stop {
  stopsAfter: number;
  best: number;
}

/** The losses that a rule may look at when an epoch has ended. */
interface Now {
  loss: number;
  /** Of the best epoch so far. */
  best: number;
  /** Of the epoch before. */
  before: number;
  /** The lowest of all epochs before. */
  lowest: number;
}

/** Keras' rule with switches for what learners get wrong. */
function walk(losses: readonly number[], rule: { patience: number; isBetter: (now: Now) => boolean }): Stop {
  let best = 0;
  let waited = 0;
  let lowest = losses[0] as number;
  for (let epoch = 1; epoch < losses.length; epoch++) {
    const [loss, bestLoss, before] = [losses[epoch], losses[best], losses[epoch - 1]] as [
      number,
      number,
      number,
    ];
    if (rule.isBetter({ loss, best: bestLoss, before, lowest })) [best, waited] = [epoch, 0];
    else waited++;
    lowest = Math.min(lowest, loss);
    if (waited >= rule.patience) return { stopsAfter: epoch + 1, best: best + 1 };
  }
  return { stopsAfter: losses.length, best: best + 1 };
}

const lowestUpTo = (losses: readonly number[], epochs: number): number => {
  const seen = losses.slice(0, epochs);
  return seen.indexOf(Math.min(...seen)) + 1;
};

/** Early stopping as code. */
export const earlyStop = functionProblem<[number[], number, number], Stop>({
  id: "10-overfitting/early-stop",
  variable: "earlyStop",
  stub: "type Stop = { stopsAfter: number; best: number };\nfunction earlyStop(losses: number[], minDelta: number, patience: number): Stop {\n  return todo;\n}",
  solution: `type Stop = { stopsAfter: number; best: number };
function earlyStop(losses: number[], minDelta: number, patience: number): Stop {
  let best = 0;
  let waited = 0;
  for (let epoch = 1; epoch < losses.length; epoch++) {
    if (losses[epoch] < losses[best] - minDelta) {
      best = epoch;
      waited = 0;
    } else {
      waited++;
    }
    if (waited === patience) return { stopsAfter: epoch + 1, best: best + 1 };
  }
  return { stopsAfter: losses.length, best: best + 1 };
}`,
  takeaway:
    "Two numbers are enough to remember: which epoch was best, and how long ago it was. The callback of the library does the same, and keeps the weights as well.",
  otherwise:
    "Go through the epochs in order as the table does, and keep two numbers: the best epoch so far and how many epochs have been waited since.",
  hints: [
    "Which two columns of the table have to be remembered from one epoch to the next?",
    "Keep the place of the best epoch and a counter. An epoch is better when its loss is below the best loss minus minDelta; then the counter goes back to 0, otherwise it grows by 1.",
    "When the counter has reached the patience, return at once, with both places plus 1 because epochs count from 1. After the loop, all epochs have run.",
  ],
  reference: (losses, minDelta, patience) =>
    walk(losses, { patience, isBetter: ({ loss, best }) => loss < best - minDelta }),
  cases: [
    [[1, 0.7, 0.6, 0.57, 0.66, 0.5], 0.05, 2],
    [[1, 0.5, 0.6, 0.7, 0.8, 0.4], 0, 2],
    [[1, 0.5, 0.6, 0.7, 0.8, 0.9, 0.4], 0, 3],
    [[1, 0.5, 0.6, 0.4, 0.3], 0, 1],
    [[1, 0.94, 0.88, 0.82, 0.76, 0.7], 0.1, 2],
    [[1, 1.1, 0.8, 0.9, 0.7, 0.8, 0.9, 0.9], 0, 2],
    [[2, 2, 2, 1], 0, 2],
    [[1, 0.5, 0.5, 0.5, 0.5], 0.25, 2],
    [[1, 0.75, 0.5, 0.25], 0.25, 2],
    [[3, 2, 1], 0, 2],
    [[0.5], 0.01, 3],
  ],
  fuzz: (random) => [
    Array.from(
      { length: 1 + random.integer(0, 14) },
      (_, i) => Math.round(32 * random.uniform(0.2, 2 - i / 15)) / 32,
    ),
    random.integer(0, 5) / 32,
    1 + random.integer(0, 4),
  ],
  mayChangeInput: false,
  show: (losses, minDelta, patience) => `earlyStop([${losses.join(", ")}], ${minDelta}, ${patience})`,
  mistakes: [
    {
      answer: (losses, _minDelta, patience) =>
        walk(losses, { patience, isBetter: ({ loss, best }) => loss < best }),
      why: "minDelta has no say in your function: an epoch counts as better only when it is lower by more than that.",
    },
    {
      answer: (losses, minDelta) =>
        walk(losses, { patience: 2, isBetter: ({ loss, best }) => loss < best - minDelta }),
      why: "Your function always waits for 2 epochs. How long it waits is what `patience` says.",
    },
    {
      answer: (losses, minDelta, patience) =>
        walk(losses, { patience, isBetter: ({ loss, best }) => loss <= best - minDelta }),
      why: "An epoch that is lower by exactly minDelta, or equal where minDelta is 0, is not better: it has to be lower by more.",
    },
    {
      answer: (losses, minDelta, patience) =>
        walk(losses, { patience, isBetter: ({ loss, before }) => loss < before - minDelta }),
      why: "You compare with the epoch before. Compare with the best epoch so far: several small drops may add up to one that counts.",
    },
    {
      answer: (losses, minDelta, patience) =>
        walk(losses, { patience, isBetter: ({ loss, lowest }) => loss < lowest - minDelta }),
      why: "You compare with the lowest loss seen. Compare with the loss of the best epoch: an epoch that was not better does not change what the next one has to beat.",
    },
    {
      answer: (losses, minDelta, patience) =>
        walk(losses, { patience: patience + 1, isBetter: ({ loss, best }) => loss < best - minDelta }),
      why: "You wait for one epoch too many. When as many epochs as `patience` says were not better, the training ends.",
    },
    {
      answer: (losses, minDelta, patience) => {
        const { stopsAfter, best } = walk(losses, {
          patience,
          isBetter: ({ loss, best: bestLoss }) => loss < bestLoss - minDelta,
        });
        return { stopsAfter: stopsAfter - 1, best: best - 1 };
      },
      why: "Epochs count from 1, places in a list from 0.",
    },
    {
      answer: (losses, minDelta, patience) => {
        const { stopsAfter, best } = walk(losses, {
          patience,
          isBetter: ({ loss, best: bestLoss }) => loss < bestLoss - minDelta,
        });
        return { stopsAfter, best: best - 1 };
      },
      why: "`stopsAfter` is right, but `best` is a place in the list, counted from 0. Epochs are counted from 1, so add 1.",
    },
    {
      answer: (losses, minDelta, patience) => {
        const { stopsAfter } = walk(losses, {
          patience,
          isBetter: ({ loss, best }) => loss < best - minDelta,
        });
        return { stopsAfter, best: lowestUpTo(losses, stopsAfter) };
      },
      why: "You give back the epoch with the lowest loss. The weights that come back are those of the last epoch that was better by more than minDelta.",
    },
    {
      answer: (losses) => ({ stopsAfter: losses.length, best: lowestUpTo(losses, losses.length) }),
      why: "You look at all losses. A training run that has stopped never sees the later ones.",
    },
    {
      answer: (losses, minDelta, patience) => {
        let [best, waited] = [0, 0];
        for (let epoch = 1; epoch < losses.length; epoch++) {
          if ((losses[epoch] as number) < (losses[best] as number) - minDelta) best = epoch;
          else if (++waited >= patience) return { stopsAfter: epoch + 1, best: best + 1 };
        }
        return { stopsAfter: losses.length, best: best + 1 };
      },
      why: "The counter never goes back to 0. After a better epoch the waiting begins anew.",
    },
  ],
  equivalents: [
    (losses, minDelta, patience) => {
      let last = 0;
      for (let i = 1; i < losses.length; i++) {
        if ((losses[last] as number) - minDelta > (losses[i] as number)) last = i;
        else if (i - last === patience) return { stopsAfter: i + 1, best: last + 1 };
      }
      return { best: last + 1, stopsAfter: losses.length };
    },
    (losses, minDelta, patience) => {
      let [bestLoss, best, epoch] = [Infinity, 0, 0];
      for (const loss of losses) {
        epoch++;
        if (loss < bestLoss - minDelta) [bestLoss, best] = [loss, epoch];
        if (epoch - best >= patience) break;
      }
      return { stopsAfter: epoch, best };
    },
  ],
});

/** What two curves can tell. */
export type Diagnosis = "underfits" | "fits" | "overfits" | "learning rate too high";

type Letter = "A" | "B" | "C" | "D";

const LETTERS: readonly Letter[] = ["A", "B", "C", "D"];

interface QuizRun {
  readonly is: Diagnosis;
  /** Training rows. */
  readonly rows: number;
  /** Waves that the model may add up; 0: a straight line. */
  readonly waves: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly noise: number;
  readonly seed: number;
}

const QUIZ: Readonly<Record<Letter, QuizRun>> = {
  A: {
    is: "learning rate too high",
    rows: 100,
    waves: 4,
    learningRate: 0.45,
    batchSize: 2,
    noise: 0.3,
    seed: 1,
  },
  B: { is: "underfits", rows: 200, waves: 0, learningRate: 0.02, batchSize: 20, noise: 0.3, seed: 1 },
  C: { is: "overfits", rows: 30, waves: 24, learningRate: 0.02, batchSize: 10, noise: 0.5, seed: 2 },
  D: { is: "fits", rows: 200, waves: 4, learningRate: 0.01, batchSize: 20, noise: 0.3, seed: 1 },
};

/**
 * The four trainings of the quiz, run anew: sums of waves fitted to a noisy sine by SGD, 50 epochs each. Both losses are
 * measured after the epoch.
 *
 * @returns Training and validation loss per epoch, by letter.
 * @example
 * const { A } = quizCurves();
 * assert.deepEqual([A.loss.length, A.val_loss.length], [50, 50]);
 */
export function quizCurves(): Record<Letter, { loss: number[]; val_loss: number[] }> {
  return Object.fromEntries(LETTERS.map((letter) => [letter, curvesOf(QUIZ[letter])])) as ReturnType<
    typeof quizCurves
  >;
}

function curvesOf({ rows, waves, learningRate, batchSize, noise, seed }: QuizRun): {
  loss: number[];
  val_loss: number[];
} {
  const draw = (count: number, from: number) => {
    const { x, y } = noisySine({ count, noise, seed: from });
    return { x: x.map((value) => inputsOf(value, waves)), y: y.map((value) => [value]) };
  };
  const [train, validation] = [draw(rows, seed), draw(200, 100)];
  const start = new Mlp([
    { w: Array.from({ length: Math.max(1, waves) }, () => [0]), b: [0], activation: linear },
  ]);
  const curves = { loss: [] as number[], val_loss: [] as number[] };
  const onEpoch = ({ model }: { model: Mlp }) => {
    curves.loss.push(errorOf(model, train));
    curves.val_loss.push(errorOf(model, validation));
  };
  trainMlp(start, {
    ...train,
    optimizer: optimizer("sgd", { learningRate }),
    epochs: 50,
    batchSize,
    seed: 1,
    onEpoch,
  });
  return curves;
}

/** Sines and cosines in turn of u = 2x − 1, or u itself. */
function inputsOf(x: number, waves: number): number[] {
  const u = 2 * x - 1;
  if (waves === 0) return [u];
  return Array.from({ length: waves }, (_, k) =>
    k % 2 === 1 ? Math.cos((Math.PI * (k + 1) * u) / 2) : Math.sin((Math.PI * (k + 2) * u) / 2),
  );
}

function errorOf(model: Mlp, { x, y }: { x: number[][]; y: number[][] }): number {
  const outputs = model.predict(x);
  return outputs.reduce((sum, [yHat = NaN], i) => sum + (yHat - (y[i]?.[0] ?? NaN)) ** 2, 0) / x.length;
}

type Diagnoses = Record<Letter, Diagnosis>;

const RIGHT = Object.fromEntries(LETTERS.map((letter) => [letter, QUIZ[letter].is])) as Diagnoses;

/** A diagnosis for each pair of curves. */
export const diagnosis = valueProblem<Diagnoses>({
  id: "10-overfitting/diagnosis",
  variable: "diagnosis",
  stub: `type Diagnosis = "underfits" | "fits" | "overfits" | "learning rate too high";
const diagnosis: { A: Diagnosis; B: Diagnosis; C: Diagnosis; D: Diagnosis } = {
  A: todo,
  B: todo,
  C: todo,
  D: todo,
};`,
  solution: `type Diagnosis = "underfits" | "fits" | "overfits" | "learning rate too high";
const diagnosis: { A: Diagnosis; B: Diagnosis; C: Diagnosis; D: Diagnosis } = {
  A: "learning rate too high",
  B: "underfits",
  C: "overfits",
  D: "fits",
};`,
  expected: RIGHT,
  parts: {
    A: "Look at how smooth the curves of A are: they go up and down together to the end.",
    B: "The curves of B lie close together. Compare how high they end with the other smooth pairs.",
    C: "The curves of C draw apart: what does each of them do in the second half?",
    D: "The curves of D fall together, end low and stay together.",
  },
  takeaway:
    "Height tells of underfitting, an opening gap of overfitting, and a zigzag of a learning rate that is too high.",
  otherwise:
    "Look at three things for each training run: how high the curves end, how far apart they are, and how smooth they are.",
  hints: [
    "One pair of curves zigzags to the end, and one pair draws apart.",
    "The other two pairs lie close together. Compare the heights at which they end.",
    "A model that cannot follow its rows ends high with both curves; a good fit ends low with both.",
  ],
  mistakes: [
    {
      answer: { ...RIGHT, B: "fits", D: "underfits" },
      why: "In both B and D the curves lie close together, but those of B end far above those of D.",
    },
    {
      answer: { ...RIGHT, A: "overfits", C: "learning rate too high" },
      why: "The curves of A zigzag up and down together. Those of C are smooth, and they draw apart.",
    },
    {
      answer: { ...RIGHT, C: "fits", D: "overfits" },
      why: "The validation loss of C rises again while its training loss goes on falling. Those of D stay together.",
    },
    {
      answer: { ...RIGHT, B: "overfits", C: "underfits" },
      why: "The training loss of C falls to a low value, so this model can follow its rows. In B the curves lie close together, without the gap of overfitting.",
    },
  ],
  equivalents: [{ D: RIGHT.D, C: RIGHT.C, B: RIGHT.B, A: RIGHT.A }],
});

const RIVER = {
  inputs: 3,
  noise: 0.6,
  signal: ([a = 0, b = 0]: readonly number[]) => Math.sin(a) + 0.3 * b,
};
const riverHidden = (): NoisyRows => drawRows({ ...RIVER, seed: 23, count: 1000 });
const LARGE = 4000;

/** Hidden layers without an activation function leave one linear unit, which cannot memorise: nothing would be learned about stopping. */
function linearFinding(model: tf.Sequential): Finding | undefined {
  const isLinear = tf.tidy(() => {
    const x = tf.randomUniform([16, model.inputs[0]?.shape.at(-1) ?? 1], -1, 1, "float32", 1);
    const at = (factor: number): tf.Tensor => model.predict(tf.mul(x, factor)) as tf.Tensor;
    // Of a linear function, twice the way is twice the change.
    const sag = tf.max(tf.abs(tf.add(tf.sub(at(2), tf.mul(at(1), 2)), at(0)))).dataSync()[0] ?? 0;
    return sag < 1e-3 * (1 + (tf.max(tf.abs(at(2))).dataSync()[0] ?? 0));
  });
  if (!isLinear) return undefined;
  return {
    actual: "hidden layers without an activation function",
    expected: "hidden layers with an activation function, such as ReLU",
    why: "Without an activation function in its hidden layers the network is worth one linear unit, however many parameters it has, and cannot memorise 60 rows.",
  };
}

/**
 * Few rows, much noise, a large network. Mean squared error against the signal of 1,000 rows, five seeds each: 64-64 with an
 * early stop 0.06 to 0.15 (patience 20 or 5, Adam's rate 0.01 or 0.001), 128-128 0.05 to 0.11, 64-64-64 0.05 to 0.10. Without
 * a stop: 64-64 0.47 to 0.53 after 60 epochs, 0.76 to 1.04 after 300, with the rate 0.001 0.34 to 0.40; the mean 0.7.
 */
export const river = trainingProblem<tf.Sequential, TrainingRows>({
  id: "10-overfitting/river",
  variable: "river",
  stub: "const river: tf.Sequential = todo;",
  solution: `const river: tf.Sequential = tf.sequential();
river.add(tf.layers.dense({ units: 64, activation: "relu", inputShape: [3] }));
river.add(tf.layers.dense({ units: 64, activation: "relu" }));
river.add(tf.layers.dense({ units: 1 }));
river.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });

const riverData = exercises.river.data;
await river.fit(riverData.x, riverData.y, {
  epochs: 300,
  validationData: [riverData.xValidation, riverData.yValidation],
  callbacks: [
    tf.callbacks.earlyStopping({ monitor: "val_loss", patience: 20, restoreBestWeights: true }),
  ],
});`,
  takeaway:
    "A network with dozens of parameters for each row has learned the signal and left most of the noise alone, because it stopped in time. With the rate 0.01 the best epoch is often among the first ten. Trained for 300 epochs, the same network is worse than predicting the mean.",
  data: () =>
    trainingRows(drawRows({ ...RIVER, seed: 21, count: 60 }), drawRows({ ...RIVER, seed: 22, count: 100 })),
  check: (model) =>
    modelFinding(model, { input: [3], outputs: 1, activation: "linear", loss: "meanSquaredError" }) ??
    (model.countParams() < LARGE
      ? {
          actual: { parameters: model.countParams() },
          why: "The network is to be large this time, with at least 4,000 parameters: two hidden layers of 64 units have enough.",
        }
      : linearFinding(model)),
  training: {
    metric: "val_loss",
    name: "mean squared error",
    curveName: "validation loss (with noise)",
    gate: 0.25,
    direction: "below",
    measuredOn: "the signal of 1,000 other rows",
    measure: (model) => errorOnSignal(model, riverHidden()),
    why: "Look at the validation loss: if it rises, the network has begun to memorise. Give `fit` the validation data and `tf.callbacks.earlyStopping` with a patience of about 20 and `restoreBestWeights: true`. If the loss never fell, train for more epochs.",
  },
  hints: [
    "The network is large enough to memorise 60 rows. Who tells it when to stop, and by which rows?",
    "`fit` needs `validationData` and, among its `callbacks`, `tf.callbacks.earlyStopping`. Without `restoreBestWeights: true` the network keeps the weights of the last epoch.",
    "Two hidden layers of 64 ReLU units, Adam with 0.01, an upper limit of 300 epochs, and an early stop on `val_loss` that waits for 20 epochs and restores the best weights.",
  ],
  right: [
    (data) => trainStack(data, { hidden: [64, 64], patience: 20 }),
    (data) => trainStack(data, { hidden: [128, 128], patience: 10, learningRate: 0.001 }),
    (data) => trainStack(data, { hidden: [64, 64, 64], patience: 20 }),
  ],
  mistakes: [
    { answer: (data) => trainStack(data, { hidden: [64, 64], epochs: 300 }), says: /begun to memorise/ },
    { answer: (data) => trainStack(data, { hidden: [128, 128], epochs: 100 }), says: /begun to memorise/ },
    { answer: (data) => trainStack(data, { hidden: [16], patience: 20 }), says: /4,000 parameters/ },
    {
      answer: (data) => trainStack(data, { hidden: [64, 64], activation: "linear", epochs: 100 }),
      says: /one linear unit/,
    },
    {
      answer: (data) =>
        trainStack({ ...data, xValidation: data.x, yValidation: data.y }, { hidden: [64, 64], patience: 20 }),
      says: /begun to memorise/,
    },
    { answer: () => stack(3, { hidden: [64, 64] }), says: /not compiled/ },
  ],
});

/** The exercises by name: `exercises.diagnosis.check(answer)`. */
export const exercises = { noise, enough, advice, reading, earlyStop, diagnosis, river };
