/** Reads the imports of lib and the lessons, and finds those that run against the flow of data. */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The stages in the order that data takes; a file imports from its own stage and those to its left. */
export const stages = [
  "core",
  "datasets",
  "frames",
  "tensors",
  "models",
  "training",
  "evaluation",
  "charts",
] as const;

/** What the folders beside the flow may import, besides themselves. */
const beside: Readonly<Record<string, readonly string[]>> = {
  backend: ["core"],
  // What is built on the back end is tested with it.
  "backend's tests": ["backend", ...stages],
  kernel: ["core"],
  grading: stages,
  tools: [...stages, "kernel", "grading", "bench"],
  bench: [...stages, "kernel", "grading", "tools"],
  notebooks: [...stages, "grading"],
};

/** Packages that have one door, and who may open it. */
const doors: readonly { packages: RegExp; file: RegExp; words: string }[] = [
  // lib/backend is a part of that door: it changes the package before anybody sees it.
  {
    packages: /^@tensorflow\//,
    file: /^lib\/(core|backend)\//,
    words: "only lib/core imports TensorFlow.js; take tf from core/tf",
  },
  {
    packages: /^danfojs/,
    file: /^lib\/frames\//,
    words: "only lib/frames imports danfo; take frames from frames",
  },
];

/** An import that runs against the flow. */
export interface WrongImport {
  /** The importing file, from the root. */
  readonly from: string;
  /** What it imports, as written. */
  readonly to: string;
  /** The rule that it breaks. */
  readonly rule: string;
}

/**
 * Finds every import against the flow.
 *
 * @param root - The clone's folder.
 * @returns One entry for each; empty when all data flows one way.
 */
export function wrongImports(root: string): WrongImport[] {
  return [...sourcesIn(root, "lib"), ...sourcesIn(root, "notebooks/src")].flatMap((from) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(path.join(root, from), "utf8"), true, true);
    return importedFiles.flatMap(({ fileName: to }) => {
      const rule = brokenRule(from, to);
      return rule === undefined ? [] : [{ from, to, rule }];
    });
  });
}

/**
 * Says which rule an import breaks.
 *
 * @param from - The importing file, from the root, with `/`.
 * @param to - What it imports, as written.
 * @returns The rule in words; `undefined` when the import is in order.
 * @example
 * assert.equal(brokenRule("lib/models/cnn.ts", "../core"), undefined);
 * assert.equal(brokenRule("lib/core/tf.ts", "../charts/line"), "core may not import from charts");
 */
export function brokenRule(from: string, to: string): string | undefined {
  const door = doors.find(({ packages }) => packages.test(to));
  if (door) return door.file.test(from) ? undefined : door.words;
  const [here, there] = [placeOf(from), targetFolder(from, to)];
  if (there === undefined || there === here) return undefined;
  if (there === "backend" && from === "lib/core/tf.ts") return undefined;
  return allowedFor(here).includes(there) ? undefined : `${here} may not import from ${there}`;
}

function allowedFor(folder: string): readonly string[] {
  const place = (stages as readonly string[]).indexOf(folder);
  return place >= 0 ? stages.slice(0, place) : (beside[folder] ?? []);
}

function placeOf(file: string): string {
  const folder = folderOf(file);
  return folder === "backend" && /\.test(ing)?\.ts$/.test(file) ? "backend's tests" : folder;
}

function folderOf(file: string): string {
  const [top = "", second = ""] = file.split("/");
  return top === "lib" ? second : top;
}

/** The folder of lib that an import leads to; `undefined` for a package from elsewhere or Node itself. */
function targetFolder(from: string, to: string): string | undefined {
  if (to.startsWith("neural-notebooks/")) return folderOf(to.replace("neural-notebooks", "lib"));
  if (!to.startsWith(".")) return undefined;
  const target = path.posix.join(path.posix.dirname(from), to);
  return target.startsWith("lib/") ? folderOf(target) : undefined;
}

function sourcesIn(root: string, folder: string): string[] {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return entry.name === "node_modules" || name === "lib/dist" ? [] : sourcesIn(root, name);
    return entry.name.endsWith(".ts") ? [name] : [];
  });
}
