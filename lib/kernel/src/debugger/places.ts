/** Turns places of the JavaScript that runs into places of the TypeScript that was written, and lines back. */

/** A place, counted from 0 as the inspector counts. */
export interface Place {
  line: number;
  column: number;
}

/** One entry of a source map: a place that runs, and the place it was written at unless the translation added it. */
export interface Segment {
  running: Place;
  written?: Place;
}

const DIGITS = new Map(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].map((c, i) => [c, i]),
);

/** A source map (version 3, of one source) that is read in both directions; Node's own reads only one. */
export class Places {
  private readonly segments: readonly Segment[];

  /** @param map - The map as JSON. */
  constructor(map: string) {
    this.segments = readMappings((JSON.parse(map) as { mappings: string }).mappings);
  }

  /** Where the code at a running place was written; `undefined` for what the translation added. */
  written(place: Place): Place | undefined {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isAfter((this.segments[middle] as Segment).running, place)) high = middle;
      else low = middle + 1;
    }
    return this.segments[low - 1]?.written;
  }

  /** Where a written line begins to run, or the next line that runs at all; `undefined` when none does. */
  running(line: number): Place | undefined {
    let found: { running: Place; line: number } | undefined;
    for (const { running, written } of this.segments)
      if (written && written.line >= line && (!found || written.line < found.line))
        found = { running, line: written.line };
    return found?.running;
  }
}

function isAfter(a: Place, b: Place): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}

/** Reads the `mappings` of a source map: lines parted by `;`, entries by `,`, each a few differences in base 64. */
export function readMappings(mappings: string): Segment[] {
  const segments: Segment[] = [];
  const written: Place = { line: 0, column: 0 };
  for (const [line, entries] of mappings.split(";").entries()) {
    let column = 0;
    for (const entry of entries.split(",")) {
      const [step, , lines, columns] = readNumbers(entry);
      if (step === undefined) continue;
      column += step;
      if (lines === undefined || columns === undefined) {
        segments.push({ running: { line, column } });
        continue;
      }
      written.line += lines;
      written.column += columns;
      segments.push({ running: { line, column }, written: { ...written } });
    }
  }
  return segments;
}

/** Reads numbers of 5 bits a digit, lowest first; the sixth bit says that more follow, the lowest of all is the sign. */
function readNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = DIGITS.get(character) ?? 0;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}
