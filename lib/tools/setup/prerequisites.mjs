/** Looks for what the learner's machine must bring: Python with its venv module, a C++ compiler, room on the disk. */
import { existsSync, statfsSync } from "node:fs";
import path from "node:path";
import { SetupError } from "./setup-error.mjs";
import { writeSize } from "./report.mjs";
import { runProgram } from "./run.mjs";
import { WSL_REMEDY } from "./wheels.mjs";

/** What Python must be, in words; nbgrader 0.9.6 sets the lower end. */
export const PYTHON_RULE = "3.11 or later";
const OLDEST_PYTHON = /** @type {const} */ ([3, 11]);

const PYTHON_QUESTION = `
import json, sys
def has(name):
    try:
        __import__(name)
        return True
    except Exception:
        return False
print(json.dumps({"version": list(sys.version_info[:3]), "venv": has("venv") and has("ensurepip"), "path": sys.executable}))
`;

/**
 * Says whether a Python version is new enough.
 *
 * @param {number[]} version - Major, minor, patch.
 */
export function pythonFits([major = 0, minor = 0]) {
  const [oldestMajor, oldestMinor] = OLDEST_PYTHON;
  return major === oldestMajor && minor >= oldestMinor;
}

/**
 * Finds a Python to make the clone's own environment with.
 *
 * @param {{candidates?: string[][], env?: NodeJS.ProcessEnv}} [options] - Commands to try in order;
 *   `NEURAL_NOTEBOOKS_PYTHON` in the environment names one to be used alone.
 * @returns {Promise<{command: [string, ...string[]], version: string}>} The command and the version.
 * @throws {SetupError} naming the rule, what was found and what to install.
 */
export async function findPython({ env = process.env, candidates = pythonCandidates(env) } = {}) {
  const seen = [];
  /** @type {{version: string, minor: number | undefined} | undefined} */
  let withoutVenv;
  for (const command of candidates) {
    const [program = "", ...first] = command;
    const answer = await askPython(command, env);
    if (!answer && env.NEURAL_NOTEBOOKS_PYTHON)
      seen.push(`NEURAL_NOTEBOOKS_PYTHON=${program}, which does not run`);
    if (!answer) continue;
    const version = answer.version.join(".");
    if (!pythonFits(answer.version)) seen.push(`${version} (${command.join(" ")})`);
    else if (answer.venv) return { command: answer.path ? [answer.path] : [program, ...first], version };
    else withoutVenv ??= { version, minor: answer.version[1] };
  }
  if (withoutVenv) {
    throw new SetupError(
      `Cannot set up Python: Python ${withoutVenv.version} must have its venv module with ensurepip; it is missing.`,
      {
        remedy: remedyFor({
          linux: `Install it (Debian, Ubuntu: sudo apt install python3-venv, or python3.${withoutVenv.minor}-venv).`,
          other: "Install Python from python.org.",
        }),
      },
    );
  }
  throw new SetupError(
    `Cannot set up Python: python3 must be version ${PYTHON_RULE}; received ${seen.length > 0 ? seen.join(", ") : "none"}.`,
    {
      remedy: remedyFor({
        linux:
          "Install it (Debian, Ubuntu: sudo apt install python3 python3-venv), or name another with NEURAL_NOTEBOOKS_PYTHON=/path/to/python.",
        darwin:
          "Install it from python.org or with brew install python, or name another with NEURAL_NOTEBOOKS_PYTHON=/path/to/python.",
        other: "Install it from python.org, or name another with NEURAL_NOTEBOOKS_PYTHON.",
      }),
    },
  );
}

/**
 * The commands that may start a Python, in the order in which they are tried.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [platform] - As in `process.platform`.
 * @returns {string[][]}
 */
export function pythonCandidates(env, platform = process.platform) {
  if (env.NEURAL_NOTEBOOKS_PYTHON) return [[env.NEURAL_NOTEBOOKS_PYTHON]];
  const minors = ["3.14", "3.13", "3.12", "3.11"];
  if (platform === "win32") return [["python"], ["py", "-3"], ["python3"]];
  return [["python3"], ["python"], ...minors.map((minor) => [`python${minor}`])];
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{version: number[], venv: boolean, path: string} | undefined>} What it says of itself; nothing where
 *   it does not run.
 */
async function askPython([program = "", ...args], env) {
  const { code, stdout } = await runProgram(program, [...args, "-c", PYTHON_QUESTION], {
    env,
    timeoutMs: 30_000,
  });
  if (code !== 0) return undefined;
  try {
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  } catch {
    return undefined;
  }
}

/**
 * Finds a C++ compiler that can make an addon for this machine with a wheel's library.
 *
 * @param {{env?: NodeJS.ProcessEnv, platform?: string}} [options] - `CXX` in the environment names one to be used alone.
 * @returns {Promise<{command: string[], version: string} | undefined>} The compiler, or nothing.
 */
export async function findCompiler({ env = process.env, platform = process.platform } = {}) {
  // On a Mac without Apple's command line tools c++ is there all the same: asked for its version, it opens a window.
  if (platform === "darwin" && !env.CXX && !(await answers(["xcode-select", "-p"], env))) return undefined;
  const usual = platform === "darwin" ? ["clang++", "c++", "g++"] : ["g++", "c++", "clang++"];
  const candidates = env.CXX ? [env.CXX.trim().split(/\s+/)] : usual.map((name) => [name]);
  for (const command of candidates) {
    const version = await answers([...command, "--version"], env);
    if (version) return { command, version };
  }
  return undefined;
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} The first line that a program says; nothing where it is missing or fails.
 */
async function answers([program = "", ...args], env) {
  const { code, stdout } = await runProgram(program, args, { env, timeoutMs: 30_000 });
  return code === 0 ? stdout.split("\n")[0]?.trim() : undefined;
}

/**
 * What to do when there is no C++ compiler.
 *
 * @param {string} [platform] - As in `process.platform`.
 * @param {string} [arch] - As in `process.arch`.
 */
export function compilerRemedy(platform = process.platform, arch = process.arch) {
  if (platform === "linux")
    return "Install one (Debian, Ubuntu: sudo apt install g++) and run npm run setup.";
  if (platform === "darwin") return "Install one (xcode-select --install), then run npm run setup.";
  if (platform !== "win32") return "Install one and run npm run setup.";
  // For arm64 there is no library to compile with.
  return arch === "x64"
    ? `Install Visual Studio Build Tools with "Desktop development with C++" and run npm run setup. Or else: ${WSL_REMEDY}`
    : WSL_REMEDY;
}

/**
 * @param {{linux?: string, darwin?: string, other: string}} remedies
 * @returns {string}
 */
function remedyFor(remedies) {
  const { platform } = process;
  return (platform === "linux" || platform === "darwin" ? remedies[platform] : undefined) ?? remedies.other;
}

/**
 * The bytes that are free for this user where a folder lies.
 *
 * @param {string} folder - The folder; where it is missing, its parent counts.
 */
export function freeSpace(folder) {
  let place = folder;
  while (!existsSync(place)) place = path.dirname(place);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}

/**
 * Checks that what is to come fits on the disk.
 *
 * @param {string} root - The clone.
 * @param {{needed: number, free?: number}} options - Bytes that the steps with work to do take; bytes that are free.
 * @throws {SetupError} when it does not fit.
 */
export function checkSpace(root, { needed, free = freeSpace(root) }) {
  if (free >= needed) return;
  throw new SetupError(
    `Cannot set up the course: the disk must have ${writeSize(needed)} free; received ${writeSize(free)}.`,
    {
      remedy: `Free some space on the disk that holds ${root} and run the same command again.`,
    },
  );
}
