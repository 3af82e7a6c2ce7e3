/** Maps positions of generated JavaScript to the original TypeScript, and original lines to generated positions. */

/** A position, counted from 0 as the inspector counts. */
export interface Position {
  line: number;
  column: number;
}

/** One segment of a source map: a generated position and its original one, unless the translation added the code. */
export interface Segment {
  generated: Position;
  original?: Position;
}

const BASE64_DIGITS = new Map(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].map((c, i) => [c, i]),
);

/** A source map (version 3, of one source) that can be searched in both directions; Node's own only in one. */
export class SourceMapIndex {
  private readonly segments: readonly Segment[];

  /** @param map - The map as JSON. */
  constructor(map: string) {
    this.segments = readMappings((JSON.parse(map) as { mappings: string }).mappings);
  }

  /** The original position of a generated one; `undefined` for code that the translation added. */
  originalPosition(place: Position): Position | undefined {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isAfter((this.segments[middle] as Segment).generated, place)) high = middle;
      else low = middle + 1;
    }
    return this.segments[low - 1]?.original;
  }

  /** The generated position of an original line, or of the next one that has any; `undefined` when none has. */
  generatedPosition(line: number): Position | undefined {
    let found: { generated: Position; line: number } | undefined;
    for (const { generated, original } of this.segments)
      if (original && original.line >= line && (!found || original.line < found.line))
        found = { generated, line: original.line };
    return found?.generated;
  }
}

function isAfter(a: Position, b: Position): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}

/** Reads the `mappings` of a source map: lines separated by `;`, segments by `,`, each a few differences in base64 VLQ. */
export function readMappings(mappings: string): Segment[] {
  const segments: Segment[] = [];
  const original: Position = { line: 0, column: 0 };
  for (const [line, entries] of mappings.split(";").entries()) {
    let column = 0;
    for (const entry of entries.split(",")) {
      const [step, , lines, columns] = decodeVlq(entry);
      if (step === undefined) continue;
      column += step;
      if (lines === undefined || columns === undefined) {
        segments.push({ generated: { line, column } });
        continue;
      }
      original.line += lines;
      original.column += columns;
      segments.push({ generated: { line, column }, original: { ...original } });
    }
  }
  return segments;
}

/** Decodes base64 VLQ: 5 bits a digit, lowest first; the sixth bit means that more follow, the lowest of all is the sign. */
function decodeVlq(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = BASE64_DIGITS.get(character) ?? 0;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}
