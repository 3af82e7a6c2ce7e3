/** Finds what a learner's cells would miss without the proofs: names that only proofs declare, values that proofs change. */
import ts from "typescript";
import { isProof, tagsOf, type Cell } from "./percent";

/** A place that breaks the rule: a cell and the line in it. */
export interface NameFinding {
  cell: Cell;
  /** Line in the cell, from 1. */
  line: number;
  /** The name. */
  name: string;
  /** What is wrong with it. */
  fault: "declared by a proof" | "changed by a proof";
}

/**
 * Looks through a lesson's cells. Without its proofs, a learner's notebook must find every name, and find it with the
 * same value.
 *
 * @param cells - All cells of a lesson, proofs and text too.
 * @returns Uses of names that only proofs declare, and assignments in proofs to names that they do not declare.
 * @example
 * const cell = (source: string, ...tags: string[]) => ({ id: source, type: "code" as const, source, metadata: { tags } });
 * const found = proofNames([cell("const a = 1;"), cell("const b = 2;", "proof"), cell("a + b;")]);
 * assert.deepEqual(found.map(({ name, line, fault }) => [name, line, fault]), [["b", 1, "declared by a proof"]]);
 */
export function proofNames(cells: readonly Cell[]): NameFinding[] {
  const code = cells.filter((cell) => cell.type === "code" && !tagsOf(cell).includes("active-ipynb"));
  const [proofs, others] = [code.filter(isProof), code.filter((cell) => !isProof(cell))];
  const known = new Set(others.flatMap(({ source }) => declaredIn(source)));
  const proven = new Set(
    proofs.flatMap(({ source }) => declaredIn(source)).filter((name) => !known.has(name)),
  );
  return [...missing(others, proven), ...proofs.flatMap(changes)];
}

/** The checker says which names of the joined cells stand for nothing; globals are missing too, but no proof declares those. */
function missing(cells: readonly Cell[], proven: ReadonlySet<string>): NameFinding[] {
  if (proven.size === 0) return [];
  const starts: number[] = [];
  let text = "";
  for (const { source } of cells) {
    starts.push(text.length);
    text += `${source}\n;\n`;
  }
  const { file, checker } = checkerOf(text);
  const found: NameFinding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && proven.has(node.text) && isUse(node) && !isKnown(node, checker)) {
      const at = starts.filter((start) => start <= node.getStart(file)).length - 1;
      const cell = cells[at];
      const line = text.slice(starts[at], node.getStart(file)).split("\n").length;
      if (cell) found.push({ cell, line, name: node.text, fault: "declared by a proof" });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isKnown(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return symbol !== undefined && (symbol.declarations?.length ?? 0) > 0;
}

/** Whether a name is looked up there, and is no property's or declaration's own name. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  return !(ts.isVariableDeclaration(parent) || ts.isParameter(parent)) || parent.initializer === node;
}

/** One file without libraries: enough to tell which names are declared in it. */
function checkerOf(text: string): { file: ts.SourceFile; checker: ts.TypeChecker } {
  const name = "cells.ts";
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const host: ts.CompilerHost = {
    getSourceFile: (asked) => (asked === name ? file : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => undefined,
    getCurrentDirectory: () => "",
    getCanonicalFileName: (asked) => asked,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (asked) => asked === name,
    readFile: () => undefined,
  };
  const program = ts.createProgram(
    [name],
    { noLib: true, noResolve: true, target: ts.ScriptTarget.Latest },
    host,
  );
  return { file, checker: program.getTypeChecker() };
}

/** Names that a cell declares at its top. */
function declaredIn(source: string): string[] {
  return ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => boundIn(name));
    if (ts.isImportDeclaration(statement)) return importedIn(statement);
    const named =
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement);
    return named && statement.name ? [statement.name.text] : [];
  });
}

function boundIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundIn(element.name) : []));
}

function importedIn({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  if (!bindings) return importClause?.name ? [importClause.name.text] : [];
  return ts.isNamespaceImport(bindings)
    ? [bindings.name.text]
    : bindings.elements.map(({ name }) => name.text);
}

/** Assignments at a proof's top, or in its loops, to a name that the proof does not declare. */
function changes(cell: Cell): NameFinding[] {
  const file = ts.createSourceFile("cell.ts", cell.source, ts.ScriptTarget.Latest, true);
  const own = new Set<string>();
  const assigned: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isVariableDeclaration(node) || ts.isParameter(node)) && ts.isIdentifier(node.name))
      own.add(node.name.text);
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind) && ts.isIdentifier(node.left))
      assigned.push(node.left);
    const counted = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
    if (counted && isCount(node.operator) && ts.isIdentifier(node.operand)) assigned.push(node.operand);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return assigned
    .filter(({ text }) => !own.has(text))
    .map((node) => ({
      cell,
      line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
      name: node.text,
      fault: "changed by a proof",
    }));
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isCount(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.PlusPlusToken || kind === ts.SyntaxKind.MinusMinusToken;
}
