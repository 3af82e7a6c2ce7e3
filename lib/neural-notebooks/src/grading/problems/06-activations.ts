/** The exercises of lesson 06: two layers in one, a valley of ReLUs, a safe softmax, the slope of swish, dead units. */
import { sigmoid } from "../../models/activations";
import { problem, unlessClose } from "../problem";

type Line = { w: number; b: number };

/** Two straight layers as one unit. */
export const stackedUnit = problem<Line>({
  id: "06-activations/stacked-unit",
  takeaway: "4(½x − 3) + 2 = 2x − 10: the weights multiply, the first bias goes through the second weight.",
  check: (unit) => unlessClose(unit, { w: 2, b: -10 }, { why: whyStacked(unit) }),
  hints: [
    "Put ½x − 3 in the place of h.",
    "4 · (½x − 3) + 2: multiply the bracket out, both parts.",
    "w = 4 · ½, and b = 4 · (−3) + 2.",
  ],
  stub: "const stackedUnit: { w: number; b: number } = todo;",
  solution: "const stackedUnit: { w: number; b: number } = { w: 4 * 0.5, b: 4 * -3 + 2 };",
  variable: "stackedUnit",
  equivalents: [
    { w: 2, b: -10 },
    { b: 2 - 12, w: 4 / 2 },
  ],
  mistakes: [
    { answer: { w: 2, b: -1 }, says: /first bias/ },
    { answer: { w: 4.5, b: -10 }, says: /multiply/ },
    { answer: { w: 2, b: -12 }, says: /second bias/ },
    { answer: { w: 2, b: -2 }, says: /other way round/ },
  ],
});

function whyStacked({ w, b }: Line): string {
  if (w === 4.5) return "The weights multiply, they do not add: 4 times ½x.";
  if (b === -1) return "The first bias goes through the second weight too: −3 becomes 4 · (−3).";
  if (b === -12) return "The second bias, 2, is missing.";
  if (b === -2) return "That is ½(4x + 2) − 3, the layers the other way round.";
  return "Put ½x − 3 in the place of h in 4h + 2 and multiply out.";
}

type Bend = { w: number; b: number; v: number };

const sumOf = (units: readonly Bend[], x: number): number =>
  units.reduce((sum, { w, b, v }) => sum + v * Math.max(0, w * x + b), 0);

/** |x − 1| out of ReLU units. */
export const valley = problem<Bend[]>({
  id: "06-activations/valley",
  takeaway: "Each unit is silent on one side: one draws the right arm, the other the left.",
  check: (units) => {
    const wrong = [-3, -1, 0, 0.5, 1, 2, 5].find((x) =>
      unlessClose(sumOf(units, x), Math.abs(x - 1), { why: "" }),
    );
    if (wrong === undefined) return undefined;
    return {
      actual: { [`y(${wrong})`]: sumOf(units, wrong) },
      expected: { [`y(${wrong})`]: Math.abs(wrong - 1) },
      why: whyValley(units),
    };
  },
  hints: [
    "|x| is relu(x) + relu(−x): one unit for each arm. Where must both be zero now?",
    "The right arm is relu(x − 1): w = 1, b = −1, v = 1. The left arm looks the other way.",
    "The left arm is relu(−x + 1): w = −1, b = 1, v = 1.",
  ],
  stub: "const valley: { w: number; b: number; v: number }[] = todo;",
  solution: `const valley: { w: number; b: number; v: number }[] = [
  { w: 1, b: -1, v: 1 },
  { w: -1, b: 1, v: 1 },
];`,
  variable: "valley",
  equivalents: [
    [
      { w: 2, b: -2, v: 0.5 },
      { w: -4, b: 4, v: 0.25 },
    ],
    [
      { w: 1, b: -1, v: 2 },
      { w: 1, b: 3, v: -1 },
      { w: 0, b: 4, v: 1 },
      { w: -1, b: -3, v: 1 },
    ],
  ],
  mistakes: [
    {
      answer: [
        { w: 1, b: 0, v: 1 },
        { w: -1, b: 0, v: 1 },
      ],
      says: /valley of \|x\|/,
    },
    { answer: [{ w: 1, b: -1, v: 1 }], says: /left/ },
    {
      answer: [
        { w: 1, b: 1, v: 1 },
        { w: -1, b: -1, v: 1 },
      ],
      says: /−1, not at 1/,
    },
    {
      answer: [
        { w: 1, b: -1, v: 1 },
        { w: -1, b: 1, v: -1 },
      ],
      says: /upwards/,
    },
    { answer: [], says: /one unit for each arm/ },
  ],
});

function whyValley(units: readonly Bend[]): string {
  const at = (x: number) => sumOf(units, x);
  if (at(0) === 0 && at(2) === 2 && at(-1) === 1)
    return "That is the valley of |x|: shift both units by 1 with their biases.";
  if (at(-1) === 0 && at(1) === 2)
    return "Its lowest point lies at −1, not at 1: a unit bends where w·x + b is 0.";
  if (at(2) === 1 && at(-1) === 0 && units.length > 0)
    return "The right arm stands; left of 1 a second unit, with a negative weight, must rise.";
  if (at(2) === 1 && at(-1) === -2) return "Both arms must go upwards: v is positive for both.";
  return "Take one unit for each arm; both bend at 1, where w·1 + b = 0.";
}

/** Softmax that stands large scores. */
export const stableSoftmax = problem<(z: number[]) => number[]>({
  id: "06-activations/stable-softmax",
  takeaway: "Taking the largest score away changes no probability, and no power is above 1.",
  check: (soft) => {
    const actual = soft([0, Math.log(2), Math.log(5)]);
    const large = [1000, 1000 + Math.log(3)];
    return (
      unlessClose(actual, [0.125, 0.25, 0.625], { why: whySoftmax(actual), of: "of (0, ln 2, ln 5)" }) ??
      unlessClose(soft(large), [0.25, 0.75], {
        why: "e to the power 1000 is infinite. Take the largest score away from each first.",
        of: "of (1000, 1000 + ln 3)",
      }) ??
      unlessClose(large, [1000, 1000 + Math.log(3)], {
        why: "The list that came in has changed. Make a new one with map.",
        of: "the scores after the call",
      }) ??
      unlessClose(soft([-1000, -1000]), [0.5, 0.5], {
        why: "Very negative scores fail too: all powers become 0. Take the largest score away, whatever its sign.",
        of: "of (−1000, −1000)",
      })
    );
  },
  hints: [
    "Adding the same number to each score changes nothing: which one makes the largest power 1?",
    "const largest = Math.max(...z); then the powers are Math.exp(score - largest).",
    "Divide each power by the sum of all: powers.map((power) => power / sum).",
  ],
  stub: "const stableSoftmax = (z: number[]): number[] => todo;",
  solution: `const stableSoftmax = (z: number[]): number[] => {
  const largest = Math.max(...z);
  const powers = z.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};`,
  variable: "stableSoftmax",
  equivalents: [
    (z) => z.map((score) => 1 / z.reduce((sum, other) => sum + Math.exp(other - score), 0)),
    (z) => {
      const largest = [...z].sort((a, b) => b - a)[0] as number;
      const logarithm = largest + Math.log(z.reduce((sum, score) => sum + Math.exp(score - largest), 0));
      return z.map((score) => Math.exp(score - logarithm));
    },
  ],
  mistakes: [
    {
      answer: (z) => z.map((score) => Math.exp(score) / z.reduce((sum, other) => sum + Math.exp(other), 0)),
      says: /infinite/,
    },
    { answer: (z) => z.map((score) => Math.exp(score - Math.max(...z))), says: /add up to 1/ },
    { answer: (z) => z.map((score) => score / z.reduce((a, b) => a + b, 0)), says: /powers of e/ },
    { answer: (z) => powersOver(z.map((score) => score - Math.max(0, ...z))), says: /Very negative/ },
    {
      answer: (z) => {
        const largest = Math.max(...z);
        z.forEach((score, i) => (z[i] = score - largest));
        return powersOver(z);
      },
      says: /has changed/,
    },
  ],
});

function powersOver(z: readonly number[]): number[] {
  const powers = z.map((score) => Math.exp(score));
  return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
}

function whySoftmax(actual: unknown): string {
  if (!Array.isArray(actual)) return "Return a list: one probability for each score.";
  const sum = (actual as number[]).reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > 1e-6) return "The probabilities must add up to 1: divide by the sum of all powers.";
  if (actual[0] === 0)
    return "That is the share of the scores themselves. Take powers of e first: e to the power 0 is 1, not 0.";
  return "Each probability is e to the power of its score, divided by the sum of all those powers.";
}

/** The slope of z·σ(z). */
export const swishSlope = problem<(z: number) => number>({
  id: "06-activations/swish-slope",
  takeaway: "σ(z) + z·σ(z)(1 − σ(z)): ½ at zero, near 1 far above, near 0 far below.",
  check: (slope) =>
    unlessClose(slope(0), 0.5, { why: whySwish(slope), of: "slope at 0" }) ??
    unlessClose(slope(Math.log(3)), 0.75 + Math.log(3) * 0.1875, {
      why: whySwish(slope),
      of: "slope at ln 3",
    }) ??
    unlessClose(slope(-2), -0.0907842487, {
      why: "Below zero swish dips: its slope changes sign there.",
      of: "slope at −2",
    }),
  hints: [
    "The product rule: (u · v)′ = u′ · v + u · v′, with u = z and v = σ(z).",
    "u′ = 1, and v′ = σ(z)(1 − σ(z)).",
    "const s = sigmoid.f(z); return s + z * s * (1 - s);",
  ],
  stub: "const swishSlope = (z: number): number => todo;",
  solution: "const swishSlope = (z: number): number => sigmoid.f(z) + z * sigmoid.df(z);",
  variable: "swishSlope",
  uses: { sigmoid },
  equivalents: [
    (z) => {
      const s = 1 / (1 + Math.exp(-z));
      return s + z * s * (1 - s);
    },
    (z) => (1 + Math.exp(-z) + z * Math.exp(-z)) / (1 + Math.exp(-z)) ** 2,
  ],
  mistakes: [
    { answer: (z) => sigmoid.df(z), says: /product rule/ },
    { answer: (z) => z * sigmoid.df(z), says: /both parts/ },
    { answer: (z) => sigmoid.f(z), says: /second part/ },
    { answer: (z) => z * sigmoid.f(z), says: /swish itself/ },
  ],
});

function whySwish(slope: (z: number) => number): string {
  const near = (z: number, expected: number) => Math.abs(slope(z) - expected) < 1e-9;
  if (near(0, 0) && near(2, 2 * sigmoid.f(2))) return "That is swish itself, not its slope.";
  if (near(0, 0.25)) return "The slope of a product is not the product of the slopes: use the product rule.";
  if (near(0, 0)) return "The product rule has both parts: u′·v as well as u·v′.";
  if (near(2, sigmoid.f(2))) return "That is the first part, u′·v; the second part, z·σ′(z), is missing.";
  return "The product rule: σ(z) plus z times the slope of σ.";
}

/** Units that say 0 to every row. */
export const countDead = problem<(answers: number[][]) => number>({
  id: "06-activations/count-dead",
  takeaway: "A unit is a column: it is dead when every row of it is 0.",
  check: (count) => {
    const answers = [
      [0, 2, 0, 0, 0],
      [0, 0, 0, 1, 0],
      [0, 3, 0, 0, 0],
    ];
    const actual = count(answers.map((row) => [...row]));
    return (
      unlessClose(actual, 3, { why: whyDead(actual), of: "dead of five units, three rows" }) ??
      unlessClose(
        count([
          [1, 2],
          [0, 1],
        ]),
        0,
        { why: "A unit that answers on one row is alive: every row must be 0.", of: "where all are alive" },
      ) ??
      unlessClose(
        count([
          [0, 0],
          [0, 0],
          [0, 0],
        ]),
        2,
        { why: "Count units (columns), not rows.", of: "three rows of two dead units" },
      )
    );
  },
  hints: [
    "Units are columns. The first row tells how many there are.",
    "answers[0].filter((_, unit) => …) visits the columns; every row must hold 0 at that place.",
    "answers[0].filter((_, unit) => answers.every((row) => row[unit] === 0)).length",
  ],
  stub: "const countDead = (answers: number[][]): number => todo;",
  solution: `const countDead = (answers: number[][]): number =>
  answers[0].filter((_, unit) => answers.every((row) => row[unit] === 0)).length;`,
  variable: "countDead",
  equivalents: [
    (answers) => {
      const sums = answers.reduce(
        (total, row) => total.map((sum, unit) => sum + (row[unit] as number)),
        (answers[0] as number[]).map(() => 0),
      );
      return sums.filter((sum) => sum === 0).length;
    },
    (answers) => {
      const alive = new Set(
        answers.flatMap((row) => row.flatMap((value, unit) => (value > 0 ? [unit] : []))),
      );
      return (answers[0]?.length ?? 0) - alive.size;
    },
  ],
  mistakes: [
    { answer: (answers) => answers.flat().filter((value) => value === 0).length, says: /single zeros/ },
    {
      answer: (answers) => (answers[0] as number[]).filter((value) => value === 0).length,
      says: /first row/,
    },
    { answer: (answers) => answers.filter((row) => row.every((value) => value === 0)).length, says: /rows/ },
    {
      answer: (answers) =>
        (answers[0] as number[]).filter((_, unit) => answers.some((row) => row[unit] === 0)).length,
      says: /one row/,
    },
  ],
});

function whyDead(actual: number): string {
  if (actual === 12) return "These are the single zeros. A unit is a column of the table.";
  if (actual === 4) return "That looks at the first row only; a silent unit may answer on another.";
  if (actual === 5) return "One row with 0 is no death: a unit that answers on one row is alive.";
  if (actual === 2) return "These are the living units.";
  if (actual === 0) return "That looks for rows of zeros; a unit is a column.";
  return "For each column: is every row 0 there?";
}

/** The exercises by name: `exercises.stackedUnit.check(answer)`. */
export const exercises = { stackedUnit, valley, stableSoftmax, swishSlope, countDead };
