/** The course's home in JupyterLab, in a real browser: what opens first, the way into a lesson and back, progress, keys. */
import assert from "node:assert/strict";
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { installChartExtension } from "neural-notebooks-labextension/install";
import { installCourseKernel, projectRoot } from "../project";
import { seriousFindings } from "./axe";
import {
  browserMissing,
  command,
  commandDone,
  makeWorkFolder,
  openBrowser,
  runCell,
  screenshot,
  setTheme,
  startLab,
  waitForIdle,
  type LabPage,
  type LabServer,
} from "./lab";

const skip = browserMissing();
if (skip) console.log(`\n!!! Browser tests are skipped. ${skip}\n`);

const HOME = ".nn-home-page";
/** The path of the document in front; an empty text for others. */
const shownPath = "window.jupyterapp.shell.currentWidget?.context?.path ?? ''";

/** JavaScript for the page: how many pixels of an element's width are hidden. */
const hiddenWidthOf = (selector: string): string =>
  `document.querySelector("${selector}").scrollWidth - document.querySelector("${selector}").clientWidth`;

describe("the course's home", { skip: skip !== false, timeout: 600_000 }, () => {
  let server: LabServer;
  let lab: LabPage;
  let folder: string;
  let log: string;

  before(async () => {
    const prefix = path.join(projectRoot, ".venv");
    installChartExtension({ prefix });
    installCourseKernel(prefix);
    folder = makeWorkFolder();
    cpSync(path.join(projectRoot, "notebooks"), path.join(folder, "notebooks"), { recursive: true });
    log = path.join(folder, "notebooks", "progress.jsonl");
    rmSync(log, { force: true });
    server = await startLab({ folder });
    lab = await openBrowser();
    lab.page.setDefaultTimeout(60_000);
  });
  after(async () => {
    await lab?.browser.close();
    await server?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("a newcomer meets the map of the course first, with help open and the first lesson to start", async () => {
    const { page } = lab;
    await page.goto(`${server.url}lab?token=${server.token}&reset`);
    await page.waitForSelector(HOME);
    assert.equal(await page.locator(".nn-home-card").count(), 14);
    assert.match(
      await page.locator(".nn-home-continue").innerText(),
      /Start here\s+00 · Does everything work\?/,
    );
    assert.equal(await page.locator(".nn-home-help").getAttribute("open"), "");
    const pictures = await page.evaluate<unknown[]>(
      `Promise.all([...document.querySelectorAll(".nn-home-card img")].map((image) => image.decode()))`,
    );
    assert.equal(pictures.length, 14);
    assert.match(
      await page.locator(".nn-home-progress").innerText(),
      /^0 of \d\d exercises right · 0 of 14 lessons done$/,
    );
  });

  test("nothing serious is found by axe, light and dark, wide and narrow", async () => {
    const { page } = lab;
    for (const theme of ["light", "dark"] as const) {
      await setTheme(page, theme);
      for (const width of [1280, 800]) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await seriousFindings(page, ".nn-home"), [], `${theme}, ${width} px`);
        await screenshot(page, `home-new-${theme}-${width}`);
        const overflow = await page.evaluate<number>(hiddenWidthOf(".nn-home"));
        assert.ok(overflow <= 0, `${theme}, ${width} px: ${overflow} px too wide`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await setTheme(page, "light");
  });

  test("Enter on a card opens the lesson, and what is done there comes home", async () => {
    const { page } = lab;
    await page.locator(".nn-home-card", { hasText: "Does everything work?" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(`${shownPath} === "notebooks/lessons/00-start.ipynb"`);
    await waitForIdle(page);
    const code =
      "window.jupyterapp.shell.currentWidget.content.widgets.findIndex(({ model }) => model.type === 'code')";
    await runCell(page, await page.evaluate<number>(code));
    assert.match(readFileSync(log, "utf8"), /^\{"kind":"place",.*"lesson":"00-start","cell":"[\w-]+"\}\n$/);
    appendFileSync(
      log,
      '{"kind":"exercise","at":"2026-01-01T10:00:00.000Z","id":"00-start/gentoo-count","status":"right"}\n' +
        '{"kind":"exercise","at":"2026-01-01T10:00:00.000Z","id":"00-start/upright-says","status":"wrong"}\n',
    );
    await page.getByRole("button", { name: "Course home" }).first().click();
    const panel = page.locator(".nn-home-continue");
    await panel.getByText("Go on where you were").waitFor();
    assert.match(await panel.innerText(), /1 of \d exercises right/);
    const card = page.locator(".nn-home-card").first();
    assert.match((await card.getAttribute("aria-label")) ?? "", /1 of \d exercises right/);
    await screenshot(page, "home-begun-light-1280");
    await setTheme(page, "dark");
    await screenshot(page, "home-begun-dark-1280");
    await setTheme(page, "light");
  });

  test("Continue goes to the cell that ran last", async () => {
    const { page } = lab;
    const last = (JSON.parse(readFileSync(log, "utf8").split("\n")[0] ?? "") as { cell: string }).cell;
    await page.locator(".lm-TabBar-tab", { hasText: "00-start" }).first().click();
    await commandDone(page, "docmanager:save");
    await commandDone(page, "application:close-all");
    await command(page, "neural-notebooks:home");
    await page.getByRole("button", { name: /^Continue/ }).click();
    await page.waitForFunction(
      `window.jupyterapp.shell.currentWidget?.content?.activeCell?.model?.id === ${JSON.stringify(last)}`,
    );
  });

  test("the glossary and the help open as pages", async () => {
    const { page } = lab;
    for (const [label, text] of [
      ["Glossary", "backpropagation"],
      ["Notation", "learning rate"],
      ["More about notebooks", "Shift + Enter"],
    ] as const) {
      await command(page, "neural-notebooks:home");
      await page.waitForSelector(`${HOME}:visible`);
      const button = page.getByRole("button", { name: label });
      if (!(await button.isVisible())) await page.locator(".nn-home-help summary").click();
      await button.click();
      await page.locator(".jp-MarkdownViewer:visible").getByText(text).first().waitFor();
    }
  });

  test("progress can be exported, and deleted after a question", async () => {
    const { page } = lab;
    await command(page, "neural-notebooks:home");
    await page.waitForSelector(`${HOME}:visible`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export …" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^neural-notebooks-progress-\d{4}-\d\d-\d\d\.json$/);
    const exported = JSON.parse(readFileSync(await download.path(), "utf8")) as {
      exercises: Record<string, { right: boolean }>;
    };
    assert.equal(exported.exercises["00-start/gentoo-count"]?.right, true);
    await page.getByRole("button", { name: "Delete …" }).click();
    await page.locator(".jp-Dialog").getByRole("button", { name: "Cancel" }).click();
    assert.ok(existsSync(log));
    await page.getByRole("button", { name: "Delete …" }).click();
    await page.locator(".jp-Dialog").getByRole("button", { name: "Delete" }).click();
    await page.locator(".nn-home-continue").getByText("Start here").waitFor();
    assert.equal(existsSync(log), false);
  });

  test("a page that is loaded again stays where the learner was; a new window begins at home", async () => {
    const { page } = lab;
    await command(page, "docmanager:open", { path: "notebooks/lessons/01-neurons.ipynb" });
    await page.waitForFunction(`${shownPath} === "notebooks/lessons/01-neurons.ipynb"`);
    await page.evaluate("window.jupyterapp.serviceManager.ready");
    await page.waitForTimeout(1500); // JupyterLab saves its layout a second after a change.
    await page.goto(`${server.url}lab?token=${server.token}`);
    await page.waitForFunction(`${shownPath} === "notebooks/lessons/01-neurons.ipynb"`);
    await page.evaluate("sessionStorage.clear()");
    await page.goto(`${server.url}lab?token=${server.token}`);
    await page.waitForSelector(`${HOME}:visible`);
    assert.equal(await page.locator(HOME).count(), 1);
  });

  test("the file browser shows whole names of lessons", async () => {
    const { page } = lab;
    await command(page, "filebrowser:open-path", { path: "notebooks/lessons" });
    const name = page.locator(".jp-DirListing-itemText", { hasText: "09-data-preparation" }).first();
    await name.waitFor();
    const cut = await page.evaluate<number>(
      `(() => { const node = [...document.querySelectorAll(".jp-DirListing-itemText")].find((each) => each.textContent.includes("09-data-preparation")); return node.scrollWidth - node.clientWidth; })()`,
    );
    assert.ok(cut <= 0, `${cut} px are cut off`);
    await screenshot(page, "home-file-browser");
  });
});
