/** Tests of the page of notation: which lesson counts as the first, and a symbol that no lesson writes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { notationPage, type Symbol } from "./notation";
import type { Notebook } from "./percent";

function lesson(source: string, slide?: string): Notebook {
  const metadata = slide ? { slideshow: { slide_type: slide } } : {};
  return { cells: [{ id: "a", type: "markdown", source, metadata }] };
}

const lessons = {
  "01-a": lesson("A max of $\\max(b)$ costs 5 dollars: a and x are no formulas."),
  "02-b": lesson("$$y = a \\cdot x$$"),
  "03-c": lesson("Only in a note: $q$", "notes"),
};
const inOrder = [
  { name: "01-a", number: "01" },
  { name: "02-b", number: "02" },
  { name: "03-c", number: "03" },
];
const symbol = (first: string, ...others: string[]): Symbol => ({
  symbols: [first, ...others],
  code: ["x", "input"],
  text: "an input",
});

test("a symbol stands with the first lesson that writes it in a formula, and a letter in a command is none", () => {
  const page = notationPage([symbol("x", "x_i"), symbol("b")], inOrder, lessons);
  assert.match(page, /\| \$x\$, \$x_i\$ +\| `x`, `input` \| an input +\| \[02\]\(lessons\/02-b\.ipynb\) \|/);
  assert.match(page, /\| \$b\$ +\|.*\[01\]/);
  const max = { ...lessons, "01-a": lesson("$\\max$") };
  assert.match(notationPage([symbol("a")], inOrder, max), /\[02\]/);
});

test("of several ways to write a symbol, the one that is written first says which lesson it is", () => {
  const page = notationPage([symbol("x", "b")], inOrder, lessons);
  assert.match(page, /\| \$x\$, \$b\$ +\|.*\[01\]/);
});

test("a symbol that no lesson writes for learners is refused", () => {
  assert.throws(() => notationPage([symbol("q")], inOrder, lessons), /\$q\$ does not/);
});
