/** `npm run docs`: builds the reference of the library's public names into lib/dist/docs, and refuses gaps. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { setUp } from "./setup/main.mjs";
import { placesOf } from "./setup/places.mjs";

/**
 * Builds the reference with TypeDoc (settings: .typedoc.json).
 *
 * @param {string[]} args - Passed on to TypeDoc.
 * @returns {Promise<number>} TypeDoc's exit code: not 0 for any warning or undocumented export.
 */
export async function run(args) {
  await setUp({ command: "build" });
  const { root, packages } = placesOf();
  const typedoc = path.join(packages, "typedoc", "bin", "typedoc");
  return (
    spawnSync(process.execPath, [typedoc, "--options", ".typedoc.json", ...args], {
      cwd: root,
      stdio: "inherit",
    }).status ?? 1
  );
}
