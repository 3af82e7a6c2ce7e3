/** Pooling on the JavaScript back end and its gradients: the stock ones, with ties, borders and wild values. */
import { assertNothingKept, assertSame, fast, seeds, shares, sprinkled } from "./stock.testing";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor, type Tensor4D } from "../tf.testing";

const length = fc.integer({ min: 1, max: 7 });
const side = fc.integer({ min: 1, max: 4 });
const cases = fc.record({
  shape: fc.tuple(fc.integer({ min: 0, max: 2 }), length, length, fc.integer({ min: 1, max: 5 })),
  window: fc.oneof(side, fc.tuple(side, side)),
  strides: fc.oneof(side, fc.tuple(side, side)),
  pad: fc.constantFrom("same" as const, "valid" as const, 0, 1, 2),
  round: fc.constantFrom(undefined, "floor" as const, "ceil" as const),
  wild: shares,
  seed: seeds,
});

const kinds = {
  max: tf.maxPool,
  average: tf.avgPool,
};

for (const [kind, pool] of Object.entries(kinds)) {
  test(`${kind} pooling and its gradient are the stock ones`, () => {
    fc.assert(
      fc.property(cases, ({ shape, window, strides, pad, round, wild, seed }) => {
        const x = sprinkled(shape, { seed, wild });
        const f = (t: Tensor) => pool(t as Tensor4D, window, strides, pad as "same", round);
        assertSame(() => [f(x)], [x]);
        assertSame(() => [tf.grad(f)(x, sprinkled(f(x).shape, { seed: seed + 1, wild }))], [x]);
        x.dispose();
      }),
      { numRuns: 250 },
    );
  });
}

test("pooling of int32 is the stock one", () => {
  const x = tf.tidy(() => sprinkled([1, 4, 4, 2], { seed: 1 }).toInt()) as Tensor4D;
  assertSame(() => [tf.maxPool(x, 2, 2, "same"), tf.avgPool(x, 2, 2, "same")]);
  x.dispose();
});

test("of two equal largest, the first gets the gradient, by hand", () => {
  const dx = fast(() =>
    tf.tidy(() =>
      tf
        .grad((x: Tensor) => tf.maxPool(x as Tensor4D, 2, 2, "valid"))(
          tf.tensor4d([3, 3, 1, 3], [1, 2, 2, 1]),
        )
        .dataSync(),
    ),
  );
  assert.deepEqual(Array.from(dx), [1, 0, 0, 0]);
});

test("gradients of pooling leave nothing behind", () => {
  const x = sprinkled([2, 4, 4, 2], { seed: 1 });
  for (const pool of Object.values(kinds))
    assertNothingKept(() => tf.grad((t: Tensor) => pool(t as Tensor4D, 2, 2, "same"))(x));
  x.dispose();
});
