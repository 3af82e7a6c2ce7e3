/** The exercises of lesson 02: a unit for NAND, Rosenblatt's rule by hand and as code, counting mistakes, the pocket. */
import { tlu, type Tlu } from "../../models/perceptron";
import { problem, unlessClose } from "../problem";
import type { Finding } from "../verdict";

const CORNERS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

/** A threshold unit that computes NAND. */
export const nandUnit = problem<Tlu>({
  id: "02-perceptron/nand-unit",
  takeaway: "NAND is AND turned round: negative weights and a positive bias.",
  check: (unit) => {
    if (unit.w.length !== 2)
      return { actual: unit, expected: "two weights", why: "NAND has two inputs, so w needs two numbers." };
    const actual = CORNERS.map((x) => tlu(x, unit));
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
    "Without any input, NAND is 1: what does that say about the bias?",
    "Each input must pull the sum down; one alone not below zero, both together yes.",
    "With w = (−1, −1) the sum is b, b − 1, b − 1 and b − 2: choose b between 1 and 2.",
  ],
  stub: "const nandUnit: Tlu = todo;",
  solution: "const nandUnit: Tlu = { w: [-1, -1], b: 1.5 };",
  variable: "nandUnit",
  equivalents: [
    { w: [-2, -1], b: 2 },
    { w: [-10, -10], b: 10.001 },
  ],
  mistakes: [
    { answer: { w: [1, 1], b: -1.5 }, says: /AND/ },
    { answer: { w: [-1, -1], b: 0.5 }, says: /NOR/ },
    { answer: { w: [-1, -1], b: 2 }, says: /exactly 0|fires at 0/ },
  ],
});

function whyNand(actual: readonly number[]): string {
  const table = actual.join("");
  if (table === "0001") return "This is AND. NAND is its opposite: turn the signs round.";
  if (table === "1000") return "This is NOR: one input alone already silences it. Raise the bias.";
  if (table === "0111") return "This is OR.";
  if (table === "1111")
    return "It always fires. Note that the step fires at 0 too: the sum for (1, 1) must be below 0.";
  return "Write down the sum for each of the four corners; three must be 0 or more, the last below 0.";
}

const BY_HAND = { start: { w: [1, -1], b: 0 }, x: [2, -1], y: 0, eta: 0.5 };

/** One step of Rosenblatt's rule on paper. */
export const stepByHand = problem<Tlu>({
  id: "02-perceptron/step-by-hand",
  takeaway: "z = 3, so ŷ = 1 and the error is −1: the weights move by −0.5·x, the bias by −0.5.",
  check: (unit) =>
    unlessClose(unit, stepOf(BY_HAND.start, BY_HAND.x, { y: BY_HAND.y, eta: BY_HAND.eta }), {
      why: whyStep(unit),
      of: "unit",
    }),
  hints: [
    "First the answer: is z = 1·2 + (−1)·(−1) + 0 negative?",
    "z = 3, so ŷ = 1, and y − ŷ = 0 − 1 = −1. Each weight moves by η·(−1)·xᵢ.",
    "w₁ = 1 − 0.5·2, w₂ = −1 − 0.5·(−1), b = 0 − 0.5.",
  ],
  stub: "const stepByHand: Tlu = todo;",
  solution: "const stepByHand: Tlu = { w: [0, -0.5], b: -0.5 };",
  variable: "stepByHand",
  equivalents: [
    { w: [1 - 0.5 * 2, -1 + 0.5], b: -1 / 2 },
    { w: [0, -1 / 2], b: -0.5 },
  ],
  mistakes: [
    { answer: { w: [2, -1.5], b: 0.5 }, says: /sign/ },
    { answer: { w: [-1, 0], b: -1 }, says: /learning rate/ },
    { answer: { w: [0, -0.5], b: 0 }, says: /bias/ },
    { answer: { w: [1, -1], b: 0 }, says: /fires/ },
  ],
});

function whyStep({ w, b }: Tlu): string {
  const matches = (w1: number, w2: number) =>
    Math.abs((w[0] ?? NaN) - w1) < 1e-9 && Math.abs((w[1] ?? NaN) - w2) < 1e-9;
  if (matches(1, -1))
    return "That is the unit as it was. z = 3, so it fires where 0 is wanted: it must change.";
  if (matches(2, -1.5)) return "The sign is the wrong way round: the error is y − ŷ = 0 − 1, not 1.";
  if (matches(-1, 0)) return "That forgets the learning rate: the step is η = 0.5 times the input.";
  if (matches(0, -0.5) && b !== -0.5) return "The weights are right; the bias moves by η·(y − ŷ) too.";
  return "Compute z, then ŷ, then y − ŷ, then each weight plus η·(y − ŷ)·xᵢ.";
}

type Rule = (unit: Tlu, row: { x: number[]; y: number }, eta: number) => Tlu;

/** Rosenblatt's rule as a function. */
export const rosenblatt = problem<Rule>({
  id: "02-perceptron/rosenblatt",
  takeaway: "Right answers change nothing, since then y − ŷ = 0.",
  check: (rule) => {
    const cases: [string, Tlu, number[], number, number][] = [
      ["a right answer", { w: [1, 1], b: -1.5 }, [1, 1], 1, 1],
      ["fires wrongly", { w: [0, 0], b: 0 }, [2, 3], 0, 1],
      ["is silent wrongly", { w: [-1, 0, 0], b: -1 }, [1, 2, 4], 1, 1],
      ["half the learning rate", { w: [0, 0], b: 0 }, [2, 4], 0, 0.5],
    ];
    return firstFinding(cases, ([name, unit, x, y, eta]) => {
      const kept = structuredClone(unit);
      const actual = rule(unit, { x: [...x], y }, eta);
      const changed = unlessClose(unit, kept, {
        why: "The unit that was handed in has changed. Return a new one: unit.w.map(…).",
        of: "the old unit",
      });
      return changed ?? unlessClose(actual, stepOf(kept, x, { y, eta }), { why: whyRule(name), of: name });
    });
  },
  hints: [
    "tlu(row.x, unit) gives ŷ. What is the error?",
    "const error = row.y - tlu(row.x, unit); then every weight gets eta * error * its own input.",
    "return { w: unit.w.map((w, i) => w + eta * error * row.x[i]), b: unit.b + eta * error };",
  ],
  stub: "const rosenblatt = (unit: Tlu, row: { x: number[]; y: number }, eta: number): Tlu => todo;",
  solution: `const rosenblatt = (unit: Tlu, { x, y }: { x: number[]; y: number }, eta: number): Tlu => {
  const error = y - tlu(x, unit);
  return { w: unit.w.map((w, i) => w + eta * error * x[i]), b: unit.b + eta * error };
};`,
  variable: "rosenblatt",
  uses: { tlu },
  equivalents: [
    (unit, { x, y }, eta) => {
      const fires = unit.w.reduce((sum, w, i) => sum + w * (x[i] ?? 0), unit.b) >= 0;
      if (fires === (y === 1)) return unit;
      const push = fires ? -eta : eta;
      return { w: unit.w.map((w, i) => w + push * (x[i] ?? 0)), b: unit.b + push };
    },
    (unit, { x, y }, eta) => {
      const d = eta * (y - tlu(x, unit));
      return { b: d + unit.b, w: Array.from(unit.w, (w, i) => d * (x[i] ?? 0) + w) };
    },
  ],
  mistakes: [
    { answer: (unit, { x, y }, eta) => stepOf(unit, x, { y, eta: -eta }), says: /away from the input/ },
    { answer: (unit, { x, y }) => stepOf(unit, x, { y, eta: 1 }), says: /learning rate/ },
    { answer: (unit, { x, y }, eta) => ({ ...stepOf(unit, x, { y, eta }), b: unit.b }), says: /bias/ },
    {
      answer: (unit, { x, y }, eta) => ({
        w: unit.w.map((w, i) => w + eta * (y || -1) * (x[i] ?? 0)),
        b: unit.b + eta * (y || -1),
      }),
      says: /right answer/,
    },
  ],
});

function whyRule(name: string): string {
  if (name === "a right answer")
    return "A right answer must change nothing: the step is (y − ŷ) times the input, and y − ŷ is 0 then.";
  if (name === "fires wrongly")
    return "When the unit fires wrongly, y − ŷ is −1: the weights move away from the input, and the bias falls as well.";
  if (name === "is silent wrongly")
    return "When it is silent wrongly, y − ŷ is 1: the weights move towards the input, for any number of inputs.";
  return "The learning rate eta multiplies each step.";
}

/** Rows and their answers, 0 or 1. */
type Rows = { x: number[][]; y: number[] };

/** Counting a unit's mistakes. */
export const countMistakes = problem<(unit: Tlu, data: Rows) => number>({
  id: "02-perceptron/count-mistakes",
  takeaway: "A mistake is a row whose answer differs from its label.",
  check: (count) => {
    const unit: Tlu = { w: [1, 1], b: -1.5 };
    const x = CORNERS.map((corner) => [...corner]);
    const why = "Compare tlu(row, unit) with its y for each row and count where they differ.";
    const and = count(unit, { x, y: [0, 0, 0, 1] });
    if (and === 4)
      return {
        actual: { "AND on AND's own table": and },
        expected: { "AND on AND's own table": 0 },
        why: "That counts the right answers.",
      };
    return (
      unlessClose(and, 0, { why, of: "AND on AND's own table" }) ??
      unlessClose(count(unit, { x, y: [0, 1, 1, 1] }), 2, {
        why: "It is wrong for (0, 1) and (1, 0): give the number of such rows, not their share or a signed sum.",
        of: "AND on OR's table",
      }) ??
      unlessClose(count(unit, { x, y: [1, 1, 1, 0] }), 4, {
        why: "Firing wrongly and being silent wrongly both count; do not let them cancel.",
        of: "AND on NAND's table",
      })
    );
  },
  hints: [
    "Go over the rows; for each, ask tlu and compare with the label.",
    "data.x.filter((row, i) => …) keeps the rows where something holds; length counts them.",
    "data.x.filter((row, i) => tlu(row, unit) !== data.y[i]).length",
  ],
  stub: "const countMistakes = (unit: Tlu, data: { x: number[][]; y: number[] }): number => todo;",
  solution: `const countMistakes = (unit: Tlu, { x, y }: { x: number[][]; y: number[] }): number =>
  x.filter((row, i) => tlu(row, unit) !== y[i]).length;`,
  variable: "countMistakes",
  uses: { tlu },
  equivalents: [
    (unit, { x, y }) => x.reduce((sum, row, i) => sum + Math.abs((y[i] ?? 0) - tlu(row, unit)), 0),
    (unit, { x, y }) => x.length - x.filter((row, i) => tlu(row, unit) === y[i]).length,
  ],
  mistakes: [
    {
      answer: (unit, { x, y }) => x.filter((row, i) => tlu(row, unit) === y[i]).length,
      says: /right answers/,
    },
    {
      answer: (unit, { x, y }) => x.filter((row, i) => tlu(row, unit) !== y[i]).length / x.length,
      says: /not their share/,
    },
    {
      answer: (unit, { x, y }) => Math.abs(x.reduce((sum, row, i) => sum + (y[i] ?? 0) - tlu(row, unit), 0)),
      says: /cancel/,
    },
  ],
});

type Pocket = (units: Tlu[], data: Rows) => Tlu;

const mistakesOf = (unit: Tlu, { x, y }: Rows): number =>
  x.filter((row, i) => tlu(row, unit) !== y[i]).length;

/** Keeping the best unit that came up. */
export const pocket = problem<Pocket>({
  id: "02-perceptron/pocket",
  takeaway: "The pocket makes Rosenblatt's rule useful where no line separates the classes.",
  check: (keep) => {
    const x = CORNERS.map((corner) => [...corner]);
    const y = [0, 1, 1, 0];
    // Mistakes on XOR, in order: 2, 1, 3, 1.
    const units: Tlu[] = [
      { w: [0, 0], b: 1 },
      { w: [1, 1], b: -0.5 },
      { w: [1, 1], b: -1.5 },
      { w: [-1, -1], b: 1.5 },
    ];
    const actual = keep([...units], { x, y });
    const place = units.findIndex((unit) => unlessClose(unit, actual, { why: "" }) === undefined);
    const single = units.slice(0, 1);
    return place === 1
      ? unlessClose(keep([...single], { x, y }), single[0], {
          why: "With one unit, that one is the best.",
          of: "one unit only",
        })
      : { actual, expected: units[1], why: whyPocket(place) };
  },
  hints: [
    "You have a function that counts mistakes: call it for each unit.",
    "Keep the best so far, and replace it only by a unit with fewer mistakes.",
    "units.reduce((kept, unit) => (countMistakes(unit, data) < countMistakes(kept, data) ? unit : kept))",
  ],
  stub: "const pocket = (units: Tlu[], data: { x: number[][]; y: number[] }): Tlu => todo;",
  solution: `const pocket = (units: Tlu[], { x, y }: { x: number[][]; y: number[] }): Tlu => {
  const mistakesOf = (unit: Tlu) => x.filter((row, i) => tlu(row, unit) !== y[i]).length;
  return units.reduce((kept, unit) => (mistakesOf(unit) < mistakesOf(kept) ? unit : kept));
};`,
  variable: "pocket",
  uses: { tlu },
  equivalents: [
    (units, data) => {
      const counts = units.map((unit) => mistakesOf(unit, data));
      return units[counts.indexOf(Math.min(...counts))] as Tlu;
    },
    (units, data) => [...units].sort((a, b) => mistakesOf(a, data) - mistakesOf(b, data))[0] as Tlu,
  ],
  mistakes: [
    { answer: (units) => units.at(-1) as Tlu, says: /came up first/ },
    {
      answer: (units, data) => [...units].sort((a, b) => mistakesOf(b, data) - mistakesOf(a, data))[0] as Tlu,
      says: /most mistakes/,
    },
    { answer: (units) => units[0] as Tlu, says: /first unit/ },
    {
      answer: (units, data) =>
        units.reduce((kept, unit) => (mistakesOf(unit, data) <= mistakesOf(kept, data) ? unit : kept)),
      says: /came up first/,
    },
  ],
});

function whyPocket(place: number): string {
  if (place === 3)
    return "That one is as good, but another came up first: replace the kept unit only by a better one.";
  if (place === 2) return "That is the unit with the most mistakes: turn the comparison round.";
  if (place === 0) return "That is the first unit, with 2 mistakes; a later one makes only 1.";
  return "Return one of the units that were handed in.";
}

function stepOf(unit: Tlu, x: readonly number[], { y, eta }: { y: number; eta: number }): Tlu {
  const error = y - tlu(x, unit);
  return { w: unit.w.map((w, i) => w + eta * error * (x[i] ?? 0)), b: unit.b + eta * error };
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

/** The exercises by name: `exercises.nandUnit.check(answer)`. */
export const exercises = { nandUnit, stepByHand, rosenblatt, countMistakes, pocket };
