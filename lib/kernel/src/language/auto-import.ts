/** Adds the import of a name to a cell, where the name is used as a value and the cell does not declare it. */
import type * as TypeScript from "typescript";
import { cellOptions, type BoundFile, type TS } from "./typescript";

/** What a cell could import. */
export interface Importable {
  readonly name: string;
  /** The module specifier. */
  readonly module: string;
  /** True for a namespace import: `import * as name`. */
  readonly isNamespace?: boolean;
}

/** New text for the range of a cell from `start` to the cursor; offsets in UTF-16 units. */
export interface Edit {
  start: number;
  text: string;
}

/** New text at one offset. */
interface Insertion {
  at: number;
  text: string;
}

/** The statement that imports a name. */
export function importStatement({ name, module, isNamespace = false }: Importable): string {
  return `import ${isNamespace ? `* as ${name}` : `{ ${name} }`} from "${module}";`;
}

/**
 * The edit that adds the import of a name to a cell.
 *
 * @param ts - TypeScript.
 * @param source - The cell.
 * @param options.importable - The name to import.
 * @param options.start - Where the name, or its beginning, starts; it is replaced by the name.
 * @param options.end - Where it ends: the cursor.
 * @returns `undefined` where an import would not help, or would change the meaning of the cell: in texts, comments, types
 *   and imports, after a dot, for a name that the cell declares, in a cell that is one object literal.
 */
export function importEdit(
  ts: TS,
  source: string,
  { importable, start, end }: { importable: Importable; start: number; end: number },
): Edit | undefined {
  const before = parse(ts, source);
  const [first] = before.statements;
  // A cell that begins with a brace is read as an object literal, and one that begins with a percent sign is a magic command.
  if (!first || ts.isBlock(first) || source.trimStart().startsWith("%")) return undefined;
  if (!isFreeValue(ts, before, { name: importable.name, start, end })) return undefined;
  const insertion =
    extendImport(ts, before, { importable, start }) ?? addStatement(ts, before, { importable, start });
  const text = insertion.text + source.slice(insertion.at, start) + importable.name;
  const after = parse(ts, source.slice(0, insertion.at) + text + source.slice(end));
  return keepsStatements(ts, before, after) ? { start: insertion.at, text } : undefined;
}

/** A cell as a module, with the names of its scopes. */
function parse(ts: TS, source: string): BoundFile {
  const options = {
    languageVersion: ts.ScriptTarget.Latest,
    setExternalModuleIndicator: (file: TypeScript.SourceFile) =>
      void ((file as BoundFile).externalModuleIndicator = true),
  };
  const file = ts.createSourceFile("cell.ts", source, options, true) as BoundFile;
  ts.bindSourceFile(file, cellOptions(ts));
  return file;
}

/** True for an identifier that is used as a value and that no enclosing scope declares. */
function isFreeValue(
  ts: TS,
  file: BoundFile,
  { name, start, end }: { name: string; start: number; end: number },
): boolean {
  const identifier = ts.getTouchingPropertyName(file, start);
  const isWhole = identifier.getStart(file) === start && identifier.getEnd() === end;
  if (!isWhole || !ts.isIdentifier(identifier) || !ts.isExpressionNode(identifier)) return false;
  // The name of a property or of a declaration.
  if ((identifier.parent as { name?: TypeScript.Node }).name === identifier) return false;
  let at: TypeScript.Node | undefined = identifier;
  for (; at; at = at.parent as TypeScript.Node | undefined)
    if ((at as Partial<BoundFile>).locals?.has(name)) return false;
  return true;
}

/** Adds the name to an import of the same module before the cursor. */
function extendImport(
  ts: TS,
  file: BoundFile,
  { importable, start }: { importable: Importable; start: number },
): Insertion | undefined {
  if (importable.isNamespace) return undefined;
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || statement.getEnd() > start) continue;
    const { importClause, moduleSpecifier } = statement;
    const bindings = importClause?.namedBindings;
    const isSame = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === importable.module;
    if (!isSame || importClause?.isTypeOnly || !bindings || !ts.isNamedImports(bindings)) continue;
    const { elements } = bindings;
    const last = elements.at(-1);
    if (!last) return { at: bindings.getStart(file) + 1, text: ` ${importable.name} ` };
    const { line, character } = file.getLineAndCharacterOfPosition(last.getStart(file));
    const isAlone = file.text.slice(last.getStart(file) - character, last.getStart(file)).trim() === "";
    const isFirstLine = line === file.getLineAndCharacterOfPosition(bindings.getStart(file)).line;
    const gap = isAlone && !isFirstLine ? `\n${" ".repeat(character)}` : " ";
    return elements.hasTrailingComma
      ? { at: elements.end, text: `${gap}${importable.name},` }
      : { at: last.getEnd(), text: `,${gap}${importable.name}` };
  }
  return undefined;
}

/** Adds an import statement: after the imports that the cell begins with, else at its top. */
function addStatement(
  ts: TS,
  file: BoundFile,
  { importable, start }: { importable: Importable; start: number },
): Insertion {
  const others = file.statements.findIndex((each) => !ts.isImportDeclaration(each));
  const imports = file.statements.slice(0, others < 0 ? undefined : others);
  const end = imports.at(-1)?.getEnd();
  const rest = end === undefined ? undefined : /^[ \t]*(?:\/\/.*)?(?=\n)/.exec(file.text.slice(end));
  if (end !== undefined && rest && end + rest[0].length <= start)
    return { at: end + rest[0].length, text: `\n${importStatement(importable)}` };
  return { at: endOfLeadingComments(ts, file), text: `${importStatement(importable)}\n` };
}

/** The offset of the first line after the comments at the top of a cell; a documentation comment belongs to what follows. */
function endOfLeadingComments(ts: TS, file: BoundFile): number {
  const { text } = file;
  let top = 0;
  for (const { pos, end } of ts.getLeadingCommentRanges(text, 0) ?? []) {
    const lineEnd = text.indexOf("\n", end);
    const endsLine = lineEnd >= 0 && text.slice(end, lineEnd).trim() === "";
    if (text.startsWith("/**", pos) || !endsLine) break;
    top = lineEnd + 1;
  }
  return top;
}

/** True where an edit adds no syntax error, and changes no statement but the imports. */
function keepsStatements(ts: TS, before: BoundFile, after: BoundFile): boolean {
  const kinds = (file: BoundFile): string =>
    file.statements
      .filter((statement) => !ts.isImportDeclaration(statement))
      .map(({ kind }) => kind)
      .join();
  return after.parseDiagnostics.length <= before.parseDiagnostics.length && kinds(before) === kinds(after);
}
