/** Compiled code is kept and used, and whatever is wrong with it costs time only. */
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { after, test } from "node:test";
import { enableModuleCache, requirePrecompiled } from "./precompiled";

const root = mkdtempSync(path.join(tmpdir(), "neural-notebooks-code-"));
after(() => rmSync(root, { recursive: true, force: true }));

/** A module that fills some space, in a folder of its own. */
function makeModule(
  source = "exports.twice = (n) => 2 * n;\nexports.where = () => new Error('here').stack;",
) {
  const place = mkdtempSync(path.join(root, "module-"));
  const file = path.join(place, "module.js");
  writeFileSync(file, source);
  const folder = path.join(place, "kept");
  const load = () => {
    delete require.cache[file];
    const { exports, hit, saveToCache } = requirePrecompiled(file, { folder });
    const { twice, where } = exports as { twice(n: number): number; where(): string };
    return { twice, where, hit, saveToCache };
  };
  const store = () => path.join(folder, readdirSync(folder)[0] as string);
  return { file, folder, load, store };
}

test("the second start takes the code that the first one kept", () => {
  const { load } = makeModule();
  const first = load();
  assert.equal(first.hit, false);
  assert.equal(first.twice(4), 8);
  first.saveToCache();
  const second = load();
  assert.equal(second.hit, true);
  assert.equal(second.twice(4), 8);
});

test("a module is the same for require, knows its place, and its lines have their own numbers", () => {
  const { file, load } = makeModule();
  const { where } = load();
  assert.equal((require(file) as { where: unknown }).where, where);
  assert.match(where(), new RegExp(`${file}:2:`));
});

test("a module that another file has required already is taken as it is", () => {
  const { file, folder } = makeModule();
  const known = require(file) as unknown;
  const { exports, saveToCache } = requirePrecompiled(file, { folder });
  assert.equal(exports, known);
  saveToCache();
  assert.throws(() => readdirSync(folder), { code: "ENOENT" });
});

test("code kept of another text is not used, though of the same length, and is replaced", () => {
  const { file, load } = makeModule();
  load().saveToCache();
  writeFileSync(file, readFileSync(file, "utf8").replace("2 * n", "3 * n"));
  const changed = load();
  assert.equal(changed.hit, false);
  assert.equal(changed.twice(4), 12);
  changed.saveToCache();
  const again = load();
  assert.deepEqual([again.hit, again.twice(4)], [true, 12]);
});

test("damaged code is not used, and is replaced", () => {
  const damages: ((kept: Buffer) => Buffer)[] = [
    (kept) => kept.fill(kept[kept.length - 9] === 1 ? 2 : 1, kept.length - 9, kept.length - 8),
    (kept) => kept.subarray(0, kept.length / 2),
    () => Buffer.alloc(0),
    () => Buffer.from("not code at all"),
  ];
  const { load, store } = makeModule();
  load().saveToCache();
  for (const damage of damages) {
    writeFileSync(store(), damage(readFileSync(store())));
    const healing = load();
    assert.deepEqual([healing.hit, healing.twice(4)], [false, 8]);
    healing.saveToCache();
    assert.equal(load().hit, true);
  }
});

test("where nothing can be written, modules load all the same, and nothing is left behind", () => {
  const { folder, load } = makeModule();
  writeFileSync(folder, "a file where the folder should be");
  const loaded = load();
  loaded.saveToCache();
  assert.deepEqual([loaded.hit, loaded.twice(4), load().hit], [false, 8, false]);
  rmSync(folder);
  mkdirSync(folder);
  loaded.saveToCache();
  assert.equal(readdirSync(folder).length, 1);
});

test("a module that throws does so, and is tried again at the next require", () => {
  const { file, load } = makeModule("throw new Error('not today');");
  assert.throws(load, /not today/);
  assert.equal(require.cache[file], undefined);
});

test("Node keeps the code of other modules from version 22 on, and does without before", () => {
  const folder = path.join(root, "modules");
  const flush = enableModuleCache({ folder });
  flush();
  const before = existsSync(folder) ? readdirSync(folder, { recursive: true }).length : 0;
  makeModule().load();
  const { file } = makeModule("exports.large = () => 'a module that is loaded in the ordinary way';");
  require(file);
  flush();
  const [major] = process.versions.node.split(".").map(Number);
  // Coverage needs what kept code leaves out, so Node does not keep any then.
  if (Number(major) >= 22 && !process.env["NODE_V8_COVERAGE"])
    assert.ok(readdirSync(folder, { recursive: true }).length > before);
  else assert.equal(existsSync(folder), false);
});
