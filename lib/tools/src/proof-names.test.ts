/** Tests of what a learner's cells would miss without the proofs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cell } from "./percent";
import { proofNames } from "./proof-names";

function cell(source: string, ...tags: string[]): Cell {
  return { id: source, type: "code", source, metadata: { tags } };
}

function found(...cells: Cell[]): string[] {
  return proofNames(cells).map(({ name, line, fault }) => `${name} ${line} ${fault}`);
}

const PROOF = cell(
  "const { w: [weight], ...rest } = model;\nfunction twice(x: number) { return 2 * x; }",
  "proof",
);

test("a learner's use of a proof's name is found wherever it stands", () => {
  for (const use of [
    "weight + 1;",
    "const a = { weight };",
    "twice(3);",
    "f((x) => x * weight);",
    "`${weight}`;",
    "rest.b;",
  ])
    assert.equal(found(PROOF, cell(`const one = 1;\n${use}`)).length, 1, use);
  assert.deepEqual(found(PROOF, cell("const one = 1;\nweight;")), ["weight 2 declared by a proof"]);
});

test("a name of one's own, a property and a parameter are no such use", () => {
  for (const own of [
    "row.weight;",
    "({ weight: 2 });",
    "xs.map((weight) => weight + 1);",
    "for (const twice of xs) twice;",
  ])
    assert.deepEqual(found(PROOF, cell(own)), [], own);
});

test("a name that a learner's cell declares too is no fault, nor is one that only proofs use", () => {
  assert.deepEqual(found(PROOF, cell("const weight = 3;"), cell("weight;")), []);
  assert.deepEqual(found(PROOF, cell("weight + twice(2);", "proof")), []);
});

test("a proof that changes a learner's name is found, one that changes its own is not", () => {
  const learners = cell("let unit = 1;");
  for (const change of ["unit = 2;", "unit += 1;", "unit++;", "for (const x of [1]) unit = x;"])
    assert.deepEqual(found(learners, cell(change, "proof")), ["unit 1 changed by a proof"], change);
  assert.deepEqual(found(learners, cell("let sum = 0;\nfor (const x of [1]) sum += x;", "proof")), []);
});

test("a cell that is hidden from the type check is left out", () => {
  assert.deepEqual(
    found(PROOF, cell("const x: number = weight ===;", "raises-exception", "active-ipynb")),
    [],
  );
});
