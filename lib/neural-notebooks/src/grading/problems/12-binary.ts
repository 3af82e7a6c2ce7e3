/** The exercises of lesson 12: cross-entropy of a day and of many, precision and recall, the cheapest threshold, the area under the ROC curve. */
import { problem, unlessClose } from "../problem";

/** What one dry day costs a forecast of 80 % rain. */
export const costOfDay = problem<number>({
  id: "12-binary/cost-of-day",
  takeaway: "−ln 0.2 ≈ 1.61: the forecast pays for the 20 % that it gave to what happened.",
  check: (cost) => unlessClose(cost, -Math.log(0.2), { tolerance: 0.01, why: whyCost(cost) }),
  hints: [
    "Which probability did the forecast give to what really happened?",
    "It stayed dry, y = 0, so the term (1 − y)·ln(1 − ŷ) counts; and the loss is its negative.",
    "Dry had 1 − 0.8 of the probability; Math.log is the natural logarithm.",
  ],
  stub: "const costOfDay: number = todo;",
  solution: "const costOfDay: number = -Math.log(1 - 0.8);",
  variable: "costOfDay",
  equivalents: [1.61, Math.log(5)],
  mistakes: [
    { answer: -Math.log(0.8), says: /rain had come/ },
    { answer: Math.log(0.2), says: /minus/ },
    { answer: -Math.log10(0.2), says: /natural/ },
    { answer: 0.8, says: /error/ },
  ],
});

function whyCost(cost: number): string {
  const is = (value: number) => Math.abs(cost - value) < 0.01;
  if (is(-Math.log(0.8)))
    return "That is the cost if rain had come. It stayed dry: take the probability of dry, 1 − 0.8.";
  if (is(Math.log(0.2)) || is(Math.log(0.8)))
    return "The minus is missing: a logarithm of a probability is negative, a cost is not.";
  if (is(-Math.log10(0.2)) || is(-Math.log2(0.2))) return "The logarithm is the natural one, Math.log.";
  if (is(0.8) || is(0.2))
    return "That is the error or a probability itself; the cost is minus its logarithm.";
  return "Take minus the natural logarithm of the probability that was given to what happened.";
}

type CrossEntropy = (labels: number[], probabilities: number[]) => number;

/** The mean cross-entropy of a list. */
export const crossEntropy = problem<CrossEntropy>({
  id: "12-binary/cross-entropy",
  takeaway: "Each row pays −ln of the probability of its true class; the loss is the mean.",
  check: (loss) => {
    const rainy = loss([1], [0.5]);
    return (
      unlessClose(rainy, Math.LN2, { why: whyEntropy(rainy), of: "for [1], [0.5]" }) ??
      unlessClose(loss([0], [0.1]), -Math.log(0.9), {
        why: "For a label 0 the probability of what happened is 1 − p.",
        of: "for [0], [0.1]",
      }) ??
      unlessClose(loss([1, 0, 1], [0.9, 0.2, 0.4]), 0.4149316, {
        why: "Over several rows the loss is the mean of the costs, not their sum.",
        of: "for [1, 0, 1], [0.9, 0.2, 0.4]",
      })
    );
  },
  hints: [
    "Begin with one row: which probability did the label's class get?",
    "labels.map((label, i) => …) gives one cost per row: -Math.log(probabilities[i]) for 1, -Math.log(1 - probabilities[i]) for 0. Then the mean.",
    "label === 1 ? … : … chooses the term; reduce adds the costs up, and labels.length divides them.",
  ],
  stub: "const crossEntropy = (labels: number[], probabilities: number[]): number => todo;",
  solution: `const crossEntropy = (labels: number[], probabilities: number[]): number => {
  const costs = labels.map((y, i) => -Math.log(y === 1 ? probabilities[i] : 1 - probabilities[i]));
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
};`,
  variable: "crossEntropy",
  equivalents: [
    (labels, p) =>
      -labels.reduce((sum, y, i) => sum + y * Math.log(p[i] ?? 0) + (1 - y) * Math.log(1 - (p[i] ?? 0)), 0) /
      labels.length,
    (labels, p) =>
      Math.log(labels.reduce((product, y, i) => product / Math.abs(1 - y - (p[i] ?? 0)), 1)) / labels.length,
  ],
  mistakes: [
    {
      answer: (labels, p) => mean(labels.map((y, i) => Math.log(y === 1 ? (p[i] ?? 0) : 1 - (p[i] ?? 0)))),
      says: /minus/,
    },
    { answer: (labels, p) => mean(labels.map((_, i) => -Math.log(p[i] ?? 0))), says: /1 − p/ },
    {
      answer: (labels, p) =>
        labels.reduce((sum, y, i) => sum - Math.log(y === 1 ? (p[i] ?? 0) : 1 - (p[i] ?? 0)), 0),
      says: /mean/,
    },
    { answer: (labels, p) => mean(labels.map((y, i) => (y - (p[i] ?? 0)) ** 2)), says: /squared/ },
  ],
});

function whyEntropy(actual: number): string {
  if (Math.abs(actual + Math.LN2) < 1e-6) return "The minus is missing: the cost of a row is −ln p.";
  if (actual === 0.25)
    return "That is the squared error; cross-entropy takes minus the logarithm of the probability.";
  return "One row with label 1 costs −ln p: here −ln 0.5, about 0.693.";
}

type PrecisionRecall = (truth: number[], answers: number[]) => { precision: number; recall: number };

/** Precision and recall of class 1. */
export const precisionRecall = problem<PrecisionRecall>({
  id: "12-binary/precision-recall",
  takeaway: "Both have TP above; below stand all that were called 1, or all that are 1.",
  check: (measure) => {
    // TP 2, FP 1, FN 2, TN 3.
    const actual = measure([1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 1, 0, 0, 0]);
    return (
      unlessClose(actual, { precision: 2 / 3, recall: 1 / 2 }, { why: whyReport(actual) }) ??
      unlessClose(
        measure([1, 0], [1, 1]),
        { precision: 1 / 2, recall: 1 },
        {
          why: "Who always says 1 finds all and is right as often as class 1 occurs.",
          of: "for [1, 0], [1, 1]",
        },
      )
    );
  },
  hints: [
    "Count three things: TP (1 and said 1), FP (0 and said 1), FN (1 and said 0).",
    "truth.filter((y, i) => y === 1 && answers[i] === 1).length is TP.",
    "FP and FN are counted in the same way. Precision divides TP by all that were called 1, recall by all that are 1.",
  ],
  stub: "const precisionRecall = (truth: number[], answers: number[]): { precision: number; recall: number } => todo;",
  solution: `const precisionRecall = (truth: number[], answers: number[]): { precision: number; recall: number } => {
  const count = (y: number, said: number) => truth.filter((t, i) => t === y && answers[i] === said).length;
  const TP = count(1, 1);
  return { precision: TP / (TP + count(0, 1)), recall: TP / (TP + count(1, 0)) };
};`,
  variable: "precisionRecall",
  equivalents: [
    (truth, answers) => {
      const hits = truth.reduce((sum, y, i) => sum + y * (answers[i] ?? 0), 0);
      return { precision: hits / total(answers), recall: hits / total(truth) };
    },
    (truth, answers) => {
      const calledOne = truth.filter((_, i) => answers[i] === 1);
      const areOne = answers.filter((_, i) => truth[i] === 1);
      return { recall: mean(areOne), precision: mean(calledOne) };
    },
  ],
  mistakes: [
    {
      answer: (truth, answers) => {
        const hits = truth.filter((y, i) => y === 1 && answers[i] === 1).length;
        return { precision: hits / total(truth), recall: hits / total(answers) };
      },
      says: /changed places/,
    },
    {
      answer: (truth, answers) => {
        const right = mean(truth.map((y, i) => Number(y === answers[i])));
        return { precision: right, recall: right };
      },
      says: /accuracy/,
    },
    {
      answer: (truth, answers) => {
        const [zeros, said] = [truth.map((y) => 1 - y), answers.map((y) => 1 - y)];
        const hits = zeros.reduce((sum, y, i) => sum + y * (said[i] ?? 0), 0);
        return { precision: hits / total(said), recall: hits / total(zeros) };
      },
      says: /class 0/,
    },
  ],
});

function whyReport({ precision, recall }: { precision: number; recall: number }): string {
  const is = (p: number, r: number) => Math.abs(precision - p) < 1e-6 && Math.abs(recall - r) < 1e-6;
  if (is(1 / 2, 2 / 3))
    return "The two have changed places: precision divides by what was called 1, recall by what is 1.";
  if (is(5 / 8, 5 / 8))
    return "That is the accuracy. Of the rows called 1, how many are 1? Of those that are 1, how many were called 1?";
  if (is(3 / 5, 3 / 4)) return "That is precision and recall of class 0.";
  return "Count TP = 2, FP = 1 and FN = 2; precision is TP / (TP + FP), recall TP / (TP + FN).";
}

type Threshold = (miss: number, alarm: number) => number;

/** The threshold that the costs ask for. */
export const bestThreshold = problem<Threshold>({
  id: "12-binary/best-threshold",
  takeaway: "Saying yes pays when p·miss > (1 − p)·alarm: the dearer the miss, the lower the threshold.",
  check: (threshold) => {
    const actual = threshold(4, 1);
    return (
      unlessClose(actual, 0.2, { why: whyThreshold(actual), of: "miss 4, alarm 1" }) ??
      unlessClose(threshold(1, 1), 0.5, {
        why: "When both cost the same, the threshold is one half.",
        of: "miss 1, alarm 1",
      }) ??
      unlessClose(threshold(10, 30), 0.75, {
        why: "Only the ratio of the two costs matters; here the alarm is three times as dear.",
        of: "miss 10, alarm 30",
      })
    );
  },
  hints: [
    "With probability p of a case: what does a no cost on average, what does a yes?",
    "A no costs p·miss, a yes (1 − p)·alarm. At which p are they equal?",
    "p·miss = (1 − p)·alarm: multiply out, bring both terms with p to one side, and divide.",
  ],
  stub: "const bestThreshold = (miss: number, alarm: number): number => todo;",
  solution: "const bestThreshold = (miss: number, alarm: number): number => alarm / (miss + alarm);",
  variable: "bestThreshold",
  equivalents: [(miss, alarm) => 1 / (1 + miss / alarm), (miss, alarm) => 1 - miss / (miss + alarm)],
  mistakes: [
    { answer: (miss, alarm) => miss / (miss + alarm), says: /wrong way round/ },
    { answer: (miss, alarm) => alarm / miss, says: /ratio of the costs alone/ },
    { answer: () => 0.5, says: /cost the same/ },
    { answer: () => 0.2, says: /one half/ },
  ],
});

function whyThreshold(actual: number): string {
  if (Math.abs(actual - 0.8) < 1e-6)
    return "That is the wrong way round: a dear miss asks for a low threshold, so that few are missed.";
  if (Math.abs(actual - 0.25) < 1e-6)
    return "That is the ratio of the costs alone. Set p·miss equal to (1 − p)·alarm and solve for p.";
  if (actual === 0.5) return "One half is right only where both mistakes cost the same.";
  return "Set the expected cost of a no, p·miss, equal to that of a yes, (1 − p)·alarm.";
}

type Area = (labels: number[], scores: number[]) => number;

/** The area under the ROC curve, by pairs. */
export const areaUnderCurve = problem<Area>({
  id: "12-binary/area-under-curve",
  takeaway: "The AUC judges the order of the scores alone; no threshold and no scale comes in.",
  check: (area) => {
    const actual = area([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
    return (
      unlessClose(actual, 0.75, { why: whyArea(actual), of: "for scores 0.1, 0.4, 0.35, 0.8" }) ??
      unlessClose(area([1, 0], [0.3, 0.3]), 0.5, {
        why: "A tie counts one half: who gives all rows one score guesses.",
        of: "for a tie",
      }) ??
      unlessClose(area([1, 1, 0], [-3, 7, 2]), 0.5, {
        why: "Scores need not be probabilities; compare each row of class 1 with each of class 0, whatever the order of the rows.",
        of: "for scores −3, 7, 2",
      })
    );
  },
  hints: [
    "Part the scores into those of class 1 and those of class 0. How many pairs are there?",
    "ones.flatMap((p) => zeros.map((q) => …)) goes over all pairs: 1 when p > q, one half when they are equal, else 0.",
    "The mean over all pairs is the area.",
  ],
  stub: "const areaUnderCurve = (labels: number[], scores: number[]): number => todo;",
  solution: `const areaUnderCurve = (labels: number[], scores: number[]): number => {
  const ones = scores.filter((_, i) => labels[i] === 1);
  const zeros = scores.filter((_, i) => labels[i] === 0);
  const wins = ones.flatMap((p) => zeros.map((q) => (p === q ? 0.5 : Number(p > q))));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
};`,
  variable: "areaUnderCurve",
  equivalents: [
    (labels, scores) => pairMean(labels, scores, (p, q) => (Math.sign(p - q) + 1) / 2),
    (labels, scores) => 1 - pairMean(labels, scores, (p, q) => (Number(q > p) + Number(q >= p)) / 2),
  ],
  mistakes: [
    {
      answer: (labels, scores) => pairMean(labels, scores, (p, q) => (Math.sign(q - p) + 1) / 2),
      says: /the other way/,
    },
    { answer: (labels, scores) => pairMean(labels, scores, (p, q) => Number(p > q)), says: /tie/ },
    {
      answer: (labels, scores) =>
        total(
          labels.flatMap((y, i) =>
            scores.map((q, j) => Number(y === 1 && labels[j] === 0 && (scores[i] ?? 0) > q)),
          ),
        ),
      says: /how many/,
    },
    {
      answer: (labels, scores) => mean(labels.map((y, i) => Number(Number((scores[i] ?? 0) >= 0.5) === y))),
      says: /need not be probabilities/,
    },
  ],
});

function whyArea(actual: number): string {
  if (actual === 0.25)
    return "That is the other way round: count the pairs in which the row of class 1 has the higher score.";
  if (actual === 3) return "That counts the pairs; divide by how many there are, here 2 · 2.";
  return "Of the four pairs, the row of class 1 has the higher score in three.";
}

function pairMean(
  labels: readonly number[],
  scores: readonly number[],
  win: (one: number, zero: number) => number,
): number {
  const of = (label: number) => scores.filter((_, i) => labels[i] === label);
  return mean(of(1).flatMap((p) => of(0).map((q) => win(p, q))));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function mean(values: readonly number[]): number {
  return total(values) / values.length;
}

/** The exercises by name: `exercises.costOfDay.check(answer)`. */
export const exercises = { costOfDay, crossEntropy, precisionRecall, bestThreshold, areaUnderCurve };
