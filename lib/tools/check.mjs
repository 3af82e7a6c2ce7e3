/** `npm run check`: checks all that can be checked without running the code: types, style, format, and imports. */
import { readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { prettierCommand } from "./format.mjs";
import { runParts } from "./parts.mjs";
import { compile, compiledFolders, compiledPackages } from "./setup/compile.mjs";
import { setUp } from "./setup/main.mjs";
import { nodePackages } from "./setup/node-packages.mjs";
import { pathsOf } from "./setup/paths.cjs";
import { createReport } from "./setup/report.mjs";
import { runProgram } from "./setup/run.mjs";
import { SetupError } from "./setup/setup-error.mjs";
import { filesBelow, hashOf, readJson, writeWhole } from "./setup/stamp.mjs";

/** @typedef {import("./setup/paths.cjs").Paths} Paths */
/** @typedef {import("./parts.mjs").Part} Part */

/**
 * One run of ESLint. Rules that ask for types check a file again when a type that it can import has changed, so packages
 * are linted by what they import, each group with a cache of its own.
 *
 * @typedef {object} StyleGroup
 * @property {string} name
 * @property {string[]} lints - What is linted.
 * @property {string[]} [leaves] - What of it is not.
 * @property {string[]} [imports] - The packages whose types its files can see; all unless told.
 */

/** Packages that import no other one. */
const BASE = ["lib/kernel", "lib/tfjs-graph"];
const LIBRARY = "lib/neural-notebooks";

/** @type {StyleGroup[]} - About as much work each, the longest first. */
export const STYLE_GROUPS = [
  { name: "kernel, graphs, tools and lessons", lints: ["lib", "notebooks/src"], leaves: [LIBRARY] },
  { name: "library", lints: [LIBRARY], imports: [...BASE, LIBRARY] },
];

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
    ...STYLE_GROUPS.map((group) => ({
      name: `style of ${group.name}`,
      after: ["types of lib and of the scripts"],
      check: () => node("eslint/bin/eslint.js", "--max-warnings", "0", ...eslintArguments(paths, group)),
    })),
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
 * ESLint's arguments for a group. Its cache compares a file's content only; with any change of a type that the group can
 * import, or of a package, the cache is removed and all of its files are linted again.
 *
 * @param {Paths} paths
 * @param {StyleGroup} group
 * @returns {string[]}
 */
export function eslintArguments(paths, { name, lints, leaves = [], imports }) {
  const cache = path.join(paths.setup, `eslintcache-${name.replace(/\W+/g, "-")}`);
  const packages = imports ?? compiledPackages(paths.root);
  const outputs = compiledFolders(paths.root).filter((folder) => packages.includes(path.dirname(folder)));
  const declarations = [...filesBelow(paths.root, outputs).keys()]
    .filter((file) => /\.d\.[cm]?ts$/.test(file))
    .sort();
  const settings = packages.map((folder) => `${folder}/tsconfig.json`);
  settings.push("lib/tsconfig.base.json", "notebooks/tsconfig.json", "package-lock.json");
  const files = [...declarations, ...settings].map((file) => readFileSync(path.join(paths.root, file)));
  const types = hashOf(...files);
  if (readJson(`${cache}.types`) !== types) {
    rmSync(cache, { force: true });
    writeWhole(`${cache}.types`, JSON.stringify(types));
  }
  const ignored = leaves.flatMap((folder) => ["--ignore-pattern", `${folder}/**`]);
  return ["--cache", "--cache-location", cache, "--cache-strategy", "content", ...ignored, ...lints];
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
