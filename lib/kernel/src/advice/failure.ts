/** A thrown error, with its position in the cell, for the recognisers. */
import type * as TypeScript from "typescript";
import type { TS } from "../language/typescript";

/** The position at which an error was thrown. */
export interface ThrownContext {
  /** TypeScript. */
  readonly ts?: TS;
  /** The cell that the topmost frame of a cell points into. */
  readonly source?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** Counted from 1. */
  readonly column?: number;
  /** True when code that the cell called threw, and not the cell's own line. */
  readonly isInside?: boolean;
}

/** An error as the recognisers see it. */
export interface Failure {
  readonly error: Error;
  readonly name: string;
  readonly message: string;
  /** Node's own code, e.g. `ENOENT`. */
  readonly code: string | undefined;
  /** The line that threw, as it was typed; empty where it is not known. */
  readonly line: string;
  /** True when code that the cell called threw: then the cell's line does not show the mistake. */
  readonly isInside: boolean;
  /** The property access or call that threw, where it is known. */
  readonly access: { readonly object: string; readonly property: string } | undefined;
}

/** Reads an error. */
export function readFailure(error: Error, context: ThrownContext): Failure {
  const { source = "", line } = context;
  const { code } = error as NodeJS.ErrnoException;
  return {
    error,
    name: error.name,
    message: typeof error.message === "string" ? error.message : String(error.message),
    code: typeof code === "string" ? code : undefined,
    line: line === undefined ? "" : (source.split("\n")[line - 1] ?? ""),
    isInside: context.isInside ?? false,
    access: context.isInside ? undefined : accessAt(context),
  };
}

/** V8 points at the property's name, or at the bracket's content. */
function accessAt(context: ThrownContext): Failure["access"] {
  const { ts, source, line, column } = context;
  if (!ts || source === undefined || line === undefined || column === undefined) return undefined;
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  const start = file.getLineStarts()[line - 1];
  if (start === undefined) return undefined;
  const place = start + column - 1;
  let found: Failure["access"];
  const visit = (node: TypeScript.Node): void => {
    if (node.getFullStart() > place || node.getEnd() < place) return;
    if (ts.isPropertyAccessExpression(node) && node.name.getStart(file) === place)
      found = { object: node.expression.getText(file), property: node.name.text };
    if (ts.isElementAccessExpression(node) && node.argumentExpression.getStart(file) === place)
      found = { object: node.expression.getText(file), property: node.argumentExpression.getText(file) };
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}
