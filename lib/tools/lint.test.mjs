/** The rules of eslint.config.mjs are carried out by oxlint: all of them, with types, with their options. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import tseslint from "typescript-eslint";
import config from "../../eslint.config.mjs";
import { lintCommand, translateRules } from "./lint.mjs";
import { pathsOf } from "./setup/paths.cjs";
import { temporaryFolder, writeFiles } from "./setup/setup.testing.mjs";

/**
 * Lints one file of a package in a clone of its own.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} source
 * @param {string} [name] - The package.
 * @returns {Promise<string[]>} The rules that are broken.
 */
async function rulesBroken(t, source, name = "kernel") {
  const root = temporaryFolder(t);
  const compilerOptions = {
    strict: true,
    types: [],
    lib: ["ES2022"],
    module: "NodeNext",
    skipLibCheck: true,
  };
  writeFiles(root, {
    [`lib/${name}/tsconfig.json`]: JSON.stringify({ compilerOptions, include: ["src/**/*.ts"] }),
    [`lib/${name}/package.json`]: '{ "type": "module" }',
    [`lib/${name}/src/a.ts`]: source,
    "package.json": "{}",
  });
  const { packages, root: course } = pathsOf();
  cpSync(path.join(course, "eslint.config.mjs"), path.join(root, "eslint.config.mjs"));
  symlinkSync(packages, path.join(root, "node_modules"));
  const command = await lintCommand(pathsOf(root), ["lib"]);
  const { stdout, status } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  const found = [...stdout.matchAll(/\[\w+\/\w+\(([\w-]+)\)\]/g)].map(([, rule]) => String(rule));
  assert.equal(status, found.length > 0 ? 1 : 0, stdout);
  return found;
}

test("every rule of recommendedTypeChecked is on, unless eslint.config.mjs turns it off", async () => {
  const { overrides = [] } = /** @type {{overrides?: {rules?: object}[]}} */ (await translateRules(config));
  const on = new Set(
    overrides.flatMap(({ rules = {} }) =>
      Object.entries(rules).flatMap(([rule, level]) =>
        [level].flat()[0] === "off" ? [] : [rule.replace("typescript/", "")],
      ),
    ),
  );
  const off = /^(?:no-require-imports|require-await|unbound-method)$/;
  const recommended = tseslint.configs.recommendedTypeChecked.flatMap(({ rules = {} }) =>
    Object.entries(rules).flatMap(([rule, level]) =>
      [level].flat()[0] === "off" ? [] : [rule.replace("@typescript-eslint/", "")],
    ),
  );
  assert.ok(recommended.length > 40);
  assert.deepEqual(
    recommended.filter((rule) => !on.has(rule) && !off.test(rule)),
    [],
  );
});

test("rules that need types are carried out", async (t) => {
  const source =
    "export async function f(): Promise<void> {}\nf();\nexport const g = (x: any): string => x.y;\n";
  assert.deepEqual((await rulesBroken(t, source)).sort(), [
    "no-explicit-any",
    "no-floating-promises",
    "no-unsafe-member-access",
    "no-unsafe-return",
  ]);
});

test("what is well passes, options are heeded, and a package may have rules of its own", async (t) => {
  assert.deepEqual(await rulesBroken(t, "export const f = (_unused: number): number => 1;\n"), []);
  const source = 'export const f = (list: Map<string, number>): number => list.get("a")!;\n';
  assert.deepEqual(await rulesBroken(t, source), []);
  assert.deepEqual(await rulesBroken(t, source, "tfjs-graph"), ["no-non-null-assertion"]);
});

test("a rule that oxlint does not know is refused, for it would go unseen", async () => {
  await assert.rejects(
    translateRules([{ rules: { "no-restricted-syntax": ["error", "WithStatement"] } }]),
    /must be known to oxlint; received no-restricted-syntax/,
  );
});
