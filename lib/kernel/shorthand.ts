/** Turns `{ seed }` into `{ seed: seed }` while a cell is compiled, so that tslab finds names of earlier cells there too. */
import type * as TypeScript from "typescript";
import type { TS } from "./typescript";

type Builder = TypeScript.BuilderProgram;
type Host = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<Builder>;

/** Makes every program of a watch host expand shorthand properties; see {@link expandShorthands}. */
export function withShorthands(ts: TS, host: Host): Host {
  const { createProgram } = host;
  host.createProgram = (...args) => expandShorthands(ts, createProgram(...args));
  return host;
}

/**
 * Makes a program expand shorthand properties when it emits. tslab rewrites names of earlier cells to `exports.name`,
 * but asks for the symbol of a shorthand's name, which is the new property and not the variable behind it: without
 * this, `fit(model, { x, y })` ends with "x is not defined" when x comes from another cell.
 *
 * @param ts - TypeScript.
 * @param builder - The program that tslab emits with; changed in place.
 * @returns The same program.
 */
export function expandShorthands<B extends Builder>(ts: TS, builder: B): B {
  const symbols = new WeakMap<TypeScript.Node, TypeScript.Symbol>();
  const checker = builder.getProgram().getTypeChecker();
  const { getSymbolAtLocation } = checker;
  // The identifiers made here have no place in the source, so the checker is told what they stand for.
  checker.getSymbolAtLocation = (node) => symbols.get(node) ?? getSymbolAtLocation(node);

  const expand: TypeScript.TransformerFactory<TypeScript.SourceFile> = (context) => {
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      if (!ts.isShorthandPropertyAssignment(visited)) return visited;
      const { name, objectAssignmentInitializer: initial } = visited;
      const value = ts.setTextRange(factory.createIdentifier(name.text), name);
      const symbol = checker.getShorthandAssignmentValueSymbol(node);
      if (symbol) symbols.set(value, symbol);
      const whole = initial
        ? factory.createBinaryExpression(value, ts.SyntaxKind.EqualsToken, initial)
        : value;
      return ts.setTextRange(factory.createPropertyAssignment(name, whole), visited);
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };

  const emit = builder.emit.bind(builder) as Builder["emit"];
  builder.emit = (file, write, token, onlyDeclarations, transformers) =>
    emit(file, write, token, onlyDeclarations, {
      ...transformers,
      before: [...(transformers?.before ?? []), expand],
    });
  return builder;
}
