/** Tests of what learners and instructors get of a lesson. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError } from "neural-notebooks/core";
import { lessonLink, makeEdition } from "./editions";
import { readPercent, tagsOf, writeNotebook, type Notebook } from "./percent";

const SOURCE = `// %% [markdown] slideshow={"slide_type": "slide"}
// # 02 · Can it add?

// %% jupyter={"source_hidden": true}
import { tf } from "neural-notebooks/core";

// %% tags=["proof"]
import { checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A sum

// %%
const sum = 1 + 1;

// %% tags=["proof"]
const two = 2;
checkEqual(sum, two, { of: "the sum" });

// %% [markdown]
// More of it.

// %%
sum + 1;

// %% tags=["proof"]
checkTrue(sum > 1, "the sum is more than one");

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The end

// %%
sum;

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Draw *four* points.
//
// Twice.
`;

const { whole, stranger } = readPercent({
  whole: SOURCE,
  stranger: '// %% tags=["proof"]\nimport { tf } from "neural-notebooks/core";\n',
});
const LINKS = {
  previous: { name: "01-before", title: "01 · What was before?" },
  next: { name: "03-after", title: "03 · What comes?" },
};

function sources({ cells }: Notebook): string[] {
  return cells.map(({ source }) => source);
}

test("a learner gets every cell but the proofs, with the same ids", () => {
  const { cells } = makeEdition(whole, "learner");
  assert.deepEqual(
    cells.map(({ id }) => id),
    whole.cells.filter((cell) => !tagsOf(cell).includes("proof")).map(({ id }) => id),
  );
  assert.doesNotMatch(writeNotebook({ cells }), /check|assertions|two/);
  assert.equal(whole.cells.length, 12, "the lesson itself stays whole");
});

test("the cell with the imports is folded for JupyterLab", () => {
  assert.deepEqual(makeEdition(whole, "learner").cells[1]?.metadata, { jupyter: { source_hidden: true } });
});

test("a learner's speaker notes are one line to open, before they are run and after", () => {
  const notes = makeEdition(whole, "learner").cells.at(-1);
  assert.equal(
    notes?.source,
    "<details>\n<summary>Speaker notes</summary>\n\nDraw *four* points.\n\nTwice.\n\n</details>",
  );
  assert.deepEqual(notes?.metadata, { slideshow: { slide_type: "notes" } });
});

test("an instructor's speaker notes are in view", () => {
  const notes = makeEdition(whole, "instructor").cells.at(-1);
  assert.equal(notes?.source, "> **Speaker notes.** Draw *four* points.\n> \n> Twice.");
  assert.deepEqual(notes?.metadata, { slideshow: { slide_type: "notes" } });
});

test("an instructor's file says in its metadata that it is one", () => {
  const metadataOf = (edition: "learner" | "instructor") =>
    (JSON.parse(writeNotebook(makeEdition(whole, edition))) as { metadata: Record<string, unknown> })
      .metadata;
  assert.deepEqual(metadataOf("instructor")["neural_notebooks"], { edition: "instructor" });
  assert.deepEqual(Object.keys(metadataOf("learner")), ["kernelspec", "language_info"]);
});

test("an instructor has the proofs of a section as one folded cell at its end", () => {
  const { cells } = makeEdition(whole, "instructor");
  const [proof, ...others] = cells.filter((cell) => tagsOf(cell).includes("proof"));
  assert.deepEqual(others, [], "the section that only imports assertions has no cell");
  assert.equal(
    proof?.source,
    [
      "// What this section states, checked.",
      'import { checkEqual, checkTrue, statements } from "neural-notebooks/grading/assertions";',
      '\nconst two = 2;\ncheckEqual(sum, two, { of: "the sum" });',
      '\ncheckTrue(sum > 1, "the sum is more than one");',
      "\nstatements();",
    ].join("\n"),
  );
  assert.deepEqual(proof?.metadata, { jupyter: { source_hidden: true }, tags: ["proof"] });
  assert.equal(cells[cells.indexOf(proof) + 1]?.source, "## The end");
});

test("a proof that brings in more than assertions cannot stand in an instructor's cell", () => {
  assert.throws(
    () => makeEdition(stranger, "instructor"),
    (error: unknown) => error instanceof DataError && /"neural-notebooks\/core"/.test(error.message),
  );
});

test("the foot leads to the lessons before and behind, in front of the speaker notes", () => {
  for (const edition of ["learner", "instructor"] as const) {
    const foot = makeEdition(whole, edition, LINKS).cells.at(-2);
    assert.equal(
      foot?.source,
      "---\n\n[← 01 · What was before?](01-before.ipynb)\u2003|\u2003[03 · What comes? →](03-after.ipynb)",
    );
    assert.equal(foot.type, "markdown");
  }
});

test("the first and the last lesson have one side, a lesson alone has no foot", () => {
  const footOf = (links: Partial<typeof LINKS>) => sources(makeEdition(whole, "learner", links)).at(-2);
  assert.equal(footOf({ next: LINKS.next }), "---\n\n[03 · What comes? →](03-after.ipynb)");
  assert.equal(footOf({ previous: LINKS.previous }), "---\n\n[← 01 · What was before?](01-before.ipynb)");
  assert.equal(footOf({}), "sum;");
});

test("a lesson's link tells its number and question", () => {
  assert.deepEqual(lessonLink("02-adding", whole), { name: "02-adding", title: "02 · Can it add?" });
  assert.deepEqual(lessonLink("03-bare", { cells: [] }), { name: "03-bare", title: "03-bare" });
});
