/** Tables and errors in JupyterLab, in a real browser: how they look, and how a table is searched and sorted. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { installChartExtension } from "neural-notebooks-labextension/install";
import { installCourseKernel, projectRoot } from "../project";
import { seriousFindings } from "./axe";
import {
  browserMissing,
  commandDone,
  makeWorkFolder,
  openBrowser,
  openNotebook,
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

const code = (source: string) => ({ cell_type: "code" as const, source });
const long = `const settings = { epochs: 100, batchSize: 32, validationSplit: 0.2, learningRate: 0.001, momentum: 0.9, name: "a line that is longer than any cell is wide" };`;
const wordy = `throw new Error("This message is a good deal longer than a line, " + "so that it has to be wrapped between its words ".repeat(5));`;

describe("tables and errors", { skip: skip !== false, timeout: 600_000 }, () => {
  let server: LabServer;
  let lab: LabPage;
  let folder: string;

  before(async () => {
    const prefix = path.join(projectRoot, ".venv");
    installChartExtension({ prefix });
    installCourseKernel(prefix);
    folder = makeWorkFolder();
    writeNotebook(path.join(folder, "tables.ipynb"), {
      cells: [
        code(`import { DataFrame, readDataset } from "neural-notebooks/frames";`),
        code(`readDataset("cars")`),
        code(`readDataset("penguins").describe()`),
        code(
          `new DataFrame({ step: [0, 1, 2], loss: [2.5, 1.15875, 0.98123456], note: ["start", "<b>one</b>", "two"] })`,
        ),
      ],
    });
    writeNotebook(path.join(folder, "errors.ipynb"), { cells: [code(long), code(wordy)] });
    server = await startLab({ folder });
    lab = await openBrowser({ webgl: false, scrollbars: true });
    lab.page.setDefaultTimeout(60_000);
    await openNotebook(server, { page: lab.page, file: "tables.ipynb" });
    await runAll(lab.page);
  });
  after(async () => {
    await lab?.browser.close();
    await server?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const tableOf = (n: number) => lab.page.locator(".nn-table-output").nth(n);
  const firstCells = async (column: number) =>
    tableOf(0).locator(`tbody tr td:nth-child(${column})`).allInnerTexts();

  test("numbers are aligned to the right, types are tooltips, and names of rows stand where they mean something", async () => {
    const { page } = lab;
    await tableOf(2).waitFor();
    assert.equal(await page.locator(".nn-table-output").count(), 3);
    const heads = tableOf(0).locator("thead th");
    assert.deepEqual(await heads.first().allInnerTexts(), ["Name"]);
    assert.equal(await heads.nth(1).getAttribute("title"), "number");
    const aligned = (n: number, cell: number) =>
      page.evaluate(
        `getComputedStyle(document.querySelectorAll(".nn-table-output")[${n}].querySelectorAll("tbody td")[${cell}]).textAlign`,
      );
    assert.deepEqual([await aligned(0, 0), await aligned(0, 1)], ["left", "right"]);
    assert.equal(await tableOf(1).locator("tbody th").first().innerText(), "count");
    assert.equal(await tableOf(2).locator("tbody th").count(), 0);
    assert.deepEqual(await tableOf(2).locator("tbody td:nth-child(2)").allInnerTexts(), [
      "2.500",
      "1.159",
      "0.981",
    ]);
    assert.equal(await tableOf(2).locator("tbody td").nth(5).innerText(), "<b>one</b>");
    assert.equal(await tableOf(0).locator(".nn-table-dots td").count(), 9);
  });

  test("a wide table scrolls by itself and does not widen the page", async () => {
    const { page } = lab;
    await page.setViewportSize({ width: 800, height: 900 });
    const scroller = 'document.querySelector(".nn-table-scroller")';
    assert.ok(await page.evaluate<boolean>(`${scroller}.scrollWidth > ${scroller}.clientWidth`));
    await screenshot(page, "tables-light-800");
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("a long table is searched, sorted and leafed through by the keyboard, on all of its rows", async () => {
    const { page } = lab;
    const cells = "window.jupyterapp.shell.currentWidget.content.widgets.length";
    const before = await page.evaluate<number>(cells);
    assert.equal(await tableOf(2).getByRole("button").count(), 0, "a short table has nothing to search");
    await tableOf(0).getByRole("button", { name: "Search and sort" }).focus();
    await page.keyboard.press("Enter");
    await tableOf(0).getByText("Rows 1 to 15 of 406").waitFor();
    await page.keyboard.type("datsun");
    await tableOf(0)
      .getByText(/^Rows 1 to 15 of 2\d that hold “datsun”$/)
      .waitFor();
    assert.ok((await firstCells(1)).every((name) => name.includes("datsun")));
    await tableOf(0).getByRole("button", { name: "Later rows" }).press("Enter");
    await tableOf(0)
      .getByText(/^Rows 16 to 2\d of 2\d/)
      .waitFor();
    await tableOf(0).getByRole("searchbox").fill("");
    await tableOf(0).getByText("Rows 1 to 15 of 406").waitFor();
    const sort = tableOf(0).getByRole("button", { name: "Sort by Horsepower" });
    await sort.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await tableOf(0).locator('th[aria-sort="descending"]').waitFor();
    assert.equal((await firstCells(5))[0], "230");
    assert.equal(
      await page.evaluate("document.activeElement.dataset.column"),
      "4",
      "the head keeps the focus",
    );
    await page.keyboard.press("x");
    assert.equal(await page.evaluate<number>(cells), before, "keys do nothing to the notebook");
    await screenshot(page, "tables-search-light-1280");
  });

  test("axe finds nothing serious, light and dark", async () => {
    const { page } = lab;
    for (const theme of ["light", "dark"] as const) {
      await setTheme(page, theme);
      await page.evaluate("document.body.style.height = '100vh'");
      await page.waitForTimeout(500);
      assert.deepEqual(await seriousFindings(page, ".nn-table-output"), [], theme);
      await screenshot(page, `tables-${theme}-1280`);
    }
    await setTheme(page, "light");
  });

  test("after a restart a table says what to do", async () => {
    const { page } = lab;
    await commandDone(page, "notebook:change-cell-to-code");
    await page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()");
    await waitForIdle(page);
    await tableOf(0).getByRole("searchbox").fill("x");
    await tableOf(0).getByText("Run the cell again").waitFor();
  });

  test("errors are wrapped between words, and a long line of code shows its bar", async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "errors.ipynb" });
    await runCell(page, 0);
    await runCell(page, 1);
    // JupyterLab draws errors as it draws stderr.
    const error = '.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"] pre';
    await page.locator(error).waitFor();
    assert.equal(
      await page.evaluate(`getComputedStyle(document.querySelector('${error}')).wordBreak`),
      "normal",
    );
    const scroller = 'document.querySelector(".jp-Notebook .cm-scroller")';
    const bar = await page.evaluate<number>(`${scroller}.offsetHeight - ${scroller}.clientHeight`);
    assert.ok(bar >= 6, `the bar is ${bar} px high`);
    await screenshot(page, "errors-light-1280");
  });
});
