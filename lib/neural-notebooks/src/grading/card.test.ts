/** Buttons below verdicts and notes in a live notebook, and nothing else anywhere else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleOf } from "../core/display";
import { liveNotebook, type LiveNotebook, type RecordedComm } from "../core/widgets/live.testing";
import { problem } from "./problem";

const make = () =>
  problem<number[]>({
    id: "00-start/sum",
    takeaway: "Three numbers that add up to six.",
    check: ([a = 0, b = 0, c = 0]) =>
      a + b + c === 6 ? undefined : { actual: a + b + c, expected: 6, why: "The sum differs." },
    hints: ["first", "second", "third"],
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

/** Presses the button that had this label when it was opened. */
const press = (live: LiveNotebook, label: string): void => {
  const found = live.comms.find(({ state }) => state["description"] === label) as RecordedComm;
  live.send(found, { method: "custom", content: { event: "click" } });
};

test("without a live notebook a verdict shows itself alone", async () => {
  const verdict = make().check([1]);
  assert.deepEqual(Object.keys(bundleOf(verdict)), ["text/markdown", "text/plain"]);
});

test("in a live notebook buttons follow the verdict, which stays as it is", async (t) => {
  const live = liveNotebook();
  t.after(() => live.remove());
  const sum = make();
  const answer = [1, 2, 4];
  const verdict = sum.check(answer);
  assert.deepEqual(Object.keys(bundleOf(verdict)), ["text/markdown", "text/plain"]);
  assert.equal(live.shown.length, 0, "the verdict goes first");
  await Promise.resolve();
  assert.equal(live.shown.length, 1);
  const shows = (expected: RegExp) =>
    assert.match(JSON.stringify(live.find("Output").sent.map(({ data }) => data)), expected);
  press(live, "Hint");
  shows(/Hint 1 of 3/);
  press(live, "Hint");
  shows(/Hint 2 of 3.*Press the button again/);
  press(live, "Solution");
  shows(/const s = \[1, 2, 3\]/);
  answer[2] = 3;
  press(live, "Check again");
  shows(/add up to six/);
  assert.match(String(sum.hint().plain), /Hint 3 of 3/, "buttons and calls count the same hints");
});

test("the solution's button asks for an attempt first, as the call does", async (t) => {
  const live = liveNotebook();
  t.after(() => live.remove());
  bundleOf(make().hint());
  await Promise.resolve();
  press(live, "Solution");
  assert.match(JSON.stringify(live.find("Output").sent.map(({ data }) => data)), /First an attempt/);
  assert.equal(
    live.comms.some(({ state }) => state["description"] === "Check again"),
    false,
    "there is no answer to check",
  );
});
