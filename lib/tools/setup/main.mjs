/** `npm run setup`: brings a fresh or broken clone to the point where lessons and tests run. */
import { rmSync } from "node:fs";
import { compile } from "./compile.mjs";
import { chartExtension, kernelspec, settings } from "./jupyter.mjs";
import { underLock } from "./lock.mjs";
import { native } from "./native.mjs";
import { nodePackages } from "./node-packages.mjs";
import { placesOf } from "./paths.mjs";
import { SetupProblem } from "./setup-error.mjs";
import { pythonSide } from "./python-side.mjs";
import { createReport, writeDuration } from "./report.mjs";
import { stopPrograms } from "./run.mjs";
import { readJson } from "./stamp.mjs";
import { runSteps } from "./steps.mjs";

/** Every step, each after those that it needs. */
export const STEPS = [nodePackages, pythonSide, compile, native, kernelspec, chartExtension, settings];

/**
 * Sets up one clone. Does nothing, quickly, where nothing is to do.
 *
 * @param {{root?: string, command?: string, report?: import("./report.mjs").Report}} [options] - The clone; which
 *   command asks (`setup` also tries the native library again where it failed before).
 * @throws {SetupProblem} naming what is missing and what to do.
 */
export async function setUp({ root, command = "setup", report = createReport() } = {}) {
  const places = placesOf(root);
  const start = Date.now();
  const stop = (signal) => {
    stopPrograms();
    report.say("Set-up stopped. Run the same command again: it goes on where it stopped.");
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    const waiting = (pid) => report.say(`Another set-up (process ${pid}) is running here; waiting for it.`);
    await underLock(
      places.lock,
      async () => {
        await runSteps(STEPS, { places, report, command });
        rmSync(places.temporary, { recursive: true, force: true });
      },
      { waiting },
    );
  } catch (error) {
    throw readable(error);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
  const backend = readJson(places.backend);
  const engine =
    backend.name === "native"
      ? `native TensorFlow ${backend.version}`
      : `plain JavaScript, slower (${backend.reason})`;
  const did =
    report.steps === 0 ? "nothing to do" : `${report.steps} ${report.steps === 1 ? "step" : "steps"} done`;
  report.say(`Set-up: ${did} (${writeDuration(Date.now() - start)}); back end: ${engine}.`);
  if (backend.remedy) report.say(`  ${backend.remedy}`);
}

/**
 * Turns the file system's own errors, which the learner can mend, into lines like any other problem.
 *
 * @param {NodeJS.ErrnoException} error
 * @returns {Error} A problem, or the same error where it is a fault of the course.
 */
export function readable(error) {
  if (error.code === "ENOSPC") {
    return new SetupProblem("Cannot set up the course: the disk is full.", {
      remedy: "Free some space and run the same command again.",
    });
  }
  if (["EACCES", "EPERM", "EROFS"].includes(error.code)) {
    return new SetupProblem(`Cannot set up the course: ${error.path ?? "a file"} cannot be written.`, {
      remedy: "Check who owns the folder (an earlier run with sudo?) and run the same command again.",
    });
  }
  return error;
}

/** @param {string[]} args - None is known. */
export async function run(args) {
  if (args.length > 0)
    throw new SetupProblem(`Cannot set up: there must be no arguments; received ${args.join(" ")}.`);
  await setUp();
  return 0;
}
