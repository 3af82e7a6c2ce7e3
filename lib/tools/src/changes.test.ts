/** Tests that suggested changes are read and followed, and that every lesson still runs when a learner follows one. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { DataError, effortVariable } from "neural-notebooks/core";
import { applyChange, changesOf, suggestsChanges } from "./changes";
import { makeEdition } from "./editions";
import { executeNotebooks, reportRun } from "./execute";
import { readPercent, writeNotebook, type Notebook } from "./percent";
import { folders, lessonNames, projectRoot } from "./project";

const SOURCE = `// %% [markdown]
// # 01 · Title

// %%
const rate = 0.1;

// %%
rate * 2;

// %% tags=["exercise"]
const answer = rate * 2;

// %% [markdown]
// ## Change this and see
//
// - \`const rate = 0.1;\` → \`const rate = 0.5;\` What is twice as
//   much? Then \`rate * 2\` → \`rate * 3\`.
// - Think about the rest.
//
// ## What comes next
//
// - \`a\` → \`b\` is no change.
`;

const names = lessonNames(folders.sources, ".ts");
const sources = Object.fromEntries(
  names.map((name) => [name, readFileSync(path.join(folders.sources, `${name}.ts`), "utf8")]),
);
const { tiny, ...lessons } = readPercent({ tiny: SOURCE, ...sources }) as Record<string, Notebook> & {
  tiny: Notebook;
};

test("bullets with an arrow are changes, and the section ends where the next begins", () => {
  assert.ok(suggestsChanges(tiny));
  const [change, ...others] = changesOf(tiny);
  assert.deepEqual(others, []);
  assert.deepEqual(change?.replacements, [
    { from: "const rate = 0.1;", to: "const rate = 0.5;" },
    { from: "rate * 2", to: "rate * 3" },
  ]);
  assert.match(change.text, /^`const rate = 0\.1;`.*twice/);
});

test("a change is made in the learner's code and not in an exercise", () => {
  const [change] = changesOf(tiny);
  assert.ok(change);
  const code = applyChange(tiny, change).cells.filter(({ type }) => type === "code");
  assert.deepEqual(
    code.map(({ source }) => source),
    ["const rate = 0.5;", "rate * 3;", "const answer = rate * 2;"],
  );
  assert.equal(tiny.cells[1]?.source, "const rate = 0.1;");
});

test("code that stands nowhere or twice is refused by its words", () => {
  const follow = (from: string) => () => applyChange(tiny, { text: "", replacements: [{ from, to: "x" }] });
  for (const from of ["const pace", "rate"])
    assert.throws(
      follow(from),
      (error: unknown) => error instanceof DataError && error.message.includes(from),
    );
});

for (const [name, notebook] of Object.entries(lessons)) {
  const changes = changesOf(notebook);

  test(`${name} runs with each of the ${changes.length} changes that it suggests`, async () => {
    assert.ok(changes.length >= 2, "two suggestions at least");
    const folder = mkdtempSync(path.join(projectRoot, ".setup", "changes-"));
    try {
      const files = changes.map((change, i) => {
        const file = path.join(folder, `${name}-change-${i + 1}.ipynb`);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, writeNotebook(applyChange(makeEdition(notebook, "learner"), change)));
        return file;
      });
      const runs = await executeNotebooks(files, { env: { [effortVariable]: "0.05" } });
      assert.equal(runs.length, changes.length);
      for (const run of runs) assert.equal(run.failure, undefined, reportRun(run));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
