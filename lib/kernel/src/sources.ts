/** Maps locations in running scripts back to cells and to files of the learner's, so that errors can name their lines. */
import { readFileSync } from "node:fs";
import path = require("node:path");
import { isPackageFile } from "./language/declarations";
import type { ScriptMap, SourcePosition } from "./language/sourcemap";

/** A position in a cell or in a file of the learner's. */
export interface SourceLocation extends SourcePosition {
  /** How errors name it: `Cell In [3], line 4:9` or `helper.ts:4:9`. */
  label: string;
  /** The text that the line belongs to. */
  source: string;
  /** The cell's number; `undefined` for a file. */
  count: number | undefined;
}

interface KnownSource {
  map: ScriptMap | undefined;
  count: number | undefined;
}

/** The scripts of a session by the names under which they run. */
export class Sources {
  private readonly scripts = new Map<string, KnownSource>();

  /** @param folder - Labels name files relative to it. */
  constructor(private readonly folder: string) {}

  /** A name for the script of a cell; no other script has it. */
  uniqueName(count: number): string {
    let name = `cell-${count}`;
    // Silent cells take the number of the cell before.
    for (let again = 2; this.scripts.has(name); again++) name = `cell-${count}.${again}`;
    return name;
  }

  /** Adds the script of a cell. */
  addCell(name: string, count: number, map: ScriptMap): void {
    this.scripts.set(name, { map, count });
  }

  /** Adds a file that was translated. */
  addFile(name: string, map: ScriptMap): void {
    this.scripts.set(name, { map, count: undefined });
  }

  /** True for the name of a cell's script. */
  isCell(name: string | undefined): boolean {
    return name !== undefined && this.scripts.get(name)?.count !== undefined;
  }

  /** The original location of a position in running code; `undefined` for code that is not the learner's. */
  find(name: string | undefined, line: number, column: number): SourceLocation | undefined {
    if (name === undefined) return undefined;
    const script = this.scripts.get(name) ?? this.javaScriptFile(name);
    if (!script) return undefined;
    const { count, map } = script;
    const found = map ? map.originalPosition(line, column) : { line, column };
    const source = map ? map.source : textOf(name);
    if (!found || source === undefined) return undefined;
    const where = `${found.line}:${found.column}`;
    const label =
      count === undefined
        ? `${path.relative(this.folder, name)}:${where}`
        : `Cell In [${count}], line ${where}`;
    return { ...found, label, source, count };
  }

  /** The location in a cell of an offset into its text. */
  locationAt(name: string, offset: number): SourceLocation | undefined {
    const script = this.scripts.get(name);
    if (!script?.map || script.count === undefined) return undefined;
    const before = script.map.source.slice(0, offset).split("\n");
    return this.toLocation(script, { line: before.length, column: (before.at(-1) ?? "").length + 1 });
  }

  /** The location in the newest cell of a number. */
  locationInCell(count: number, line: number, column: number): SourceLocation | undefined {
    const names = [...this.scripts.keys()].filter((name) => this.scripts.get(name)?.count === count);
    const script = this.scripts.get(names.at(-1) ?? "");
    return script?.map && this.toLocation(script, { line, column });
  }

  private toLocation({ count, map }: KnownSource, at: SourcePosition): SourceLocation {
    return {
      ...at,
      label: `Cell In [${count}], line ${at.line}:${at.column}`,
      source: map?.source ?? "",
      count,
    };
  }

  /** A JavaScript file of the learner's, which runs untranslated. */
  private javaScriptFile(name: string): KnownSource | undefined {
    if (!path.isAbsolute(name) || isPackageFile(name) || !/\.[cm]?js$/.test(name)) return undefined;
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
