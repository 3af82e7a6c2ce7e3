/** Installs TensorFlow's native library by the first method that works, or notes plain JavaScript where none does. */
import { lstatSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { thisMachine } from "./machine.mjs";
import { hasAddon, installFromPackage } from "./native-package.mjs";
import { installFromWheel } from "./native-wheel.mjs";
import { setupEnvironment } from "./paths.cjs";
import { SetupError, failed } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { filesBelow, readJson, writeWhole } from "./stamp.mjs";
import { isKindWithWheel, noWheelReason } from "./wheels.mjs";

/** @typedef {import("./paths.cjs").Paths} Paths */
/** @typedef {import("./machine.mjs").Machine} Machine */
/** @typedef {"wheel" | "package"} Method - A way to install the native library. */
/** @typedef {Method | "any" | "javascript"} Wish - What NEURAL_NOTEBOOKS_NATIVE may ask for. */

/** @type {readonly Wish[]} */
const WISHES = ["any", "wheel", "package", "javascript"];

const CHECK = fileURLToPath(new URL("native-check.cjs", import.meta.url));

/** A load of 0.8 GB of library takes a second; more than this is a hang. */
const CHECK_TIMEOUT = 120_000;

/** The step, for {@link file://./main.mjs}. @satisfies {import("./steps.mjs").Step} */
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
 * What this step notes in `.setup/backend.json`.
 *
 * @typedef {object} Backend
 * @property {"native" | "javascript"} name - The engine that lessons will compute with.
 * @property {Method | "already" | "javascript"} method - How it came.
 * @property {string} [version] - The native library's version.
 * @property {string} [reason] - Why the native engine is not used, or why the first method did not bring it.
 * @property {string} [remedy] - What would bring it; there wherever the engine is JavaScript.
 * @property {boolean} [retry] - Whether `npm run setup` should try again.
 * @property {Wish} wish - What NEURAL_NOTEBOOKS_NATIVE asked for.
 * @property {string} node - The Node and machine that it was tried on.
 * @property {Record<string, [number, number]>} files - Size and time of change of each file.
 */

/**
 * Reads what the step noted.
 *
 * @param {Paths} paths
 * @returns {Backend | undefined} Nothing before the first set-up.
 */
export function readBackend(paths) {
  /** @type {(Backend & {road?: Backend["method"]}) | undefined} */
  const noted = readJson(paths.backend);
  // Clones that were set up with the first versions have the method under its former name.
  return noted?.road ? { ...noted, method: noted.road } : noted;
}

/**
 * @param {Paths} paths
 * @param {{command?: string}} [context]
 * @returns {import("./steps.mjs").Problem[]}
 */
function nativeProblems(paths, { command = "start" } = {}) {
  const backend = readBackend(paths);
  if (!backend) return [{ kind: "new", line: "not set up yet" }];
  if (backend.node !== thisNode()) return [{ kind: "inputs", line: "another Node or machine" }];
  if (backend.wish !== wishedMethod()) return [{ kind: "inputs", line: "NEURAL_NOTEBOOKS_NATIVE changed" }];
  if (backend.name === "javascript") {
    return backend.retry && command === "setup"
      ? [{ kind: "inputs", line: "trying the native library again" }]
      : [];
  }
  const damaged = Object.entries(backend.files).filter(([name, [size, time]]) => {
    const entry = lstatSync(path.join(paths.root, name), { throwIfNoEntry: false });
    return !entry || entry.size !== size || Math.abs(entry.mtimeMs - time) > 1;
  });
  return damaged.slice(0, 1).map(([name]) => ({ kind: "files", line: `${name} is missing or changed` }));
}

function thisNode() {
  return `${process.version} ${process.platform}-${process.arch}`;
}

/** `NEURAL_NOTEBOOKS_NATIVE=wheel|package|javascript` takes one method alone and fails where that does; unset means any. */
function wishedMethod() {
  const wish = process.env.NEURAL_NOTEBOOKS_NATIVE || "any";
  const known = WISHES.find((name) => name === wish);
  if (known) return known;
  throw new SetupError(
    `Cannot set up TensorFlow: NEURAL_NOTEBOOKS_NATIVE must be "any", "wheel", "package" or "javascript"; received "${wish}".`,
  );
}

/**
 * @param {Paths} paths
 * @param {import("./steps.mjs").RepairContext & {machine?: Machine}} context
 * @returns {Promise<string>} What was done.
 */
async function installNative(paths, { problems, say, machine = thisMachine() }) {
  const before = readBackend(paths);
  rmSync(paths.backend, { force: true });
  const wish = wishedMethod();
  // What came from the wheel is compared with its checksum before it is used again; loading alone does not show a changed byte.
  const suspicious = before?.method === "wheel" && problems.some(({ kind }) => kind === "files");
  if (wish === "any" && !suspicious && hasAddon(paths)) {
    const outcome = await attempt(() => checkNative(paths));
    if (!outcome.failure) {
      const { version } = outcome;
      if (before?.name === "native") {
        const { method, reason, remedy } = before;
        keep(paths, { method, version, reason, remedy });
      } else keep(paths, { method: "already", version });
      return `native ${version} is there, and it computes`;
    }
  }
  /** @type {SetupError[]} */
  const failures = [];
  for (const method of methodsFor(machine, wish)) {
    const outcome = await attempt(async () => {
      await METHODS[method](paths, { say, machine });
      return checkNative(paths);
    });
    if (!outcome.failure) {
      keep(paths, {
        method,
        version: outcome.version,
        reason: failures[0]?.brief,
        remedy: failures[0]?.remedy,
      });
      return `native ${outcome.version} installed by the ${METHOD_NAMES[method]}, and it computes`;
    }
    failures.push(outcome.failure);
    say(outcome.failure.brief);
  }
  const [first] = failures;
  if (first && wish !== "any") throw first;
  return keepJavaScript(paths, { failure: first, machine });
}

/** @type {Record<Method, (paths: Paths, options: {say: (line: string) => void, machine: Machine}) => Promise<unknown>>} */
const METHODS = { wheel: installFromWheel, package: installFromPackage };

/**
 * The methods in their order. The wheel comes first: it is pinned by its checksum, has one newer TensorFlow for all, and
 * comes from where the Python side comes from, so it is reached wherever set-up gets that far.
 *
 * @param {Machine} machine
 * @param {Wish} [wish]
 * @returns {Method[]}
 */
export function methodsFor(machine, wish = "any") {
  if (wish === "javascript") return [];
  if (wish === "wheel" || wish === "package") return [wish];
  return isKindWithWheel(machine) ? ["wheel", "package"] : ["package"];
}

/**
 * @param {() => Promise<{version: string}>} work
 * @returns {Promise<{version: string, failure?: undefined} | {failure: SetupError}>}
 */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { failure: error };
  }
}

/**
 * Loads the addon in a process of its own, where a broken library may crash, and computes with it.
 *
 * @param {import("./paths.cjs").Paths} paths
 * @returns {Promise<{version: string}>}
 * @throws {SetupError} when it does not load or computes wrongly.
 */
export async function checkNative(paths) {
  const env = { ...setupEnvironment(paths), TF_CPP_MIN_LOG_LEVEL: "3" };
  const log = path.join(paths.logs, "native-check.log");
  const result = await runProgram(process.execPath, [CHECK, paths.tfjsNode], {
    env,
    log,
    timeoutMs: CHECK_TIMEOUT,
  });
  if (lacksInstructions(result)) {
    throw new SetupError(
      "Cannot load the TensorFlow addon: the processor (or the virtual machine) must know the instructions that the library uses, AVX on x64; it does not.",
      { remedy: "Use another machine; every lesson runs here in plain JavaScript." },
    );
  }
  if (result.code !== 0) throw failed("load the TensorFlow addon", { ...result, log });
  return JSON.parse(result.stdout.trim().split("\n").at(-1) ?? "");
}

/**
 * Ended by the system at an instruction that the processor does not know, or by TensorFlow, which looks first.
 *
 * @param {{code: number | string, output: string}} result
 */
function lacksInstructions({ code, output }) {
  const windowsCode = 0xc000001d;
  return (
    code === "SIGILL" || code === windowsCode || /was compiled to use .*instructions, but these/.test(output)
  );
}

/**
 * @param {Paths} paths
 * @param {Pick<Backend, "method" | "version" | "reason" | "remedy">} found
 */
function keep(paths, found) {
  /** @type {Backend["files"]} */
  const files = {};
  const root = path.relative(paths.root, paths.tfjsNode).split(path.sep).join("/");
  const folders = [`${root}/deps/lib`, `${root}/lib`];
  for (const name of filesBelow(paths.root, folders).keys()) {
    const { size, mtimeMs } = lstatSync(path.join(paths.root, name));
    files[name] = [size, mtimeMs];
  }
  writeBackend(paths, { name: "native", ...found, files });
}

/** How each method is called in a sentence, after "by the". @type {Record<Method, string>} */
const METHOD_NAMES = { wheel: "Python wheel and a compiler", package: "package's own way" };

/**
 * @param {Paths} paths
 * @param {{failure?: SetupError, machine: Machine}} options - Why the first method failed; none where none was tried.
 */
async function keepJavaScript(paths, { failure, machine }) {
  const reason = failure?.brief ?? "NEURAL_NOTEBOOKS_NATIVE asks for it";
  const remedy = failure
    ? (failure.remedy ?? "Run npm run setup to try again.")
    : "Unset NEURAL_NOTEBOOKS_NATIVE and run npm run setup.";
  const lasting = !failure || staysWithoutLibrary(machine);
  rmSync(path.join(paths.tfjsNode, "lib"), { recursive: true, force: true }); // a half-made addon would be loaded, and crash
  writeBackend(paths, {
    name: "javascript",
    method: "javascript",
    reason,
    remedy,
    retry: !lasting,
    files: {},
  });
  return `plain JavaScript: every lesson runs, slower (${reason})`;
}

/**
 * Whether another try would be in vain: on a Linux without a fitting wheel nothing changes from one run to the next;
 * elsewhere a network may come back.
 *
 * @param {Machine} machine
 */
function staysWithoutLibrary(machine) {
  return machine.platform === "linux" && noWheelReason(machine) !== undefined;
}

/**
 * @param {Paths} paths
 * @param {Omit<Backend, "node" | "wish">} backend
 */
function writeBackend(paths, backend) {
  writeWhole(
    paths.backend,
    `${JSON.stringify({ ...backend, node: thisNode(), wish: wishedMethod() }, null, 2)}\n`,
  );
}
