/** Makes the Python environment `.venv` with JupyterLab and nbgrader, exactly as requirements.txt pins them. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setupEnvironment } from "./paths.cjs";
import { findPython } from "./prerequisites.mjs";
import { SetupError, failed } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { changesSince, filesBelow, forget, hashOf, readJson, remember } from "./stamp.mjs";

const CHECKER = fileURLToPath(new URL("check_python_side.py", import.meta.url));

/** What later steps and running programs put into .venv: no part of the packages as installed. */
const NOT_OURS = [
  /\/__pycache__$/,
  /^\.venv\/share\/jupyter\/(kernels\/tslab|labextensions\/neural-notebooks|lab\/settings)/,
  /^\.venv\/etc\/jupyter\/(labconfig|jupyter_lab_config\.json)$/,
];

/** @typedef {import("./paths.cjs").Paths} Paths */

/** The step, for {@link file://./main.mjs}. @satisfies {import("./steps.mjs").Step} */
export const pythonSide = {
  name: "python",
  title: "Python side",
  needs: [],
  /** Bytes: environment and pip's cache (measured 0.34 + 0.15 GB). */
  space: 0.6e9,
  problems: (paths) => [
    ...changesSince(stampOf(paths), {
      root: paths.root,
      inputs: inputsOf(paths),
      names: {
        requirements: "lib/tools/requirements.txt",
        root: "the clone's place",
        platform: "the machine's kind",
      },
    }),
    ...pythonIsGone(paths),
  ],
  repair: installPythonSide,
};

/**
 * The link leads to the Python that the environment was made with; an upgrade of the system may take that away.
 *
 * @param {Paths} paths
 * @returns {import("./steps.mjs").Problem[]}
 */
function pythonIsGone({ venv, python }) {
  const gone = existsSync(path.join(venv, "pyvenv.cfg")) && !existsSync(python);
  return gone ? [{ kind: "files", line: "its Python is gone" }] : [];
}

/** @param {Paths} paths */
function stampOf(paths) {
  return path.join(paths.stamps, "python");
}

/** @param {Paths} paths */
function inputsOf(paths) {
  // An environment's programs carry its absolute place, so a clone that was moved needs a new one.
  return {
    requirements: hashOf(readFileSync(paths.requirements)),
    root: paths.root,
    platform: `${process.platform}-${process.arch}`,
  };
}

/**
 * @param {Paths} paths
 * @param {import("./steps.mjs").RepairContext} context
 */
async function installPythonSide(paths, { problems, say }) {
  /** @type {ReturnType<typeof inputsOf> | undefined} */
  const before = readJson(`${stampOf(paths)}.json`);
  forget(stampOf(paths));
  const moved =
    before !== undefined && (before.root !== paths.root || before.platform !== inputsOf(paths).platform);
  const damaged = moved || problems.some(({ kind }) => kind === "files");
  if (damaged) rmSync(paths.venv, { recursive: true, force: true });
  let faults = existsSync(paths.venv) ? await faultsOf(paths) : ["no environment"];
  const already = faults.length === 0;
  if (!already) {
    await install(paths, { say, fresh: false });
    faults = await faultsOf(paths);
    // What a killed pip left half-copied counts as installed for pip itself: start over.
    if (faults.length > 0) {
      say(`starting over (${faults[0]})`);
      await install(paths, { say, fresh: true });
      faults = await faultsOf(paths);
    }
    if (faults.length > 0)
      throw new SetupError(`Cannot set up Python: ${faults[0]} (and ${faults.length - 1} more).`);
  }
  remember(
    stampOf(paths),
    inputsOf(paths),
    filesBelow(paths.root, [".venv"], (name) => NOT_OURS.some((pattern) => pattern.test(name))),
  );
  return already ? "already there" : "JupyterLab, nbconvert, nbgrader and jupytext installed into .venv";
}

/**
 * @param {Paths} paths
 * @param {{say: (line: string) => void, fresh: boolean}} options - `fresh`: make the environment anew.
 */
async function install(paths, { say, fresh }) {
  const env = setupEnvironment(paths);
  if (fresh || !(await usable(paths))) {
    const { command, version } = await findPython();
    say(`Python ${version} makes .venv`);
    rmSync(paths.venv, { recursive: true, force: true });
    const log = path.join(paths.logs, "python-venv.log");
    const made = await runProgram(command[0], [...command.slice(1), "-m", "venv", paths.venv], { env, log });
    if (made.code !== 0) throw failed("make the Python environment", { ...made, log });
  }
  say("pip installs lib/tools/requirements.txt");
  const log = path.join(paths.logs, "python.log");
  const args = [
    "-m",
    "pip",
    "install",
    "--require-hashes",
    "--cache-dir",
    paths.pipCache,
    "-r",
    paths.requirements,
  ];
  const installed = await runProgram(paths.python, args, { cwd: paths.root, env, log });
  if (installed.code !== 0) throw failed("install the Python side", { ...installed, log });
}

/** @param {Paths} paths */
async function usable(paths) {
  if (!existsSync(paths.python) || !existsSync(path.join(paths.venv, "pyvenv.cfg"))) return false;
  return (
    (await runProgram(paths.python, ["-m", "pip", "--version"], { env: setupEnvironment(paths) })).code === 0
  );
}

/**
 * Asks the environment itself: is every pinned package there, in its version, with all its files?
 *
 * @param {Paths} paths
 * @returns {Promise<string[]>} What is not.
 */
async function faultsOf(paths) {
  const { code, stdout, output } = await runProgram(paths.python, [CHECKER, paths.requirements], {
    env: setupEnvironment(paths),
  });
  if (code !== 0) return [output.trim().split("\n").at(-1) || "its Python does not start"];
  return JSON.parse(stdout);
}
