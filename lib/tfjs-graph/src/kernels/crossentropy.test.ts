/** The softmax cross-entropy: value and gradients of tfjs' own, for all its options. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tf, type Tensor } from "../tf.testing";
import { registerCrossEntropy } from "./crossentropy";
import { assertAgree, assertSteady, kinkedValues, onNative } from "./stock.testing";

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 6 }),
  classes: fc.integer({ min: 1, max: 6 }),
  labels: fc.constantFrom("float32" as const, "int32" as const, "bool" as const),
  weighted: fc.constantFrom("no", "one", "each"),
  smoothing: fc.constantFrom(0, 0, 0.1),
  reduction: fc.constantFrom(0, 1, 2, 3),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

/** Its loss is 1e-5, of which float32 leaves two digits. */
const nearNothing = {
  batch: 2,
  classes: 2,
  labels: "float32",
  weighted: "each",
  smoothing: 0,
  reduction: 2,
  seed: 1790288063,
} as const;

test(
  "value, gradients and second derivative are the stock ones for every reduction and weight",
  onNative,
  () => {
    fc.assert(
      fc.property(cases, ({ batch, classes, labels, weighted, smoothing, reduction, seed }) => {
        const logits = kinkedValues([batch, classes], seed);
        const y = tf.tidy(() => tf.cast(tf.greater(kinkedValues([batch, classes], seed + 1), 2), labels));
        const weights = { no: undefined, one: tf.scalar(0.7), each: tf.abs(kinkedValues([batch], seed + 2)) }[
          weighted
        ];
        const loss = (x: Tensor) =>
          tf.losses.softmaxCrossEntropy(y, x, weights, smoothing, reduction) as Tensor;
        assertAgree(registerCrossEntropy, () => [
          loss(logits),
          tf.grad(loss)(logits),
          // Around a loss of nothing a square would show no more than how float32 rounds that loss.
          secondOf((x) => tf.square(tf.add(loss(x), 1)), logits),
          ...(labels === "float32"
            ? [tf.grad((t: Tensor) => tf.losses.softmaxCrossEntropy(t, logits) as Tensor)(y)]
            : []),
        ]);
        tf.dispose([logits, y]);
        weights?.dispose();
      }),
      { numRuns: 100, examples: [[nearNothing]] },
    );
  },
);

/** tfjs holds the softmax constant in the second derivative; what flows through dy is left, and ours is the same. */
function secondOf(f: (x: Tensor) => Tensor, x: Tensor): Tensor {
  return tf.grad((input: Tensor) => tf.square(tf.grad(f)(input)))(x);
}

test("plain arrays, other ranks and wrong shapes behave as before", onNative, () => {
  const compute = () => [
    tf.losses.softmaxCrossEntropy([[1, 0]], [[2, 1]]) as Tensor,
    tf.losses.softmaxCrossEntropy(tf.tensor1d([1, 0]), tf.tensor1d([2, 1])) as Tensor,
  ];
  assertAgree(registerCrossEntropy, compute);
  const restore = registerCrossEntropy(tf);
  assert.throws(
    () => tf.losses.softmaxCrossEntropy(tf.zeros([1, 2]), tf.zeros([2, 2])),
    /softmaxCrossEntropy/,
  );
  restore();
});

test("equal logits of two classes cost ln 2, and large ones do not overflow", onNative, () => {
  const restore = registerCrossEntropy(tf);
  const loss = tf.tidy(
    () => tf.losses.softmaxCrossEntropy(tf.tensor2d([[1, 0]]), tf.tensor2d([[5, 5]])) as Tensor,
  );
  const large = tf.tidy(
    () => tf.losses.softmaxCrossEntropy(tf.tensor2d([[1, 0]]), tf.tensor2d([[-1e4, 1e4]])) as Tensor,
  );
  assert.ok(Math.abs((loss.dataSync()[0] ?? NaN) - Math.LN2) < 1e-6);
  assert.equal(large.dataSync()[0], 2e4);
  restore();
  tf.dispose([loss, large]);
});

test("some thousand losses and gradients leave memory as it was", onNative, () => {
  const logits = kinkedValues([8, 4], 1);
  const y = tf.tidy(() => tf.cast(tf.greater(logits, 2), "float32"));
  const loss = (x: Tensor) => tf.losses.softmaxCrossEntropy(y, x) as Tensor;
  assertSteady(registerCrossEntropy, () => tf.grad(loss)(logits));
  tf.dispose([logits, y]);
});
