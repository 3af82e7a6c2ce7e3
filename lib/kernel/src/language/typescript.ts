/** Loads TypeScript, and declares the few internal functions of it that the kernel uses. */
import type * as TypeScript from "typescript";
import { requirePrecompiled } from "./precompiled";

/** The host of a type checker: a program and an internal method, as of TypeScript 5.9. */
export type CheckerHost = TypeScript.Program & {
  getResolvedModule(
    file: TypeScript.SourceFile,
    name: string,
    mode: TypeScript.ResolutionMode,
  ): TypeScript.ResolvedModuleWithFailedLookupLocations | undefined;
};

/** Gives transformers facts of the checker (import elision, values of enum members); passed on as it is. */
export type EmitResolver = object;

/** A source file with the internal fields that parser and binder set. */
export type BoundFile = TypeScript.SourceFile & {
  locals?: ReadonlyMap<string, TypeScript.Symbol>;
  symbol?: TypeScript.Symbol;
  identifiers: ReadonlyMap<string, string>;
  parseDiagnostics: readonly TypeScript.Diagnostic[];
  bindDiagnostics: readonly TypeScript.Diagnostic[];
  commentDirectives?: readonly { range: TypeScript.TextRange }[];
  externalModuleIndicator?: TypeScript.Node | true;
  path: string;
  resolvedPath: string;
  originalFileName: string;
  imports: readonly TypeScript.StringLiteralLike[];
  moduleAugmentations: readonly TypeScript.Node[];
  ambientModuleNames: readonly string[];
};

/** Functions of TypeScript that are not in its public types. */
export interface Internals {
  bindSourceFile(file: TypeScript.SourceFile, options: TypeScript.CompilerOptions): void;
  createTypeChecker(host: TypeScript.Program): TypeScript.TypeChecker & {
    getDiagnostics(file: TypeScript.SourceFile): TypeScript.Diagnostic[];
    getEmitResolver(file: TypeScript.SourceFile): EmitResolver;
  };
  getTransformers(
    options: TypeScript.CompilerOptions,
    custom: TypeScript.CustomTransformers,
  ): { scriptTransformers: readonly TypeScript.TransformerFactory<TypeScript.SourceFile>[] };
  transformNodes(
    resolver: EmitResolver,
    host: TypeScript.Program,
    factory: TypeScript.NodeFactory,
    options: TypeScript.CompilerOptions,
    nodes: readonly TypeScript.SourceFile[],
    transformers: readonly TypeScript.TransformerFactory<TypeScript.SourceFile>[],
    allowDtsFiles: boolean,
  ): TypeScript.TransformationResult<TypeScript.SourceFile> & {
    substituteNode: unknown;
    emitNodeWithNotification: unknown;
    isEmitNotificationEnabled: unknown;
  };
  createTextWriter(newLine: string): { getText(): string };
  createSourceMapGenerator(
    host: object,
    file: string,
    sourceRoot: string,
    folder: string,
    options: object,
  ): { toString(): string };
  getTouchingPropertyName(file: TypeScript.SourceFile, position: number): TypeScript.Node;
  getContainerNode(node: TypeScript.Node): TypeScript.Node | undefined;
  isExpressionNode(node: TypeScript.Node): boolean;
  getDefaultFormatCodeSettings(newLine?: string): TypeScript.FormatCodeSettings;
  formatting: { getFormatContext(options: TypeScript.FormatCodeSettings, host: object): object };
  Completions: {
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

/** TypeScript's public API, and the internal functions that the kernel uses. */
export type TS = typeof TypeScript & Internals;

/** Loads TypeScript, from cached code where there is some; `saveToCache` caches it for the next start. */
export function loadTypeScript(): { ts: TS; saveToCache(): void } {
  const { exports, saveToCache } = requirePrecompiled(require.resolve("typescript"));
  return { ts: exports as TS, saveToCache };
}

/** The compiler options of cells: strict, as the library's own; modules are resolved as bundlers and Node do. */
export function cellOptions(ts: TS): TypeScript.CompilerOptions {
  return {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    esModuleInterop: true,
    resolveJsonModule: true,
    // As in Node and Deno: `import … from "./helper.ts"`.
    allowImportingTsExtensions: true,
    allowJs: true,
    skipLibCheck: true,
    // The language's own library is one file of ours, see declarations.ts; Node's types come when they are needed.
    noLib: true,
    types: [],
    sourceMap: true,
    // TensorFlow.js and others still pass decorators as TypeScript did before there was a standard.
    experimentalDecorators: true,
  };
}
