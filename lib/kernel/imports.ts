/** Reads cells that only import: their names can be looked up in the modules themselves, before anybody knows the types. */
import type * as TypeScript from "typescript";
import type { TS } from "./typescript";

/** What a cell imports. */
export interface CellImports {
  /** The imports as declarations for later cells. */
  readonly declarations: string;
  /** The names that the cell makes. */
  readonly names: readonly string[];
  /** For each module the names that it must export; none for a whole module. */
  readonly modules: readonly { readonly name: string; readonly exports: readonly string[] }[];
}

/**
 * Reads the imports of a cell.
 *
 * @param ts - TypeScript.
 * @param source - The cell.
 * @returns `undefined` for a cell that does anything else, or imports in a way that needs the types: files, default
 *   exports, types, the same name twice.
 */
export function readImports(ts: TS, source: string): CellImports | undefined {
  if (!/^\s*(?:import\b|\/[/*])/.test(source)) return undefined;
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly unknown[] };
  const read = file.statements.map((statement) => readImport(ts, statement));
  if (parseDiagnostics.length > 0 || read.length === 0) return undefined;
  const known = read.flatMap((each) => each ?? []);
  const names = known.flatMap((each) => each.names);
  if (known.length < read.length || new Set(names).size < names.length) return undefined;
  const declarations = file.statements.map((each) => `${each.getText(file).replace(/;$/, "")};\n`).join("");
  return { declarations, names, modules: known.map(({ module }) => module) };
}

function readImport(
  ts: TS,
  statement: TypeScript.Statement,
): { names: string[]; module: CellImports["modules"][number] } | undefined {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const { importClause: clause, moduleSpecifier, attributes } = statement;
  const name = moduleSpecifier.text;
  const bindings = clause?.namedBindings;
  const plain = clause && !clause.isTypeOnly && !clause.name && !attributes && !/^[./]/.test(name);
  if (!plain || !bindings) return undefined;
  if (ts.isNamespaceImport(bindings)) return { names: [bindings.name.text], module: { name, exports: [] } };
  const { elements } = bindings;
  if (elements.some((element) => element.isTypeOnly)) return undefined;
  return {
    names: elements.map((element) => element.name.text),
    module: { name, exports: elements.map(({ propertyName, name: own }) => (propertyName ?? own).text) },
  };
}
