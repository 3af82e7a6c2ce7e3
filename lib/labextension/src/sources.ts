/** Turns the extension's sources (renderer, plotly.js) into the files that JupyterLab loads. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundledFiles, esbuild, missingPackage, packageRoot, rendererScript } from "./bundle";

export { responsiveScript } from "./bundle";

/** The extension's name, and its folder below `share/jupyter/labextensions`. */
export const EXTENSION_NAME = "neural-notebooks-charts";

/** What the installed files were made of; they are out of date when it differs. */
export interface SourceStamp {
  /** Version of plotly.js. */
  readonly plotly: string;
  /** SHA-256 of plotly.js as its package brings it. */
  readonly plotlySha256: string;
  /** SHA-256 of the renderer's sources. */
  readonly rendererSha256: string;
}

/** Files by their path below the extension's folder. */
export type ExtensionFiles = ReadonlyMap<string, Buffer>;

/**
 * Reads what the extension is made of, without building anything (about 40 ms).
 *
 * @returns The stamp of the sources on disk.
 * @throws FileError when the package plotly.js-dist or a source is missing.
 */
export function sourceStamp(): SourceStamp {
  const { version, script } = plotlySource();
  const sources = bundledFiles().map((file) => `${path.basename(file)} ${sha256(readFileSync(file))}`);
  return { plotly: version, plotlySha256: sha256(script), rendererSha256: sha256(sources.join("\n")) };
}

/**
 * Builds the extension's scripts. plotly.js is minified once and kept in `.setup/charts`, by its checksum.
 *
 * @param stamp - The stamp of the sources.
 * @returns The scripts under `static/`, with a part of their checksum in the name so that no browser keeps an old one.
 * @throws FileError when a source is missing.
 */
export function buildScripts(stamp: SourceStamp): { files: ExtensionFiles; load: string } {
  const plotly = minifiedPlotly(stamp);
  const plotlyFile = `plotly-${stamp.plotly}-${sha256(plotly).slice(0, 12)}.min.js`;
  const entry = Buffer.from(rendererScript({ name: EXTENSION_NAME, plotlyFile }));
  const load = `static/renderer-${sha256(entry).slice(0, 12)}.js`;
  return {
    load,
    files: new Map([
      [load, entry],
      [`static/${plotlyFile}`, plotly],
      ["static/plotly-LICENSE", plotlySource().license],
    ]),
  };
}

/**
 * Gives plotly.js in its short form (4.8 MB of 10 MB), for pages that carry it themselves.
 *
 * @param stamp - The stamp of the sources; read from disk unless given.
 * @returns The script.
 */
export function minifiedPlotly(stamp: SourceStamp = sourceStamp()): Buffer {
  const folder = path.join(packageRoot, "..", "..", ".setup", "charts");
  const file = path.join(folder, `plotly-${stamp.plotly}-${stamp.plotlySha256.slice(0, 12)}.min.js`);
  const kept = existsSync(file) ? withoutSeal(readFileSync(file)) : undefined;
  if (kept) return kept;
  const script = minify(plotlySource().script);
  mkdirSync(folder, { recursive: true });
  const partial = `${file}.${process.pid}.part`;
  writeFileSync(partial, Buffer.concat([script, seal(script)]));
  renameSync(partial, file);
  return script;
}

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

const SEAL_LENGTH = 64 + "//".length + "\n".length;

/** A last line that proves the file whole: a checksum in a comment. */
function seal(script: Buffer): Buffer {
  return Buffer.from(`//${sha256(script)}\n`);
}

function withoutSeal(file: Buffer): Buffer | undefined {
  const script = file.subarray(0, file.length - SEAL_LENGTH);
  return file.length > SEAL_LENGTH && file.subarray(-SEAL_LENGTH).equals(seal(script)) ? script : undefined;
}

function minify(script: Buffer): Buffer {
  const { code } = esbuild().transformSync(script.toString("utf8"), {
    minify: true,
    legalComments: "inline",
    charset: "utf8",
    logLevel: "silent",
  });
  return Buffer.from(code.endsWith("\n") ? code : `${code}\n`);
}

function plotlySource(): { version: string; script: Buffer; license: Buffer } {
  try {
    const manifest = require.resolve("plotly.js-dist/package.json");
    const folder = path.dirname(manifest);
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    return {
      version,
      script: readFileSync(path.join(folder, "plotly.js")),
      license: readFileSync(path.join(folder, "LICENSE")),
    };
  } catch (cause) {
    throw missingPackage("plotly.js-dist", cause);
  }
}

/** Removes a folder or file whether it is there or not. */
export function remove(target: string): void {
  // Below a file instead of a folder, force alone would still complain.
  if (existsSync(target)) rmSync(target, { recursive: true, force: true });
}
