/** Compiles the packages of lib, each into its own `dist`, and sees at once when a source changed or an output is gone. */
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { SetupError } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { changesSince, filesBelow, forget, hashOf, readJson, remember } from "./stamp.mjs";

/** @typedef {import("./paths.cjs").Paths} Paths */

/** The step, for {@link file://./main.mjs}. @satisfies {import("./steps.mjs").Step} */
export const compile = {
  name: "build",
  title: "Library",
  needs: ["packages"],
  space: 0.1e9,
  problems: (paths) =>
    changesSince(stampOf(paths), {
      root: paths.root,
      inputs: inputsOf(paths),
      names: { sources: "sources", compiler: "the compiler" },
    }),
  repair: compileLibrary,
};

/**
 * The packages that are compiled.
 *
 * @param {string} root - The clone.
 * @returns {string[]} Their folders from the root, e.g. `"lib/kernel"`.
 */
export function compiledPackages(root) {
  return readdirSync(path.join(root, "lib"))
    .filter((name) => existsSync(path.join(root, "lib", name, "tsconfig.json")))
    .map((name) => `lib/${name}`);
}

/**
 * The folders that the compiler writes.
 *
 * @param {string} root - The clone.
 * @returns {string[]} From the root, those that are there.
 */
export function compiledFolders(root) {
  return compiledPackages(root)
    .map((name) => `${name}/dist`)
    .filter((name) => existsSync(path.join(root, name)));
}

/** @param {Paths} paths */
function stampOf(paths) {
  return path.join(paths.stamps, "build");
}

/** @param {Paths} paths */
function inputsOf(paths) {
  const settings = [
    "tsconfig.json",
    "lib/tsconfig.base.json",
    ...compiledPackages(paths.root).flatMap((name) => [`${name}/tsconfig.json`, `${name}/package.json`]),
  ].map((name) => readFileSync(path.join(paths.root, name)));
  const sources = [...sourcesOf(paths), ...scriptsOf(paths)].map((name) => {
    const { size, mtimeMs } = statSync(path.join(paths.root, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return { sources: hashOf(...settings, sources.join("\n")), compiler: compilerVersion(paths) };
}

/** @param {Paths} paths */
function sourcesOf(paths) {
  const folders = compiledPackages(paths.root).map((name) => `${name}/src`);
  return [...filesBelow(paths.root, folders).keys()].filter((name) => name.endsWith(".ts")).sort();
}

/**
 * What the compiler checks without compiling it: see tsconfig.scripts.json.
 *
 * @param {Paths} paths
 */
function scriptsOf({ root }) {
  const inTools = filesBelow(root, ["lib/tools"], (name) => /\/(dist|src|node_modules)$/.test(name)).keys();
  const others = [
    "lib/neural-notebooks/lazy-doors.mjs",
    "lib/dependency-cruiser.config.cjs",
    "eslint.config.mjs",
  ];
  const scripts = [...inTools].filter((name) => /\.[cm]js$|\/tsconfig\.[\w.]*json$/.test(name)).sort();
  return [...scripts, ...others.filter((name) => existsSync(path.join(root, name)))];
}

/**
 * The clone's own TypeScript: the tree holds others, for tools.
 *
 * @param {Paths} paths
 */
function compilerFolder(paths) {
  return path.join(paths.packages, "typescript");
}

/** @param {Paths} paths */
function compilerVersion(paths) {
  /** @type {{version: string} | undefined} */
  const manifest = readJson(path.join(compilerFolder(paths), "package.json"));
  return manifest?.version ?? "none"; // asked before the packages are there
}

/**
 * @param {Paths} paths
 * @param {import("./steps.mjs").RepairContext} context
 */
async function compileLibrary(paths, { problems }) {
  forget(stampOf(paths));
  // The compiler trusts its notes over the folder: without them it writes what is missing.
  if (problems.some(({ kind }) => kind !== "inputs")) {
    for (const name of filesBelow(paths.root, compiledFolders(paths.root)).keys())
      if (name.endsWith(".tsbuildinfo")) rmSync(path.join(paths.root, name));
  }
  const inputs = inputsOf(paths);
  const log = path.join(paths.logs, "build.log");
  const tsc = path.join(compilerFolder(paths), "lib", "tsc.js");
  const command = [tsc, "--build", path.join(paths.root, "tsconfig.json"), "--pretty", "false"];
  const result = await runProgram(process.execPath, command, { cwd: paths.root, log });
  const errors = result.output.split("\n").filter((line) => /error TS\d+/.test(line));
  if (result.code !== 0) {
    const detail = (errors.length > 0 ? errors : result.output.trim().split("\n").slice(-12))
      .slice(0, 12)
      .map((line) => `    ${line}`)
      .join("\n");
    throw new SetupError(
      `Cannot compile lib: ${errors.length} type ${errors.length === 1 ? "error" : "errors"} (all: ${path.relative(process.cwd(), log)}).`,
      { detail, log },
    );
  }
  const removed = removeOrphans(paths);
  await makeDoorsLazy(paths);
  const outputs = filesBelow(paths.root, compiledFolders(paths.root), isKeptByOthers);
  remember(stampOf(paths), inputs, outputs);
  return `${sourcesOf(paths).length} files compiled${removed > 0 ? `, ${removed} outputs without a source removed` : ""}`;
}

/**
 * What stands in `dist` and is not the compiler's work: its own notes, and the reference.
 *
 * @param {string} name
 */
function isKeptByOthers(name) {
  return name.endsWith(".tsbuildinfo") || name.endsWith("/dist/docs");
}

/**
 * The course library's doors load what is used, see there.
 *
 * @param {Paths} paths
 */
async function makeDoorsLazy(paths) {
  const script = path.join(paths.root, "lib", "neural-notebooks", "lazy-doors.mjs");
  if (!existsSync(script)) return;
  /** @type {import("../../neural-notebooks/lazy-doors.mjs")} */
  const doors = await import(pathToFileURL(script).href);
  doors.makeDoorsLazy();
}

/**
 * Removes what the compiler once made from a source that is gone: a deleted test must not go on running.
 *
 * @param {Paths} paths
 */
function removeOrphans(paths) {
  const declarations = [...filesBelow(paths.root, compiledFolders(paths.root), isKeptByOthers).keys()].filter(
    (name) => name.endsWith(".d.ts"),
  );
  const orphans = declarations
    .map((name) => name.slice(0, -".d.ts".length))
    .filter((stem) => !existsSync(path.join(paths.root, `${stem.replace("/dist/", "/src/")}.ts`)));
  for (const stem of orphans) {
    for (const ending of [".d.ts", ".d.ts.map", ".js", ".js.map"])
      rmSync(path.join(paths.root, stem + ending), { force: true });
  }
  return orphans.length;
}
