/** Installs TensorFlow's C library and the addon the way of tfjs-node's own installer, from its publisher's storage. */
import { copyFileSync, existsSync, linkSync, rmSync } from "node:fs";
import path from "node:path";
import { thisMachine } from "./machine.mjs";
import { setupEnvironment } from "./paths.cjs";
import { compilerRemedy, findCompiler } from "./prerequisites.mjs";
import { SetupError, failed } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";

/** It waits for ever where a firewall swallows its packets. */
const PACKAGE_TIMEOUT = 900_000;

const DOING = "install TensorFlow the package's own way";

/** Where tfjs-node looks for its addon with every Node that the course runs on. */
const ADDON_FOLDER = ["lib", "napi-v8"];

/**
 * Whether an addon is there, whole or not.
 *
 * @param {import("./paths.cjs").Paths} paths
 */
export function hasAddon(paths) {
  return existsSync(path.join(paths.tfjsNode, ...ADDON_FOLDER, "tfjs_binding.node"));
}

/**
 * Runs the package's installer: it downloads a library (TensorFlow 2.9.1; on arm64 2.7) and a published addon, or
 * compiles the addon with node-gyp where none is published: by its issue tracker that is so for Windows (#8688) and
 * macOS (#6785).
 *
 * @param {import("./paths.cjs").Paths} paths
 * @param {{say: (line: string) => void, machine?: import("./machine.mjs").Machine}} options
 */
export async function installFromPackage(paths, { say, machine = thisMachine() }) {
  await refuseInVain(machine);
  say("trying the package's own download");
  const log = path.join(paths.logs, "native-package.log");
  const manifest = path.join(paths.tfjsNode, "package.json");
  const saved = path.join(paths.temporary, "tfjs-node-package.json");
  const env = installerEnvironment(paths, machine);
  copyFileSync(manifest, saved);
  for (const folder of ["deps", "lib"])
    rmSync(path.join(paths.tfjsNode, folder), { recursive: true, force: true }); // it keeps what it finds, broken or not
  try {
    const result = await runProgram(process.execPath, ["scripts/install.js"], {
      cwd: paths.tfjsNode,
      env,
      log,
      timeoutMs: PACKAGE_TIMEOUT,
    });
    // Its installer ends with 0 also when nothing came.
    if (result.code !== 0 || !hasAddon(paths)) throw failureOf({ ...result, log }, machine);
  } finally {
    copyFileSync(saved, manifest); // it rewrites its own package.json, which the package check would take for damage
  }
  if (machine.platform === "win32") placeBesideAddon(paths);
}

/** What node-gyp says on Windows, macOS and Linux where it finds no compiler. */
const NO_COMPILER =
  /find VS|any Visual Studio installation|No Xcode or CLT version|active developer path|not found: make/;

/**
 * @param {{code: number | string, output: string, log: string}} result
 * @param {import("./machine.mjs").Machine} machine
 */
function failureOf(result, { platform, arch }) {
  if (!NO_COMPILER.test(result.output)) return failed(DOING, result);
  return new SetupError(`Cannot ${DOING}: there is no C++ compiler for the addon.`, {
    remedy: compilerRemedy(platform, arch),
  });
}

/**
 * Says at once what its downloads would lead to.
 *
 * @param {import("./machine.mjs").Machine} machine
 */
async function refuseInVain({ platform, arch }) {
  if (platform === "win32" && arch !== "x64") {
    throw new SetupError(`Cannot ${DOING}: it has no library for Windows on ${arch}.`, {
      remedy: compilerRemedy(platform, arch),
    });
  }
  // On Windows node-gyp looks for Visual Studio itself, where no program of ours could.
  if (platform === "win32" || (platform === "linux" && arch === "x64")) return;
  if (await findCompiler({ platform })) return;
  throw new SetupError(
    `Cannot ${DOING}: no addon is published for ${platform} on ${arch}, and there is no C++ compiler.`,
    { remedy: compilerRemedy(platform) },
  );
}

/**
 * @param {import("./paths.cjs").Paths} paths
 * @param {import("./machine.mjs").Machine} machine
 * @returns {NodeJS.ProcessEnv}
 */
function installerEnvironment(paths, { arch }) {
  const env = setupEnvironment(paths);
  env.PATH = [path.join(paths.packages, ".bin"), path.dirname(process.execPath), process.env.PATH].join(
    path.delimiter,
  );
  // node-gyp needs a Python: the clone's is there, and new enough.
  env.PYTHON ??= paths.python;
  // The published addons carry no processor in their names: an arm64 machine would be given one for x64.
  if (arch !== "x64") env.npm_config_build_from_source = "true";
  return env;
}

/**
 * Windows looks for the library beside the addon. The installer puts it beside another: into the folder of the newest
 * Node-API that Node has (napi-v9 on Node 20), while the addon lies in that of the newest that tfjs-node knows.
 *
 * @param {import("./paths.cjs").Paths} paths
 */
function placeBesideAddon(paths) {
  const from = path.join(paths.tfjsNode, "deps", "lib", "tensorflow.dll");
  const to = path.join(paths.tfjsNode, ...ADDON_FOLDER, "tensorflow.dll");
  if (!existsSync(from) || existsSync(to)) return;
  try {
    linkSync(from, to); // links by name are for administrators there, a second name for the file is for all
  } catch {
    copyFileSync(from, to);
  }
}
