import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { DataError, ShapeError, StateError } from "../core/errors";
import { deviationOf, oracle } from "../core/oracle.testing";
import { tf } from "../core/tf";
import type { TableOracle } from "./oracle.testing";
import { MinMaxScaler, StandardScaler } from "./scale";
import { throughJson } from "./json.testing";

const tables = oracle<TableOracle>("tables");
const rowsOfNumbers = fc
  .integer({ min: 1, max: 4 })
  .chain((columns) =>
    fc.array(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: columns, maxLength: columns }),
      { minLength: 1, maxLength: 20 },
    ),
  );

describe("scalers", () => {
  it("scale by hand: 1, 3 have mean 2 and deviation 1", () => {
    assert.deepEqual(new StandardScaler().fitTransform([[1], [3]]), [[-1], [1]]);
    assert.deepEqual(new MinMaxScaler().fit([[10], [20]]).transform([[15], [25]]), [[0.5], [1.5]]);
  });

  it("turn a constant column into 0, though rounding leaves it a trace of variance", () => {
    const scaler = new StandardScaler().fit([[0.1], [0.1], [0.1]]);
    assert.ok(deviationOf(scaler.transform([[0.1], [1.1]]), [[0], [1]]).largest < 1e-15);
    assert.deepEqual(scaler.std, [1]);
  });

  it("are undone by inverseTransform, whatever the numbers (property)", () => {
    fc.assert(
      fc.property(rowsOfNumbers, (x) => {
        for (const scaler of [new StandardScaler(), new MinMaxScaler({ featureRange: [-3, 5] })]) {
          const back = scaler.inverseTransform(scaler.fitTransform(x));
          const size = Math.max(1, ...x.flat().map(Math.abs));
          assert.ok(deviationOf(back, x).largest <= 1e-9 * size);
        }
      }),
    );
  });

  it("are the same after a round through JSON", () => {
    const standard = new StandardScaler().fit(tables.x);
    const range = new MinMaxScaler({ featureRange: [-1, 2] }).fit(tables.x);
    assert.deepEqual(
      StandardScaler.fromJSON(throughJson(standard)).transform(tables.new),
      standard.transform(tables.new),
    );
    assert.deepEqual(
      MinMaxScaler.fromJSON(throughJson(range)).transform(tables.new),
      range.transform(tables.new),
    );
    assert.throws(
      () => StandardScaler.fromJSON(range.toJSON() as never),
      /what toJSON of a StandardScaler gave/,
    );
    assert.throws(
      () => StandardScaler.fromJSON({ type: "StandardScaler", mean: [0], std: [0] }),
      /std must be without 0/,
    );
  });

  it("give back the kind that came and leave the caller's rows alone", () => {
    const scaler = new StandardScaler().fit([1, 2, 3]);
    const numbers = Object.freeze([1, 2, 3]) as number[];
    assert.ok(Array.isArray(scaler.transform(numbers)));
    assert.ok(scaler.transform(new Float32Array([1])) instanceof Float32Array);
    assert.ok(scaler.transform(new Float64Array([1])) instanceof Float64Array);
    const before = tf.memory().numTensors;
    const x = tf.tensor2d([[1], [2], [3]]);
    const scaled = scaler.transform(x);
    assert.deepEqual(scaled.shape, [3, 1]);
    assert.deepEqual([...x.dataSync()], [1, 2, 3]);
    tf.dispose([x, scaled]);
    assert.equal(tf.memory().numTensors, before);
  });

  it("say what is wrong", () => {
    assert.throws(() => new StandardScaler().transform([[1]]), StateError);
    assert.throws(() => new StandardScaler().toJSON(), StateError);
    assert.throws(() => new StandardScaler().fit([]), ShapeError);
    assert.throws(() => new StandardScaler().fit([[1, 2], [3]]), ShapeError);
    assert.throws(
      () => new StandardScaler().fit([[1], [NaN]]),
      (error) => error instanceof DataError && /row 1, column 0/.test(error.message),
    );
    assert.throws(
      () => new StandardScaler().fit([[1, 2]]).transform([[1]]),
      /of shape \[rows, 2\], as the training part; received shape \[1, 1\]/,
    );
    assert.throws(() => new StandardScaler().fit(tf.scalar(1) as never), ShapeError);
    assert.throws(() => new MinMaxScaler({ featureRange: [1, 1] }), /featureRange\[0\] must be below 1/);
    assert.throws(
      () => new StandardScaler().fit(["a", "b"] as never),
      (error) =>
        error instanceof DataError &&
        /column 0 must be numbers; received "a".*OneHotEncoder/.test(error.message),
    );
  });
});
