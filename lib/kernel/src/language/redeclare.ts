/** Turns all declarations of a cell's top level into `let`, which V8's REPL mode allows later cells to redeclare. */
import type * as TypeScript from "typescript";
import { bindingNames, NestedVariables } from "./nested-variables";
import { unmangledName } from "./renames";
import type { TS } from "./typescript";

/** Transforms the JavaScript: functions, constants and `var`, also in blocks, become `let` of the top level. */
export function redeclarable(ts: TS): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => (file) => {
    const { factory: f } = context;
    const functions: TypeScript.Statement[] = [];
    const seen = new Set<string>();
    const nested: string[] = [];
    const hoist = new NestedVariables(ts, context, nested);
    const rest = file.statements.flatMap((statement): TypeScript.Statement[] => {
      if (ts.isExportDeclaration(statement)) return [];
      if (ts.isFunctionDeclaration(statement) && statement.name) {
        functions.push(functionVariable(ts, f, statement));
        return [];
      }
      if (
        ts.isVariableStatement(statement) &&
        !(statement.declarationList.flags & ts.NodeFlags.BlockScoped)
      ) {
        const names = statement.declarationList.declarations.flatMap((each) => bindingNames(ts, each.name));
        // `var` allows the same name twice in a cell, `let` does not.
        if (names.some((name) => seen.has(name))) return [hoist.assignment(statement)];
        names.forEach((name) => seen.add(name));
        const list = f.createVariableDeclarationList(
          statement.declarationList.declarations,
          ts.NodeFlags.Let,
        );
        return [ts.setTextRange(f.createVariableStatement(undefined, list), statement)];
      }
      if (ts.isVariableStatement(statement)) return [asLet(ts, f, statement)];
      return [hoist.within(statement)];
    });
    const [strict, ...body] = rest;
    const variables = [...new Set(nested)].filter((name) => !seen.has(name));
    const declared =
      variables.length === 0
        ? []
        : [
            f.createVariableStatement(
              undefined,
              f.createVariableDeclarationList(
                variables.map((name) => f.createVariableDeclaration(name)),
                ts.NodeFlags.Let,
              ),
            ),
          ];
    const statements = [...(strict ? [strict] : []), ...declared, ...functions, ...body];
    return f.updateSourceFile(file, ts.setTextRange(f.createNodeArray(statements), file.statements));
  };
}

/**
 * `const` → `let`: V8 allows a redeclaration by the same keyword only. Assignments to constants are found by the type
 * checker.
 */
function asLet(
  ts: TS,
  f: TypeScript.NodeFactory,
  statement: TypeScript.VariableStatement,
): TypeScript.Statement {
  const { flags, declarations } = statement.declarationList;
  const kind: TypeScript.NodeFlags = flags & ts.NodeFlags.BlockScoped;
  if (kind !== ts.NodeFlags.Const) return statement;
  const list = ts.setTextRange(
    f.createVariableDeclarationList(declarations, ts.NodeFlags.Let),
    statement.declarationList,
  );
  return f.updateVariableStatement(statement, undefined, list);
}

/** `function f() {}` → `let f = function () {}`, which still has the name `f`, and calls the newest `f` when it calls itself. */
function functionVariable(
  ts: TS,
  f: TypeScript.NodeFactory,
  statement: TypeScript.FunctionDeclaration,
): TypeScript.Statement {
  const { name, modifiers, asteriskToken, parameters, body } = statement;
  const { text } = name as TypeScript.Identifier;
  const value = f.createFunctionExpression(
    modifiers as readonly TypeScript.Modifier[] | undefined,
    asteriskToken,
    unmangledName(text),
    undefined,
    parameters,
    undefined,
    body ?? f.createBlock([]),
  );
  const variable = f.createVariableDeclaration(text, undefined, undefined, ts.setTextRange(value, statement));
  return ts.setTextRange(
    f.createVariableStatement(undefined, f.createVariableDeclarationList([variable], ts.NodeFlags.Let)),
    statement,
  );
}
