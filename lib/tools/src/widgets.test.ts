/** Notebooks with controls where nobody is there to move them: nbclient with our kernel and with stock tslab, and export. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { EXERCISE_MIME, type CardContent } from "neural-notebooks/grading/card-content";
import { STOCK_KERNEL_NAME, installStockKernelspec } from "tslab-kernel/stock";
import { installCourseKernel, jupyterEnvironment, projectRoot, pythonPath } from "./project";

const run = promisify(execFile);

const PLOTLY = "application/vnd.plotly.v1+json";
const VIEW = "application/vnd.jupyter.widget-view+json";
const STATE = "application/vnd.jupyter.widget-state+json";

interface Output {
  output_type: string;
  data?: Record<string, unknown>;
}

interface Notebook {
  cells: { outputs: Output[] }[];
  metadata: {
    widgets?: Record<
      string,
      { state: Record<string, { model_name: string; state: Record<string, unknown> }> }
    >;
  };
}

const CELLS = [
  `import { predict, interact, predictionSummary, slider } from "neural-notebooks/core";
import { chart, statesChart } from "neural-notebooks/charts";
import { nandUnit } from "neural-notebooks/grading/problems/02-perceptron";
const line = (w: number) => chart({ data: [{ x: [0, 1], y: [0, w] }] }, { alt: "w is " + w });`,
  `interact({ w: slider({ min: 0, max: 2, value: 1 }) }, ({ w }) => line(w));`,
  `await interact({ w: slider({ min: 0, max: 2, value: 1 }) }, async ({ w }) => line(w));`,
  `interact({ w: slider({ min: -1, max: 1 }) }, ({ w }) => line(w), { family: statesChart });`,
  `const guess = predict("Which way?", { choices: ["up", "down"] });`,
  `guess.reveal("down");
predictionSummary()`,
  `nandUnit.check({ w: [1, 1], b: -1.5 })`,
];

const SCRIPT = `
import sys, nbformat, nbclient
source, target, kernel = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
nbclient.NotebookClient(notebook, kernel_name=kernel, timeout=120, resources={"metadata": {"path": "."}}).execute()
nbformat.write(notebook, target)`;

describe("controls that nobody moves", () => {
  let folder: string;
  let source: string;

  before(() => {
    const parent = path.join(projectRoot, ".setup", "browser");
    mkdirSync(parent, { recursive: true });
    folder = mkdtempSync(path.join(parent, "unattended-"));
    source = path.join(folder, "source.ipynb");
    const cells = CELLS.map((code, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      metadata: {},
      source: code,
      execution_count: null,
      outputs: [],
    }));
    writeFileSync(source, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    installCourseKernel();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const execute = async (
    kernel: string,
    name: string,
    env: Record<string, string> = {},
  ): Promise<Notebook> => {
    const target = path.join(folder, name);
    await run(pythonPath(), ["-c", SCRIPT, source, target, kernel], {
      cwd: projectRoot,
      env: { ...jupyterEnvironment(), ...env },
    });
    return JSON.parse(readFileSync(target, "utf8")) as Notebook;
  };
  const dataOf = (notebook: Notebook, cell: number): Record<string, unknown>[] =>
    (notebook.cells[cell]?.outputs ?? []).map(({ data = {} }) => data);
  const charts = (notebook: Notebook, cell: number): unknown[] =>
    dataOf(notebook, cell).flatMap((data) => (PLOTLY in data ? [[data["text/plain"]].flat().join("")] : []));

  test("nbclient saves the first state as a chart, a family with its slider, and the states of the widgets", async () => {
    const notebook = await execute("tslab", "ours.ipynb");
    assert.deepEqual(charts(notebook, 1), ["Chart: w is 1"]);
    assert.deepEqual(charts(notebook, 2), ["Chart: w is 1"]);
    const [family] = dataOf(notebook, 3);
    const { layout } = family?.[PLOTLY] as {
      layout: { sliders: { active: number; steps: { label: string }[] }[] };
    };
    assert.deepEqual(
      layout.sliders[0]?.steps.map(({ label }) => label.replace("\u200b", "")),
      ["−1", "0", "1"],
    );
    assert.equal(layout.sliders[0]?.active, 0);
    const states = notebook.metadata.widgets?.[STATE]?.state ?? {};
    const shown = dataOf(notebook, 1).find((data) => VIEW in data)?.[VIEW] as { model_id: string };
    assert.equal(states[shown.model_id]?.model_name, "VBoxModel");
    const names = Object.values(states).map(({ model_name }) => model_name);
    for (const name of ["IntSliderModel", "RadioButtonsModel"]) assert.ok(names.includes(name), name);
    assert.match(JSON.stringify(dataOf(notebook, 4)), /Which way\?/);
    assert.match(JSON.stringify(dataOf(notebook, 5)), /You made no prediction. The answer is \*\*down\*\*/);
    const [card, ...others] = dataOf(notebook, 6);
    assert.deepEqual(others, [], "verdict, hints and solution are one output");
    const { status, message } = card?.[EXERCISE_MIME] as CardContent;
    assert.deepEqual([status, message.slice(0, 11)], ["wrong", "This is AND"]);
    assert.match(JSON.stringify(card?.["text/markdown"]), /✗ Not right yet[^]*This is AND/);
    const again = await execute("tslab", "again.ipynb");
    const plain = ({ cells, metadata }: Notebook) =>
      JSON.stringify([cells.map(({ outputs }) => outputs), metadata.widgets]);
    assert.equal(plain(again), plain(notebook), "a second run saves the same");
  });

  test("stock tslab shows the first state as a chart and does not wait", async () => {
    const JUPYTER_PATH = installStockKernelspec({ prefix: path.join(folder, "stock") });
    const notebook = await execute(STOCK_KERNEL_NAME, "stock.ipynb", { JUPYTER_PATH });
    assert.deepEqual(charts(notebook, 1), ["Chart: w is 1"]);
    assert.deepEqual(charts(notebook, 2), ["Chart: w is 1"]);
    assert.equal(charts(notebook, 3).length, 1);
    assert.match(JSON.stringify(notebook.cells[4]?.outputs), /Which way\?/);
    assert.doesNotMatch(JSON.stringify(notebook.cells), /widget-view/);
    assert.match(JSON.stringify(notebook.cells[6]?.outputs), /✗ Not right yet[^]*This is AND/);
  });

  test("an exported notebook holds question and verdict as text, whatever draws the widgets", async () => {
    await execute("tslab", "export.ipynb");
    const args = ["-m", "nbconvert", "--to", "html", path.join(folder, "export.ipynb")];
    await run(pythonPath(), args, { cwd: projectRoot, env: { ...jupyterEnvironment() } });
    const html = readFileSync(path.join(folder, "export.html"), "utf8");
    for (const text of [/w is 1/, /Which way\?/, /This is AND/]) assert.match(html, text);
  });
});
