/** Tests of the tfjs optimizers and the schedules; ten steps of each stand beside PyTorch's in oracle.test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, UnknownNameError } from "../core/errors";
import { assertClose, oracle } from "../core/oracle.testing";
import { tf } from "../core/tf";
import type { OptimizerName } from "../models/plain-optimizers";
import type { OptimizerCase } from "../models/oracle.testing";
import { walk } from "./oracle.testing";
import { clipByNorm, clipByValue } from "./clip-gradients";
import { freshOptimizer, tfOptimizer } from "./tfjs-optimizers";
import {
  cosineDecay,
  exponentialDecay,
  learningRateOf,
  oneCycle,
  reduceOnPlateau,
  setLearningRate,
  stepDecay,
  type SchedulePoint,
} from "./schedules";

test("AdaGrad differs from PyTorch's only by the sum that it starts with", () => {
  const { learningRate } = oracle<{ optimizers: OptimizerCase }>("networks").optimizers;
  // By the formula s₀ = 0.1, s ← s + g², w ← w − ηg/√(s + ε).
  const gradient = ([a, b]: number[]) => [
    2 * ((a as number) - 1) + (b as number),
    8 * ((b as number) + 2) + (a as number),
  ];
  let w = [3, 2];
  let s = [0.1, 0.1];
  const path = [w];
  for (let i = 0; i < 10; i++) {
    const g = gradient(w);
    s = s.map((value, j) => value + (g[j] as number) ** 2);
    w = w.map((value, j) => value - (learningRate * (g[j] as number)) / Math.sqrt((s[j] as number) + 1e-7));
    path.push(w);
  }
  assertClose(walk("adagrad"), path, { tolerance: 1e-5 });
});

test("an optimizer leaks nothing when it is disposed of", () => {
  const before = tf.memory().numTensors;
  for (const name of ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] as const) {
    walk(name);
    assert.equal(tf.memory().numTensors, before, name);
  }
});

test("a fresh copy clips as the optimizer does", () => {
  for (const optimizer of [
    clipByNorm(tf.train.sgd(1), { norm: 5 }),
    clipByValue(tf.train.sgd(1), { value: 5 }),
    tf.train.sgd(1),
  ]) {
    const copy = freshOptimizer(optimizer);
    const steps = [optimizer, copy].map((each) => {
      const w = tf.variable(tf.tensor1d([0, 0]));
      each.applyGradients({ [w.name]: tf.tensor1d([-30, 40]) });
      const step = [...w.dataSync()];
      w.dispose();
      return step;
    });
    assert.deepEqual(steps[0], steps[1]);
  }
});

test("the learning rate can be read and set", () => {
  for (const name of ["sgd", "momentum", "adam", "adamw", "rmsprop", "adagrad"] as const) {
    const rule = tfOptimizer(name, { learningRate: 0.5 });
    assert.equal(learningRateOf(rule), 0.5);
    setLearningRate(rule, 0.25);
    assert.equal(learningRateOf(rule), 0.25);
    assert.throws(() => setLearningRate(rule, NaN), ArgumentError);
  }
  assert.throws(() => tfOptimizer("best" as OptimizerName), UnknownNameError);
  assert.throws(() => tfOptimizer("sgd", { learningRate: -1 }), ArgumentError);
});

test("schedules give the rates worked on paper", () => {
  const at = (step: number): SchedulePoint => ({
    step,
    steps: 101,
    epoch: step / 10.1,
    epochs: 10,
    base: 0.8,
  });
  const halving = stepDecay({ every: 2 });
  assertClose(
    [0, 1.9, 2, 5.5].map((epoch) => halving({ ...at(0), epoch })),
    [0.8, 0.8, 0.4, 0.2],
  );
  assertClose(exponentialDecay({ rate: 0.5 })({ ...at(0), epoch: 3 }), 0.1);
  assertClose(
    [0, 50, 100].map((step) => cosineDecay()(at(step))),
    [0.8, 0.4, 0],
  );
  assertClose(cosineDecay({ final: 0.5 })(at(100)), 0.4);
  assertClose(
    [0, 30, 100].map((step) => oneCycle()(at(step))),
    [0.032, 0.8, 0.00008],
  );
  const warm = cosineDecay({ warmup: 2 });
  const rising = [0, 5, 10, 20].map((step) => warm(at(step)));
  assert.ok(
    rising.every((rate, i) => rate > 0 && rate <= 0.8 && (i === 0 || rate > (rising[i - 1] as number))),
  );
});

test("a plateau cuts the rate, again and again down to the smallest", () => {
  const options = { base: 1, patience: 2, factor: 0.1 };
  assertClose(reduceOnPlateau([3, 2, 2, 2], options), 0.1);
  assertClose(reduceOnPlateau([3, 2, 2, 2, 2, 2], options), 0.01);
  assertClose(reduceOnPlateau([3, 2, 2, 2, 2, 2], { ...options, minRate: 0.05 }), 0.05);
  assertClose(reduceOnPlateau([3, 2.99, 2.98], { ...options, minDelta: 0.1 }), 0.1);
});
