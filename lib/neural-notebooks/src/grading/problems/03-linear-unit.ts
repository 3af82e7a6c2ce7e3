/** The exercises of lesson 03: an answer and a step by hand, the loss and the descent as code, the highest rate. */
import type { LinearUnit } from "../../models/linear";
import { problem, unlessClose } from "../problem";

/** A linear unit's answer on paper. */
export const answerByHand = problem<number>({
  id: "03-linear-unit/answer-by-hand",
  takeaway: "2·4 − 1·5 + 3 = 6.",
  check: (answer) => unlessClose(answer, 6, { why: whyAnswer(answer) }),
  hints: [
    "Each input times its own weight; then add them up, and the bias.",
    "w₁·x₁ is 2·4. What is w₂·x₂, with its sign?",
    "8 − 5 + 3",
  ],
  stub: "const answerByHand: number = todo;",
  solution: "const answerByHand: number = 2 * 4 - 1 * 5 + 3;",
  variable: "answerByHand",
  equivalents: [6, 3 + (8 - 5)],
  mistakes: [
    { answer: 3, says: /bias/ },
    { answer: 16, says: /sign/ },
    { answer: 9, says: /own input/ },
    { answer: 0, says: /bias is added/ },
  ],
});

function whyAnswer(answer: number): string {
  if (answer === 3) return "The bias is missing: 8 − 5 is not yet the answer.";
  if (answer === 16) return "The second weight has a sign: −1·5 is −5.";
  if (answer === 9) return "Each weight meets its own input: 2 with 4, −1 with 5.";
  if (answer === 0) return "The bias is added, not subtracted.";
  return "Compute w₁·x₁, then w₂·x₂, then add both and the bias.";
}

/** One step of gradient descent on paper. */
export const stepByHand = problem<LinearUnit>({
  id: "03-linear-unit/step-by-hand",
  takeaway:
    "The errors are −1 and −3, the gradient is (−6, −4); the step goes the other way, a tenth as far.",
  check: (unit) => unlessClose(unit, { w: [1.6], b: 0.4 }, { why: whyStep(unit), of: "unit" }),
  hints: [
    "First the answers for x = 0 and x = 2, then the errors ŷ − y.",
    "The errors are −1 and −3. ∂L/∂w = 2/2·(−1·0 − 3·2), ∂L/∂b = 2/2·(−1 − 3).",
    "w = 1 − 0.1·(−6), b = 0 − 0.1·(−4)",
  ],
  stub: "const stepByHand: LinearUnit = todo;",
  solution: "const stepByHand: LinearUnit = { w: [1.6], b: 0.4 };",
  variable: "stepByHand",
  equivalents: [
    { w: [1 + 0.1 * 6], b: 0.1 * 4 },
    { w: [8 / 5], b: 2 / 5 },
  ],
  mistakes: [
    { answer: { w: [0.4], b: -0.4 }, says: /uphill/ },
    { answer: { w: [1.3], b: 0.2 }, says: /factor 2/ },
    { answer: { w: [2.2], b: 0.8 }, says: /mean/ },
    { answer: { w: [1.6], b: 0 }, says: /bias moves/ },
    { answer: { w: [7], b: 4 }, says: /learning rate/ },
  ],
});

function whyStep({ w, b }: LinearUnit): string {
  const is = (w1: number, b1: number) => Math.abs((w[0] ?? NaN) - w1) < 1e-9 && Math.abs(b - b1) < 1e-9;
  if (is(0.4, -0.4)) return "That goes uphill: the step is against the gradient, a − γ∇f(a).";
  if (is(1.3, 0.2)) return "The factor 2 is missing: the derivative of e² is 2e.";
  if (is(2.2, 0.8)) return "The loss is the mean over the two points: divide the sums by 2.";
  if (is(1.6, 0)) return "The weight is right; the bias moves as well, by −γ·∂L/∂b.";
  if (is(7, 4)) return "That forgets the learning rate: the step is γ = 0.1 times the gradient.";
  return "Answers, errors, the two slopes, then each number minus γ times its slope.";
}

type Loss = (yTrue: number[], yPred: number[]) => number;

/** The mean squared error as code. */
export const meanSquaredError = problem<Loss>({
  id: "03-linear-unit/mean-squared-error",
  takeaway: "Squared, so that errors cannot cancel; the mean, so that the number of rows does not matter.",
  check: (loss) => {
    const actual = loss([2, 3, 5, 6], [1, 2, 3, 4]);
    return (
      unlessClose(actual, 2.5, { why: whyLoss(actual), of: "errors −1, −1, −2, −2" }) ??
      unlessClose(loss([1, 2], [3, 0]), 4, {
        why: "Errors of either sign count alike: square each before you add.",
        of: "errors 2 and −2",
      }) ??
      unlessClose(loss([7], [7]), 0, { why: "A perfect answer has no error.", of: "a perfect answer" })
    );
  },
  hints: [
    "For each row the difference of the two numbers; what is done to it before adding up?",
    "yTrue.map((y, i) => (yPred[i] - y) ** 2) are the squared errors.",
    "Add them with reduce, and divide by yTrue.length.",
  ],
  stub: "const meanSquaredError = (yTrue: number[], yPred: number[]): number => todo;",
  solution: `const meanSquaredError = (yTrue: number[], yPred: number[]): number =>
  yTrue.reduce((sum, y, i) => sum + (yPred[i] - y) ** 2, 0) / yTrue.length;`,
  variable: "meanSquaredError",
  equivalents: [
    (yTrue, yPred) => {
      let sum = 0;
      for (let i = 0; i < yTrue.length; i++) {
        const error = (yTrue[i] ?? 0) - (yPred[i] ?? 0);
        sum += error * error;
      }
      return sum / yTrue.length;
    },
    (yTrue, yPred) =>
      yPred.map((yHat, i) => Math.pow(yHat - (yTrue[i] ?? 0), 2) / yPred.length).reduce((a, b) => a + b, 0),
  ],
  mistakes: [
    { answer: (yTrue, yPred) => errorsOf(yTrue, yPred).reduce((sum, e) => sum + e * e, 0), says: /divide/ },
    {
      answer: (yTrue, yPred) =>
        errorsOf(yTrue, yPred).reduce((sum, e) => sum + Math.abs(e), 0) / yTrue.length,
      says: /absolute/,
    },
    {
      answer: (yTrue, yPred) =>
        Math.sqrt(errorsOf(yTrue, yPred).reduce((sum, e) => sum + e * e, 0) / yTrue.length),
      says: /root/,
    },
    {
      answer: (yTrue, yPred) => (errorsOf(yTrue, yPred).reduce((sum, e) => sum + e, 0) / yTrue.length) ** 2,
      says: /each error/,
    },
  ],
});

function whyLoss(actual: number): string {
  if (actual === 10) return "That is the sum; divide by the number of rows for the mean.";
  if (Math.abs(actual) === 1.5)
    return "That is the mean of the errors themselves or of their absolute values: square them.";
  if (Math.abs(actual - Math.sqrt(2.5)) < 1e-9)
    return "That is the root of the mean square; leave the root away.";
  if (actual === 2.25) return "That squares the mean; square each error, then take the mean.";
  return "Errors −1, −1, −2, −2 have the squares 1, 1, 4, 4; their mean is wanted.";
}

function errorsOf(yTrue: readonly number[], yPred: readonly number[]): number[] {
  return yTrue.map((y, i) => (yPred[i] ?? NaN) - y);
}

type Walk = (
  slope: (a: number) => number,
  options: { start: number; gamma: number; steps: number },
) => number[];

/** Gradient descent as code. */
export const walk = problem<Walk>({
  id: "03-linear-unit/walk",
  takeaway: "The slope is asked anew at each place: that is all that gradient descent knows.",
  check: (descend) => {
    const actual = descend((a) => 2 * a, { start: 3, gamma: 0.1, steps: 2 });
    return (
      unlessClose(actual, [3, 2.4, 1.92], { why: whyWalk(actual), of: "f′(a) = 2a, two steps" }) ??
      unlessClose(
        descend((a) => 2 * (a - 5), { start: 1, gamma: 0.5, steps: 1 }),
        [1, 5],
        {
          why: "Use the slope function, start and learning rate that come in.",
          of: "f′(a) = 2(a − 5), one step",
        },
      ) ??
      unlessClose(
        descend((a) => a, { start: 4, gamma: 1, steps: 0 }),
        [4],
        {
          why: "Without a step there is only the start.",
          of: "no step",
        },
      )
    );
  },
  hints: [
    "Keep a list of places, at first only the start. What is the next place?",
    "The next place is a - gamma * slope(a), with a the last place of the list.",
    "const places = [start]; then in a loop of steps rounds: const a = places[step]; places.push(a - gamma * slope(a));",
  ],
  stub: `const walk = (
  slope: (a: number) => number,
  { start, gamma, steps }: { start: number; gamma: number; steps: number },
): number[] => todo;`,
  solution: `const walk = (
  slope: (a: number) => number,
  { start, gamma, steps }: { start: number; gamma: number; steps: number },
): number[] => {
  const places = [start];
  for (let step = 0; step < steps; step++) {
    const a = places[step];
    places.push(a - gamma * slope(a));
  }
  return places;
};`,
  variable: "walk",
  equivalents: [
    (slope, { start, gamma, steps }) => {
      let a = start;
      return [start, ...Array.from({ length: steps }, () => (a -= gamma * slope(a)))];
    },
    (slope, { start, gamma, steps }) => {
      const from = (a: number, left: number): number[] =>
        left === 0 ? [a] : [a, ...from(a - gamma * slope(a), left - 1)];
      return from(start, steps);
    },
  ],
  mistakes: [
    {
      answer: (slope, { start, gamma, steps }) => stepsOf((a) => a + gamma * slope(a), start, steps),
      says: /uphill/,
    },
    {
      answer: (slope, { start, gamma, steps }) => stepsOf((a) => a - gamma * slope(a), start, steps).slice(1),
      says: /start comes first/,
    },
    {
      answer: (slope, { start, gamma, steps }) => stepsOf((a) => a - gamma * slope(start), start, steps),
      says: /new place/,
    },
    {
      answer: (slope, { start, gamma, steps }) => stepsOf((a) => a - gamma * slope(a), start, steps - 1),
      says: /one short/,
    },
  ],
});

function whyWalk(actual: readonly number[]): string {
  if (!Array.isArray(actual)) return "Return the list of places.";
  const [first, second, third] = actual as number[];
  const near = (value: number | undefined, expected: number) => Math.abs((value ?? NaN) - expected) < 1e-9;
  if (near(second, 3.6)) return "That climbs uphill: subtract the slope.";
  if (actual.length === 2 && near(first, 2.4)) return "The start comes first in the list.";
  if (actual.length === 2) return "That is one short: two steps give three places, the start among them.";
  if (near(third, 1.8)) return "Ask the slope anew at each new place; it was taken at the start twice.";
  return "From each place a, the next is a − γ·f′(a).";
}

function stepsOf(next: (a: number) => number, start: number, steps: number): number[] {
  const places = [start];
  for (let step = 0; step < steps; step++) places.push(next(places[step] as number));
  return places;
}

/** The border of divergence on paper. */
export const highestRate = problem<number>({
  id: "03-linear-unit/highest-rate",
  takeaway: "f′(a) = 6a, so each step multiplies a by 1 − 6γ; at γ = 1/3 that is −1.",
  check: (rate) => unlessClose(rate, 1 / 3, { why: whyRate(rate), tolerance: 0.004 }),
  hints: [
    "What is f′(a)? By what does one step multiply a?",
    "a − γ·6a = (1 − 6γ)·a. For which γ does the factor get as low as −1?",
    "1 − 6γ = −1",
  ],
  stub: "const highestRate: number = todo;",
  solution: "const highestRate: number = 2 / 6;",
  variable: "highestRate",
  equivalents: [1 / 3, 0.333],
  mistakes: [
    { answer: 1 / 6, says: /one step/ },
    { answer: 2 / 3, says: /slope of 3a²/ },
    { answer: 1, says: /f\(a\) = a²/ },
  ],
});

function whyRate(rate: number): string {
  const near = (expected: number) => Math.abs(rate - expected) < 0.004;
  if (near(1 / 6)) return "With 1/6 the factor is 0: the climber arrives in one step. There is room above.";
  if (near(2 / 3)) return "The slope of 3a² is 6a, not 3a.";
  if (near(1)) return "That is the border for f(a) = a²; this valley bends three times as much.";
  return "Write the step as a factor times a; the border is where the factor is −1.";
}

/** The exercises by name: `exercises.answerByHand.check(answer)`. */
export const exercises = { answerByHand, stepByHand, meanSquaredError, walk, highestRate };
