/** Places are found in both directions in maps that TypeScript writes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";
import { SourceMapIndex } from "./source-map-index";

const source = [
  "interface Point {",
  "  x: number;",
  "}",
  "",
  "// The origin.",
  "const origin: Point = { x: 0 };",
  "function move(point: Point, by: number): Point {",
  "  return { x: point.x + by };",
  "}",
  "enum Side { left, right }",
  "move(origin, Side.right);",
].join("\n");

const { outputText, sourceMapText = "" } = ts.transpileModule(source, {
  compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: true },
});
const places = new SourceMapIndex(sourceMapText);
const lines = outputText.split("\n");

/** The line that runs for a written line, both counted from 1. */
const runningText = (line: number): string =>
  lines[places.generatedPosition(line - 1)?.line ?? -1]?.trim() ?? "";

test("a written line leads to the line that runs, and back to itself", () => {
  assert.equal(runningText(6), "const origin = { x: 0 };");
  assert.equal(runningText(8), "return { x: point.x + by };");
  assert.equal(runningText(11), "move(origin, Side.right);");
  for (const line of [6, 8, 11])
    assert.equal(
      places.originalPosition(places.generatedPosition(line - 1) ?? assert.fail())?.line,
      line - 1,
    );
});

test("a line that leaves nothing behind leads to the next one that runs", () => {
  for (const line of [1, 2, 4]) assert.match(runningText(line), /origin/i);
});

test("nothing runs behind the last line", () => {
  assert.equal(places.generatedPosition(11), undefined);
});

test("columns are kept", () => {
  const column = (lines[places.generatedPosition(7)?.line ?? 0] ?? "").indexOf("point.x");
  assert.deepEqual(places.originalPosition({ line: places.generatedPosition(7)?.line ?? 0, column }), {
    line: 7,
    column: 14,
  });
});
