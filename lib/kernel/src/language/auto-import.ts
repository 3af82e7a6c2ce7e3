/** Writes the import of a name into a cell, where the name stands as a value and nothing else in the cell is called so. */
import type * as TypeScript from "typescript";
import { cellOptions, type BoundFile, type TS } from "./typescript";

/** What a cell could import. */
export interface Importable {
  readonly name: string;
  /** The module, as an import names it. */
  readonly module: string;
  /** True where the name stands for the whole module: `import * as name`. */
  readonly whole?: boolean;
}

/** Text for a stretch of a cell that ends at the cursor; offsets in UTF-16 units. */
export interface Edit {
  start: number;
  text: string;
}

/** New text at one place. */
interface Insertion {
  at: number;
  text: string;
}

/** The statement that imports a name. */
export function importStatement({ name, module, whole = false }: Importable): string {
  return `import ${whole ? `* as ${name}` : `{ ${name} }`} from "${module}";`;
}

/**
 * Writes the import of a name into a cell.
 *
 * @param ts - TypeScript.
 * @param source - The cell.
 * @param options.wanted - What to import.
 * @param options.start - Where the name, or its beginning, starts; it is replaced by the name.
 * @param options.end - Where it ends: the cursor.
 * @returns `undefined` where an import would not do, or would change what the cell means: in texts, comments, types and
 *   imports, behind a dot, for a name that the cell makes itself, in a cell that is one object.
 */
export function withImport(
  ts: TS,
  source: string,
  { wanted, start, end }: { wanted: Importable; start: number; end: number },
): Edit | undefined {
  const before = parse(ts, source);
  const [first] = before.statements;
  // What begins with a brace is read as an object, and what begins with a percent sign is none of ours.
  if (!first || ts.isBlock(first) || source.trimStart().startsWith("%")) return undefined;
  if (!isFreeValue(ts, before, { name: wanted.name, start, end })) return undefined;
  const insertion =
    inExistingImport(ts, before, { wanted, start }) ?? asStatement(ts, before, { wanted, start });
  const text = insertion.text + source.slice(insertion.at, start) + wanted.name;
  const after = parse(ts, source.slice(0, insertion.at) + text + source.slice(end));
  return isAsBefore(ts, before, after) ? { start: insertion.at, text } : undefined;
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

/** True where a value is meant by an identifier, and no scope around it knows the name. */
function isFreeValue(
  ts: TS,
  file: BoundFile,
  { name, start, end }: { name: string; start: number; end: number },
): boolean {
  const identifier = ts.getTouchingPropertyName(file, start);
  const isWhole = identifier.getStart(file) === start && identifier.getEnd() === end;
  if (!isWhole || !ts.isIdentifier(identifier) || !ts.isExpressionNode(identifier)) return false;
  // What a member, or the expression around it, is called.
  if ((identifier.parent as { name?: TypeScript.Node }).name === identifier) return false;
  let at: TypeScript.Node | undefined = identifier;
  for (; at; at = at.parent as TypeScript.Node | undefined)
    if ((at as Partial<BoundFile>).locals?.has(name)) return false;
  return true;
}

/** Into the braces of an import of the same module that stands before the cursor. */
function inExistingImport(
  ts: TS,
  file: BoundFile,
  { wanted, start }: { wanted: Importable; start: number },
): Insertion | undefined {
  if (wanted.whole) return undefined;
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || statement.getEnd() > start) continue;
    const { importClause, moduleSpecifier } = statement;
    const bindings = importClause?.namedBindings;
    const isSame = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === wanted.module;
    if (!isSame || importClause?.isTypeOnly || !bindings || !ts.isNamedImports(bindings)) continue;
    const { elements } = bindings;
    const last = elements.at(-1);
    if (!last) return { at: bindings.getStart(file) + 1, text: ` ${wanted.name} ` };
    const { line, character } = file.getLineAndCharacterOfPosition(last.getStart(file));
    const isAlone = file.text.slice(last.getStart(file) - character, last.getStart(file)).trim() === "";
    const isFirstLine = line === file.getLineAndCharacterOfPosition(bindings.getStart(file)).line;
    const gap = isAlone && !isFirstLine ? `\n${" ".repeat(character)}` : " ";
    return elements.hasTrailingComma
      ? { at: elements.end, text: `${gap}${wanted.name},` }
      : { at: last.getEnd(), text: `,${gap}${wanted.name}` };
  }
  return undefined;
}

/** A statement of its own: behind the imports that the cell begins with, else at its top. */
function asStatement(
  ts: TS,
  file: BoundFile,
  { wanted, start }: { wanted: Importable; start: number },
): Insertion {
  const others = file.statements.findIndex((each) => !ts.isImportDeclaration(each));
  const imports = file.statements.slice(0, others < 0 ? undefined : others);
  const end = imports.at(-1)?.getEnd();
  const rest = end === undefined ? undefined : /^[ \t]*(?:\/\/.*)?(?=\n)/.exec(file.text.slice(end));
  if (end !== undefined && rest && end + rest[0].length <= start)
    return { at: end + rest[0].length, text: `\n${importStatement(wanted)}` };
  return { at: topOf(ts, file), text: `${importStatement(wanted)}\n` };
}

/** Where the first line behind the comments at the top of a cell begins; a documentation comment belongs to what follows. */
function topOf(ts: TS, file: BoundFile): number {
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

/** True where a cell has become no more wrong, and its statements are still the same behind its imports. */
function isAsBefore(ts: TS, before: BoundFile, after: BoundFile): boolean {
  const kinds = (file: BoundFile): string =>
    file.statements
      .filter((statement) => !ts.isImportDeclaration(statement))
      .map(({ kind }) => kind)
      .join();
  return after.parseDiagnostics.length <= before.parseDiagnostics.length && kinds(before) === kinds(after);
}
