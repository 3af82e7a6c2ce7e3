/** Functions of one number and arithmetic of two on the JavaScript back end: the stock ones, value for value. */
import { assertNothingKept, assertSame, fast, seeds, shares, sprinkled } from "./stock.testing";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";

const one: Record<string, (x: Tensor) => Tensor> = {
  relu: tf.relu,
  relu6: tf.relu6,
  elu: tf.elu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  exp: tf.exp,
  log: tf.log,
  sqrt: tf.sqrt,
  square: tf.square,
  neg: tf.neg,
  step: tf.step,
  "step to 0.5": (x) => tf.step(x, 0.5),
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
};

const two: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  squaredDifference: tf.squaredDifference,
};

const lengths = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 });

for (const [name, f] of Object.entries(one)) {
  test(`${name} is the stock one, of floats, whole numbers and truth values`, () => {
    fc.assert(
      fc.property(lengths, seeds, shares, (shape, seed, wild) => {
        const x = sprinkled(shape, { seed, wild });
        assertSame(() => [f(x), f(tf.cast(x, "int32")), f(tf.cast(x, "bool"))], [x]);
        x.dispose();
      }),
      { numRuns: 60 },
    );
  });
}

test("the gradient of relu is the stock one, of wild values, and so is its second derivative", () => {
  fc.assert(
    fc.property(lengths, seeds, shares, (shape, seed, wild) => {
      const [x, dy] = [sprinkled(shape, { seed, wild }), sprinkled(shape, { seed: seed + 1, wild })];
      assertSame(() => [tf.grad(tf.relu)(x, dy)], [x, dy]);
      const squared = (t: Tensor) => tf.square(tf.relu(t));
      assertSame(() => [tf.grad((t) => tf.square(tf.grad(squared)(t)))(x)]);
      tf.dispose([x, dy]);
    }),
    { numRuns: 100 },
  );
  const whole = tf.tensor1d([-1, 2], "int32");
  assertSame(() => [tf.grad(tf.relu)(whole)]);
  whole.dispose();
});

/** A shape, and two that broadcast to it or nearly so. */
const pairs = lengths.chain((shape) => {
  const part = fc.tuple(
    fc.integer({ min: 0, max: shape.length }),
    fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
  );
  return fc
    .tuple(part, part)
    .map((parts) =>
      parts.map(([dropped, ones]) => shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(dropped)),
    );
});

for (const [name, f] of Object.entries(two)) {
  test(`${name} is the stock one for all shapes that broadcast`, () => {
    fc.assert(
      fc.property(pairs, seeds, shares, ([left = [], right = []], seed, wild) => {
        const a = sprinkled(left, { seed, wild });
        const b = sprinkled(right, { seed: seed + 1, wild });
        assertSame(() => [f(a, b), f(tf.cast(a, "int32"), b), f(a, tf.cast(b, "int32"))], [a, b]);
        tf.dispose([a, b]);
      }),
      { numRuns: 150 },
    );
  });
}

test("shapes that do not fit together are refused in the same words", () => {
  const [a, b] = [sprinkled([2, 3], { seed: 1 }), sprinkled([2, 4], { seed: 2 })];
  assertSame(() => [tf.add(a, b)]);
  tf.dispose([a, b]);
});

test("complex numbers are left to the stock kernels", () => {
  const z = tf.complex([1, 2], [3, 4]);
  assertSame(() => [tf.add(z, z), tf.mul(z, z)]);
  z.dispose();
});

test("relu by hand: NaN of either sign stays, −0 becomes 0", () => {
  const bits = Uint32Array.of(
    0x7fc00000,
    0xffc00000,
    0xff800001,
    0xff800000,
    0x7f800000,
    0x80000000,
    0x3f800000,
  );
  const x = tf.tensor1d(new Float32Array(bits.buffer));
  const y = fast(() => tf.relu(x));
  const values = Array.from(y.dataSync());
  assert.deepEqual(values, [NaN, NaN, NaN, 0, Infinity, 0, 1]);
  assert.ok(values.every((value) => !Object.is(value, -0)));
  tf.dispose([x, y]);
});

test("nothing is left behind", () => {
  const x = sprinkled([3, 4], { seed: 1 });
  assertNothingKept(() => Object.values(one).map((f) => f(x)));
  assertNothingKept(() => tf.grad(tf.relu)(x));
  assertNothingKept(() => Object.values(two).map((f) => f(x, x)));
  x.dispose();
});
