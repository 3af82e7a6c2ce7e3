/** The column sum and the gradients that are one: those of the stock kernel over any axes, shapes and types. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";
import { registerBias } from "./bias";
import { assertAgree, assertSteady, firstAndSecond, kinkedValues, onNative } from "./stock.testing";

const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 });
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

test("sums over any axes, kept or not, are the stock ones", onNative, () => {
  const cases = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axes: fc.oneof(
        fc.constant(shape.slice(0, -1).map((_, axis) => axis)),
        fc.subarray(
          shape.map((_, axis) => axis),
          { minLength: 1 },
        ),
        fc.subarray(
          shape.map((_, axis) => axis - shape.length),
          { minLength: 1 },
        ),
      ),
      keepDims: fc.boolean(),
      dtype: fc.constantFrom("float32" as const, "int32" as const, "bool" as const),
      seed: seeds,
    }),
  );
  fc.assert(
    fc.property(cases, ({ shape, axes, keepDims, dtype, seed }) => {
      const x = tf.tidy(() => tf.cast(kinkedValues(shape, seed), dtype));
      assertAgree(registerBias, () => [tf.sum(x, axes, keepDims)]);
      x.dispose();
    }),
    { numRuns: 200 },
  );
});

test("the gradient of a broadcast bias and its second derivative are the stock ones", onNative, () => {
  fc.assert(
    fc.property(shapes, seeds, (shape, seed) => {
      const x = kinkedValues(shape, seed);
      const bias = kinkedValues(shape.slice(-1), seed + 1);
      assertAgree(registerBias, () => firstAndSecond((b) => tf.square(tf.add(x, b)), bias));
      tf.dispose([x, bias]);
    }),
    { numRuns: 60 },
  );
});

test("a fused dense layer's bias gradient is the column sum, worked by hand", onNative, () => {
  const restore = registerBias(tf);
  const a = tf.tensor2d([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const b = tf.tensor2d([[1], [1]]);
  const bias = tf.tensor1d([0]);
  const gradient = tf.grad((t: Tensor) => tf.fused.matMul({ a, b, bias: t, activation: "linear" }))(bias);
  assert.deepEqual(Array.from(gradient.dataSync()), [3]);
  restore();
  tf.dispose([a, b, bias, gradient]);
});

test("some thousand sums leave memory as it was", onNative, () => {
  const x = kinkedValues([4, 5, 6], 1);
  assertSteady(registerBias, () => tf.sum(x, [0, 1]));
  x.dispose();
});
