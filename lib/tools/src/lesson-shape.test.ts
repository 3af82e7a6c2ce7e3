/** Tests of the rules on a lesson's shape with one good lesson and one break of each rule. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { shapeFindings } from "./lesson-shape";
import type { Cell } from "./percent";

function md(source: string): Cell {
  return { id: "m", type: "markdown", source, metadata: {} };
}

function ts(source: string, ...tags: string[]): Cell {
  return { id: "c", type: "code", source, metadata: { tags } };
}

function exercise(name: string): Cell {
  return ts(`const ${name} = todo;\nexercises.${name}.check(${name});`, "exercise");
}

function good(): Cell[] {
  return [
    md("# 02 · Can it add?\n\n*Two sittings of about 40 minutes · builds on lesson 00*"),
    ts("import { a } from 'b';"),
    md("## One\n\nMove it."),
    ts("interact({ w: slider({ min: 0, max: 1 }) }, draw);"),
    md("Do it."),
    exercise("one"),
    md("## Two\n\nHow many?"),
    ts('const guess = predict("How many?", { from: 0, to: 9 });'),
    ts("const rate = 0.1;\nguess.reveal(rate);"),
    md("Do it."),
    exercise("two"),
    md("---\n## A good place to stop\n\nRest."),
    md("## Three\n\nMore."),
    exercise("three"),
    md("## Four\n\nMore."),
    exercise("four"),
    md("## Change this and see\n\n- `rate = 0.1` → `rate = 1` Look.\n- `max: 1` → `max: 2` Look."),
    ts("predictionSummary();"),
  ];
}

function messagesOf(change: (cells: Cell[]) => void): string[] {
  const cells = good();
  change(cells);
  return shapeFindings(cells).map(({ message }) => message);
}

test("a good lesson has no finding, however long its hook and its ending are", () => {
  assert.deepEqual(
    messagesOf((cells) => {
      for (const at of [0, 16]) cells[at] = md(`${cells[at]?.source}\n\n${"word ".repeat(400)}`);
    }),
    [],
  );
});

const BREAKS: readonly [RegExp, string, (cells: Cell[]) => void][] = [
  [
    /at most 240 words; here are 2\d\d/,
    "a long text",
    (cells) => cells.splice(4, 1, md("word ".repeat(241))),
  ],
  [
    /at most 240 words/,
    "two texts between two runs",
    (cells) => cells.splice(4, 1, md("word ".repeat(130)), md("word ".repeat(130))),
  ],
  [
    /at most 24 code cells/,
    "25 cells to run",
    (cells) => cells.splice(5, 0, ...Array.from({ length: 23 }, () => ts("1;"))),
  ],
  [/1 to 6 predictions; this one for 0/, "no prediction", (cells) => cells.splice(7, 1)],
  [
    /this one for 7/,
    "seven predictions",
    (cells) =>
      cells.splice(7, 0, ...Array.from({ length: 6 }, (_, i) => ts(`const g${i} = predict("?", {});`))),
  ],
  [/at least 4 exercises; this one has 3/, "three exercises", (cells) => cells.splice(5, 1)],
  [/at least one interact/, "nothing moves", (cells) => cells.splice(3, 1)],
  [
    /3 sections in a row have no exercise/,
    "three sections to read",
    (cells) => cells.splice(2, 0, md("## A"), md("## B"), md("## C")),
  ],
  [/"## Change this and see"/, "no changes", (cells) => cells.splice(16, 1)],
  [
    /two bullets or more/,
    "one change",
    (cells) => cells.splice(16, 1, md("## Change this and see\n\n- `a` → `b`\n- Think.")),
  ],
  [/A good place to stop/, "no place to stop", (cells) => cells.splice(11, 1)],
  [/does not say "remedy"/, "a private word", (cells) => cells.splice(4, 1, md("The remedy is near."))],
  [/is recorded/, "a prediction in the text", (cells) => cells.splice(4, 1, md("**Predict** the sum."))],
];

for (const [message, name, change] of BREAKS) {
  test(`a lesson with ${name} is told`, () => {
    const found = messagesOf((cells) => void change(cells));
    assert.ok(
      found.some((each) => message.test(each)),
      String(found),
    );
  });
}
