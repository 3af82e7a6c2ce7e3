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
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setupEnvironment } from "./paths.mjs";
import { COMPILER_REMEDY, findCompiler } from "./prerequisites.mjs";
import { SetupProblem, failed } from "./setup-error.mjs";
import { writeSize } from "./report.mjs";
import { runProgram } from "./run.mjs";
import { hashOf, hashOfFile, readJson, writeWhole } from "./stamp.mjs";

/**
 * The wheels that are known to work, by machine. The tag cp311 names the Python that a wheel is for; its C library
 * does not care, so the learner's own Python may be another.
 */
export const WHEELS = {
  "linux-x64": {
    project: "tensorflow-cpu",
    version: "2.21.0",
    platforms: ["manylinux_2_27_x86_64", "manylinux2014_x86_64", "manylinux_2_17_x86_64"],
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
    bytes: 273_829_956,
  },
  // Its content was looked at; it was not tried on a machine of this kind. The next roads follow where it fails.
  "linux-arm64": {
    project: "tensorflow",
    version: "2.21.0",
    platforms: ["manylinux_2_27_aarch64", "manylinux2014_aarch64", "manylinux_2_17_aarch64"],
    sha256: "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
    bytes: 281_828_020,
  },
};

const LIBRARY = "libtensorflow_cc.so.2";
const FRAMEWORK = "libtensorflow_framework.so.2";
const ADDON = "tfjs_binding.node";
const MANIFEST = "manifest.json";
const EXTRACTOR = fileURLToPath(new URL("extract_wheel.py", import.meta.url));

/** The names under which the addon and the package's own installer look for the two libraries. */
const LINKS = {
  "libtensorflow.so": LIBRARY,
  "libtensorflow.so.2.9.1": LIBRARY,
  "libtensorflow_framework.so": FRAMEWORK,
};

/**
 * The wheel for this machine.
 *
 * @returns {typeof WHEELS["linux-x64"] | undefined} Nothing where none fits, with {@link noWheelReason} telling why.
 */
export function wheelForThisMachine() {
  return noWheelReason() ? undefined : WHEELS[`${process.platform}-${process.arch}`];
}

/** Why this machine has no wheel; `undefined` where it has one. */
export function noWheelReason({
  platform = process.platform,
  arch = process.arch,
  glibc = glibcVersion(),
} = {}) {
  if (!WHEELS[`${platform}-${arch}`]) return `there is no known wheel for ${platform} on ${arch}`;
  if (!glibc) return "the wheel needs the GNU C library, which this system does not have";
  const [major, minor] = glibc.split(".").map(Number);
  if (major > 2 || minor >= 27) return undefined;
  return `the wheel needs the GNU C library 2.27 or later; this system has ${glibc}`;
}

/** The version of the GNU C library; `""` on a system with another one. */
function glibcVersion() {
  if (process.platform !== "linux") return "";
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime ?? "";
}

/**
 * Lays the library and a compiled addon into tfjs-node, downloading and compiling only what is not kept from before.
 *
 * @param {import("./paths.mjs").Places} places
 * @param {{say: (line: string) => void, wheel?: object}} options
 * @returns {Promise<string>} Which library came.
 */
export async function installFromWheel(places, { say, wheel = wheelForThisMachine() }) {
  if (!wheel) throw new SetupProblem(`Cannot use the wheel: ${noWheelReason()}.`);
  // Asked before the download, which is in vain without a compiler.
  if (!existsSync(addonIn(storeOf(places, wheel)))) await needCompiler();
  const store = await fillStore(places, { say, wheel });
  placeLibraries(places, store);
  await placeAddon(places, { say, store });
  return `TensorFlow ${wheel.version} from the Python wheel`;
}

/** Where the library is kept outside node_modules, which every `npm ci` wipes. */
function storeOf(places, wheel) {
  return path.join(places.native, `${wheel.version}-${process.platform}-${process.arch}`);
}

function addonIn(store) {
  return path.join(store, ADDON);
}

async function fillStore(places, { say, wheel }) {
  const store = storeOf(places, wheel);
  if (await storeIsWhole(store)) return store;
  const file = await downloadWheel(places, { say, wheel });
  say("unpacking the library");
  const unfinished = `${store}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const log = path.join(places.logs, "native-extract.log");
  const result = await runProgram(places.python, [EXTRACTOR, file, unfinished], {
    env: setupEnvironment(places),
    log,
  });
  if (result.code !== 0) throw failed("unpack the TensorFlow wheel", { ...result, log });
  const sums = {};
  for (const name of [LIBRARY, FRAMEWORK]) sums[name] = await hashOfFile(path.join(unfinished, name));
  writeWhole(path.join(unfinished, MANIFEST), JSON.stringify(sums, null, 2));
  rmSync(store, { recursive: true, force: true });
  renameSync(unfinished, store);
  rmSync(path.dirname(file), { recursive: true, force: true });
  return store;
}

async function storeIsWhole(store) {
  const sums = readJson(path.join(store, MANIFEST));
  if (!sums || !existsSync(path.join(store, "include", "tensorflow", "c", "c_api.h"))) return false;
  for (const [name, sum] of Object.entries(sums)) {
    const file = path.join(store, name);
    if (!existsSync(file) || (await hashOfFile(file)) !== sum) return false;
  }
  return true;
}

async function downloadWheel(places, { say, wheel }) {
  const folder = path.join(places.setup, "download");
  mkdirSync(folder, { recursive: true });
  const found = wheelIn(folder);
  // pip keeps a file that is there and whole; one cut short it throws away, and so do we, to say so.
  if (found && (await hashOfFile(found)) === wheel.sha256) return found;
  if (found) rmSync(found);
  say(`downloading ${wheel.project} ${wheel.version} (${writeSize(wheel.bytes)})`);
  const pin = path.join(folder, "requirements.txt");
  writeWhole(pin, `${wheel.project}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const log = path.join(places.logs, "native-download.log");
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
  const result = await runProgram(places.python, args, { env: setupEnvironment(places), log });
  if (result.code !== 0) throw failed("download the TensorFlow wheel", { ...result, log });
  const file = wheelIn(folder);
  if (!file || (await hashOfFile(file)) !== wheel.sha256) {
    throw new SetupProblem(
      "Cannot use the TensorFlow wheel: its SHA-256 must be the pinned one; the file differs.",
      { remedy: "Run npm run setup again." },
    );
  }
  return file;
}

function wheelIn(folder) {
  const name = readdirSync(folder).find((file) => file.endsWith(".whl"));
  return name ? path.join(folder, name) : undefined;
}

function placeLibraries(places, store) {
  const target = path.join(places.tfjsNode, "deps", "lib");
  rmSync(path.join(places.tfjsNode, "deps"), { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of [LIBRARY, FRAMEWORK]) {
    const [from, to] = [path.join(store, name), path.join(target, name)];
    try {
      linkSync(from, to); // a second name for the same 0.8 GB
    } catch {
      copyFileSync(from, to); // a file system without hard links
    }
  }
  for (const [name, leadsTo] of Object.entries(LINKS)) symlinkSync(leadsTo, path.join(target, name));
}

async function placeAddon(places, { say, store }) {
  const kept = addonIn(store);
  const key = addonKey(places);
  const whole =
    existsSync(kept) &&
    readJson(`${kept}.json`)?.key === key &&
    (await hashOfFile(kept)) === readJson(`${kept}.json`).sha256;
  if (!whole) {
    await compileAddon(places, { say, store, output: kept });
    writeWhole(`${kept}.json`, JSON.stringify({ key, sha256: await hashOfFile(kept) }));
  }
  const target = path.join(places.tfjsNode, "lib", "napi-v8", ADDON);
  mkdirSync(path.dirname(target), { recursive: true });
  copyFileSync(kept, `${target}.part`);
  renameSync(`${target}.part`, target);
}

/** What the addon is made from: its sources and the library's version. */
function addonKey(places) {
  const folder = path.join(places.tfjsNode, "binding");
  return hashOf(
    ...readdirSync(folder)
      .sort()
      .map((name) => readFileSync(path.join(folder, name))),
  );
}

async function needCompiler() {
  const compiler = await findCompiler();
  if (compiler) return compiler;
  throw new SetupProblem(
    "Cannot compile the TensorFlow addon: there is no C++ compiler (g++, c++ or clang++).",
    { remedy: COMPILER_REMEDY },
  );
}

async function compileAddon(places, { say, store, output }) {
  const compiler = await needCompiler();
  say(`compiling the addon with ${compiler.version}`);
  const [program, ...first] = compiler.command;
  const unfinished = `${output}.part`;
  const args = [
    ...first,
    ..."-std=c++17 -O2 -fPIC -shared -DNAPI_VERSION=8 -DBUILDING_NODE_EXTENSION".split(" "),
    ...[
      "-I",
      path.join(store, "include"),
      "-I",
      path.join(places.packages, "node-api-headers", "include"),
      "-I",
      "..",
    ],
    ...["binding/tfjs_backend.cc", "binding/tfjs_binding.cc"],
    ...[
      "-L",
      "deps/lib",
      "-ltensorflow",
      "-ltensorflow_framework",
      "-Wl,-rpath,$ORIGIN/../../deps/lib",
      "-o",
      unfinished,
    ],
  ];
  const log = path.join(places.logs, "native-compile.log");
  const result = await runProgram(program, args, {
    cwd: places.tfjsNode,
    env: setupEnvironment(places),
    log,
  });
  if (result.code !== 0 || statSync(unfinished, { throwIfNoEntry: false }) === undefined) {
    throw failed("compile the TensorFlow addon", { ...result, log });
  }
  renameSync(unfinished, output);
}
