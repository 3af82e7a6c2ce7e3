/** Max pooling and its gradient: the stock ones for any window, stride and padding, with ties and edge sizes. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor, type Tensor4D } from "../tf.testing";
import { registerMaxPool } from "./maxpool";
import { assertAgree, assertSteady, kinkedValues, onNative } from "./stock.testing";

/** A pooling, and large enough shapes (channels are scaled up) that oneDNN takes it; small and empty ones too. */
const cases = fc.record({
  batch: fc.integer({ min: 0, max: 3 }),
  height: fc.integer({ min: 1, max: 14 }),
  width: fc.integer({ min: 1, max: 14 }),
  channels: fc.constantFrom(0, 1, 3, 700, 8000),
  filter: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  pad: fc.constantFrom("same" as const, "valid" as const),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

test("pooled values are equal to the last bit, gradients within rounding", onNative, () => {
  fc.assert(
    fc.property(cases, ({ batch, height, width, channels, filter, strides, pad, seed }) => {
      fc.pre(pad === "same" || (filter[0] <= height && filter[1] <= width));
      fc.pre(batch * height * width * channels < 1e6);
      const x = kinkedValues([batch, height, width, channels], seed) as Tensor4D;
      const pool = (t: Tensor) => tf.maxPool(t as Tensor4D, filter, strides, pad);
      assertAgree(registerMaxPool, () => [pool(x)], { tolerance: 0 });
      assertAgree(registerMaxPool, () => [tf.grad((t: Tensor) => tf.square(pool(t)))(x)]);
      x.dispose();
    }),
    { numRuns: 60 },
  );
});

test("a window of more than 255 elements, where a byte no longer tells which one won", onNative, () => {
  const x = kinkedValues([1, 20, 20, 600], 3) as Tensor4D;
  assertAgree(registerMaxPool, () => [tf.grad((t: Tensor) => tf.maxPool(t as Tensor4D, 18, 1, "valid"))(x)]);
  x.dispose();
});

test("NaN and infinities pool and flow back as in the stock kernel", onNative, () => {
  const values = Float32Array.from({ length: 2 * 64 * 64 * 64 }, (_, i) => {
    return [NaN, -Infinity, 1, 2, Infinity, NaN, -3][(i * i + (i >> 5)) % 7] ?? 0;
  });
  const x = tf.tensor4d(values, [2, 64, 64, 64]);
  assertAgree(registerMaxPool, () => [tf.maxPool(x, 2, 2, "valid")]);
  x.dispose();
});

test("int32 and padding by numbers behave as before", onNative, () => {
  const whole = tf.tidy(() => tf.cast(kinkedValues([4, 64, 64, 64], 1), "int32")) as Tensor4D;
  assertAgree(registerMaxPool, () => [tf.maxPool(whole, 2, 2, "same")]);
  const restore = registerMaxPool(tf);
  const small: Tensor4D = tf.zeros([1, 4, 4, 1]);
  assert.throws(() => tf.maxPool(small, 2, 2, 1), /supports only 'valid' and 'same'/);
  restore();
  tf.dispose([whole, small]);
});

test("the fast operations are really taken for large shapes", onNative, () => {
  const restore = registerMaxPool(tf);
  const backend = tf.backend() as unknown as Record<string, (...args: unknown[]) => unknown>;
  const names: unknown[] = [];
  const originals = ["executeMultipleOutputs", "executeSingleOutput"].map((method) => {
    const own = backend[method];
    backend[method] = function (...args: unknown[]) {
      names.push(args[0]);
      return own?.apply(this, args);
    };
    return method;
  });
  tf.tidy(() => tf.grad((t: Tensor) => tf.maxPool(t as Tensor4D, 2, 2, "valid"))(tf.zeros([16, 32, 32, 64])));
  for (const method of originals) delete backend[method];
  restore();
  const stock = ["MaxPool", "MaxPoolGrad"];
  assert.ok(names.includes("_MklNativeMaxPoolGrad") && names.includes("_MklNativeMaxPool"), names.join());
  assert.ok(!stock.some((name) => names.lastIndexOf(name) > names.indexOf("_MklNativeMaxPoolGrad")));
});

test("with oneDNN switched off pooling still works", onNative, () => {
  const code = `
    const { tf } = require(${JSON.stringify(path.join(__dirname, "..", "tf.testing.js"))});
    require(${JSON.stringify(path.join(__dirname, "maxpool.js"))}).registerMaxPool(tf);
    const x = tf.ones([8, 32, 32, 64]);
    const dx = tf.grad((t) => tf.maxPool(t, 2, 2, "valid"))(x);
    console.log(dx.sum().dataSync()[0]);`;
  const { stdout } = spawnSync(process.execPath, ["-e", code], {
    env: { ...process.env, TF_ENABLE_ONEDNN_OPTS: "0" },
    encoding: "utf8",
  });
  assert.equal(stdout, `${8 * 16 * 16 * 64}\n`);
});

test("some hundred poolings leave memory as it was", onNative, () => {
  const x = kinkedValues([4, 16, 16, 72], 1) as Tensor4D;
  assertSteady(registerMaxPool, () => tf.grad((t: Tensor) => tf.maxPool(t as Tensor4D, 2, 2, "valid"))(x), {
    times: 1000,
  });
  x.dispose();
});
