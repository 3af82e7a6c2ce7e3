/** Debugs a cell in JupyterLab in a real browser, as a learner does: open the panel, click the gutter, run, look, step, go on. */
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import type { Locator } from "playwright-core";
import { installCourseKernel } from "../project";
import {
  browserMissing,
  command,
  makeWorkFolder,
  openBrowser,
  openNotebook,
  screenshot,
  startLab,
  waitForIdle,
  writeNotebook,
  type LabPage,
  type LabServer,
} from "./lab";

const skip = browserMissing();
if (skip) console.log(`\n!!! Browser tests are skipped. ${skip}\n`);

const cell = `
interface Sample {
  x: number[];
  label: string;
}
function dot(a: number[], b: number[]): number {
  let sum = 0;
  for (const [i, value] of a.entries()) {
    sum += value * (b[i] ?? 0);
  }
  return sum;
}
const sample: Sample = { x: [1, 2, 3], label: "first" };
const weights = [0.5, -1, 2];
const score = dot(sample.x, weights);
score > 0;`.trim();

const helper = `
interface Sample {
  x: number;
}
export function scale(sample: Sample, by: number): number {
  const scaled = sample.x * by;
  return scaled;
}`.trim();
const caller = `
import { scale } from "./helper";
const three = { x: 3 };
const six = scale(three, 2);
six;`.trim();

/** JupyterLab keeps a hidden one for its width. */
const marker = ".cm-breakpoint-icon:visible";
const highlighted = ".jp-DebuggerEditor-highlight";

describe("the debugger of JupyterLab", { skip: skip !== false, timeout: 300_000 }, () => {
  let server: LabServer;
  let lab: LabPage;
  let folder: string;

  before(async () => {
    installCourseKernel();
    folder = makeWorkFolder();
    writeNotebook(path.join(folder, "debug.ipynb"), { cells: [{ cell_type: "code", source: cell }] });
    writeNotebook(path.join(folder, "helper.ipynb"), { cells: [{ cell_type: "code", source: caller }] });
    writeFileSync(path.join(folder, "helper.ts"), helper);
    server = await startLab({ folder });
    lab = await openBrowser({ viewport: { width: 1500, height: 900 } });
  });

  after(async () => {
    await lab?.browser.close();
    await server?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const bug = (): Locator =>
    lab.page.locator(".jp-DebuggerBugButton, [data-jp-item-name='debugger-icon']").first();

  /** Clicks until something is shown; what is there already needs no click. Tried three times. */
  async function clickUntilShown(click: () => Promise<void>, wanted: Locator): Promise<void> {
    for (let left = 3; left > 0 && (await wanted.count()) === 0; left--) {
      await click();
      const shown = wanted.first().waitFor({ timeout: 10_000 });
      await (left > 1 ? shown.catch(() => undefined) : shown);
    }
  }

  /**
   * Turns the debugger of the open notebook on or off. JupyterLab forgets a press of its button when an answer about the
   * debugger's state, asked for before, comes after it.
   */
  async function setDebugging(wanted: boolean): Promise<void> {
    const { page } = lab;
    const state = wanted ? "[data-jp-debugger='true']" : ":not([data-jp-debugger='true'])";
    await clickUntilShown(() => bug().click(), page.locator(`.jp-NotebookPanel${state}:visible`));
  }

  /** Opens a notebook, turns the debugger on, sets a breakpoint at a line of the first cell, and runs until it stops. */
  async function runToBreakpoint(file: string, line: number): Promise<void> {
    const { page } = lab;
    await openNotebook(server, { page, file });
    await waitForIdle(page);
    await setDebugging(true);
    await page.waitForSelector(".cm-breakpoint-gutter");
    // JupyterLab loses a click while it makes the cell ready for the debugger, and a second click on a marker that
    // came late takes it away.
    await clickUntilShown(() => clickGutter(lab, line), page.locator(marker));
    await command(page, "notebook:run-all-cells");
    await page.waitForSelector(highlighted);
  }

  test("a breakpoint set in the gutter stops the cell at its line of TypeScript, with variables and calls; steps move on", async () => {
    const { page } = lab;
    await runToBreakpoint("debug.ipynb", 8);
    assert.match(await page.locator(highlighted).innerText(), /sum \+= value/);
    const side = page.locator(".jp-DebuggerSidebar");
    await side.locator(".jp-DebuggerVariables", { hasText: "value" }).waitFor();
    await side.locator(".jp-DebuggerCallstack", { hasText: "dot" }).waitFor();
    const calls = await side.locator(".jp-DebuggerCallstack").innerText();
    assert.match(calls, /dot\s+Cell \[\*\]:8\s+cell 1\s+Cell \[\*\]:14/);
    const variables = await side.locator(".jp-DebuggerVariables").innerText();
    for (const line of ["a Array(3) [1, 2, 3]", "i 0", "value 1", "sum 0"])
      assert.ok(variables.replace(/\s+/g, " ").includes(line), `${line} in ${variables}`);
    await screenshot(page, "debugger");
    await command(page, "debugger:next");
    await page.waitForFunction(`document.querySelector("${highlighted}")?.innerText.includes("for (const")`);
    await command(page, "debugger:stepOut");
    await page.waitForFunction(
      `document.querySelector("${highlighted}")?.innerText.includes("sum += value")`,
    );
    await screenshot(page, "debugger-step");
    // The breakpoint goes as it came.
    await clickGutter(lab, 8);
    await page.waitForSelector(marker, { state: "detached" });
    await command(page, "debugger:continue");
    await waitForIdle(page);
    await page.waitForFunction(
      `window.jupyterapp.shell.currentWidget.content.widgets[0].model.executionCount === 1`,
    );
    await side.locator(".jp-DebuggerVariables", { hasText: "score" }).waitFor();
    const output = `window.jupyterapp.shell.currentWidget.content.widgets[0].model.outputs.get(0).toJSON()`;
    assert.match(JSON.stringify(await page.evaluate(output)), /true/);
    await screenshot(page, "debugger-ended");
  });

  test("a step into a file that the cell imports shows the file's TypeScript", async () => {
    const { page } = lab;
    await runToBreakpoint("helper.ipynb", 3);
    await command(page, "debugger:stepIn");
    const side = page.locator(".jp-DebuggerSidebar");
    await side.locator(".jp-DebuggerCallstack", { hasText: "scale" }).waitFor();
    const viewer = page.locator(".jp-MainAreaWidget:not(.jp-NotebookPanel) .jp-Editor:visible");
    await viewer.locator(highlighted).waitFor();
    assert.match(await viewer.locator(highlighted).innerText(), /const scaled = sample\.x \* by;/);
    const calls = (await side.locator(".jp-DebuggerCallstack").innerText()).replace(/\s+/g, " ");
    assert.match(calls, /scale \S*\/helper\.ts:5 cell 1 Cell \[\*\]:3/);
    // A breakpoint is set in the file as in a cell.
    await viewer.locator(".cm-gutter.cm-breakpoint-gutter .cm-gutterElement").nth(6).click();
    await side.locator(".jp-DebuggerBreakpoints", { hasText: "helper.ts" }).waitFor();
    await command(page, "debugger:continue");
    await viewer.locator(highlighted, { hasText: "return scaled;" }).waitFor();
    await screenshot(page, "debugger-file");
    await command(page, "debugger:continue");
    await page.waitForFunction(`document.querySelectorAll("${highlighted}").length === 0`);
    // Who debugs again finds the file among the sources, and can set breakpoints before anything runs.
    await page.locator(".lm-TabBar-tab", { hasText: "helper.ipynb" }).first().click();
    const debugAgain = async (timeout: number): Promise<void> => {
      await setDebugging(false);
      await setDebugging(true);
      await side.locator(".jp-DebuggerKernelSource-source", { hasText: "helper.ts" }).waitFor({ timeout });
    };
    // JupyterLab asks for the sources once, and shows none when its click and its answer cross: tried twice.
    await debugAgain(10_000).catch(() => debugAgain(30_000));
    await screenshot(page, "debugger-sources");
  });
});

/** Clicks beside a line of the first cell, where breakpoints are set. */
async function clickGutter({ page }: LabPage, line: number): Promise<void> {
  const beside = page
    .locator(".jp-Notebook .jp-Cell")
    .first()
    .locator(".cm-gutter.cm-breakpoint-gutter .cm-gutterElement");
  // The first element only makes room.
  await beside.nth(line).click();
}
