import assert from "node:assert/strict";
import path from "node:path";
import { run } from "node:test";
import { test } from "node:test";
import { testFiles } from "./test.mjs";
import { createTally } from "./reporter.mjs";
import { temporaryFolder, writeFiles } from "./setup/setup.testing.mjs";

/** Runs files by Node's own runner under a tally and gives its lines and exit code. */
async function tallyOf(t, files) {
  const root = temporaryFolder(t);
  writeFiles(root, files);
  const lines = [];
  const tally = createTally({ root, write: (line) => lines.push(...line.split("\n")) });
  const environment = process.env.NODE_TEST_CONTEXT;
  delete process.env.NODE_TEST_CONTEXT; // a runner inside a test of the runner would do nothing
  t.after(() => environment === undefined || (process.env.NODE_TEST_CONTEXT = environment));
  for await (const event of run({
    files: Object.keys(files).map((name) => path.join(root, name)),
    concurrency: 1,
  }))
    tally.take(event);
  const code = tally.close();
  return { code, lines, last: lines.at(-1) };
}

const HEAD =
  'const { test, describe, it, after } = require("node:test"); const assert = require("node:assert");\n';

test("passed tests are counted one by one, groups are not, and the last line is the count", async (t) => {
  const { code, last, lines } = await tallyOf(t, {
    "a.test.js": `${HEAD}test("one", () => {}); describe("group", () => { it("two", () => {}); it("three", () => {}); });`,
  });
  assert.equal(last, "3 passed, 0 failed");
  assert.equal(code, 0);
  assert.match(lines[0], /^ {2}✓ a\.test\.js: 3 passed \(/);
});

test("a failure is counted once, named with its group, and shown with its own frames at the end", async (t) => {
  const { code, last, lines } = await tallyOf(t, {
    "a.test.js": `${HEAD}describe("group", () => { it("breaks", () => assert.equal(1, 2)); it("works", () => {}); });\ntest("parent", async (t) => { await t.test("child", () => { throw new TypeError("broken"); }); });`,
  });
  assert.equal(last, "1 passed, 2 failed");
  assert.equal(code, 1);
  assert.ok(lines.includes("failed: a.test.js › group › breaks"));
  assert.ok(lines.includes("failed: a.test.js › parent › child"));
  assert.ok(lines.some((line) => line.includes("TypeError: broken")));
  assert.ok(!lines.some((line) => line.includes("node:internal")));
});

test("a skipped test and one to do are named with their reason, and fail nothing", async (t) => {
  const { code, last, lines } = await tallyOf(t, {
    "a.test.js": `${HEAD}test("off", { skip: "no browser" }, () => {}); test("later", { todo: true }, () => { throw new Error("x"); }); test("on", () => {});`,
  });
  assert.equal(last, "1 passed, 0 failed");
  assert.match(lines.at(-2), /^1 files in .*, 2 skipped$/);
  assert.equal(code, 0);
  assert.ok(lines.includes("skipped: a.test.js › off: no browser"));
});

test("a file that holds no test, ends early, or does not load is a failure", async (t) => {
  const { code, last, lines } = await tallyOf(t, {
    "empty.test.js": "",
    "exit.test.js": "process.exit(3);",
    "throws.test.js": 'throw new Error("does not load");',
  });
  assert.equal(last, "0 passed, 3 failed");
  assert.equal(code, 1);
  const text = lines.join("\n");
  assert.match(text, /failed: empty\.test\.js › the file\n {4}it holds no test/);
  assert.match(text, /failed: exit\.test\.js › the file\n {4}its process ended early, with 3/);
  assert.match(text, /throws\.test\.js said last:\n[^]*does not load/);
});

test("a hook that breaks after its tests have passed is a failure", async (t) => {
  const { last } = await tallyOf(t, {
    "a.test.js": `${HEAD}describe("group", () => { after(() => { throw new Error("hook"); }); it("works", () => {}); });`,
  });
  assert.equal(last, "1 passed, 1 failed");
});

test("a run without any test fails, and so does a set-up that ended early", () => {
  const lines = [];
  const write = (line) => lines.push(line);
  assert.equal(createTally({ root: "/", write }).close(), 1);
  assert.equal(lines.at(-1), "0 passed, 1 failed");
  const tally = createTally({ root: "/", write });
  tally.fail("set-up", "Cannot set up Python: no.");
  assert.equal(tally.close(), 1);
  assert.ok(lines.includes("    Cannot set up Python: no."));
});

test("compiled tests and those of set-up are found, and a filter is a part of the path", (t) => {
  const root = temporaryFolder(t);
  const names = [
    "lib/a/dist/charts/line.test.js",
    "lib/a/dist/charts/line.js",
    "lib/b/dist/core/shape.test.js",
    "lib/tools/setup/lock.test.mjs",
  ];
  writeFiles(root, Object.fromEntries([...names, "lib/a/tsconfig.json", "lib/b/tsconfig.json"].map((name) => [name, ""])));
  const found = (...filters) =>
    testFiles(root, filters)
      .map((file) => path.relative(root, file).split(path.sep).join("/"))
      .sort();
  assert.deepEqual(found(), [names[0], names[2], names[3]]);
  assert.deepEqual(found("charts"), [names[0]]);
  assert.deepEqual(found("core", "lock"), [names[2], names[3]]);
  assert.deepEqual(found("nothing"), []);
});

test("the same file in two rounds counts twice, and a failure says in which round", async (t) => {
  const root = temporaryFolder(t);
  const files = {
    "a.test.js": `${HEAD}test("only plain", () => assert.equal(process.env.TALLY_ROUND, undefined));`,
  };
  writeFiles(root, files);
  const lines = [];
  const tally = createTally({ root, write: (line) => lines.push(...line.split("\n")) });
  const environment = process.env.NODE_TEST_CONTEXT;
  delete process.env.NODE_TEST_CONTEXT; // a runner inside a test of the runner would do nothing
  t.after(() => environment === undefined || (process.env.NODE_TEST_CONTEXT = environment));
  t.after(() => delete process.env.TALLY_ROUND);
  const runAll = async () => {
    for await (const event of run({ files: [path.join(root, "a.test.js")], concurrency: 1 }))
      tally.take(event);
  };
  await runAll();
  tally.round("second");
  process.env.TALLY_ROUND = "second";
  await runAll();
  assert.equal(tally.close(), 1);
  assert.equal(lines.at(-1), "1 passed, 1 failed");
  assert.ok(lines.includes("failed: a.test.js (second) › only plain"));
});
