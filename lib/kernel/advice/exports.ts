/** Which module of this package, or of Node, exports a name; read from declaration files when a name is first missing. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path = require("node:path");
import type { Importable } from "../language/auto-import";

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

/** Packages of the course under the names by which everybody imports the whole of them. */
const PACKAGES: readonly Importable[] = [{ name: "dfd", module: "danfojs-node", whole: true }];

let places: Map<string, string[]> | undefined;
/** Which names of a module its folder's door lets out. */
let doors: Map<string, (name: string) => boolean> | undefined;

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

/**
 * Finds what a half-written name could become by an import: names that the package's doors, its `index` files, let out,
 * and packages of the course.
 *
 * @param typed - The beginning of a name, in any letter case.
 * @returns Each name once, with the first module that exports it, in alphabetical order.
 */
export function importable(typed: string): readonly Importable[] {
  places ??= readPlaces();
  doors ??= readDoors();
  const open = doors;
  const beginning = typed.toLowerCase();
  const packages = PACKAGES.filter(({ name }) => name.startsWith(beginning));
  const found = [...places].flatMap(([name, modules]): Importable[] => {
    const module = name.toLowerCase().startsWith(beginning)
      ? modules.find((each) => open.get(each)?.(name))
      : undefined;
    return module === undefined ? [] : [{ name, module }];
  });
  return [...found, ...packages].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All modules of the package that a cell can import. */
export function moduleNames(): readonly string[] {
  places ??= readPlaces();
  return [...new Set([...places.values()].flat())];
}

function readPlaces(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const folder of folders()) {
    for (const file of readdirSync(path.join(ROOT, folder))) {
      const module = /^([\w-]+)\.d\.ts$/.exec(file)?.[1];
      if (!module || module === "index" || file.includes(".test")) continue;
      const text = readFileSync(path.join(ROOT, folder, file), "utf8");
      const declared =
        /^export (?:declare )?(?:async )?(?:abstract )?(?:function|const|let|class)\s+([A-Za-z_$][\w$]*)/gm;
      for (const [, name] of text.matchAll(declared)) {
        const list = found.get(name as string) ?? [];
        list.push(`neural-notebooks/${folder}/${module}`);
        found.set(name as string, list);
      }
    }
  }
  return found;
}

function readDoors(): Map<string, (name: string) => boolean> {
  const found = new Map<string, (name: string) => boolean>();
  for (const folder of folders()) {
    const door = path.join(ROOT, folder, "index.d.ts");
    const text = existsSync(door) ? readFileSync(door, "utf8") : "";
    for (const [, list, module] of text.matchAll(/^export (?:\*|\{([^}]*)\}) from "\.\/([\w-]+)"/gm)) {
      const names = list?.split(",").map((each) => each.trim());
      found.set(`neural-notebooks/${folder}/${String(module)}`, (name) => names?.includes(name) ?? true);
    }
  }
  return found;
}

/** The package's stages. */
function folders(): string[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !HIDDEN.has(entry.name))
    .map((entry) => entry.name);
}
