import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { brokenRule, wrongImports } from "./flow";
import { projectRoot } from "./project";

test("no file of lib and no lesson imports against the flow of data", () => {
  const lines = wrongImports(projectRoot).map(({ from, to, rule }) => `${from} imports ${to}: ${rule}`);
  assert.deepEqual(lines, []);
});

test("an import from a folder to the left is in order, one from the right is named", () => {
  assert.equal(brokenRule("lib/training/fit.ts", "../models/cnn"), undefined);
  assert.equal(brokenRule("lib/training/fit.ts", "./history"), undefined);
  assert.equal(brokenRule("lib/models/cnn.ts", "../training/fit"), "models may not import from training");
  assert.equal(brokenRule("lib/core/index.ts", "./tf"), undefined);
});

test("the kernel imports core only, grading any stage, and nothing imports tools or bench", () => {
  assert.equal(brokenRule("lib/kernel/session.ts", "../core/errors"), undefined);
  assert.equal(brokenRule("lib/kernel/session.ts", "../charts"), "kernel may not import from charts");
  assert.equal(brokenRule("lib/grading/check.ts", "../charts/line"), undefined);
  assert.equal(brokenRule("lib/grading/check.ts", "../tools/project"), "grading may not import from tools");
  assert.equal(brokenRule("lib/charts/line.ts", "../bench/main"), "charts may not import from bench");
});

test("TensorFlow.js and danfo come in by their one door", () => {
  assert.equal(brokenRule("lib/core/tf.ts", "@tensorflow/tfjs-node"), undefined);
  assert.match(brokenRule("lib/models/cnn.ts", "@tensorflow/tfjs-node") ?? "", /core\/tf/);
  assert.equal(brokenRule("lib/frames/frame.ts", "danfojs-node"), undefined);
  assert.match(brokenRule("lib/charts/line.ts", "danfojs-node") ?? "", /only lib\/frames/);
});

test("the fast kernels of backend are imported by core/tf.ts alone", () => {
  assert.equal(brokenRule("lib/core/tf.ts", "../backend/native"), undefined);
  assert.equal(brokenRule("lib/core/index.ts", "../backend/native"), "core may not import from backend");
  assert.equal(
    brokenRule("lib/backend/native.ts", "../training/fit"),
    "backend may not import from training",
  );
  assert.equal(brokenRule("lib/backend/models.testing.ts", "../training/fit"), undefined);
});

test("lessons import any stage and grading by the package's name, but no tools", () => {
  assert.equal(
    brokenRule("notebooks/src/lessons/02-perceptron.ts", "neural-notebooks/models/perceptron"),
    undefined,
  );
  assert.equal(
    brokenRule("notebooks/src/lessons/02-perceptron.ts", "neural-notebooks/tools/project"),
    "notebooks may not import from tools",
  );
});

test("imports are found in every form of writing them", (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), "flow-"));
  t.after(() => rmSync(root, { recursive: true }));
  for (const folder of ["lib/core", "lib/dist/core", "notebooks/src"])
    mkdirSync(path.join(root, folder), { recursive: true });
  const forms = [
    'import { a } from "../charts/a";',
    'import type { B } from "../models/b";',
    'export * from "../training/c";',
    'const d = require("../kernel/d");',
    'const e = import("../tools/e");',
    '// import { f } from "../frames/f";',
  ];
  writeFileSync(path.join(root, "lib/core/all.ts"), forms.join("\n"));
  writeFileSync(path.join(root, "lib/dist/core/all.d.ts"), 'import "../charts/a";');
  const found = wrongImports(root).map(({ from, to }) => [from, to]);
  const targets = ["../charts/a", "../models/b", "../training/c", "../kernel/d", "../tools/e"];
  assert.deepEqual(
    found,
    targets.map((to) => ["lib/core/all.ts", to]),
  );
});
