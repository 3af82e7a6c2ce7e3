/** Adam's step on the JavaScript back end: the weights and the saved state of the stock one. */
import { assertNothingKept, assertSame, fast, seeds, shares, sprinkled } from "./stock.testing";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";
import { AdamW } from "../tf.testing";

const shapes = fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }), {
  minLength: 1,
  maxLength: 3,
});
const cases = fc.record({
  shapes,
  eta: fc.constantFrom(1e-3, 0.1),
  beta1: fc.constantFrom(0, 0.5, 0.9),
  beta2: fc.constantFrom(0, 0.9, 0.999),
  epsilon: fc.constantFrom(1e-8, 1e-3),
  scale: fc.constantFrom(1, 1e-22, 1e25),
  wild: shares,
  seed: seeds,
});

test("weights and running means after some steps are the stock ones, of gradients of any size", () => {
  fc.assert(
    fc.property(cases, ({ shapes, eta, beta1, beta2, epsilon, scale, wild, seed }) =>
      assertSame(() => {
        const weights = shapes.map((shape, i) =>
          tf.tidy(() => tf.variable(sprinkled(shape, { seed: seed + i }))),
        );
        const optimizer = tf.train.adam(eta, beta1, beta2, epsilon);
        for (let step = 0; step < 6; step += 1)
          tf.tidy(() => {
            const gradients = weights.map((weight, i) => {
              const gradient = sprinkled(weight.shape, { seed: seed + 10 * step + i, wild }).mul(scale);
              // A variable that a loss does not use has none.
              return { name: weight.name, tensor: ((step + i) % 4 === 3 ? undefined : gradient) as Tensor };
            });
            optimizer.applyGradients(gradients);
          });
        const { accumulatedFirstMoment: m, accumulatedSecondMoment: v } = optimizer as unknown as Record<
          string,
          { variable: Tensor }[]
        >;
        const states = [...(m ?? []), ...(v ?? [])].map(({ variable }) => variable);
        const result = [...weights, ...states].map((tensor) => tensor.clone());
        tf.dispose(weights);
        optimizer.dispose();
        return result;
      }),
    ),
    { numRuns: 100 },
  );
});

test("a gradient that tfjs broadcasts, and AdamW's decay, give what they gave", () => {
  assertSame(() => {
    const weight = tf.variable(tf.ones([2, 2]));
    const [adam, decayed] = [
      tf.train.adam(0.1),
      new AdamW({ learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }, 0.5),
    ];
    adam.applyGradients([{ name: weight.name, tensor: tf.scalar(1) }]);
    decayed.applyGradients([{ name: weight.name, tensor: tf.ones([2, 2]) }]);
    const result = weight.clone();
    for (const item of [weight, adam, decayed]) item.dispose();
    return [result];
  });
});

test("the first step is η against the gradient's sign, and a clone keeps the old weight", () => {
  fast(() => {
    const weight = tf.variable(tf.tensor1d([1, 1]));
    const clone = weight.clone();
    const optimizer = tf.train.adam(0.25);
    optimizer.minimize(() => tf.dot(weight, tf.tensor1d([3, -4])).asScalar());
    // β₂ in 32 bits leaves 1e-5 of doubt.
    assert.ok(weight.dataSync().every((value, i) => Math.abs(value - (i === 0 ? 0.75 : 1.25)) < 1e-4));
    assert.deepEqual(Array.from(clone.dataSync()), [1, 1]);
    tf.dispose([weight, clone]);
    optimizer.dispose();
  });
});

test("steps leave nothing behind", () => {
  const weight = tf.variable(tf.ones([3]));
  const optimizer = tf.train.adam(0.1);
  const step = () => optimizer.minimize(() => tf.sum(weight).asScalar());
  fast(step);
  assertNothingKept(step);
  weight.dispose();
  optimizer.dispose();
});
