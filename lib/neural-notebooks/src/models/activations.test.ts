/** Tests of activations and losses at their ends; their values and derivatives stand beside PyTorch's in oracle.test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ShapeError, UnknownNameError } from "../core/errors";
import { activation, activations, softmax, step, type ActivationName } from "./activations";
import { binaryCrossentropy, categoricalCrossentropy, loss, type LossName } from "./losses";
import { assertClose } from "../core/oracle.testing";

test("the step and the far ends of all functions are finite", () => {
  assert.deepEqual(
    [-1, 0, 1].map((z) => step.f(z)),
    [0, 1, 1],
  );
  for (const { f, df, name } of Object.values(activations)) {
    for (const z of [-1000, 1000])
      assert.ok(Number.isFinite(f(z)) && Number.isFinite(df(z)), `${name} at ${z}`);
  }
});

test("large scores do not overflow softmax", () => {
  assert.deepEqual(softmax([1000, 1000, -1000]), [0.5, 0.5, 0]);
});

test("a probability of 0 or 1 gives a large, finite loss", () => {
  // −ln 1e-7 = 16.118…
  assertClose(binaryCrossentropy.value([0], [1]), 16.11809565095832, { tolerance: 1e-9 });
  assertClose(categoricalCrossentropy.value([0, 1], [1, 0]), 16.11809565095832, { tolerance: 1e-9 });
});

test("unknown names and unequal lengths are refused", () => {
  assert.throws(() => activation("reluu" as ActivationName), UnknownNameError);
  assert.throws(() => loss("mse2" as LossName), UnknownNameError);
  assert.throws(() => loss("huber").value([1], [1, 2]), ShapeError);
  assert.throws(() => loss("huber").value([], []), ShapeError);
});
