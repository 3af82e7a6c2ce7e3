/** Gives tslab stock TypeScript in place of its own old fork, with source maps, strict checks and few file watchers. */
import Module = require("node:module");
import path = require("node:path");
import type * as TypeScript from "typescript";
import { createCellProgram } from "./builder";
import { GLOBALS_LIB } from "./globals";
import { requirePrecompiled } from "./precompiled";
import { withShorthands } from "./shorthand";
import { SingleBuild } from "./single-build";
import { isForeign, listFolders, SourceLibrary } from "./sources";

/** TypeScript's object, as far as it is public; the internal functions that tslab needs are listed in {@link Internals}. */
export type TS = typeof TypeScript;

/** Functions of TypeScript that are not in its public types. */
interface Internals {
  nullTransformationContext: TypeScript.TransformationContext;
  getTouchingPropertyName(file: TypeScript.SourceFile, position: number): TypeScript.Node;
  getContainerNode(node: TypeScript.Node): TypeScript.Node | undefined;
  getDefaultFormatCodeSettings(newLine?: string): TypeScript.FormatCodeSettings;
  formatting: { getFormatContext(options: TypeScript.FormatCodeSettings, host: object): object };
  Completions: {
    CompletionKind?: unknown;
    getCompletionsAtPosition(...args: unknown[]): TypeScript.CompletionInfo | undefined;
  };
  SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(...args: unknown[]): {
      displayParts: TypeScript.SymbolDisplayPart[];
      documentation: TypeScript.SymbolDisplayPart[];
      symbolKind: TypeScript.ScriptElementKind;
      tags?: TypeScript.JSDocTagInfo[];
    };
  };
}

/** What one transpilation leaves behind for the error messages. */
export interface TranspileRecord {
  /** JSON of the map from the cell's final JavaScript to what TypeScript emitted first. */
  map: string | undefined;
  /** The code that went in, holding the first map inline. */
  input: string;
  /** True when the code waits at its top level. */
  awaits: boolean;
}

/** The stand-in and what it remembers. */
export interface StandIn {
  ts: TS;
  /** Spares the converter its second build. */
  single: SingleBuild;
  /** Holds the declaration files of packages. */
  library: SourceLibrary;
  /** Keeps TypeScript's compiled code for the next start. */
  keep(): void;
  /** The record of the newest transpilation of a cell. */
  lastTranspile(): TranspileRecord | undefined;
}

/**
 * Loads TypeScript and puts it where tslab's `require("@tslab/typescript-for-tslab")` finds it.
 * Must run before any file of tslab is loaded.
 *
 * @param options - `awaitGuard`: the global function that every `await` of a cell is passed through, so that an
 * interrupted cell does not go on behind our back.
 */
export function installTypeScript(options: { awaitGuard: string; iterationGuard: string }): StandIn {
  const precompiled = requirePrecompiled(require.resolve("typescript"));
  const ts = precompiled.exports as TS & Internals;
  let record: TranspileRecord | undefined;
  const single = new SingleBuild(ts);
  const library = new SourceLibrary(ts);
  const sys: TypeScript.System = Object.assign(
    Object.create(ts.sys) as TypeScript.System,
    quietWatchers(ts.sys),
    listFolders(ts.sys),
  );
  const standIn: Record<string, unknown> = { ...ts, sys };
  // tslab copies every property through a getter unless the object says that it is a module already.
  Object.defineProperty(standIn, "__esModule", { value: true });

  standIn["getDefaultTypeRoots"] = (directory: string) => typeRootsAbove(directory);
  standIn["getNullTransformationContext"] = () => ts.nullTransformationContext;
  standIn["getPreEmitDiagnosticsOfFiles"] = (
    program: TypeScript.Program,
    files: readonly TypeScript.SourceFile[],
  ) =>
    files.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]);
  standIn["getQuickInfoAtPosition"] = (
    file: TypeScript.SourceFile,
    checker: TypeScript.TypeChecker,
    _token: unknown,
    position: number,
  ) => quickInfo(ts, library, { file, checker, position });
  standIn["Completions"] = { ...ts.Completions, getCompletionsAtPositionForTslab: completionsFor(ts) };
  standIn["createWatchCompilerHost"] = (
    files: string[],
    compilerOptions: TypeScript.CompilerOptions,
    system: TypeScript.System,
    _create: unknown,
    ...reporters: never[]
  ) => {
    const host = ts.createWatchCompilerHost(
      files,
      courseOptions(ts, compilerOptions),
      system,
      createCellProgram(ts),
      ...reporters,
    );
    return single.watch(library.serve(withShorthands(ts, host)));
  };
  standIn["transpileModule"] = (input: string, transpile: TypeScript.TranspileOptions) => {
    const guard = awaitTransformer(ts, options);
    const output = ts.transpileModule(input, {
      ...transpile,
      compilerOptions: {
        ...courseOptions(ts, transpile.compilerOptions ?? {}),
        inlineSourceMap: false,
        sourceMap: true,
      },
      transformers: { before: [guard.transformer] },
    });
    record = { map: output.sourceMapText, input, awaits: guard.awaits() };
    return { ...output, outputText: output.outputText.replace(/^\/\/# sourceMappingURL=.*$/gm, "") };
  };

  register(standIn);
  return {
    ts: standIn as unknown as TS,
    single,
    library,
    keep: precompiled.keep,
    lastTranspile: () => record,
  };
}

/** The options of cells: as the library's tsconfig where tslab leaves a choice. */
function courseOptions(ts: TS, options: TypeScript.CompilerOptions): TypeScript.CompilerOptions {
  const { noImplicitUseStrict: _removed, ...kept } = options as TypeScript.CompilerOptions & {
    noImplicitUseStrict?: boolean;
  };
  if (!kept.lib) return kept;
  return {
    ...kept,
    strict: true,
    inlineSourceMap: true,
    lib: ["lib.es2023.d.ts", GLOBALS_LIB],
    // Node's come through the globals file.
    types: [],
    target: ts.ScriptTarget.ES2022,
    disableTopLevelAwait: undefined,
  };
}

/** Packages do not change while a kernel runs: watching their hundreds of files costs a quarter of the start. */
function quietWatchers(sys: TypeScript.System): Partial<TypeScript.System> {
  const closed: TypeScript.FileWatcher = { close: () => undefined };
  const foreign = (name: string): boolean => name.endsWith(".d.ts") || isForeign(name);
  return {
    watchFile: (name, ...rest) => (foreign(name) || !sys.watchFile ? closed : sys.watchFile(name, ...rest)),
    watchDirectory: (name, callback) =>
      foreign(`${name}/`) || !sys.watchDirectory ? closed : sys.watchDirectory(name, callback, false),
  };
}

/** The `node_modules/@types` folders above a folder, and the course's own, so that `console` has a type everywhere. */
function typeRootsAbove(directory: string): string[] {
  const roots: string[] = [];
  for (let folder = directory; ; folder = path.dirname(folder)) {
    roots.push(path.join(folder, "node_modules", "@types"));
    if (path.dirname(folder) === folder) break;
  }
  const own = path.dirname(path.dirname(require.resolve("@types/node/package.json")));
  return [...new Set([own, ...roots])];
}

function quickInfo(
  ts: TS & Internals,
  library: SourceLibrary,
  place: { file: TypeScript.SourceFile; checker: TypeScript.TypeChecker; position: number },
): TypeScript.QuickInfo | undefined {
  const { file, checker, position } = place;
  const node = ts.getTouchingPropertyName(file, position);
  if (node === file) return undefined;
  const textSpan = { start: node.getStart(file), length: node.getEnd() - node.getStart(file) };
  let symbol = checker.getSymbolAtLocation(node);
  if (!symbol) return undefined;
  // An import is shown as what it stands for, with that thing's documentation.
  if (symbol.flags & ts.SymbolFlags.Alias) {
    const target = checker.getAliasedSymbol(symbol);
    if (target.declarations?.length) symbol = target;
  }
  library.document(declarationsOf(ts, checker, symbol));
  const parts = ts.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
    checker,
    symbol,
    file,
    ts.getContainerNode(node),
    node,
  );
  const { displayParts, documentation, symbolKind, tags } = parts;
  return { kind: symbolKind, kindModifiers: "", textSpan, displayParts, documentation, tags };
}

/** Where a symbol's documentation may stand: at its declarations, or at the members that it overrides or implements. */
function declarationsOf(
  ts: TS,
  checker: TypeScript.TypeChecker,
  symbol: TypeScript.Symbol,
): TypeScript.Declaration[] {
  const own = symbol.declarations ?? [];
  const inherited = own.flatMap((declaration) => {
    const owner = declaration.parent as TypeScript.Node | undefined;
    if (!owner || !(ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner))) return [];
    const isStatic = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static) !== 0;
    const bases = (owner.heritageClauses ?? []).flatMap((clause) => [...clause.types]);
    return bases.flatMap((base) => {
      const type = checker.getTypeAtLocation(base);
      const holder = isStatic && type.symbol ? checker.getTypeOfSymbol(type.symbol) : type;
      const member = checker.getPropertyOfType(holder, symbol.name);
      return member ? declarationsOf(ts, checker, member) : [];
    });
  });
  return [...own, ...inherited];
}

function completionsFor(ts: TS & Internals) {
  return (
    host: object,
    program: TypeScript.Program,
    log: (text: string) => void,
    file: TypeScript.SourceFile,
    position: number,
    preferences: TypeScript.UserPreferences,
    trigger: string | undefined,
    kind: unknown,
    token: TypeScript.CancellationToken,
  ): TypeScript.CompletionInfo | undefined => {
    const format = ts.formatting.getFormatContext(ts.getDefaultFormatCodeSettings("\n"), host);
    return ts.Completions.getCompletionsAtPosition(
      host,
      program,
      log,
      file,
      position,
      preferences,
      trigger,
      kind,
      token,
      format,
    );
  };
}

/** Passes what a cell awaits through a guard, and notes whether the cell waits at its top level. */
function awaitTransformer(ts: TS, guards: { awaitGuard: string; iterationGuard: string }) {
  let topLevel = false;
  const transformer: TypeScript.TransformerFactory<TypeScript.SourceFile> = (context) => (file) => {
    const call = (name: string, argument: TypeScript.Expression): TypeScript.Expression =>
      context.factory.createCallExpression(context.factory.createIdentifier(name), undefined, [argument]);
    const visit = (node: TypeScript.Node, inFunction: boolean): TypeScript.Node => {
      const inside = inFunction || ts.isFunctionLike(node);
      const visited = ts.visitEachChild(node, (child) => visit(child, inside), context);
      if (ts.isAwaitExpression(visited)) {
        topLevel ||= !inFunction;
        return context.factory.updateAwaitExpression(visited, call(guards.awaitGuard, visited.expression));
      }
      if (ts.isForOfStatement(visited) && visited.awaitModifier) {
        topLevel ||= !inFunction;
        const { awaitModifier, initializer, expression, statement } = visited;
        return context.factory.updateForOfStatement(
          visited,
          awaitModifier,
          initializer,
          call(guards.iterationGuard, expression),
          statement,
        );
      }
      if (
        ts.isVariableDeclarationList(visited) &&
        (visited.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing
      )
        topLevel ||= !inFunction;
      return visited;
    };
    return visit(file, false) as TypeScript.SourceFile;
  };
  return { transformer, awaits: () => topLevel };
}

function register(standIn: object): void {
  const tslab = require.resolve("tslab/package.json");
  const file = Module.createRequire(tslab).resolve("@tslab/typescript-for-tslab");
  require.cache[file] = Object.assign(new Module(file), { exports: standIn, loaded: true });
}
