/** A cell that did not compile, parsed once for all recognisers: its syntax tree, its lines, its code without texts and comments. */
import type * as TypeScript from "typescript";
import type { Diagnostic } from "../language/diagnostics";
import type { TS } from "../language/typescript";
import { readableType } from "./types";

/** What the recognisers may use besides the cell. */
export interface AdviceContext {
  /** TypeScript. */
  readonly ts: TS;
  /** The names that earlier cells have declared. */
  readonly names: readonly string[];
  /** What the editor shows about the name at an offset, e.g. `const t: Tensor<Rank>`. */
  typeAt?(offset: number): string | undefined;
}

/** One diagnostic, with the code at its position. */
export interface Problem {
  readonly diagnostic: Diagnostic;
  readonly code: number;
  readonly start: number;
  readonly end: number;
  /** Counted from 0. */
  readonly line: number;
  /** The code that is marked. */
  readonly text: string;
  /** The line without texts and comments; these are blanked, so that columns stay. */
  readonly codeLine: string;
  /** The line as it was typed. */
  readonly sourceLine: string;
  /** The parts of the message in quotes: names and types. */
  readonly quotedParts: readonly string[];
}

/** A cell and its diagnostics. */
export interface FailedCell {
  readonly ts: TS;
  readonly source: string;
  readonly file: TypeScript.SourceFile;
  /** The source with texts and comments blanked. */
  readonly code: string;
  readonly lines: readonly string[];
  readonly codeLines: readonly string[];
  readonly problems: readonly Problem[];
  readonly names: readonly string[];
  /** The innermost node at an offset. */
  nodeAt(offset: number): TypeScript.Node;
  /** The type of an expression as text, where it is known. */
  typeOf(expression: TypeScript.Node): string;
}

/** Reads a cell. */
export function readCell(
  source: string,
  diagnostics: readonly Diagnostic[],
  context: AdviceContext,
): FailedCell {
  const { ts, names } = context;
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  const code = blankTexts(ts, file);
  const lines = source.split("\n");
  const codeLines = code.split("\n");
  const starts = file.getLineStarts();
  const offset = ({ line, character }: { line: number; character: number }): number =>
    Math.min(source.length, (starts[line] ?? source.length) + character);
  const problems = diagnostics
    .filter((diagnostic) => diagnostic.fileName === undefined && diagnostic.start.line < lines.length)
    .map((diagnostic): Problem => {
      const { line } = diagnostic.start;
      const [start, end] = [offset(diagnostic.start), offset(diagnostic.end)];
      // The message has types as the cell can name them, such as `tf.Tensor`; recognisers match them without `tf.`.
      const message = readableType(diagnostic.messageText).replace(/\btf\.(?=[A-Z])/g, "");
      return {
        diagnostic,
        code: diagnostic.code,
        start,
        end,
        line,
        text: source.slice(start, end),
        codeLine: codeLines[line] as string,
        sourceLine: lines[line] as string,
        quotedParts: [...message.matchAll(/(?<!\w)'([^']*)'/g)].map((match) => match[1] as string),
      };
    });
  return {
    ts,
    source,
    file,
    code,
    lines,
    codeLines,
    problems,
    names,
    nodeAt: (place) => innermost(ts, file, place),
    typeOf: (expression) => typeOf(expression, context, file),
  };
}

function innermost(ts: TS, file: TypeScript.SourceFile, offset: number): TypeScript.Node {
  let found: TypeScript.Node = file;
  const visit = (node: TypeScript.Node): void => {
    if (node.getStart(file) > offset || node.getEnd() <= offset) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/** Takes a type from the signature that the editor shows: the type of a variable, the return type of a function. */
function typeOf(expression: TypeScript.Node, context: AdviceContext, file: TypeScript.SourceFile): string {
  const { ts } = context;
  if (ts.isStringLiteralLike(expression) || ts.isTemplateExpression(expression)) return "string";
  if (ts.isNumericLiteral(expression)) return "number";
  if (ts.isArrayLiteralExpression(expression)) return "unknown[]";
  if (ts.isParenthesizedExpression(expression) || ts.isNonNullExpression(expression))
    return typeOf(expression.expression, context, file);
  if (ts.isAwaitExpression(expression)) {
    const inner = typeOf(expression.expression, context, file);
    return /^Promise<(.*)>$/.exec(inner)?.[1] ?? inner;
  }
  const isCall = ts.isCallExpression(expression);
  const target = isCall ? expression.expression : expression;
  const name = ts.isPropertyAccessExpression(target) ? target.name : target;
  if (!ts.isIdentifier(name)) return "unknown";
  const shown = context.typeAt?.(name.getStart(file));
  if (shown === undefined) return "unknown";
  // The editor shows types as the cell can name them.
  return readableType(isCall ? resultOf(shown) : (/^[^:]*?: ([\s\S]*)$/.exec(shown)?.[1] ?? shown)).replace(
    /\btf\./g,
    "",
  );
}

/** What follows the parameters of a signature. */
function resultOf(signature: string): string {
  let depth = 0;
  for (let at = 0; at < signature.length; at++) {
    const char = signature[at] as string;
    if ("([{".includes(char)) depth++;
    if (")]}".includes(char)) {
      depth--;
      const rest = /^\):? ?(?:=> )?(.*)/s.exec(signature.slice(at));
      // `(method) ` and `(alias) ` stand before the name.
      if (depth === 0 && rest && /^\):|^\) =>/.test(signature.slice(at))) return (rest[1] as string).trim();
    }
  }
  return signature;
}

/** Replaces texts, templates, regular expressions and comments by spaces; expressions within templates stay. */
function blankTexts(ts: TS, file: TypeScript.SourceFile): string {
  const ranges: { start: number; end: number }[] = [];
  const visit = (node: TypeScript.Node): void => {
    const { SyntaxKind } = ts;
    const isText =
      ts.isStringLiteralLike(node) ||
      node.kind === SyntaxKind.TemplateHead ||
      node.kind === SyntaxKind.TemplateMiddle ||
      node.kind === SyntaxKind.TemplateTail ||
      node.kind === SyntaxKind.RegularExpressionLiteral;
    if (isText) ranges.push({ start: node.getStart(file), end: node.getEnd() });
    ts.forEachChild(node, visit);
  };
  visit(file);
  ranges.sort((a, b) => a.start - b.start);
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, file.text);
  const comments: { start: number; end: number }[] = [];
  let next = 0;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const [start, end] = [scanner.getTokenStart(), scanner.getTokenEnd()];
    while (next < ranges.length && (ranges[next] as { end: number }).end <= start) next++;
    const text = ranges[next];
    if (text && start >= text.start) scanner.resetTokenState(text.end);
    else if (
      token === ts.SyntaxKind.SingleLineCommentTrivia ||
      token === ts.SyntaxKind.MultiLineCommentTrivia ||
      token === ts.SyntaxKind.StringLiteral
    )
      comments.push({ start, end });
  }
  let code = file.text;
  for (const { start, end } of [...ranges, ...comments])
    code = code.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, " ") + code.slice(end);
  return code;
}
