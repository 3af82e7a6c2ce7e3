/** Tests of the comparison that all oracles go through: it must see what differs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertClose, deviationOf, oracle, oracleSource } from "./oracle.testing";

test("the largest difference is found at any depth, absolute and relative to numbers above 1", () => {
  const deviation = deviationOf([[1, 2.5], [[1000.1]]], [[1, 2], [[1000]]]);
  assert.equal(deviation.count, 3);
  assert.equal(deviation.largest, 0.5);
  assert.equal(deviation.scaled, 0.25);
  assert.equal(deviation.where, "[0][1]: 2.5 is not 2");
  assert.ok(deviationOf(0.5, 0.25).scaled === 0.25, "numbers below 1 are compared as they are");
});

test("words, missing cells, lengths and depths that differ are infinitely far", () => {
  for (const [actual, expected] of [
    ["a", "b"],
    [null, 0],
    [0, null],
    [NaN, 1],
    [1, NaN],
    [Infinity, -Infinity],
    [[1], [1, 2]],
    [1, [1]],
    [[1], 1],
    [undefined as never, 1],
  ] as const)
    assert.equal(
      deviationOf(actual, expected).scaled,
      Infinity,
      `${String(actual)} beside ${String(expected)}`,
    );
  assert.deepEqual(deviationOf(["a", null, NaN, Infinity], ["a", null, NaN, Infinity]), {
    count: 4,
    largest: 0,
    scaled: 0,
    where: "",
  });
});

test("too large a difference fails and says where", () => {
  assertClose([1, 2], [1, 2 + 1e-10]);
  assert.throws(
    () => assertClose([1, 2], [1, 2.1], { what: "sum" }),
    /sum\[1\]: 2 is not 2\.1 \(difference 0\.047/,
  );
  assert.throws(() => assertClose([1], [1, 2]), /length 1 is not 2/);
});

test("a source has its version, from whichever place the file keeps it", () => {
  assert.match(oracleSource("metrics", "scikit-learn"), /^scikit-learn \d+\.\d+\.\d+$/);
  assert.match(oracleSource("tables", "pandas"), /^pandas \d+\.\d+\.\d+$/);
  assert.throws(() => oracleSource("metrics", "octave"), /names no version of octave/);
  assert.equal(oracle<{ seed: number }>("networks").seed, 7);
});
