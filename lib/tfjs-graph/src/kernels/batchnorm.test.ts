/** Gradients of batch normalisation: all five are those of the stock formulas, for any shape of input. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D } from "../tf.testing";
import { registerBatchNorm } from "./batchnorm";
import { assertAgree, assertSteady, kinkedValues, onNative } from "./stock.testing";

const cases = fc.record({
  shape: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 4 }),
  epsilon: fc.constantFrom(1e-5, 1e-3, 0.5),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

/** A batch normalisation of inputs of any rank from 2 to 4, and its tensors. */
function problem(shape: readonly number[], seed: number) {
  const channels = shape.slice(-1);
  return tf.tidy(() => ({
    x: kinkedValues(shape, seed),
    mean: kinkedValues(channels, seed + 1),
    variance: tf.add(tf.abs(kinkedValues(channels, seed + 2)), 0.25),
    offset: kinkedValues(channels, seed + 3),
    scale: kinkedValues(channels, seed + 4),
  }));
}

test("the gradients of input, mean, variance, offset and scale are the stock ones", onNative, () => {
  fc.assert(
    fc.property(cases, ({ shape, epsilon, seed }) => {
      const { x, mean, variance, offset, scale } = problem(shape, seed);
      const normalise = (...[a, b, c, d, e]: Tensor[]) =>
        tf.square(
          tf.batchNorm(a as Tensor4D, b as Tensor1D, c as Tensor1D, d as Tensor1D, e as Tensor1D, epsilon),
        );
      const inputs = [x, mean, variance, offset, scale];
      assertAgree(registerBatchNorm, () => tf.grads(normalise)(inputs));
      tf.dispose([x, mean, variance, offset, scale]);
    }),
    { numRuns: 80 },
  );
});

test(
  "means for each position, which the operation does not know, stay with the stock formula",
  onNative,
  () => {
    const { x, variance } = problem([2, 3, 3, 4], 1);
    const wide = kinkedValues([2, 3, 3, 4], 2);
    const variances = tf.tidy(() => tf.mul(tf.ones([2, 3, 3, 4]), variance));
    assertAgree(registerBatchNorm, () =>
      tf.grads((a: Tensor, b: Tensor, c: Tensor) =>
        tf.batchNorm(a as Tensor4D, b as Tensor4D, c as Tensor4D, wide as Tensor4D, wide as Tensor4D),
      )([x, wide, variances]),
    );
  },
);

test("the second derivative is the stock one", onNative, () => {
  const { x, mean, variance, offset, scale } = problem([2, 2, 2, 3], 5);
  const f = (t: Tensor) =>
    tf.square(
      tf.batchNorm(
        t as Tensor4D,
        mean as Tensor1D,
        variance as Tensor1D,
        offset as Tensor1D,
        scale as Tensor1D,
      ),
    );
  assertAgree(registerBatchNorm, () => [tf.grad((t: Tensor) => tf.square(tf.grad(f)(t)))(x)]);
  tf.dispose([x, mean, variance, offset, scale]);
});

test("a normalisation over the batch as in training has the stock gradient", onNative, () => {
  const { x, mean, variance, offset, scale } = problem([6, 4, 4, 3], 9);
  const train = (a: Tensor, b: Tensor, c: Tensor) => {
    const moments = tf.moments(a, [0, 1, 2]);
    const y = tf.batchNorm(
      a as Tensor4D,
      moments.mean as Tensor1D,
      moments.variance as Tensor1D,
      b as Tensor1D,
      c as Tensor1D,
    );
    return tf.mul(y, a);
  };
  assertAgree(registerBatchNorm, () => tf.grads(train)([x, offset, scale]));
  tf.dispose([x, mean, variance, offset, scale]);
});

test(
  "the gradients of offset and scale, Σ dy and Σ dy·(x − mean)/√variance, worked by hand",
  onNative,
  () => {
    const restore = registerBatchNorm(tf);
    const gradients = tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
      const [mean, variance] = [tf.tensor1d([0, 1]), tf.tensor1d([1, 4])];
      const f = (offset: Tensor, scale: Tensor) =>
        tf.batchNorm2d(x, mean, variance, offset as Tensor1D, scale as Tensor1D, 1e-12);
      return tf.stack(tf.grads(f)([tf.tensor1d([0, 0]), tf.tensor1d([1, 1])]));
    });
    // (1 + 3 + 5 − 3·0) / 1 = 9, (2 + 4 + 6 − 3·1) / 2 = 4.5
    assert.deepEqual(gradients.arraySync(), [
      [3, 3],
      [9, 4.5],
    ]);
    restore();
    gradients.dispose();
  },
);

test("without a scale tfjs stops, as before", onNative, () => {
  const ones: Tensor1D = tf.ones([3]);
  const x: Tensor2D = tf.ones([2, 3]);
  const gradient = () => [tf.grad((t: Tensor) => tf.batchNorm2d(t as Tensor2D, ones, ones))(x)];
  assertAgree(registerBatchNorm, gradient, { mayRefuse: true });
  tf.dispose([ones, x]);
});

test("some hundred gradients leave memory as it was", onNative, () => {
  const { x, mean, variance, offset, scale } = problem([2, 2, 2, 3], 5);
  const f = (...[a, b, c, d, e]: Tensor[]) =>
    tf.batchNorm(a as Tensor4D, b as Tensor1D, c as Tensor1D, d as Tensor1D, e as Tensor1D);
  assertSteady(registerBatchNorm, () => tf.grads(f)([x, mean, variance, offset, scale]), { times: 1000 });
  tf.dispose([x, mean, variance, offset, scale]);
});
