/** The place of an error, and the calls that led there, as a learner reads them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters as plain } from "node:util";
import { codeFrame, foldedFrames } from "./code-frame";

test("the line stands between its neighbours, with a caret below its place", () => {
  const source = ["one", "two", "three", "four(x);", "five", "six", "seven"].join("\n");
  const frame = plain(codeFrame(source, { line: 4, column: 6 }, { title: "Cell In [2], line 4" }));
  assert.equal(
    frame,
    [
      "Cell In [2], line 4",
      "  2 | two",
      "  3 | three",
      "> 4 | four(x);",
      "    |      ^",
      "  5 | five",
      "  6 | six",
    ].join("\n"),
  );
});

test("a long line is cropped around the caret, which stays below its letter", () => {
  const long = `${"a".repeat(150)}X${"b".repeat(150)}`;
  for (const [source, column] of [
    [long, 151],
    [`X${"b".repeat(200)}`, 1],
    [`${"a".repeat(200)}X`, 201],
  ] as const) {
    const [, code = "", caret = ""] = plain(
      codeFrame(source, { line: 1, column }, { title: "t", width: 3 }),
    ).split("\n");
    assert.equal(code.charAt(caret.indexOf("^")), "X", code);
    assert.ok(code.length <= 110, String(code.length));
    assert.ok(caret.length <= code.length, "no more is marked than is shown");
    assert.match(code, /…/);
  }
});

const own = ["Cell In [3], line 1:5", "Cell In [3], line 2:1"];
const folded = (...frames: string[]): string[] => plain(foldedFrames(frames, own)).split("\n");

test("calls inside packages are one line that names them, calls that repeat are counted", () => {
  assert.deepEqual(
    folded(
      "    at assert (/c/node_modules/@tensorflow/tfjs-core/dist/util.js:5:1)",
      "    at matMul_ (/c/node_modules/@tensorflow/tfjs-core/dist/ops.js:5:1)",
      "    at run (/c/lib/tfjs-graph/dist/run.js:1:1)",
      "    at f (Cell In [3], line 1:5)",
      "    at f (Cell In [3], line 1:5)",
      "    at f (Cell In [3], line 1:5)",
      "    at Array.map (<anonymous>)",
      "    at Cell In [3], line 2:1",
    ),
    [
      "    … 3 calls inside @tensorflow/tfjs-core, tfjs-graph",
      "    at f (Cell In [3], line 1:5), 3 times",
      "    at Array.map (<anonymous>)",
      "    at Cell In [3], line 2:1",
    ],
  );
});

test("the only call is left out where the code frame shows it, and many are counted", () => {
  assert.deepEqual(folded("    at Cell In [3], line 2:1"), [""]);
  const many = Array.from(
    { length: 24 },
    (_, i) => `    at ${i % 2 ? "even" : "odd"} (Cell In [3], line 1:5)`,
  );
  assert.equal(folded(...many).length, 9);
  assert.equal(folded(...many).at(-1), "    … and 16 more");
});
