/** `npm run format [file …]`: writes the sources anew as Prettier lays them out (settings: .prettierrc.json). */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { setUp } from "./setup/main.mjs";
import { nodePackages } from "./setup/node-packages.mjs";
import { pathsOf } from "./setup/paths.cjs";

/** The sources; what is generated among them stands in lib/prettierignore. */
const SOURCES = ["lib", "notebooks/src"].map((folder) => `${folder}/**/*.{ts,mjs,cjs,js,json}`);

/**
 * The command that formats, or checks the format.
 *
 * @param {import("./setup/paths.cjs").Paths} paths
 * @param {{mode: "write" | "check", files?: string[]}} options - The files; all sources unless told.
 * @returns {string[]} The arguments for Node, to be run in the clone's top folder.
 */
export function prettierCommand({ packages, setup }, { mode, files = SOURCES }) {
  const ignored = [".gitignore", "lib/prettierignore"].flatMap((file) => ["--ignore-path", file]);
  const prettier = path.join(packages, "prettier", "bin", "prettier.cjs");
  const cache = [
    "--cache",
    "--cache-location",
    path.join(setup, "prettiercache"),
    "--cache-strategy",
    "content",
  ];
  return [prettier, `--${mode}`, "--log-level", "warn", ...cache, ...ignored, ...files];
}

/**
 * Formats the sources.
 *
 * @param {string[]} files - From the clone's top folder; all sources when there are none.
 * @returns {Promise<number>} Prettier's exit code.
 */
export async function run(files) {
  await setUp({ command: "format", steps: [nodePackages] });
  const paths = pathsOf();
  const command = prettierCommand(paths, { mode: "write", files: files.length > 0 ? files : undefined });
  return spawnSync(process.execPath, command, { cwd: paths.root, stdio: "inherit" }).status ?? 1;
}
