/** Tests of the confusion matrix against hand-counted tables. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError, ShapeError, UnknownNameError } from "../core/errors";
import { bundleOf } from "../core/display";
import { ConfusionMatrix, confusionMatrix } from "./confusion";

const pairs = { yTrue: [0, 0, 0, 0, 1, 1, 1, 2, 2, 2], yPred: [0, 0, 1, 2, 1, 1, 0, 2, 1, 1] };
const names = ["cat", "dog", "elephant"];

test("rows are true classes and columns predicted ones", () => {
  const matrix = confusionMatrix(pairs, { names });
  assert.deepEqual(matrix.counts, [
    [2, 1, 1],
    [1, 2, 0],
    [0, 2, 1],
  ]);
  assert.deepEqual([matrix.total, matrix.correct, matrix.accuracy], [10, 5, 0.5]);
  assert.deepEqual(matrix.shares[0], [0.5, 0.25, 0.25]);
});

test("precision, recall and F1 are those of the hand-counted table", () => {
  const [cat, dog, elephant] = confusionMatrix(pairs, { names }).perClass;
  assert.deepEqual(cat, { index: 0, name: "cat", precision: 2 / 3, recall: 2 / 4, f1: 4 / 7, support: 4 });
  assert.deepEqual(dog, { index: 1, name: "dog", precision: 2 / 5, recall: 2 / 3, f1: 4 / 8, support: 3 });
  assert.deepEqual(elephant, {
    index: 2,
    name: "elephant",
    precision: 1 / 2,
    recall: 1 / 3,
    f1: 2 / 5,
    support: 3,
  });
});

test("a class that never comes has zeros, not NaN", () => {
  const { perClass, shares } = confusionMatrix({ yTrue: [0, 0], yPred: [0, 0] }, { names: ["a", "b"] });
  assert.deepEqual(perClass[1], { index: 1, name: "b", precision: 0, recall: 0, f1: 0, support: 0 });
  assert.deepEqual(shares[1], [0, 0]);
});

test("the most confused pairs come first, by count or by share", () => {
  const matrix = confusionMatrix(pairs, { names });
  assert.deepEqual(
    matrix.mostConfused({ count: 2 }).map(({ fromName, toName, count }) => [fromName, toName, count]),
    [
      ["elephant", "dog", 2],
      ["cat", "dog", 1],
    ],
  );
  assert.deepEqual(
    matrix.mostConfused({ by: "share" }).map(({ share }) => share),
    [2 / 3, 1 / 3, 1 / 4, 1 / 4],
  );
});

test("the table as text names every row, long names by their number", () => {
  assert.equal(
    bundleOf(confusionMatrix(pairs, { names }))["text/plain"],
    [
      "true \\ predicted  cat  dog    2",
      "cat                 2    1    1",
      "dog                 1    2    0",
      "2 elephant          0    2    1",
    ].join("\n"),
  );
});

test("bad input is refused", () => {
  assert.throws(() => confusionMatrix({ yTrue: [0, 3], yPred: [0, 1] }, { names }), ShapeError);
  assert.throws(() => confusionMatrix({ yTrue: [0], yPred: [-1] }), DataError);
  assert.throws(() => new ConfusionMatrix([[1, 2]]), ShapeError);
  assert.throws(() => confusionMatrix(pairs, { names }).indexOf("bird"), UnknownNameError);
  assert.equal(confusionMatrix(pairs, { names }).indexOf("dog"), 1);
});

test("amounts that are taken for classes are refused before they fill the memory", () => {
  assert.throws(
    () => confusionMatrix({ yTrue: [30_000, 2_000_000], yPred: [31_000, 1_900_000] }),
    (error) =>
      error instanceof DataError && /below 2000; received 2000000\. Are these amounts/.test(error.message),
  );
  assert.equal(confusionMatrix({ yTrue: [999], yPred: [0] }).counts.length, 1000);
});
