/** Turns a cell's imports into variables that are set from the modules, which are loaded before the cell runs. */
import type * as TypeScript from "typescript";
import { RUNTIME, type ModuleUse } from "./script";
import type { SessionChecker } from "./session-checker";
import type { TS } from "./typescript";

interface Options {
  readonly modules: ModuleUse[];
  readonly context: TypeScript.TransformationContext;
  rename(name: string): string;
}

/**
 * Makes the function that turns an import into statements; it returns `undefined` for all other statements.
 *
 * @param options.modules - The modules to be loaded are appended to it, in order.
 * @param options.rename - Gives the name in the script for a name of the top level.
 */
export function importTransformer(
  ts: TS,
  checker: SessionChecker,
  options: Options,
): (statement: TypeScript.Statement) => TypeScript.Statement[] | undefined {
  const imports = new ImportTransformer(ts, checker, options);
  return (statement) => imports.transform(statement);
}

class ImportTransformer {
  private readonly f: TypeScript.NodeFactory;
  private readonly types: TypeScript.TypeChecker;

  constructor(
    private readonly ts: TS,
    checker: SessionChecker,
    private readonly options: Options,
  ) {
    this.f = options.context.factory;
    this.types = checker.ensureProgram().checker;
  }

  transform(statement: TypeScript.Statement): TypeScript.Statement[] | undefined {
    const { ts } = this;
    if (ts.isImportEqualsDeclaration(statement)) return this.importEquals(statement);
    if (!ts.isImportDeclaration(statement)) return undefined;
    const { importClause: clause, moduleSpecifier } = statement;
    if (!clause) {
      this.moduleValue(moduleSpecifier);
      return [];
    }
    if (clause.isTypeOnly) return [];
    return [...this.namespaceImport(statement, clause), ...this.namedImports(statement, clause)];
  }

  /** `import name = require("module")`. */
  private importEquals(statement: TypeScript.ImportEqualsDeclaration): TypeScript.Statement[] | undefined {
    const { name, moduleReference, isTypeOnly } = statement;
    if (!this.ts.isExternalModuleReference(moduleReference)) return undefined;
    if (isTypeOnly || !this.isValue(name)) return [];
    return [
      this.letStatement(this.renamed(name.text), this.moduleValue(moduleReference.expression), statement),
    ];
  }

  /** `import * as name from "module"`. */
  private namespaceImport(
    statement: TypeScript.ImportDeclaration,
    { namedBindings }: TypeScript.ImportClause,
  ): TypeScript.Statement[] {
    if (!namedBindings || !this.ts.isNamespaceImport(namedBindings)) return [];
    const name = this.renamed(namedBindings.name.text);
    return [this.letStatement(name, this.moduleValue(statement.moduleSpecifier), statement)];
  }

  /** `import name, { a, b as c } from "module"`: one pattern takes all names that are values. */
  private namedImports(
    statement: TypeScript.ImportDeclaration,
    { name: defaultName, namedBindings }: TypeScript.ImportClause,
  ): TypeScript.Statement[] {
    const { ts, f } = this;
    const elements = (namedBindings && ts.isNamedImports(namedBindings) ? [...namedBindings.elements] : [])
      .filter((element) => !element.isTypeOnly && this.isValue(element.name))
      .map((element) => ({ imported: (element.propertyName ?? element.name).text, name: element.name.text }));
    if (defaultName && this.isValue(defaultName))
      elements.unshift({ imported: "default", name: defaultName.text });
    if (elements.length === 0) return [];
    const pattern = f.createObjectBindingPattern(
      elements.map(({ imported, name }) =>
        f.createBindingElement(undefined, f.createIdentifier(imported), this.renamed(name)),
      ),
    );
    const module = this.moduleValue(statement.moduleSpecifier);
    const hasDefault = elements.some(({ imported }) => imported === "default");
    return [this.letStatement(pattern, hasDefault ? this.withDefault(module) : module, statement)];
  }

  /** False for a name that is only a type. */
  private isValue(name: TypeScript.Identifier): boolean {
    const { ts, types } = this;
    const symbol = types.getSymbolAtLocation(name);
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return true;
    const target = types.getAliasedSymbol(symbol);
    return (
      target.flags === ts.SymbolFlags.None ||
      types.isUnknownSymbol(target) ||
      (target.flags & ts.SymbolFlags.Value) !== 0
    );
  }

  /** The loaded module; it is appended to the modules to be loaded. */
  private moduleValue(specifier: TypeScript.Expression): TypeScript.Expression {
    const { f } = this;
    const use = { name: (specifier as TypeScript.StringLiteral).text, position: specifier.getStart() };
    const at = this.options.modules.push(use) - 1;
    const list = f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), "modules");
    return f.createElementAccessExpression(list, at);
  }

  private withDefault(module: TypeScript.Expression): TypeScript.Expression {
    const { f } = this;
    const callee = f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), "withDefault");
    return f.createCallExpression(callee, undefined, [module]);
  }

  private renamed(name: string): TypeScript.Identifier {
    return this.f.createIdentifier(this.options.rename(name));
  }

  private letStatement(
    name: TypeScript.BindingName,
    value: TypeScript.Expression,
    from: TypeScript.Node,
  ): TypeScript.Statement {
    const { ts, f } = this;
    const variable = f.createVariableDeclaration(name, undefined, undefined, value);
    const list = f.createVariableDeclarationList([variable], ts.NodeFlags.Let);
    return ts.setTextRange(f.createVariableStatement(undefined, list), from);
  }
}
