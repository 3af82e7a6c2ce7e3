/**
 * Says where set-up puts things, all of it inside the clone, and in which environment its programs run. It is a CommonJS
 * module so that the compiled programs of lib, which are such modules, can load it on every supported Node.
 */
"use strict";
const { mkdirSync } = require("node:fs");
const path = require("node:path");

/** The clone that this file lies in. */
const cloneRoot = path.resolve(__dirname, "..", "..", "..");

/**
 * Where everything of one clone lies.
 *
 * @param {string} [root] - The clone's top folder.
 * @param {{platform?: string}} [options] - As in `process.platform`.
 */
function pathsOf(root = cloneRoot, { platform = process.platform } = {}) {
  const windows = platform === "win32";
  const setup = path.join(root, ".setup");
  const venv = path.join(root, ".venv");
  const bin = path.join(venv, windows ? "Scripts" : "bin");
  return {
    root,
    setup,
    stamps: path.join(setup, "stamps"),
    logs: path.join(setup, "logs"),
    temporary: path.join(setup, "tmp"),
    npmCache: path.join(setup, "cache", "npm"),
    pipCache: path.join(setup, "cache", "pip"),
    jupyter: path.join(setup, "jupyter"),
    native: path.join(setup, "native"),
    backend: path.join(setup, "backend.json"),
    lock: path.join(setup, "lock"),
    packages: path.join(root, "node_modules"),
    lockFile: path.join(root, "package-lock.json"),
    tfjsNode: path.join(root, "node_modules", "@tensorflow", "tfjs-node"),
    lib: path.join(root, "lib"),
    requirements: path.join(root, "lib", "tools", "requirements.txt"),
    venv,
    bin,
    python: path.join(bin, windows ? "python.exe" : "python"),
  };
}

/** @typedef {ReturnType<typeof pathsOf>} Paths */

/**
 * The environment for programs of set-up: caches and temporary files inside the clone, no prompts.
 *
 * @param {Paths} paths
 * @returns {NodeJS.ProcessEnv}
 */
function setupEnvironment(paths) {
  mkdirSync(paths.temporary, { recursive: true });
  /** @type {NodeJS.ProcessEnv} */
  const environment = {
    ...process.env,
    TMPDIR: paths.temporary,
    TEMP: paths.temporary,
    TMP: paths.temporary,
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_NO_INPUT: "1",
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
  };
  // A venv that is active in the learner's shell, or a Python path of their own, must not leak into the clone's.
  for (const name of [
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_USER",
    "PIP_REQUIRE_VIRTUALENV",
  ]) {
    delete environment[name];
  }
  return environment;
}

/**
 * The environment for Jupyter programs: the clone's own kernels, settings and programs, nothing written outside.
 *
 * @param {Paths} paths
 * @returns {NodeJS.ProcessEnv}
 */
function jupyterEnvironment(paths) {
  /** @type {NodeJS.ProcessEnv} */
  const environment = {
    ...process.env,
    JUPYTER_PATH: path.join(paths.venv, "share", "jupyter"),
    JUPYTER_CONFIG_DIR: path.join(paths.jupyter, "config"),
    JUPYTER_DATA_DIR: path.join(paths.jupyter, "data"),
    JUPYTER_RUNTIME_DIR: path.join(paths.jupyter, "runtime"),
    IPYTHONDIR: path.join(paths.jupyter, "ipython"),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUTF8: "1",
    PYTHONNOUSERSITE: "1",
    VIRTUAL_ENV: paths.venv,
    PATH: [paths.bin, process.env.PATH].filter(Boolean).join(path.delimiter),
  };
  delete environment.PYTHONHOME;
  delete environment.PYTHONPATH;
  return environment;
}

/**
 * How the course's kernelspec is written: the options of `installKernelspec` in lib/kernel.
 *
 * @param {Paths} paths
 */
function kernelOptions(paths) {
  return {
    prefix: paths.venv,
    displayName: "TypeScript (Neural Notebooks)",
    libraries: [path.join(paths.lib, "neural-notebooks")],
    env: { TSLAB_KERNEL_CACHE: path.join(paths.setup, "kernel") },
  };
}

module.exports = { cloneRoot, pathsOf, setupEnvironment, jupyterEnvironment, kernelOptions };
