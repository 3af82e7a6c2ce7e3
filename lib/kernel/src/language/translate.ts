/**
 * Translates a checked cell into JavaScript for V8's REPL mode, where names of the top level can be redeclared and closures
 * of earlier cells see their new values.
 *
 * The parts: `exports` removes `export`, `import-values` sets imported names from loaded modules, `renames` mangles names of
 * the global object, `redeclare` makes names redeclarable.
 */
import type * as TypeScript from "typescript";
import { removeExport } from "./exports";
import { importTransformer } from "./import-values";
import { redeclarable } from "./redeclare";
import { renamer } from "./renames";
import { RUNTIME, type ModuleUse, type Script } from "./script";
import type { SessionChecker } from "./session-checker";
import type { BoundFile, TS } from "./typescript";

/** A checked cell. */
export interface Translation {
  file: BoundFile;
  /** The length of the cell's own text; what follows was added. */
  length: number;
  /** The cell's number, which its awaits pass to the kernel. */
  count: number;
  /** True for names that the global object has. */
  isReserved(name: string): boolean;
}

/** Translates a cell. */
export function translate(ts: TS, checker: SessionChecker, translation: Translation): Script {
  const { file } = translation;
  const { program } = checker.ensureProgram();
  const options = program.getCompilerOptions();
  const modules: ModuleUse[] = [];
  const { scriptTransformers } = ts.getTransformers(options, {
    before: [before(ts, checker, { ...translation, modules })],
    after: [redeclarable(ts)],
  });
  const resolver = checker.resolver(file);
  const result = ts.transformNodes(resolver, program, ts.factory, options, [file], scriptTransformers, false);
  const printer = ts.createPrinter(
    { removeComments: false },
    {
      substituteNode: result.substituteNode,
      onEmitNode: result.emitNodeWithNotification,
      isEmitNotificationEnabled: result.isEmitNotificationEnabled as never,
    },
  );
  const writer = ts.createTextWriter("\n");
  const map = ts.createSourceMapGenerator(program, file.fileName, "", "/", {});
  (printer as unknown as { writeFile(...args: unknown[]): void }).writeFile(
    result.transformed[0],
    writer,
    map,
  );
  result.dispose();
  return { code: writer.getText(), map: map.toString(), modules };
}

/** Transforms the TypeScript: imports, exports, awaits, the last expression, reserved names. */
function before(
  ts: TS,
  checker: SessionChecker,
  cell: Translation & { modules: ModuleUse[] },
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => (file) => {
    const { factory: f } = context;
    const runtime = (name: string, ...args: TypeScript.Expression[]): TypeScript.Expression =>
      f.createCallExpression(
        f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), name),
        undefined,
        args,
      );
    const place = (node: TypeScript.Node): TypeScript.Expression[] => {
      const { line, character } = ts.getLineAndCharacterOfPosition(file, node.getStart(file));
      return [cell.count, line + 1, character + 1].map((each) => f.createNumericLiteral(each));
    };
    /** An argument for awaits of the cell's own top level, see `pendingTopLevelAwaits` in `../runtime.ts`. */
    const ifTopLevel = (node: TypeScript.Node): TypeScript.Expression[] =>
      ts.findAncestor(node, ts.isFunctionLike) ? [] : [f.createTrue()];
    const rename = renamer(ts, checker, cell);

    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (ts.isIdentifier(node)) return rename.identifier(node, f) ?? node;
      if (ts.isShorthandPropertyAssignment(node)) {
        const renamed = rename.shorthand(node, f);
        if (renamed) {
          const initial =
            node.objectAssignmentInitializer && visitExpression(node.objectAssignmentInitializer);
          const value = initial ? f.createAssignment(renamed, initial) : renamed;
          return ts.setTextRange(f.createPropertyAssignment(f.createIdentifier(node.name.text), value), node);
        }
      }
      if (
        ts.isBindingElement(node) &&
        !node.propertyName &&
        !node.dotDotDotToken &&
        ts.isIdentifier(node.name)
      ) {
        const renamed = rename.identifier(node.name, f);
        if (renamed)
          return f.updateBindingElement(
            node,
            undefined,
            f.createIdentifier(node.name.text),
            renamed,
            node.initializer && visitExpression(node.initializer),
          );
      }
      const visited = ts.visitEachChild(node, visit, context);
      if (ts.isAwaitExpression(visited))
        return f.updateAwaitExpression(
          visited,
          runtime("wait", visited.expression, ...place(node), ...ifTopLevel(node)),
        );
      if (ts.isForOfStatement(visited) && visited.awaitModifier) {
        const { awaitModifier, initializer, expression, statement } = visited;
        const source = runtime("iterate", expression, ...ifTopLevel(node));
        return f.updateForOfStatement(visited, awaitModifier, initializer, source, statement);
      }
      if (ts.isCallExpression(visited) && visited.expression.kind === ts.SyntaxKind.ImportKeyword)
        return ts.setTextRange(runtime("import", ...visited.arguments), visited);
      return visited;
    };
    const visitExpression = (node: TypeScript.Expression): TypeScript.Expression =>
      ts.visitNode(node, visit) as TypeScript.Expression;

    const imports = importTransformer(ts, checker, {
      modules: cell.modules,
      context,
      rename: (name) => rename.nameFor(name),
    });
    const own = file.statements.filter(
      (statement) => statement.pos < cell.length && statement.end <= cell.length + 1,
    );
    const last = own[own.length - 1];
    const statements = own.flatMap((statement): TypeScript.Statement[] => {
      const imported = imports(statement);
      if (imported) return imported;
      if (ts.isExportDeclaration(statement)) return [];
      if (ts.isExportAssignment(statement)) {
        const value = visitExpression(statement.expression);
        return [
          ts.setTextRange(
            f.createExpressionStatement(statement === last ? runtime("show", value) : value),
            statement,
          ),
        ];
      }
      const visited = ts.visitNode(removeExport(ts, statement, f), visit) as TypeScript.Statement;
      if (statement === last && ts.isExpressionStatement(visited))
        return [f.updateExpressionStatement(visited, runtime("show", visited.expression))];
      return [rename.declaration(visited, f)];
    });
    const strict = f.createExpressionStatement(f.createStringLiteral("use strict"));
    return f.updateSourceFile(
      file,
      ts.setTextRange(f.createNodeArray([strict, ...statements]), file.statements),
    );
  };
}
