/** `npm start`: sets up what is missing, then opens JupyterLab on the course's home. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { jupyterEnvironment, pathsOf } from "./setup/paths.cjs";
import { SetupError } from "./setup/setup-error.mjs";
import { setUp } from "./setup/main.mjs";

/**
 * The arguments that JupyterLab is started with.
 *
 * @param {import("./setup/paths.cjs").Paths} paths
 * @param {string[]} args - The learner's own, which come last and so win: `--no-browser`, `--port 8899` …
 * @param {{uid?: number}} [options] - The user's number; JupyterLab refuses to run as root unless it is told to.
 * @returns {string[]}
 */
export function labArguments(paths, args, { uid = process.getuid?.() } = {}) {
  return [
    "-m",
    "jupyterlab",
    // The whole clone can be seen: the lessons, the library that they use, and data/ for the learner's own files.
    `--ServerApp.root_dir=${paths.root}`,
    `--FileContentsManager.preferred_dir=${path.join(paths.root, "notebooks", "lessons")}`,
    // The course's home is what opens first; beside it stands what was open the last time.
    "--LabApp.default_url=/lab",
    // The address is printed at every level; what Jupyter tells about itself besides hides it.
    "--log-level=ERROR",
    ...(uid === 0 ? ["--allow-root"] : []),
    ...args,
  ];
}

/**
 * Runs JupyterLab until it ends or is stopped.
 *
 * @param {string[]} args - Passed on to JupyterLab.
 * @returns {Promise<number>} Its exit code; 0 after Ctrl-C.
 */
export async function run(args) {
  await setUp({ command: "start" });
  const paths = pathsOf();
  for (const folder of ["config", "data", "runtime"])
    mkdirSync(path.join(paths.jupyter, folder), { recursive: true });
  console.error("Opening JupyterLab on the course. Ctrl-C stops it.");
  // nbgrader's pages look for their settings where JupyterLab was started.
  const assignments = path.join(paths.root, "notebooks", "assignments");
  const child = spawn(paths.python, labArguments(paths, args), {
    cwd: existsSync(assignments) ? assignments : paths.root,
    env: jupyterEnvironment(paths),
    stdio: "inherit",
  });
  let stopped = false;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    // Ctrl-C reaches JupyterLab from the terminal itself; other signals come to this process alone.
    if (signal !== "SIGINT" || stopped || !process.stdin.isTTY) child.kill(signal);
    stopped = true;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
  whenLeftBehind(() => pass("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(new SetupError(`Cannot start JupyterLab: ${error.message}.`, { remedy: "Run npm run doctor." })),
    );
    child.once("close", (code) => resolve(stopped ? 0 : (code ?? 1)));
  });
}

/**
 * npm ends only its shell when it is told to end, and leaves what runs in the shell behind: that is seen here.
 *
 * @param {() => void} stop
 */
function whenLeftBehind(stop) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}
