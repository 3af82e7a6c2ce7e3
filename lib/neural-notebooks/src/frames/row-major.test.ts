/** Tests of columns that become one array. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { rowMajor } from "./row-major";

test("columns stand side by side over more rows than a block has", () => {
  const columns = [0, 1, 2].map((column) =>
    Float64Array.from({ length: 2500 }, (_, row) => 3 * row + column),
  );
  const { flat, finite } = rowMajor(columns);
  assert.deepEqual(
    flat,
    Float32Array.from({ length: 7500 }, (_, at) => at),
  );
  assert.equal(finite, true);
});

test("a number that is not finite is noticed wherever it stands, and stays", () => {
  for (const wrong of [NaN, Infinity, -Infinity])
    for (const row of [0, 1023, 1024, 2499]) {
      const column = new Float64Array(2500).fill(-1);
      column[row] = wrong;
      const { flat, finite } = rowMajor([new Float64Array(2500), column]);
      assert.deepEqual([finite, flat[2 * row + 1]], [false, wrong]);
    }
});

test("no rows and no columns make an empty array", () => {
  assert.deepEqual(rowMajor([]), { flat: new Float32Array(), finite: true });
  assert.deepEqual(rowMajor([new Float64Array()]), { flat: new Float32Array(), finite: true });
});
