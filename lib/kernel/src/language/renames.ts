/**
 * Gives names that the global object has already (`performance`, `process`, `require`) another name inside of a
 * script, since a script's own would hide them from every module.
 */
import type * as TypeScript from "typescript";
import type { SessionChecker } from "./session-checker";
import type { BoundFile, TS } from "./typescript";

/** What is added to a name that the global object has as well. */
const OWN = "$cell";

/** The name inside of a script for a name that the global object has as well. */
export function innerName(name: string): string {
  return `${name}${OWN}`;
}

/** The name that the learner wrote, for one of {@link innerName}; `undefined` for every other name. */
export function outerName(inner: string): string | undefined {
  return inner.endsWith(OWN) ? inner.slice(0, -OWN.length) : undefined;
}

/** Renames what a cell declares and uses. */
export interface Renamer {
  /** The name inside, for a name of the top level. */
  text(name: string): string;
  identifier(node: TypeScript.Identifier, f: TypeScript.NodeFactory): TypeScript.Identifier | undefined;
  shorthand(
    node: TypeScript.ShorthandPropertyAssignment,
    f: TypeScript.NodeFactory,
  ): TypeScript.Identifier | undefined;
  /** Functions and classes keep the name that they tell. */
  declaration(statement: TypeScript.Statement, f: TypeScript.NodeFactory): TypeScript.Statement;
}

/**
 * Makes a cell's renamer.
 *
 * @param options.file - The cell.
 * @param options.isTaken - True for names that the global object has.
 */
export function renamer(
  ts: TS,
  checker: SessionChecker,
  { file, isTaken }: { file: BoundFile; isTaken(name: string): boolean },
): Renamer {
  const taken = new Set([...(file.locals?.keys() ?? [])].filter(isTaken));
  const text = (name: string): string => (isTaken(name) ? innerName(name) : name);
  if (taken.size === 0)
    return {
      text,
      identifier: () => undefined,
      shorthand: () => undefined,
      declaration: (statement) => statement,
    };
  const types = checker.current().checker;
  const isOwn = (symbol: TypeScript.Symbol | undefined): boolean =>
    symbol !== undefined && file.locals?.get(symbol.name) === symbol;
  const renamed = (node: TypeScript.Identifier, f: TypeScript.NodeFactory): TypeScript.Identifier =>
    ts.setTextRange(f.createIdentifier(text(node.text)), node);
  return {
    text,
    identifier: (node, f) =>
      taken.has(node.text) && node.pos >= 0 && isOwn(types.getSymbolAtLocation(node))
        ? renamed(node, f)
        : undefined,
    shorthand: (node, f) =>
      taken.has(node.name.text) && isOwn(types.getShorthandAssignmentValueSymbol(node))
        ? renamed(node.name, f)
        : undefined,
    declaration: (statement, f) => {
      if (!ts.isClassDeclaration(statement) || !statement.name) return statement;
      const { name, modifiers, typeParameters, heritageClauses, members } = statement;
      const told = outerName(name.text);
      if (told === undefined) return statement;
      const value = f.createClassExpression(modifiers, told, typeParameters, heritageClauses, members);
      const variable = f.createVariableDeclaration(name, undefined, undefined, value);
      return ts.setTextRange(
        f.createVariableStatement(undefined, f.createVariableDeclarationList([variable], ts.NodeFlags.Let)),
        statement,
      );
    },
  };
}
