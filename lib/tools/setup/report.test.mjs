import assert from "node:assert/strict";
import { test } from "node:test";
import { createReport, writeDuration, writeSize } from "./report.mjs";

test("durations and sizes are written in a few characters", () => {
  assert.deepEqual([0, 440, 99_900, 125_000].map(writeDuration), ["0.0 s", "0.4 s", "99.9 s", "2 min 05 s"]);
  assert.deepEqual([273_829_956, 3_300_000_000].map(writeSize), ["274 MB", "3.3 GB"]);
});

test("a step is told of when it begins and when it ends, with its time", () => {
  /** @type {string[]} */
  const lines = [];
  let clock = 0;
  const report = createReport({ write: (line) => lines.push(line), now: () => clock });
  const line = report.begin("Node packages", "not done yet");
  clock = 1500;
  line.say("npm 11 ci");
  line.done("3 packages installed");
  assert.deepEqual(lines, [
    "  … Node packages: not done yet",
    "    Node packages: npm 11 ci",
    "  ✓ Node packages: 3 packages installed (1.5 s)",
  ]);
  assert.equal(report.steps, 1);
});
