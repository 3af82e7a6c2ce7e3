import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { compile } from "./compile.mjs";
import { placesOf } from "./places.mjs";
import { repairContext, temporaryFolder, writeFiles } from "./testing.mjs";

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
    rootDir: "lib",
    outDir: "lib/dist",
    tsBuildInfoFile: "lib/dist/.tsbuildinfo",
  };
  writeFiles(root, {
    "tsconfig.json": JSON.stringify({
      compilerOptions: options,
      include: ["lib/**/*.ts"],
      exclude: ["lib/dist"],
    }),
    "lib/package.json": "{}",
    "lib/core/a.ts": "export const a: number = 1;\n",
    "lib/core/b.ts": "export const b: number = 2;\n",
  });
  symlinkSync(placesOf().packages, path.join(root, "node_modules"));
  return placesOf(root);
}

test("lib is compiled, and an output that is deleted or cut short is written again", async (t) => {
  const places = cloneWithSources(t);
  await compile.repair(places, repairContext(compile.problems(places)));
  assert.deepEqual(compile.problems(places), []);
  const output = path.join(places.dist, "core", "a.js");
  const whole = readFileSync(output, "utf8");
  for (const harm of [() => truncateSync(output, 5), () => rmSync(places.dist, { recursive: true })]) {
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
  writeFiles(places.root, { "lib/core/a.ts": "export const a: number = 12345;\n" });
  rmSync(path.join(places.root, "lib/core/b.ts"));
  assert.equal(compile.problems(places)[0].line, "sources changed");
  await compile.repair(places, repairContext(compile.problems(places)));
  assert.match(readFileSync(path.join(places.dist, "core", "a.js"), "utf8"), /12345/);
  assert.deepEqual(
    ["b.js", "b.d.ts"].map((name) => existsSync(path.join(places.dist, "core", name))),
    [false, false],
  );
});

test("a type error stops set-up with the place where it is", async (t) => {
  const places = cloneWithSources(t);
  writeFiles(places.root, { "lib/core/b.ts": 'export const b: number = "two";\n' });
  await assert.rejects(
    compile.repair(places, repairContext()),
    /^SetupProblem: Cannot compile lib: 1 type error \(all: .*build\.log\)\.\n {4}lib\/core\/b\.ts\(1,14\): error TS2322/,
  );
  assert.equal(compile.problems(places)[0].kind, "new");
});
