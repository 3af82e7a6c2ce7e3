/** Keeps the files that cells import from: read and parsed once in a kernel's life, documentation only where it is asked for. */
import { readdirSync, statSync, type Dirent } from "node:fs";
import path = require("node:path");
import type * as TypeScript from "typescript";
import { isLibraryFile } from "../libraries";
import { CONSOLE_ONLY } from "./globals";
import { loadLibrary, type Library } from "./library";
import type { BoundFile, TS } from "./typescript";

type Documented = TypeScript.Node & { jsDoc?: TypeScript.JSDoc[] };

/** The names of the files that hold the language's own library begin so. There are none on disk. */
const LIBRARY = "/lib.language";

/** What every program needs of the language's own library. */
const CORE = `${LIBRARY}-core.d.ts`;

/** `console`, as long as the rest of Node is not known. */
const CONSOLE = `${LIBRARY}-console.d.ts`;

/** True for files that do not change while a kernel runs: those of packages, also of packages that are linked. */
export function isForeign(name: string): boolean {
  return name.startsWith(LIBRARY) || name.includes("/node_modules/") || isLibraryFile(name);
}

/**
 * The files that programs are made of. TypeScript would look at each file again for each program, and parse all
 * comments of declarations, which together is a third of the time that the first program takes.
 */
export class DeclarationFiles {
  private readonly files = new Map<string, TypeScript.SourceFile>();
  private readonly documented = new WeakSet<TypeScript.SourceFile>();
  /** What a file of the learner's looked like when it was read. */
  private readonly stamps = new Map<string, string>();
  private readonly library: Library;
  /** The texts of the files that are not on disk. */
  private readonly texts: ReadonlyMap<string, string>;
  private all = false;

  /** Answers for TypeScript's resolution of modules. */
  readonly sys: TypeScript.System;

  constructor(
    private readonly ts: TS,
    private readonly options: TypeScript.CompilerOptions,
    private readonly folder: string,
  ) {
    this.sys = Object.assign(Object.create(ts.sys) as TypeScript.System, listFolders(ts.sys));
    this.library = loadLibrary(ts);
    this.texts = new Map([
      [CORE, this.library.core],
      [CONSOLE, CONSOLE_ONLY],
      ...this.library.rest.map((text, index) => [`${LIBRARY}-rest-${index + 1}.d.ts`, text] as const),
    ]);
  }

  /** True once programs know all of the language's library and of Node's names and modules. */
  get knowsAll(): boolean {
    return this.all;
  }

  /** Lets the next program know all of the language's library and of Node. */
  includeAll(): void {
    this.all = true;
  }

  /** The files that every program begins with. */
  get roots(): string[] {
    return this.all ? this.everything : [CORE, CONSOLE];
  }

  /** The files that programs begin with once they know all. */
  get everything(): string[] {
    const ofLanguage = [...this.texts.keys()].filter((name) => name !== CONSOLE);
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
      getSourceFile: (name) => this.take(name),
      getDefaultLibFileName: () => CORE,
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
      // What the learner's own files import may be there now, or be gone.
      hasInvalidatedResolutions: (name) => !isForeign(name),
    };
  }

  /**
   * Forgets those files of the learner's that have changed since they were read.
   *
   * @returns True when there were any.
   */
  refresh(): boolean {
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
  get hasOwn(): boolean {
    return this.stamps.size > 0;
  }

  /** Keeps what makes the next kernel's start quicker. */
  keep(): void {
    this.library.keep();
  }

  /** Finds the file that a cell means by a module's name; failures are not remembered. */
  resolve(module: string): TypeScript.ResolvedModuleWithFailedLookupLocations {
    return this.ts.resolveModuleName(module, path.join(this.folder, "cell.ts"), this.options, this.sys);
  }

  /** Reads the documentation of declarations that were parsed without it. */
  document(declarations: readonly TypeScript.Node[]): void {
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
   * Reads, parses and binds declaration files before a program asks for them, with all that they refer to.
   *
   * @param entries - Absolute names of declaration files.
   * @returns Steps of a few milliseconds, as many as the largest file takes to parse at most.
   */
  *readAhead(entries: readonly string[]): Generator<void> {
    const { ts, options, sys } = this;
    const resolved = ts.createModuleResolutionCache("/", (name) => name, options);
    const names = new Set(entries);
    for (const name of names) {
      if (!name.endsWith(".d.ts") || !isForeign(name)) continue;
      const file = this.take(name);
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

  private take(name: string): TypeScript.SourceFile | undefined {
    const kept = this.files.get(name);
    if (kept) return kept;
    const own = !isForeign(name);
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

  /** The two trees are the same but for the documentation. */
  private copyDocumentation(from: Documented, to: Documented): void {
    if (from.jsDoc) {
      to.jsDoc = from.jsDoc;
      for (const part of from.jsDoc) (part as { parent: TypeScript.Node }).parent = to;
    }
    const children: TypeScript.Node[] = [];
    this.ts.forEachChild(from, (child) => void children.push(child));
    let at = 0;
    this.ts.forEachChild(to, (child) => {
      const twin = children[at++];
      if (twin) this.copyDocumentation(twin, child);
    });
  }
}

/** Tells whether a file has changed: its size and the time of its last change; empty for one that is not there. */
export function stampOf(name: string): string {
  const stat = statSync(name, { throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeMs} ${stat.ino}` : "";
}

/**
 * Answers whether files of packages exist from lists of their folders: TypeScript asks for several names for each
 * file that is there. Only folders within a package are remembered, so that a package installed later is found.
 */
export function listFolders(
  sys: TypeScript.System,
): Pick<TypeScript.System, "fileExists" | "directoryExists"> {
  const folders = new Map<string, Map<string, Kind>>();
  const kindOf = (name: string): Kind | undefined => {
    const cut = name.lastIndexOf("/");
    const folder = name.slice(0, cut);
    if (!WITHIN_PACKAGE.test(folder)) return undefined;
    const list = folders.get(folder) ?? readFolder(folder);
    if (!list) return "missing";
    folders.set(folder, list);
    return list.get(name.slice(cut + 1)) ?? "missing";
  };
  const answer = (name: string, wanted: Kind, ask: (name: string) => boolean): boolean => {
    const kind = kindOf(name);
    return kind === undefined || kind === "other" ? ask(name) : kind === wanted;
  };
  return {
    fileExists: (name) => answer(name, "file", sys.fileExists),
    directoryExists: (name) => answer(name, "folder", sys.directoryExists),
  };
}

/** What a name stands for; `other` may be a link to a file or a folder. */
type Kind = "file" | "folder" | "other" | "missing";

/** Matches a package's own folder and those below it. */
const WITHIN_PACKAGE = /\/node_modules\/(?:@[^/]+\/)?[^@/][^/]*(?:\/|$)/;

/** Lists a folder; `undefined` for one that is not there, which is not to be remembered. */
function readFolder(folder: string): Map<string, Kind> | undefined {
  try {
    return new Map(
      readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, kindOfEntry(entry)]),
    );
  } catch {
    return undefined;
  }
}

function kindOfEntry(entry: Dirent): Kind {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}
