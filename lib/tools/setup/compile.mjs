/** Compiles the packages of lib, each into its own `dist`, and sees at once when a source changed or an output is gone. */
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { SetupProblem } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { changesSince, filesBelow, forget, hashOf, readJson, remember } from "./stamp.mjs";

/** The step, for {@link file://./main.mjs}. */
export const compile = {
  name: "build",
  title: "Library",
  needs: ["packages"],
  space: 0.1e9,
  problems: (places) =>
    changesSince(stampOf(places), {
      root: places.root,
      inputs: inputsOf(places),
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

function stampOf(places) {
  return path.join(places.stamps, "build");
}

function inputsOf(places) {
  const settings = [
    "tsconfig.json",
    "lib/tsconfig.base.json",
    ...compiledPackages(places.root).flatMap((name) => [`${name}/tsconfig.json`, `${name}/package.json`]),
  ].map((name) => readFileSync(path.join(places.root, name)));
  const sources = sourcesOf(places).map((name) => {
    const { size, mtimeMs } = statSync(path.join(places.root, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return { sources: hashOf(...settings, sources.join("\n")), compiler: compilerVersion(places) };
}

function sourcesOf(places) {
  const folders = compiledPackages(places.root).map((name) => `${name}/src`);
  return [...filesBelow(places.root, folders).keys()].filter((name) => name.endsWith(".ts")).sort();
}

/** The clone's own TypeScript: the tree holds others, for tools. */
function compilerFolder(places) {
  return path.join(places.packages, "typescript");
}

function compilerVersion(places) {
  try {
    return readJson(path.join(compilerFolder(places), "package.json")).version;
  } catch {
    return "none"; // asked before the packages are there
  }
}

async function compileLibrary(places, { problems }) {
  forget(stampOf(places));
  // The compiler trusts its notes over the folder: without them it writes what is missing.
  if (problems.some(({ kind }) => kind !== "inputs")) {
    for (const folder of compiledFolders(places.root))
      rmSync(path.join(places.root, folder, ".tsbuildinfo"), { force: true });
  }
  const inputs = inputsOf(places);
  const log = path.join(places.logs, "build.log");
  const tsc = path.join(compilerFolder(places), "lib", "tsc.js");
  const command = [tsc, "--build", path.join(places.root, "tsconfig.json"), "--pretty", "false"];
  const result = await runProgram(process.execPath, command, { cwd: places.root, log });
  const errors = result.output.split("\n").filter((line) => /error TS\d+/.test(line));
  if (result.code !== 0) {
    const detail = (errors.length > 0 ? errors : result.output.trim().split("\n").slice(-12))
      .slice(0, 12)
      .map((line) => `    ${line}`)
      .join("\n");
    throw new SetupProblem(
      `Cannot compile lib: ${errors.length} type ${errors.length === 1 ? "error" : "errors"} (all: ${path.relative(process.cwd(), log)}).`,
      { detail },
    );
  }
  const removed = removeOrphans(places);
  await makeDoorsLazy(places);
  const outputs = filesBelow(places.root, compiledFolders(places.root), isKeptByOthers);
  remember(stampOf(places), inputs, outputs);
  return `${sourcesOf(places).length} files compiled${removed > 0 ? `, ${removed} outputs without a source removed` : ""}`;
}

/** What stands in `dist` and is not the compiler's work: its own notes, and the reference. */
function isKeptByOthers(name) {
  return name.endsWith(".tsbuildinfo") || name.endsWith("/dist/docs");
}

/** The course library's doors load what is used, see there. */
async function makeDoorsLazy(places) {
  const script = path.join(places.root, "lib", "neural-notebooks", "lazy-doors.mjs");
  if (existsSync(script)) (await import(pathToFileURL(script).href)).makeDoorsLazy();
}

/** Removes what the compiler once made from a source that is gone: a deleted test must not go on running. */
function removeOrphans(places) {
  const declarations = [
    ...filesBelow(places.root, compiledFolders(places.root), isKeptByOthers).keys(),
  ].filter((name) => name.endsWith(".d.ts"));
  const orphans = declarations
    .map((name) => name.slice(0, -".d.ts".length))
    .filter((stem) => !existsSync(path.join(places.root, `${stem.replace("/dist/", "/src/")}.ts`)));
  for (const stem of orphans) {
    for (const ending of [".d.ts", ".d.ts.map", ".js", ".js.map"])
      rmSync(path.join(places.root, stem + ending), { force: true });
  }
  return orphans.length;
}
