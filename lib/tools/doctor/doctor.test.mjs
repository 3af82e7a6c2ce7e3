import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { cloneRoot } from "../setup/paths.cjs";
import { runProgram } from "../setup/run.mjs";
import { temporaryFolder, writeFiles } from "../setup/setup.testing.mjs";
import { examine, writeTable } from "./main.mjs";

const bootstrap = path.join(cloneRoot, "lib", "tools", "bootstrap.mjs");

test("the doctor finds this clone well and says the same as JSON", { timeout: 300_000 }, async () => {
  const { code, stdout, output } = await runProgram(process.execPath, [bootstrap, "doctor", "--json"], {
    cwd: cloneRoot,
  });
  /** @type {{ok: boolean, checks: Awaited<ReturnType<typeof examine>>}} */
  const { ok, checks } = JSON.parse(stdout);
  assert.deepEqual(
    checks.filter(({ status }) => status === "fail"),
    [],
    output,
  );
  assert.deepEqual([ok, code], [true, 0]);
  /** @param {string} name */
  const detailOf = (name) => checks.find((check) => check.name === name)?.detail ?? "";
  assert.ok(detailOf("Node").startsWith(process.versions.node));
  assert.match(detailOf("one tfjs copy"), /^4\.22\.0 in node_modules\/@tensorflow\/tfjs-core$/);
  assert.match(detailOf("zeromq"), /^4\.\d+\.\d+, opens a socket$/);
  assert.match(detailOf("Python"), /^3\.\d+\.\d+ with JupyterLab 4\./);
});

test(
  "on a clone where nothing is set up every check is made, and each failing one has a remedy",
  { timeout: 120_000 },
  async (t) => {
    const root = temporaryFolder(t);
    writeFiles(root, {
      "package-lock.json": "{}",
      "lib/tools/requirements.txt": "",
      "tsconfig.json": "{}",
      "lib/tsconfig.base.json": "{}",
    });
    const findings = await examine({ root });
    const failing = findings.filter(({ status }) => status === "fail");
    const names = failing.map(({ name }) => name);
    for (const name of [
      "Node packages",
      "one tfjs copy",
      "Python",
      "Python packages",
      "library",
      "back end",
      "addon",
      "zeromq",
      "kernelspec",
      "labextension",
      "lab settings",
      "data",
    ]) {
      assert.ok(names.includes(name), `${name} fails`);
    }
    for (const { name, remedy, detail } of failing) assert.ok(remedy && detail, name);
    assert.equal(findings.find(({ name }) => name === "Node")?.status, "ok");
  },
);

test("a second copy of tfjs is named with its place", async (t) => {
  const root = temporaryFolder(t);
  /** @type {(place: string, version: string) => Record<string, string>} */
  const copy = (place, version) => ({
    [`${place}/node_modules/@tensorflow/tfjs-core/package.json`]: JSON.stringify({ version }),
  });
  writeFiles(root, { ...copy(".", "4.22.0"), ...copy("node_modules/danfojs-node", "3.21.1") });
  const found = (await examine({ root })).find(({ name }) => name === "one tfjs copy");
  assert.equal(found?.status, "fail");
  assert.match(
    found?.detail ?? "",
    /4\.22\.0 in node_modules\/@tensorflow\/tfjs-core, 3\.21\.1 in node_modules\/danfojs-node\//,
  );
});

test("data that is missing or changed is named, with the way to bring it back", async (t) => {
  const root = temporaryFolder(t);
  // SHA-256 of "abc": FIPS 180-2, appendix B.1.
  const catalog = {
    a: { file: "a.csv", sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    b: { file: "b.csv", sha256: "0" },
    c: { file: "c.csv", sha256: "0" },
  };
  writeFiles(root, {
    "lib/neural-notebooks/dist/datasets/catalog.js": `exports.catalog = ${JSON.stringify(catalog)};`,
    "data/a.csv": "abc",
    "data/b.csv": "abc",
  });
  const found = (await examine({ root })).find(({ name }) => name === "data");
  assert.deepEqual(
    [found?.status, found?.detail],
    ["fail", "b.csv differs from its checksum, c.csv is missing"],
  );
  assert.match(found?.remedy ?? "", /git checkout -- data/);
});

test("a check that breaks is a failing one, and the others are made all the same", async () => {
  const findings = await examine({
    checks: [
      { name: "broken", look: () => Promise.reject(new Error("no such thing\nat x")) },
      { name: "fine", look: () => ({ status: "ok", detail: "well" }) },
    ],
  });
  assert.deepEqual(findings, [
    { name: "broken", status: "fail", detail: "no such thing", remedy: "Run npm run setup." },
    { name: "fine", status: "ok", detail: "well" },
  ]);
  assert.deepEqual(writeTable(findings), [
    "✗ broken  no such thing",
    "          → Run npm run setup.",
    "✓ fine    well",
    "",
    "1 of 2 checks found something to do.",
  ]);
});
