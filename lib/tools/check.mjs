/** `npm run check`: looks at all that is seen without running the code: types, style, format, and who imports whom. */
import { readFileSync, rmSync } from "node:fs";
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
 * The parts of the check. Those that follow the build read the types that it writes.
 *
 * @param {Paths} paths
 * @returns {Part[]}
 */
export function partsOf(paths) {
  /** @type {(...args: string[]) => ReturnType<Part["check"]>} */
  const node = (script, ...args) =>
    runProgram(process.execPath, [path.join(paths.packages, script), ...args], { cwd: paths.root });
  return [
    { name: "types of lib and of the scripts", check: () => build(paths) },
    {
      name: "format",
      check: () =>
        runProgram(process.execPath, prettierCommand(paths, { mode: "check" }), { cwd: paths.root }),
    },
    {
      name: "style",
      after: ["types of lib and of the scripts"],
      check: () =>
        node("eslint/bin/eslint.js", "--max-warnings", "0", ...cacheOf(paths), "lib", "notebooks/src"),
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
 * ESLint's arguments for its cache. ESLint looks at a file again when the file itself or a rule has changed; rules that
 * ask for types see more, so with any change of a type or a package all files are looked at again.
 *
 * @param {Paths} paths
 * @returns {string[]}
 */
export function cacheOf(paths) {
  const cache = path.join(paths.setup, "eslintcache");
  const seen = [...filesBelow(paths.root, compiledFolders(paths.root)).keys()]
    .filter((name) => /\.d\.[cm]?ts$/.test(name))
    .sort();
  const projects = ["lib/tsconfig.base.json", "notebooks/tsconfig.json"];
  for (const folder of compiledPackages(paths.root)) projects.push(`${folder}/tsconfig.json`);
  const types = hashOf(
    ...[...seen, ...projects, "package-lock.json"].map((name) => readFileSync(path.join(paths.root, name))),
  );
  if (readJson(`${cache}.types`) !== types) {
    rmSync(cache, { force: true });
    writeWhole(`${cache}.types`, JSON.stringify(types));
  }
  return ["--cache", "--cache-location", cache, "--cache-strategy", "content"];
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
  return runParts(partsOf(pathsOf()));
}
