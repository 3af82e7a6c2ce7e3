/** Completes the name of a module inside the quotes of an import: known packages, those of the project, Node's, and files. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path = require("node:path");

/** What stands between the quotes, up to the cursor, and where. */
export interface ModuleSpecifier {
  /** Offset behind the opening quote, in UTF-16 units. */
  start: number;
  /** Offset of the closing quote, or of the line's end where there is none yet. */
  end: number;
  /** The letters from the quote to the cursor. */
  typed: string;
}

/** Where module names are looked for. */
export interface ModuleSources {
  /** Modules that the kernel was told of. */
  known: readonly string[];
  /** The folder in which the session runs. */
  folder: string;
}

/** The beginning of an import up to the cursor, with the quote and what is typed behind it. */
const SPECIFIER_BEFORE = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])((?:(?!\1)[^\\\n])*)$/;

/** Files that a cell can import, in the order in which the kernel looks for them. */
const EXTENSIONS = /(?:\.d)?\.(?:ts|mts|cts|js|mjs|cjs|json)$/;

/**
 * Finds the name of a module that is being written.
 *
 * @param source - The cell.
 * @param cursor - The cursor's offset in UTF-16 units.
 * @returns The place; `undefined` where the cursor stands elsewhere.
 */
export function moduleSpecifierAt(source: string, cursor: number): ModuleSpecifier | undefined {
  const found = SPECIFIER_BEFORE.exec(source.slice(0, cursor));
  if (!found) return undefined;
  const [, quote = '"', typed = ""] = found;
  const rest = /^[^\n]*/.exec(source.slice(cursor))?.[0] ?? "";
  const closing = rest.indexOf(quote);
  // Without a closing quote only the letters of a module's name belong to it.
  const length = closing >= 0 ? closing : (/^[\w@/.:-]*/.exec(rest)?.[0].length ?? 0);
  return { start: cursor - typed.length, end: cursor + length, typed };
}

/**
 * Lists the modules whose names begin with what is typed.
 *
 * @param typed - The letters behind the quote; a path that begins with a dot names a file.
 * @param sources - The modules that the kernel knows, and the session's folder.
 * @returns Names in the order in which they are offered; folders end with a slash.
 */
export function moduleNamesFor(typed: string, { known, folder }: ModuleSources): string[] {
  if (/^\.{1,2}(?:\/|$)/.test(typed)) return relativeNames(typed, folder);
  const node = builtinModules
    .filter((name) => !name.startsWith("_"))
    .map((name) => `node:${name.replace(/^node:/, "")}`);
  const names = [...known, ...dependenciesOf(folder), ...[...new Set(node)].sort()];
  return [...new Set(names)].filter((name) => name.startsWith(typed));
}

/** Files and folders beside the session, as far as the path is written. */
function relativeNames(typed: string, folder: string): string[] {
  const base = typed.slice(0, typed.lastIndexOf("/") + 1);
  if (base === "") return [`${typed}/`];
  const directory = path.resolve(folder, base);
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    if (entry.isDirectory()) return [`${base}${entry.name}/`];
    if (!EXTENSIONS.test(entry.name)) return [];
    return [base + (entry.name.endsWith(".json") ? entry.name : entry.name.replace(EXTENSIONS, ""))];
  });
  return [...new Set(names)].sort().filter((name) => name.startsWith(typed));
}

/** The packages that the project around a folder declares. */
function dependenciesOf(folder: string): string[] {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const file = path.join(at, "package.json");
    if (existsSync(file)) return declaredIn(file);
    if (at === path.dirname(at)) return [];
  }
}

function declaredIn(file: string): string[] {
  try {
    const { dependencies = {} } = JSON.parse(readFileSync(file, "utf8")) as {
      dependencies?: Record<string, string>;
    };
    return Object.keys(dependencies).sort();
  } catch {
    // A manifest that is being edited offers nothing.
    return [];
  }
}
