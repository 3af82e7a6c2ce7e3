/** `npm run check`: checks all that can be checked without running the code: types, style, format, and imports. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { prettierCommand } from "./format.mjs";
import { lintCommand } from "./lint.mjs";
import { runParts } from "./parts.mjs";
import { compile } from "./setup/compile.mjs";
import { setUp } from "./setup/main.mjs";
import { nodePackages } from "./setup/node-packages.mjs";
import { pathsOf } from "./setup/paths.cjs";
import { createReport } from "./setup/report.mjs";
import { runProgram } from "./setup/run.mjs";
import { SetupError } from "./setup/setup-error.mjs";

/** @typedef {import("./setup/paths.cjs").Paths} Paths */
/** @typedef {import("./parts.mjs").Part} Part */

/** A larger young generation, in MB: TypeScript's many small objects are collected a tenth quicker in all. */
const YOUNG_GENERATION = "--max-semi-space-size=64";

/**
 * The parts of the check. Those that follow the build read the types that it writes.
 *
 * @param {Paths} paths
 * @returns {Part[]}
 */
export function partsOf(paths) {
  /** @type {(...args: string[]) => ReturnType<Part["check"]>} */
  const node = (script, ...args) =>
    runProgram(process.execPath, [YOUNG_GENERATION, path.join(paths.packages, script), ...args], {
      cwd: paths.root,
    });
  return [
    { name: "types of lib and of the scripts", check: () => build(paths) },
    {
      name: "format",
      check: () =>
        runProgram(process.execPath, [YOUNG_GENERATION, ...prettierCommand(paths, { mode: "check" })], {
          cwd: paths.root,
        }),
    },
    {
      name: "style",
      after: ["types of lib and of the scripts"],
      check: async () => runProgram(process.execPath, await lintCommand(paths), { cwd: paths.root }),
    },
    {
      name: "types of the lessons",
      after: ["types of lib and of the scripts"],
      check: () => node("typescript/lib/tsc.js", "--noEmit", "--project", "notebooks"),
    },
    {
      name: "imports",
      after: ["types of lib and of the scripts"],
      check: () =>
        node(
          "dependency-cruiser/bin/dependency-cruise.mjs",
          ...["--config", "lib/dependency-cruiser.config.cjs", "lib/*/src"],
        ),
    },
  ];
}

/**
 * Builds by the step of set-up, so that set-up finds nothing to do afterwards.
 *
 * @param {Paths} paths
 */
async function build(paths) {
  try {
    const report = createReport({ write: () => {} });
    await setUp({ root: paths.root, command: "check", steps: [compile], report });
    return { code: 0, output: "" };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { code: 1, output: error.log ? readFileSync(error.log, "utf8") : error.message };
  }
}

/**
 * Checks the clone; native TensorFlow and the Python side are not needed for it.
 *
 * @param {string[]} args - None is known.
 * @returns {Promise<number>} 1 when a part found something.
 */
export async function run(args) {
  if (args.length > 0)
    throw new SetupError(`Cannot check: there must be no arguments; received ${args.join(" ")}.`);
  await setUp({ command: "check", steps: [nodePackages] });
  return runParts(partsOf(pathsOf()), { atOnce: Math.min(4, Math.max(2, availableParallelism())) });
}
