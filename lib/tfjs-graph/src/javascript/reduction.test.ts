/** Sums, means and softmax on the JavaScript back end: the stock ones over any axes. */
import { assertNothingKept, assertSame, fast, seeds, shares, sprinkled } from "./stock.testing";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf } from "../tf.testing";

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 });
const cases = shapes.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.oneof(
      fc.constant(undefined),
      fc.subarray(shape.map((_, axis) => axis - (axis % 2) * shape.length)),
    ),
    keepDims: fc.boolean(),
    wild: shares,
    seed: seeds,
  }),
);

test("sums and means over any axes, kept or not, are the stock ones", () => {
  fc.assert(
    fc.property(cases, ({ shape, axes, keepDims, wild, seed }) => {
      const x = sprinkled(shape, { seed, wild });
      for (const reduce of [tf.sum, tf.mean]) {
        assertSame(() => [reduce(x, axes, keepDims)], [x]);
        if (wild === 0) assertSame(() => [reduce(tf.cast(x, "int32"), axes, keepDims)]);
      }
      x.dispose();
    }),
    { numRuns: 300 },
  );
});

test("softmax is the stock one, also of infinite numbers and along an axis it does not know", () => {
  fc.assert(
    fc.property(shapes, seeds, shares, fc.integer({ min: -1, max: 2 }), (shape, seed, wild, axis) => {
      const x = sprinkled(shape, { seed, wild });
      assertSame(() => [tf.softmax(x, axis)], [x]);
      x.dispose();
    }),
    { numRuns: 200 },
  );
});

test("a sum of many small numbers is formed in 64 bits", () => {
  const total = fast(() => tf.tidy(() => tf.sum(tf.fill([1 << 20, 2], 0.1), 0).dataSync()));
  for (const value of total) assert.ok(Math.abs(value / (0.1 * 2 ** 20) - 1) < 1e-6, String(value));
});

test("nothing is left behind", () => {
  const x = sprinkled([3, 4], { seed: 1 });
  assertNothingKept(() => [tf.sum(x, 0), tf.mean(x), tf.softmax(x)]);
  x.dispose();
});
