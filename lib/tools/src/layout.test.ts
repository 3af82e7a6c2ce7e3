import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { misplaced } from "./layout";
import { projectRoot } from "./project";

test("every committed file lies where the plan has a place for it", (t) => {
  if (!existsSync(path.join(projectRoot, ".git"))) return t.skip("this copy of the course is no clone");
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: projectRoot, encoding: "utf8" })
    .split("\0")
    .filter(Boolean);
  assert.deepEqual(misplaced(files), []);
});

test("a file at the top or a folder in lib that is not in the plan is named once", () => {
  assert.deepEqual(
    misplaced(["lib/kernel/src/cell.ts", "lib/misc/a.ts", "lib/misc/b.ts", "notes.txt", ".venv/bin/python"]),
    [".venv", "lib/misc", "notes.txt"],
  );
});

test("compiled output and installed packages may not be committed", () => {
  assert.deepEqual(misplaced(["lib/kernel/dist/cell.js", "node_modules/a/index.js"]), [
    "lib/kernel/dist",
    "node_modules",
  ]);
});
