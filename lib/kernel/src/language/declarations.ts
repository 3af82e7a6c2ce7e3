/** Keeps the source files that cells import from: read and parsed once in a kernel's life, documentation only when it is needed. */
import { readdirSync, statSync, type Dirent } from "node:fs";
import path = require("node:path");
import type * as TypeScript from "typescript";
import { isLibraryFile } from "../libraries";
import { CONSOLE_ONLY } from "./globals";
import { loadLibrary, type Library } from "./library";
import type { BoundFile, TS } from "./typescript";

type Documented = TypeScript.Node & { jsDoc?: TypeScript.JSDoc[] };

/** Prefix of the names of the files with the language's own library. They are not on disk. */
const LIBRARY_PREFIX = "/lib.language";

/** The part of the language's own library that every program needs. */
const CORE_LIBRARY = `${LIBRARY_PREFIX}-core.d.ts`;

/** The types of `console`, as long as the rest of Node's is not included. */
const CONSOLE_TYPES = `${LIBRARY_PREFIX}-console.d.ts`;

/** True for files that do not change while a kernel runs: those of packages, also of packages that are linked. */
export function isPackageFile(name: string): boolean {
  return name.startsWith(LIBRARY_PREFIX) || name.includes("/node_modules/") || isLibraryFile(name);
}

/**
 * The files that programs are made of. TypeScript would look at each file again for each program, and parse all
 * comments of declarations, which together is a third of the time that the first program takes.
 */
export class DeclarationFiles {
  private readonly files = new Map<string, TypeScript.SourceFile>();
  private readonly documented = new WeakSet<TypeScript.SourceFile>();
  /** The stamps of the learner's files when they were read, see {@link stampOf}. */
  private readonly stamps = new Map<string, string>();
  private readonly library: Library;
  /** The texts of the files that are not on disk. */
  private readonly texts: ReadonlyMap<string, string>;
  private includesAll = false;

  /** The file system for TypeScript's module resolution. */
  readonly sys: TypeScript.System;

  constructor(
    private readonly ts: TS,
    private readonly options: TypeScript.CompilerOptions,
    private readonly folder: string,
  ) {
    this.sys = Object.assign(Object.create(ts.sys) as TypeScript.System, cachedLookups(ts.sys));
    this.library = loadLibrary(ts);
    this.texts = new Map([
      [CORE_LIBRARY, this.library.core],
      [CONSOLE_TYPES, CONSOLE_ONLY],
      ...this.library.rest.map((text, index) => [`${LIBRARY_PREFIX}-rest-${index + 1}.d.ts`, text] as const),
    ]);
  }

  /** True once programs include all of the language's library and of Node's types. */
  get hasAllDeclarations(): boolean {
    return this.includesAll;
  }

  /** Makes the next program include all of the language's library and of Node's types. */
  includeAllDeclarations(): void {
    this.includesAll = true;
  }

  /** The root files of programs, without those that cells import. */
  get rootFiles(): string[] {
    return this.includesAll ? this.allRootFiles : [CORE_LIBRARY, CONSOLE_TYPES];
  }

  /** The root files of programs with all declarations. */
  get allRootFiles(): string[] {
    const ofLanguage = [...this.texts.keys()].filter((name) => name !== CONSOLE_TYPES);
    return [...ofLanguage, this.nodeTypes()];
  }

  /** The entry of Node's declarations: the folder's own where it has some, else those that the kernel comes with. */
  nodeTypes(): string {
    const containing = path.join(this.folder, "cell.ts");
    const found = this.ts.resolveTypeReferenceDirective("node", containing, this.options, this.sys);
    const { resolvedTypeReferenceDirective: own } = found;
    return (
      own?.resolvedFileName ??
      path.join(path.dirname(require.resolve("@types/node/package.json")), "index.d.ts")
    );
  }

  /** The host of programs that are made of these files. */
  host(): TypeScript.CompilerHost {
    const { sys, folder } = this;
    return {
      getSourceFile: (name) => this.sourceFile(name),
      getDefaultLibFileName: () => CORE_LIBRARY,
      writeFile: () => undefined,
      getCurrentDirectory: () => folder,
      getCanonicalFileName: (name) => (sys.useCaseSensitiveFileNames ? name : name.toLowerCase()),
      useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
      getNewLine: () => "\n",
      fileExists: sys.fileExists,
      readFile: sys.readFile,
      directoryExists: sys.directoryExists,
      getDirectories: sys.getDirectories,
      ...(sys.realpath ? { realpath: sys.realpath } : {}),
      // What the learner's own files import may have been added or deleted.
      hasInvalidatedResolutions: (name) => !isPackageFile(name),
    };
  }

  /**
   * Drops those files of the learner's that have changed since they were read.
   *
   * @returns True when there were any.
   */
  dropChanged(): boolean {
    let changed = false;
    for (const [name, stamp] of this.stamps) {
      if (stampOf(name) === stamp) continue;
      this.files.delete(name);
      this.stamps.delete(name);
      changed = true;
    }
    return changed;
  }

  /** True when a file of the learner's is among those that were read. */
  get hasUserFiles(): boolean {
    return this.stamps.size > 0;
  }

  /** Caches the split library for the start of the next kernel. */
  saveToCache(): void {
    this.library.saveToCache();
  }

  /** Resolves a module specifier of a cell; failures are not cached. */
  resolve(module: string): TypeScript.ResolvedModuleWithFailedLookupLocations {
    return this.ts.resolveModuleName(module, path.join(this.folder, "cell.ts"), this.options, this.sys);
  }

  /** Reads the documentation of declarations that were parsed without it. */
  readDocumentation(declarations: readonly TypeScript.Node[]): void {
    for (const declaration of declarations) {
      const file = declaration.getSourceFile();
      if (!file.isDeclarationFile || this.files.get(file.fileName) !== file || this.documented.has(file))
        continue;
      this.documented.add(file);
      const options = {
        languageVersion: file.languageVersion,
        jsDocParsingMode: this.ts.JSDocParsingMode.ParseAll,
      };
      const again = this.ts.createSourceFile(file.fileName, file.text, options, true);
      this.copyDocumentation(again, file);
    }
  }

  /**
   * Reads, parses and binds declaration files before a program needs them, with all that they import.
   *
   * @param entries - Absolute names of declaration files.
   * @returns Steps of a few milliseconds, as many as the largest file takes to parse at most.
   */
  *prefetch(entries: readonly string[]): Generator<void> {
    const { ts, options, sys } = this;
    const resolved = ts.createModuleResolutionCache("/", (name) => name, options);
    const names = new Set(entries);
    for (const name of names) {
      if (!name.endsWith(".d.ts") || !isPackageFile(name)) continue;
      const file = this.sourceFile(name);
      if (!file) continue;
      yield;
      ts.bindSourceFile(file, options);
      yield;
      const found = ts.preProcessFile(file.text, true, false);
      for (const { fileName } of found.referencedFiles)
        names.add(path.posix.join(path.posix.dirname(name), fileName));
      for (const { fileName } of found.importedFiles) {
        const { resolvedModule } = ts.resolveModuleName(fileName, name, options, sys, resolved);
        if (resolvedModule) names.add(resolvedModule.resolvedFileName);
      }
      yield;
    }
  }

  private sourceFile(name: string): TypeScript.SourceFile | undefined {
    const kept = this.files.get(name);
    if (kept) return kept;
    const own = !isPackageFile(name);
    if (own) this.stamps.set(name, stampOf(name));
    const text = this.texts.get(name) ?? this.sys.readFile(name);
    if (text === undefined) return undefined;
    const { ParseAll, ParseNone } = this.ts.JSDocParsingMode;
    const file = this.ts.createSourceFile(
      name,
      text,
      {
        languageVersion: this.options.target as TypeScript.ScriptTarget,
        jsDocParsingMode: own ? ParseAll : ParseNone,
      },
      own,
    ) as BoundFile;
    this.files.set(name, file);
    return file;
  }

  /** Copies the documentation between two trees that are the same otherwise. */
  private copyDocumentation(from: Documented, to: Documented): void {
    if (from.jsDoc) {
      to.jsDoc = from.jsDoc;
      for (const part of from.jsDoc) (part as { parent: TypeScript.Node }).parent = to;
    }
    const children: TypeScript.Node[] = [];
    this.ts.forEachChild(from, (child) => void children.push(child));
    let at = 0;
    this.ts.forEachChild(to, (child) => {
      const counterpart = children[at++];
      if (counterpart) this.copyDocumentation(counterpart, child);
    });
  }
}

/** A text that changes when a file changes: its size, modification time and inode; empty for one that does not exist. */
export function stampOf(name: string): string {
  const stat = statSync(name, { throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeMs} ${stat.ino}` : "";
}

/**
 * Answers whether files of packages exist from cached lists of their folders: TypeScript asks for several names for each
 * file that exists. Only folders within a package are cached, so that a package installed later is found.
 */
export function cachedLookups(
  sys: TypeScript.System,
): Pick<TypeScript.System, "fileExists" | "directoryExists"> {
  const folders = new Map<string, Map<string, EntryKind>>();
  const kindOf = (name: string): EntryKind | undefined => {
    const slash = name.lastIndexOf("/");
    const folder = name.slice(0, slash);
    if (!WITHIN_PACKAGE.test(folder)) return undefined;
    const list = folders.get(folder) ?? readFolder(folder);
    if (!list) return "missing";
    folders.set(folder, list);
    return list.get(name.slice(slash + 1)) ?? "missing";
  };
  const answer = (name: string, wanted: EntryKind, ask: (name: string) => boolean): boolean => {
    const kind = kindOf(name);
    return kind === undefined || kind === "other" ? ask(name) : kind === wanted;
  };
  return {
    fileExists: (name) => answer(name, "file", sys.fileExists),
    directoryExists: (name) => answer(name, "folder", sys.directoryExists),
  };
}

/** The kind of a directory entry; `other` may be a link to a file or a folder. */
type EntryKind = "file" | "folder" | "other" | "missing";

/** Matches a package's own folder and those below it. */
const WITHIN_PACKAGE = /\/node_modules\/(?:@[^/]+\/)?[^@/][^/]*(?:\/|$)/;

/** Lists a folder; `undefined` for one that does not exist, which must not be cached. */
function readFolder(folder: string): Map<string, EntryKind> | undefined {
  try {
    return new Map(
      readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, kindOfEntry(entry)]),
    );
  } catch {
    return undefined;
  }
}

function kindOfEntry(entry: Dirent): EntryKind {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}
