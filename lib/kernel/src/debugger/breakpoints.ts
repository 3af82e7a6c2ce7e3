/** Keeps breakpoints by the path of their cell or file, and sets them in each script that runs it. */
import { realpathSync } from "node:fs";
import type { Debugger } from "node:inspector";
import { fileURLToPath } from "node:url";
import type { Connection } from "./connection";
import { HASH_SEED, murmur2 } from "./hash";
import { SourceMapIndex } from "./source-map-index";
import { toJavaScript } from "./to-javascript";

/** A script of a cell, or of a file of the learner's, as the session announces it before it runs. */
export interface Script {
  /** The number in `In [count]`; `undefined` for a file. */
  count: number | undefined;
  /** The URL of the script in V8; `cell-1` for a cell, a `file:` URL for a file. */
  url: string;
  /** The text as it was written. */
  source: string;
  /** The source map from the script to that text, version 3, as JSON. */
  map: string;
}

/** A breakpoint of a cell or a file. */
export interface Breakpoint {
  id: number;
  /** Counted from 1, in the text as it was written. */
  line: number;
  condition: string | undefined;
}

/** A script with its source map, and the path by which front ends know its cell or file. */
export interface KnownScript extends Script {
  path: string;
  sourceMap: SourceMapIndex;
}

/** Prefix and suffix of the path that front ends and the kernel derive from a cell's text; no such file is written. */
export interface CellPaths {
  prefix: string;
  suffix: string;
}

/** Matches the URLs of cells and TypeScript files. */
const SCRIPT_URL = /^(?:cell-\d+|file:.*\.[cm]?ts)$/;
/** So many scripts are kept. */
const MAX_SCRIPTS = 500;

/** The breakpoints of all cells and files. */
export class Breakpoints {
  private readonly scripts = new Map<string, KnownScript>();
  /** URLs of scripts by the inspector's ids; call frames have only the ids. */
  private readonly urls = new Map<string, string>();
  private readonly sources = new Map<string, string>();
  private readonly requested = new Map<string, Breakpoint[]>();
  /** The breakpoints that are set in scripts, by the inspector's ids. */
  private readonly installed = new Map<string, { path: string; url: string; breakpoint: Breakpoint }>();
  private lastId = 0;

  constructor(
    private readonly connection: () => Connection,
    private readonly paths: CellPaths,
  ) {}

  /** The path by which front ends know a cell. */
  pathOf(source: string): string {
    return `${this.paths.prefix}${murmur2(source, HASH_SEED)}${this.paths.suffix}`;
  }

  /** Keeps a cell's text, run or not. */
  addSource(source: string): string {
    const path = this.pathOf(source);
    this.sources.set(path, source);
    return path;
  }

  /** The text of the cell or file with a path. */
  source(path: string): string | undefined {
    return this.sources.get(path);
  }

  /** The scripts that are known, oldest first. */
  knownScripts(): Iterable<KnownScript> {
    return this.scripts.values();
  }

  /** Keeps the id of a script that the main thread has parsed. */
  scriptParsed({ scriptId, url }: Debugger.ScriptParsedEventDataType): void {
    if (SCRIPT_URL.test(url)) this.urls.set(scriptId, url);
  }

  /** The script of a running location; `undefined` for code that is not the learner's. */
  scriptAt({ scriptId }: Debugger.Location): KnownScript | undefined {
    return this.scripts.get(this.urls.get(scriptId) ?? "");
  }

  /** The URLs of the files that are known. */
  get files(): string[] {
    return [...this.scripts.values()].flatMap(({ count, url }) => (count === undefined ? [url] : []));
  }

  /** Adds a script and sets the breakpoints of its cell or file in it. */
  async addScript(script: Script): Promise<void> {
    const known = this.scripts.get(script.url);
    if (known?.source === script.source && known.map === script.map) return;
    if (known) await this.forget(known);
    const path = script.count === undefined ? fileURLToPath(script.url) : this.pathOf(script.source);
    this.sources.set(path, script.source);
    const added = { ...script, path, sourceMap: new SourceMapIndex(script.map) };
    this.scripts.set(script.url, added);
    this.dropOldest();
    for (const breakpoint of this.requested.get(path) ?? []) await this.install(added, breakpoint);
  }

  /** Replaces the breakpoints of a cell or file, loaded or not. */
  async replace(
    given: string,
    requests: readonly { line: number; condition?: string }[],
  ): Promise<Breakpoint[]> {
    const path = realPath(given);
    await this.remove((each) => each.path === path);
    const source = this.sources.get(path);
    const breakpoints = requests.map(({ line, condition }) => {
      this.lastId++;
      return { id: this.lastId, line: source === undefined ? line : nextCodeLine(source, line), condition };
    });
    if (breakpoints.length > 0) this.requested.set(path, breakpoints);
    else this.requested.delete(path);
    for (const script of this.scripts.values()) {
      if (script.path !== path) continue;
      for (const breakpoint of breakpoints) await this.install(script, breakpoint);
    }
    return breakpoints;
  }

  /** Updates a breakpoint with the location that the inspector found once its script was parsed. */
  breakpointResolved(breakpointId: string, location: Debugger.Location): void {
    const entry = this.installed.get(breakpointId);
    const script = entry && this.scripts.get(entry.url);
    if (entry && script) updateLine(entry.breakpoint, script, location);
  }

  /** Our ids for the inspector's ids of the breakpoints that were hit. */
  hitIds(ids: readonly string[]): number[] {
    return ids.flatMap((id) => this.installed.get(id)?.breakpoint.id ?? []);
  }

  /** All breakpoints, by the path of their cell or file. */
  list(): { source: string; breakpoints: { line: number }[] }[] {
    return [...this.requested].map(([source, breakpoints]) => ({
      source,
      breakpoints: breakpoints.map(({ line }) => ({ line })),
    }));
  }

  /** Forgets all breakpoints; the connection that they were set on ends with them. */
  clear(): void {
    this.installed.clear();
    this.requested.clear();
    this.scripts.clear();
    this.urls.clear();
  }

  /** Removes a script whose file has changed, with its breakpoints. */
  private async forget({ url }: KnownScript): Promise<void> {
    for (const [id, each] of this.urls) if (each === url) this.urls.delete(id);
    await this.remove((each) => each.url === url);
  }

  private async remove(matches: (set: { path: string; url: string }) => boolean): Promise<void> {
    for (const [breakpointId, entry] of this.installed) {
      if (!matches(entry)) continue;
      this.installed.delete(breakpointId);
      await this.connection().post("Debugger.removeBreakpoint", { breakpointId });
    }
  }

  /** Removes the oldest cells; files are kept. */
  private dropOldest(): void {
    for (const [url, { count }] of this.scripts) {
      if (this.scripts.size <= MAX_SCRIPTS) break;
      if (count !== undefined) this.scripts.delete(url);
    }
  }

  private async install(script: KnownScript, breakpoint: Breakpoint): Promise<void> {
    const { url, path } = script;
    const position = script.sourceMap.generatedPosition(breakpoint.line - 1);
    if (!position) return;
    try {
      const answer = await this.connection().post<Debugger.SetBreakpointByUrlReturnType>(
        "Debugger.setBreakpointByUrl",
        {
          url,
          lineNumber: position.line,
          columnNumber: position.column,
          ...(breakpoint.condition && { condition: toJavaScript(breakpoint.condition) }),
        },
      );
      this.installed.set(answer.breakpointId, { path, url, breakpoint });
      const [location] = answer.locations;
      if (location) updateLine(breakpoint, script, location);
    } catch {
      // Two lines may map to the same location: the inspector refuses a second breakpoint there, and the first is enough.
    }
  }
}

/** Files run under their real paths. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // It is the path of a cell, which is no file.
    return path;
  }
}

function updateLine(
  breakpoint: Breakpoint,
  script: KnownScript,
  { lineNumber, columnNumber }: Debugger.Location,
): void {
  const original = script.sourceMap.originalPosition({ line: lineNumber, column: columnNumber ?? 0 });
  if (original) breakpoint.line = original.line + 1;
}

/** The first line with code from a line on; for a cell that has not run, of which there is no source map yet. */
function nextCodeLine(source: string, line: number): number {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, " "));
  const lines = code.split("\n");
  const at = lines.findIndex((text, i) => i >= line - 1 && text.trim() !== "");
  return at < 0 ? line : at + 1;
}
