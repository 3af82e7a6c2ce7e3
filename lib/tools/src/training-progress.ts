/** Finds trainings in a lesson's cells that run without a sign of life. */
import ts from "typescript";
import { isProof, tagsOf, type Cell } from "./percent";

/** Trainings that compute in plain TypeScript and show nothing themselves. */
const QUIET = new Set(["trainMlp"]);

/** A cell that trains and shows nothing meanwhile. */
export interface SilentTraining {
  cell: Cell;
  /** Line in the cell, from 1. */
  line: number;
  /** What is called, e.g. `model.fit` or `trainCars`. */
  called: string;
}

/**
 * Finds the cells of a lesson that train silently. `model.fit` shows its progress by itself, or live curves by a
 * callback; with `verbose: 0`, in a loop of many trainings, or where plain TypeScript trains over and over, the cell
 * must say how far it is, by `update` on what `display` returned.
 *
 * @param cells - All cells of a lesson.
 * @returns One entry per cell, with its first silent training.
 * @example
 * const cell = (source: string) => ({ id: source, type: "code" as const, source, metadata: {} });
 * const fit = "await model.fit(x, y, { epochs: 9, verbose: 0 });";
 * assert.equal(silentTrainings([cell(fit)])[0]?.called, "model.fit");
 * assert.deepEqual(silentTrainings([cell(`const bar = display("0");\n${fit}\nbar.update("1");`)]), []);
 */
export function silentTrainings(cells: readonly Cell[]): SilentTraining[] {
  const code = cells.filter(
    (cell) => cell.type === "code" && !isProof(cell) && !tagsOf(cell).includes("raises-exception"),
  );
  const helpers = new Map<string, Helper>();
  return code.flatMap((cell) => {
    const file = ts.createSourceFile("cell.ts", cell.source, ts.ScriptTarget.Latest, true);
    for (const [name, body] of functionsOf(file)) {
      const inside = trainingsIn(body, { helpers, top: false });
      if (inside.length === 0 || showsIn(body)) continue;
      helpers.set(name, {
        silent: inside.some(({ silent }) => silent),
        plain: inside.some(({ plain }) => plain),
      });
    }
    const silent = trainingsIn(file, { helpers, top: true }).find((each) => each.silent);
    if (!silent || showsIn(file)) return [];
    return [{ cell, line: file.getLineAndCharacterOfPosition(silent.at).line + 1, called: silent.called }];
  });
}

/** A function that trains. */
interface Helper {
  /** Whether it says nothing, however often it is called. */
  silent: boolean;
  /** Whether it computes in plain TypeScript: short alone, long when it is called over and over. */
  plain: boolean;
}

interface Training extends Helper {
  called: string;
  at: number;
}

interface Search {
  helpers: ReadonlyMap<string, Helper>;
  /** Whether function bodies are left out: they run when they are called. */
  top: boolean;
}

/** Named functions of a cell, and what each holds. */
function functionsOf(file: ts.SourceFile): [string, ts.Node][] {
  return file.statements.flatMap((statement): [string, ts.Node][] => {
    if (ts.isFunctionDeclaration(statement) && statement.name && statement.body)
      return [[statement.name.text, statement.body]];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }): [string, ts.Node][] =>
      ts.isIdentifier(name) && initializer && isFunction(initializer) ? [[name.text, initializer.body]] : [],
    );
  });
}

function isFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

function trainingsIn(root: ts.Node, { helpers, top }: Search): Training[] {
  const found: Training[] = [];
  const visit = (node: ts.Node, repeated: boolean): void => {
    if (top && isNamedFunction(node)) return;
    if (ts.isCallExpression(node)) {
      const training = trainingOf(node, { helpers, repeated });
      if (training) found.push(training);
    }
    const again = repeated || isLoop(node) || (isFunction(node) && ts.isCallExpression(node.parent));
    ts.forEachChild(node, (child) => visit(child, again));
  };
  visit(root, false);
  return found;
}

function isNamedFunction(node: ts.Node): boolean {
  return ts.isFunctionDeclaration(node) || (isFunction(node) && ts.isVariableDeclaration(node.parent));
}

function isLoop(node: ts.Node): boolean {
  return ts.isIterationStatement(node, false);
}

function trainingOf(
  node: ts.CallExpression,
  { helpers, repeated }: { helpers: Search["helpers"]; repeated: boolean },
): Training | undefined {
  const called = node.expression.getText();
  const told = { called, at: node.getStart() };
  const verbosity = /\bverbose: (\d)/.exec(node.arguments.map((each) => each.getText()).join(" "))?.[1];
  // model.fit(x, y, options); a scaler's fit has one argument.
  if (/\.fit$/.test(called) && node.arguments.length === 3) {
    const silent = verbosity === undefined ? hasQuietOptions(node) : verbosity === "0";
    return { ...told, silent, plain: false };
  }
  if (QUIET.has(called)) return { ...told, silent: repeated, plain: true };
  const mapped = /\.map$/.test(called) ? helpers.get(node.arguments[0]?.getText() ?? "") : undefined;
  const helper = mapped ?? helpers.get(called);
  if (!helper) return undefined;
  const { silent, plain } = helper;
  if (verbosity !== undefined) return { ...told, silent: verbosity === "0", plain };
  return { ...told, silent: silent || (plain && (repeated || mapped !== undefined)), plain };
}

/** Options that are put together beforehand, in the same function. */
function hasQuietOptions(node: ts.CallExpression): boolean {
  let scope: ts.Node = node;
  while (scope.parent && !isFunction(scope) && !ts.isSourceFile(scope)) scope = scope.parent;
  return /\bverbose: 0\b/.test(scope.getText());
}

/** Whether a run says how far it is, by a line that it updates. */
function showsIn(node: ts.Node): boolean {
  return /\bdisplay\(/.test(node.getText()) && /\.update\(/.test(node.getText());
}
