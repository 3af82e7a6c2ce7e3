/** Compiles tfjs-node's addon against the library that a wheel brought. */
import { renameSync, statSync } from "node:fs";
import path from "node:path";
import { setupEnvironment } from "./paths.cjs";
import { compilerRemedy, findCompiler } from "./prerequisites.mjs";
import { SetupError, failed } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";

/**
 * Finds the compiler, or says what to install.
 *
 * @param {import("./machine.mjs").Machine} machine
 * @returns {Promise<{command: string[], version: string}>}
 * @throws {SetupError} when there is none.
 */
export async function needCompiler({ platform, arch }) {
  const compiler = await findCompiler({ platform });
  if (compiler) return compiler;
  throw new SetupError(
    "Cannot compile the TensorFlow addon: there is no C++ compiler (g++, c++ or clang++).",
    { remedy: compilerRemedy(platform, arch) },
  );
}

/**
 * Compiles the addon; the libraries are in tfjs-node's `deps/lib` by then.
 *
 * @param {import("./paths.cjs").Paths} paths
 * @param {{say: (line: string) => void, machine: import("./machine.mjs").Machine, include: string, linking: string[],
 *   output: string}} options
 *   - `include`: the folder of the library's headers; `linking`: what the system's linker is told besides;
 *   `output`: the file to write, whole or not at all.
 */
export async function compileAddon(paths, { say, machine, include, linking, output }) {
  const compiler = await needCompiler(machine);
  say(`compiling the addon with ${compiler.version}`);
  const [program = "c++", ...first] = compiler.command;
  const unfinished = `${output}.part`;
  const includes = [include, path.join(paths.packages, "node-api-headers", "include"), ".."];
  const args = [
    ...first,
    ..."-std=c++17 -O2 -fPIC -DNAPI_VERSION=8 -DBUILDING_NODE_EXTENSION".split(" "),
    ...includes.flatMap((folder) => ["-I", folder]),
    ...["binding/tfjs_backend.cc", "binding/tfjs_binding.cc"],
    ...["-L", "deps/lib", "-ltensorflow", "-ltensorflow_framework"],
    ...linking,
    ...["-o", unfinished],
  ];
  const log = path.join(paths.logs, "native-compile.log");
  const result = await runProgram(program, args, {
    cwd: paths.tfjsNode,
    env: setupEnvironment(paths),
    log,
  });
  if (result.code !== 0 || statSync(unfinished, { throwIfNoEntry: false }) === undefined) {
    throw failed("compile the TensorFlow addon", { ...result, log });
  }
  renameSync(unfinished, output);
}
