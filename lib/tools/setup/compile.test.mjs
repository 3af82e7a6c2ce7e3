import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { compile } from "./compile.mjs";
import { placesOf } from "./paths.mjs";
import { repairContext, temporaryFolder, writeFiles } from "./setup.testing.mjs";

/** A clone with two sources and this clone's compiler. */
function cloneWithSources(t) {
  const root = temporaryFolder(t);
  const options = {
    strict: true,
    declaration: true,
    incremental: true,
    composite: true,
    types: [],
    module: "Node16",
    moduleResolution: "Node16",
    target: "ES2022",
    rootDir: "src",
    outDir: "dist",
    tsBuildInfoFile: "dist/.tsbuildinfo",
  };
  writeFiles(root, {
    "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "lib/core" }] }),
    "lib/tsconfig.base.json": "{}",
    "lib/core/tsconfig.json": JSON.stringify({ compilerOptions: options, include: ["src/**/*.ts"] }),
    "lib/core/package.json": "{}",
    "lib/core/src/a.ts": "export const a: number = 1;\n",
    "lib/core/src/b.ts": "export const b: number = 2;\n",
  });
  symlinkSync(placesOf().packages, path.join(root, "node_modules"));
  return placesOf(root);
}

test("lib is compiled, and an output that is deleted or cut short is written again", async (t) => {
  const places = cloneWithSources(t);
  await compile.repair(places, repairContext(compile.problems(places)));
  assert.deepEqual(compile.problems(places), []);
  const dist = path.join(places.lib, "core", "dist");
  const output = path.join(dist, "a.js");
  const whole = readFileSync(output, "utf8");
  for (const harm of [() => truncateSync(output, 5), () => rmSync(dist, { recursive: true })]) {
    harm();
    const problems = compile.problems(places);
    assert.equal(problems[0].kind, "files");
    await compile.repair(places, repairContext(problems));
    assert.equal(readFileSync(output, "utf8"), whole);
  }
});

test("a changed source is compiled, and what a deleted one left is removed", async (t) => {
  const places = cloneWithSources(t);
  await compile.repair(places, repairContext(compile.problems(places)));
  writeFiles(places.root, { "lib/core/src/a.ts": "export const a: number = 12345;\n" });
  rmSync(path.join(places.root, "lib/core/src/b.ts"));
  assert.equal(compile.problems(places)[0].line, "sources changed");
  await compile.repair(places, repairContext(compile.problems(places)));
  assert.match(readFileSync(path.join(places.lib, "core", "dist", "a.js"), "utf8"), /12345/);
  assert.deepEqual(
    ["b.js", "b.d.ts"].map((name) => existsSync(path.join(places.lib, "core", "dist", name))),
    [false, false],
  );
});

test("a type error stops set-up with the place where it is", async (t) => {
  const places = cloneWithSources(t);
  writeFiles(places.root, { "lib/core/src/b.ts": 'export const b: number = "two";\n' });
  await assert.rejects(
    compile.repair(places, repairContext()),
    /^SetupProblem: Cannot compile lib: 1 type error \(all: .*build\.log\)\.\n {4}lib\/core\/src\/b\.ts\(1,14\): error TS2322/,
  );
  assert.equal(compile.problems(places)[0].kind, "new");
});
