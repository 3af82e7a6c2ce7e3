/** What optimizers declare, and what graphs make of it: clipping by hand, decay, and steps that nobody describes. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tf, type LayersModel, type Optimizer, type Tensor } from "../tf.testing";
import { assertClose, dense, skip } from "../models.testing";
import { runEagerly } from "../execution-mode";
import { stepCapability, type StepCapable, type StepRule } from "./step-capability";
import { executionMode } from "./inspect";

type Gradients = Parameters<Optimizer["applyGradients"]>[0];

/** y = 3a + 4b with both weights 0: gradients of the squared error of (1, 1) → −1 are 2(y − t)·x = (2, 2). */
function plane(optimizer: Optimizer): LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "zeros", useBias: false })],
  });
  model.compile({ optimizer, loss: "meanSquaredError" });
  return model;
}

/** Trains once on x → t, and gives the weights. */
async function stepOn(model: LayersModel, x: readonly number[], t: number): Promise<number[]> {
  const [a, b] = [tf.tensor2d([[...x]]), tf.tensor2d([[t]])];
  await model.trainOnBatch(a, b);
  tf.dispose([a, b]);
  return Array.from((model.getWeights()[0] as Tensor).dataSync());
}

/** Puts a declaration on an optimizer itself. */
function declare<T extends Optimizer>(optimizer: T, rule: StepRule): T {
  return Object.defineProperty(optimizer, stepCapability, { value: rule });
}

describe("clipping in a graph", { skip }, () => {
  // With weights of 0 the output is 0, and the gradient of (0 − t)² at t = −0.5 is 2 · 0.5 · x = x.
  const x = [3, 4];

  test("by global norm: a gradient of length 5 goes to length 1, in its direction", async () => {
    const model = plane(declare(tf.train.sgd(1), { rule: "sgd", clip: { norm: 1 } }));
    assertClose(await stepOn(model, x, -0.5), [-0.6, -0.8], "weights");
    assert.equal(executionMode(model), "graph");
    model.dispose();
  });

  test("a gradient that is short enough stays as it is", async () => {
    const model = plane(declare(tf.train.sgd(1), { rule: "sgd", clip: { norm: 5.5 } }));
    assert.deepEqual(await stepOn(model, x, -0.5), [-3, -4]);
    model.dispose();
  });

  test("by value, then by norm: (3, 4) becomes (2, 2), then (1, 1) at √2", async () => {
    const byValue = plane(declare(tf.train.sgd(1), { rule: "sgd", clip: { value: 2 } }));
    assert.deepEqual(await stepOn(byValue, x, -0.5), [-2, -2]);
    const both = plane(declare(tf.train.sgd(1), { rule: "sgd", clip: { value: 2, norm: Math.SQRT2 } }));
    assertClose(await stepOn(both, x, -0.5), [-1, -1], "weights");
    [byValue, both].forEach((model) => model.dispose());
  });

  test("the norm is that of all gradients together", async () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "zeros" })],
    });
    model.compile({
      optimizer: declare(tf.train.sgd(1), { rule: "sgd", clip: { norm: 1 } }),
      loss: "meanSquaredError",
    });
    // (2, 2, 1) has length 3; the last is the bias' own.
    const [a, b] = [tf.tensor2d([[2, 2]]), tf.tensor2d([[-0.5]])];
    await model.trainOnBatch(a, b);
    const weights = model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
    assertClose(weights, [-2 / 3, -2 / 3, -1 / 3], "weights");
    tf.dispose([a, b]);
    model.dispose();
  });

  test("a limit that changes between steps takes effect without another graph", async () => {
    const clip = { norm: 1 };
    const model = plane(declare(tf.train.sgd(1), { rule: "sgd", clip }));
    await stepOn(model, x, -0.5);
    model.setWeights([tf.zeros([2, 1])]);
    clip.norm = 2.5;
    assertClose(await stepOn(model, x, -0.5), [-1.5, -2], "weights");
    assert.equal(executionMode(model), "graph");
    model.dispose();
  });

  test("Adam with clipped gradients learns as it does operation by operation", async () => {
    const make = (): LayersModel => {
      const model = tf.sequential({ layers: [dense(6, { inputShape: [4], activation: "tanh" }), dense(2)] });
      model.compile({ optimizer: clippedAdam(0.3), loss: "meanSquaredError" });
      return model;
    };
    const [model, other] = [make(), make()];
    other.setWeights(model.getWeights());
    const [a, b] = [
      tf.randomNormal([16, 4], 0, 3, "float32", 1),
      tf.randomNormal([16, 2], 0, 3, "float32", 2),
    ];
    for (let step = 0; step < 5; step++) {
      const found = await model.trainOnBatch(a, b);
      const expected = await runEagerly(() => other.trainOnBatch(a, b));
      assertClose([found as number], [expected as number], `loss of step ${step}`);
    }
    assert.equal(executionMode(model), "graph");
    const values = [model, other].map((each) => each.getWeights().flatMap((w) => Array.from(w.dataSync())));
    assertClose(values[0] as number[], values[1] as number[], "weights");
    tf.dispose([a, b]);
    [model, other].forEach((each) => each.dispose());
  });
});

/** Adam whose gradients are scaled to a global norm, operation by operation, with a declaration beside it. */
function clippedAdam(norm: number): Optimizer {
  const adam = tf.train.adam(0.05);
  const apply = adam.applyGradients.bind(adam);
  adam.applyGradients = (gradients: Gradients) => {
    tf.tidy(() => {
      const list = Array.isArray(gradients)
        ? gradients
        : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
      const squares = list.map(({ tensor }) => tensor.square().sum().dataSync()[0] ?? 0);
      const length = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
      const factor = norm / Math.max(length, norm);
      apply(list.map(({ name, tensor }) => ({ name, tensor: tensor.mul(factor) })));
    });
  };
  return declare(adam, { rule: "adam", clip: { norm } });
}

describe("what an optimizer declares", { skip }, () => {
  class Halved extends tf.SGDOptimizer {
    override applyGradients(gradients: Gradients): void {
      const list = Array.isArray(gradients) ? gradients : [];
      const halves = list.map(({ name, tensor }) => ({ name, tensor: tensor.mul(0.5) }));
      super.applyGradients(Array.isArray(gradients) ? halves : mapped(gradients));
    }
  }
  const mapped = (gradients: Record<string, Tensor>): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(gradients).map(([name, tensor]) => [name, tensor.mul(0.5)]));

  test("a subclass with a step of its own that declares nothing trains by its own code, and the reason says so", async () => {
    const model = plane(new Halved(1));
    assert.deepEqual(await stepOn(model, [3, 4], -0.5), [-1.5, -2]);
    assert.equal(executionMode(model), "the optimizer Halved, whose applyGradients no step rule describes");
    model.dispose();
  });

  test("a subclass that only sets other defaults is described by its parent", async () => {
    class Slow extends tf.SGDOptimizer {
      constructor() {
        super(0.5);
      }
    }
    const model = plane(new Slow());
    assert.deepEqual(await stepOn(model, [3, 4], -0.5), [-1.5, -2]);
    assert.equal(executionMode(model), "graph");
    model.dispose();
  });

  test("a method put on an instance needs a declaration beside it, at any time", async () => {
    const optimizer = tf.train.sgd(1);
    const model = plane(optimizer);
    await stepOn(model, [3, 4], -0.5);
    assert.equal(executionMode(model), "graph");
    const apply = optimizer.applyGradients.bind(optimizer);
    optimizer.applyGradients = (gradients: Gradients) => apply(gradients);
    await stepOn(model, [3, 4], -0.5);
    assert.match(executionMode(model), /SGDOptimizer, whose applyGradients/);
    model.dispose();
  });

  test("a foreign optimizer that wraps another declares the other's rule, and the other keeps the state", async () => {
    class Wrapped extends tf.Optimizer implements StepCapable {
      static readonly className = "Wrapped";
      readonly inner = tf.train.momentum(0.5, 0.9);
      readonly [stepCapability]: StepRule = { rule: "momentum", optimizer: this.inner };
      applyGradients(gradients: Gradients): void {
        this.inner.applyGradients(gradients as never);
      }
      getConfig(): Record<string, never> {
        return {};
      }
    }
    const optimizer = new Wrapped();
    const model = plane(optimizer);
    assert.deepEqual(await stepOn(model, [3, 4], -0.5), [-1.5, -2]);
    assert.equal(executionMode(model), "graph");
    const state = await optimizer.inner.getWeights();
    assert.deepEqual(
      state.slice(1).map(({ tensor }) => Array.from(tensor.dataSync())),
      [[3, 4]],
    );
    model.dispose();
  });

  test("weights shrink by ηλ before the step of any rule", async () => {
    const model = plane(declare(tf.train.sgd(0.5), { rule: "sgd", weightDecay: 0.2 }));
    const start = tf.tensor2d([[10], [0]]);
    model.setWeights([start]);
    // 10 · (1 − 0.5 · 0.2) = 9; the input is 0, so that nothing else moves.
    assertClose(await stepOn(model, [0, 0], -0.5), [9, 0], "weights");
    assert.equal(executionMode(model), "graph");
    start.dispose();
    model.dispose();
  });

  test("an optimizer without a rule, or with one that is not its own, says which", async () => {
    const cases: [Optimizer, RegExp][] = [
      [tf.train.adadelta(), /AdadeltaOptimizer, whose applyGradients no step rule describes/],
      [tf.train.adamax(0.01), /AdamaxOptimizer/],
      [
        declare(tf.train.sgd(0.1), { rule: "adam" }),
        /SGDOptimizer, which declares the rule adam and is no AdamOptimizer/,
      ],
      [declare(tf.train.sgd(0.1), { rule: "best" as "sgd" }), /a step by the rule best/],
      [tf.train.rmsprop(0.1, 0.9, 0, 1e-7, true), /RMSprop that is centered/],
    ];
    for (const [optimizer, reason] of cases) {
      const model = plane(optimizer);
      await stepOn(model, [3, 4], -0.5);
      assert.match(executionMode(model), reason);
      model.dispose();
    }
  });
});
