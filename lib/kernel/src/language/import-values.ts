/** Turns a cell's imports into variables that are set from the modules, which are loaded before the cell runs. */
import type * as TypeScript from "typescript";
import { RUNTIME, type ModuleUse } from "./script";
import type { SessionChecker } from "./session-checker";
import type { TS } from "./typescript";

/**
 * Makes the function that turns an import into statements; it returns `undefined` for all other statements.
 *
 * @param options.modules - The modules to be loaded are appended to it, in order.
 * @param options.rename - Gives the name in the script for a name of the top level.
 */
export function importTransformer(
  ts: TS,
  checker: SessionChecker,
  options: { modules: ModuleUse[]; context: TypeScript.TransformationContext; rename(name: string): string },
): (statement: TypeScript.Statement) => TypeScript.Statement[] | undefined {
  const { modules, context, rename } = options;
  const { factory: f } = context;
  const types = checker.ensureProgram().checker;
  /** False for a name that is only a type. */
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
  const moduleValue = (specifier: TypeScript.Expression): TypeScript.Expression => {
    const at =
      modules.push({ name: (specifier as TypeScript.StringLiteral).text, position: specifier.getStart() }) -
      1;
    const list = f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), "modules");
    return f.createElementAccessExpression(list, at);
  };
  const letStatement = (
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
        letStatement(
          f.createIdentifier(rename(statement.name.text)),
          moduleValue(statement.moduleReference.expression),
          statement,
        ),
      ];
    }
    if (!ts.isImportDeclaration(statement)) return undefined;
    const { importClause: clause, moduleSpecifier } = statement;
    if (!clause) {
      moduleValue(moduleSpecifier);
      return [];
    }
    if (clause.isTypeOnly) return [];
    const made: TypeScript.Statement[] = [];
    const bindings = clause.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings))
      made.push(
        letStatement(f.createIdentifier(rename(bindings.name.text)), moduleValue(moduleSpecifier), statement),
      );
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
      const module = moduleValue(moduleSpecifier);
      const hasDefault = elements.some(({ imported }) => imported === "default");
      const value = hasDefault
        ? f.createCallExpression(
            f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), "withDefault"),
            undefined,
            [module],
          )
        : module;
      made.push(letStatement(pattern, value, statement));
    }
    return made;
  };
}
