/** Turns a cell's imports into names that take their values from the modules, which are loaded before the cell runs. */
import type * as TypeScript from "typescript";
import { RUNTIME, type ModuleUse } from "./script";
import type { SessionChecker } from "./session-checker";
import type { TS } from "./typescript";

/**
 * Makes the function that turns an import into statements; it gives `undefined` for all else.
 *
 * @param options.modules - Takes what is to be loaded, in order.
 * @param options.rename - The name inside for a name of the top level.
 */
export function importer(
  ts: TS,
  checker: SessionChecker,
  options: { modules: ModuleUse[]; context: TypeScript.TransformationContext; rename(name: string): string },
): (statement: TypeScript.Statement) => TypeScript.Statement[] | undefined {
  const { modules, context, rename } = options;
  const { factory: f } = context;
  const types = checker.current().checker;
  /** False for what is only a type. */
  const isValue = (name: TypeScript.Identifier): boolean => {
    const symbol = types.getSymbolAtLocation(name);
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return true;
    const target = types.getAliasedSymbol(symbol);
    return (
      target.flags === ts.SymbolFlags.None ||
      types.isUnknownSymbol(target) ||
      (target.flags & ts.SymbolFlags.Value) !== 0
    );
  };
  const use = (specifier: TypeScript.Expression): TypeScript.Expression => {
    const at =
      modules.push({ name: (specifier as TypeScript.StringLiteral).text, position: specifier.getStart() }) -
      1;
    const list = f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), "modules");
    return f.createElementAccessExpression(list, at);
  };
  const constant = (
    name: TypeScript.BindingName,
    value: TypeScript.Expression,
    from: TypeScript.Node,
  ): TypeScript.Statement =>
    ts.setTextRange(
      f.createVariableStatement(
        undefined,
        f.createVariableDeclarationList(
          [f.createVariableDeclaration(name, undefined, undefined, value)],
          ts.NodeFlags.Let,
        ),
      ),
      from,
    );
  return (statement) => {
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      if (statement.isTypeOnly || !isValue(statement.name)) return [];
      return [
        constant(
          f.createIdentifier(rename(statement.name.text)),
          use(statement.moduleReference.expression),
          statement,
        ),
      ];
    }
    if (!ts.isImportDeclaration(statement)) return undefined;
    const { importClause: clause, moduleSpecifier } = statement;
    if (!clause) {
      use(moduleSpecifier);
      return [];
    }
    if (clause.isTypeOnly) return [];
    const made: TypeScript.Statement[] = [];
    const bindings = clause.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings))
      made.push(constant(f.createIdentifier(rename(bindings.name.text)), use(moduleSpecifier), statement));
    const elements = (bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [])
      .filter((element) => !element.isTypeOnly && isValue(element.name))
      .map((element) => ({ imported: (element.propertyName ?? element.name).text, name: element.name.text }));
    if (clause.name && isValue(clause.name))
      elements.unshift({ imported: "default", name: clause.name.text });
    if (elements.length > 0) {
      const pattern = f.createObjectBindingPattern(
        elements.map(({ imported, name }) =>
          f.createBindingElement(undefined, f.createIdentifier(imported), f.createIdentifier(rename(name))),
        ),
      );
      const module = use(moduleSpecifier);
      const hasDefault = elements.some(({ imported }) => imported === "default");
      const value = hasDefault
        ? f.createCallExpression(
            f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), "withDefault"),
            undefined,
            [module],
          )
        : module;
      made.push(constant(pattern, value, statement));
    }
    return made;
  };
}
