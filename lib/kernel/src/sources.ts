/** Knows the scripts that ran and the files of the learner's that were loaded, so that errors can name their lines. */
import { readFileSync } from "node:fs";
import path = require("node:path");
import { isForeign } from "./language/declarations";
import type { ScriptMap, SourcePlace } from "./language/sourcemap";

/** A place in a cell or in a file of the learner's. */
export interface Place extends SourcePlace {
  /** How the place is told: `Cell In [3], line 4:9` or `helper.ts:4:9`. */
  label: string;
  /** The text that the line belongs to. */
  source: string;
  /** The cell's number; `undefined` for a file. */
  count: number | undefined;
}

interface Script {
  map: ScriptMap | undefined;
  count: number | undefined;
}

/** The scripts of a session by the names under which they run. */
export class Sources {
  private readonly scripts = new Map<string, Script>();

  /** @param folder - Files are named from here. */
  constructor(private readonly folder: string) {}

  /** A name for the script of a cell that no other script has. */
  nameFor(count: number): string {
    let name = `cell-${count}`;
    // Silent cells take the number of the cell before.
    for (let again = 2; this.scripts.has(name); again++) name = `cell-${count}.${again}`;
    return name;
  }

  /** Takes up the script of a cell. */
  addCell(name: string, count: number, map: ScriptMap): void {
    this.scripts.set(name, { map, count });
  }

  /** Takes up a file that was translated. */
  addFile(name: string, map: ScriptMap): void {
    this.scripts.set(name, { map, count: undefined });
  }

  /** True for the name of a cell's script. */
  isCell(name: string | undefined): boolean {
    return name !== undefined && this.scripts.get(name)?.count !== undefined;
  }

  /** The learner's place for a place in running code; `undefined` for code that is not the learner's. */
  find(name: string | undefined, line: number, column: number): Place | undefined {
    if (name === undefined) return undefined;
    const script = this.scripts.get(name) ?? this.plainFile(name);
    if (!script) return undefined;
    const { count, map } = script;
    const found = map ? map.find(line, column) : { line, column };
    const source = map ? map.source : textOf(name);
    if (!found || source === undefined) return undefined;
    const where = `${found.line}:${found.column}`;
    const label =
      count === undefined
        ? `${path.relative(this.folder, name)}:${where}`
        : `Cell In [${count}], line ${where}`;
    return { ...found, label, source, count };
  }

  /** The place in a cell at an offset into its text. */
  placeAt(name: string, offset: number): Place | undefined {
    const script = this.scripts.get(name);
    if (!script?.map || script.count === undefined) return undefined;
    const before = script.map.source.slice(0, offset).split("\n");
    return this.place(script, { line: before.length, column: (before.at(-1) ?? "").length + 1 });
  }

  /** The place in the newest cell of a number. */
  inCell(count: number, line: number, column: number): Place | undefined {
    const names = [...this.scripts.keys()].filter((name) => this.scripts.get(name)?.count === count);
    const script = this.scripts.get(names.at(-1) ?? "");
    return script?.map && this.place(script, { line, column });
  }

  private place({ count, map }: Script, at: SourcePlace): Place {
    return {
      ...at,
      label: `Cell In [${count}], line ${at.line}:${at.column}`,
      source: map?.source ?? "",
      count,
    };
  }

  /** A JavaScript file of the learner's own runs as it is written. */
  private plainFile(name: string): Script | undefined {
    if (!path.isAbsolute(name) || isForeign(name) || !/\.[cm]?js$/.test(name)) return undefined;
    return { map: undefined, count: undefined };
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
