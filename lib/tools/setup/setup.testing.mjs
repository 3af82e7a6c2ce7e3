/** Makes folders and programs for the tests of set-up; all of it goes when the test ends. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * Makes an empty folder.
 *
 * @param {import("node:test").TestContext} t - The test, which removes it at its end.
 * @param {{inside?: string}} [options] - Where to make it; the system's folder for temporary files unless told.
 */
export function temporaryFolder(t, { inside = os.tmpdir() } = {}) {
  mkdirSync(inside, { recursive: true });
  const folder = mkdtempSync(path.join(inside, "setup-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/**
 * Writes files below a folder.
 *
 * @param {string} root
 * @param {Record<string, string>} files - Name, with `/`, and content.
 */
export function writeFiles(root, files) {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/**
 * Writes a program for the shell.
 *
 * @param {string} file
 * @param {string} script - Without its first line.
 * @returns {string} The file.
 */
export function writeProgram(file, script) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/**
 * Sets variables of this process's environment until the test ends.
 *
 * @param {import("node:test").TestContext} t
 * @param {Record<string, string | undefined>} variables - `undefined` takes one away.
 */
export function setEnvironment(t, variables) {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name];
    t.after(() => (before === undefined ? delete process.env[name] : (process.env[name] = before)));
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/**
 * The second argument of a step's `repair`, with the lines that it says.
 *
 * @param {import("./steps.mjs").Problem[]} [problems]
 * @returns {import("./steps.mjs").RepairContext & {lines: string[]}}
 */
export function repairContext(problems = []) {
  /** @type {string[]} */
  const lines = [];
  return { problems, lines, say: (line) => lines.push(line) };
}
