/** Keeps the names that cells have declared, and writes the imports by which a later cell sees them. */
import type * as TypeScript from "typescript";
import type { BoundFile, TS } from "./typescript";

/** Where a name comes from. */
export type Origin =
  /** Declared by a cell; `assignable` for `let` and `var`, `typeOnly` for interfaces and type aliases. */
  | { kind: "cell"; module: string; assignable: boolean; typeOnly: boolean; declared: string }
  /** Imported by a cell: `imported` is the name in the module, `*` for all of it, `=` for `import x = require()`. */
  | { kind: "import"; module: string; imported: string; typeOnly: boolean };

/** The names of a session. */
export class Scope {
  private readonly names = new Map<string, Origin>();

  /** All names, in the order of their declarations. */
  all(): string[] {
    return [...this.names.keys()];
  }

  /** Where a name comes from. */
  origin(name: string): Origin | undefined {
    return this.names.get(name);
  }

  /** Adds names, in place of earlier ones. */
  add(names: ReadonlyMap<string, Origin>): void {
    for (const [name, origin] of names) {
      this.names.delete(name);
      this.names.set(name, origin);
    }
  }

  /**
   * Writes the imports by which a cell sees names of earlier cells. They are added after the cell's own text, so that its
   * positions stay the same.
   *
   * A name that was declared by `let` is declared again, because an import cannot be assigned to.
   */
  importLines(names: Iterable<string>): string {
    const lines: string[] = [];
    for (const name of names) {
      const origin = this.names.get(name);
      if (!origin) continue;
      const module = JSON.stringify(origin.module);
      if (origin.kind === "cell")
        lines.push(
          origin.assignable
            ? `declare let ${name}: typeof import(${module}).${name};`
            : `import { ${name} } from ${module};`,
        );
      else lines.push(importLine(name, origin));
    }
    return lines.join("");
  }
}

function importLine(name: string, origin: Extract<Origin, { kind: "import" }>): string {
  const module = JSON.stringify(origin.module);
  const type = origin.typeOnly ? "type " : "";
  if (origin.imported === "=") return `import ${type}${name} = require(${module});`;
  if (origin.imported === "*") return `import ${type}* as ${name} from ${module};`;
  return `import ${type}{ ${origin.imported} as ${name} } from ${module};`;
}

/**
 * The names that a cell declares at its top level.
 *
 * @param file - The cell, bound.
 * @param module - The name by which later cells import the cell.
 */
export function topLevelNames(ts: TS, file: BoundFile, module: string): Map<string, Origin> {
  const names = new Map<string, Origin>();
  for (const [name, symbol] of file.locals ?? []) {
    const [declaration] = symbol.declarations ?? [];
    // `declare global` and `declare module "…"` augment, and declare no name.
    if (declaration && ts.isModuleDeclaration(declaration) && !isNamespace(ts, declaration)) continue;
    if (declaration) names.set(name, importOrigin(ts, declaration) ?? cellOrigin(ts, symbol, module));
  }
  return names;
}

function isNamespace(ts: TS, declaration: TypeScript.ModuleDeclaration): boolean {
  return ts.isIdentifier(declaration.name) && !(declaration.flags & ts.NodeFlags.GlobalAugmentation);
}

function cellOrigin(ts: TS, symbol: TypeScript.Symbol, module: string): Origin {
  const { Variable, BlockScopedVariable, Function: AnyFunction, Class, Enum } = ts.SymbolFlags;
  const value = symbol.valueDeclaration;
  const constant =
    (symbol.flags & BlockScopedVariable) !== 0 &&
    value !== undefined &&
    (ts.getCombinedNodeFlags(value) & ts.NodeFlags.Constant) !== 0;
  const kinds: [number, string][] = [
    [AnyFunction, "a function"],
    [Class, "a class"],
    [Enum, "an enum"],
  ];
  const kind = constant ? "a constant" : kinds.find(([flag]) => symbol.flags & flag)?.[1];
  const others = ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
  const assignable = (symbol.flags & Variable) !== 0 && !constant && (symbol.flags & others) === 0;
  const typeOnly = (symbol.flags & (ts.SymbolFlags.Value | ts.SymbolFlags.Alias)) === 0;
  return { kind: "cell", module, assignable, typeOnly, declared: kind ?? "a declaration" };
}

function importOrigin(ts: TS, declaration: TypeScript.Declaration): Origin | undefined {
  if (ts.isImportEqualsDeclaration(declaration)) {
    const { moduleReference, isTypeOnly } = declaration;
    if (!ts.isExternalModuleReference(moduleReference)) return undefined;
    return importedAs("=", moduleReference.expression, isTypeOnly);
  }
  const statement = enclosingImport(ts, declaration);
  if (!statement) return undefined;
  const typeOnly = statement.importClause?.isTypeOnly === true;
  const from = statement.moduleSpecifier;
  if (ts.isImportClause(declaration)) return importedAs("default", from, typeOnly);
  if (ts.isNamespaceImport(declaration)) return importedAs("*", from, typeOnly);
  if (!ts.isImportSpecifier(declaration)) return undefined;
  return importedAs(
    (declaration.propertyName ?? declaration.name).text,
    from,
    typeOnly || declaration.isTypeOnly,
  );
}

function importedAs(imported: string, module: TypeScript.Expression, typeOnly: boolean): Origin {
  return { kind: "import", module: (module as TypeScript.StringLiteral).text, imported, typeOnly };
}

function enclosingImport(ts: TS, node: TypeScript.Node): TypeScript.ImportDeclaration | undefined {
  let at: TypeScript.Node | undefined = node;
  while (at && !ts.isImportDeclaration(at)) at = at.parent;
  return at;
}
