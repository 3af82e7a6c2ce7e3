import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { DataError, ShapeError, StateError, UnknownNameError } from "../core/errors";
import { OneHotEncoder, oneHot } from "./encode";
import { tf } from "../core/tf";
import { StandardScaler } from "./scale";
import { throughJson } from "./json.testing";
import { OrdinalEncoder } from "./ordinal";

describe("encoders", () => {
  it("follow a wanted order", () => {
    const encoder = new OrdinalEncoder({ categories: [["small", "medium", "large"]] }).fit(["large"]);
    assert.deepEqual(encoder.transform(["small", "large"]), [0, 2]);
    assert.deepEqual(encoder.categories, [["small", "medium", "large"]]);
    assert.throws(() => new OrdinalEncoder({ categories: [["a"]] }).fit(["b"]), UnknownNameError);
  });

  it("sort numbers as numbers", () => {
    assert.deepEqual(new OrdinalEncoder().fit([10, 9, 100]).categories, [[9, 10, 100]]);
  });

  it("are undone by inverseTransform (property)", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
        const ordinal = new OrdinalEncoder().fit(values);
        const onehot = new OneHotEncoder().fit(values);
        assert.deepEqual(ordinal.inverseTransform(ordinal.transform(values)), values);
        assert.deepEqual(onehot.inverseTransform(onehot.transform(values)), values);
        assert.ok(onehot.transform(values).every((row) => row.reduce((sum, value) => sum + value, 0) === 1));
      }),
    );
  });

  it("take tensors of words and of numbers", () => {
    const words = tf.tensor1d(["b", "a"]);
    const hot = new OneHotEncoder().fitTransform(words);
    assert.deepEqual(hot.arraySync(), [
      [0, 1],
      [1, 0],
    ]);
    const codes = new OrdinalEncoder().fit([5, 7]);
    const numbers = tf.tensor1d([7, 5]);
    const coded = codes.transform(numbers);
    assert.deepEqual(coded.arraySync(), [1, 0]);
    assert.deepEqual(codes.inverseTransform(coded), [7, 5]);
    assert.throws(
      () => new StandardScaler().fit(words),
      /column 0 must be numbers; received "b".*OneHotEncoder/,
    );
    tf.dispose([words, hot, numbers, coded]);
  });

  it("take probabilities back to the likeliest category", () => {
    assert.deepEqual(
      new OneHotEncoder().fit(["a", "b"]).inverseTransform([[0.3, 0.7], new Float32Array([0.9, 0.1])]),
      ["b", "a"],
    );
  });

  it("refuse a category that the training part did not have, or ignore it when asked", () => {
    assert.throws(
      () => new OrdinalEncoder().fit(["Adelie", "Gentoo"]).transform(["Gento"]),
      /Did you mean "Gentoo"\?/,
    );
    const coded = new OrdinalEncoder({ handleUnknown: "useEncodedValue", unknownValue: -1 }).fit(["a"]);
    assert.deepEqual(coded.transform(["b", "a", null]), [-1, 0, -1]);
    const ignoring = new OneHotEncoder({ handleUnknown: "ignore" }).fit(["a", "b"]);
    assert.deepEqual(ignoring.transform(["c", "b", null]), [
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
  });

  it("are the same after a round through JSON", () => {
    const onehot = new OneHotEncoder({ handleUnknown: "ignore" }).fit(["b", "a"]);
    assert.deepEqual(OneHotEncoder.fromJSON(throughJson(onehot)).transform(["a", "x"]), [
      [1, 0],
      [0, 0],
    ]);
    assert.deepEqual(
      OrdinalEncoder.fromJSON(throughJson(new OrdinalEncoder().fit([3, 1]))).transform([3]),
      [1],
    );
    assert.throws(() => OrdinalEncoder.fromJSON(onehot.toJSON()), /what toJSON of a OrdinalEncoder gave/);
  });

  it("say what is wrong", () => {
    assert.throws(() => new OneHotEncoder().transform(["a"]), StateError);
    assert.throws(() => new OneHotEncoder().fit([]), ShapeError);
    assert.throws(
      () => new OneHotEncoder().fit(["a", null]),
      /x, row 1, column 0, must be not missing; received null/,
    );
    assert.throws(() => new OneHotEncoder().fit([1, NaN]), DataError);
    assert.throws(() => new OrdinalEncoder().fit(["a"]).inverseTransform([1]), /from 0 to 0/);
    assert.throws(
      () => new OneHotEncoder().fit(["a", "b"]).inverseTransform([[1]]),
      /of shape \[rows, 2\], as transform gives/,
    );
    assert.throws(() => new OrdinalEncoder({ categories: [["a", "a"]] }), /all different/);
    assert.throws(
      () => new OrdinalEncoder({ handleUnknown: "ignore" as never }),
      /"error" or "useEncodedValue"/,
    );
  });
});

describe("oneHot", () => {
  it("gives a column per class", () => {
    assert.deepEqual(oneHot(new Uint8Array([2, 0]), 3), [
      [0, 0, 1],
      [1, 0, 0],
    ]);
  });

  it("refuses a label out of range, naming its place", () => {
    assert.throws(() => oneHot([0, 3], 3), /labels\[1\] must be a whole number from 0 to 2; received 3/);
  });
});

it("a category that was unknown comes back as null, never as the first one", () => {
  const ignoring = new OneHotEncoder({ handleUnknown: "ignore" }).fit(["cat", "dog"]);
  assert.deepEqual(ignoring.inverseTransform(ignoring.transform(["dog", "fox"])), ["dog", null]);
  const places = new OrdinalEncoder({ handleUnknown: "useEncodedValue", unknownValue: -1 }).fit([
    "cat",
    "dog",
  ]);
  assert.deepEqual(places.inverseTransform(places.transform(["fox", "dog"])), [null, "dog"]);
  const refusing = new OneHotEncoder().fit(["cat", "dog"]);
  assert.throws(
    () => refusing.inverseTransform([[0, 0]]),
    /row 0 must be a row with a largest number.*handleUnknown: "ignore"/,
  );
  assert.throws(() => refusing.inverseTransform([[NaN, 1]]), /row 0 must be a row with a largest number/);
});
