import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { projectRoot } from "./project";

/** Runs a program of the installed packages on the clone and gives what it says; nothing means that it finds nothing. */
function findingsOf(script: string, args: readonly string[]): string {
  const file = path.join(projectRoot, "node_modules", script);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  return status === 0 ? "" : `ended with ${status}\n${stdout}${stderr}`;
}

test("the sources of lessons and assignments pass the compiler's strict checks", () => {
  assert.equal(findingsOf("typescript/lib/tsc.js", ["--noEmit", "--project", "notebooks"]), "");
});

test("the linter finds nothing in lib and the lessons", () => {
  assert.equal(findingsOf("eslint/bin/eslint.js", ["--max-warnings", "0", "lib", "notebooks/src"]), "");
});
