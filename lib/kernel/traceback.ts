/** Turns a thrown value or a diagnostic into ename, evalue and a traceback that points at the learner's own line. */
import { inspect } from "node:util";
import { NeuralNotebooksError } from "../core/errors";
import { adviseDiagnostics, adviseThrown, readableType, type AdviceContext } from "./advice";
import type { CellMap } from "./sourcemap";
import type { Diagnostic } from "./tslab";
import type { TS } from "./typescript";

/** An error as Jupyter shows it. */
export interface ErrorReport {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** Cells by number, to look up lines. */
export type CellMaps = ReadonlyMap<number, CellMap>;

const CELL_FILE = "cell-";
/** Frames of the machinery, of no use to a learner. */
const HIDDEN =
  /node:internal|node:vm|node:async_hooks|[\\/]tslab[\\/]dist[\\/]|[\\/]lib[\\/](?:dist[\\/])?kernel[\\/]|__neuralNotebooks|^\s*at new Promise \(<anonymous>\)/;
const MAX_FRAMES = 8;
const MAX_DIAGNOSTICS = 5;
/** So many of the compiler's own sentences stand below an advice. */
const MAX_ORIGINALS = 3;

const RED = "\u001b[31m";
const BOLD = "\u001b[1m";
const DIM = "\u001b[2m";
const GREEN = "\u001b[32m";
const RESET = "\u001b[0m";

/** The file name under which cell `count` runs. */
export function cellFile(count: number): string {
  return `${CELL_FILE}${count}`;
}

/** Makes `error.stack` speak of cells and their lines, also where a cell prints it itself. */
export function installStackTraces(maps: CellMaps): void {
  Error.prepareStackTrace = (error, sites) => {
    // Below the call of a whole cell there is only the kernel.
    const bottom = sites.findIndex(
      (site) => site.getFileName()?.startsWith(CELL_FILE) && !placeOf(site, maps) && !site.isAsync(),
    );
    const lines = (bottom < 0 ? sites : sites.slice(0, bottom)).map((site) => {
      const place = placeOf(site, maps);
      if (!place) return `    at ${String(site)}`;
      const name = site.getFunctionName();
      const where = `Cell In [${place.count}], line ${place.line}:${place.column}`;
      return name ? `    at ${name.replace(/^exports\./, "")} (${where})` : `    at ${where}`;
    });
    return [headline(error), ...lines].join("\n");
  };
}

interface Place {
  count: number;
  line: number;
  column: number;
}

function placeOf(site: NodeJS.CallSite, maps: CellMaps): Place | undefined {
  const file = site.getFileName();
  if (!file?.startsWith(CELL_FILE)) return undefined;
  const count = Number(file.slice(CELL_FILE.length));
  const found = maps.get(count)?.find(site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
  return found ? { count, ...found } : undefined;
}

function headline(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

/**
 * Reports a thrown value.
 *
 * @param thrown - Whatever was thrown; need not be an Error.
 * @param maps - The cells, for their source lines.
 * @param ts - TypeScript, with which the advice names what stands at the place.
 */
export function reportThrown(thrown: unknown, maps: CellMaps, ts?: TS): ErrorReport {
  if (!isError(thrown)) {
    const evalue = typeof thrown === "string" ? thrown : inspect(thrown, { depth: 2 });
    return {
      ename: "Thrown",
      evalue,
      traceback: [
        `${RED}${BOLD}Thrown${RESET}: ${evalue}`,
        `${DIM}(not an Error, so there is no trace; throw new Error(…) gives one)${RESET}`,
      ],
    };
  }
  const ename = thrown.name || thrown.constructor?.name || "Error";
  const frames = framesOf(thrown);
  const own = firstPlace(frames);
  const map = own && maps.get(own.count);
  const isOwn = thrown instanceof NeuralNotebooksError;
  const advice = isOwn
    ? undefined
    : adviseThrown(thrown, { ts, ...own, source: map?.source, isInside: isInside(thrown) });
  const message = String(thrown.message);
  const summary = advice?.summary ?? message;
  const evalue = advice && own ? `${summary} (line ${own.line})` : summary;
  const traceback = [`${RED}${BOLD}${ename}${RESET}: ${summary}`];
  if (own && map) traceback.push(codeFrame(map.source, own, `Cell In [${own.count}], line ${own.line}`));
  // The library's own errors say rule, value and remedy: its inner frames would only hide that.
  const shown = isOwn || advice ? frames.filter((frame) => frame.includes("Cell In [")) : frames;
  if (shown.length > 0)
    traceback.push(
      shown
        .slice(0, MAX_FRAMES)
        .map((frame) => `${DIM}${frame}${RESET}`)
        .join("\n"),
    );
  if (thrown.cause !== undefined)
    traceback.push(`Caused by ${isError(thrown.cause) ? headline(thrown.cause) : inspect(thrown.cause)}`);
  if (thrown instanceof AggregateError)
    traceback.push(
      ...thrown.errors.map((inner) => `  - ${isError(inner) ? headline(inner) : inspect(inner)}`),
    );
  if (advice) traceback.push(`${DIM}${ename}: ${message}${RESET}`);
  return { ename, evalue, traceback };
}

/**
 * Reports what TypeScript found wrong.
 *
 * @param diagnostics - At least one.
 * @param source - The cell.
 * @param count - The cell's number.
 * @param context - What the advice may know; without it the compiler's words stand alone.
 */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: string,
  count: number,
  context?: AdviceContext,
): ErrorReport {
  const first = diagnostics[0] as Diagnostic;
  const block = (diagnostic: Diagnostic, words: string): string => {
    const { start, end, code, fileName } = diagnostic;
    const head = `${RED}${BOLD}TS${code}${RESET}: ${words}`;
    const place = { line: start.line + 1, column: start.character + 1 };
    if (fileName) return `${head}\n${DIM}    at ${fileName}, line ${place.line}:${place.column}${RESET}`;
    const width = end.line === start.line ? end.character - start.character : 1;
    return `${head}\n${codeFrame(source, place, `Cell In [${count}], line ${place.line}`, { width })}`;
  };
  const advice = context && adviseDiagnostics(source, diagnostics, context);
  if (advice) {
    const { diagnostic, summary } = advice;
    return {
      ename: `TS${diagnostic.code}`,
      evalue: `${summary} (line ${diagnostic.start.line + 1})`,
      traceback: [block(diagnostic, summary), ...originals(diagnostics)],
    };
  }
  const blocks = diagnostics
    .slice(0, MAX_DIAGNOSTICS)
    .map((diagnostic) => block(diagnostic, readableType(diagnostic.messageText)));
  const more = diagnostics.length - blocks.length;
  if (more > 0) blocks.push(`${DIM}… and ${more} more${RESET}`);
  return {
    ename: `TS${first.code}`,
    evalue: `${readableType(first.messageText)} (line ${first.start.line + 1})`,
    traceback: blocks,
  };
}

/** The compiler's own sentences, dim, one a line, for those who want to look them up. */
function originals(diagnostics: readonly Diagnostic[]): string[] {
  const lines = diagnostics.slice(0, MAX_ORIGINALS).map(({ code, messageText, start }) => {
    const [sentence] = readableType(messageText).split("\n", 1);
    return `${DIM}TS${code}, line ${start.line + 1}: ${sentence as string}${RESET}`;
  });
  const more = diagnostics.length - lines.length;
  if (more > 0) lines.push(`${DIM}… and ${more} more${RESET}`);
  return lines;
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

/** The frames of a stack that mean something to a learner. */
function framesOf(error: Error): string[] {
  const stack = typeof error.stack === "string" ? error.stack : "";
  return stack.split("\n").filter((line) => /^\s+at /.test(line) && !HIDDEN.test(line));
}

/** True when the topmost frame that is no built-in function is not a cell's. */
function isInside(error: Error): boolean {
  const top = String(error.stack)
    .split("\n")
    .find((line) => /^\s+at /.test(line) && !/\((?:<anonymous>|native)\)$/.test(line));
  return top !== undefined && !top.includes("Cell In [");
}

function firstPlace(frames: readonly string[]): Place | undefined {
  for (const frame of frames) {
    const match = /Cell In \[(\d+)\], line (\d+):(\d+)/.exec(frame);
    if (match) return { count: Number(match[1]), line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
}

/** Two lines before, the line itself with an arrow, a caret, two lines after. */
function codeFrame(
  source: string,
  place: { line: number; column: number },
  title: string,
  options: { width?: number } = {},
): string {
  const { width = 1 } = options;
  const lines = source.split("\n");
  const from = Math.max(1, place.line - 2);
  const to = Math.min(lines.length, place.line + 2);
  const gutter = String(to).length;
  const shown: string[] = [`${GREEN}${title}${RESET}`];
  for (let n = from; n <= to; n++) {
    const text = lines[n - 1] as string;
    const mark = n === place.line ? `${RED}>${RESET}` : " ";
    shown.push(`${mark} ${String(n).padStart(gutter)} | ${text}`);
    if (n === place.line) {
      // Tabs keep their width only when the caret's line has the same tabs.
      const indent = text.slice(0, place.column - 1).replace(/[^\t]/g, " ");
      shown.push(`  ${" ".repeat(gutter)} | ${indent}${RED}${"^".repeat(Math.max(1, width))}${RESET}`);
    }
  }
  return shown.join("\n");
}
