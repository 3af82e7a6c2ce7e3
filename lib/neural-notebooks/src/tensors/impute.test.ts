import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DataError, ShapeError, StateError } from "../core/errors";
import { oracle } from "../core/oracle.testing";
import { tf } from "../core/tf";
import { CategoryImputer, Imputer } from "./impute";
import type { TableOracle } from "./oracle.testing";
import { throughJson } from "./json.testing";

const gaps = oracle<TableOracle>("tables").gaps.map((row) => row.map((value) => value ?? NaN));

describe("Imputer", () => {
  it("fills by what the training part showed, not by the new rows", () => {
    const imputer = new Imputer().fit([[1], [NaN], [3]]);
    assert.deepEqual(imputer.transform([[NaN], [100]]), [[2], [100]]);
  });

  it("fills with a constant, also where nothing is known", () => {
    assert.deepEqual(new Imputer({ strategy: "constant", value: -1 }).fitTransform([[NaN], [NaN]]), [
      [-1],
      [-1],
    ]);
  });

  it("takes and gives tensors without leaking any", () => {
    const before = tf.memory().numTensors;
    const x = tf.tensor2d([
      [1, NaN],
      [3, 4],
    ]);
    const filled = new Imputer().fitTransform(x);
    assert.deepEqual(filled.arraySync(), [
      [1, 4],
      [3, 4],
    ]);
    tf.dispose([x, filled]);
    assert.equal(tf.memory().numTensors, before);
  });

  it("is the same after a round through JSON", () => {
    const imputer = new Imputer({ strategy: "median" }).fit(gaps);
    assert.deepEqual(Imputer.fromJSON(throughJson(imputer)).transform(gaps), imputer.transform(gaps));
  });

  it("says what is wrong", () => {
    assert.throws(() => new Imputer().transform([[1]]), StateError);
    assert.throws(
      () => new Imputer().fit([[NaN], [NaN]]),
      (error) => error instanceof DataError && /column 0 must be known/.test(error.message),
    );
    assert.throws(() => new Imputer().fit([[Infinity]]), DataError);
    assert.throws(() => new Imputer().fit([[1, 2]]).transform([[1]]), ShapeError);
    assert.throws(() => new Imputer({ strategy: "mode" as never }), /"mostFrequent"/);
    assert.throws(() => Imputer.fromJSON({} as never), /toJSON/);
  });
});

describe("CategoryImputer", () => {
  it("fills with the most frequent name, of equals the first by its characters", () => {
    assert.deepEqual(new CategoryImputer().fitTransform(["b", null, "b", "a"]), ["b", "b", "b", "a"]);
    assert.deepEqual(new CategoryImputer().fit(["b", "a", null]).transform([null]), ["a"]);
    assert.deepEqual(new CategoryImputer({ value: "?" }).fitTransform([null, "a"]), ["?", "a"]);
  });

  it("is the same after a round through JSON, and says what is wrong", () => {
    const imputer = new CategoryImputer().fit(["x"]);
    assert.deepEqual(CategoryImputer.fromJSON(throughJson(imputer)).transform([null]), ["x"]);
    assert.throws(() => new CategoryImputer().fit([null]), DataError);
    assert.throws(() => new CategoryImputer().transform([null]), StateError);
    assert.throws(() => CategoryImputer.fromJSON({} as never), /toJSON/);
  });
});
