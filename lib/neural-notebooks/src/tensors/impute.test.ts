import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DataError, ShapeError, StateError } from "../core/errors";
import { oracle } from "../core/oracle.testing";
import { tf } from "../core/tf";
import { SimpleImputer } from "./impute";
import type { TableOracle } from "./oracle.testing";
import { throughJson } from "./json.testing";

const gaps = oracle<TableOracle>("tables").gaps.map((row) => row.map((value) => value ?? NaN));

describe("SimpleImputer", () => {
  it("fills by what the training part showed, not by the new rows", () => {
    const imputer = new SimpleImputer().fit([[1], [NaN], [3]]);
    assert.deepEqual(imputer.transform([[NaN], [100]]), [[2], [100]]);
  });

  it("fills with a constant, also where nothing is known", () => {
    assert.deepEqual(
      new SimpleImputer({ strategy: "constant", fillValue: -1 }).fitTransform([[NaN], [NaN]]),
      [[-1], [-1]],
    );
  });

  it("takes and gives tensors without leaking any", () => {
    const before = tf.memory().numTensors;
    const x = tf.tensor2d([
      [1, NaN],
      [3, 4],
    ]);
    const filled = new SimpleImputer().fitTransform(x);
    assert.deepEqual(filled.arraySync(), [
      [1, 4],
      [3, 4],
    ]);
    tf.dispose([x, filled]);
    assert.equal(tf.memory().numTensors, before);
  });

  it("is the same after a round through JSON", () => {
    const imputer = new SimpleImputer({ strategy: "median" }).fit(gaps);
    assert.deepEqual(SimpleImputer.fromJSON(throughJson(imputer)).transform(gaps), imputer.transform(gaps));
  });

  it("says what is wrong", () => {
    assert.throws(() => new SimpleImputer().transform([[1]]), StateError);
    assert.throws(
      () => new SimpleImputer().fit([[NaN], [NaN]]),
      (error) => error instanceof DataError && /column 0 must be known/.test(error.message),
    );
    assert.throws(() => new SimpleImputer().fit([[Infinity]]), DataError);
    assert.throws(() => new SimpleImputer().fit([[1, 2]]).transform([[1]]), ShapeError);
    assert.throws(() => new SimpleImputer({ strategy: "mode" as never }), /"mostFrequent"/);
    assert.throws(() => SimpleImputer.fromJSON({} as never), /toJSON/);
  });
});

describe("SimpleImputer of text", () => {
  it("fills with the most frequent name, of equals the first by its characters", () => {
    const imputer = new SimpleImputer({ strategy: "mostFrequent" });
    assert.deepEqual(imputer.fitTransform(["b", null, "b", "a"]), ["b", "b", "b", "a"]);
    assert.deepEqual(imputer.fit(["b", "a", null]).statistics, ["a"]);
    assert.deepEqual(
      imputer.fitTransform([
        ["x", 1],
        [null, 2],
        ["y", NaN],
        ["y", 2],
      ]),
      [
        ["x", 1],
        ["y", 2],
        ["y", 2],
        ["y", 2],
      ],
    );
  });

  it("fills with a constant: the given one, or 0 for numbers and missing_value for text", () => {
    const given = new SimpleImputer({ strategy: "constant", fillValue: "?" });
    assert.deepEqual(given.fitTransform([null, "a"]), ["?", "a"]);
    const plain = new SimpleImputer({ strategy: "constant" }).fit([
      [1, "a", true],
      [NaN, null, null],
    ]);
    assert.deepEqual(plain.statistics, [0, "missing_value", "missing_value"]);
  });

  it("is the same after a round through JSON, and says what is wrong", () => {
    const imputer = new SimpleImputer({ strategy: "mostFrequent" }).fit(["x"]);
    assert.deepEqual(SimpleImputer.fromJSON(throughJson(imputer)).transform([null]), ["x"]);
    assert.throws(() => new SimpleImputer({ strategy: "mostFrequent" }).fit([null]), DataError);
    assert.throws(() => imputer.transform([[1, 2]]), ShapeError);
    assert.throws(
      () => new SimpleImputer().fit(["x", null]),
      /column 0 must be numbers for the strategy "mean"; received "x".*mostFrequent/,
    );
    assert.throws(
      () => new SimpleImputer({ strategy: "constant", fillValue: 0 }).fit(["x", null]),
      /fillValue must be of the type of column 0, a string; received 0/,
    );
    assert.throws(() => new SimpleImputer({ strategy: "constant", fillValue: NaN }), /fillValue/);
  });
});
