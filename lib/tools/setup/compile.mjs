/** Compiles lib to lib/dist, and sees at once when a source changed or an output is gone. */
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { SetupProblem } from "./problem.mjs";
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

function stampOf(places) {
  return path.join(places.stamps, "build");
}

function inputsOf(places) {
  const settings = ["tsconfig.json", "lib/package.json"].map((name) =>
    readFileSync(path.join(places.root, name)),
  );
  const sources = sourcesOf(places).map((name) => {
    const { size, mtimeMs } = statSync(path.join(places.root, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return { sources: hashOf(...settings, sources.join("\n")), compiler: compilerVersion(places) };
}

function sourcesOf(places) {
  const skip = (name) => name === "lib/dist" || name.endsWith("/node_modules");
  return [...filesBelow(places.root, ["lib"], skip).keys()].filter((name) => name.endsWith(".ts")).sort();
}

/** The library's own TypeScript: the tree may hold others, for tools. */
function compilerFolder(places) {
  return path.dirname(
    createRequire(path.join(places.root, "lib", "package.json")).resolve("typescript/package.json"),
  );
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
  if (problems.some(({ kind }) => kind !== "inputs"))
    rmSync(path.join(places.dist, ".tsbuildinfo"), { force: true });
  const inputs = inputsOf(places);
  const log = path.join(places.logs, "build.log");
  const tsc = path.join(compilerFolder(places), "lib", "tsc.js");
  const result = await runProgram(
    process.execPath,
    [tsc, "-p", path.join(places.root, "tsconfig.json"), "--pretty", "false"],
    { cwd: places.root, log },
  );
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
  remember(
    stampOf(places),
    inputs,
    filesBelow(places.root, ["lib/dist"], (name) => name.endsWith(".tsbuildinfo")),
  );
  return `${sourcesOf(places).length} files compiled${removed > 0 ? `, ${removed} outputs without a source removed` : ""}`;
}

/** Removes what the compiler once made from a source that is gone: a deleted test must not go on running. */
function removeOrphans(places) {
  const declarations = [...filesBelow(places.root, ["lib/dist"]).keys()].filter((name) =>
    name.endsWith(".d.ts"),
  );
  const orphans = declarations
    .map((name) => name.slice(0, -".d.ts".length))
    .filter((stem) => !existsSync(path.join(places.root, `${stem.replace("lib/dist/", "lib/")}.ts`)));
  for (const stem of orphans) {
    for (const ending of [".d.ts", ".d.ts.map", ".js", ".js.map"])
      rmSync(path.join(places.root, stem + ending), { force: true });
  }
  return orphans.length;
}
