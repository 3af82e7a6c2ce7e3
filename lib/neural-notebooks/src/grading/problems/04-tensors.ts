/** The exercises of lesson 04: gradients on paper, the slopes of a quotient, finite differences, broadcasting, memory. */
// From the door, which loads TensorFlow when the first answer is checked.
import { tf } from "../../core";
import type { Tensor } from "../../core/tf";
import { problem, unlessClose } from "../problem";
import type { Finding } from "../verdict";

type Pair = { a: number; b: number };

/** Gradients of y = a·b + a at a = 3, b = −2, on paper. */
export const gradientsByHand = problem<Pair>({
  id: "04-tensors/gradients-by-hand",
  takeaway: "a is used twice: b = −2 by way of the product, and 1 by way of the sum, make −1.",
  check: (gradients) => unlessClose(gradients, { a: -1, b: 3 }, { why: whyByHand(gradients) }),
  hints: [
    "Draw the graph: p = a·b, then y = p + a. Which numbers are used twice?",
    "The gradient of p is 1. The product hands b to a, and a to b; the sum hands 1 to a.",
    "a: b + 1 = −2 + 1. b: a = 3.",
  ],
  stub: "const gradientsByHand: { a: number; b: number } = todo;",
  solution: "const gradientsByHand: { a: number; b: number } = { a: -1, b: 3 };",
  variable: "gradientsByHand",
  equivalents: [
    { b: 3, a: -2 + 1 },
    { a: -1.0000001, b: 3 },
  ],
  mistakes: [
    { answer: { a: -2, b: 3 }, says: /used twice/ },
    { answer: { a: 1, b: 3 }, says: /used twice/ },
    { answer: { a: 3, b: -1 }, says: /other way round/ },
    { answer: { a: -1, b: -2 }, says: /slope of a product/ },
  ],
});

function whyByHand({ a, b }: Pair): string {
  if (a === 3 && b === -1) return "These are the right numbers the other way round.";
  if (b === 3 && (a === -2 || a === 1))
    return "a is used twice, in the product and in the sum: add both shares.";
  if (a === -1 && b === -2) return "The slope of a product in b is the other factor, a.";
  return "Go back from y: the sum hands 1 to the product and to a; the product hands each factor the other one.";
}

/** The two slopes of a division. */
export const slopesOfQuotient = problem<(a: number, b: number) => [number, number]>({
  id: "04-tensors/slopes-of-quotient",
  takeaway: "a/b is a times 1/b, and the slope of 1/b is −1/b².",
  check: (slopes) => {
    const actual = slopes(3, 2);
    return (
      unlessClose(actual, [0.5, -0.75], { why: whyQuotient(actual), of: "slopes at a = 3, b = 2" }) ??
      unlessClose(slopes(-1, -4), [-0.25, 0.0625], {
        why: "Signs count: the slope in a is 1/b, the one in b is −a/b².",
        of: "slopes at a = −1, b = −4",
      })
    );
  },
  hints: [
    "Nudge a by 0.01 in a / b: how much does the quotient move?",
    "In a it is a straight line of slope 1/b. For b, write a / b as a times b to the power −1.",
    "[1 / b, -a / b ** 2]",
  ],
  stub: "const slopesOfQuotient = (a: number, b: number): [number, number] => todo;",
  solution: "const slopesOfQuotient = (a: number, b: number): [number, number] => [1 / b, -a / b ** 2];",
  variable: "slopesOfQuotient",
  equivalents: [(a, b) => [1 / b, (-a / b) * (1 / b)], (a, b) => [b ** -1, -1 * a * b ** -2]],
  mistakes: [
    { answer: (a, b) => [1 / b, a / b ** 2], says: /falls/ },
    { answer: (a, b) => [b, a], says: /slopes of a product/ },
    { answer: (a, b) => [-a / b ** 2, 1 / b], says: /first the slope in a/ },
    { answer: (_, b) => [1 / b, -1 / b ** 2], says: /times a/ },
  ],
});

function whyQuotient([inA, inB]: readonly number[]): string {
  if (inA === 2 && inB === 3) return "These are the slopes of a product.";
  if (inA === -0.75 && inB === 0.5) return "Give first the slope in a, then the one in b.";
  if (inB === 0.75) return "When b grows, the quotient falls: the slope in b is negative here.";
  if (inB === -0.25) return "−1/b² is the slope of 1/b; it still has to be taken times a.";
  return "Nudge a by 0.01, then b by 0.01, and divide what the quotient moves by 0.01: near that your slopes must be.";
}

type NumericGradient = (f: (x: number[]) => number, x: number[], h: number) => number[];

/** The central finite difference of a function of several numbers. */
export const numericGradient = problem<NumericGradient>({
  id: "04-tensors/numeric-gradient",
  takeaway: "From both sides the errors of the two halves cancel: of x² nothing is left, of x³ only h².",
  check: (gradient) => {
    const x = [3, -1];
    const actual = gradient(([u = 0, v = 0]) => u * u + 2 * v, x, 0.5);
    return (
      unlessClose(actual, [6, 2], { why: whyNumeric(actual), of: "gradient of u² + 2v at (3, −1)" }) ??
      unlessClose(x, [3, -1], {
        why: "The list that came in has changed. Move a copy: x.map((value, j) => …).",
        of: "x after the call",
      }) ??
      unlessClose(
        gradient(([u = 0]) => u ** 3, [1], 0.1),
        [3.01],
        {
          why: "Use the step h that was handed in, once up and once down.",
          of: "gradient of u³ at 1 with h = 0.1",
        },
      )
    );
  },
  hints: [
    "For each place i: a copy of x with x[i] + h, another with x[i] − h, and f of both.",
    "x.map((_, i) => …) visits the places; inside, x.map((value, j) => (j === i ? value + h : value)) is the copy.",
    "const moved = (i: number, by: number) => x.map((value, j) => (j === i ? value + by : value)); then (f(moved(i, h)) - f(moved(i, -h))) / (2 * h).",
  ],
  stub: "const numericGradient = (f: (x: number[]) => number, x: number[], h: number): number[] => todo;",
  solution: `const numericGradient = (f: (x: number[]) => number, x: number[], h: number): number[] => {
  const moved = (i: number, by: number) => x.map((value, j) => (j === i ? value + by : value));
  return x.map((_, i) => (f(moved(i, h)) - f(moved(i, -h))) / (2 * h));
};`,
  variable: "numericGradient",
  equivalents: [
    (f, x, h) => {
      const at = [...x];
      return x.map((value, i) => {
        at[i] = value + h;
        const up = f(at);
        at[i] = value - h;
        const down = f(at);
        at[i] = value;
        return (up - down) / h / 2;
      });
    },
    (f, x, h) =>
      Array.from(x, (value, i) => (0.5 / h) * (f(movedTo(x, i, value + h)) - f(movedTo(x, i, value - h)))),
  ],
  mistakes: [
    { answer: (f, x, h) => x.map((value, i) => (f(movedTo(x, i, value + h)) - f(x)) / h), says: /one side/ },
    {
      answer: (f, x, h) =>
        x.map((value, i) => (f(movedTo(x, i, value + h)) - f(movedTo(x, i, value - h))) / h),
      says: /2h apart/,
    },
    {
      answer: (f, x, h) => x.map(() => (f(x.map((v) => v + h)) - f(x.map((v) => v - h))) / (2 * h)),
      says: /one number at a time/,
    },
    {
      answer: (f, x, h) =>
        x.map((value, i) => {
          x[i] = value + h;
          const up = f(x);
          x[i] = value - h;
          return (up - f(x)) / (2 * h);
        }),
      says: /has changed|Move a copy/,
    },
    {
      answer: (f, x) =>
        x.map((value, i) => (f(movedTo(x, i, value + 1e-5)) - f(movedTo(x, i, value - 1e-5))) / 2e-5),
      says: /step h/,
    },
  ],
});

function movedTo(x: readonly number[], i: number, value: number): number[] {
  return x.map((old, j) => (j === i ? value : old));
}

function whyNumeric(actual: readonly number[]): string {
  if (actual[0] === 6.5 || actual[0] === 5.5)
    return "That looks to one side only: its error is as large as h. Take f(x + h) − f(x − h).";
  if (actual[0] === 12 && actual[1] === 4) return "The two places lie 2h apart: divide by 2h.";
  if (actual[0] === 8 && actual[1] === 8) return "Move one number at a time; the others stay.";
  return "For each place i: (f with x[i] + h, minus f with x[i] − h) / (2h).";
}

type BroadcastShape = (p: number[], q: number[]) => number[];

/** The shape that two shapes give. */
export const broadcastShape = problem<BroadcastShape>({
  id: "04-tensors/broadcast-shape",
  takeaway: "From the right, the longer of each pair of lengths counts; a missing axis has length 1.",
  check: (shape) =>
    firstFinding<[number[], number[], number[], string]>(
      [
        [[3, 1], [1, 4], [3, 4], "Of each pair of lengths take the one that is not 1."],
        [
          [2, 3],
          [3],
          [2, 3],
          "Lay the shapes against each other from the right; a missing axis on the left counts as 1.",
        ],
        [[4], [2, 3, 4], [2, 3, 4], "The second shape may be the longer one."],
        [[2, 1, 3], [7, 1], [2, 7, 3], "From the right: 3 with 1, 1 with 7, and 2 with nothing."],
        [[], [2], [2], "A single number has the shape []: it fits everything."],
        [
          [0, 3],
          [1, 3],
          [0, 3],
          "A length of 1 gives way also to 0: an empty batch stays empty. The larger length is not always the answer.",
        ],
      ],
      ([p, q, expected, why]) => {
        const given: [number[], number[]] = [[...p], [...q]];
        const actual = shape(given[0], given[1]);
        return (
          unlessClose(actual, expected, { why, of: `[${p.join(", ")}] with [${q.join(", ")}]` }) ??
          unlessClose([...given], [p, q], {
            why: "The shapes that came in have changed. Copy them first: [...p].",
            of: "the shapes after the call",
          })
        );
      },
    ),
  hints: [
    "Make both shapes equally long first, by ones on the left of the shorter.",
    "const rank = Math.max(p.length, q.length); the length at place i from the left is s[i - (rank - s.length)], or 1 where there is none.",
    "Then of each pair: (a === 1 ? b : a).",
  ],
  stub: "const broadcastShape = (p: number[], q: number[]): number[] => todo;",
  solution: `const broadcastShape = (p: number[], q: number[]): number[] => {
  const rank = Math.max(p.length, q.length);
  const padded = (shape: number[]) => [...Array<number>(rank - shape.length).fill(1), ...shape];
  const other = padded(q);
  return padded(p).map((length, i) => (length === 1 ? other[i] : length));
};`,
  variable: "broadcastShape",
  equivalents: [
    (p, q) => {
      const out: number[] = [];
      for (let k = 1; k <= Math.max(p.length, q.length); k++) {
        const [a, b] = [p.at(-k) ?? 1, q.at(-k) ?? 1];
        out.unshift(a === 1 ? b : a);
      }
      return out;
    },
    (p, q) => {
      const [long, short] = p.length >= q.length ? [p, q] : [q, p];
      const gap = long.length - short.length;
      return long.map((length, i) => (length === 1 ? (short[i - gap] ?? 1) : length));
    },
  ],
  mistakes: [
    {
      answer: (p, q) => p.map((length, i) => Math.max(length, q[i - p.length + q.length] ?? 1)),
      says: /may be the longer/,
    },
    {
      answer: (p, q) =>
        Array.from({ length: Math.max(p.length, q.length) }, (_, i) => Math.max(p[i] ?? 1, q[i] ?? 1)),
      says: /counts as 1/,
    },
    { answer: (p) => p, says: /not 1/ },
    {
      answer: (p, q) => {
        const rank = Math.max(p.length, q.length);
        return Array.from({ length: rank }, (_, i) =>
          Math.max(p[i - rank + p.length] ?? 1, q[i - rank + q.length] ?? 1),
        );
      },
      says: /gives way also to 0/,
    },
    {
      answer: (p, q) => {
        while (p.length < q.length) p.unshift(1);
        while (q.length < p.length) q.unshift(1);
        return p.map((length, i) => (length === 1 ? (q[i] as number) : length));
      },
      says: /have changed/,
    },
  ],
});

/** A number from a tensor that leaves no tensor behind. */
export const rootMeanSquare = problem<(x: Tensor) => number>({
  id: "04-tensors/root-mean-square",
  takeaway: "Inside tf.tidy every step is swept up; a plain number is all that comes out.",
  check: (rms) => {
    let finding: Finding | undefined;
    // What a leaking answer leaves behind is swept up here, once it is counted.
    tf.tidy(() => {
      finding = findRms(rms);
    });
    return finding;
  },
  hints: [
    "Square, then mean, then square root: each gives a new tensor.",
    "x.square().mean().sqrt() is a tensor with one number; dataSync()[0] takes it out.",
    "tf.tidy(() => x.square().mean().sqrt().dataSync()[0])",
  ],
  stub: "const rootMeanSquare = (x: Tensor): number => todo;",
  solution: `const rootMeanSquare = (x: Tensor): number =>
  tf.tidy(() => x.square().mean().sqrt().dataSync()[0]);`,
  variable: "rootMeanSquare",
  uses: {
    get tf() {
      return tf;
    },
  },
  equivalents: [
    (x) => {
      const squares = x.square();
      const mean = squares.mean();
      const [value = NaN] = mean.dataSync();
      tf.dispose([squares, mean]);
      return Math.sqrt(value);
    },
    (x) => Math.hypot(...x.dataSync()) / Math.sqrt(x.size),
  ],
  mistakes: [
    { answer: (x) => x.square().mean().sqrt().dataSync()[0] as number, says: /stay behind/ },
    { answer: (x) => tf.tidy(() => x.square().mean().sqrt()) as unknown as number, says: /dataSync/ },
    { answer: (x) => tf.tidy(() => x.square().mean().dataSync()[0] as number), says: /square root/ },
    { answer: (x) => tf.tidy(() => x.mean().square().sqrt().dataSync()[0] as number), says: /square first/i },
    {
      answer: (x) => {
        const value = tf.tidy(() => x.square().mean().sqrt().dataSync()[0] as number);
        x.dispose();
        return value;
      },
      says: /belongs to the caller/,
    },
  ],
});

function findRms(rms: (x: Tensor) => number): Finding | undefined {
  const x = tf.tensor1d([1, 7, -1, -7]);
  const before = tf.memory().numTensors;
  const actual: unknown = rms(x);
  const left = tf.memory().numTensors - before;
  if (x.isDisposed)
    return {
      why: "The tensor that came in was disposed of. It belongs to the caller, who may still need it.",
    };
  if (actual instanceof tf.Tensor)
    return {
      actual: "a tensor",
      expected: "a number",
      why: "Take the number out of the tensor: dataSync()[0].",
    };
  return (
    unlessClose(actual, 5, { why: whyRms(actual), of: "of [1, 7, −1, −7]", tolerance: 1e-4 }) ??
    unlessClose(left, 0, {
      why: "The number is right, but tensors stay behind. Wrap the work in tf.tidy(() => …).",
      of: "tensors left behind",
    }) ??
    unlessClose(
      rms(
        tf.tensor2d([
          [3, 3],
          [3, 3],
        ]),
      ),
      3,
      {
        why: "It must work for any shape: mean() without an axis takes all numbers.",
        of: "of a 2 × 2 tensor of threes",
        tolerance: 1e-4,
      },
    )
  );
}

function whyRms(actual: unknown): string {
  if (actual === 25) return "That is the mean square; the square root is missing.";
  if (actual === 0) return "These numbers cancel in the mean: square first, then take the mean.";
  if (actual === 10) return "That is the root of the sum; take the mean of the squares.";
  return "Square, mean, square root, in this order.";
}

function firstFinding<Case>(
  cases: readonly Case[],
  find: (each: Case) => Finding | undefined,
): Finding | undefined {
  for (const each of cases) {
    const found = find(each);
    if (found) return found;
  }
  return undefined;
}

/** The exercises by name: `exercises.gradientsByHand.check(answer)`. */
export const exercises = {
  gradientsByHand,
  slopesOfQuotient,
  numericGradient,
  broadcastShape,
  rootMeanSquare,
};
