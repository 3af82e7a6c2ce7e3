/** Tests of the words for kinds of answers, and of the place where an answer is of another kind. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { commonKind, describeKind, kindMismatch } from "./answer-kind";

test("a kind is said in words, without a value", () => {
  const cases: [unknown[], string][] = [
    [[124, 5], "a number"],
    [["up"], "a text"],
    [[true], "a value, true or false"],
    [[[1, 2, 3]], "a list of 3 numbers"],
    [[[1], [2]], "a list of 1 number"],
    [[[1], [2, 3]], "a list of numbers"],
    [
      [
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ],
      "a list of 3 lists of 2 numbers",
    ],
    [[["a", 1]], "a list of 2 values"],
    [[{ w: [1], b: 2 }], "an object with w (list of 1 number) and b (number)"],
    [[{ a: 1, b: "x", c: false }], "an object with a (number), b (text) and c (value, true or false)"],
    [[{ a: { u: 1 }, b: { u: 2 } }], "an object with a and b (each an object with u (number))"],
    [[[{ w: 1 }], [{ w: 1 }, { w: 2 }]], "a list of objects with w (number)"],
    [[Float64Array.of(1, 2), [3, 4]], "a list of 2 numbers"],
    [[(a: number, b: number) => a + b, () => 1], "a function of 2 arguments"],
    [[(a: number) => a], "a function of 1 argument"],
    [[() => 1], "a function without arguments"],
    [[new Map()], "a value"],
  ];
  for (const [values, words] of cases) assert.equal(describeKind(commonKind(values)), words);
});

test("the first place of another kind is found; lengths and further fields are for the exercise to judge", () => {
  const kind = commonKind([{ w: [1, 2], b: 3 }]);
  const placeOf = (value: unknown) => kindMismatch(value, kind)?.path;
  assert.equal(placeOf({ w: [1], b: 3, more: "x" }), undefined);
  assert.equal(placeOf({ w: Float32Array.of(1), b: NaN }), undefined);
  assert.equal(placeOf({ w: [1, "2"], b: 3 }), "w[1]");
  assert.equal(placeOf({ w: [1, 2] }), "b");
  for (const value of [null, undefined, 3, "text", [1], () => 1]) assert.equal(placeOf(value), "");
});
