import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { readable, run, STEPS } from "./main.mjs";
import { cloneRoot } from "./paths.cjs";
import { runProgram } from "./run.mjs";

const bootstrap = path.join(cloneRoot, "lib", "tools", "bootstrap.mjs");

test("every step comes after those that it needs", () => {
  STEPS.forEach(({ name, needs }, place) => {
    for (const need of needs)
      assert.ok(
        STEPS.findIndex((step) => step.name === need) < place && STEPS.some((step) => step.name === need),
        `${name} needs ${need}`,
      );
  });
});

test(
  "set-up on a clone that is set up does nothing and says which back end computes",
  { timeout: 300_000 },
  async () => {
    const { code, output } = await runProgram(process.execPath, [bootstrap, "setup"], { cwd: cloneRoot });
    assert.equal(code, 0, output);
    assert.match(
      output,
      /^Set-up: nothing to do \([\d.]+ s\); back end: (native TensorFlow \d|plain JavaScript)/,
    );
  },
);

test("an unknown command and a needless argument are refused with the rule", async () => {
  const { code, output } = await runProgram(process.execPath, [bootstrap, "sett"]);
  assert.equal(code, 1);
  assert.match(
    output,
    /^Cannot run: the command must be one of setup, start, test, doctor, .*; received "sett"\.\n$/,
  );
  await assert.rejects(run(["--fast"]), /Cannot set up: there must be no arguments; received --fast\./);
});

test("a full disk and a folder of somebody else's are said in a line; a fault of the course keeps its stack", () => {
  assert.match(
    String(readable(Object.assign(new Error("x"), { code: "ENOSPC" }))),
    /^SetupError: Cannot set up the course: the disk is full\. Free some space/,
  );
  assert.match(
    String(readable(Object.assign(new Error("x"), { code: "EACCES", path: "/a/b" }))),
    /^SetupError: Cannot set up the course: \/a\/b cannot be written\. Check who owns/,
  );
  const fault = new TypeError("x is not a function");
  assert.equal(readable(fault), fault);
});
