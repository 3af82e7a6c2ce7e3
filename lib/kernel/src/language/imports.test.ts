/** Cells that only import are converted without their types, and are as good as converted with them. */
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { readImports } from "./imports";
import { Language } from "./language";
import { loadTypeScript } from "./typescript";

const { ts } = loadTypeScript();

describe("which cells only import", () => {
  test("modules, names and new names are read", () => {
    const read = readImports(ts, "// why\nimport * as fs from 'node:fs'\nimport { a, b as c } from \"x/y\";");
    assert.deepEqual(read, {
      names: ["fs", "a", "c"],
      modules: [
        { name: "node:fs", position: 27, names: ["fs"], exports: [] },
        { name: "x/y", position: 63, names: ["a", "c"], exports: ["a", "b"] },
      ],
    });
  });

  test("whatever needs the types, or the compiler's words, is left to it", () => {
    for (const cell of [
      "",
      "// import * as a from 'a'",
      "import * as a from 'a'; a.b()",
      "const a = 1",
      "import 'a'",
      "import a from 'a'",
      "import type { A } from 'a'",
      "import { type A } from 'a'",
      "import { a } from './a'",
      "import { a } from '/a'",
      "import { a } from 'a'; import { a } from 'b'",
      "import { a from 'a'",
      "import a = require('a')",
      "import json from './a.json' with { type: 'json' }",
    ])
      assert.equal(readImports(ts, cell), undefined, cell);
  });
});

describe("cells that only import", () => {
  let language: Language;
  beforeEach(() => {
    language = new Language();
  });

  /** Compiles a cell and tells whether its types were looked at. */
  const run = (cell: string): { quick: boolean; codes: number[]; code: string } => {
    const compiled = language.compile(cell, { count: 1 });
    if ("diagnostics" in compiled)
      return { quick: false, codes: compiled.diagnostics.map(({ code }) => code), code: "" };
    language.commit(compiled);
    return { quick: compiled.unchecked !== undefined, codes: [], code: compiled.code };
  };
  const codes = (cell: string): number[] => run(cell).codes;

  test("nobody waits for their types, and later cells have them", () => {
    // Node's own modules have no file of types of their own name: the compiler is asked.
    assert.equal(
      run("import { readFileSync as read } from 'node:fs';\nimport * as path from 'path'").quick,
      false,
    );
    const quick = run(
      "import * as tf from '@tensorflow/tfjs-node'\nimport { DisplayHandle } from 'tslab-kernel/display'",
    );
    assert.equal(quick.quick, true);
    assert.deepEqual(
      codes("const seven: string = new DisplayHandle('a', () => undefined).id.length"),
      [2322],
    );
    assert.deepEqual(codes("const rank: number = tf.scalar(1).rank; path.join(read('x', 'utf8'))"), []);
  });

  test("the code is the compiler's", () => {
    const cell = "import { display as show } from 'tslab-kernel/display';\nimport * as all from 'typescript'";
    const quick = run(cell);
    assert.equal(quick.quick, true);
    const whole = language.compile(cell, { count: 1, eager: true });
    assert.ok("code" in whole);
    assert.equal(quick.code, whole.code);
  });

  test("what they want of a module is told, so that it can be looked up", () => {
    const compiled = language.compile("import { displax } from 'tslab-kernel/display'", { count: 1 });
    assert.ok("code" in compiled);
    assert.deepEqual(
      compiled.unchecked?.map(({ exports }) => exports),
      [["displax"]],
    );
    const eager = language.compile("import { displax } from 'tslab-kernel/display'", {
      count: 1,
      eager: true,
    });
    assert.ok("diagnostics" in eager);
    assert.deepEqual(
      eager.diagnostics.map(({ code }) => code),
      [2724],
    );
  });

  test("a module that is not there is the compiler's error", () => {
    assert.deepEqual(codes("import * as nothing from 'no-such-package'"), [2307]);
  });

  test("names that are imported again are looked at", () => {
    assert.equal(run("import { DisplayHandle } from 'tslab-kernel/display'").quick, true);
    assert.equal(run("import { DisplayHandle } from 'tslab-kernel/display'").quick, false);
    assert.deepEqual(codes("const again: string = new DisplayHandle('b', () => undefined).id"), []);
  });

  test("a name that an earlier cell gave to a type is the import's from now on", () => {
    assert.deepEqual(codes("interface Scaler { rows: string }"), []);
    assert.deepEqual(codes("import { InterruptError as Scaler } from 'tslab-kernel/display'"), []);
    assert.deepEqual(codes("new Scaler()"), []);
  });

  test("their types are read when nobody waits", () => {
    run("import { bundleOf } from 'tslab-kernel/display'");
    assert.ok([...language.prefetchImported()].length > 0);
    assert.equal([...language.prefetchImported()].length, 0);
  });
});
