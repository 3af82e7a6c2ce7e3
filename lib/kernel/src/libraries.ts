/** The packages that this kernel was started with: their modules, their words, and what they put in others' place. */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path = require("node:path");
import { defaultWords, type AdviceWords, type KernelLibrary } from "./library";

/** A package that the kernel knows. */
export interface LoadedLibrary {
  readonly name: string;
  readonly version: string;
  /** Its folder, without links. */
  readonly folder: string;
  /** The modules that cells may import, with their declaration files. */
  readonly doors: ReadonlyMap<string, string>;
  readonly settings: KernelLibrary;
}

interface Manifest {
  name: string;
  version: string;
  exports?: Readonly<Record<string, string | { types?: string; default?: string }>>;
}

/** The kernel's own package. */
const OWN_FOLDER = path.join(__dirname, "..");

let loaded: readonly LoadedLibrary[] | undefined;

/**
 * Says which packages the kernel knows; once, before any cell.
 *
 * @param folders - Folders of packages; the kernel's own stands behind them.
 * @throws Error when a folder has no `package.json`.
 */
export function useLibraries(folders: readonly string[]): void {
  loaded = readLibraries(folders);
}

/** The packages that the kernel knows. */
export function libraries(): readonly LoadedLibrary[] {
  return (loaded ??= readLibraries([]));
}

/** The packages whose names are offered: the kernel's own only where it is alone. */
export function offeredLibraries(): readonly LoadedLibrary[] {
  const all = libraries();
  return all.length > 1 ? all.slice(0, -1) : all;
}

/** The words for advice: those of the first package that has them. */
export function adviceWords(): AdviceWords {
  const own = libraries().map(({ settings }) => settings.words ?? {});
  return Object.assign({}, defaultWords, ...own.reverse()) as AdviceWords;
}

/** What cells get in the place of packages that they import. */
export function replacements(): ReadonlyMap<string, () => unknown> {
  return new Map(libraries().flatMap(({ settings }) => Object.entries(settings.replacements ?? {})));
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
  const doors = new Map<string, string>();
  let settings: KernelLibrary = {};
  for (const [key, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === "string" || key.includes("*")) continue;
    if (key === "./kernel" && target.default) settings = settingsOf(path.join(folder, target.default));
    else if (target.types) doors.set(path.posix.join(manifest.name, key), path.join(folder, target.types));
  }
  const { name, version } = manifest;
  return { name, version, folder: folder.split(path.sep).join("/"), doors, settings };
}

function settingsOf(file: string): KernelLibrary {
  return existsSync(file) ? (require(file) as { library: KernelLibrary }).library : {};
}
