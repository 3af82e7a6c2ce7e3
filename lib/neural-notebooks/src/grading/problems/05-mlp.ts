/** The exercises of lesson 05: three units for equality, a chain's gradients, a layer's gradients, error one layer back, a tent. */
import { tlu, type Tlu } from "../../models/perceptron";
import { problem, unlessClose } from "../problem";

const CORNERS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

/** Two hidden threshold units and one that sees their answers. */
type ThreeUnits = { hidden: [Tlu, Tlu]; output: Tlu };

const answerOf = ({ hidden, output }: ThreeUnits, x: readonly number[]): number =>
  tlu(
    hidden.map((unit) => tlu(x, unit)),
    output,
  );

/** Three threshold units for "both inputs are equal". */
export const equalUnits = problem<ThreeUnits>({
  id: "05-mlp/equal-units",
  takeaway: "AND or NOR: two lines cut the two corners off, and the output unit joins them.",
  check: (units) => {
    const wide = [...units.hidden, units.output].find(({ w }) => w.length !== 2);
    if (units.hidden.length !== 2 || wide)
      return {
        actual: units,
        expected: "two hidden units and an output unit, two weights each",
        why: "The hidden units see the two inputs; the output unit sees the two hidden answers.",
      };
    const actual = CORNERS.map((x) => answerOf(units, x));
    return unlessClose(actual, [1, 0, 0, 1], {
      why: whyEqual(actual),
      of: "answers for (0, 0), (0, 1), (1, 0), (1, 1)",
    });
  },
  hints: [
    "Which two simple questions about the inputs, joined by OR, mean “equal”?",
    "“Both on” is AND, “both off” is NOR, the opposite of OR: you have met AND and OR as units. What do their signs do in the opposite?",
    "Take AND as you know it, and OR with all its signs turned round: that is NOR. The output unit is an OR: it fires when at least one of the two does.",
  ],
  stub: "const equalUnits: { hidden: [Tlu, Tlu]; output: Tlu } = todo;",
  solution: `const equalUnits: { hidden: [Tlu, Tlu]; output: Tlu } = {
  hidden: [
    { w: [1, 1], b: -1.5 },
    { w: [-1, -1], b: 0.5 },
  ],
  output: { w: [1, 1], b: -0.5 },
};`,
  variable: "equalUnits",
  equivalents: [
    {
      hidden: [
        { w: [1, 1], b: -0.5 },
        { w: [-1, -1], b: 1.5 },
      ],
      output: { w: [-1, -1], b: 1.5 },
    },
    {
      hidden: [
        { w: [1, -1], b: 0 },
        { w: [-1, 1], b: 0 },
      ],
      output: { w: [1, 1], b: -1.5 },
    },
  ],
  mistakes: [
    {
      answer: {
        hidden: [
          { w: [1, 1], b: -0.5 },
          { w: [-1, -1], b: 1.5 },
        ],
        output: { w: [1, 1], b: -1.5 },
      },
      says: /XOR/,
    },
    {
      answer: {
        hidden: [
          { w: [1, 1], b: -1.5 },
          { w: [-1, -1], b: 0.5 },
        ],
        output: { w: [1, 1], b: -1.5 },
      },
      says: /never both/,
    },
    {
      answer: {
        hidden: [
          { w: [1, 1], b: -1.5 },
          { w: [-1, -1], b: 0.5 },
        ],
        output: { w: [1, 1], b: 0 },
      },
      says: /fires at 0/,
    },
  ],
});

function whyEqual(actual: readonly number[]): string {
  const table = actual.join("");
  if (table === "0110") return "This is XOR, the opposite: turn the output unit's signs round.";
  if (table === "0000")
    return "It never fires. AND and NOR are never both 1: the output unit must fire when one of them does.";
  if (table === "1111")
    return "It always fires. The step fires at 0 too: with both hidden units silent, the output's sum must be below 0.";
  return "Write down the two hidden answers for each corner, then the output's sum.";
}

/** Gradients of a chain with one hidden unit, on paper. */
export const chainGradients = problem<{ v: number; w: number }>({
  id: "05-mlp/chain-gradients",
  takeaway: "z = 1, h = 1, ŷ = 3: ∂L/∂ŷ = 4, times h is 4; times v, times the slope 1, times x is 24.",
  check: (gradients) =>
    unlessClose(gradients, { v: 4, w: 24 }, { why: whyChain(gradients), of: "gradients" }),
  hints: [
    "Forward first: z, h, ŷ. Then ∂L/∂ŷ = 2(ŷ − y).",
    "∂L/∂ŷ = 2(3 − 1). ∂L/∂v is that times h. Going back, ∂L/∂h is that times v.",
    "∂L/∂v = 2(3 − 1)·1; ∂L/∂w = 2(3 − 1)·3·1·2: through v, through the ReLU's slope 1, times the input.",
  ],
  stub: "const chainGradients: { v: number; w: number } = todo;",
  solution:
    "const chainGradients: { v: number; w: number } = { v: 2 * (3 - 1) * 1, w: 2 * (3 - 1) * 3 * 1 * 2 };",
  variable: "chainGradients",
  equivalents: [
    { v: 4, w: 24 },
    { w: 4 * 3 * 2, v: 2 * (3 - 1) },
  ],
  mistakes: [
    { answer: { v: 2, w: 12 }, says: /square/ },
    { answer: { v: 4, w: 8 }, says: /through v/ },
    { answer: { v: 4, w: 12 }, says: /input x/ },
    { answer: { v: -4, w: -24 }, says: /sign/ },
  ],
});

function whyChain({ v, w }: { v: number; w: number }): string {
  if (v === 2 && w === 12) return "The derivative of the square brings a factor 2: ∂L/∂ŷ = 2(ŷ − y).";
  if (v === -4 && w === -24)
    return "The sign is turned round: ŷ = 3 is too high, so a larger weight means a larger loss.";
  if (v === 4 && w === 8) return "∂L/∂v is right. The error reaches h through v: multiply by v = 3.";
  if (v === 4 && w === 12)
    return "∂L/∂v is right. A weight's gradient is its input times the error: multiply by the input x = 2.";
  return "Compute z, h and ŷ; then 2(ŷ − y); times h for v; times v, times the slope, times x for w.";
}

type Outer = (a: number[], d: number[]) => number[][];

const outer: Outer = (a, d) => a.map((ai) => d.map((dj) => ai * dj));

/** The gradient of a layer's weights for one row. */
export const weightGradient = problem<Outer>({
  id: "05-mlp/weight-gradient",
  takeaway: "Every weight: the answer in front of it times the error behind it.",
  check: (gradient) => {
    const actual = gradient([1, 2], [10, 20, 30]);
    return (
      unlessClose(actual, outer([1, 2], [10, 20, 30]), {
        why: whyOuter(actual),
        of: "for a = (1, 2), d = (10, 20, 30)",
      }) ??
      unlessClose(gradient([0, -1], [3]), [[0], [-3]], {
        why: "A silent input, 0, has gradient 0; signs multiply.",
        of: "for a = (0, −1), d = (3)",
      })
    );
  },
  hints: [
    "How many rows has the result, how many columns?",
    "Row i, column j holds a[i] times d[j].",
    "a.map((ai) => d.map((dj) => ai * dj))",
  ],
  stub: "const weightGradient = (a: number[], d: number[]): number[][] => todo;",
  solution:
    "const weightGradient = (a: number[], d: number[]): number[][] => a.map((ai) => d.map((dj) => ai * dj));",
  variable: "weightGradient",
  equivalents: [
    (a, d) => Array.from(a, (_, i) => Array.from(d, (_, j) => (d[j] ?? 0) * (a[i] ?? 0))),
    (a, d) => {
      const rows: number[][] = [];
      for (const ai of a) rows.push(d.map((dj) => dj * ai));
      return rows;
    },
  ],
  mistakes: [
    { answer: (a, d) => d.map((dj) => a.map((ai) => ai * dj)), says: /turned/ },
    { answer: (a, d) => [a.map((ai, i) => ai * (d[i] ?? 0))], says: /every pair/ },
    { answer: (a, d) => a.map((ai) => d.map((dj) => ai + dj)), says: /product/ },
  ],
});

function whyOuter(actual: readonly (readonly number[])[]): string {
  if (actual.length === 3)
    return "The table is turned: rows are inputs, columns are units, as in the weights.";
  if (actual.length === 1)
    return "Each input is joined to each unit: every pair of a[i] and d[j] has its own gradient.";
  if (actual[0]?.[0] === 11) return "A gradient is the product of input and error, not their sum.";
  return "Row i, column j: a[i] · d[j].";
}

type Before = (d: number[], w: number[][], z: number[]) => number[];

const carry = (d: readonly number[], w: readonly (readonly number[])[]): number[] =>
  w.map((row) => row.reduce((sum, wij, j) => sum + wij * (d[j] ?? 0), 0));

/** Carrying the error one layer back. */
export const errorBefore = problem<Before>({
  id: "05-mlp/error-before",
  takeaway: "Back through the same weights, then past the slope: silent units pass nothing.",
  check: (before) => {
    const w = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    const actual = before([1, -1], w, [0.5, 2, -3]);
    return (
      unlessClose(actual, [-1, -1, 0], {
        why: whyBefore(actual),
        of: "for d = (1, −1), w = ((1, 2), (3, 4), (5, 6)), z = (0.5, 2, −3)",
      }) ??
      unlessClose(before([2], [[-4]], [1]), [-8], {
        why: "A negative weight turns the error's sign.",
        of: "for d = (2), w = ((−4)), z = (1)",
      })
    );
  },
  hints: [
    "A unit is to blame for every unit that it feeds: add up weight times error over them.",
    "w[i] holds the weights that leave unit i. Its sum over j of w[i][j] · d[j] is multiplied by the ReLU's slope at z[i].",
    "w.map((weights, i) => (z[i] > 0 ? weights.reduce((sum, wij, j) => sum + wij * d[j], 0) : 0))",
  ],
  stub: "const errorBefore = (d: number[], w: number[][], z: number[]): number[] => todo;",
  solution: `const errorBefore = (d: number[], w: number[][], z: number[]): number[] =>
  w.map((weights, i) => {
    const carried = weights.reduce((sum, wij, j) => sum + wij * d[j], 0);
    return z[i] > 0 ? carried : 0;
  });`,
  variable: "errorBefore",
  equivalents: [
    (d, w, z) => carry(d, w).map((error, i) => error * Number((z[i] ?? 0) > 0)),
    (d, w, z) => {
      const result = z.map(() => 0);
      w.forEach((weights, i) =>
        weights.forEach((wij, j) => (z[i] ?? 0) > 0 && (result[i] = (result[i] ?? 0) + wij * (d[j] ?? 0))),
      );
      return result;
    },
  ],
  mistakes: [
    { answer: (d, w) => carry(d, w), says: /slope/ },
    {
      answer: (d, w, z) => carry(d, w).map((error, i) => error * Math.max(0, z[i] ?? 0)),
      says: /not its value/,
    },
    {
      answer: (d, w, z) =>
        w.map((weights, i) =>
          (z[i] ?? 0) > 0 ? weights.reduce((sum, wij) => sum + wij * (d[0] ?? 0), 0) : 0,
        ),
      says: /own error/,
    },
  ],
});

function whyBefore(actual: readonly number[]): string {
  if (actual[2] === -1)
    return "The third unit was silent, z = −3: the ReLU's slope is 0 there, and no error passes.";
  if (actual[0] === -0.5) return "Multiply by the ReLU's slope, 1 or 0, not its value.";
  if (actual[0] === 3)
    return "Each weight carries the error of its own unit: multiply w[i][j] by its own error d[j].";
  return "For each unit: add w[i][j] · d[j] over j, then multiply by 1 where z[i] > 0 and by 0 elsewhere.";
}

const KNOTS = [0, 1, 2];
const tentAt = (v: readonly number[], x: number): number =>
  KNOTS.reduce((sum, t, j) => sum + (v[j] ?? 0) * Math.max(0, x - t), 0);

/** A tent out of three ReLU units. */
export const tent = problem<number[]>({
  id: "05-mlp/tent",
  takeaway: "Output weights are changes of slope: up by 1, down by 2, up by 1. Many tents make any curve.",
  check: (v) => {
    if (v.length !== 3)
      return {
        actual: v,
        expected: "three numbers",
        why: "There are three hidden units, so three output weights.",
      };
    const places = [-1, 0, 1, 2, 3, 4];
    return unlessClose(
      places.map((x) => tentAt(v, x)),
      [0, 0, 1, 0, 0, 0],
      { why: whyTent(v), of: "heights at x = −1, 0, 1, 2, 3, 4" },
    );
  },
  hints: [
    "Between the knots the line is straight. Which slope does it have in each piece?",
    "Slopes: 0, then 1, then −1, then 0. An output weight is the change of slope at its knot.",
    "At the first knot the slope changes by 1 − 0, at the second by −1 − 1, at the third by 0 − (−1).",
  ],
  stub: "const tent: number[] = todo;",
  solution: "const tent: number[] = [1, -2, 1];",
  variable: "tent",
  equivalents: [[1 - 0, -1 - 1, 0 - -1], [1, -1, 0].map((slope, i, slopes) => slope - (slopes[i - 1] ?? 0))],
  mistakes: [
    { answer: [1, -1, 0], says: /change of slope/ },
    { answer: [1, -2, 0], says: /goes on falling/ },
    { answer: [0, 1, 0], says: /heights/ },
  ],
});

function whyTent([first, second, third]: readonly number[]): string {
  if (first === 1 && second === -1)
    return "Those are slopes. Each unit goes on for ever, so its weight is the change of slope at its knot.";
  if (first === 1 && second === -2)
    return "Up and down are right, but after x = 2 it goes on falling: a third unit must stop it.";
  if (first === 0 && second === 1 && third === 0)
    return "Those are the heights at the knots. A weight is the change of slope there.";
  return "Add up the units that are awake in each piece: the sum of their weights is the slope.";
}

/** The exercises by name: `exercises.equalUnits.check(answer)`. */
export const exercises = { equalUnits, chainGradients, weightGradient, errorBefore, tent };
