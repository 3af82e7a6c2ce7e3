/** Makes each stage's compiled `index.js` load a file only when one of its names is first used; run after the compiler. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const LOADED = /^(?:var|const) (\w+) = require\("(\.{1,2}\/[^"]+)"\);$/gm;

/**
 * Rewrites a door: what the compiler loads at once is loaded at the use of a name. The lines that export the names stay
 * as they are, since Node finds the names that an ES module may import by their form.
 *
 * @param {string} code - What the compiler wrote for a file of re-exports.
 * @returns {string} The code; unchanged when it is lazy already.
 */
export function lazyDoor(code) {
  return code.replace(
    LOADED,
    'var $1 = new Proxy({}, { get: function (_, name) { return require("$2")[name]; } });',
  );
}

/**
 * Rewrites the doors of all stages.
 *
 * @param {string} [dist] - The package's compiled folder.
 * @returns {void}
 */
export function makeDoorsLazy(dist = fileURLToPath(new URL("dist", import.meta.url))) {
  if (!existsSync(dist)) return;
  for (const stage of readdirSync(dist)) {
    const file = path.join(dist, stage, "index.js");
    if (!existsSync(file)) continue;
    const code = readFileSync(file, "utf8");
    const lazy = lazyDoor(code);
    if (lazy !== code) writeFileSync(file, lazy);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) makeDoorsLazy();
