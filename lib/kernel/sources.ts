/** Keeps the declaration files of packages: read and parsed once in a kernel's life, documentation only where it is asked for. */
import { readdirSync } from "node:fs";
import type * as TypeScript from "typescript";
import type { TS } from "./typescript";

type Options = TypeScript.CreateSourceFileOptions | TypeScript.ScriptTarget;
type Builder = TypeScript.BuilderProgram;
type Host = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<Builder>;
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

  constructor(private readonly ts: TS) {}

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

  private take(name: string, options: Options, host: Host): TypeScript.SourceFile | undefined {
    if (!name.endsWith(".d.ts") || !isForeign(name)) return undefined;
    const kept = this.files.get(name);
    if (kept) return kept;
    const text = host.readFile(name);
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
export function listFolders(sys: TypeScript.System): Pick<TypeScript.System, "fileExists" | "directoryExists"> {
  const folders = new Map<string, Map<string, Kind>>();
  const kindOf = (name: string): Kind | undefined => {
    const cut = name.lastIndexOf("/");
    const folder = name.slice(0, cut);
    if (!WITHIN_PACKAGE.test(folder)) return undefined;
    let list = folders.get(folder);
    if (!list) folders.set(folder, (list = readFolder(folder)));
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

function readFolder(folder: string): Map<string, Kind> {
  try {
    return new Map(
      readdirSync(folder, { withFileTypes: true }).map((entry) => {
        const kind = entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other";
        return [entry.name, kind];
      }),
    );
  } catch {
    return new Map();
  }
}
