/** The part of tslab that the kernel uses, typed: converter and executor (tslab 1.0.22, pinned; `tslab.test.ts` watches the contract). */
import type * as TypeScript from "typescript";

/** Where something stands in a cell, counted from 0. */
export interface Position {
  offset: number;
  line: number;
  character: number;
}

/** What TypeScript has to say about a cell. */
export interface Diagnostic {
  start: Position;
  end: Position;
  messageText: string;
  category: number;
  code: number;
  fileName?: string;
}

/** A converted cell. */
export interface Conversion {
  diagnostics: Diagnostic[];
  /** JavaScript to run; missing when there is nothing to run or something is wrong. */
  output?: string;
  /** All declarations that later cells see. */
  declOutput?: string;
  hasToplevelAwait?: boolean;
  lastExpressionVar?: string;
  sideOutputs?: { path: string; data: string }[];
}

/** Completion as tslab gives it, offsets in UTF-16 units. */
export interface Completions {
  start: number;
  end: number;
  candidates: string[];
  original?: TypeScript.CompletionInfo;
}

/** tslab's TypeScript compiler for cells. */
export interface Converter {
  convert(previous: string, source: string): Conversion;
  inspect(previous: string, source: string, position: number): TypeScript.QuickInfo | undefined;
  complete(previous: string, source: string, position: number): Completions;
  addModule(name: string, content: string, meta: unknown): Diagnostic[];
  close(): void;
}

/** Where tslab's executor reports: the last expression, diagnostics, and what was thrown. */
export interface ExecutorConsole {
  log(value: unknown): void;
  error(...args: unknown[]): void;
}

/** tslab's runner of converted cells. */
export interface Executor {
  execute(source: string): Promise<boolean>;
  /** The values behind the names that cells share. */
  locals: Record<string, unknown>;
  interrupt(): void;
  close(): void;
}

/** Loads tslab's two halves; the stand-in for its TypeScript must be installed before. */
export function loadTslab(): {
  createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
  createExecutor(
    directory: string,
    converters: { node: Converter; close(): void },
    console: ExecutorConsole,
  ): Executor;
  /** The second translation, from modern modules to those that the executor runs. */
  esModuleToCommonJSModule(code: string, target: TypeScript.ScriptTarget): string;
} {
  const { createConverter, esModuleToCommonJSModule } = require("tslab/dist/converter") as Pick<
    ReturnType<typeof loadTslab>,
    "createConverter" | "esModuleToCommonJSModule"
  >;
  const { createExecutor } = require("tslab/dist/executor") as {
    createExecutor: ReturnType<typeof loadTslab>["createExecutor"];
  };
  return { createConverter, createExecutor, esModuleToCommonJSModule };
}
