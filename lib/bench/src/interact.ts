/** Measures the way from a move of `interact`'s slider to the new picture in JupyterLab, leg by leg, in a real browser. */
import { rmSync } from "node:fs";
import path = require("node:path");
import type { Page } from "playwright-core";
import { installChartExtension } from "neural-notebooks-labextension/install";
import {
  browserMissing,
  makeWorkFolder,
  openBrowser,
  openNotebook,
  runAll,
  startLab,
  writeNotebook,
} from "neural-notebooks-tools/browser/lab";
import { installCourseKernel, projectRoot } from "neural-notebooks-tools/project";
import type { BenchOptions } from "./main";
import { median, printTable } from "./table";

const CELL = `
import { interact, slider } from "neural-notebooks/core";
import { chart } from "neural-notebooks/charts";
const axes = { xaxis: { title: { text: "x" } }, yaxis: { title: { text: "y" }, range: [0, 3000] } };
interact({ w: slider({ min: 0, max: 1000 }) }, ({ w }) => {
  const title = { text: "w is " + w };
  return chart({ data: [{ x: [0, 1, 2, 3], y: [0, w, 2 * w, 3 * w] }], layout: { title, ...axes } }, { alt: title.text });
});`.trim();

/** When a move passed each station, in ms of the page's clock; see `interact-probe.js`. */
type Station =
  "moved" | "sent" | "taken" | "published" | "received" | "shown" | "drawing" | "drawn" | "painted";
type Stations = Record<Station, number>;

/** The legs in their order: what happens, and the stations at its ends. */
const LEGS: readonly (readonly [what: string, from: Station, to: Station])[] = [
  ["slider: key to message", "moved", "sent"],
  ["server: message to kernel", "sent", "taken"],
  ["kernel: function and chart", "taken", "published"],
  ["server: chart to page", "published", "received"],
  ["JupyterLab: output area", "received", "shown"],
  ["renderer: fit to the width", "shown", "drawing"],
  ["plotly.js: draw", "drawing", "drawn"],
  ["browser: next frame", "drawn", "painted"],
  ["move to picture", "moved", "painted"],
];

/** So many moves a round; the first round warms up and is not counted. */
const MOVES = 30;
/** Between two moves the page comes to rest, in ms. */
const REST = 100;

/** Moves a slider by the keyboard, waits for each picture, and prints a line a leg. */
export async function benchInteract({ rounds }: BenchOptions): Promise<unknown> {
  const missing = browserMissing();
  if (missing) throw new Error(`Cannot measure interact: ${missing}.`);
  const prefix = path.join(projectRoot, ".venv");
  installChartExtension({ prefix });
  installCourseKernel(prefix);
  const folder = makeWorkFolder();
  writeNotebook(path.join(folder, "interact.ipynb"), { cells: [{ cell_type: "code", source: CELL }] });
  const server = await startLab({ folder });
  try {
    // An emulated graphics card would take several times as long as the page's own drawing.
    const { browser, page } = await openBrowser({ webgl: false });
    try {
      await page.addInitScript({ path: path.join(projectRoot, "lib", "bench", "src", "interact-probe.js") });
      await openNotebook(server, { page, file: "interact.ipynb" });
      await runAll(page);
      const moves = await measure(page, rounds);
      print(moves);
      return { node: process.version, browser: browser.version(), moves };
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(page: Page, rounds: number): Promise<Stations[]> {
  await page.waitForSelector(".jp-OutputArea .gtitle");
  await page.evaluate("interactProbe.watch()");
  await page.locator(".noUi-handle").first().focus();
  const moves: Stations[] = [];
  for (let move = 0; move < (rounds + 1) * MOVES; move++) {
    const begun = await page.evaluateHandle<{ done(): Promise<Stations> }>("interactProbe.begin()");
    await page.keyboard.press("ArrowRight");
    const stations = await begun.evaluate(({ done }) => done());
    if (move >= MOVES) moves.push(stations);
    await page.waitForTimeout(REST);
  }
  return moves;
}

function print(moves: readonly Stations[]): void {
  const rows = LEGS.map(([what, from, to]) => {
    const times = moves.map((stations) => stations[to] - stations[from]).sort((a, b) => a - b);
    const high = times[Math.ceil(0.95 * times.length) - 1] ?? NaN;
    return [what, median(times).toFixed(1), high.toFixed(1)];
  });
  printTable(["leg", "median, ms", "95th percentile, ms"], rows);
  process.stdout.write(
    `\n${moves.length} moves by the keyboard; legs that cross processes are read off two clocks of 1 ms.\n`,
  );
}
