/** The exercises of lesson 01: the unit as code, a unit by hand, an adder, weights by hand, XOR of NANDs. */
import { cannot } from "../../core/errors";
import type { Random } from "../../core/random";
import { nand, truthTable, xor, type Bit, type McCullochPittsUnit } from "../../models/neuron";
import type { Tlu } from "../../models/perceptron";
import { problem, unlessClose } from "../problem";
import { functionProblem, valueProblem } from "../problem-kinds";
import { todo } from "../todo";
import type { Finding } from "../verdict";

type Answer = (x: Bit[], unit: McCullochPittsUnit) => Bit;

function excitement(x: readonly Bit[], unit: McCullochPittsUnit): number {
  return x.filter((bit, i) => bit === 1 && unit.inputs[i] === 1).length;
}

function isSilenced(x: readonly Bit[], unit: McCullochPittsUnit): boolean {
  return x.some((bit, i) => bit === 1 && unit.inputs[i] === -1);
}

function toBit(holds: boolean): Bit {
  return holds ? 1 : 0;
}

function sumWith(veto: number, { x, unit }: { x: readonly Bit[]; unit: McCullochPittsUnit }): number {
  return x.reduce<number>((sum, bit, i) => sum + bit * (unit.inputs[i] === 1 ? 1 : veto), 0);
}

/** Answers as soon as the count is reached: a veto that comes later is not heard. */
function firesTooEarly(x: readonly Bit[], unit: McCullochPittsUnit): Bit {
  let excited = 0;
  for (const [i, bit] of x.entries()) {
    if (bit === 1 && unit.inputs[i] === -1) return 0;
    excited += bit;
    if (excited >= unit.threshold) return 1;
  }
  return 0;
}

function manyOnes(length: number): Bit[] {
  return Array.from({ length }, () => 1);
}

function randomBits(random: Random, length: number): Bit[] {
  return Array.from({ length }, () => toBit(random.uniform() < 0.6));
}

/** The unit as a function. */
export const answer = functionProblem<[Bit[], McCullochPittsUnit], Bit>({
  id: "01-neurons/answer",
  variable: "answer",
  stub: "function answer(x: Bit[], unit: McCullochPittsUnit): Bit {\n  return todo;\n}",
  solution: `function answer(x: Bit[], unit: McCullochPittsUnit): Bit {
  let excited = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] === 1 && unit.inputs[i] === -1) return 0;
    if (x[i] === 1) excited = excited + 1;
  }
  return excited >= unit.threshold ? 1 : 0;
}`,
  reference: (x, unit) => toBit(!isSilenced(x, unit) && excitement(x, unit) >= unit.threshold),
  cases: [
    [[1, 1], { inputs: [1, 1], threshold: 2 }],
    [[1, 0, 0], { inputs: [1, 1, 1], threshold: 2 }],
    [[1, 1, 1, 1], { inputs: [1, 1, 1, -1], threshold: 1 }],
    [[1, 1, 1, 1, 1, 1], { inputs: [1, -1, 1, 1, 1, 1], threshold: 1 }],
    [[1, 1, 0], { inputs: [1, 1, -1], threshold: 2 }],
    [[0], { inputs: [-1], threshold: 0 }],
    [[1], { inputs: [-1], threshold: 0 }],
    [[0, 0], { inputs: [1, 1], threshold: 0 }],
    [[1, 1], { inputs: [1, 1], threshold: 3 }],
    // A veto that is only a large negative number is outvoted here.
    [manyOnes(2000), { inputs: [...Array.from({ length: 1999 }, () => 1 as const), -1], threshold: 1 }],
  ],
  fuzz: (random) => {
    const size = random.integer(1, 9);
    const inputs = Array.from({ length: size }, () => (random.uniform() < 0.2 ? -1 : 1));
    return [randomBits(random, size), { inputs, threshold: random.integer(0, size + 1) }];
  },
  fuzzCount: 100,
  mayChangeInput: false,
  takeaway: "Inhibition is a veto: it is asked first, and no number of exciting inputs makes up for it.",
  otherwise:
    "Two questions, in this order: is any inhibiting input on? If not, are at least unit.threshold exciting inputs on?",
  hints: [
    "Walk along x with a loop that counts, for (let i = 0; …), since you need x[i] and unit.inputs[i] together.",
    "Inside the loop: if x[i] is 1 and unit.inputs[i] is −1, return 0 at once. Otherwise count x[i].",
    "After the loop, compare the count with unit.threshold, with at least (>=), and return a bit.",
  ],
  mistakes: [
    {
      answer: (x, unit) => toBit(!isSilenced(x, unit) && excitement(x, unit) > unit.threshold),
      why: "A threshold that is reached is enough: use >= instead of >.",
    },
    {
      answer: (x, unit) => toBit(sumWith(-1, { x, unit }) >= unit.threshold),
      why: "You count an inhibiting input as −1, so that others can make up for it. It has a veto: one that is on silences the unit.",
    },
    {
      answer: (x, unit) => toBit(sumWith(-2, { x, unit }) >= unit.threshold),
      why: "You count an inhibiting input as −2, so that enough others can make up for it. It has a veto: one that is on silences the unit.",
    },
    {
      answer: (x, unit) => toBit(sumWith(-100, { x, unit }) >= unit.threshold),
      why: "A large negative number for an inhibiting input is not a veto: enough exciting inputs make up for it. One inhibiting input that is on silences the unit, however many others are on.",
    },
    {
      answer: (x, unit) => toBit(sumWith(-1000, { x, unit }) >= unit.threshold),
      why: "A large negative number for an inhibiting input is not a veto: enough exciting inputs make up for it. One inhibiting input that is on silences the unit, however many others are on.",
    },
    {
      answer: firesTooEarly,
      why: "Your unit fires as soon as enough exciting inputs are on, before it has seen them all. An inhibiting input that comes later must still silence it.",
    },
    {
      answer: (x, unit) => toBit(x.filter((bit) => bit === 1).length >= unit.threshold),
      why: "You count all inputs that are on. An inhibiting one that is on has to silence the unit.",
    },
    {
      answer: (x, unit) => toBit(excitement(x, unit) >= unit.threshold),
      why: "You leave the inhibiting inputs out of the count, but one that is on has to silence the unit.",
    },
    {
      answer: (x, unit) => toBit(!unit.inputs.includes(-1) && excitement(x, unit) >= unit.threshold),
      why: "An inhibiting input silences the unit only when it is on.",
    },
    {
      answer: (x, unit) => toBit((isSilenced(x, unit) ? 0 : excitement(x, unit)) >= unit.threshold),
      why: "You set the count to 0 when an inhibiting input is on. With a threshold of 0 the unit still fires then; return 0 at once instead.",
    },
    {
      answer: (x, unit) => toBit(!isSilenced(x, unit) && excitement(x, unit) === unit.threshold),
      why: "With more exciting inputs on than the threshold asks for, the unit fires as well.",
    },
  ],
  equivalents: [
    (x, unit) => toBit(sumWith(-x.length - 1, { x, unit }) >= unit.threshold),
    (x, { inputs, threshold }) => {
      let excited = 0;
      for (const [i, bit] of x.entries()) {
        if (bit === 0) continue;
        if (inputs[i] === -1) return 0;
        excited++;
      }
      return excited < threshold ? 0 : 1;
    },
  ] as [Answer, ...Answer[]],
});

/** A unit that fires for the first input without the second. */
export const onlyFirst = valueProblem<McCullochPittsUnit>({
  id: "01-neurons/only-first",
  variable: "onlyFirst",
  stub: "const onlyFirst: McCullochPittsUnit = { inputs: todo, threshold: todo };",
  solution: "const onlyFirst: McCullochPittsUnit = { inputs: [1, -1], threshold: 1 };",
  expected: { inputs: [1, -1], threshold: 1 },
  takeaway: "The first input excites, the second has a veto, and the threshold asks for the first to be on.",
  parts: {
    threshold:
      "The threshold must be a whole number that one exciting input reaches. When both inputs are off, the unit must stay silent.",
    inputs:
      "In `inputs`, each entry says either exciting or inhibiting, and nothing else. Which of the two inputs has to be able to silence the unit?",
  },
  otherwise:
    "Go through the four corners (0, 0), (0, 1), (1, 0) and (1, 1): which input has to be able to silence the unit, and how many exciting ones must be on?",
  hints: [
    "Which of the two inputs must be able to silence the unit?",
    "The first excites, the second inhibits. The threshold decides what happens when both are off.",
    "When both are off, the count is 0, and the unit must stay silent. Which whole numbers are above 0, and which of them does one exciting input reach?",
  ],
  mistakes: [
    {
      answer: { inputs: [1, -1], threshold: 0 },
      why: "The inputs are right. But this unit fires when both are off, since nothing is needed: it computes NOT of the second.",
    },
    {
      answer: { inputs: [1, -1], threshold: 2 },
      why: "The inputs are right. But this unit never fires: a single exciting input cannot reach the threshold.",
    },
    {
      answer: { inputs: [1, -1], threshold: 0.5 },
      why: "The inputs are right. The threshold has to be a whole number, as the statement says.",
    },
    {
      answer: { inputs: [1, -1], threshold: 0.9 },
      why: "The inputs are right. The threshold has to be a whole number, as the statement says.",
    },
    {
      answer: { inputs: [-1, 1], threshold: 1 },
      why: "The inputs have changed places: this unit fires for the second without the first.",
    },
    {
      answer: { inputs: [1, 1], threshold: 1 },
      why: "This is OR. It fires for the second input as well; which kind of input would silence it?",
    },
    {
      answer: { inputs: [1, 1], threshold: 2 },
      why: "This is AND. The second input must silence the unit, not help it.",
    },
    {
      answer: { inputs: [1, 0], threshold: 1 },
      why: "The second input is not connected, so this unit fires when both are on, too.",
    },
  ],
  equivalents: [{ inputs: [1, -1], threshold: 2 - 1 }],
});

/** The corners in the lesson's order. */
const CORNERS: readonly (readonly [Bit, Bit])[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

function whyWeights(table: string): string {
  if (table === "0100") return "Your unit does the opposite: it fires at (0, 1) alone.";
  if (table === "1101") return "The inputs have changed places: your unit is silent at (1, 0).";
  if (table === "0011") return "At (0, 0) the sum is the bias alone, and there the unit should fire.";
  if (table === "1111")
    return "Your unit always fires. The weight of x₂ has to pull the sum below zero at (0, 1).";
  if (table === "1010") return "At (1, 1) the first input has to make up for the second.";
  if (table === "0000") return "Your unit never fires. At (0, 0) the sum is the bias alone.";
  if (table === "0111")
    return "That is OR. At (0, 0) the sum is the bias alone, and there the unit should fire.";
  if (table === "1110")
    return "That is NAND. One of the two inputs must speak for firing, so that the unit fires at (1, 1) as well.";
  return "Work out w₁·x₁ + w₂·x₂ + b at each of the four corners, and compare it with 0.";
}

function findInWeights(unit: Tlu): Finding | undefined {
  const { w, b } = unit ?? {};
  const numbers = [...(Array.isArray(w) ? (w as unknown[]) : [w]), b as unknown];
  if (numbers.some((number) => number === todo)) return { actual: todo, why: "" };
  if (numbers.length !== 3 || !numbers.every((number) => Number.isFinite(number))) {
    return { actual: unit, why: "Give a list of two numbers for w, and one number for b." };
  }
  const [w1, w2, bias] = numbers as [number, number, number];
  const actual = CORNERS.map(([x1, x2]) => toBit(w1 * x1 + w2 * x2 + bias >= 0));
  const of = "outputs at (0, 0), (0, 1), (1, 0), (1, 1)";
  return unlessClose(actual, [1, 0, 1, 1], { why: whyWeights(actual.join("")), of });
}

/** Weights and a bias by hand. */
export const notOnlySecond = problem<Tlu>({
  id: "01-neurons/not-only-second",
  variable: "notOnlySecond",
  stub: "const notOnlySecond: Tlu = { w: todo, b: todo };",
  solution: "const notOnlySecond: Tlu = { w: [1, -1], b: 0 };",
  takeaway: "A negative weight speaks against firing, and another input can outweigh it: no veto.",
  check: findInWeights,
  hints: [
    "Begin at (0, 0): there the sum is b alone. May b be below zero?",
    "At (0, 1) the sum is w₂ + b, and it has to be below zero. Which sign does w₂ need?",
    "At (1, 1) the sum is w₁ + w₂ + b, and it must not be below zero: w₁ has to make up for w₂.",
  ],
  equivalents: [
    { w: [2, -1], b: 0.5 },
    { w: [3, -2], b: 1 },
    { w: [0.1, -0.1], b: 0 },
    { w: [100, -7], b: 6.5 },
  ],
  mistakes: [
    { answer: { w: [-1, 1], b: 0 }, says: /changed places/ },
    { answer: { w: [1, -2], b: 0 }, says: /make up for the second/ },
    { answer: { w: [1, -1], b: -0.5 }, says: /compare it with 0/ },
    { answer: { w: [1, 0], b: -1 }, says: /the bias alone/ },
    { answer: { w: [-1, 1], b: -0.5 }, says: /opposite/ },
    { answer: { w: [1, 1], b: 0 }, says: /always fires/ },
    { answer: { w: [1, 1], b: -1 }, says: /That is OR/ },
    { answer: { w: [-1, -1], b: 1 }, says: /That is NAND/ },
    { answer: { w: [-1, -1], b: -1 }, says: /never fires/ },
    { answer: { w: [1], b: 0 }, says: /list of two numbers/ },
    { answer: { w: [NaN, -1], b: 0 }, says: /list of two numbers/ },
  ],
});

function value(digits: readonly Bit[]): number {
  return digits.reduce<number>((sum, digit, i) => sum + digit * 2 ** i, 0);
}

/** A number's binary digits, the lowest first. */
function digitsOf(number: number, length: number): Bit[] {
  return Array.from({ length }, (_, i) => toBit(Math.floor(number / 2 ** i) % 2 === 1));
}

function sumOf(first: readonly Bit[], second: readonly Bit[]): Bit[] {
  return digitsOf(value(first) + value(second), first.length + 1);
}

/** The lesson's full adder, which stub and solution use. */
function fullAdder(x1: Bit, x2: Bit, carryIn: Bit): { digit: Bit; carry: Bit } {
  const total = x1 + x2 + carryIn;
  return { digit: toBit(total % 2 === 1), carry: toBit(total > 1) };
}

/** A chain of full adders. */
export const addDigits = functionProblem<[Bit[], Bit[]], Bit[]>({
  id: "01-neurons/add-digits",
  variable: "addDigits",
  stub: "function addDigits(first: Bit[], second: Bit[]): Bit[] {\n  return todo;\n}",
  solution: `function addDigits(first: Bit[], second: Bit[]): Bit[] {
  const sum: Bit[] = [];
  let carry: Bit = 0;
  for (let i = 0; i < first.length; i++) {
    const place = fullAdder(first[i], second[i], carry);
    sum.push(place.digit);
    carry = place.carry;
  }
  sum.push(carry);
  return sum;
}`,
  uses: { fullAdder },
  reference: sumOf,
  cases: [
    [
      [1, 1],
      [1, 0],
    ],
    [[1], [1]],
    [[0], [0]],
    [
      [1, 0, 0],
      [1, 0, 0],
    ],
    [
      [1, 0, 1],
      [0, 1, 0],
    ],
    [
      [1, 1, 1],
      [1, 1, 1],
    ],
    [
      [1, 1, 0, 1],
      [1, 0, 1, 1],
    ],
    [
      [1, 1, 1, 1, 1],
      [1, 0, 0, 0, 0],
    ],
  ],
  fuzz: (random) => {
    const length = random.integer(1, 13);
    return [randomBits(random, length), randomBits(random, length)];
  },
  mayChangeInput: false,
  takeaway: "Each digit waits for the carry of the one before: a chain of full adders.",
  otherwise:
    "In each round call fullAdder with both digits and the carry so far, push the digit, and keep the new carry. The last carry is the last digit of the sum.",
  hints: [
    "You need a list for the digits of the sum and a carry, which is 0 at first. Go over the digits from the lowest to the highest.",
    "fullAdder(first[i], second[i], carry) gives an object with the digit of this place and the next carry.",
    "In the loop: call fullAdder, push its digit, set carry to its carry. After the loop, push the carry and return the list.",
  ],
  mistakes: [
    {
      answer: (first, second) => sumOf(first, second).slice(0, -1),
      why: "The last carry is missing: the result has one digit more than the lists.",
    },
    {
      answer: (first, second) => {
        const sum = sumOf(first, second);
        return sum.at(-1) === 1 ? sum : sum.slice(0, -1);
      },
      why: "You leave out the last carry when it is 0. The result always has one digit more than the lists.",
    },
    {
      answer: (first, second) => [...first.map((digit, i) => xor(digit, second[i] ?? 0)), 0],
      why: "Each place is added without the carry of the place before. Keep it in a variable for the next round.",
    },
    {
      answer: (first, second) => {
        const places = first.map((digit, i) => fullAdder(digit, second[i] ?? 0, 0));
        return [...places.map(({ digit }) => digit), places.at(-1)?.carry ?? 0];
      },
      why: "Each place is added with a carry of 0. Hand over the carry of the place before.",
    },
    {
      answer: (first, second) => sumOf([...first].reverse(), [...second].reverse()),
      why: "You start with the last digits. The lowest digit comes first in both lists, so start with i = 0.",
    },
    {
      answer: (first, second) => sumOf([...first].reverse(), [...second].reverse()).reverse(),
      why: "You start with the last digits. The lowest digit comes first in both lists, so start with i = 0.",
    },
    {
      answer: (first, second) => sumOf(first, second).reverse(),
      why: "The digits are right, but in the wrong order: the lowest comes first in the result, too.",
    },
  ],
  equivalents: [
    (first, second) => {
      let carry: Bit = 0;
      const sum = first.map((digit, i) => {
        const place = fullAdder(digit, second[i] ?? 0, carry);
        carry = place.carry;
        return place.digit;
      });
      return [...sum, carry];
    },
  ],
});

type Gate = (x1: Bit, x2: Bit) => Bit;
type Circuit = (x1: Bit, x2: Bit, gate: Gate) => Bit;

/** What a circuit hands on when it is asked with signals in the place of bits: only a gate knows what to do with them. */
class Signal {
  constructor(readonly at: (x: readonly Bit[]) => Bit) {}
}

/** The answers at the four corners of a circuit that is built of gates alone; `undefined` where something else takes part. */
function wiredAnswers(circuit: Circuit): Bit[] | undefined {
  const read = (input: unknown): Signal => {
    if (input instanceof Signal) return input;
    if (input === 0 || input === 1) return new Signal(() => input);
    throw cannot("wire the gate", {
      argument: "input",
      must: "an input, an output or a constant",
      received: input,
    });
  };
  const gate = (x1: unknown, x2: unknown): Signal => {
    const [first, second] = [read(x1), read(x2)];
    return new Signal((x) => nand(first.at(x), second.at(x)));
  };
  try {
    const wire = (i: 0 | 1) => new Signal((x) => x[i] as Bit);
    const output = read((circuit as (...signals: unknown[]) => unknown)(wire(0), wire(1), gate));
    return truthTable(() => 0).map(({ x }) => output.at(x));
  } catch {
    return undefined;
  }
}

const WANTED = truthTable(xor).map(({ y }) => y);

function findInCircuit(circuit: Circuit): Finding | undefined {
  const actual = truthTable((x1, x2) => circuit(x1, x2, nand)).map(({ y }) => y);
  if (actual.some((bit) => (bit as unknown) === todo)) return { actual: todo, why: "" };
  const of = "outputs at (0, 0), (0, 1), (1, 0), (1, 1)";
  const found = unlessClose(actual, WANTED, { why: whyXor(actual), of });
  if (found || wiredAnswers(circuit)?.join("") === WANTED.join("")) return found;
  return {
    actual: "a right truth table, but not by the gate alone",
    why: "Something other than the gate takes part, such as an operator, a condition or another gate. Use calls of gate(…) alone.",
  };
}

/** XOR of NAND gates alone. */
export const xorOfNands = problem<Circuit>({
  id: "01-neurons/xor-of-nands",
  takeaway: "NAND alone builds every gate, and so the whole calculator.",
  check: findInCircuit,
  hints: [
    "Begin with the gate of both inputs. When is it 0, and is XOR right to be 0 there?",
    "Call its output both. gate(x1, both) is 0 only when the first is on and the second is off. What is gate(x2, both)?",
    "Now you have two outputs, each 0 in one of the two cases in which XOR should fire. The gate of these two is 1 if one of them is 0.",
  ],
  stub: "function xorOfNands(x1: Bit, x2: Bit, gate: (x1: Bit, x2: Bit) => Bit): Bit {\n  return todo;\n}",
  solution: `function xorOfNands(x1: Bit, x2: Bit, gate: (x1: Bit, x2: Bit) => Bit): Bit {
  const both = gate(x1, x2);
  return gate(gate(x1, both), gate(x2, both));
}`,
  variable: "xorOfNands",
  equivalents: [
    // Five gates: NOT first, by the input twice.
    (x1, x2, gate) => gate(gate(x1, gate(x2, x2)), gate(gate(x1, x1), x2)),
    // NOT by a constant.
    (x1, x2, gate) => gate(gate(x1, gate(x2, 1)), gate(gate(1, x1), x2)),
    (x1, x2, gate) => gate(gate(gate(x1, x2), x2), gate(gate(x2, x1), x1)),
  ],
  mistakes: [
    { answer: (x1, x2, gate) => gate(gate(x1, x1), gate(x2, x2)), says: /OR/ },
    { answer: (x1, x2, gate) => gate(gate(x1, x2), gate(x1, x2)), says: /AND/ },
    { answer: (x1, x2) => (x1 !== x2 ? 1 : 0), says: /gate\(…\) alone/ },
    { answer: (x1, x2, gate) => (gate(x1, x2) && (x1 || x2) ? 1 : 0), says: /gate\(…\) alone/ },
    { answer: (x1, x2, gate) => (x1 === 1 ? gate(x2, x2) : x2), says: /gate\(…\) alone/ },
    { answer: (x1, x2) => xor(x1, x2), says: /gate\(…\) alone/ },
    {
      answer: (x1, x2, gate) => gate(gate(gate(x1, gate(x1, x2)), gate(x2, gate(x1, x2))), 1),
      says: /opposite/,
    },
    { answer: (x1, x2, gate) => gate(x1, x2), says: /first of four/ },
  ],
});

function whyXor(actual: readonly Bit[]): string {
  const table = actual.join("");
  if (table === "0111") return "That is OR: at (1, 1) the output must be 0.";
  if (table === "0001") return "That is AND: the inputs must differ, not both be on.";
  if (table === "1001")
    return "That is the opposite of XOR: one gate more at the end, or one less, turns it round.";
  if (table === "1110") return "That is NAND itself, the first of four gates.";
  return "Write down what each gate gives at each of the four corners.";
}

/** The exercises by name: `exercises.onlyFirst.check(answer)`. */
export const exercises = { answer, onlyFirst, addDigits, notOnlySecond, xorOfNands };
