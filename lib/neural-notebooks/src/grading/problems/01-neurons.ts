/** The exercises of lesson 01: a unit by hand, counting patterns, the unit as code, XOR of NANDs, an adder. */
import {
  fires,
  fullAdder,
  nand,
  nor,
  truthTable,
  xor,
  type Bit,
  type McCullochPittsUnit,
} from "../../models/neuron";
import { problem, unlessClose } from "../problem";
import type { Finding } from "../verdict";

/** A unit that fires for a without b. */
export const onlyA = problem<McCullochPittsUnit>({
  id: "01-neurons/only-a",
  takeaway: "a excites, b inhibits, and θ = 1 asks for a to be on.",
  check: (unit) => {
    if (unit.inputs.length !== 2)
      return {
        actual: unit,
        expected: "two connections",
        why: "There are two inputs, a and b, so inputs needs two entries.",
      };
    const actual = truthTable((a, b) => fires([a, b], unit)).map(({ y }) => y);
    return unlessClose(actual, [0, 0, 1, 0], {
      why: whyOnlyA(actual),
      of: "answers to (0, 0), (0, 1), (1, 0), (1, 1)",
    });
  },
  hints: [
    "Which of the two inputs must be able to silence the unit?",
    "b inhibits: inputs are 1 for a and −1 for b. What must the threshold be, so that (0, 0) gives 0?",
    "{ inputs: [1, -1], threshold: … }, with a threshold that one input reaches and none does not.",
  ],
  stub: "const onlyA: McCullochPittsUnit = todo;",
  solution: "const onlyA: McCullochPittsUnit = { inputs: [1, -1], threshold: 1 };",
  variable: "onlyA",
  equivalents: [
    { inputs: [1, -1], threshold: 0.5 },
    { inputs: [1, -1], threshold: 1 },
  ],
  mistakes: [
    { answer: { inputs: [1, -1], threshold: 0 }, says: /NOT b/ },
    { answer: { inputs: [1, 1], threshold: 1 }, says: /OR/ },
    { answer: { inputs: [-1, 1], threshold: 1 }, says: /wrong way round/ },
    { answer: { inputs: [1, -1], threshold: 2 }, says: /never/ },
  ],
});

function whyOnlyA(actual: readonly Bit[]): string {
  const table = actual.join("");
  if (table === "1010") return "That is NOT b: it fires without a too. Raise the threshold.";
  if (table === "0111") return "That is OR: b must inhibit, not excite.";
  if (table === "0100") return "That is b without a: the two connections are the wrong way round.";
  if (table === "0001") return "That is AND: b must inhibit, not excite.";
  if (table === "0000") return "It never fires: the one exciting input cannot reach the threshold.";
  return "Go through the four corners: only (1, 0) may fire.";
}

/** Counting the patterns that make a unit fire. */
export const firingPatterns = problem<number>({
  id: "01-neurons/firing-patterns",
  takeaway: "10 patterns with three inputs on, 5 with four, 1 with five: 16, half of all.",
  check: (count) => unlessClose(count, 10 + 5 + 1, { why: whyPatterns(count) }),
  hints: [
    "The unit fires with three inputs on, and with more. Which numbers of inputs are that?",
    "In how many ways can 3 of 5 be on? 4 of 5? 5 of 5?",
    "3 of 5: 10 ways; 4 of 5: 5 ways; 5 of 5: 1 way. Add them.",
  ],
  stub: "const firingPatterns: number = todo;",
  solution: "const firingPatterns: number = 10 + 5 + 1;",
  variable: "firingPatterns",
  equivalents: [
    16,
    truthTable((...x) => fires(x, { inputs: [1, 1, 1, 1, 1], threshold: 3 }), { inputs: 5 }).filter(
      ({ y }) => y === 1,
    ).length,
  ],
  mistakes: [
    { answer: 10, says: /more than three/ },
    { answer: 6, says: /exactly three/ },
    { answer: 26, says: /two inputs/ },
  ],
});

function whyPatterns(count: number): string {
  if (count === 10)
    return "Those are the patterns with exactly 3 on; with more than three on it fires as well.";
  if (count === 6)
    return "The threshold is reached, not passed: exactly three are enough, since the sum must be ≥ θ.";
  if (count === 26) return "That counts the patterns with two inputs on too; they stay below the threshold.";
  return "Count the patterns of five switches with 3, 4 or 5 on.";
}

type Answer = (x: Bit[], unit: McCullochPittsUnit) => Bit;

/** The unit as a function. */
export const answer = problem<Answer>({
  id: "01-neurons/answer",
  takeaway: "Inhibition is absolute: it is asked first, and no excitation makes up for it.",
  check: (ask) => {
    const cases: [string, Bit[], McCullochPittsUnit, Bit][] = [
      ["exactly at the threshold", [1, 1], { inputs: [1, 1], threshold: 2 }, 1],
      ["below the threshold", [1, 0, 0], { inputs: [1, 1, 1], threshold: 2 }, 0],
      ["inhibited", [1, 1, 1, 1], { inputs: [1, 1, 1, -1], threshold: 2 }, 0],
      ["inhibiting input off", [1, 1, 0], { inputs: [1, 1, -1], threshold: 2 }, 1],
      ["NOT 0", [0], { inputs: [-1], threshold: 0 }, 1],
      ["NOT 1", [1], { inputs: [-1], threshold: 0 }, 0],
    ];
    for (const [name, x, unit, expected] of cases) {
      const found = unlessClose(ask([...x], unit), expected, { why: whyAnswer(name), of: name });
      if (found) return found;
    }
    return undefined;
  },
  hints: [
    "Two questions: is an inhibiting input on? If not, do enough exciting ones reach the threshold?",
    "x.some((bit, i) => bit === 1 && unit.inputs[i] === -1) says whether it is inhibited.",
    "Return 0 if inhibited; else count the bits that are 1 and compare: count >= unit.threshold ? 1 : 0.",
  ],
  stub: "const answer = (x: Bit[], unit: McCullochPittsUnit): Bit => todo;",
  solution: `const answer = (x: Bit[], { inputs, threshold }: McCullochPittsUnit): Bit => {
  const inhibited = x.some((bit, i) => bit === 1 && inputs[i] === -1);
  const excited = x.filter((bit) => bit === 1).length;
  return !inhibited && excited >= threshold ? 1 : 0;
};`,
  variable: "answer",
  equivalents: [
    (x, { inputs, threshold }) => {
      const sum = x.reduce<number>((total, bit, i) => total + bit * (inputs[i] === 1 ? 1 : -x.length - 1), 0);
      return sum >= threshold ? 1 : 0;
    },
    (x, { inputs, threshold }) => {
      let excited = 0;
      for (const [i, bit] of x.entries()) {
        if (bit === 0) continue;
        if (inputs[i] === -1) return 0;
        excited++;
      }
      return excited < threshold ? 0 : 1;
    },
  ],
  mistakes: [
    {
      answer: (x, unit) => (fires(x, unit) && x.filter((bit) => bit === 1).length > unit.threshold ? 1 : 0),
      says: /reached is enough/,
    },
    {
      answer: (x, { inputs, threshold }) =>
        x.reduce<number>((sum, bit, i) => sum + bit * (inputs[i] ?? 0), 0) >= threshold ? 1 : 0,
      says: /silences the unit/,
    },
    {
      answer: (x, { threshold }) => (x.filter((bit) => bit === 1).length >= threshold ? 1 : 0),
      says: /silences the unit/,
    },
    {
      answer: (x, { inputs, threshold }) =>
        !inputs.includes(-1) && x.filter((bit) => bit === 1).length >= threshold ? 1 : 0,
      says: /only when it is on/,
    },
  ],
});

function whyAnswer(name: string): string {
  if (name === "exactly at the threshold")
    return "A threshold that is reached is enough: the sum must be ≥ θ.";
  if (name === "below the threshold") return "One exciting input does not reach a threshold of 2.";
  if (name === "inhibited" || name === "NOT 1")
    return "An inhibiting input that is on silences the unit, however many others excite it.";
  if (name === "inhibiting input off") return "An inhibiting input counts only when it is on.";
  return "With threshold 0 and nothing that inhibits, the unit fires: 0 ≥ 0.";
}

type Gate = (a: Bit, b: Bit) => Bit;
type Circuit = (a: Bit, b: Bit, gate: Gate) => Bit;

/** XOR of NAND gates alone. */
export const xorOfNands = problem<Circuit>({
  id: "01-neurons/xor-of-nands",
  takeaway: "NAND alone builds every gate: whole computers have been made of it.",
  check: (circuit) => {
    const actual = truthTable((a, b) => circuit(a, b, nand)).map(({ y }) => y);
    // Of NOR gates the same circuit is the dual, XNOR; operators of its own would not change along.
    const dual = truthTable((a, b) => circuit(a, b, nor)).map(({ y }) => y);
    return (
      unlessClose(
        actual,
        truthTable(xor).map(({ y }) => y),
        { why: whyXor(actual), of: "answers to (0, 0), (0, 1), (1, 0), (1, 1)" },
      ) ??
      unlessClose(dual, [1, 0, 0, 1], {
        why: "The table is right, but something else than the gate that was handed in takes part. Use gate(…) alone: no operators, no other gates.",
        of: "the same circuit with NOR gates",
      })
    );
  },
  hints: [
    "Begin with m = gate(a, b): it is 0 only where XOR must be 0 for the reason “both”.",
    "gate(a, m) is 0 only when a is on and b is off; what is gate(b, m)?",
    "const m = gate(a, b); return gate(gate(a, m), …);",
  ],
  stub: "const xorOfNands = (a: Bit, b: Bit, gate: (a: Bit, b: Bit) => Bit): Bit => todo;",
  solution: `const xorOfNands = (a: Bit, b: Bit, gate: (a: Bit, b: Bit) => Bit): Bit => {
  const m = gate(a, b);
  return gate(gate(a, m), gate(b, m));
};`,
  variable: "xorOfNands",
  equivalents: [
    // Five gates: NOT a and NOT b first.
    (a, b, gate) => gate(gate(a, gate(b, b)), gate(gate(a, a), b)),
    (a, b, gate) => gate(gate(gate(a, b), b), gate(gate(b, a), a)),
  ],
  mistakes: [
    { answer: (a, b, gate) => gate(gate(a, a), gate(b, b)), says: /OR/ },
    { answer: (a, b, gate) => gate(gate(a, b), gate(a, b)), says: /AND/ },
    { answer: (a, b) => (a !== b ? 1 : 0), says: /gate\(…\) alone/ },
    { answer: (a, b, gate) => gate(gate(gate(a, gate(a, b)), gate(b, gate(a, b))), 1), says: /opposite/ },
  ],
});

function whyXor(actual: readonly Bit[]): string {
  const table = actual.join("");
  if (table === "0111") return "That is OR: (1, 1) must give 0.";
  if (table === "0001") return "That is AND: the inputs must differ, not both be on.";
  if (table === "1001") return "That is the opposite of XOR: one gate too many at the end turns it round.";
  if (table === "1110") return "That is NAND itself: the first of four gates.";
  return "Write down what each gate gives for each of the four corners.";
}

type Adder = (a: Bit[], b: Bit[]) => Bit[];

/** A chain of full adders. */
export const addDigits = problem<Adder>({
  id: "01-neurons/add-digits",
  takeaway: "Each digit waits for the carry of the one before: a chain of full adders.",
  check: (add) => {
    const cases: [number, number, number][] = [
      [5, 2, 3],
      [3, 1, 3],
      [1, 3, 2],
      [7, 7, 3],
      [9, 6, 4],
      [11, 13, 4],
      [1, 1, 1],
    ];
    for (const [a, b, length] of cases) {
      const actual = add(digits(a, length), digits(b, length));
      const found = whyDigits(actual, { a, b, length });
      if (found) return found;
    }
    return undefined;
  },
  hints: [
    "Keep a carry, 0 at first, and go over the digits from the lowest to the highest.",
    "fullAdder(a[i], b[i], { carry }) gives the digit of the sum and the next carry.",
    "In a loop: const step = fullAdder(a[i], b[i], { carry: carry }); result.push(step.sum); carry = step.carry; after it, push the carry.",
  ],
  stub: "const addDigits = (a: Bit[], b: Bit[]): Bit[] => todo;",
  solution: `const addDigits = (a: Bit[], b: Bit[]): Bit[] => {
  const result: Bit[] = [];
  let carry: Bit = 0;
  for (let i = 0; i < a.length; i++) {
    const step = fullAdder(a[i], b[i], { carry: carry });
    result.push(step.sum);
    carry = step.carry;
  }
  return [...result, carry];
};`,
  variable: "addDigits",
  uses: { fullAdder },
  equivalents: [
    (a, b) => {
      const value = (bits: Bit[]) => bits.reduce<number>((sum, bit, i) => sum + bit * 2 ** i, 0);
      return digits(value(a) + value(b), a.length + 1);
    },
    (a, b) => {
      const { out, carry } = a.reduce<{ out: Bit[]; carry: Bit }>(
        (state, bit, i) => {
          const step = fullAdder(bit, b[i] ?? 0, { carry: state.carry });
          return { out: [...state.out, step.sum], carry: step.carry };
        },
        { out: [], carry: 0 },
      );
      return out.concat(carry);
    },
  ],
  mistakes: [
    { answer: (a, b) => chain(a, b).slice(0, -1), says: /last carry/ },
    { answer: (a, b) => [...a.map((bit, i) => xor(bit, b[i] ?? 0)), 0], says: /without a carry/ },
    { answer: (a, b) => chain([...a].reverse(), [...b].reverse()).reverse(), says: /lowest digit first/ },
    { answer: (a, b) => chain(a, b).reverse(), says: /lowest digit first/ },
  ],
});

function whyDigits(
  actual: Bit[],
  { a, b, length }: { a: number; b: number; length: number },
): Finding | undefined {
  const expected = digits(a + b, length + 1);
  const of = `${a} + ${b}, lowest digit first`;
  if (!Array.isArray(actual))
    return unlessClose(actual, expected, { why: "Return the digits as a list.", of });
  if (actual.length === length)
    return unlessClose(actual, expected, {
      why: "The last carry is missing: the result has one digit more.",
      of,
    });
  const noCarry = [...digits(a ^ b, length), 0].join();
  if (actual.join() === noCarry)
    return unlessClose(actual, expected, {
      why: "That adds each digit without a carry from the one before.",
      of,
    });
  return unlessClose(actual, expected, {
    why: "Numbers come, and go, with the lowest digit first: the carry wanders to the right.",
    of,
  });
}

/** A number's binary digits, the lowest first. */
function digits(value: number, length: number): Bit[] {
  return Array.from({ length }, (_, i) => ((value >> i) & 1) as Bit);
}

function chain(a: readonly Bit[], b: readonly Bit[]): Bit[] {
  let carry: Bit = 0;
  const sums = a.map((bit, i) => {
    const step = fullAdder(bit, b[i] ?? 0, { carry });
    carry = step.carry;
    return step.sum;
  });
  return [...sums, carry];
}

/** The exercises by name: `exercises.onlyA.check(answer)`. */
export const exercises = { onlyA, firingPatterns, answer, xorOfNands, addDigits };
