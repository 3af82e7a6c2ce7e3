/**
 * Mangles names that the global object has too (`performance`, `process`, `require`), because a script's own declaration
 * would shadow them for every module.
 */
import type * as TypeScript from "typescript";
import type { SessionChecker } from "./session-checker";
import type { BoundFile, TS } from "./typescript";

/** The suffix of mangled names. */
const MANGLE_SUFFIX = "$cell";

/** The name in a script for a name that the global object has too. */
export function mangledName(name: string): string {
  return `${name}${MANGLE_SUFFIX}`;
}

/** The name in the cell for one of {@link mangledName}; `undefined` for every other name. */
export function unmangledName(name: string): string | undefined {
  return name.endsWith(MANGLE_SUFFIX) ? name.slice(0, -MANGLE_SUFFIX.length) : undefined;
}

/** Renames the declarations and uses of a cell's names. */
export interface Renamer {
  /** The name in the script for a name of the top level. */
  nameFor(name: string): string;
  identifier(node: TypeScript.Identifier, f: TypeScript.NodeFactory): TypeScript.Identifier | undefined;
  shorthand(
    node: TypeScript.ShorthandPropertyAssignment,
    f: TypeScript.NodeFactory,
  ): TypeScript.Identifier | undefined;
  /** Keeps the `name` of a class. */
  declaration(statement: TypeScript.Statement, f: TypeScript.NodeFactory): TypeScript.Statement;
}

/**
 * Makes a cell's renamer.
 *
 * @param options.file - The cell.
 * @param options.isReserved - True for names that the global object has.
 */
export function renamer(
  ts: TS,
  checker: SessionChecker,
  { file, isReserved }: { file: BoundFile; isReserved(name: string): boolean },
): Renamer {
  const reserved = new Set([...(file.locals?.keys() ?? [])].filter(isReserved));
  const nameFor = (name: string): string => (isReserved(name) ? mangledName(name) : name);
  if (reserved.size === 0)
    return {
      nameFor,
      identifier: () => undefined,
      shorthand: () => undefined,
      declaration: (statement) => statement,
    };
  const types = checker.ensureProgram().checker;
  const isOwn = (symbol: TypeScript.Symbol | undefined): boolean =>
    symbol !== undefined && file.locals?.get(symbol.name) === symbol;
  const renamed = (node: TypeScript.Identifier, f: TypeScript.NodeFactory): TypeScript.Identifier =>
    ts.setTextRange(f.createIdentifier(nameFor(node.text)), node);
  return {
    nameFor,
    identifier: (node, f) =>
      reserved.has(node.text) && node.pos >= 0 && isOwn(types.getSymbolAtLocation(node))
        ? renamed(node, f)
        : undefined,
    shorthand: (node, f) =>
      reserved.has(node.name.text) && isOwn(types.getShorthandAssignmentValueSymbol(node))
        ? renamed(node.name, f)
        : undefined,
    declaration: (statement, f) => {
      if (!ts.isClassDeclaration(statement) || !statement.name) return statement;
      const { name, modifiers, typeParameters, heritageClauses, members } = statement;
      const originalName = unmangledName(name.text);
      if (originalName === undefined) return statement;
      const value = f.createClassExpression(
        modifiers,
        originalName,
        typeParameters,
        heritageClauses,
        members,
      );
      const variable = f.createVariableDeclaration(name, undefined, undefined, value);
      return ts.setTextRange(
        f.createVariableStatement(undefined, f.createVariableDeclarationList([variable], ts.NodeFlags.Let)),
        statement,
      );
    },
  };
}
