/** Turns a place in the JavaScript that ran back into the line and column that the learner wrote. */
import { SourceMap, type SourceMapPayload } from "node:module";

/** A place in a source, counted from 1. */
export interface SourcePlace {
  line: number;
  column: number;
}

/** The way back from a script to its source. */
export class ScriptMap {
  private map: SourceMap | undefined;

  /**
   * @param source - The text as written.
   * @param json - The source map, JSON.
   * @param options.shift - So many characters before the source's first line were added.
   */
  constructor(
    readonly source: string,
    readonly json: string,
    private readonly options: { shift?: number } = {},
  ) {}

  /** Finds the learner's place; `undefined` for code that the translation added. */
  find(line: number, column: number): SourcePlace | undefined {
    // Maps are read when first asked for: most cells never fail.
    this.map ??= new SourceMap(JSON.parse(this.json) as SourceMapPayload);
    const found = this.map.findEntry(line - 1, column - 1);
    if (!("originalLine" in found)) return undefined;
    const shift = found.originalLine === 0 ? (this.options.shift ?? 0) : 0;
    const place = { line: found.originalLine + 1, column: Math.max(1, found.originalColumn + 1 - shift) };
    return place.line <= this.source.split("\n").length ? place : undefined;
  }
}
