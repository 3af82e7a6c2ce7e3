/** Takes TensorFlow's C library out of the Python wheel that carries it, and compiles tfjs-node's addon against it. */
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { thisMachine } from "./machine.mjs";
import { compileAddon, needCompiler } from "./native-compile.mjs";
import { setupEnvironment } from "./paths.cjs";
import { SetupError, failed } from "./setup-error.mjs";
import { writeSize } from "./report.mjs";
import { runProgram } from "./run.mjs";
import { hashOf, hashOfFile, readJson, writeWhole } from "./stamp.mjs";
import { noWheelReason, wheelFor } from "./wheels.mjs";

/** @typedef {import("./paths.cjs").Paths} Paths */
/** @typedef {import("./wheels.mjs").Wheel} Wheel */
/** @typedef {(line: string) => void} Say */

const ADDON = "tfjs_binding.node";
const MANIFEST = "manifest.json";
const EXTRACTOR = fileURLToPath(new URL("extract_wheel.py", import.meta.url));

/**
 * Lays the library and a compiled addon into tfjs-node, downloading and compiling only what is not kept from before.
 *
 * @param {Paths} paths
 * @param {{say: Say, machine?: import("./machine.mjs").Machine, wheel?: Wheel}} options
 * @returns {Promise<string>} Which library came.
 */
export async function installFromWheel(paths, { say, machine = thisMachine(), wheel = wheelFor(machine) }) {
  if (!wheel) {
    const reason = noWheelReason(machine);
    throw new SetupError(`Cannot use the wheel: ${reason?.line}.`, { remedy: reason?.remedy });
  }
  // Asked before the download, which is in vain without a compiler.
  if (!existsSync(addonIn(storeOf(paths, wheel)))) await needCompiler(machine);
  const store = await fillStore(paths, { say, wheel });
  placeLibraries(paths, { store, wheel });
  await placeAddon(paths, { say, machine, store, wheel });
  return `TensorFlow ${wheel.version} from the Python wheel`;
}

/**
 * Where the library is kept outside node_modules, which every `npm ci` wipes.
 *
 * @param {Paths} paths
 * @param {Wheel} wheel
 */
function storeOf(paths, wheel) {
  return path.join(paths.native, `${wheel.version}-${wheel.machine}`);
}

/** @param {string} store */
function addonIn(store) {
  return path.join(store, ADDON);
}

/**
 * @param {Paths} paths
 * @param {{say: Say, wheel: Wheel}} options
 * @returns {Promise<string>} The folder with the library and its headers.
 */
async function fillStore(paths, { say, wheel }) {
  const store = storeOf(paths, wheel);
  if (await storeIsWhole(store)) return store;
  const file = await downloadWheel(paths, { say, wheel });
  say("unpacking the library");
  const unfinished = `${store}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const log = path.join(paths.logs, "native-extract.log");
  const result = await runProgram(paths.python, [EXTRACTOR, file, unfinished, ...librariesOf(wheel)], {
    env: setupEnvironment(paths),
    log,
  });
  if (result.code !== 0) throw failed("unpack the TensorFlow wheel", { ...result, log });
  /** @type {Record<string, string>} */
  const sums = {};
  for (const name of librariesOf(wheel)) sums[name] = await hashOfFile(path.join(unfinished, name));
  writeWhole(path.join(unfinished, MANIFEST), JSON.stringify(sums, null, 2));
  rmSync(store, { recursive: true, force: true });
  renameSync(unfinished, store);
  rmSync(path.dirname(file), { recursive: true, force: true });
  return store;
}

/** @param {Wheel} wheel */
function librariesOf({ library, framework }) {
  return [library, framework];
}

/** @param {string} store */
async function storeIsWhole(store) {
  /** @type {Record<string, string> | undefined} */
  const sums = readJson(path.join(store, MANIFEST));
  if (!sums || !existsSync(path.join(store, "include", "tensorflow", "c", "c_api.h"))) return false;
  for (const [name, sum] of Object.entries(sums)) {
    const file = path.join(store, name);
    if (!existsSync(file) || (await hashOfFile(file)) !== sum) return false;
  }
  return true;
}

/**
 * @param {Paths} paths
 * @param {{say: Say, wheel: Wheel}} options
 * @returns {Promise<string>} The file.
 */
async function downloadWheel(paths, { say, wheel }) {
  const folder = path.join(paths.setup, "download");
  mkdirSync(folder, { recursive: true });
  const found = wheelIn(folder);
  // pip keeps a file that is there and whole; one cut short it throws away, and so do we, to say so.
  if (found && (await hashOfFile(found)) === wheel.sha256) return found;
  if (found) rmSync(found);
  say(`downloading ${wheel.project} ${wheel.version} (${writeSize(wheel.bytes)})`);
  const pin = path.join(folder, "requirements.txt");
  writeWhole(pin, `${wheel.project}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const log = path.join(paths.logs, "native-download.log");
  const args = [
    "-m",
    "pip",
    "download",
    "--no-deps",
    "--only-binary=:all:",
    "--require-hashes",
    "--no-cache-dir",
    "--progress-bar=off",
  ];
  // pip goes on with a download that breaks off, as often as told.
  args.push("--resume-retries=10", "--implementation", "cp", "--python-version", "3.11");
  for (const platform of wheel.platforms) args.push("--platform", platform);
  args.push("--dest", folder, "-r", pin);
  const result = await runProgram(paths.python, args, { env: setupEnvironment(paths), log });
  if (result.code !== 0) throw failed("download the TensorFlow wheel", { ...result, log });
  const file = wheelIn(folder);
  if (!file || (await hashOfFile(file)) !== wheel.sha256) {
    throw new SetupError(
      "Cannot use the TensorFlow wheel: its SHA-256 must be the pinned one; the file differs.",
      { remedy: "Run npm run setup again." },
    );
  }
  return file;
}

/** @param {string} folder */
function wheelIn(folder) {
  const name = readdirSync(folder).find((file) => file.endsWith(".whl"));
  return name ? path.join(folder, name) : undefined;
}

/**
 * @param {Paths} paths
 * @param {{store: string, wheel: Wheel}} options
 */
function placeLibraries(paths, { store, wheel }) {
  const target = path.join(paths.tfjsNode, "deps", "lib");
  rmSync(path.join(paths.tfjsNode, "deps"), { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of librariesOf(wheel)) {
    const from = path.join(store, name);
    const to = path.join(target, name);
    try {
      linkSync(from, to); // a second name for the same 0.8 GB
    } catch {
      copyFileSync(from, to); // a file system without hard links
    }
  }
  for (const [name, leadsTo] of Object.entries(wheel.links)) symlinkSync(leadsTo, path.join(target, name));
}

/**
 * @param {Paths} paths
 * @param {{say: Say, machine: import("./machine.mjs").Machine, store: string, wheel: Wheel}} options
 */
async function placeAddon(paths, { say, machine, store, wheel }) {
  const kept = addonIn(store);
  const key = addonKey(paths);
  /** @type {{key: string, sha256: string} | undefined} */
  const noted = readJson(`${kept}.json`);
  const whole = existsSync(kept) && noted?.key === key && (await hashOfFile(kept)) === noted.sha256;
  if (!whole) {
    const include = path.join(store, "include");
    await compileAddon(paths, { say, machine, include, linking: wheel.linking, output: kept });
    writeWhole(`${kept}.json`, JSON.stringify({ key, sha256: await hashOfFile(kept) }));
  }
  const target = path.join(paths.tfjsNode, "lib", "napi-v8", ADDON);
  mkdirSync(path.dirname(target), { recursive: true });
  copyFileSync(kept, `${target}.part`);
  renameSync(`${target}.part`, target);
}

/**
 * What the addon is made from, besides the library whose store it lies in.
 *
 * @param {Paths} paths
 */
function addonKey(paths) {
  const folder = path.join(paths.tfjsNode, "binding");
  return hashOf(
    ...readdirSync(folder)
      .sort()
      .map((name) => readFileSync(path.join(folder, name))),
  );
}
