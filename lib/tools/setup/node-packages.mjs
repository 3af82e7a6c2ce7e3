/** Installs the Node packages exactly as package-lock.json names them, and sees when one of their files is gone. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setupEnvironment } from "./paths.cjs";
import { failed } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { changesSince, filesBelow, forget, hashOf, readJson, remember } from "./stamp.mjs";

const FOLDERS = ["node_modules", "lib/node_modules"];

/** What other steps and running programs put into node_modules: no part of the packages as installed. */
const NOT_OURS = [
  /^node_modules\/@tensorflow\/tfjs-node\/(deps|lib|build[^/]*)$/,
  /^node_modules\/\.(cache|package-lock\.json)$/,
];

/** @typedef {import("./paths.cjs").Paths} Paths */

/**
 * A lock file, as far as set-up reads it.
 *
 * @typedef {object} LockFile
 * @property {Record<string, {version?: string, integrity?: string, link?: boolean, optional?: boolean}>} [packages] - By
 *   folder, e.g. `"node_modules/tslab"`.
 */

/** The step, for {@link file://./main.mjs}. @satisfies {import("./steps.mjs").Step} */
export const nodePackages = {
  name: "packages",
  title: "Node packages",
  needs: [],
  /** Bytes: packages and npm's cache (measured 0.8 + 0.3 GB). */
  space: 1.4e9,
  problems: (paths) =>
    changesSince(stampOf(paths), {
      root: paths.root,
      inputs: inputsOf(paths),
      names: { lock: "package-lock.json", platform: "the machine's kind" },
    }),
  repair: installPackages,
};

/** @param {Paths} paths */
function stampOf(paths) {
  return path.join(paths.stamps, "packages");
}

/** @param {Paths} paths */
function inputsOf(paths) {
  return { lock: hashOf(readFileSync(paths.lockFile)), platform: `${process.platform}-${process.arch}` };
}

/**
 * @param {Paths} paths
 * @param {import("./steps.mjs").RepairContext} context
 */
async function installPackages(paths, { problems, say }) {
  forget(stampOf(paths));
  const damaged = problems.some(({ kind }) => kind === "files");
  // npm writes its own list last: where it agrees with the lock file, an earlier `npm install` was finished.
  const already = !damaged && installedAsLocked(paths);
  if (!already) {
    const { program, first, version } = await findNpm();
    say(`npm ${version} ci --ignore-scripts`);
    const log = path.join(paths.logs, "packages.log");
    const args = [
      "ci",
      "--ignore-scripts",
      "--include=dev",
      "--include=optional",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      "--cache",
      paths.npmCache,
    ];
    // npm's own waits let a learner without a network look at nothing for 80 seconds; these end after 20.
    args.push("--fetch-retries=3", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=10000");
    const result = await runProgram(program, [...first, ...args], {
      cwd: paths.root,
      env: setupEnvironment(paths),
      log,
    });
    if (result.code !== 0) throw failed("install the Node packages", { ...result, log });
  }
  const files = filesBelow(paths.root, FOLDERS, (name) => NOT_OURS.some((pattern) => pattern.test(name)));
  remember(stampOf(paths), inputsOf(paths), files);
  const count = installedPackages(paths);
  return already ? `${count} packages are already there` : `${count} packages installed`;
}

/**
 * What npm wrote of its last installation.
 *
 * @param {Paths} paths
 * @returns {LockFile}
 */
function installedLock(paths) {
  return readJson(path.join(paths.packages, ".package-lock.json")) ?? {};
}

/**
 * Counts the packages that npm has installed.
 *
 * @param {Paths} paths
 */
export function installedPackages(paths) {
  return Object.keys(installedLock(paths).packages ?? {}).length;
}

/**
 * Compares what npm says is installed with what the lock file asks for.
 *
 * @param {Paths} paths
 * @returns {boolean} Whether every package is there in its version, and none besides.
 */
export function installedAsLocked(paths) {
  /** @type {LockFile | undefined} */
  const lock = readJson(paths.lockFile);
  const wanted = lock?.packages;
  const present = installedLock(paths).packages;
  if (!wanted || !present) return false;
  const complete = Object.entries(wanted)
    .filter(([name, { link }]) => name.includes("node_modules/") && !link)
    .every(([name, { version, integrity, optional }]) => {
      const found = present[name];
      if (!found) return optional === true;
      const same = found.version === version && found.integrity === integrity;
      return same && existsSync(path.join(paths.root, name, "package.json"));
    });
  return complete && Object.keys(present).every((name) => name in wanted);
}

/**
 * Finds the npm that belongs to this run, so that a second Node on the PATH does not come in.
 *
 * @param {{env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<{program: string, first: string[], version: string}>} What to run, its first arguments, npm's version.
 */
export async function findNpm({ env = process.env } = {}) {
  const folder = path.dirname(process.execPath);
  const scripts = [
    /npm-cli\.js$/.test(env.npm_execpath ?? "") ? env.npm_execpath : undefined,
    path.join(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    path.join(folder, "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = scripts.find((file) => file && existsSync(file));
  // Without a script of npm beside Node, the one on the PATH is asked; Windows starts it through its command file.
  const fallback = process.platform === "win32" ? ["cmd.exe", "/d", "/s", "/c", "npm"] : ["npm"];
  const [program = "npm", ...first] = script ? [process.execPath, script] : fallback;
  const result = await runProgram(program, [...first, "--version"], { env });
  if (result.code !== 0) throw failed("find npm", result);
  return { program, first, version: result.stdout.trim().split("\n").at(-1) ?? "" };
}
