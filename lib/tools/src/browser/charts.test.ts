/** Draws charts in JupyterLab in a real browser: the extension, without any cell being run. */
import assert from "node:assert/strict";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { trainPerceptron } from "neural-notebooks/models";
import { bundleOf } from "tslab-kernel/display";
import { chart, perceptronAnimation, scatterChart, templates, type Chart } from "neural-notebooks/charts";
import { gallery } from "../../../neural-notebooks/dist/charts/gallery.testing";
import { installChartExtension } from "neural-notebooks-labextension/install";
import { installCourseKernel, projectRoot } from "../project";
import {
  browserMissing,
  commandDone,
  openBrowser,
  openDialog,
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
const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 7) % 256);
const floats = Float32Array.from({ length: 300 }, (_, i) => Math.fround(Math.sin(i)));

const points = scatterChart({ x: bytes, y: floats }, { title: "Three hundred points", ...axes });
const animation = perceptronAnimation(and, trainPerceptron(and), {
  title: "AND",
  ...axes,
  names: ["off", "on"],
});
const menu = chart(
  {
    data: [{ y: [1, 2, 3] }],
    layout: {
      title: { text: "A line that goes up, or down, as the reader chooses from the list" },
      updatemenus: [
        {
          buttons: ["up", "down"].map((label, i) => ({
            label,
            method: "restyle",
            args: [{ y: [i === 0 ? [1, 2, 3] : [3, 2, 1]] }],
          })),
        },
      ],
    },
  },
  { alt: "A line that goes up, or down, as the reader chooses from the list: 1, 2, 3 or 3, 2, 1." },
);

function surface(i: number): Chart {
  const z = Array.from({ length: 5 }, (_, r) => Array.from({ length: 5 }, (_, c) => r * c + i));
  return chart(
    { data: [{ type: "surface", z }], layout: { title: { text: `surface ${i}` } } },
    { alt: `Surface ${i}.` },
  );
}

function outputsOf(value: Chart): object {
  return { output_type: "display_data", metadata: {}, data: bundleOf(value) };
}

/** The colour of texts in a theme. */
function inkOf(theme: "light" | "dark"): string {
  return (templates[theme].layout["font"] as { color: string }).color;
}

describe("charts in JupyterLab", { skip: skip !== false, timeout: 480_000 }, () => {
  let server: LabServer;
  let lab: LabPage;

  before(async () => {
    installChartExtension({ prefix });
    installCourseKernel(prefix);
    server = await startLab();
    const html = {
      output_type: "display_data",
      metadata: {},
      data: { "text/html": "<img src=x onerror='window.trusted = true'>", "text/plain": "html" },
    };
    const cells = [points, animation, menu].map((value) => ({
      cell_type: "code" as const,
      source: `// ${value.title}`,
      outputs: [outputsOf(value)],
    }));
    writeNotebook(path.join(server.folder, "charts.ipynb"), {
      cells: [...cells, { cell_type: "code", source: "// html", outputs: [html] }],
    });
    const surfaces = Array.from({ length: 20 }, (_, i) => ({
      cell_type: "code" as const,
      source: `// ${i}`,
      outputs: [outputsOf(surface(i))],
    }));
    writeNotebook(path.join(server.folder, "surfaces.ipynb"), { cells: surfaces });
    lab = await openBrowser();
    await openNotebook(server, { page: lab.page, file: "charts.ipynb", kernel: false });
    await lab.page.waitForFunction(
      `[0, 1, 2].every((i) => document.querySelectorAll(".nn-chart")[i]?.querySelector(".main-svg"))`,
    );
  });

  after(async () => {
    await lab?.browser.close();
    await server?.stop();
  });

  afterEach(async () => {
    assert.equal(await openDialog(lab.page), undefined, "a dialog of JupyterLab stands in the way");
  });

  test("an untrusted notebook shows its charts", async () => {
    assert.equal(
      await lab.page.evaluate(`window.trusted`),
      undefined,
      "the notebook must be untrusted, or this test proves nothing",
    );
    assert.equal(await lab.page.evaluate(`document.querySelectorAll(".nn-chart").length`), 3);
    assert.equal(await lab.page.evaluate(`${plotOf(0)}.querySelectorAll("path.point").length`), 300);
    await screenshot(lab.page, "charts-light");
  });

  test("binary numbers arrive in the browser without losing a bit", async () => {
    const [x, y] = await lab.page.evaluate<[number[], number[]]>(
      `[Array.from(${plotOf(0)}._fullData[0].x), Array.from(${plotOf(0)}._fullData[0].y)]`,
    );
    assert.deepEqual(x, Array.from(bytes));
    assert.deepEqual(y, Array.from(floats));
  });

  test("a screen reader hears the description; the drawing is an image in a group, whose buttons stand beside it", async () => {
    const read = `Array.from(document.querySelectorAll(".nn-chart"), (node) => [node.getAttribute("role"), node.getAttribute("aria-label"), node.tabIndex])`;
    assert.deepEqual(await lab.page.evaluate(read), [
      ["group", points.alt, 0],
      ["group", animation.alt, 0],
      ["group", menu.alt, 0],
    ]);
    const images = `Array.from(document.querySelectorAll(".nn-chart [role=img]"), (node) => [node.getAttribute("aria-label"), node.querySelector("button, [tabindex]") === null])`;
    const titles = [points, animation, menu].map(({ title }) => [title, true]);
    assert.deepEqual(await lab.page.evaluate(images), titles);
  });

  test("no button leads out of this computer", async () => {
    const names = await lab.page.evaluate<string[]>(
      `Array.from(document.querySelectorAll(".nn-chart .modebar-btn"), (button) => button.getAttribute("data-title"))`,
    );
    assert.ok(names.includes("Download as a picture"));
    assert.deepEqual(
      names.filter((name) => /share|cloud|edit|studio/i.test(name)),
      [],
    );
  });

  test("a chart is saved as a picture with a ground and the chart's name", async () => {
    const { page } = lab;
    await page.locator(".nn-chart").first().hover();
    const saved = page.waitForEvent("download");
    await page.locator(".nn-chart").first().locator("[data-title='Download as a picture']").click();
    assert.equal((await saved).suggestedFilename(), "Three-hundred-points.png");
  });

  test("the slider and arrow keys choose a picture, and the notebook does not take the keys", async () => {
    const { page } = lab;
    const active = `${plotOf(1)}._fullLayout.sliders[0].active`;
    const cell = `window.jupyterapp.shell.currentWidget.content.activeCellIndex`;
    await page.evaluate(`document.querySelectorAll(".nn-chart")[1].focus()`);
    const cellBefore = await page.evaluate(cell);
    await page.keyboard.press("Home");
    await page.waitForFunction(`${active} === 0`);
    // One after the other: on a busy machine the second press may come before the first picture is drawn.
    for (const place of [1, 2]) {
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction(`${active} === ${place}`);
    }
    await page.keyboard.press("End");
    const last = (animation.figure.frames?.length ?? 0) - 1;
    await page.waitForFunction(`${active} === ${last}`);
    const drawn = await page.evaluate<number[]>(`Array.from(${plotOf(1)}._fullData[2].x)`);
    assert.deepEqual(drawn, animation.figure.frames?.[last]?.data[2]?.["x"], "the line of the last picture");
    await page.keyboard.press("Home");
    await page.waitForFunction(`${active} === 0`);
    assert.equal(await page.evaluate(cell), cellBefore);
  });

  test("the animation plays to its end, by the button and by the space bar", async () => {
    const { page } = lab;
    const active = `${plotOf(1)}._fullLayout.sliders[0].active`;
    const last = (animation.figure.frames?.length ?? 0) - 1;
    await page.evaluate(`document.querySelectorAll(".nn-chart")[1].focus()`);
    await page.keyboard.press("End");
    await page.waitForFunction(`${active} === ${last}`);
    // After the last picture it begins anew.
    await page.locator(".nn-chart").nth(1).locator(".updatemenu-button").first().click();
    await page.waitForFunction(`${active} < ${last}`);
    await page.waitForFunction(`${active} === ${last}`, undefined, { timeout: 30_000 });
    await page.evaluate(`document.querySelectorAll(".nn-chart")[1].focus()`);
    await page.keyboard.press("Home");
    await page.waitForFunction(`${active} === 0`);
    await page.keyboard.press(" ");
    await page.waitForFunction(`${active} === 2`, undefined, { timeout: 30_000 });
    await page.keyboard.press(" ");
    await page.waitForTimeout(1200);
    assert.ok((await page.evaluate<number>(active)) < last, "the space bar stops it");
  });

  test("arrow keys choose from a dropdown", async () => {
    const { page } = lab;
    await page.evaluate(`document.querySelectorAll(".nn-chart")[2].focus()`);
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(
      `${plotOf(2)}._fullData[0].y[0] === 3 && ${plotOf(2)}._fullLayout.updatemenus[0].active === 1`,
    );
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction(`${plotOf(2)}._fullData[0].y[0] === 1`);
  });

  test("charts follow the theme and keep the picture that was chosen", async () => {
    const { page } = lab;
    await page.evaluate(`document.querySelectorAll(".nn-chart")[1].focus()`);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(`${plotOf(1)}._fullLayout.sliders[0].active === 1`);
    for (const theme of ["dark", "light"] as const) {
      await setTheme(page, theme);
      const ink = inkOf(theme);
      await page.waitForFunction(
        `[0, 1, 2].every((i) => document.querySelectorAll(".nn-chart .js-plotly-plot")[i]._fullLayout.font.color === "${ink}")`,
      );
      assert.equal(await page.evaluate(`${plotOf(1)}._fullLayout.sliders[0].active`), 1);
      const x = await page.evaluate<number[]>(`Array.from(${plotOf(1)}._fullData[2].x)`);
      assert.deepEqual(x, animation.figure.frames?.[1]?.data[2]?.["x"]);
      if (theme === "dark") await screenshot(page, "charts-dark");
    }
  });

  test("charts grow and shrink with the window", async () => {
    const { page } = lab;
    const widths = `[${plotOf(0)}._fullLayout.width, document.querySelector(".nn-chart").clientWidth]`;
    for (const width of [800, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForFunction(
        `(([chart, host]) => Math.abs(chart - host) <= 1 && host > 200 && host < ${width} - 40)(${widths})`,
      );
      const outside = `Array.from(${plotOf(0)}.querySelectorAll(".legend, .xtitle, .g-gtitle"), (node) => node.getBoundingClientRect().right).some((right) => right > ${width})`;
      assert.equal(await page.evaluate(outside), false);
      await screenshot(page, `charts-${width}`);
    }
  });

  test("a chart that is built anew for another width shows what the reader chose", async () => {
    const { page } = lab;
    const chosen = (i: number) => `document.querySelectorAll(".nn-chart")[${i}].focus()`;
    await page.evaluate(chosen(1));
    await page.keyboard.press("End");
    const last = (animation.figure.frames?.length ?? 0) - 1;
    await page.waitForFunction(`${plotOf(1)}._fullLayout.sliders[0].active === ${last}`);
    await page.evaluate(chosen(2));
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(`${plotOf(2)}._fullLayout.updatemenus[0].active === 1`);
    const built = `[${plotOf(1)}._fullLayout.height, ${plotOf(2)}._fullLayout.title.text.includes("<br>")]`;
    const [wide] = await page.evaluate<[number, boolean]>(built);
    for (const width of [600, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const narrow = width === 600;
      const anew = `(([height, broken]) => ${narrow ? `height > ${wide}` : `height === ${wide}`} && broken === ${narrow})(${built})`;
      await page.waitForFunction(anew);
      await page.waitForFunction(
        `${plotOf(2)}._fullData[0].y[0] === 3 && ${plotOf(2)}._fullLayout.updatemenus[0].active === 1`,
      );
      await page.waitForFunction(`${plotOf(1)}._fullLayout.sliders[0].active === ${last}`);
      const x = `Array.from(${plotOf(1)}._fullData[2].x)`;
      const line = JSON.stringify(animation.figure.frames?.[last]?.data[2]?.["x"]);
      await page.waitForFunction(`JSON.stringify(${x}) === ${JSON.stringify(line)}`);
    }
  });

  test("a chart that is put away while it takes another width takes it when it comes back", async () => {
    const { page } = lab;
    const cell = `document.querySelectorAll(".nn-chart")[0].closest(".jp-Cell")`;
    const widths = `[${plotOf(0)}._fullLayout.width, document.querySelector(".nn-chart").clientWidth]`;
    // The chart hears of its width first; the second observer hides it before the next frame, in which it would be drawn.
    await page.evaluate(`new Promise((done) => {
      const observer = new ResizeObserver(([{ contentRect }]) => {
        if (contentRect.width > 420) return;
        ${cell}.style.display = "none";
        observer.disconnect();
        setTimeout(done, 500);
      });
      observer.observe(document.querySelector(".nn-chart"));
      ${cell}.style.width = "500px";
    })`);
    await page.evaluate(`${cell}.style.display = ""`);
    await page.waitForFunction(
      `(([chart, host]) => host > 0 && host <= 420 && Math.abs(chart - host) <= 1)(${widths})`,
    );
    await page.evaluate(`${cell}.style.width = ""`);
    await page.waitForFunction(`(([chart, host]) => host > 420 && Math.abs(chart - host) <= 1)(${widths})`);
  });

  test("a chart that was drawn for a passing width takes the one that stays", async () => {
    const { page } = lab;
    const widths = `[${plotOf(0)}._fullLayout.width, document.querySelector(".nn-chart").clientWidth]`;
    // JupyterLab measures its parts by laying them out for a moment. The order here: the cell gets 500 pixels, of
    // which the chart hears; before the frame in which it is drawn 700, and in that frame again the 500 it had.
    await page.evaluate(`new Promise((done) => {
      const host = document.querySelector(".nn-chart");
      const { style } = host.closest(".jp-Cell");
      const set = (width) => () => (style.width = width + "px");
      requestAnimationFrame(() => {
        set(500)();
        requestAnimationFrame(set(700));
        const observer = new ResizeObserver(() => {
          requestAnimationFrame(set(500));
          observer.disconnect();
          setTimeout(done, 300);
        });
        observer.observe(host);
      });
    })`);
    await page.waitForFunction(
      `(([chart, host]) => host < 500 && Math.abs(chart - host) <= 1)(${widths})`,
      undefined,
      { timeout: 10_000 },
    );
    await page.evaluate(`document.querySelector(".nn-chart").closest(".jp-Cell").style.width = ""`);
    await page.waitForFunction(`(([chart, host]) => host > 500 && Math.abs(chart - host) <= 1)(${widths})`);
  });

  test("theme and width that change at the same moment are both taken", async () => {
    const { page } = lab;
    // Each round changes both a few times, some frames apart, as a loaded machine does by itself.
    const rounds = await page.evaluate<object[]>(`(async () => {
      const hosts = Array.from(document.querySelectorAll(".nn-chart"));
      const colour = () => (document.body.dataset.jpThemeLight === "false" ? "dark" : "light");
      const inks = { light: ${JSON.stringify(inkOf("light"))}, dark: ${JSON.stringify(inkOf("dark"))} };
      const plots = hosts.map((host) => host.querySelector(".js-plotly-plot"));
      const at = (i) => [plots[i]._fullLayout.width - hosts[i].clientWidth, plots[i]._fullLayout.font.color];
      const right = () => plots.every((_, i) => Math.abs(at(i)[0]) <= 1 && at(i)[1] === inks[colour()]);
      const pause = (ms) => new Promise((done) => setTimeout(done, ms));
      const wrong = [];
      for (let round = 0; round < 24; round++) {
        for (let step = 0; step < 3; step++) {
          const width = 420 + ((round * 3 + step) * 97) % 300;
          document.body.dataset.jpThemeLight = String((round + step) % 2 === 0);
          await pause((round * 7 + step * 13) % 40);
          for (const host of hosts) host.closest(".jp-Cell").style.width = width + "px";
          await pause((round * 11 + step * 5) % 60);
        }
        const end = Date.now() + 10_000;
        while (!right() && Date.now() < end) await pause(50);
        if (!right()) wrong.push({ round, places: plots.map((_, i) => at(i)) });
      }
      document.body.dataset.jpThemeLight = "true";
      for (const host of hosts) host.closest(".jp-Cell").style.width = "";
      return wrong;
    })()`);
    assert.deepEqual(rounds, []);
  });

  test("nothing was written to the console as an error", () => {
    assert.deepEqual(
      lab.problems.filter((text) => /nn-chart|plotly|Neural|chart/i.test(text)),
      [],
    );
  });

  test("twenty 3-D charts on one page: each is drawn when it is looked at, none loses its context", async () => {
    const { page } = lab;
    await openNotebook(server, { page, file: "surfaces.ipynb", kernel: false });
    await page.waitForSelector(".nn-chart .gl-container canvas");
    for (const i of [0, 10, 19, 0]) {
      const host = `Array.from(document.querySelectorAll(".nn-chart")).find((node) => node.getAttribute("aria-label")?.startsWith("surface ${i}."))`;
      // Cells of a long notebook come one after the other.
      await page.waitForFunction(`${host} !== undefined`);
      await page.evaluate(`${host}.scrollIntoView()`);
      const drawn = `((plot) => plot?._fullLayout?.title?.text === "surface ${i}" && plot._fullLayout.scene?._scene?.glplot?.gl?.isContextLost() === false)`;
      await page.waitForFunction(`${drawn}(${host}.querySelector(".js-plotly-plot"))`);
      const contexts = await page.evaluate<number>(
        `document.querySelectorAll(".nn-chart .gl-container").length`,
      );
      assert.ok(contexts <= 9, `${contexts} contexts are held`);
    }
    assert.deepEqual(
      lab.problems.filter((text) => /WebGL|context/i.test(text)),
      [],
    );
    await screenshot(page, "surfaces");
  });

  test("the wheel over a 3-D chart scrolls the page", async () => {
    const { page } = lab;
    const camera = `JSON.stringify(document.querySelector(".nn-chart .js-plotly-plot")._fullLayout.scene._scene.getCamera())`;
    const first = await page.evaluate(camera);
    await page.locator(".nn-chart").first().hover();
    await page.mouse.wheel(0, 200);
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(camera), first);
  });

  test("where plotly.js does not load, the reason and the description stand in its place", async () => {
    const broken = await openBrowser();
    try {
      await broken.page.route("**/plotly-*.js*", (route) => route.abort());
      await openNotebook(server, { page: broken.page, file: "charts.ipynb", kernel: false });
      const note = broken.page.locator(".nn-chart-note").first();
      await note.waitFor();
      const text = await note.innerText();
      assert.match(text, /cannot be drawn/);
      assert.match(text, /npm run setup/);
      assert.ok(text.includes("Three hundred points"));
      await screenshot(broken.page, "charts-without-plotly");
    } finally {
      await broken.browser.close();
    }
  });

  test("readers who asked for less motion get pictures that jump", async () => {
    const calm = await openBrowser({ reducedMotion: "reduce" });
    try {
      await openNotebook(server, { page: calm.page, file: "charts.ipynb", kernel: false });
      await calm.page.waitForFunction(`${plotOf(1)}?._fullLayout?.sliders`);
      assert.equal(await calm.page.evaluate(`${plotOf(1)}._fullLayout.sliders[0].transition.duration`), 0);
    } finally {
      await calm.browser.close();
    }
  });
});

describe("every kind of chart", { skip: skip !== false, timeout: 900_000 }, () => {
  test("is drawn, light and dark, wide and narrow, without a word on the console, and no text stands on another", async () => {
    installChartExtension({ prefix });
    const charts = Object.entries(gallery());
    const ugly: string[] = [];
    const places = [
      { width: 1280, files: false, name: "1280", themes: ["light", "dark"] },
      { width: 800, files: false, name: "800", themes: ["light", "dark"] },
      // Half of the page is for the list of files; the themes differ in nothing but colours.
      { width: 800, files: true, name: "800-with-files", themes: ["light"] },
    ] as const;
    const server = await startLab();
    const lab = await openBrowser();
    try {
      const { page } = lab;
      const cells = charts.map(([name, value]) => ({
        cell_type: "code" as const,
        source: `// ${name}`,
        outputs: [outputsOf(value)],
      }));
      writeNotebook(path.join(server.folder, "gallery.ipynb"), { cells });
      await openNotebook(server, { page, file: "gallery.ipynb", kernel: false });
      let browsing = true;
      for (const { width, files, name: place, themes } of places) {
        await page.setViewportSize({ width, height: 900 });
        if (browsing !== files) await commandDone(page, "application:toggle-left-area");
        browsing = files;
        for (const theme of themes) {
          await setTheme(page, theme);
          const pictures: string[] = [];
          for (const [name, value] of charts) {
            const label = JSON.stringify(value.toString().replace(/^Chart: /, ""));
            const host = `Array.from(document.querySelectorAll(".nn-chart")).find((node) => node.getAttribute("aria-label") === ${label})`;
            await page.waitForFunction(`${host} !== undefined`);
            await page.evaluate(`${host}.scrollIntoView({ block: "center" })`);
            const traces = value.figure.data.length;
            const ink = inkOf(theme);
            await page.waitForFunction(
              `((plot) => plot?._fullData?.length === ${traces} && plot._fullLayout.font.color === "${ink}" && plot.querySelector(".main-svg"))(${host}.querySelector(".js-plotly-plot"))`,
            );
            // After a change of width the chart is drawn anew a moment later.
            const fits = `${host}.classList.contains("nn-chart-wide") || (Math.abs(${host}.querySelector(".js-plotly-plot")._fullLayout.width - ${host}.clientWidth) <= 1 && ${host}.scrollWidth <= ${host}.clientWidth + 1)`;
            const sizes = `"drawn for " + ${host}.querySelector(".js-plotly-plot")._fullLayout.width + " in " + ${host}.clientWidth + " pixels"`;
            await page
              .waitForFunction(fits, undefined, { timeout: 60_000 })
              .catch(async () =>
                assert.fail(`${name} does not fit, ${place}: ${await page.evaluate<string>(sizes)}`),
              );
            // The second frame after drawing is on the screen.
            await page.evaluate(
              `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))`,
            );
            const found = await page.evaluate<string[]>(`(${collisions.toString()})(${host})`);
            if (found.length > 0) ugly.push(`${name}, ${place}, ${theme}: ${found.join("; ")}`);
            const handle = (await page.evaluateHandle(host)).asElement();
            assert.ok(handle);
            pictures.push((await handle.screenshot()).toString("base64"));
          }
          await contactSheet(lab, { pictures, name: `gallery-${theme}-${place}`, dark: theme === "dark" });
        }
      }
      assert.deepEqual(ugly, []);
      assert.deepEqual(
        lab.problems.filter((text) => /nn-chart|plotly|neural|chart|webgl/i.test(text)),
        [],
      );
    } finally {
      await lab.browser.close();
      await server.stop();
    }
  });
});

/** As much of the page's types as is needed here. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

interface PageElement {
  readonly classList: { contains(name: string): boolean };
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  getBoundingClientRect(): Box;
}

/** Runs in the page: which texts and controls of a chart stand on each other, or outside of the chart. */
function collisions(host: PageElement): string[] {
  const places: Record<string, string> = {
    title: ".gtitle",
    legend: ".legend",
    xtitle: ".xtitle",
    x2title: ".x2title",
    ytitle: ".ytitle",
    y2title: ".y2title",
    dropdown: ".updatemenu-header",
    button: ".updatemenu-button",
    "slider's text": ".slider-labels",
    slider: ".slider-rail-rect",
    caption: ".annotation-text",
  };
  const boxes = Object.entries(places).flatMap(([name, selector]) =>
    Array.from(host.querySelectorAll(selector), (node) => ({ name, box: node.getBoundingClientRect() })),
  );
  const seen = boxes.filter(({ box }) => box.width > 1 && box.height > 1);
  const frame = host.getBoundingClientRect();
  const scrolled = host.classList.contains("nn-chart-wide");
  const outside = seen.filter(
    ({ name, box }) =>
      !(scrolled && name !== "title") &&
      (box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - 1 ||
        box.bottom > frame.bottom + 1),
  );
  // Boxes of text hold air above and below; two pixels of it may be shared.
  const touches = (a: Box, b: Box) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  const pairs = seen.flatMap((one, i) =>
    seen
      .slice(i + 1)
      .flatMap((other) => (touches(one.box, other.box) ? [`${one.name} on ${other.name}`] : [])),
  );
  return [...outside.map(({ name }) => `${name} outside`), ...new Set(pairs)];
}

/** Puts pictures side by side into one, for people to look at. */
async function contactSheet(
  lab: LabPage,
  options: { pictures: readonly string[]; name: string; dark: boolean },
): Promise<void> {
  const { pictures, name, dark } = options;
  const sheet = await lab.page.context().newPage();
  await sheet.setViewportSize({ width: 1800, height: 600 });
  const images = pictures.map((data) => `<img width="590" src="data:image/png;base64,${data}">`).join("");
  await sheet.setContent(
    `<body style="margin:4px;background:${dark ? "#111" : "#fff"};display:flex;flex-wrap:wrap;align-items:flex-start;gap:6px">${images}</body>`,
  );
  await screenshot(sheet, name, { selector: "body" });
  await sheet.close();
}
