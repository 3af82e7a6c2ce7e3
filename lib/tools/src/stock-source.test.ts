/** Cells are rewritten for stock tslab without a change of meaning. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { forStock } from "./stock-source";

test("shorthand properties are written in full, nested ones too", () => {
  assert.equal(forStock("f({ a, b: { c }, ...d })"), "f({ a: a, b: { c: c }, ...d })");
});

test("patterns and everything else stay as they are", () => {
  for (const code of [
    "const { a, b = 1 } = x",
    "({ a: 1 })",
    "'{ a }'",
    "type T = { a: number }",
    "if (x) { a }",
  ])
    assert.equal(forStock(code), code);
});

test("an assignment to a pattern keeps its default", () => {
  assert.equal(forStock("({ a = 1 } = x)"), "({ a: a = 1 } = x)");
});
