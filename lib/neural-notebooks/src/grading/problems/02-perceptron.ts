/** The exercises of lesson 02: NAND, the perceptron rule by hand and as code, a training loop, scaling, the margin, the pocket. */
import type { Random } from "../../core/random";
import type { Tlu } from "../../models/perceptron";
import { functionProblem, valueProblem } from "../problem-kinds";
import { problem } from "../problem";

/** A unit that may be built up. */
interface Unit {
  w: readonly number[];
  b: number;
}

const CORNERS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

function sumOf(x: readonly number[], { w, b }: Unit): number {
  return w.reduce((sum, weight, i) => sum + weight * (x[i] ?? 0), b);
}

/** As on the lesson's page. */
function fires(x: readonly number[], unit: Unit): number {
  return sumOf(x, unit) >= 0 ? 1 : 0;
}

/** The usual slip: a sum of exactly 0 does not count. */
function firesAboveZero(x: readonly number[], unit: Unit): number {
  return sumOf(x, unit) > 0 ? 1 : 0;
}

/** A threshold unit that computes NAND. */
export const nandUnit = problem<Tlu>({
  id: "02-perceptron/nand-unit",
  takeaway: "NAND is AND turned round: negative weights and a positive bias.",
  check: (unit) => {
    if (unit.w.length !== 2)
      return { actual: unit, expected: "two weights", why: "NAND has two inputs, so w needs two numbers." };
    const actual = CORNERS.map((x) => fires(x, unit));
    const expected = [1, 1, 1, 0];
    const wrong = CORNERS.findIndex((_, i) => actual[i] !== expected[i]);
    if (wrong < 0) return undefined;
    const corner = `(${CORNERS[wrong]?.join(", ")})`;
    return {
      actual: { [corner]: actual[wrong] },
      expected: { [corner]: expected[wrong] },
      why: whyNand(actual),
    };
  },
  hints: [
    "Without any input, NAND is 1. What does that say about the bias?",
    "Each input has to pull the sum down: one alone not below zero, both together below zero.",
    "With w = (−1, −1) the sums are b, b − 1, b − 1 and b − 2. Which of them have to be negative, and which not?",
  ],
  stub: "const nandUnit: Tlu = { w: [todo, todo], b: todo };",
  solution: "const nandUnit: Tlu = { w: [-1, -1], b: 1.5 };",
  variable: "nandUnit",
  equivalents: [
    { w: [-2, -1], b: 2 },
    { w: [-10, -10], b: 10.001 },
    { w: [-1, -1], b: 1 },
  ],
  mistakes: [
    { answer: { w: [1, 1], b: -1.5 }, says: /This is AND/ },
    { answer: { w: [-1, -1], b: 0.5 }, says: /NOR/ },
    { answer: { w: [1, 1], b: -0.5 }, says: /This is OR/ },
    { answer: { w: [-1, -1], b: 2 }, says: /fires at 0/ },
    { answer: { w: [-1, 0], b: 0.5 }, says: /four corners/ },
  ],
});

function whyNand(actual: readonly number[]): string {
  const truth = actual.join("");
  if (truth === "0001") return "This is AND. NAND is its opposite: turn all signs round.";
  if (truth === "1000") return "This is NOR: one input alone already silences it. Raise the bias.";
  if (truth === "0111") return "This is OR.";
  if (truth === "1111")
    return "It fires for all four. Note that the unit fires at 0, too, so the sum for (1, 1) must be below 0.";
  return "Write down the sum for each of the four corners; three must be 0 or more, the last below 0.";
}

/** One step of the perceptron rule on paper: w = (1, −1), b = 0, η = 0.5, x = (2, −1), y = 0. */
export const afterStep = valueProblem<{ w1: number; w2: number; b: number }>({
  id: "02-perceptron/after-step",
  variable: "afterStep",
  stub: "const afterStep: { w1: number; w2: number; b: number } = { w1: todo, w2: todo, b: todo };",
  solution:
    "const afterStep: { w1: number; w2: number; b: number } = { w1: 1 - 0.5 * 2, w2: -1 - 0.5 * -1, b: 0 - 0.5 };",
  expected: { w1: 0, w2: -0.5, b: -0.5 },
  takeaway:
    "The unit fired and should not have, so the weights move away from the input, and the bias falls.",
  otherwise:
    "Compute z, then the prediction, then the error y − ŷ. Each number moves by η times the error times its input.",
  parts: {
    w1: "The first weight moves by η times the error times the first input.",
    w2: "The second weight moves by η times the error times the second input, which is negative.",
    b: "The bias moves as well: by η times the error, as if its input were always 1.",
  },
  hints: [
    "First the prediction: is z = 1 · 2 + (−1) · (−1) + 0 negative?",
    "It is not, so the unit fires where 0 is wanted. What is the error y − ŷ?",
    "The error is −1. Each weight loses half of its input, and the bias loses half.",
  ],
  mistakes: [
    {
      answer: { w1: 2, w2: -1.5, b: 0.5 },
      why: "The sign is the wrong way round: the error is y − ŷ, the target minus the prediction.",
    },
    {
      answer: { w1: -1, w2: 0, b: -1 },
      why: "The learning rate is missing: each number moves by η times the error times its input.",
    },
    { answer: { w1: 0, w2: -0.5, b: 0 }, why: "The weights are right; the bias moves in the same step." },
    {
      answer: { w1: 1, w2: -1, b: 0 },
      why: "This is the unit as it was. It fires where 0 is wanted, so it has to change.",
    },
    {
      answer: { w1: 0, w2: -1.5, b: -0.5 },
      why: "The first weight and the bias are right. The second input is negative, and losing a part of a negative number raises the weight.",
    },
    {
      answer: { w1: -2, w2: 0.5, b: -1.5 },
      why: "You subtract the weighted sum z, which is 3. The error takes the prediction ŷ away from y, and ŷ is 0 or 1.",
    },
    {
      answer: { w1: 0.5, w2: -1.5, b: -0.5 },
      why: "The bias is right. Each weight moves by its own input as well: multiply η times the error by that input.",
    },
  ],
  equivalents: [{ w1: 1 - 0.5 * 2, w2: -1 + 0.5, b: -1 / 2 }],
});

type LearnArgs = [unit: Tlu, x: number[], y: number];

/** A unit moved by a share of an example. */
function moved(unit: Tlu, x: readonly number[], error: number): Tlu {
  return { w: unit.w.map((w, i) => w + error * (x[i] ?? 0)), b: unit.b + error };
}

function randomExample(random: Random): LearnArgs {
  const inputs = random.integer(1, 6);
  const number = (): number => (random.chance(0.2) ? 0 : random.uniform(-5, 5));
  const w = Array.from({ length: inputs }, number);
  return [{ w, b: number() }, Array.from({ length: inputs }, number), random.integer(0, 2)];
}

/** The perceptron rule as code. */
export const learn = functionProblem<LearnArgs, Tlu>({
  id: "02-perceptron/learn",
  variable: "learn",
  stub: "function learn(unit: Tlu, x: number[], y: number): Tlu {\n  return todo;\n}",
  solution: `function learn(unit: Tlu, x: number[], y: number): Tlu {
  const error = y - fires(x, unit);
  const w: number[] = [];
  for (let i = 0; i < x.length; i++) {
    w.push(unit.w[i] + error * x[i]);
  }
  return { w, b: unit.b + error };
}`,
  uses: { fires },
  reference: (unit, x, y) => moved(unit, x, y - fires(x, unit)),
  // Silent wrongly; right; fires wrongly; right and silent; one input; three inputs; a sum of exactly 0.
  cases: [
    [{ w: [0, 0], b: -1 }, [0, 1], 1],
    [{ w: [1, 1], b: -1.5 }, [1, 1], 1],
    [{ w: [0, 0], b: 0 }, [2, 3], 0],
    [{ w: [-1, 2], b: -3 }, [4, 1], 0],
    [{ w: [2], b: -1 }, [3], 0],
    [{ w: [-1, 0, 0], b: -1 }, [1, 2, 4], 1],
    [{ w: [1, -1], b: 0 }, [2, 2], 0],
  ],
  fuzz: randomExample,
  mayChangeInput: false,
  show: ({ w, b }, x, y) => `learn({ w: [${w.join(", ")}], b: ${b} }, [${x.join(", ")}], ${y})`,
  takeaway: "Right predictions change nothing, since the error is then 0. You need no if for that.",
  otherwise:
    "First the error, y minus fires(x, unit). Then each new weight is the old one plus the error times its input, and the new bias is the old one plus the error.",
  hints: [
    "fires(x, unit) is the prediction. What is the error?",
    "const error = y - fires(x, unit); then each weight gets error times its own input, and the bias gets the error.",
    "In a loop over i: w.push(unit.w[i] + error * x[i]); after it: return { w, b: unit.b + error };",
  ],
  mistakes: [
    {
      answer: (unit, x, y) => moved(unit, x, fires(x, unit) - y),
      why: "The sign is the wrong way round: the error is the target minus the prediction.",
    },
    {
      answer: (unit, x, y) => ({ ...moved(unit, x, y - fires(x, unit)), b: unit.b }),
      why: "The weights are right, but the bias never moves. It changes by the error in the same step.",
    },
    {
      answer: (unit, x, y) => moved(unit, x, y === 1 ? 1 : -1),
      why: "A right prediction must change nothing. Use the error y − ŷ, which is 0 then.",
    },
    {
      answer: (unit, x, y) => {
        const error = y - fires(x, unit);
        const at = (i: number): number => (unit.w[i] ?? NaN) + error * (x[i] ?? NaN);
        return { w: [at(0), at(1)], b: unit.b + error };
      },
      why: "You compute two weights. There may be one input, or three: use a loop over x.",
    },
    {
      answer: (unit, x, y) => moved(unit, x, y),
      why: "You move by the target. Use the error, which is the target minus the prediction.",
    },
    {
      answer: (unit, x, y) => moved(unit, x, y - firesAboveZero(x, unit)),
      why: "The unit fires at a sum of exactly 0, too. Let fires(x, unit) make the prediction.",
    },
    {
      answer: (unit, x, y) => moved(unit, x, y - sumOf(x, unit)),
      why: "You subtract the weighted sum. The prediction is fires(x, unit), which is 0 or 1.",
    },
    {
      answer: (unit, x, y) => moved(unit, x, Math.abs(y - fires(x, unit))),
      why: "The error has lost its sign: a unit that fires wrongly has to move the other way.",
    },
    {
      answer: (unit, x, y) => {
        const error = y - fires(x, unit);
        return { w: unit.w.map((w) => w + error), b: unit.b + error };
      },
      why: "Each weight moves by the error times its own input; you have left the input out.",
    },
  ],
  equivalents: [
    (unit, x, y) => {
      const fired = sumOf(x, unit) >= 0;
      if (fired === (y === 1)) return { w: [...unit.w], b: unit.b };
      return moved(unit, x, fired ? -1 : 1);
    },
    (unit, x, y) => {
      const w: number[] = [];
      for (const i of x.keys()) w[i] = (y - fires(x, unit)) * (x[i] ?? 0) + (unit.w[i] ?? 0);
      return { b: unit.b - fires(x, unit) + y, w };
    },
  ],
});

function mistakesOf(unit: Tlu, [x, y]: [x: number[][], y: number[]], fire = fires): number {
  return x.filter((row, i) => fire(row, unit) !== y[i]).length;
}

const corners = (): number[][] => CORNERS.map((corner) => [...corner]);

function randomRows(random: Random, least = 0): [x: number[][], y: number[]] {
  const count = random.integer(least, 12);
  const number = (): number => random.integer(-3, 4);
  return [
    Array.from({ length: count }, () => [number(), number()]),
    Array.from({ length: count }, () => random.integer(0, 2)),
  ];
}

function randomUnit(random: Random): Tlu {
  const number = (): number => random.integer(-3, 4);
  return { w: [number(), number()], b: number() };
}

type TrainArgs = [x: number[][], y: number[], epochs: number];

/** As on the lesson's page: the learner's rule once it is right. */
function step(unit: Tlu, x: readonly number[], y: number): Tlu {
  return moved(unit, x, y - fires(x, unit));
}

function zeros(x: readonly number[][]): Tlu {
  return { w: (x[0] ?? []).map(() => 0), b: 0 };
}

function trained([x, y, epochs]: TrainArgs, { from = zeros(x), rule = step } = {}): Tlu {
  let unit = from;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const [i, row] of x.entries()) unit = rule(unit, row, y[i] ?? 0);
  }
  return unit;
}

/** One update an epoch: the steps of all rows, each computed with the unit at the epoch's beginning, added up. */
function trainedByEpoch([x, y, epochs]: TrainArgs): Tlu {
  let unit = zeros(x);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const before = unit;
    for (const [i, row] of x.entries()) unit = moved(unit, row, (y[i] ?? 0) - fires(row, before));
  }
  return unit;
}

/** The loop over epochs and rows. */
export const train = functionProblem<TrainArgs, Tlu>({
  id: "02-perceptron/train",
  variable: "train",
  stub: "function train(x: number[][], y: number[], epochs: number): Tlu {\n  return todo;\n}",
  solution: `function train(x: number[][], y: number[], epochs: number): Tlu {
  const w: number[] = [];
  for (let j = 0; j < x[0].length; j++) {
    w.push(0);
  }
  let unit: Tlu = { w, b: 0 };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (let i = 0; i < x.length; i++) {
      unit = step(unit, x[i], y[i]);
    }
  }
  return unit;
}`,
  uses: { fires, step },
  reference: (...args) => trained(args),
  // OR for one epoch, and until it is learned; XOR, which never is; one input; three inputs; one row; no epoch.
  cases: [
    [corners(), [0, 1, 1, 1], 1],
    [corners(), [0, 1, 1, 1], 4],
    [corners(), [0, 1, 1, 0], 7],
    [[[3], [-2], [5], [1]], [1, 0, 1, 0], 3],
    [
      [
        [1, 2, -4],
        [0, 3, 1],
        [2, -1, 2],
      ],
      [1, 0, 1],
      2,
    ],
    [[[2, -3]], [0], 3],
    [corners(), [0, 1, 1, 1], 0],
  ],
  fuzz: (random) => [...randomRows(random, 1), random.integer(0, 6)],
  mayChangeInput: true,
  show: (x, y, epochs) =>
    `train([${x.map((row) => `[${row.join(", ")}]`).join(", ")}], [${y.join(", ")}], ${epochs})`,
  takeaway: "Two loops and a rule that corrects mistakes: this is a whole training program.",
  otherwise:
    "Begin with zeros. Inside a loop over the epochs stands a loop over the rows, and each row puts a new unit in the place of the old one.",
  hints: [
    "You need two loops, one inside the other. Which one is outside: epochs or rows?",
    "Before the loops: let unit: Tlu = { w: …, b: 0 }; with one zero for each number in x[0].",
    "Inside both loops: unit = step(unit, x[i], y[i]); and after both of them: return unit;",
  ],
  mistakes: [
    {
      answer: (x) => zeros(x),
      why: "This is the unit with which training begins. step returns a new unit: put it in the place of the old one, unit = step(…).",
    },
    {
      answer: (x, y, epochs) => trained([x, y, Math.min(epochs, 1)]),
      why: "This is the unit after a single epoch. Does return, or the unit of zeros, stand inside the loop over the epochs? Both belong outside.",
    },
    {
      answer: (x, y, epochs) => trained([x, y, Math.max(epochs - 1, 0)]),
      why: "This is one epoch too few. Look at the ends of the loop over the epochs.",
    },
    {
      answer: (x, y, epochs) => trained([x, y, epochs + 1]),
      why: "This is one epoch too many. Look at the ends of the loop over the epochs.",
    },
    {
      answer: (x, y, epochs) => trained([x.slice(0, 1), y, epochs], { from: zeros(x) }),
      why: "Only the first row is shown. Does return stand inside the loop over the rows?",
    },
    {
      answer: (x, y, epochs) => trained([x.slice(0, -1), y, epochs], { from: zeros(x) }),
      why: "The last row is never shown. Look at the ends of the loop over the rows.",
    },
    {
      answer: (x, y, epochs) => trained([x, y, epochs], { from: { w: zeros(x).w.map(() => 1), b: 0 } }),
      why: "Training begins with weights of 0, not of 1.",
    },
    {
      answer: (x, y, epochs) => trained([x, y, epochs], { from: { w: [0, 0], b: 0 } }),
      why: "You begin with two weights. A row may hold one number, or three: make one zero for each number in x[0].",
    },
    {
      answer: (x, y, epochs) => {
        let unit = zeros(x);
        for (const [i, row] of x.entries()) {
          for (let epoch = 0; epoch < epochs; epoch++) unit = step(unit, row, y[i] ?? 0);
        }
        return unit;
      },
      why: "Each row is shown again and again before the next one comes. The loop over the epochs belongs outside, the loop over the rows inside.",
    },
    {
      answer: (...args) => trainedByEpoch(args),
      why: "All rows of an epoch are judged with the unit from its beginning. Each row must meet the unit that the row before it has left.",
    },
    {
      answer: (...args) =>
        trained(args, { rule: (unit, row, y) => moved(unit, row, y - firesAboveZero(row, unit)) }),
      why: "The unit fires at a sum of exactly 0, too. Let step(unit, x[i], y[i]) do the update.",
    },
  ],
  equivalents: [
    (x, y, epochs) => {
      let unit: Tlu = { w: (x[0] ?? []).map(() => 0), b: 0 };
      for (let epoch = 0; epoch < epochs; epoch++) {
        let mistakes = 0;
        x.forEach((row, i) => {
          if (fires(row, unit) === y[i]) return;
          mistakes++;
          unit = moved(unit, row, y[i] === 1 ? 1 : -1);
        });
        if (mistakes === 0) break;
      }
      return unit;
    },
    (x, y, epochs) => {
      const [w, state] = [(x[0] ?? []).map(() => 0), { b: 0 }];
      for (let shown = 0; shown < epochs * x.length; shown++) {
        const row = x[shown % x.length] ?? [];
        const error = (y[shown % x.length] ?? 0) - fires(row, { w, b: state.b });
        row.forEach((value, j) => (w[j] = (w[j] ?? 0) + error * value));
        state.b += error;
      }
      return { w, b: state.b };
    },
  ],
});

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Values with another divisor in place of the standard deviation, and another origin in place of the mean. */
function shifted(
  values: readonly number[],
  { origin = meanOf(values), divisor = deviationOf(values) },
): number[] {
  return values.map((value) => (value - origin) / divisor);
}

function deviationOf(values: readonly number[], { divisor = values.length } = {}): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / divisor);
}

/** Centring and scaling a column. */
export const standardise = functionProblem<[number[]], number[]>({
  id: "02-perceptron/standardise",
  variable: "standardise",
  stub: "function standardise(values: number[]): number[] {\n  return todo;\n}",
  solution: `function standardise(values: number[]): number[] {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;

  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / values.length);

  return values.map((value) => (value - mean) / deviation);
}`,
  reference: (values) => shifted(values, {}),
  cases: [[[2, 4, 6, 8]], [[0, 10]], [[-5, -5, 1]], [[0, 0, 0, 3]], [[200, 201, 199.5, 203, 190]]],
  fuzz: (random) => [
    Array.from({ length: random.integer(2, 12) }, () => random.uniform(-50, 250)).map((value, i) =>
      i > 1 && random.chance(0.1) ? 0 : value,
    ),
  ],
  mayChangeInput: false,
  takeaway: "The new list has the mean 0 and the standard deviation 1, whatever the unit of the old one was.",
  otherwise:
    "Three steps: the mean; the square root of the mean of (value − mean)²; then (value − mean) / deviation for each value.",
  hints: [
    "You need two loops before you can compute the first new number. What does each of them find?",
    "First the mean. Then add up (value - mean) ** 2, divide by values.length and take Math.sqrt.",
    "In the end: return values.map((value) => (value - mean) / deviation);",
  ],
  mistakes: [
    {
      answer: (v) => shifted(v, { divisor: 1 }),
      why: "This is centred, but not scaled. Divide by the standard deviation as well.",
    },
    {
      answer: (v) => shifted(v, { origin: 0 }),
      why: "This is scaled, but not centred. Subtract the mean first.",
    },
    {
      answer: (v) => shifted(v, { divisor: deviationOf(v) ** 2 }),
      why: "You divide by the mean of the squares. The standard deviation is its square root.",
    },
    {
      answer: (v) => shifted(v, { divisor: deviationOf(v, { divisor: 1 }) }),
      why: "You take the root of the sum. Divide the sum of the squares by the number of values first.",
    },
    {
      answer: (v) => shifted(v, { divisor: deviationOf(v, { divisor: 1 }) / v.length }),
      why: "You divide by the number of values after the root. Divide first, and then take the root of the mean.",
    },
    {
      answer: (v) => shifted(v, { divisor: deviationOf(v, { divisor: v.length - 1 }) }),
      why: "You divide the squares by their number minus one, as some statistics books do. Here it is the mean, so divide by values.length.",
    },
    {
      answer: (v) => shifted(v, { divisor: meanOf(v.map((value) => Math.abs(value - meanOf(v)))) }),
      why: "You divide by the mean distance. The standard deviation squares the distances first and takes the root of their mean.",
    },
    {
      answer: (v) => v.map((value) => value - meanOf(v) / deviationOf(v)),
      why: "Brackets are missing: (value - mean) / deviation. Without them only the mean is divided.",
    },
    {
      answer: (v) => v.map((value) => (value - Math.min(...v)) / (Math.max(...v) - Math.min(...v))),
      why: "This squeezes the values between 0 and 1. That is another kind of scaling; here the mean becomes 0.",
    },
  ],
  equivalents: [
    (values) => {
      const mean = values.reduce((a, b) => a + b) / values.length;
      const variance = values.map((v) => v * v).reduce((a, b) => a + b) / values.length - mean ** 2;
      return values.map((v) => (v - mean) / variance ** 0.5);
    },
  ],
  // The other formula for the variance loses some digits.
  tolerance: 1e-5,
});

/** A margin on paper: sums −5, 8 and 3 over a length of 5. */
export const marginByHand = valueProblem<number>({
  id: "02-perceptron/margin-by-hand",
  variable: "marginByHand",
  stub: "const marginByHand: number = todo;",
  solution: "const marginByHand: number = 3 / 5;",
  expected: 0.6,
  takeaway:
    "The nearest example decides. Divided by the length of the weights, its sum becomes a distance in the units of x.",
  otherwise:
    "Compute z for each of the three examples. Which is nearest to zero? Divide it, without its sign, by the length of the weights.",
  hints: [
    "Compute the three sums first. For (0, 0) it is the bias alone.",
    "The length of the weights is √(3² + 4²). Divide each sum, without its sign, by it.",
    "The margin is the smallest of the three distances.",
  ],
  mistakes: [
    { answer: 3, why: "This is the smallest sum. Divide it by the length of the weights to get a distance." },
    { answer: 1, why: "This is the distance of (0, 0). Another example is nearer." },
    {
      answer: 1.6,
      why: "This is the distance of (3, 1), which is the farthest. The margin belongs to the nearest.",
    },
    {
      answer: 3 / 7,
      why: "You have divided by the sum of the weights. Their length is the root of the sum of the squares.",
    },
    { answer: 0.12, why: "You have forgotten the root: the length is √25, not 25." },
    {
      answer: -1,
      why: "A distance has no sign: drop the minus of the sum. And look for the nearest of the three.",
    },
    { answer: -0.6, why: "A distance has no sign: drop the minus." },
    { answer: 0, why: "Does each of your sums contain the bias? For (0, 0) the sum is the bias alone." },
  ],
  equivalents: [3 / Math.hypot(3, 4)],
});

type PocketArgs = [units: Tlu[], x: number[][], y: number[]];

/** The unit at a place that a comparison chooses: the first one that no earlier one beats. */
function chosen(
  [units, ...rows]: PocketArgs,
  beats: (mine: number, best: number) => boolean,
  fire = fires,
): Tlu {
  let best = 0;
  const counts = units.map((unit) => mistakesOf(unit, rows, fire));
  counts.forEach((count, i) => {
    if (beats(count, counts[best] ?? NaN)) best = i;
  });
  return units[best] as Tlu;
}

/** Keeping the best unit that came up. */
export const pocket = functionProblem<PocketArgs, Tlu>({
  id: "02-perceptron/pocket",
  variable: "pocket",
  stub: "function pocket(units: Tlu[], x: number[][], y: number[]): Tlu {\n  return todo;\n}",
  solution: `function pocket(units: Tlu[], x: number[][], y: number[]): Tlu {
  let best = units[0];
  let fewest = Infinity;
  for (const unit of units) {
    let mistakes = 0;
    for (let i = 0; i < x.length; i++) {
      if (fires(x[i], unit) !== y[i]) mistakes++;
    }
    if (mistakes < fewest) {
      best = unit;
      fewest = mistakes;
    }
  }
  return best;
}`,
  uses: { fires },
  reference: (...args) => chosen(args, (mine, best) => mine < best),
  // Mistakes on XOR: 2, 1, 3, 1, so the second and the fourth are equally good. One unit; no row; all equal.
  cases: [
    [
      [
        { w: [0, 0], b: 1 },
        { w: [1, 1], b: -0.5 },
        { w: [1, 1], b: -2.5 },
        { w: [-1, -1], b: 1.5 },
      ],
      corners(),
      [0, 1, 1, 0],
    ],
    [[{ w: [1, 1], b: -0.5 }], corners(), [1, 0, 0, 0]],
    [
      [
        { w: [1], b: 2 },
        { w: [3], b: 4 },
      ],
      [],
      [],
    ],
    [
      [
        { w: [5], b: -1 },
        { w: [1], b: -1 },
        { w: [1], b: 0 },
      ],
      [[1], [0]],
      [1, 0],
    ],
  ],
  fuzz: (random) => {
    const units = Array.from({ length: random.integer(1, 7) }, () => randomUnit(random));
    return [units, ...randomRows(random, 1)];
  },
  mayChangeInput: true,
  show: (units, x, y) =>
    `pocket of ${units.length} ${units.length === 1 ? "unit" : "units"} with ${x.map((row, i) => `(${row.join(", ")}) → ${y[i]}`).join(", ") || "no examples"}`,
  takeaway: "The pocket makes the perceptron rule useful where no line separates the classes.",
  otherwise:
    "Keep the best unit so far and its number of mistakes. Replace both when a unit has fewer mistakes.",
  hints: [
    "Keep two things while you go through the units: the best one so far, and how many mistakes it makes.",
    "Start with let best = units[0]; let fewest = Infinity; any number of mistakes is fewer than that.",
    "In a loop over the units, count the mistakes; if (mistakes < fewest) { best = unit; fewest = mistakes; }",
  ],
  mistakes: [
    {
      answer: (...args) => chosen(args, (mine, best) => mine <= best),
      why: "Of equally good units you return the last. Use < instead of <=, so that only a better one takes its place.",
    },
    {
      answer: (...args) => chosen(args, (mine, best) => mine > best),
      why: "You keep the unit with the most mistakes. Turn the comparison round; or have you counted the right answers?",
    },
    {
      answer: (units) => units.at(-1) as Tlu,
      why: "This is the last unit, whatever its mistakes. Do you also keep the number of mistakes of the best one?",
    },
    {
      answer: (units) => units[0] as Tlu,
      why: "This is the first unit, whatever its mistakes. Is the comparison ever true? Is the counter back at 0 for each unit?",
    },
    {
      answer: (...args) => chosen(args, (mine, best) => mine < best, firesAboveZero),
      why: "A unit fires at a sum of exactly 0, too. Let fires(x[i], unit) make the predictions.",
    },
  ],
  equivalents: [
    (units, ...rows) => [...units].sort((a, b) => mistakesOf(a, rows) - mistakesOf(b, rows))[0] as Tlu,
    (units, ...rows) => {
      const counts = units.map((unit) => mistakesOf(unit, rows));
      return units[counts.indexOf(Math.min(...counts))] as Tlu;
    },
  ],
});

/** The exercises by name: `exercises.nandUnit.check(answer)`. */
export const exercises = { nandUnit, afterStep, learn, train, standardise, marginByHand, pocket };
