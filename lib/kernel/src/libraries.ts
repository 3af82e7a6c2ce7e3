/** The packages that this kernel was started with: their modules, their phrases for advice, and the modules that they replace. */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import path = require("node:path");
import { defaultPhrases, type AdvicePhrases, type KernelLibrary } from "./library";

/** A package that the kernel knows. */
export interface LoadedLibrary {
  readonly name: string;
  readonly version: string;
  /** Its real path. */
  readonly folder: string;
  /** The modules that cells may import, with their declaration files. */
  readonly entryPoints: ReadonlyMap<string, string>;
  /** The names of all modules that cells may import: the entry points, and what stands for a `*` among the exports. */
  readonly modules: readonly string[];
  readonly settings: KernelLibrary;
}

interface Manifest {
  name: string;
  version: string;
  exports?: Readonly<Record<string, string | { types?: string; default?: string }>>;
}

/** The folder of the kernel's own package. */
const OWN_FOLDER = path.join(__dirname, "..");

let loaded: readonly LoadedLibrary[] | undefined;

/**
 * Sets the packages that the kernel knows; once, before any cell.
 *
 * @param folders - Folders of packages; the kernel's own is added at the end.
 * @throws Error when a folder has no `package.json`.
 */
export function useLibraries(folders: readonly string[]): void {
  loaded = readLibraries(folders);
}

/** The packages that the kernel knows. */
export function libraries(): readonly LoadedLibrary[] {
  return (loaded ??= readLibraries([]));
}

/** The packages whose names completion offers: the kernel's own only where there is no other. */
export function offeredLibraries(): readonly LoadedLibrary[] {
  const all = libraries();
  return all.length > 1 ? all.slice(0, -1) : all;
}

/** The phrases for advice: each from the first package that has it. */
export function advicePhrases(): AdvicePhrases {
  const own = libraries().map(({ settings }) => settings.phrases ?? {});
  return Object.assign({}, defaultPhrases, ...own.reverse()) as AdvicePhrases;
}

/** The modules that cells get in place of packages that they import. */
export function replacements(): ReadonlyMap<string, () => unknown> {
  return new Map(libraries().flatMap(({ settings }) => Object.entries(settings.replacements ?? {})));
}

/** Tells the packages that a cell begins. */
export function tellCellStarted(cell: { id: string | undefined }): void {
  for (const { settings } of libraries()) {
    try {
      settings.cellStarted?.(cell);
    } catch {
      // A package's own mistake must not keep the cell from running.
    }
  }
}

/** True for a file of one of the packages: it does not change while the kernel runs. */
export function isLibraryFile(file: string): boolean {
  return libraries().some(({ folder }) => file.startsWith(`${folder}/`));
}

function readLibraries(folders: readonly string[]): LoadedLibrary[] {
  return [...folders, OWN_FOLDER].map(readLibrary);
}

function readLibrary(given: string): LoadedLibrary {
  const folder = realpathSync(given);
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
  const entryPoints = new Map<string, string>();
  const patterned: string[] = [];
  let settings: KernelLibrary = {};
  for (const [key, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === "string") continue;
    if (key.includes("*")) patterned.push(...expanded(folder, key, target.types ?? ""));
    else if (key === "./kernel" && target.default) settings = settingsOf(path.join(folder, target.default));
    else if (target.types)
      entryPoints.set(path.posix.join(manifest.name, key), path.join(folder, target.types));
  }
  const { name, version } = manifest;
  const modules = [...entryPoints.keys(), ...patterned.map((key) => path.posix.join(name, key))];
  return { name, version, folder: folder.split(path.sep).join("/"), entryPoints, modules, settings };
}

/** The keys that a key with a `*` stands for: one for each file of the package that its target fits. */
function expanded(folder: string, key: string, target: string): string[] {
  const directory = path.join(folder, path.dirname(target));
  const [before = "", after = ""] = path.basename(target).split("*");
  if (!target.includes("*") || !existsSync(directory)) return [];
  const names = readdirSync(directory)
    .filter((file) => file.startsWith(before) && file.endsWith(after))
    .map((file) => file.slice(before.length, file.length - after.length));
  // Tests stand beside the files that they test, and do not ship.
  return names
    .filter((each) => !each.includes("."))
    .sort()
    .map((each) => key.replace("*", each));
}

function settingsOf(file: string): KernelLibrary {
  return existsSync(file) ? (require(file) as { library: KernelLibrary }).library : {};
}
