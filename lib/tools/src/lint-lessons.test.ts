/** Tests of the lesson linter with one good lesson and one break of each rule; then the course's own lessons. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lintLesson, lintLessons, reportFinding, type LintFinding } from "./lint-lessons";
import type { Cell } from "./percent";

const AIMS = "- add two numbers\n- tell a number from a text\n- read an error";

function md(source: string, slide?: string): Cell {
  return { id: "m", type: "markdown", source, metadata: slide ? { slideshow: { slide_type: slide } } : {} };
}

function ts(source: string, ...tags: string[]): Cell {
  return { id: "c", type: "code", source, metadata: tags.length > 0 ? { tags } : {} };
}

function imports(source: string): Cell {
  return { id: "i", type: "code", source, metadata: { jupyter: { source_hidden: true } } };
}

function good(): Cell[] {
  return [
    md(`# 02 · Can it add?\n\n*10 minutes · needs nothing*\n\n**You will be able to**\n\n${AIMS}`, "slide"),
    md("We load what we need."),
    imports(
      '// The tools.\nimport { todo } from "neural-notebooks/grading";\nimport { lineChart } from "neural-notebooks/charts";\nimport * as exercises from "neural-notebooks/grading/problems/02-adding";',
    ),
    ts('import { checkEqual } from "neural-notebooks/grading/assertions";', "proof"),
    md("**Predict**: which number comes?"),
    ts('lineChart({ y: { sum: [1, 2] } }, { title: "It grows", xTitle: "step", yTitle: "sum" });'),
    md("## Break it\n\nA text in place of a number."),
    ts('const n: number = "1";', "raises-exception", "active-ipynb"),
    md("## Exercises\n\n1. The sum."),
    ...["sum", "product", "quotient"].flatMap((name) => [
      ts(`const ${name}: number = todo;\nexercises.${name}.check(${name});`, "exercise"),
      md("Next."),
    ]),
    md(`**You can now**\n\n${AIMS}`),
    md("Say hello.", "notes"),
  ];
}

/** Without those on the shape, which has tests of its own and wants a longer lesson. */
function findingsOf(cells: Cell[], name: string): LintFinding[] {
  return lintLesson(name, { cells }).filter(({ rule }) => rule !== "shape");
}

function rulesOf(cells: Cell[], name = "02-adding"): string[] {
  return [...new Set(findingsOf(cells, name).map(({ rule }) => rule))];
}

function changed(change: (cells: Cell[]) => void): string[] {
  const cells = good();
  change(cells);
  return rulesOf(cells);
}

function edit(cells: Cell[], at: number, source: (old: string) => string): void {
  const cell = cells.at(at);
  assert.ok(cell);
  cell.source = source(cell.source);
}

test("a good lesson has no finding", () => {
  assert.deepEqual(findingsOf(good(), "02-adding"), []);
});

test("the shape is checked as well", () => {
  const messages = lintLesson("02-adding", { cells: good() })
    .filter(({ rule }) => rule === "shape")
    .map(({ message }) => message);
  assert.match(messages.join("\n"), /Change this and see/);
});

const BREAKS: readonly [string, string, (cells: Cell[]) => void][] = [
  ["header", "no question", (cells) => edit(cells, 0, (old) => old.replace("?", "."))],
  ["header", "another lesson's number", (cells) => edit(cells, 0, (old) => old.replace("# 02", "# 03"))],
  ["header", "no minutes", (cells) => edit(cells, 0, (old) => old.replace("10 minutes", "short"))],
  [
    "closing",
    "two aims kept of three",
    (cells) => edit(cells, -2, (old) => old.replace("\n- read an error", "")),
  ],
  [
    "closing",
    "an aim in other words",
    (cells) => edit(cells, -2, (old) => old.replace("add two", "add three")),
  ],
  ["imports", "a late import", (cells) => edit(cells, 5, () => 'import fs from "node:fs";')],
  [
    "imports",
    "something else in the folded cell",
    (cells) => edit(cells, 2, (old) => `${old}\n\nconst seed = 1;`),
  ],
  [
    "imports",
    "a cell with imports that is not folded",
    (cells) => void cells.splice(2, 1, ts(cells[2]?.source ?? "")),
  ],
  [
    "imports",
    "a proof that brings in more",
    (cells) => edit(cells, 3, () => 'import { tf } from "neural-notebooks/core";'),
  ],
  [
    "many imports",
    "nine of them, some over several lines",
    (cells) =>
      edit(
        cells,
        2,
        (old) => old + '\nimport {\n  a,\n} from "neural-notebooks/core";\nimport b from "b";'.repeat(3),
      ),
  ],
  ["text before code", "two code cells in a row", (cells) => void cells.splice(5, 0, ts("2;"))],
  [
    "text before code",
    "only a proof between",
    (cells) => void cells.splice(5, 0, ts("2;"), ts("checkEqual(2, 2, { of: 'two' });", "proof")),
  ],
  ["cell length", "21 lines", (cells) => edit(cells, 5, () => "1;\n".repeat(20) + "1;")],
  ["line length", "101 characters", (cells) => edit(cells, 5, () => `"${"x".repeat(98)}";`)],
  ["wording", "a forbidden word", (cells) => edit(cells, 4, (old) => `${old} Simply look.`)],
  ["paths", "an absolute path in code", (cells) => edit(cells, 5, () => 'read("/home/me/data.csv");')],
  ["paths", "a Windows path", (cells) => edit(cells, 5, () => String.raw`read("C:\data.csv");`)],
  ["installs", "npm in a cell", (cells) => edit(cells, 5, () => "// npm install danfojs")],
  [
    "charts",
    "a chart without a title",
    (cells) => edit(cells, 5, (old) => old.replace('title: "It grows", ', "")),
  ],
  [
    "charts",
    "a chart with an axis without a name",
    (cells) => edit(cells, 5, (old) => old.replace('"sum" }', '"" }')),
  ],
  ["exercises", "two exercises", (cells) => void cells.splice(9, 2)],
  [
    "exercises",
    "the same exercise twice",
    (cells) => edit(cells, 9, (old) => old.replaceAll("sum", "product")),
  ],
  ["exercises", "no check", (cells) => edit(cells, 9, () => "const sum: number = todo;")],
  ["exercises", "already solved", (cells) => edit(cells, 9, (old) => old.replace("todo", "2"))],
  [
    "exercises",
    "problems of another lesson",
    (cells) => edit(cells, 2, (old) => old.replace("02-adding", "03-other")),
  ],
  ["slides", "no speaker notes", (cells) => void cells.pop()],
  ["slides", "unknown slide type", (cells) => void cells.splice(1, 1, md("y", "slid"))],
  ["notes", "notes before the text ends", (cells) => void cells.splice(1, 0, md("Say it.", "notes"))],
  [
    "proofs",
    "a check that a learner runs",
    (cells) => edit(cells, 5, (old) => `const two = 1 + 1;\ncheckClose(two, 2, { of: "the sum" });\n${old}`),
  ],
  [
    "names of proofs",
    "a name that only a proof declares",
    (cells) => {
      edit(cells, 3, (old) => `${old}\nconst two = 2;`);
      edit(cells, 5, (old) => `two;\n${old}`);
    },
  ],
  [
    "names of proofs",
    "a proof that changes what learners use",
    (cells) => {
      edit(cells, 5, (old) => `let count = 0;\n${old}`);
      cells.splice(6, 0, ts("count++;", "proof"));
    },
  ],
  [
    "progress",
    "a silent training",
    (cells) => edit(cells, 5, () => "await model.fit(x, y, { epochs: 500, verbose: 0 });"),
  ],
  [
    "predictions",
    "a question in a cell with other code",
    (cells) => {
      edit(
        cells,
        5,
        () => 'const three = 3;\nconst guess = predict("One or two?", { choices: ["1", "2"] });',
      );
      cells.splice(6, 0, ts("guess.reveal(String(three));"));
      cells.splice(-1, 0, ts("predictionSummary();"));
    },
  ],
  [
    "predictions",
    "a question without an answer",
    (cells) => {
      cells.splice(5, 0, ts('const guess = predict("One or two?", { choices: ["1", "2"] });'));
      cells.splice(-1, 0, ts("predictionSummary();"));
    },
  ],
  [
    "predictions",
    "an answer that stands in the code",
    (cells) => {
      cells.splice(
        5,
        0,
        ts('const guess = predict("One or two?", { choices: ["1", "2"] });'),
        ts('guess.reveal("1");'),
        md("So."),
      );
      cells.splice(-1, 0, ts("predictionSummary();"));
    },
  ],
  [
    "tags",
    "a proof that is a text",
    (cells) => void cells.splice(4, 0, { ...md("Proof."), metadata: { tags: ["proof"] } }),
  ],
  ["tags", "unknown tag", (cells) => void cells.splice(5, 1, ts("1 + 1;", "excercise"))],
  [
    "tags",
    "hidden from the type check without need",
    (cells) => void cells.splice(5, 1, ts("1 + 1;", "active-ipynb")),
  ],
];

for (const [rule, what, change] of BREAKS) {
  test(`${rule}: ${what} is found, and nothing else`, () => {
    assert.deepEqual(changed(change), [rule]);
  });
}

test("a lesson that ends with code is found, unless the code sums up the predictions", () => {
  assert.deepEqual(
    changed((cells) => void cells.splice(-1, 0, ts("1;"))),
    ["text after code"],
  );
  const predicts = (cells: Cell[]): void => {
    const asked = ts('const guess = predict("One or two?", { choices: ["1", "2"] });');
    cells.splice(5, 0, asked, ts("guess.reveal(String(1 + 1));"), md("So it is."));
  };
  assert.deepEqual(changed(predicts), ["predictions"]);
  assert.deepEqual(
    changed((cells) => {
      predicts(cells);
      cells.splice(-1, 0, ts("predictionSummary();"));
    }),
    [],
  );
});

test("a proof may hold what a learner's cell may not: checks, several in a row, names of its own", () => {
  assert.deepEqual(
    changed((cells) => {
      const proof = ts('const two = 2;\ncheckEqual(two, 2, { of: "two" });', "proof");
      cells.splice(6, 0, proof, ts('checkEqual(two, 2, { of: "two" });', "proof"));
    }),
    [],
  );
});

test("a file's name is checked", () => {
  assert.ok(rulesOf(good(), "adding").includes("name"));
});

test("formulas, code blocks and tables are no words", () => {
  const long = `**Predict** $$${"a + ".repeat(200)}b$$\n\n| a | b |\n${"| x | y |\n".repeat(100)}`;
  assert.deepEqual(
    changed((cells) => edit(cells, 4, () => long)),
    [],
  );
});

test("a finding names lesson, cell, rule and message", () => {
  const cells = good();
  edit(cells, 5, () => "1;\n".repeat(24) + "1;");
  assert.deepEqual(findingsOf(cells, "02-adding").map(reportFinding), [
    "02-adding, cell 6: cell length: a code cell has at most 20 lines; this one has 25",
  ]);
});

test("the course's own lessons keep the rules", () => {
  assert.deepEqual(lintLessons().map(reportFinding), []);
});
