/** Charts in JupyterLab for people who use the keyboard or a screen reader, in a real browser. */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { trainPerceptron } from "neural-notebooks/models";
import { chart, lineChart, perceptronAnimation, templates, type Chart } from "neural-notebooks/charts";
import { installChartExtension } from "neural-notebooks-labextension/install";
import { bundleOf } from "tslab-kernel/display";
import { gallery } from "../../../neural-notebooks/dist/charts/gallery.testing";
import { installCourseKernel, projectRoot } from "../project";
import { seriousFindings } from "./axe";
import {
  browserMissing,
  commandDone,
  openBrowser,
  openNotebook,
  plotOf,
  screenshot,
  setTheme,
  startLab,
  writeNotebook,
  type LabPage,
  type LabServer,
} from "./lab";

const skip = browserMissing();
if (skip) console.log(`\n!!! Browser tests are skipped. ${skip}\n`);

const prefix = path.join(projectRoot, ".venv");
const and = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [0, 0, 0, 1],
};
const axes = { xTitle: "x₁", yTitle: "x₂" };

const plain = lineChart(
  { y: { loss: [2, 1, 0.5] } },
  { title: "The loss falls", xTitle: "epoch", yTitle: "loss" },
);
const animation = perceptronAnimation(and, trainPerceptron(and), { title: "AND", ...axes });
const restyle = (values: readonly number[][]) =>
  values.map((y, i) => ({ label: `row ${i}`, method: "restyle", args: [{ y: [y] }] }));
const rows = [
  [1, 2, 3],
  [3, 2, 1],
  [2, 2, 2],
];
const many = chart(
  {
    data: [{ y: [1, 2, 3] }],
    layout: {
      title: { text: "Two lists and two sliders" },
      height: 520,
      updatemenus: [
        { buttons: restyle(rows), x: 0.4, y: 1.2 },
        { buttons: restyle([...rows].reverse()), x: 0.8, y: 1.2 },
      ],
      sliders: [
        { steps: restyle(rows), currentvalue: { prefix: "first " } },
        { steps: restyle([...rows].reverse()), pad: { t: 110 }, currentvalue: { prefix: "second: " } },
      ],
    },
  },
  { alt: "Two lists and two sliders: three lines of three points." },
);

const counted = chart(
  {
    data: [{ type: "histogram", x: [1, 1.2, 2.4, 3, 3.1, 3.2], xbins: { start: 1, end: 4, size: 1 } }],
    layout: { title: { text: "Most are large" }, xaxis: { title: { text: "mass (g)" } } },
  },
  { alt: "Most are large: 2, 1 and 3 of six." },
);

function cellOf(value: Chart) {
  const output = { output_type: "display_data", metadata: {}, data: bundleOf(value) };
  return { cell_type: "code" as const, source: `// ${value.title}`, outputs: [output] };
}

const FOCUSED = "document.activeElement";
const chartAt = (index: number): string => `document.querySelectorAll(".nn-chart")[${index}]`;
const panelAt = (index: number): string => `document.querySelectorAll(".nn-chart-data")[${index}]`;
const liveAt = (index: number): string => `document.querySelectorAll(".nn-chart-live")[${index}]`;
/** What the notebook holds: kinds and texts of its cells. */
const CELLS = `window.jupyterapp.shell.currentWidget.content.widgets.map(({ model }) => [model.type, model.sharedModel.getSource()])`;
const MODE = `window.jupyterapp.shell.currentWidget.content.mode`;
/** Keys that change a notebook in command mode. */
const DANGEROUS = ["x", "d", "d", "a", "b", "m", "y", "c", "v", "z", "1", "o", "Shift+M"];

describe("charts by the keyboard", { skip: skip !== false, timeout: 480_000 }, () => {
  let server: LabServer;
  let lab: LabPage;

  before(async () => {
    installChartExtension({ prefix });
    installCourseKernel(prefix);
    server = await startLab();
    writeNotebook(path.join(server.folder, "access.ipynb"), {
      cells: [...[plain, animation, many, counted].map(cellOf), { cell_type: "code", source: "// last" }],
    });
    lab = await openBrowser({ webgl: false, permissions: ["clipboard-read", "clipboard-write"] });
  });

  // Each test has the notebook as it was written.
  beforeEach(async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "access.ipynb", kernel: false });
    await page.waitForFunction(`[0, 1, 2, 3].every((i) => ${plotOf(0).replace("[0]", "[i]")}?._fullLayout)`);
  });

  after(async () => {
    await lab?.browser.close();
    await server?.stop();
  });

  /** Presses Tab until a chart has the focus. */
  async function tabToChart(index: number): Promise<void> {
    await lab.page.evaluate(`${chartAt(index)}.closest(".jp-Cell").focus()`);
    for (let presses = 0; presses < 20; presses++) {
      if (await lab.page.evaluate(`${FOCUSED} === ${chartAt(index)}`)) return;
      await lab.page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach chart ${index}`);
  }

  /** Types what would change the notebook, had it the keys. */
  async function typeDangerously(): Promise<void> {
    const before = await lab.page.evaluate(CELLS);
    for (const key of DANGEROUS) await lab.page.keyboard.press(key);
    assert.deepEqual(await lab.page.evaluate(CELLS), before);
  }

  test("Tab, space, arrows, data, Escape, Tab: the whole way through an animation, and no cell is harmed", async () => {
    const { page } = lab;
    const active = `${plotOf(1)}._fullLayout.sliders[0].active`;
    const before = await page.evaluate(CELLS);
    await tabToChart(1);
    assert.equal(await page.evaluate(`getComputedStyle(${FOCUSED}).outlineStyle`), "solid", "a focus ring");
    await typeDangerously();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(`${active} === 1`);
    await page.waitForFunction(`/^update \\d+$/.test(${liveAt(1)}.textContent)`);
    await page.keyboard.press("End");
    await page.waitForFunction(`${active} === ${(animation.figure.frames?.length ?? 0) - 1}`);
    await page.keyboard.press("Home");
    await page.waitForFunction(`${active} === 0`);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(`${FOCUSED}.textContent`), "Data");
    await typeDangerously();
    await page.keyboard.press("Enter");
    await page.waitForFunction(`${panelAt(1)}.contains(${FOCUSED}) && ${panelAt(1)}.querySelector("td")`);
    await typeDangerously();
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(`${FOCUSED}.textContent`), "Data");
    assert.equal(await page.evaluate(`${panelAt(1)}.hidden`), true);
    const names: unknown[] = [];
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press("Tab");
      if (!(await page.evaluate(`${chartAt(1)}.contains(${FOCUSED})`))) break;
      names.push(await page.evaluate(`${FOCUSED}.getAttribute("aria-label") ?? ${FOCUSED}.textContent`));
      await typeDangerously();
    }
    assert.deepEqual(names, ["Play", "Pause", "update", "Zoom"], "one Tab each, then out");
    assert.deepEqual(await page.evaluate(CELLS), before);
    assert.equal(await page.evaluate(MODE), "command");
  });

  test("space plays and stops; screen readers hear the start and the end, not each picture", async () => {
    const { page } = lab;
    const active = `${plotOf(1)}._fullLayout.sliders[0].active`;
    await tabToChart(1);
    await page.evaluate(
      `(window.heard = [], new MutationObserver(() => window.heard.push(${liveAt(1)}.textContent)).observe(${liveAt(1)}, { childList: true }))`,
    );
    await page.keyboard.press(" ");
    await page.waitForFunction(`${active} >= 2`);
    await page.keyboard.press(" ");
    await page.waitForFunction(`window.heard.length === 2`);
    const [first, second] = await page.evaluate<string[]>("window.heard");
    assert.equal(first, "Playing");
    assert.match(second ?? "", /^Stopped at update \d+$/);
    const at = await page.evaluate<number>(active);
    await page.waitForTimeout(1500);
    assert.equal(await page.evaluate(active), at, "it stands still");
    await page.keyboard.press(" ");
    await page.waitForFunction(`window.heard.length === 4`, undefined, { timeout: 30_000 });
    assert.equal(
      await page.evaluate(active),
      (animation.figure.frames?.length ?? 0) - 1,
      "it ends by itself",
    );
  });

  test("every list and slider of a chart is reached, says what it is, and works", async () => {
    const { page } = lab;
    const drawn = (values: readonly number[]): Promise<unknown> =>
      page.waitForFunction(
        `JSON.stringify(Array.from(${plotOf(2)}._fullData[0].y)) === "${JSON.stringify(values)}"`,
      );
    await tabToChart(2);
    await page.keyboard.press("Tab");
    for (const [kind, index, key, values] of [
      ["updatemenus", 0, "ArrowDown", [3, 2, 1]],
      ["updatemenus", 1, "End", [1, 2, 3]],
      ["sliders", 0, "ArrowRight", [3, 2, 1]],
      ["sliders", 1, "End", [1, 2, 3]],
    ] as const) {
      await page.keyboard.press("Tab");
      await page.keyboard.press(key);
      await drawn(values);
      const chosen = key === "End" ? 2 : 1;
      await page.waitForFunction(`${plotOf(2)}._fullLayout.${kind}[${index}].active === ${chosen}`);
      const ring = `((a, b) => a.width > 10 && a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top && a.bottom <= b.bottom)(${FOCUSED}.getBoundingClientRect(), ${chartAt(2)}.getBoundingClientRect())`;
      assert.equal(await page.evaluate(ring), true, "the ring lies on the chart");
    }
    assert.equal(await page.evaluate(`${FOCUSED}.getAttribute("aria-label")`), "second");
    assert.equal(await page.evaluate(`${FOCUSED}.getAttribute("aria-valuetext")`), "second: row 2");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(`${FOCUSED} === ${chartAt(2)}`), true, "Escape goes to the chart");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(`${FOCUSED}.matches(".jp-Cell")`), true, "then to the cell");
    await page.keyboard.press("ArrowUp");
    assert.equal(
      await page.evaluate(`window.jupyterapp.shell.currentWidget.content.activeCellIndex`),
      1,
      "the notebook has its keys again",
    );
  });

  test("the keys are told on demand", async () => {
    const { page } = lab;
    await tabToChart(1);
    const keys = `document.querySelectorAll(".nn-chart-keys")[1]`;
    assert.equal(await page.evaluate(`${keys}.hidden`), true);
    await page.keyboard.press("?");
    assert.equal(await page.evaluate(`${keys}.hidden`), false);
    await page.waitForFunction(`/Space play or pause; ← → move the slider/.test(${liveAt(1)}.textContent)`);
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(`${keys}.hidden && ${FOCUSED} === ${chartAt(1)}`), true);
  });

  test("the data are those of the picture that is shown, follow it, and are copied with all digits", async () => {
    const { page } = lab;
    const texts = `Array.from(${panelAt(1)}.querySelectorAll("tbody tr"), (row) => row.cells[0].textContent)`;
    await tabToChart(1);
    await page.keyboard.press("End");
    await page.waitForFunction(`${plotOf(1)}._fullData[2].x.length > 0`);
    await page.keyboard.press("t");
    const line = await page.evaluate<string>(`${plotOf(1)}._fullData[2].name`);
    await page.waitForFunction(`${texts}.includes(${JSON.stringify(line)})`);
    await page.evaluate(`${chartAt(1)}.focus()`);
    await page.keyboard.press("Home");
    await page.waitForFunction(`!${texts}.includes(${JSON.stringify(line)})`);
    await page.keyboard.press("t");
    assert.equal(await page.evaluate(`${panelAt(1)}.hidden`), true, "the same key closes");
    await tabToChart(0);
    await page.keyboard.press("T");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(`${panelAt(0)}.querySelector("[role=status]").textContent === "Copied."`);
    assert.equal(await page.evaluate("navigator.clipboard.readText()"), "epoch,loss\n0,2\n1,1\n2,0.5\n");
  });

  test("the data of a histogram are the bins that are drawn", async () => {
    const { page } = lab;
    await tabToChart(3);
    await page.keyboard.press("t");
    const cells = `Array.from(${panelAt(3)}.querySelectorAll("tr"), (row) => Array.from(row.cells, ({ textContent }) => textContent))`;
    const [heads, ...bins] = await page.evaluate<string[][]>(cells);
    assert.deepEqual(heads, ["mass (g)", "count"]);
    assert.deepEqual(
      bins.map(([, count]) => count),
      ["2", "1", "3"],
    );
    for (const [place] of bins) assert.match(place ?? "", /^[1-4](\.\d+)? to [1-4](\.\d+)?$/);
  });

  test("the data button is seen on hover and focus, and stands beside plotly's bar", async () => {
    const { page } = lab;
    const button = `${chartAt(0)}.querySelector(".nn-chart-data-button")`;
    const bar = `${chartAt(0)}.querySelector(".modebar > .modebar-group:last-child")`;
    const seen = (opacity: number): Promise<unknown> =>
      page.waitForFunction(
        `[${button}, ${bar}].every((node) => Number(getComputedStyle(node).opacity) === ${opacity})`,
      );
    const apart = `${bar}.getBoundingClientRect().right <= ${button}.getBoundingClientRect().left`;
    await page.mouse.move(5, 5);
    await seen(0);
    await page
      .locator(".nn-chart")
      .first()
      .hover({ position: { x: 300, y: 200 } });
    await seen(1);
    assert.equal(await page.evaluate(apart), true);
    await page.mouse.move(5, 5);
    await seen(0);
    await tabToChart(0);
    await seen(1);
  });

  test("a plain chart that was clicked leaves the keys to the notebook; one that Tab reached keeps them", async () => {
    const { page } = lab;
    const keeps = `${chartAt(0)}.hasAttribute("data-lm-suppress-shortcuts")`;
    await page
      .locator(".nn-chart")
      .first()
      .click({ position: { x: 300, y: 200 } });
    assert.equal(await page.evaluate(keeps), false);
    await tabToChart(0);
    assert.equal(await page.evaluate(keeps), true);
  });

  test("the wish for less motion is followed while the page is open, and pictures still play, calmly", async () => {
    const { page } = lab;
    const duration = `${plotOf(1)}._fullLayout.sliders[0].transition.duration`;
    const stays = `${plotOf(1)}.layout.updatemenus[0].buttons[0].args[1].frame.duration`;
    const active = `${plotOf(1)}._fullLayout.sliders[0].active`;
    await page.emulateMedia({ reducedMotion: "no-preference" });
    const before = [await page.evaluate(duration), await page.evaluate(stays)];
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.waitForFunction(`${duration} === 0 && ${stays} >= 1000`);
    await page.evaluate(
      `(window.frames0 = [], ${plotOf(1)}.on("plotly_animatingframe", ({ animation }) => window.frames0.push([animation.frame.duration, animation.transition.duration])))`,
    );
    await tabToChart(1);
    await page.keyboard.press(" ");
    await page.waitForFunction(`${active} >= 2`, undefined, { timeout: 30_000 });
    await page.keyboard.press(" ");
    const played = await page.evaluate<[number, number][]>("window.frames0");
    assert.ok(played.length >= 2);
    for (const [stay, glide] of played)
      assert.ok(stay >= 1000 && glide === 0, `${stay} ms, glides ${glide} ms`);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await page.waitForFunction(`${duration} === ${String(before[0])} && ${stays} === ${String(before[1])}`);
  });
});

/** Charts that are also examined without their data: a plain one, one that moves, one with a list, one in 3-D. */
const CLOSED = new Set(["lines", "perceptron", "states-dropdown", "surface"]);

describe("every kind of chart", { skip: skip !== false, timeout: 900_000 }, () => {
  test("has no serious fault for axe, with and without its data, light and dark, and its words stand out", async () => {
    installChartExtension({ prefix });
    const charts = Object.entries(gallery());
    const server = await startLab();
    const lab = await openBrowser();
    const faults = new Set<string>();
    try {
      const { page } = lab;
      writeNotebook(path.join(server.folder, "gallery.ipynb"), {
        cells: charts.map(([, value]) => cellOf(value)),
      });
      await openNotebook(server, { page, file: "gallery.ipynb", kernel: false });
      await commandDone(page, "application:toggle-left-area");
      for (const theme of ["light", "dark"] as const) {
        await setTheme(page, theme);
        // Without a height of the body axe sees no ground under a text.
        await page.evaluate(`document.body.style.height = "100vh"`);
        for (const [i, [name]] of charts.entries()) {
          await page.waitForFunction(`${chartAt(i)} !== undefined`);
          await page.evaluate(`${chartAt(i)}.scrollIntoView({ block: "start" })`);
          const ink = (templates[theme].layout["font"] as { color: string }).color;
          await page.waitForFunction(
            `((plot) => plot?.querySelector(".main-svg") && plot._fullLayout.font.color === "${ink}")(${plotOf(i)})`,
          );
          await page.evaluate(`${chartAt(i)}.parentElement.id = "under-test"`);
          for (const isOpen of CLOSED.has(name) ? [false, true] : [true]) {
            if (isOpen) {
              await page.evaluate(`${chartAt(i)}.focus()`);
              await page.keyboard.press("t");
              assert.equal(await page.evaluate(`${panelAt(i)}.hidden`), false, `${name} has no data`);
            }
            const found = await seriousFindings(page, "#under-test");
            const faint = await page.evaluate<string[]>(
              `(${faintTexts.toString()})(document.querySelector("#under-test"))`,
            );
            for (const fault of [...found, ...faint])
              faults.add(`${name}, ${theme}${isOpen ? ", with data" : ""}: ${fault}`);
          }
          if (["history", "confusion"].includes(name)) await screenshot(page, `chart-data-${name}-${theme}`);
          await page.keyboard.press("Escape");
          await page.evaluate(`document.querySelector("#under-test").removeAttribute("id")`);
        }
      }
      assert.deepEqual([...faults], []);
    } finally {
      await lab.browser.close();
      await server.stop();
    }
  });
});

/** As much of the page's types as is needed here. */
interface PageElement {
  readonly textContent: string;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  getBoundingClientRect(): { readonly width: number };
}
declare const getComputedStyle: (element: unknown) => { fill: string; backgroundColor: string };
declare const document: { querySelector(selector: string): unknown };

/** Runs in the page: which words of a chart do not stand out from the page, which axe does not see in a drawing. */
function faintTexts(place: PageElement): string[] {
  const parts =
    ".updatemenu-header-arrow, .updatemenu-item-text, .xtick text, .ytick text, .xtitle, .ytitle, .gtitle, .legendtext, .slider-label, .cbaxis text";
  const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const light = (color: string) => {
    const [r = 0, g = 0, b = 0] = channels(color).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.querySelector(".jp-Notebook")).backgroundColor);
  return Array.from(place.querySelectorAll(parts)).flatMap((node) => {
    const { fill } = getComputedStyle(node);
    const ink = light(fill);
    const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    const isSeen = node.textContent.trim() !== "" && node.getBoundingClientRect().width > 1;
    return isSeen && contrast < 4.5
      ? [`"${node.textContent}" has a contrast of ${contrast.toFixed(1)} (${fill})`]
      : [];
  });
}
