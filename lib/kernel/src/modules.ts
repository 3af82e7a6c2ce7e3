/** Loads what cells import: packages, ES modules, and files of the learner's, these as they are now. */
import { readFileSync, statSync } from "node:fs";
import Module = require("node:module");
import path = require("node:path");
import { pathToFileURL } from "node:url";
import vm = require("node:vm");
import { isForeign, stampOf } from "./language/declarations";

/** Turns a TypeScript file into a CommonJS module. */
export type FileCompiler = (file: string, text: string) => string;

type Extension = (
  module: NodeJS.Module & { _compile(code: string, file: string): void },
  file: string,
) => void;

/** What the learner's own code gets for the name of a package. */
export type Doors = ReadonlyMap<string, () => unknown>;

/** What `require` calls: looks for a module and runs it. */
interface Loading {
  _load(request: string, parent: NodeJS.Module | undefined, isMain: boolean): unknown;
}

/** Errors by which `require` says that a module must be imported. */
const MUST_IMPORT = new Set(["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE", "ERR_PACKAGE_PATH_NOT_EXPORTED"]);

/** The loader of one session. */
export class ModuleLoader {
  /** The `require` that cells have. */
  readonly require: NodeJS.Require;
  private readonly entry: string;
  private readonly doors: Doors;
  private readonly stamps = new Map<string, string>();
  private readonly dynamicImport: (name: string) => Promise<object>;

  /**
   * @param folder - Relative names start here.
   * @param options.compile - Translates TypeScript files.
   * @param options.doors - Packages that the learner's own code gets through a door.
   */
  constructor(
    private readonly folder: string,
    { compile, doors }: { compile: FileCompiler; doors: Doors },
  ) {
    this.entry = path.join(folder, "cell.js");
    this.require = Module.createRequire(this.entry);
    this.doors = doors;
    openDoors(doors);
    this.dynamicImport = importFrom(this.entry);
    const extension: Extension = (module, file) =>
      module._compile(compile(file, readFileSync(file, "utf8")), file);
    const extensions = this.require.extensions as unknown as Record<string, Extension>;
    for (const name of [".ts", ".mts", ".cts"]) {
      const present = extensions[name];
      // A newer Node strips types of its own; packages stay with it.
      extensions[name] = (module, file) =>
        present && isForeign(file) ? present(module, file) : extension(module, file);
    }
  }

  /**
   * Loads a module as `import` in a cell means it.
   *
   * @returns The module, or a promise for one that only `import()` can load.
   */
  load(name: string): unknown {
    if (isRelative(name)) this.dropChanged();
    const before = this.present();
    try {
      const module: unknown = this.require(this.resolve(name));
      this.noteOwnFiles();
      return module;
    } catch (error) {
      this.dropUnfinished(before);
      if (!MUST_IMPORT.has(String((error as { code?: unknown } | null)?.code))) throw error;
      return this.import(name);
    }
  }

  /** Loads a module as `import()` in a cell means it. */
  async import(name: string): Promise<object> {
    if (!isRelative(name)) {
      const door = doorOf(this.doors, name, this.entry);
      return door ? namespaceOf(door()) : this.dynamicImport(name);
    }
    const file = this.resolve(name);
    if (!/\.mjs$/.test(file)) return namespaceOf(await this.load(name));
    // An ES module is kept for ever under its address, so a changed file gets a new one.
    return this.dynamicImport(`${pathToFileURL(file).href}?${encodeURIComponent(stampOf(file))}`);
  }

  /** The modules that there are, for `dropUnfinished`: a file that has changed is another module. */
  present(): ReadonlySet<unknown> {
    return new Set(Object.values(this.require.cache));
  }

  /** Forgets modules that were left half loaded by an interrupt. */
  dropUnfinished(before: ReadonlySet<unknown>): void {
    for (const [file, module] of Object.entries(this.require.cache))
      if (module && !before.has(module) && !module.loaded) delete this.require.cache[file];
  }

  /** `./helper.js` may mean the TypeScript file of that name. */
  private resolve(name: string): string {
    if (!isRelative(name)) return name;
    try {
      return this.require.resolve(name);
    } catch (error) {
      const typescript = path.resolve(this.folder, name.replace(/\.([cm]?)js$/, ".$1ts"));
      if (/\.[cm]?js$/.test(name) && statSync(typescript, { throwIfNoEntry: false })) return typescript;
      throw error;
    }
  }

  private noteOwnFiles(): void {
    for (const file of Object.keys(this.require.cache))
      if (!isForeign(file) && !this.stamps.has(file)) this.stamps.set(file, stampOf(file));
  }

  /** Forgets files of the learner's that have changed since they were loaded, and all that imported them. */
  private dropChanged(): void {
    const { cache } = this.require;
    const dropped = new Set(
      [...this.stamps].flatMap(([file, stamp]) => (stampOf(file) === stamp ? [] : [file])),
    );
    for (let size = -1; size !== dropped.size;) {
      size = dropped.size;
      for (const file of this.stamps.keys())
        if (cache[file]?.children.some((child) => dropped.has(child.filename))) dropped.add(file);
    }
    for (const file of dropped) {
      delete cache[file];
      this.stamps.delete(file);
    }
  }
}

/** Leads `require` in files of the learner's, and in cells, through the doors; packages get what they ask for. */
function openDoors(doors: Doors): void {
  const loading = Module as unknown as Loading;
  const { _load: load } = loading;
  loading._load = function (request, parent, isMain) {
    const door = parent && !isForeign(parent.filename) && doorOf(doors, request, parent.filename);
    return door ? door() : load.call(this, request, parent, isMain);
  };
}

/** The door for what a file imports. A copy of the package that is not the door's own has none. */
function doorOf(doors: Doors, name: string, file: string): (() => unknown) | undefined {
  const door = doors.get(name);
  if (!door) return undefined;
  try {
    return Module.createRequire(file).resolve(name) === require.resolve(name) ? door : undefined;
  } catch {
    return undefined;
  }
}

/** Gives a CommonJS module the default export that `import x from` asks for. */
export function withDefault(module: unknown): unknown {
  if (isModule(module)) return module;
  const names = module !== null && (typeof module === "object" || typeof module === "function") ? module : {};
  return new Proxy(names, {
    get: (target, name) => (name === "default" ? module : (Reflect.get(target, name) as unknown)),
  });
}

/** What `import()` gives for a CommonJS module. */
function namespaceOf(exports: unknown): object {
  const module = Object(exports) as object;
  return isModule(module) ? module : { ...module, default: module };
}

function isModule(module: unknown): boolean {
  return (
    module !== null &&
    (typeof module === "object" || typeof module === "function") &&
    ((module as { __esModule?: unknown }).__esModule === true ||
      (module as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === "Module")
  );
}

function isRelative(name: string): boolean {
  return /^\.{0,2}\//.test(name);
}

/** `import()` as a file in the folder would have it. */
function importFrom(file: string): (name: string) => Promise<object> {
  const { USE_MAIN_CONTEXT_DEFAULT_LOADER: loader } =
    (vm as unknown as { constants?: Record<string, symbol> }).constants ?? {};
  if (loader)
    return vm.runInThisContext("(name) => import(name)", {
      filename: file,
      importModuleDynamically: loader as never,
    }) as (name: string) => Promise<object>;
  // Node before 20.12: found as `require` finds it.
  const { resolve } = Module.createRequire(file);
  return (name) => import(Module.isBuiltin(name) ? name : pathToFileURL(resolve(name)).href);
}
