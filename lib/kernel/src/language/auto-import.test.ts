/** An import is written where it belongs, and nowhere else. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { importStatement, importEdit, type Importable } from "./auto-import";
import { loadTypeScript } from "./typescript";

const { ts } = loadTypeScript();
const wanted: Importable = { name: "fit", module: "some-library/training" };
const statement = 'import { fit } from "some-library/training";';

/** The cell after the import was written; `|` is the cursor, before and afterwards. */
function written(marked: string, what: Importable = wanted): string | undefined {
  const end = marked.indexOf("|");
  const source = marked.replace("|", "");
  const start = end - (/[\w$]*$/.exec(source.slice(0, end))?.[0].length ?? 0);
  const edit = importEdit(ts, source, { importable: what, start, end });
  return edit && `${source.slice(0, edit.start)}${edit.text}|${source.slice(end)}`;
}

describe("an import of its own", () => {
  test("stands at the top, the cursor stays behind the name", () => {
    assert.equal(written("fit|"), `${statement}\nfit|`);
    assert.equal(
      written("const a = 1;\nawait fit|(model);\na"),
      `${statement}\nconst a = 1;\nawait fit|(model);\na`,
    );
  });

  test("completes the name, in the right letter case", () => {
    assert.equal(written("await FI|"), `${statement}\nawait fit|`);
  });

  test("stands behind comments at the top, but not between a declaration and its documentation", () => {
    assert.equal(
      written("// @ts-nocheck\n/* Two\nlines */\nfit|()"),
      `// @ts-nocheck\n/* Two\nlines */\n${statement}\nfit|()`,
    );
    assert.equal(
      written("// Title\n\n/** Trains. */\nfunction train() { fit|(); }"),
      `// Title\n${statement}\n\n/** Trains. */\nfunction train() { fit|(); }`,
    );
    assert.equal(written("/* why */ fit|()"), `${statement}\n/* why */ fit|()`);
  });

  test("stands behind the imports that the cell begins with, and their comments", () => {
    assert.equal(
      written('// Title\nimport { a } from "a"; // for b\nimport * as c from "c"\n\nfit|'),
      `// Title\nimport { a } from "a"; // for b\nimport * as c from "c"\n${statement}\n\nfit|`,
    );
    assert.equal(written('import { a } from "a"; fit|'), `${statement}\nimport { a } from "a"; fit|`);
    assert.equal(written('fit|\nimport { a } from "a";'), `${statement}\nfit|\nimport { a } from "a";`);
  });

  test("takes a whole module", () => {
    const danfo = { name: "dfd", module: "danfojs-node", isNamespace: true };
    assert.equal(importStatement(danfo), 'import * as dfd from "danfojs-node";');
    assert.equal(
      written("const x = dfd|.toJSON", danfo),
      'import * as dfd from "danfojs-node";\nconst x = dfd|.toJSON',
    );
  });
});

describe("an import of the same module", () => {
  const from = (names: string): string => `import ${names} from "${wanted.module}";`;

  test("takes the name up", () => {
    for (const [before, after] of [
      ["{ a }", "{ a, fit }"],
      ["{ a, }", "{ a, fit, }"],
      ["{}", "{ fit }"],
      ["d, { a }", "d, { a, fit }"],
      ["{ a as b }", "{ a as b, fit }"],
      ["{\n  a,\n  b,\n}", "{\n  a,\n  b,\n  fit,\n}"],
      ["{\n  a,\n  b\n}", "{\n  a,\n  b,\n  fit\n}"],
    ] as const)
      assert.equal(written(`${from(before)}\nfit|`), `${from(after)}\nfit|`);
  });

  test("is left alone where it cannot take a value, or stands behind the cursor", () => {
    for (const other of [from("type { A }"), from("* as all"), from("all"), `import "${wanted.module}";`])
      assert.equal(written(`${other}\nfit|`), `${other}\n${statement}\nfit|`);
    assert.equal(written(`fit|\n${from("{ a }")}`), `${statement}\nfit|\n${from("{ a }")}`);
  });
});

test("nothing is imported where no value of that name is missing", () => {
  for (const cell of [
    "'fit|'",
    "`fit|`",
    "`${1} fit|`",
    "// fit|",
    "/* fit| */ 1",
    "/fit|/",
    "model.fit|",
    "model?.fit|()",
    "let a: fit|",
    "let a: fit|.b",
    "let a: Array<fit|>",
    "import { fit| } from 'a'",
    "import fit| from 'a'",
    "import * as fit| from 'a'",
    "export { fit| }",
    "const fit|",
    "function fit|() {}",
    "class A { fit|() {} }",
    "({ fit|: 1 })",
    "fit|: for (;;) {}",
    "{ units: fit| }",
    "%time fit|",
    "fi|t",
    "1.fit|",
    "new.fit|",
    "(function fit|() {})",
    "(class fit| {})",
    // Names that the cell makes itself.
    "import { fit } from 'elsewhere'; fit|",
    "import { a as fit } from 'elsewhere'; fit|",
    "import type { fit } from 'elsewhere'; fit|",
    "fit|(); function fit() {}",
    "const f = (fit: number) => fit|",
    "{ const fit = 1; fit|; }",
    "",
    "|",
  ])
    assert.equal(
      cell.includes("|") ? written(cell) : importEdit(ts, "", { importable: wanted, start: 0, end: 0 }),
      undefined,
      cell,
    );
});

test("values are found wherever they stand", () => {
  for (const cell of [
    "`a ${fit|} b`",
    "`a ${fit|",
    "f(fit|",
    "f(1, fit|)",
    "const a = { b: fit|",
    "class A extends fit| {}",
    "let a: typeof fit|",
    "fit|.call(1)",
    "fit|`a`",
    "[...fit|]",
    "if (a) { fit|",
    "const fitting = 1; fit|",
    "const other = { fit: 1 }; other.fit; fit|",
    "async () => { await fit|(",
    "new fit|",
    "const f = (fit: number) => fit; fit|",
  ])
    assert.equal(written(cell), `${statement}\n${cell}`, cell);
});
