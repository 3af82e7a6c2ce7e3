/** The exercises of lesson 06: two layers in one, a valley of ReLUs, slopes, first weights, dead units, a safe softmax. */
import { problem, unlessClose } from "../problem";
import { functionProblem, valueProblem } from "../problem-kinds";

/** Two linear layers as one unit. */
export const stackedUnit = valueProblem<{ w: number; b: number }>({
  id: "06-activations/stacked-unit",
  variable: "stackedUnit",
  stub: "const stackedUnit: { w: number; b: number } = { w: todo, b: todo };",
  solution: "const stackedUnit: { w: number; b: number } = { w: 4 * 0.5, b: 4 * -3 + 2 };",
  expected: { w: 2, b: -10 },
  takeaway:
    "The two weights multiply, and the first bias passes through the second weight before the second bias is added.",
  otherwise: "Put ½x − 3 in the place of a in 4a + 2, and multiply the bracket out.",
  parts: {
    w: "For the weight, ask what ½x becomes when the second layer multiplies it.",
    b: "For the bias, ask what the whole network predicts at x = 0.",
  },
  hints: [
    "Put ½x − 3 in the place of a.",
    "4 · (½x − 3) + 2: the 4 multiplies both terms in the bracket.",
    "The weight is 4 times ½. The bias is 4 times −3, and then 2 more.",
  ],
  mistakes: [
    {
      answer: { w: 2, b: -1 },
      why: "The weight is right. The first bias goes through the second weight too: multiply −3 by 4 before you add.",
    },
    {
      answer: { w: 4.5, b: -10 },
      why: "The bias is right. The weights multiply: the second layer takes 4 times ½x.",
    },
    {
      answer: { w: 2, b: -12 },
      why: "The weight is right. The second layer's own bias, the + 2, is missing.",
    },
    {
      answer: { w: 4.5, b: -1 },
      why: "You have added the layers. The second one multiplies all that the first one gives.",
    },
    {
      answer: { w: 2, b: -2 },
      why: "These are the layers the other way round: you have put 4x + 2 in the place of x in ½x − 3.",
    },
  ],
  equivalents: [{ w: 4 / 2, b: 2 - 12 }],
});

type ReluUnit = { w: number; b: number; u: number };

function sumOf(units: readonly ReluUnit[], x: number): number {
  let sum = 0;
  for (const { w, b, u } of units) sum += u * Math.max(0, w * x + b);
  return sum;
}

/** Those near the corner come first: they tell the learner most. */
const VALLEY_PLACES = [0, 2, 1, -1, 3, 0.5, 1.6, 0.9, 1.1, -0.4, -3, 5, -20, 21];

/** Places that suffice for a piecewise linear curve: its corners, and one place beyond the outermost on either side. */
function placesOf(units: readonly ReluUnit[]): number[] {
  const corners = units.map(({ w, b }) => -b / w).filter(Number.isFinite);
  const inside = [...VALLEY_PLACES, ...corners];
  return [...inside, Math.min(...inside) - 1000, Math.max(...inside) + 1000];
}

/** |x − 1| out of ReLU units: many answers are right, so that the curve is judged. */
export const valley = problem<ReluUnit[]>({
  id: "06-activations/valley",
  takeaway:
    "Each unit is silent on one side of its corner: one draws the right arm of the V, the other the left.",
  check: (units) => {
    const wrong = placesOf(units).find((x) => unlessClose(sumOf(units, x), Math.abs(x - 1), { why: "" }));
    if (wrong === undefined) return undefined;
    return {
      actual: { [`y(${wrong})`]: sumOf(units, wrong) },
      expected: { [`y(${wrong})`]: Math.abs(wrong - 1) },
      why: `${heightsAt(wrong, units)} ${whyValley(units)}`,
    };
  },
  hints: [
    "|x| is relu(x) + relu(−x): one unit for each arm. Where must both units have their corner now?",
    "The right arm is relu(x − 1), and counts once. The left arm looks the other way, so its weight is negative.",
    "Both corners lie where w · 1 + b = 0. For the left arm, whose weight is −1, which bias does that need?",
  ],
  stub: "const valley: { w: number; b: number; u: number }[] = todo;",
  solution: `const valley: { w: number; b: number; u: number }[] = [
  { w: 1, b: -1, u: 1 },
  { w: -1, b: 1, u: 1 },
];`,
  variable: "valley",
  equivalents: [
    [
      { w: -1, b: 1, u: 1 },
      { w: 1, b: -1, u: 1 },
    ],
    [
      { w: 2, b: -2, u: 0.5 },
      { w: -4, b: 4, u: 0.25 },
    ],
    [
      { w: 1, b: -1, u: 2 },
      { w: 1, b: 30, u: -1 },
      { w: 0, b: 31, u: 1 },
      { w: -1, b: -30, u: 1 },
    ],
  ],
  mistakes: [
    {
      answer: [
        { w: 1, b: 0, u: 1 },
        { w: -1, b: 0, u: 1 },
      ],
      says: /valley of \|x\|/,
    },
    { answer: [{ w: 1, b: -1, u: 1 }], says: /Left of 1/ },
    { answer: [{ w: -1, b: 1, u: 1 }], says: /Right of 1/ },
    {
      answer: [
        { w: 1, b: 1, u: 1 },
        { w: -1, b: -1, u: 1 },
      ],
      says: /−1, not at 1/,
    },
    {
      answer: [
        { w: 1, b: -1, u: 1 },
        { w: -1, b: 1, u: -1 },
      ],
      says: /upwards/,
    },
    {
      answer: [
        { w: 1, b: -1, u: 2 },
        { w: -1, b: 1, u: 2 },
      ],
      says: /steep/,
    },
    {
      answer: [
        { w: 1, b: -1, u: -1 },
        { w: -1, b: 1, u: -1 },
      ],
      says: /upwards/,
    },
    {
      answer: [
        { w: 1, b: -1, u: 1 },
        { w: -1, b: -1, u: 1 },
      ],
      says: /too far to the left/,
    },
    { answer: [], says: /one unit for each arm/ },
    {
      answer: [
        { w: 1, b: -1, u: 2 },
        { w: 1, b: 20, u: -1 },
        { w: 0, b: 21, u: 1 },
      ],
      says: /further out/,
    },
    {
      answer: [
        { w: 1, b: -1, u: 1 },
        { w: -1, b: 1, u: 1 },
        { w: 1, b: -8, u: 1 },
        { w: 1, b: -10, u: -2 },
        { w: 1, b: -12, u: 1 },
      ],
      says: /further out/,
    },
  ],
});

/** A number as a sentence writes it. */
function said(value: number): string {
  return String(Number(value.toPrecision(4))).replace("-", "−");
}

function heightsAt(x: number, units: readonly ReluUnit[]): string {
  const [height, wanted] = [said(sumOf(units, x)), said(Math.abs(x - 1))];
  return `At x = ${said(x)} your curve has the height ${height}, and the valley ${wanted}.`;
}

function whyValley(units: readonly ReluUnit[]): string {
  const at = (x: number): number => sumOf(units, x);
  if ([-3, -1, 0, 1, 2, 3].every((x) => unlessClose(at(x), Math.abs(x - 1), { why: "" }) === undefined))
    return "Around 1 the V is right, but further out the curve leaves it: one of your units has a corner there.";
  if (at(0) === 0 && at(2) === 2 && at(-1) === 1)
    return "That is the valley of |x|: move both corners to 1 with the biases.";
  if (at(-1) === 0 && at(1) === 2)
    return "Its lowest point lies at −1, not at 1: a unit has its corner where w·x + b is 0.";
  if (at(2) === 1 && at(-1) === 0 && at(-3) > 0)
    return "The right arm stands. The left one sets in too far to the left: its w · x + b must be 0 at x = 1.";
  if (at(2) === 1 && at(-1) === 0)
    return "The right arm stands. Left of 1 a second unit, with a negative weight, must rise.";
  if (at(2) === 0 && at(-1) === 2) return "The left arm stands. Right of 1 a second unit must rise.";
  if (at(1) === 0 && (at(0) < 0 || at(2) < 0))
    return "An arm goes down here. Both arms must go upwards: u is positive for both.";
  if (at(1) === 0 && at(0) > 0 && at(2) > 0)
    return "The corner is in the right place, but an arm is not as steep as those of |x − 1|, which rise by 1 for each 1 of x.";
  return "Take one unit for each arm; both have their corner at 1, where w · 1 + b = 0.";
}

/** Slopes, read off the outputs. */
export const slopesByHand = valueProblem<{ sigmoid: number; tanh: number; leaky: number; elu: number }>({
  id: "06-activations/slopes-by-hand",
  variable: "slopesByHand",
  stub: `const slopesByHand: { sigmoid: number; tanh: number; leaky: number; elu: number } = {
  sigmoid: todo,
  tanh: todo,
  leaky: todo,
  elu: todo,
};`,
  solution: `const slopesByHand: { sigmoid: number; tanh: number; leaky: number; elu: number } = {
  sigmoid: 0.9 * (1 - 0.9),
  tanh: 1 - (-0.6) ** 2,
  leaky: 0.1,
  elu: -0.8 + 1,
};`,
  expected: { sigmoid: 0.09, tanh: 0.64, leaky: 0.1, elu: 0.2 },
  takeaway:
    "Each slope came from the output alone. A backward pass does the same with the outputs that the forward pass has kept.",
  otherwise: "Take the row of the table for each function and put the output in the place of a.",
  parts: {
    sigmoid: "For the logistic function, multiply a by 1 − a.",
    tanh: "For tanh, the slope is 1 − a², and the square of a negative number is positive.",
    leaky: "The output of the leaky ReLU is negative, so z is below zero. Which slope has it there?",
    elu: "The output of the ELU is negative, so z is below zero. There the slope is one more than the output.",
  },
  hints: [
    "You need the last column of the table only. Nowhere do you have to find z.",
    "A negative output of leaky ReLU or ELU comes from a z below zero, so take what the table says for that side.",
    "The slopes are a · (1 − a), then 1 − a², then α, then a + 1.",
  ],
  mistakes: [
    {
      answer: { sigmoid: 0.09, tanh: 1.36, leaky: 0.1, elu: 0.2 },
      why: "Three are right. For tanh, the square of −0.6 is positive, so it is subtracted from 1.",
    },
    {
      answer: { sigmoid: 0.09, tanh: 0.64, leaky: 1, elu: 1 },
      why: "The first two are right. Leaky ReLU and ELU have slope 1 above zero only; a negative output comes from a z below zero.",
    },
    {
      answer: { sigmoid: 0.09, tanh: 0.64, leaky: 0, elu: 0.2 },
      why: "Three are right. A slope of zero below zero belongs to the plain ReLU; the leaky one lets a little through.",
    },
    {
      answer: { sigmoid: 0.09, tanh: 0.64, leaky: -0.1, elu: 0.2 },
      why: "Three are right. The output of the leaky ReLU is negative, but its line rises: the slope has no minus.",
    },
    {
      answer: { sigmoid: 0.09, tanh: 0.64, leaky: 0.1, elu: -0.8 },
      why: "Three are right. For the ELU you have given the output itself; the slope is one more.",
    },
    {
      answer: { sigmoid: 0.09, tanh: 0.64, leaky: 0.1, elu: Math.exp(-0.8) },
      why: "Three are right. For the ELU you have taken −0.8 for z, but it is the output.",
    },
  ],
  equivalents: [{ sigmoid: 0.9 - 0.81, tanh: (1 - 0.6) * (1 + 0.6), leaky: 0.1, elu: 1 - 0.8 }],
});

/** The two rules for one layer. */
export const deviations = valueProblem<{ he: number; glorot: number }>({
  id: "06-activations/deviations",
  variable: "deviations",
  stub: "const deviations: { he: number; glorot: number } = { he: todo, glorot: todo };",
  solution:
    "const deviations: { he: number; glorot: number } = { he: Math.sqrt(2 / 50), glorot: Math.sqrt(2 / 200) };",
  expected: { he: Math.sqrt(2 / 50), glorot: Math.sqrt(2 / (50 + 150)) },
  tolerance: 1e-4,
  takeaway:
    "The more numbers a unit adds up, the smaller its first weights. The library does this when you name the initialiser.",
  otherwise:
    "Both are the root of a fraction with 2 above. Below stand the inputs alone, or inputs and units together.",
  parts: {
    he: "He's rule is the square root of 2 divided by the number of inputs.",
    glorot: "Glorot's rule is the square root of 2 divided by the sum of inputs and units.",
  },
  hints: [
    "He's rule looks at the inputs alone, Glorot's at inputs and units together.",
    "Below the 2 stands 50 in one case and 50 + 150 in the other.",
    "You may let the computer take the root: Math.sqrt(2 / …).",
  ],
  mistakes: [
    {
      answer: { he: 2 / 50, glorot: 2 / 200 },
      why: "The square root is missing: it stands around the whole fraction.",
    },
    {
      answer: { he: Math.sqrt(2 / 200), glorot: Math.sqrt(2 / 50) },
      why: "The two rules have changed places.",
    },
    {
      answer: { he: Math.sqrt(2 / 150), glorot: Math.sqrt(2 / 200) },
      why: "He's rule divides by the number of inputs: they are what a unit adds up.",
    },
    {
      answer: { he: Math.sqrt(1 / 50), glorot: Math.sqrt(1 / 200) },
      why: "Both rules have a 2 above the line.",
    },
  ],
  equivalents: [{ glorot: (1 / 100) ** 0.5, he: 25 ** -0.5 }],
});

/** What each layer of a planned network takes. */
interface ShopNetwork {
  hidden: string;
  initializer: string;
  coats: string;
  customer: string;
  size: string;
}

const SHOP: ShopNetwork = {
  hidden: "relu",
  initializer: "heNormal",
  coats: "linear",
  customer: "sigmoid",
  size: "softmax",
};

/** Activation functions and the initialiser for the layers of one network. */
export const shopNetwork = valueProblem<ShopNetwork>({
  id: "06-activations/shop-network",
  variable: "shopNetwork",
  stub: "const shopNetwork = { hidden: todo, initializer: todo, coats: todo, customer: todo, size: todo };",
  solution: `const shopNetwork = {
  hidden: "relu",
  initializer: "heNormal",
  coats: "linear",
  customer: "sigmoid",
  size: "softmax",
};`,
  expected: SHOP,
  takeaway:
    "The hidden layers are chosen so that errors get through, the last layer so that its output fits the question.",
  otherwise: "Ask of each output what it may be: any number, one probability, or several that add up to 1.",
  parts: {
    hidden: "What does the table name as the first try for hidden layers?",
    initializer: "One of the two rules was made for the function that the hidden layers have. Which one?",
    coats: "The number of coats may be any size. Which function leaves a sum as it is?",
    customer:
      "Yes or no: one probability is wanted. Which function gives a number between 0 and 1 for a single unit?",
    size: "Five probabilities that add up to 1 are wanted. Which function looks at the whole layer?",
  },
  hints: [
    "The table above has a row for each of the five.",
    "For an output, ask what it may be: any number, a single probability, or several that add up to 1.",
    "Hidden layers: the row “first try”. Outputs: the rows “a number”, “yes or no” and “one of several classes”.",
  ],
  mistakes: [
    {
      answer: { ...SHOP, coats: "relu" },
      why: "Nobody sells fewer than no coats, so that is a fair thought. But where the sum is negative the unit has no slope, and a dead output learns nothing. The table names a safer first try.",
    },
    {
      answer: { ...SHOP, customer: "softmax" },
      why: "With a single output that function always gives 1: it divides a number by itself. One unit needs another function.",
    },
    {
      answer: { ...SHOP, size: "sigmoid" },
      why: "Then each size has a probability of its own, and they need not add up to 1. Exactly one size is to be chosen.",
    },
    {
      answer: { ...SHOP, initializer: "glorotNormal" },
      why: "That rule was derived for functions with slope 1 on both sides of zero. Half of the sums of these hidden layers are silenced, so the weights have to be larger.",
    },
    {
      answer: { ...SHOP, hidden: "sigmoid" },
      why: "Six layers of that function with the usual weights pass on about a quarter of the error each. Choose one whose slope is 1 for positive sums.",
    },
    {
      answer: { ...SHOP, customer: "step" },
      why: "The step answers yes or no, but its slope is 0 everywhere, so no error ever comes back through it.",
    },
  ],
  equivalents: [
    { size: "softmax", customer: "sigmoid", coats: "linear", initializer: "heNormal", hidden: "relu" },
  ],
});

/** The same units in every row, from their outputs. */
export const countDead = functionProblem<[number[][]], number>({
  id: "06-activations/count-dead",
  variable: "countDead",
  stub: `function countDead(outputs: number[][]): number {
  return todo;
}`,
  solution: `function countDead(outputs: number[][]): number {
  let dead = 0;
  for (let unit = 0; unit < outputs[0].length; unit++) {
    let silent = true;
    for (const row of outputs) {
      if (row[unit] > 0) silent = false;
    }
    if (silent) dead = dead + 1;
  }
  return dead;
}`,
  reference: (outputs) => columnsOf(outputs).filter((column) => Math.max(...column) === 0).length,
  cases: [
    [
      [
        [0, 2, 0],
        [0, 0, 1],
      ],
    ],
    [
      [
        [0, 2, 0, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 3, 0, 0, 0],
      ],
    ],
    [
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
    [
      [
        [1, 2],
        [0, 1],
      ],
    ],
    [[[0, 4, 0]]],
    [[[0], [0], [0.001]]],
    [
      [
        [0, 0],
        [0, 1e-9],
      ],
    ],
    [[[3]]],
    [[[0]]],
  ],
  fuzz: (random) => {
    const units = random.integer(1, 6);
    const chances = Array.from({ length: units }, () => random.uniform(0, 0.8));
    const rows = Array.from({ length: random.integer(1, 6) }, () =>
      chances.map((chance) => (random.chance(chance) ? random.uniform(0, 3) : 0)),
    );
    return [rows];
  },
  mayChangeInput: false,
  show: (outputs) => `countDead(${JSON.stringify(outputs)})`,
  takeaway: "A unit is a column of the table: it is dead when its output is 0 in every row.",
  otherwise: "Go through the units. For each, look at its output in all rows: it is dead if every one is 0.",
  hints: [
    "A unit is a column of the table, and outputs[0].length tells how many there are.",
    "You need a loop over the units and inside it a loop over the rows. Start each unit as silent, and let one positive output change that.",
    "Inside the loop over units: let silent = true; then for (const row of outputs) look at row[unit]. Count the unit after that inner loop.",
  ],
  mistakes: [
    {
      answer: (outputs) => outputs.flat().filter((value) => value === 0).length,
      why: "You count the single zeros. A unit is a whole column, and counts once.",
    },
    {
      answer: (outputs) => (outputs[0] as number[]).filter((value) => value === 0).length,
      why: "You look at the first row alone. A unit that is silent there may answer in another row.",
    },
    {
      answer: (outputs) => outputs.filter((row) => row.every((value) => value === 0)).length,
      why: "You count the rows in which all units are silent. A unit is a column.",
    },
    {
      answer: (outputs) => columnsOf(outputs).filter((column) => column.some((value) => value === 0)).length,
      why: "One row with 0 is not enough: a unit that answers in any row is alive.",
    },
    {
      answer: (outputs) => columnsOf(outputs).filter((column) => column.some((value) => value > 0)).length,
      why: "These are the living units. Count the others.",
    },
    {
      answer: (outputs) => columnsOf(outputs).filter((column) => column[column.length - 1] === 0).length,
      why: "The last row alone decides in your function. Once a unit has answered in some row it stays alive.",
    },
    {
      answer: (outputs) => Number(columnsOf(outputs).some((column) => column.every((value) => value === 0))),
      why: "You stop at the first dead unit. Go on and count them all.",
    },
    {
      answer: (outputs) =>
        columnsOf(outputs).filter((column) => column.every((value) => value < 1e-4)).length,
      why: "A very small output is still an output: its unit has a slope, and can learn. Dead means exactly 0.",
    },
  ],
  equivalents: [
    (outputs) => {
      const sums = (outputs[0] as number[]).map(() => 0);
      for (const row of outputs) row.forEach((value, unit) => (sums[unit] = (sums[unit] as number) + value));
      return sums.filter((sum) => sum === 0).length;
    },
    (outputs) => {
      const alive = new Set<number>();
      for (const row of outputs)
        row.forEach((value, unit) => {
          if (value !== 0) alive.add(unit);
        });
      return (outputs[0] as number[]).length - alive.size;
    },
    (outputs) => (outputs[0] as number[]).filter((_, unit) => outputs.every((row) => row[unit] === 0)).length,
  ],
});

function columnsOf(rows: readonly (readonly number[])[]): number[][] {
  return (rows[0] as number[]).map((_, unit) => rows.map((row) => row[unit] as number));
}

function powersOver(scores: readonly number[]): number[] {
  const powers = scores.map((score) => Math.exp(score));
  let sum = 0;
  for (const power of powers) sum += power;
  return powers.map((power) => power / sum);
}

/** The softmax after something was taken away from each score. */
function shifted(by: (z: readonly number[]) => number): (z: number[]) => number[] {
  return (z) => powersOver(z.map((score) => score - by(z)));
}

/** Softmax that stands large scores. */
export const stableSoftmax = functionProblem<[number[]], number[]>({
  id: "06-activations/stable-softmax",
  variable: "stableSoftmax",
  stub: `function stableSoftmax(z: number[]): number[] {
  return todo;
}`,
  solution: `function stableSoftmax(z: number[]): number[] {
  const largest = Math.max(...z);
  const powers = z.map((score) => Math.exp(score - largest));
  let sum = 0;
  for (const power of powers) sum += power;
  return powers.map((power) => power / sum);
}`,
  reference: (z) => {
    const logarithm =
      Math.max(...z) + Math.log(z.reduce((sum, score) => sum + Math.exp(score - Math.max(...z)), 0));
    return z.map((score) => Math.exp(score - logarithm));
  },
  cases: [
    [[0, Math.log(2), Math.log(5)]],
    [[1000, 1000 + Math.log(3)]],
    [[0, 2000]],
    [[2000, 0]],
    [[-1000, -1000]],
    [[-2000, -1000 + Math.log(4), -1000]],
    [[0, 0, 0, 0]],
    [[-3]],
    [[710, -745, 3, 710]],
  ],
  fuzz: (random) => {
    const size = random.chance(0.5) ? 3 : 900;
    const middle = random.uniform(-size, size);
    return [Array.from({ length: random.integer(1, 6) }, () => middle + random.uniform(-size, size))];
  },
  mayChangeInput: false,
  // Wide enough for tf.softmax, whose 32-bit scores near 1800 are rounded to about a ten-thousandth.
  tolerance: 5e-4,
  show: (z) => `stableSoftmax([${z.map((score) => Number(score.toFixed(3))).join(", ")}])`,
  takeaway:
    "Taking the largest score away changes no probability, and no power of e is above 1. Every library does this.",
  otherwise:
    "Take the largest score away from each, raise e to what is left, and divide by the sum of all powers.",
  hints: [
    "Adding the same number to each score changes no probability. Which number makes the largest power of e exactly 1?",
    "const largest = Math.max(...z); is the largest score, whatever its sign. The powers are Math.exp(score - largest).",
    "Make a list of these powers with map, add them up in a loop, and return the list with each power divided by the sum.",
  ],
  mistakes: [
    {
      answer: (z) => powersOver(z),
      why: "This is the plain formula: for large scores the powers become infinite, and for very negative ones all become 0. Take the largest score away first.",
    },
    {
      answer: shifted((z) => Math.min(...z)),
      why: "You take the smallest score away. Then the largest is still far above zero, and its power becomes infinite.",
    },
    {
      answer: shifted(([first]) => first as number),
      why: "You take the first score away. A later one may be much larger, and its power becomes infinite.",
    },
    {
      answer: shifted((z) => z.reduce((sum, score) => sum + score, 0) / z.length),
      why: "You take the mean away. The largest score may still be far above it, and its power becomes infinite.",
    },
    {
      answer: shifted((z) => Math.max(0, ...z)),
      why: "The largest score may be negative. When all scores are far below zero, all your powers become 0.",
    },
    {
      answer: shifted((z) => Math.max(...z.map(Math.abs))),
      why: "You take the largest size away, without its sign. When all scores are negative, all your powers become 0.",
    },
    {
      answer: (z) => z.map((score) => Math.exp(score - Math.max(...z))),
      why: "The probabilities must add up to 1: divide each power by the sum of all.",
    },
    {
      answer: (z) => z.map((score) => score / z.reduce((sum, other) => sum + other, 0)),
      why: "These are the shares of the scores themselves. Take powers of e first.",
    },
    {
      answer: (z) => powersOver(z.map((score) => score / Math.max(...z))),
      why: "You divide by the largest score, which changes the probabilities. Subtract it.",
    },
  ],
  equivalents: [
    (z) => z.map((score) => 1 / z.reduce((sum, other) => sum + Math.exp(other - score), 0)),
    (z) => {
      const sorted = [...z].sort((a, b) => b - a);
      return powersOver(z.map((score) => score - (sorted[0] as number)));
    },
    // As tf.softmax does it: in numbers of 32 bits.
    (z) => {
      const scores = z.map(Math.fround);
      return powersOver(scores.map((score) => Math.fround(score - Math.max(...scores)))).map(Math.fround);
    },
  ],
});

/** The exercises by name: `exercises.stackedUnit.check(answer)`. */
export const exercises = {
  stackedUnit,
  valley,
  slopesByHand,
  deviations,
  countDead,
  stableSoftmax,
  shopNetwork,
};
