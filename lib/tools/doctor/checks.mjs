/** Checks one part of the course each, and says how it is, what was found and what to do; none needs the others to be whole. */
import { existsSync } from "node:fs";
import path from "node:path";
import { compile } from "../setup/compile.mjs";
import { chartExtension, kernelspec, loadCompiled, settings } from "../setup/jupyter.mjs";
import { checkNative, readBackend } from "../setup/native.mjs";
import { findNpm, installedPackages, nodePackages } from "../setup/node-packages.mjs";
import { nodeProblem } from "../setup/node-version.mjs";
import { setupEnvironment } from "../setup/paths.cjs";
import { PYTHON_RULE, freeSpace, pythonFits } from "../setup/prerequisites.mjs";
import { pythonSide } from "../setup/python-side.mjs";
import { writeSize } from "../setup/report.mjs";
import { runProgram } from "../setup/run.mjs";
import { filesBelow, hashOfFile, readJson } from "../setup/stamp.mjs";
import { describeBackend } from "./backend.mjs";

const SETUP = "Run npm run setup.";
/** Below this, an executed lesson or a downloaded data set may not fit (bytes). */
const LITTLE_SPACE = 1e9;

/**
 * How one part of the course is.
 *
 * @typedef {object} Finding
 * @property {"ok" | "note" | "fail"} status - `note`: lessons run, but not at their best.
 * @property {string} detail - What was found.
 * @property {string} [remedy] - What to do, where it is not ok.
 */

/**
 * A check of one part of the course.
 *
 * @typedef {object} Check
 * @property {string} name - The part.
 * @property {(paths: Paths) => Finding | Promise<Finding>} look - Looks at it.
 */

/** @typedef {import("../setup/paths.cjs").Paths} Paths */

/** @type {(detail: string) => Finding} */
const ok = (detail) => ({ status: "ok", detail });
/** @type {(detail: string, remedy?: string) => Finding} */
const note = (detail, remedy) => ({ status: "note", detail, remedy });
/** @type {(detail: string, remedy?: string) => Finding} */
const fail = (detail, remedy = SETUP) => ({ status: "fail", detail, remedy });

/** Every check, in the order in which they are told. @type {Check[]} */
export const CHECKS = [
  { name: "Node", look: lookAtNode },
  { name: "npm", look: lookAtNpm },
  {
    name: "Node packages",
    look: lookAtStep(nodePackages, (paths) => `${installedPackages(paths)} as in package-lock.json`),
  },
  { name: "one tfjs copy", look: lookAtTfjs },
  { name: "Python", look: lookAtPython },
  { name: "Python packages", look: lookAtStep(pythonSide, () => "as in lib/tools/requirements.txt") },
  { name: "library", look: lookAtStep(compile, () => "compiled, up to date") },
  { name: "back end", look: lookAtBackend },
  { name: "addon", look: lookAtAddon },
  { name: "zeromq", look: lookAtZeromq },
  { name: "kernelspec", look: lookAtKernelspec },
  { name: "labextension", look: lookAtStep(chartExtension, () => "charts are drawn in JupyterLab") },
  { name: "lab settings", look: lookAtStep(settings, () => "the course's") },
  { name: "data", look: lookAtData },
  { name: "disk", look: lookAtDisk },
];

function lookAtNode() {
  const problem = nodeProblem(process.versions.node);
  const found = `${process.versions.node}, ${process.platform} ${process.arch}`;
  return problem ? fail(found, problem) : ok(found);
}

async function lookAtNpm() {
  const { version } = await findNpm();
  return ok(version);
}

/**
 * Makes the look at a step of set-up, which knows itself whether there is something to do.
 *
 * @param {import("../setup/steps.mjs").Step} step
 * @param {(paths: Paths) => string} fine - What to say where there is nothing.
 * @returns {(paths: Paths) => Finding}
 */
function lookAtStep(step, fine) {
  return (paths) => {
    const problems = step.problems(paths, { command: "doctor" });
    return problems.length === 0 ? ok(fine(paths)) : fail(problems.map(({ line }) => line).join("; "));
  };
}

/** @param {Paths} paths */
function lookAtTfjs(paths) {
  const manifests = [...filesBelow(paths.root, ["node_modules", "lib/node_modules"]).keys()].filter((name) =>
    name.endsWith("node_modules/@tensorflow/tfjs-core/package.json"),
  );
  const found = manifests.map((name) => `${versionIn(path.join(paths.root, name))} in ${path.dirname(name)}`);
  if (found.length === 1) return ok(found.join());
  // Tensors of one copy are strangers to the other: "the tensor was not created by this back end".
  return fail(
    found.length === 0 ? "none" : found.join(", "),
    found.length === 0 ? SETUP : "Run npm ci --ignore-scripts, then npm run setup.",
  );
}

/** @param {string} file */
function versionIn(file) {
  /** @type {{version: string} | undefined} */
  const manifest = readJson(file);
  return manifest?.version;
}

/** @param {Paths} paths */
async function lookAtPython(paths) {
  if (!existsSync(paths.python)) return fail(".venv is missing");
  const question = "import sys, jupyterlab; print(sys.version.split()[0], jupyterlab.__version__)";
  const { code, stdout, output } = await runProgram(paths.python, ["-c", question], {
    env: setupEnvironment(paths),
  });
  if (code !== 0) return fail(lastLine(output) || `it ended with ${code}`);
  const [version = "", lab] = stdout.trim().split(" ");
  const found = `${version} with JupyterLab ${lab}`;
  return pythonFits(version.split(".").map(Number)) ? ok(found) : fail(`${found}; must be ${PYTHON_RULE}`);
}

/** @param {Paths} paths */
async function lookAtBackend(paths) {
  const script = "process.stdout.write(JSON.stringify(require(process.argv[1]).backendInfo()))";
  const file = path.join(paths.lib, "neural-notebooks", "dist", "core", "tf.js");
  if (!existsSync(file)) return fail(`${path.relative(paths.root, file)} is missing`);
  const { code, stdout, output } = await runProgram(process.execPath, ["-e", script, file], {
    cwd: paths.root,
    timeoutMs: 120_000,
  });
  if (code !== 0) return fail(lastLine(output) || `it ended with ${code}`);
  return describeBackend(JSON.parse(lastLine(stdout)), readBackend(paths));
}

/** @param {Paths} paths */
async function lookAtAddon(paths) {
  const recorded = readBackend(paths);
  if (recorded?.name === "javascript") return note("none, plain JavaScript is used");
  const { version } = await checkNative(paths);
  return ok(`loads and computes, TensorFlow ${version}`);
}

/** @param {Paths} paths */
async function lookAtZeromq(paths) {
  const script =
    'const zmq = require("zeromq"); const socket = new zmq.Router(); socket.bind("tcp://127.0.0.1:*").then(() => { socket.close(); console.log(zmq.version); })';
  const { code, stdout, output } = await runProgram(process.execPath, ["-e", script], {
    cwd: path.join(paths.lib, "kernel"),
    timeoutMs: 60_000,
  });
  return code === 0 && stdout.trim()
    ? ok(`${stdout.trim()}, opens a socket`)
    : fail(
        output
          .split("\n")
          .find((line) => /Error/.test(line))
          ?.trim() ?? `it ended with ${code}`,
      );
}

/** @param {Paths} paths */
function lookAtKernelspec(paths) {
  const folder = path.join(paths.venv, "share", "jupyter", "kernels", "tslab");
  const found = lookAtStep(kernelspec, () => path.relative(paths.root, folder))(paths);
  if (found.status !== "ok") return found;
  /** @type {{argv: string[]} | undefined} */
  const spec = readJson(path.join(folder, "kernel.json"));
  const gone = spec?.argv.find((part) => path.isAbsolute(part) && !existsSync(part));
  return gone === undefined ? found : fail(`${gone} is missing`);
}

/** @param {Paths} paths */
async function lookAtData(paths) {
  /** @type {{catalog: Record<string, {file: string, sha256: string}>}} */
  const { catalog } = loadCompiled(paths, "neural-notebooks/dist/datasets/catalog");
  const entries = Object.values(catalog);
  const wrong = [];
  for (const { file, sha256 } of entries) {
    const whole = path.join(paths.root, "data", file);
    if (!existsSync(whole)) wrong.push(`${file} is missing`);
    else if ((await hashOfFile(whole)) !== sha256) wrong.push(`${file} differs from its checksum`);
  }
  if (wrong.length === 0) return ok(`${entries.length} files with the right checksums`);
  return fail(wrong.join(", "), "Bring the files back with git checkout -- data.");
}

/** @param {Paths} paths */
function lookAtDisk(paths) {
  const free = freeSpace(paths.root);
  return free >= LITTLE_SPACE
    ? ok(`${writeSize(free)} free`)
    : fail(`${writeSize(free)} free`, `Free some space: lessons want ${writeSize(LITTLE_SPACE)}.`);
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "";
}
