import assert from "node:assert/strict";
import path from "node:path";
import { run, test } from "node:test";
import reporter from "./reporter.mjs";
import { runProgram } from "./setup/run.mjs";
import { setEnvironment, temporaryFolder, writeFiles } from "./setup/setup.testing.mjs";
import { failure, testFiles } from "./test.mjs";

/** @typedef {Parameters<typeof reporter>[0]} Events */

/**
 * What the reporter makes of events: its lines, the last of them, and the exit code.
 *
 * @param {Events} events
 * @param {string} [root]
 */
async function reportOf(events, root = "/") {
  let text = "";
  const lines = reporter(events, { root });
  for (;;) {
    const { done, value } = await lines.next();
    if (done) {
      const all = text.trimEnd().split("\n");
      return { code: value, lines: all, last: all.at(-1) };
    }
    text += value;
  }
}

/**
 * Runs files by Node's own runner and gives what the reporter makes of them.
 *
 * @param {import("node:test").TestContext} t
 * @param {Record<string, string>} files
 */
function reportOfFiles(t, files) {
  const root = temporaryFolder(t);
  writeFiles(root, files);
  setEnvironment(t, { NODE_TEST_CONTEXT: undefined }); // a runner inside a test of the runner would do nothing
  return reportOf(
    run({ files: Object.keys(files).map((name) => path.join(root, name)), concurrency: 1 }),
    root,
  );
}

const HEAD =
  'const { test, describe, it, after } = require("node:test"); const assert = require("node:assert");\n';

test("passed tests are counted one by one, groups are not, and the last line is the count", async (t) => {
  const { code, last, lines } = await reportOfFiles(t, {
    "a.test.js": `${HEAD}test("one", () => {}); describe("group", () => { it("two", () => {}); it("three", () => {}); });`,
  });
  assert.equal(last, "3 passed, 0 failed");
  assert.equal(code, 0);
  assert.match(lines[0] ?? "", /^ {2}✓ a\.test\.js: 3 passed \(/);
});

test("a failure is counted once, named with its group, and shown with its own frames at the end", async (t) => {
  const { code, last, lines } = await reportOfFiles(t, {
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
  const { code, last, lines } = await reportOfFiles(t, {
    "a.test.js": `${HEAD}test("off", { skip: "no browser" }, () => {}); test("later", { todo: true }, () => { throw new Error("x"); }); test("on", () => {});`,
  });
  assert.equal(last, "1 passed, 0 failed");
  assert.match(lines.at(-2) ?? "", /^1 files in .*, 2 skipped$/);
  assert.equal(code, 0);
  assert.ok(lines.includes("skipped: a.test.js › off: no browser"));
});

test("a file that holds no test, ends early, or does not load is a failure", async (t) => {
  const { code, last, lines } = await reportOfFiles(t, {
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
  const { last } = await reportOfFiles(t, {
    "a.test.js": `${HEAD}describe("group", () => { after(() => { throw new Error("hook"); }); it("works", () => {}); });`,
  });
  assert.equal(last, "1 passed, 1 failed");
});

test("a run without any test fails, and so does a set-up that ended early", async () => {
  /** @param {import("node:test/reporters").TestEvent[]} given */
  async function* events(...given) {
    yield* given;
  }
  const empty = await reportOf(events());
  assert.deepEqual([empty.code, empty.last], [1, "0 passed, 1 failed"]);
  const { code, lines, last } = await reportOf(events(failure("set-up", "Cannot set up Python: no.")));
  assert.deepEqual([code, last], [1, "0 passed, 1 failed"]);
  assert.ok(lines.includes("failed: set-up"));
  assert.ok(lines.includes("    Cannot set up Python: no."));
  assert.ok(lines.some((line) => line.startsWith("0 files in ")));
});

test("compiled tests and those of set-up are found, and a filter is a part of the path", (t) => {
  const root = temporaryFolder(t);
  const names = [
    "lib/a/dist/charts/line.test.js",
    "lib/a/dist/charts/line.js",
    "lib/b/dist/core/shape.test.js",
    "lib/tools/setup/lock.test.mjs",
  ];
  writeFiles(
    root,
    Object.fromEntries([...names, "lib/a/tsconfig.json", "lib/b/tsconfig.json"].map((name) => [name, ""])),
  );
  /** @param {string[]} filters */
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
  writeFiles(root, {
    "a.test.js": `${HEAD}test("only plain", () => assert.equal(process.env.SECOND_ROUND, undefined));`,
  });
  setEnvironment(t, { NODE_TEST_CONTEXT: undefined, SECOND_ROUND: undefined });
  const files = [path.join(root, "a.test.js")];
  /** @returns {Events} */
  async function* rounds() {
    yield* run({ files, concurrency: 1 });
    yield { type: "round", data: { name: "second" } };
    process.env.SECOND_ROUND = "yes";
    yield* run({ files, concurrency: 1 });
  }
  const { code, lines, last } = await reportOf(rounds(), root);
  assert.deepEqual([code, last], [1, "1 passed, 1 failed"]);
  assert.match(lines[0] ?? "", /^ {2}✓ a\.test\.js: 1 passed \(/);
  assert.match(lines[1] ?? "", /^ {2}✗ a\.test\.js \(second\): 0 passed, 1 failed \(/);
  assert.ok(lines.includes("failed: a.test.js (second) › only plain"));
});

test("Node's own test runner takes the reporter by name", async (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { "a.test.js": `${HEAD}test("one", () => {});` });
  const args = ["--test", `--test-reporter=${new URL("reporter.mjs", import.meta.url).href}`, "a.test.js"];
  setEnvironment(t, { NODE_TEST_CONTEXT: undefined });
  const { code, output } = await runProgram(process.execPath, args, { cwd: root });
  assert.equal(code, 0, output);
  assert.match(output, /^ {2}✓ a\.test\.js: 1 passed [^]*\n1 passed, 0 failed\n$/);
});
