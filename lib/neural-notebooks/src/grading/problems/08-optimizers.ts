/** The exercises of lesson 08: two steps of momentum, RMSprop, the cosine schedule, choosing a rate. */
import { problem, unlessClose } from "../problem";

/** Two steps of momentum on paper. */
export const twoSteps = problem<number>({
  id: "08-optimizers/two-steps",
  takeaway: "g = 10, v = 10, w = 4; then g = 8, v = 0.5·10 + 8 = 13, w = 4 − 1.3.",
  check: (w) => unlessClose(w, 2.7, { why: whyTwoSteps(w) }),
  hints: [
    "The first step is that of plain SGD, since the velocity is still 0.",
    "After it w = 4, and the velocity is 10. What is the gradient at 4?",
    "v = 0.5 · 10 + 8, then w = 4 − 0.1 · v.",
  ],
  stub: "const twoSteps: number = todo;",
  solution: "const twoSteps: number = 5 - 0.1 * 10 - 0.1 * (0.5 * 10 + 8);",
  variable: "twoSteps",
  equivalents: [2.7, 4 - 1.3],
  mistakes: [
    { answer: 4, says: /first step/ },
    { answer: 3.2, says: /without momentum/ },
    { answer: 2.2, says: /loses half/ },
    { answer: 2.5, says: /gradient anew/ },
    { answer: 3.5, says: /new gradient/ },
  ],
});

function whyTwoSteps(w: number): string {
  const is = (value: number) => Math.abs(w - value) < 1e-6;
  if (is(4)) return "That is where the first step leads; take one more from there.";
  if (is(3.2))
    return "That is SGD without momentum: the second step is η times the velocity, not η times the gradient.";
  if (is(2.2)) return "The velocity loses half of itself before the new gradient is added: v = 0.5 · 10 + 8.";
  if (is(2.5)) return "Take the gradient anew at w = 4, where it is 8.";
  if (is(3.5)) return "The new gradient is missing in the velocity: v = 0.5 · 10 + 8.";
  return "In each step: first g = 2w, then v = 0.5·v + g, then w = w − 0.1·v.";
}

interface Squares {
  w: number[];
  s: number[];
}
type RmspropStep = (at: Squares, g: number[]) => Squares;

const [ETA, RHO] = [0.1, 0.9];

/** RMSprop's step. */
export const rmspropStep = problem<RmspropStep>({
  id: "08-optimizers/rmsprop-step",
  takeaway: "First the memory, then the step: s takes in the new square before it divides.",
  check: (step) => {
    const at = { w: [1, -2], s: [4, 0] };
    const kept = structuredClone(at);
    const g = [2, -20];
    const actual = step(at, [...g]);
    if (!Array.isArray(actual.w) || !Array.isArray(actual.s))
      return {
        actual,
        expected: "{ w: […], s: […] }",
        why: "Give back both lists, the weights and the mean squares.",
      };
    const changed = unlessClose(at, kept, {
      why: "What was handed in has changed. Return new lists: at.w.map(…).",
      of: "the old state",
    });
    const expected = rmsprop(kept, g);
    return (
      changed ??
      unlessClose(actual.s, expected.s, { why: whySquares(actual.s), of: "s" }) ??
      unlessClose(actual.w, expected.w, { why: whyWeights(actual.w), of: "w" }) ??
      unlessClose(step({ w: [3], s: [1] }, [-1]), rmsprop({ w: [3], s: [1] }, [-1]), {
        why: "Go over all weights, however many there are.",
        of: "with one weight",
      })
    );
  },
  hints: [
    "Two lists come back. Which of them must be computed first?",
    "const s = at.s.map((old, i) => 0.9 * old + 0.1 * g[i] ** 2); then the weights divide by its root.",
    "at.w.map((w, i) => …): each weight moves by 0.1 · g[i], divided by the root of its own new s.",
  ],
  stub: "const rmspropStep = (at: { w: number[]; s: number[] }, g: number[]): { w: number[]; s: number[] } => todo;",
  solution: `const rmspropStep = (at: { w: number[]; s: number[] }, g: number[]): { w: number[]; s: number[] } => {
  const s = at.s.map((old, i) => 0.9 * old + (1 - 0.9) * g[i] ** 2);
  return { w: at.w.map((w, i) => w - (0.1 * g[i]) / Math.sqrt(s[i])), s: s };
};`,
  variable: "rmspropStep",
  equivalents: [
    ({ w, s }, g) => rmsprop({ w, s }, g, { epsilon: 1e-8 }),
    ({ w, s }, g) => {
      const next: Squares = { w: [], s: [] };
      g.forEach((value, i) => {
        const squares = (s[i] ?? 0) + (1 - RHO) * (value * value - (s[i] ?? 0));
        next.s.push(squares);
        next.w.push((w[i] ?? 0) - ETA * value * squares ** -0.5);
      });
      return next;
    },
  ],
  mistakes: [
    {
      answer: ({ w, s }, g) => ({ ...rmsprop({ w, s }, g), s: s.map((old, i) => old + (g[i] ?? 0) ** 2) }),
      says: /running mean/,
    },
    {
      answer: ({ w, s }, g) => ({
        ...rmsprop({ w, s }, g),
        s: s.map((old, i) => RHO * old + (1 - RHO) * (g[i] ?? 0)),
      }),
      says: /square/,
    },
    {
      answer: ({ w, s }, g) => ({
        s: rmsprop({ w, s }, g).s,
        w: w.map((old, i) => old - (ETA * (g[i] ?? 0)) / (rmsprop({ w, s }, g).s[i] ?? 1)),
      }),
      says: /root/,
    },
    {
      answer: ({ w, s }, g) => ({
        s: rmsprop({ w, s }, g).s,
        w: w.map((old, i) => old - (ETA * (g[i] ?? 0)) / (Math.sqrt(s[i] ?? 0) + 1e-8)),
      }),
      says: /new s/,
    },
    {
      answer: ({ w, s }, g) => ({
        s: rmsprop({ w, s }, g).s,
        w: w.map((old, i) => old + (ETA * (g[i] ?? 0)) / Math.sqrt(rmsprop({ w, s }, g).s[i] ?? 1)),
      }),
      says: /against the gradient/,
    },
  ],
});

function rmsprop({ w, s }: Squares, g: readonly number[], { epsilon = 0 } = {}): Squares {
  const squares = s.map((old, i) => RHO * old + (1 - RHO) * (g[i] ?? 0) ** 2);
  return {
    w: w.map((old, i) => old - (ETA * (g[i] ?? 0)) / (Math.sqrt(squares[i] ?? 1) + epsilon)),
    s: squares,
  };
}

function whySquares(s: readonly number[]): string {
  // For s = 4 and g = 2 the mean stays 4; the sum is 8, and without the square it is 3.8.
  if (s[0] === 8)
    return "That is a sum of squares; RMSprop keeps a running mean, 0.9 of the old and 0.1 of the new.";
  if (Math.abs((s[0] ?? 0) - 3.8) < 1e-9) return "s takes in the square of the gradient, g[i] ** 2.";
  return "s = 0.9 · old s + 0.1 · g², for each weight.";
}

function whyWeights(w: readonly number[]): string {
  const near = (i: number, value: number) => Math.abs((w[i] ?? NaN) - value) < 1e-6;
  if (near(0, 0.95)) return "Divide by the root of s, not by s.";
  if (near(0, 1.1)) return "The step goes against the gradient: minus.";
  if (!Number.isFinite(w[1] ?? NaN) || Math.abs(w[1] ?? 0) > 1e3)
    return "Divide by the root of the new s, the one that has taken in this gradient; the old one is still 0 here.";
  return "w − 0.1 · g / √s for each weight, with the new s.";
}

type Rate = (p: number, base: number) => number;

/** The cosine schedule. */
export const cosineRate = problem<Rate>({
  id: "08-optimizers/cosine-rate",
  takeaway: "1 + cos goes from 2 to 0, so half of it goes from 1 to 0: slowly, then fast, then slowly.",
  check: (rate) => {
    const [first, middle, last] = [rate(0, 0.2), rate(0.5, 0.2), rate(1, 0.2)];
    return (
      unlessClose(first, 0.2, { why: whyFirstRate(first), of: "at the start" }) ??
      unlessClose(last, 0, { why: whyLastRate(last), of: "at the end" }) ??
      unlessClose(middle, 0.1, {
        why: "Half-way the cosine is 0, so half of the rate is left.",
        of: "half-way",
      }) ??
      unlessClose(rate(0.25, 1), 0.8535534, {
        why: "A quarter of the way most of the rate is still there: a straight line falls too fast at first.",
        of: "after a quarter",
      })
    );
  },
  hints: [
    "Math.cos counts in radians: which angle belongs to p = 1?",
    "Math.cos(Math.PI * p) goes from 1 to −1. Move it up by 1; now it goes from 2 to 0.",
    "Halve that, so that it goes from 1 to 0, and multiply by the first rate.",
  ],
  stub: "const cosineRate = (p: number, base: number): number => todo;",
  solution:
    "const cosineRate = (p: number, base: number): number => base * 0.5 * (1 + Math.cos(Math.PI * p));",
  variable: "cosineRate",
  equivalents: [
    // The half-angle formula.
    (p, base) => base * Math.cos((Math.PI * p) / 2) ** 2,
    (p, base) => (base + base * Math.cos(p * Math.PI)) / 2,
  ],
  mistakes: [
    { answer: (p, base) => base * Math.cos(Math.PI * p), says: /below zero/ },
    { answer: (p, base) => base * (1 + Math.cos(Math.PI * p)), says: /twice/ },
    { answer: (p, base) => base * 0.5 * (1 + Math.cos(p)), says: /Math\.PI/ },
    { answer: (p, base) => base * (1 - p), says: /straight line/ },
  ],
});

function whyFirstRate(actual: number): string {
  if (Math.abs(actual - 0.4) < 1e-9)
    return "That is twice the first rate: 1 + cos 0 is 2, so take half of it.";
  if (Math.abs(actual - 0.1) < 1e-9)
    return "cos 0 is 1, so 1 + cos 0 is 2: half of that gives the whole first rate.";
  return "At the start the rate is the first rate, base.";
}

function whyLastRate(actual: number): string {
  if (actual < 0) return "A rate below zero would climb. Add 1 to the cosine before you halve it.";
  if (Math.abs(actual - 0.1 * (1 + Math.cos(1))) < 1e-9)
    return "The angle goes up to π, not to 1: Math.cos(Math.PI * p).";
  return "At the end the rate is 0.";
}

type ChooseRate = (test: { rates: number[]; smoothed: number[] }) => number;

/** A learning rate from a range test. */
export const chooseRate = problem<ChooseRate>({
  id: "08-optimizers/choose-rate",
  takeaway: "The place of the lowest loss gives the rate; a tenth of it keeps away from the brink.",
  check: (choose) => {
    const test = { rates: [0.001, 0.01, 0.1, 1, 30], smoothed: [0.7, 0.65, 0.4, 0.3, 2.5] };
    const actual = choose(structuredClone(test));
    const other = { rates: [0.02, 0.2, 2], smoothed: [0.5, 0.9, 4] };
    return (
      unlessClose(actual, 0.1, { why: whyRate(actual) }) ??
      unlessClose(choose(structuredClone(other)), 0.002, {
        why: "Where the loss is lowest at the first rate, take a tenth of that one, though it was not tried.",
        of: "with the lowest loss at the first rate",
      })
    );
  },
  hints: [
    "Find the place of the smallest number in smoothed first.",
    "smoothed.indexOf(Math.min(...smoothed)) is that place; rates holds the rate of the same place.",
    "That rate is on the brink; the choice is a tenth of it.",
  ],
  stub: "const chooseRate = (test: { rates: number[]; smoothed: number[] }): number => todo;",
  solution: `const chooseRate = ({ rates, smoothed }: { rates: number[]; smoothed: number[] }): number =>
  rates[smoothed.indexOf(Math.min(...smoothed))] / 10;`,
  variable: "chooseRate",
  equivalents: [
    ({ rates, smoothed }) =>
      0.1 *
      (rates[smoothed.reduce((best, loss, i) => (loss < (smoothed[best] ?? Infinity) ? i : best), 0)] ?? NaN),
    ({ rates, smoothed }) =>
      (rates.map((rate, i) => ({ rate, loss: smoothed[i] ?? NaN })).sort((a, b) => a.loss - b.loss)[0]
        ?.rate ?? NaN) / 10,
  ],
  mistakes: [
    { answer: ({ rates, smoothed }) => rates[smoothed.indexOf(Math.min(...smoothed))] ?? NaN, says: /brink/ },
    { answer: ({ smoothed }) => Math.min(...smoothed) / 10, says: /a loss/ },
    { answer: ({ smoothed }) => smoothed.indexOf(Math.min(...smoothed)) / 10, says: /place/ },
    { answer: ({ rates }) => Math.max(...rates) / 10, says: /burst/ },
  ],
});

function whyRate(actual: number): string {
  const is = (value: number) => Math.abs(actual - value) < 1e-9;
  if (is(1)) return "That is the rate of the lowest loss itself: already on the brink. Take a tenth of it.";
  if (is(3)) return "That belongs to the largest rate, where the loss has burst. Look for the lowest loss.";
  if (is(0.03)) return "That is a loss; wanted is the rate of its place.";
  if (is(0.3)) return "That is a place divided by ten; look up the rate at that place.";
  return "Find the place of the lowest smoothed loss, take the rate there, divide by ten.";
}

/** The exercises by name: `exercises.twoSteps.check(answer)`. */
export const exercises = { twoSteps, rmspropStep, cosineRate, chooseRate };
