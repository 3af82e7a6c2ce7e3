/** Turns cells into scripts, remembers what names they made, and tells what is wrong with them. */
import path = require("node:path");
import type * as TypeScript from "typescript";
import { completenessOf, type Completeness } from "./completeness";
import { DeclarationFiles } from "./declarations";
import { toDiagnostics, type Diagnostic } from "./diagnostics";
import { Editor, type CompletionList, type Inspection } from "./editor";
import { withoutExports } from "./exports";
import { importScript, readImports, type CellImports } from "./imports";
import { refusesRelaxed } from "./relaxed";
import { innerName } from "./renames";
import { namesOf, Scope, type Origin } from "./scope";
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
  /** The names that it makes. */
  names: ReadonlyMap<string, Origin>;
  /**
   * For a cell that only imports: what its modules must export. Its types have not been looked at; where something is
   * missing, the compiler is to be asked, see {@link Language.compile}.
   */
  unchecked?: CellImports["modules"];
}

/** A cell that is wrong. */
export interface RefusedCell {
  diagnostics: Diagnostic[];
}

/** Folder of the cells' files; there is none on disk. */
const CELLS = "/__cells__";

/** The map of a script in which nothing can fail. */
const NO_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

/** Names that modules have beside those of the global object. */
const MODULE_NAMES = ["require", "module", "exports", "__filename", "__dirname"];

/** The language side of a session. */
export class Language {
  /** TypeScript. */
  readonly ts: TS;
  private readonly keepCompiled: () => void;
  private readonly files: DeclarationFiles;
  private readonly checker: SessionChecker;
  private readonly editor: Editor;
  private readonly taken: ReadonlySet<string>;
  /** False: only what cannot run refuses a cell, see `relaxed.ts`. */
  strictTypes = true;
  private scope = new Scope();
  private serial = 0;
  /** Declaration files of modules that are in use and not read yet. */
  private unread: string[] = [];

  /**
   * @param options.folder - Where the session runs; relative imports start there.
   */
  constructor({ folder = process.cwd() }: { folder?: string } = {}) {
    const { ts, keep } = loadTypeScript();
    this.ts = ts;
    this.keepCompiled = keep;
    const options = cellOptions(ts);
    this.files = new DeclarationFiles(ts, options, folder);
    this.checker = new SessionChecker(ts, options, this.files);
    this.editor = new Editor(ts, this.checker, this.files);
    this.folder = folder;
    this.taken = new Set([...MODULE_NAMES, ...namesOfGlobal()]);
    shareTypeScript(ts);
  }

  private readonly folder: string;

  /** True once cells are compiled with all declarations, see `library.ts` and `globals.ts`. */
  get knowsAll(): boolean {
    return this.files.knowsAll;
  }

  /** The names that cells have made. */
  get names(): string[] {
    return this.scope.all();
  }

  /** What the advice on a failed cell may know. */
  adviceFor(source: string): {
    ts: TS;
    names: readonly string[];
    typeAt(offset: number): string | undefined;
  } {
    return { ts: this.ts, names: this.names, typeAt: (offset) => this.inspect(source, offset)?.signature };
  }

  /** The name inside of a script for a name of the learner's. */
  inner(name: string): string {
    return this.taken.has(name) ? innerName(name) : name;
  }

  /**
   * Compiles a cell. What it declares is known to later cells only after {@link commit}.
   *
   * @param source - The cell.
   * @param options - `count`: its number; `eager`: look at types even where the cell only imports.
   */
  compile(source: string, options: { count: number; eager?: boolean }): CompiledCell | RefusedCell {
    const { ts, checker } = this;
    const written = withoutExports(ts, source);
    const imports = options.eager ? undefined : this.onlyImports(written);
    if (!imports && /\b(?:import|require)\b/.test(written)) {
      checker.refresh();
      checker.includeAll();
    }
    const { text, shift } = this.asExpression(written);
    const name = `${CELLS}/cell-${++this.serial}.ts`;
    const bare = checker.parse(name, text);
    if (bare.parseDiagnostics.length > 0) return this.refuse(bare, { name, text, source, shift });
    const names = namesOf(ts, bare, name);
    const cell = { name, text, source, shift, names, count: options.count };
    if (imports) {
      this.unread.push(...imports.modules.flatMap((module) => this.typesOf(module.name) ?? []));
      const { code, modules } = importScript(imports, (each) => this.inner(each));
      return { code, modules, map: new ScriptMap(source, NO_MAP), names, unchecked: imports.modules };
    }
    const used = this.scope.all().filter((each) => bare.identifiers.has(each));
    let file = this.whole(cell, bare, used);
    checker.add(file);
    let found = this.check(file);
    if (found.length > 0 && !this.knowsAll) {
      // What is wrong may only be that the cell uses more of Node than `console`, or names that are rare.
      checker.includeAll();
      found = this.check(file);
    }
    if (found.length === 0) return this.translate(file, cell);
    checker.remove(file);
    checker.rest();
    // Once more with all names in sight, so that the compiler can say which one was meant.
    file = this.whole(cell, bare, this.scope.all());
    checker.add(file);
    const better = this.check(file);
    checker.remove(file);
    return { diagnostics: this.told(better.length > 0 ? better : found, cell) };
  }

  /**
   * Makes the names of a cell that ran known to later cells.
   *
   * @param cell - The compiled cell.
   * @param reached - Those of its names that got their value; all, when left out.
   */
  commit(cell: CompiledCell, reached?: ReadonlySet<string>): void {
    const kept = [...cell.names].filter(([name]) => reached === undefined || reached.has(name));
    this.scope.add(new Map(kept));
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
    return { code, map: new ScriptMap(text, sourceMapText ?? NO_MAP) };
  }

  /** Forgets all names. */
  reset(): void {
    this.scope = new Scope();
    this.checker.forgetGlobals();
  }

  /** Reads the language's own library, without which no cell can be checked. */
  prepare(): void {
    this.checker.current();
  }

  /** What makes later cells and later kernels quicker, in small steps, for moments in which nobody waits. */
  *workAhead(): Generator<void> {
    const { files } = this;
    // Nearly every lesson imports TensorFlow in its first cell; its types bring Node's with them.
    yield* files.readAhead(files.everything);
    this.keepCompiled();
    yield;
    files.keep();
    yield;
    const tensorflow = this.typesOf("@tensorflow/tfjs-node");
    if (tensorflow !== undefined) yield* files.readAhead([tensorflow]);
  }

  /** Reads the types of what cells have imported, in small steps, and clears up. */
  *catchUp(): Generator<void> {
    if (this.unread.length > 0) {
      const unread = this.unread.splice(0);
      yield* this.files.readAhead(unread);
    }
    this.checker.renew();
  }

  /** Completes the name at a place in a cell. */
  complete(source: string, position: number): CompletionList {
    return this.asking(source, (file) => this.editor.complete(file, source, position));
  }

  /** Tells what is known about the name at a place; within a call's parentheses, about the function. */
  inspect(source: string, position: number): Inspection | undefined {
    return this.asking(source, (file) => this.editor.inspect(file, source, position));
  }

  /** Tells whether a cell is complete, still open, or wrong already. */
  isComplete(source: string): Completeness {
    return completenessOf(this.ts, source);
  }

  /** Answers about a cell that is still being written; all is known then. */
  private asking<T>(source: string, answer: (file: BoundFile) => T): T {
    const { checker } = this;
    checker.includeAll();
    const name = `${CELLS}/cell-${++this.serial}.ts`;
    const own = namesOf(this.ts, checker.parse(name, source), name);
    const others = this.scope.all().filter((each) => !own.has(each));
    const file = checker.parse(name, `${source}\n;${this.scope.lines(others)}`);
    checker.add(file);
    try {
      return answer(file);
    } finally {
      checker.remove(file);
    }
  }

  /** What a cell is refused for. */
  private check(file: BoundFile): TypeScript.Diagnostic[] {
    const found = this.checker.check(file);
    return this.strictTypes ? found : found.filter(({ code }) => refusesRelaxed(code));
  }

  /** A cell's file with the names of earlier cells that it uses, and its own offered to later ones. */
  private whole(
    cell: { name: string; text: string; names: ReadonlyMap<string, Origin> },
    bare: BoundFile,
    used: readonly string[],
  ): BoundFile {
    const { name, text, names } = cell;
    const lines = this.scope.lines(used.filter((each) => !names.has(each)));
    const own = [...names].flatMap(([each, { kind }]) => (kind === "cell" ? [each] : []));
    const offered = own.length > 0 ? `export { ${own.join(", ")} };` : "";
    return lines + offered === "" ? bare : this.checker.parse(name, `${text}\n${lines}${offered}`);
  }

  private translate(
    file: BoundFile,
    cell: { text: string; source: string; shift: number; names: ReadonlyMap<string, Origin>; count: number },
  ): CompiledCell {
    const { text, source, shift, names, count } = cell;
    const isTaken = (name: string): boolean => this.taken.has(name);
    const script = translate(this.ts, this.checker, { file, length: text.length, count, isTaken });
    return {
      code: script.code,
      map: new ScriptMap(source, script.map, { shift }),
      modules: script.modules,
      names,
    };
  }

  /** `{ units: 3 }` is an object, as everybody means it, though by the language's rules it is a block with a label. */
  private asExpression(source: string): { text: string; shift: number } {
    if (!/^\s*\{[^]*\}\s*$/.test(source)) return { text: source, shift: 0 };
    const text = `(${source})`;
    const file = this.ts.createSourceFile("cell.ts", text, this.ts.ScriptTarget.Latest) as BoundFile;
    return file.parseDiagnostics.length > 0 ? { text: source, shift: 0 } : { text, shift: 1 };
  }

  /** A cell that is no TypeScript; what else is wrong with what can be read of it helps to guess what was meant. */
  private refuse(
    bare: BoundFile,
    cell: { name: string; text: string; source: string; shift: number },
  ): RefusedCell {
    const { checker } = this;
    const names = namesOf(this.ts, bare, cell.name);
    const file = this.whole({ ...cell, names }, bare, this.scope.all());
    let found: readonly TypeScript.Diagnostic[] = [];
    checker.add(file);
    try {
      checker.rest();
      found = checker.check(file).filter(({ start = 0 }) => start < cell.text.length);
    } catch {
      // The checker is made for files that can be read.
    } finally {
      checker.remove(file);
    }
    return { diagnostics: this.told([...bare.parseDiagnostics, ...found], cell) };
  }

  /** The imports of a cell that does nothing else, where their types can wait. */
  private onlyImports(source: string): CellImports | undefined {
    const imports = readImports(this.ts, source);
    const known = new Set(this.scope.all());
    const canWait = imports?.modules.every(({ name }) => this.typesOf(name) !== undefined);
    return canWait && !imports?.names.some((name) => known.has(name)) ? imports : undefined;
  }

  /** The declaration file of a package's module; `undefined` where it has none. */
  private typesOf(module: string): string | undefined {
    const { resolvedModule } = this.files.resolve(module);
    return resolvedModule?.resolvedFileName.endsWith(".d.ts") ? resolvedModule.resolvedFileName : undefined;
  }

  private told(
    found: readonly TypeScript.Diagnostic[],
    { name, source, shift }: { name: string; source: string; shift: number },
  ): Diagnostic[] {
    const declared = (each: string): string | undefined => {
      const origin = this.scope.origin(each);
      return origin?.kind === "cell" ? origin.declared : undefined;
    };
    return toDiagnostics(this.ts, found, {
      name,
      source,
      shift,
      declared,
      folder: path.resolve(this.folder),
    });
  }
}

/** The names that every script sees; a script's own would hide them from all modules. */
function namesOfGlobal(): string[] {
  const names: string[] = [];
  for (
    let object: object | null = globalThis;
    object;
    object = Object.getPrototypeOf(object) as object | null
  )
    names.push(...Object.getOwnPropertyNames(object));
  return names;
}
