import assert from "node:assert/strict";
import { existsSync, utimesSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { underLock } from "./lock.mjs";
import { runProgram } from "./run.mjs";
import { temporaryFolder, writeFiles } from "./setup.testing.mjs";

test("work under a lock is done one after the other", async (t) => {
  const file = path.join(temporaryFolder(t), "lock");
  /** @type {string[]} */
  const order = [];
  /** @param {string} name */
  const work = (name) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push(`${name} ends`);
  };
  /** @type {number[]} */
  const waited = [];
  await Promise.all(
    ["a", "b"].map((name) => underLock(file, work(name), { everyMs: 5, waiting: (pid) => waited.push(pid) })),
  );
  assert.deepEqual(order, ["a begins", "a ends", "b begins", "b ends"]);
  assert.deepEqual(waited, [process.pid]);
  assert.equal(existsSync(file), false);
});

test("the lock of a process that was killed is taken over", async (t) => {
  const file = path.join(temporaryFolder(t), "lock");
  const { stdout } = await runProgram(process.execPath, ["-e", "console.log(process.pid)"]);
  writeFiles(path.dirname(file), { lock: stdout.trim() });
  assert.equal(await underLock(file, async () => "done"), "done");
});

test("a lock without a readable owner is taken over when it is old", { timeout: 10_000 }, async (t) => {
  const file = path.join(temporaryFolder(t), "lock");
  writeFiles(path.dirname(file), { lock: "" });
  utimesSync(file, new Date(0), new Date(0));
  assert.equal(await underLock(file, async () => "done", { everyMs: 5 }), "done");
});

test("work that fails frees the lock", async (t) => {
  const file = path.join(temporaryFolder(t), "lock");
  await assert.rejects(
    underLock(file, () => Promise.reject(new Error("broken"))),
    /broken/,
  );
  assert.equal(existsSync(file), false);
});
