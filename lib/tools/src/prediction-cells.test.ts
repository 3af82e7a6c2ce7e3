/** Tests of how a lesson asks for predictions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cell } from "./percent";
import { predictionFindings } from "./prediction-cells";

function found(...sources: string[]): string[] {
  const cells = sources.map((source): Cell => ({ id: source, type: "code", source, metadata: {} }));
  return predictionFindings(cells).map(({ message }) => message);
}

const ASKED = 'const guess = predict("How many?", { from: 0 });';
const END = "predictionSummary();";

test("a question, a computed answer and the summary are right", () => {
  assert.deepEqual(found(ASKED, "const n = 1 + 1;\nguess.reveal(n);", END), []);
});

test("a lesson without predictions needs no summary", () => {
  assert.deepEqual(found("1 + 1;"), []);
});

test("choices may have a name in the question's cell, other values may not", () => {
  const named = 'const sizes = ["1", "2"] as const;\nconst guess = predict("How many?", { choices: sizes });';
  assert.deepEqual(found(named, "guess.reveal(sizes[n]);", END), []);
  assert.deepEqual(found(`const n = 2;\n${ASKED}`, "guess.reveal(n);", END), [
    "a prediction is asked in a cell of its own",
  ]);
});

test("an answer before the question, or none, is found", () => {
  const message = "the prediction guess is never answered by guess.reveal(…) in a later cell";
  assert.deepEqual(found("guess.reveal(n);", ASKED, END), [message]);
  assert.deepEqual(found(ASKED, "1 + 1;", END), [message]);
});

test("an answer that stands in the code is found, as a text and as a number", () => {
  for (const value of ['"two"', "2", "-0.5"])
    assert.deepEqual(found(ASKED, `guess.reveal(${value});`, END), [
      "the answer of guess must be computed by the cell",
    ]);
});

test("a question that is put together elsewhere is found", () => {
  assert.deepEqual(found("const guess = predict(question, { from: 0 });", "guess.reveal(n);", END), [
    "the question of guess must stand in the cell as a text",
  ]);
});
