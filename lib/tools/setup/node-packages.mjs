/** Installs the Node packages exactly as package-lock.json names them, and sees when one of their files is gone. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setupEnvironment } from "./paths.mjs";
import { failed } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { changesSince, filesBelow, forget, hashOf, readJson, remember } from "./stamp.mjs";

const FOLDERS = ["node_modules", "lib/node_modules"];

/** What other steps and running programs put into node_modules: no part of the packages as installed. */
const NOT_OURS = [
  /^node_modules\/@tensorflow\/tfjs-node\/(deps|lib|build[^/]*)$/,
  /^node_modules\/\.(cache|package-lock\.json)$/,
];

/** The step, for {@link file://./main.mjs}. */
export const nodePackages = {
  name: "packages",
  title: "Node packages",
  needs: [],
  /** Bytes: packages and npm's cache (measured 0.8 + 0.3 GB). */
  space: 1.4e9,
  problems: (places) =>
    changesSince(stampOf(places), {
      root: places.root,
      inputs: inputsOf(places),
      names: { lock: "package-lock.json", platform: "the machine's kind" },
    }),
  repair: installPackages,
};

function stampOf(places) {
  return path.join(places.stamps, "packages");
}

function inputsOf(places) {
  return { lock: hashOf(readFileSync(places.lockFile)), platform: `${process.platform}-${process.arch}` };
}

async function installPackages(places, { problems, say }) {
  forget(stampOf(places));
  const damaged = problems.some(({ kind }) => kind === "files");
  // npm writes its own list last: where it agrees with the lock file, an earlier `npm install` was finished.
  const already = !damaged && installedAsLocked(places);
  if (!already) {
    const { command, version } = await findNpm();
    say(`npm ${version} ci --ignore-scripts`);
    const log = path.join(places.logs, "packages.log");
    const args = [
      "ci",
      "--ignore-scripts",
      "--include=dev",
      "--include=optional",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      "--cache",
      places.npmCache,
    ];
    // npm's own waits let a learner without a network look at nothing for 80 seconds; these end after 20.
    args.push("--fetch-retries=3", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=10000");
    const result = await runProgram(command[0], [...command.slice(1), ...args], {
      cwd: places.root,
      env: setupEnvironment(places),
      log,
    });
    if (result.code !== 0) throw failed("install the Node packages", { ...result, log });
  }
  const files = filesBelow(places.root, FOLDERS, (name) => NOT_OURS.some((pattern) => pattern.test(name)));
  remember(stampOf(places), inputsOf(places), files);
  const count = Object.keys(readJson(hiddenLock(places))?.packages ?? {}).length;
  return already ? `${count} packages are already there` : `${count} packages installed`;
}

function hiddenLock(places) {
  return path.join(places.packages, ".package-lock.json");
}

/**
 * Compares what npm says is installed with what the lock file asks for.
 *
 * @param {import("./paths.mjs").Places} places
 * @returns {boolean} Whether every package is there in its version, and none besides.
 */
export function installedAsLocked(places) {
  const wanted = readJson(places.lockFile)?.packages;
  const present = readJson(hiddenLock(places))?.packages;
  if (!wanted || !present) return false;
  const same = (name) =>
    present[name]?.version === wanted[name].version && present[name]?.integrity === wanted[name].integrity;
  const complete = Object.keys(wanted)
    .filter((name) => name.includes("node_modules/") && !wanted[name].link)
    .every((name) =>
      present[name]
        ? same(name) && existsSync(path.join(places.root, name, "package.json"))
        : wanted[name].optional === true,
    );
  return complete && Object.keys(present).every((name) => name in wanted);
}

/**
 * Finds the npm that belongs to this run, so that a second Node on the PATH does not come in.
 *
 * @param {{env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<{command: string[], version: string}>}
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
  const command = script ? [process.execPath, script] : fallback;
  const result = await runProgram(command[0], [...command.slice(1), "--version"], { env });
  if (result.code !== 0) throw failed("find npm", result);
  return { command, version: result.stdout.trim().split("\n").at(-1) ?? "" };
}
