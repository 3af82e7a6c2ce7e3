import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { usualCause } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { temporaryFolder } from "./setup.testing.mjs";

test("a program's output goes to the result and to its log", async (t) => {
  const log = path.join(temporaryFolder(t), "logs", "a.log");
  const script = 'process.stdout.write("out\\n"); process.stderr.write("err\\n"); process.exitCode = 3';
  const { code, output, stdout } = await runProgram(process.execPath, ["-e", script], { log });
  assert.equal(code, 3);
  assert.equal(stdout, "out\n");
  assert.deepEqual(output.trim().split("\n").sort(), ["err", "out"]);
  assert.equal(readFileSync(log, "utf8"), output);
});

test("a program that does not exist, or does not end, is a result and no exception", async () => {
  const missing = await runProgram("/nonexistent/program", []);
  assert.equal(missing.code, "ENOENT");
  const endless = await runProgram(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    timeoutMs: 300,
  });
  assert.equal(endless.code, "SIGKILL");
  assert.equal(usualCause(endless.output)?.kind, "network", "a download that hangs is a network that fails");
});
