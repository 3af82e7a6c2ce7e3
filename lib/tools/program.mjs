/** Runs a compiled program of lib after whatever of set-up is missing, so that it is never older than its sources. */
import { spawn } from "node:child_process";
import path from "node:path";
import { setUp } from "./setup/main.mjs";
import { pathsOf } from "./setup/paths.cjs";

/**
 * Runs a program to its end.
 *
 * @param {string | undefined} file - Its path below lib; without one, set-up is all.
 * @param {string[]} args - Its arguments.
 * @returns {Promise<number>} Its exit code.
 */
export async function runCompiled(file, args) {
  await setUp({ command: "build" });
  if (file === undefined) return 0;
  const paths = pathsOf();
  // In the folder where the command was given, so that paths among the arguments mean what they say.
  const child = spawn(process.execPath, [path.join(paths.lib, file), ...args], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: "inherit",
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => process.stdin.isTTY || child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}
