/** Looks at one part of the course each, and says how it is, what was found and what to do; none needs the others to be whole. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { compile } from "../setup/compile.mjs";
import { chartExtension, kernelspec, loadCompiled, settings } from "../setup/jupyter.mjs";
import { checkNative } from "../setup/native.mjs";
import { findNpm, nodePackages } from "../setup/node-packages.mjs";
import { nodeProblem } from "../setup/node-version.mjs";
import { setupEnvironment } from "../setup/paths.mjs";
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

const ok = (detail) => ({ status: "ok", detail });
const note = (detail, remedy) => ({ status: "note", detail, remedy });
const fail = (detail, remedy = SETUP) => ({ status: "fail", detail, remedy });

/** Every row in order: its name, and what looks at it. @type {[string, (places: any) => Finding | Promise<Finding>][]} */
export const ROWS = [
  ["Node", lookAtNode],
  ["npm", lookAtNpm],
  [
    "Node packages",
    (places) =>
      lookAtStep(nodePackages, { places, fine: () => `${packageCount(places)} as in package-lock.json` }),
  ],
  ["one tfjs copy", lookAtTfjs],
  ["Python", lookAtPython],
  [
    "Python packages",
    (places) => lookAtStep(pythonSide, { places, fine: () => "as in lib/tools/requirements.txt" }),
  ],
  ["library", (places) => lookAtStep(compile, { places, fine: () => "compiled, up to date" })],
  ["back end", lookAtBackend],
  ["addon", lookAtAddon],
  ["zeromq", lookAtZeromq],
  ["kernelspec", lookAtKernelspec],
  [
    "labextension",
    (places) => lookAtStep(chartExtension, { places, fine: () => "charts are drawn in JupyterLab" }),
  ],
  ["lab settings", (places) => lookAtStep(settings, { places, fine: () => "the course's" })],
  ["data", lookAtData],
  ["disk", lookAtDisk],
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

/** A step of set-up knows itself whether there is something to do. */
function lookAtStep(step, { places, fine }) {
  const problems = step.problems(places, { command: "doctor" });
  return problems.length === 0 ? ok(fine()) : fail(problems.map(({ line }) => line).join("; "));
}

function packageCount(places) {
  return Object.keys(readJson(path.join(places.packages, ".package-lock.json"))?.packages ?? {}).length;
}

function lookAtTfjs(places) {
  const manifests = [...filesBelow(places.root, ["node_modules", "lib/node_modules"]).keys()].filter((name) =>
    name.endsWith("node_modules/@tensorflow/tfjs-core/package.json"),
  );
  const found = manifests.map(
    (name) => `${readJson(path.join(places.root, name))?.version} in ${path.dirname(name)}`,
  );
  if (found.length === 1) return ok(found[0]);
  // Tensors of one copy are strangers to the other: "the tensor was not created by this back end".
  return fail(
    found.length === 0 ? "none" : found.join(", "),
    found.length === 0 ? SETUP : "Run npm ci --ignore-scripts, then npm run setup.",
  );
}

async function lookAtPython(places) {
  if (!existsSync(places.python)) return fail(".venv is missing");
  const question = "import sys, jupyterlab; print(sys.version.split()[0], jupyterlab.__version__)";
  const { code, stdout, output } = await runProgram(places.python, ["-c", question], {
    env: setupEnvironment(places),
  });
  if (code !== 0) return fail(lastLine(output) || `it ended with ${code}`);
  const [version, lab] = stdout.trim().split(" ");
  const found = `${version} with JupyterLab ${lab}`;
  return pythonFits(version.split(".").map(Number)) ? ok(found) : fail(`${found}; must be ${PYTHON_RULE}`);
}

async function lookAtBackend(places) {
  const script = "process.stdout.write(JSON.stringify(require(process.argv[1]).backendInfo()))";
  const file = path.join(places.lib, "neural-notebooks", "dist", "core", "tf.js");
  if (!existsSync(file)) return fail(`${path.relative(places.root, file)} is missing`);
  const { code, stdout, output } = await runProgram(process.execPath, ["-e", script, file], {
    cwd: places.root,
    timeoutMs: 120_000,
  });
  if (code !== 0) return fail(lastLine(output) || `it ended with ${code}`);
  return describeBackend(JSON.parse(stdout.trim().split("\n").at(-1)), readJson(places.backend));
}

async function lookAtAddon(places) {
  const recorded = readJson(places.backend);
  if (recorded?.name === "javascript") return note("none, plain JavaScript is used");
  const { version } = await checkNative(places);
  return ok(`loads and computes, TensorFlow ${version}`);
}

async function lookAtZeromq(places) {
  const script =
    'const zmq = require("zeromq"); const socket = new zmq.Router(); socket.bind("tcp://127.0.0.1:*").then(() => { socket.close(); console.log(zmq.version); })';
  const { code, stdout, output } = await runProgram(process.execPath, ["-e", script], {
    cwd: path.join(places.lib, "kernel"),
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

function lookAtKernelspec(places) {
  const folder = path.join(places.venv, "share", "jupyter", "kernels", "tslab");
  const found = lookAtStep(kernelspec, { places, fine: () => path.relative(places.root, folder) });
  if (found.status !== "ok") return found;
  const gone = JSON.parse(readFileSync(path.join(folder, "kernel.json"), "utf8")).argv.filter(
    (part) => path.isAbsolute(part) && !existsSync(part),
  );
  return gone.length === 0 ? found : fail(`${gone[0]} is missing`);
}

async function lookAtData(places) {
  const entries = Object.values(loadCompiled(places, "neural-notebooks/dist/datasets/catalog").catalog);
  const wrong = [];
  for (const { file, sha256 } of entries) {
    const whole = path.join(places.root, "data", file);
    if (!existsSync(whole)) wrong.push(`${file} is missing`);
    else if ((await hashOfFile(whole)) !== sha256) wrong.push(`${file} differs from its checksum`);
  }
  if (wrong.length === 0) return ok(`${entries.length} files with the right checksums`);
  return fail(wrong.join(", "), "Bring the files back with git checkout -- data.");
}

function lookAtDisk(places) {
  const free = freeSpace(places.root);
  return free >= LITTLE_SPACE
    ? ok(`${writeSize(free)} free`)
    : fail(`${writeSize(free)} free`, `Free some space: lessons want ${writeSize(LITTLE_SPACE)}.`);
}

function lastLine(text) {
  return text.trim().split("\n").at(-1);
}
