/** Keeps the declaration files of packages: read and parsed once in a kernel's life, documentation only where it is asked for. */
import { readdirSync, type Dirent } from "node:fs";
import path = require("node:path");
import type * as TypeScript from "typescript";
import { ALL_OF_NODE, CONSOLE_ONLY, GLOBALS_LIB } from "./globals";
import type { TS } from "./typescript";

type Options = TypeScript.CreateSourceFileOptions | TypeScript.ScriptTarget;
type Builder = TypeScript.BuilderProgram;
type Host = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<Builder>;
type Binder = TS & { bindSourceFile(file: TypeScript.SourceFile, options: TypeScript.CompilerOptions): void };
type Documented = TypeScript.Node & { jsDoc?: TypeScript.JSDoc[] };
type CompilerHost = TypeScript.CompilerHost & {
  getSourceFileByPath?: (
    name: string,
    place: TypeScript.Path,
    options: Options,
    onError?: (message: string) => void,
    fresh?: boolean,
  ) => TypeScript.SourceFile | undefined;
};

/** True for files that do not change while a kernel runs: those of packages and of the course's own library. */
export function isForeign(name: string): boolean {
  return name.includes("/node_modules/") || name.includes("/lib/dist/");
}

/**
 * The declaration files that programs share. TypeScript's watch host would hash each file's text and parse all its
 * comments, which together is a third of the time that the first program takes.
 */
export class SourceLibrary {
  private readonly files = new Map<string, TypeScript.SourceFile>();
  private readonly documented = new WeakSet<TypeScript.SourceFile>();
  private globals = CONSOLE_ONLY;
  /** How the newest program wanted its files, for those that are read ahead. */
  private newest: { options: Options; host: Host } | undefined;

  constructor(private readonly ts: TS) {}

  /** True once programs know all of Node's global names and modules. */
  get knowsNode(): boolean {
    return this.globals === ALL_OF_NODE;
  }

  /** Lets the next program know all of Node. */
  includeNode(): void {
    if (this.knowsNode) return;
    this.globals = ALL_OF_NODE;
    for (const [name, file] of this.files) {
      if (!name.endsWith(`/${GLOBALS_LIB}`)) continue;
      this.files.delete(name);
      // The watch host knows no version of files from here; any other makes it build a new program.
      (file as { version?: string }).version = "outdated";
    }
  }

  /** Makes each program of a watch host take the declaration files of packages from here. */
  serve(host: Host): Host {
    const { createProgram } = host;
    const served = new WeakSet<CompilerHost>();
    host.createProgram = (roots, options, compilerHost?: CompilerHost, ...rest) => {
      if (compilerHost && !served.has(compilerHost)) {
        served.add(compilerHost);
        const { getSourceFile, getSourceFileByPath } = compilerHost;
        compilerHost.getSourceFile = (name, wanted, ...others) =>
          this.take(name, wanted, host) ?? getSourceFile(name, wanted, ...others);
        if (getSourceFileByPath)
          compilerHost.getSourceFileByPath = (name, place, wanted, ...others) =>
            this.take(name, wanted, host) ?? getSourceFileByPath(name, place, wanted, ...others);
      }
      return createProgram(roots, options, compilerHost, ...rest);
    };
    return host;
  }

  /** Reads the documentation of declarations that were parsed without it. */
  document(declarations: readonly TypeScript.Node[]): void {
    for (const declaration of declarations) {
      const file = declaration.getSourceFile();
      if (this.files.get(file.fileName) !== file || this.documented.has(file)) continue;
      this.documented.add(file);
      const options = {
        languageVersion: file.languageVersion,
        jsDocParsingMode: this.ts.JSDocParsingMode.ParseAll,
      };
      const again = this.ts.createSourceFile(file.fileName, file.text, options, true);
      this.copyDocumentation(again, file);
    }
  }

  /** The declaration file of a package's module, as cells see it; `undefined` where it has none. */
  typesOf(module: string): string | undefined {
    if (!this.newest) return undefined;
    const { host } = this.newest;
    const from = path.join(process.cwd(), "cell.ts");
    const { resolvedModule } = this.ts.resolveModuleName(module, from, host.options ?? {}, host);
    return resolvedModule?.resolvedFileName.endsWith(".d.ts") ? resolvedModule.resolvedFileName : undefined;
  }

  /**
   * Reads, parses and binds declaration files before a program asks for them, with all that they refer to.
   *
   * @param entries - Absolute names of declaration files.
   * @returns Steps of a few milliseconds, as many as the largest file takes to parse at most.
   */
  *readAhead(entries: readonly string[]): Generator<void> {
    if (!this.newest) return;
    const { ts } = this;
    const { options, host } = this.newest;
    const program = host.options ?? {};
    const resolved = ts.createModuleResolutionCache("/", (name) => name, program);
    const names = new Set(entries);
    for (const name of names) {
      const file = this.take(name, options, host);
      if (!file) continue;
      yield;
      (ts as Binder).bindSourceFile(file, program);
      yield;
      const found = ts.preProcessFile(file.text, true, false);
      for (const { fileName } of found.referencedFiles)
        names.add(path.posix.join(path.posix.dirname(name), fileName));
      for (const { fileName } of found.importedFiles) {
        const { resolvedModule } = ts.resolveModuleName(fileName, name, program, host, resolved);
        if (resolvedModule) names.add(resolvedModule.resolvedFileName);
      }
      yield;
    }
  }

  private take(name: string, options: Options, host: Host): TypeScript.SourceFile | undefined {
    if (!name.endsWith(".d.ts") || !isForeign(name)) return undefined;
    this.newest = { options, host };
    const kept = this.files.get(name);
    if (kept) return kept;
    const text = name.endsWith(`/${GLOBALS_LIB}`) ? this.globals : host.readFile(name);
    if (text === undefined) return undefined;
    const file = this.ts.createSourceFile(name, text, {
      ...(typeof options === "object" ? options : { languageVersion: options }),
      jsDocParsingMode: this.ts.JSDocParsingMode.ParseNone,
    });
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
