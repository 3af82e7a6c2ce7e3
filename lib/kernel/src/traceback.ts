/** Turns a thrown value or a diagnostic into ename, evalue and a traceback that points at the learner's own line. */
import path = require("node:path");
import { inspect } from "node:util";
import { isExplained } from "./display/errors";
import type * as Advice from "./advice";
import type { AdviceContext } from "./advice";
import type { Diagnostic } from "./language/diagnostics";
import type { TS } from "./language/typescript";
import type { Place, Sources } from "./sources";

/** Loaded with the first failure: a kernel should start without it. */
const advice = (): typeof Advice => require("./advice") as typeof Advice;

/** An error as Jupyter shows it. */
export interface ErrorReport {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** Frames of the machinery, of no use to a learner. */
const MACHINERY =
  /node:internal|node:vm|node:inspector|node:cell|node:async_hooks|[\\/]tslab[\\/]dist[\\/]|^\s*at new Promise \(<anonymous>\)/;
/** The kernel's own files. */
const OWN = `${__dirname}${path.sep}`;
const isHidden = (frame: string): boolean => MACHINERY.test(frame) || frame.includes(OWN);
const MAX_FRAMES = 8;
const MAX_DIAGNOSTICS = 5;
/** So many of the compiler's own sentences stand below an advice. */
const MAX_ORIGINALS = 3;
/** An error's words are cut here, in characters. */
const MAX_WORDS = 20_000;

const RED = "\u001b[31m";
const BOLD = "\u001b[1m";
const DIM = "\u001b[2m";
const GREEN = "\u001b[32m";
const RESET = "\u001b[0m";

/** The learner's places in the traces of errors, found when a trace is first read. */
const places = new WeakMap<object, Place[]>();

/** The sources of the session, for errors whose trace was written by hand. */
let known: Sources | undefined;

/** Makes `error.stack` speak of cells and their lines, also where a cell prints it itself. */
export function installStackTraces(sources: Sources): void {
  known = sources;
  Error.prepareStackTrace = (error, sites) => {
    try {
      const found = sites.map((site) => placeOf(site, sources));
      places.set(
        error,
        found.filter((place) => place !== undefined),
      );
      // Below the call of a whole cell there is only the kernel.
      const bottom = sites.findIndex((site) => fileOf(site) === "node:inspector");
      const shown = bottom < 0 ? sites : sites.slice(0, bottom);
      const lines = shown.map((site, at) => {
        const place = found[at];
        if (!place) return `    at ${wordsOf(site)}`;
        const name = site.getFunctionName()?.replace(/\$cell\b/g, "");
        return name ? `    at ${name} (${place.label})` : `    at ${place.label}`;
      });
      return [headline(error), ...lines].join("\n");
    } catch {
      return headline(error);
    }
  };
}

/** V8's own words for a place, whose `toString` Node's types leave out. */
function wordsOf(site: { toString(): string }): string {
  return String(site);
}

function fileOf(site: NodeJS.CallSite): string | undefined {
  return site.getScriptNameOrSourceURL() ?? site.getFileName() ?? undefined;
}

function placeOf(site: NodeJS.CallSite, sources: Sources): Place | undefined {
  return sources.find(fileOf(site), site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
}

/** The learner's places in the trace of an error, innermost first. */
export function placesOf(error: object): readonly Place[] {
  const text = textProperty(error as Error, "stack");
  const found = places.get(error);
  if (found && found.length > 0) return found;
  // An error that stands for another has taken over the other's trace as text.
  const written = [...text.matchAll(/Cell In \[(\d+)\], line (\d+):(\d+)/g)].flatMap(
    ([, count, line, column]) => known?.inCell(Number(count), Number(line), Number(column)) ?? [],
  );
  if (written.length > 0) places.set(error, written);
  return written;
}

/**
 * Adds a place at the end of an error's trace.
 *
 * @param options.missing - Only where the trace tells none of the learner's places, as those of Node's asynchronous
 *   file functions.
 */
export function addPlace(
  error: unknown,
  place: Place,
  { missing = false }: { missing?: boolean } = {},
): void {
  if (!isError(error) || (missing && placesOf(error).length > 0)) return;
  placesOf(error);
  const own = places.get(error);
  if (own) own.push(place);
  else places.set(error, [place]);
  try {
    error.stack = `${String(error.stack)}\n    at ${place.label}`;
  } catch {
    // A frozen error keeps the trace that it has.
  }
}

function headline(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

/** Text of anything, whatever its own methods do. */
function textOf(value: unknown): string {
  try {
    return cut(typeof value === "string" ? value : inspect(value, { depth: 2 }));
  } catch {
    return "(a value that cannot be shown)";
  }
}

function cut(text: string): string {
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}… (${text.length} characters in all)` : text;
}

/** A property that should be a text: that of an error may be anything, or throw. */
function textProperty(error: Error, name: "name" | "message" | "stack"): string {
  try {
    const value: unknown = error[name];
    if (value === undefined) return "";
    return typeof value === "string" ? value : textOf(value);
  } catch {
    return "";
  }
}

/**
 * Reports a thrown value.
 *
 * @param thrown - Whatever was thrown; need not be an Error.
 * @param ts - TypeScript, with which the advice names what stands at the place.
 */
export function reportThrown(thrown: unknown, ts?: TS): ErrorReport {
  if (!isError(thrown)) {
    const evalue = textOf(thrown);
    return {
      ename: "Thrown",
      evalue,
      traceback: [
        `${RED}${BOLD}Thrown${RESET}: ${evalue}`,
        `${DIM}(not an Error, so there is no trace; throw new Error(…) gives one)${RESET}`,
      ],
    };
  }
  const ename = textProperty(thrown, "name") || "Error";
  const message = cut(textProperty(thrown, "message"));
  const frames = framesOf(thrown);
  const [own] = placesOf(thrown);
  // The library's own errors say rule, value and remedy.
  const says = isExplained(thrown);
  const advised = says
    ? undefined
    : advice().adviseThrown(thrown, { ts, ...own, isInside: isInside(thrown) });
  const summary = advised?.summary ?? message;
  const evalue = advised && own ? `${summary} (line ${own.line})` : summary;
  const traceback = [`${RED}${BOLD}${ename}${RESET}: ${summary}`];
  if (own) traceback.push(codeFrame(own.source, own, own.label.replace(/(\d):\d+$/, "$1")));
  // Where the sentence is enough, inner frames would only hide it.
  const labels = new Set(placesOf(thrown).map(({ label }) => label));
  const isOwn = (frame: string): boolean => [...labels].some((label) => frame.includes(label));
  const shown = says || advised ? frames.filter(isOwn) : frames;
  if (shown.length > 0)
    traceback.push(
      shown
        .slice(0, MAX_FRAMES)
        .map((frame) => `${DIM}${frame}${RESET}`)
        .join("\n"),
    );
  const cause: unknown = thrown.cause;
  if (cause !== undefined)
    traceback.push(`Caused by ${isError(cause) ? cut(headline(cause)) : textOf(cause)}`);
  if (thrown instanceof AggregateError && Array.isArray(thrown.errors))
    traceback.push(
      ...thrown.errors
        .slice(0, MAX_FRAMES)
        .map((inner: unknown) => `  - ${isError(inner) ? cut(headline(inner)) : textOf(inner)}`),
    );
  if (advised) traceback.push(`${DIM}${ename}: ${message}${RESET}`);
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
    const { start, end, code, fileName, fileText } = diagnostic;
    const head = `${RED}${BOLD}TS${code}${RESET}: ${words}`;
    const place = { line: start.line + 1, column: start.character + 1 };
    const width = end.line === start.line ? end.character - start.character : 1;
    const title = fileName ? `${fileName}:${place.line}` : `Cell In [${count}], line ${place.line}`;
    return `${head}\n${codeFrame(fileName ? (fileText ?? "") : source, place, title, { width })}`;
  };
  const where = ({ fileName, start }: Diagnostic): string =>
    fileName ? `${fileName}:${start.line + 1}` : `line ${start.line + 1}`;
  // What is wrong with a file that is imported is no mistake of the cell's.
  const advised = context && !first.fileName && advice().adviseDiagnostics(source, diagnostics, context);
  if (advised) {
    const { diagnostic, summary } = advised;
    return {
      ename: `TS${diagnostic.code}`,
      evalue: `${summary} (${where(diagnostic)})`,
      traceback: [block(diagnostic, summary), ...originals(diagnostics)],
    };
  }
  // Behind an error of syntax all others are guesses.
  const syntax = diagnostics.filter(({ code }) => code < 2000);
  const told = syntax.length > 0 ? syntax : diagnostics;
  const blocks = told
    .slice(0, MAX_DIAGNOSTICS)
    .map((diagnostic) => block(diagnostic, advice().readableType(diagnostic.messageText)));
  const more = told.length - blocks.length;
  if (more > 0) blocks.push(`${DIM}… and ${more} more${RESET}`);
  return {
    ename: `TS${first.code}`,
    evalue: `${advice().readableType(first.messageText)} (${where(first)})`,
    traceback: blocks,
  };
}

/** The compiler's own sentences, dim, one a line, for those who want to look them up. */
function originals(diagnostics: readonly Diagnostic[]): string[] {
  const lines = diagnostics.slice(0, MAX_ORIGINALS).map(({ code, messageText, start }) => {
    const [sentence] = advice().readableType(messageText).split("\n", 1);
    return `${DIM}TS${code}, line ${start.line + 1}: ${sentence as string}${RESET}`;
  });
  const more = diagnostics.length - lines.length;
  if (more > 0) lines.push(`${DIM}… and ${more} more${RESET}`);
  return lines;
}

/** True when the topmost frame that is no built-in function is not the learner's. */
function isInside(error: Error): boolean {
  const top = textProperty(error, "stack")
    .split("\n")
    .find((line) => /^\s+at /.test(line) && !/\((?:<anonymous>|native)\)$/.test(line));
  const [place] = placesOf(error);
  return top !== undefined && !(place && top.includes(place.label));
}

function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
  } catch {
    return false;
  }
}

/** The frames of a stack that mean something to a learner. */
function framesOf(error: Error): string[] {
  return textProperty(error, "stack")
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !isHidden(line));
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
    const text = lines[n - 1] ?? "";
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

/** What to say about a result that is no result yet, such as a promise. */
export function adviceOnShown(value: unknown, source: string): string | undefined {
  return advice().adviseShown(value, source)?.summary;
}
