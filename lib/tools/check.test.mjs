import assert from "node:assert/strict";
import { existsSync, readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { eslintArguments, partsOf, STYLE_GROUPS } from "./check.mjs";
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

test("ESLint's cache is used until a type changes, whichever file has it", async (t) => {
  const paths = cloneWith(t, "export const a = () => 1;\n");
  const cache = path.join(paths.setup, "eslintcache-all-files");
  const isKept = () => {
    writeFiles(paths.setup, { "eslintcache-all-files": "[]" });
    assert.ok(eslintArguments(paths, { name: "all files", lints: ["lib"] }).includes(cache));
    return existsSync(cache);
  };
  assert.deepEqual(await build(paths), { code: 0, output: "" });
  assert.deepEqual([isKept(), isKept()], [false, true]);
  writeFiles(paths.root, { "lib/core/src/a.ts": "export const a = () => 22;\n" });
  await build(paths);
  assert.equal(isKept(), true, "the same type");
  writeFiles(paths.root, { "lib/core/src/a.ts": "export const a = async () => 22;\n" });
  await build(paths);
  assert.deepEqual([isKept(), isKept()], [false, true], "a promise instead of a number");
});

test("a change of a type leaves the caches of packages that cannot import it", async (t) => {
  const paths = cloneWith(t, "export const a = () => 1;\n");
  const group = { name: "other", lints: ["lib/other"], imports: ["lib/other"] };
  writeFiles(paths.root, {
    "lib/other/tsconfig.json": "{}",
    "lib/other/package.json": "{}",
    "lib/other/dist/b.d.ts": "export declare const b: 1;\n",
  });
  const isKept = () => {
    writeFiles(paths.setup, { "eslintcache-other": "[]" });
    eslintArguments(paths, group);
    return existsSync(path.join(paths.setup, "eslintcache-other"));
  };
  assert.deepEqual(await build(paths), { code: 0, output: "" });
  assert.deepEqual([isKept(), isKept()], [false, true]);
  writeFiles(paths.root, { "lib/core/src/a.ts": "export const a = async () => 22;\n" });
  await build(paths);
  assert.equal(isKept(), true, "a package that it does not import");
  writeFiles(paths.root, { "lib/other/dist/b.d.ts": "export declare const b: 2;\n" });
  assert.equal(isKept(), false, "a type of its own");
});

test("every source is linted by exactly one part", () => {
  const { root } = pathsOf();
  const folders = readdirSync(path.join(root, "lib"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `lib/${name}`);
  const linted = STYLE_GROUPS.map(({ lints, leaves = [] }) =>
    folders.filter(
      (folder) => !leaves.includes(folder) && lints.some((name) => `${folder}/`.startsWith(`${name}/`)),
    ),
  );
  assert.deepEqual(linted.flat().sort(), folders.sort());
});
