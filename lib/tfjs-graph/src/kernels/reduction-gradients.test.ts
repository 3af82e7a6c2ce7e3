/** Gradients of sums and means: those of the stock formulas over any axes, shapes and types. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";
import { registerReductionGradients } from "./reduction-gradients";
import { assertAgree, assertSteady, firstAndSecond, kinkedValues, onNative } from "./stock.testing";

const cases = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 0, maxLength: 6 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.oneof(
      fc.constant(undefined),
      fc.subarray(shape.map((_, axis) => axis)),
      fc.shuffledSubarray(shape.map((_, axis) => axis - shape.length)),
    ),
    keepDims: fc.boolean(),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  }),
);

/** TensorFlow broadcasts over five axes at most, where neighbours that are all summed or all kept count as one. */
const sixRuns = { shape: [4, 2, 3, 3, 3, 3], axes: [-3, -5, -1], keepDims: false, seed: 0 };

for (const name of ["sum", "mean"] as const) {
  test(
    `${name} over any axes, kept or not: value, first and second derivative are the stock ones`,
    onNative,
    () => {
      fc.assert(
        fc.property(cases, ({ shape, axes, keepDims, seed }) => {
          // The mean of nothing is NaN and its gradient 0/0 in both.
          fc.pre(name === "sum" || shape.every((length) => length > 0));
          const x = kinkedValues(shape, seed);
          const f = (t: Tensor) => tf.square(tf[name](tf.square(t), axes, keepDims));
          const mayRefuse = shape.length > 5;
          assertAgree(registerReductionGradients, () => [f(x), tf.grad(f)(x)], { mayRefuse });
          // tfjs gives a sum over an empty axis a second derivative of the wrong shape, and stops.
          assertAgree(registerReductionGradients, () => firstAndSecond(f, x), {
            mayRefuse: mayRefuse || shape.includes(0),
          });
          x.dispose();
        }),
        { numRuns: 80, examples: [[sixRuns]] },
      );
    },
  );
}

test("the gradient at an int32 input is the stock one, of floats", onNative, () => {
  const x = tf.tensor2d(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    undefined,
    "int32",
  );
  for (const f of [(t: Tensor) => tf.mean(t, 0), (t: Tensor) => tf.cast(tf.sum(t, 1), "float32")]) {
    assertAgree(registerReductionGradients, () => [tf.grad(f)(x)]);
  }
  x.dispose();
});

test("each element of a mean of four gets a quarter, worked by hand", onNative, () => {
  const restore = registerReductionGradients(tf);
  const dx = tf.tidy(() =>
    tf.grad((t: Tensor) => tf.mean(t))(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
    ),
  );
  assert.deepEqual(dx.arraySync(), [
    [0.25, 0.25],
    [0.25, 0.25],
  ]);
  restore();
  dx.dispose();
});

test("some thousand gradients leave memory as it was", onNative, () => {
  const x = kinkedValues([4, 5, 6], 1);
  assertSteady(registerReductionGradients, () =>
    tf.grad((t: Tensor) => tf.add(tf.mean(t, 1), tf.sum(t, 1)))(x),
  );
  x.dispose();
});
