/** Tests of the rules on who may import whom: they hold for the clone, and refuse a small tree that breaks each. */
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { projectRoot } from "./project";

/** What the checker's JSON says of an import that breaks a rule. */
interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** Packages as the clone has them, each with a file that others may import. */
const PACKAGES: Readonly<Record<string, object>> = {
  "tfjs-graph": { name: "tfjs-graph" },
  kernel: { name: "tslab-kernel", exports: { "./info": "./dist/info.js" } },
  "neural-notebooks": {
    name: "neural-notebooks",
    exports: { "./core": "./dist/core/index.js" },
    dependencies: { "@tensorflow/tfjs": "4.22.0", "danfojs-node": "1.2.0" },
  },
  tools: {
    name: "neural-notebooks-tools",
    dependencies: { "neural-notebooks": "0.1.0", "tslab-kernel": "0.1.0" },
  },
};

/** Files that keep to the rules. */
const RIGHT: Readonly<Record<string, string>> = {
  "lib/neural-notebooks/dist/core/index.js": "",
  "lib/kernel/dist/info.js": "",
  "lib/kernel/dist/session.js": "",
  "node_modules/stranger/index.js": "",
  "node_modules/stranger/package.json": '{ "name": "stranger", "main": "index.js" }',
  "node_modules/@tensorflow/tfjs/index.js": "",
  "node_modules/@tensorflow/tfjs/package.json": '{ "name": "@tensorflow/tfjs", "main": "index.js" }',
  "node_modules/danfojs-node/index.js": "",
  "node_modules/danfojs-node/package.json": '{ "name": "danfojs-node", "main": "index.js" }',
  "lib/neural-notebooks/src/core/tf.ts": 'export * from "@tensorflow/tfjs";',
  "lib/neural-notebooks/src/frames/frame.ts": 'export * from "../core/tf"; export * from "danfojs-node";',
  "lib/neural-notebooks/src/charts/bars.ts": 'export * from "../frames/frame";',
  "lib/neural-notebooks/src/frames/frame.test.ts":
    'import "../charts/bars"; import "stranger"; import "./made.testing";',
  "lib/neural-notebooks/src/frames/made.testing.ts": "export const made = 1;",
  "lib/tools/src/run.ts": 'export * from "neural-notebooks/core"; export * from "tslab-kernel/info";',
};

/** Files that break one rule each, after the rule's name. */
const WRONG: readonly (readonly [rule: string, file: string, content: string])[] = [
  ["flow-frames", "lib/neural-notebooks/src/frames/plot.ts", 'export * from "../charts/bars";'],
  ["flow-core", "lib/neural-notebooks/src/core/score.ts", 'export type S = import("../evaluation/score").S;'],
  ["stage-charts", "lib/neural-notebooks/src/charts/grade.ts", 'export * from "../grading/problem";'],
  ["package-tfjs-graph", "lib/tfjs-graph/src/shape.ts", 'export * from "neural-notebooks/core";'],
  ["declared", "lib/tools/src/undeclared.ts", 'export * from "stranger";'],
  ["helpers-of-tests", "lib/neural-notebooks/src/frames/product.ts", 'export * from "./made.testing";'],
  ["insides-of-a-package", "lib/tools/src/deep.ts", 'export * from "../../kernel/dist/session";'],
  ["found", "lib/tools/src/unexported.ts", 'export * from "tslab-kernel/dist/session";'],
  ["one-door-to-tensorflow", "lib/neural-notebooks/src/models/tf.ts", 'export * from "@tensorflow/tfjs";'],
  ["one-door-to-danfo", "lib/neural-notebooks/src/datasets/table.ts", 'export * from "danfojs-node";'],
];

/** What the wrong files import besides. */
const BESIDES: Readonly<Record<string, string>> = {
  "lib/neural-notebooks/src/evaluation/score.ts": "export type S = number;",
  "lib/neural-notebooks/src/grading/problem.ts": "export const problem = 1;",
};

/** Two files that import each other: one of them breaks the rule, whichever is met first. */
const CIRCLE: Readonly<Record<string, string>> = {
  "lib/kernel/src/one.ts": 'import { two } from "./two"; export const one = (): number => two();',
  "lib/kernel/src/two.ts": 'import { one } from "./one"; export const two = (): number => one();',
};

const root = mkdtempSync(path.join(os.tmpdir(), "dependency-rules-"));

before(() => {
  for (const [folder, manifest] of Object.entries(PACKAGES)) {
    write(`lib/${folder}/package.json`, JSON.stringify({ version: "0.1.0", ...manifest }));
    const name = (manifest as { name: string }).name;
    mkdirSync(path.join(root, "node_modules"), { recursive: true });
    symlinkSync(path.join(root, "lib", folder), path.join(root, "node_modules", name), "junction");
  }
  write("package.json", "{}");
  for (const [file, content] of Object.entries(RIGHT)) write(file, content);
});

after(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, content: string): void {
  const whole = path.join(root, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, content);
}

/** The imports below a folder that break a rule of the clone's: the file and the rule. */
function violationsIn(folder: string): string[] {
  const program = path.join(
    projectRoot,
    "node_modules",
    "dependency-cruiser",
    "bin",
    "dependency-cruise.mjs",
  );
  const rules = path.join(projectRoot, "lib", "dependency-cruiser.config.cjs");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, "--config", rules, "--output-type", "json", "lib/*/src"],
    { cwd: folder, encoding: "utf8", maxBuffer: 100e6 },
  );
  assert.match(stdout, /^\{/, stderr);
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; totalCruised: number } };
  assert.ok(summary.totalCruised > 0, "it has looked at files");
  return summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`).sort();
}

test("no file of the clone breaks a rule", () => {
  assert.deepEqual(violationsIn(projectRoot), []);
});

test("a tree that keeps to the rules is let pass, also where its tests look further", () => {
  assert.deepEqual(violationsIn(root), []);
});

test("each wrong import is refused by the rule that is meant for it, and by no other", () => {
  for (const [file, content] of Object.entries(BESIDES)) write(file, content);
  for (const [, file, content] of WRONG) write(file, content);
  assert.deepEqual(violationsIn(root), WRONG.map(([rule, file]) => `${rule}: ${file}`).sort());
});

test("two files that import each other are refused", () => {
  for (const [file, content] of Object.entries(CIRCLE)) write(file, content);
  const circles = violationsIn(root).filter((line) => line.startsWith("no-circle"));
  assert.ok(circles.length > 0);
  for (const line of circles) assert.match(line, /^no-circle: lib\/kernel\/src\/(one|two)\.ts$/);
});
