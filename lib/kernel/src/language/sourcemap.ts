/** Maps positions in a script back to line and column of its source. */
import { SourceMap, type SourceMapPayload } from "node:module";

/** A position in a source, counted from 1. */
export interface SourcePosition {
  line: number;
  column: number;
}

/** The source map of a script. */
export class ScriptMap {
  private map: SourceMap | undefined;

  /**
   * @param source - The text as written.
   * @param json - The source map, JSON.
   * @param options.prefixLength - How many characters were added before the source's first line.
   */
  constructor(
    readonly source: string,
    readonly json: string,
    private readonly options: { prefixLength?: number } = {},
  ) {}

  /** The position in the source; `undefined` for code that the translation added. */
  originalPosition(line: number, column: number): SourcePosition | undefined {
    // Parsed when first needed: most cells never fail.
    this.map ??= new SourceMap(JSON.parse(this.json) as SourceMapPayload);
    const found = this.map.findEntry(line - 1, column - 1);
    if (!("originalLine" in found)) return undefined;
    const prefixLength = found.originalLine === 0 ? (this.options.prefixLength ?? 0) : 0;
    const position = {
      line: found.originalLine + 1,
      column: Math.max(1, found.originalColumn + 1 - prefixLength),
    };
    return position.line <= this.source.split("\n").length ? position : undefined;
  }
}
