/** Turns switches into thoughts: the neuron of McCulloch and Pitts, gates built of it, and a search for what one unit can do. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";

/** A switch: off or on. */
export type Bit = 0 | 1;

/** A McCulloch–Pitts unit: it fires when enough exciting inputs are on and no inhibiting input is. */
export interface McCullochPittsUnit {
  /** What each input does: `1` excites, `-1` inhibits (one that is on keeps the unit silent), `0` is not connected. */
  readonly inputs: readonly (1 | -1 | 0)[];
  /** How many exciting inputs must be on, a whole number ≥ 0. */
  readonly threshold: number;
}

/**
 * The answer of a McCulloch–Pitts unit (McCulloch and Pitts, 1943, "A logical calculus of the ideas immanent in
 * nervous activity"): 1 if no inhibiting input is on and Σ exciting inputs ≥ θ, else 0.
 *
 * @param x - The inputs, 0 or 1, one per connection.
 * @param unit - Kinds of connection and threshold θ.
 * @returns 1 when the unit fires, else 0.
 * @throws ShapeError when there are more or fewer inputs than connections.
 * @throws DataError when an input is not 0 or 1.
 * @example
 * assert.equal(fires([1, 1], { inputs: [1, 1], threshold: 2 }), 1);
 * assert.equal(fires([1, 1], { inputs: [1, -1], threshold: 1 }), 0);
 */
export function fires(x: readonly Bit[], unit: McCullochPittsUnit): Bit {
  if (x.length !== unit.inputs.length) {
    throw cannot("ask the unit", {
      argument: "x",
      must: `${unit.inputs.length} inputs`,
      received: x,
      as: ShapeError,
    });
  }
  let excitement = 0;
  for (const [i, bit] of x.entries()) {
    if (bit !== 0 && bit !== 1)
      throw cannot("ask the unit", { argument: `x[${i}]`, must: "0 or 1", received: bit, as: DataError });
    if (bit === 1 && unit.inputs[i] === -1) return 0;
    if (unit.inputs[i] === 1) excitement += bit;
  }
  return excitement >= unit.threshold ? 1 : 0;
}

const NOT: McCullochPittsUnit = { inputs: [-1], threshold: 0 };
const AND: McCullochPittsUnit = { inputs: [1, 1], threshold: 2 };
const OR: McCullochPittsUnit = { inputs: [1, 1], threshold: 1 };

/** NOT by one unit: one inhibiting input, threshold 0. */
export function not(a: Bit): Bit {
  return fires([a], NOT);
}

/** AND by one unit: threshold 2. */
export function and(a: Bit, b: Bit): Bit {
  return fires([a, b], AND);
}

/** OR by one unit: threshold 1. */
export function or(a: Bit, b: Bit): Bit {
  return fires([a, b], OR);
}

/** NAND by two units: NOT after AND. */
export function nand(a: Bit, b: Bit): Bit {
  return not(and(a, b));
}

/** NOR by two units: NOT after OR. */
export function nor(a: Bit, b: Bit): Bit {
  return not(or(a, b));
}

/** XOR by two layers of units: one of them, but not both. */
export function xor(a: Bit, b: Bit): Bit {
  return and(or(a, b), nand(a, b));
}

/**
 * Adds two binary digits with gates.
 *
 * @returns The digit of the sum (XOR) and the carry (AND): `a + b = 2 · carry + sum`.
 * @example
 * assert.deepEqual(halfAdder(1, 1), { sum: 0, carry: 1 });
 */
export function halfAdder(a: Bit, b: Bit): { sum: Bit; carry: Bit } {
  return { sum: xor(a, b), carry: and(a, b) };
}

/**
 * Adds two binary digits and a carry, with two half adders.
 *
 * @example
 * assert.deepEqual(fullAdder(1, 1, { carry: 1 }), { sum: 1, carry: 1 });
 */
export function fullAdder(a: Bit, b: Bit, options: { carry?: Bit } = {}): { sum: Bit; carry: Bit } {
  const { carry = 0 } = options;
  const first = halfAdder(a, b);
  const second = halfAdder(first.sum, carry);
  return { sum: second.sum, carry: or(first.carry, second.carry) };
}

/** One line of a truth table. */
export interface TruthRow {
  /** The inputs. */
  readonly x: readonly Bit[];
  /** The answer. */
  readonly y: Bit;
}

/**
 * All answers of a gate, counting up in binary.
 *
 * @param gate - Takes `inputs` bits.
 * @param options - Number of inputs, 1 to 16.
 * @returns 2^inputs rows.
 * @example
 * assert.deepEqual(truthTable(and).map((row) => row.y), [0, 0, 0, 1]);
 */
export function truthTable(gate: (...x: Bit[]) => Bit, options: { inputs?: number } = {}): TruthRow[] {
  const { inputs = 2 } = options;
  checkInteger(inputs, { verb: "write the truth table", argument: "inputs", min: 1, max: 16 });
  return Array.from({ length: 2 ** inputs }, (_, number) => {
    const x = Array.from({ length: inputs }, (_unused, i) => ((number >> (inputs - 1 - i)) & 1) as Bit);
    return { x, y: gate(...x) };
  });
}

/**
 * Looks for McCulloch–Pitts units that give every answer of a truth table, by trying all of them whose inputs are all
 * connected.
 * It finds none for XOR: that is the proof that one such unit cannot compute it.
 *
 * @param table - The answers wanted, all with equally many inputs (at most 12).
 * @returns Every unit that fits, and how many were tried.
 * @throws ShapeError when the table is empty or ragged.
 * @example
 * assert.deepEqual(searchUnits(truthTable(and)).found, [{ inputs: [1, 1], threshold: 2 }]);
 * assert.deepEqual(searchUnits(truthTable(xor)).found, []);
 */
export function searchUnits(table: readonly TruthRow[]): { found: McCullochPittsUnit[]; tried: number } {
  const size = table[0]?.x.length ?? 0;
  if (size === 0 || size > 12 || table.some((row) => row.x.length !== size)) {
    const must = "rows with equally many inputs, 1 to 12";
    throw cannot("search units", {
      argument: "table",
      must,
      received: table.map((row) => row.x.length),
      as: ShapeError,
    });
  }
  const found: McCullochPittsUnit[] = [];
  let tried = 0;
  for (let kinds = 0; kinds < 2 ** size; kinds++) {
    const inputs = Array.from({ length: size }, (_, i) => ((kinds >> i) & 1 ? -1 : 1));
    // Above size + 1 a unit never fires, so larger thresholds bring nothing new.
    for (let threshold = 0; threshold <= size + 1; threshold++) {
      tried++;
      const unit = { inputs, threshold };
      if (table.every((row) => fires(row.x, unit) === row.y)) found.push(unit);
    }
  }
  return { found, tried };
}
