/** Keeps breakpoints by the path of their cell or file, and sets them in each script that runs it. */
import { realpathSync } from "node:fs";
import type { Debugger } from "node:inspector";
import { fileURLToPath } from "node:url";
import type { Connection } from "./connection";
import { HASH_SEED, murmur2 } from "./hash";
import { Places } from "./places";
import { toJavaScript } from "./to-javascript";

/** A script of a cell, or of a file of the learner's, as the session tells it before it runs. */
export interface Script {
  /** The number in `In [count]`; `undefined` for a file. */
  count: number | undefined;
  /** The name under which the script runs; a file's is its address. */
  url: string;
  /** The text as it was written. */
  source: string;
  /** The way from the script to that text: a source map, version 3, as JSON. */
  map: string;
}

/** A breakpoint of a cell or a file. */
export interface Breakpoint {
  id: number;
  /** Counted from 1, in the text as it was written. */
  line: number;
  condition: string | undefined;
}

/** A script with its map read, and the path that front ends know its cell or file by. */
export interface KnownScript extends Script {
  path: string;
  places: Places;
}

/** Front ends and kernel make the same name for a cell from its text; no such file is written. */
export interface CellPaths {
  prefix: string;
  suffix: string;
}

/** The names under which cells and files of TypeScript run. */
const URLS = /^(?:cell-\d+|file:.*\.[cm]?ts)$/;
/** So many scripts are remembered. */
const RECENT_SCRIPTS = 500;

/** The breakpoints of all cells and files. */
export class Breakpoints {
  private readonly scripts = new Map<string, KnownScript>();
  /** Names of scripts by the inspector's numbers; calls tell only these. */
  private readonly urls = new Map<string, string>();
  private readonly sources = new Map<string, string>();
  private readonly wanted = new Map<string, Breakpoint[]>();
  /** What the inspector calls a breakpoint in a script, and which of ours it stands for. */
  private readonly set = new Map<string, { path: string; url: string; breakpoint: Breakpoint }>();
  private lastId = 0;

  constructor(
    private readonly connection: () => Connection,
    private readonly paths: CellPaths,
  ) {}

  /** The path that stands for a cell's text. */
  pathOf(source: string): string {
    return `${this.paths.prefix}${murmur2(source, HASH_SEED)}${this.paths.suffix}`;
  }

  /** Remembers a cell's text, run or not. */
  addSource(source: string): string {
    const path = this.pathOf(source);
    this.sources.set(path, source);
    return path;
  }

  /** The text behind a path. */
  source(path: string): string | undefined {
    return this.sources.get(path);
  }

  /** The scripts that are known, oldest first. */
  known(): Iterable<KnownScript> {
    return this.scripts.values();
  }

  /** Takes the number of a script that the main thread has read. */
  parsed({ scriptId, url }: Debugger.ScriptParsedEventDataType): void {
    if (URLS.test(url)) this.urls.set(scriptId, url);
  }

  /** The script of a place that runs; `undefined` for code that is not the learner's. */
  script({ scriptId }: Debugger.Location): KnownScript | undefined {
    return this.scripts.get(this.urls.get(scriptId) ?? "");
  }

  /** The files that are known, by their addresses. */
  get files(): string[] {
    return [...this.scripts.values()].flatMap(({ count, url }) => (count === undefined ? [url] : []));
  }

  /** Remembers a script and sets the breakpoints of its cell or file in it. */
  async addScript(script: Script): Promise<void> {
    const known = this.scripts.get(script.url);
    if (known?.source === script.source && known.map === script.map) return;
    if (known) await this.forget(known);
    const path = script.count === undefined ? fileURLToPath(script.url) : this.pathOf(script.source);
    this.sources.set(path, script.source);
    const added = { ...script, path, places: new Places(script.map) };
    this.scripts.set(script.url, added);
    this.dropOldest();
    for (const breakpoint of this.wanted.get(path) ?? []) await this.place(added, breakpoint);
  }

  /** Replaces the breakpoints of a cell or file, be it loaded or not. */
  async replace(
    given: string,
    asked: readonly { line: number; condition?: string }[],
  ): Promise<Breakpoint[]> {
    const path = realPath(given);
    await this.remove((each) => each.path === path);
    const source = this.sources.get(path);
    const breakpoints = asked.map(({ line, condition }) => {
      this.lastId++;
      return { id: this.lastId, line: source === undefined ? line : nextCodeLine(source, line), condition };
    });
    if (breakpoints.length > 0) this.wanted.set(path, breakpoints);
    else this.wanted.delete(path);
    for (const script of this.scripts.values()) {
      if (script.path !== path) continue;
      for (const breakpoint of breakpoints) await this.place(script, breakpoint);
    }
    return breakpoints;
  }

  /** Takes the place that the inspector found for a breakpoint of a script that was not there before. */
  resolved(breakpointId: string, location: Debugger.Location): void {
    const entry = this.set.get(breakpointId);
    const script = entry && this.scripts.get(entry.url);
    if (entry && script) move(entry.breakpoint, script, location);
  }

  /** Our numbers of the breakpoints that were hit. */
  hit(ids: readonly string[]): number[] {
    return ids.flatMap((id) => this.set.get(id)?.breakpoint.id ?? []);
  }

  /** All breakpoints, by the path of their cell or file. */
  list(): { source: string; breakpoints: { line: number }[] }[] {
    return [...this.wanted].map(([source, breakpoints]) => ({
      source,
      breakpoints: breakpoints.map(({ line }) => ({ line })),
    }));
  }

  /** Forgets all breakpoints; the connection that they were set on ends with them. */
  clear(): void {
    this.set.clear();
    this.wanted.clear();
    this.scripts.clear();
    this.urls.clear();
  }

  /** A file has changed: what is known of its text, and of the script that ran it, is no longer true. */
  private async forget({ url }: KnownScript): Promise<void> {
    for (const [id, each] of this.urls) if (each === url) this.urls.delete(id);
    await this.remove((each) => each.url === url);
  }

  private async remove(isMeant: (set: { path: string; url: string }) => boolean): Promise<void> {
    for (const [breakpointId, set] of this.set) {
      if (!isMeant(set)) continue;
      this.set.delete(breakpointId);
      await this.connection().post("Debugger.removeBreakpoint", { breakpointId });
    }
  }

  /** Forgets the oldest cells; files stay. */
  private dropOldest(): void {
    for (const [url, { count }] of this.scripts) {
      if (this.scripts.size <= RECENT_SCRIPTS) break;
      if (count !== undefined) this.scripts.delete(url);
    }
  }

  private async place(script: KnownScript, breakpoint: Breakpoint): Promise<void> {
    const { url, path } = script;
    const place = script.places.running(breakpoint.line - 1);
    if (!place) return;
    try {
      const answer = await this.connection().post<Debugger.SetBreakpointByUrlReturnType>(
        "Debugger.setBreakpointByUrl",
        {
          url,
          lineNumber: place.line,
          columnNumber: place.column,
          ...(breakpoint.condition && { condition: toJavaScript(breakpoint.condition) }),
        },
      );
      this.set.set(answer.breakpointId, { path, url, breakpoint });
      const [location] = answer.locations;
      if (location) move(breakpoint, script, location);
    } catch {
      // Two lines may run from the same place: the inspector refuses the second breakpoint there, and the first does.
    }
  }
}

/** Files run under their real paths. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // It stands for a cell.
    return path;
  }
}

function move(
  breakpoint: Breakpoint,
  script: KnownScript,
  { lineNumber, columnNumber }: Debugger.Location,
): void {
  const written = script.places.written({ line: lineNumber, column: columnNumber ?? 0 });
  if (written) breakpoint.line = written.line + 1;
}

/** Of a cell that has not run only its text is known: empty lines and comments are passed over. */
function nextCodeLine(source: string, line: number): number {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, " "));
  const lines = code.split("\n");
  const at = lines.findIndex((text, i) => i >= line - 1 && text.trim() !== "");
  return at < 0 ? line : at + 1;
}
