import assert from "node:assert/strict";
import { readFileSync, rmSync, truncateSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import {
  changesSince,
  filesBelow,
  forget,
  hashOf,
  hashOfFile,
  readJson,
  remember,
  writeWhole,
} from "./stamp.mjs";
import { temporaryFolder, writeFiles } from "./setup.testing.mjs";

test("a remembered step has no changes until an input or a file changes; added files do not count", (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { "out/a.js": "aaaa", "out/deep/b.js": "bb", "out/skip/c.js": "c" });
  const stamp = path.join(root, "stamps", "step");
  const context = { root, inputs: { lock: hashOf("1") }, names: { lock: "the lock file" } };
  assert.deepEqual(changesSince(stamp, context), [{ kind: "new", line: "not done yet" }]);
  const files = filesBelow(root, ["out", "nothing"], (name) => name === "out/skip");
  assert.deepEqual(
    [...files],
    [
      ["out/a.js", 4],
      ["out/deep/b.js", 2],
    ],
  );
  remember(stamp, context.inputs, files);
  writeFiles(root, { "out/new.js": "n", "out/skip/c.js": "changed" });
  assert.deepEqual(changesSince(stamp, context), []);

  truncateSync(path.join(root, "out/deep/b.js"), 1);
  assert.match(
    changesSince(stamp, context)[0]?.line ?? "",
    /^1 of 2 files are missing or damaged, out\/deep\/b\.js first$/,
  );
  rmSync(path.join(root, "out"), { recursive: true });
  assert.match(changesSince(stamp, context)[0]?.line ?? "", /^2 of 2 files/);
  assert.deepEqual(changesSince(stamp, { ...context, inputs: { lock: hashOf("2") } }), [
    { kind: "inputs", line: "the lock file changed" },
  ]);
});

test("a stamp that is damaged or forgotten counts as not done", (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { "a.txt": "a" });
  const stamp = path.join(root, "step");
  const context = { root, inputs: {}, names: {} };
  const again = () => remember(stamp, {}, new Map([["a.txt", 1]]));
  again();
  truncateSync(`${stamp}.json`, 1);
  assert.equal(changesSince(stamp, context)[0]?.kind, "new");
  again();
  rmSync(`${stamp}.files`);
  assert.equal(changesSince(stamp, context)[0]?.kind, "files");
  again();
  forget(stamp);
  assert.equal(changesSince(stamp, context)[0]?.kind, "new");
});

test("a file is written whole or not at all, and its checksum is SHA-256", async (t) => {
  const file = path.join(temporaryFolder(t), "deep", "a.json");
  writeWhole(file, "abc");
  assert.equal(readFileSync(file, "utf8"), "abc");
  // The value of FIPS 180-2, appendix B.1.
  assert.equal(await hashOfFile(file), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(readJson(file), undefined, "damaged JSON is no JSON");
});
