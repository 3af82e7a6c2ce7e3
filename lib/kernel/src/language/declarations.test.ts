/** Declaration files are read once and ahead, and packages that come later are found. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { after, test } from "node:test";
import type * as TypeScript from "typescript";
import { Language } from "./language";
import { cachedLookups } from "./declarations";

const { sys } = require("typescript") as typeof TypeScript;
const root = mkdtempSync(path.join(tmpdir(), "neural-notebooks-sources-"));
after(() => rmSync(root, { recursive: true, force: true }));

const language = new Language();

/** The declaration files that are read from disk during some work. */
function readsOf(work: () => void): string[] {
  const names: string[] = [];
  const { readFile } = sys;
  sys.readFile = (name, encoding) => {
    if (name.endsWith(".d.ts")) names.push(name);
    return readFile(name, encoding);
  };
  try {
    work();
  } finally {
    sys.readFile = readFile;
  }
  return names;
}

test("what was read ahead is not read again by the cell that needs it", () => {
  const ahead = readsOf(() => {
    let steps = 0;
    for (const _step of language.prefetch()) steps++;
    assert.ok(steps > 500, "in small steps");
  });
  assert.ok(ahead.some((name) => name.endsWith("/@types/node/fs.d.ts")));
  assert.ok(ahead.length > 300);
  assert.equal(new Set(ahead).size, ahead.length);
  assert.equal(language.hasAllDeclarations, false);
  const later = readsOf(() => {
    const cell = language.compile(
      "import * as tf from '@tensorflow/tfjs-node';\nconst size: number = tf.tensor([1, 2]).size;",
      { count: 1 },
    );
    assert.ok("code" in cell);
    language.commit(cell);
  });
  assert.ok(later.length < ahead.length / 10, `${later.length} of ${ahead.length} were left`);
  const wrong = language.compile("const text: string = tf.tensor([1]).size", { count: 2 });
  assert.ok("diagnostics" in wrong);
  assert.deepEqual(
    wrong.diagnostics.map(({ code }) => code),
    [2322],
  );
});

test("a file that was read is not read again when a cell no longer needs it and a later one does", () => {
  const importing = "import { bundleOf } from 'tslab-kernel/display'";
  const convert = (cell: string) => readsOf(() => language.compile(cell, { count: 1, eager: true }));
  assert.ok(convert(importing).length > 0);
  assert.deepEqual(convert("const bundleOf = 1"), []);
  assert.deepEqual(convert("1 + 1"), []);
  assert.deepEqual(convert(importing), []);
});

test("lists of folders answer as the file system does", () => {
  const place = path.join(root, "node_modules", "@some", "package");
  mkdirSync(path.join(place, "inner"), { recursive: true });
  writeFileSync(path.join(place, "index.d.ts"), "");
  symlinkSync(path.join(place, "index.d.ts"), path.join(place, "link.d.ts"));
  symlinkSync(path.join(place, "inner"), path.join(place, "linked"));
  const lists = cachedLookups(sys);
  for (const name of ["index.d.ts", "link.d.ts", "inner", "linked", "missing.d.ts", "missing/x.d.ts", "."]) {
    const whole = path.join(place, name);
    assert.equal(lists.fileExists(whole), sys.fileExists(whole), name);
    assert.equal(lists.directoryExists(whole), sys.directoryExists(whole), name);
  }
});

test("a package that is installed after it was asked for is found", () => {
  const packages = path.join(root, "node_modules");
  const lists = cachedLookups(sys);
  for (const name of ["late", "@late/scoped"]) {
    const file = path.join(packages, name, "index.d.ts");
    assert.equal(lists.directoryExists(path.join(packages, name)), false);
    assert.equal(lists.fileExists(file), false);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, "");
    assert.equal(lists.directoryExists(path.join(packages, name)), true);
    assert.equal(lists.fileExists(file), true);
  }
});
