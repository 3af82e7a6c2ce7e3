/** Makes the Python environment `.venv` with JupyterLab and nbgrader, exactly as requirements.txt pins them. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setupEnvironment } from "./paths.mjs";
import { findPython } from "./prerequisites.mjs";
import { SetupProblem, failed } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { changesSince, filesBelow, forget, hashOf, readJson, remember } from "./stamp.mjs";

const CHECKER = fileURLToPath(new URL("check_python_side.py", import.meta.url));

/** What later steps and running programs put into .venv: no part of the packages as installed. */
const NOT_OURS = [
  /\/__pycache__$/,
  /^\.venv\/share\/jupyter\/(kernels\/tslab|labextensions\/neural-notebooks|lab\/settings)/,
  /^\.venv\/etc\/jupyter\/(labconfig|jupyter_lab_config\.json)$/,
];

/** The step, for {@link file://./main.mjs}. */
export const pythonSide = {
  name: "python",
  title: "Python side",
  needs: [],
  /** Bytes: environment and pip's cache (measured 0.34 + 0.15 GB). */
  space: 0.6e9,
  problems: (places) => [
    ...changesSince(stampOf(places), {
      root: places.root,
      inputs: inputsOf(places),
      names: {
        requirements: "lib/tools/requirements.txt",
        root: "the clone's place",
        platform: "the machine's kind",
      },
    }),
    // The link leads to the Python that the environment was made with; an upgrade of the system may take that away.
    ...(existsSync(path.join(places.venv, "pyvenv.cfg")) && !existsSync(places.python)
      ? [{ kind: "files", line: "its Python is gone" }]
      : []),
  ],
  repair: installPythonSide,
};

function stampOf(places) {
  return path.join(places.stamps, "python");
}

function inputsOf(places) {
  // An environment's programs carry its absolute place, so a clone that was moved needs a new one.
  return {
    requirements: hashOf(readFileSync(places.requirements)),
    root: places.root,
    platform: `${process.platform}-${process.arch}`,
  };
}

async function installPythonSide(places, { problems, say }) {
  const before = readJson(`${stampOf(places)}.json`);
  forget(stampOf(places));
  const moved =
    before !== undefined && (before.root !== places.root || before.platform !== inputsOf(places).platform);
  const damaged = moved || problems.some(({ kind }) => kind === "files");
  if (damaged) rmSync(places.venv, { recursive: true, force: true });
  let faults = existsSync(places.venv) ? await faultsOf(places) : ["no environment"];
  const already = faults.length === 0;
  if (!already) {
    await install(places, { say, fresh: false });
    faults = await faultsOf(places);
    // What a killed pip left half-copied counts as installed for pip itself: start over.
    if (faults.length > 0) {
      say(`starting over (${faults[0]})`);
      await install(places, { say, fresh: true });
      faults = await faultsOf(places);
    }
    if (faults.length > 0)
      throw new SetupProblem(`Cannot set up Python: ${faults[0]} (and ${faults.length - 1} more).`);
  }
  remember(
    stampOf(places),
    inputsOf(places),
    filesBelow(places.root, [".venv"], (name) => NOT_OURS.some((pattern) => pattern.test(name))),
  );
  return already ? "already there" : "JupyterLab, nbconvert, nbgrader and jupytext installed into .venv";
}

async function install(places, { say, fresh }) {
  const env = setupEnvironment(places);
  if (fresh || !(await usable(places))) {
    const { command, version } = await findPython();
    say(`Python ${version} makes .venv`);
    rmSync(places.venv, { recursive: true, force: true });
    const log = path.join(places.logs, "python-venv.log");
    const made = await runProgram(command[0], [...command.slice(1), "-m", "venv", places.venv], { env, log });
    if (made.code !== 0) throw failed("make the Python environment", { ...made, log });
  }
  say("pip installs lib/tools/requirements.txt");
  const log = path.join(places.logs, "python.log");
  const args = [
    "-m",
    "pip",
    "install",
    "--require-hashes",
    "--cache-dir",
    places.pipCache,
    "-r",
    places.requirements,
  ];
  const installed = await runProgram(places.python, args, { cwd: places.root, env, log });
  if (installed.code !== 0) throw failed("install the Python side", { ...installed, log });
}

async function usable(places) {
  if (!existsSync(places.python) || !existsSync(path.join(places.venv, "pyvenv.cfg"))) return false;
  return (
    (await runProgram(places.python, ["-m", "pip", "--version"], { env: setupEnvironment(places) })).code ===
    0
  );
}

/** Asks the environment itself: is every pinned package there, in its version, with all its files? */
async function faultsOf(places) {
  const { code, stdout, output } = await runProgram(places.python, [CHECKER, places.requirements], {
    env: setupEnvironment(places),
  });
  if (code !== 0) return [output.trim().split("\n").at(-1) || "its Python does not start"];
  return JSON.parse(stdout);
}
