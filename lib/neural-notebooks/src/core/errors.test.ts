/** Messages of errors: rule, what came, what to do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ArgumentError,
  DataError,
  InterruptError,
  NeuralNotebooksError,
  ShapeError,
  cannot,
  describe,
} from "./errors";

test("a message names verb, argument, rule, value and hint", () => {
  const error = cannot("make windows", {
    argument: "horizon",
    must: "a whole number ≥ 1",
    received: 0,
    hint: "Did you mean 1?",
  });
  assert.equal(
    error.message,
    "Cannot make windows: horizon must be a whole number ≥ 1; received 0. Did you mean 1?",
  );
});

test("the class is ArgumentError unless told, and carries its own name and cause", () => {
  const cause = new Error("behind");
  const error = cannot("read", { argument: "file", must: "a table", received: "x", as: DataError, cause });
  assert.ok(cannot("read", { argument: "a", must: "b", received: 1 }) instanceof ArgumentError);
  assert.ok(error instanceof DataError && error instanceof NeuralNotebooksError && error instanceof Error);
  assert.equal(error.name, "DataError");
  assert.equal(error.cause, cause);
  assert.equal("cause" in cannot("read", { argument: "a", must: "b", received: 1 }), false);
});

test("an interrupt says that the variables are kept", () => {
  assert.match(new InterruptError().message, /variables are kept/);
  assert.equal(new InterruptError().name, "InterruptError");
});

test("values are described in a few words", () => {
  assert.equal(describe(1.5), "1.5");
  assert.equal(describe(10n), "10");
  assert.equal(describe(null), "null");
  assert.equal(describe(undefined), "undefined");
  assert.equal(describe("text"), '"text"');
  assert.equal(describe([1, "a", null]), '[1, "a", null]');
  assert.equal(describe([[1, 2, 3]]), "an array of shape [1, 3]");
  assert.equal(describe(new Array(7).fill(0)), "an array of shape [7]");
  assert.equal(describe(new Float32Array(3)), "a Float32Array of 3 values");
  assert.equal(describe(new DataView(new ArrayBuffer(4))), "a DataView of 4 values");
  assert.equal(describe({ shape: [2, 3] }), "shape [2, 3]");
  assert.equal(describe({ a: 1, b: 2 }), "an object with a, b");
  assert.equal(describe({}), "an object with no keys");
  assert.equal(describe(new Map()), "an object of class Map");
  assert.equal(describe(Math.max), "the function max");
  assert.equal(
    describe(() => 1),
    "a function",
  );
});

test("long text is cut, so that a message stays a line", () => {
  const text = describe("x".repeat(500));
  assert.ok(text.length <= 80 && text.endsWith("…"), text);
});

test("an object without a prototype is described, too", () => {
  assert.equal(describe(Object.create(null)), "an object with no keys");
});

test("classes are told apart", () => {
  assert.equal(new ShapeError("x") instanceof DataError, false);
});
