/** The exercises of lesson 11: a mask, a normalisation and a penalised step on paper, dropout as code, penalties told apart. */
import { Random } from "../../core/random";
import { leastSquares } from "../../models/linear";
import { problem, unlessClose } from "../problem";

/** Dropout on paper. */
export const dropoutByHand = problem<number[]>({
  id: "11-regularization/dropout-by-hand",
  takeaway: "A quarter is kept, so what is kept counts four times: the mean over all masks stays.",
  check: (kept) => unlessClose(kept, [0, 8, 0, 16], { why: whyDropped(kept) }),
  hints: [
    "Where the mask is 0, the answer is silent. How many of the others are kept on average?",
    "The share 1 − 0.75 = 0.25 is kept, so each kept number is divided by 0.25.",
    "To divide by 0.25 is to multiply by 4.",
  ],
  stub: "const dropoutByHand: number[] = todo;",
  solution: "const dropoutByHand: number[] = [0, 2 / 0.25, 0, 4 / 0.25];",
  variable: "dropoutByHand",
  equivalents: [
    [0, 8, 0, 16],
    [0, 2 * 4, 0, 4 * 4],
  ],
  mistakes: [
    { answer: [0, 2, 0, 4], says: /mean over all masks/ },
    { answer: [0, 2 / 0.75, 0, 4 / 0.75], says: /not the share that is dropped/ },
    { answer: [4, 0, 12, 0], says: /mask of 1/ },
    { answer: [0, 0.5, 0, 1], says: /divide/ },
  ],
});

function whyDropped(kept: readonly number[]): string {
  const is = (...expected: number[]) =>
    expected.every((value, i) => Math.abs((kept[i] ?? NaN) - value) < 1e-6);
  if (is(0, 2, 0, 4))
    return "The mask is right, but the mean over all masks would shrink: scale what is kept.";
  if (is(0, 2 / 0.75, 0, 4 / 0.75))
    return "Divide by the share that is kept, 0.25, not the share that is dropped.";
  if (is(4, 0, 12, 0)) return "A mask of 1 keeps, a mask of 0 drops; here it is the other way round.";
  if (is(0, 0.5, 0, 1)) return "What is kept must grow to make up for the rest: divide by 0.25.";
  return "Each number times its mask, divided by the share that is kept.";
}

/** Batch normalisation on paper. */
export const normByHand = problem<number[]>({
  id: "11-regularization/norm-by-hand",
  takeaway: "Mean 3, variance 4, so z = −1, −1, 1, 1; γ and β then choose any other spread and mean.",
  check: (answers) => unlessClose(answers, [7, 7, 13, 13], { why: whyNormed(answers), tolerance: 0.01 }),
  hints: [
    "Mean first, then the mean of the squared distances from it: the variance.",
    "The mean is 3, the variance 4, the standard deviation 2: z = −1, −1, 1, 1.",
    "Each z times γ, plus β.",
  ],
  stub: "const normByHand: number[] = todo;",
  solution: "const normByHand: number[] = [-1, -1, 1, 1].map((z) => 3 * z + 10);",
  variable: "normByHand",
  equivalents: [[7, 7, 13, 13], [1, 1, 5, 5].map((x) => (3 * (x - 3)) / Math.sqrt(4 + 0.001) + 10)],
  mistakes: [
    { answer: [-1, -1, 1, 1], says: /γ and β/ },
    { answer: [8.5, 8.5, 11.5, 11.5], says: /root of the variance/ },
    { answer: [7.402, 7.402, 12.598, 12.598], says: /n − 1/ },
    { answer: [27, 27, 33, 33], says: /First times γ/ },
    { answer: [-7, -7, 13, 13], says: /each z/ },
  ],
});

function whyNormed(answers: readonly number[]): string {
  const [first = NaN, , third = NaN] = answers;
  const near = (value: number, expected: number) => Math.abs(value - expected) < 0.01;
  if (near(first, -1)) return "These are the z; γ and β come after them.";
  if (near(first, 8.5)) return "Divide by the root of the variance: the standard deviation is 2, not 4.";
  if (near(first, 7.402))
    return "Batch normalisation divides by n, as the mean of the squares does, not by n − 1.";
  if (near(first, 27)) return "First times γ, then plus β: γ·z + β.";
  if (near(third, 13)) return "The last two are right; do the same with each z: 3·(−1) + 10.";
  return "Mean, variance, z = (x − mean) / √variance, then γ·z + β.";
}

/** One step with a penalty on paper. */
export const stepByHand = problem<number>({
  id: "11-regularization/step-by-hand",
  takeaway: "The penalty adds 2λw = 4 to the slope: the weight shrinks by 0.4 more than the error asks.",
  check: (w) => unlessClose(w, 3.4, { why: whyStep(w) }),
  hints: [
    "The loss is error plus penalty, so its slope is the sum of both slopes.",
    "The slope of λw² is 2λw: here 2 · 0.5 · 4.",
    "Add both slopes, take the learning rate of them, subtract that from the weight.",
  ],
  stub: "const stepByHand: number = todo;",
  solution: "const stepByHand: number = 4 - 0.1 * (2 + 2 * 0.5 * 4);",
  variable: "stepByHand",
  equivalents: [3.4, 4 * (1 - 2 * 0.1 * 0.5) - 0.1 * 2],
  mistakes: [
    { answer: 3.8, says: /error alone/ },
    { answer: 3.6, says: /2λw/ },
    { answer: 4.2, says: /towards zero/ },
    { answer: 3.75, says: /L1/ },
    { answer: -2, says: /learning rate/ },
  ],
});

function whyStep(w: number): string {
  const near = (expected: number) => Math.abs(w - expected) < 1e-6;
  if (near(3.8)) return "That follows the error alone; the penalty has a slope too.";
  if (near(3.6)) return "The slope of λw² is 2λw, not λw.";
  if (near(4.2))
    return "The penalty draws towards zero: its slope has the sign of w, and a step goes against it.";
  if (near(3.75)) return "That is L1: its pull is λ whatever the weight. L2 pulls with 2λw.";
  if (near(-2)) return "That forgets the learning rate: the step is 0.1 times the slope.";
  return "Both slopes together, 2 + 2λw, times 0.1, off the weight.";
}

type Dropout = (values: number[], options: { mask: number[]; rate: number; training: boolean }) => number[];

/** Dropout as code. */
export const dropout = problem<Dropout>({
  id: "11-regularization/dropout",
  takeaway: "All the scaling is done in training, so that inference has nothing to do.",
  check: (drop) => {
    const values = [2, 4, 6, 8];
    const actual = drop([...values], { mask: [1, 0, 0, 1], rate: 0.5, training: true });
    return (
      unlessClose(actual, [4, 0, 0, 16], { why: whyCode(actual), of: "rate 0.5 in training" }) ??
      unlessClose(drop([1, 2], { mask: [1, 1], rate: 0.2, training: true }), [1.25, 2.5], {
        why: "Divide by the share that is kept, 1 − rate, also where this mask happens to keep all.",
        of: "rate 0.2, nothing dropped",
      }) ??
      unlessClose(drop([...values], { mask: [1, 0, 0, 1], rate: 0.5, training: false }), values, {
        why: "In inference nothing is dropped and nothing is scaled.",
        of: "rate 0.5 in inference",
      })
    );
  },
  hints: [
    "In inference mode the numbers come back as they are.",
    "In training: each value times its place in the mask, divided by 1 - rate.",
    "training ? … : values chooses between the modes; values.map((value, i) => …) knows the place i.",
  ],
  stub: `const dropout = (
  values: number[],
  { mask, rate, training }: { mask: number[]; rate: number; training: boolean },
): number[] => todo;`,
  solution: `const dropout = (
  values: number[],
  { mask, rate, training }: { mask: number[]; rate: number; training: boolean },
): number[] => (training ? values.map((value, i) => (value * mask[i]) / (1 - rate)) : values);`,
  variable: "dropout",
  equivalents: [
    (values, { mask, rate, training }) => {
      const factor = training ? 1 / (1 - rate) : 1;
      return values.map((value, i) => (training && mask[i] === 0 ? 0 : value * factor));
    },
    (values, { mask, rate, training }) => {
      if (!training) return [...values];
      const out: number[] = [];
      for (let i = 0; i < values.length; i++) out.push(((values[i] ?? 0) * (mask[i] ?? 0)) / (1 - rate));
      return out;
    },
  ],
  mistakes: [
    {
      answer: (values, { mask, training }) =>
        training ? values.map((value, i) => value * (mask[i] ?? 0)) : values,
      says: /scale/,
    },
    {
      answer: (values, { mask, rate }) => values.map((value, i) => (value * (mask[i] ?? 0)) / (1 - rate)),
      says: /inference nothing is dropped/,
    },
    {
      answer: (values, { mask, rate, training }) =>
        training ? values.map((value, i) => (value * (mask[i] ?? 0)) / rate) : values,
      says: /share that is kept/,
    },
    {
      answer: (values, { mask, rate, training }) =>
        training ? values.map((value, i) => (value * (1 - (mask[i] ?? 0))) / (1 - rate)) : values,
      says: /turned round/,
    },
  ],
});

function whyCode(actual: readonly number[]): string {
  if (actual?.[0] === 2) return "The mask is right; scale what is kept by 1 / (1 − rate).";
  if (actual?.[1] === 8) return "The mask is turned round: 1 keeps, 0 drops.";
  return "Each value times its place in the mask, divided by 1 − rate.";
}

/** What drew the weights together. */
export type Penalty = "none" | "L1" | "L2";

type Letter = "A" | "B" | "C";

const IS: Readonly<Record<Letter, Penalty>> = { A: "L2", B: "none", C: "L1" };

/**
 * Three sets of ten weights fitted to the same 14 rows, in which two of ten inputs matter: without a penalty, with L1, with L2.
 *
 * @returns The weights by letter.
 * @example
 * const { A, B, C } = quizWeights();
 * assert.deepEqual([A.length, B.length, C.length], [10, 10, 10]);
 */
export function quizWeights(): Record<Letter, number[]> {
  const random = new Random(5);
  const x = Array.from({ length: 14 }, () => Array.from({ length: 10 }, () => random.normal()));
  const y = x.map((row) => 2 * (row[2] as number) - 1.5 * (row[6] as number) + random.normal());
  const fits: Record<Penalty, () => readonly number[]> = {
    none: () => leastSquares({ x, y }).w,
    L1: () => lasso({ x, y }, 6),
    L2: () => leastSquares({ x, y }, { ridge: 6 }).w,
  };
  const entries = (Object.keys(IS) as Letter[]).map((letter) => [letter, [...fits[IS[letter]]()]]);
  return Object.fromEntries(entries) as Record<Letter, number[]>;
}

/** Least ½Σ(ŷ − y)² + λΣ|w| by coordinate descent: each weight in turn goes to its best place, many times. */
function lasso({ x, y }: { x: readonly number[][]; y: readonly number[] }, lambda: number): number[] {
  const rows = x.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / rows;
  const columns = (x[0] as number[]).map((_, j) => {
    const column = x.map((row) => row[j] as number);
    return column.map((value) => value - mean(column));
  });
  const w = columns.map(() => 0);
  const left = y.map((value) => value - mean(y));
  for (let round = 0; round < 200; round++) {
    columns.forEach((column, j) => {
      const old = w[j] as number;
      const square = column.reduce((sum, value) => sum + value * value, 0);
      const pull = column.reduce((sum, value, i) => sum + value * (left[i] as number), 0) + square * old;
      w[j] = (Math.sign(pull) * Math.max(0, Math.abs(pull) - lambda)) / square;
      column.forEach((value, i) => (left[i] = (left[i] as number) + value * (old - (w[j] as number))));
    });
  }
  return w;
}

/** Telling penalties apart by the weights that they leave. */
export const whichPenalty = problem<Record<Letter, Penalty>>({
  id: "11-regularization/which-penalty",
  takeaway: "L1 leaves few weights and many zeros, L2 leaves all but makes them small.",
  check: (said) => {
    const wrong = (Object.keys(IS) as Letter[]).find((letter) => said[letter] !== IS[letter]);
    if (!wrong) return undefined;
    // What was wanted would be the solution; the reason is enough to look again.
    return { actual: { [wrong]: said[wrong] }, why: whyPenalty(wrong, said) };
  },
  hints: [
    "One of the three has weights that are exactly zero. Which penalty reaches zero?",
    "Of the other two, compare the lengths of the bars: a penalty makes them shorter.",
    "Look at the shortest bars: for which letter are they gone? Then compare w3 and w7 of the other two.",
  ],
  stub: 'const whichPenalty: Record<"A" | "B" | "C", exercises.Penalty> = todo;',
  solution:
    'const whichPenalty: Record<"A" | "B" | "C", exercises.Penalty> = { A: "L2", B: "none", C: "L1" };',
  variable: "whichPenalty",
  equivalents: [
    { C: "L1", B: "none", A: "L2" },
    { A: "L2", C: "L1", B: "none" },
  ],
  mistakes: [
    { answer: { A: "none", B: "L2", C: "L1" }, says: /longer bars/ },
    { answer: { A: "L1", B: "none", C: "L2" }, says: /no weight of A is zero/ },
    { answer: { A: "L2", B: "L1", C: "none" }, says: /no weight of B is zero/ },
  ],
});

function whyPenalty(wrong: Letter, said: Readonly<Record<Letter, Penalty>>): string {
  if (said[wrong] === "L1") return `L1 leaves zeros, and no weight of ${wrong} is zero.`;
  if (wrong === "A" && said.A === "none")
    return "Somebody drew the weights of A towards zero: B has longer bars.";
  return "Look for zeros first, then compare the lengths of the bars.";
}

/** The exercises by name: `exercises.dropoutByHand.check(answer)`. */
export const exercises = { dropoutByHand, normByHand, stepByHand, dropout, whichPenalty };

/** The type of the answers, under the name by which the stub asks for it. */
// eslint-disable-next-line @typescript-eslint/no-namespace -- a type beside the object of the same name
export declare namespace exercises {
  export type { Penalty };
}
