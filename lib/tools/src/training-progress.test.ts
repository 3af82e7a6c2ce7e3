/** Tests of what counts as a training without a sign of life. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cell } from "./percent";
import { silentTrainings } from "./training-progress";

function cell(source: string, ...tags: string[]): Cell {
  return { id: source, type: "code", source, metadata: { tags } };
}

function silent(...sources: string[]): string[] {
  return silentTrainings(sources.map((source) => cell(source))).map(
    ({ called, line }) => `${called} ${line}`,
  );
}

const HELPER = "const train = async (options) => model.fit(x, y, { verbose: 0, ...options });";
const PLAIN = "const learn = (units: number) => trainMlp(createMlp([1, units, 1]), { x, y });";

test("fit shows its progress unless it is told not to", () => {
  assert.deepEqual(silent("await model.fit(x, y, { epochs: 50 });"), []);
  assert.deepEqual(silent("const one = 1;\nawait model.fit(x, y, { epochs: 50, verbose: 0 });"), [
    "model.fit 2",
  ]);
  assert.deepEqual(silent("const usual = { verbose: 0 };\nawait model.fit(x, y, { ...usual });"), [
    "model.fit 2",
  ]);
});

test("a scaler's fit is no training", () => {
  assert.deepEqual(silent("new StandardScaler().fit(rows);"), []);
});

test("a function that trains silently is found where it is called, not where it is written", () => {
  assert.deepEqual(silent(HELPER), []);
  assert.deepEqual(silent(HELPER, "const run = await train({ epochs: 9 });"), ["train 1"]);
  assert.deepEqual(silent(HELPER, "const run = await train({ epochs: 9, verbose: 1 });"), []);
});

test("a function that calls such a function is one as well", () => {
  assert.deepEqual(
    silent(HELPER, "const both = async () => [await train({}), await train({})];", "await both();"),
    ["both 1"],
  );
});

test("a line that is updated is a sign of life, in the cell or in the function", () => {
  const loop =
    'const line = display("0");\nfor (const rate of rates) {\n  await train({ rate });\n  line.update("1");\n}';
  assert.deepEqual(silent(HELPER, loop), []);
  const showing =
    'const all = async () => {\n  const line = display("0");\n  await train({});\n  line.update("1");\n};';
  assert.deepEqual(silent(HELPER, showing, "await all();"), []);
});

test("plain TypeScript may train once, but not over and over in silence", () => {
  assert.deepEqual(silent(PLAIN, "learn(4);"), []);
  assert.deepEqual(silent(PLAIN, "[2, 4].map((units) => learn(units));"), ["learn 1"]);
  assert.deepEqual(silent(PLAIN, "[2, 4].map(learn);"), ["[2, 4].map 1"]);
  assert.deepEqual(silent("for (const x of [1, 2]) trainMlp(net, data);"), ["trainMlp 1"]);
});

test("a cell that must fail, and a proof, need no sign of life", () => {
  const fit = "await model.fit(x, y, { verbose: 0 });";
  assert.deepEqual(silentTrainings([cell(fit, "raises-exception"), cell(fit, "proof")]), []);
});
