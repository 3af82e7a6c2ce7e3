/** Tests of the tensors that exercises carry. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { trainingRows } from "./training-rows";

test("inputs keep their columns, and targets become one column", () => {
  const learn = {
    x: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    y: [7, 8, 9],
  };
  const { x, y, xValidation, yValidation } = trainingRows(learn, { x: [[0, 1]], y: [2] });
  assert.deepEqual([x.arraySync(), y.arraySync()], [learn.x, [[7], [8], [9]]]);
  assert.deepEqual([xValidation.arraySync(), yValidation.arraySync()], [[[0, 1]], [[2]]]);
  for (const tensor of [x, y, xValidation, yValidation]) tensor.dispose();
});
