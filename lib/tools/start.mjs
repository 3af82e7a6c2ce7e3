/** `npm start`: sets up what is missing, then opens JupyterLab on the lessons. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { jupyterEnvironment, placesOf } from "./setup/paths.mjs";
import { SetupProblem } from "./setup/setup-error.mjs";
import { setUp } from "./setup/main.mjs";

/** The first lesson, which a newcomer sees first. */
const FIRST_LESSON = path.join("notebooks", "lessons", "00-start.ipynb");

/**
 * The arguments that JupyterLab is started with.
 *
 * @param {import("./setup/paths.mjs").Places} places
 * @param {string[]} args - The learner's own, which come last and so win: `--no-browser`, `--port 8899` …
 * @param {{uid?: number}} [options] - The user's number; JupyterLab refuses to run as root unless it is told to.
 * @returns {string[]}
 */
export function labArguments(places, args, { uid = process.getuid?.() } = {}) {
  const returning = existsSync(path.join(places.jupyter, "config", "lab", "workspaces"));
  // A learner who comes back finds what was open; a newcomer finds the first lesson.
  const opened =
    returning || !existsSync(path.join(places.root, FIRST_LESSON))
      ? ""
      : `/tree/${FIRST_LESSON.split(path.sep).join("/")}`;
  return [
    "-m",
    "jupyterlab",
    // The whole clone can be seen: the lessons, the library that they use, and data/ for the learner's own files.
    `--ServerApp.root_dir=${places.root}`,
    `--FileContentsManager.preferred_dir=${path.join(places.root, "notebooks", "lessons")}`,
    `--LabApp.default_url=/lab${opened}`,
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
  const places = placesOf();
  for (const folder of ["config", "data", "runtime"])
    mkdirSync(path.join(places.jupyter, folder), { recursive: true });
  console.error("Opening JupyterLab on the lessons. Ctrl-C stops it.");
  // nbgrader's pages look for their settings where JupyterLab was started.
  const assignments = path.join(places.root, "notebooks", "assignments");
  const child = spawn(places.python, labArguments(places, args), {
    cwd: existsSync(assignments) ? assignments : places.root,
    env: jupyterEnvironment(places),
    stdio: "inherit",
  });
  let stopped = false;
  const pass = (signal) => {
    // Ctrl-C reaches JupyterLab from the terminal itself; other signals come to this process alone.
    if (signal !== "SIGINT" || stopped || !process.stdin.isTTY) child.kill(signal);
    stopped = true;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
  whenLeftBehind(() => pass("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(
        new SetupProblem(`Cannot start JupyterLab: ${error.message}.`, { remedy: "Run npm run doctor." }),
      ),
    );
    child.once("close", (code) => resolve(stopped ? 0 : (code ?? 1)));
  });
}

/** npm ends only its shell when it is told to end, and leaves what runs in the shell behind: that is seen here. */
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
