/** Convolutions on the JavaScript back end and their gradients: the stock ones, also at borders and of wild values. */
import { assertNothingKept, assertSame, fast, seeds, shares, sprinkled } from "./stock.testing";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor, type Tensor4D } from "../tf.testing";

type Pad =
  "same" | "valid" | number | [[number, number], [number, number], [number, number], [number, number]];

const length = fc.integer({ min: 1, max: 9 });
const count = fc.integer({ min: 1, max: 10 });
const width = fc.integer({ min: 0, max: 3 });
const kernel = fc.integer({ min: 1, max: 4 });
const stride = fc.integer({ min: 1, max: 3 });
const pad: fc.Arbitrary<Pad> = fc.oneof(
  fc.constantFrom("same" as const, "valid" as const),
  width,
  fc.tuple(width, width, width, width).map(([a, b, c, d]): Pad => [
    [0, 0],
    [a, b],
    [c, d],
    [0, 0],
  ]),
);
const cases = fc.record({
  batch: fc.integer({ min: 0, max: 3 }),
  size: fc.tuple(length, length),
  channels: fc.tuple(count, count),
  filter: fc.tuple(kernel, kernel),
  strides: fc.oneof(stride, fc.tuple(stride, stride)),
  dilations: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }),
  pad,
  dataFormat: fc.oneof(
    { weight: 5, arbitrary: fc.constant("NHWC" as const) },
    { weight: 1, arbitrary: fc.constant("NCHW" as const) },
  ),
  round: fc.constantFrom(undefined, "floor" as const, "ceil" as const),
  wild: shares,
  seed: seeds,
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function problem({ batch, size, channels, filter, dataFormat, wild, seed }: Case) {
  const shape = dataFormat === "NHWC" ? [batch, ...size, channels[0]] : [batch, channels[0], ...size];
  return {
    x: sprinkled(shape, { seed, wild }) as Tensor4D,
    w: sprinkled([...filter, ...channels], { seed: seed + 1, wild: wild / 4 }) as Tensor4D,
  };
}

test("convolutions and their two gradients are the stock ones", () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { strides, pad, dataFormat, dilations, round, seed, wild } = given;
      const { x, w } = problem(given);
      const convolve = (a: Tensor, b: Tensor) =>
        tf.conv2d(a as Tensor4D, b as Tensor4D, strides, pad, dataFormat, dilations, round);
      assertSame(() => [convolve(x, w)], [x, w]);
      assertSame(() => {
        const y = convolve(x, w);
        return tf.grads(convolve)([x, w], sprinkled(y.shape, { seed: seed + 2, wild: wild / 4 }));
      });
      tf.dispose([x, w]);
    }),
    { numRuns: 400 },
  );
});

test("a fused convolution takes bias and activation as the stock one does", () => {
  const activations = ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu", "tanh"] as const;
  fc.assert(
    fc.property(
      cases,
      fc.constantFrom(...activations),
      fc.constantFrom("none", "scalar", "row", "wide"),
      (given, activation, bias) => {
        const { channels, strides, pad, dataFormat, dilations, round, seed } = given;
        const { x, w } = problem(given);
        const shapes = { none: [], scalar: [], row: [channels[1]], wide: [1, 1, channels[1]] };
        const offset = sprinkled(shapes[bias], { seed });
        assertSame(() => [
          tf.fused.conv2d({
            x,
            filter: w,
            strides,
            pad: pad,
            dataFormat,
            dilations,
            ...(round === undefined ? {} : { dimRoundingMode: round }),
            ...(bias === "none" ? {} : { bias: offset }),
            activation: activation as "relu",
            ...(activation === "prelu" ? { preluActivationWeights: offset } : {}),
            leakyreluAlpha: 0.2,
          }),
        ]);
        tf.dispose([x, w, offset]);
      },
    ),
    { numRuns: 300 },
  );
});

test("convolutions of int32, and of one dimension, are the stock ones", () => {
  const x = tf.tidy(() => sprinkled([2, 5, 5, 2], { seed: 1 }).toInt()) as Tensor4D;
  const w = tf.tidy(() => sprinkled([2, 2, 2, 3], { seed: 2 }).toInt()) as Tensor4D;
  assertSame(() => [tf.conv2d(x, w, 1, "same")]);
  const row = sprinkled([2, 12, 3], { seed: 3 });
  const line = sprinkled([4, 3, 5], { seed: 4 });
  const convolve = (a: Tensor, b: Tensor) => tf.conv1d(a as never, b as never, 2, "same");
  assertSame(() => tf.grads(convolve)([row, line]));
  tf.dispose([x, w, row, line]);
});

test("a picture that is larger than the memory so far, then a small one again", () => {
  for (const size of [3, 150, 3]) {
    const x = sprinkled([1, size, size, 4], { seed: size }) as Tensor4D;
    const w = sprinkled([3, 3, 4, 9], { seed: 1 }) as Tensor4D;
    assertSame(() => [tf.conv2d(x, w, 1, "same")]);
    tf.dispose([x, w]);
  }
});

test("an infinite weight meets no zero of the border, by hand", () => {
  // At the left edge the filter's first weight lies on the border: 0 · ∞ would be NaN.
  const y = fast(() =>
    tf.tidy(() =>
      tf
        .conv2d(tf.tensor4d([1, 2], [1, 1, 2, 1]), tf.tensor4d([Infinity, 1, 1], [1, 3, 1, 1]), 1, "same")
        .dataSync(),
    ),
  );
  assert.deepEqual(Array.from(y), [3, Infinity]);
});

test("gradients of convolutions leave nothing behind", () => {
  const x = sprinkled([2, 6, 6, 3], { seed: 1 }) as Tensor4D;
  const w = sprinkled([3, 3, 3, 4], { seed: 2 }) as Tensor4D;
  assertNothingKept(() => tf.grads((a, b) => tf.conv2d(a as Tensor4D, b as Tensor4D, 1, "same"))([x, w]));
  tf.dispose([x, w]);
});
