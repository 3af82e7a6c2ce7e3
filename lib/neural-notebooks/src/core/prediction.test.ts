/** Predictions: guesses by call and by button, how they fare, and the summary. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { ArgumentError, UnknownNameError } from "./errors";
import { bundleOf } from "./display";
import { predict, predictionSummary } from "./prediction";
import { liveNotebook, type LiveNotebook } from "./widgets/live.testing";

let live: LiveNotebook | undefined;
const { write } = process.stdout;
let printed = "";

beforeEach(() => {
  printed = "";
  // The test runner's own reports are no text.
  process.stdout.write = (chunk: string | Uint8Array, ...rest: []) => {
    if (typeof chunk !== "string") return write.call(process.stdout, chunk, ...rest);
    printed += chunk;
    return true;
  };
});
afterEach(() => {
  process.stdout.write = write;
  live?.remove();
  live = undefined;
});

let count = 0;
/** A question that no other test asks. */
const fresh = () => `Question ${++count}?`;

describe("without a live notebook", () => {
  test("the question is shown with its choices, and nothing waits", () => {
    const guess = predict("Up or down?", { choices: ["up", "down"] });
    assert.equal(
      printed,
      'Your prediction. Up or down?\n  ○ up\n  ○ down\nAnswer with .answer("up"), for example.\n',
    );
    assert.equal(guess.guess, undefined);
    guess.answer("down");
    assert.match(String(guess), /● down\nRecorded: down\./);
  });

  test("a choice is right or not, and reveal says so", () => {
    const right = predict(fresh(), { choices: ["up", "down"] }).answer("up");
    right.reveal("up");
    const wrong = predict(fresh(), { choices: ["up", "down"] }).answer("up");
    wrong.reveal("down");
    const open = predict(fresh(), { choices: ["up", "down"] });
    open.reveal("down");
    assert.match(printed, /✓ You predicted up\. That is right\./);
    assert.match(printed, /✗ You predicted up\. The answer is down\./);
    assert.match(printed, /○ You made no prediction\. The answer is down\./);
    assert.deepEqual([right.right, wrong.right, open.right], [true, false, undefined]);
  });

  test("a number is right to its own digits, else off by the difference, with its unit", () => {
    const near = predict(fresh(), { from: 0, to: 3 }).answer(1.6);
    near.reveal(1.5667);
    const exact = predict(fresh(), { unit: "points" }).answer(1.55);
    exact.reveal(1.5667);
    assert.deepEqual([near.right, exact.right], [true, false]);
    assert.match(printed, /You predicted 1\.55 points\. It is 1\.567 points: off by 0\.0167 points\./);
  });

  test("an answer after the reveal changes nothing", () => {
    const guess = predict(fresh(), { choices: ["up", "down"] }).answer("up");
    guess.reveal("down");
    guess.answer("down");
    assert.equal(guess.guess, "up");
  });

  test("what cannot be is refused: choices, numbers, questions", () => {
    const guess = predict(fresh(), { choices: ["up", "down"] });
    assert.throws(() => guess.answer("dwon" as never), UnknownNameError);
    assert.throws(
      () => guess.reveal("left" as never),
      /Cannot reveal the answer: value must be one of "up", "down"; received "left"/,
    );
    assert.throws(
      () => predict(fresh(), { from: 0, to: 3 }).answer(4),
      /Cannot answer: value must be a number from 0 to 3; received 4/,
    );
    assert.throws(() => predict(""), ArgumentError);
    assert.throws(
      () => predict("?", { choices: ["one"] as never }),
      /choices must be a list of two or more texts/,
    );
    assert.throws(() => predict("?", { from: 1, to: 1 }), /to must be above from \(1\); received 1/);
  });

  test("the same question keeps its guess and its row, a changed one begins anew", () => {
    const question = fresh();
    predict(question, { choices: ["up", "down"] })
      .answer("up")
      .reveal("down");
    const again = predict(question, { choices: ["up", "down"] });
    assert.deepEqual([again.guess, again.truth], ["up", undefined]);
    assert.equal(predict(question, { choices: ["up", "down", "left"] }).guess, undefined);
    assert.equal(predictionSummary().rows.filter((row) => row.question === question).length, 2);
  });

  test("the summary lists all, open ones too, as table and text", () => {
    const [first, second, third] = [fresh(), fresh(), `${fresh()} a|b`];
    predict(first, { choices: ["up", "down"] })
      .answer("up")
      .reveal("up");
    predict(second, { from: 0, to: 10, unit: "mpg" }).answer(5).reveal(7);
    predict(third, { choices: ["up", "down"] });
    const rows = predictionSummary().rows.filter(({ question }) => [first, second, third].includes(question));
    assert.deepEqual(rows, [
      { question: first, guess: "up", answer: "up", outcome: "✓ right" },
      { question: second, guess: "5 mpg", answer: "7 mpg", outcome: "✗ off by 2 mpg" },
      { question: third, guess: "—", answer: "—", outcome: "open" },
    ]);
    const { "text/markdown": markdown } = bundleOf(predictionSummary());
    assert.ok(String(markdown).includes(`| ${first} | up | up | ✓ right |`));
    assert.ok(String(markdown).includes(" a\\|b |"));
  });
});

describe("in a live notebook", () => {
  test("radio buttons record, and the cell shows the question once", () => {
    live = liveNotebook();
    const guess = predict(fresh(), { choices: ["up", "down"] });
    assert.equal(live.shown.length, 2, "question and form");
    assert.deepEqual(bundleOf(guess), {}, "the same cell shows it already");
    const radio = live.find("RadioButtons");
    assert.equal(radio.state["index"], null, "nothing is chosen for the learner");
    live.move(radio, { index: 1 });
    assert.equal(guess.guess, "down");
    live.nextCell();
    assert.ok("application/vnd.jupyter.widget-view+json" in bundleOf(guess), "another cell shows it again");
  });

  test("a number is recorded by its button only", () => {
    live = liveNotebook();
    const guess = predict(fresh(), { from: 0, to: 3 });
    live.move(live.find("BoundedFloatText"), { value: 1.5 });
    assert.equal(guess.guess, undefined);
    live.send(live.find("Button"), { method: "custom", content: { event: "click" } });
    assert.equal(guess.guess, 1.5);
    guess.reveal(2);
    assert.equal(live.find("Button").sent.at(-1)?.data["method"], "update", "the form is locked");
  });

  test("a reveal that is repeated in one cell, as within interact, is one output", () => {
    live = liveNotebook();
    const guess = predict(fresh(), { choices: ["up", "down"] });
    const before = live.shown.length;
    guess.reveal("up");
    guess.reveal("up");
    assert.deepEqual(
      live.shown.slice(before).map(({ update }) => update),
      [false, true],
    );
    live.nextCell();
    guess.reveal("up");
    assert.equal(live.shown.at(-1)?.update, false);
  });
});
