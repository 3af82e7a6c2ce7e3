/** Bundles the TypeScript that runs in the browser into scripts, and lists the files that they are made of. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { FileError } from "neural-notebooks/core";

/** This package's folder: the sources for the browser are bundled as they stand there. */
export const packageRoot = path.resolve(__dirname, "..");

/** The folders of sources that are bundled. */
const FOLDERS = ["src/browser", "src/data-table", "src/responsive"];

/** What of neural-notebooks runs in pages, too. */
const SHARED = [
  "neural-notebooks/charts/rendering",
  "neural-notebooks/core/course",
  "neural-notebooks/frames/table-content",
  "neural-notebooks/grading/card-content",
];

/**
 * Lists what the scripts are made of, without bundling anything.
 *
 * @returns The files in a fixed order: this package's, then those of neural-notebooks that are bundled with them.
 * @throws FileError when a folder is missing, or neural-notebooks is not compiled.
 */
export function bundledFiles(): string[] {
  return [...FOLDERS.flatMap(sourcesIn), ...sharedModules()];
}

/**
 * Bundles the script that JupyterLab loads.
 *
 * @param options - `name`: the extension's; `plotlyFile`: the name of plotly's file beside the script.
 * @returns The script.
 * @throws FileError when esbuild or a source is missing.
 */
export function rendererScript(options: { name: string; plotlyFile: string }): string {
  const define = {
    EXTENSION_NAME: JSON.stringify(options.name),
    PLOTLY_FILE: JSON.stringify(options.plotlyFile),
  };
  return bundle("src/browser/index.ts", { define });
}

/**
 * Bundles the layout of figures for a width alone, for pages that draw them by plotly.js themselves.
 *
 * @returns A script that sets `responsiveLayout`, whose `responsiveFigure(figure, { width, measure })` lays a figure out.
 * @throws FileError when esbuild or a source is missing.
 * @example
 * assert.match(responsiveScript(), /^"use strict";\nvar responsiveLayout = /);
 */
export function responsiveScript(): string {
  return bundle("src/responsive/responsive-figure.ts", { globalName: "responsiveLayout" });
}

/** The bundler; it is needed only where the extension is built. */
export function esbuild(): typeof import("esbuild") {
  try {
    return require("esbuild") as typeof import("esbuild");
  } catch (cause) {
    throw missingPackage("esbuild", cause);
  }
}

/** Says that a package must be installed. */
export function missingPackage(name: string, cause: unknown): FileError {
  const message = `Cannot build the chart extension: the package ${name} must be installed. Run npm run setup.`;
  return new FileError(message, { cause });
}

function bundle(entry: string, options: { define?: Record<string, string>; globalName?: string }): string {
  const { buildSync } = esbuild();
  try {
    const { outputFiles } = buildSync({
      ...options,
      absWorkingDir: packageRoot,
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: "iife",
      platform: "browser",
      target: "es2022",
      charset: "utf8",
      banner: { js: '"use strict";' },
      tsconfigRaw: {},
      logLevel: "silent",
    });
    return outputFiles.map(({ text }) => text).join("");
  } catch (cause) {
    const [line = ""] = (cause as Error).message.split("\n").slice(1);
    throw new FileError(
      `Cannot build the chart extension: ${path.join(packageRoot, entry)} must compile; received "${line}". Restore it from git.`,
      { cause },
    );
  }
}

function sourcesIn(name: string): string[] {
  const folder = path.join(packageRoot, name);
  if (!existsSync(folder))
    throw new FileError(`Cannot build the chart extension: ${folder} must be a folder. Restore it from git.`);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/\.(test|d)\.ts$/.test(file))
    .sort()
    .map((file) => path.join(folder, file));
}

/** What of neural-notebooks is bundled: its modules for pages, and those that they load. */
function sharedModules(): string[] {
  const files = new Set(SHARED.map(resolveShared));
  // A set that grows is walked to its end.
  for (const file of files) {
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(/require\("(\.[^"]+)"\)/g))
      files.add(path.resolve(path.dirname(file), `${name}.js`));
  }
  return [...files];
}

function resolveShared(name: string): string {
  try {
    return require.resolve(name);
  } catch (cause) {
    throw missingPackage("neural-notebooks", cause);
  }
}
