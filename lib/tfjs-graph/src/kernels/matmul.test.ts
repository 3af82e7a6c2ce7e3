/** Products of matrices: the stock ones for every orientation, type, batch and edge size. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";
import { registerMatMul } from "./matmul";
import { assertAgree, assertSteady, firstAndSecond, kinkedValues, onNative } from "./stock.testing";

const size = fc.integer({ min: 0, max: 7 });
const cases = fc.record({
  batch: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  rows: size,
  inner: size,
  columns: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

test("products, their gradients and second derivatives are the stock ones", onNative, () => {
  fc.assert(
    fc.property(cases, ({ batch, rows, inner, columns, transposeA, transposeB, seed }) => {
      const a = kinkedValues([...batch, ...(transposeA ? [inner, rows] : [rows, inner])], seed);
      const b = kinkedValues([...batch, ...(transposeB ? [columns, inner] : [inner, columns])], seed + 1);
      const square = (t: Tensor) => tf.square(t);
      assertAgree(registerMatMul, () => [
        ...firstAndSecond((t) => square(tf.matMul(t, b, transposeA, transposeB)), a),
        ...firstAndSecond((t) => square(tf.matMul(a, t, transposeA, transposeB)), b),
      ]);
      tf.dispose([a, b]);
    }),
    { numRuns: 80 },
  );
});

test("products of int32 are the stock ones", onNative, () => {
  const a = tf.tensor2d(
    [
      [1, 2],
      [3, 4],
    ],
    undefined,
    "int32",
  );
  assertAgree(registerMatMul, () => [tf.matMul(a, a)]);
  a.dispose();
});

test("a product by hand: [[1, 2]] · [[3], [4]] = [[11]]", onNative, () => {
  const restore = registerMatMul(tf);
  const product = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]));
  assert.deepEqual(product.arraySync(), [[11]]);
  restore();
  product.dispose();
});

test("some thousand products leave memory as it was", onNative, () => {
  const a = kinkedValues([8, 8], 1);
  assertSteady(registerMatMul, () => tf.grad((t: Tensor) => tf.matMul(t, a))(a));
  a.dispose();
});
