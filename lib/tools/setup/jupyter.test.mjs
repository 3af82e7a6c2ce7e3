import assert from "node:assert/strict";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { kernelspec, settings } from "./jupyter.mjs";
import { pathsOf } from "./paths.cjs";
import { temporaryFolder } from "./setup.testing.mjs";

test("a kernelspec that is deleted or changed is installed again", (t) => {
  const paths = { ...pathsOf(), venv: temporaryFolder(t) };
  const file = path.join(paths.venv, "share", "jupyter", "kernels", "tslab", "kernel.json");
  const harms = [
    () => {},
    () => rmSync(path.dirname(file), { recursive: true }),
    () => truncateSync(file, 10),
    () => rmSync(file),
  ];
  for (const harm of harms) {
    harm();
    assert.notDeepEqual(kernelspec.problems(paths), []);
    kernelspec.repair(paths);
    assert.deepEqual(kernelspec.problems(paths), []);
    assert.equal(JSON.parse(readFileSync(file, "utf8")).language, "typescript");
  }
});

test("JupyterLab's settings are copied, and copied again when they differ", (t) => {
  const paths = { ...pathsOf(), venv: temporaryFolder(t) };
  assert.equal(settings.problems(paths).length, 3);
  settings.repair(paths);
  assert.deepEqual(settings.problems(paths), []);
  const file = path.join(paths.venv, "etc", "jupyter", "jupyter_lab_config.json");
  writeFileSync(file, "{}");
  assert.deepEqual(
    settings.problems(paths).map(({ line }) => line),
    ["jupyter_lab_config.json is missing or changed"],
  );
  settings.repair(paths);
  assert.equal(JSON.parse(readFileSync(file, "utf8")).LabApp.news_url, null);
});

test("which extensions are off may be changed by JupyterLab and by teachers; a broken list is copied again", (t) => {
  const paths = { ...pathsOf(), venv: temporaryFolder(t) };
  settings.repair(paths);
  const file = path.join(paths.venv, "etc", "jupyter", "labconfig", "page_config.json");
  const name = "@jupyter/nbgrader";
  for (const config of [
    { disabledExtensions: { [name]: true }, lockedExtensions: { [name]: true } },
    { disabledExtensions: { [name]: false } },
  ]) {
    writeFileSync(file, JSON.stringify(config));
    assert.deepEqual(settings.problems(paths), []);
  }
  for (const text of ["", "{", "{}", '{"disabledExtensions": {}}']) {
    writeFileSync(file, text);
    assert.equal(settings.problems(paths).length, 1);
    settings.repair(paths);
    assert.equal(JSON.parse(readFileSync(file, "utf8")).disabledExtensions[name], true);
  }
});
