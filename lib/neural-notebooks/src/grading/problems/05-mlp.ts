/** The exercises of lesson 05: three units for equality, a sigmoid unit, a chain's gradients, the errors of a hidden layer, what the output unit sees, shapes, a bump. */
import { tlu, weightedSum, type Tlu } from "../../models/perceptron";
import { firstDifference } from "../compare";
import { problem, unlessClose } from "../problem";
import { functionProblem, valueProblem } from "../problem-kinds";
import type { Finding } from "../verdict";

const CORNERS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

/** Two hidden threshold units and one that receives their outputs. */
type ThreeUnits = { hidden: Tlu[]; output: Tlu };

const answerOf = ({ hidden, output }: ThreeUnits, x: readonly number[]): number =>
  tlu(
    hidden.map((unit) => tlu(x, unit)),
    output,
  );

/** Three threshold units for "both inputs are equal". */
export const equalUnits = problem<ThreeUnits>({
  id: "05-mlp/equal-units",
  takeaway:
    "You have joined two lines by a third unit. A hidden layer makes a task that no single line can do into one that a single line can do.",
  check: (units) => {
    const wide = [...units.hidden, units.output].find(({ w }) => w.length !== 2);
    if (units.hidden.length !== 2 || wide)
      return {
        actual: units,
        expected: "two hidden units and an output unit with two weights each",
        why: "The hidden units receive the two inputs. The output unit receives the outputs of the two hidden units.",
      };
    const actual = CORNERS.map((x) => answerOf(units, x));
    return unlessClose(actual, [1, 0, 0, 1], {
      why: whyStuck(units) ?? whyEqual(actual),
      of: "outputs for (0, 0), (0, 1), (1, 0), (1, 1)",
    });
  },
  hints: [
    "Which two simple questions about the inputs, joined by OR, mean “both are equal”?",
    "“Both are 1” is AND. “Both are 0” is the opposite of OR: what happens to a unit that fires if you turn the sign of each of its weights and of its bias?",
    "Take the AND unit of the table above as one hidden unit, and the OR unit with all its signs turned as the other. The output unit has to fire as soon as one of the two fires, so it is an OR itself.",
  ],
  stub: `const equalUnits: { hidden: { w: number[]; b: number }[]; output: { w: number[]; b: number } } = {
  hidden: [
    { w: [todo, todo], b: todo },
    { w: [todo, todo], b: todo },
  ],
  output: { w: [todo, todo], b: todo },
};`,
  solution: `const equalUnits: { hidden: { w: number[]; b: number }[]; output: { w: number[]; b: number } } = {
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
    // "Only the first", "only the second", and neither of them.
    {
      hidden: [
        { w: [1, -1], b: -1 },
        { w: [-1, 1], b: -1 },
      ],
      output: { w: [-1, -1], b: 0.5 },
    },
    // AND minus OR: 0 where both are equal, and a sum of 0 fires.
    {
      hidden: [
        { w: [2, 2], b: -3 },
        { w: [0.2, 0.2], b: -0.1 },
      ],
      output: { w: [1, -1], b: 0 },
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
      says: /It always fires[^]*sum of exactly 0/,
    },
    {
      answer: {
        hidden: [
          { w: [1, 1], b: 1.5 },
          { w: [-1, -1], b: 0.5 },
        ],
        output: { w: [1, 1], b: -0.5 },
      },
      says: /first hidden unit gives 1 at every corner[^]*sign of its bias/,
    },
    {
      answer: {
        hidden: [
          { w: [1, 1], b: -1.5 },
          { w: [-1, -1], b: -0.5 },
        ],
        output: { w: [1, 1], b: -0.5 },
      },
      says: /second hidden unit gives 0 at every corner/,
    },
    {
      answer: {
        hidden: [
          { w: [1, 1], b: -1.5 },
          { w: [-1, -1], b: 0.5 },
        ],
        output: { w: [0, 1], b: -0.5 },
      },
      says: /Only one of the two equal corners/,
    },
    {
      answer: {
        hidden: [
          { w: [1, 1], b: -1.5 },
          { w: [-1, -1], b: 0.5 },
        ],
        output: { w: [2, 1], b: -1.5 },
      },
      says: /Only one of the two equal corners/,
    },
    {
      answer: {
        hidden: [
          { w: [1, 1], b: -1 },
          { w: [-1, -1], b: 0.5 },
        ],
        output: { w: [1, 1], b: -0.5 },
      },
      says: /It always fires/,
    },
    {
      answer: {
        hidden: [
          { w: [1, 1], b: -1.5 },
          { w: [-1, 0], b: 0.5 },
        ],
        output: { w: [1, 1], b: -0.5 },
      },
      says: /Write down the outputs/,
    },
  ],
});

/** A hidden unit that gives the same at every corner is no help, and the other one alone draws a single line. */
function whyStuck({ hidden }: ThreeUnits): string | undefined {
  const outputs = hidden.map((unit) => CORNERS.map((x) => tlu(x, unit)));
  const stuck = outputs.findIndex((row) => row.every((output) => output === row[0]));
  if (stuck < 0) return undefined;
  const which = stuck === 0 ? "first" : "second";
  return `The ${which} hidden unit gives ${outputs[stuck]?.[0]} at every corner, so the output unit learns nothing from it. Check the sign of its bias. A sum of exactly 0 makes a unit fire, too.`;
}

function whyEqual(actual: readonly number[]): string {
  const table = actual.join("");
  if (table === "0110") return "This is XOR, the opposite. Turn the signs of the output unit.";
  if (table === "0000")
    return "It never fires. If your hidden units are AND and NOR, they are never both 1, so the output unit must fire as soon as one of them does.";
  if (table === "1111")
    return "It always fires. Work out the sum of the output unit for (0, 1) and (1, 0): there it must be below 0. A sum of exactly 0 makes a unit fire, too.";
  if (table === "1000" || table === "0001")
    return "Only one of the two equal corners gives 1. If your hidden units stand for “both are 1” and “both are 0”, the output unit has to fire as soon as either of them does.";
  return "Write down the outputs of the two hidden units for each corner, and then the sum of the output unit.";
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
/** The slope of the sigmoid where its output is `a`. */
const slope = (a: number): number => a * (1 - a);
const dot = (x: readonly number[], w: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * (w[i] ?? 0), 0);

/** A unit with the sigmoid. */
export const sigmoidUnit = functionProblem<[number[], number[], number], number>({
  id: "05-mlp/sigmoid-unit",
  variable: "sigmoidUnit",
  takeaway:
    "A weighted sum and a sigmoid: that is one unit of a hidden layer, whatever the number of inputs.",
  otherwise: "First the sum: the bias plus each input times its weight. Then the sigmoid of this sum.",
  hints: [
    "A unit does two things, one after the other: it computes its sum z, then it applies the sigmoid to z.",
    "Start with let z = b; and add x[i] * w[i] in a loop over all inputs.",
    "After the loop, return sigmoid(z). The function sigmoid of the cell above does the rest.",
  ],
  stub: `function sigmoidUnit(x: number[], w: number[], b: number): number {
  return todo;
}`,
  solution: `function sigmoidUnit(x: number[], w: number[], b: number): number {
  let z = b;
  for (let i = 0; i < x.length; i++) {
    z += x[i] * w[i];
  }
  return 1 / (1 + Math.exp(-z));
}`,
  reference: (x, w, b) => sigmoid(b + dot(x, w)),
  cases: [
    [[1, 1], [2, 1], -3],
    [[0, 1], [2, -1], 0.5],
    [[3], [-1], 0],
    [[0, 0, 0], [1, 2, 3], -1],
    [[1, 2, 3, 4], [0.5, -0.5, 0.25, 0], 0.25],
  ],
  fuzz: (random) => {
    const n = random.integer(1, 5);
    const list = () => Array.from({ length: n }, () => random.uniform(-2, 2));
    return [list(), list(), random.uniform(-2, 2)];
  },
  mayChangeInput: false,
  mistakes: [
    {
      answer: (x, w, b) => b + dot(x, w),
      why: "This is the sum z. The unit hands on the sigmoid of it.",
    },
    {
      answer: (x, w) => sigmoid(dot(x, w)),
      why: "The bias is missing. It is added to the sum before the sigmoid.",
    },
    {
      answer: (x, w, b) => sigmoid(dot(x, w) - b),
      why: "You subtract the bias. A threshold is subtracted, a bias is added.",
    },
    {
      answer: (x, w, b) => sigmoid(dot(x, w)) + b,
      why: "The bias is added after the sigmoid. It belongs to the sum z, before the sigmoid.",
    },
    {
      answer: (x, w, b) => (b + dot(x, w) >= 0 ? 1 : 0),
      why: "This is the step of the perceptron. Apply the sigmoid to the sum in its place.",
    },
    {
      answer: (x, w, b) => 1 / (1 + Math.exp(b + dot(x, w))),
      why: "The minus is missing in the exponent, so your unit falls where it should rise: e to the power of −z.",
    },
    {
      answer: (x, w, b) => x.reduce((sum, value, i) => sum + sigmoid(value * (w[i] ?? 0) + b), 0),
      why: "You apply the sigmoid to each input. Add everything up first, and apply it once, to the sum.",
    },
    {
      answer: (x, w, b) => sigmoid(dot(x, w) + b * x.length),
      why: "The bias is added once for each input. Add it a single time.",
    },
    {
      answer: (x, w, b) => sigmoid(b + (x[0] ?? 0) * (w[0] ?? 0)),
      why: "Only the first input is counted. Does return stand inside the loop? It must come after it.",
    },
    {
      answer: (x, w, b) => sigmoid(b + Number(x[0]) * Number(w[0]) + Number(x[1]) * Number(w[1])),
      why: "Your unit takes two inputs, whatever the length of the list. Let the loop run up to x.length.",
    },
    {
      answer: (x, w) => sigmoid(Number(x[x.length - 1]) * Number(w[x.length - 1])),
      why: "Only the last product is left. Add each product to the sum with +=; a plain = throws away what was there.",
    },
    {
      answer: (x, w, b) => sigmoid(b + dot(x, w) + Number(x[x.length])),
      why: "Your result is NaN, “not a number”. Most often the loop reads one place too many: it runs while i < x.length, not <=.",
    },
    {
      answer: (x, w, b) => slope(sigmoid(b + dot(x, w))),
      why: "This is the slope a(1 − a). The unit returns the output a itself.",
    },
    {
      answer: (x, w, b) => Number(sigmoid(b + dot(x, w)).toFixed(2)),
      why: "You round the output. Return it as it is: the networks below need every digit.",
    },
  ],
  equivalents: [
    (x, w, b) => {
      const z = x.map((value, i) => value * (w[i] ?? 0)).reduce((sum, product) => sum + product, b);
      return Math.exp(z) / (Math.exp(z) + 1);
    },
    (x, w, b) => (1 + Math.tanh((b + dot(x, w)) / 2)) / 2,
  ],
});

type Chain = { yHat: number; w2: number; delta: number; w1: number };

/** Gradients of a chain with one hidden unit, on paper. */
export const chainGradients = valueProblem<Chain>({
  id: "05-mlp/chain-gradients",
  variable: "chainGradients",
  stub: `const chainGradients: { yHat: number; w2: number; delta: number; w1: number } = {
  yHat: todo,
  w2: todo,
  delta: todo,
  w1: todo,
};`,
  solution: `const chainGradients: { yHat: number; w2: number; delta: number; w1: number } = {
  yHat: 8 * 0.5 + 1,
  w2: 2 * (5 - 8) * 0.5,
  delta: 2 * (5 - 8) * 8 * 0.25,
  w1: 2 * (5 - 8) * 8 * 0.25 * 3,
};`,
  expected: { yHat: 5, w2: -3, delta: -12, w1: -36 },
  takeaway:
    "Each gradient is the number that comes into the weight, times the error of the unit that it leads to. All are negative: the prediction is too low, so each weight should grow.",
  otherwise:
    "First go forward: z, a and ŷ. Then go back: 2(ŷ − y) at the output; times a for w₂; times w₂ and times the slope a(1 − a) for δ; times x for w₁.",
  parts: {
    yHat: "Begin with the way forward: z = w₁x + b₁, then a = σ(z), which you know without a calculator, then ŷ = w₂a + b₂.",
    w2: "The slope at the output is 2(ŷ − y). The weight w₂ is multiplied by a, so multiply by a.",
    delta: "From the output, go back through w₂, and then through the sigmoid with its slope a(1 − a).",
    w1: "The gradient of a weight is its input times the error of the unit that it leads to. Multiply δ by x.",
  },
  hints: [
    "Go forward first. With z = 0 the sigmoid is one half, and its slope is a quarter.",
    "At the output the slope is 2(ŷ − y), which is negative here. For w₂ multiply it by a. For δ multiply it by w₂ and by a(1 − a).",
    "When you have δ, there is one factor left for w₁: the input that this weight is multiplied by, x = 3.",
  ],
  mistakes: [
    {
      answer: { yHat: 5, w2: -1.5, delta: -6, w1: -18 },
      why: "The factor 2 is missing: the slope of a square d² is 2d.",
    },
    {
      answer: { yHat: 5, w2: 3, delta: 12, w1: 36 },
      why: "All signs are turned. The difference is ŷ − y, prediction minus truth.",
    },
    {
      answer: { yHat: 5, w2: 5, delta: 20, w1: 60 },
      why: "You have taken 0 as the truth, as in the example. Here the truth is y = 8.",
    },
    {
      answer: { yHat: 1, w2: 0, delta: 0, w1: 0 },
      why: "You have taken 0 for σ(0). Put z = 0 into the formula: e to the power of 0 is 1.",
    },
    {
      answer: { yHat: 5, w2: -3, delta: -48, w1: -144 },
      why: "The way back through the sigmoid is missing: multiply by its slope a(1 − a).",
    },
    {
      answer: { yHat: 5, w2: -3, delta: -24, w1: -72 },
      why: "You multiply by a on the way through the sigmoid. Its slope is a(1 − a).",
    },
    {
      answer: { yHat: 5, w2: -3, delta: -1.5, w1: -4.5 },
      why: "The way back through w₂ is missing. A nudge of a reaches the prediction w₂ times as large.",
    },
    {
      answer: { yHat: 5, w2: -48, delta: -12, w1: -36 },
      why: "The weight w₂ is multiplied by a on the way forward, so its gradient has the factor a, not w₂.",
    },
    {
      answer: { yHat: 5, w2: -3, delta: -12, w1: -12 },
      why: "The last factor is missing: the gradient of w₁ is its input x times δ. (The gradient of the bias b₁ is δ itself.)",
    },
  ],
  equivalents: [{ yHat: 1 + 8 / 2, w2: (5 - 8) * 2 * 0.5, delta: -6 * 2, w1: 3 * -12 }],
});

type HiddenDelta = (deltaNext: number[], w: number[][], a: number[]) => number[];

/** What reaches each unit of a hidden layer from the layer above, before the slope. */
const carried = (deltaNext: readonly number[], w: readonly (readonly number[])[]): number[] =>
  w.map((row) => dot(row, deltaNext));

/** Carrying the error one layer back, through sigmoids: judged on layers of all sizes. */
const hiddenDeltaOfAnySize = functionProblem<Parameters<HiddenDelta>, number[]>({
  id: "05-mlp/hidden-delta",
  variable: "hiddenDelta",
  takeaway:
    "You have written the heart of backpropagation: back through the same weights, add up, and multiply by the slope.",
  otherwise:
    "For each hidden unit j: add w[j][k] * deltaNext[k] over all k, then multiply by a[j] * (1 - a[j]). The list that you return has one number for each hidden unit.",
  hints: [
    "A hidden unit has a share in the error of every unit that it feeds. Row j of w holds the weights that leave unit j.",
    "For each unit j start with let sum = 0; and add w[j][k] * deltaNext[k] for each k in an inner loop.",
    "After the inner loop one factor is left, the slope of the sigmoid at unit j, written with its output a[j]. Push the product to the list of results.",
  ],
  stub: `function hiddenDelta(deltaNext: number[], w: number[][], a: number[]): number[] {
  return todo;
}`,
  solution: `function hiddenDelta(deltaNext: number[], w: number[][], a: number[]): number[] {
  const delta: number[] = [];
  for (let j = 0; j < a.length; j++) {
    let sum = 0;
    for (let k = 0; k < deltaNext.length; k++) {
      sum += w[j][k] * deltaNext[k];
    }
    delta.push(sum * a[j] * (1 - a[j]));
  }
  return delta;
}`,
  reference: (deltaNext, w, a) => carried(deltaNext, w).map((error, j) => error * slope(a[j] ?? 0)),
  cases: [
    [[2, 1], [[4, -2]], [0.5]],
    [
      [1, -1],
      [
        [1, 2],
        [3, 4],
      ],
      [0.5, 0.25],
    ],
    [[2], [[4], [-2]], [0.5, 0.5]],
    [
      [1, -1],
      [
        [1, 2],
        [3, 4],
        [5, 7],
      ],
      [0.8, 0.5, 0.1],
    ],
    [[0, 0], [[1, 2]], [0.3]],
    [[-3], [[-4]], [0.9]],
  ],
  fuzz: (random) => {
    const [units, next] = [random.integer(1, 5), random.integer(1, 5)];
    const list = (n: number) => Array.from({ length: n }, () => random.uniform(-2, 2));
    return [
      list(next),
      Array.from({ length: units }, () => list(next)),
      Array.from({ length: units }, () => random.uniform(0.02, 0.98)),
    ];
  },
  mayChangeInput: false,
  mistakes: [
    {
      answer: (deltaNext, w) => carried(deltaNext, w),
      why: "The slope of the sigmoid is missing: multiply each sum by a[j] * (1 - a[j]).",
    },
    {
      answer: (deltaNext, w, a) => carried(deltaNext, w).map((error, j) => error * (a[j] ?? 0)),
      why: "You multiply by the output a[j]. The slope of the sigmoid is a[j] * (1 - a[j]).",
    },
    {
      answer: (deltaNext, w, a) => carried(deltaNext, w).map((error, j) => error * slope(sigmoid(a[j] ?? 0))),
      why: "You apply the sigmoid to a once more. The list a already holds outputs, so the slope is a[j] * (1 - a[j]).",
    },
    {
      answer: (deltaNext, w, a) =>
        w.map(
          (row, j) => row.reduce((sum, weight) => sum + weight * (deltaNext[0] ?? 0), 0) * slope(a[j] ?? 0),
        ),
      why: "You use the error of the first unit for every weight. The weight w[j][k] leads to unit k, so it carries deltaNext[k].",
    },
    {
      answer: (deltaNext, w, a) => a.map((value) => dot(w[0] ?? [], deltaNext) * slope(value)),
      why: "You use row w[0] for every unit. The weights that leave unit j stand in row w[j].",
    },
    {
      answer: (deltaNext, w, a) => w.map((row, j) => (row[0] ?? 0) * (deltaNext[0] ?? 0) * slope(a[j] ?? 0)),
      why: "Only the first unit of the next layer is counted. Add the shares of all of them.",
    },
    {
      answer: (deltaNext, w, a) =>
        w.map((row, j) => row.reduce((sum, _, k) => sum + (deltaNext[k] ?? 0), 0) * slope(a[j] ?? 0)),
      why: "The weights are missing: the error goes back through the same weights as the numbers went forward.",
    },
    {
      answer: (deltaNext, w, a) =>
        w.map(
          (row, j) =>
            a.reduce((sum, _, k) => sum + Number(row[k]) * Number(deltaNext[k]), 0) * slope(a[j] ?? 0),
        ),
      why: "Your inner loop counts hidden units. It runs over the units of the next layer, so k stays below deltaNext.length.",
    },
    {
      answer: (deltaNext, w, a) => carried(deltaNext, w).map((error, j) => error * (1 - (a[j] ?? 0))),
      why: "You multiply by 1 - a[j] alone. The slope of the sigmoid is a[j] * (1 - a[j]).",
    },
    {
      answer: (deltaNext, w, a) => carried(deltaNext, w).map((error, j) => error * (a[j] ?? 0) - (a[j] ?? 0)),
      why: "Brackets are missing: sum * a[j] * 1 - a[j] subtracts a[j] from the product. The slope is a[j] * (1 - a[j]).",
    },
    {
      answer: (deltaNext, w, a) => carried(deltaNext, w).map((error, j) => error * (1 - (a[j] ?? 0) ** 2)),
      why: "You multiply by the slope of tanh, from lesson 04. The slope of the sigmoid is a[j] * (1 - a[j]).",
    },
    {
      answer: (deltaNext, w, a) =>
        w.map((row, j) => Number(row.at(-1)) * Number(deltaNext.at(-1)) * slope(a[j] ?? 0)),
      why: "Only the last unit of the next layer is counted. Add each share to the sum with +=; a plain = throws away what was there.",
    },
    {
      answer: (deltaNext, w, a) => [(carried(deltaNext, w)[0] ?? 0) * slope(a[0] ?? 0)],
      why: "You return the error of the first hidden unit alone. Does return stand inside the outer loop? It must come after it.",
    },
    {
      answer: (_deltaNext, _w, a) => a.map(() => NaN),
      why: "Your errors are NaN, “not a number”. Most often the inner loop reads one place too many: k stays below deltaNext.length.",
    },
    {
      answer: (deltaNext, w, a) => {
        let sum = 0;
        return carried(deltaNext, w).map((error, j) => (sum += error) * slope(a[j] ?? 0));
      },
      why: "Your sum still holds the shares of the units before. Let it start at 0 anew for each unit j, inside the outer loop.",
    },
    {
      answer: (deltaNext, w, a) =>
        w.flatMap((row, j) => row.map((weight, k) => weight * (deltaNext[k] ?? 0) * slope(a[j] ?? 0))),
      why: "You return a number for every weight. Each hidden unit has one error: push it after the inner loop, when the sum is complete.",
    },
  ],
  equivalents: [
    (deltaNext, w, a) => {
      const result = a.map(() => 0);
      for (let k = 0; k < deltaNext.length; k++)
        for (let j = 0; j < a.length; j++)
          result[j] = (result[j] ?? 0) + slope(a[j] ?? 0) * (w[j]?.[k] ?? 0) * (deltaNext[k] ?? 0);
      return result;
    },
    (deltaNext, w, a) =>
      w.map(
        (row, j) =>
          ((a[j] ?? 0) - (a[j] ?? 0) ** 2) * row.reduce((sum, v, k) => sum + v * (deltaNext[k] ?? 0), 0),
      ),
  ],
});

/** As many hidden units as units above them, so that both orders of the indices find a number. */
const SQUARE: Parameters<HiddenDelta> = [
  [1, -1],
  [
    [1, 2],
    [3, 4],
  ],
  [0.5, 0.25],
];
const INDEX_ORDER =
  "You read w[k][j]. Row j of w belongs to hidden unit j, so the index j comes first: w[j][k], not w[k][j].";
const OUTSIDE =
  "Your code reads a place that is not in the lists. The table w has a row for each hidden unit and in each row a number for each unit of the next layer: read w[j][k] with j below a.length and k below deltaNext.length.";

/** Indices in the wrong order, as long as nothing is missing in the table. */
const turnedIndices: HiddenDelta = (deltaNext, w, a) =>
  a.map((output, j) => {
    let sum = 0;
    deltaNext.forEach((error, k) => (sum += Number((w[k] as number[])[j]) * error));
    return sum * slope(output);
  });

function whyTurned(answer: HiddenDelta): Finding | undefined {
  let received: unknown;
  try {
    received = answer(...structuredClone(SQUARE));
  } catch {
    return undefined;
  }
  if (firstDifference(received, turnedIndices(...SQUARE), { tolerance: 1e-6 })) return undefined;
  const call = "hiddenDelta([1, -1], [[1, 2], [3, 4]], [0.5, 0.25])";
  const expected = hiddenDeltaOfAnySize.spec.equivalents[0]?.(...SQUARE);
  return { actual: { [call]: received }, expected: { [call]: expected }, why: INDEX_ORDER };
}

/** The same, but an index in the wrong place is told, even where it leads out of the table. */
export const hiddenDelta = problem<HiddenDelta>({
  ...hiddenDeltaOfAnySize.spec,
  check: (answer) => {
    const turned = whyTurned(answer);
    if (turned) return turned;
    try {
      return hiddenDeltaOfAnySize.spec.check(answer);
    } catch (error) {
      const isOutside = error instanceof Error && /reading '(\d+|map|reduce|forEach)'/.test(error.message);
      if (!isOutside) throw error;
      return { actual: `${error.name}: ${error.message}`, why: OUTSIDE };
    }
  },
  mistakes: [
    ...hiddenDeltaOfAnySize.spec.mistakes,
    { answer: turnedIndices, says: /index j comes first: w\[j\]\[k\]/ },
    {
      answer: (deltaNext, w, a) =>
        deltaNext.map((error, j) => a.reduce((sum, _, k) => sum + Number((w[j] as number[])[k]) * error, 0)),
      says: /place that is not in the lists/,
    },
  ],
});

type Seen = { places: number[][]; output: Tlu };

/** The two hidden units of the statement: OR and AND. */
const OR_AND: readonly Tlu[] = [
  { w: [1, 1], b: -0.5 },
  { w: [1, 1], b: -1.5 },
];
const PLACES = CORNERS.map((x) => OR_AND.map((unit) => tlu(x, unit)));
/** The places without the one that two corners share. */
const DISTINCT_PLACES = [
  [0, 0],
  [1, 0],
  [1, 1],
];
const XOR_OUTPUT = { w: [1, -1], b: -0.5 };

/** Typical wrong places. */
const WRONG_PLACES: readonly { places: number[][]; why: string }[] = [
  {
    places: CORNERS.map(([x1, x2]) => [x1, x2]),
    why: "These are the corners themselves. The output unit does not see the inputs: it sees what the two hidden units give there.",
  },
  {
    places: PLACES.map(([a1 = 0, a2 = 0]) => [a2, a1]),
    why: "The two numbers of each place are exchanged: a₁, the output of the first unit, comes first.",
  },
  {
    places: CORNERS.map((x) => OR_AND.map((unit) => weightedSum(x, unit))),
    why: "These are the sums of the hidden units. Each unit gives 1 if its sum is 0 or more, otherwise 0.",
  },
  {
    places: CORNERS.map((x) => OR_AND.map(({ w }) => tlu(x, { w, b: 0 }))),
    why: "Every corner lies at one place. The biases are missing: add b to each sum before you compare it with 0.",
  },
  {
    places: PLACES.map(([a1 = 0, a2 = 0]) => [a1, 1 - a2]),
    why: "The first numbers are right, but the second ones are all turned. In the first section the second unit was NAND; this one is another unit, so work out its sums.",
  },
  {
    places: PLACES.map((place) => place.map((a) => 1 - a)),
    why: "All numbers are turned. A unit gives 1 if its sum is 0 or more, otherwise 0.",
  },
];

function whyPlaces(places: readonly (readonly number[])[]): string {
  const typical = WRONG_PLACES.find((wrong) => !firstDifference(places, wrong.places));
  if (typical) return typical.why;
  const sorted = (rows: readonly (readonly number[])[]) => rows.map(String).sort();
  if (!firstDifference(sorted(places), sorted(PLACES)))
    return "These are the right places in another order. Give them in the order of the corners (0, 0), (0, 1), (1, 0), (1, 1).";
  const corner = PLACES.findIndex((place, i) => firstDifference(places[i], place));
  const which = places[corner]?.[0] === PLACES[corner]?.[0] ? "second" : "first";
  return `Look again at the corner (${CORNERS[corner]?.join(", ")}): add up x₁, x₂ and the bias of the ${which} hidden unit. The unit gives 1 if this sum is 0 or more, otherwise 0.`;
}

/** What the output unit does wrong, by its answers at (0, 0), (1, 0) and (1, 1). */
const WHY_OUTPUT: Readonly<Record<string, string>> = {
  "000":
    "The places are right, but the output unit never fires. It has to fire at the place that (0, 1) and (1, 0) share: there the sum is the first weight plus the bias.",
  "111":
    "The places are right, but the output unit always fires. At the place of the corner (0, 0) the sum is the bias alone, and there it must be below 0.",
  "011":
    "The places are right, but the output unit also fires for the corner (1, 1), so it computes OR. There the second hidden unit is on as well: its weight must be negative enough to bring the sum below 0.",
  "001":
    "The places are right, but the output unit fires for the corner (1, 1) alone, so it computes AND. The second hidden unit is on at this corner only: should its weight speak for firing, or against it?",
  "101":
    "The places are right, but this is the opposite of XOR. Turn the signs of both weights and of the bias, and remember that a sum of exactly 0 makes a unit fire.",
  "100":
    "The places are right, but the output unit fires for the corner (0, 0) alone. There the sum is the bias alone and must be below 0; where (0, 1) and (1, 0) lie, the first weight has to lift it to 0 or more.",
  "110":
    "The places are right, but the output unit also fires for the corner (0, 0). There the sum is the bias alone, and it must be below 0.",
};

function whyOutput(output: Tlu): string {
  const sums = DISTINCT_PLACES.map((place) => weightedSum(place, output));
  if (sums.map((sum) => Number(sum > 0)).join("") === "010")
    return "The places are right. At one of them the sum of your output unit is exactly 0, and a sum of 0 makes a unit fire. Lower the bias a little.";
  return WHY_OUTPUT[sums.map((sum) => Number(sum >= 0)).join("")] ?? "";
}

/** What the output unit of two steps sees, and a unit for XOR behind them. */
export const seenBy = problem<Seen>({
  id: "05-mlp/seen-by",
  variable: "seenBy",
  takeaway:
    "Two corners share a place, and so one line is enough for the output unit. The trained network has found the same way.",
  check: ({ places, output }) => {
    const isWide = (row: readonly number[]) => row.length === 2 && row.every(Number.isFinite);
    if (places.length !== CORNERS.length || !places.every(isWide))
      return {
        actual: places,
        why: "Give four places, one for each corner, with two numbers each: a₁ and a₂.",
      };
    if (!isWide(output.w) || !Number.isFinite(output.b))
      return {
        actual: output,
        why: "The output unit has two weights, one for a₁ and one for a₂, and one number as its bias.",
      };
    if (firstDifference(places, PLACES)) return { actual: places, why: whyPlaces(places) };
    const actual = PLACES.map((place) => tlu(place, output));
    return unlessClose(actual, [0, 1, 1, 0], {
      why: whyOutput(output),
      of: "outputs for (0, 0), (0, 1), (1, 0), (1, 1)",
    });
  },
  hints: [
    "For each corner work out two sums, x₁ + x₂ + b with the bias of each hidden unit. A unit gives 1 if its sum is 0 or more. Which gates of the first section do you recognise?",
    "Draw the places on paper. There are only three, since two corners share one. The output unit must fire at the shared place, and at neither of the other two.",
    "Where neither hidden unit is on, the sum is the bias: make it negative. The first weight has to lift the sum to 0 or more, and the second, which counts only where both are on, has to bring it below 0 again.",
  ],
  stub: `const seenBy: { places: number[][]; output: { w: number[]; b: number } } = {
  places: [
    [todo, todo],
    [todo, todo],
    [todo, todo],
    [todo, todo],
  ],
  output: { w: [todo, todo], b: todo },
};`,
  solution: `const seenBy: { places: number[][]; output: { w: number[]; b: number } } = {
  places: [
    [0, 0],
    [1, 0],
    [1, 0],
    [1, 1],
  ],
  output: { w: [1, -1], b: -0.5 },
};`,
  equivalents: [
    { places: PLACES, output: XOR_OUTPUT },
    { places: PLACES, output: { w: [1, -2], b: -0.5 } },
    { places: PLACES, output: { w: [1, -1], b: -1 } },
    { places: PLACES, output: { w: [0.2, -0.3], b: -0.1 } },
    { places: PLACES, output: { w: [30, -50], b: -2 } },
  ],
  mistakes: [
    ...WRONG_PLACES.map(({ places, why }) => {
      const says = new RegExp(why.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      return { answer: { places, output: XOR_OUTPUT }, says };
    }),
    ...[
      {
        places: [
          [0, 0],
          [1, 1],
          [1, 0],
          [1, 0],
        ],
        says: /right places in another order/,
      },
      {
        places: [
          [0, 0],
          [0, 0],
          [1, 0],
          [1, 1],
        ],
        says: /corner \(0, 1\)[^]*first hidden unit/,
      },
      {
        places: [
          [0, 0],
          [1, 0],
          [1, 1],
          [1, 1],
        ],
        says: /corner \(1, 0\)[^]*second hidden unit/,
      },
      { places: PLACES.slice(1), says: /four places/ },
      { places: PLACES.map(([a1 = 0]) => [a1]), says: /two numbers each/ },
    ].map(({ places, says }) => ({ answer: { places, output: XOR_OUTPUT }, says })),
    ...[
      { output: { w: [1, -1], b: 0 }, says: /exactly 0[^]*Lower the bias/ },
      { output: { w: [1, -2], b: 0 }, says: /exactly 0[^]*Lower the bias/ },
      { output: { w: [2, -1], b: -1 }, says: /exactly 0[^]*Lower the bias/ },
      { output: { w: [1, -1], b: -1.5 }, says: /never fires/ },
      { output: { w: [1, 1], b: 0 }, says: /always fires/ },
      { output: { w: [1, 1], b: -0.5 }, says: /also fires for the corner \(1, 1\)/ },
      { output: { w: [1, 1], b: -1.5 }, says: /computes AND/ },
      { output: { w: [-1, 1], b: 0.5 }, says: /opposite of XOR/ },
      { output: { w: [-1, -1], b: 0.5 }, says: /corner \(0, 0\) alone/ },
      { output: { w: [1, -2], b: 0.5 }, says: /also fires for the corner \(0, 0\)/ },
      { output: { w: [1], b: -0.5 }, says: /has two weights/ },
      { output: { w: [1, -1], b: NaN }, says: /one number as its bias/ },
    ].map(({ output, says }) => ({ answer: { places: PLACES, output }, says })),
  ],
});

type Shapes = { W1: number[]; Z1: number[]; delta2: number[]; gradientW2: number[]; parameters: number };

/** The shapes of a batch on its way through a network. */
export const mlpShapes = valueProblem<Shapes>({
  id: "05-mlp/shapes",
  variable: "mlpShapes",
  stub: `const mlpShapes: {
  W1: number[];
  Z1: number[];
  delta2: number[];
  gradientW2: number[];
  parameters: number;
} = { W1: todo, Z1: todo, delta2: todo, gradientW2: todo, parameters: todo };`,
  solution: `const mlpShapes: {
  W1: number[];
  Z1: number[];
  delta2: number[];
  gradientW2: number[];
  parameters: number;
} = { W1: [3, 4], Z1: [5, 4], delta2: [5, 2], gradientW2: [4, 2], parameters: 3 * 4 + 4 + 4 * 2 + 2 };`,
  expected: { W1: [3, 4], Z1: [5, 4], delta2: [5, 2], gradientW2: [4, 2], parameters: 26 },
  takeaway:
    "A table of outputs or errors has a row for each example; a table of weights has none, because all examples share the weights.",
  otherwise:
    "Outputs and errors: one row for each example, one column for each unit. Weights: one row for each input of the layer, one column for each of its units. A gradient has the shape of what it belongs to.",
  parts: {
    W1: "The weights of the hidden layer: one row for each of its inputs, one column for each of its units.",
    Z1: "The sums of the hidden layer: one row for each example, one column for each hidden unit.",
    delta2: "There is an error for each example and each output unit.",
    gradientW2: "There is one slope for each weight, so a gradient has the shape of its weights.",
    parameters: "Count the weights and the biases of both layers. Each unit has one bias.",
  },
  hints: [
    "Rows of X are examples, columns of X are inputs. What do the rows and the columns of a weight matrix stand for?",
    "X is [5, 3] and is multiplied by W₁ from the right: [5, 3] times [3, units] gives [5, units].",
    "A gradient has the shape of its weights, and the weights of the output layer lead from the hidden units to the output units. For the number of parameters add four numbers: the weights and the biases of each of the two layers.",
  ],
  mistakes: [
    {
      answer: { W1: [4, 3], Z1: [5, 4], delta2: [5, 2], gradientW2: [2, 4], parameters: 26 },
      why: "Your weight matrices are turned. In XW the rows of W belong to the inputs of the layer, its columns to the units.",
    },
    {
      answer: { W1: [3, 4], Z1: [5, 4], delta2: [5, 2], gradientW2: [4, 2], parameters: 20 },
      why: "All shapes are right. The biases are missing in the number of parameters: each unit has one.",
    },
    {
      answer: { W1: [3, 4], Z1: [5, 4], delta2: [2], gradientW2: [4, 2], parameters: 26 },
      why: "The error has a row for each example of the batch, as the outputs have.",
    },
    {
      answer: { W1: [3, 4], Z1: [4, 5], delta2: [2, 5], gradientW2: [4, 2], parameters: 26 },
      why: "Sums and errors are turned. As in X, the rows are the examples; the columns are the units.",
    },
    {
      answer: { W1: [3, 4], Z1: [4], delta2: [5, 2], gradientW2: [4, 2], parameters: 26 },
      why: "A sum is computed for each example, so Z₁ has a row for each of them.",
    },
    {
      answer: { W1: [3, 4], Z1: [5, 4], delta2: [5, 2], gradientW2: [5, 2], parameters: 26 },
      why: "The gradient of W₂ has the shape of W₂ itself: the examples are added up in it.",
    },
  ],
  equivalents: [
    { W1: [3, 4], Z1: [5, 4], delta2: [5, 2], gradientW2: [4, 2], parameters: (3 + 1) * 4 + (4 + 1) * 2 },
  ],
});

type Bump = { w1: number; w2: number; b: number };

/** Heights out of two steep sigmoids. */
export const bump = valueProblem<Bump>({
  id: "05-mlp/bump",
  variable: "bump",
  stub: "const bump: { w1: number; w2: number; b: number } = { w1: todo, w2: todo, b: todo };",
  solution: "const bump: { w1: number; w2: number; b: number } = { w1: 3 - 1, w2: 0.5 - 3, b: 1 };",
  expected: { w1: 2, w2: -2.5, b: 1 },
  takeaway:
    "The bias is the height on the left, and each output weight is the change of height at its step. With enough steps you can follow any curve.",
  otherwise:
    "Go from left to right. Where neither unit is on, only the bias is left. At each step the output changes by the weight of the unit that switches on.",
  parts: {
    b: "Far on the left both units give 0, so the output is the bias alone.",
    w1: "At x = 0.3 the first unit switches from 0 to 1, and the output changes by its weight. By how much must it change?",
    w2: "On the right both units are on, since the first one stays on. By how much must the second one change the output?",
  },
  hints: [
    "A steep sigmoid is almost a step: 0 on the left of its place, 1 on the right of it, and it stays on.",
    "Left of both steps the output is the bias. Each output weight is a change of height, with its sign.",
    "The bias is the left height. The first weight is the middle height minus the left one, the second the right height minus the middle one.",
  ],
  mistakes: [
    {
      answer: { w1: 3, w2: 0.5, b: 1 },
      why: "Those are the heights themselves. A weight is the change of height at its step, because everything on its left stays on.",
    },
    {
      answer: { w1: 2, w2: -0.5, b: 1 },
      why: "On the right both units are on, the first one as well, so the output there is the bias plus both weights.",
    },
    {
      answer: { w1: 2, w2: 2.5, b: 1 },
      why: "The second step leads down, so its weight is negative.",
    },
    {
      answer: { w1: 3, w2: -2.5, b: 0 },
      why: "On the left of both steps only the bias is left, and the height there is not 0.",
    },
  ],
  equivalents: [{ w1: 6 / 3, w2: -5 / 2, b: 3 - 2 }],
});

/** The exercises by name: `exercises.equalUnits.check(answer)`. */
export const exercises = {
  equalUnits,
  sigmoidUnit,
  chainGradients,
  hiddenDelta,
  seenBy,
  mlpShapes,
  bump,
};
