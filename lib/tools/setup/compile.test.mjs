import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { compile } from "./compile.mjs";
import { pathsOf } from "./paths.cjs";
import { repairContext, temporaryFolder, writeFiles } from "./setup.testing.mjs";

/**
 * A clone with two sources and this clone's compiler.
 *
 * @param {import("node:test").TestContext} t
 */
function cloneWithSources(t) {
  const root = temporaryFolder(t);
  const options = {
    strict: true,
    declaration: true,
    incremental: true,
    composite: true,
    types: [],
    lib: ["ES2022"],
    skipLibCheck: true,
    module: "Node16",
    moduleResolution: "Node16",
    target: "ES2022",
    rootDir: "src",
    outDir: "dist",
    tsBuildInfoFile: "dist/.tsbuildinfo",
  };
  writeFiles(root, {
    "tsconfig.json": JSON.stringify({
      files: [],
      references: [{ path: "lib/core" }, { path: "lib/core/script" }],
    }),
    "lib/tsconfig.base.json": "{}",
    "lib/core/tsconfig.json": JSON.stringify({ compilerOptions: options, include: ["src/**/*.ts"] }),
    "lib/core/package.json": "{}",
    "lib/core/src/a.ts": "export const a: number = 1;\n",
    "lib/core/src/b.ts": "export const b: number = 2;\n",
    // A script, of which only the declarations are written.
    "lib/core/script/tsconfig.json": JSON.stringify({
      compilerOptions: {
        ...options,
        ...{ allowJs: true, emitDeclarationOnly: true, rootDir: ".", outDir: "../dist/script" },
        tsBuildInfoFile: "../dist/script/.tsbuildinfo",
      },
      files: ["c.cjs"],
    }),
    "lib/core/script/c.cjs": "exports.c = 3;\n",
  });
  symlinkSync(pathsOf().packages, path.join(root, "node_modules"));
  return pathsOf(root);
}

test("lib is compiled, and an output that is deleted or cut short is written again", async (t) => {
  const paths = cloneWithSources(t);
  await compile.repair(paths, repairContext(compile.problems(paths)));
  assert.deepEqual(compile.problems(paths), []);
  const dist = path.join(paths.lib, "core", "dist");
  const output = path.join(dist, "a.js");
  const whole = readFileSync(output, "utf8");
  const declarations = path.join(dist, "script", "c.d.cts");
  for (const harm of [
    () => truncateSync(output, 5),
    () => rmSync(declarations),
    () => rmSync(dist, { recursive: true }),
  ]) {
    harm();
    const problems = compile.problems(paths);
    assert.equal(problems[0]?.kind, "files");
    await compile.repair(paths, repairContext(problems));
    assert.equal(readFileSync(output, "utf8"), whole);
    assert.ok(existsSync(declarations));
  }
});

test("a changed source is compiled, and what a deleted one left is removed", async (t) => {
  const paths = cloneWithSources(t);
  await compile.repair(paths, repairContext(compile.problems(paths)));
  writeFiles(paths.root, { "lib/core/src/a.ts": "export const a: number = 12345;\n" });
  rmSync(path.join(paths.root, "lib/core/src/b.ts"));
  assert.equal(compile.problems(paths)[0]?.line, "sources changed");
  await compile.repair(paths, repairContext(compile.problems(paths)));
  assert.match(readFileSync(path.join(paths.lib, "core", "dist", "a.js"), "utf8"), /12345/);
  assert.deepEqual(
    ["b.js", "b.d.ts"].map((name) => existsSync(path.join(paths.lib, "core", "dist", name))),
    [false, false],
  );
});

test("a type error stops set-up with the place where it is", async (t) => {
  const paths = cloneWithSources(t);
  writeFiles(paths.root, { "lib/core/src/b.ts": 'export const b: number = "two";\n' });
  await assert.rejects(
    compile.repair(paths, repairContext()),
    /^SetupError: Cannot compile lib: 1 type error \(all: .*build\.log\)\.\n {4}lib\/core\/src\/b\.ts\(1,14\): error TS2322/,
  );
  assert.equal(compile.problems(paths)[0]?.kind, "new");
});

test("a script that is only checked counts as a source, and an error in it is told", async (t) => {
  const paths = cloneWithSources(t);
  writeFiles(paths.root, {
    "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "lib/tools/tsconfig.scripts.json" }] }),
    "lib/tools/tsconfig.scripts.json": JSON.stringify({
      compilerOptions: {
        allowJs: true,
        checkJs: true,
        noEmit: true,
        strict: true,
        types: [],
        lib: ["ES2022"],
      },
      include: ["*.mjs"],
    }),
    "lib/tools/first.mjs": "export const one = 1;\n",
  });
  await compile.repair(paths, repairContext(compile.problems(paths)));
  writeFiles(paths.root, { "lib/tools/first.mjs": "/** @type {string} */\nexport const one = 1;\n" });
  const problems = compile.problems(paths);
  assert.deepEqual(problems, [{ kind: "inputs", line: "sources changed" }]);
  await assert.rejects(compile.repair(paths, repairContext(problems)), /1 type error .*first\.mjs\(2,14\)/s);
});
