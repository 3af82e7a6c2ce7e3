/** Blanks what a cell exports: every name of a cell is shared with later cells anyway. */
import type * as TypeScript from "typescript";
import type { TS } from "./typescript";

/** Replaces `export` by blanks, so that all places stay. */
export function withoutExports(ts: TS, source: string): string {
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
