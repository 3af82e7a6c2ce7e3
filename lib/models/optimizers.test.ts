/** Tests of the plain optimizers against PyTorch 2.13.0's (ten steps each, to 1e-9). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, ShapeError, UnknownNameError } from "../core/errors";
import { descend, optimizer, type OptimizerName } from "./optimizers";
import { assertClose, oracle } from "./testing";

interface Oracle {
  optimizers: {
    learningRate: number;
    weightDecay: number;
    curvature: number[];
    target: number[];
    start: number[];
    paths: Record<OptimizerName, number[][]>;
  };
}

test("every optimizer takes PyTorch's steps", () => {
  const { learningRate, weightDecay, curvature, target, start, paths } =
    oracle<Oracle>("networks").optimizers;
  const [c0, c1] = curvature as [number, number];
  const [t0, t1] = target as [number, number];
  // The gradient of Σ c(w − t)² + w₀w₁.
  const gradient = ([w0, w1]: readonly number[]) => [
    2 * c0 * ((w0 as number) - t0) + (w1 as number),
    2 * c1 * ((w1 as number) - t1) + (w0 as number),
  ];
  assert.equal(Object.keys(paths).length, 7);
  for (const [name, path] of Object.entries(paths)) {
    const rule = optimizer(name as OptimizerName, { learningRate, weightDecay });
    assertClose(descend(gradient, start, { optimizer: rule, steps: 10 }), path, {
      tolerance: 1e-9,
      what: name,
    });
  }
});

test("the first step of Adam has the length of the learning rate, whatever the gradient", () => {
  const adam = optimizer("adam", { learningRate: 0.1 });
  assertClose(adam.step([0, 0], [1e-3, -500], adam.start(2)).w, [-0.1, 0.1], { tolerance: 1e-5 });
});

test("a step changes nothing that it was given", () => {
  const rule = optimizer("momentum");
  const [w, gradient, state] = [[1], [2], rule.start(1)];
  rule.step(w, gradient, state);
  assert.deepEqual([w, gradient, state], [[1], [2], { steps: 0, memory: { velocity: [0] } }]);
});

test("a descent that flies off ends early", () => {
  const path = descend(([x]) => [2 * (x as number)], [1], {
    optimizer: optimizer("sgd", { learningRate: 3 }),
    steps: 1000,
    limit: 100,
  });
  assert.deepEqual(path, [[1], [-5], [25]]);
});

test("bad settings are refused", () => {
  assert.throws(() => optimizer("adamm" as OptimizerName), UnknownNameError);
  assert.throws(() => optimizer("sgd", { learningRate: -1 }), ArgumentError);
  assert.throws(() => optimizer("momentum", { momentum: 1 }), ArgumentError);
  const sgd = optimizer("sgd");
  assert.throws(() => sgd.step([1, 2], [1], sgd.start(2)), ShapeError);
  assert.throws(() => optimizer("adam").step([1], [1], optimizer("adam").start(3)), ShapeError);
});
