/** Transforms the TypeScript of a cell: imports, exports, awaits, the last expression, names of the global object. */
import type * as TypeScript from "typescript";
import { removeExport } from "./exports";
import { importTransformer } from "./import-values";
import { renamer, type Renamer } from "./renames";
import { RUNTIME, type ModuleUse } from "./script";
import type { SessionChecker } from "./session-checker";
import type { Translation } from "./translate";
import type { TS } from "./typescript";

/** A cell; the modules that it imports are appended to `modules`. */
type Cell = Translation & { readonly modules: ModuleUse[] };

/** Makes the transformer of a cell. */
export function cellTransformer(
  ts: TS,
  checker: SessionChecker,
  cell: Cell,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => (file) => new CellTransformer(ts, checker, { cell, context, file }).transform();
}

class CellTransformer {
  private readonly cell: Cell;
  private readonly context: TypeScript.TransformationContext;
  private readonly file: TypeScript.SourceFile;
  private readonly f: TypeScript.NodeFactory;
  private readonly rename: Renamer;
  private readonly imports: ReturnType<typeof importTransformer>;

  constructor(
    private readonly ts: TS,
    checker: SessionChecker,
    options: { cell: Cell; context: TypeScript.TransformationContext; file: TypeScript.SourceFile },
  ) {
    const { cell, context, file } = options;
    this.cell = cell;
    this.context = context;
    this.file = file;
    this.f = context.factory;
    this.rename = renamer(ts, checker, cell);
    this.imports = importTransformer(ts, checker, {
      modules: cell.modules,
      context,
      rename: (name) => this.rename.nameFor(name),
    });
  }

  /** The cell as a script of the same meaning. */
  transform(): TypeScript.SourceFile {
    const { ts, f, file, cell } = this;
    const own = file.statements.filter(({ pos, end }) => pos < cell.length && end <= cell.length + 1);
    const last = own.at(-1);
    const statements = own.flatMap((statement) => this.statement(statement, { isLast: statement === last }));
    const strict = f.createExpressionStatement(f.createStringLiteral("use strict"));
    return f.updateSourceFile(
      file,
      ts.setTextRange(f.createNodeArray([strict, ...statements]), file.statements),
    );
  }

  /** A statement of the top level; the value of the last one is shown. */
  private statement(
    statement: TypeScript.Statement,
    { isLast }: { isLast: boolean },
  ): readonly TypeScript.Statement[] {
    const { ts, f } = this;
    const imported = this.imports(statement);
    if (imported) return imported;
    if (ts.isExportDeclaration(statement)) return [];
    if (ts.isExportAssignment(statement)) {
      const value = this.visitExpression(statement.expression);
      const shown = f.createExpressionStatement(isLast ? this.runtimeCall("show", value) : value);
      return [ts.setTextRange(shown, statement)];
    }
    const visited = ts.visitNode(removeExport(ts, statement, f), this.visit) as TypeScript.Statement;
    if (isLast && ts.isExpressionStatement(visited))
      return [f.updateExpressionStatement(visited, this.runtimeCall("show", visited.expression))];
    return [this.rename.declaration(visited, f)];
  }

  private readonly visit = (node: TypeScript.Node): TypeScript.Node => {
    const { ts, f, rename } = this;
    if (ts.isIdentifier(node)) return rename.identifier(node, f) ?? node;
    if (ts.isShorthandPropertyAssignment(node)) return this.shorthand(node) ?? this.visitChildren(node);
    if (ts.isBindingElement(node)) return this.bindingElement(node) ?? this.visitChildren(node);
    return this.visitChildren(node);
  };

  private visitExpression(node: TypeScript.Expression): TypeScript.Expression {
    return this.ts.visitNode(node, this.visit) as TypeScript.Expression;
  }

  /** `{ name }` with a renamed `name` → `{ name: renamed }`. */
  private shorthand(node: TypeScript.ShorthandPropertyAssignment): TypeScript.Node | undefined {
    const { ts, f } = this;
    const renamed = this.rename.shorthand(node, f);
    if (!renamed) return undefined;
    const { objectAssignmentInitializer: initializer } = node;
    const value = initializer ? f.createAssignment(renamed, this.visitExpression(initializer)) : renamed;
    return ts.setTextRange(f.createPropertyAssignment(f.createIdentifier(node.name.text), value), node);
  }

  /** `const { name } = …` with a renamed `name` → `const { name: renamed } = …`. */
  private bindingElement(node: TypeScript.BindingElement): TypeScript.Node | undefined {
    const { ts, f } = this;
    const { name, propertyName, dotDotDotToken, initializer } = node;
    if (propertyName || dotDotDotToken || !ts.isIdentifier(name)) return undefined;
    const renamed = this.rename.identifier(name, f);
    if (!renamed) return undefined;
    const value = initializer && this.visitExpression(initializer);
    return f.updateBindingElement(node, undefined, f.createIdentifier(name.text), renamed, value);
  }

  /** Visits what a node holds; whatever waits or imports goes through the kernel. */
  private visitChildren(node: TypeScript.Node): TypeScript.Node {
    const { ts, f } = this;
    const visited = ts.visitEachChild(node, this.visit, this.context);
    if (ts.isAwaitExpression(visited)) {
      const waiting = [visited.expression, ...this.placeOf(node), ...this.ifTopLevel(node)];
      return f.updateAwaitExpression(visited, this.runtimeCall("wait", ...waiting));
    }
    if (ts.isForOfStatement(visited) && visited.awaitModifier) {
      const { awaitModifier, initializer, expression, statement } = visited;
      const source = this.runtimeCall("iterate", expression, ...this.ifTopLevel(node));
      return f.updateForOfStatement(visited, awaitModifier, initializer, source, statement);
    }
    if (ts.isCallExpression(visited) && visited.expression.kind === ts.SyntaxKind.ImportKeyword)
      return ts.setTextRange(this.runtimeCall("import", ...visited.arguments), visited);
    return visited;
  }

  private runtimeCall(name: string, ...args: readonly TypeScript.Expression[]): TypeScript.Expression {
    const { f } = this;
    const callee = f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), name);
    return f.createCallExpression(callee, undefined, args);
  }

  /** The cell's number, and line and column from 1. */
  private placeOf(node: TypeScript.Node): TypeScript.Expression[] {
    const { ts, f, file, cell } = this;
    const { line, character } = ts.getLineAndCharacterOfPosition(file, node.getStart(file));
    return [cell.count, line + 1, character + 1].map((each) => f.createNumericLiteral(each));
  }

  /** An argument for awaits of the cell's own top level, see `pendingTopLevelAwaits` in `../runtime.ts`. */
  private ifTopLevel(node: TypeScript.Node): TypeScript.Expression[] {
    return this.ts.findAncestor(node, this.ts.isFunctionLike) ? [] : [this.f.createTrue()];
  }
}
