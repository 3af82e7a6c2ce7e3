/** Cells that only import are converted without their types, and are as good as converted with them. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import ts from "typescript";
import { readImports } from "./imports";
import { Language } from "./language";
import { SingleBuild } from "./single-build";
import type { Conversion, Converter } from "./tslab";

describe("which cells only import", () => {
  test("modules, names and new names are read", () => {
    const read = readImports(ts, "// why\nimport * as fs from 'node:fs'\nimport { a, b as c } from \"x/y\";");
    assert.deepEqual(read, {
      declarations: "import * as fs from 'node:fs';\nimport { a, b as c } from \"x/y\";\n",
      names: ["fs", "a", "c"],
      modules: [
        { name: "node:fs", exports: [] },
        { name: "x/y", exports: ["a", "b"] },
      ],
    });
    assert.deepEqual(
      new SingleBuild(ts).namesOf(`${read?.declarations}import d, { e } from "z"; declare const f: 1;`),
      ["fs", "a", "c", "d", "e", "f"],
    );
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
  /** How often the compiler was asked. */
  let built = 0;

  before(() => {
    language = new Language();
    const inner = (language as unknown as { inner: Converter }).inner;
    const { convert } = inner;
    inner.convert = (...given) => (built++, convert(...given));
  });

  beforeEach(() => {
    built = 0;
  });

  after(() => language.close());

  const run = (cell: string): Conversion => language.converter.convert("", cell);
  const codes = (cell: string): number[] => run(cell).diagnostics.map(({ code }) => code);

  test("nobody waits for their types, and later cells have them", () => {
    const { diagnostics, output } = run(
      "import { readFileSync as read } from 'node:fs';\nimport * as path from 'path'",
    );
    // Node's own modules have no file of types of their own name: the compiler is asked.
    assert.deepEqual(diagnostics, []);
    assert.ok(output);
    built = 0;
    const quick = run(
      "import * as tf from '@tensorflow/tfjs-node'\nimport { Random } from 'neural-notebooks/core/random'",
    );
    assert.equal(built, 0);
    assert.deepEqual(quick.diagnostics, []);
    assert.match(
      quick.declOutput ?? "",
      /import \* as tf from[^]*import \{ Random \}[^]*readFileSync as read/,
    );
    assert.deepEqual(codes("const seven: string = new Random(1).uniform()"), [2322]);
    assert.deepEqual(codes("const rank: number = tf.scalar(1).rank"), []);
    assert.ok(built > 0);
  });

  test("the code is the compiler's", () => {
    const cell = "import { Frame as Table } from 'neural-notebooks/frames/frame';";
    const quick = run(cell);
    const whole = run(`${cell.replace("Table", "Again")} export {}`);
    assert.equal(built, 1);
    assert.equal(quick.output?.trim(), whole.output?.replaceAll("Again", "Table").trim());
  });

  test("a name that the module does not have, and a module that is not there, are the compiler's errors", () => {
    assert.deepEqual(codes("import { Randon } from 'neural-notebooks/core/random'"), [2724]);
    assert.deepEqual(codes("import * as nothing from 'no-such-package'"), [2307]);
  });

  test("types that are imported without saying so, and names that are imported again, work", () => {
    assert.deepEqual(codes("import { ActivationName } from 'neural-notebooks/models/activations'"), []);
    assert.equal(built, 1);
    assert.deepEqual(codes("import { Random } from 'neural-notebooks/core/random'"), []);
    assert.equal(built, 2);
    assert.deepEqual(codes("const again: number = new Random(2).uniform()"), []);
  });

  test("a name that an earlier cell gave to a type is the import's from now on", () => {
    assert.deepEqual(codes("interface Scaler { rows: string }"), []);
    assert.deepEqual(codes("import { StandardScaler as Scaler } from 'neural-notebooks/tensors/scale'"), []);
    assert.deepEqual(codes("new Scaler()"), []);
  });

  test("their types are read when nobody waits", () => {
    run("import { softmax } from 'neural-notebooks/models/activations'");
    assert.equal(built, 0);
    const steps = [...language.catchUp()].length;
    assert.ok(steps > 0);
    assert.equal([...language.catchUp()].length, 0);
  });
});
