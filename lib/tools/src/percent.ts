/** Turns lesson sources (jupytext percent format) into notebooks that are the same byte for byte each time. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { DataError, FileError } from "neural-notebooks/core";
import { kernelInfo } from "tslab-kernel/info";
import { jupyterEnvironment, pythonHelper, pythonPath } from "./project";

/** One cell of a notebook, with its source as one string. */
export interface Cell {
  /** Stable: made from the cell's text, so that it moves with it. */
  id: string;
  /** What the cell holds. */
  type: "code" | "markdown" | "raw";
  /** The text, without a last line break. */
  source: string;
  /** Tags, slide marks, grading marks. */
  metadata: Readonly<Record<string, unknown>>;
}

/** A notebook as the tools see it. */
export interface Notebook {
  cells: Cell[];
  /** What the file says beside the kernel. */
  metadata?: Readonly<Record<string, unknown>>;
}

/** What every notebook of the course says about its kernel; nbgrader needs `language`. */
export const kernelspec = {
  display_name: "TypeScript (Neural Notebooks)",
  language: "typescript",
  name: "tslab",
} as const;

/** What the kernel will say of its language: with anything else JupyterLab marks a lesson as changed when it is opened. */
const languageInfo = kernelInfo()["language_info"];

interface JupytextCell {
  cell_type: Cell["type"];
  source: string;
  metadata: Record<string, unknown>;
}

/**
 * Reads percent sources, all with one call of jupytext.
 *
 * @param sources - Name → text of the source.
 * @returns Name → notebook.
 * @throws FileError when Python or jupytext cannot run.
 * @throws DataError when a source has no cell.
 * @example
 * const { tiny } = readPercent({ tiny: "// %% [markdown]\n// # Title\n\n// %%\nconst a = 1;\n" });
 * assert.deepEqual(tiny.cells.map((cell) => cell.type), ["markdown", "code"]);
 */
export function readPercent<Name extends string>(
  sources: Readonly<Record<Name, string>>,
): Record<Name, Notebook> {
  const run = spawnSync(pythonPath(), [pythonHelper("lessons.py")], {
    input: JSON.stringify(sources),
    encoding: "utf8",
    env: jupyterEnvironment(),
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) {
    throw new FileError(
      `Cannot read lesson sources: jupytext ended with code ${run.status}. ${lastLine(run.stderr)}`,
    );
  }
  const read = JSON.parse(run.stdout) as Record<Name, { cells: JupytextCell[] }>;
  const entries = (Object.keys(sources) as Name[]).map(
    (name) => [name, toNotebook(name, read[name].cells)] as const,
  );
  return Object.fromEntries(entries) as Record<Name, Notebook>;
}

/**
 * Writes a notebook as the text of an .ipynb file: no outputs, no counts, keys in a fixed order.
 *
 * @param notebook - The notebook.
 * @returns JSON that ends with a line break.
 */
export function writeNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map(({ id, type, source, metadata }) => ({
    cell_type: type,
    ...(type === "code" ? { execution_count: null } : {}),
    id,
    metadata: sortKeys(metadata),
    ...(type === "code" ? { outputs: [] } : {}),
    source: source === "" ? [] : source.split(/(?<=\n)/),
  }));
  const metadata = { kernelspec, language_info: languageInfo, ...notebook.metadata };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
}

/** True for speaker notes: what a teacher says, hidden from learners. */
export function isNote(cell: Cell): boolean {
  return (cell.metadata["slideshow"] as { slide_type?: string } | undefined)?.slide_type === "notes";
}

/** True for a cell that backs the text's numbers: run with the lesson, left out of the learner's notebook. */
export function isProof(cell: Cell): boolean {
  return tagsOf(cell).includes(PROOF);
}

/** The tag of cells that are left out of the learner's notebook. */
export const PROOF = "proof";

/** The tags of a cell. */
export function tagsOf(cell: Cell): readonly string[] {
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags.map(String) : [];
}

function toNotebook(name: string, cells: readonly JupytextCell[]): Notebook {
  if (cells.length === 0)
    throw new DataError(`Cannot read the lesson source ${name}: it has no cell; a cell begins with "// %%".`);
  const seen = new Map<string, number>();
  return {
    cells: cells.map(({ cell_type: type, source, metadata }) => {
      const hash = cellId(type, source);
      const times = seen.get(hash) ?? 0;
      seen.set(hash, times + 1);
      return { id: times === 0 ? hash : `${hash}-${times}`, type, source, metadata };
    }),
  };
}

/** A cell's id, made from its text. */
export function cellId(type: Cell["type"], source: string): string {
  return createHash("sha256").update(`${type}\n${source}`).digest("hex").slice(0, 12);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
