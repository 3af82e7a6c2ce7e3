/** Turns a thrown value or a diagnostic into ename, evalue and a traceback that points at the learner's own line. */
import path = require("node:path");
import { inspect } from "node:util";
import { isExplained } from "./display/errors";
import type * as Advice from "./advice";
import type { AdviceContext } from "./advice";
import { codeFrame, foldedFrames } from "./code-frame";
import type { Diagnostic } from "./language/diagnostics";
import type { TS } from "./language/typescript";
import type { SourceLocation, Sources } from "./sources";

/** Loaded with the first failure, so that the kernel starts sooner. */
const advice = (): typeof Advice => require("./advice") as typeof Advice;

/** An error as Jupyter shows it. */
export interface ErrorReport {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** Matches frames of Node and tslab, of no use to a learner. */
const INTERNAL_FRAME =
  /node:internal|node:vm|node:inspector|node:cell|node:async_hooks|[\\/]tslab[\\/]dist[\\/]|^\s*at new Promise \(<anonymous>\)/;
/** The kernel's own files. */
const KERNEL_FOLDER = `${__dirname}${path.sep}`;
const isHidden = (frame: string): boolean => INTERNAL_FRAME.test(frame) || frame.includes(KERNEL_FOLDER);
const MAX_FRAMES = 8;
const MAX_DIAGNOSTICS = 5;
/** So many of the compiler's own messages follow an advice. */
const MAX_COMPILER_MESSAGES = 3;
/** Longer messages of errors are truncated, in characters. */
const MAX_MESSAGE_LENGTH = 20_000;

const RED = "\u001b[31m";
const BOLD = "\u001b[1m";
const DIM = "\u001b[2m";
const RESET = "\u001b[0m";

/** The learner's locations in the stack traces of errors, found when a trace is first read. */
const locations = new WeakMap<object, SourceLocation[]>();

/** The sources of the session, for errors whose `stack` was assigned as text. */
let sessionSources: Sources | undefined;

/** Makes `error.stack` name cells and their lines, also where a cell prints it itself. */
export function installStackTraces(sources: Sources): void {
  sessionSources = sources;
  Error.prepareStackTrace = (error, sites) => {
    try {
      const found = sites.map((site) => locationOfFrame(site, sources));
      locations.set(
        error,
        found.filter((place) => place !== undefined),
      );
      // Below the call of a whole cell there is only the kernel.
      const bottom = sites.findIndex((site) => fileOf(site) === "node:inspector");
      const shown = bottom < 0 ? sites : sites.slice(0, bottom);
      const lines = shown.map((site, at) => {
        const location = found[at];
        if (!location) return `    at ${frameText(site)}`;
        const name = site.getFunctionName()?.replace(/\$cell\b/g, "");
        return name ? `    at ${name} (${location.label})` : `    at ${location.label}`;
      });
      return [headline(error), ...lines].join("\n");
    } catch {
      return headline(error);
    }
  };
}

/** V8's own text of a frame; Node's types lack its `toString`. */
function frameText(site: { toString(): string }): string {
  return String(site);
}

function fileOf(site: NodeJS.CallSite): string | undefined {
  return site.getScriptNameOrSourceURL() ?? site.getFileName() ?? undefined;
}

function locationOfFrame(site: NodeJS.CallSite, sources: Sources): SourceLocation | undefined {
  return sources.find(fileOf(site), site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
}

/** The learner's locations in the stack trace of an error, innermost first. */
export function locationsOf(error: object): readonly SourceLocation[] {
  const text = textProperty(error as Error, "stack");
  const found = locations.get(error);
  if (found && found.length > 0) return found;
  // An error that wraps another may have copied the other's `stack` as text.
  const written = [...text.matchAll(/Cell In \[(\d+)\], line (\d+):(\d+)/g)].flatMap(
    ([, count, line, column]) =>
      sessionSources?.locationInCell(Number(count), Number(line), Number(column)) ?? [],
  );
  if (written.length > 0) locations.set(error, written);
  return written;
}

/**
 * Adds a location at the end of an error's stack trace.
 *
 * @param options.missing - Only where the trace has no location of the learner's, as with errors of Node's asynchronous
 *   file functions.
 */
export function addLocation(
  error: unknown,
  location: SourceLocation,
  { missing = false }: { missing?: boolean } = {},
): void {
  if (!isError(error) || (missing && locationsOf(error).length > 0)) return;
  locationsOf(error);
  const own = locations.get(error);
  if (own) own.push(location);
  else locations.set(error, [location]);
  try {
    error.stack = `${String(error.stack)}\n    at ${location.label}`;
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

/** Text of any value, also where its own methods throw. */
function textOf(value: unknown): string {
  try {
    return truncate(typeof value === "string" ? value : inspect(value, { depth: 2 }));
  } catch {
    return "(a value that cannot be shown)";
  }
}

function truncate(text: string): string {
  return text.length > MAX_MESSAGE_LENGTH
    ? `${text.slice(0, MAX_MESSAGE_LENGTH)}… (${text.length} characters in all)`
    : text;
}

/** A text property of an error; of an error it may have any type, or be a getter that throws. */
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
  const message = truncate(textProperty(thrown, "message"));
  const frames = framesOf(thrown);
  const [location] = locationsOf(thrown);
  // The library's own errors say rule, value and remedy.
  const explained = isExplained(thrown);
  const advised = explained
    ? undefined
    : advice().adviseThrown(thrown, { ts, ...location, isInside: isInside(thrown) });
  const summary = advised?.summary ?? message;
  const evalue = advised && location ? `${summary} (line ${location.line})` : summary;
  const traceback = [`${RED}${BOLD}${ename}${RESET}: ${summary}`];
  if (location)
    traceback.push(
      codeFrame(location.source, location, { title: location.label.replace(/(\d):\d+$/, "$1") }),
    );
  // Where the message says all, inner frames would only distract from it.
  const labels = [...new Set(locationsOf(thrown).map(({ label }) => label))];
  const isOwn = (frame: string): boolean => labels.some((label) => frame.includes(label));
  const calls = foldedFrames(explained || advised ? frames.filter(isOwn) : frames, labels);
  if (calls !== "") traceback.push(calls);
  const cause: unknown = thrown.cause;
  if (cause !== undefined)
    traceback.push(`Caused by ${isError(cause) ? truncate(headline(cause)) : textOf(cause)}`);
  if (thrown instanceof AggregateError && Array.isArray(thrown.errors))
    traceback.push(
      ...thrown.errors
        .slice(0, MAX_FRAMES)
        .map((inner: unknown) => `  - ${isError(inner) ? truncate(headline(inner)) : textOf(inner)}`),
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
 * @param context - What the advice may use; without it there is no advice.
 */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: string,
  count: number,
  context?: AdviceContext,
): ErrorReport {
  const first = diagnostics[0] as Diagnostic;
  const block = (diagnostic: Diagnostic, sentence: string): string => {
    const { start, end, code, fileName, fileText } = diagnostic;
    const head = `${RED}${BOLD}TS${code}${RESET}: ${sentence}`;
    const position = { line: start.line + 1, column: start.character + 1 };
    const width = end.line === start.line ? end.character - start.character : 1;
    const title = fileName ? `${fileName}:${position.line}` : `Cell In [${count}], line ${position.line}`;
    return `${head}\n${codeFrame(fileName ? (fileText ?? "") : source, position, { title, width })}`;
  };
  const where = ({ fileName, start }: Diagnostic): string =>
    fileName ? `${fileName}:${start.line + 1}` : `line ${start.line + 1}`;
  // There is advice on cells only, not on files that they import.
  const advised = context && !first.fileName && advice().adviseDiagnostics(source, diagnostics, context);
  if (advised) {
    const { diagnostic, summary } = advised;
    return {
      ename: `TS${diagnostic.code}`,
      evalue: `${summary} (${where(diagnostic)})`,
      traceback: [block(diagnostic, summary), ...compilerMessages(diagnostics)],
    };
  }
  // After a syntax error all other diagnostics are guesses.
  const syntax = diagnostics.filter(({ code }) => code < 2000);
  const reported = syntax.length > 0 ? syntax : diagnostics;
  const blocks = reported
    .slice(0, MAX_DIAGNOSTICS)
    .map((diagnostic) => block(diagnostic, advice().readableType(diagnostic.messageText)));
  const more = reported.length - blocks.length;
  if (more > 0) blocks.push(`${DIM}… and ${more} more${RESET}`);
  return {
    ename: `TS${first.code}`,
    evalue: `${advice().readableType(first.messageText)} (${where(first)})`,
    traceback: blocks,
  };
}

/** The compiler's own messages, dim, one a line, for those who want to look them up. */
function compilerMessages(diagnostics: readonly Diagnostic[]): string[] {
  const lines = diagnostics.slice(0, MAX_COMPILER_MESSAGES).map(({ code, messageText, start }) => {
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
  const [location] = locationsOf(error);
  return top !== undefined && !(location && top.includes(location.label));
}

function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
  } catch {
    return false;
  }
}

/** The frames of a stack trace that help a learner. */
function framesOf(error: Error): string[] {
  return textProperty(error, "stack")
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !isHidden(line));
}

/** Advice on a shown value that is probably a mistake, such as a promise. */
export function adviceOnShown(value: unknown, source: string): string | undefined {
  return advice().adviseShown(value, source)?.summary;
}
