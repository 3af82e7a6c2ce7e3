/** Finds the module of the known packages, or of Node, that exports a name; declaration files are read when a name is first missing. */
import { existsSync, readFileSync } from "node:fs";
import type { Importable } from "../language/auto-import";
import { libraries, offeredLibraries } from "../libraries";

const NODE: Readonly<Record<string, string>> = {
  readFileSync: "node:fs",
  writeFileSync: "node:fs",
  existsSync: "node:fs",
  readdirSync: "node:fs",
  readFile: "node:fs/promises",
  writeFile: "node:fs/promises",
};

/** Modules by the names of the values that they export; filled when a name is first missing. */
let exporters: Map<string, string[]> | undefined;

/**
 * Finds the modules that a name can be imported from.
 *
 * @param name - A name as it stands in a cell.
 * @returns Module specifiers; none when no module exports it.
 */
export function modulesExporting(name: string): readonly string[] {
  exporters ??= readExports();
  const node = Object.hasOwn(NODE, name) ? NODE[name] : undefined;
  return exporters.get(name) ?? (node === undefined ? [] : [node]);
}

/**
 * Finds the names with a beginning that could be imported: names that the known packages export, and packages that are
 * imported as a namespace.
 *
 * @param typed - The beginning of a name, in any letter case.
 * @returns Each name once, with the first module that exports it, in alphabetical order.
 */
export function importableNames(typed: string): readonly Importable[] {
  exporters ??= readExports();
  const beginning = typed.toLowerCase();
  const fits = (name: string): boolean => name.toLowerCase().startsWith(beginning);
  const named = [...exporters].flatMap(([name, [module]]): Importable[] =>
    module !== undefined && fits(name) ? [{ name, module }] : [],
  );
  const namespaces = offeredLibraries().flatMap(({ settings }) =>
    Object.entries(settings.namespaces ?? {}).filter(([name]) => fits(name)),
  );
  const all = [
    ...named,
    ...namespaces.map(([name, module]): Importable => ({ name, module, isNamespace: true })),
  ];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All modules of the known packages that a cell can import. */
export function moduleNames(): readonly string[] {
  return libraries().flatMap(({ modules }) => modules);
}

/** The modules that completion offers between the quotes of an import. */
export function offeredModules(): readonly string[] {
  return offeredLibraries().flatMap(({ modules }) => modules);
}

/** True for a name of a module that begins with a known package. */
export function isOfLibrary(module: string): boolean {
  return libraries().some(({ name }) => module.startsWith(`${name}/`));
}

function readExports(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [module, file] of offeredLibraries().flatMap(({ entryPoints }) => [...entryPoints])) {
    for (const name of valuesOf(existsSync(file) ? readFileSync(file, "utf8") : ""))
      addExporter(found, name, module);
  }
  return found;
}

/** Adds a module that exports a name, unless a module above it exports the name as well. */
function addExporter(found: Map<string, string[]>, name: string, module: string): void {
  const known = found.get(name) ?? [];
  if (!known.some((other) => module.startsWith(`${other}/`))) found.set(name, [...known, module]);
}

/** The values, without the types, that a declaration file exports by name. */
function valuesOf(text: string): string[] {
  const declared =
    /^export (?:declare )?(?:async )?(?:abstract )?(?:function|const|let|class)\s+([A-Za-z_$][\w$]*)/gm;
  const lists = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = ""]) => list.split(","));
  const passedOn = lists.map((each) => each.trim().replace(/^.* as /, ""));
  const own = [...text.matchAll(declared)].map(([, name = ""]) => name);
  return [...new Set([...own, ...passedOn.filter((name) => name !== "" && !name.startsWith("type "))])];
}
