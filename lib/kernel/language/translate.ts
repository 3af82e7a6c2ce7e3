/**
 * Turns a checked cell into JavaScript for V8's REPL mode, where names of the top level can be declared again and
 * closures of earlier cells see their new values.
 *
 * What a cell imports is loaded before it runs and handed to it as values. Names that the global object has already
 * (`performance`, `process`, `require`) get another name inside, since a script's own would hide them from every module.
 */
import type * as TypeScript from "typescript";
import type { SessionChecker } from "./session-checker";
import type { BoundFile, TS } from "./typescript";

/** The global object by which running cells reach the kernel, see `runtime.ts`. */
export const RUNTIME = "__cell__";

/** What is added to a name that the global object has as well. */
const OWN = "$cell";

/** The name inside of a script for a name that the global object has as well. */
export function innerName(name: string): string {
  return `${name}${OWN}`;
}

/** A cell as it runs. */
export interface Script {
  code: string;
  /** JSON of a source map, version 3, from the code to the cell. */
  map: string;
  /** The modules to be loaded before it runs, in order. */
  modules: readonly ModuleUse[];
}

/** A module that a cell imports. */
export interface ModuleUse {
  name: string;
  /** Where in the cell, counted from 0. */
  position: number;
}

/** What is to be translated. */
export interface Translation {
  file: BoundFile;
  /** Length of the cell's own text; what stands behind was added. */
  length: number;
  /** The cell's number, which its awaits carry. */
  count: number;
  /** True for names that the global object has. */
  isTaken(name: string): boolean;
}

/** Translates a cell. */
export function translate(ts: TS, checker: SessionChecker, translation: Translation): Script {
  const { file } = translation;
  const { program } = checker.current();
  const options = program.getCompilerOptions();
  const modules: ModuleUse[] = [];
  const { scriptTransformers } = ts.getTransformers(options, {
    before: [before(ts, checker, { ...translation, modules })],
    after: [after(ts)],
  });
  const resolver = checker.resolver(file);
  const result = ts.transformNodes(resolver, program, ts.factory, options, [file], scriptTransformers, false);
  const printer = ts.createPrinter(
    { removeComments: false },
    {
      substituteNode: result.substituteNode as never,
      onEmitNode: result.emitNodeWithNotification as never,
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

type Transformer = TypeScript.TransformerFactory<TypeScript.SourceFile>;

/** Works on the cell as written: imports, exports, awaits, the last expression, names that are taken. */
function before(ts: TS, checker: SessionChecker, cell: Translation & { modules: ModuleUse[] }): Transformer {
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
        return f.updateAwaitExpression(visited, runtime("wait", visited.expression, ...place(node)));
      if (ts.isForOfStatement(visited) && visited.awaitModifier) {
        const { awaitModifier, initializer, expression, statement } = visited;
        const source = runtime("iterate", expression, ...place(node));
        return f.updateForOfStatement(visited, awaitModifier, initializer, source, statement);
      }
      if (ts.isCallExpression(visited) && visited.expression.kind === ts.SyntaxKind.ImportKeyword)
        return ts.setTextRange(runtime("import", ...visited.arguments), visited);
      return visited;
    };
    const visitExpression = (node: TypeScript.Expression): TypeScript.Expression =>
      ts.visitNode(node, visit) as TypeScript.Expression;

    const imports = importer(ts, checker, {
      modules: cell.modules,
      context,
      rename: (name) => rename.text(name),
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
      const visited = ts.visitNode(withoutExport(ts, statement, f), visit) as TypeScript.Statement;
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

/** Takes `export default` from a function or class without a name; `exports.ts` does the same for all others. */
function withoutExport(
  ts: TS,
  statement: TypeScript.Statement,
  f: TypeScript.NodeFactory,
): TypeScript.Statement {
  const all = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const { ExportKeyword, DefaultKeyword } = ts.SyntaxKind;
  const kept = all.filter(({ kind }) => kind !== ExportKeyword && kind !== DefaultKeyword);
  if (kept.length === all.length) return statement;
  if (ts.isFunctionDeclaration(statement)) {
    const {
      asteriskToken,
      name = f.createIdentifier("default_1"),
      typeParameters,
      parameters,
      type,
      body,
    } = statement;
    return f.updateFunctionDeclaration(
      statement,
      kept,
      asteriskToken,
      name,
      typeParameters,
      parameters,
      type,
      body,
    );
  }
  if (ts.isClassDeclaration(statement)) {
    const { name = f.createIdentifier("default_1"), typeParameters, heritageClauses, members } = statement;
    return f.updateClassDeclaration(statement, kept, name, typeParameters, heritageClauses, members);
  }
  return statement;
}

interface Renamer {
  /** The name inside, for a name of the top level. */
  text(name: string): string;
  identifier(node: TypeScript.Identifier, f: TypeScript.NodeFactory): TypeScript.Identifier | undefined;
  shorthand(
    node: TypeScript.ShorthandPropertyAssignment,
    f: TypeScript.NodeFactory,
  ): TypeScript.Identifier | undefined;
  /** Functions and classes keep the name that they tell. */
  declaration(statement: TypeScript.Statement, f: TypeScript.NodeFactory): TypeScript.Statement;
}

/** Gives names that the global object has as well another name inside. */
function renamer(ts: TS, checker: SessionChecker, { file, isTaken }: Translation): Renamer {
  const taken = new Set([...(file.locals?.keys() ?? [])].filter(isTaken));
  const text = (name: string): string => (isTaken(name) ? innerName(name) : name);
  if (taken.size === 0)
    return {
      text,
      identifier: () => undefined,
      shorthand: () => undefined,
      declaration: (statement) => statement,
    };
  const types = checker.current().checker;
  const isOwn = (symbol: TypeScript.Symbol | undefined): boolean =>
    symbol !== undefined && file.locals?.get(symbol.name) === symbol;
  const renamed = (node: TypeScript.Identifier, f: TypeScript.NodeFactory): TypeScript.Identifier =>
    ts.setTextRange(f.createIdentifier(text(node.text)), node);
  return {
    text,
    identifier: (node, f) =>
      taken.has(node.text) && node.pos >= 0 && isOwn(types.getSymbolAtLocation(node))
        ? renamed(node, f)
        : undefined,
    shorthand: (node, f) =>
      taken.has(node.name.text) && isOwn(types.getShorthandAssignmentValueSymbol(node))
        ? renamed(node.name, f)
        : undefined,
    declaration: (statement, f) => {
      if (!ts.isClassDeclaration(statement) || !statement.name?.text.endsWith(OWN)) return statement;
      const { name, modifiers, typeParameters, heritageClauses, members } = statement;
      const told = f.createIdentifier(name.text.slice(0, -OWN.length));
      const value = f.createClassExpression(modifiers, told, typeParameters, heritageClauses, members);
      const variable = f.createVariableDeclaration(name, undefined, undefined, value);
      return ts.setTextRange(
        f.createVariableStatement(undefined, f.createVariableDeclarationList([variable], ts.NodeFlags.Let)),
        statement,
      );
    },
  };
}

/** Turns imports into names that take their values from the loaded modules; `undefined` for other statements. */
function importer(
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
    return target.flags === 0 || types.isUnknownSymbol(target) || (target.flags & ts.SymbolFlags.Value) !== 0;
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

/** Works on the JavaScript: functions and `var` of the top level become names that can be declared again. */
function after(ts: TS): Transformer {
  return (context) => (file) => {
    const { factory: f } = context;
    const functions: TypeScript.Statement[] = [];
    const seen = new Set<string>();
    const nested: string[] = [];
    const hoist = nestedVariables(ts, context, nested);
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
 * `const` → `let`: V8 lets a name be declared again in the same way only. That a constant is assigned to is found by
 * the compiler.
 */
function asLet(
  ts: TS,
  f: TypeScript.NodeFactory,
  statement: TypeScript.VariableStatement,
): TypeScript.Statement {
  const { flags, declarations } = statement.declarationList;
  if ((flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const) return statement;
  const list = ts.setTextRange(
    f.createVariableDeclarationList(declarations, ts.NodeFlags.Let),
    statement.declarationList,
  );
  return f.updateVariableStatement(statement, undefined, list);
}

/** `function f() {}` → `let f = function () {}`, which tells the name f and calls the newest f when it calls itself. */
function functionVariable(
  ts: TS,
  f: TypeScript.NodeFactory,
  statement: TypeScript.FunctionDeclaration,
): TypeScript.Statement {
  const { name, modifiers, asteriskToken, parameters, body } = statement;
  const { text } = name as TypeScript.Identifier;
  const told = text.endsWith(OWN) ? f.createIdentifier(text.slice(0, -OWN.length)) : undefined;
  const value = f.createFunctionExpression(
    modifiers as readonly TypeScript.Modifier[] | undefined,
    asteriskToken,
    told,
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

function bindingNames(ts: TS, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : bindingNames(ts, element.name),
  );
}

/** Finds `var` inside of blocks, whose names belong to the whole cell. */
function nestedVariables(
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
