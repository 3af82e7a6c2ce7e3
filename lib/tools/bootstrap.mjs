/** Carries out the commands of package.json, from a fresh clone on: nothing needs to be installed or compiled before. */

// This file and node-version.mjs keep to what Node 14 can read, so that an old Node gets as far as the line that refuses it.
import { nodeProblem } from "./setup/node-version.mjs";

/** @typedef {{run: (args: string[]) => number | Promise<number>}} Command - Gives the exit code. */

/** @type {Record<string, () => Promise<Command>>} */
const COMMANDS = {
  setup: () => import("./setup/main.mjs"),
  start: () => import("./start.mjs"),
  test: () => import("./test.mjs"),
  doctor: () => import("./doctor/main.mjs"),
  build: () => program(),
  check: () => import("./check.mjs"),
  lint: () => import("./lint.mjs"),
  format: () => import("./format.mjs"),
  lessons: () => program("tools/dist/lessons.js"),
  execute: () => program("tools/dist/execute.js"),
  evidence: () => program("tools/dist/evidence.js"),
  gates: () => program("tools/dist/gates.js"),
  bench: () => program("bench/dist/main.js"),
  docs: () => import("./docs.mjs"),
  coverage: () => import("./coverage.mjs"),
};

/**
 * A compiled program, or none: then set-up, which compiles lib, is all.
 *
 * @param {string} [file] - Its path below lib.
 * @returns {Promise<Command>}
 */
function program(file) {
  return import("./program.mjs").then(({ runCompiled }) => ({ run: (args) => runCompiled(file, args) }));
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function main(command, args) {
  const load = Object.keys(COMMANDS).indexOf(command) < 0 ? undefined : COMMANDS[command];
  if (!load) {
    throw new Error(
      `Cannot run: the command must be one of ${Object.keys(COMMANDS).join(", ")}; received "${command}".`,
    );
  }
  const problem = nodeProblem(process.versions.node);
  // The doctor has a check for Node, and names the rule there.
  if (problem && command !== "doctor") throw new Error(`Cannot run "${command}": ${problem}`);
  const { run } = await load();
  process.exitCode = await run(args);
}

main(process.argv[2] || "", process.argv.slice(3)).catch((error) => {
  const expected = error.constructor === Error || error.name === "SetupError";
  console.error(expected ? error.message : error.stack);
  process.exitCode = 1;
});
