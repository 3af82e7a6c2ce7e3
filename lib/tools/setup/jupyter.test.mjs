import assert from "node:assert/strict";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { kernelspec, settings } from "./jupyter.mjs";
import { placesOf } from "./places.mjs";
import { temporaryFolder } from "./testing.mjs";

test("a kernelspec that is deleted or changed is installed again", (t) => {
  const places = { ...placesOf(), venv: temporaryFolder(t) };
  const file = path.join(places.venv, "share", "jupyter", "kernels", "tslab", "kernel.json");
  const harms = [() => {}, () => rmSync(path.dirname(file), { recursive: true }), () => truncateSync(file, 10), () => rmSync(file)];
  for (const harm of harms) {
    harm();
    assert.notDeepEqual(kernelspec.problems(places), []);
    kernelspec.repair(places);
    assert.deepEqual(kernelspec.problems(places), []);
    assert.equal(JSON.parse(readFileSync(file, "utf8")).language, "typescript");
  }
});

test("JupyterLab's settings are copied, and copied again when they differ", (t) => {
  const places = { ...placesOf(), venv: temporaryFolder(t) };
  assert.equal(settings.problems(places).length, 3);
  settings.repair(places);
  assert.deepEqual(settings.problems(places), []);
  const file = path.join(places.venv, "etc", "jupyter", "jupyter_lab_config.json");
  writeFileSync(file, "{}");
  assert.deepEqual(settings.problems(places).map(({ line }) => line), ["jupyter_lab_config.json is missing or changed"]);
  settings.repair(places);
  assert.equal(JSON.parse(readFileSync(file, "utf8")).LabApp.news_url, null);
});
