/** Turns a place in the JavaScript that ran back into the line and column that the learner wrote. */
import { SourceMap, type SourceMapPayload } from "node:module";
import { readMappings, type Segment } from "./debugger/places";

/** A place in a cell, counted from 1. */
export interface CellPlace {
  line: number;
  column: number;
}

/** What tslab's executor puts before the code on its first line. */
const PREFIX = { plain: "(function(exports, require) { ", awaits: "(async function(exports, require) { " };
/** tslab's converter puts one line before the cell. */
const ADDED_LINES = 1;

/** The way back through both translations: TypeScript → modern modules → CommonJS. */
export class CellMap {
  private maps: { outer: SourceMap; inner: SourceMap; mappings: string } | undefined;
  private readonly prefixLength: number;
  private readonly lastLine: number;

  /**
   * @param source - The cell as written.
   * @param outer - The second translation's map, JSON.
   * @param intermediate - The code between the translations, with the first map inline.
   * @param options - `output`: the code that runs; `awaits`: whether it waits at its top level.
   */
  constructor(
    readonly source: string,
    private outer: string,
    private intermediate: string,
    options: { output: string; awaits: boolean },
  ) {
    this.prefixLength = (options.awaits ? PREFIX.awaits : PREFIX.plain).length;
    this.lastLine = options.output.split("\n").length;
  }

  /** Finds the learner's place; `undefined` for code that the translation added. */
  find(line: number, column: number): CellPlace | undefined {
    const maps = (this.maps ??= this.load());
    // After the last line stands tslab's call of the whole.
    if (!maps || line > this.lastLine) return undefined;
    const columnThere = line === 1 ? column - 1 - this.prefixLength : column - 1;
    const middle = maps.outer.findEntry(line - 1, Math.max(0, columnThere));
    if (!("originalLine" in middle)) return undefined;
    const first = maps.inner.findEntry(middle.originalLine, middle.originalColumn);
    if (!("originalLine" in first)) return undefined;
    const place = { line: first.originalLine + 1 - ADDED_LINES, column: first.originalColumn + 1 };
    const lines = this.source.split("\n").length;
    return place.line >= 1 && place.line <= lines ? place : undefined;
  }

  /** One source map, as JSON, from the script that runs to the cell. */
  join(): string {
    const segments: Segment[] = readMappings((this.maps ??= this.load())?.mappings ?? "").flatMap(
      ({ running }) => {
        const { line } = running;
        const column = running.column + (line === 0 ? this.prefixLength : 0);
        const place = this.find(line + 1, column + 1);
        if (!place) return [{ running: { line, column } }];
        return [{ running: { line, column }, written: { line: place.line - 1, column: place.column - 1 } }];
      },
    );
    // After the last line stands tslab's call of the whole.
    segments.push({ running: { line: this.lastLine, column: 0 } });
    return JSON.stringify({ version: 3, sources: ["cell.ts"], names: [], mappings: writeMappings(segments) });
  }

  /** Maps are read when first asked for: most cells never fail. */
  private load(): NonNullable<CellMap["maps"]> | undefined {
    const inline = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(
      this.intermediate,
    )?.[1];
    if (!inline) return undefined;
    const inner = new SourceMap(
      JSON.parse(Buffer.from(inline, "base64").toString("utf8")) as SourceMapPayload,
    );
    const payload = JSON.parse(this.outer) as SourceMapPayload;
    const outer = new SourceMap(payload);
    this.outer = this.intermediate = "";
    return { outer, inner, mappings: payload.mappings };
  }
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The `mappings` of a source map of one source. */
function writeMappings(segments: readonly Segment[]): string {
  const lines: string[][] = [];
  let last = { line: 0, column: 0 };
  let column = 0;
  for (const { running, written } of segments) {
    while (lines.length <= running.line) {
      lines.push([]);
      column = 0;
    }
    const place = written ? [0, written.line - last.line, written.column - last.column] : [];
    lines[running.line]?.push([running.column - column, ...place].map(writeNumber).join(""));
    column = running.column;
    last = written ?? last;
  }
  return lines.map((entries) => entries.join(",")).join(";");
}

function writeNumber(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const more = rest > 31 ? 32 : 0;
    text += DIGITS[(rest & 31) | more];
    rest >>= 5;
  } while (rest > 0);
  return text;
}
