import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { partsOf } from "./check.mjs";
import { pathsOf } from "./setup/paths.cjs";
import { temporaryFolder, writeFiles } from "./setup/setup.testing.mjs";

/**
 * A clone with one package, one source and this clone's compiler.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} source
 */
function cloneWith(t, source) {
  const root = temporaryFolder(t);
  const compilerOptions = {
    ...{ strict: true, declaration: true, composite: true, types: [], lib: ["ES2022"], skipLibCheck: true },
    ...{ rootDir: "src", outDir: "dist", tsBuildInfoFile: "dist/.tsbuildinfo" },
  };
  writeFiles(root, {
    "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "lib/core" }] }),
    "package-lock.json": "{}",
    "notebooks/tsconfig.json": "{}",
    "lib/tsconfig.base.json": "{}",
    "lib/core/tsconfig.json": JSON.stringify({ compilerOptions, include: ["src/**/*.ts"] }),
    "lib/core/package.json": "{}",
    "lib/core/src/a.ts": source,
  });
  symlinkSync(pathsOf().packages, path.join(root, "node_modules"));
  return pathsOf(root);
}

/**
 * The part that compiles.
 *
 * @param {import("./setup/paths.cjs").Paths} paths
 */
function build(paths) {
  const part = partsOf(paths).find(({ name }) => name === "types of lib and of the scripts");
  assert.ok(part);
  return part.check();
}

test("every part comes after those that it waits for", () => {
  const seen = new Set();
  for (const { name, after = [] } of partsOf(pathsOf())) {
    for (const other of after) assert.ok(seen.has(other), `${name} waits for ${other}`);
    seen.add(name);
  }
});

test("the check of types tells every error, also where set-up would tell the first ones", async (t) => {
  const lines = Array.from({ length: 15 }, (_, i) => `export const v${i}: string = ${i};\n`);
  const { code, output } = await build(cloneWith(t, lines.join("")));
  assert.equal(code, 1);
  assert.equal(output.match(/error TS2322/g)?.length, 15);
});
