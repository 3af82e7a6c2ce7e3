/** Answers `is_complete_request`: whether a cell is complete, incomplete, or invalid. */
import type { BoundFile, TS } from "./typescript";

/** Whether a cell can be run as it stands. */
export type Completeness = { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

/** Codes of diagnostics: unterminated template, comment, regular expression. */
const UNTERMINATED = new Set([1160, 1010, 1161]);

/** Answers Jupyter's `is_complete_request`. */
export function completenessOf(ts: TS, source: string): Completeness {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true) as BoundFile;
  const end = source.trimEnd().length;
  let invalid = false;
  for (const diagnostic of file.parseDiagnostics) {
    const expected = /expected\.$/.test(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
    if (UNTERMINATED.has(diagnostic.code) || (expected && (diagnostic.start ?? 0) >= end)) {
      return { status: "incomplete", indent: "  ".repeat(Math.max(0, openBrackets(ts, source))) };
    }
    invalid = true;
  }
  return { status: invalid ? "invalid" : "complete" };
}

/** How many brackets are open at the end, without those in strings and comments. */
function openBrackets(ts: TS, source: string): number {
  const { OpenBraceToken, OpenParenToken, OpenBracketToken } = ts.SyntaxKind;
  const { CloseBraceToken, CloseParenToken, CloseBracketToken, EndOfFileToken } = ts.SyntaxKind;
  const opening = new Set<number>([OpenBraceToken, OpenParenToken, OpenBracketToken]);
  const closing = new Set<number>([CloseBraceToken, CloseParenToken, CloseBracketToken]);
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);
  scanner.setText(source);
  let depth = 0;
  for (let token = scanner.scan(); token !== EndOfFileToken; token = scanner.scan()) {
    if (opening.has(token)) depth++;
    if (closing.has(token)) depth--;
  }
  return depth;
}
