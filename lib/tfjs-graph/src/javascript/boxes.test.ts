/** Moving numbers about on the JavaScript back end: slices, splits, stacks, padding, turned axes, picked rows. */
import { assertNothingKept, assertSame, fast, seeds, sprinkled } from "./stock.testing";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";

const types = ["float32", "int32", "bool"] as const;
const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 });
const filled = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

/** Each type of tensor in turn. */
function inAllTypes(shape: readonly number[], seed: number, compute: (x: Tensor) => Tensor[]): void {
  for (const dtype of types) {
    const x = tf.tidy(() => sprinkled(shape, { seed }).cast(dtype));
    assertSame(() => compute(x), [x]);
    x.dispose();
  }
}

test("slices are the stock ones, also those that reach too far", () => {
  const cases = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      begin: fc.tuple(...shape.map((length) => fc.integer({ min: 0, max: length }))),
      size: fc.tuple(...shape.map((length) => fc.integer({ min: -1, max: length }))),
      seed: seeds,
    }),
  );
  fc.assert(
    fc.property(cases, ({ shape, begin, size, seed }) =>
      inAllTypes(shape, seed, (x) => [tf.slice(x, begin, size)]),
    ),
    { numRuns: 200 },
  );
});

test("splits and stacks taken apart are the stock ones", () => {
  const cases = filled.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
      cut: fc.integer({ min: 0, max: 4 }),
      seed: seeds,
    }),
  );
  fc.assert(
    fc.property(cases, ({ shape, axis, cut, seed }) => {
      const length = shape.at(axis) ?? 1;
      const first = Math.min(cut, length);
      inAllTypes(shape, seed, (x) => tf.split(x, [first, length - first], axis));
      inAllTypes(shape, seed, (x) => tf.split(x, length, axis));
      inAllTypes(shape, seed, (x) => tf.unstack(x, axis));
    }),
    { numRuns: 100 },
  );
});

test("padding is the stock one", () => {
  const width = fc.integer({ min: 0, max: 2 });
  const cases = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      widths: fc.tuple(...shape.map(() => fc.tuple(width, width))),
      value: fc.constantFrom(0, 1, -2.5),
      seed: seeds,
    }),
  );
  fc.assert(
    fc.property(cases, ({ shape, widths, value, seed }) =>
      inAllTypes(shape, seed, (x) => [tf.pad(x, widths, value)]),
    ),
    { numRuns: 150 },
  );
});

test("turned axes are the stock ones", () => {
  const cases = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      order: fc.shuffledSubarray(
        shape.map((_, axis) => axis),
        { minLength: shape.length },
      ),
      seed: seeds,
    }),
  );
  fc.assert(
    fc.property(cases, ({ shape, order, seed }) => inAllTypes(shape, seed, (x) => [tf.transpose(x, order)])),
    { numRuns: 150 },
  );
});

test("picked rows are the stock ones, and numbers that are out of range are refused alike", () => {
  const cases = filled.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
      indices: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 5 }),
      stacked: fc.boolean(),
      seed: seeds,
    }),
  );
  fc.assert(
    fc.property(cases, ({ shape, axis, indices, stacked, seed }) => {
      const wanted = tf.tidy(() => {
        const row = tf.tensor1d(indices, "int32");
        return stacked ? tf.stack([row, row]) : row;
      });
      inAllTypes(shape, seed, (x) => [tf.gather(x, wanted, axis)]);
      wanted.dispose();
    }),
    { numRuns: 150 },
  );
});

test("rows picked in batches, and words, are left to the stock kernels", () => {
  const x = sprinkled([2, 3, 2], { seed: 1 });
  const wanted = tf.tensor2d([0, 2, 1, 1], [2, 2], "int32");
  const words = tf.tensor2d(["a", "b", "c", "d"], [2, 2]);
  assertSame(() => [tf.gather(x, wanted, 1, 1)]);
  assertSame(() => [tf.slice(words, [0, 1], [2, 1])]);
  assertSame(() => [tf.gather(words, tf.tensor1d([1], "int32"))]);
  tf.dispose([x, wanted, words]);
});

test("a slice by hand: the middle column", () => {
  const column = fast(() =>
    tf.tidy(() => tf.slice(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), [0, 1], [2, 1]).arraySync()),
  );
  assert.deepEqual(column, [[2], [5]]);
});

test("nothing is left behind", () => {
  const x = sprinkled([3, 4], { seed: 1 });
  assertNothingKept(() => [
    ...tf.split(x, 2, 1),
    ...tf.unstack(x, 1),
    tf.transpose(x),
    tf.gather(x, tf.tensor1d([1, 1], "int32"), 1),
    tf.pad(x, [
      [1, 1],
      [0, 1],
    ]),
  ]);
  x.dispose();
});
