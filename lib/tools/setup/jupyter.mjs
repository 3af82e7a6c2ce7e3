/** Registers the course kernel, the chart extension and the course's settings with the clone's JupyterLab. */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { kernelOptions } from "./paths.mjs";
import { SetupProblem } from "./setup-error.mjs";

const SETTINGS = fileURLToPath(new URL("../jupyter/", import.meta.url));

/** Which settings file goes where below `.venv`. */
const TARGETS = {
  "jupyter_lab_config.json": ["etc", "jupyter", "jupyter_lab_config.json"],
  "overrides.json": ["share", "jupyter", "lab", "settings", "overrides.json"],
  // nbgrader's menu, Validate button and panels are for teachers, who use its commands or switch them on.
  "page_config.json": ["etc", "jupyter", "labconfig", "page_config.json"],
};

/** The steps, for {@link file://./main.mjs}. */
export const kernelspec = {
  name: "kernelspec",
  title: "Course kernel",
  needs: ["python", "build"],
  space: 0,
  problems: (places) =>
    problemsBy(places, "kernel/dist/install", "kernelspecProblems", kernelOptions(places)),
  repair: (places) => installBy(places, "kernel/dist/install", "installKernelspec", kernelOptions(places)),
};

export const chartExtension = {
  name: "charts",
  title: "Chart extension",
  needs: ["python", "build"],
  space: 0.02e9,
  problems: (places) =>
    problemsBy(places, "labextension/dist/install", "chartExtensionProblems", { prefix: places.venv }),
  repair: (places) =>
    installBy(places, "labextension/dist/install", "installChartExtension", { prefix: places.venv }),
};

export const settings = {
  name: "settings",
  title: "JupyterLab settings",
  needs: ["python"],
  space: 0,
  problems: (places) =>
    Object.keys(TARGETS)
      .filter(
        (name) =>
          !(name === "page_config.json" ? hasChoice : sameContent)(
            path.join(SETTINGS, name),
            targetOf(places, name),
          ),
      )
      .map((name) => ({ kind: "files", line: `${name} is missing or changed` })),
  repair: (places) => {
    for (const name of Object.keys(TARGETS)) {
      const target = targetOf(places, name);
      mkdirSync(path.dirname(target), { recursive: true });
      copyFileSync(path.join(SETTINGS, name), target);
    }
    return "copied into .venv";
  },
};

function targetOf(places, name) {
  return path.join(places.venv, ...TARGETS[name]);
}

/** JupyterLab writes this file too, and so do teachers who switch an extension on: what counts is that each has its word. */
function hasChoice(one, other) {
  try {
    const chosen = JSON.parse(readFileSync(other, "utf8")).disabledExtensions ?? {};
    return Object.keys(JSON.parse(readFileSync(one, "utf8")).disabledExtensions).every(
      (name) => name in chosen,
    );
  } catch {
    return false;
  }
}

function sameContent(one, other) {
  return existsSync(other) && readFileSync(one).equals(readFileSync(other));
}

/**
 * Loads a compiled module of lib.
 *
 * @param {import("./paths.mjs").Places} places
 * @param {string} name - Its path below lib, without ending.
 */
export function loadCompiled(places, name) {
  const file = path.join(places.lib, `${name}.js`);
  if (!existsSync(file))
    throw new SetupProblem(`Cannot use lib: ${path.relative(places.root, file)} is missing.`, {
      remedy: "Run npm run setup.",
    });
  return createRequire(file)(file);
}

function problemsBy(places, module, name, options) {
  const lines = loadCompiled(places, module)[name](options);
  // Said in the middle of a line about this clone, so without its path and the full stop.
  return lines.map((line) => ({
    kind: "files",
    line: line.replaceAll(places.root + path.sep, "").replace(/\.$/, ""),
  }));
}

function installBy(places, module, name, options) {
  let where;
  try {
    where = loadCompiled(places, module)[name](options);
  } catch (error) {
    // The library's own errors say what is wrong in a line; anything else is a fault of the course and keeps its stack.
    if (error?.constructor?.name !== "FileError") throw error;
    throw new SetupProblem(error.message);
  }
  return `installed into ${path.relative(places.root, where)}`;
}
