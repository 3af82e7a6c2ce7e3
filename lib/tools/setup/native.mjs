/** Gives the lessons TensorFlow's native library by the first road that works, or plain JavaScript where none does. */
import { lstatSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { thisMachine } from "./machine.mjs";
import { hasAddon, installFromPackage } from "./native-package.mjs";
import { installFromWheel } from "./native-wheel.mjs";
import { setupEnvironment } from "./paths.mjs";
import { SetupProblem, failed } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { filesBelow, readJson, writeWhole } from "./stamp.mjs";
import { isKindWithWheel, noWheelReason } from "./wheels.mjs";

/** @typedef {import("./paths.mjs").Places} Places */
/** @typedef {import("./machine.mjs").Machine} Machine */
/** @typedef {"wheel" | "package"} Road */

const CHECK = fileURLToPath(new URL("native-check.cjs", import.meta.url));

/** A load of 0.8 GB of library takes a second; more than this is a hang. */
const CHECK_TIMEOUT = 120_000;

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
 * @property {string} [reason] - Why the native engine is not used, or why the first road did not bring it.
 * @property {string} [remedy] - What would bring it; there wherever the engine is JavaScript.
 * @property {boolean} [retry] - Whether `npm run setup` should try again.
 * @property {"any" | "wheel" | "package" | "javascript"} wish - What NEURAL_NOTEBOOKS_NATIVE asked for.
 * @property {string} node - The Node and machine that it was tried on.
 * @property {Record<string, [number, number]>} files - Size and time of change of each file.
 */

/**
 * @param {Places} places
 * @param {{command?: string}} [context]
 * @returns {import("./steps.mjs").Reason[]}
 */
function nativeProblems(places, { command = "start" } = {}) {
  /** @type {(Backend & {node: string, wish: string}) | undefined} */
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
  return damaged.slice(0, 1).map(([name]) => ({ kind: "files", line: `${name} is missing or changed` }));
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

/**
 * @param {Places} places
 * @param {{problems: import("./steps.mjs").Reason[], say: (line: string) => void, machine?: Machine}} context
 * @returns {Promise<string>} What was done.
 */
async function installNative(places, { problems, say, machine = thisMachine() }) {
  const before = readJson(places.backend);
  rmSync(places.backend, { force: true });
  const wish = wishedRoad();
  // What came from the wheel is compared with its checksum before it is used again; loading alone does not show a changed byte.
  const suspicious = before?.road === "wheel" && problems.some(({ kind }) => kind === "files");
  if (wish === "any" && !suspicious && hasAddon(places)) {
    const outcome = await attempt(() => checkNative(places));
    if (!outcome.failure) {
      const { road, reason, remedy } = before?.name === "native" ? before : { road: "already" };
      keep(places, { road, version: outcome.version, reason, remedy });
      return `native ${outcome.version} is there, and it computes`;
    }
  }
  const failures = [];
  for (const road of roadsFor(machine, wish)) {
    const outcome = await attempt(async () => {
      await ROADS[road](places, { say, machine });
      return checkNative(places);
    });
    if (!outcome.failure) {
      keep(places, {
        road,
        version: outcome.version,
        reason: failures[0]?.brief,
        remedy: failures[0]?.remedy,
      });
      return `native ${outcome.version} installed by the ${ROAD_NAMES[road]}, and it computes`;
    }
    failures.push(outcome.failure);
    say(outcome.failure.brief);
  }
  const [first] = failures;
  if (first && wish !== "any") throw first;
  return keepJavaScript(places, { failure: first, machine });
}

/** @type {Record<Road, (places: Places, options: {say: (line: string) => void, machine: Machine}) => Promise<unknown>>} */
const ROADS = { wheel: installFromWheel, package: installFromPackage };

/**
 * The roads in their order. The wheel comes first: it is pinned by its checksum, has one newer TensorFlow for all, and
 * comes from where the Python side comes from, so it is reached wherever set-up gets that far.
 *
 * @param {Machine} machine
 * @param {string} [wish] - What NEURAL_NOTEBOOKS_NATIVE asks for.
 * @returns {Road[]}
 */
export function roadsFor(machine, wish = "any") {
  if (wish === "javascript") return [];
  if (wish === "wheel" || wish === "package") return [wish];
  return isKindWithWheel(machine) ? ["wheel", "package"] : ["package"];
}

/**
 * @param {() => Promise<{version: string}>} work
 * @returns {Promise<{version: string, failure?: undefined} | {failure: SetupProblem}>}
 */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    return { failure: error };
  }
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
  if (lacksInstructions(result)) {
    throw new SetupProblem(
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
 * @param {Places} places
 * @param {{road: string, version: string, reason?: string, remedy?: string}} found
 */
function keep(places, found) {
  /** @type {Backend["files"]} */
  const files = {};
  const root = path.relative(places.root, places.tfjsNode).split(path.sep).join("/");
  const folders = [`${root}/deps/lib`, `${root}/lib`];
  for (const name of filesBelow(places.root, folders).keys()) {
    const { size, mtimeMs } = lstatSync(path.join(places.root, name));
    files[name] = [size, mtimeMs];
  }
  writeBackend(places, { name: "native", ...found, files });
}

/** How each road is called in a sentence, after "by the". */
export const ROAD_NAMES = { wheel: "Python wheel and a compiler", package: "package's own way" };

/**
 * @param {Places} places
 * @param {{failure?: SetupProblem, machine: Machine}} options - Why the first road failed; none where none was tried.
 */
async function keepJavaScript(places, { failure, machine }) {
  const reason = failure?.brief ?? "NEURAL_NOTEBOOKS_NATIVE asks for it";
  const remedy = failure
    ? (failure.remedy ?? "Run npm run setup to try again.")
    : "Unset NEURAL_NOTEBOOKS_NATIVE and run npm run setup.";
  const lasting = !failure || noRoadLeadsThere(machine);
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

/**
 * On a Linux without a fitting wheel nothing changes from one run to the next; elsewhere a network may come back.
 *
 * @param {Machine} machine
 */
function noRoadLeadsThere(machine) {
  return machine.platform === "linux" && noWheelReason(machine) !== undefined;
}

/**
 * @param {Places} places
 * @param {object} backend
 */
function writeBackend(places, backend) {
  writeWhole(
    places.backend,
    `${JSON.stringify({ ...backend, node: thisNode(), wish: wishedRoad() }, null, 2)}\n`,
  );
}
