/** Checks at the public door: what passes, what is refused, and with which words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, DataError, ShapeError } from "./errors";
import { checkFinite, checkInteger, checkNumber, checkSameLength, checkShape, shapeOf } from "./shape";

const at = { verb: "train", argument: "x" };

test("whole numbers pass within their range, ends included", () => {
  assert.equal(checkInteger(1, { ...at, min: 1, max: 3 }), 1);
  assert.equal(checkInteger(3, { ...at, min: 1, max: 3 }), 3);
  assert.equal(checkInteger(-7, at), -7);
});

test("fractions, NaN and numbers out of range are refused with the rule", () => {
  const refuse = (value: number, range: object, words: RegExp): void =>
    assert.throws(
      () => checkInteger(value, { ...at, ...range }),
      (error) => error instanceof ArgumentError && words.test(error.message),
    );
  refuse(1.5, {}, /x must be a whole number; received 1\.5/);
  refuse(NaN, {}, /received NaN/);
  refuse(0, { min: 1 }, /a whole number ≥ 1; received 0/);
  refuse(4, { max: 3 }, /a whole number ≤ 3/);
  refuse(9, { min: 1, max: 3 }, /a whole number from 1 to 3/);
});

test("finite numbers pass, others and text do not", () => {
  assert.equal(checkNumber(0.5, { ...at, min: 0, max: 1 }), 0.5);
  for (const value of [NaN, Infinity, "1" as unknown as number, 2]) {
    assert.throws(() => checkNumber(value, { ...at, min: 0, max: 1 }), ArgumentError);
  }
});

test("the first place that is not finite is named, with what to do", () => {
  assert.doesNotThrow(() => checkFinite(new Float32Array([1, 2]), at));
  assert.throws(
    () => checkFinite([1, NaN, Infinity], at),
    (error) => {
      assert.ok(error instanceof DataError);
      assert.equal(
        error.message,
        "Cannot train: x[1] must be a finite number; received NaN. Fill or drop missing values first.",
      );
      return true;
    },
  );
});

test("a shape passes where the pattern says any size", () => {
  checkShape([32, 28, 28, 1], [null, 28, 28, 1], at);
  checkShape({ shape: [5] }, [null], at);
});

test("a shape of the wrong size or rank is refused; a missing batch axis is guessed", () => {
  assert.throws(
    () => checkShape([32, 27, 28, 1], [null, 28, 28, 1], at),
    (error) => {
      assert.ok(error instanceof ShapeError);
      assert.equal(
        error.message,
        "Cannot train: x must be of shape [batch, 28, 28, 1]; received shape [32, 27, 28, 1].",
      );
      return true;
    },
  );
  assert.throws(() => checkShape([28, 28, 1], [null, 28, 28, 1], at), /Did you forget the batch axis\?/);
  assert.throws(
    () => checkShape([2, 3, 4], [null, null], { ...at, axes: ["rows", "columns"] }),
    /of shape \[rows, columns\]/,
  );
  assert.throws(() => checkShape([2, 3, 4], [null, null], at), /of shape \[batch, any\]/);
});

test("counts must agree, and all are told", () => {
  checkSameLength({ x: 3, y: 3 }, "train");
  checkSameLength({}, "train");
  assert.throws(
    () => checkSameLength({ x: 3, y: 2 }, "train"),
    (error) => {
      assert.ok(error instanceof ShapeError);
      assert.equal(error.message, "Cannot train: x and y must be equally long; received x: 3, y: 2.");
      return true;
    },
  );
});

test("the shape of nested arrays is read from the outside in", () => {
  assert.deepEqual(shapeOf(5, at), []);
  assert.deepEqual(shapeOf([], at), [0]);
  assert.deepEqual(shapeOf([new Float32Array(3), new Float32Array(3)], at), [2, 3]);
  assert.deepEqual(shapeOf([[[1], [2]]], at), [1, 2, 1]);
});

test("a ragged array is refused with the row that differs", () => {
  assert.throws(
    () => shapeOf([[1, 2], [3]], at),
    (error) => {
      assert.ok(error instanceof ShapeError);
      assert.equal(
        error.message,
        "Cannot train: x[1] must be rectangular (row 0 has shape [2]); received shape [1].",
      );
      return true;
    },
  );
});
