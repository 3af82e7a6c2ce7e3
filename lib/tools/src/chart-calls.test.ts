/** Tests of the look at chart calls: good and bad ones, and the list of functions against their types. */
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { CHART_CALLS, chartCallFindings, chartNames } from "./chart-calls";
import { projectRoot } from "./project";

const names = chartNames(`import { chart } from "neural-notebooks/charts";
import { lineChart } from "neural-notebooks/charts";
import { histogramChart as bins } from "neural-notebooks/charts";
import * as charts from "neural-notebooks/charts";
import { liveHistory, statesChart, type LineData } from "neural-notebooks/charts";
import { imageGrid } from "./elsewhere";`);

test("only chart functions of the library are looked at, by the names that the lesson gives them", () => {
  assert.equal(names.get("bins"), "histogramChart");
  assert.equal(names.get("charts.rocChart"), "rocChart");
  assert.deepEqual([names.has("imageGrid"), names.has("LineData")], [false, false]);
  assert.deepEqual(chartCallFindings("imageGrid(pictures, {});", names), []);
});

const GOOD = [
  'lineChart(data, { title: "It falls", xTitle: "epoch", yTitle: "loss" });',
  "lineChart(data, { title, xTitle: `epoch ${unit}`, yTitle: names[0] });",
  'const shown = rows.map((row) => lineChart(row, { ...axes, title: "It falls" }));',
  "lineChart(data, options);",
  'bins(values, { title: "Two hills", xTitle: "mass (g)" });',
  "statesChart({ a: first, b: second });",
  'chart({ data: [], layout: { title: { text: "Mine" } } }, { alt: "Nothing yet." });',
  'chart({ data: [], layout: { title: "Mine" } }, { alt: "Nothing yet." });',
  'chart({ ...figure, data: [] }, { alt: "Nothing yet." });',
  "chart(figure, { alt: words });",
  "// lineChart(data, {});",
];

for (const source of GOOD) {
  test(`in order: ${source}`, () => {
    assert.deepEqual(chartCallFindings(source, names), []);
  });
}

const BAD: readonly [string, string[]][] = [
  [
    'lineChart(data, { xTitle: "epoch", yTitle: "loss" });',
    ["lineChart must be given a title; it is missing"],
  ],
  [
    'lineChart(data, { title: "It falls", xTitle: "", yTitle: "loss" });',
    ["lineChart must be given an xTitle; it is empty"],
  ],
  ["monitor(lineChart(data, { ...axes, title: `  ` }));", ["lineChart must be given a title; it is empty"]],
  ["liveHistory();", ["liveHistory must be given a title; it is missing"]],
  ['charts.rocChart(curve, { "title": "" });', ["rocChart must be given a title; it is empty"]],
  ['bins(values, { title: "Two hills" });', ["histogramChart must be given an xTitle; it is missing"]],
  [
    'chart({ data: [] }, { alt: "Nothing yet." });',
    ["the layout of a chart must be given a title; it is missing"],
  ],
  [
    'chart({ data: [], layout: { title: { text: "" } } }, { alt: "" });',
    ["chart must be given an alt; it is empty", "the layout of a chart must be given a title; it is empty"],
  ],
];

for (const [source, wanted] of BAD) {
  test(`found: ${source}`, () => {
    assert.deepEqual(chartCallFindings(source, names), wanted);
  });
}

test("the list holds every function that makes a chart, and asks for what its type requires", () => {
  const required = requiredByTypes();
  assert.deepEqual(Object.keys(CHART_CALLS).sort(), Object.keys(required).sort());
  for (const [name, wanted] of Object.entries(required))
    assert.deepEqual(CHART_CALLS[name], name === "liveHistory" ? ["title"] : wanted, name);
});

/** Asks the compiler which titles and descriptions the last parameter of each chart function cannot be without. */
function requiredByTypes(): Record<string, string[]> {
  const { config } = ts.readConfigFile(
    path.join(projectRoot, "lib", "neural-notebooks", "tsconfig.json"),
    (file) => ts.sys.readFile(file),
  ) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    path.join(projectRoot, "lib", "neural-notebooks"),
  );
  const index = path.join(projectRoot, "lib", "neural-notebooks", "src", "charts", "index.ts");
  const program = ts.createProgram([index], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(index);
  const module = file && checker.getSymbolAtLocation(file);
  assert.ok(module, "the door of charts was read");
  const entries = checker.getExportsOfModule(module).flatMap((symbol) => {
    const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
    if (!signature || !/^(Chart|LiveHistory)$/.test(checker.typeToString(signature.getReturnType())))
      return [];
    const last = signature.getParameters().at(-1);
    assert.ok(last, symbol.name);
    const type = checker.getNonNullableType(checker.getTypeOfSymbol(last));
    const isRequired = (name: string) => {
      const property = checker.getPropertyOfType(type, name);
      return property !== undefined && (property.flags & ts.SymbolFlags.Optional) === 0;
    };
    return [[symbol.name, ["title", "xTitle", "yTitle", "alt"].filter(isRequired)] as const];
  });
  return Object.fromEntries(entries);
}
