/** `npm run docs`: builds the reference of the library's public names into docs, and refuses gaps. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { setUp } from "./setup/main.mjs";
import { pathsOf } from "./setup/paths.cjs";

/**
 * Builds the reference with TypeDoc (settings: lib/typedoc.json).
 *
 * @param {string[]} args - Passed on to TypeDoc.
 * @returns {Promise<number>} TypeDoc's exit code: not 0 for any warning or undocumented export.
 */
export async function run(args) {
  await setUp({ command: "build" });
  const { root, packages } = pathsOf();
  const typedoc = path.join(packages, "typedoc", "bin", "typedoc");
  return (
    spawnSync(process.execPath, [typedoc, "--options", "lib/typedoc.json", ...args], {
      cwd: root,
      stdio: "inherit",
    }).status ?? 1
  );
}
