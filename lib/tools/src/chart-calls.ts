/** Finds calls of chart functions in a cell's source that leave out a title, the name of an axis or a description. */
import ts from "typescript";

const AXES = ["title", "xTitle", "yTitle"] as const;
const TITLE = ["title"] as const;

/**
 * What the last argument of each function that makes a chart must hold. A test compares this with the functions' types,
 * which require the same; only the live chart's title is a demand of lessons: its own would say nothing.
 */
export const CHART_CALLS: Readonly<Record<string, readonly string[]>> = {
  attentionChart: TITLE,
  barChart: AXES,
  boundaryAnimation: AXES,
  boundaryChart: AXES,
  chart: ["alt"],
  classifierChart: TITLE,
  compareHistories: TITLE,
  confusionChart: TITLE,
  correlationChart: TITLE,
  cortexChart: TITLE,
  embeddingMap: TITLE,
  featureMapGrid: TITLE,
  filterGrid: TITLE,
  fitChart: AXES,
  forecastChart: AXES,
  functionChart: TITLE,
  graphChart: TITLE,
  histogramChart: ["title", "xTitle"],
  historyChart: TITLE,
  imageGrid: TITLE,
  lineChart: AXES,
  liveHistory: TITLE,
  matrixChart: AXES,
  nestedChart: TITLE,
  networkChart: TITLE,
  neuronChart: TITLE,
  perceptronAnimation: AXES,
  residualChart: TITLE,
  rocChart: TITLE,
  scatterChart: AXES,
  searchChart: TITLE,
  // Its states bring titles of their own.
  statesChart: [],
  surfaceChart: AXES,
  timelineChart: TITLE,
  volumeChart: TITLE,
};

/** Names under which a lesson uses chart functions, and theirs in the library. */
export type ChartNames = ReadonlyMap<string, string>;

/**
 * Reads which chart functions a lesson imports.
 *
 * @param source - The cell with the imports.
 * @returns The library's name by the lesson's own; `import * as charts` gives `charts.lineChart` and so on.
 * @example
 * assert.deepEqual([...chartNames('import { lineChart as lines } from "neural-notebooks/charts";')], [["lines", "lineChart"]]);
 */
export function chartNames(source: string): ChartNames {
  const names = new Map<string, string>();
  for (const statement of parse(source).statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    if (!/^neural-notebooks\/charts(\/|$)/.test(statement.moduleSpecifier.text)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings && ts.isNamedImports(bindings)) {
      for (const { name, propertyName } of bindings.elements) {
        const own = (propertyName ?? name).text;
        if (own in CHART_CALLS) names.set(name.text, own);
      }
    } else if (bindings)
      for (const own of Object.keys(CHART_CALLS)) names.set(`${bindings.name.text}.${own}`, own);
  }
  return names;
}

/**
 * Checks the calls of one cell. An argument that is no object as written (a variable, or one with `...`) is left to the
 * type check, and to the look at the executed lesson.
 *
 * @param source - The cell's code.
 * @param names - What {@link chartNames} read.
 * @returns One message for each call and what it leaves out.
 * @example
 * const names = new Map([["liveHistory", "liveHistory"]]);
 * assert.deepEqual(chartCallFindings("liveHistory({ title: ' ' });", names), ["liveHistory must be given a title; it is empty"]);
 */
export function chartCallFindings(source: string, names: ChartNames): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const called = names.get(node.expression.getText());
      if (called !== undefined) found.push(...callFindings(node, called));
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(source));
  return found;
}

function callFindings(call: ts.CallExpression, called: string): string[] {
  const wanted = CHART_CALLS[called] ?? [];
  const last = call.arguments[call.arguments.length - 1];
  const found =
    last === undefined || ts.isObjectLiteralExpression(last)
      ? wanted.flatMap((name) =>
          lackOf(last, name).map((how) => `${called} must be given ${withArticle(name)}; it is ${how}`),
        )
      : [];
  return called === "chart" ? [...found, ...figureFindings(call.arguments[0])] : found;
}

/** A figure of one's own carries its title inside. */
function figureFindings(figure: ts.Expression | undefined): string[] {
  const layout = valueOf(figure, "layout");
  if (layout !== undefined && !ts.isObjectLiteralExpression(layout)) return [];
  if (
    layout === undefined &&
    (figure === undefined ||
      !ts.isObjectLiteralExpression(figure) ||
      figure.properties.some(ts.isSpreadAssignment))
  )
    return [];
  return lackOf(layout, "title").map((how) => `the layout of a chart must be given a title; it is ${how}`);
}

function lackOf(object: ts.ObjectLiteralExpression | undefined, name: string): ("missing" | "empty")[] {
  const value = valueOf(object, name);
  if (value === undefined) {
    const hidden = object?.properties.some(
      (property) => ts.isSpreadAssignment(property) || property.name?.getText() === name,
    );
    return hidden ? [] : ["missing"];
  }
  const text = ts.isObjectLiteralExpression(value) ? valueOf(value, "text") : value;
  return text !== undefined && ts.isStringLiteralLike(text) && text.text.trim() === "" ? ["empty"] : [];
}

function valueOf(object: ts.Expression | undefined, name: string): ts.Expression | undefined {
  if (object === undefined || !ts.isObjectLiteralExpression(object)) return undefined;
  const property = object.properties.find(
    (each) => ts.isPropertyAssignment(each) && each.name.getText().replace(/["']/g, "") === name,
  );
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function withArticle(name: string): string {
  return `${/^[aeioux]/.test(name) ? "an" : "a"} ${name}`;
}

function parse(source: string): ts.SourceFile {
  // Parents are needed for the text of a node.
  return ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
}
