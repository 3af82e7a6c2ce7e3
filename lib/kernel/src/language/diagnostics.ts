/** Turns TypeScript's diagnostics of a cell's file into positions and messages for the cell as written. */
import path = require("node:path");
import type * as TypeScript from "typescript";
import type { TS } from "./typescript";

/** A position in a cell, counted from 0. */
export interface Position {
  offset: number;
  line: number;
  character: number;
}

/** A diagnostic of a cell. */
export interface Diagnostic {
  start: Position;
  end: Position;
  messageText: string;
  category: number;
  code: number;
  /** The file, where it is not the cell: one of the learner's own that the cell imports. */
  fileName?: string;
  /** The text of that file. */
  fileText?: string;
}

/**
 * Converts diagnostics.
 *
 * @param found - Diagnostics of the cell's file, and of files that it imports.
 * @param cell - `source`: the cell as written; `prefixLength`: how many characters were added before it;
 *   `declarationKind`: as what the name of an earlier cell was declared, such as `a constant`.
 */
export function toDiagnostics(
  ts: TS,
  found: readonly TypeScript.Diagnostic[],
  cell: {
    name: string;
    source: string;
    prefixLength: number;
    folder: string;
    declarationKind(name: string): string | undefined;
  },
): Diagnostic[] {
  const { name, source, prefixLength, folder, declarationKind } = cell;
  const text = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest);
  const seen = new Set<string>();
  const isOwn = ({ file }: TypeScript.Diagnostic): boolean => file === undefined || file.fileName === name;
  const place = (each: TypeScript.Diagnostic): number => (isOwn(each) ? (each.start ?? 0) : Infinity);
  const sorted = [...found].sort((a, b) => Number(place(a) > place(b)) - Number(place(a) < place(b)));
  return sorted.flatMap((diagnostic) => {
    const own = isOwn(diagnostic);
    const file = own ? text : (diagnostic.file as TypeScript.SourceFile);
    const limit = file.text.length;
    const from = Math.min(limit, Math.max(0, (diagnostic.start ?? 0) - (own ? prefixLength : 0)));
    const to = Math.min(limit, from + (diagnostic.length ?? 0));
    const words = messageOf(ts, diagnostic, declarationKind);
    const key = `${own} ${from} ${words.code} ${words.messageText}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      {
        start: positionOf(ts, file, from),
        end: positionOf(ts, file, to),
        category: diagnostic.category,
        ...words,
        ...(own ? {} : { fileName: path.relative(folder, file.fileName), fileText: file.text }),
      },
    ];
  });
}

function positionOf(ts: TS, file: TypeScript.SourceFile, offset: number): Position {
  return { offset, ...ts.getLineAndCharacterOfPosition(file, offset) };
}

/** The code and message of a diagnostic; for the compiler a name of an earlier cell is an import, the message names its declaration. */
function messageOf(
  ts: TS,
  { code, messageText }: TypeScript.Diagnostic,
  declarationKind: (name: string) => string | undefined,
): { code: number; messageText: string } {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  const name = code === 2632 ? /'([^']+)'/.exec(text)?.[1] : undefined;
  const kind = name === undefined ? undefined : declarationKind(name);
  if (kind === undefined) return { code, messageText: text };
  return {
    code: kind === "a constant" ? 2588 : 2630,
    messageText: `Cannot assign to '${name}' because it is ${kind}.`,
  };
}
