/** Gives the lessons TensorFlow's native library by the first road that works, or plain JavaScript where none does. */
import { copyFileSync, existsSync, lstatSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setupEnvironment } from "./paths.mjs";
import { COMPILER_REMEDY, findCompiler } from "./prerequisites.mjs";
import { SetupProblem, failed } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { filesBelow, readJson, writeWhole } from "./stamp.mjs";
import { installFromWheel, noWheelReason } from "./native-wheel.mjs";

const CHECK = fileURLToPath(new URL("native-check.cjs", import.meta.url));

/** A load of 0.8 GB of library takes a second; more than this is a hang. */
const CHECK_TIMEOUT = 120_000;
/** The package's own downloader waits for ever where a firewall swallows its packets. */
const PACKAGE_TIMEOUT = 900_000;

/** The step, for {@link file://./main.mjs}. */
export const native = {
  name: "native",
  title: "TensorFlow",
  needs: ["packages", "python"],
  /** Bytes: wheel and the library taken out of it. */
  space: 1.2e9,
  problems: nativeProblems,
  repair: installNative,
};

/**
 * What {@link file://./native.mjs} leaves in `.setup/backend.json`.
 *
 * @typedef {object} Backend
 * @property {"native" | "javascript"} name - The engine that lessons will compute with.
 * @property {"already" | "wheel" | "package" | "javascript"} road - How it came.
 * @property {string} [version] - The native library's version.
 * @property {string} [reason] - Why the native engine is not used.
 * @property {string} [remedy] - What would bring it.
 * @property {boolean} [retry] - Whether `npm run setup` should try again.
 * @property {"any" | "wheel" | "package" | "javascript"} wish - What NEURAL_NOTEBOOKS_NATIVE asked for.
 * @property {string} node - The Node and machine that it was tried on.
 * @property {Record<string, [number, number]>} files - Size and time of change of each file.
 */

function nativeProblems(places, { command = "start" } = {}) {
  const backend = readJson(places.backend);
  if (!backend) return [{ kind: "new", line: "not set up yet" }];
  if (backend.node !== thisNode()) return [{ kind: "inputs", line: "another Node or machine" }];
  if (backend.wish !== wishedRoad()) return [{ kind: "inputs", line: "NEURAL_NOTEBOOKS_NATIVE changed" }];
  if (backend.name === "javascript") {
    return backend.retry && command === "setup"
      ? [{ kind: "inputs", line: "trying the native library again" }]
      : [];
  }
  const damaged = Object.entries(backend.files).filter(([name, [size, time]]) => {
    const entry = lstatSync(path.join(places.root, name), { throwIfNoEntry: false });
    return !entry || entry.size !== size || Math.abs(entry.mtimeMs - time) > 1;
  });
  return damaged.length === 0 ? [] : [{ kind: "files", line: `${damaged[0][0]} is missing or changed` }];
}

function thisNode() {
  return `${process.version} ${process.platform}-${process.arch}`;
}

/** `NEURAL_NOTEBOOKS_NATIVE=wheel|package|javascript` takes one road alone and fails where that does; unset means any. */
function wishedRoad() {
  const wish = process.env.NEURAL_NOTEBOOKS_NATIVE || "any";
  if (["any", "wheel", "package", "javascript"].includes(wish)) return wish;
  throw new SetupProblem(
    `Cannot set up TensorFlow: NEURAL_NOTEBOOKS_NATIVE must be "any", "wheel", "package" or "javascript"; received "${wish}".`,
  );
}

async function installNative(places, { problems, say }) {
  const before = readJson(places.backend);
  rmSync(places.backend, { force: true });
  const wish = wishedRoad();
  // What came from the wheel is compared with its checksum before it is used again; loading alone does not show a changed byte.
  const suspicious = before?.road === "wheel" && problems.some(({ kind }) => kind === "files");
  if (wish === "any" && !suspicious && hasAddon(places)) {
    const outcome = await attempt(() => checkNative(places));
    if (outcome.version) {
      keep(places, { road: before?.road === "wheel" ? "wheel" : "already", version: outcome.version });
      return `native ${outcome.version} is there, and it computes`;
    }
  }
  const failures = [];
  for (const [road, install] of Object.entries(ROADS)) {
    if (wish !== "any" && wish !== road) continue;
    const outcome = await attempt(async () => {
      await install(places, { say });
      return checkNative(places);
    });
    if (outcome.version) {
      keep(places, { road, version: outcome.version });
      return `native ${outcome.version} installed by the ${ROAD_NAMES[road]}, and it computes`;
    }
    failures.push(outcome.failure);
    say(outcome.failure.brief);
  }
  if (wish in ROADS) throw failures[0];
  return keepJavaScript(places, { failures });
}

const ROADS = { wheel: installFromWheel, package: installFromPackage };

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    return { failure: error };
  }
}

function hasAddon(places) {
  return existsSync(path.join(places.tfjsNode, "lib", "napi-v8", "tfjs_binding.node"));
}

/**
 * Loads the addon in a process of its own, where a broken library may crash, and computes with it.
 *
 * @param {import("./paths.mjs").Places} places
 * @returns {Promise<{version: string}>}
 * @throws {SetupProblem} when it does not load or computes wrongly.
 */
export async function checkNative(places) {
  const env = { ...setupEnvironment(places), TF_CPP_MIN_LOG_LEVEL: "3" };
  const log = path.join(places.logs, "native-check.log");
  const result = await runProgram(process.execPath, [CHECK, places.tfjsNode], {
    env,
    log,
    timeoutMs: CHECK_TIMEOUT,
  });
  if (result.code !== 0) throw failed("load the TensorFlow addon", { ...result, log });
  return JSON.parse(result.stdout.trim().split("\n").at(-1));
}

async function installFromPackage(places, { say }) {
  say("trying the package's own download");
  const log = path.join(places.logs, "native-package.log");
  const env = setupEnvironment(places);
  env.PATH = [path.join(places.packages, ".bin"), path.dirname(process.execPath), process.env.PATH].join(
    path.delimiter,
  );
  const manifest = path.join(places.tfjsNode, "package.json");
  const saved = path.join(places.temporary, "tfjs-node-package.json");
  copyFileSync(manifest, saved);
  rmSync(path.join(places.tfjsNode, "deps"), { recursive: true, force: true });
  try {
    const result = await runProgram(process.execPath, ["scripts/install.js"], {
      cwd: places.tfjsNode,
      env,
      log,
      timeoutMs: PACKAGE_TIMEOUT,
    });
    // Its installer ends with 0 also when nothing came.
    if (result.code !== 0 || !hasAddon(places))
      throw failed("install TensorFlow the package's own way", { ...result, log });
  } finally {
    copyFileSync(saved, manifest); // it rewrites its own package.json, which the package check would take for damage
  }
}

function keep(places, { road, version }) {
  const files = {};
  const root = path.relative(places.root, places.tfjsNode).split(path.sep).join("/");
  const folders = [`${root}/deps/lib`, `${root}/lib`];
  for (const name of filesBelow(places.root, folders).keys()) {
    const { size, mtimeMs } = lstatSync(path.join(places.root, name));
    files[name] = [size, mtimeMs];
  }
  writeBackend(places, { name: "native", road, version, files });
}

const ROAD_NAMES = { wheel: "Python wheel and a compiler", package: "package's own way" };

async function keepJavaScript(places, { failures }) {
  const asked = failures.length === 0;
  const reason = asked ? "NEURAL_NOTEBOOKS_NATIVE asks for it" : failures[0].brief;
  const remedy = asked || (await findCompiler()) ? undefined : COMPILER_REMEDY;
  const lasting = asked || noRoadLeadsThere();
  rmSync(path.join(places.tfjsNode, "lib"), { recursive: true, force: true }); // a half-made addon would be loaded, and crash
  writeBackend(places, {
    name: "javascript",
    road: "javascript",
    reason,
    remedy,
    retry: !lasting,
    files: {},
  });
  return `plain JavaScript: every lesson runs, slower (${reason})`;
}

/** On a Linux without a fitting wheel nothing changes from one run to the next; elsewhere a network may come back. */
function noRoadLeadsThere() {
  return process.platform === "linux" && noWheelReason() !== undefined;
}

function writeBackend(places, backend) {
  writeWhole(
    places.backend,
    `${JSON.stringify({ ...backend, node: thisNode(), wish: wishedRoad() }, null, 2)}\n`,
  );
}
