import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { prettierCommand } from "./format.mjs";
import { pathsOf } from "./setup/paths.cjs";
import { runProgram } from "./setup/run.mjs";
import { temporaryFolder, writeFiles } from "./setup/setup.testing.mjs";

test("sources are formatted, and what programs write is left alone", async (t) => {
  const root = temporaryFolder(t);
  const paths = { ...pathsOf(root), packages: pathsOf().packages };
  const sources = ["lib/a/src/b.ts", "lib/a/tsconfig.json", "lib/tools/c.mjs", "notebooks/src/lessons/d.ts"];
  const generated = [
    "lib/a/dist/b.js",
    "lib/neural-notebooks/oracles/e.json",
    "lib/neural-notebooks/src/charts/snapshots/f.json",
    "lib/tools/setup/wheel-facts.json",
  ];
  writeFiles(root, Object.fromEntries([...sources, ...generated].map((name) => [name, "[ 1,2 ]"])));
  for (const name of [".gitignore", "lib/prettierignore"])
    copyFileSync(path.join(pathsOf().root, name), path.join(root, name));
  /** @param {Parameters<typeof prettierCommand>[1]} options */
  const prettier = (options) => runProgram(process.execPath, prettierCommand(paths, options), { cwd: root });

  const { code, output } = await prettier({ mode: "check" });
  assert.equal(code, 1);
  assert.deepEqual(output.match(/(lib|notebooks)\/\S+/g)?.sort(), sources);
  assert.equal((await prettier({ mode: "write", files: sources.slice(1) })).code, 0);
  assert.deepEqual(
    (await prettier({ mode: "check" })).output.match(/(lib|notebooks)\/\S+/g),
    sources.slice(0, 1),
  );
});
