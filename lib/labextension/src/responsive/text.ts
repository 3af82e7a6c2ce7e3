/** Measures texts with Plotly's marks (`<b>`, `<span style>`, `<br>`) and breaks them into lines. */
import type { MeasureText } from "./figure-types";

/** The letters of a text. */
export interface TextStyle {
  /** Size in pixels, unless a mark in the text says another. */
  readonly size: number;
  readonly measure: MeasureText;
}

/** The height of a line, as a multiple of the size of its letters: plotly's own. */
export const LINE_HEIGHT = 1.3;

/** A text without marks, as it is read. */
export function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}

/** The lines of a text. */
export function linesOf(text: string): string[] {
  return text.split(/<br\s*\/?>/);
}

/** The width of a line in pixels. */
export function lineWidth(line: string, { size, measure }: TextStyle): number {
  return measure(plainText(line), sizeIn(line, size));
}

/** All lines of a text, broken where they are wider than `room` pixels. */
export function wrapText(text: string, style: TextStyle & { room: number }): string[] {
  return linesOf(text).flatMap((line) => wrapLine(line, style));
}

/** Breaks a line at blanks so that no part is wider than `room`; a mark around the whole goes around each part. */
function wrapLine(line: string, { room, size, measure }: TextStyle & { room: number }): string[] {
  if (lineWidth(line, { size, measure }) <= room) return [line];
  const whole = /^(<(span|b|i)(?:\s[^>]*)?>)([^<]*)(<\/\2>)$/.exec(line);
  const [, open = "", , inner = line, close = ""] = whole ?? [];
  const own = sizeIn(line, size);
  const blank = measure(" ", own);
  const parts: string[] = [];
  let words: string[] = [];
  let used = 0;
  // A mark such as <span style="…"> holds blanks that are no places to break at.
  for (const word of inner.match(/(?:<\/?[a-z][^>]*>|\S)+/gi) ?? []) {
    const width = measure(plainText(word), own);
    if (words.length > 0 && used + blank + width > room) {
      parts.push(words.join(" "));
      words = [];
      used = 0;
    }
    used += (words.length > 0 ? blank : 0) + width;
    words.push(word);
  }
  return [...parts, words.join(" ")].map((part) => `${open}${part}${close}`);
}

function sizeIn(mark: string, size: number): number {
  return Number(/font-size:\s*(\d+)px/.exec(mark)?.[1] ?? size);
}
