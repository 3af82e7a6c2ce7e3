/** Where the name of a module is written, and which names are offered there. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { test } from "node:test";
import { moduleNamesFor, moduleSpecifierAt } from "./module-names";

/** The specifier at the `|` of a cell: what is typed, and what would be replaced. */
function at(marked: string): { typed: string; replaced: string } | undefined {
  const cursor = marked.indexOf("|");
  const source = marked.replace("|", "");
  const found = moduleSpecifierAt(source, cursor);
  return found && { typed: found.typed, replaced: source.slice(found.start, found.end) };
}

test("a module's name is found between the quotes of every kind of import", () => {
  for (const before of [
    "import { a } from ",
    "import * as a from",
    "import ",
    "await import(",
    "const a = require( ",
  ]) {
    for (const quote of ['"', "'"]) {
      assert.deepEqual(at(`${before}${quote}neural-|notebooks${quote};`), {
        typed: "neural-",
        replaced: "neural-notebooks",
      });
      assert.deepEqual(at(`${before}${quote}neural-|`), { typed: "neural-", replaced: "neural-" });
    }
  }
  assert.deepEqual(at('import {\n  a,\n} from "|"'), { typed: "", replaced: "" });
  assert.deepEqual(at('import a from "|\nlet b = 1;'), { typed: "", replaced: "" });
  // Without a closing quote the rest of the line is no part of the name.
  assert.deepEqual(at('require("no|de:fs)'), { typed: "no", replaced: "node:fs" });
});

test("no module's name is looked for elsewhere", () => {
  for (const marked of [
    '"neu|"',
    'const from = "neu|"',
    'import { a } from "b"; "|"',
    "from|",
    'transform("|")',
  ])
    assert.equal(at(marked), undefined, marked);
});

test("known modules come first, then the project's packages, then Node's", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "modules-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    path.join(folder, "package.json"),
    '{"dependencies": {"zeta": "1", "danfo": "1", "lib": "1"}}',
  );
  mkdirSync(path.join(folder, "notebooks"));
  const sources = { known: ["lib", "lib/charts"], folder: path.join(folder, "notebooks") };
  assert.deepEqual(moduleNamesFor("", sources).slice(0, 4), ["lib", "lib/charts", "danfo", "zeta"]);
  assert.deepEqual(moduleNamesFor("lib/", sources), ["lib/charts"]);
  assert.deepEqual(moduleNamesFor("node:fs", sources), ["node:fs", "node:fs/promises"]);
  assert.deepEqual(moduleNamesFor("lib/x", sources), []);
  writeFileSync(path.join(folder, "package.json"), "{");
  assert.deepEqual(moduleNamesFor("z", sources), [], "a broken manifest offers nothing");
});

test("a path that begins with a dot lists folders and files beside the notebook", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "modules-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, "own", "node_modules"), { recursive: true });
  for (const name of ["helper.ts", "helper.d.ts", "rows.json", "notes.md", ".hidden.ts", "own/deep.mjs"])
    writeFileSync(path.join(folder, name), "");
  const offered = (typed: string) => moduleNamesFor(typed, { known: [], folder });
  assert.deepEqual(offered("."), ["./"]);
  assert.deepEqual(offered("./"), ["./helper", "./own/", "./rows.json"]);
  assert.deepEqual(offered("./own/d"), ["./own/deep"]);
  assert.deepEqual(offered("./nowhere/"), []);
  assert.ok(offered("../").includes(`../${path.basename(folder)}/`));
});
