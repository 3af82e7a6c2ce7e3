/** Starts JupyterLab for a test and drives it in a real browser: open a notebook, run it, look at it. */
import { spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { FileError, StateError } from "neural-notebooks/core";
import { jupyterEnvironment, projectRoot, pythonPath } from "../project";

/** Where pictures of the tests go: a build product, ignored by git. */
export const screenshotFolder = path.join(projectRoot, ".setup", "screenshots");

/** A JupyterLab server of a test. */
export interface LabServer {
  /** Its address, with a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** The folder that it shows. */
  readonly folder: string;
  /** Ends the server and its kernels, and removes its settings. */
  stop(): Promise<void>;
}

/**
 * Finds a Chromium: `CHROMIUM` in the environment, or the usual places.
 *
 * @returns Its path; `undefined` when there is none.
 */
export function findBrowser(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const onPath = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  const usual = [
    ...names.map((name) => `/usr/bin/${name}`),
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  ];
  const candidates = [process.env["CHROMIUM"], ...onPath, ...usual, ...downloadedBrowsers()];
  return candidates.find((file): file is string => file !== undefined && file !== "" && existsSync(file));
}

/**
 * Says why browser tests cannot run here; tests hand it to `skip`, after saying it loudly.
 *
 * @returns The reason; `false` when they can.
 */
export function browserMissing(): string | false {
  if (!findBrowser())
    return "NO BROWSER: install chromium (Debian: apt-get install chromium) or set CHROMIUM to its path";
  if (!existsSync(path.join(projectRoot, ".venv"))) return "NO JUPYTERLAB: run npm run setup";
  return false;
}

/**
 * Starts JupyterLab on a random port with settings of its own.
 *
 * @param options - `folder` that it shows (a new temporary one); `environment` variables for server and kernels.
 * @throws StateError when the server does not answer within a minute.
 */
export async function startLab(
  options: { folder?: string; environment?: Readonly<Record<string, string>> } = {},
): Promise<LabServer> {
  const own = mkdtempSync(path.join(tmpdir(), "neural-notebooks-lab-"));
  const folder = options.folder ?? path.join(own, "work");
  const runtime = path.join(own, "runtime");
  mkdirSync(folder, { recursive: true });
  mkdirSync(runtime);
  writeSetting(own, "@jupyterlab/apputils-extension/notification", {
    fetchNews: "false",
    checkForUpdates: false,
  });
  writeSetting(own, "@jupyterlab/docmanager-extension/plugin", { autosave: false });
  const token = `t${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
  const server = spawn(pythonPath(), serverArguments({ token, folder }), {
    cwd: folder,
    env: { ...jupyterEnvironment(), ...ownFolders(own), ...options.environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  server.stderr.on("data", (text: Buffer) => (log = (log + text.toString()).slice(-8000)));
  const stop = async () => {
    await end(server);
    rmSync(own, { recursive: true, force: true });
  };
  try {
    return { url: await waitForServer({ server, runtime, token, log: () => log }), token, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments({ token, folder }: { token: string; folder: string }): string[] {
  return [
    "-m",
    "jupyterlab",
    "--no-browser",
    "--ServerApp.port=0",
    "--ServerApp.ip=127.0.0.1",
    `--IdentityProvider.token=${token}`,
    `--ServerApp.root_dir=${folder}`,
    "--LabApp.expose_app_in_browser=True",
    "--ServerApp.allow_root=True",
  ];
}

/** Where Jupyter keeps its files: nothing of the user's is read or changed. */
function ownFolders(own: string): Record<string, string> {
  return {
    JUPYTER_CONFIG_DIR: path.join(own, "config"),
    JUPYTER_DATA_DIR: path.join(own, "data"),
    JUPYTER_RUNTIME_DIR: path.join(own, "runtime"),
    IPYTHONDIR: path.join(own, "ipython"),
  };
}

/** A browser with one page in JupyterLab. */
export interface LabPage {
  readonly page: Page;
  readonly browser: Browser;
  /** Errors that the page wrote to its console so far. */
  readonly problems: string[];
}

/**
 * Opens a browser window.
 *
 * @param options - Size and settings of the window, as Playwright takes them; `webgl` (true): have 3-D charts drawn, for
 * which the whole page is drawn through an emulated graphics card, several times slower than without one; `scrollbars`
 * (false): show the bars that move what does not fit.
 * @throws FileError when no browser is found.
 */
export async function openBrowser(
  options: BrowserContextOptions & { webgl?: boolean; scrollbars?: boolean } = {},
): Promise<LabPage> {
  const { webgl = true, scrollbars = false, ...window } = options;
  const executablePath = findBrowser();
  if (!executablePath)
    throw new FileError("Cannot open a browser: no Chromium is installed. Set CHROMIUM to its path.");
  // WebGL by software, so that 3-D charts are drawn on a machine without a graphics card.
  const graphics = webgl ? ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"] : ["--disable-gpu"];
  const args = ["--no-sandbox", "--force-color-profile=srgb", ...graphics];
  const browser = await chromium.launch({
    executablePath,
    args,
    ignoreDefaultArgs: scrollbars ? ["--hide-scrollbars"] : [],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...window });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return { page, browser, problems };
}

/**
 * Opens a notebook in JupyterLab and waits until its cells are there.
 *
 * @param server - The server.
 * @param options - `page`, and `file` relative to the server's folder; `kernel` (true): wait until it is idle.
 */
export async function openNotebook(
  server: LabServer,
  options: { page: Page; file: string; kernel?: boolean },
): Promise<void> {
  const { page, file, kernel = true } = options;
  await page.goto(`${server.url}lab/tree/${encodeURI(file)}?token=${server.token}&reset`);
  await page.waitForSelector(".jp-Notebook .jp-Cell", { timeout: 60_000 });
  if (kernel) await waitForIdle(page);
}

/** Waits until the kernel of the open notebook is connected and does nothing. */
export async function waitForIdle(page: Page, options: { timeout?: number } = {}): Promise<void> {
  const { timeout = 60_000 } = options;
  const idle = `window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle"`;
  await page.waitForFunction(idle, undefined, { timeout });
}

/**
 * Says what JupyterLab's open dialog says, so that a test that it stands in the way of tells why it failed.
 *
 * @returns Its text; `undefined` when none is open.
 */
export async function openDialog(page: Page): Promise<string | undefined> {
  const dialog = page.locator(".jp-Dialog");
  return (await dialog.count()) > 0 ? (await dialog.first().innerText()).replace(/\s+/g, " ") : undefined;
}

/** Runs a command of JupyterLab, such as `"notebook:run-all-cells"`, without waiting for its end. */
export async function command(
  page: Page,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await page.evaluate(
    `void window.jupyterapp.commands.execute(${JSON.stringify(name)}, ${JSON.stringify(args)})`,
  );
}

/** Runs a command of JupyterLab and waits for its end. */
export async function commandDone(
  page: Page,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await page.evaluate(
    `window.jupyterapp.commands.execute(${JSON.stringify(name)}, ${JSON.stringify(args)}).then(() => undefined)`,
  );
}

/** Runs all cells and waits until the last has ended. */
export async function runAll(page: Page, options: { timeout?: number } = {}): Promise<void> {
  const { timeout = 300_000 } = options;
  page.setDefaultTimeout(timeout);
  await commandDone(page, "notebook:run-all-cells");
  page.setDefaultTimeout(30_000);
}

/** Runs one cell of the open notebook and waits until it has ended; `index` counts all cells from 0. */
export async function runCell(page: Page, index: number): Promise<void> {
  await page.evaluate(`window.jupyterapp.shell.currentWidget.content.activeCellIndex = ${index}`);
  await commandDone(page, "notebook:run-cell");
}

/** JavaScript for the page that finds the element in which Plotly drew a chart, counted from 0. */
export function plotOf(chart = 0): string {
  return `document.querySelectorAll(".nn-chart")[${chart}]?.querySelector(".js-plotly-plot")`;
}

/** Sets the theme of JupyterLab. */
export async function setTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  await commandDone(page, "apputils:change-theme", {
    theme: theme === "light" ? "JupyterLab Light" : "JupyterLab Dark",
  });
  await page.waitForFunction(`document.body.dataset.jpThemeLight === "${theme === "light"}"`);
}

/** Saves a picture of the page, or of one element, among the build products. */
export async function screenshot(
  page: Page,
  name: string,
  options: { selector?: string } = {},
): Promise<string> {
  mkdirSync(screenshotFolder, { recursive: true });
  const file = path.join(screenshotFolder, `${name}.png`);
  if (options.selector) await page.locator(options.selector).first().screenshot({ path: file });
  else await page.screenshot({ path: file });
  return file;
}

/** A notebook as JSON. */
export interface NotebookFile {
  readonly cells: readonly { cell_type: "code" | "markdown"; source: string; outputs?: readonly object[] }[];
  readonly kernel?: string;
}

/**
 * Makes an empty folder for a test's notebooks. It lies below the clone, so that they find the library as lessons do.
 *
 * @returns Its path; the test removes it.
 */
export function makeWorkFolder(): string {
  const parent = path.join(projectRoot, ".setup", "browser");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(path.join(parent, "work-"));
}

/** Writes a notebook into a folder; code cells carry the outputs given. */
export function writeNotebook(file: string, notebook: NotebookFile): void {
  const { cells, kernel = "tslab" } = notebook;
  const all = cells.map((cell, i) => {
    const common = { cell_type: cell.cell_type, id: `cell-${i}`, metadata: {}, source: cell.source };
    return cell.cell_type === "code"
      ? { ...common, execution_count: null, outputs: cell.outputs ?? [] }
      : common;
  });
  const language = kernel === "tslab" ? "typescript" : "python";
  const metadata = {
    kernelspec: { name: kernel, display_name: kernel, language },
    language_info: { name: language },
  };
  writeFileSync(file, JSON.stringify({ cells: all, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1));
}

function writeSetting(own: string, id: string, value: object): void {
  const [scope, name, plugin] = id.split("/") as [string, string, string];
  const folder = path.join(own, "config", "lab", "user-settings", scope, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${plugin}.jupyterlab-settings`), JSON.stringify(value));
}

/** Playwright keeps browsers that it downloaded in the user's cache. */
function downloadedBrowsers(): string[] {
  const cache = process.env["PLAYWRIGHT_BROWSERS_PATH"] ?? path.join(homedir(), ".cache", "ms-playwright");
  if (!existsSync(cache)) return [];
  const folders = readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name));
  return folders.flatMap((name) =>
    ["chrome-linux/chrome", "chrome-linux64/chrome"].map((file) => path.join(cache, name, file)),
  );
}

async function waitForServer(options: {
  server: ChildProcess;
  runtime: string;
  token: string;
  log: () => string;
}): Promise<string> {
  const { server, runtime, token, log } = options;
  const file = path.join(runtime, `jpserver-${server.pid}.json`);
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (server.exitCode !== null)
      throw new StateError(`Cannot start JupyterLab: it ended with code ${server.exitCode}. ${log()}`);
    const url = readUrl(file);
    if (url && (await answers(`${url}api/status?token=${token}`))) return url;
    await sleep(100);
  }
  throw new StateError(`Cannot start JupyterLab: no answer within 60 s. ${log()}`);
}

/** The server writes its address once it knows its port; half a file is read again later. */
function readUrl(file: string): string | undefined {
  try {
    const { port } = JSON.parse(readFileSync(file, "utf8")) as { port: number };
    return port > 0 ? `http://127.0.0.1:${port}/` : undefined;
  } catch {
    return undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

/** Jupyter ends its kernels when it is asked to end; it is killed only when it does not. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const hung = Symbol();
  const outcome = await Promise.race([ended, sleep(15_000, hung, { ref: false })]);
  if (outcome === hung) {
    server.kill("SIGKILL");
    await ended;
  }
}
