/** Fused optimizer steps: the weights and the saved state of tfjs' own, for any shapes, settings and gradients. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Optimizer, type Tensor, type Variable } from "../tf.testing";
import { registerOptimizers } from "./fused-eager";
import { assertAgree, assertSteady, counts, kinkedValues, onNative } from "./stock.testing";

const rate = fc.constantFrom(1e-3, 0.01, 0.1);
const share = fc.constantFrom(0, 0.5, 0.9, 0.99, 0.999);
const epsilon = fc.constantFrom(1e-8, 1e-7, 1e-3);

/** How to make an optimizer, written out so that a counterexample can be read. */
const makers: Record<string, fc.Arbitrary<{ make: () => Optimizer; text: string }>> = {
  adam: fc.tuple(rate, share, share, epsilon).map(([eta, b1, b2, e]) => ({
    make: () => tf.train.adam(eta, b1, b2, e),
    text: [eta, b1, b2, e].join(),
  })),
  momentum: fc.tuple(rate, share, fc.boolean()).map(([eta, m, nesterov]) => ({
    make: () => tf.train.momentum(eta, m, nesterov),
    text: [eta, m, nesterov].join(),
  })),
  rmsprop: fc.tuple(rate, share, share, epsilon, fc.boolean()).map(([eta, rho, m, e, centred]) => ({
    make: () => tf.train.rmsprop(eta, rho, m, e, centred && rho === 0.5),
    text: [eta, rho, m, e, centred].join(),
  })),
};

const shapes = fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }), {
  minLength: 1,
  maxLength: 3,
});

/** Steps some variables with gradients that change, skips one now and then, and gives the weights. */
function train(
  make: () => Optimizer,
  { shapes, seed }: { shapes: readonly number[][]; seed: number },
): Tensor[] {
  const weights = shapes.map((shape, i) =>
    tf.tidy(() => tf.variable(tf.div(kinkedValues(shape, seed + i), 8))),
  );
  const optimizer = make();
  for (let step = 0; step < 8; step += 1) {
    tf.tidy(() => {
      const gradients = weights.map((weight, i) => {
        const absent = (step + i) % 5 === 4;
        // Not of the weights: near zero a step is the sign of g, and a rounded weight would turn it round.
        const gradient = kinkedValues(weight.shape, seed + 10 * step + i);
        return { name: weight.name, tensor: (absent ? undefined : gradient) as Tensor };
      });
      optimizer.applyGradients(gradients);
    });
  }
  const result = weights.map((weight) => weight.clone());
  tf.dispose(weights);
  optimizer.dispose();
  // Momentum's dispose forgets the tensor of its learning rate.
  (optimizer as unknown as { c?: Tensor }).c?.dispose();
  return result;
}

for (const [name, settings] of Object.entries(makers)) {
  test(`${name}: weights after eight steps are the stock ones to a millionth`, onNative, () => {
    fc.assert(
      fc.property(settings, shapes, fc.integer({ min: 0, max: 2 ** 30 }), ({ make }, lists, seed) => {
        assertAgree(registerOptimizers, () => train(make, { shapes: lists, seed }), { tolerance: 2e-6 });
      }),
      { numRuns: 50 },
    );
  });
}

/** A loss with its minimum at 3 and −1. */
function problem(): { weight: Variable; loss: () => Tensor } {
  const weight = tf.variable(tf.tensor1d([0, 0]));
  return { weight, loss: () => tf.sum(tf.square(tf.sub(weight, tf.tensor1d([3, -1])))) };
}

test("Adam's first step has the length of the learning rate, worked by hand", onNative, () => {
  const restore = registerOptimizers(tf);
  const { weight, loss } = problem();
  const optimizer = tf.train.adam(0.1);
  optimizer.minimize(loss as () => never);
  // m̂/√v̂ of the first gradient is its sign.
  const [first = NaN, second = NaN] = weight.dataSync();
  assert.ok(Math.abs(first - 0.1) < 1e-5 && Math.abs(second + 0.1) < 1e-5, `${first}, ${second}`);
  restore();
  weight.dispose();
  optimizer.dispose();
});

test("momentum by hand: two steps of gradient 1 with η = 0.1, m = 0.5, plain and Nesterov", onNative, () => {
  const restore = registerOptimizers(tf);
  for (const [nesterov, expected] of [
    // a: 1, 1.5; w: −0.1, −0.25
    [false, -0.25],
    // g + m·a: 1.5, 1.75; w: −0.15, −0.325
    [true, -0.325],
  ] as const) {
    const weight = tf.variable(tf.scalar(0));
    const optimizer = tf.train.momentum(0.1, 0.5, nesterov);
    for (let i = 0; i < 2; i += 1) optimizer.minimize(() => weight.asScalar());
    assert.ok(Math.abs((weight.dataSync()[0] ?? NaN) - expected) < 1e-6);
    weight.dispose();
    optimizer.dispose();
  }
  restore();
});

test("a clone and a slice taken before a step keep the old numbers", onNative, () => {
  const restore = registerOptimizers(tf);
  const { weight, loss } = problem();
  const optimizer = tf.train.adam(0.1);
  optimizer.minimize(loss as () => never);
  const clone = weight.clone();
  // TensorFlow's reshape shares memory under another id.
  const reshaped = tf.reshape(weight, [2, 1]);
  const before = Array.from(weight.dataSync());
  optimizer.minimize(loss as () => never);
  assert.deepEqual(Array.from(clone.dataSync()), before);
  assert.deepEqual(Array.from(reshaped.dataSync()), before);
  assert.notDeepEqual(Array.from(weight.dataSync()), before);
  restore();
  tf.dispose([clone, reshaped, weight]);
  optimizer.dispose();
});

test(
  "state goes on: weights from getWeights, set in a new optimizer, give the same next step",
  onNative,
  async () => {
    const kinds = [
      () => tf.train.adam(0.1),
      () => tf.train.momentum(0.1, 0.9),
      () => tf.train.rmsprop(0.1, 0.9, 0.5),
    ];
    for (const make of kinds) {
      const restore = registerOptimizers(tf);
      const { weight, loss } = problem();
      const optimizer = make();
      for (let i = 0; i < 3; i += 1) optimizer.minimize(loss as () => never);
      const state = (await optimizer.getWeights()).map(({ name, tensor }) => ({
        name,
        tensor: tensor.clone(),
      }));
      const start = weight.clone();
      optimizer.minimize(loss as () => never);
      const expected = Array.from(weight.dataSync());

      // With the stock step: the state means the same to it, but for TensorFlow's larger mean of squares.
      restore();
      for (const register of [registerOptimizers, () => () => undefined]) {
        const undo = register(tf);
        const next = make();
        await next.setWeights(state.map(({ name, tensor }) => ({ name, tensor: tensor.clone() })));
        weight.assign(start);
        next.minimize(loss as () => never);
        weight.dataSync().forEach((value, i) => assert.ok(Math.abs(value - (expected[i] ?? NaN)) < 1e-5));
        undo();
      }
      tf.dispose([weight, start]);
    }
  },
);

test("a weight assigned between steps is stepped from its new value", onNative, () => {
  const restore = registerOptimizers(tf);
  const { weight, loss } = problem();
  const optimizer = tf.train.rmsprop(0.1);
  optimizer.minimize(loss as () => never);
  tf.tidy(() => weight.assign(tf.tensor1d([100, 100])));
  optimizer.minimize(loss as () => never);
  assert.ok(weight.dataSync().every((value) => value > 99 && value < 100));
  restore();
  weight.dispose();
  optimizer.dispose();
});

test(
  "a gradient of another shape, which tfjs broadcasts, and an int32 variable take the stock step",
  onNative,
  () => {
    const compute = () => {
      const weight = tf.variable(tf.ones([2, 2]));
      const optimizer = tf.train.adam(0.1);
      optimizer.applyGradients([{ name: weight.name, tensor: tf.scalar(1) }]);
      const result = weight.clone();
      weight.dispose();
      optimizer.dispose();
      return [result];
    };
    assertAgree(registerOptimizers, compute);
  },
);

test("an operation that fails leaves the variable as it was", onNative, () => {
  const restore = registerOptimizers(tf);
  const { weight, loss } = problem();
  const optimizer = tf.train.momentum(0.1, 0.9);
  optimizer.minimize(loss as () => never);
  const before = Array.from(weight.dataSync());
  // Momentum of the wrong type: TensorFlow refuses.
  (optimizer as unknown as { m: Tensor }).m = tf.tensor1d([1, 2]);
  assert.throws(() => optimizer.minimize(loss as () => never));
  assert.deepEqual(Array.from(weight.dataSync()), before);
  restore();
  weight.dispose();
  optimizer.dispose();
});

test("some thousand steps leave memory as it was; restoring gives all of it back", onNative, () => {
  const start = counts();
  const { weight, loss } = problem();
  const optimizers = [tf.train.adam(), tf.train.momentum(0.01, 0.9), tf.train.rmsprop(0.01)];
  const steps = () => {
    for (const optimizer of optimizers) optimizer.minimize(loss as () => never);
  };
  assertSteady(registerOptimizers, steps, { times: 1000 });
  for (const optimizer of optimizers) optimizer.dispose();
  weight.dispose();
  // tfjs' own: momentum keeps its η, and each optimizer its number of iterations.
  const left = counts().tensors - start.tensors;
  assert.ok(left <= 2, `${left} tensors are left`);
  assert.equal(counts().native - counts().dataIds, start.native - start.dataIds);
});
