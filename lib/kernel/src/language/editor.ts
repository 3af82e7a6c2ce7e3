/** Completions, signatures and documentation for a cell that is being written. */
import type * as TypeScript from "typescript";
import type { DeclarationFiles } from "./declarations";
import type { SessionChecker } from "./session-checker";
import type { BoundFile, TS } from "./typescript";

/** A completion for the editor, offsets in UTF-16 units. */
export interface CompletionList {
  start: number;
  end: number;
  items: CompletionItem[];
  /** True where an expression may begin: not after a dot, in a text or in a comment. */
  expectsExpression: boolean;
}

/** One completion. */
export interface CompletionItem {
  text: string;
  /** Its kind: `function`, `const`, `property` … */
  type: string;
  /** Its type, as TypeScript writes it. */
  signature?: string;
  /** The first paragraph of its documentation. */
  documentation?: string;
}

/** The signature and documentation of the name under the cursor. */
export interface Inspection {
  /** The declaration, as TypeScript writes it. */
  signature: string;
  /** The documentation comment: text, then a line per tag. */
  documentation: string;
}

/** Lists of at most so many completions have types and documentation; more would be slow. */
const MAX_DETAILED_ITEMS = 40;

const NEVER_CANCELLED: TypeScript.CancellationToken = {
  isCancellationRequested: () => false,
  throwIfCancellationRequested: () => undefined,
};

/** Completes and inspects names in files that the checker knows. */
export class Editor {
  constructor(
    private readonly ts: TS,
    private readonly checker: SessionChecker,
    private readonly files: DeclarationFiles,
  ) {}

  /** Completes the name at a position. */
  complete(file: BoundFile, source: string, position: number): CompletionList {
    const { ts } = this;
    const { program, checker } = this.checker.ensureProgram();
    const start = wordStart(source, position);
    const host = {};
    const format = ts.formatting.getFormatContext(ts.getDefaultFormatCodeSettings("\n"), host);
    const found = ts.Completions.getCompletionsAtPosition(
      host,
      program,
      () => undefined,
      file,
      position,
      { includeCompletionsWithInsertText: false },
      undefined,
      ts.CompletionTriggerKind.Invoked,
      NEVER_CANCELLED,
      format,
    );
    const typed = source.slice(start, position).toLowerCase();
    const entries = (found?.entries ?? []).filter(
      ({ name, kind }) => kind !== ts.ScriptElementKind.warning && name.toLowerCase().startsWith(typed),
    );
    entries.sort((a, b) => Number(a.sortText > b.sortText) - Number(a.sortText < b.sortText));
    const end = position + (/^[\w$]*/.exec(source.slice(position))?.[0].length ?? 0);
    const detailed = entries.length <= MAX_DETAILED_ITEMS;
    const items = entries.map(({ name, kind }) => ({
      text: name,
      type: String(kind),
      ...(detailed ? this.details(checker, file, { name, position: start }) : {}),
    }));
    // TypeScript offers `globalThis` exactly where an expression may begin.
    const expectsExpression = found?.entries.some(({ name }) => name === "globalThis") === true;
    return { start, end, items, expectsExpression };
  }

  /** Inspects the name at a position; within a call's parentheses, the function. */
  inspect(file: BoundFile, source: string, position: number): Inspection | undefined {
    const info = this.quickInfo(file, position) ?? this.inspectCall(file, source, position);
    if (!info) return undefined;
    const text = (parts: readonly TypeScript.SymbolDisplayPart[] | undefined): string =>
      (parts ?? []).map((part) => part.text).join("");
    const tags = (info.tags ?? []).map((tag) => `@${tag.name} ${text(tag.text)}`.trim());
    return {
      signature: text(info.displayParts),
      documentation: [text(info.documentation), ...tags].filter(Boolean).join("\n"),
    };
  }

  /** Type and documentation of a completion. */
  private details(
    checker: TypeScript.TypeChecker,
    file: BoundFile,
    { name, position }: { name: string; position: number },
  ): Pick<CompletionItem, "signature" | "documentation"> {
    const { ts } = this;
    const symbol = this.symbolFor(checker, file, { name, position });
    if (!symbol) return {};
    this.files.readDocumentation(declarationsOf(ts, checker, symbol));
    const type = checker.getTypeOfSymbolAtLocation(symbol, file);
    const signature = checker.typeToString(type, file, ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope);
    const documentation =
      ts.displayPartsToString(symbol.getDocumentationComment(checker)).split("\n\n")[0] ?? "";
    return { signature, ...(documentation ? { documentation } : {}) };
  }

  private symbolFor(
    checker: TypeScript.TypeChecker,
    file: BoundFile,
    { name, position }: { name: string; position: number },
  ): TypeScript.Symbol | undefined {
    const { ts } = this;
    const symbol =
      this.memberOf(checker, file, { name, position }) ?? this.nameAt(checker, file, { name, position });
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return symbol;
    return checker.getAliasedSymbol(symbol);
  }

  /** After a dot: the member of the expression before it. */
  private memberOf(
    checker: TypeScript.TypeChecker,
    file: BoundFile,
    { name, position }: { name: string; position: number },
  ): TypeScript.Symbol | undefined {
    if (file.text[position - 1] !== ".") return undefined;
    const { ts } = this;
    let object: TypeScript.Expression | undefined;
    const visit = (node: TypeScript.Node): void => {
      if (node.pos > position || node.end < position - 1) return;
      if (
        ts.isPropertyAccessExpression(node) &&
        node.expression.end <= position - 1 &&
        node.end >= position - 1
      )
        object = node.expression;
      ts.forEachChild(node, visit);
    };
    visit(file);
    if (!object) return undefined;
    const type = checker.getApparentType(checker.getNonNullableType(checker.getTypeAtLocation(object)));
    const member = checker.getPropertyOfType(type, name);
    if (member) return member;
    const module = checker.getSymbolAtLocation(object);
    return module && checker.tryGetMemberInModuleExports(name, module);
  }

  private nameAt(
    checker: TypeScript.TypeChecker,
    file: BoundFile,
    { name }: { name: string; position: number },
  ): TypeScript.Symbol | undefined {
    return checker.resolveName(name, file, this.ts.SymbolFlags.Value, false);
  }

  private quickInfo(file: BoundFile, position: number): TypeScript.QuickInfo | undefined {
    const { ts } = this;
    const { checker } = this.checker.ensureProgram();
    const node = ts.getTouchingPropertyName(file, position);
    if (node === file) return undefined;
    const textSpan = { start: node.getStart(file), length: node.getEnd() - node.getStart(file) };
    let symbol = checker.getSymbolAtLocation(node);
    if (!symbol) return undefined;
    // An import is shown as its target, with the target's documentation.
    if (symbol.flags & ts.SymbolFlags.Alias) {
      const target = checker.getAliasedSymbol(symbol);
      if (target.declarations?.length) symbol = target;
    }
    this.files.readDocumentation(declarationsOf(ts, checker, symbol));
    const { displayParts, documentation, symbolKind, tags } =
      ts.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
        checker,
        symbol,
        file,
        ts.getContainerNode(node),
        node,
      );
    return {
      kind: symbolKind,
      kindModifiers: "",
      textSpan,
      displayParts,
      documentation,
      ...(tags ? { tags } : {}),
    };
  }

  private inspectCall(file: BoundFile, source: string, position: number): TypeScript.QuickInfo | undefined {
    const { ts } = this;
    // An unfinished call ends at its last token, so spaces before the cursor are skipped.
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
    return this.quickInfo(file, name.getStart(file));
  }
}

function wordStart(source: string, position: number): number {
  return position - (/[\w$\u0080-\uffff]*$/.exec(source.slice(0, position))?.[0].length ?? 0);
}

/** The declarations that may have a symbol's documentation: its own, and those of the members that it overrides or implements. */
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
