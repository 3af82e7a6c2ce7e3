/** Tests of the plain optimizers' steps; ten steps of each stand beside PyTorch's in oracle.test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, ShapeError, UnknownNameError } from "../core/errors";
import { descend, optimizer, type OptimizerName } from "./plain-optimizers";
import { assertClose } from "../core/oracle.testing";

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
