/** The exercises of lesson 12: a screening test, cross-entropy, a step of logistic regression, precision and recall, and two training runs. */
import { Random } from "../../core/random";
import { tf } from "../../core/tf";
import { modelFinding } from "../model-finding";
import { todo } from "../todo";
import { functionProblem, valueProblem } from "../problem-kinds";
import { trainingProblem } from "../training-problem";
import { outputsOn } from "../training-rows";

export { todo };

interface Screening {
  accuracy: number;
  sayHealthy: number;
  found: number;
}

/** Three shares of a screening test: of 2,000 people 40 are ill; 90 are called ill, 30 of them rightly. */
export const screening = valueProblem<Screening>({
  id: "12-binary/screening",
  variable: "screening",
  stub: `const screening: { accuracy: number; sayHealthy: number; found: number } = {
  accuracy: todo,
  sayHealthy: todo,
  found: todo,
};`,
  solution: `const screening: { accuracy: number; sayHealthy: number; found: number } = {
  accuracy: (30 + 1900) / 2000,
  sayHealthy: 1960 / 2000,
  found: 30 / 40,
};`,
  expected: { accuracy: 1930 / 2000, sayHealthy: 1960 / 2000, found: 30 / 40 },
  takeaway:
    "The rule that says healthy to everybody has the higher accuracy, and it finds nobody. The test finds three of four.",
  otherwise:
    "Make a table of four numbers first: ill and called ill, ill and not called, healthy and called ill, healthy and not called.",
  parts: {
    accuracy:
      "For the accuracy count the right answers of both kinds: ill people who are called ill, and healthy people who are not.",
    sayHealthy: "A rule that says healthy to everybody is right for each person who is healthy.",
    found: "Divide the ill people who are called ill by all who are ill.",
  },
  hints: [
    "There are four groups. How many people are ill and not called ill, and how many are healthy and called ill?",
    "Of the 40 ill people 10 are missed. Of the 90 who are called ill 60 are healthy. All others are healthy and are told so.",
    "The right answers are the ill who were called ill and the healthy who were not; divide their number by all people.",
  ],
  mistakes: [
    {
      answer: { accuracy: 1930 / 2000, sayHealthy: 1960 / 2000, found: 30 / 90 },
      why: "`accuracy` and `sayHealthy` are right. For `found` you divide by those who are called ill; that share is the precision. Divide by those who are ill.",
    },
    {
      answer: { accuracy: 1960 / 2000, sayHealthy: 1930 / 2000, found: 30 / 40 },
      why: "`accuracy` and `sayHealthy` have changed places: the first is about the test, the second about the rule that tests nobody.",
    },
    {
      answer: { accuracy: 30 / 2000, sayHealthy: 1960 / 2000, found: 30 / 40 },
      why: "The accuracy counts all right answers, also the healthy people who are told that they are healthy.",
    },
    {
      answer: { accuracy: 96.5, sayHealthy: 98, found: 75 },
      why: "These are per cent. Write the three shares as numbers between 0 and 1.",
    },
  ],
  equivalents: [{ accuracy: 1 - 70 / 2000, sayHealthy: 1 - 40 / 2000, found: 1 - 10 / 40 }],
});

type Loss = (labels: number[], predicted: number[]) => number;

function entropyOf(labels: readonly number[], predicted: readonly number[]): number {
  let sum = 0;
  labels.forEach((label, i) => {
    const p = predicted[i] ?? NaN;
    sum -= Math.log(label === 1 ? p : 1 - p);
  });
  return sum / labels.length;
}

/** The binary cross-entropy of a list. */
export const crossEntropy = functionProblem<Parameters<Loss>, number>({
  id: "12-binary/cross-entropy",
  variable: "crossEntropy",
  stub: "function crossEntropy(labels: number[], predicted: number[]): number {\n  return todo;\n}",
  solution: `function crossEntropy(labels: number[], predicted: number[]): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const givenToIt = labels[i] === 1 ? predicted[i] : 1 - predicted[i];
    sum += -Math.log(givenToIt);
  }
  return sum / labels.length;
}`,
  reference: entropyOf,
  cases: [
    [[1], [0.5]],
    [[0], [0.1]],
    [
      [1, 0, 1],
      [0.9, 0.2, 0.4],
    ],
    [
      [0, 0],
      [0.999, 0.001],
    ],
    [
      [0, 1],
      [0.9999, 0.00002],
    ],
  ],
  fuzz: (random) => {
    const count = random.integer(1, 12);
    return [
      Array.from({ length: count }, () => Number(random.chance(0.4))),
      Array.from({ length: count }, () => random.uniform(0.001, 0.999)),
    ];
  },
  mayChangeInput: false,
  takeaway: "Each row pays minus the logarithm of the probability that was given to what happened.",
  otherwise:
    "Begin with one row: which probability did the forecast give to what happened? Take minus its logarithm, and then the mean over all rows.",
  hints: [
    "The loop above does it for three days. What was given to rain, when it rained, and what to dry weather, when it stayed dry?",
    "For a label 1 the row costs -Math.log(p), for a label 0 it costs -Math.log(1 - p).",
    "Add all costs up in a loop and divide by labels.length.",
  ],
  mistakes: [
    {
      answer: (labels, predicted) => -entropyOf(labels, predicted),
      why: "The minus is missing: the logarithm of a probability is negative, and a cost is not.",
    },
    {
      answer: (labels, predicted) =>
        entropyOf(
          labels.map(() => 1),
          predicted,
        ),
      why: "You treat every row as if its label were 1. Where the label is 0, what happened got the probability 1 − p.",
    },
    {
      answer: (labels, predicted) => entropyOf(labels, predicted) * labels.length,
      why: "This is the sum of the costs. The loss is their mean: divide by the number of rows.",
    },
    {
      answer: (labels, predicted) =>
        labels.reduce((sum, label, i) => sum + (label - (predicted[i] ?? NaN)) ** 2, 0) / labels.length,
      why: "This is the mean squared error. The cross-entropy takes minus the logarithm of the probability.",
    },
    {
      answer: (labels, predicted) => entropyOf(labels, predicted) / Math.LN10,
      why: "You use the logarithm to the base 10. The cross-entropy takes the natural one, Math.log.",
    },
    {
      answer: (labels, predicted) => entropyOf(labels, predicted) / Math.LN2,
      why: "You use the logarithm to the base 2. The cross-entropy takes the natural one, Math.log.",
    },
    {
      answer: (labels, predicted) =>
        entropyOf(
          labels,
          predicted.map((p) => Math.min(0.999, Math.max(0.001, p))),
        ),
      why: "You keep the probabilities too far away from 0 and 1. Every probability here is above 0 and below 1, so take it as it is.",
    },
    {
      answer: (labels, predicted) =>
        entropyOf(
          labels.map((label) => 1 - label),
          predicted,
        ),
      why: "The two cases have changed places: for a label 1, what happened got the probability p.",
    },
    {
      answer: (labels, predicted) =>
        -labels.reduce((sum, label, i) => sum + label * Math.log(predicted[i] ?? NaN), 0) / labels.length,
      why: "Only the rows with label 1 pay here. A row with label 0 pays −ln(1 − p).",
    },
    {
      answer: (labels, predicted) =>
        labels.reduce(
          (sum, label, i) =>
            sum - label * Math.log(predicted[i] ?? NaN) + (1 - label) * Math.log(1 - (predicted[i] ?? NaN)),
          0,
        ) / labels.length,
      why: "The minus reaches only the rows with label 1. It stands before the whole bracket: a row with label 0 pays −ln(1 − p).",
    },
    {
      answer: (labels, predicted) =>
        labels.reduce(
          (sum, label, i) =>
            sum - Math.log((label === 1 ? (predicted[i] ?? NaN) : 1 - (predicted[i] ?? NaN)) + 1e-7),
          0,
        ) / labels.length,
      why: "You add a tiny number before you take the logarithm. Every probability here is above 0 and below 1, so take it as it is.",
    },
  ],
  equivalents: [
    (labels, predicted) =>
      -labels.reduce(
        (sum, y, i) =>
          sum + y * Math.log(predicted[i] ?? NaN) + (1 - y) * Math.log(1 - (predicted[i] ?? NaN)),
        0,
      ) / labels.length,
    (labels, predicted) =>
      Math.log(labels.reduce((product, y, i) => product / Math.abs(1 - y - (predicted[i] ?? NaN)), 1)) /
      labels.length,
  ],
});

/** One step of logistic regression on paper: two days, x = 3 and x = 1, both with label 1, from w = b = 0 with η = 0.2. */
export const logisticStep = valueProblem<{ yHat: number; w: number; b: number }>({
  id: "12-binary/logistic-step",
  variable: "logisticStep",
  stub: "const logisticStep: { yHat: number; w: number; b: number } = { yHat: todo, w: todo, b: todo };",
  solution:
    "const logisticStep: { yHat: number; w: number; b: number } = { yHat: 0.5, w: 0 - 0.2 * -1, b: 0 - 0.2 * -0.5 };",
  // ŷ − y is −0.5 twice; the slopes are (−1.5 − 0.5) / 2 = −1 and −0.5.
  expected: { yHat: 0.5, w: 0.2, b: 0.1 },
  takeaway: "Prediction minus label, times the input, averaged: the rest is gradient descent as ever.",
  otherwise:
    "Go step by step: z is 0 for both days, then comes the sigmoid, then ŷ − y for each day, then the two means, and each number moves against its slope.",
  parts: {
    yHat: "With w = 0 and b = 0 the logit z is 0 on both days. What does the sigmoid make of 0?",
    w: "In the slope along w each ŷ − y is multiplied by its own x before you take the mean.",
    b: "The slope along b is the mean of ŷ − y, and b moves in the same step as w.",
  },
  hints: [
    "Both logits are 0. Look at the formula of the sigmoid: what is e to the power 0?",
    "On both days the prediction is too low by the same amount. The slope along w is the mean of (ŷ − y) · x over x = 3 and x = 1.",
    "Each number moves by −η times its slope; both slopes are negative, so both numbers grow.",
  ],
  mistakes: [
    {
      answer: { yHat: 0.5, w: -0.2, b: -0.1 },
      why: "This step goes uphill. Subtract η times the slope; both slopes are negative here, so both numbers grow.",
    },
    {
      answer: { yHat: 0.5, w: 0.4, b: 0.2 },
      why: "The step is twice as long as it should be. Take the mean over the two days, and put no factor 2 in front: that one belongs to the squared error.",
    },
    {
      answer: { yHat: 0.5, w: 1, b: 0.5 },
      why: "The learning rate is missing: each number moves by η times its slope.",
    },
    {
      answer: { yHat: 0.5, w: 0.2, b: 0 },
      why: "`yHat` and `w` are right. The bias moves in the same step, against its own slope.",
    },
    {
      answer: { yHat: 0.5, w: 0.1, b: 0.1 },
      why: "`yHat` and `b` are right. In the slope along w each ŷ − y is multiplied by its own x.",
    },
    {
      answer: { yHat: 0, w: 0.4, b: 0.2 },
      why: "You have left the sigmoid out: the logit is 0, and the prediction is the sigmoid of it.",
    },
  ],
  equivalents: [{ yHat: 1 / 2, w: 1 / 5, b: 1 / 10 }],
});

/** Two shares of a yes-or-no forecast. */
export interface Report {
  precision: number;
  recall: number;
}

/** What precision and recall are made of. */
function reportOf(labels: readonly number[], answers: readonly number[]): Report {
  const count = (label: number, answer: number): number =>
    labels.filter((each, i) => each === label && answers[i] === answer).length;
  const [TP, FP, FN] = [count(1, 1), count(0, 1), count(1, 0)];
  return { precision: TP + FP === 0 ? 0 : TP / (TP + FP), recall: TP + FN === 0 ? 0 : TP / (TP + FN) };
}

function flipped(values: readonly number[]): number[] {
  return values.map((value) => 1 - value);
}

/** Precision and recall of class 1. */
export const precisionRecall = functionProblem<[number[], number[]], Report>({
  id: "12-binary/precision-recall",
  variable: "precisionRecall",
  stub: `function precisionRecall(
  labels: number[],
  answers: number[],
): { precision: number; recall: number } {
  return todo;
}`,
  solution: `function precisionRecall(
  labels: number[],
  answers: number[],
): { precision: number; recall: number } {
  let TP = 0;
  let FP = 0;
  let FN = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 1 && answers[i] === 1) TP++;
    if (labels[i] === 0 && answers[i] === 1) FP++;
    if (labels[i] === 1 && answers[i] === 0) FN++;
  }
  return {
    precision: TP + FP === 0 ? 0 : TP / (TP + FP),
    recall: TP + FN === 0 ? 0 : TP / (TP + FN),
  };
}`,
  reference: reportOf,
  cases: [
    [
      [1, 1, 1, 1, 0, 0],
      [1, 1, 0, 0, 1, 0],
    ],
    [
      [1, 0],
      [1, 1],
    ],
    [
      [1, 1, 0],
      [0, 0, 0],
    ],
    [
      [0, 0],
      [0, 1],
    ],
    [[0], [0]],
    [[], []],
  ],
  fuzz: (random) => {
    const count = random.integer(1, 15);
    const list = (share: number): number[] =>
      Array.from({ length: count }, () => Number(random.chance(share)));
    return [list(0.3), list(0.6)];
  },
  mayChangeInput: false,
  takeaway: "Both have TP above; below stand all that were called 1, or all that are 1.",
  otherwise:
    "Count TP, FP and FN first. Precision is TP / (TP + FP) and recall TP / (TP + FN), each 0 where it would be a share of nothing.",
  hints: [
    "Count three things in one loop: label 1 and answer 1, label 0 and answer 1, label 1 and answer 0.",
    "Precision divides TP by all that were called 1, recall divides it by all that are 1.",
    "Before each division ask whether the number below is 0; if so, the share is 0.",
  ],
  mistakes: [
    {
      answer: (labels, answers) => {
        const { precision, recall } = reportOf(labels, answers);
        return { precision: recall, recall: precision };
      },
      why: "The two have changed places: precision divides by all that were called 1, recall by all that are 1.",
    },
    {
      answer: (labels, answers) => reportOf(flipped(labels), flipped(answers)),
      why: "This is precision and recall of class 0. Count the rows in which label and answer are 1.",
    },
    {
      answer: (labels, answers) => {
        const right = labels.filter((label, i) => label === answers[i]).length / labels.length;
        return { precision: right, recall: right };
      },
      why: "This is the accuracy. Precision asks only about rows that were called 1, recall only about rows that are 1.",
    },
    {
      answer: (labels, answers) => {
        const hits = labels.filter((label, i) => label === 1 && answers[i] === 1).length;
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        return { precision: hits / sum(answers), recall: hits / sum(labels) };
      },
      why: "Your shares are right, except where there is nothing to share: 0 / 0 is not a number. Give 0 there, as the statement says.",
    },
    {
      answer: (labels, answers) => ({
        precision: reportOf(labels, answers).precision,
        recall: labels.includes(1) ? reportOf(labels, answers).recall : NaN,
      }),
      why: "Only the recall is missing its special case: if no label is 1, it is 0 / 0. Give 0 there.",
    },
    {
      answer: (labels, answers) => ({
        precision: answers.includes(1) ? reportOf(labels, answers).precision : NaN,
        recall: reportOf(labels, answers).recall,
      }),
      why: "Only the precision is missing its special case: if no answer is 1, it is 0 / 0. Give 0 there.",
    },
    {
      answer: (labels, answers) => {
        const hits = labels.filter((label, i) => label === 1 && answers[i] === 1).length;
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        return { precision: hits / sum(labels), recall: hits / sum(answers) };
      },
      why: "Two things: the shares have changed places (precision divides by all that were called 1, recall by all that are 1), and 0 / 0 is not a number, so give 0 there.",
    },
  ],
  equivalents: [
    (labels, answers) => {
      const share = (rows: readonly number[]): number =>
        rows.length === 0 ? 0 : rows.reduce((a, b) => a + b, 0) / rows.length;
      return {
        recall: share(answers.filter((_, i) => labels[i] === 1)),
        precision: share(labels.filter((_, i) => answers[i] === 1)),
      };
    },
  ],
});

interface TrainingData {
  /** The inputs, [rows, columns], scaled. */
  x: tf.Tensor2D;
  /** The labels, 0 or 1, [rows, 1]. */
  y: tf.Tensor2D;
}

interface Rows {
  x: number[][];
  y: number[];
}

function toTensors({ x, y }: Rows): TrainingData {
  return { x: tf.tensor2d(x), y: tf.tensor2d(y, [y.length, 1]) };
}

interface Design {
  hidden?: readonly number[];
  activation?: "relu" | "tanh" | "linear";
  epochs?: number;
  learningRate?: number;
}

/** A binary classifier, trained on the data of an exercise. */
async function classifier({ x, y }: TrainingData, design: Design = {}): Promise<tf.Sequential> {
  const { hidden = [], activation = "relu", epochs = 50, learningRate = 0.001 } = design;
  const widths = [...hidden, 1];
  const model = tf.sequential();
  widths.forEach((units, i) => {
    const last = i === widths.length - 1;
    const first = i === 0 ? { inputShape: [x.shape[1]] } : {};
    model.add(tf.layers.dense({ units, activation: last ? "sigmoid" : activation, ...first }));
  });
  model.compile({ optimizer: tf.train.adam(learningRate), loss: "binaryCrossentropy" });
  await model.fit(x, y, { epochs, verbose: 0 });
  return model;
}

/** Plants that thrive inside an oval; near its edge chance decides. */
function plants(seed: number, count: number): Rows {
  const random = new Random(seed);
  const x = Array.from({ length: count }, () => [random.normal(), random.normal()]);
  const y = x.map(([warm = 0, damp = 0]) => {
    const distance = (warm / 1.3) ** 2 + (damp / 0.9) ** 2;
    return Number(distance + random.normal(0, 0.15) < 1.1);
  });
  return { x, y };
}

/**
 * An oval that no single unit can draw. Accuracy on 1,000 hidden plants, 40 training runs each of 50 epochs, median and worst:
 * 16 hidden ReLU units with Adam's default rate 0.963 and 0.952 (with a fifth of the rows held out 0.961 and 0.947), 32 units
 * 0.966 and 0.960, 16-16 units 0.963 and 0.960, 8 units 0.955 and 0.881, 16 tanh units 0.931 and 0.889, 16 ReLU units with
 * plain gradient descent at 0.01 0.925 and 0.852. Two ReLU units reach 0.832 at most, hidden units without an activation and
 * a single unit 0.51.
 */
export const thriving = trainingProblem<tf.Sequential, TrainingData>({
  id: "12-binary/thriving",
  variable: "thriving",
  stub: "const thriving: tf.Sequential = todo;",
  solution: `const thriving: tf.Sequential = tf.sequential();
thriving.add(tf.layers.dense({ units: 16, activation: "relu", inputShape: [2] }));
thriving.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
thriving.compile({
  optimizer: tf.train.adam(0.01),
  loss: "binaryCrossentropy",
  metrics: ["accuracy"],
});
await thriving.fit(exercises.thriving.data.x, exercises.thriving.data.y, { epochs: 50 });`,
  takeaway:
    "The hidden layer folds the plane, so that one sigmoid unit after it can tell the inside of the oval from the outside.",
  data: () => toTensors(plants(12, 1500)),
  check: (model) =>
    modelFinding(model, { input: [2], outputs: 1, activation: "sigmoid", loss: "binaryCrossentropy" }),
  training: {
    metric: "loss",
    name: "accuracy",
    curveName: "training loss",
    gate: 0.85,
    direction: "above",
    measuredOn: "1,000 plants that the model has never seen",
    measure: (model) => {
      const hidden = plants(1012, 1000);
      const right = outputsOn(model, hidden).filter((p, i) => Number(p >= 0.5) === hidden.y[i]);
      return right.length / hidden.y.length;
    },
    why: "A single unit can only cut the plane along a line, and an oval is no line: does your model have a hidden layer with an activation? If it has, train for more epochs or give the layer more units.",
  },
  hints: [
    "One unit cuts the plane along a straight line. What did lesson 05 put in front of it to draw a closed curve?",
    "A hidden dense layer with 16 ReLU units and `inputShape: [2]`, then one unit with a sigmoid, `binaryCrossentropy` and Adam.",
    "Train it by `await thriving.fit(x, y, { epochs: 50 })` with x and y from `exercises.thriving.data`.",
  ],
  right: [
    (data) => classifier(data, { hidden: [16] }),
    (data) => classifier(data, { hidden: [8], activation: "tanh", learningRate: 0.01, epochs: 60 }),
  ],
  mistakes: [
    { answer: (data) => classifier(data, { learningRate: 0.01 }), says: /straight|along a line/ },
    {
      answer: (data) => classifier(data, { hidden: [16], activation: "linear" }),
      says: /with an activation/,
    },
    { answer: (data) => classifier(data, { hidden: [16], epochs: 0 }), says: /along a line/ },
    {
      answer: async ({ x, y }) => {
        const model = tf.sequential();
        model.add(tf.layers.dense({ units: 1, inputShape: [2] }));
        model.compile({ optimizer: "adam", loss: "meanSquaredError" });
        await model.fit(x, y, { epochs: 1, verbose: 0 });
        return model;
      },
      says: /sigmoid/,
    },
  ],
});

interface FrostAnswer {
  model: tf.Sequential;
  threshold: number;
}

/** Evenings with temperature, humidity and cloud cover; whether frost comes is drawn with the probability that they give. */
function evenings(seed: number, count: number): Rows {
  const random = new Random(seed);
  const x: number[][] = [];
  const y: number[] = [];
  for (let i = 0; i < count; i++) {
    const [temperature, humidity, clouds] = [random.normal(), random.normal(), random.normal()];
    const z = -2 - 2.2 * temperature + 0.6 * humidity - 1.2 * clouds;
    x.push([temperature, humidity, clouds]);
    y.push(Number(random.chance(1 / (1 + Math.exp(-z)))));
  }
  return { x, y };
}

const MISSED_FROST = 9;
const HEATED_IN_VAIN = 1;

function meanCost({ model, threshold }: FrostAnswer): number {
  const rows = evenings(1012, 4000);
  const costs = outputsOn(model, rows).map((p, i): number => {
    const heated = p >= threshold;
    if (heated === (rows.y[i] === 1)) return 0;
    return heated ? HEATED_IN_VAIN : MISSED_FROST;
  });
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

/**
 * A decision with unequal costs. Mean cost of 4,000 hidden evenings at the threshold 0.1, three seeds each: one unit at rate
 * 0.01 0.41, 16 hidden units 0.40 to 0.42, 32-16 units 0.43; at 0.05 0.44 to 0.49, at 0.2 0.41 to 0.47; at 0.5 0.70 to 0.89,
 * whatever the model. Heating every evening costs 0.735.
 */
export const frost = trainingProblem<FrostAnswer, TrainingData>({
  id: "12-binary/frost",
  variable: "frost",
  stub: "const frost: { model: tf.Sequential; threshold: number } = { model: todo, threshold: todo };",
  solution: `const frostModel = tf.sequential();
frostModel.add(tf.layers.dense({ units: 1, activation: "sigmoid", inputShape: [3] }));
frostModel.compile({ optimizer: tf.train.adam(0.01), loss: "binaryCrossentropy" });
await frostModel.fit(exercises.frost.data.x, exercises.frost.data.y, { epochs: 50 });

const frost: { model: tf.Sequential; threshold: number } = {
  model: frostModel,
  threshold: 1 / (1 + 9),
};`,
  takeaway:
    "The model gives the probability, the costs give the threshold. Neither of them could have decided alone.",
  data: () => toTensors(evenings(12, 800)),
  kind: { is: "object", fields: { model: { is: "anything" }, threshold: { is: "number" } } },
  check: ({ model, threshold }) => {
    const found = modelFinding(model, {
      input: [3],
      outputs: 1,
      activation: "sigmoid",
      loss: "binaryCrossentropy",
    });
    if (found) return found;
    if (threshold > 0 && threshold < 1) return undefined;
    return { actual: { threshold }, why: "A threshold is a probability: it lies between 0 and 1." };
  },
  training: {
    metric: "loss",
    name: "mean cost",
    curveName: "training loss",
    gate: 0.5,
    direction: "below",
    measure: meanCost,
    measuredOn: "4,000 new evenings",
    why: ({ threshold }) =>
      threshold > 0.25
        ? "One half is a habit, and so is every threshold near it. A missed frost costs nine times as much as heating in vain: from which probability on is it cheaper to heat?"
        : "Has the loss of your model stopped falling? If not, train it longer or with a higher learning rate. If it has: from which probability on is it cheaper to heat?",
  },
  hints: [
    "A single unit with a sigmoid is enough here. The habit of one half is not.",
    "Heating costs 1 · (1 − p) on average, leaving it costs 9 · p. At which p are they equal?",
    "Use the rule of the section above: the cost of a false alarm divided by the sum of both costs. If the loss still falls, train longer or with a higher learning rate.",
  ],
  right: [
    async (data) => ({ model: await classifier(data, { learningRate: 0.01 }), threshold: 0.1 }),
    async (data) => ({ model: await classifier(data, { hidden: [16] }), threshold: 0.1 }),
    async (data) => ({ model: await classifier(data, { hidden: [16] }), threshold: 0.15 }),
  ],
  mistakes: [
    {
      answer: async (data) => ({ model: await classifier(data, { learningRate: 0.01 }), threshold: 0.5 }),
      says: /nine times/,
    },
    {
      answer: async (data) => ({ model: await classifier(data, { learningRate: 0.01 }), threshold: 0.9 }),
      says: /nine times/,
    },
    {
      answer: async (data) => ({ model: await classifier(data, { epochs: 0 }), threshold: 0.1 }),
      says: /stopped falling/,
    },
    {
      answer: async (data) => ({ model: await classifier(data, { epochs: 1 }), threshold: 10 }),
      says: /between 0 and 1/,
    },
  ],
});

/** The exercises by name: `exercises.screening.check(answer)`. */
export const exercises = { screening, crossEntropy, logisticStep, precisionRecall, thriving, frost };
