/** Loads what cells import: packages, ES modules, and files of the learner's, which are loaded again when they have changed. */
import { readFileSync, statSync } from "node:fs";
import Module = require("node:module");
import path = require("node:path");
import { pathToFileURL } from "node:url";
import vm = require("node:vm");
import { isPackageFile, stampOf } from "./language/declarations";

/** Turns a TypeScript file into a CommonJS module. */
export type FileCompiler = (file: string, text: string) => string;

type Extension = (
  module: NodeJS.Module & { _compile(code: string, file: string): void },
  file: string,
) => void;

/** Modules that the learner's own code gets in place of packages, by name. */
export type ModuleReplacements = ReadonlyMap<string, () => unknown>;

/** The internal function of Node that `require` calls. */
interface ModuleInternals {
  _load(request: string, parent: NodeJS.Module | undefined, isMain: boolean): unknown;
}

/** Errors by which `require` says that a module must be imported. */
const MUST_IMPORT = new Set(["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE", "ERR_PACKAGE_PATH_NOT_EXPORTED"]);

/** The loader of one session. */
export class ModuleLoader {
  /** The `require` that cells have. */
  readonly require: NodeJS.Require;
  private readonly importingFile: string;
  private readonly replacements: ModuleReplacements;
  private readonly stamps = new Map<string, string>();
  private readonly dynamicImport: (name: string) => Promise<object>;

  /**
   * @param folder - Relative names start here.
   * @param options.compile - Translates TypeScript files.
   * @param options.replacements - Modules that the learner's own code gets in place of packages.
   */
  constructor(
    private readonly folder: string,
    { compile, replacements }: { compile: FileCompiler; replacements: ModuleReplacements },
  ) {
    this.importingFile = path.join(folder, "cell.js");
    this.require = Module.createRequire(this.importingFile);
    this.replacements = replacements;
    patchModuleLoad(replacements);
    this.dynamicImport = importFrom(this.importingFile);
    const extension: Extension = (module, file) =>
      module._compile(compile(file, readFileSync(file, "utf8")), file);
    const extensions = this.require.extensions as unknown as Record<string, Extension>;
    for (const name of [".ts", ".mts", ".cts"]) {
      const present = extensions[name];
      // Newer versions of Node strip types themselves; packages are left to them.
      extensions[name] = (module, file) =>
        present && isPackageFile(file) ? present(module, file) : extension(module, file);
    }
  }

  /**
   * Loads a module for an `import` of a cell.
   *
   * @returns The module, or a promise for one that only `import()` can load.
   */
  load(name: string): unknown {
    if (isRelative(name)) this.dropChanged();
    const before = this.loadedModules();
    try {
      const module: unknown = this.require(this.resolve(name));
      this.noteUserFiles();
      return module;
    } catch (error) {
      this.dropUnfinished(before);
      if (!MUST_IMPORT.has(String((error as { code?: unknown } | null)?.code))) throw error;
      return this.import(name);
    }
  }

  /** Loads a module for an `import()` of a cell. */
  async import(name: string): Promise<object> {
    if (!isRelative(name)) {
      const replacement = replacementFor(this.replacements, name, this.importingFile);
      return replacement ? namespaceOf(replacement()) : this.dynamicImport(name);
    }
    const file = this.resolve(name);
    if (!/\.mjs$/.test(file)) return namespaceOf(await this.load(name));
    // Node caches an ES module by its URL for ever, so a changed file gets a new URL.
    return this.dynamicImport(`${pathToFileURL(file).href}?${encodeURIComponent(stampOf(file))}`);
  }

  /** The modules that are loaded, for `dropUnfinished`: a file that has changed is another module. */
  loadedModules(): ReadonlySet<unknown> {
    return new Set(Object.values(this.require.cache));
  }

  /** Removes modules from the cache whose loading an interrupt ended. */
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

  private noteUserFiles(): void {
    for (const file of Object.keys(this.require.cache))
      if (!isPackageFile(file) && !this.stamps.has(file)) this.stamps.set(file, stampOf(file));
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

/** Makes `require` in files of the learner's, and in cells, give the replacements; packages get the original modules. */
function patchModuleLoad(replacements: ModuleReplacements): void {
  const internals = Module as unknown as ModuleInternals;
  const { _load: load } = internals;
  internals._load = function (request, parent, isMain) {
    const replacement =
      parent && !isPackageFile(parent.filename) && replacementFor(replacements, request, parent.filename);
    return replacement ? replacement() : load.call(this, request, parent, isMain);
  };
}

/** The replacement for what a file imports; none where the file resolves the name to another copy of the package. */
function replacementFor(
  replacements: ModuleReplacements,
  name: string,
  file: string,
): (() => unknown) | undefined {
  const replacement = replacements.get(name);
  if (!replacement) return undefined;
  try {
    return Module.createRequire(file).resolve(name) === require.resolve(name) ? replacement : undefined;
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

/** `import()` that resolves names as a file in the folder does. */
function importFrom(file: string): (name: string) => Promise<object> {
  const { USE_MAIN_CONTEXT_DEFAULT_LOADER: loader } =
    (vm as unknown as { constants?: Record<string, symbol> }).constants ?? {};
  if (loader)
    return vm.runInThisContext("(name) => import(name)", {
      filename: file,
      importModuleDynamically: loader as never,
    }) as (name: string) => Promise<object>;
  // Node before 20.12: resolved as `require` does.
  const { resolve } = Module.createRequire(file);
  return (name) => import(Module.isBuiltin(name) ? name : pathToFileURL(resolve(name)).href);
}
