/** Gradients of picked rows: those of the stock formula for any indices, axes and shapes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";
import { registerGather } from "./gather";
import { assertAgree, assertSteady, firstAndSecond, kinkedValues, onNative } from "./stock.testing";

const cases = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
    indices: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 0, maxLength: 2 }),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  })
  .chain(({ shape, ...rest }) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: shape.length - 1 })),
      indices: fc.constant(rest.indices),
      seed: fc.constant(rest.seed),
    }),
  );

test(
  "values, first and second derivatives are the stock ones, also where rows are picked twice",
  onNative,
  () => {
    fc.assert(
      fc.property(cases, ({ shape, axis, indices, seed }) => {
        const x = kinkedValues(shape, seed);
        const rows = tf.tidy(() =>
          tf.cast(tf.mod(tf.abs(kinkedValues(indices, seed + 1)), shape[axis] ?? 1), "int32"),
        );
        assertAgree(registerGather, () => firstAndSecond((t) => tf.square(tf.gather(t, rows, axis)), x));
        tf.dispose([x, rows]);
      }),
      { numRuns: 150 },
    );
  },
);

test("rows picked per example (batchDims 1) stay with the stock formula", onNative, () => {
  const x = kinkedValues([3, 4, 2], 1);
  const rows = tf.tensor2d(
    [
      [0, 1],
      [3, 3],
      [2, 0],
    ],
    undefined,
    "int32",
  );
  assertAgree(registerGather, () => [tf.grad((t: Tensor) => tf.gather(t, rows, 1, 1))(x)]);
  tf.dispose([x, rows]);
});

test("a row picked twice gets both gradients, one never picked gets zero, worked by hand", onNative, () => {
  const restore = registerGather(tf);
  const dx = tf.tidy(() =>
    tf.grad((t: Tensor) => tf.gather(t, [0, 2, 0]))(
      tf.zeros([3, 2]),
      tf.tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ),
  );
  assert.deepEqual(dx.arraySync(), [
    [6, 8],
    [0, 0],
    [3, 4],
  ]);
  restore();
  dx.dispose();
});

test("some thousand gradients leave memory as it was", onNative, () => {
  const x = kinkedValues([10, 3], 1);
  const rows = tf.tensor1d([1, 5, 5, 9], "int32");
  assertSteady(registerGather, () => tf.grad((t: Tensor) => tf.gather(t, rows))(x));
  tf.dispose([x, rows]);
});
