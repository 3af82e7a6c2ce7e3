/** Gradients of activations: those of the stock formulas, also at the kinks, of int32 inputs and of second order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";
import { registerActivations } from "./activations";
import { assertAgree, assertSteady, firstAndSecond, kinkedValues, onNative } from "./stock.testing";

const activations: Record<string, (x: Tensor) => Tensor> = {
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => tf.tanh(x),
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  softplus: (x) => tf.softplus(x),
};

const shapes = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 });
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/** Their stock gradients compare numbers, which tfjs cannot differentiate once more. */
const onceOnly = ["relu6", "leakyRelu"];

for (const [name, f] of Object.entries(activations)) {
  const once = onceOnly.includes(name);
  test(`${name}: value, first ${once ? "" : "and second "}derivative are the stock ones`, onNative, () => {
    fc.assert(
      fc.property(shapes, seeds, (shape, seed) => {
        const x = kinkedValues(shape, seed);
        assertAgree(registerActivations, () => (once ? [f(x), tf.grad(f)(x)] : firstAndSecond(f, x)));
        x.dispose();
      }),
      { numRuns: 60 },
    );
  });
}

test("where tfjs has no second derivative, there is none, rather than a wrong one", onNative, () => {
  const x = tf.tensor1d([-1, 2]);
  const restore = registerActivations(tf);
  for (const name of onceOnly) {
    const f = activations[name] ?? tf.relu;
    assert.throws(() => tf.tidy(() => firstAndSecond(f, x)), /gradient function not found/);
  }
  restore();
  x.dispose();
});

test("relu's gradient refuses int32 as before", onNative, () => {
  const x = tf.tensor1d([-2, 0, 1, 6, 7], "int32");
  const refused = () => tf.tidy(() => tf.grad((t: Tensor) => tf.relu(t))(x));
  assert.throws(refused, /IsNan/);
  const restore = registerActivations(tf);
  assert.throws(refused, /IsNan/);
  restore();
  x.dispose();
});

test("relu6 lets the gradient through at exactly 6, and not at the next float", onNative, () => {
  const restore = registerActivations(tf);
  const x = tf.tensor1d([0, 1e-30, 6 - 2 ** -22, 6, 6 + 2 ** -21, Infinity]);
  const dx = tf.grad((t: Tensor) => tf.relu6(t))(x);
  assert.deepEqual(Array.from(dx.dataSync()), [0, 1, 1, 1, 0, 0]);
  restore();
  tf.dispose([x, dx]);
});

test("an upstream gradient is multiplied in, worked by hand", onNative, () => {
  const restore = registerActivations(tf);
  const x = tf.tensor1d([-1, 2]);
  const dy = tf.tensor1d([10, 100]);
  const relu = tf.grad((t: Tensor) => tf.relu(t))(x, dy);
  const leaky = tf.grad((t: Tensor) => tf.leakyRelu(t, 0.5))(x, dy);
  assert.deepEqual(Array.from(relu.dataSync()), [0, 100]);
  assert.deepEqual(Array.from(leaky.dataSync()), [5, 100]);
  restore();
  tf.dispose([x, dy, relu, leaky]);
});

test("some thousand gradients leave memory as it was", onNative, () => {
  const x = kinkedValues([8, 16], 1);
  for (const f of Object.values(activations)) assertSteady(registerActivations, () => tf.grad(f)(x));
  x.dispose();
});
