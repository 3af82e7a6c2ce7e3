/** Replaces `var` in blocks and loops of a cell by assignments, and collects the names to be declared at the top. */
import type * as TypeScript from "typescript";
import type { TS } from "./typescript";

/** The names that a declaration makes, including those of patterns. */
export function bindingNames(ts: TS, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : bindingNames(ts, element.name),
  );
}

/**
 * Replaces `var` in blocks, whose names are scoped to the whole cell.
 *
 * @param found - The names, to be declared at the top, are appended to it.
 */
export function nestedVariables(
  ts: TS,
  context: TypeScript.TransformationContext,
  found: string[],
): {
  within(statement: TypeScript.Statement): TypeScript.Statement;
  assignment(statement: TypeScript.VariableStatement): TypeScript.Statement;
} {
  const { factory: f } = context;
  const target = (name: TypeScript.BindingName): TypeScript.Expression => {
    if (ts.isIdentifier(name)) return name;
    if (ts.isArrayBindingPattern(name))
      return f.createArrayLiteralExpression(
        name.elements.map((each) => (ts.isOmittedExpression(each) ? each : element(each))),
      );
    return f.createObjectLiteralExpression(
      name.elements.map((each) =>
        each.dotDotDotToken
          ? f.createSpreadAssignment(target(each.name))
          : f.createPropertyAssignment(
              each.propertyName ?? (each.name as TypeScript.Identifier),
              element({ ...each, dotDotDotToken: undefined }),
            ),
      ),
    );
  };
  const element = ({
    name,
    initializer,
    dotDotDotToken,
  }: Pick<TypeScript.BindingElement, "name" | "initializer" | "dotDotDotToken">): TypeScript.Expression => {
    const place = target(name);
    const whole = initializer ? f.createAssignment(place, initializer) : place;
    return dotDotDotToken ? f.createSpreadElement(whole) : whole;
  };
  const assignments = (list: TypeScript.VariableDeclarationList): TypeScript.Expression => {
    found.push(...list.declarations.flatMap(({ name }) => bindingNames(ts, name)));
    const parts: TypeScript.Expression[] = list.declarations.flatMap(({ name, initializer }) =>
      initializer ? [f.createAssignment(target(name), initializer)] : [],
    );
    return parts.length === 0
      ? f.createVoidZero()
      : parts.reduce((left, right) => f.createComma(left, right));
  };
  const isVar = (node: TypeScript.Node | undefined): node is TypeScript.VariableDeclarationList =>
    node !== undefined && ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped);
  const visit = (node: TypeScript.Node): TypeScript.Node => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return node;
    const inner = ts.visitEachChild(node, visit, context);
    if (ts.isVariableStatement(inner) && isVar(inner.declarationList))
      return ts.setTextRange(f.createExpressionStatement(assignments(inner.declarationList)), inner);
    if (ts.isForStatement(inner) && isVar(inner.initializer))
      return f.updateForStatement(
        inner,
        assignments(inner.initializer),
        inner.condition,
        inner.incrementor,
        inner.statement,
      );
    if ((ts.isForOfStatement(inner) || ts.isForInStatement(inner)) && isVar(inner.initializer)) {
      const [declaration] = inner.initializer.declarations;
      assignments(inner.initializer);
      const place = target((declaration as TypeScript.VariableDeclaration).name);
      return ts.isForInStatement(inner)
        ? f.updateForInStatement(inner, place, inner.expression, inner.statement)
        : f.updateForOfStatement(inner, inner.awaitModifier, place, inner.expression, inner.statement);
    }
    return inner;
  };
  return {
    within: (statement) => visit(statement) as TypeScript.Statement,
    assignment: (statement) =>
      ts.setTextRange(f.createExpressionStatement(assignments(statement.declarationList)), statement),
  };
}
