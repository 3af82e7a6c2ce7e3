/** Compiles cells to scripts, keeps the names that they declare, and reports their diagnostics. */
import path = require("node:path");
import type * as TypeScript from "typescript";
import { completenessOf, type Completeness } from "./completeness";
import { DeclarationFiles } from "./declarations";
import { toDiagnostics, type Diagnostic } from "./diagnostics";
import { Editor, type CompletionList, type Inspection } from "./editor";
import { blankExports } from "./exports";
import { importScript, readImports, type CellImports } from "./imports";
import { isErrorAtRunTime } from "./relaxed";
import { mangledName } from "./renames";
import { topLevelNames, Scope, type Origin } from "./scope";
import type { ModuleUse } from "./script";
import { ScriptMap } from "./sourcemap";
import { SessionChecker } from "./session-checker";
import { translate } from "./translate";
import { shareTypeScript } from "../tslab";
import { cellOptions, loadTypeScript, type BoundFile, type TS } from "./typescript";

/** A cell that is ready to run. */
export interface CompiledCell {
  /** JavaScript for V8's REPL mode. */
  code: string;
  map: ScriptMap;
  /** The modules that must be loaded before it runs. */
  modules: readonly ModuleUse[];
  /** The names that it declares. */
  names: ReadonlyMap<string, Origin>;
  /**
   * For a cell that only imports: what its modules must export. Its types are not checked; where an export is missing, the
   * cell must be compiled with `eager`, see {@link Language.compile}.
   */
  unchecked?: CellImports["modules"];
}

/** A cell with errors. */
export interface RefusedCell {
  diagnostics: Diagnostic[];
}

/** Folder of the cells' files; it is not on disk. */
const CELL_FOLDER = "/__cells__";

/** The source map of a script in which nothing can throw. */
const EMPTY_SOURCE_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

/** Names that modules have besides those of the global object. */
const MODULE_NAMES = ["require", "module", "exports", "__filename", "__dirname"];

/** The language side of a session. */
export class Language {
  /** TypeScript. */
  readonly ts: TS;
  private readonly saveCompiled: () => void;
  private readonly files: DeclarationFiles;
  private readonly checker: SessionChecker;
  private readonly editor: Editor;
  private readonly reservedNames: ReadonlySet<string>;
  /** False: only errors of code that cannot run refuse a cell, see `relaxed.ts`. */
  strictTypes = true;
  private scope = new Scope();
  private fileCount = 0;
  /** Declaration files of imported modules that are not read yet. */
  private unreadDeclarations: string[] = [];

  /**
   * @param options.folder - Where the session runs; relative imports start there.
   */
  constructor({ folder = process.cwd() }: { folder?: string } = {}) {
    const { ts, saveToCache } = loadTypeScript();
    this.ts = ts;
    this.saveCompiled = saveToCache;
    const options = cellOptions(ts);
    this.files = new DeclarationFiles(ts, options, folder);
    this.checker = new SessionChecker(ts, options, this.files);
    this.editor = new Editor(ts, this.checker, this.files);
    this.folder = folder;
    this.reservedNames = new Set([...MODULE_NAMES, ...globalNames()]);
    shareTypeScript(ts);
  }

  /** Where the session runs; relative imports start there. */
  readonly folder: string;

  /** True once cells are checked with all declarations, see `library.ts` and `globals.ts`. */
  get hasAllDeclarations(): boolean {
    return this.files.hasAllDeclarations;
  }

  /** The names that cells have declared. */
  get names(): string[] {
    return this.scope.all();
  }

  /** The context of advice on a cell with errors. */
  adviceContext(source: string): {
    ts: TS;
    names: readonly string[];
    typeAt(offset: number): string | undefined;
  } {
    return { ts: this.ts, names: this.names, typeAt: (offset) => this.inspect(source, offset)?.signature };
  }

  /** The name in a script for a name of a cell. */
  scriptName(name: string): string {
    return this.reservedNames.has(name) ? mangledName(name) : name;
  }

  /**
   * Compiles a cell. The names that it declares are known to later cells only after {@link commit}.
   *
   * @param source - The cell.
   * @param options - `count`: its number; `eager`: check types even where the cell only imports.
   */
  compile(source: string, options: { count: number; eager?: boolean }): CompiledCell | RefusedCell {
    const { ts, checker } = this;
    const written = blankExports(ts, source);
    const imports = options.eager ? undefined : this.importsOnly(written);
    if (!imports && /\b(?:import|require)\b/.test(written)) {
      checker.reloadChangedFiles();
      checker.includeAllDeclarations();
    }
    const { text, prefixLength } = this.parenthesizeObject(written);
    const name = `${CELL_FOLDER}/cell-${++this.fileCount}.ts`;
    const parsed = checker.parse(name, text);
    if (parsed.parseDiagnostics.length > 0) return this.refuse(parsed, { name, text, source, prefixLength });
    const names = topLevelNames(ts, parsed, name);
    const cell = { name, text, source, prefixLength, names, count: options.count };
    if (imports) {
      this.unreadDeclarations.push(
        ...imports.modules.flatMap((module) => this.declarationFileOf(module.name) ?? []),
      );
      const { code, modules } = importScript(imports, (each) => this.scriptName(each));
      return {
        code,
        modules,
        map: new ScriptMap(source, EMPTY_SOURCE_MAP),
        names,
        unchecked: imports.modules,
      };
    }
    const used = this.scope.all().filter((each) => parsed.identifiers.has(each));
    let file = this.withScope(cell, parsed, used);
    checker.add(file);
    let found = this.check(file);
    if (found.length > 0 && !this.hasAllDeclarations) {
      // The cell may only use more of Node than `console`, or rare names of the library.
      checker.includeAllDeclarations();
      found = this.check(file);
    }
    if (found.length === 0) return this.translate(file, cell);
    checker.remove(file);
    checker.restoreSuggestions();
    // Checked again with all names in scope, so that the compiler can suggest the one that was meant.
    file = this.withScope(cell, parsed, this.scope.all());
    checker.add(file);
    const better = this.check(file);
    checker.remove(file);
    return { diagnostics: this.toDiagnostics(better.length > 0 ? better : found, cell) };
  }

  /**
   * Makes the names of a cell that ran known to later cells.
   *
   * @param cell - The compiled cell.
   * @param assigned - Those of its names that got a value; all, when left out.
   */
  commit(cell: CompiledCell, assigned?: ReadonlySet<string>): void {
    const names = [...cell.names].filter(([name]) => assigned === undefined || assigned.has(name));
    this.scope.add(new Map(names));
  }

  /** Translates a file of the learner's into a CommonJS module. */
  compileFile(file: string, text: string): { code: string; map: ScriptMap } {
    const { ts } = this;
    const { target, esModuleInterop, experimentalDecorators } = cellOptions(ts);
    const compilerOptions: TypeScript.CompilerOptions = {
      ...(target === undefined ? {} : { target }),
      ...(esModuleInterop === undefined ? {} : { esModuleInterop }),
      ...(experimentalDecorators === undefined ? {} : { experimentalDecorators }),
      module: ts.ModuleKind.CommonJS,
      sourceMap: true,
    };
    const { outputText, sourceMapText } = ts.transpileModule(text, { fileName: file, compilerOptions });
    const code = outputText.replace(/^\/\/# sourceMappingURL=.*$/gm, "");
    return { code, map: new ScriptMap(text, sourceMapText ?? EMPTY_SOURCE_MAP) };
  }

  /** Forgets all names. */
  reset(): void {
    this.scope = new Scope();
    this.checker.forgetGlobals();
  }

  /** Reads the language's own library, which every cell needs. */
  prepare(): void {
    this.checker.ensureProgram();
  }

  /** A background job: reads the types of the packages that most notebooks import, and caches compiled code. */
  *prefetch(): Generator<void> {
    const { files } = this;
    // Nearly every lesson imports TensorFlow in its first cell; its types bring Node's with them.
    yield* files.prefetch(files.allRootFiles);
    this.saveCompiled();
    yield;
    files.saveToCache();
    yield;
    const tensorflow = this.declarationFileOf("@tensorflow/tfjs-node");
    if (tensorflow !== undefined) yield* files.prefetch([tensorflow]);
  }

  /** A background job: reads the types of the modules that cells have imported, and replaces a stale checker. */
  *prefetchImported(): Generator<void> {
    if (this.unreadDeclarations.length > 0) {
      const unread = this.unreadDeclarations.splice(0);
      yield* this.files.prefetch(unread);
    }
    this.checker.replaceIfStale();
  }

  /** Completes the name at a position in a cell. */
  complete(source: string, position: number): CompletionList {
    return this.withCellFile(source, (file) => this.editor.complete(file, source, position));
  }

  /** Inspects the name at a position; within a call's parentheses, the function. */
  inspect(source: string, position: number): Inspection | undefined {
    return this.withCellFile(source, (file) => this.editor.inspect(file, source, position));
  }

  /** Whether a cell is complete, incomplete, or invalid. */
  isComplete(source: string): Completeness {
    return completenessOf(this.ts, source);
  }

  /** Calls a function with the file of a cell that is being written, checked with all declarations and names. */
  private withCellFile<T>(source: string, answer: (file: BoundFile) => T): T {
    const { checker } = this;
    checker.includeAllDeclarations();
    const name = `${CELL_FOLDER}/cell-${++this.fileCount}.ts`;
    const own = topLevelNames(this.ts, checker.parse(name, source), name);
    const others = this.scope.all().filter((each) => !own.has(each));
    const file = checker.parse(name, `${source}\n;${this.scope.importLines(others)}`);
    checker.add(file);
    try {
      return answer(file);
    } finally {
      checker.remove(file);
    }
  }

  /** The diagnostics for which a cell is refused. */
  private check(file: BoundFile): TypeScript.Diagnostic[] {
    const found = this.checker.check(file);
    return this.strictTypes ? found : found.filter(({ code }) => isErrorAtRunTime(code));
  }

  /** A cell's file with imports of the names of earlier cells that it uses, and exports of its own. */
  private withScope(
    cell: { name: string; text: string; names: ReadonlyMap<string, Origin> },
    parsed: BoundFile,
    used: readonly string[],
  ): BoundFile {
    const { name, text, names } = cell;
    const lines = this.scope.importLines(used.filter((each) => !names.has(each)));
    const own = [...names].flatMap(([each, { kind }]) => (kind === "cell" ? [each] : []));
    const exports = own.length > 0 ? `export { ${own.join(", ")} };` : "";
    return lines + exports === "" ? parsed : this.checker.parse(name, `${text}\n${lines}${exports}`);
  }

  private translate(
    file: BoundFile,
    cell: {
      text: string;
      source: string;
      prefixLength: number;
      names: ReadonlyMap<string, Origin>;
      count: number;
    },
  ): CompiledCell {
    const { text, source, prefixLength, names, count } = cell;
    const isReserved = (name: string): boolean => this.reservedNames.has(name);
    const script = translate(this.ts, this.checker, { file, length: text.length, count, isReserved });
    return {
      code: script.code,
      map: new ScriptMap(source, script.map, { prefixLength }),
      modules: script.modules,
      names,
    };
  }

  /** Puts `{ units: 3 }` in parentheses: it is meant as an object literal, and parsed as a block with a label. */
  private parenthesizeObject(source: string): { text: string; prefixLength: number } {
    if (!/^\s*\{[^]*\}\s*$/.test(source)) return { text: source, prefixLength: 0 };
    const text = `(${source})`;
    const file = this.ts.createSourceFile("cell.ts", text, this.ts.ScriptTarget.Latest) as BoundFile;
    return file.parseDiagnostics.length > 0 ? { text: source, prefixLength: 0 } : { text, prefixLength: 1 };
  }

  /** Refuses a cell with syntax errors; the type errors of what could be parsed are added, because advice uses them. */
  private refuse(
    parsed: BoundFile,
    cell: { name: string; text: string; source: string; prefixLength: number },
  ): RefusedCell {
    const { checker } = this;
    const names = topLevelNames(this.ts, parsed, cell.name);
    const file = this.withScope({ ...cell, names }, parsed, this.scope.all());
    let found: readonly TypeScript.Diagnostic[] = [];
    checker.add(file);
    try {
      checker.restoreSuggestions();
      found = checker.check(file).filter(({ start = 0 }) => start < cell.text.length);
    } catch {
      // The checker may fail on a tree with syntax errors.
    } finally {
      checker.remove(file);
    }
    return { diagnostics: this.toDiagnostics([...parsed.parseDiagnostics, ...found], cell) };
  }

  /** The imports of a cell that only imports, where their types can be checked later. */
  private importsOnly(source: string): CellImports | undefined {
    const imports = readImports(this.ts, source);
    const known = new Set(this.scope.all());
    const canWait = imports?.modules.every(({ name }) => this.declarationFileOf(name) !== undefined);
    return canWait && !imports?.names.some((name) => known.has(name)) ? imports : undefined;
  }

  /** The declaration file of a package's module; `undefined` where it has none. */
  private declarationFileOf(module: string): string | undefined {
    const { resolvedModule } = this.files.resolve(module);
    return resolvedModule?.resolvedFileName.endsWith(".d.ts") ? resolvedModule.resolvedFileName : undefined;
  }

  private toDiagnostics(
    found: readonly TypeScript.Diagnostic[],
    { name, source, prefixLength }: { name: string; source: string; prefixLength: number },
  ): Diagnostic[] {
    const declarationKind = (each: string): string | undefined => {
      const origin = this.scope.origin(each);
      return origin?.kind === "cell" ? origin.declared : undefined;
    };
    return toDiagnostics(this.ts, found, {
      name,
      source,
      prefixLength,
      declarationKind,
      folder: path.resolve(this.folder),
    });
  }
}

/** The names of the global object; a script's own declaration would shadow them for all modules. */
function globalNames(): string[] {
  const names: string[] = [];
  for (
    let object: object | null = globalThis;
    object;
    object = Object.getPrototypeOf(object) as object | null
  )
    names.push(...Object.getOwnPropertyNames(object));
  return names;
}
