/** Registers the course kernel, the chart extension and the course's settings with the clone's JupyterLab. */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { kernelOptions } from "./paths.cjs";
import { SetupError } from "./setup-error.mjs";
import { readJson } from "./stamp.mjs";

/** @typedef {import("./paths.cjs").Paths} Paths */

const SETTINGS = fileURLToPath(new URL("../jupyter/", import.meta.url));

/** Which settings file goes where below `.venv`. @type {Record<string, string[]>} */
const TARGETS = {
  "jupyter_lab_config.json": ["etc", "jupyter", "jupyter_lab_config.json"],
  "overrides.json": ["share", "jupyter", "lab", "settings", "overrides.json"],
  // nbgrader's menu, Validate button and panels are for teachers, who use its commands or switch them on.
  "page_config.json": ["etc", "jupyter", "labconfig", "page_config.json"],
};

/**
 * @param {Paths} paths
 * @returns {typeof import("tslab-kernel/install")}
 */
const kernelInstaller = (paths) => loadCompiled(paths, "kernel/dist/install");

/**
 * @param {Paths} paths
 * @returns {typeof import("neural-notebooks-labextension/install")}
 */
const chartInstaller = (paths) => loadCompiled(paths, "labextension/dist/install");

/** The steps, for {@link file://./main.mjs}. @satisfies {import("./steps.mjs").Step} */
export const kernelspec = {
  name: "kernelspec",
  title: "Course kernel",
  needs: ["python", "build"],
  space: 0,
  problems: (paths) => problemsFrom(paths, kernelInstaller(paths).kernelspecProblems(kernelOptions(paths))),
  repair: (paths) => installInto(paths, () => kernelInstaller(paths).installKernelspec(kernelOptions(paths))),
};

/** @satisfies {import("./steps.mjs").Step} */
export const chartExtension = {
  name: "charts",
  title: "Chart extension",
  needs: ["python", "build"],
  space: 0.02e9,
  problems: (paths) =>
    problemsFrom(paths, chartInstaller(paths).chartExtensionProblems({ prefix: paths.venv })),
  repair: (paths) =>
    installInto(paths, () => chartInstaller(paths).installChartExtension({ prefix: paths.venv })),
};

/** @satisfies {import("./steps.mjs").Step} */
export const settings = {
  name: "settings",
  title: "JupyterLab settings",
  needs: ["python"],
  space: 0,
  problems: (paths) =>
    Object.keys(TARGETS)
      .filter(
        (name) =>
          !(name === "page_config.json" ? hasChoice : sameContent)(
            path.join(SETTINGS, name),
            targetOf(paths, name),
          ),
      )
      .map((name) => ({ kind: "files", line: `${name} is missing or changed` })),
  repair: (paths) => {
    for (const name of Object.keys(TARGETS)) {
      const target = targetOf(paths, name);
      mkdirSync(path.dirname(target), { recursive: true });
      copyFileSync(path.join(SETTINGS, name), target);
    }
    return "copied into .venv";
  },
};

/**
 * @param {Paths} paths
 * @param {string} name
 */
function targetOf(paths, name) {
  return path.join(paths.venv, ...(TARGETS[name] ?? [name]));
}

/**
 * JupyterLab writes this file too, and so do teachers who switch an extension on: what counts is that each has its word.
 *
 * @param {string} one - The course's file.
 * @param {string} other - The one that is installed.
 */
function hasChoice(one, other) {
  /** @type {{disabledExtensions?: Record<string, boolean>} | undefined} */
  const installed = readJson(other);
  /** @type {typeof installed} */
  const { disabledExtensions = {} } = readJson(one) ?? {};
  return Object.keys(disabledExtensions).every((name) => name in (installed?.disabledExtensions ?? {}));
}

/**
 * @param {string} one
 * @param {string} other
 */
function sameContent(one, other) {
  return existsSync(other) && readFileSync(one).equals(readFileSync(other));
}

/**
 * Loads a compiled module of lib.
 *
 * @template Module - What the module exports: not checked.
 * @param {Paths} paths
 * @param {string} name - Its path below lib, without ending.
 * @returns {Module}
 */
export function loadCompiled(paths, name) {
  const file = path.join(paths.lib, `${name}.js`);
  if (!existsSync(file))
    throw new SetupError(`Cannot use lib: ${path.relative(paths.root, file)} is missing.`, {
      remedy: "Run npm run setup.",
    });
  return createRequire(file)(file);
}

/**
 * @param {Paths} paths
 * @param {string[]} lines - What a compiled module says of the installation.
 * @returns {import("./steps.mjs").Problem[]}
 */
function problemsFrom(paths, lines) {
  // Said in the middle of a line about this clone, so without its path and the full stop.
  return lines.map((line) => ({
    kind: "files",
    line: line.replaceAll(paths.root + path.sep, "").replace(/\.$/, ""),
  }));
}

/**
 * @param {Paths} paths
 * @param {() => string} install - Says where it installed.
 */
function installInto(paths, install) {
  try {
    return `installed into ${path.relative(paths.root, install())}`;
  } catch (error) {
    // The library's own errors say what is wrong in a line; anything else is a fault of the course and keeps its stack.
    if (!(error instanceof Error) || error.constructor.name !== "FileError") throw error;
    throw new SetupError(error.message);
  }
}
