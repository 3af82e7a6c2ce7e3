import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, beforeEach, test } from "node:test";
import vm from "node:vm";
import { FileError } from "neural-notebooks/core";
import { PLOTLY_MIME } from "neural-notebooks/charts/rendering";
import { TABLE_MIME } from "neural-notebooks/frames/table-content";
import { EXERCISE_MIME } from "neural-notebooks/grading/card-content";
import { templates } from "neural-notebooks/charts";
import { chartExtensionProblems, installChartExtension } from "./install";
import { minifiedPlotly } from "./sources";

const prefix = mkdtempSync(path.join(tmpdir(), "neural-notebooks-extension-"));
const place = path.join(prefix, "share", "jupyter", "labextensions");
let folder: string;

beforeEach(() => {
  folder = installChartExtension({ prefix });
});

after(() => rmSync(prefix, { recursive: true, force: true }));

function staticFile(start: string): string {
  const name = readdirSync(path.join(folder, "static")).find((file) => file.startsWith(start));
  assert.ok(name, `a file ${start}… is there`);
  return path.join(folder, "static", name);
}

test("an installed extension has no problems, and nothing is left beside it", () => {
  assert.equal(folder, path.join(place, "neural-notebooks-charts"));
  assert.deepEqual(chartExtensionProblems({ prefix }), []);
  assert.deepEqual(readdirSync(place), ["neural-notebooks-charts"]);
});

test("its manifest names a script that is there, as JupyterLab wants it", () => {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
    name: string;
    jupyterlab: {
      mimeExtension: boolean;
      _build: { load: string; mimeExtension: string; extension: string };
    };
  };
  assert.equal(manifest.name, "neural-notebooks-charts");
  assert.equal(manifest.jupyterlab.mimeExtension, true);
  assert.equal(manifest.jupyterlab._build.mimeExtension, "./mimeExtension");
  assert.equal(manifest.jupyterlab._build.extension, "./extension");
  assert.ok(existsSync(path.join(folder, manifest.jupyterlab._build.load)));
});

test("a second installation changes nothing", () => {
  const file = path.join(folder, "package.json");
  const before = statSync(file);
  installChartExtension({ prefix });
  assert.equal(statSync(file).ino, before.ino);
  assert.equal(statSync(file).mtimeMs, before.mtimeMs);
});

test("plotly.js is there in its short form, whole, with its licence", () => {
  const plotly = readFileSync(staticFile("plotly-4"));
  assert.ok(plotly.length > 3e6 && plotly.length < 6e6, `${plotly.length} bytes`);
  // It needs a page to draw, but none to be parsed.
  assert.doesNotThrow(() => new vm.Script(plotly.toString("utf8")));
  assert.match(readFileSync(staticFile("plotly-LICENSE"), "utf8"), /MIT|Permission is hereby granted/);
});

test("the script registers itself under the extension's name", async () => {
  const window: {
    _JUPYTERLAB?: Record<string, { get(name: string): Promise<unknown>; init(scope: object): void }>;
  } = {};
  const document = { currentScript: { src: "http://x/static/renderer.js" } };
  vm.runInNewContext(readFileSync(staticFile("renderer-"), "utf8"), { window, document, console });
  const container = window._JUPYTERLAB?.["neural-notebooks-charts"];
  assert.ok(container);
  class Widget {}
  container.init({ "@lumino/widgets": { "2.0.0": { get: () => Promise.resolve(() => ({ Widget })) } } });
  const factory = (await container.get("./mimeExtension")) as () => {
    default: { rendererFactory: { safe: boolean; mimeTypes: string[] } }[];
  };
  // Made anew here, since arrays of another context are none of this one's.
  const kinds = Array.from(factory().default, ({ rendererFactory: { safe, mimeTypes } }) => [
    safe,
    ...mimeTypes,
  ]);
  assert.deepEqual(kinds, [
    [true, PLOTLY_MIME],
    [true, EXERCISE_MIME],
    [true, TABLE_MIME],
  ]);
  await assert.rejects(container.get("./other"), /no module/);
});

test("the script carries the colours of both themes", () => {
  const script = readFileSync(staticFile("renderer-"), "utf8");
  for (const { layout } of Object.values(templates)) {
    const { font, hoverlabel } = layout as { font: { color: string }; hoverlabel: { bgcolor: string } };
    assert.ok(script.includes(`ink: "${font.color}"`) && script.includes(`hover: "${hoverlabel.bgcolor}"`));
  }
});

test("an installed extension is checked without the bundler: it is needed at set-up only", () => {
  const program = `
    const { chartExtensionProblems, installChartExtension } = require(${JSON.stringify(require.resolve("./install"))});
    installChartExtension({ prefix: ${JSON.stringify(prefix)} });
    const problems = chartExtensionProblems({ prefix: ${JSON.stringify(prefix)} });
    const loaded = Object.keys(require.cache).filter((file) => /node_modules.esbuild/.test(file));
    console.log(JSON.stringify([problems, loaded]));`;
  assert.equal(execFileSync(process.execPath, ["-e", program], { encoding: "utf8" }).trim(), "[[],[]]");
});

const damages: readonly [string, () => void, RegExp][] = [
  ["a missing folder", () => rmSync(folder, { recursive: true }), /not installed/],
  [
    "a missing manifest",
    () => rmSync(path.join(folder, "package.json")),
    /package\.json is missing or unreadable/,
  ],
  [
    "a truncated manifest",
    () => truncateSync(path.join(folder, "package.json"), 100),
    /package\.json is missing or unreadable/,
  ],
  ["a truncated plotly.js", () => truncateSync(staticFile("plotly-4"), 1000), /has 1000 of \d+ bytes/],
  ["a missing script", () => rmSync(staticFile("renderer-")), /renderer-.* is missing/],
  ["a changed script", () => changeByte(staticFile("renderer-")), /was changed/],
  ["a longer script", () => appendFileSync(staticFile("renderer-"), "//"), /has \d+ of \d+ bytes/],
];

for (const [name, damage, message] of damages) {
  test(`${name} is told, and mended by installing again`, () => {
    damage();
    const problems = chartExtensionProblems({ prefix });
    assert.equal(problems.length, 1, problems.join(" "));
    assert.match(problems[0] ?? "", message);
    installChartExtension({ prefix });
    assert.deepEqual(chartExtensionProblems({ prefix }), []);
  });
}

test("an extension made of other sources is out of date", () => {
  const file = path.join(folder, "package.json");
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(/"rendererSha256": "[0-9a-f]+"/, '"rendererSha256": "00"'),
  );
  assert.match(chartExtensionProblems({ prefix })[0] ?? "", /out of date/);
});

test("the rival extension of Python's plotly is told", () => {
  const rival = path.join(place, "jupyterlab-plotly");
  mkdirSync(rival);
  assert.match(chartExtensionProblems({ prefix }).join(" "), /pip uninstall plotly/);
  rmSync(rival, { recursive: true });
});

test("a place that cannot be written is told", () => {
  const file = path.join(prefix, "a-file");
  writeFileSync(file, "");
  assert.throws(() => installChartExtension({ prefix: file }), {
    constructor: FileError,
    message: /^Cannot install the chart extension: .* must be writable/,
  });
});

test("a kept short form that was truncated is made again", () => {
  const before = minifiedPlotly();
  const kept = path.resolve(__dirname, "..", "..", "..", ".setup", "charts");
  const [name] = readdirSync(kept).filter((file) => file.endsWith(".min.js"));
  assert.ok(name);
  truncateSync(path.join(kept, name), 5000);
  assert.ok(minifiedPlotly().equals(before));
});

function changeByte(file: string): void {
  const content = readFileSync(file);
  content[content.length - 10] = 32;
  writeFileSync(file, content);
}
