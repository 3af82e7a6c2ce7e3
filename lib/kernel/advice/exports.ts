/** Which module of this package, or of Node, exports a name; read from declaration files when a name is first missing. */
import { readdirSync, readFileSync } from "node:fs";
import path = require("node:path");

/** The package's compiled folder; its stages lie beside the kernel. */
const ROOT = path.join(__dirname, "..", "..");
/** What no cell imports. */
const HIDDEN = new Set(["kernel", "tools", "bench", "backend", "docs"]);
const NODE: Readonly<Record<string, string>> = {
  readFileSync: "node:fs",
  writeFileSync: "node:fs",
  existsSync: "node:fs",
  readdirSync: "node:fs",
  readFile: "node:fs/promises",
  writeFile: "node:fs/promises",
};

let places: Map<string, string[]> | undefined;

/**
 * Finds the modules that a name can be imported from.
 *
 * @param name - A name as it stands in a cell.
 * @returns Module names for an import; none when nobody exports it.
 */
export function placesOf(name: string): readonly string[] {
  places ??= readPlaces();
  const own = places.get(name) ?? [];
  return own.length > 0 || !Object.hasOwn(NODE, name) ? own : [NODE[name] as string];
}

/** All modules of the package that a cell can import. */
export function moduleNames(): readonly string[] {
  places ??= readPlaces();
  return [...new Set([...places.values()].flat())];
}

function readPlaces(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !HIDDEN.has(entry.name),
  );
  for (const folder of folders) {
    for (const file of readdirSync(path.join(ROOT, folder.name))) {
      const module = /^([\w-]+)\.d\.ts$/.exec(file)?.[1];
      if (!module || module === "index" || file.includes(".test")) continue;
      const text = readFileSync(path.join(ROOT, folder.name, file), "utf8");
      const declared =
        /^export (?:declare )?(?:async )?(?:abstract )?(?:function|const|let|class)\s+([A-Za-z_$][\w$]*)/gm;
      for (const [, name] of text.matchAll(declared)) {
        const list = found.get(name as string) ?? [];
        list.push(`neural-notebooks/${folder.name}/${module}`);
        found.set(name as string, list);
      }
    }
  }
  return found;
}
