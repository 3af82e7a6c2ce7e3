/** Works in JupyterLab as a learner does, in a real browser: run a lesson, see an error, stop a training, restart. */
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { installChartExtension } from "neural-notebooks-labextension/install";
import { folders, installCourseKernel, projectRoot } from "../project";
import {
  browserMissing,
  command,
  commandDone,
  makeWorkFolder,
  openBrowser,
  openNotebook,
  plotOf,
  runAll,
  runCell,
  screenshot,
  setTheme,
  startLab,
  waitForIdle,
  writeNotebook,
  type LabPage,
  type LabServer,
} from "./lab";

const skip = browserMissing();
if (skip) console.log(`\n!!! Browser tests are skipped. ${skip}\n`);

const errorBox =
  ".jp-RenderedText[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']";
const outputs = (cell: number) =>
  `window.jupyterapp.shell.currentWidget.content.widgets[${cell}].model.outputs`;
const prompt = (cell: number) =>
  `window.jupyterapp.shell.currentWidget.content.widgets[${cell}].model.executionCount`;

/** Types of a cell's outputs, such as `["display_data", "error"]`. */
const typesOf = (cell: number) =>
  `Array.from({ length: ${outputs(cell)}.length }, (_, i) => ${outputs(cell)}.get(i).toJSON().output_type)`;
const textOf = (cell: number) => `JSON.stringify(${outputs(cell)}.toJSON())`;

const training = `
const x = tf.randomNormal([2000, 4]), y = tf.randomNormal([2000, 1]);
const model = tf.sequential({ layers: [tf.layers.dense({ units: 8, inputShape: [4] }), tf.layers.dense({ units: 1 })] });
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
let kept = "still here";
const live = liveHistory({ title: "A long run" });
await model.fit(x, y, { epochs: 100000, validationSplit: 0.2, callbacks: [live] });`;

const imports = `
import { tf } from "neural-notebooks/core";
import { display } from "neural-notebooks/core";
import { chart } from "neural-notebooks/charts";
import { liveHistory } from "neural-notebooks/charts";`;

const updates = `
const figure = (n: number) => chart({ data: [{ y: Array.from({ length: n }, (_, i) => i) }], layout: { title: { text: \`step \${n}\` } } }, { alt: \`\${n} points.\` });
const handle = display(figure(1));
for (let n = 2; n <= 40; n++) {
  handle.update(figure(n));
  await new Promise((resolve) => setTimeout(resolve, n % 4 === 0 ? 400 : 0));
}`;

describe("a learner in JupyterLab", { skip: skip !== false, timeout: 600_000 }, () => {
  let server: LabServer;
  let lab: LabPage;
  let folder: string;

  before(async () => {
    const prefix = path.join(projectRoot, ".venv");
    installChartExtension({ prefix });
    installCourseKernel(prefix);
    folder = makeWorkFolder();
    // A copy, so that no lesson is changed.
    copyFileSync(path.join(folders.lessons, "02-perceptron.ipynb"), path.join(folder, "lesson.ipynb"));
    const code = (source: string) => ({ cell_type: "code" as const, source: source.trim() });
    writeNotebook(path.join(folder, "errors.ipynb"), {
      cells: [
        code(`const before = 1;\nthrow new RangeError("too far");`),
        code(`"never run"`),
        code(`const n: number = "text";`),
      ],
    });
    writeNotebook(path.join(folder, "complete.ipynb"), {
      cells: [code("// Curves.\nconst title = 1;"), code("")],
    });
    writeNotebook(path.join(folder, "training.ipynb"), {
      cells: [code(imports), code(training), code("kept")],
    });
    writeNotebook(path.join(folder, "live.ipynb"), { cells: [code(imports), code(updates)] });
    server = await startLab({ folder });
    lab = await openBrowser();
  });

  after(async () => {
    await lab?.browser.close();
    await server?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("a lesson that is only opened counts as unchanged", async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "lesson.ipynb" });
    await waitForIdle(page);
    await page.waitForTimeout(2000);
    assert.equal(await page.evaluate("window.jupyterapp.shell.currentWidget.context.model.dirty"), false);
  });

  test("a learner sees no buttons for teachers, no speaker notes, and the imports as one folded line", async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "lesson.ipynb" });
    const words = await page.evaluate<string>(`document.body.innerText`);
    assert.deepEqual(words.match(/Nbgrader|Validate|Create Assignment|Formgrader/gi) ?? [], []);
    assert.equal(
      await page.locator(".jp-InputPlaceholder:visible").count(),
      1,
      "the imports are one folded line",
    );
    const cells = "window.jupyterapp.shell.currentWidget.content.widgets";
    const last = await page.evaluate<number>(`${cells}.length - 1`);
    const hidden = `${cells}.filter(({ model }) => model.getMetadata("slideshow")?.slide_type === "notes").map(({ isHidden }) => isHidden)`;
    await runCell(page, last);
    assert.deepEqual(await page.evaluate(hidden), [true]);
    // The keys that go from cell to cell pass over them.
    await page.evaluate(`window.jupyterapp.shell.currentWidget.content.activeCellIndex = ${last - 1}`);
    await commandDone(page, "notebook:move-cursor-down");
    assert.equal(
      await page.evaluate<number>("window.jupyterapp.shell.currentWidget.content.activeCellIndex"),
      last - 1,
    );
    await commandDone(page, "neural-notebooks:speaker-notes");
    assert.deepEqual(await page.evaluate(hidden), [false], "a teacher has them shown");
    await commandDone(page, "neural-notebooks:speaker-notes");
    assert.deepEqual(await page.evaluate(hidden), [true]);
  });

  test("a lesson runs from its first to its last cell and shows its charts, light and dark", async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "lesson.ipynb" });
    await runAll(page);
    await waitForIdle(page);
    const wanted = JSON.parse(readFileSync(path.join(folders.lessons, "02-perceptron.ipynb"), "utf8")) as {
      cells: { cell_type: string; metadata: { tags?: string[] } }[];
    };
    for (const [i, cell] of wanted.cells.entries()) {
      if (cell.cell_type !== "code") continue;
      const types = await page.evaluate<string[]>(typesOf(i));
      const mayFail = cell.metadata.tags?.includes("raises-exception") ?? false;
      assert.equal(types.includes("error"), mayFail, `cell ${i}: ${await page.evaluate<string>(textOf(i))}`);
      assert.notEqual(await page.evaluate(prompt(i)), null, `cell ${i} was run`);
    }
    const charts = await page.evaluate<number>(`document.querySelectorAll(".nn-chart").length`);
    assert.ok(charts >= 3, `${charts} charts`);
    for (let i = 0; i < charts; i++) {
      await page.evaluate(`document.querySelectorAll(".nn-chart")[${i}].scrollIntoView({ block: "center" })`);
      await page.waitForFunction(`document.querySelectorAll(".nn-chart")[${i}].querySelector(".main-svg")`);
    }
    for (const theme of ["dark", "light"] as const) {
      await setTheme(page, theme);
      await page.waitForTimeout(800);
      await screenshot(page, `lesson-${theme}`);
    }
  });

  test("an error is shown as an error at the cell's own line, and stops the run", async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "errors.ipynb" });
    await runAll(page);
    await waitForIdle(page);
    assert.deepEqual(await page.evaluate(typesOf(0)), ["error"]);
    const text = await page.locator(errorBox).first().innerText();
    assert.match(text, /RangeError: too far/);
    assert.match(text, /2/, "names line 2");
    assert.deepEqual(await page.evaluate(typesOf(1)), [], "the next cell was not run");
    await runCell(page, 2);
    await page.waitForFunction(`${outputs(2)}.length > 0`);
    assert.match(await page.evaluate<string>(textOf(2)), /not assignable to type 'number'/);
    await screenshot(page, "error");
  });

  test("Tab completes a name of the library and writes its import, in one step that can be undone", async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "complete.ipynb" });
    // JupyterLab waits a second for completions; a kernel's first ones may take longer.
    await page.evaluate(
      `window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestComplete({ code: "barCh", cursor_pos: 5 })`,
    );
    const source = (cell: number) =>
      `window.jupyterapp.shell.currentWidget.content.widgets[${cell}].model.sharedModel.getSource()`;
    const menu = page.locator(".jp-Completer:not(.lm-mod-hidden)");
    const type = async (cell: number, text: string) => {
      await page.locator(".jp-Notebook .jp-Cell .cm-content").nth(cell).click();
      await page.keyboard.press("Control+End");
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
      await menu.waitFor();
    };
    await type(0, "\nconst kind = typeof lineCh");
    assert.match(await menu.innerText(), /import \{ lineChart \} from "neural-notebooks\/charts";/);
    await screenshot(page, "complete-import");
    // Whoever reads the menu takes longer than the half second within which changes are undone together.
    await page.waitForTimeout(1000);
    await page.keyboard.press("Tab");
    await menu.waitFor({ state: "hidden" });
    const before = "// Curves.\nconst title = 1;\nconst kind = typeof lineCh";
    const after = `// Curves.\nimport { lineChart } from "neural-notebooks/charts";\nconst title = 1;\nconst kind = typeof lineChart`;
    assert.equal(await page.evaluate(source(0)), after);
    await page.keyboard.press("Control+z");
    assert.equal(await page.evaluate(source(0)), before);
    await page.keyboard.press("Control+Shift+z");
    await page.keyboard.type("; kind");
    await page.keyboard.press("Shift+Enter");
    await page.waitForFunction(`${outputs(0)}.length > 0`);
    assert.match(await page.evaluate<string>(textOf(0)), /function/);
    // A name that stands there in full, before a dot.
    await type(1, "tf");
    await page.keyboard.press("Tab");
    await menu.waitFor({ state: "hidden" });
    await page.keyboard.type(".ones([2]).size");
    assert.equal(
      await page.evaluate(source(1)),
      `import { tf } from "neural-notebooks/core";\ntf.ones([2]).size`,
    );
    await page.keyboard.press("Shift+Enter");
    await page.waitForFunction(`${outputs(1)}.length > 0`);
    assert.match(await page.evaluate<string>(textOf(1)), /"2"/);
    await screenshot(page, "complete-import-done");
  });

  test("updates of a chart change it in place: nothing is taken away, the last one is seen and saved", async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "live.ipynb" });
    await page.evaluate(`
      window.removed = 0;
      window.titles = new Set();
      new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.removedNodes) if (node.querySelector?.(".nn-chart, .main-svg") || node.matches?.(".nn-chart, .main-svg")) window.removed++;
        const title = ${plotOf()}?._fullLayout?.title?.text;
        if (title) window.titles.add(title);
      }).observe(document.body, { childList: true, subtree: true });
    `);
    await runAll(page);
    await page.waitForFunction(`${plotOf()}?._fullLayout?.title?.text === "step 40"`);
    assert.equal(await page.evaluate(`document.querySelectorAll(".nn-chart").length`), 1);
    assert.equal(await page.evaluate(`window.removed`), 0);
    assert.ok((await page.evaluate<number>(`window.titles.size`)) > 3, "the chart moved while the cell ran");
    assert.equal(await page.evaluate(`${plotOf()}._fullData[0].y.length`), 40);
    assert.deepEqual(await page.evaluate(typesOf(1)), ["display_data"]);
    assert.match(await page.evaluate<string>(textOf(1)), /"step 40"/);
  });

  test("a training is seen while it goes on, stops when it is interrupted, and leaves the kernel usable", async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "training.ipynb" });
    await command(page, "notebook:run-all-cells");
    await page.waitForFunction(`(${plotOf()}?._fullData?.[1]?.x?.length ?? 0) > 3`, undefined, {
      timeout: 120_000,
    });
    const points = await page.evaluate<number>(`${plotOf()}._fullData[1].x.length`);
    await page.waitForFunction(`${plotOf()}._fullData[1].x.length > ${points}`);
    await screenshot(page, "training");
    await commandDone(page, "notebook:interrupt-kernel");
    // A training that came to its end would leave no error.
    await page.waitForFunction(`${typesOf(1)}.includes("error")`, undefined, { timeout: 60_000 });
    assert.match(await page.evaluate<string>(textOf(1)), /Interrupt/);
    await waitForIdle(page);
    assert.match(await page.evaluate<string>(`${plotOf()}._fullLayout.title.text`), /interrupted/);
    await runCell(page, 2);
    assert.match(await page.evaluate<string>(textOf(2)), /still here/);
    await screenshot(page, "interrupted");
  });

  test("a restart empties the kernel, and cells run again", async () => {
    const { page } = lab;
    await command(page, "notebook:restart-kernel");
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await page.waitForFunction(
      `window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status !== "restarting"`,
    );
    await waitForIdle(page);
    await runCell(page, 2);
    assert.match(await page.evaluate<string>(textOf(2)), /Cannot find name 'kept'/);
    await runCell(page, 0);
    assert.deepEqual(await page.evaluate(typesOf(0)), []);
    assert.equal(await page.evaluate(prompt(0)), 2);
  });
});
