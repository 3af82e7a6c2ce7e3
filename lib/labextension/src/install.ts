/** Turns the chart renderer into a JupyterLab extension installed in a Python environment, and checks it. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FileError } from "neural-notebooks/core";
import {
  EXTENSION_NAME,
  buildScripts,
  remove,
  sha256,
  sourceStamp,
  type ExtensionFiles,
  type SourceStamp,
} from "./sources";

/** Where to install. */
export interface InstallOptions {
  /** The environment's root (`sys.prefix`), such as the clone's `.venv`. */
  prefix: string;
}

interface Manifest {
  readonly neuralNotebooks: {
    readonly source: SourceStamp;
    readonly files: Readonly<Record<string, { bytes: number; sha256: string }>>;
  };
}

/**
 * Installs the extension into an environment: built beside its place, then renamed into it, so that a stop
 * halfway leaves the old state. Does nothing when the installed one is whole and up to date.
 *
 * @param options - `prefix`: the environment's root.
 * @returns The extension's folder.
 * @throws FileError when plotly.js is missing or the folder cannot be written.
 */
export function installChartExtension(options: InstallOptions): string {
  const folder = extensionFolder(options.prefix);
  const stamp = sourceStamp();
  if (ownProblems(folder, stamp).length === 0) return folder;
  const { files, load } = buildScripts(stamp);
  const partial = `${folder}.part-${process.pid}`;
  const old = `${folder}.old-${process.pid}`;
  try {
    remove(partial);
    mkdirSync(path.join(partial, "static"), { recursive: true });
    for (const [file, content] of files) writeFileSync(path.join(partial, file), content);
    writeFileSync(path.join(partial, "package.json"), manifestFor(files, { load, stamp }));
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(partial, folder);
  } catch (cause) {
    if (existsSync(old) && !existsSync(folder)) renameSync(old, folder);
    throw new FileError(
      `Cannot install the chart extension: ${folder} must be writable; received ${(cause as Error).message}.`,
      { cause },
    );
  } finally {
    remove(partial);
    remove(old);
  }
  return folder;
}

/**
 * Says what is wrong with an installed extension.
 *
 * @param options - `prefix`: the environment's root.
 * @returns One sentence for each problem; none when it is whole and up to date.
 */
export function chartExtensionProblems(options: InstallOptions): string[] {
  const folder = extensionFolder(options.prefix);
  try {
    return [...ownProblems(folder, sourceStamp()), ...rivals(options.prefix)];
  } catch (error) {
    if (error instanceof FileError) return [error.message];
    throw error;
  }
}

function extensionFolder(prefix: string): string {
  return path.join(path.resolve(prefix), "share", "jupyter", "labextensions", EXTENSION_NAME);
}

function ownProblems(folder: string, stamp: SourceStamp): string[] {
  if (!existsSync(folder)) return [`The chart extension is not installed: ${folder} is missing.`];
  const manifest = readManifest(path.join(folder, "package.json"));
  if (!manifest)
    return [`The chart extension is damaged: ${path.join(folder, "package.json")} is missing or unreadable.`];
  const { source, files } = manifest.neuralNotebooks;
  const problems = Object.entries(files).flatMap(([file, wanted]) =>
    fileProblem(path.join(folder, file), wanted),
  );
  if (JSON.stringify(source) !== JSON.stringify(stamp)) {
    problems.push(
      `The chart extension is out of date: it was made of other sources (plotly.js ${source.plotly}, now ${stamp.plotly}).`,
    );
  }
  return problems;
}

function fileProblem(file: string, wanted: { bytes: number; sha256: string }): string[] {
  if (!existsSync(file)) return [`The chart extension is damaged: ${file} is missing.`];
  const content = readFileSync(file);
  if (content.length !== wanted.bytes)
    return [`The chart extension is damaged: ${file} has ${content.length} of ${wanted.bytes} bytes.`];
  return sha256(content) === wanted.sha256 ? [] : [`The chart extension is damaged: ${file} was changed.`];
}

/** The extension of PyPI's plotly takes the same MIME type, wins, and neither updates charts nor follows the theme. */
function rivals(prefix: string): string[] {
  const rival = path.join(path.resolve(prefix), "share", "jupyter", "labextensions", "jupyterlab-plotly");
  return existsSync(rival)
    ? [`The extension of the Python package plotly draws instead of ours: pip uninstall plotly (${rival}).`]
    : [];
}

function readManifest(file: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Partial<Manifest>;
    return manifest.neuralNotebooks?.files && manifest.neuralNotebooks.source
      ? (manifest as Manifest)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What JupyterLab reads of an extension, and what we check it by. */
function manifestFor(files: ExtensionFiles, options: { load: string; stamp: SourceStamp }): string {
  const { load, stamp } = options;
  const checks = Object.fromEntries(
    [...files].map(([file, content]) => [file, { bytes: content.length, sha256: sha256(content) }]),
  );
  const manifest = {
    name: EXTENSION_NAME,
    version: "0.1.0",
    description: "Draws the charts of Neural Notebooks (application/vnd.plotly.v1+json)",
    license: "MIT",
    jupyterlab: {
      extension: true,
      mimeExtension: true,
      _build: { load, extension: "./extension", mimeExtension: "./mimeExtension" },
    },
    neuralNotebooks: { source: stamp, files: checks },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
