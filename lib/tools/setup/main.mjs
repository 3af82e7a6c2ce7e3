/** `npm run setup`: brings a fresh or broken clone to the point where lessons and tests run. */
import { rmSync } from "node:fs";
import { compile } from "./compile.mjs";
import { chartExtension, kernelspec, settings } from "./jupyter.mjs";
import { underLock } from "./lock.mjs";
import { native, readBackend } from "./native.mjs";
import { nodePackages } from "./node-packages.mjs";
import { pathsOf } from "./paths.cjs";
import { SetupError, codeOf } from "./setup-error.mjs";
import { pythonSide } from "./python-side.mjs";
import { createReport, writeDuration } from "./report.mjs";
import { stopPrograms } from "./run.mjs";
import { runSteps } from "./steps.mjs";

/** Every step, each after those that it needs. @type {import("./steps.mjs").Step[]} */
export const STEPS = [nodePackages, pythonSide, compile, native, kernelspec, chartExtension, settings];

/**
 * Sets up one clone. Does nothing, quickly, where nothing is to do.
 *
 * @param {{root?: string, command?: string, steps?: import("./steps.mjs").Step[], report?: import("./report.mjs").Report}}
 *   [options] - The clone; which command asks (`setup` also tries the native library again where it failed before); the
 *   steps to take, where a command does not need all.
 * @throws {SetupError} naming what is missing and what to do.
 */
export async function setUp({ root, command = "setup", steps = STEPS, report = createReport() } = {}) {
  const paths = pathsOf(root);
  const start = Date.now();
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    stopPrograms();
    report.say("Set-up stopped. Run the same command again: it goes on where it stopped.");
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    /** @param {number} pid */
    const waiting = (pid) => report.say(`Another set-up (process ${pid}) is running here; waiting for it.`);
    await underLock(
      paths.lock,
      async () => {
        await runSteps(steps, { paths, report, command });
        rmSync(paths.temporary, { recursive: true, force: true });
      },
      { waiting },
    );
  } catch (error) {
    throw readable(error);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
  const did =
    report.steps === 0 ? "nothing to do" : `${report.steps} ${report.steps === 1 ? "step" : "steps"} done`;
  const backend = steps.includes(native) ? readBackend(paths) : undefined;
  const engine = backend ? `; back end: ${engineOf(backend)}` : "";
  report.say(`Set-up: ${did} (${writeDuration(Date.now() - start)})${engine}.`);
  if (backend?.remedy) report.say(`  ${backend.remedy}`);
}

/** @param {import("./native.mjs").Backend} backend */
function engineOf({ name, version, reason }) {
  return name === "native" ? `native TensorFlow ${version}` : `plain JavaScript, slower (${reason})`;
}

/**
 * Turns the file system's own errors, which the learner can mend, into lines like any other problem.
 *
 * @param {unknown} error - What was caught.
 * @returns {unknown} A problem, or the same error where it is a fault of the course.
 */
export function readable(error) {
  const code = codeOf(error);
  if (code === "ENOSPC") {
    return new SetupError("Cannot set up the course: the disk is full.", {
      remedy: "Free some space and run the same command again.",
    });
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    const { path: file = "a file" } = /** @type {NodeJS.ErrnoException} */ (error);
    return new SetupError(`Cannot set up the course: ${file} cannot be written.`, {
      remedy: "Check who owns the folder (an earlier run with sudo?) and run the same command again.",
    });
  }
  return error;
}

/** @param {string[]} args - None is known. */
export async function run(args) {
  if (args.length > 0)
    throw new SetupError(`Cannot set up: there must be no arguments; received ${args.join(" ")}.`);
  await setUp();
  return 0;
}
