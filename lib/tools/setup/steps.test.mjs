import assert from "node:assert/strict";
import { test } from "node:test";
import { pathsOf } from "./paths.cjs";
import { SetupError } from "./setup-error.mjs";
import { createReport } from "./report.mjs";
import { runSteps } from "./steps.mjs";

/** @typedef {import("./steps.mjs").Step} Step */

/**
 * A step that is done once it has been repaired, unless told otherwise.
 *
 * @param {string} name
 * @param {{needs?: string[], done?: boolean, repair?: () => Promise<string>}} [options]
 */
function fakeStep(name, { needs = [], done = false, repair = async () => "made" } = {}) {
  const state = { done, repairs: 0 };
  /** @type {Step} */
  const step = {
    name,
    title: name,
    needs,
    space: 1,
    problems: () => (state.done ? [] : [{ kind: "new", line: "not done yet" }]),
    repair: async () => {
      state.repairs += 1;
      const summary = await repair();
      state.done = true;
      return summary;
    },
  };
  return { step, state };
}

const silent = () => createReport({ write: () => {} });

test("steps run after those that they need, and side by side otherwise", async () => {
  /** @type {string[]} */
  const order = [];
  /** @type {(name: string, needs?: string[]) => Step} */
  const traced = (name, needs) =>
    fakeStep(name, {
      needs,
      repair: async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        order.push(`${name} ends`);
        return "made";
      },
    }).step;
  await runSteps([traced("a"), traced("b"), traced("c", ["a", "b"])], {
    paths: pathsOf(),
    report: silent(),
    checkRoom: () => {},
  });
  assert.deepEqual(order.slice(0, 2), ["a begins", "b begins"]);
  assert.deepEqual(order.slice(-2), ["c begins", "c ends"]);
});

test("a step without problems is left alone, and a second run does nothing", async () => {
  const made = fakeStep("made", { done: true });
  const missing = fakeStep("missing", { needs: ["made"] });
  const report = silent();
  for (let i = 0; i < 2; i++)
    await runSteps([made.step, missing.step], { paths: pathsOf(), report, checkRoom: () => {} });
  assert.deepEqual([made.state.repairs, missing.state.repairs, report.steps], [0, 1, 1]);
});

test("when a step fails, what waits for it is not begun and what runs beside it is finished", async () => {
  const broken = fakeStep("broken", { repair: () => Promise.reject(new SetupError("Cannot do it: no.")) });
  const beside = fakeStep("beside", {
    repair: () => new Promise((resolve) => setTimeout(() => resolve("made"), 30)),
  });
  const behind = fakeStep("behind", { needs: ["broken"] });
  const run = runSteps([broken.step, beside.step, behind.step], {
    paths: pathsOf(),
    report: silent(),
    checkRoom: () => {},
  });
  await assert.rejects(run, { name: "SetupError", message: "Cannot do it: no." });
  assert.deepEqual([beside.state.done, behind.state.repairs], [true, 0]);
});

test("a step that says it is done but is not is a failure", async () => {
  const { step } = fakeStep("liar");
  step.problems = () => [{ kind: "files", line: "a.js is missing" }];
  await assert.rejects(
    runSteps([step], { paths: pathsOf(), report: silent(), checkRoom: () => {} }),
    /Cannot finish liar: .* a\.js is missing\./,
  );
});

test("room on the disk is asked for what is to be done, and for nothing when nothing is", async () => {
  /** @type {number[]} */
  const asked = [];
  /** @type {typeof import("./prerequisites.mjs").checkSpace} */
  const checkRoom = (_, { needed }) => void asked.push(needed);
  const [first, second] = [fakeStep("first"), fakeStep("second", { needs: ["first"] })];
  for (let i = 0; i < 2; i++)
    await runSteps([first.step, second.step], { paths: pathsOf(), report: silent(), checkRoom });
  assert.deepEqual(asked, [2]);
});
