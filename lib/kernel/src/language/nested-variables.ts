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

/** Replaces `var` in blocks, whose names are scoped to the whole cell. */
export class NestedVariables {
  private readonly f: TypeScript.NodeFactory;

  /** @param found - The names, to be declared at the top, are appended to it. */
  constructor(
    private readonly ts: TS,
    private readonly context: TypeScript.TransformationContext,
    private readonly found: string[],
  ) {
    this.f = context.factory;
  }

  /** The statement without `var` in its blocks. */
  within(statement: TypeScript.Statement): TypeScript.Statement {
    return this.visit(statement) as TypeScript.Statement;
  }

  /** `var a = 1, b` → `a = 1`. */
  assignment(statement: TypeScript.VariableStatement): TypeScript.Statement {
    const assigned = this.f.createExpressionStatement(this.assignments(statement.declarationList));
    return this.ts.setTextRange(assigned, statement);
  }

  private readonly visit = (node: TypeScript.Node): TypeScript.Node => {
    const { ts, f } = this;
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return node;
    const inner = ts.visitEachChild(node, this.visit, this.context);
    if (ts.isVariableStatement(inner) && this.isVar(inner.declarationList)) return this.assignment(inner);
    if (ts.isForStatement(inner) && this.isVar(inner.initializer)) {
      const { initializer, condition, incrementor, statement } = inner;
      return f.updateForStatement(inner, this.assignments(initializer), condition, incrementor, statement);
    }
    if ((ts.isForOfStatement(inner) || ts.isForInStatement(inner)) && this.isVar(inner.initializer)) {
      const [declaration] = inner.initializer.declarations;
      this.assignments(inner.initializer);
      const place = this.target((declaration as TypeScript.VariableDeclaration).name);
      return ts.isForInStatement(inner)
        ? f.updateForInStatement(inner, place, inner.expression, inner.statement)
        : f.updateForOfStatement(inner, inner.awaitModifier, place, inner.expression, inner.statement);
    }
    return inner;
  };

  private isVar(node: TypeScript.Node | undefined): node is TypeScript.VariableDeclarationList {
    const { ts } = this;
    return (
      node !== undefined && ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)
    );
  }

  private assignments(list: TypeScript.VariableDeclarationList): TypeScript.Expression {
    const { ts, f } = this;
    this.found.push(...list.declarations.flatMap(({ name }) => bindingNames(ts, name)));
    const parts: TypeScript.Expression[] = list.declarations.flatMap(({ name, initializer }) =>
      initializer ? [f.createAssignment(this.target(name), initializer)] : [],
    );
    return parts.length === 0
      ? f.createVoidZero()
      : parts.reduce((left, right) => f.createComma(left, right));
  }

  /** What a name or a pattern is as the left side of an assignment. */
  private target(name: TypeScript.BindingName): TypeScript.Expression {
    const { ts, f } = this;
    if (ts.isIdentifier(name)) return name;
    if (ts.isArrayBindingPattern(name))
      return f.createArrayLiteralExpression(
        name.elements.map((each) => (ts.isOmittedExpression(each) ? each : this.element(each))),
      );
    return f.createObjectLiteralExpression(
      name.elements.map((each) =>
        each.dotDotDotToken
          ? f.createSpreadAssignment(this.target(each.name))
          : f.createPropertyAssignment(
              each.propertyName ?? (each.name as TypeScript.Identifier),
              this.element({ ...each, dotDotDotToken: undefined }),
            ),
      ),
    );
  }

  private element({
    name,
    initializer,
    dotDotDotToken,
  }: Pick<TypeScript.BindingElement, "name" | "initializer" | "dotDotDotToken">): TypeScript.Expression {
    const place = this.target(name);
    const whole = initializer ? this.f.createAssignment(place, initializer) : place;
    return dotDotDotToken ? this.f.createSpreadElement(whole) : whole;
  }
}
