/** Removes `export` from a cell: every name of a cell is shared with later cells anyway. */
import type * as TypeScript from "typescript";
import type { TS } from "./typescript";

/** Replaces `export` by spaces, so that all positions stay the same. */
export function blankExports(ts: TS, source: string): string {
  if (!/\bexport\b/.test(source)) return source;
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  let text = source;
  const blank = (from: number, to: number): void => {
    text = text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, " ") + text.slice(to);
  };
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      blank(statement.getStart(file), statement.end);
      continue;
    }
    const named =
      (statement as { name?: TypeScript.Node }).name !== undefined || ts.isVariableStatement(statement);
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    for (const modifier of named ? modifiers : [])
      if (modifier.kind === ts.SyntaxKind.ExportKeyword || modifier.kind === ts.SyntaxKind.DefaultKeyword)
        blank(modifier.getStart(file), modifier.end);
  }
  return text;
}

/** Removes `export default` from a function or class without a name, which {@link blankExports} leaves. */
export function removeExport(
  ts: TS,
  statement: TypeScript.Statement,
  f: TypeScript.NodeFactory,
): TypeScript.Statement {
  const all = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const { ExportKeyword, DefaultKeyword } = ts.SyntaxKind;
  const kept = all.filter(({ kind }) => kind !== ExportKeyword && kind !== DefaultKeyword);
  if (kept.length === all.length) return statement;
  if (ts.isFunctionDeclaration(statement)) {
    const {
      asteriskToken,
      name = f.createIdentifier("default_1"),
      typeParameters,
      parameters,
      type,
      body,
    } = statement;
    return f.updateFunctionDeclaration(
      statement,
      kept,
      asteriskToken,
      name,
      typeParameters,
      parameters,
      type,
      body,
    );
  }
  if (ts.isClassDeclaration(statement)) {
    const { name = f.createIdentifier("default_1"), typeParameters, heritageClauses, members } = statement;
    return f.updateClassDeclaration(statement, kept, name, typeParameters, heritageClauses, members);
  }
  return statement;
}
