/** Tests of activations and losses against PyTorch 2.13.0 (lib/tools/oracles/networks.py), to 1e-12. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ShapeError, UnknownNameError } from "../core/errors";
import { activation, activations, softmax, softmaxJacobian, step, type ActivationName } from "./activations";
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  loss,
  losses,
  sigmoidCrossentropy,
  softmaxCrossentropy,
  type LossName,
} from "./losses";
import { assertClose, oracle } from "./testing";

interface Oracle {
  activations: {
    z: number[];
    functions: Record<ActivationName, { f: number[]; df: number[] }>;
    softmax: { z: number[]; a: number[]; jacobian: number[][] };
  };
  losses: Record<string, { yHat: number[]; y: number[]; value: number; gradient: number[] }>;
}

const torch = oracle<Oracle>("networks");

test("activations and their derivatives equal PyTorch's", () => {
  for (const [name, { f, df }] of Object.entries(torch.activations.functions)) {
    const own = activation(name as ActivationName);
    assertClose(
      torch.activations.z.map((z) => own.f(z)),
      f,
      { tolerance: 1e-12, what: name },
    );
    assertClose(
      torch.activations.z.map((z) => own.df(z)),
      df,
      { tolerance: 1e-12, what: `${name}'` },
    );
  }
});

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

test("softmax and its derivatives equal PyTorch's, and large scores do not overflow", () => {
  assertClose(softmax(torch.activations.softmax.z), torch.activations.softmax.a, { tolerance: 1e-12 });
  assertClose(softmaxJacobian(torch.activations.softmax.z), torch.activations.softmax.jacobian, {
    tolerance: 1e-12,
  });
  assert.deepEqual(softmax([1000, 1000, -1000]), [0.5, 0.5, 0]);
});

test("losses and their gradients equal PyTorch's", () => {
  for (const name of Object.keys(losses) as LossName[]) {
    const { yHat, y, value, gradient } = torch.losses[name] as Oracle["losses"][string];
    assertClose(loss(name).value(yHat, y), value, { tolerance: 1e-12, what: name });
    assertClose(loss(name).gradient(yHat, y), gradient, { tolerance: 1e-12, what: `${name}'` });
  }
  for (const [name, f] of Object.entries({ sigmoidCrossentropy, softmaxCrossentropy })) {
    const { yHat, y, value, gradient } = torch.losses[name] as Oracle["losses"][string];
    assertClose(f(yHat, y).value, value, { tolerance: 1e-12, what: name });
    assertClose(f(yHat, y).gradient, gradient, { tolerance: 1e-12, what: `${name}'` });
  }
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
