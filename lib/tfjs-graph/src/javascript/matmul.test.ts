/** Products of matrices on the JavaScript back end: the stock ones for every orientation, batch, type and size. */
import { assertNothingKept, assertSame, fast, seeds, shares, sprinkled } from "./stock.testing";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";

const size = fc.integer({ min: 0, max: 19 });
const batch = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 });
const cases = fc.record({
  batchA: batch,
  batchB: batch,
  together: fc.boolean(),
  rows: size,
  inner: size,
  columns: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  wild: shares,
  seed: seeds,
});

test("products of any orientation and batch are the stock ones", () => {
  fc.assert(
    fc.property(cases, ({ batchA, batchB, together, rows, inner, columns, wild, seed, ...turned }) => {
      const { transposeA, transposeB } = turned;
      const a = sprinkled([...batchA, ...(transposeA ? [inner, rows] : [rows, inner])], { seed, wild });
      const outer = together ? batchA : batchB;
      const b = sprinkled([...outer, ...(transposeB ? [columns, inner] : [inner, columns])], {
        seed: seed + 1,
        wild,
      });
      assertSame(() => [tf.matMul(a, b, transposeA, transposeB)], [a, b]);
      tf.dispose([a, b]);
    }),
    { numRuns: 300 },
  );
});

test("long and wide products, which are made share by share, are the stock ones", () => {
  for (const [transposeA, transposeB] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    const a = sprinkled(transposeA ? [1500, 203] : [203, 1500], { seed: 1 });
    const b = sprinkled(transposeB ? [11, 1500] : [1500, 11], { seed: 2 });
    assertSame(() => [tf.matMul(a, b, transposeA, transposeB)]);
    tf.dispose([a, b]);
  }
});

test("a fused product takes bias and activation as the stock one does", () => {
  const activations = ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu", "tanh"] as const;
  fc.assert(
    fc.property(
      fc.record({
        batch: fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 1 }),
        rows: size,
        columns: fc.integer({ min: 1, max: 9 }),
        bias: fc.constantFrom("none", "scalar", "one", "row", "column", "int"),
        alpha: fc.constantFrom("one", "row", "matrix"),
        activation: fc.constantFrom(...activations),
        transposeB: fc.boolean(),
        wild: shares,
        seed: seeds,
      }),
      (given) => {
        const { batch, rows, columns, bias, alpha, activation, transposeB, wild, seed } = given;
        const a = sprinkled([...batch, rows, 5], { seed, wild });
        const b = sprinkled([...batch, ...(transposeB ? [columns, 5] : [5, columns])], { seed: seed + 1 });
        const shapes = { scalar: [], one: [1], row: [columns], column: [rows, 1], matrix: [rows, columns] };
        const offset =
          bias === "none" ? undefined : sprinkled(bias === "int" ? [columns] : shapes[bias], { seed });
        const typed = offset && bias === "int" ? tf.tidy(() => offset.toInt()) : offset;
        const slopes = sprinkled(shapes[alpha], { seed: seed + 3 });
        assertSame(
          () => [
            tf.fused.matMul({
              a,
              b,
              transposeB,
              ...(typed === undefined ? {} : { bias: typed }),
              activation: activation as "relu",
              ...(activation === "prelu" ? { preluActivationWeights: slopes } : {}),
              leakyreluAlpha: 0.3,
            }),
          ],
          [a, b, slopes],
        );
        tf.dispose([a, b, slopes, ...(offset ? [offset] : []), ...(typed ? [typed] : [])]);
      },
    ),
    { numRuns: 300 },
  );
});

test("products of int32, of bool and with complex numbers are the stock ones", () => {
  const a = tf.tensor2d([1, 2, 3, 4], [2, 2], "int32");
  const yes = tf.tensor2d([1, 0, 1, 1], [2, 2], "bool");
  const z = tf.complex([[1, 2]], [[3, 4]]);
  assertSame(() => [tf.matMul(a, a)]);
  assertSame(() => [tf.matMul(yes, yes)]);
  assertSame(() => [tf.matMul(z, a)]);
  assertSame(() => [tf.matMul(a.toFloat(), a)]);
  tf.dispose([a, yes, z]);
});

test("a product by hand: [[1, 2]] · [[3], [4]] + 5 = [[16]]", () => {
  const product = fast(() =>
    tf.tidy(() =>
      tf.fused
        .matMul({ a: tf.tensor2d([[1, 2]]), b: tf.tensor2d([[3], [4]]), bias: tf.tensor1d([5]) })
        .dataSync(),
    ),
  );
  assert.deepEqual(Array.from(product), [16]);
});

test("gradients of products leave nothing behind", () => {
  const a = sprinkled([9, 9], { seed: 1 });
  assertNothingKept(() => tf.grad((t: Tensor) => tf.matMul(t, a))(a));
  a.dispose();
});
