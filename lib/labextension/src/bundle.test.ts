/** Tests of the scripts for the browser, as they are bundled. */
import assert from "node:assert/strict";
import { realpathSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { lineChart } from "neural-notebooks/charts";
import { PLOTLY_MIME } from "neural-notebooks/charts/rendering";
import { EXERCISE_MIME, EXERCISE_TARGET } from "neural-notebooks/grading/card-content";
import { buildSync } from "esbuild";
import { bundledFiles, packageRoot, rendererScript, responsiveScript } from "./bundle";
import { responsiveFigure } from "./responsive/responsive-figure";

test("the stamp reads every file that goes into the bundle", () => {
  const { metafile } = buildSync({
    absWorkingDir: packageRoot,
    entryPoints: ["src/browser/index.ts"],
    bundle: true,
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const inputs = Object.keys(metafile.inputs).map((file) => path.resolve(packageRoot, file));
  const listed = new Set(bundledFiles().map((file) => realpathSync(file)));
  assert.deepEqual(
    inputs.filter((file) => !listed.has(file)),
    [],
  );
  assert.ok(inputs.length > 25, `${inputs.length} files`);
});

test("a bundle is the same whenever it is made, and names no folder of this machine", () => {
  const options = { name: "a-name", plotlyFile: "plotly.min.js" };
  const script = rendererScript(options);
  assert.equal(rendererScript(options), script);
  assert.ok(!script.includes(path.resolve(packageRoot, "..", "..")));
  assert.ok(script.includes('"plotly.min.js"') && script.includes('"a-name"'));
});

test("the script draws both of our MIME types", () => {
  const script = rendererScript({ name: "a-name", plotlyFile: "plotly.min.js" });
  for (const type of [PLOTLY_MIME, EXERCISE_MIME, EXERCISE_TARGET])
    assert.ok(script.includes(`"${type}"`), type);
});

test("the layout for a width alone gives in a page what it gives here", () => {
  const { figure } = lineChart(
    { y: { training: [2, 1], validation: [3, 2] } },
    { title: "Without a separating line the accuracy jumps about", xTitle: "step", yTitle: "loss" },
  );
  const call =
    "responsiveLayout.responsiveFigure(figure, { width: 360, measure: (text, size) => (text.length * size) / 2 })";
  const page = vm.createContext({});
  // The figure is made in the page, as one that came by JSON is.
  vm.runInContext(
    `${responsiveScript()}; var figure = JSON.parse(${JSON.stringify(JSON.stringify(figure))})`,
    page,
  );
  const measure = (text: string, size: number) => (text.length * size) / 2;
  const here = responsiveFigure(figure, { width: 360, measure });
  assert.notDeepEqual(here.layout, figure.layout);
  assert.deepEqual(
    JSON.parse(vm.runInContext(`JSON.stringify(${call})`, page) as string),
    JSON.parse(JSON.stringify(here)),
  );
});
