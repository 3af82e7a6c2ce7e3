/** The exercises of lesson 10: a diagnosis from curves, errors that noise leaves, early stopping on paper and as code. */
import { noisySine } from "../../datasets/synthetic";
import { linear } from "../../models/activations";
import { Mlp } from "../../models/mlp";
import { trainMlp } from "../../models/mlp-training";
import { optimizer } from "../../models/plain-optimizers";
import { problem, unlessClose } from "../problem";

/** What two curves can tell. */
export type Diagnosis = "underfits" | "fits" | "overfits" | "rate too high";

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
  A: { is: "rate too high", rows: 100, waves: 4, learningRate: 0.45, batchSize: 2, noise: 0.3, seed: 1 },
  B: { is: "underfits", rows: 200, waves: 0, learningRate: 0.02, batchSize: 20, noise: 0.3, seed: 1 },
  C: { is: "overfits", rows: 30, waves: 24, learningRate: 0.02, batchSize: 10, noise: 0.5, seed: 2 },
  D: { is: "fits", rows: 200, waves: 4, learningRate: 0.01, batchSize: 20, noise: 0.3, seed: 1 },
};

/**
 * The four trainings of the quiz, run anew: sums of waves fitted to a noisy sine by SGD, 50 epochs each.
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

type Answers = Record<Letter, Diagnosis>;

const RIGHT = Object.fromEntries(LETTERS.map((letter) => [letter, QUIZ[letter].is])) as Answers;

/** A diagnosis for each pair of curves. */
export const diagnosis = problem<Answers>({
  id: "10-overfitting/diagnosis",
  takeaway: "Height tells underfitting, the gap overfitting, the zigzag the rate.",
  check: (answers) => {
    const wrong = LETTERS.find((letter) => answers[letter] !== RIGHT[letter]);
    // The right word is not shown: the curves show it.
    return wrong && { actual: { [wrong]: answers[wrong] }, why: whyDiagnosis(wrong, answers[wrong]) };
  },
  hints: [
    "One pair of curves zigzags to the end. One pair draws apart.",
    "The other two lie close together. Compare the height of their ends.",
    "A zigzags; B stays highest of those that lie close; C draws apart; D ends low and close.",
  ],
  stub: 'const diagnosis: Record<"A" | "B" | "C" | "D", exercises.Diagnosis> = todo;',
  solution:
    'const diagnosis: Record<"A" | "B" | "C" | "D", exercises.Diagnosis> = { A: "rate too high", B: "underfits", C: "overfits", D: "fits" };',
  variable: "diagnosis",
  equivalents: [{ D: "fits", C: "overfits", B: "underfits", A: "rate too high" }, { ...RIGHT }],
  mistakes: [
    { answer: { ...RIGHT, B: "fits", D: "underfits" }, says: /far above/ },
    { answer: { ...RIGHT, A: "overfits", C: "rate too high" }, says: /zigzag/ },
    { answer: { ...RIGHT, C: "fits", D: "overfits" }, says: /rises again/ },
    { answer: { ...RIGHT, C: "underfits", D: "overfits" }, says: /training loss/ },
    { answer: { ...RIGHT, B: "overfits", C: "underfits" }, says: /close together/ },
  ],
});

function whyDiagnosis(letter: Letter, actual: Diagnosis): string {
  if (letter === "A")
    return "Both curves of A zigzag to the end, up and down together: what makes steps that are too long?";
  if (letter === "B")
    return actual === "overfits"
      ? "The curves of B lie close together; overfitting opens a gap."
      : "B is smooth and its curves lie close together, but they end far above those of another pair.";
  if (letter === "C" && actual === "underfits")
    return "Look at the training loss of C: it falls to almost nothing, so the model can follow its rows.";
  if (letter === "C")
    return "The validation loss of C falls, then rises again while the training loss goes on falling.";
  return "The curves of D fall together, end low, and stay together.";
}

/** What noise leaves. */
export const noiseErrors = problem<{ best: number; memoriser: number }>({
  id: "10-overfitting/noise-errors",
  takeaway:
    "The best is the variance of one noise, σ² = 0.25; the memoriser adds that of the row it repeats: 0.5.",
  check: ({ best, memoriser }) =>
    unlessClose(best, 0.25, { why: whyBest(best), of: "best" }) ??
    unlessClose(memoriser, 0.5, { why: whyMemoriser(memoriser), of: "memoriser" }),
  hints: [
    "The error that even the signal makes is the noise itself. Squared, and on average?",
    "The mean of the squared noise is its variance, σ².",
    "The memoriser's answer holds one noise, the new row another; variances add up: σ² + σ².",
  ],
  stub: "const noiseErrors: { best: number; memoriser: number } = todo;",
  solution:
    "const noiseErrors: { best: number; memoriser: number } = { best: 0.5 ** 2, memoriser: 2 * 0.5 ** 2 };",
  variable: "noiseErrors",
  equivalents: [
    { best: 0.25, memoriser: 0.5 },
    { best: 1 / 4, memoriser: 0.25 + 0.25 },
  ],
  mistakes: [
    { answer: { best: 0.5, memoriser: 1 }, says: /squared/ },
    { answer: { best: 0, memoriser: 0.5 }, says: /Nobody/ },
    { answer: { best: 0.25, memoriser: 0 }, says: /new rows/ },
    { answer: { best: 0.25, memoriser: 0.25 }, says: /two noises/ },
    { answer: { best: 0.25, memoriser: 1 }, says: /variances/ },
  ],
});

function whyBest(best: number): string {
  if (best === 0.5) return "That is σ; the error is squared, so take σ².";
  if (best === 0) return "Nobody can foresee the noise of a new row, so some error remains.";
  return "The signal itself misses by the noise: the mean of its square is σ².";
}

function whyMemoriser(actual: number): string {
  if (actual === 0) return "That is its error on the rows that it knows; asked is the error on new rows.";
  if (actual === 0.25) return "There are two noises: that of the row it repeats, and that of the new row.";
  if (actual === 1) return "It is the variances that add up, σ² + σ², not the standard deviations.";
  return "Add the variances of both noises: σ² + σ².";
}

const PAPER = { losses: [0.9, 0.8, 0.79, 0.6, 0.58, 0.61, 0.57], minDelta: 0.05, patience: 2 };

/** Early stopping on paper. */
export const stopByHand = problem<{ stopsAfter: number; best: number }>({
  id: "10-overfitting/stop-by-hand",
  takeaway:
    "0.6 is the last fall of more than 0.05; 0.58 and 0.61 use the patience up, though 0.58 was the lowest seen.",
  check: (answer) => {
    const { stopsAfter, best } = answer;
    return (
      unlessClose(stopsAfter, 6, { why: whyStop(stopsAfter), of: "stopsAfter" }) ??
      unlessClose(best, 5, { why: whyBestEpoch(best), of: "best" })
    );
  },
  hints: [
    "Write under each loss: does it lie more than 0.05 below the last one that counted?",
    "0.79 does not count against 0.8; 0.6 does. Then 0.58 and 0.61 are compared with 0.6.",
    "Two epochs in a row without a fall that counts end the run. The best epoch is the lowest loss that it saw.",
  ],
  stub: "const stopByHand: { stopsAfter: number; best: number } = todo;",
  solution: "const stopByHand: { stopsAfter: number; best: number } = { stopsAfter: 6, best: 5 };",
  variable: "stopByHand",
  equivalents: [
    { best: 5, stopsAfter: 6 },
    { stopsAfter: 4 + PAPER.patience, best: PAPER.losses.indexOf(0.58) + 1 },
  ],
  mistakes: [
    { answer: { stopsAfter: 7, best: 7 }, says: /0\.58/ },
    { answer: { stopsAfter: 3, best: 2 }, says: /patience/ },
    { answer: { stopsAfter: 6, best: 4 }, says: /lowest loss/ },
    { answer: { stopsAfter: 6, best: 7 }, says: /never saw/ },
    { answer: { stopsAfter: 5, best: 4 }, says: /from 1/ },
  ],
});

function whyStop(actual: number): string {
  if (actual === 7)
    return "0.58 falls below 0.6 by less than 0.05, so it does not start the patience anew; 0.61 is the second epoch without a fall.";
  if (actual === 3)
    return "Epoch 3 is one epoch without a fall that counts; the patience is 2, and epoch 4 starts it anew.";
  if (actual === 5)
    return "Epochs count from 1, and the patience of 2 needs two epochs after the last fall that counts.";
  return "Find the last fall of more than 0.05; two epochs later the run ends.";
}

function whyBestEpoch(actual: number): string {
  if (actual === 4)
    return "Epoch 4 is the last fall that counts for the patience; the best epoch is the one with the lowest loss, however small its lead.";
  if (actual === 7) return "The run ended before epoch 7: it never saw that loss.";
  return "The best epoch is the one with the lowest loss up to the stop.";
}

type StopEpoch = (losses: number[], rule: { minDelta: number; patience: number }) => number;

/** Early stopping as code. */
export const stopEpoch = problem<StopEpoch>({
  id: "10-overfitting/stop-epoch",
  takeaway: "Two numbers are enough: the last loss that counted, and how long ago it was.",
  check: (stop) => {
    const turn = stop([1, 0.5, 0.6, 0.7, 0.8, 0.4], { minDelta: 0, patience: 2 });
    const slow = stop([1, 0.94, 0.88, 0.82, 0.76, 0.7], { minDelta: 0.1, patience: 2 });
    const broken = stop([1, 1.1, 0.8, 0.9, 0.7, 0.8, 0.9, 0.9], { minDelta: 0, patience: 2 });
    return (
      unlessClose(turn, 4, { why: whyTurn(turn), of: "[1, 0.5, 0.6, 0.7, 0.8, 0.4], patience 2" }) ??
      unlessClose(broken, 7, {
        why: "A fall that counts starts the patience anew: set the counter back to 0.",
        of: "[1, 1.1, 0.8, 0.9, 0.7, 0.8, 0.9, 0.9], patience 2",
      }) ??
      unlessClose(slow, 6, {
        why: "Compare with the last loss that counted, not with the epoch before: two falls of 0.06 are one of 0.12.",
        of: "falls of 0.06, minDelta 0.1, patience 2",
      }) ??
      unlessClose(stop([1, 0.99, 0.98, 0.97], { minDelta: 0.1, patience: 2 }), 3, {
        why: "A fall counts only when it is larger than minDelta.",
        of: "falls of 0.01, minDelta 0.1, patience 2",
      }) ??
      unlessClose(stop([3, 2, 1], { minDelta: 0, patience: 2 }), 3, {
        why: "When the patience never runs out, the run ends with the last epoch.",
        of: "[3, 2, 1]",
      })
    );
  },
  hints: [
    "Keep the last loss that counted, and a counter of the epochs since.",
    "loss < reference − minDelta: a new reference, and the counter goes back to 0. Otherwise it grows by 1.",
    "When the counter reaches the patience, return i + 1; after the loop, return losses.length.",
  ],
  stub: "const stopEpoch = (losses: number[], rule: { minDelta: number; patience: number }): number => todo;",
  solution: `const stopEpoch = (losses: number[], rule: { minDelta: number; patience: number }): number => {
  let reference = Infinity;
  let waited = 0;
  for (const [i, loss] of losses.entries()) {
    if (loss < reference - rule.minDelta) {
      reference = loss;
      waited = 0;
    } else if (++waited >= rule.patience) return i + 1;
  }
  return losses.length;
};`,
  variable: "stopEpoch",
  equivalents: [
    (losses, { minDelta, patience }) => {
      let last = 0;
      for (let i = 1; i < losses.length; i++) {
        if ((losses[i] ?? NaN) < (losses[last] ?? NaN) - minDelta) last = i;
        else if (i - last === patience) return i + 1;
      }
      return losses.length;
    },
    (losses, { minDelta, patience }) =>
      walk(losses, { patience, counts: (loss, reference) => reference - loss > minDelta }),
  ],
  mistakes: [
    {
      answer: (losses, rule) =>
        walk(losses, { patience: rule.patience, counts: (loss, reference) => loss < reference }),
      says: /minDelta/,
    },
    {
      answer: (losses, rule) =>
        walk(losses, {
          patience: rule.patience,
          counts: (loss, reference) => loss < reference - rule.minDelta,
        }) - 1,
      says: /from 1/,
    },
    {
      answer: (losses, rule) =>
        walk(losses, {
          patience: rule.patience + 1,
          counts: (loss, reference) => loss < reference - rule.minDelta,
        }),
      says: /second epoch/,
    },
    { answer: (losses) => losses.indexOf(Math.min(...losses)) + 1, says: /future/ },
    {
      answer: (losses, { minDelta, patience }) => {
        let [reference, waited] = [Infinity, 0];
        for (const [i, loss] of losses.entries()) {
          if (loss < reference - minDelta) reference = loss;
          else if (++waited >= patience) return i + 1;
        }
        return losses.length;
      },
      says: /anew/,
    },
    {
      answer: (losses, { minDelta, patience }) => before(losses, { minDelta, patience }),
      says: /the epoch before/,
    },
  ],
});

function whyTurn(actual: number): string {
  if (actual === 3) return "Epochs count from 1: losses[3] is epoch 4.";
  if (actual === 5) return "The second epoch without a fall ends the run, not the third.";
  if (actual === 6)
    return "That is the lowest loss of all, but epoch 6 lies in the future when the patience runs out.";
  if (actual === 2) return "That is the best epoch; the run goes on until the patience has run out.";
  return "After 0.5 come 0.6 and 0.7: two epochs without a fall, so the run ends with epoch 4.";
}

function walk(
  losses: readonly number[],
  { patience, counts }: { patience: number; counts: (loss: number, reference: number) => boolean },
): number {
  let [reference, waited] = [Infinity, 0];
  for (const [i, loss] of losses.entries()) {
    if (counts(loss, reference)) [reference, waited] = [loss, 0];
    else if (++waited >= patience) return i + 1;
  }
  return losses.length;
}

/** Compares with the epoch before, a usual mistake. */
function before(
  losses: readonly number[],
  { minDelta, patience }: { minDelta: number; patience: number },
): number {
  let waited = 0;
  for (const [i, loss] of losses.entries()) {
    if (loss < (losses[i - 1] ?? Infinity) - minDelta) waited = 0;
    else if (++waited >= patience) return i + 1;
  }
  return losses.length;
}

/** The exercises by name: `exercises.diagnosis.check(answer)`. */
export const exercises = { diagnosis, noiseErrors, stopByHand, stopEpoch };

/** The type of the answers, under the name by which the stub asks for it. */
// eslint-disable-next-line @typescript-eslint/no-namespace -- a type beside the object of the same name
export declare namespace exercises {
  export type { Diagnosis };
}
