import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { jupyterEnvironment, pathsOf, setupEnvironment } from "./paths.cjs";
import { setEnvironment, temporaryFolder } from "./setup.testing.mjs";

test("programs of set-up write into the clone and know nothing of an active environment", (t) => {
  setEnvironment(t, { VIRTUAL_ENV: "/elsewhere", PYTHONPATH: "/elsewhere" });
  const root = temporaryFolder(t);
  const environment = setupEnvironment(pathsOf(root));
  const { TMPDIR = "" } = environment;
  assert.ok(TMPDIR.startsWith(root) && existsSync(TMPDIR));
  assert.deepEqual([environment.VIRTUAL_ENV, environment.PYTHONPATH], [undefined, undefined]);
});

test("Jupyter programs find the clone's kernels and programs first, and write into the clone", (t) => {
  setEnvironment(t, { PATH: "/elsewhere", PYTHONPATH: "/elsewhere", PYTHONHOME: "/elsewhere" });
  const paths = pathsOf(path.join(path.sep, "clone"));
  const environment = jupyterEnvironment(paths);
  assert.equal(environment.PATH, [paths.bin, "/elsewhere"].join(path.delimiter));
  assert.deepEqual([environment.PYTHONPATH, environment.PYTHONHOME], [undefined, undefined]);
  assert.equal(environment.JUPYTER_PATH, path.join(paths.venv, "share", "jupyter"));
  for (const name of ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"])
    assert.ok(environment[name]?.startsWith(paths.jupyter + path.sep), name);
});

test("on Windows the environment's programs lie in Scripts", () => {
  const windows = pathsOf("clone", { platform: "win32" });
  assert.equal(windows.python, path.join("clone", ".venv", "Scripts", "python.exe"));
  assert.equal(pathsOf("clone", { platform: "darwin" }).python, path.join("clone", ".venv", "bin", "python"));
});
