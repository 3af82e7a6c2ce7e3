/** Tests of McCulloch–Pitts units and gates against truth tables. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import {
  and,
  fires,
  fullAdder,
  halfAdder,
  nand,
  nor,
  not,
  or,
  searchUnits,
  truthTable,
  xor,
  type Bit,
} from "./neuron";

test("gates give their truth tables", () => {
  const answers = (gate: (...x: Bit[]) => Bit, inputs = 2) =>
    truthTable(gate, { inputs })
      .map((row) => row.y)
      .join("");
  assert.deepEqual(
    [answers(not, 1), answers(and), answers(or), answers(nand), answers(nor), answers(xor)],
    ["10", "0001", "0111", "1110", "1000", "0110"],
  );
});

test("adders add", () => {
  for (const a of [0, 1] as const) {
    for (const b of [0, 1] as const) {
      const half = halfAdder(a, b);
      assert.equal(2 * half.carry + half.sum, a + b);
      for (const carry of [0, 1] as const) {
        const full = fullAdder(a, b, { carry });
        assert.equal(2 * full.carry + full.sum, a + b + carry);
      }
    }
  }
});

test("an inhibiting input that is on keeps the unit silent, whatever else is on", () => {
  assert.equal(fires([1, 1, 1, 1], { inputs: [1, 1, 1, -1], threshold: 1 }), 0);
  assert.equal(fires([1, 0, 0, 0], { inputs: [1, 1, 1, -1], threshold: 1 }), 1);
});

test("an input that is not connected changes nothing", () => {
  const onlySecond = { inputs: [0, 1], threshold: 1 } as const;
  const corners = truthTable(() => 0).map(({ x }) => x);
  assert.deepEqual(
    corners.map((x) => fires(x, onlySecond)),
    [0, 1, 0, 1],
  );
  assert.equal(fires([1, 1], { inputs: [0, -1], threshold: 0 }), 0);
  assert.equal(fires([1, 0], { inputs: [0, -1], threshold: 0 }), 1);
});

test("the search finds the units that compute AND, OR and NOT, and none for XOR", () => {
  assert.deepEqual(searchUnits(truthTable(or)).found, [{ inputs: [1, 1], threshold: 1 }]);
  assert.deepEqual(searchUnits(truthTable(not, { inputs: 1 })).found, [{ inputs: [-1], threshold: 0 }]);
  // 4 kinds of connections × thresholds 0 … 3.
  assert.deepEqual(searchUnits(truthTable(xor)), { found: [], tried: 16 });
});

test("bad input is refused", () => {
  assert.throws(() => fires([1], { inputs: [1, 1], threshold: 1 }), ShapeError);
  assert.throws(() => fires([2 as Bit], { inputs: [1], threshold: 1 }), DataError);
  assert.throws(() => truthTable(and, { inputs: 0 }), ArgumentError);
  assert.throws(() => searchUnits([]), ShapeError);
});
