/** Lets one set-up at a time work on a clone; a second one waits for the first. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { codeOf } from "./setup-error.mjs";

/** Between making the lock and writing a number into it lies less than this (milliseconds). */
const NAMELESS_MS = 5000;

/**
 * Does some work while no other process does work under the same lock.
 *
 * @template T
 * @param {string} file - The lock; it holds the number of the process that works.
 * @param {() => Promise<T>} work
 * @param {{waiting?: (pid: number) => void, everyMs?: number}} [options] - Told once when another process is waited for.
 * @returns {Promise<T>} What the work returns.
 */
export async function underLock(file, work, { waiting = () => {}, everyMs = 200 } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let told = false; !take(file);) {
    const owner = Number(readOwner(file));
    // A process that was killed leaves its lock behind, with its number, or without where it was killed at once.
    if (owner ? !alive(owner) : ageOf(file) > NAMELESS_MS) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) waiting(owner);
    told = true;
    await wait(everyMs);
  }
  const free = () => rmSync(file, { force: true });
  process.once("exit", free);
  try {
    return await work();
  } finally {
    process.removeListener("exit", free);
    free();
  }
}

/** @param {string} file */
function take(file) {
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file */
function readOwner(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** @param {string} file */
function ageOf(file) {
  const entry = statSync(file, { throwIfNoEntry: false });
  return entry ? Date.now() - entry.mtimeMs : 0;
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
