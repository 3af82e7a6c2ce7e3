/** Tests of merging by one key of numbers, against a comparison of each row with each. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../core/random";
import { mergeTables } from "./merge";
import type { MergeKind } from "./merge";

const table = (key: number[], own: string) => ({
  rows: key.length,
  columns: [
    { name: "key", type: "number" as const, values: Float64Array.from(key) },
    { name: own, type: "number" as const, values: Float64Array.from(key.keys()) },
  ],
});

/** Rows side by side, −1 without a partner: each left row with each right one of an equal key. */
function pairs(left: number[], right: number[], how: MergeKind): [number, number][] {
  if (how === "right") return pairs(right, left, "left").map(([a, b]) => [b, a]);
  return left.flatMap((key, row) => {
    const partners = [...right.keys()].filter((other) => [right[other]].includes(key));
    if (partners.length === 0) return how === "left" ? [[row, -1] as [number, number]] : [];
    return partners.map((other): [number, number] => [row, other]);
  });
}

const cases: Record<string, (random: Random) => number> = {
  "close whole numbers": (random) => random.integer(-4, 9),
  "whole numbers and missing ones": (random) => (random.chance(0.2) ? NaN : random.integer(0, 6)),
  fractions: (random) => random.integer(0, 9) / 4,
  "numbers far apart": (random) => random.integer(0, 5) * 1e12,
  "zero of both signs": (random) => (random.chance(0.5) ? -0 : 0),
  infinities: (random) => [1, Infinity, -Infinity][random.integer(0, 3)] ?? 0,
};

for (const [name, draw] of Object.entries(cases))
  for (const how of ["inner", "left", "right"] as const)
    test(`${how} by ${name} finds the rows that a comparison of all with all finds`, () => {
      const random = new Random(7);
      for (let round = 0; round < 30; round++) {
        const [left, right] = [8, 6].map((length) => Array.from({ length }, () => draw(random)));
        assert.ok(left && right);
        const merged = mergeTables(table(left, "l"), table(right, "r"), {
          on: ["key"],
          how,
          suffixes: ["_x", "_y"],
        });
        const rows = (column: number) =>
          Array.from(merged.columns[column]?.values as Float64Array, (row) => (Number.isNaN(row) ? -1 : row));
        const found = rows(1).map((row, at) => [row, rows(2)[at]]);
        assert.deepEqual(found, pairs(left, right, how));
        const keys = found.map(([row = -1, other = -1]) => (row >= 0 ? left[row] : right[other]));
        assert.deepEqual(
          Array.from(merged.columns[0]?.values as Float64Array, (key) => key + 0),
          keys.map((key = NaN) => key + 0),
        );
      }
    });

test("right keys that come once each find all their left rows, in the order of the left side", () => {
  const [left, right] = [table([4, 2, 9, 2, NaN], "l"), table([2, 7, 4], "r")];
  const of = (how: MergeKind) =>
    mergeTables(left, right, { on: ["key"], how, suffixes: ["_x", "_y"] }).columns.map(({ values }) =>
      Array.from<unknown>(values),
    );
  assert.deepEqual(of("inner"), [
    [4, 2, 2],
    [0, 1, 3],
    [2, 0, 0],
  ]);
  assert.deepEqual(of("left"), [
    [4, 2, 9, 2, NaN],
    [0, 1, 2, 3, 4],
    [2, 0, NaN, 0, NaN],
  ]);
  assert.deepEqual(of("outer")[0], [2, 2, 4, 7, 9, NaN]);
});

test("a left key one above the highest right one meets neither it nor a missing one", () => {
  const merged = mergeTables(table([3, 2, NaN], "l"), table([1, 2, NaN], "r"), {
    on: ["key"],
    how: "inner",
    suffixes: ["_x", "_y"],
  });
  assert.deepEqual(
    merged.columns.map(({ values }) => Array.from<unknown>(values)),
    [
      [2, NaN],
      [1, 2],
      [1, 2],
    ],
  );
});
