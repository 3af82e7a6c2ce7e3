/** The product of tiles: WebAssembly and plain JavaScript compute what the definition says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { COLUMNS, ROWS } from "./tile";
import { heightOf, widthOf, Workspace } from "./workspace";
import { seededRandom } from "../../tf.testing";

const small = fc.integer({ min: 1, max: 3 });
const cases = fc.record({
  tiles: small,
  panels: small,
  outer: small,
  inner: fc.integer({ min: 1, max: 9 }),
  aRow: fc.integer({ min: 0, max: 9 }),
  aStep: fc.integer({ min: 0, max: 9 }),
  aJump: fc.integer({ min: 0, max: 9 }),
  side: fc.boolean(),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

for (const simd of [true, false]) {
  test(`C = start + A·B for any distances, ${simd ? "with SIMD" : "plainly"}`, () => {
    const workspace = new Workspace({ simd });
    fc.assert(
      fc.property(cases, ({ side, seed, ...given }) => {
        const { tiles, panels, outer, inner, aRow, aStep, aJump } = given;
        const [rows, columns, terms] = [tiles * ROWS, panels * COLUMNS, outer * inner];
        const [a = 0, b = 0, c = 0, start = 0] = workspace.reserve([
          600,
          terms * columns,
          rows * columns,
          columns,
        ]);
        const { floats } = workspace;
        const uniform = seededRandom(seed);
        for (let i = 0; i < start + columns; i += 1) floats[i] = -1 + 2 * uniform();
        const bStep = side ? columns : COLUMNS;
        const bPanel = side ? COLUMNS : terms * COLUMNS;
        workspace.multiply({ ...given, a, b, c, start, bStep, bPanel, cRow: columns });
        for (let row = 0; row < rows; row += 1)
          for (let column = 0; column < columns; column += 1) {
            let sum = floats[start + column] ?? NaN;
            for (let term = 0; term < terms; term += 1) {
              const aAt = a + row * aRow + term * aStep + Math.floor(term / inner) * aJump;
              const bAt = b + Math.floor(column / COLUMNS) * bPanel + term * bStep + (column % COLUMNS);
              sum += (floats[aAt] ?? NaN) * (floats[bAt] ?? NaN);
            }
            const computed = floats[c + row * columns + column] ?? NaN;
            assert.ok(Math.abs(computed - sum) < 1e-4, `${computed} beside ${sum}`);
          }
      }),
    );
  });

  test(`memory grows when it must, and keeps its size, ${simd ? "with SIMD" : "plainly"}`, () => {
    const workspace = new Workspace({ simd });
    const first = workspace.floats.length;
    assert.deepEqual(workspace.reserve([3, 0, 5]), [0, 3, 3]);
    assert.equal(workspace.floats.length, first);
    workspace.reserve([first, 1]);
    const second = workspace.floats.length;
    assert.ok(second > first && workspace.floats.every((value) => value === 0));
    workspace.reserve([1]);
    assert.equal(workspace.floats.length, second);
  });
}

test("a matrix goes in with its columns filled up by zeros, straight or turned, and comes out as it was", () => {
  const workspace = new Workspace();
  const values = Float32Array.from({ length: 20 }, (_, i) => i + 1);
  workspace.floats.fill(9, 0, 64);
  const place = { to: 0, bStep: widthOf(10), bPanel: COLUMNS };
  workspace.layOut({ values, at: 0, rows: 2, columns: 10, rowStep: 10, columnStep: 1 }, place);
  const zeros = [0, 0, 0, 0, 0, 0];
  const [upper, lower] = [values.subarray(0, 10), values.subarray(10)];
  assert.deepEqual(Array.from(workspace.floats.subarray(0, 32)), [...upper, ...zeros, ...lower, ...zeros]);
  const out = new Float32Array(22);
  workspace.takeOut(0, { values: out, at: 2, rows: 2, columns: 10 });
  assert.deepEqual(Array.from(out), [0, 0, ...values]);

  const panels = { to: 0, bStep: COLUMNS, bPanel: 2 * COLUMNS };
  workspace.layOut({ values, at: 0, rows: 2, columns: 10, rowStep: 1, columnStep: 2 }, panels);
  assert.deepEqual(Array.from(workspace.floats.subarray(0, 10)), [1, 3, 5, 7, 9, 11, 13, 15, 2, 4]);
  assert.deepEqual(Array.from(workspace.floats.subarray(16, 24)), [17, 19, ...zeros]);
});

test("rows are filled up to fours, columns to eights", () => {
  assert.deepEqual([1, 4, 5].map(heightOf), [4, 4, 8]);
  assert.deepEqual([1, 8, 9].map(widthOf), [8, 8, 16]);
});
