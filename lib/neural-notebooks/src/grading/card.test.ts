/** Tests of an exercise's card: its formats in each state, and its buttons in a live notebook. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleOf, display } from "../core/display";
import { EXERCISE_MIME, type CardContent } from "./card-content";
import { cardNotebook } from "./card.testing";
import { problem, type Problem } from "./problem";
import { todo } from "./todo";

const make = (): Problem<number[]> =>
  problem<number[]>({
    id: "00-start/three-numbers",
    takeaway: "Three numbers that add up to six.",
    check: ([a = 0, b = 0, c = 0]) =>
      a + b + c === 6
        ? undefined
        : { actual: { "their sum": a + b + c }, expected: 6, why: "The sum differs." },
    hints: ["Begin with `1`.", "Then a_b * c.", "third"],
    stub: "const s = todo;",
    solution: "const s = [1, 2, 3];",
    variable: "s",
    equivalents: [
      [1, 2, 3],
      [6, 0, 0],
    ],
    mistakes: [
      { answer: [1], says: /differs/ },
      { answer: [2], says: /differs/ },
    ],
  });

const contentOf = (shown: unknown) => bundleOf(shown)[EXERCISE_MIME] as CardContent;

test("each state has a content for our renderer, and texts for all others", () => {
  const exercise = make();
  const untouched = bundleOf(exercise.check(todo));
  assert.deepEqual(Object.keys(untouched), [EXERCISE_MIME, "text/markdown", "text/plain"]);
  assert.equal(
    untouched["text/plain"],
    "○ Not attempted yet\n  Replace `todo` by your answer and run the cell again.",
  );
  const wrong = contentOf(exercise.check([1, 2, 4]));
  assert.deepEqual(wrong, {
    exercise: "00-start/three-numbers",
    status: "wrong",
    message: "The sum differs.",
    facts: [{ label: "Received", text: "their sum: 7", code: true }],
    hints: [],
    hintCount: 3,
  });
  assert.equal(contentOf(exercise.check([1, 2, 3])).status, "right");
  assert.equal(
    bundleOf(exercise.check([1, 2, 3]))["text/plain"],
    "✓ Right. Three numbers that add up to six.",
  );
});

test("the texts hold verdict, hints and solution, and signs of Markdown cannot break them", () => {
  const exercise = make();
  exercise.check([1]);
  exercise.hint({ stage: 2 });
  const { "text/markdown": markdown, "text/plain": plain } = bundleOf(exercise.solution());
  assert.equal(
    markdown,
    [
      "**✗ Not right yet** · *exercise: three numbers*",
      "The sum differs.",
      "- Received: `their sum: 1`\n- Expected: a list of 3 numbers",
      "**Hint 1 of 3.** Begin with `1`.",
      "**Hint 2 of 3.** Then a\\_b \\* c.",
      "**A solution** (others are as good):\n\n```typescript\nconst s = [1, 2, 3];\n```",
    ].join("\n\n"),
  );
  assert.match(
    String(plain),
    /^✗ Not right yet\n[^]*\n {2}Hint 2 of 3\. Then a_b \* c\.\n[^]*const s = \[1, 2, 3\];$/,
  );
});

test("in a live notebook a card is shown once, under an id that the notebook keeps", (t) => {
  const live = cardNotebook();
  t.after(() => live.remove());
  assert.deepEqual(bundleOf(make().check([1])), {}, "the cell has nothing more to show");
  assert.deepEqual(
    live.shown.map(({ id, update, keepId }) => ({ id, update, keepId })),
    [{ id: "exercise-00-start/three-numbers-1", update: false, keepId: true }],
  );
  assert.equal(live.content().card, "exercise-00-start/three-numbers-1");
});

test("a button adds to the card in its place, the verdict stays, and calls count the same hints", (t) => {
  const live = cardNotebook();
  t.after(() => live.remove());
  const exercise = make();
  bundleOf(exercise.check([1, 2, 4]));
  const reply = live.press("hint");
  assert.deepEqual(reply, { content: live.content() });
  assert.deepEqual(live.shown.at(-1), {
    ...live.shown.at(-1),
    id: live.shown[0]?.id,
    update: true,
    keepId: true,
  });
  assert.deepEqual([live.content().status, live.content().hints.length], ["wrong", 1]);
  assert.equal(exercise.hint().content.hints.length, 2);
  live.press("hint");
  assert.equal(live.content().hints.length, 3);
  live.press("hint");
  assert.deepEqual(
    [live.content().hints.length, live.content().notice],
    [3, "All 3 hints are shown already."],
  );
  live.press("solution");
  const { status, solution, notice } = live.content();
  assert.deepEqual([status, solution, notice], ["wrong", "const s = [1, 2, 3];", undefined]);
});

test("before an attempt the solution's button asks for one, as the call does", (t) => {
  const live = cardNotebook();
  t.after(() => live.remove());
  bundleOf(make().hint());
  live.press("solution");
  const { status, hints, solution, notice } = live.content();
  assert.deepEqual([status, hints.length, solution], ["not attempted", 1, undefined]);
  assert.match(String(notice), /^First an attempt, please/);
});

test("a button of an older card keeps that card's verdict and knows the hints of the newer", (t) => {
  const live = cardNotebook();
  t.after(() => live.remove());
  const exercise = make();
  bundleOf(exercise.check([1, 2, 4]));
  live.nextCell();
  bundleOf(exercise.check([1, 2, 3]));
  live.press("hint", "exercise-00-start/three-numbers-2");
  live.press("hint", "exercise-00-start/three-numbers-1");
  const [newer, older] = live.shown.slice(-2).map(({ data }) => data[EXERCISE_MIME] as CardContent);
  assert.deepEqual([newer?.status, newer?.hints.length], ["right", 1]);
  assert.deepEqual([older?.status, older?.hints.length], ["wrong", 2]);
});

test("a card that the kernel does not know is answered without a content", (t) => {
  const live = cardNotebook();
  t.after(() => live.remove());
  bundleOf(make().check([1]));
  const before = live.shown.length;
  assert.deepEqual(live.press("hint", "exercise-00-start/three-numbers-9"), {});
  assert.equal(live.shown.length, before);
});

test("two cards of one cell have ids of their own", (t) => {
  const live = cardNotebook();
  t.after(() => live.remove());
  const exercise = make();
  bundleOf(exercise.check([1]));
  bundleOf(exercise.hint());
  assert.deepEqual(
    live.shown.map(({ id }) => id),
    ["exercise-00-start/three-numbers-1", "exercise-00-start/three-numbers-1-2"],
  );
});

test("a card that is displayed by a call leaves no empty output", (t) => {
  const live = cardNotebook();
  t.after(() => live.remove());
  display(make().check([1]));
  assert.deepEqual(
    live.shown.map(({ data }) => EXERCISE_MIME in data),
    [true],
  );
});
