/** Tests of the autodiff engine: by hand, against finite differences, and against tfjs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ArgumentError } from "../core/errors";
import { tf, type Scalar } from "../core/tf";
import { assertClose } from "../core/oracle.testing";
import { Value, finiteDifference, sumValues, toValue } from "./value";

test("a sum and a product have the derivatives worked on paper", () => {
  const [a, b] = [new Value(2, { label: "a" }), new Value(-3, { label: "b" })];
  const c = a.times(b).plus(a);
  c.backward();
  assert.deepEqual([c.data, a.gradient, b.gradient, c.gradient], [-4, -2, 2, 1]);
});

test("a value used twice gathers both shares, and a second backward starts anew", () => {
  const a = new Value(3);
  const b = a.times(a).plus(a.power(3));
  b.backward();
  b.backward();
  assert.equal(a.gradient, 6 + 27);
});

/** One expression three ways: on values, on numbers, on tensors. */
const onValues = ([a, b]: readonly Value[]) => {
  const [x, y] = [a as Value, b as Value];
  return x
    .times(y)
    .tanh()
    .plus(x.over(y.power(2).plus(1)))
    .minus(x.exp().log().times(0.5))
    .plus(y.sigmoid().times(x.relu()))
    .plus(y.negate());
};
const onNumbers = (x: readonly number[]) => onValues(x.map((value) => new Value(value))).data;
const onTensors = (x: Scalar, y: Scalar) =>
  x
    .mul(y)
    .tanh()
    .add(x.div(y.square().add(1)))
    .sub(x.exp().log().mul(0.5))
    .add(y.sigmoid().mul(x.relu()))
    .add(y.neg());

test("engine, finite differences and tfjs agree to 1e-5", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (p, q) => {
        fc.pre(Math.abs(p) > 1e-3); // The corner of ReLU has no derivative.
        const values = [new Value(p), new Value(q)];
        onValues(values).backward();
        const own = values.map((value) => value.gradient);
        assertClose(own, finiteDifference(onNumbers, [p, q]), { tolerance: 1e-5, what: "finite difference" });
        const tensors = tf.tidy(() =>
          tf
            .grads((...xs) => onTensors(xs[0] as Scalar, xs[1] as Scalar))([tf.scalar(p), tf.scalar(q)])
            .map((g) => g.dataSync()[0] as number),
        );
        assertClose(own, tensors, { tolerance: 1e-5, what: "tfjs" });
      },
    ),
    { seed: 2, numRuns: 50 },
  );
});

test("a sum of 50,000 values does not overflow the stack", () => {
  const parts = Array.from({ length: 50_000 }, () => new Value(1));
  const total = sumValues(parts);
  total.backward();
  assert.equal(total.data, 50_000);
  assert.ok(parts.every((part) => part.gradient === 1));
});

test("the graph lists operands before results, each once", () => {
  const a = new Value(2, { label: "a" });
  const { nodes, edges } = a.times(a).graph();
  assert.deepEqual(
    nodes.map(({ id, label, operation, data }) => [id, label, operation, data]),
    [
      [0, "a", "", 2],
      [1, "", "·", 4],
    ],
  );
  assert.deepEqual(edges, [
    { from: 0, to: 1, slope: 2 },
    { from: 0, to: 1, slope: 2 },
  ]);
});

test("numbers pass as values, other things do not", () => {
  assert.equal(new Value(1).plus(2).data, 3);
  assert.equal(toValue(5).data, 5);
  assert.throws(() => new Value("1" as unknown as number), ArgumentError);
});
