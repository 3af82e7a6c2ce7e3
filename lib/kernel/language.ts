/** Turns cells into JavaScript with tslab's converter, keeping declarations over failures, and answers what the editor asks. */
import Module = require("node:module");
import path = require("node:path");
import type * as TypeScript from "typescript";
import { readImports } from "./imports";
import { CellMap } from "./sourcemap";
import { loadTslab, type Conversion, type Converter, type Diagnostic } from "./tslab";
import { installTypeScript, type StandIn, type TS } from "./typescript";

/** The names of the global functions that cells' awaits pass through. */
export const AWAIT_GUARD = "__neuralNotebooksAwait";
/** The same for `for await`. */
export const ITERATION_GUARD = "__neuralNotebooksIterate";

/** A completion for the editor, offsets in UTF-16 units. */
export interface CompletionList {
  start: number;
  end: number;
  items: { text: string; type: string }[];
}

/** What is known about the name under the cursor. */
export interface Inspection {
  /** The declaration, as TypeScript writes it. */
  signature: string;
  /** The documentation comment: text, then a line per tag. */
  documentation: string;
}

/** Whether a cell can be run as it stands. */
export type Completeness = { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

/** The language side of a session. */
export class Language {
  /** What the newest conversion left behind. */
  newest: { conversion: Conversion; map: CellMap | undefined } | undefined;

  /** Makes every cell an asynchronous one, so that its script can be held back until breakpoints are set. */
  asAsync = false;

  private readonly standIn: StandIn;
  private readonly inner: Converter;
  /** All declarations that cells have made, also those of cells that threw later. */
  private declarations = "";
  /** Declaration files of modules that are in use and not read yet. */
  private unread: string[] = [];

  constructor() {
    this.standIn = installTypeScript({ awaitGuard: AWAIT_GUARD, iterationGuard: ITERATION_GUARD });
    this.inner = this.withNode(loadTslab().createConverter({ isJS: false, isBrowser: false }));
  }

  /** The converter for tslab's executor; it does not let the executor forget the declarations of a cell that threw. */
  get converter(): Converter {
    return {
      convert: (_previous, source) => this.convert(source),
      inspect: (_previous, source, position) => this.inner.inspect(this.declarations, source, position),
      complete: (_previous, source, position) => this.inner.complete(this.declarations, source, position),
      addModule: (name, content, meta) => this.inner.addModule(name, content, meta),
      close: () => this.inner.close(),
    };
  }

  /**
   * Forgets those names of the newest cell that never got a value, because it threw before.
   *
   * @param isSet - Tells whether a name has a value.
   */
  dropUnset(isSet: (name: string) => boolean): void {
    const { ts } = this.standIn;
    const fresh = new Set(declaredNames(ts, this.declarations).filter((name) => !isSet(name)));
    if (fresh.size === 0) return;
    const file = parse(ts, this.declarations);
    const kept = file.statements.filter(
      (statement) => !valueNames(ts, statement).some((name) => fresh.has(name)),
    );
    this.declarations = kept.map((statement) => statement.getFullText(file)).join("");
  }

  /** True once cells are compiled with all of Node's declarations. */
  get knowsNode(): boolean {
    return this.standIn.library.knowsNode;
  }

  /** What makes later cells and later kernels quicker, in small steps, for moments in which nobody waits. */
  *workAhead(): Generator<void> {
    const { library, keep } = this.standIn;
    // Nearly every lesson imports TensorFlow in its first cell; its types bring Node's with them.
    yield* library.readAhead([declarationsOf("@types/node", "index.d.ts")]);
    keep();
    yield* library.readAhead([declarationsOf("@tensorflow/tfjs-node", "dist/index.d.ts")]);
  }

  /** Reads the types of what cells have imported, in small steps. */
  *catchUp(): Generator<void> {
    if (this.unread.length > 0) yield* this.standIn.library.readAhead(this.unread.splice(0));
  }

  /** Completes the name at a place in a cell. */
  complete(source: string, position: number): CompletionList {
    const { start, end, candidates, original } = this.inner.complete(this.declarations, source, position);
    const typed = source.slice(start, position).toLowerCase();
    const kinds = new Map(original?.entries.map((entry) => [entry.name, entry.kind as string]));
    const items = candidates
      .filter((text) => text.toLowerCase().startsWith(typed))
      .map((text) => ({ text, type: kinds.get(text) ?? "" }));
    return { start, end, items };
  }

  /** Tells what is known about the name at a place; within a call's parentheses, about the function. */
  inspect(source: string, position: number): Inspection | undefined {
    const info =
      this.inner.inspect(this.declarations, source, position) ?? this.inspectCall(source, position);
    if (!info) return undefined;
    const text = (parts: readonly TypeScript.SymbolDisplayPart[] | undefined): string =>
      (parts ?? []).map((part) => part.text).join("");
    const tags = (info.tags ?? []).map((tag) => `@${tag.name} ${text(tag.text)}`.trim());
    return {
      signature: text(info.displayParts),
      documentation: [text(info.documentation), ...tags].filter(Boolean).join("\n"),
    };
  }

  /** Tells whether a cell is complete, still open, or wrong already. */
  isComplete(source: string): Completeness {
    const { ts } = this.standIn;
    const file = ts.createSourceFile(
      "cell.ts",
      source,
      ts.ScriptTarget.Latest,
      true,
    ) as TypeScript.SourceFile & {
      parseDiagnostics: TypeScript.Diagnostic[];
    };
    const end = source.trimEnd().length;
    let invalid = false;
    for (const diagnostic of file.parseDiagnostics) {
      const unterminated = diagnostic.code === 1160 || diagnostic.code === 1010; // template literal, comment
      const expected = /expected\.$/.test(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
      if (unterminated || (expected && (diagnostic.start ?? 0) >= end)) {
        return { status: "incomplete", indent: "  ".repeat(Math.max(0, openBrackets(ts, source))) };
      }
      invalid = true;
    }
    return { status: invalid ? "invalid" : "complete" };
  }

  close(): void {
    this.inner.close();
  }

  private convert(source: string): Conversion {
    const { ts, single, library } = this.standIn;
    const cell = withoutExport(ts, source);
    const imports = this.convertImports(cell);
    if (imports) return imports;
    const run = (): Conversion =>
      single.run(cell, (withExports) => this.inner.convert(this.declarations, withExports));
    if (/\b(?:import|require)\b/.test(cell)) library.includeNode();
    let all = run();
    if (all.diagnostics.length > 0 && !library.knowsNode) {
      // What is wrong may only be that the cell uses more of Node than `console`.
      library.includeNode();
      all = run();
    }
    // tslab adds a last line that exports the cell's names: what is wrong there only repeats what is wrong above.
    const lines = source.split("\n").length;
    const conversion = {
      ...all,
      diagnostics: all.diagnostics.filter((item) => item.fileName !== undefined || item.start.line < lines),
    };
    const record = this.standIn.lastTranspile();
    if (conversion.output === undefined) {
      this.newest = { conversion, map: undefined };
      return conversion;
    }
    const awaits = this.asAsync || (record?.awaits ?? false);
    const converted = { ...conversion, hasToplevelAwait: awaits };
    const map =
      record?.map === undefined
        ? undefined
        : new CellMap(source, record.map, record.input, { output: conversion.output, awaits });
    this.newest = { conversion: converted, map };
    if (conversion.diagnostics.length === 0) this.declarations = conversion.declOutput ?? this.declarations;
    return converted;
  }

  /**
   * Converts a cell that only imports. The modules are loaded, which they will be anyway, and asked for the names, so
   * the types are read when the first cell needs them, or when nobody waits.
   *
   * @returns `undefined` for all other cells, and where something is wrong: the compiler says what.
   */
  private convertImports(source: string): Conversion | undefined {
    const { ts, single, library } = this.standIn;
    const imports = readImports(ts, source);
    if (!imports) return undefined;
    const known = new Set(single.namesOf(this.declarations));
    const types = imports.modules.map(({ name }) => library.typesOf(name));
    if (imports.names.some((name) => known.has(name)) || types.includes(undefined)) return undefined;
    const load = Module.createRequire(path.join(process.cwd(), "cell.js"));
    try {
      for (const { name, exports } of imports.modules) {
        const module = Object(load(name)) as object;
        if (exports.some((each) => !(each in module))) return undefined;
      }
    } catch {
      return undefined;
    }
    library.includeNode();
    this.unread.push(...(types as string[]));
    const exported = `${source}\nexport { ${imports.names.join(", ")} };`;
    const output = loadTslab().esModuleToCommonJSModule(exported, ts.ScriptTarget.ES2022);
    this.declarations = imports.declarations + this.declarations;
    const conversion = { diagnostics: [], output, declOutput: this.declarations, hasToplevelAwait: false };
    this.newest = { conversion, map: undefined };
    return conversion;
  }

  /** Answers to the editor, and modules, always know all of Node. */
  private withNode(converter: Converter): Converter {
    const { library } = this.standIn;
    return {
      ...converter,
      inspect: (...args) => (library.includeNode(), converter.inspect(...args)),
      complete: (...args) => (library.includeNode(), converter.complete(...args)),
      addModule: (...args) => (library.includeNode(), converter.addModule(...args)),
    };
  }

  private inspectCall(source: string, position: number): TypeScript.QuickInfo | undefined {
    const { ts } = this.standIn;
    const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
    // An unfinished call ends at its last token, so blanks before the cursor do not count.
    const place = source.slice(0, position).trimEnd().length;
    let callee: TypeScript.Node | undefined;
    const visit = (node: TypeScript.Node): void => {
      if (node.getStart(file) > place || node.getEnd() < place) return;
      if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && node.expression.getEnd() < place)
        callee = node.expression;
      ts.forEachChild(node, visit);
    };
    visit(file);
    if (!callee) return undefined;
    const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    return this.inner.inspect(this.declarations, source, name.getStart(file));
  }
}

function declarationsOf(name: string, file: string): string {
  return path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
}

/** Names the diagnostic as TypeScript's documentation does: `TS2322`. */
export function diagnosticName(diagnostic: Diagnostic): string {
  return `TS${diagnostic.code}`;
}

/** Blanks `export` before declarations: every name of a cell is shared with later cells anyway. Positions stay. */
function withoutExport(ts: TS, source: string): string {
  if (!/\bexport\b/.test(source)) return source;
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  let text = source;
  for (const statement of file.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)) continue;
    for (const modifier of modifiers) {
      if (modifier.kind !== ts.SyntaxKind.ExportKeyword) continue;
      const [start, end] = [modifier.getStart(file), modifier.getEnd()];
      text = text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
    }
  }
  return text;
}

function parse(ts: TS, text: string): TypeScript.SourceFile {
  return ts.createSourceFile("declarations.d.ts", text, ts.ScriptTarget.Latest, true);
}

function declaredNames(ts: TS, text: string): string[] {
  return parse(ts, text).statements.flatMap((statement) => valueNames(ts, statement));
}

/** The names of values (not of types, not of imports) that a declaration statement makes. */
function valueNames(ts: TS, statement: TypeScript.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration) =>
      ts.isIdentifier(declaration.name) ? [declaration.name.text] : [],
    );
  }
  if ((ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name)
    return [statement.name.text];
  return [];
}

/** How many brackets are open at the end, strings and comments left out. */
function openBrackets(ts: TS, source: string): number {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);
  scanner.setText(source);
  let depth = 0;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (
      [ts.SyntaxKind.OpenBraceToken, ts.SyntaxKind.OpenParenToken, ts.SyntaxKind.OpenBracketToken].includes(
        token,
      )
    )
      depth++;
    if (
      [
        ts.SyntaxKind.CloseBraceToken,
        ts.SyntaxKind.CloseParenToken,
        ts.SyntaxKind.CloseBracketToken,
      ].includes(token)
    )
      depth--;
  }
  return depth;
}
