/** Reads cells that only import: they can run before their types are checked, because the modules themselves show which names they export. */
import type * as TypeScript from "typescript";
import { RUNTIME, type ModuleUse } from "./script";
import type { TS } from "./typescript";

/** A module that a cell imports, and the names that it imports. */
export interface ModuleImport extends ModuleUse {
  /** The names that the cell declares. */
  readonly names: readonly string[];
  /** The exported names, in the same order; none for a namespace import. */
  readonly exports: readonly string[];
}

/** The imports of a cell. */
export interface CellImports {
  readonly names: readonly string[];
  readonly modules: readonly ModuleImport[];
}

/**
 * Reads the imports of a cell.
 *
 * @param ts - TypeScript.
 * @param source - The cell.
 * @returns `undefined` for a cell with other statements, or with imports that need the types: files, default exports,
 *   types, the same name twice.
 */
export function readImports(ts: TS, source: string): CellImports | undefined {
  if (!/^\s*(?:import\b|\/[/*])/.test(source)) return undefined;
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly unknown[] };
  const read = file.statements.map((statement) => readImport(ts, statement));
  if (parseDiagnostics.length > 0 || read.length === 0) return undefined;
  const modules = read.flatMap((each) => each ?? []);
  const names = modules.flatMap((each) => each.names);
  if (modules.length < read.length || new Set(names).size < names.length) return undefined;
  return { names, modules };
}

/** The script of a cell that only imports, as `translate` would write it. */
export function importScript(
  { modules }: CellImports,
  inner: (name: string) => string,
): { code: string; modules: readonly ModuleUse[] } {
  const lines = modules.map(({ names, exports }, at) => {
    const parts = names.map((name, each) => `${String(exports[each])}: ${inner(name)}`);
    const target = exports.length === 0 ? inner(String(names[0])) : `{ ${parts.join(", ")} }`;
    return `let ${target} = ${RUNTIME}.modules[${at}];`;
  });
  return { code: `"use strict";\n${lines.join("\n")}\n`, modules };
}

function readImport(ts: TS, statement: TypeScript.Statement): ModuleImport | undefined {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const { importClause: clause, moduleSpecifier, attributes } = statement;
  const name = moduleSpecifier.text;
  const position = moduleSpecifier.getStart();
  const bindings = clause?.namedBindings;
  const plain = clause && !clause.isTypeOnly && !clause.name && !attributes && !/^[./]/.test(name);
  if (!plain || !bindings) return undefined;
  if (ts.isNamespaceImport(bindings)) return { name, position, names: [bindings.name.text], exports: [] };
  const { elements } = bindings;
  if (elements.length === 0 || elements.some((element) => element.isTypeOnly)) return undefined;
  return {
    name,
    position,
    names: elements.map((element) => element.name.text),
    exports: elements.map(({ propertyName, name: own }) => (propertyName ?? own).text),
  };
}
