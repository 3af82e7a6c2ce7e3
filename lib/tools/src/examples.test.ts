/** Every `@example` of the library runs and holds. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path = require("node:path");
import { after, describe, test } from "node:test";
import { examplesOf, runExample } from "./examples";
import { projectRoot } from "./project";

const library = path.join(projectRoot, "lib", "neural-notebooks");
const requireFromRoot = createRequire(path.join(projectRoot, "package.json"));
const { exports: doors } = requireFromRoot("neural-notebooks/package.json") as { exports: object };
/** What learners import. */
const taught = Object.keys(doors).flatMap((door) => /^\.\/(?!kernel)([a-z]+)$/.exec(door)?.[1] ?? []);

const folder = mkdtempSync(path.join(tmpdir(), "neural-notebooks-examples-"));
const home = process.cwd();
process.chdir(folder); // an example may write a file
after(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

/** All that lessons can import, by name; an example's own stage wins. */
function namesFor(stage: string): Record<string, unknown> {
  const all = Object.assign(
    {},
    ...taught.map((other) => requireFromRoot(`neural-notebooks/${other}`) as object),
  ) as Record<string, unknown>;
  return { ...all, ...(requireFromRoot(`neural-notebooks/${stage}`) as object), assert };
}

function sourcesOf(stage: string): string[] {
  const walk = (directory: string): string[] =>
    readdirSync(directory).flatMap((name) => {
      const file = path.join(directory, name);
      if (statSync(file).isDirectory()) return walk(file);
      return /\.ts$/.test(name) && !/\.(test|testing|d)\.ts$/.test(name) ? [file] : [];
    });
  return walk(path.join(library, "src", stage));
}

for (const stage of taught) {
  describe(`examples of ${stage}`, () => {
    const names = namesFor(stage);
    for (const file of sourcesOf(stage)) {
      for (const example of examplesOf(file)) {
        test(`${path.relative(library, file)}:${example.line} ${example.name}`, async () => {
          const own = requireFromRoot(
            path
              .join(library, "dist", path.relative(path.join(library, "src"), file))
              .replace(/\.ts$/, ".js"),
          ) as object;
          await runExample(example, { require: requireFromRoot, names: { ...names, ...own } });
        });
      }
    }
  });
}

test("an example that asserts something wrong fails", async () => {
  const file = path.join(folder, "wrong.ts");
  writeFileSync(
    file,
    "/**\n * Adds.\n * @example\n * ```ts\n * assert.equal(1 + 1, 3);\n * ```\n */\nexport function add(): void {}\n",
  );
  const [example] = examplesOf(file);
  assert.equal(example?.name, "add");
  assert.equal(example?.line, 8);
  await assert.rejects(
    runExample(example, { require: requireFromRoot, names: { assert } }),
    /Expected values to be strictly equal/,
  );
});
