/** Helpers on a cell's syntax tree and brackets that several recognisers use. */
import type * as TypeScript from "typescript";
import type { FailedCell } from "./failed-cell";

/**
 * The arguments of the call whose function's name stands at an offset.
 *
 * @returns Their source, or `undefined` when no call begins there.
 */
export function argumentsAt(cell: FailedCell, offset: number): string | undefined {
  const { ts, file, source } = cell;
  const node = cell.nodeAt(offset);
  const call = node.parent;
  if (!call || !ts.isCallExpression(call) || call.expression !== node) return undefined;
  // With a broken argument list the tree ends early: the line's last bracket is nearer to what was meant.
  const open = source.indexOf("(", node.getEnd());
  const lineEnd = source.indexOf("\n", open) < 0 ? source.length : source.indexOf("\n", open);
  const end = matchingBracket(cell.code, open) ?? Math.min(call.getEnd() - 1, lineEnd);
  return source.slice(open + 1, Math.max(open + 1, end)).trim() || textOf(call.arguments, file);
}

function textOf(nodes: TypeScript.NodeArray<TypeScript.Expression>, file: TypeScript.SourceFile): string {
  return nodes.map((node) => node.getText(file)).join(", ");
}

const PAIRS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The offset of the bracket that closes the one at `open`. */
export function matchingBracket(code: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    const character = code.charAt(at);
    if (character in PAIRS) depth++;
    if (Object.values(PAIRS).includes(character)) depth--;
    if (depth === 0) return at;
  }
  return undefined;
}

/** The outermost bracket that is never closed, and the first closing one that opens nothing. */
export function unbalanced(code: string): { open?: number; close?: number; expected?: string } {
  const stack: number[] = [];
  for (let at = 0; at < code.length; at++) {
    const char = code[at] as string;
    if (char in PAIRS) stack.push(at);
    if (!Object.values(PAIRS).includes(char)) continue;
    const open = stack.at(-1);
    if (open === undefined) return { close: at };
    const expected = PAIRS[code[open] as string] as string;
    if (expected !== char) return { open, close: at, expected };
    stack.pop();
  }
  const open = stack.at(-1);
  return open === undefined ? {} : { open, expected: PAIRS[code[open] as string] };
}

/** The line (from 1) and column (from 1) of an offset. */
export function positionOf(cell: FailedCell, offset: number): { line: number; column: number } {
  const { line, character } = cell.file.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}

/** The node itself or the closest ancestor that passes a test. */
export function closestAncestor<T extends TypeScript.Node>(
  node: TypeScript.Node,
  test: (candidate: TypeScript.Node) => candidate is T,
): T | undefined {
  for (let each: TypeScript.Node | undefined = node; each; each = each.parent) if (test(each)) return each;
  return undefined;
}
