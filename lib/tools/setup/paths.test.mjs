import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { loadCompiled } from "./jupyter.mjs";
import { jupyterEnvironment, placesOf, setupEnvironment } from "./paths.mjs";
import { setEnvironment, temporaryFolder } from "./setup.testing.mjs";

test("programs of set-up write into the clone and know nothing of an active environment", (t) => {
  setEnvironment(t, { VIRTUAL_ENV: "/elsewhere", PYTHONPATH: "/elsewhere" });
  const root = temporaryFolder(t);
  const environment = setupEnvironment(placesOf(root));
  assert.ok(environment.TMPDIR.startsWith(root) && existsSync(environment.TMPDIR));
  assert.deepEqual([environment.VIRTUAL_ENV, environment.PYTHONPATH], [undefined, undefined]);
});

test("compiled code and set-up start Jupyter in the same environment", () => {
  const { jupyterEnvironment: compiled } = loadCompiled(placesOf(), "tools/dist/project");
  const theirs = compiled();
  const ours = jupyterEnvironment(placesOf());
  for (const name of Object.keys(theirs).filter((key) =>
    /^(JUPYTER|IPYTHON|PYTHONUTF8|PYTHONDONT)/.test(key),
  ))
    assert.equal(ours[name], theirs[name], name);
});

test("on Windows the environment's programs lie in Scripts", () => {
  const windows = placesOf("clone", { platform: "win32" });
  assert.equal(windows.python, path.join("clone", ".venv", "Scripts", "python.exe"));
  assert.equal(
    placesOf("clone", { platform: "darwin" }).python,
    path.join("clone", ".venv", "bin", "python"),
  );
});
