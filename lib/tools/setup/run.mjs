/** Runs a program to its end, keeping what it says in a log file. */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * How a program ended.
 *
 * @typedef {object} Result
 * @property {number | string} code - The exit code, or the signal, or why it could not start.
 * @property {string} output - What it said.
 * @property {string} stdout - The part of it on standard output.
 */

/**
 * Runs a program without a shell and without standard input.
 *
 * @param {string} program - Its path or name.
 * @param {string[]} args - Its arguments.
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, log?: string, timeoutMs?: number}} [options]
 *   - `log`: a file for all that it says, written anew; `timeoutMs`: when to end it.
 * @returns {Promise<Result>}
 */
export function runProgram(program, args, { cwd, env = process.env, log, timeoutMs } = {}) {
  return new Promise((resolve) => {
    if (log) mkdirSync(path.dirname(log), { recursive: true });
    const file = log ? openSync(log, "w") : undefined;
    let output = "";
    let stdout = "";
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    /** @param {number | string} code */
    const finish = (code) => {
      clearTimeout(timer);
      running.delete(child);
      if (file !== undefined) closeSync(file);
      resolve({ code, output, stdout });
    };
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    running.add(child);
    /** @param {string} chunk */
    const keep = (chunk) => {
      output += chunk;
      if (file !== undefined) writeSync(file, chunk);
    };
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      stdout += chunk;
      keep(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", keep);
    if (timeoutMs) {
      timer = setTimeout(() => {
        keep(`\nETIMEDOUT: ended after ${Math.round(timeoutMs / 1000)} s\n`);
        child.kill("SIGKILL");
      }, timeoutMs);
    }
    /** @type {string | undefined} */
    let startError;
    child.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      startError = error.code ?? error.message;
      keep(`${error.message}\n`);
      if (child.pid === undefined) finish(startError);
    });
    child.once("close", (code, signal) => {
      if (child.pid !== undefined) finish(startError ?? code ?? signal ?? "no exit code");
    });
  });
}

/** Ends every program that is still running, when set-up itself is stopped. */
export function stopPrograms() {
  for (const child of running) child.kill("SIGTERM");
}
